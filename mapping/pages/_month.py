"""What the Missing and the Trends page share: the month, the strip of figures, small bars, the row of a child."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence

import streamlit as st

from graph.snapshot import Snapshot
from mapping import trends as room
from mapping.pages import _data
from mapping.pages._opening import Figure
from mapping.pages._text import esc
from mapping.trends import Counted, Month
from mapping.trends.counts import Count
from mapping.trends.rows import BEFORE, ChildMissing

MOST_MONTHS = 36
_KEY = "kith-month"
_INK, _QUIET, _BAR, _NOW, _LINE = "#1F2933", "#5B6670", "#928B7E", "#34437D", "#DDD8CE"


@_data.worked_out
def known(snapshot: Snapshot) -> Counted:
    """What both pages count from, read once a session."""
    return room.counted(snapshot)


def choice(snapshot: Snapshot, found: Counted, *, label: bool = False) -> Month:
    """The month, chosen once for both pages: the last that is over until somebody asks for another."""
    now = Month.of(snapshot.as_of)
    days = [one.start for one in found.episodes] + [span.first for mine in found.opened.values() for span in mine]
    first = max(min((Month.of(day) for day in days), default=now), now.back(MOST_MONTHS - 1))
    months = [month for month in now.run(MOST_MONTHS) if month >= min(first, now.back(1))][::-1]
    chosen = st.selectbox(
        "Month", months, index=1, format_func=lambda month: month.name, key=_KEY, persist_state="session",
        label_visibility="visible" if label else "collapsed",
    )  # fmt: skip
    return chosen or now.back(1)


def strip(figures: Sequence[tuple[Figure, str]]) -> str:
    """Figures side by side: the large words, which open their records, and (markup) what they are of."""
    cells = "".join(f"<div><p class='big'>{big.markup()}</p><p>{rest}</p></div>" for big, rest in figures)
    return f'<div class="month-strip">{cells}</div>'


def more_or_fewer(now: int | None, before: int | None, month: Month) -> str:
    """`4 more than in September`; nothing where one of the two is not shown."""
    if now is None or before is None:
        return ""
    name = f"{month.back(1).first:%B}"
    if now == before:
        return f"as in {name}"
    return f"<b>{abs(now - before):,} {'more' if now > before else 'fewer'}</b> than in {name}"


def bars(values: Sequence[int], most: int) -> str:
    """A row of small bars, the last the month asked for; what they are stands beside them in figures."""
    wide, high, step = 7, 22, 9
    drawn = []
    for place, value in enumerate(values):
        tall = max(1.0, value * (high - 2) / max(most, 1))
        fill = _NOW if place == len(values) - 1 else _BAR
        drawn.append(f'<path d="M{place * step} {high}v{-tall:.1f}h{wide}V{high}z" fill="{fill}"/>')
    return image("".join(drawn), step * len(values), high, "")


def multiple(counts: Sequence[Count], names: Sequence[str], most: int, alt: str) -> str:
    """Twelve bars on the common scale, an x where a count is too small to show, the last in indigo with its figure."""
    wide, high, left, top, foot = 226, 118, 24, 16, 16
    ground = high - foot
    step = (wide - left) / len(counts)

    def y(value: float) -> float:
        return ground - value * (ground - top) / max(most, 1)

    drawn = [
        f'<path d="M{left} {y(value):.1f}H{wide}" stroke="{_LINE}"/>{_text(left - 4, y(value) + 4, value, "end")}'
        for value in (most, most // 2)
    ]
    drawn.append(f'<path d="M{left} {ground}H{wide}" stroke="{_INK}" stroke-width="1"/>')
    for place, one in enumerate(counts):
        x, last = left + place * step, place == len(counts) - 1
        middle = x + step / 2
        if one.count is None:
            drawn.append(_text(middle, ground - 3, "×", "middle", _NOW if last else _QUIET, bold=last))
            continue
        if one.count:
            fill = _NOW if last else _BAR
            drawn.append(
                f'<path d="M{x + 1.5:.1f} {ground}V{y(one.count):.1f}h{step - 3:.1f}V{ground}z" fill="{fill}"/>'
            )
        if last:
            drawn.append(_text(middle, y(one.count) - 4, one.count, "middle", _INK, bold=True))
    for place in (0, len(counts) // 2, len(counts) - 1):
        drawn.append(_text(left + (place + 0.5) * step, high - 3, names[place], "middle"))
    return image("".join(drawn), wide, high, alt)


def _text(x: float, y: float, said: object, anchor: str, fill: str = _QUIET, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-family="sans-serif" font-size="11"{weight} '
        f'fill="{fill}">{esc(said)}</text>'
    )


def image(parts: str, wide: int, high: int, alt: str) -> str:
    """A drawing as an image, since `st.html` drops inline SVG."""
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" fill="none">{parts}</svg>'
    src = f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
    return f'<img src="{src}" alt="{esc(alt)}" width="{wide}" height="{high}">'


def scale(most: int) -> int:
    """The end of a scale: even, and a number that people count by."""
    ends = (size * int(10**power) for power in range(9) for size in (2, 4, 10))
    return next(end for end in ends if end >= max(most, 4))


Name = Callable[[str, str], Figure]
"""Makes of a child's id and name what opens their record."""


def children(rows: Sequence[ChildMissing], month: Month, name: Name, *, caption: str) -> str:
    """Children by how often they were missing in a month: bars and figures of the months before, interviews."""
    before = month.back(1).run(BEFORE)
    heads = ("Child, age", "Lived in", month.short, f"{before[0].short} to {before[-1].short} before",
             "Missing together with", "Interview offered", "Held in 72 hours")  # fmt: skip
    most = max((max(*row.before, row.episodes) for row in rows), default=1)
    lines = [
        (
            esc(row.lived), f"<b>{row.episodes}</b>", _run((*row.before, row.episodes), row.before, most), _mates(row),
            esc(_of(row, row.offered)), esc(_of(row, row.within)),
        )
        for row in rows
    ]  # fmt: skip
    return _table(heads, rows, lines, name, {2, 5, 6}, caption)


def repeated(rows: Sequence[ChildMissing], month: Month, days: int, name: Name, *, caption: str) -> str:
    """Children missing repeatedly: their run of frequencies from first to latest, and whether the hub knows them."""
    heads = ("Child, age", "Lived in", f"{days} days", month.short, "By 3 months, to the latest",
             "Missing together with", "At the hub")  # fmt: skip
    most = max((max(row.quarters) for row in rows), default=1)
    lines = [
        (
            esc(row.lived), f"<b>{row.in_days}</b>", str(row.episodes), _run(row.quarters, row.quarters, most),
            _mates(row), esc(row.open),
        )
        for row in rows
    ]  # fmt: skip
    return _table(heads, rows, lines, name, {2, 3}, caption)


def _table(
    heads: Sequence[str],
    rows: Sequence[ChildMissing],
    lines: Sequence[Sequence[str]],
    name: Name,
    numbers: set[int],
    caption: str,
) -> str:
    """Cells are markup already."""

    def number(place: int) -> str:
        return ' class="number"' if place in numbers else ""

    top = "".join(f'<th scope="col"{number(place)}>{esc(head)}</th>' for place, head in enumerate(heads))
    body = []
    for row, line in zip(rows, lines, strict=True):
        who, _, age = row.heading.partition(", ")
        cells = "".join(f"<td{number(place)}>{cell}</td>" for place, cell in enumerate(line, start=1))
        body.append(f'<tr><th scope="row">{name(row.id, who).markup()} <span>{esc(age)}</span></th>{cells}</tr>')
    return (
        f'<div class="kith-table month-children" tabindex="0" role="region" aria-label="{esc(caption)}"><table><thead>'
        f"<tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _run(drawn: Sequence[int], told: Sequence[int], most: int) -> str:
    return f'<span class="bars">{bars(drawn, most)} {esc(", ".join(map(str, told)))}</span>'


def _mates(row: ChildMissing) -> str:
    more = f" and {len(row.together) - 2} more" if len(row.together) > 2 else ""
    return esc("; ".join(row.together[:2]) + more) or "none seen"


def _of(row: ChildMissing, many: int) -> str:
    if not row.due:
        return "none due"
    return "unknown" if row.unknown == row.due else f"{many} of {row.due}"

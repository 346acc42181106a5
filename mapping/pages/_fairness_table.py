"""The tables of the Fairness page: each group with a dot for the list, a bar for chance, and no colour."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from data_schema import schema
from mapping import words
from mapping.evaluation.fairness_tables import Comparison, Records, Row
from mapping.evaluation.fairness_what_if import Moved
from mapping.evaluation.printed_fairness import by_lot, held, times
from mapping.pages._text import esc
from mapping.small import HIDDEN

WIDTH, HEIGHT, EDGE = 190, 20, 8
"""Of the picture of one group, in pixels, and the room at either end of its scale."""
_INK, _QUIET, _BAR, _LINE = "#1F2933", "#5B6670", "#928B7E", "#DDD8CE"
_STEPS = (1, 2, 5)
LEGEND = (
    "Dot: on the list. Bar: where 95% of lists drawn at random lie; tick: the count expected. Each table has its own"
    f" scale, in children. Not shown: 1 to {schema().policy.small_number - 1} children, or a count that would give such"
    " a one away."
)


def comparison(found: Comparison) -> str:
    """One characteristic as a table whose third column is the picture; what is not recorded stands first."""
    most = _most(found)
    heads = (
        '<th scope="col">Group</th><th scope="col" class="number">On the list</th>'
        f'<th scope="col">{_image(_axis(most), "Scale in children")}</th>'
        '<th scope="col" class="number">Expected</th>'
        '<th scope="col" class="number">Times the rate of others</th>'
        f'<th scope="col" class="number">{"On record" if found.kind == "records" else "Live here"}</th>'
    )
    body = "".join(_line(row, most) for row in found.rows)
    return (
        f'<div class="kith-table fair fair-list" tabindex="0" role="region" aria-label="The list beside its base, by '
        f'{esc(found.title)}"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def records(found: Records) -> str:
    """How many records are held of each child, by group."""
    body = []
    for row in found.rows:
        middle, half = held(row)
        body.append(
            f'<tr><th scope="row">{esc(row.label)}</th><td class="number">{esc(row.said)}</td>'
            f'<td class="number">{middle}</td><td class="number">{half}</td></tr>'
        )
    return (
        f'<div class="kith-table fair" tabindex="0" role="region" aria-label="Records held, by {esc(found.title)}">'
        "<table>"
        f'<thead><tr><th scope="col">{esc(found.title)}</th><th scope="col" class="number">Children</th>'
        '<th scope="col" class="number">Middle</th><th scope="col" class="number">Half of them</th></tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def moved(found: Moved) -> str:
    """One list as it is and as it would be, by group."""
    if all(HIDDEN in (row.now, row.then) for row in found.rows):
        return '<p class="note">Too few children to show any count by group.</p>'
    body = "".join(
        f'<tr><th scope="row">{esc(row.label)}</th><td class="number">{esc(row.now)}</td>'
        f'<td class="number">{esc(row.then)}</td></tr>'
        for row in found.rows
    )
    return (
        f'<div class="kith-table fair" tabindex="0" role="region" aria-label="{esc(found.title)}, now and then">'
        '<table><thead><tr><th scope="col">Group</th><th scope="col" class="number">Now</th>'
        f'<th scope="col" class="number">Then</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _line(row: Row, most: float) -> str:
    mean, between = by_lot(row.expected)
    lot = f"{mean} <span>({between})</span>" if mean else ""
    picture = _image(_picture(row, most), _alt(row)) if row.expected or row.count is not None else ""
    return (
        f'<tr><th scope="row">{esc(row.label)}</th><td class="number{"" if row.count is not None else " quiet"}">'
        f'{esc(row.said)}</td><td>{picture}</td><td class="number">{lot}</td>'
        f'<td class="number">{esc(times(row.ratio))}</td><td class="number">{esc(row.base_said)}</td></tr>'
    )


def _alt(row: Row) -> str:
    mean, between = by_lot(row.expected)
    return f"{row.said} on the list" + (f", {mean} expected, {between} in 95% of draws" if mean else "")


def _most(found: Comparison) -> float:
    """The end of the scale: the same for every group of the table."""
    ends = [row.expected.high for row in found.rows if row.expected] + [row.count or 0 for row in found.rows]
    return max(*ends, 4)


def _x(value: float, most: float) -> float:
    return EDGE + value * (WIDTH - 2 * EDGE) / most


def _picture(row: Row, most: float) -> Iterator[str]:
    middle = HEIGHT / 2
    yield f'<path d="M{EDGE} {middle}H{WIDTH - EDGE}" stroke="{_LINE}"/>'
    if row.expected:
        low, mean, high = (_x(value, most) for value in (row.expected.low, row.expected.mean, row.expected.high))
        yield f'<path d="M{low - 1:.1f} {middle}H{high + 1:.1f}" stroke="{_BAR}" stroke-width="5"/>'
        yield f'<path d="M{mean:.1f} {middle - 7}V{middle + 7}" stroke="{_QUIET}" stroke-width="2"/>'
    if row.count is not None:
        at = _x(row.count, most)
        yield f'<circle cx="{at:.1f}" cy="{middle}" r="5.5" fill="{_INK}" stroke="#FFFFFF" stroke-width="1.5"/>'


def _axis(most: float) -> Iterator[str]:
    step = next(size * 10**power for power in range(8) for size in _STEPS if most / (size * 10**power) <= 5)
    for count in range(0, int(most) + 1, step):
        x = _x(count, most)
        yield f'<path d="M{x:.1f} {HEIGHT - 5}V{HEIGHT}" stroke="{_QUIET}"/>'
        yield (
            f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle" font-family="sans-serif" font-size="11" '
            f'fill="{_QUIET}">{words.number(count)}</text>'
        )


def _image(parts: Iterator[str], alt: str) -> str:
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none">{"".join(parts)}</svg>'
    src = f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
    return f'<img src="{src}" alt="{esc(alt)}" width="{WIDTH}" height="{HEIGHT}">'

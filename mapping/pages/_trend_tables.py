"""The strip, tables and small multiples of the Trends page, as markup. Nothing is worked out here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mapping import words
from mapping.pages import _frame, _month
from mapping.pages._month_records import Opens
from mapping.pages._opening import Figure
from mapping.pages._text import esc
from mapping.small import HIDDEN
from mapping.trends import Month, Trends
from mapping.trends.course import STAGES, Course
from mapping.trends.groups import SETS, By, Row
from mapping.trends.harm import Series, Theme
from mapping.trends.panel import Figure as Told
from mapping.trends.placed import Placed
from mapping.trends.printed import of, shown
from mapping.trends.since import Since

IN_STRIP = (
    "open", "new", "closed", "re_referred", "missing_children", "missing_episodes", "missing_repeatedly",
    "interviews_within_72_hours", "repeat_never_open",
)  # fmt: skip


def strip(found: Trends, month: Month, opens: Opens) -> str:
    """The five figures of the month, each with what it is of."""
    figure = found.figures
    opened, gone, held, never = (
        figure[name] for name in ("open", "missing_children", "interviews_within_72_hours", "repeat_never_open")
    )
    living = f"of {opened.of:,} children of 10 to 17 here" if opened.of else "how many live here: not loaded"
    again = figure["missing_repeatedly"]

    def small(name: str) -> str:
        return opens.figure("figures", name, figure[name].said).markup()

    def big(name: str, said: str) -> Figure:
        return opens.figure("figures", name, said)

    return _month.strip(
        [
            (
                big("open", _big(opened, "open")),
                _lines(esc(living), _month.more_or_fewer(opened.count, opened.previous, month)),
            ),
            (
                big("new", _big(figure["new"], "new") if figure["new"].said != HIDDEN else "Few new or closed"),
                _lines(_closed(found, small("closed")), f"{small('re_referred')} re-referred within 12 months"),
            ),
            (
                big("missing_children", _big(gone, "missing")),
                _lines(
                    f"children, in {small('missing_episodes')} episodes",
                    f"<b>{small('missing_repeatedly')}</b> {again.title[0].lower()}{esc(again.title[1:])}",
                ),
            ),
            (
                big("interviews_within_72_hours", _of_many(held, held.of is not None)),
                _lines("return interviews due were held", f"within 72 hours · <b>{_unknown(held)} unknown</b>"),
            ),
            (
                big("repeat_never_open", _of_many(never, bool(never.of))),
                _lines("children missing repeatedly", "were never open to the hub"),
            ),
        ]
    )


def _of_many(one: Told, whole: bool) -> str:
    return f"{one.said} of {one.of:,}" if one.count is not None and whole else one.said


def _big(one: Told, what: str) -> str:
    return f"{one.said} {what}" if one.count is not None else f"{what.capitalize()}: {one.said}"


def _closed(found: Trends, said: str) -> str:
    """How many were closed; where too few were opened or closed, that neither is shown."""
    if found.figures["closed"].said != HIDDEN:
        return f"{said} closed"
    return f"not shown: 1 to {found.small - 1} of one of the two"


def _unknown(one: Told) -> str:
    return words.number(one.unknown) if one.unknown is not None else "not shown"


def _lines(*parts: str) -> str:
    return "<br>".join(part for part in parts if part)


def figures(found: Trends, opens: Opens) -> str:
    """Every other figure with its denominator and the month before."""
    rows = [
        (one.title, opens.figure("figures", name, one.said), of(one), one.previous_said)
        for name, one in found.figures.items()
        if name not in IN_STRIP
    ]
    heads = ("Figure", "Count", "Of", "Month before")
    made = _frame.table(heads, rows, caption="Other figures of the month", numbers=(1, 3))
    return f'<div class="month-others">{made}</div>'


def themes(found: Sequence[Theme], opens: Opens) -> str:
    """Kind of harm, kind of place and time, with the children of these three months and of the three before."""
    body = "".join(
        f'<tr><th scope="row">{esc(one.title)}<span>, {esc(one.where)}</span></th>'
        f'<td class="number">{opens.figure("themes", f"{one.title}, {one.where}", one.children.said).markup()}</td>'
        f'<td class="number">{esc(one.before.said)}</td><td class="number">{esc(one.weekend.said)}</td></tr>'
        for one in found
    )
    return (
        '<div class="kith-table month-themes" tabindex="0" role="region" aria-label="Themes of three months"><table>'
        '<thead><tr><th scope="col">Theme</th><th scope="col" class="number">Children, 3 months</th>'
        '<th scope="col" class="number">3 months before</th><th scope="col" class="number">Of these, Fri to Sun</th>'
        f"</tr></thead><tbody>{body}</tbody></table></div>"
    )


def multiples(found: Sequence[Series], month: Month, most: int, small: int) -> tuple[str, str]:
    """Small charts on one scale, those of the most children in the month first, and the words under them."""
    shown = sorted(found, key=lambda one: -max((each.count or 0) for each in one.counts))[:most]
    shown = [one for one in found if one in shown]
    end = _month.scale(max(each.count or 0 for one in shown for each in one.counts))
    names = _names(found)
    cells = "".join(
        f"<figure><figcaption>{esc(one.label)}</figcaption>"
        + _month.multiple(one.counts, names, end, f"{one.label}: {one.counts[-1].said} in {month.name}")
        + "</figure>"
        for one in shown
    )
    note = f"One scale, 0 to {end} children. A child harmed in two ways is counted in both."
    if small > 1 and any(each.count is None for one in shown for each in one.counts):
        note += f" × stands for 1 to {small - 1} children."
    if len(shown) < len(found):
        note += f" {words.showing(len(shown), len(found)).capitalize()} kinds; the table has all."
    return f'<div class="month-multiples">{cells}</div>', note


def series(found: Sequence[Series], opens: Opens) -> str:
    """The table twin of the charts, the latest month first."""
    months = found[0].months
    rows: list[Sequence[_frame.Cell]] = [
        (
            f"{date.fromisoformat(f'{months[place]}-01'):%b %Y}",
            *(opens.figure("series", f"{one.key}|{months[place]}", one.counts[place].said) for one in found),
        )
        for place in reversed(range(len(months)))
    ]
    heads = ("Month", *(one.label for one in found))
    caption = f"Distinct children harmed a month, by kind of harm, {months[0]} to {months[-1]}"
    return f'<div class="month-series">{_frame.table(heads, rows, caption=caption, numbers=range(1, len(heads)))}</div>'


def _names(found: Sequence[Series]) -> list[str]:
    return [f"{date.fromisoformat(f'{name}-01'):%b}" for name in found[0].months]


_FLOWS = {"new": "New", "closed": "Closed", "re_referred": "Re-referred"}


def by(found: By, total: int | None, name: str, opens: Opens) -> str:
    """One characteristic: who is not recorded first, with the share of the open and of the children who live here."""
    flows = [flow for flow in SETS[1:] if any(getattr(row, flow) is not None for row in found.rows)]
    heads = ["Group, as recorded", "Open", f"Share of {total:,}" if total else "Share", *(_FLOWS[one] for one in flows)]
    heads += ["Share of children here"] if found.living else []

    def cell(row: Row, flow: str) -> Figure:
        return opens.figure(f"by_{name}", f"{row.key}|{flow}", row.said(flow))

    rows: list[Sequence[_frame.Cell]] = []
    for row in found.rows:
        line: list[_frame.Cell] = [
            row.label,
            cell(row, "open"),
            _share(row.open, total),
            *(cell(row, flow) for flow in flows),
        ]
        rows.append([*line, *([_share(row.living, found.living)] if found.living else [])])
    less = words.listed([_FLOWS[flow].lower() for flow in SETS[1:] if flow not in flows])
    note = f'<p class="note">Too few to show by group: {less}.</p>' if less else ""
    made = _frame.table(heads, rows, caption=f"Children of the hub by {found.title}", numbers=range(1, len(heads)))
    return f'<div class="month-by">{made}</div>{note}'


def course(found: Course, opens: Opens) -> str:
    """How many children were at each level at three moments, no level first."""
    rows: list[Sequence[_frame.Cell]] = [
        (
            row.label,
            *(opens.figure("course", f"{row.level}|{stage}", shown(getattr(row, stage))) for stage in STAGES),
        )
        for row in found.rows
    ]
    heads = ("Level", "Start", "Three months", "Close")
    made = _frame.table(heads, rows, caption="Level at the start, at three months and at the close", numbers=(1, 2, 3))
    return f'<div class="month-by">{made}</div>'


def placed(found: Placed, opens: Opens) -> str:
    """Looked-after children in and out of the area, not recorded first."""
    rows = [
        (
            one.label,
            opens.figure("placed", f"{one.key}|looked_after", one.said),
            opens.figure("placed", f"{one.key}|missing", two.said),
        )
        for one, two in zip(found.looked_after, found.missing, strict=True)
    ]
    heads = ("Placed", "Looked after at the end", "Missing in the month")
    made = _frame.table(heads, rows, caption="Looked-after children in and out of the area", numbers=(1, 2))
    return f'<div class="month-by">{made}</div><p class="note">{esc(found.said)}</p>'


def moved(found: Since, opens: Opens) -> str:
    """How the levels of those open all along moved, no level first."""
    rows = [(one.label, opens.figure("since", one.key, one.said)) for one in found.levels]
    made = _frame.table(("Level since", "Children"), rows, caption="Levels since the last panel", numbers=(1,))
    return f'<div class="month-by">{made}</div>'


def late(found: Since, month: Month) -> str:
    """Figures of the month before that late records changed: by how much, where that tells of no child."""
    name, day = f"{month.back(1).first:%B}", words.day(found.since)
    told = [one for one in found.late if one.then is not None and one.now is not None]
    rows = [(one.title, one.then_said, one.now_said) for one in told]
    heads = (f"Figure of {name}", f"As known on {day}", "As known now")
    table = _frame.table(heads, rows, caption=f"What late records changed of {name}", numbers=(1, 2)) if rows else ""
    few = [f"{one.title[0].lower()}{one.title[1:]} ({one.now_said} now)" for one in found.late if one not in told]
    said = f"Changed since {day} by so few that it is not shown: {words.listed(few)}." if few else ""
    stayed = f"{words.counted(found.unchanged, 'figure')} of {name} stayed as known on {day}."
    lines = "".join(f'<p class="note">{esc(line)}</p>' for line in (said, stayed) if line)
    return f'<div class="month-others">{table}</div>{lines}'


def _share(part: int | None, whole: int | None) -> str:
    return f"{round(100 * part / whole)}%" if part is not None and whole else ""

"""The strip, tables and small multiples of the Trends page, as markup. Nothing is worked out here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mapping import words
from mapping.pages import _frame, _month
from mapping.pages._text import esc
from mapping.small import HIDDEN
from mapping.trends import Month, Trends
from mapping.trends.course import Course
from mapping.trends.groups import SETS, By
from mapping.trends.harm import Series, Theme
from mapping.trends.panel import Figure
from mapping.trends.printed import of, shown

IN_STRIP = (
    "open", "new", "closed", "re_referred", "missing_children", "missing_episodes", "missing_repeatedly",
    "interviews_within_72_hours", "repeat_never_open",
)  # fmt: skip


def strip(found: Trends, month: Month) -> str:
    """The five figures of the month, each with what it is of."""
    figure = found.figures
    opened, gone, held, never = (
        figure[name] for name in ("open", "missing_children", "interviews_within_72_hours", "repeat_never_open")
    )
    living = f"of {opened.of:,} children of 10 to 17 here" if opened.of else "how many live here: not loaded"
    again = figure["missing_repeatedly"]
    return _month.strip(
        [
            (_big(opened, "open"), _lines(esc(living), _month.more_or_fewer(opened.count, opened.previous, month))),
            (
                _big(figure["new"], "new") if figure["new"].said != HIDDEN else "Few new or closed",
                _lines(_closed(found), f"{_said(figure['re_referred'])} re-referred within 12 months"),
            ),
            (
                _big(gone, "missing"),
                _lines(
                    f"children, in {_said(figure['missing_episodes'])} episodes",
                    f"<b>{_said(again)}</b> {again.title[0].lower()}{esc(again.title[1:])}",
                ),
            ),
            (
                f"{held.said} of {held.of:,}" if held.count is not None and held.of is not None else held.said,
                _lines("return interviews due were held", f"within 72 hours · <b>{_unknown(held)} unknown</b>"),
            ),
            (
                f"{never.said} of {never.of:,}" if never.count is not None and never.of else never.said,
                _lines("children missing repeatedly", "were never open to the hub"),
            ),
        ]
    )


def _big(one: Figure, what: str) -> str:
    return f"{one.said} {what}" if one.count is not None else f"{what.capitalize()}: {one.said}"


def _closed(found: Trends) -> str:
    """How many were closed; where too few were opened or closed, that neither is shown."""
    closed = found.figures["closed"]
    if closed.said != HIDDEN:
        return f"{_said(closed)} closed"
    return f"not shown: 1 to {found.small - 1} of one of the two"


def _said(one: Figure) -> str:
    return esc(one.said)


def _unknown(one: Figure) -> str:
    return words.number(one.unknown) if one.unknown is not None else "not shown"


def _lines(*parts: str) -> str:
    return "<br>".join(part for part in parts if part)


def figures(found: Trends) -> str:
    """Every other figure with its denominator and the month before."""
    rows = [
        (one.title, one.said, of(one), one.previous_said) for name, one in found.figures.items() if name not in IN_STRIP
    ]
    heads = ("Figure", "Count", "Of", "Month before")
    made = _frame.table(heads, rows, caption="Other figures of the month", numbers=(1, 3))
    return f'<div class="month-others">{made}</div>'


def themes(found: Sequence[Theme]) -> str:
    """Kind of harm, kind of place and time, with the children of these three months and of the three before."""
    body = "".join(
        f'<tr><th scope="row">{esc(one.title)}<span>, {esc(one.where)}</span></th>'
        f'<td class="number">{esc(one.children.said)}</td><td class="number">{esc(one.before.said)}</td>'
        f'<td class="number">{esc(one.weekend.said)}</td></tr>'
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


def series(found: Sequence[Series]) -> str:
    """The table twin of the charts."""
    heads = ("Kind of harm", *_names(found))
    rows = [(one.label, *(each.said for each in one.counts)) for one in found]
    first, last = found[0].months[0], found[0].months[-1]
    caption = f"Distinct children harmed a month, by kind of harm, {first} to {last}"
    return f'<div class="month-series">{_frame.table(heads, rows, caption=caption, numbers=range(1, len(heads)))}</div>'


def _names(found: Sequence[Series]) -> list[str]:
    return [f"{date.fromisoformat(f'{name}-01'):%b}" for name in found[0].months]


_FLOWS = {"new": "New", "closed": "Closed", "re_referred": "Re-referred"}


def by(found: By, total: int | None) -> str:
    """One characteristic: who is not recorded first, with the share of the open and of the children who live here."""
    flows = [name for name in SETS[1:] if any(getattr(row, name) is not None for row in found.rows)]
    heads = ["Group, as recorded", "Open", f"Share of {total:,}" if total else "Share", *(_FLOWS[one] for one in flows)]
    heads += ["Share of children here"] if found.living else []
    rows = []
    for row in found.rows:
        line = [row.label, row.said("open"), _share(row.open, total), *(row.said(name) for name in flows)]
        rows.append([*line, *([_share(row.living, found.living)] if found.living else [])])
    less = words.listed([_FLOWS[name].lower() for name in SETS[1:] if name not in flows])
    note = f'<p class="note">Too few to show by group: {less}.</p>' if less else ""
    made = _frame.table(heads, rows, caption=f"Children of the hub by {found.title}", numbers=range(1, len(heads)))
    return f'<div class="month-by">{made}</div>{note}'


def course(found: Course) -> str:
    """How many children were at each level at three moments, no level first."""
    rows = [(row.label, shown(row.start), shown(row.review), shown(row.close)) for row in found.rows]
    heads = ("Level", "Start", "Three months", "Close")
    made = _frame.table(heads, rows, caption="Level at the start, at three months and at the close", numbers=(1, 2, 3))
    return f'<div class="month-by">{made}</div>'


def _share(part: int | None, whole: int | None) -> str:
    return f"{round(100 * part / whole)}%" if part is not None and whole else ""

"""One missing child, opened: episodes month by month, how long, where they ended, what was asked, and the records."""

from __future__ import annotations

from collections.abc import Mapping

from mapping import words
from mapping.pages import _frame, _month_records
from mapping.pages._month_records import Opens
from mapping.trends import Month
from mapping.trends.ended import FoundAt, found_at
from mapping.trends.episodes import LIVED, Episode, long

_FEW = 12
_QUARTERS = 4


def draw(opens: Opens, child: str, month: Month) -> None:
    """Draw what is held of a child's missing episodes, for the dialog that their name opens."""
    mine = [one for one in opens.known.episodes if one.child == child and one.start <= opens.until]
    months = month.run(12)
    counts = [sum(each.holds(one.start) and one.kind == "missing" for one in mine) for each in months]
    quarters = [sum(counts[3 * n : 3 * n + 3]) for n in range(_QUARTERS)]
    _frame.html(
        f'<p class="sentence">{opens.known.standing(child, opens.until).capitalize()}. Missing episodes by three'
        f" months, the earliest first: {', '.join(map(str, quarters))}.</p>"
    )
    heads = (f"To {months[-1].name}", *(each.short for each in months))
    run = _frame.table(heads, [("Missing episodes", *counts)], caption="Episodes a month", numbers=range(1, 13))
    _frame.html(f'<div class="month-series">{run}</div>')
    places = found_at(opens.snapshot)
    lines = [_episode(one, places) for one in mine[::-1][:_FEW]]
    heads = ("Began", "Kind", "Lasted", "Ended at", "Lived in", "Return interview")
    _frame.html(_frame.table(heads, lines, caption="Episodes, the latest first"))
    if len(lines) < len(mine):
        _frame.html(f'<p class="note">{words.showing(len(lines), len(mine)).capitalize()}, the latest first.</p>')
    _frame.board_link(child)
    said = tuple(id_ for one in mine if month.holds(one.start) for id_ in one.evidence)
    _frame.heading(f"Records of {month.name}")
    if said:
        _month_records.cards(opens, said)
    else:
        _frame.html('<p class="note">No episode that began in this month is recorded.</p>')


_ASKED = {
    "unknown": "not recorded whether offered",
    "no": "not offered",
    "unanswered": "offered, answer not recorded",
    "declined": "offered, declined",
    "not_held": "accepted, no day recorded",
}


def _episode(one: Episode, places: Mapping[str, FoundAt]) -> tuple[str, ...]:
    ended = words.listed([places[place].told for place in one.places]) or "not recorded"
    lasted = long(one.hours) if one.hours is not None else "hours not recorded" if one.end else "no return recorded"
    asked = _ASKED.get(one.interview) or (
        f"held {words.day(one.held_on)}, {'within 72 hours' if one.interview == 'within' else 'later than 72 hours'}"
        if one.held_on
        else ""
    )
    began = f"{words.day(one.start)}{f', {one.start_at}' if one.start_at else ''}"
    return began, words.label("event_kind", one.kind), lasted, ended, LIVED[one.lived], asked

"""How far return interviews came after missing episodes: offered, accepted, held within 72 hours; unknown first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mapping import words
from mapping.trends.counts import Part
from mapping.trends.episodes import Episode

STATES = {
    "unknown": "Not recorded whether offered",
    "no": "Not offered",
    "unanswered": "Offered, answer not recorded",
    "declined": "Offered, declined",
    "not_held": "Accepted, no day held recorded",
    "within": "Held within 72 hours",
    "late": "Held later",
}
"""How far an interview came, the unknown first."""
OFFERED = ("unanswered", "declined", "not_held", "within", "late")
ACCEPTED = ("not_held", "within", "late")
"""States in which one was offered, and in which it was accepted."""


@dataclass(frozen=True, slots=True)
class Interviews:
    """Return interviews of some missing episodes: the work of services, shown if it is about enough children."""

    due: int | None  # of ended episodes, those whose 72 hours are over or whose interview was held; None: not shown
    waiting: int | None  # came back within the last 72 hours: not yet due
    no_return: int | None  # no return is recorded
    states: tuple[Part, ...]  # adds up to `due`; empty where it is not shown
    unknown: int | None
    offered: int | None
    accepted: int | None
    within: int | None
    said: str


def interviews(found: Iterable[Episode], day: date, limit: int) -> Interviews:
    """Count how far the interviews of these missing episodes came by a day.

    Held on the third day after the return counts as within 72 hours, since no hour is recorded.
    """
    mine = list(found)
    due = [one for one in mine if one.due(day)]
    if 0 < len({one.child for one in mine}) < limit:
        said = f"Return interviews of under {limit} children are not shown."
        return Interviews(None, None, None, (), None, None, None, None, said)
    ended = sum(one.end is not None and one.end <= day for one in mine)
    states = Counter(one.interview for one in due)
    return Interviews(
        due=len(due),
        waiting=ended - len(due),
        no_return=len(mine) - ended,
        states=tuple(Part(key, label, states[key], words.number(states[key])) for key, label in STATES.items()),
        unknown=states["unknown"],
        offered=sum(states[key] for key in OFFERED),
        accepted=sum(states[key] for key in ACCEPTED),
        within=states["within"],
        said=_said(len(due), states),
    )


def _said(due: int, states: Mapping[str, int]) -> str:
    if not due:
        return "No return interview fell due."
    return (
        f"Of {words.counted(due, 'interview')} due, it is not recorded of {words.number(states['unknown'])} whether one"
        f" was offered; {words.number(states['within'])} were held within 72 hours."
    )

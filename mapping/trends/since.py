"""What changed since the last panel: levels, themes, and records that came late and changed the month before.

The last panel is taken to have looked at what was entered by the last day of the month before. The day a record was
entered decides (`recorded_on`), and not the day it was loaded here: a hub may load a year of records in one morning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data_schema import schema
from mapping import words
from mapping.small import HIDDEN
from mapping.trends.counts import Count, Part, parts
from mapping.trends.figures import FIGURES
from mapping.trends.groups import flows_hidden
from mapping.trends.harm import Harmed, Theme, harmed, themes
from mapping.trends.hub import Level, levels
from mapping.trends.known import Counted, counted
from mapping.trends.month import Month
from mapping.trends.seen import seen
from mapping.trends.state import At, TrendSettings, state

MOVES = {
    "": "No level recorded on one of the two days",
    "other": "Another tool or version: not compared",
    "higher": "At a higher level",
    "same": "At the same level",
    "lower": "At a lower level",
}
"""How the level of a child moved, the unknown first; of one tool and version, never recomputed."""
LATE = (
    "open", "new", "closed", "missing_children", "missing_episodes", "away_children", "missing_repeatedly",
    "harmed_repeatedly", "nrm_referred", "warned", "charged", "convicted", "excluded",
)  # fmt: skip
"""Figures that only records change. Interviews come due and birthdays come near by themselves."""


@dataclass(frozen=True, slots=True)
class Late:
    """A figure of the month before, as it could be counted then and as it is counted now."""

    figure: str
    title: str
    then: int | None
    then_said: str  # "28", "changed by under 5", "not shown", "not recorded"
    now: int | None
    now_said: str


@dataclass(frozen=True)
class Since:
    """What changed since the last panel."""

    since: date  # the last day of the month before: what was entered later is new
    until: date
    levels: tuple[Part, ...]  # of children open on both days; empty where no level is recorded at all
    themes_new: tuple[Theme, ...]  # of enough children now, and not a month ago
    themes_gone: tuple[Theme, ...]  # the other way round, with the counts of a month ago
    late: tuple[Late, ...]  # figures of the month before that records entered since have changed
    unchanged: int  # figures of the month before that stayed as they were
    notes: tuple[str, ...]


def since(
    known: Counted, settings: TrendSettings, now: At, past: At, found: Sequence[Harmed], shown: Sequence[Theme]
) -> Since:
    """Compare a month with what could be known at the end of the month before.

    Parameters
    ----------
    known
        What was read.
    settings
        Which month.
    now, past
        The state at the end of the month and of the one before, by what is recorded today.
    found
        From `harmed`.
    shown
        The themes of the month that may be shown.
    """
    month, limit = settings.month, settings.limit
    last = month.back(1)
    before, _ = themes(found, last, last.last, limit)
    then = counted(known.snapshot.recorded_by(last.last))
    late = _late(state(then, settings, last, harmed(then)), past, limit)
    keys, old = {_key(one) for one in shown}, {_key(one) for one in before}
    return Since(
        since=last.last,
        until=now.until,
        levels=_levels(known, now, past, limit),
        themes_new=tuple(one for one in shown if _key(one) not in old),
        themes_gone=tuple(one for one in before if _key(one) not in keys),
        late=late,
        unchanged=len(LATE) - len(late),
        notes=_notes(last, limit),
    )


def moves(known: Counted, now: At, past: At) -> Mapping[str, str]:
    """Children open at the end of both months -> key of MOVES."""
    first, second = levels(known.snapshot, past.until), levels(known.snapshot, now.until)
    order = list(schema().codes["level"].codes)
    return {child: _move(first.get(child), second.get(child), order) for child in sorted(now.hub.open & past.hub.open)}


def _move(one: Level | None, two: Level | None, order: Sequence[str]) -> str:
    if one is None or two is None:
        return ""
    if (one.tool, one.version) != (two.tool, two.version) or not {one.level, two.level} <= set(order):
        return "other"
    if one.level == two.level:
        return "same"
    return "higher" if order.index(two.level) > order.index(one.level) else "lower"


def _levels(known: Counted, now: At, past: At, limit: int) -> tuple[Part, ...]:
    moved = Counter(moves(known, now, past).values())
    if not moved or set(moved) == {""}:
        return ()
    if not flows_hidden(now.hub, limit):
        return parts(moved, MOVES, limit)
    return _without_total(moved, limit)


def _without_total(moved: Mapping[str, int], limit: int) -> tuple[Part, ...]:
    """A table whose total would tell how few were opened or closed: one row more than the small ones is not shown."""
    few = 0 < sum(moved.values()) < limit
    hidden = {key for key in MOVES if few or key == "same" or 0 < moved.get(key, 0) < limit}
    return tuple(
        Part(key, label, None, HIDDEN)
        if key in hidden
        else Part(key, label, moved.get(key, 0), f"{moved.get(key, 0):,}")
        for key, label in MOVES.items()
    )


def _late(then: At, now: At, limit: int) -> tuple[Late, ...]:
    rows = []
    for name in LATE:
        one, two = then.values[name], now.values[name]
        if one == two:
            continue
        if one is not None and two is not None and abs(one - two) < limit:
            was = Count(None, f"changed by under {limit}")  # both counts would tell of so few children
        else:
            was = seen(then, name, limit)
        is_ = seen(now, name, limit)
        rows.append(Late(name, FIGURES[name][0], was.count, was.said, is_.count, is_.said))
    return tuple(rows)


def _key(one: Theme) -> tuple[str, str, str]:
    return one.harm_type, one.place_kind, one.time


def _notes(last: Month, limit: int) -> tuple[str, ...]:
    name = f"{last.first:%B}"
    found = [
        f"Since the last panel means since {words.day(last.last)}: the last panel is taken to have seen what was"
        " entered by then. The day of entry counts, not the day of loading; what was corrected since counts as"
        " corrected.",
        "A theme is new if enough children to show came to harm in it in these three months, and not in the three that"
        f" ended with {name}.",
    ]
    if limit > 1:
        found.append(
            f"Where records entered since changed a figure of {name} by under {limit}, only one of the two is shown."
        )
    return tuple(found)

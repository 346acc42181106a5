"""Finds children who were missing together: overlapping episodes with the same end place, in hours or else in days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from itertools import combinations

import pyarrow as pa

from graph.snapshot import Snapshot
from mapping.network.assertions import Assertions

HOURS, DAYS = "hours", "days"
DAYS_CARRY = 0.5
"""Overlap known only by the day is weaker: two children gone on the same date need not have met."""


@dataclass(frozen=True, slots=True)
class Together:
    """Two children whose missing episodes overlapped and ended at one place."""

    first: int  # rows of the entities table
    second: int
    place: int
    measure: str  # hours | days
    value: float
    grade: float
    agency: int
    day: int
    ids: tuple[str, ...]  # the four assertions: who went missing, where it ended, twice


@dataclass(frozen=True, slots=True)
class _Episode:
    child: int
    event: int
    place: int
    start: datetime
    end: datetime
    exact: bool
    value: float
    grade: float
    agency: int
    day: int
    ids: tuple[str, ...]


def homes(kept: Assertions) -> frozenset[tuple[int, int]]:
    """Who lives where, as rows of the entities table."""
    lives = kept.kind == "lives_at"
    return frozenset(zip(kept.source[lives].tolist(), kept.target[lives].tolist(), strict=True))


def together(snapshot: Snapshot, kept: Assertions, homes: frozenset[tuple[int, int]]) -> list[Together]:
    """Pairs of children missing together in the window, once for each pair of episodes.

    An end place that is the home of either is passed over: coming back to one home on one night says nothing about
    having been away together.
    """
    by_place: dict[int, list[_Episode]] = defaultdict(list)
    for episode in _episodes(snapshot, kept):
        if (episode.child, episode.place) not in homes:
            by_place[episode.place].append(episode)
    found = []
    for place, episodes in sorted(by_place.items()):
        for one, two in combinations(sorted(episodes, key=lambda e: (e.child, e.event)), 2):
            exact = one.exact and two.exact
            if one.child == two.child or not _overlap(one, two, exact):
                continue
            carry = 1.0 if exact else DAYS_CARRY
            found.append(
                Together(
                    one.child,
                    two.child,
                    place,
                    HOURS if exact else DAYS,
                    carry * min(one.value, two.value),
                    min(one.grade, two.grade),
                    min(one.agency, two.agency),
                    min(one.day, two.day),
                    one.ids + two.ids,
                )
            )
    return found


def _overlap(one: _Episode, two: _Episode, exact: bool) -> bool:
    if exact:
        return one.start < two.end and two.start < one.end
    return one.start.date() <= two.end.date() and two.start.date() <= one.end.date()


def _episodes(snapshot: Snapshot, kept: Assertions) -> Iterator[_Episode]:
    """Every missing episode of the window with a known end and end place."""
    went, ended = kept.kind == "went_missing", kept.kind == "found_at"
    if not went.any() or not ended.any():
        return
    rows = went.nonzero()[0]
    columns = snapshot.entities.select(["started_on", "started_at", "ended_on", "ended_at"])
    events = columns.take(pa.array(kept.target[rows])).to_pylist()
    places: dict[int, list[int]] = defaultdict(list)
    for row in ended.nonzero()[0]:
        places[int(kept.source[row])].append(int(row))
    for row, times in zip(rows, events, strict=True):
        event = int(kept.target[row])
        if event not in places:
            continue
        if times["started_on"] is None or times["ended_on"] is None:
            continue
        exact = bool(times["started_at"] and times["ended_at"])
        start = datetime.combine(times["started_on"], _clock(times["started_at"]) if exact else time())
        end = datetime.combine(times["ended_on"], _clock(times["ended_at"]) if exact else time())
        for end_row in places[event]:
            yield _Episode(
                child=int(kept.source[row]),
                event=event,
                place=int(kept.target[end_row]),
                start=start,
                end=end,
                exact=exact,
                # Both halves of the episode must hold; its kind and ageing count once.
                value=float(min(kept.value[row], kept.value[end_row])),
                grade=float(min(kept.grade[row], kept.grade[end_row])),
                agency=int(kept.agency[row]),
                day=int(kept.day[row]),
                ids=kept.ids[row] + kept.ids[end_row],
            )


def _clock(text: str) -> time:
    hour, minute = text.split(":")[:2]
    return time(int(hour), int(minute))

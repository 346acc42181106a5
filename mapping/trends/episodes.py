"""Missing episodes as they can be counted: one child, one absence, however many agencies reported it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot import Snapshot
from mapping import words
from mapping.trends.month import Month
from mapping.trends.spans import Behind, Spans, spans, usable

AWAY = "away"
DUE_DAYS = 3
"""A return interview is due within 72 hours (statutory guidance, 2014). The day it was held is recorded, no hour."""
RESIDENTIAL, PLACED, HOME, UNKNOWN = "residential", "placed", "home", ""
LIVED = {
    UNKNOWN: "Not recorded",
    RESIDENTIAL: "Children's home",
    PLACED: "Other placement",
    HOME: "No care recorded",
}
"""Where a child lived on the day an episode began; who is looked after nobody recorded at all is the first."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One absence of one child."""

    child: str
    kind: str  # missing | away
    start: date
    start_at: str | None
    end: date | None  # None where no return is recorded
    end_at: str | None
    events: tuple[str, ...]  # the events that report it
    places: tuple[str, ...]  # where it ended
    lived: str  # key of LIVED
    offered: str  # yes | no | unknown; "" where no interview is recorded
    accepted: str  # likewise
    held_on: date | None
    evidence: tuple[str, ...]  # assertions that say so

    @property
    def hours(self) -> float | None:
        """How long it lasted, None where an hour is not recorded."""
        if self.end is None or not self.start_at or not self.end_at:
            return None
        long = (_moment(self.end, self.end_at) - _moment(self.start, self.start_at)).total_seconds() / 3600
        return long if long >= 0 else None

    @property
    def interview(self) -> str:
        """How far the return interview came: unknown | no | declined | unanswered | not_held | within | late."""
        if self.held_on is not None:
            days = (self.held_on - (self.end or self.start)).days
            return "within" if days <= DUE_DAYS else "late"
        if self.offered != "yes":
            return "no" if self.offered == "no" else "unknown"
        return {"no": "declined", "yes": "not_held"}.get(self.accepted, "unanswered")

    def due(self, day: date) -> bool:
        """Whether an interview was due by a day: the child came back, and 72 hours are over or it was held."""
        if self.kind == AWAY or self.end is None or self.end > day:
            return False
        return self.held_on is not None or (day - self.end).days > DUE_DAYS


def episodes(snapshot: Snapshot) -> tuple[Episode, ...]:
    """Every episode on record, by child and start.

    Reports of one child that overlap are one episode: nobody is missing twice at a time. Where an hour is not
    recorded, those are taken to overlap that began on one day, or one while the other lasted.
    """
    ties = usable(snapshot.ties)
    wanted = ["went_missing", "found_at", "interviewed_after", "lives_at"]
    rows = ties.filter(pc.is_in(ties["kind"], pa.array(wanted))).to_pylist()
    by_kind: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_kind[row["kind"]].append(row)
    events = _events(snapshot)
    reports = _reports(by_kind, events)
    care = _Care(snapshot, by_kind["lives_at"])
    found = []
    for child, mine in sorted(reports.items()):
        for together in _overlapping(sorted(mine, key=lambda one: (one.start, one.start_at or "", one.event))):
            found.append(_episode(child, together, care))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Report:
    """What one event says of one child."""

    event: str
    kind: str
    start: date
    start_at: str | None
    end: date | None
    end_at: str | None
    places: tuple[str, ...]
    offered: str
    accepted: str
    held_on: date | None
    evidence: tuple[str, ...]


def by_month(snapshot: Snapshot) -> Mapping[Month, Behind]:
    """Children of whom a record says only in which month they went missing, and what says so.

    They are no episodes: no day is known, so that nobody can tell whether another report is of the same absence.
    """
    table = snapshot.entities.filter(pc.equal(snapshot.entities["kind"], "event"))
    rows = table.select(["id", "subkind", "started_on", "started_month"]).to_pylist()
    months = {
        row["id"]: month
        for row in rows
        if row["subkind"] != AWAY and row["started_on"] is None and (month := Month.read(row["started_month"]))
    }
    ties = usable(snapshot.ties)
    went = pc.and_(pc.equal(ties["kind"], "went_missing"), pc.is_in(ties["to_id"], pa.array(list(months), pa.string())))
    found: dict[Month, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in ties.filter(went).select(["id", "from_id", "to_id"]).to_pylist():
        mine = found[months[row["to_id"]]]
        mine[row["from_id"]] = (*mine.get(row["from_id"], ()), row["id"])
    return found


def _events(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    table = snapshot.entities.filter(pc.equal(snapshot.entities["kind"], "event"))
    columns = ["id", "subkind", "started_on", "started_at", "ended_on", "ended_at"]
    rows = table.select([*columns, "interview_offered", "interview_accepted"]).to_pylist()
    return {row["id"]: row for row in rows if row["started_on"] and row["started_on"] <= snapshot.as_of}


def _reports(
    by_kind: Mapping[str, Sequence[Mapping[str, Any]]], events: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[_Report]]:
    went: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in by_kind["went_missing"]:
        went[row["from_id"], row["to_id"]].append(row["id"])
    ended: dict[str, dict[str, str]] = defaultdict(dict)
    for row in by_kind["found_at"]:
        ended[row["from_id"]][row["to_id"]] = row["id"]
    asked: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in by_kind["interviewed_after"]:
        asked[row["from_id"], row["to_id"]].append(row)
    of_event: dict[str, set[str]] = defaultdict(set)
    for child, event in went:
        of_event[event].add(child)
    found: dict[str, list[_Report]] = defaultdict(list)
    for (child, event), said in went.items():
        if event not in events:
            continue
        row = events[event]
        told, alone = asked.get((child, event), []), len(of_event[event]) == 1
        # What is recorded of an interview is held by the event: of an event of several children it says not of whom.
        offered = (row["interview_offered"] or "unknown" if alone else "unknown") if told else ""
        held = min((one["observed_from"] for one in told if one["observed_from"]), default=None)
        found[child].append(
            _Report(
                event, row["subkind"] or "missing", row["started_on"], row["started_at"], row["ended_on"],
                row["ended_at"], tuple(ended[event]), "yes" if held else offered,
                "yes" if held else (row["interview_accepted"] or "") if told and alone else "", held,
                (*said, *ended[event].values(), *(one["id"] for one in told)),
            )
        )  # fmt: skip
    return found


def _overlapping(reports: Sequence[_Report]) -> Iterator[list[_Report]]:
    held: list[_Report] = []
    for one in reports:
        if held and not any(_overlap(other, one) for other in held):
            yield held
            held = []
        held.append(one)
    if held:
        yield held


def _overlap(one: _Report, two: _Report) -> bool:
    """Whether `two`, which begins no earlier, is of the same absence as `one`."""
    if one.start_at and two.start_at and one.end and one.end_at:
        return _moment(two.start, two.start_at) < _moment(one.end, one.end_at) or (one.start, one.start_at) == (
            two.start,
            two.start_at,
        )
    return two.start == one.start or (one.end is not None and two.start < one.end)


def _moment(day: date, clock: str) -> datetime:
    hour, minute = clock.split(":")[:2]
    return datetime.combine(day, time(int(hour), int(minute)))


_ANSWERS = ("yes", "no", "unknown")


def _first(answers: Iterable[str]) -> str:
    """Of several reports of one answer the one that says most."""
    given = set(answers)
    return next((answer for answer in _ANSWERS if answer in given), "")


def _episode(child: str, reports: Sequence[_Report], care: _Care) -> Episode:
    ends = [one for one in reports if one.end]
    end = max(ends, key=lambda one: (one.end, one.end_at or ""), default=None)
    timed = min(reports, key=lambda one: (one.start, one.start_at is None, one.start_at or ""))
    return Episode(
        child=child,
        kind=AWAY if all(one.kind == AWAY for one in reports) else "missing",
        start=timed.start,
        start_at=timed.start_at,
        end=end.end if end else None,
        end_at=end.end_at if end else None,
        events=tuple(one.event for one in reports),
        places=tuple(dict.fromkeys(place for one in reports for place in one.places)),
        lived=care.on(child, timed.start),
        offered=_first(one.offered for one in reports),
        accepted=_first(one.accepted for one in reports),
        held_on=min((one.held_on for one in reports if one.held_on), default=None),
        evidence=tuple(id_ for one in reports for id_ in one.evidence),
    )


class _Care:
    """Where a child lived on a day, as far as anybody recorded it."""

    def __init__(self, snapshot: Snapshot, lives: Sequence[Mapping[str, Any]]) -> None:
        roles = usable(snapshot.roles)
        self._after: Spans = spans(roles.filter(pc.equal(roles["role"], "looked_after")).to_pylist())
        table = snapshot.entities
        homes = set(table.filter(pc.equal(table["subkind"], "childrens_home"))["id"].to_pylist())
        self._homes: Spans = spans((row for row in lives if row["to_id"] in homes), "from_id")

    def on(self, child: str, day: date) -> str:
        if any(span.on(day) for span in self._homes.get(child, ())):
            return RESIDENTIAL
        if any(span.on(day) for span in self._after.get(child, ())):
            return PLACED
        return HOME if self._after else UNKNOWN


def within(found: Iterable[Episode], first: date, last: date, kind: str = "missing") -> list[Episode]:
    """The episodes of a kind that began from one day to another."""
    return [one for one in found if one.kind == kind and first <= one.start <= last]


def long(hours: float) -> str:
    """`5 hours`, `2 days`."""
    if hours < 48:
        return words.counted(round(hours), "hour")
    return words.counted(round(hours / 24), "day")

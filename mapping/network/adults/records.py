"""Reads what is recorded of some adults: contacts with children, places, things and actions, each with who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from data_schema.model import Standing
from graph.snapshot import Snapshot
from mapping import words
from mapping.network.assertions import KINSHIP
from mapping.network.people import ADULT_AGE, People
from mapping.network.telling import ungraded

FAMILY = KINSHIP | {"household"}
LASTING = frozenset(name for name, kind in schema().ties.items() if kind.half_life_days is None)
"""Ties that do not age: they hold until somebody says that they ended."""
AT_EVENT = frozenset({"present_at", "alleged_in"})
"""How an adult is recorded at an event. Who only witnessed it is kept apart."""
CHILD_AT_EVENT = AT_EVENT | {"harmed_in", "went_missing", "witness_of"}
MEETINGS = frozenset({"missing", "away", "incident", "sighting", "stop", "arrest", "other"})
"""Events at which somebody met somebody; an interview or a referral is none, unless harm is alleged of it."""
WHERE = frozenset({"happened_at", "found_at"})
HELD = frozenset({"uses", "lives_at", "linked_to"})
"""How an adult holds a thing or an address that others may share."""
CAME_TO = frozenset({"harms_at", "harmed_in", "went_missing"})
PLACES = frozenset({"location", "school"})
ACTION_EVENTS = frozenset({"arrest", "stop"})

_COLUMNS = (
    "id kind from_id to_id agency source_grade information_grade nature observed_from observed_to recorded_on".split()
)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that records say of somebody: what, with whom or where, from when to when, and who says so."""

    who: str
    kind: str  # tie kind; `harmed` or `found` of a child at a place; event kind of an action
    other: str
    via: str  # the event it was at; empty when it is said directly
    first: date
    last: date
    known: date  # the earliest day on any of its records, observed or entered
    agencies: frozenset[str]
    assertions: tuple[str, ...]
    graded: bool
    fact: bool = False
    harm: bool = False  # alleges that `who` harmed `other`
    apart: str = ""  # family | work | minor (the adult was under 18): contact that does not count


@dataclass(frozen=True)
class Records:
    """What is recorded of the adults asked about; nothing suspected false, restricted or of the future is in it."""

    contacts: tuple[Said, ...]  # adult with child
    visits: tuple[Said, ...]  # adult at a place
    marks: tuple[Said, ...]  # child harmed or found at a place
    held: tuple[Said, ...]  # anybody with a thing or address that one of the adults holds
    events: tuple[Said, ...]  # adult at an arrest or a stop

    family: frozenset[tuple[str, str]]  # pairs of an adult and somebody of their family or home, whoever says so

    def without(self, agencies: Collection[str]) -> Records:
        """The records as if these agencies had said nothing; what rests on two records needs both."""
        silent = set(agencies)

        def heard(said: tuple[Said, ...]) -> tuple[Said, ...]:
            return tuple(one for one in said if silent.isdisjoint(one.agencies))

        return Records(
            heard(self.contacts),
            heard(self.visits),
            heard(self.marks),
            heard(self.held),
            heard(self.events),
            self.family,
        )


@dataclass(frozen=True)
class Persons:
    """Who is a child on a day, by date of birth and kind."""

    rows: Mapping[str, Row]
    as_of: date

    def age(self, id_: str, day: date) -> int | None:
        """Whole years on a day, None when not known."""
        born = self.rows[id_]["date_of_birth"]
        return words.age(born if born is None or born <= self.as_of else None, day)

    def person(self, id_: str) -> bool:
        """Whether this is a child or an adult."""
        return id_ in self.rows and self.rows[id_]["kind"] in ("child", "adult")

    def child(self, id_: str, day: date) -> bool:
        """Whether this is a person who was under 18 on a day, or a child of unknown age."""
        if not self.person(id_):
            return False
        age = self.age(id_, day)
        return age < ADULT_AGE if age is not None else self.rows[id_]["kind"] == "child"


def read(
    snapshot: Snapshot, adults: frozenset[str], who: People, *, since: date, kinds: Collection[str] = ()
) -> Records:
    """Read what counts of these adults.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    adults
        Whom to read about.
    who
        Who works with children: only alleged harm is contact of theirs.
    since
        First day of the window: things, places and actions are read of it; contacts of any time, so that what is new
        can be told.
    kinds
        Tie kinds that count as contact; none: all.
    """
    reading = _Reading(snapshot, adults, who, since, frozenset(kinds))
    return reading.records(usable(snapshot.ties), entities(snapshot))


def usable(ties: pa.Table) -> pa.Table:
    """The ties that analysis may use: neither suspected false nor restricted."""
    policy = schema().policy
    false = _is_in(ties["information_grade"], policy.left_out_information)
    held = _is_in(ties["handling"], policy.left_out_handling)
    return ties.filter(pc.invert(pc.or_(false, held)))


def entities(snapshot: Snapshot) -> dict[str, Row]:
    """Every entity by its id, with what is asked of it here."""
    columns = ["id", "kind", "name", "subkind", "date_of_birth", "identified", "started_on", "ended_on"]
    return {row["id"]: row for row in snapshot.entities.select(columns).to_pylist()}


def _is_in(column: pa.ChunkedArray, values: Collection[str]) -> pa.ChunkedArray:
    return pc.fill_null(pc.is_in(column, pa.array(sorted(values), pa.string())), False)


def _rows(ties: pa.Table, mask: pa.ChunkedArray) -> list[Row]:
    return ties.filter(mask).select(_COLUMNS).to_pylist()  # type: ignore[no-any-return]


@dataclass(frozen=True)
class _Reading:
    snapshot: Snapshot
    adults: frozenset[str]
    who: People
    since: date
    kinds: frozenset[str]

    def records(self, ties: pa.Table, known: Mapping[str, Row]) -> Records:
        persons = Persons(known, self.snapshot.as_of)
        mine = _rows(ties, pc.or_(_is_in(ties["from_id"], self.adults), _is_in(ties["to_id"], self.adults)))
        events = {row["to_id"] for row in mine if known[row["to_id"]]["kind"] == "event"}
        there = _rows(ties, pc.or_(_is_in(ties["to_id"], events), _is_in(ties["from_id"], events)))
        held = _rows(ties, _is_in(ties["to_id"], {row["to_id"] for row in mine if row["kind"] in HELD}))
        days = pc.coalesce(ties["observed_to"], ties["observed_from"], ties["recorded_on"])
        recent = pc.fill_null(pc.greater_equal(days, pa.scalar(self.since, pa.date32())), False)
        marks = pc.and_(recent, _is_in(ties["kind"], {*CAME_TO, *WHERE}))
        marking = _rows(ties, pc.or_(marks, _is_in(ties["kind"], {"lives_at"})))
        apart = self._apart(mine)
        return Records(
            contacts=tuple(self._contacts(mine, there, persons, apart)),
            visits=tuple(self._recent(self._visits(mine, there, known))),
            marks=tuple(self._recent(self._marks(marking, persons))),
            held=tuple(self._recent(self._said(row) for row in held if row["kind"] in HELD | {"goes_to"})),
            events=tuple(self._recent(self._actions(mine, known))),
            family=frozenset(pair for pair, why in apart.items() if why == "family"),
        )

    def _recent(self, found: Iterable[Said | None]) -> Iterator[Said]:
        return (said for said in found if said and said.last >= self.since)

    def _said(self, row: Row, who: str = "", other: str = "", *, harm: bool = False) -> Said | None:
        """A tie as said; None when it begins after today or nobody wrote down any day."""
        as_of = self.snapshot.as_of
        first, last, recorded = row["observed_from"], row["observed_to"], row["recorded_on"]
        start = first or recorded or last
        if start is None or start > as_of:
            return None
        lasting = row["kind"] in LASTING and (last is None or row["kind"] in KINSHIP)
        end = as_of if lasting else min(last or start, as_of)
        return Said(
            who=who or row["from_id"],
            kind=row["kind"],
            other=other or row["to_id"],
            via="",
            first=min(start, end),
            last=end,
            known=min(day for day in (first, last, recorded) if day),
            agencies=_named(row["agency"]),
            assertions=(row["id"],),
            graded=not ungraded(row),
            fact=row["nature"] == "fact",
            harm=harm,
        )

    def _contacts(
        self, mine: Sequence[Row], there: Sequence[Row], persons: Persons, apart: Mapping[tuple[str, str], str]
    ) -> Iterator[Said]:
        """Contact with children; what does not count is marked: family, work, and whatever `who` did as a child."""
        for one in (*self._direct(mine, persons), *self._at_events(there, persons)):
            if not persons.child(one.other, max(one.first, min(self.since, one.last))):
                continue
            why = "work" if one.who in self.who.professionals else apart.get((one.who, one.other), "")
            if (persons.age(one.who, one.last) or 0) < ADULT_AGE:
                yield replace(one, apart="minor")
            else:
                yield one if one.harm or not why else replace(one, apart=why)

    def _apart(self, mine: Iterable[Row]) -> dict[tuple[str, str], str]:
        """Pairs of an adult and somebody of their family, home or work. A home that ended before the window is none."""
        found: dict[tuple[str, str], str] = {}
        for row in mine:
            family = row["kind"] in FAMILY
            if not family and schema().ties[row["kind"]].standing is not Standing.PROTECTIVE:
                continue
            said = self._said(row)
            if said and (not family or said.last >= self.since):
                for pair in ((said.who, said.other), (said.other, said.who)):
                    found[pair] = "family" if family else found.get(pair, "work")
        return found

    def _direct(self, mine: Iterable[Row], persons: Persons) -> Iterator[Said]:
        """What is said of an adult and another person."""
        for row in mine:
            if self.kinds and row["kind"] not in self.kinds | FAMILY:
                continue
            if not (persons.person(row["from_id"]) and persons.person(row["to_id"])):
                continue
            alleges = schema().ties[row["kind"]].standing is Standing.HARM
            for adult, other in ((row["from_id"], row["to_id"]), (row["to_id"], row["from_id"])):
                if adult in self.adults and other != adult:
                    harm = alleges and adult == row["from_id"]
                    if said := self._said(row, adult, other, harm=harm):
                        yield said

    def _at_events(self, there: Sequence[Row], persons: Persons) -> Iterator[Said]:
        """An adult and another person recorded at one event, each by somebody: contact on the day of the event."""
        at: dict[str, list[Said]] = defaultdict(list)
        for row in there:
            asked = row["kind"] in CHILD_AT_EVENT and (not self.kinds or row["kind"] in self.kinds)
            if asked and (said := self._said(row)) and persons.person(said.who):
                at[row["to_id"]].append(said)
        for id_, everybody in at.items():
            event = persons.rows[id_]
            for one in everybody:
                if one.who in self.adults and one.kind in AT_EVENT:
                    met = (self._met(one, other, event) for other in everybody if other.who != one.who)
                    yield from (said for said in met if said)

    def _met(self, adult: Said, other: Said, event: Row) -> Said | None:
        """The contact of an adult with somebody at an event; None when the event is no meeting, or lies ahead."""
        harm = adult.kind == "alleged_in" and other.kind == "harmed_in"
        if not harm and event["subkind"] not in MEETINGS:
            return None
        return self._dated(_both(adult, other, who=adult.who, other=other.who, via=event["id"], harm=harm), event)

    def _dated(self, said: Said, event: Row) -> Said | None:
        """The same on the days of its event, where they are recorded; None for an event that lies ahead."""
        start = event["started_on"]
        if start is None:
            return said
        if start > self.snapshot.as_of:
            return None
        end = min(max(event["ended_on"] or start, start), self.snapshot.as_of)
        return replace(said, first=start, last=end, known=min(start, said.known))

    def _visits(self, mine: Iterable[Row], there: Iterable[Row], known: Mapping[str, Row]) -> Iterator[Said | None]:
        """Places of an adult: said directly, or where an event was at which the adult is recorded."""
        where: dict[str, list[Said]] = defaultdict(list)
        for row in there:
            if row["kind"] in WHERE and (said := self._said(row)):
                where[row["from_id"]].append(said)
        for row in mine:
            said = self._said(row) if row["from_id"] in self.adults else None
            if said and known[said.other]["kind"] in PLACES:
                yield said
            elif said and said.kind in AT_EVENT:
                event = known[said.other]
                for place in where[said.other]:
                    yield self._dated(_both(said, place, other=place.other, via=event["id"]), event)

    def _marks(self, rows: Iterable[Row], persons: Persons) -> Iterator[Said | None]:
        """Where children came to harm, and where missing ones were found, but not where they live."""
        lives = {(row["from_id"], row["to_id"]) for row in rows if row["kind"] == "lives_at"}
        where: dict[str, list[Said]] = defaultdict(list)
        hurt: list[Said] = []
        for row in rows:
            said = self._said(row)
            if said and row["kind"] in WHERE:
                where[said.who].append(said)
            elif said and row["kind"] in CAME_TO and persons.child(said.who, said.last):
                hurt.append(said)
        for said in hurt:
            if said.kind == "harms_at":
                yield replace(said, kind="harmed")
                continue
            for place in where[said.other]:
                found = said.kind == "went_missing"
                if found != (place.kind == "found_at") or (found and (said.who, place.other) in lives):
                    continue
                made = _both(said, place, other=place.other, kind="found" if found else "harmed", via=said.other)
                yield self._dated(made, persons.rows[said.other])

    def _actions(self, mine: Iterable[Row], known: Mapping[str, Row]) -> Iterator[Said | None]:
        """Arrests and stops at which an adult is recorded."""
        for row in mine:
            if row["from_id"] in self.adults and row["kind"] in AT_EVENT:
                event = known[row["to_id"]]
                if event["subkind"] in ACTION_EVENTS and (said := self._said(row)):
                    yield self._dated(replace(said, via=event["id"]), event)


@cache
def _named(agency: str | None) -> frozenset[str]:
    return frozenset({agency or ""})


def _both(one: Said, two: Said, **also: Any) -> Said:
    """What two records say together: only where both hold."""
    return replace(
        one,
        first=max(one.first, two.first),
        last=max(one.first, two.first, min(one.last, two.last)),
        known=min(one.known, two.known),
        agencies=one.agencies | two.agencies,
        assertions=tuple(dict.fromkeys((*one.assertions, *two.assertions))),
        graded=one.graded or two.graded,
        fact=one.fact and two.fact,
        **also,
    )

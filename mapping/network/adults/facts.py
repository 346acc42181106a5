"""Counts what is recorded of adults, a column at a time: children and not records, agencies, places, shared things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import median
from typing import Any

from mapping.adult_columns import Order
from mapping.network.adults.records import FAMILY, Persons, Records, Said
from mapping.network.people import FORMAL, People
from mapping.network.periphery.questions import PLACE_CHILDREN

STANDINGS = ("convicted", "charged", "suspected")


@dataclass(frozen=True, slots=True)
class Tied:
    """One child tied to an adult within the window."""

    child: str
    first: date  # the earliest day on any record of the two
    since: date  # first day of the window
    said: tuple[Said, ...]  # of the window
    family: bool  # of the adult's own family; only alleged harm counts
    age: int | None  # at the first contact
    before: tuple[int, ...]  # ages at first contact of the children tied before, as far as they are known

    @property
    def new(self) -> bool:
        """First contact within the window."""
        return self.first >= self.since

    @property
    def last(self) -> date:
        """The latest day of contact."""
        return max(one.last for one in self.said)

    @property
    def days(self) -> tuple[date, ...]:
        """Days of the window on which contact was observed, as far as they are told apart."""
        found = {one.last for one in self.said} | {one.first for one in self.said if one.first >= self.since}
        return tuple(sorted(found))

    @property
    def middle(self) -> float | None:
        """The median age at first contact of the children tied before; None when none is known."""
        return median(self.before) if self.before else None

    @property
    def younger(self) -> bool:
        """New, and younger than the middle of the children before; not where either is not known."""
        return self.new and self.age is not None and bool(self.before) and self.age < median(self.before)


@dataclass(frozen=True, slots=True)
class Action:
    """Something that was done about an adult, on a day."""

    kind: str  # role or kind of event
    day: date | None
    ended: date | None
    agency: str
    assertions: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What the columns say, as some agencies tell it."""

    records: Records
    persons: Persons
    who: People
    roles: Mapping[str, Sequence[Mapping[str, Any]]]  # concern roles of each adult, past ones included
    since: date
    hotspots: frozenset[str]  # none: where several children came to harm

    @cached_property
    def _contacts(self) -> dict[str, dict[str, list[Said]]]:
        found: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
        for said in self.records.contacts:
            found[said.who][said.other].append(said)
        return found

    @cached_property
    def _tied(self) -> dict[str, tuple[Tied, ...]]:
        return {adult: tuple(self._of(children)) for adult, children in self._contacts.items()}

    def tied(self, adult: str) -> tuple[Tied, ...]:
        """The children of the window, by the day of the first contact."""
        return self._tied.get(adult, ())

    def _of(self, children: Mapping[str, Sequence[Said]]) -> list[Tied]:
        first: dict[str, date] = {}
        for child, said in children.items():
            kin = any(one.kind in FAMILY for one in said)
            first[child] = date.min if kin else min(one.known for one in said)
        counted = {child: [one for one in said if not one.apart] for child, said in children.items()}
        ages = {child: self.persons.age(child, day) for child, day in first.items() if counted[child]}
        by_day = sorted((first[child], age) for child, age in ages.items() if age is not None)
        found = []
        for child, said in counted.items():
            recent = tuple(one for one in said if one.last >= self.since)
            if recent:
                day = first[child]
                before = tuple(age for then, age in by_day if then < day) if day >= self.since else ()
                found.append(Tied(child, day, self.since, recent, day == date.min, ages[child], before))
        return sorted(found, key=lambda one: (one.first, one.child))

    def apart(self, adult: str) -> dict[str, set[str]]:
        """Children tied within the window through family or work only, who do not count."""
        found: dict[str, set[str]] = defaultdict(set)
        counted = {one.child for one in self.tied(adult)}
        for child, said in self._contacts.get(adult, {}).items():
            for one in said:
                if one.apart and one.last >= self.since and child not in counted:
                    found[one.apart].add(child)
        return found

    # The columns -------------------------------------------------------------------------------------------------

    def agencies(self, adult: str) -> frozenset[str]:
        """Agencies that report a contact themselves."""
        said = (one for tied in self.tied(adult) for one in tied.said)
        return frozenset(agency for one in said for agency in one.agencies if agency)

    @cached_property
    def _marked(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        harmed: dict[str, set[str]] = defaultdict(set)
        found: dict[str, set[str]] = defaultdict(set)
        for mark in self.records.marks:
            (harmed if mark.kind == "harmed" else found)[mark.other].add(mark.who)
        return harmed, found

    def harmed_at(self, place: str) -> set[str]:
        """Children who came to harm at a place within the window."""
        return self._marked[0].get(place, set())

    def found_at(self, place: str) -> set[str]:
        """Missing children who were found at a place within the window, and do not live there."""
        return self._marked[1].get(place, set())

    def counts_as_hotspot(self, place: str) -> bool:
        """Whether a place is one of the hotspots, or, where none were given, one where children came to harm."""
        return place in self.hotspots if self.hotspots else len(self.harmed_at(place)) >= PLACE_CHILDREN

    @cached_property
    def _visits(self) -> dict[str, dict[str, list[Said]]]:
        found: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
        for said in self.records.visits:
            found[said.who][said.other].append(said)
        return found

    def places(self, adult: str) -> dict[str, list[Said]]:
        """Places of the adult that are hotspots or where missing children were found."""
        mine = self._visits.get(adult, {})
        return {place: said for place, said in mine.items() if self.counts_as_hotspot(place) or self.found_at(place)}

    def places_of(self, adult: str, events: Collection[str]) -> set[str]:
        """Where those of these events were at which the adult is recorded."""
        mine = self._visits.get(adult, {})
        return {place for place, said in mine.items() if any(one.via and one.via in events for one in said)}

    @cached_property
    def _held(self) -> dict[str, list[Said]]:
        found: dict[str, list[Said]] = defaultdict(list)
        for said in self.records.held:
            found[said.other].append(said)
        return found

    @cached_property
    def _by_who(self) -> dict[str, list[Said]]:
        return _grouped(self.records.held)

    @cached_property
    def _events(self) -> dict[str, list[Said]]:
        return _grouped(self.records.events)

    def shared(self, adult: str) -> dict[str, list[Said]]:
        """Things and addresses of the adult -> everything said of who shares them, the adult too."""
        mine = {said.other for said in self._by_who[adult] if said.kind != "goes_to"}
        found = {}
        for id_ in sorted(mine):
            others = {one.who for one in self._held[id_] if one.who != adult and self._shares(adult, one)}
            if others:
                found[id_] = [one for one in self._held[id_] if one.who in others | {adult}]
        return found

    def _shares(self, adult: str, said: Said) -> bool:
        family = (adult, said.who) in self.records.family
        spends_time = said.kind == "goes_to" and self.persons.rows[said.other]["subkind"] != "address"
        return self.persons.person(said.who) and not family and not spends_time

    def roles_now(self, adult: str) -> list[Mapping[str, Any]]:
        """Concern roles that hold today; a conviction stays one."""
        as_of, past = self.persons.as_of, self.roles.get(adult, ())
        return [row for row in past if row["role"] == "convicted" or (row["observed_to"] or as_of) >= as_of]

    def ended(self, adult: str) -> tuple[str, date] | None:
        """Of somebody without a standing now: what they were last recorded as, and until when."""
        past = [(row["observed_to"], row["role"]) for row in self.roles.get(adult, ()) if row["role"] in STANDINGS]
        if not past or self.standing(adult):
            return None
        day, role = max(past)
        return str(role), day

    def standing(self, adult: str) -> str:
        """`convicted`, `charged`, `suspected`, or nothing: the furthest that is recorded and has not ended."""
        held = {row["role"] for row in self.roles_now(adult)}
        return next((role for role in STANDINGS if role in held), "")

    def actions(self, adult: str) -> list[Action]:
        """What was done, the latest first; the same action of one day counts once, whoever recorded it."""
        alike: dict[tuple[str, date | None], list[Action]] = defaultdict(list)
        for row in self.roles.get(adult, ()):
            if row["role"] in FORMAL:
                day = row["observed_from"] or row["recorded_on"]
                one = Action(row["role"], day, row["observed_to"], row["agency"] or "", (row["id"],))
                alike[one.kind, day].append(one)
        for said in self._events[adult]:
            kind = str(self.persons.rows[said.via]["subkind"])
            one = Action(kind, said.first, None, ", ".join(sorted(said.agencies)), said.assertions)
            alike[said.via, said.first].append(one)
        found = [_merged(several) for several in alike.values()]
        return sorted(found, key=lambda one: (-(one.day or date.min).toordinal(), one.kind, one.assertions))

    def newest(self, adult: str) -> date | None:
        """The latest day of any evidence, none later than today."""
        days = [tied.last for tied in self.tied(adult)]
        days += [day for row in self.roles_now(adult) if (day := row["observed_from"] or row["recorded_on"])]
        return min(max(days), self.persons.as_of) if days else None

    def value(self, adult: str, order: Order) -> int:
        """What orders an adult in a column; the smallest stands first."""
        return _VALUES[order](self, adult)


def _grouped(said: Iterable[Said]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        found[one.who].append(one)
    return found


def _merged(several: Sequence[Action]) -> Action:
    """One action that several records tell: who says so together, over only when all say so."""
    ends = [one.ended for one in several]
    agencies = sorted({one.agency for one in several} - {""})
    ids = tuple(dict.fromkeys(id_ for one in several for id_ in one.assertions))
    ended = max(end for end in ends if end) if all(ends) else None
    return Action(several[0].kind, several[0].day, ended, ", ".join(agencies), ids)


def _latest_action(facts: Facts, adult: str) -> int:
    """None recorded first, then the longest ago."""
    return max((one.day.toordinal() for one in facts.actions(adult) if one.day), default=0)


_VALUES: Mapping[Order, Callable[[Facts, str], int]] = {
    Order.NEWEST: lambda facts, adult: -(facts.newest(adult) or date.min).toordinal(),
    Order.CHILDREN: lambda facts, adult: -len(facts.tied(adult)),
    Order.NEW: lambda facts, adult: -sum(one.new for one in facts.tied(adult)),
    Order.NEW_YOUNGER: lambda facts, adult: -sum(one.younger for one in facts.tied(adult)),
    Order.OPEN: lambda facts, adult: -sum(one.child in facts.who.open for one in facts.tied(adult)),
    Order.HARMED: lambda facts, adult: -sum(one.child in facts.who.known_harmed for one in facts.tied(adult)),
    Order.AGENCIES: lambda facts, adult: -len(facts.agencies(adult)),
    Order.PLACES: lambda facts, adult: -len(facts.places(adult)),
    Order.SHARED: lambda facts, adult: -len(facts.shared(adult)),
    Order.STANDING: lambda facts, adult: (*STANDINGS, "").index(facts.standing(adult)),
    Order.ACTIONS: _latest_action,
}

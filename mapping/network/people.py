"""Says who is open to the hub, harmed, of concern or a professional; never an adult of concern under 18."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from data_schema.model import Standing
from graph.snapshot import Snapshot
from mapping import words

HARMED_IS_SUBJECT = frozenset({"harms_at", "harmed_in"})
"""Harm ties that begin at the child who came to harm; all others begin at who is alleged to harm."""

FORMAL = ("convicted", "charged", "warned")
"""Roles that a formal act gives: they say what was done and need no grade."""

ADULT_AGE = 18


@dataclass(frozen=True)
class People:
    """Who is who on one day. Every member is an entity id; the sets may overlap, as lives do."""

    children: frozenset[str]  # under 18 or of unknown age; an "adult" whose date of birth says under 18 is one
    open: frozenset[str]
    harmed: frozenset[str]  # by a role or by a harm tie of the window
    known_harmed: frozenset[str]  # of these, by a role or a tie recorded as fact; the others are suspected
    of_concern: frozenset[str]  # known to be 18 or over; named in graded information or by a formal act
    age_unknown: frozenset[str]  # named in information about harm, no date of birth: never listed as of concern
    alleged_children: frozenset[str]  # children alleged to have harmed: to safeguard, as every child
    professionals: frozenset[str]
    roles: Mapping[str, tuple[Mapping[str, Any], ...]]  # current roles of each person, the newest first

    def has(self, person: str, *roles: str) -> bool:
        """Whether the person holds one of these roles now."""
        return any(row["role"] in roles for row in self.roles.get(person, ()))


@dataclass(frozen=True)
class Recorded:
    """What counts of the roles and harm ties of a window, read once: to sort people with agencies left out."""

    ages: Mapping[str, int | None]  # of every child and adult
    born: Mapping[str, date | None]
    adults: frozenset[str]
    roles: tuple[Mapping[str, Any], ...]  # those that hold now, the newest first
    harm: tuple[Mapping[str, Any], ...]


def people(snapshot: Snapshot, *, window_days: int | None = None, open_roles: Iterable[str] = ()) -> People:
    """Sort the people of a snapshot by what is recorded of them.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    window_days
        How far back harm counts as known; default the policy's.
    open_roles
        Roles that count as open to the hub; default those that the schema says do.
    """
    return sort_people(recorded(snapshot, window_days), open_roles)


def recorded(snapshot: Snapshot, window_days: int | None = None) -> Recorded:
    """Read what is recorded of people; arguments as for `people`."""
    window = schema().policy.window_days if window_days is None else window_days
    kinds = schema().persons()
    rows = snapshot.entities.select(["id", "kind", "date_of_birth"]).to_pylist()
    persons = [row for row in rows if row["kind"] in kinds]
    return Recorded(
        ages={row["id"]: words.age(row["date_of_birth"], snapshot.as_of) for row in persons},
        born={row["id"]: row["date_of_birth"] for row in persons},
        adults=frozenset(row["id"] for row in persons if row["kind"] == "adult"),
        roles=tuple(sorted(_current_roles(snapshot, window), key=_newest, reverse=True)),
        harm=tuple(_harm_ties(snapshot, window)),
    )


def first_confirmed(snapshot: Snapshot, open_roles: Iterable[str] = ()) -> dict[str, date]:
    """The day on which each person was first recorded as open to the hub or as harmed; left-out gradings do not count.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    open_roles
        Roles that count as open to the hub; default those that the schema says do.
    """
    policy, known = schema().policy, schema().roles
    counting = {*(set(open_roles) or (name for name, role in known.items() if role.open)), "harmed"}
    columns = ["person_id", "recorded_on", "information_grade", "handling"]
    of_interest = pc.is_in(snapshot.roles["role"], pa.array(sorted(counting), pa.string()))
    found: dict[str, date] = {}
    for row in snapshot.roles.filter(of_interest).select(columns).to_pylist():
        if row["information_grade"] in policy.left_out_information or row["handling"] in policy.left_out_handling:
            continue
        if row["recorded_on"] and row["recorded_on"] <= snapshot.as_of:
            found[row["person_id"]] = min(found.get(row["person_id"], date.max), row["recorded_on"])
    return found


def sort_people(found: Recorded, open_roles: Iterable[str] = (), without: Collection[str] = ()) -> People:
    """Sort people by what is recorded, as if the agencies in `without` had said nothing."""
    opening = set(open_roles) or {name for name, role in schema().roles.items() if role.open}
    ages, adults = found.ages, found.adults
    grown = {id_ for id_ in adults if (ages[id_] or 0) >= ADULT_AGE}
    minors = {id_ for id_, age in ages.items() if age is not None and age < ADULT_AGE}
    children = minors | {id_ for id_, age in ages.items() if age is None and id_ not in adults}
    roles = [row for row in found.roles if row["agency"] not in without]
    harm = [row for row in found.harm if row["agency"] not in without]
    harmed, certain = _harmed(harm)
    by_role = _holders(roles)
    alleged = {row["from_id"] for row in harm if alleges(row) and graded(row)}
    concern = {name for name, role in schema().roles.items() if role.family == "concern"}
    named = set().union(*(by_role[name] for name in concern)) | alleged
    firm = {row["person_id"] for row in roles if is_firm(row, found.born.get(row["person_id"]))}
    firm |= {row["from_id"] for row in harm if alleges(row) and graded(row) and not as_child(row, found.born)}
    return People(
        children=frozenset(children),
        open=frozenset(set().union(*(by_role[name] for name in opening))),
        harmed=frozenset((by_role["harmed"] | harmed) & ages.keys()),
        known_harmed=frozenset((by_role["harmed"] | certain) & ages.keys()),
        of_concern=frozenset(firm & grown),
        age_unknown=frozenset(id_ for id_ in named & adults if ages[id_] is None),
        alleged_children=frozenset((by_role["alleged_to_harm"] | alleged | named) & children),
        professionals=frozenset(by_role["professional"] & adults),
        roles=RolesOf(roles),
    )


def _holders(roles: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in roles:
        found[row["role"]].add(row["person_id"])
    return found


class RolesOf(Mapping[str, tuple[Mapping[str, Any], ...]]):
    """The roles of each person, sorted out only when somebody asks for them."""

    def __init__(self, roles: Sequence[Mapping[str, Any]]) -> None:
        self._roles = roles

    @cached_property
    def _found(self) -> dict[str, tuple[Mapping[str, Any], ...]]:
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self._roles:
            found[row["person_id"]].append(row)
        return {person: tuple(rows) for person, rows in sorted(found.items())}

    def __getitem__(self, person: str) -> tuple[Mapping[str, Any], ...]:
        return self._found[person]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _current_roles(snapshot: Snapshot, window: int) -> Iterator[Mapping[str, Any]]:
    """Roles that hold today; harm and concern hold until a window after they ended."""
    known = schema().roles
    policy = schema().policy
    for row in snapshot.roles.to_pylist():
        if row["information_grade"] in policy.left_out_information or row["handling"] in policy.left_out_handling:
            continue
        lasting = known[row["role"]].family in {"harm", "concern"}
        last = snapshot.as_of - timedelta(days=window if lasting else 0)
        begun = row["observed_from"] is None or row["observed_from"] <= snapshot.as_of
        if begun and (row["observed_to"] is None or row["observed_to"] >= last):
            yield row


def _newest(row: Mapping[str, Any]) -> tuple[date, str]:
    return row["observed_from"] or row["recorded_on"] or date.min, row["id"]


def _harm_ties(snapshot: Snapshot, window: int) -> Iterator[Mapping[str, Any]]:
    """The harm ties of the window that may be used."""
    policy = schema().policy
    harm = {name for name, kind in schema().ties.items() if kind.standing is Standing.HARM}
    since = snapshot.as_of - timedelta(days=window)
    columns = ["kind", "from_id", "to_id", "agency", "source_grade", "information_grade", "handling", "nature"]
    dates = ["observed_from", "observed_to", "recorded_on"]
    of_harm = pc.is_in(snapshot.ties["kind"], pa.array(sorted(harm), pa.string()))
    for row in snapshot.ties.filter(of_harm).select([*columns, *dates]).to_pylist():
        if row["handling"] in policy.left_out_handling:
            continue
        last = row["observed_to"] or row["observed_from"] or row["recorded_on"]
        first = row["observed_from"] or row["recorded_on"]
        if row["information_grade"] not in policy.left_out_information and last >= since and first <= snapshot.as_of:
            yield row


def alleges(row: Mapping[str, Any]) -> bool:
    """Whether a harm tie begins at somebody alleged to harm, not at who came to harm."""
    return row["kind"] not in HARMED_IS_SUBJECT


def graded(row: Mapping[str, Any]) -> bool:
    """Whether somebody graded the source or the information."""
    return bool(row["source_grade"] or row["information_grade"])


def is_firm(role: Mapping[str, Any], born: date | None) -> bool:
    """Whether a role names an adult as of concern: by a formal act or graded information, begun since they were 18."""
    began = words.age(born, role["observed_from"] or role["recorded_on"])
    firm = schema().roles[role["role"]].family == "concern" and (role["role"] in FORMAL or graded(role))
    return firm and (began is None or began >= ADULT_AGE)


def as_child(row: Mapping[str, Any], born: Mapping[str, date | None]) -> bool:
    """Whether a harm tie is about a time when who is alleged to harm was under 18: a child then, to be safeguarded."""
    then = words.age(born.get(row["from_id"]), row["observed_to"] or row["observed_from"] or row["recorded_on"])
    return then is not None and then < ADULT_AGE


def _harmed(ties: Iterable[Mapping[str, Any]]) -> tuple[set[str], set[str]]:
    """Who these harm ties say was harmed, and of them who as fact."""
    harmed: set[str] = set()
    certain: set[str] = set()
    for row in ties:
        if row["kind"] == "alleged_in":
            continue
        one = row["to_id" if alleges(row) else "from_id"]
        harmed.add(one)
        if row["nature"] == "fact" or not alleges(row):
            certain.add(one)
    return harmed, certain

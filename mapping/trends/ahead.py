"""What lies ahead and what was done: birthdays at which services change, warnings, charges, arrests, exclusions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot import Snapshot
from mapping.trends.month import Month
from mapping.trends.people import Person
from mapping.trends.spans import Behind, Spans, usable

AHEAD_MONTHS = 6
TURNING = (16, 18, 25)
"""Ages at which services change: transition planning, adulthood, the end of care-leaver support."""


def turning(people: Mapping[str, Person], of: Collection[str], age: int, until: date) -> tuple[set[str], set[str]]:
    """Who of these turns an age in the six months after a day, and of whom no date of birth is recorded."""
    end = Month.of(until).back(-AHEAD_MONTHS)
    last = date(end.year, end.number, min(until.day, end.last.day))
    mine = [people[id_] for id_ in of if id_ in people]
    soon = {one.id for one in mine if one.born and (one.age(until) or 0) < age <= (one.age(last) or 0)}
    return soon, {one.id for one in mine if one.born is None}


def began(found: Spans, first: date, last: date) -> set[str]:
    """Of whom something began from one day to another."""
    return {person for person, mine in found.items() if any(first <= span.first <= last for span in mine)}


def sibling_pairs(snapshot: Snapshot) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Who is recorded as whose sibling, both ways round, and the assertions that say so."""
    ties = usable(snapshot.ties)
    mine = ties.filter(pc.equal(ties["kind"], "sibling")).select(["id", "from_id", "to_id"]).to_pylist()
    pairs: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in mine:
        for pair in ((row["from_id"], row["to_id"]), (row["to_id"], row["from_id"])):
            pairs[pair] = (*pairs.get(pair, ()), row["id"])
    return pairs


@dataclass(frozen=True)
class Events:
    """The events of one kind in a month and the people of them, each with the assertions that say so."""

    ever: bool  # whether any of this kind is on record at all
    events: Behind
    people: Behind


def events_of(snapshot: Snapshot, subkind: str, month: Month, until: date) -> Events:
    """The events of a kind that began in a month, with everybody whom a record puts in them."""
    table = snapshot.entities.filter(pc.equal(snapshot.entities["subkind"], subkind))
    table = table.filter(pc.equal(table["kind"], "event"))
    rows = table.select(["id", "started_on", "started_month"]).to_pylist()
    events: dict[str, tuple[str, ...]] = {
        row["id"]: ()
        for row in rows
        if (month.first <= row["started_on"] <= until if row["started_on"] else row["started_month"] == str(month))
    }
    people: dict[str, tuple[str, ...]] = {}
    ties = usable(snapshot.ties)
    parts = pc.is_in(ties["kind"], pa.array(["harmed_in", "alleged_in", "present_at"]))
    said = ties.filter(pc.and_(parts, pc.is_in(ties["to_id"], pa.array(sorted(events), pa.string()))))
    for row in said.select(["id", "from_id", "to_id"]).to_pylist():
        events[row["to_id"]] = (*events[row["to_id"]], row["id"])
        people[row["from_id"]] = (*people.get(row["from_id"], ()), row["id"])
    return Events(bool(rows), events, people)


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered in a month, from one source."""

    source: str
    title: str
    records: int
    earlier: int  # of these, about something that was over before the month began


def entered(snapshot: Snapshot, titles: Mapping[str, str], month: Month, until: date) -> tuple[Entered, ...]:
    """Records of ties and roles entered in a month by source, those of the most first."""
    days: dict[tuple[str, str], date] = {}
    for table in (usable(snapshot.ties), usable(snapshot.roles)):
        since = pa.scalar(month.first, pa.date32())
        mine = table.filter(
            pc.and_(
                pc.greater_equal(table["recorded_on"], since),
                pc.less_equal(table["recorded_on"], pa.scalar(until, pa.date32())),
            )
        )
        for row in mine.select(["source", "record", "observed_from", "observed_to", "recorded_on"]).to_pylist():
            key = (row["source"], row["record"])
            last = row["observed_to"] or (until if row["observed_from"] else row["recorded_on"])
            days[key] = max(last, days.get(key, last))
    found: dict[str, list[date]] = defaultdict(list)
    for (source, _), day in days.items():
        found[source].append(day)
    rows = [
        Entered(source, titles.get(source, source), len(mine), sum(day < month.first for day in mine))
        for source, mine in found.items()
    ]
    return tuple(sorted(rows, key=lambda one: (-one.records, one.title)))

"""Every child at every event and place, on the map or not: what the pages of all contexts count. Read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.network.people import People
from mapping.places.ground import PRESENCE, WHERE

STATED, MISSING = "stated", "missing"
"""Kinds of harm beside those of the code list: said of a place without an event of its own; a missing episode."""
_GONE = frozenset({"missing", "away"})


@dataclass(frozen=True, slots=True)
class Sight:
    """One child in one event, or one statement that a child came to harm at a place. Several agencies may say so."""

    child: str
    what: str  # id of the event, or of the statement
    event: str  # "" for a statement
    places: tuple[str, ...]  # where it happened or ended; none where nobody recorded it
    day: date | None
    month: str  # 2026-10, also where no day is known; "" where neither is
    clock: str  # hh:mm, "" where no time is recorded
    harm: str  # a code of harm_type, STATED, or "" where the kind is not recorded
    kind: str  # a code of event_kind, "" for a statement
    as_: frozenset[str]  # the kinds of tie by which the child was there
    agencies: tuple[str, ...]
    recorded_on: date | None  # the first record of it
    ties: tuple[str, ...]
    home: frozenset[str]  # those of its places where the child lives: a return, not a place of harm

    def within(self, first: date, last: date) -> bool:
        """Whether it lies in these days; what has no day lies in none."""
        return self.day is not None and first <= self.day <= last


@dataclass(frozen=True)
class Seen:
    """All sights of a snapshot, the earliest first."""

    sights: tuple[Sight, ...]
    children: frozenset[str]  # under 18, of unknown age, or recorded as a child

    @cached_property
    def at(self) -> Mapping[str, tuple[Sight, ...]]:
        """Place -> what happened or ended there, the child's own home left out."""
        return _by(self.sights, lambda one: (place for place in one.places if place not in one.home))

    @cached_property
    def home(self) -> Mapping[str, tuple[Sight, ...]]:
        """Place -> what ended there as a return home."""
        return _by(self.sights, lambda one: one.home)

    @cached_property
    def of(self) -> Mapping[str, tuple[Sight, ...]]:
        """Child -> what happened to them, anywhere but at home."""
        away = [one for one in self.sights if not one.places or set(one.places) - one.home]
        return _by(away, lambda one: (one.child,))


_COLUMNS = ("id", "kind", "from_id", "to_id", "agency", "observed_from", "observed_to", "recorded_on")


def seen(snapshot: Snapshot, who: People) -> Seen:
    """Read what was seen where, and of whom.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    who
        Its people: those under 18 or of unknown age are children here, whatever they are recorded as.
    """
    entities = snapshot.entities.select(
        ["id", "kind", "subkind", "harm_type", "started_on", "started_at", "started_month"]
    )
    wanted = pc.is_in(entities["kind"], pa.array(["event", "child"]))
    rows = entities.filter(wanted).to_pylist()
    events = {row["id"]: row for row in rows if row["kind"] == "event" and row["subkind"] != "interview"}
    children = who.children | {row["id"] for row in rows if row["kind"] == "child"}
    ties = usable(snapshot.ties)
    wanted = pc.is_in(ties["kind"], pa.array([*PRESENCE, *WHERE, "harms_at", "lives_at"]))
    said = ties.filter(wanted).select(list(_COLUMNS)).to_pylist()
    homes = {(row["from_id"], row["to_id"]) for row in said if row["kind"] == "lives_at"}
    sights = (*_of_events(said, events, children, homes), *_stated(said, children, homes))
    return Seen(tuple(sorted(sights, key=lambda one: (one.day or date.min, one.what, one.child))), frozenset(children))


def usable(table: pa.Table) -> pa.Table:
    """The assertions that count: not those suspected false, nor those with handling conditions."""
    policy = schema().policy
    for column, codes in (
        ("information_grade", policy.left_out_information),
        ("handling", policy.left_out_handling),
    ):
        out = pc.fill_null(pc.is_in(table[column], pa.array(codes, pa.string())), False)
        table = table.filter(pc.invert(out))
    return table


def _of_events(
    rows: Sequence[Mapping[str, Any]],
    events: Mapping[str, Mapping[str, Any]],
    children: frozenset[str],
    homes: set[tuple[str, str]],
) -> Iterator[Sight]:
    """One sight a child and event."""
    there: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    at: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["kind"] in WHERE and row["from_id"] in events:
            at[row["from_id"]].append(row)
        elif row["kind"] in PRESENCE and row["to_id"] in events and row["from_id"] in children:
            there[row["from_id"], row["to_id"]].append(row)
    for (child, event), said in there.items():
        about, where = events[event], at[event]
        places = tuple(dict.fromkeys(row["to_id"] for row in where))
        harm = about["harm_type"] or (MISSING if about["subkind"] in _GONE else "")
        yield Sight(
            child, event, event, places, about["started_on"], _month(about), about["started_at"] or "", harm,
            about["subkind"] or "", frozenset(row["kind"] for row in said), _agencies(said), _entered(said),
            tuple(dict.fromkeys(row["id"] for row in (*said, *where))),
            frozenset(place for place in places if (child, place) in homes),
        )  # fmt: skip


def _stated(
    rows: Iterable[Mapping[str, Any]], children: frozenset[str], homes: set[tuple[str, str]]
) -> Iterator[Sight]:
    """Harm said of a place without an event, on the day it was last known."""
    for row in rows:
        if row["kind"] != "harms_at" or row["from_id"] not in children:
            continue
        child, place = row["from_id"], row["to_id"]
        day = row["observed_to"] or row["observed_from"] or row["recorded_on"]
        home = frozenset({place} if (child, place) in homes else ())
        yield Sight(
            child, row["id"], "", (place,), day, f"{day:%Y-%m}" if day else "", "", STATED, "",
            frozenset({"harms_at"}), (row["agency"],),
            row["recorded_on"], (row["id"],), home,
        )  # fmt: skip


def _month(event: Mapping[str, Any]) -> str:
    day = event["started_on"]
    return f"{day:%Y-%m}" if day else str(event["started_month"] or "")


def _agencies(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(sorted({row["agency"] for row in rows if row["agency"]}))


def _entered(rows: Iterable[Mapping[str, Any]]) -> date | None:
    return min((row["recorded_on"] for row in rows if row["recorded_on"]), default=None)


def _by(sights: Iterable[Sight], keys: Callable[[Sight], Iterable[str]]) -> Mapping[str, tuple[Sight, ...]]:
    found: dict[str, list[Sight]] = defaultdict(list)
    for one in sights:
        for key in keys(one):
            found[key].append(one)
    return {key: tuple(mine) for key, mine in found.items()}


def span(sights: Iterable[Sight], last: date, days: int) -> list[Sight]:
    """The sights of so many days that end with this one."""
    first = last - timedelta(days=days - 1)
    return [one for one in sights if one.within(first, last)]


def children_of(sights: Iterable[Sight]) -> set[str]:
    """The distinct children."""
    return {one.child for one in sights}


def evidence_of(sights: Iterable[Sight]) -> tuple[str, ...]:
    """The assertions behind sights, the newest first."""
    order = sorted(sights, key=lambda one: (one.day or date.min, one.what), reverse=True)
    return tuple(dict.fromkeys(tie for one in order for tie in one.ties))


def harm_label(code: str) -> str:
    """A kind of harm in words."""
    if code == STATED:
        return "Harm stated, no event recorded"
    return words.label("harm_type", code) if code else "Kind of harm not recorded"

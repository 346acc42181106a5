"""What an entity is, out of what current records say of it: a pure fold, so that a correction can be taken back whole.

Each record's words about an entity are kept as a *saying*. The entity's properties are the fold of the sayings of its
current records by the days they were recorded, whatever order they were loaded in, and of one day as they were written:
the last one to fill a property wins, an empty one blanks nothing; other spellings of the name stay as also known as.
What an open record says goes before what a restricted one says (handling C, suspected false): restricted words count
only where there are no others, and then the entity itself is restricted.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from typing import Any

from data_schema import schema
from graph.failures import StatementRefused
from graph.model import Entity, Identifier, Statement, Value

_TYPES: Mapping[str, tuple[type, ...]] = {
    "date_of_birth": (date,),
    "started_on": (date,),
    "ended_on": (date,),
    "latitude": (float, int),
    "longitude": (float, int),
    "roll": (int,),
    "identified": (bool,),
}
"""Types of the properties that a Snapshot holds as anything but text."""

MOST_INDEXED = 7_000
"""Bytes of a key or identifier: Neo4j indexes at most about 8,000."""

MOST_SEARCHED = 7_000
"""Characters of the search text that are kept: a text index takes at most 32,766 bytes."""


def searchable(text: str) -> str:
    """Fold a text for searching: case, accents, apostrophes, spaces do not matter (`Séan O'Dea` = `sean odea`)."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().translate({ord(c): None for c in "'’`‘"}).split())


@dataclass(frozen=True, slots=True)
class Saying:
    """What one record says of one entity."""

    properties: Mapping[str, Value]
    identifiers: tuple[Identifier, ...] = ()
    information: str = ""
    handling: str = ""
    day: date = date.min  # the day it was recorded

    @property
    def restricted(self) -> bool:
        """Whether policy leaves this out unless the viewer may see it."""
        policy = schema().policy
        return self.information in policy.left_out_information or self.handling in policy.left_out_handling

    def as_text(self) -> str:
        """As JSON, to be kept in the graph."""
        return json.dumps(
            {
                "properties": {name: _packed(value) for name, value in self.properties.items()},
                "identifiers": [[identifier.scheme, identifier.value] for identifier in self.identifiers],
                "grade": [self.information, self.handling],
            },
            ensure_ascii=True,
            separators=(",", ":"),
        )

    @classmethod
    def from_text(cls, text: str, day: date = date.min) -> Saying:
        """Back from `as_text`."""
        raw = json.loads(text)
        information, handling = raw["grade"]
        return cls(
            {name: _unpacked(value) for name, value in raw["properties"].items()},
            tuple(Identifier(scheme, value) for scheme, value in raw["identifiers"]),
            information,
            handling,
            day,
        )


def _packed(value: Value) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> Value:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Description:
    """The fold so far."""

    properties: Mapping[str, Value] = field(default_factory=dict)
    also_known_as: tuple[str, ...] = ()
    information: str = ""
    handling: str = ""
    described: bool = False  # whether any current record describes it

    @property
    def restricted(self) -> bool:
        """Whether only restricted records describe it."""
        return Saying({}, (), self.information, self.handling).restricted

    def told(self, saying: Saying) -> Description:
        """The description after one more saying."""
        filled = {name: value for name, value in saying.properties.items() if value not in (None, "", ())}
        if not self.described or (self.restricted and not saying.restricted):
            return Description(filled, (), saying.information, saying.handling, True)
        if saying.restricted and not self.restricted:
            return self
        now = replace(self, properties={**self.properties, **filled}, also_known_as=self._names(filled.get("name")))
        if saying.restricted:  # both are: whoever sees it must be allowed both
            return replace(
                now,
                information=max(self.information, saying.information),
                handling=_stricter(self.handling, saying.handling),
            )
        return now

    def _names(self, name: Value) -> tuple[str, ...]:
        if not isinstance(name, str):
            return self.also_known_as
        before = self.properties.get("name")
        names = [*self.also_known_as, *([before] if isinstance(before, str) else [])]
        return tuple(other for other in dict.fromkeys(names) if searchable(other) != searchable(name))

    def search(self, kind: str, identifiers: Iterable[Identifier]) -> str:
        """The folded text that a search looks through, one name or identifier a line."""
        held = [self.properties.get(name) for name in schema().entities[kind].search]
        texts = [value for value in held if isinstance(value, str)]
        texts += [*self.also_known_as, *sorted(identifier.value for identifier in identifiers)]
        return "\n".join(dict.fromkeys(searchable(text) for text in texts if text.strip()))[:MOST_SEARCHED]


def _stricter(one: str, other: str) -> str:
    left_out = schema().policy.left_out_handling
    return one if one in left_out else other


def fold(sayings: Iterable[Saying]) -> Description:
    """The description that these sayings make, by their days; those of one day in this order."""
    return reduce(Description.told, sorted(sayings, key=lambda saying: saying.day), Description())


def recorded_on(statement: Statement) -> date | None:
    """The day a record was entered, as far as it says."""
    said = [tie.provenance.recorded_on for tie in statement.ties]
    said += [role.provenance.recorded_on for role in statement.roles]
    return statement.record.recorded_on or max(said, default=None)


def grade_of(statement: Statement) -> tuple[str, str]:
    """Information grade and handling of a record: the strictest of what it asserts; empty for a plain description."""
    policy = schema().policy
    grades = [tie.provenance.grade for tie in statement.ties] + [role.provenance.grade for role in statement.roles]
    information = [grade.information for grade in grades if grade.information]
    handling = [grade.handling for grade in grades if grade.handling]
    handling += [plan.handling for plan in statement.plans if plan.handling]
    return (
        max(information, key=lambda code: (code in policy.left_out_information, code), default=""),
        max(handling, key=lambda code: (code in policy.left_out_handling, code), default=""),
    )


def check(entity: Entity, record: str) -> None:
    """Refuse an entity whose kind, properties or values are not the schema's.

    Raises
    ------
    StatementRefused
        With the record, the property and what it should be.
    """
    kind = schema().entities.get(entity.kind)
    if kind is None:
        raise StatementRefused(f"{record}: {entity.kind!r} is no entity kind of the schema.")
    for name, value in entity.properties.items():
        if name not in kind.properties:
            raise StatementRefused(f"{record}: a {entity.kind} has no property {name!r} (data_schema/entities).")
        if value is None or value == "":
            continue
        wanted = _TYPES.get(name, (str, int, float, bool, date, tuple))
        mistaken = isinstance(value, datetime) or (isinstance(value, bool) and bool not in wanted)
        if mistaken or not isinstance(value, wanted):
            raise StatementRefused(
                f"{record}: {name} of {entity.id} must be {' or '.join(t.__name__ for t in wanted)}, not {value!r}."
            )
        if isinstance(value, float) and not math.isfinite(value):
            raise StatementRefused(f"{record}: {name} of {entity.id} must be a finite number, not {value!r}.")
    for identifier in entity.identifiers:
        if not identifier.scheme or not identifier.value.strip():
            raise StatementRefused(f"{record}: an identifier of {entity.id} is empty.")
        check_length(identifier.key, f"{record}: an identifier of {entity.id}")


def check_length(text: str, name: str) -> None:
    """Refuse a key longer than a server can index."""
    if len(text.encode(errors="replace")) > MOST_INDEXED:
        raise StatementRefused(f"{name} is longer than {MOST_INDEXED:,} bytes, which is more than can be looked up.")

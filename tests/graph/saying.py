"""Entities, records and statements for the tests of the graph, built in a line. All people are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from graph.access import Purpose, Viewer
from graph.model import Entity, Grade, Identifier, Provenance, Record, Role, Statement, Tie, Value, entity_id
from graph.store import Store
from graph.view import View

TODAY = date(2026, 11, 3)


def view(store: Store, *handling: str) -> View:
    return store.view(Viewer("A. Brennan", "analyst", "Ottermere", frozenset(handling)), Purpose("strategy meeting"))


def person(kind: str, value: str, /, *others: str, **properties: Value) -> Entity:
    """An entity under the hub's identifier `value`, with others written `scheme:value`."""
    first = Identifier("hub", value)
    more = tuple(Identifier(*other.split(":", 1)) for other in others)
    return Entity(entity_id(kind, first), kind, properties, (first, *more))


def record(key: str, digest: str = "1", **values: Any) -> Record:
    return Record(
        **{"key": key, "digest": digest, "source": "ties", "file": "t.csv", "row": 2, "values": "{}", **values}
    )


def provenance(information: str | None = "B", handling: str | None = "P", **values: Any) -> Provenance:
    first = {
        "source": "ties",
        "agency": "police",
        "reference": "PI-1",
        "recorded_on": date(2026, 10, 21),
        "grade": Grade("2", information, handling),
        "observed_from": date(2026, 10, 1),
        "observed_to": date(2026, 10, 20),
    }
    return Provenance(**{**first, **values})


def tie(start: Entity, kind: str, end: Entity, said: Provenance | None = None, **values: Any) -> Tie:
    return Tie(kind, start.kind, start.id, end.kind, end.id, said or provenance(), **values)


def role(who: Entity, name: str, said: Provenance | None = None, **values: Any) -> Role:
    return Role(name, who.kind, who.id, said or provenance(), **values)


def says(key: str, *parts: Entity | Tie | Role, digest: str = "1", **values: Any) -> Statement:
    return Statement(
        record(key, digest, **values),
        tuple(part for part in parts if isinstance(part, Entity)),
        tuple(part for part in parts if isinstance(part, Tie)),
        tuple(part for part in parts if isinstance(part, Role)),
    )


TAMSIN = person("child", "OT-0981", "upn:L034811502612", name="Tamsin Brackley", date_of_birth=date(2012, 4, 17))
LEO = person("child", "OT-0442", name="Leo Varrow")
BIZ = person("adult", "AD-0107", name="Biz", identified=False)
STATION = person("location", "PL-012", name="Old Dock station", kind="station", latitude=53.1, longitude=-2.25)
PEOPLE = [says(f"people|{n}", entity) for n, entity in enumerate((TAMSIN, LEO, BIZ, STATION))]

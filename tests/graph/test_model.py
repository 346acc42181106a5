"""The store against a pure model of it: any sequence of loads, corrections and reloads reads as the model says."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.describe import recorded_on, searchable
from graph.model import Entity, Identifier, Role, Statement, Tie, Value, entity_id
from graph.settings import Connection
from graph.store import Store
from tests.graph.saying import TODAY, provenance, record, role, tie, view
from tests.storing import emptied

CHILDREN = [Entity(entity_id("child", Identifier("hub", f"M-{n}")), "child") for n in range(3)]


@dataclass
class Model:
    """What the graph should say, kept as plain lists: the newest version of each record, in the order written."""

    current: dict[str, Statement] = field(default_factory=dict)

    def write(self, statements: list[Statement]) -> tuple[int, int, int]:
        loaded = unchanged = superseded = 0
        for statement in statements:
            key = statement.record.key
            before = self.current.get(key)
            if before and before.record.digest == statement.record.digest:
                unchanged += 1
                continue
            self.current.pop(key, None)
            self.current[key] = statement  # last in the order
            loaded, superseded = loaded + 1, superseded + (before is not None)
        return loaded, unchanged, superseded

    def ties(self) -> list[tuple[str, str, str, str]]:
        return sorted((s.record.key, t.kind, t.from_id, t.to_id) for s in self.current.values() for t in s.ties)

    def roles(self) -> list[tuple[str, str, str]]:
        return sorted((s.record.key, r.role, r.person_id) for s in self.current.values() for r in s.roles)

    def entities(self) -> dict[str, tuple[Value, Value, Value]]:
        found: dict[str, dict[str, Value]] = {}
        for statement in sorted(self.current.values(), key=lambda said: recorded_on(said) or TODAY):
            for entity in statement.entities:
                held = found.setdefault(entity.id, {})
                held.update({name: value for name, value in entity.properties.items() if value not in (None, "")})
        return {id: (held.get("name"), held.get("sex"), held.get("date_of_birth")) for id, held in found.items()}

    def names(self, id: str) -> set[str]:
        said = [e.properties.get("name") for s in self.current.values() for e in s.entities if e.id == id]
        return {searchable(name) for name in said if isinstance(name, str) and name}

    def identifiers(self, id: str) -> set[str]:
        said = [e for s in self.current.values() for e in s.entities if e.id == id]
        return {identifier.key for entity in said for identifier in entity.identifiers}


_properties = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Tam Lee", "TAM LEE", "Tamsin Lee", "", None]),
        "sex": st.sampled_from(["F", "M", ""]),
        "date_of_birth": st.sampled_from([date(2012, 1, 1), date(2011, 2, 3), None]),
    },
)


@st.composite
def _described(draw: st.DrawFn) -> Entity:
    who = draw(st.sampled_from(CHILDREN))
    others = draw(st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True))
    return Entity(who.id, "child", draw(_properties), tuple(Identifier("upn", f"{who.id}-{other}") for other in others))


@st.composite
def _statement(draw: st.DrawFn) -> Statement:
    """One of a few records in one of a few versions; the version decides the content, as a digest does."""
    entities = tuple(draw(st.lists(_described(), max_size=2)))
    pairs = st.tuples(st.sampled_from(["friend", "seen_with"]), st.permutations(CHILDREN))
    ties: list[Tie] = [tie(ends[0], kind, ends[1], provenance()) for kind, ends in draw(st.lists(pairs, max_size=3))]
    roles: list[Role] = [role(draw(st.sampled_from(CHILDREN)), "harmed") for _ in range(draw(st.integers(0, 1)))]
    content = (entities, tuple(ties), tuple(roles))
    day = draw(st.sampled_from([None, date(2024, 3, 1), date(2026, 10, 30)]))
    key, version = f"r|{draw(st.integers(0, 3))}", hashlib.sha256(repr((content, day)).encode()).hexdigest()
    return Statement(record(key, version, recorded_on=day), *content)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(batches=st.lists(st.lists(_statement(), min_size=1, max_size=4), min_size=1, max_size=5), again=st.randoms())
def test_the_store_reads_as_the_model_says(
    held: Connection, tmp_path_factory: pytest.TempPathFactory, batches: list[list[Statement]], again: random.Random
) -> None:
    emptied(held)
    model = Model()
    first = [Statement(record(f"c|{n}", "1"), (child,)) for n, child in enumerate(CHILDREN)]
    with Store(held, tmp_path_factory.mktemp("model"), TODAY) as store:
        store.migrate()
        for batch in [first, *batches, again.choice(batches)]:
            written = store.writer().write(batch)
            assert (written.loaded, written.unchanged, written.superseded) == model.write(batch)
        snapshot = view(store).snapshot()
        assert sorted(map(tuple, _rows(snapshot.ties, "record", "kind", "from_id", "to_id"))) == model.ties()
        assert sorted(map(tuple, _rows(snapshot.roles, "record", "role", "person_id"))) == model.roles()
        assert len(set(snapshot.ties["id"].to_pylist())) == snapshot.ties.num_rows
        held_rows = {id: values for id, *values in _rows(snapshot.entities, "id", "name", "sex", "date_of_birth")}
        assert {id: tuple(values) for id, values in held_rows.items()} == model.entities()
        for child in CHILDREN:
            detail = view(store).entity(child.id)
            assert {searchable(name) for name in (*detail.also_known_as, detail.name) if name} == model.names(child.id)
            assert {identifier.key for identifier in detail.identifiers} == model.identifiers(child.id)


def _rows(table: pa.Table, *columns: str) -> list[list[Any]]:
    return [[row[name] for name in columns] for row in table.to_pylist()]

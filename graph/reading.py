"""Reads whole tables out of the graph, in pages of bounded size. Unscoped: only `View` may call it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pyarrow as pa

from data_schema import schema
from graph import queries as cypher
from graph.bolt import Query
from graph.columns import page
from graph.snapshot import AREAS, ENTITIES, POPULATION, ROLES, TIES

_ALPHABET = "234567ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # of base32 ids, in the order the servers compare them
_NODES = 4_000  # about so many from-ends a page: some ten thousands of assertions, some megabytes

_NULLABLE = {"source_grade", "information_grade", "handling"}  # null = nobody graded it
_TEXT_ENTITIES = {"name"}


def _text(name: str, column: str, table: pa.Schema) -> str:
    return f"t.{name}" if pa.types.is_string(table.field(column).type) else f"toString(t.{name})"


def _assertion_columns(table: pa.Schema, special: dict[str, str]) -> list[str]:
    return [special.get(name) or _text(name, name, table) for name in table.names]


def _not_nullable(table: pa.Schema, nullable: set[str]) -> pa.Schema:
    """The schema for reading: texts that are not in `nullable` keep "" apart from null."""
    return pa.schema(
        [field.with_nullable(not pa.types.is_string(field.type) or field.name in nullable) for field in table]
    )


_TIE_COLUMNS = _assertion_columns(TIES, {"kind": "type(t)", "from_id": "a.id", "to_id": "b.id"})
_ROLE_COLUMNS = _assertion_columns(ROLES, {"role": "b.id", "person_id": "a.id"})
_TIES_READ = _not_nullable(TIES, _NULLABLE)
_ROLES_READ = _not_nullable(ROLES, _NULLABLE)
_ENTITIES_READ = pa.schema(
    [*ENTITIES, ("information", pa.string()), ("handling", pa.string()), ("described", pa.bool_())]
)


def ties(query: Query) -> pa.Table:
    """Every current tie assertion, columns TIES."""
    from_kinds: dict[str, set[str]] = {}
    for tie in schema().ties.values():
        for start, _ in tie.ends:
            from_kinds.setdefault(cypher.node(start), set()).add(tie.relationship)
    found = [
        part
        for label, kinds in sorted(from_kinds.items())
        for part in _pages(query, label, sorted(kinds), _TIE_COLUMNS, _TIES_READ)
    ]
    table = pa.concat_tables([_TIES_READ.empty_table(), *found])
    lower = pa.compute.utf8_lower(table["kind"])  # a relationship type is the tie kind in capitals
    return table.set_column(1, _TIES_READ.field("kind"), lower).cast(TIES)


def roles(query: Query) -> pa.Table:
    """Every current role assertion, columns ROLES."""
    labels = sorted({cypher.node(kind) for role in schema().roles.values() for kind in role.of})
    found = [p for label in labels for p in _pages(query, label, [cypher.ROLE], _ROLE_COLUMNS, _ROLES_READ)]
    return pa.concat_tables([_ROLES_READ.empty_table(), *found]).cast(ROLES)


def _pages(
    query: Query, label: str, kinds: Sequence[str], columns: Sequence[str], wanted: pa.Schema
) -> Iterator[pa.Table]:
    for low, high in _ranges(query, label):

        def ask(joined: bool, low: str = low, high: str | None = high) -> list[tuple[str, ...]]:
            return query.values(cypher.assertions_page(label, kinds, columns, joined=joined), low=low, high=high)

        yield page(ask, wanted)


def entities(query: Query) -> pa.Table:
    """Every entity: columns ENTITIES, then information, handling and described, by which a View decides."""
    found = [_ENTITIES_READ.empty_table()]
    for kind in schema().entities.values():
        texts = {name: _entity_column(name) for name in _ENTITIES_READ.names}
        texts["kind"] = f"'{kind.name}'"
        for low, high in _ranges(query, kind.node):

            def ask(
                joined: bool, label: str = kind.node, low: str = low, high: str | None = high,
                columns: Sequence[str] = tuple(texts.values()),
            ) -> list[tuple[str, ...]]:  # fmt: skip
                return query.values(cypher.entities_page(label, columns, joined=joined), low=low, high=high)

            found.append(page(ask, _ENTITIES_READ))
    return pa.concat_tables(found)


def _entity_column(name: str) -> str:
    if name == "subkind":
        return "n.kind"
    if name == "home_area":
        return "coalesce(n.home_area, n.area)"
    if name == "identified":
        return "toString(coalesce(n.identified, true))"
    return f"n.{name}" if pa.types.is_string(_ENTITIES_READ.field(name).type) else f"toString(n.{name})"


def areas(query: Query) -> pa.Table:
    """Every area, columns AREAS."""
    rows = query.values(cypher.AREAS)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(AREAS)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, AREAS, strict=True)]
    return pa.Table.from_arrays(arrays, schema=AREAS)


def population(query: Query) -> pa.Table:
    """The figures of the base population, columns POPULATION."""
    found = [
        {**dict(zip(POPULATION.names, row, strict=True)), "as_of": date.fromisoformat(row[4]) if row[4] else None}
        for row in query.values(cypher.POPULATION)
    ]
    return pa.Table.from_pylist(found, POPULATION)


def _ranges(query: Query, label: str) -> Iterator[tuple[str, str | None]]:
    """Ranges of ids that together hold every id, few enough nodes each: by the first letters after the prefix."""
    count = query(cypher.count(label))[0]["n"]
    if not count:
        return
    wanted = -(-count // _NODES)
    stems = [""]
    while len(stems) < wanted:
        stems = [stem + letter for stem in stems for letter in _ALPHABET]
    prefix = schema().entities[cypher.kinds_by_node()[label]].prefix + "-"
    bounds = [prefix + stems[n * len(stems) // wanted] for n in range(1, wanted)]
    yield from zip(["", *bounds], [*bounds, None], strict=True)

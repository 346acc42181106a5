"""Searches and single entities, read within a scope. Only `View` and `Writer` may call it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from data_schema import schema
from graph import queries as cypher
from graph.answers import EntityDetail, Found, Freshness, Known, RecordSeen, Shown
from graph.bolt import Query
from graph.describe import searchable
from graph.failures import NotHeld
from graph.model import Identifier, fold
from graph.scope import Scope

_KITH_ID = re.compile(r"[A-Z]-[A-Z2-7]{10}")


def resolve(query: Query, values: Iterable[str]) -> dict[str, tuple[Known, ...]]:
    """What is known under each of these identifiers or Kith ids, by `fold(value)`; empty where nothing is."""
    asked = sorted({fold(value) for value in values} - {""})
    found: dict[str, set[Known]] = {value: set() for value in asked}
    by_key = [value for value in asked if ":" in value]
    for text, wanted in ((cypher.IDENTIFIED, asked), (cypher.IDENTIFIED_BY_KEY, by_key)):
        for row in query(text, values=wanted) if wanted else ():
            kind = cypher.kinds_by_node()[row["label"]]
            found[row["asked"]].add(Known(kind, row["id"], row["scheme"], row["born"]))
    for kind, ids in _kith_ids(asked).items():
        for row in query(cypher.known(cypher.node(kind)), ids=ids):
            found[fold(row["id"])].add(Known(kind, row["id"], "kith", row["born"]))
    return {value: tuple(sorted(known, key=lambda k: (k.id, k.scheme))) for value, known in found.items()}


def _kith_ids(folded: Iterable[str]) -> dict[str, list[str]]:
    """The Kith ids among folded values, by kind of entity."""
    prefixes = {kind.prefix: kind.name for kind in schema().entities.values()}
    found: dict[str, list[str]] = defaultdict(list)
    for value in folded:
        if _KITH_ID.fullmatch(value.upper()) and value[0].upper() in prefixes:
            found[prefixes[value[0].upper()]].append(value.upper())
    return found


def find(query: Query, scope: Scope, text: str, kinds: Sequence[str], limit: int) -> Shown[Found]:
    """Entities under exactly this identifier, then those whose names, addresses or identifiers hold every word."""
    words = searchable(text).split()
    if not words:
        return Shown()
    exact = _exact(query, scope, text, kinds)
    labels = [cypher.node(kind) for kind in kinds] or sorted(cypher.kinds_by_node())
    parameters = {"first": max(words, key=len), "words": words, "text": " ".join(words), **scope.parameters()}
    how_many, which = cypher.search(labels)
    total = query(how_many, **parameters)[0]["n"]
    rows = query(which, limit=limit, **parameters)
    found = {hit.id: hit for hit in exact}
    for row in rows:
        hit = _found(
            cypher.kinds_by_node()[row["label"]], row, "name" if words[0] in searchable(row["name"] or "") else "text"
        )
        found.setdefault(hit.id, hit)
    # An identifier is part of the search text, so what it finds is among the total already.
    return Shown(list(found.values())[:limit], total=max(total, len(found)))


def _exact(query: Query, scope: Scope, text: str, kinds: Sequence[str]) -> list[Found]:
    groups: dict[str, set[str]] = defaultdict(set)
    for known in resolve(query, [text]).get(fold(text), ()):
        if not kinds or known.kind in kinds:
            groups[known.kind].add(known.id)
    return [
        _found(kind, row, "identifier")
        for kind, ids in sorted(groups.items())
        for row in query(cypher.names(cypher.node(kind)), ids=sorted(ids), **scope.parameters())
    ]


def _found(kind: str, row: Any, matched: str) -> Found:
    return Found(row["id"], kind, row["name"] or "", row["subkind"] or "", matched)


def entity(query: Query, scope: Scope, asked: str) -> EntityDetail:
    """One entity within a scope; NotHeld if there is none or more than one."""
    known = {hit.id: hit.kind for hit in resolve(query, [asked]).get(fold(asked), ())}
    details = [detail for id, kind in sorted(known.items()) if (detail := _detail(query, scope, kind, id))]
    if not details:
        raise NotHeld(f"Nothing is held under {asked!r}. Check the identifier, or search by name.")
    if len(details) > 1:
        which = ", ".join(f"{schema().entities[d.kind].label} {d.name or 'without a name'} ({d.id})" for d in details)
        raise NotHeld(f"{asked!r} is held for more than one: {which}. Ask by the Kith id.")
    return details[0]


def _detail(query: Query, scope: Scope, kind: str, id: str) -> EntityDetail | None:
    label = cypher.node(kind)
    (row,) = query(cypher.detail(label), id=id)
    node, records = row["node"], row["records"]
    grades = [(record.get("information"), record.get("handling")) for record in records]
    shown = [record for record, grade in zip(records, grades, strict=True) if scope.open(*grade)]
    is_open = bool(node.get("described")) and scope.open(node.get("information"), node.get("handling"))
    if not is_open and not _has_open_tie(query, scope, label, id):
        return None
    names = schema().entities[kind].properties
    properties = {name: tuple(v) if isinstance(v, list) else v for name, v in node.items() if name in names}
    return EntityDetail(
        id=id,
        kind=kind,
        name=node.get("name") or "",
        properties={name: properties[name] for name in names if name in properties} if is_open else {},
        also_known_as=tuple(node.get("also_known_as") or ()) if is_open else (),
        identifiers=_identifiers(query, scope, label, id) if is_open else (),
        records=tuple(seen(r) for r in sorted(shown, key=lambda r: (r["written"], r["place"]), reverse=True)),
        withheld=scope.withheld(*grades),
    )


def visible(query: Query, scope: Scope, kind: str, id: str) -> bool:
    """Whether this viewer may know of an entity: an open record describes it, or an open tie ends at it."""
    label = cypher.node(kind)
    return bool(query(cypher.names(label), ids=[id], **scope.parameters())) or _has_open_tie(query, scope, label, id)


def _has_open_tie(query: Query, scope: Scope, label: str, id: str) -> bool:
    rows = query(cypher.grades_of_ties(label), id=id)
    return any(scope.open(row["information"], row["handling"]) for row in rows)


def _identifiers(query: Query, scope: Scope, label: str, id: str) -> tuple[Identifier, ...]:
    rows = query(cypher.identifiers(label), ids=[id])
    return tuple(
        sorted(Identifier(r["scheme"], r["value"]) for r in rows if scope.open(r["information"], r["handling"]))
    )


def seen(record: Any) -> RecordSeen:
    """A record node as an answer."""
    return RecordSeen(
        key=record["key"],
        source=record["source"],
        file=record["file"],
        row=record["row"],
        loaded_on=record["loaded_on"],
        status=record["status"],
        superseded_on=record.get("superseded_on"),
        values=record["values"],
    )


def freshness(query: Query) -> list[Freshness]:
    """Per source: current records, latest entry date, latest load."""
    held = {row["source"]: row for row in query(cypher.FRESHNESS)}
    loads: dict[str, datetime] = {row["source"]: row["at"] for row in query(cypher.LOADS)}
    order = [*schema().sources, *sorted({*held, *loads} - {*schema().sources, ""})]
    return [
        Freshness(
            name,
            held[name]["records"] if name in held else 0,
            held[name]["recorded"] if name in held else None,
            loads.get(name),
        )
        for name in order
        if name in held or name in loads
    ]

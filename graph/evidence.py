"""Assertions with their words and the records behind them, found by indexes alone. Only `View` may call it.

The id of an assertion leads to its record, the record to the ends: no relationship is ever looked up by a property.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph import queries as cypher
from graph.answers import Evidence, Shown
from graph.bolt import Query
from graph.failures import NotHeld
from graph.lookup import resolve, seen, visible
from graph.model import Grade, Provenance, fold
from graph.scope import Scope


def read(query: Query, scope: Scope, ids: Sequence[str]) -> Shown[Evidence]:
    """The evidence of these assertions, in this order, as far as the scope goes."""
    marks = sorted({id.rpartition("-")[0] for id in ids} - {""})
    records = (
        {row["record"]["mark"]: row["record"] for row in query(cypher.RECORDS_MARKED, marks=marks)} if marks else {}
    )
    written: dict[str, list[int]] = defaultdict(list)
    if records:
        for row in query(cypher.EARLIER, keys=sorted({record["key"] for record in records.values()})):
            written[row["key"]].append(row["written"])
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for id in ids:
        if place := _place(id, records):
            kind, label, from_id = place
            groups[label, kind].append({"id": id, "from_id": from_id})
    found: dict[str, Evidence] = {}
    grades = []
    for (label, kind), rows in sorted(groups.items()):
        for row in query(cypher.evidence(label, kind), rows=rows):
            said = row["said"]
            record = records[said["id"].rpartition("-")[0]]
            if said["id"] not in found:
                grades.append((said.get("information_grade"), said.get("handling")))
                if scope.open(*grades[-1]):
                    earlier = sum(other < record["written"] for other in written[record["key"]])
                    found[said["id"]] = _evidence(row, label, kind, record, earlier)
    shown = [found[id] for id in ids if id in found]
    return Shown(shown, withheld=scope.withheld(*grades))


def of_entity(query: Query, scope: Scope, id: str) -> Shown[Evidence]:
    """All current assertions at one entity, latest first."""
    known = [hit for hit in resolve(query, [id]).get(fold(id), ()) if hit.scheme == "kith"]
    if not known or not visible(query, scope, known[0].kind, known[0].id):
        raise NotHeld(f"Nothing is held under the Kith id {id!r}.")
    rows = query(cypher.ids_of_ties(cypher.node(known[0].kind)), id=known[0].id)
    found = read(query, scope, sorted(row["id"] for row in rows))
    found.sort(key=_latest, reverse=True)
    return found


def _latest(item: Evidence) -> tuple[date, str]:
    provenance = item.provenance
    return provenance.observed_to or provenance.observed_from or provenance.recorded_on, item.id


def _place(id: str, records: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Type, label and id of the from-end, as the record remembers them."""
    mark, _, number = id.rpartition("-")
    says = records[mark]["says"] if mark in records else ()
    if not number.isdecimal() or not 1 <= int(number) <= len(says):
        return None
    kind, label, from_id = says[int(number) - 1].split("|", 2)
    known = label in cypher.kinds_by_node() and (kind == cypher.ROLE or kind in cypher.ties_by_relationship())
    return (kind, label, from_id) if known else None


def _evidence(row: Mapping[str, Any], label: str, kind: str, record: Mapping[str, Any], earlier: int) -> Evidence:
    said, role = row["said"], kind == cypher.ROLE
    return Evidence(
        id=said["id"],
        kind=row["to_id"] if role else cypher.ties_by_relationship()[kind],
        role=role,
        from_id=row["from_id"],
        from_kind=cypher.kinds_by_node()[label],
        from_name=row["from_name"] or "",
        to_id="" if role else row["to_id"],
        to_kind="" if role else cypher.kinds_by_node()[row["to_label"]],
        to_name="" if role else row["to_name"] or "",
        provenance=Provenance(
            source=said["source"],
            agency=said["agency"],
            reference=said["reference"],
            recorded_on=said["recorded_on"],
            grade=Grade(said.get("source_grade"), said.get("information_grade"), said.get("handling")),
            nature=said["nature"],
            observed_from=said.get("observed_from"),
            observed_to=said.get("observed_to"),
            review_by=said.get("review_by"),
            stated_by=said["stated_by"],
        ),
        text=said["text"],
        child_view=said.get("child_view", ""),
        strength=said.get("strength", ""),
        both_ways=said.get("both_ways", False),
        provisional=said.get("provisional", False),
        harm_type=said.get("harm_type", ""),
        level=said.get("level", ""),
        tool=said.get("tool", ""),
        tool_version=said.get("tool_version", ""),
        record=seen(record),
        earlier=earlier,
    )

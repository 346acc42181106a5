"""Reads decisions and concerns within a scope. Only `View`, `Decisions` and `Plans` may call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from graph import queries as cypher
from graph.answers import Closed, Decided, Raised, Shown
from graph.bolt import Query
from graph.failures import NotHeld
from graph.lookup import visible
from graph.scope import Scope
from graph.snapshot import Withheld


def decisions(query: Query, scope: Scope, child: str | None, question: str | None, past: bool) -> Shown[Decided]:
    """Decisions about people this viewer may see, resting on nothing they may not; the latest first."""
    rows = query(cypher.DECISIONS, child=child, question=question, past=past)
    shown = may_see(query, scope, rows)
    found = [_decided(row) for row in rows if shown[row["about"]] and _open(scope, row["node"])]
    return Shown(found, withheld=Withheld(restricted=len(rows) - len(found)))


def concerns(query: Query, scope: Scope, past: bool) -> Shown[Raised]:
    """Groups of concern all of whose people this viewer may see, the latest first."""
    rows = query(cypher.CONCERNS, past=past)
    shown = may_see(query, scope, rows)
    groups = [list(some) for _, some in groupby(rows, key=lambda row: row["node"]["id"])]
    found = [_raised(some) for some in groups if all(shown[row["about"]] for row in some)]
    return Shown(found, withheld=Withheld(restricted=len(groups) - len(found)))


def decision(query: Query, id: str, scope: Scope | None = None) -> Decided:
    """One decision; with a scope NotHeld when the viewer may not see it."""
    rows = query(cypher.DECISION, id=id)
    if not rows or (scope and not (all(may_see(query, scope, rows).values()) and _open(scope, rows[0]["node"]))):
        raise NotHeld(f"No decision is held under {id!r}. Nothing was recorded.")
    return _decided(rows[0])


def concern(query: Query, id: str, scope: Scope | None = None) -> Raised:
    """One group of concern; with a scope NotHeld when the viewer may not see it."""
    rows = query(cypher.CONCERN, id=id)
    if not rows or (scope and not all(may_see(query, scope, rows).values())):
        raise NotHeld(f"No group of concern is held under {id!r}. Nothing was recorded.")
    return _raised(rows)


def may_see(query: Query, scope: Scope, rows: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    """Whether the viewer may know of each person or context these rows are about."""
    people = {row["about"]: cypher.kinds_by_node()[row["label"]] for row in rows}
    described = {
        found["id"]
        for kind in sorted(set(people.values()))
        for found in query(
            cypher.names(cypher.node(kind)), ids=[id for id, own in people.items() if own == kind], **scope.parameters()
        )
    }
    return {id: id in described or visible(query, scope, kind, id) for id, kind in people.items()}


def _open(scope: Scope, node: Mapping[str, Any]) -> bool:
    return all(scope.open(None, code) for code in node.get("handling") or ())


def _decided(row: Mapping[str, Any]) -> Decided:
    node = row["node"]
    return Decided(
        id=node["id"],
        child=row["about"],
        question=node["question"],
        verdict=node["verdict"],
        reason=node["reason"],
        seen=tuple(node.get("seen") or ()),
        by=node["by"],
        role=node["role"],
        hub=node["hub"],
        purpose=node["purpose"],
        at=utc(node["at"]),
        version=node["version"],
        place=node["place"],
        current=node["status"] == "current",
        replaced_by=node.get("replaced_by") or "",
        withdrawn=closed(node),
    )


def _raised(rows: Sequence[Mapping[str, Any]]) -> Raised:
    node = rows[0]["node"]
    return Raised(
        id=node["id"],
        name=node["name"],
        members=tuple(row["about"] for row in rows),
        why=node["why"],
        group=node["group"],
        told=node["told"],
        by=node["by"],
        role=node["role"],
        hub=node["hub"],
        purpose=node["purpose"],
        at=utc(node["at"]),
        due=utc(node["due"]),
        place=node["place"],
        closed=closed(node),
    )


def closed(node: Mapping[str, Any]) -> Closed | None:
    """How it was withdrawn or answered, if it was."""
    if not node.get("closed_at"):
        return None
    at = utc(node["closed_at"])
    return Closed(node["status"], node["closed_by"], node["closed_role"], at, node["closed_text"])


def utc(when: datetime) -> datetime:
    """A moment of the graph in UTC."""
    return when.astimezone(UTC)

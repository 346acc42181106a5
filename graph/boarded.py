"""Reads boards and what was done on them. Only `View`, `Boards` and `Store` may call it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph import queries as cypher
from graph.answers import Done, HeldBoard, Shown
from graph.bolt import Query
from graph.decided import utc
from graph.failures import NotHeld
from graph.model import BoardHead, Operation


def boards(query: Query, today: date, past: bool) -> Shown[HeldBoard]:
    """The boards, the one worked on last first; `past`: also those that are archived."""
    found = [_held(row["node"]) for row in query(cypher.BOARDS)]
    asked = [one for one in found if past or not one.archived(today)]
    return Shown(sorted(asked, key=lambda one: (one.changed_at, one.id), reverse=True))


def board(query: Query, id: str, more: str = "") -> HeldBoard:
    """One board; `more` is said after the words of NotHeld."""
    rows = query(cypher.BOARD, id=id)
    if not rows:
        raise NotHeld(
            f"No board is held under {id[:200]!r}: look at its number. If it was erased, the audit log says by whom "
            f"and why.{more}"
        )
    return _held(rows[0]["node"])


def done(query: Query, held: HeldBoard, after: int = 0) -> tuple[Done, ...]:
    """What was done on a board after this place and up to the place it is held with, in order."""
    if after >= held.place:
        return ()
    rows = query(cypher.OPERATIONS, board=held.id, after=after, until=held.place)
    return tuple(operation(row["node"]) for row in rows)


def known(query: Query, ids: Sequence[str]) -> dict[str, tuple[str, Done]]:
    """Those of these operations that are held: id -> its board, and the operation."""
    rows = query(cypher.OPERATIONS_NAMED, ids=list(ids))
    return {row["node"]["id"]: (row["node"]["board"], operation(row["node"])) for row in rows}


def operation(node: Mapping[str, Any]) -> Done:
    """An operation as it is held."""
    return Done(
        operation=Operation(node["id"], node["kind"], json.loads(node["body"])),
        by=node["by"],
        role=node["role"],
        at=utc(node["at"]),
        place=node["place"],
        version=node["version"],
    )


def _held(node: Mapping[str, Any]) -> HeldBoard:
    return HeldBoard(
        id=node["id"],
        head=BoardHead(
            title=node["title"],
            purpose=node["purpose"],
            owner=node["owner"],
            audience=tuple(node["audience"]),
            naming=node["naming"],
            expires_on=node["expires_on"],
        ),
        by=node["by"],
        role=node["role"],
        hub=node["hub"],
        at=utc(node["at"]),
        place=node["place"],
        changed_at=utc(node["changed_at"]),
    )

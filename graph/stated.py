"""Writes the assessments and actions that agencies' records state: beside what people write, in the same nodes.

A corrected record adds a node and marks its earlier one; nothing is taken out. What stands is `graph.planned`'s to say.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from data_schema import schema
from graph import queries as cypher
from graph.bolt import Query
from graph.failures import EndMissing, StatementRefused
from graph.model import CONTEXTS, Action, Assessment, Stated, Statement, open_state
from graph.planned import NOT_KNOWN

LOADED = "loaded: "
"""What the purpose of an assessment or action begins with that a file brought; the file's name follows."""

_LISTS = {"weighting": "weighting", "state": "action_state", "outcome": "action_outcome"}


def check_plans(statement: Statement) -> None:
    """Refuse plans whose codes are not the schema's, or that say what cannot be.

    Raises
    ------
    StatementRefused
        With the record and what is wrong.
    """
    for plan in statement.plans:
        said, reached = plan.said, plan.reached
        if _kind(plan) not in CONTEXTS:
            raise StatementRefused(f"{statement.record.key}: {said.context!r} is no place, school or peer group.")
        for name, codes in _LISTS.items():
            code = getattr(said, name, "") or (getattr(reached, name, "") if name == "outcome" else "")
            if code and code not in schema().codes[codes].codes:
                raise StatementRefused(f"{statement.record.key}: {code!r} is no code of the list {codes}.")
        if isinstance(said, Action):
            _check_action(said, plan, statement.record.key)


def _check_action(said: Action, plan: Stated, key: str) -> None:
    reached, ended = plan.reached, not open_state(said.state)
    if reached is not None and reached.state != said.state:
        raise StatementRefused(f"{key}: the action is {said.state} and its last step says {reached.state}.")
    if ended and reached is None:
        raise StatementRefused(f"{key}: an action that has ended needs the day it ended.")
    if reached and (reached.outcome and not ended):
        raise StatementRefused(f"{key}: an action that is still open has no outcome.")


def write_plans(query: Query, changed: Sequence[Statement], ids: Mapping[str, str]) -> None:
    """Write what these records state of contexts that are in the graph already.

    Parameters
    ----------
    changed
        The statements being written, no two of one record.
    ids
        Record key -> id of the version being written.

    Raises
    ------
    EndMissing
        A context is not held.
    """
    some = [(statement, plan) for statement in changed for plan in statement.plans]
    if not some:
        return
    last = query(cypher.NEXT_DECIDED_BY, by=len(some))[0]["version"]
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    replaced: dict[str, list[dict[str, str]]] = defaultdict(list)
    for place, (statement, plan) in enumerate(some, last - len(some) + 1):
        label, kind = type(plan.said).__name__, _kind(plan)
        key = statement.record.key
        id = _short(ids[key])
        props = {**_said(plan, key), **_signed(statement, plan), "place": place, "status": "held", "record": key}
        groups[label, cypher.node(kind)].append({"id": id, "context": plan.said.context, "props": props})
        replaced[label].append({"key": key, "by": id})
    for label, rows in sorted(replaced.items()):
        query(cypher.supersede_plans(label), rows=rows)
    for (label, context), wanted in sorted(groups.items()):
        (found,) = query(cypher.create_plan(label, context), rows=wanted)
        if found["n"] != len(wanted):
            have = {row["id"] for row in query(cypher.known(context), ids=[row["context"] for row in wanted])}
            missing = next(row for row in wanted if row["context"] not in have)
            raise EndMissing(missing["context"], cypher.kinds_by_node()[context], missing["props"]["record"])


def _kind(plan: Stated) -> str:
    """The kind of a context by its Kith id."""
    prefixes = {kind.prefix: kind.name for kind in schema().entities.values()}
    return prefixes.get(plan.said.context[:1], "")


def _said(plan: Stated, key: str) -> dict[str, Any]:
    said = plan.said
    if isinstance(said, Assessment):
        names = ("harm", "guardianship", "strengths", "resources", "weighting", "change_first", "owner", "review_on")
        return {name: getattr(said, name) for name in names}
    reached = plan.reached
    ended = not open_state(said.state)
    return {
        "series": _short(key),
        **{name: getattr(said, name) for name in ("what", "aim", "owner", "due_on", "began_on", "state")},
        "reached_on": reached and reached.on,
        "words": reached.words if reached else "",
        "outcome": ((reached.outcome if reached else "") or NOT_KNOWN) if ended else "",
    }


def _signed(statement: Statement, plan: Stated) -> dict[str, Any]:
    return {
        "by": plan.by,
        "role": plan.agency,
        "hub": "",
        "purpose": f"{LOADED}{statement.record.file}",
        "at": datetime.combine(plan.on, time(), UTC),
        "handling": plan.handling,
    }


def _short(text: str) -> str:
    """An id out of a record's: the same every time."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

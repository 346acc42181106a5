"""Writes what a batch of records asserts: its ties and roles, each group of one kind at once."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from graph import queries as cypher
from graph.bolt import Query
from graph.failures import EndMissing, StatementRefused
from graph.model import Provenance, Role, Statement, Tie

_PROVENANCE = (
    "id", "record", "source", "agency", "reference", "recorded_on", "source_grade", "information_grade", "handling",
    "nature", "observed_from", "observed_to", "review_by", "stated_by", "status", "written",
)  # fmt: skip
_TIE = (*_PROVENANCE, "strength", "both_ways", "provisional", "text", "child_view")
_ROLE = (*_PROVENANCE, "harm_type", "level", "tool", "tool_version", "text")
_Groups = dict[tuple[str, str, str], list[tuple[Any, ...]]]  # (label, type, label) -> (from id, to id, *properties)


def mark(record_id: str) -> str:
    """The short name of a record's version, first part of the ids of its assertions: 80 bits of BLAKE2 in base32."""
    return base64.b32encode(hashlib.blake2b(record_id.encode(), digest_size=10).digest()).decode()


def write_assertions(query: Query, changed: Sequence[Statement], ids: Mapping[str, str], version: int) -> None:
    """Write the ties and roles of records whose entities are in the graph already.

    Parameters
    ----------
    changed
        The statements being written.
    ids
        Record key -> id of the version being written.
    version
        Of the data, with this write: what was not there before a decision is told by it.

    Raises
    ------
    EndMissing
        An assertion names an entity that is not held.
    """
    groups: _Groups = defaultdict(list)
    for statement in changed:
        key = statement.record.key
        short = mark(ids[key]) if statement.ties or statement.roles else ""
        for n, tie in enumerate(statement.ties, 1):
            words = (cypher.node(tie.from_kind), cypher.relationship(tie.kind), cypher.node(tie.to_kind))
            groups[words].append((tie.from_id, tie.to_id, f"{short}-{n}", key, *_tie(tie, version)))
        for n, role in enumerate(statement.roles, len(statement.ties) + 1):
            words = (cypher.node(role.person_kind), cypher.ROLE, "Role")
            groups[words].append((role.person_id, role.role, f"{short}-{n}", key, *_role(role, version)))
    if roles := sorted({row[1] for (_, _, label), rows in groups.items() if label == "Role" for row in rows}):
        query(cypher.CREATE_ROLE_NODES, roles=roles)
    for (start, kind, end), rows in sorted(groups.items()):
        names = _ROLE if kind == cypher.ROLE else _TIE
        (found,) = query(cypher.create_ties(start, kind, end, names), rows=rows)
        if found["n"] != len(rows):
            raise _missing(query, groups, (start, kind, end), found["n"])


def _missing(query: Query, groups: _Groups, words: tuple[str, str, str], written: int) -> StatementRefused:
    """Which end it is that is not held; looked up only once something could not be written."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)  # label -> id -> key of a record that names it
    for (from_label, _, to_label), rows in groups.items():
        for from_id, to_id, _, key, *_ in rows:
            wanted[from_label].setdefault(from_id, key)
            wanted[to_label].setdefault(to_id, key)
    wanted.pop("Role", None)
    for label, ends in sorted(wanted.items()):
        have = {row["id"] for row in query(cypher.known(label), ids=sorted(ends))}
        for end, key in ends.items():
            if end not in have:
                return EndMissing(end, cypher.kinds_by_node()[label].replace("_", " "), key)
    return StatementRefused(f"Only {written} of {len(groups[words])} {words[1]} could be written. Nothing was.")


def _tie(tie: Tie, version: int) -> tuple[Any, ...]:
    return (
        *_provenance(tie.provenance), version, tie.strength, tie.both_ways, tie.provisional, tie.text, tie.child_view
    )  # fmt: skip


def _role(role: Role, version: int) -> tuple[Any, ...]:
    return (*_provenance(role.provenance), version, role.harm_type, role.level, role.tool, role.tool_version, role.text)


def _provenance(found: Provenance) -> tuple[Any, ...]:
    """The values of `_PROVENANCE` from the third on; a None is not stored."""
    grade = found.grade
    return (
        found.source, found.agency, found.reference, found.recorded_on,
        grade.source or None, grade.information or None, grade.handling or None,
        found.nature, found.observed_from, found.observed_to, found.review_by, found.stated_by, "current",
    )  # fmt: skip

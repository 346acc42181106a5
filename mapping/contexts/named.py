"""Every place, school and peer group of a snapshot by name, and which of them are private."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words

KINDS = ("location", "school", "peer_group")
"""The entity kinds that can be assessed as contexts."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place, school or peer group."""

    id: str
    kind: str  # one of KINDS
    name: str
    label: str  # "Station", "School", "Friends"
    private: bool  # a children's home or an address: never named on a panel view


def named(snapshot: Snapshot) -> tuple[Named, ...]:
    """Every context of a snapshot, in the order of their names."""
    table = snapshot.entities.filter(pc.is_in(snapshot.entities["kind"], pa.array(KINDS)))
    hidden = private_kinds()
    found = (
        Named(
            row["id"],
            row["kind"],
            row["name"] or row["id"],
            _label(row["kind"], row["subkind"]),
            row["kind"] == "location" and row["subkind"] in hidden,
        )
        for row in table.select(["id", "kind", "name", "subkind"]).to_pylist()
    )
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def private_kinds() -> frozenset[str]:
    """The kinds of place that a panel is not shown, as the code list says."""
    codes = schema().codes["place_kind"].codes.values()
    return frozenset(code.code for code in codes if code.extra.get("private") == "yes")


def _label(kind: str, subkind: str | None) -> str:
    if kind == "school":
        return "School"
    if kind == "location":
        return words.label("place_kind", subkind) if subkind else "Place"
    return f"Peer group: {words.label('group_kind', subkind).lower()}" if subkind else "Peer group"

"""Small snapshots for tests, built in a line or two without a server. All people are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from data_schema import schema
from graph.snapshot import AREAS, ENTITIES, ROLES, TIES, Snapshot

TODAY = date(2026, 11, 3)


@dataclass
class Maker:
    """Collects rows and makes a Snapshot of them."""

    today: date = TODAY
    entities: list[dict[str, Any]] = field(default_factory=list)
    ties: list[dict[str, Any]] = field(default_factory=list)
    roles: list[dict[str, Any]] = field(default_factory=list)
    areas: list[dict[str, Any]] = field(default_factory=list)

    def entity(self, kind: str, id: str, name: str = "", **columns: Any) -> str:
        self.entities.append({"id": id, "kind": kind, "name": name or id, "identified": True, **columns})
        return id

    def child(self, id: str, name: str = "", born: date | None = date(2012, 5, 1), **columns: Any) -> str:
        return self.entity("child", id, name, date_of_birth=born, **columns)

    def adult(self, id: str, name: str = "", born: date | None = date(1990, 5, 1), **columns: Any) -> str:
        return self.entity("adult", id, name, date_of_birth=born, **columns)

    def place(self, id: str, name: str = "", subkind: str = "park", **columns: Any) -> str:
        return self.entity("location", id, name, subkind=subkind, **columns)

    def tie(self, from_id: str, kind: str, to_id: str, **columns: Any) -> str:
        id: str = columns.pop("id", f"t{len(self.ties) + 1}")
        self.ties.append(
            {
                "id": id,
                "kind": kind,
                "from_id": from_id,
                "to_id": to_id,
                "strength": "medium",
                "both_ways": not schema().ties[kind].directed,
                "provisional": False,
                **self._provenance(id),
                **columns,
            }
        )
        return id

    def role(self, person_id: str, role: str, **columns: Any) -> str:
        id: str = columns.pop("id", f"r{len(self.roles) + 1}")
        self.roles.append(
            {
                "id": id,
                "role": role,
                "person_id": person_id,
                "harm_type": "",
                "level": "",
                "tool": "",
                "tool_version": "",
                **self._provenance(id),
                **columns,
            }
        )
        return id

    def _provenance(self, id: str) -> dict[str, Any]:
        return {
            "record": f"ties|{id}",
            "source": "ties",
            "agency": "police",
            "reference": f"PI-{id}",
            "source_grade": "2",
            "information_grade": "B",
            "handling": "P",
            "nature": "assessment",
            "observed_from": date(2026, 10, 1),
            "observed_to": date(2026, 10, 20),
            "recorded_on": date(2026, 10, 21),
            "review_by": None,
            "written": 1,
        }

    def snapshot(self) -> Snapshot:
        return Snapshot(
            pa.Table.from_pylist(self.entities, ENTITIES),
            pa.Table.from_pylist(self.ties, TIES),
            pa.Table.from_pylist(self.roles, ROLES),
            pa.Table.from_pylist(self.areas, AREAS),
            as_of=self.today,
            version="test",
            viewer="A. Brennan",
            purpose="test",
        )

"""What policy and a viewer's clearance leave out of a reading: the one place where that is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.access import Viewer
from graph.snapshot import ENTITIES, Withheld

_SHOWN_OF_RESTRICTED = {"id", "kind", "name", "subkind"}


@dataclass(frozen=True, slots=True)
class Scope:
    """The codes that are left out for one viewer."""

    information: tuple[str, ...]
    handling: tuple[str, ...]

    @classmethod
    def of(cls, viewer: Viewer) -> Scope:
        """Suspected-false information is left out for everybody; conditional handling unless the viewer may see it."""
        policy = schema().policy
        return cls(
            policy.left_out_information, tuple(code for code in policy.left_out_handling if code not in viewer.handling)
        )

    def open(self, information: str | None, handling: str | None) -> bool:
        """Whether this grade may be shown."""
        return information not in self.information and handling not in self.handling

    def withheld(self, *grades: tuple[str | None, str | None]) -> Withheld:
        """Count what is not shown: each assertion or record once, as suspected false before restricted."""
        false = sum(information in self.information for information, _ in grades)
        return Withheld(false, sum(not self.open(*grade) for grade in grades) - false)

    def parameters(self) -> dict[str, Any]:
        """For a query that leaves out by itself."""
        return {"left_out_information": list(self.information), "left_out_handling": list(self.handling)}

    def assertions(self, table: pa.Table) -> tuple[pa.Table, Withheld]:
        """The assertions that may be shown, and how many may not."""
        false = pc.is_in(table["information_grade"], pa.array(self.information, pa.string()))
        kept_back = pc.is_in(table["handling"], pa.array(self.handling, pa.string()))
        restricted = pc.and_(kept_back, pc.invert(false))
        shown = table.filter(pc.invert(pc.or_(false, kept_back)))
        return shown, Withheld(pc.sum(false).as_py() or 0, pc.sum(restricted).as_py() or 0)

    def entities(self, table: pa.Table, ties: pa.Table, roles: pa.Table) -> pa.Table:
        """The entities that may be shown, columns ENTITIES.

        Those that an open record describes, and the ends of the assertions shown. An end that only restricted
        records describe keeps its name and kind and nothing more.
        """
        hidden = pc.or_(
            pc.is_in(table["information"], pa.array(self.information, pa.string())),
            pc.is_in(table["handling"], pa.array(self.handling, pa.string())),
        )
        described = pc.and_(pc.fill_null(table["described"], False), pc.invert(hidden))
        ends = pa.chunked_array(
            [*ties["from_id"].chunks, *ties["to_id"].chunks, *roles["person_id"].chunks], pa.string()
        )
        found = table.filter(pc.or_(described, pc.is_in(table["id"], ends)))
        hidden = pc.or_(
            pc.is_in(found["information"], pa.array(self.information, pa.string())),
            pc.is_in(found["handling"], pa.array(self.handling, pa.string())),
        )
        columns = [
            found[field.name]
            if field.name in _SHOWN_OF_RESTRICTED
            else pc.if_else(hidden, pa.scalar(None, field.type), found[field.name])
            for field in ENTITIES
        ]
        return pa.Table.from_arrays(columns, schema=ENTITIES)

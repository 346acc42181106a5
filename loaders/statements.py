"""Turns checked and linked rows into statements: one record with the entities, ties and roles that it speaks of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph.model import Entity, Grade, Provenance, Record, Role, Stated, Statement, Tie, fold
from loaders.check import Checked
from loaders.columns import ERRORS, folded, letter
from loaders.dates import When
from loaders.link import Linker, Ref
from loaders.words import clean

_SLICE = 5_000


@dataclass
class Said:
    """What one row says, while it is being put together."""

    entities: dict[str, Entity] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    plans: list[Stated] = field(default_factory=list)

    def entity(self, entity: Entity) -> None:
        """Add an entity, once."""
        self.entities.setdefault(entity.id, entity)

    def tie(self, kind: str, start: Ref, end: Ref, provenance: Provenance, **more: Any) -> None:
        """Add a tie, and its ends where the row brings them into being."""
        for ref in (start, end):
            if ref.made:
                self.entity(ref.made)
        self.ties.append(Tie(kind, start.kind, start.id, end.kind, end.id, provenance, **more))


@dataclass
class Row:
    """One sound row: its values, whom it names, and what it describes."""

    checked: Checked
    linked: dict[str, list[tuple[Ref, ...]]]
    linker: Linker
    place: int
    id: str  # of the entity that the row describes, "" when it describes none

    def __getitem__(self, column: str) -> Any:
        return self.checked.values[column][self.place]

    def get(self, column: str) -> Any:
        """The value of a column, or None when the source has no such column or it is empty."""
        values = self.checked.values.get(column)
        return (values[self.place] if values is not None else None) or None

    def text(self, column: str) -> str:
        """The text of a column, `""` when it is empty or the source has none such."""
        return self.get(column) or ""

    def day(self, column: str) -> date | None:
        """The day in a date column."""
        when = self.get(column)
        return when.day if isinstance(when, When) else None

    def refs(self, column: str) -> tuple[Ref, ...]:
        """Whom a cell names."""
        return self.linked[column][self.place]

    def filled(self, **properties: Any) -> dict[str, Any]:
        """Only the properties that hold something."""
        return {name: value for name, value in properties.items() if value not in (None, "", ())}

    def provenance(
        self, start: date | None = None, end: date | None = None, *, nature: str = "assessment"
    ) -> Provenance:
        """Where this row comes from; `nature` is what an empty cell means."""
        source = self.checked.source
        return Provenance(
            source.name,
            self.text("source_agency") or source.agency or "hub",
            self.text("record_reference"),
            self.day("recorded_on") or self.checked.today,
            Grade(self.get("source_grade"), self.get("information_grade"), self.get("handling")),
            self.text("fact_or_assessment") or nature,
            start,
            end,
            self.day("review_date"),
            self.text("stated_by"),
        )


def statements(
    build: Callable[[Row], Said],
    checked: Checked,
    linked: dict[str, list[tuple[Ref, ...]]],
    linker: Linker,
    ids: list[str],
    file: str,
    leave: set[int],
) -> Iterator[tuple[int, Statement]]:
    """The statement of every sound row, with its place; rows in `leave` are passed over."""
    texts: list[str] = []
    for place in range(len(checked.numbers)):
        if place % _SLICE == 0:
            texts = _texts(checked, place)
        if place in checked.bad or place in leave:
            continue
        row = Row(checked, linked, linker, place, ids[place] if ids else "")
        said = build(row)
        yield (
            place,
            Statement(
                record(checked, place, file, texts[place % _SLICE]),
                tuple(said.entities.values()),
                tuple(said.ties),
                tuple(said.roles),
                tuple(said.plans),
            ),
        )


def record(checked: Checked, place: int, file: str, values: str) -> Record:
    """The record behind a row. Its key outlives the file; its digest is of what the row means, however written."""
    days = checked.values.get("recorded_on")
    when = days[place] if days is not None else None
    return Record(
        key(checked, place),
        digest(checked, place),
        checked.source.name,
        file,
        checked.numbers[place],
        values,
        when.day if isinstance(when, When) else None,
    )


def key(checked: Checked, place: int) -> str:
    """Source and natural key of a row: `ties|police|pi-20417|ot-0981|pl-012|seen_with`.

    Where a source without a record reference could say the same on several days, the first day is part of the key.
    """
    parts = [checked.source.name, *(_folded(checked.values[name][place]) for name in checked.source.record_key)]
    if "record_reference" in checked.source.record_key and not checked.values["record_reference"][place]:
        extra = checked.source.extra.get("key_without_reference", ())
        parts += [_folded(checked.values[name][place]) for name in extra]
    return "|".join(parts)


def _folded(value: Any) -> str:
    return fold(_written(value)).replace("|", "%7c")


def _written(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def digest(checked: Checked, place: int) -> str:
    """A digest of what a row says in the columns of its contract, the same however dates and codes are written."""
    names = checked.source.columns
    said = "\x1f".join(
        f"{column.name}\x1e{(_folded if column.entity or column.unique else _written)(value)}"
        for column in names
        if (value := checked.values[column.name][place])
    )
    if derived := checked.derived.get(place):
        said += f"\x1fderived\x1e{derived}"  # a look-up or boundaries that came later make it another version
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def _texts(checked: Checked, start: int) -> list[str]:
    """Some rows as JSON, column -> text as the file has it; columns outside the contract under their own names."""
    table, match = checked.table, checked.match
    part = table.cells.slice(start, _SLICE)
    names = {place: name for name, place in match.places.items()}
    columns: list[tuple[str, list[str]]] = []
    left = checked.source.extra.get("not_kept", ())
    for place, header in enumerate(table.header):
        if folded(header) != ERRORS and names.get(place) not in left:
            name = names.get(place) or clean(header) or f"column {letter(place)}"
            columns.append((name, part.column(place).to_pylist()))
    return [
        json.dumps({name: column[at] for name, column in columns if column[at]}, ensure_ascii=False)
        for at in range(part.num_rows)
    ]

"""Reads the rows of an Arrow table one at a time and column by column: nothing is decoded that nobody asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


class Rows:
    """The rows of a table, by number, by their id and by who stands at an end of them."""

    def __init__(self, table: pa.Table, *ends: str) -> None:
        self._table = table
        self._columns: dict[str, list[Any]] = {}
        self._place: dict[str, int] | None = None
        self._ends = ends
        self._of: dict[str, list[int]] | None = None

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[Row]:
        return (Row(self, at) for at in range(len(self)))

    def column(self, name: str) -> list[Any]:
        """A column as Python values; a value that recurs is made once."""
        if name not in self._columns:
            coded = pc.dictionary_encode(self._table[name], null_encoding="encode").combine_chunks()
            values = coded.dictionary.to_pylist()
            self._columns[name] = [values[code] for code in coded.indices.to_pylist()]
        return self._columns[name]

    def by_id(self, id_: str) -> Row | None:
        """The row of this id."""
        if self._place is None:
            self._place = {one: at for at, one in enumerate(self._table["id"].to_pylist())}
        at = self._place.get(id_)
        return None if at is None else Row(self, at)

    def where(self, name: str, values: Collection[str]) -> list[Row]:
        """The rows that hold one of these values in a column, in their order."""
        wanted = pc.is_in(self._table[name], pa.array(sorted(values), pa.string()))
        return [Row(self, at) for at in np.flatnonzero(wanted.to_numpy(zero_copy_only=False)).tolist()]

    def of(self, end: str) -> list[Row]:
        """The rows at one of whose ends this stands, in their order."""
        if self._of is None:
            said = pa.chunked_array([chunk for name in self._ends for chunk in self._table[name].chunks], pa.string())
            coded = pc.dictionary_encode(said).combine_chunks()
            code = coded.indices.to_numpy(zero_copy_only=False)
            row = np.tile(np.arange(len(self)), len(self._ends))
            order = np.lexsort((row, code))
            bounds = np.searchsorted(code[order], np.arange(len(coded.dictionary) + 1))
            ordered = row[order].tolist()
            self._of = {
                one: list(dict.fromkeys(ordered[low:high]))
                for one, low, high in zip(coded.dictionary.to_pylist(), bounds[:-1], bounds[1:], strict=True)
            }
        return [Row(self, at) for at in self._of.get(end, ())]


class Row(Mapping[str, Any]):
    """One row of a table, read as a mapping from column to value."""

    __slots__ = ("_at", "_rows")

    def __init__(self, rows: Rows, at: int) -> None:
        self._rows, self._at = rows, at

    def __getitem__(self, name: str) -> Any:
        return self._rows.column(name)[self._at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows._table.column_names)

    def __len__(self) -> int:
        return len(self._rows._table.column_names)

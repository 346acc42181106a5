"""A table as a file gives it: every cell as text, every row with the number that Excel shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from loaders.columns import ERRORS, folded
from loaders.limits import LIMITS, Limits
from loaders.problem import Problem, Refusal
from loaders.quarantine import restored

_CHUNK = 20_000
_MARKS = {";": "semicolons", "\t": "tabs", "|": "|", ",": "commas"}


@dataclass(frozen=True)
class Ragged:
    """A row with more or fewer cells than the header names: kept as it came."""

    row: int
    cells: tuple[str, ...]
    problem: Problem


@dataclass(frozen=True)
class Table:
    """A header and its rows. `cells` has one string column per header cell, named `0`, `1`..., in the file's order."""

    header: tuple[str, ...]
    cells: pa.Table
    rows: pa.Array  # int64, the number of each row as Excel shows it
    ragged: tuple[Ragged, ...] = ()
    form: str = ""  # how it was written, for the report: "CSV, UTF-8, comma"
    notes: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return int(self.cells.num_rows) + len(self.ragged)


def collect(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    form: str,
    notes: Sequence[str] = (),
    limits: Limits = LIMITS,
) -> Table:
    """Gather rows into a table, in Arrow's compact memory, setting aside those of another length than the header.

    Parameters
    ----------
    rows
        Row number as Excel shows it and its cells. Rows without any text are passed over.

    Raises
    ------
    Refusal
        There are more rows than the limit.
    """
    width = len(header)
    if ERRORS in map(folded, header):  # a quarantine file, mended: take away what it added
        header = [restored(cell) for cell in header]
        rows = ((number, [restored(cell) for cell in cells]) for number, cells in rows)
    chunks: list[pa.Table] = []
    numbers: list[int] = []
    ragged: list[Ragged] = []
    names = [str(place) for place in range(width)]

    def flush(batch: list[Sequence[str]]) -> None:
        columns = zip(*batch, strict=True) if batch else ([] for _ in names)
        chunks.append(pa.table([pa.array(column, pa.string()) for column in columns], names=names))
        batch.clear()

    batch: list[Sequence[str]] = []
    for number, given in _filled(rows):
        cells = given if len(given) == width else _trimmed(given, width)
        if len(cells) != width:
            ragged.append(Ragged(number, tuple(cells), _ragged_problem(number, cells, width)))
            continue
        batch.append(cells)
        numbers.append(number)
        if len(batch) >= _CHUNK:
            flush(batch)
        if len(numbers) > limits.rows:
            raise Refusal(f"The file has more than {limits.rows:,} rows. Split it and load the parts.", "too_many_rows")
    flush(batch)
    return Table(
        tuple(header), pa.concat_tables(chunks), pa.array(numbers, pa.int64()), tuple(ragged), form, tuple(notes)
    )


def _filled(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Sequence[str]]]:
    for number, cells in rows:
        # Ctrl-Z alone is how old systems end a file.
        if any(cell and not cell.isspace() and cell != "\x1a" for cell in cells):
            yield number, cells


def _trimmed(cells: Sequence[str], width: int) -> Sequence[str]:
    """Cells beyond the header that are empty say nothing: exports often add a last comma."""
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return cells[:width]
    return cells


def _ragged_problem(number: int, cells: Sequence[str], width: int) -> Problem:
    if len(cells) > width:
        mend = "Put a text that holds a comma or other separator between quotation marks, or take out the extra one."
    else:
        mend = "Look for a missing separator, a line break inside a text without quotation marks, or a closing line."
        if len(cells) == 1 and (other := [mark for mark in ";\t|," if cells[0].count(mark) >= width - 1]):
            mend = f"It seems to be separated by {_MARKS[other[0]]}, and the header is not. Use one for the whole file."
    return Problem(
        number,
        None,
        "",
        "wrong_number_of_cells",
        f"This row has {len(cells)} {'cell' if len(cells) == 1 else 'cells'} and the header names {width} columns. "
        f"{mend}",
    )

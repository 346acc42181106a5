"""Reads a table out of a file, by its content and within bounds: text with delimiters, or an Excel workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from data_schema import Source
from loaders import dialect, xlsx
from loaders.columns import Match
from loaders.limits import LIMITS, Limits
from loaders.problem import Refusal, size
from loaders.recognition import below_title, known_columns, settle, tables
from loaders.sniff import Kind, kind_of
from loaders.table import Table, collect

_END = "\x1f\x1ekith-end\x1e"
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}


def read_table(
    path: Path, wanted: Source | None = None, limits: Limits = LIMITS, *, head: bool = False
) -> tuple[Table, Match]:
    """Read a file as a table of the source that its columns name; with `head` no row of it.

    Raises
    ------
    Refusal
        The file is no table, damaged, or of no source; the message says what to do.
    """
    kind = kind_of(path, limits)
    if kind in {Kind.GEOJSON, Kind.GEOPACKAGE}:
        raise Refusal("This is a file of boundaries and holds no table. Nothing in it was read.", "wrong_kind_of_file")
    if kind is Kind.WORKBOOK:
        return xlsx.read_workbook(path, wanted, limits, head=head)
    return read_text(path, wanted, limits, head=head)


def read_text(
    path: Path, wanted: Source | None = None, limits: Limits = LIMITS, *, head: bool = False
) -> tuple[Table, Match]:
    """Read a text file with delimiters; see `read_table`."""
    name = dialect.encoding(path)
    with path.open(encoding=name, newline="") as file:
        first = _first_line(file, limits)
        skip = first.strip().lower().startswith("sep=") and len(first.strip()) == 5
        mark = first.strip()[4] if skip else None
    if skip:
        with path.open(encoding=name, newline="") as file:
            file.readline()
            first = _first_line(file, limits)
    how = dialect.Dialect(name, mark or dialect.delimiter(first, known_columns), 1 if skip else 0)
    records = _records(path, how, limits)
    start, header = next(records, (0, []))
    if not header:
        raise Refusal("The file is empty: it holds no text. Export it again.", "empty_file")
    found = _settled(header, wanted, records, limits)
    form = f"CSV, {_ENCODINGS.get(name, name.upper())}, {dialect.DELIMITERS.get(how.delimiter, how.delimiter)}"
    notes = [] if start == 1 else [f"The header was found on row {start}."]
    if name == "cp1252" and not head and (strange := dialect.half_utf8(path)):
        notes.append(
            f"The file mixes UTF-8 and Windows letters and was read as Windows text: “{strange}” is one place where "
            "letters came out wrong. Save it as “CSV UTF-8”, correct those names and load it again."
        )
    return collect(header, () if head else records, form=form, notes=notes, limits=limits), found


def _settled(
    header: list[str], wanted: Source | None, records: Iterator[tuple[int, list[str]]], limits: Limits
) -> Match:
    try:
        return settle(header, tables(), wanted, limits)
    except Refusal as refusal:
        below_title(refusal, records)
        raise


def _first_line(file: Iterator[str], limits: Limits) -> str:
    for line in file:
        if line.strip():
            if len(line) > limits.cell:
                raise Refusal(f"The first line alone has {size(len(line))}. This is no table.", "not_a_table", row=1)
            return line
    raise Refusal("The file is empty: it holds only blank lines. Export it again.", "empty_file")


def _records(path: Path, how: dialect.Dialect, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number as Excel shows it: records are counted, not lines, and blank ones count."""
    # The limit belongs to the whole process; it is only ever set to this one value.
    csv.field_size_limit(limits.cell)
    with path.open(encoding=how.encoding, newline="") as file:
        for _ in range(how.skip):
            file.readline()
        reader = csv.reader(_with_end(file), delimiter=how.delimiter)
        number = 0
        while True:
            number += 1
            try:
                record = next(reader, None)
            except csv.Error as error:
                raise Refusal(
                    f"Row {number} cannot be read: a cell is longer than {size(limits.cell)}, most likely because a "
                    "quotation mark in it is never closed.",
                    "unreadable_row",
                    row=number,
                ) from error
            if record is None or record == [_END]:
                return
            if record and record[-1].endswith(_END):
                raise _never_closed(number, record)
            if record:
                yield number, record


def _never_closed(number: int, record: list[str]) -> Refusal:
    return Refusal(
        f"A quotation mark opened on row {number}, in cell {len(record)}, is never closed, so the rest of the "
        "file cannot "
        "be told apart. Close it or take it out. Nothing in the file was loaded.",
        "quote_never_closed",
        row=number,
    )


def _with_end(lines: Iterator[str]) -> Iterator[str]:
    """The lines and one more that no file holds: a text that is still open at the end swallows it, and shows."""
    yield from lines
    yield _END

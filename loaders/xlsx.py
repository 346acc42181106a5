"""Reads an Excel workbook within bounds: checked as an archive first, then row by row from the right sheet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl

from data_schema import Source
from loaders.columns import Match
from loaders.limits import LIMITS, Limits
from loaders.problem import Refusal, shown, size
from loaders.recognition import below_title, check_header, known_columns, settle, tables
from loaders.table import Table, collect

_DAMAGED = (
    "The Excel file breaks off or is damaged. Open it in Excel, save it again and load that. Nothing in it was read."
)
_BLOCK = 1 << 18
_NO_RESULT = re.compile(
    rb"<c(?![^>]{0,200} t=\"str\")[^>]{0,100}? r=\"([A-Z]{1,3}\d{1,7})\"[^>]{0,100}>"
    rb"<f(?:[^>]{0,200}/>|[^>]{0,200}>[^<]{0,1000}</f>)(?:<v ?/>|<v></v>)?</c>"
)


def read_workbook(
    path: Path, wanted: Source | None = None, limits: Limits = LIMITS, *, head: bool = False
) -> tuple[Table, Match]:
    """Read the one sheet of a workbook whose columns are those of a source; with `head` no row of it.

    Raises
    ------
    Refusal
        The workbook is damaged, too large once unpacked, has no such sheet, or has several.
    """
    check_archive(path, limits)
    with path.open("rb") as file:  # by content: openpyxl would refuse another suffix
        return _from_file(file, wanted, limits, head)


def _from_file(file: BinaryIO, wanted: Source | None, limits: Limits, head: bool) -> tuple[Table, Match]:
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise Refusal(_DAMAGED, "damaged_file") from error
    try:
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        for sheet in sheets:
            if hasattr(sheet, "reset_dimensions"):
                sheet.reset_dimensions()  # some systems write a wrong size of the sheet
        return _from_sheets(sheets, wanted, limits, head)
    except Refusal:
        raise
    except Exception as error:
        raise Refusal(_DAMAGED, "damaged_file") from error
    finally:
        book.close()


def _from_sheets(sheets: Sequence[Any], wanted: Source | None, limits: Limits, head: bool) -> tuple[Table, Match]:
    found: list[tuple[Match, Any, int]] = []
    refusals: list[tuple[int, Refusal]] = []
    for sheet in sheets:
        start, header = _header(sheet, limits)
        if not header:
            continue
        try:
            check_header(header, limits)
            found.append((settle(header, tables(), wanted, limits), sheet, start))
        except Refusal as refusal:
            refusals.append(_better(refusal, header, _rows(sheet, limits), start))
    if not found:
        if not refusals:
            raise Refusal("The workbook is empty: no sheet holds any text.", "empty_file")
        raise max(refusals, key=lambda entry: entry[0])[1]
    found.sort(key=lambda entry: -entry[0].found)
    if len(found) > 1:
        titles = " and ".join(
            f"“{shown(sheet.title)}” ({match.source.name}{', hidden' if sheet.sheet_state != 'visible' else ''})"
            for match, sheet, _ in found
        )
        raise Refusal(
            f"The workbook holds several sheets that could be loaded: {titles}. Save each as a file of its own, or "
            "delete the one that is not meant.",
            "several_sheets",
        )
    match, sheet, start = found[0]
    if cell := None if head else _unreckoned(sheet):
        raise Refusal(
            f"Cell {cell} of the sheet “{shown(sheet.title)}” holds a formula whose result was never stored, so its "
            "value is not known. Open the workbook in Excel, save it and load it again. Nothing in it was read.",
            "formula_without_result",
        )
    notes = [] if start == 1 else [f"The header was found on row {start}."]
    if others := [shown(other.title) for other in sheets if other is not sheet]:
        notes.append(f"Only the sheet “{shown(sheet.title)}” was read, not {', '.join(others)}.")
    rows = _rows(sheet, limits)
    header = _trimmed(next(cells for number, cells in rows if number == start))
    width = len(header)
    rows = ((number, cells + ("",) * (width - len(cells))) for number, cells in rows)  # empty ends are not written
    return collect(header, () if head else rows, form="Excel workbook", notes=notes, limits=limits), match


def _better(
    refusal: Refusal, header: Sequence[str], rows: Iterator[tuple[int, tuple[str, ...]]], start: int
) -> tuple[int, Refusal]:
    """Why a sheet is not read, and how near it is to one that is; a header below a title is nearest."""
    try:
        below_title(refusal, ((number, cells) for number, cells in rows if number > start))
    except Refusal as later:
        return 1_000, later
    return known_columns(header), refusal


def _header(sheet: Any, limits: Limits) -> tuple[int, list[str]]:
    """The first row of a sheet with any text, trimmed of empty cells at its end."""
    for number, cells in islice(_rows(sheet, limits), 50):
        if any(cell.strip() for cell in cells):
            return number, _trimmed(cells)
    return 0, []


def _unreckoned(sheet: Any) -> str | None:
    """The first cell with a formula but no result, as programs other than a spreadsheet leave it; it would be empty.

    A text formula (`t="str"`) may well result in an empty text.
    """
    with zipfile.ZipFile(sheet.parent._archive.fp) as archive, archive.open(sheet._worksheet_path) as part:
        tail = b""
        while block := part.read(_BLOCK):
            window = tail + block
            if b"<f" in window and (found := _NO_RESULT.search(window)):
                return found[1].decode("ascii", "replace")
            tail = window[-2_000:]
    return None


def _trimmed(cells: Sequence[str]) -> list[str]:
    """A header without the empty cells at its end."""
    header = list(cells)
    while header and not header[-1].strip():
        header.pop()
    return header


def _rows(sheet: Any, limits: Limits) -> Iterator[tuple[int, tuple[str, ...]]]:
    number = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if len(row) > 16_384 or number > 1_048_576 + limits.rows:
            raise Refusal(_DAMAGED, "damaged_file")
        yield number, tuple("" if value is None else text(value) for value in row)


def text(value: object) -> str:
    """A cell as the text that a CSV would hold: dates year first, whole numbers without `.0`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


def check_archive(path: Path, limits: Limits = LIMITS) -> None:
    """Refuse a workbook that would fill the memory, carries XML entities, or is cut off; nothing of it is kept.

    The sizes that the archive declares are checked first, then every part is unpacked in blocks and thrown away.

    Raises
    ------
    Refusal
        With the size found, or that it is damaged.
    """
    if (packed := path.stat().st_size) > limits.workbook:
        raise Refusal(
            f"The workbook has {size(packed)}; Kith reads up to {size(limits.workbook)}. Save the sheet as CSV.",
            "file_too_large",
        )
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _declared(members, packed, limits)
            total = 0
            for member in members:
                if member.flag_bits & 0x1:
                    raise Refusal(
                        "The workbook has a password. Save it without one and load that.", "wrong_kind_of_file"
                    )
                if member.filename.endswith((".xml", ".rels")):
                    total += _unpacked(archive, member, limits)
                if total > limits.unpacked:
                    raise _too_large(total, packed, limits)
    except Refusal:
        raise
    except Exception as error:  # zlib, zipfile and struct each raise their own
        raise Refusal(_DAMAGED, "damaged_file") from error


def _declared(members: Sequence[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    declared = sum(member.file_size for member in members)
    if declared > limits.unpacked or len(members) > 5_000:
        raise _too_large(declared, packed, limits)
    for member in members:
        if member.filename.endswith("sharedStrings.xml") and member.file_size > limits.strings:
            raise _too_large(member.file_size, packed, limits)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> int:
    total, tail = 0, b""
    with archive.open(member) as part:
        while block := part.read(_BLOCK):
            total += len(block)
            # No workbook that Excel writes declares entities; one that does is built to blow up or to read files.
            if b"<!DOCTYPE" in (window := tail + block) or b"<!ENTITY" in window:
                raise Refusal(
                    "The Excel file carries instructions that no spreadsheet needs. Nothing in it was read.",
                    "unsafe_file",
                )
            tail = block[-16:]
            if total > limits.unpacked:
                break
    return total


def _too_large(total: int, packed: int, limits: Limits) -> Refusal:
    return Refusal(
        f"The workbook would unpack from {size(packed)} to at least {size(total)}; Kith reads up to "
        f"{size(limits.unpacked)}. "
        "Save the sheet as CSV, or in parts. Nothing in it was read.",
        "file_too_large",
    )

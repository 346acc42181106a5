"""Writes the empty file of a source: its columns, and in a workbook also their rules and lists to choose from."""

from __future__ import annotations

import csv
import io

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_schema import Column, Source, schema
from loaders.problem import Refusal
from loaders.recognition import named

RULES = ("Column", "Meaning", "Must be filled", "How it is written", "Allowed values", "Example")
_ROWS = 2_000
"""Rows of the sheet to which the lists apply."""
_HEAD = PatternFill("solid", fgColor="1F3A40")
_WRITTEN = {
    "date": "A day: yyyy-mm-dd or dd/mm/yyyy",
    "datetime": "A day, with the time where it is known: 2026-10-25 23:40 or 25/10/2026 23:40",
    "number": "A number",
    "coordinate": "A number",
    "integer": "A whole number",
    "list": "Several, separated by semicolons",
    "code": "One of the allowed values",
}


def template(source_name: str, xlsx: bool = False) -> bytes:
    """The empty file of a source, to be filled in by hand.

    Parameters
    ----------
    source_name
        A source that is a table, such as `ties`.
    xlsx
        As a workbook whose second sheet has the rule of every column and an example, and whose code columns offer their
        codes; otherwise as CSV (UTF-8 with its mark, which spreadsheets need) with the header alone.

    Raises
    ------
    Refusal
        There is no such source, or it is no table.
    """
    source = named(source_name)
    if source.format != "table":
        where = "GeoJSON or GeoPackage files" if source.format == "geo" else "the list that its owner publishes"
        raise Refusal(f"{source.title}: this is loaded from {where}, so there is no table to fill in.", "no_table")
    return _workbook(source) if xlsx else _csv(source)


def _csv(source: Source) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(column.name for column in source.columns)
    return ("\ufeff" + out.getvalue()).encode()


def _workbook(source: Source) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = source.title[:31]
    sheet.freeze_panes = "A2"
    for place, column in enumerate(source.columns, start=1):
        cell = sheet.cell(1, place, column.name)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        cell.comment = Comment(_advice(column), "Kith")
        sheet.column_dimensions[get_column_letter(place)].width = max(14, len(column.name) + 3)
    _rules(book.create_sheet("Rules"), source)
    _lists(book.create_sheet("Codes"), sheet, source)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _advice(column: Column) -> str:
    must = " Must be filled." if column.filled else ""
    return column.description + must + (f" Such as: {column.example}" if column.example else "")


def _rules(sheet: Worksheet, source: Source) -> None:
    sheet.append(RULES)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
    for column in source.columns:
        codes = schema().codes[column.codes].codes.values() if column.codes else ()
        # Past thirty codes a cell gets too long to read; the list has a sheet of its own.
        allowed = "; ".join(f"{code.code} ({code.label})" if code.label != code.code else code.code for code in codes)
        sheet.append(
            (
                column.name,
                column.description,
                "yes" if column.filled else "no",
                _WRITTEN.get(column.type, f"Text of up to {column.max_length:,} characters"),
                allowed if len(allowed) < 1_500 else "See the sheet Codes",
                str(column.example),
            )
        )
    for letter, width in zip("ABCDEF", (20, 60, 14, 40, 70, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s"  # an example that begins with = is shown, never run


def _lists(sheet: Worksheet, data: Worksheet, source: Source) -> None:
    """The codes on a sheet of their own, and the cells of the code columns pointing at them."""
    for place, name in enumerate(dict.fromkeys(column.codes for column in source.columns if column.codes), start=1):
        letter = get_column_letter(place)
        codes = list(schema().codes[name].codes)
        for row, text in enumerate([name, *codes], start=1):
            sheet.cell(row, place, text)
        sheet.column_dimensions[letter].width = 24
        choice = DataValidation(
            type="list",
            formula1=f"Codes!${letter}$2:${letter}${len(codes) + 1}",
            allow_blank=True,
            showErrorMessage=False,
        )
        data.add_data_validation(choice)
        for at, column in enumerate(source.columns, start=1):
            if column.codes == name:
                choice.add(f"{get_column_letter(at)}2:{get_column_letter(at)}{_ROWS}")

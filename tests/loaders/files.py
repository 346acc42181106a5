"""Small extracts for the tests, written as hubs write them. All people are invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

TODAY = date(2026, 11, 3)

CHILDREN = ("identifier", "other_identifiers", "forename", "surname", "date_of_birth", "sex", "school", "source_agency")
TIES = (
    "from,to,kind,direction,strength,context,first_known,last_known,source_agency,record_reference,source_grade,"
    "information_grade,handling,fact_or_assessment,stated_by,child_view,review_date"
).split(",")


def text(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """A table as the text of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def table(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    """A table as a CSV file."""
    path.write_bytes(text(header, rows, delimiter).encode(encoding))
    return path


def child(identifier: str, **cells: str) -> list[str]:
    """One row of a children file."""
    row = {"identifier": identifier, "forename": "Tamsin", "surname": "Brackley", "source_agency": "hub", **cells}
    return [row.get(name, "") for name in CHILDREN]


def tie(start: str, end: str, kind: str, **cells: str) -> list[str]:
    """One row of a ties file."""
    row: Mapping[str, str] = {
        "from": start,
        "to": end,
        "kind": kind,
        "source_agency": "police",
        "record_reference": f"PI-{start}-{end}-{kind}",
        **cells,
    }
    return [row.get(name, "") for name in TIES]


def workbook(path: Path, *sheets: tuple[str, Iterable[Sequence[Any]]]) -> Path:
    """An Excel workbook with these sheets."""
    book = openpyxl.Workbook()
    for name in book.sheetnames:
        del book[name]
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # text that begins with = stays text
    book.save(path)
    return path

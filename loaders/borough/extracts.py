"""Writes rows as the files that hubs really have: some with a byte-order mark, some from an old system."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data_schema import schema

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\n"


PLAIN = Dialect()
WITH_MARK = Dialect("utf-8-sig", ",", "\r\n")  # saved from a spreadsheet
OLD_SYSTEM = Dialect("cp1252", ";", "\r\n")  # exported from an old system


@dataclass(frozen=True, slots=True)
class Written:
    """One file written."""

    path: Path
    source: str  # the contract it follows
    rows: int


def write(path: Path, source: str, rows: Iterable[Row], dialect: Dialect = PLAIN) -> Written:
    """Write rows to a file with exactly the columns of their contract.

    Parameters
    ----------
    path
        File to write; its folder is made.
    source
        Name of the contract in `data_schema/sources`.
    rows
        Column -> text; a column left out is written empty.
    dialect
        Encoding, delimiter and line ends.

    Raises
    ------
    ValueError
        When a row fills a column that the contract does not have.
    """
    columns = [column.name for column in schema().sources[source].columns]
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", delimiter=dialect.delimiter, lineterminator=dialect.newline)
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    return Written(path, source, count)


def write_text(path: Path, text: str) -> Path:
    """Write text as UTF-8 with plain line ends, whatever the machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path

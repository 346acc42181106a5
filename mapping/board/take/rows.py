"""What a board shows as tables for a spreadsheet: one file for each list, and one that says what they are."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence

from mapping.board.take.contents import Contents
from mapping.board.take.svg import legible

FILES = {
    "ties": "ties.csv",
    "people": "people-and-places.csv",
    "actions": "actions.csv",
    "said": "said-in-meeting.csv",
    "notes": "notes.csv",
}
ABOUT = "about.csv"


def tables(told: Contents, neutral: Callable[[str], str]) -> bytes:
    """The lists of a board as CSV files in one ZIP.

    Parameters
    ----------
    told : Contents
        What is on the board, in its naming mode.
    neutral : callable
        Makes a cell such that no spreadsheet runs or changes it: `loaders.quarantine.neutral`, which this room may not
        reach for itself.

    Returns
    -------
    bytes
        UTF-8 with a mark at the start of each file, so that spreadsheets read it as such. `about.csv` holds purpose,
        naming, version and how many of how many; the same contents give the same file.
    """
    files = {ABOUT: _about(told)}
    files |= {FILES[one.name]: [one.heads, *one.rows] for one in told.sections if one.name in FILES}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, rows in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(entry, _csv(rows, neutral))
    return out.getvalue()


def _about(told: Contents) -> list[Sequence[str]]:
    listed = [(FILES[one.name], f"{one.title}: {one.of}") for one in told.sections if one.name in FILES]
    return [
        ("What", "Words"),
        ("Board", told.title),
        *told.facts,
        ("Shown", told.shown),
        ("Copy", told.record),
        *listed,
    ]


def _csv(rows: Iterable[Sequence[str]], neutral: Callable[[str], str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([[neutral(legible(cell)) for cell in row] for row in rows])
    return f"\ufeff{text.getvalue()}".encode()

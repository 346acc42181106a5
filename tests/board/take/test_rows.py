"""The tables of a board: read back whole, nothing for a spreadsheet to run, and a page that says what they are."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from mapping.board.take.copies import Copy, Tools, made
from mapping.board.take.rows import ABOUT, FILES
from tests.board.take.boards import PEOPLE, copy, hostile, large


def tables(one: Copy, tools: Tools) -> dict[str, list[list[str]]]:
    """Every table in the file, read back."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(made(one, "csv", tools))) as zipped:
        for name in zipped.namelist():
            data = zipped.read(name)
            assert data.startswith(b"\xef\xbb\xbf"), "a spreadsheet reads it as UTF-8 by its mark"
            found[name] = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return found


def test_the_tables_hold_what_is_shown(tools: Tools) -> None:
    found = tables(copy(), tools)
    assert set(found) == {ABOUT, *FILES.values()}
    ties = [dict(zip(found["ties.csv"][0], row, strict=True)) for row in found["ties.csv"][1:]]
    assert len(ties) == len(copy().board.lines)
    groomed = next(tie for tie in ties if tie["Tie"] == "D.M. grooms T.B.")
    assert groomed["Grade"] == "2 B P" and groomed["Observed"] == "1 Oct to 20 Oct 2026"
    assert groomed["Standing"] == "Harm, assessment" and groomed["Agencies"] == "Police"
    assert ["Guardianship walk", "Rail police", "1 Nov 2026, overdue 2 days", "Planned", ""] in found["actions.csv"]
    assert len(found["people-and-places.csv"]) == 1 + len(copy().board.nodes)


def test_a_page_beside_them_says_purpose_naming_and_version(tools: Tools) -> None:
    said = {row[0]: row[1] for row in tables(copy(), tools)[ABOUT]}
    assert said["Purpose"] == "Safeguard the group around the station"
    assert said["Naming"] == "initials"
    assert "“before the meeting of 3 November”" in said["Board"] or "“before" in " ".join(said.values())
    assert said["Shown"] == "Showing 14 of 14 on this board"
    assert said["ties.csv"].startswith("Ties shown: ")
    assert "for Police" in said["Copy"]


def test_no_cell_is_run_by_a_spreadsheet(tools: Tools) -> None:
    snapshot, doing = hostile()
    found = tables(copy(snapshot, doing, naming="full"), tools)
    cells = [cell for rows in found.values() for row in rows for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "@") or cell[:1] in ("\t", "\r")]


@pytest.mark.parametrize("naming", ["initials", "pseudonyms", "counts"])
def test_no_name_is_in_tables_without_names(naming: str, tools: Tools) -> None:
    text = str(tables(copy(naming=naming, board="full"), tools))
    assert not [part for name in PEOPLE.values() for part in name.split() if part in text]
    assert "Brackley" in str(tables(copy(naming="full"), tools))


def test_every_tie_of_a_large_board_is_there_and_the_file_is_the_same_each_time(tools: Tools) -> None:
    one = copy(*large(300))
    assert len(tables(one, tools)["ties.csv"]) == 1 + len(one.board.lines) > 201
    assert made(one, "csv", tools) == made(one, "csv", tools)

"""The quarantine file: nothing lost, nothing that runs."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.problem import Problem
from loaders.quarantine import LONGEST_CELL, neutral, restored, write
from loaders.read import read_table
from tests.loaders.files import TIES, tie

RISKY = st.text(alphabet="'=+-@\t\r\n 0.5acmd\u00a0\uff1d|;,\"", max_size=12)


@given(st.one_of(st.text(max_size=30), RISKY))
def test_taking_the_apostrophe_away_gives_the_very_cell_back(cell: str) -> None:
    assert restored(neutral(cell)) == cell


@given(RISKY)
def test_no_neutral_cell_begins_as_a_formula(cell: str) -> None:
    shown = neutral(cell)
    number = shown.lstrip("+-").replace(".", "", 1).isdigit()
    assert not shown.startswith(("\t", "\r", "\n"))
    assert number or not shown.strip().startswith(("=", "+", "-", "@", "\uff1d"))


@pytest.mark.parametrize("cell", ["-2.1034", "+44", "12", "plain", ""])
def test_numbers_and_plain_text_are_left_alone(cell: str) -> None:
    assert neutral(cell) == cell


def test_formulas_come_back_as_the_text_they_are(tmp_path: Path) -> None:
    cells = tie("=cmd|' /C calc'!A0", "-2+3", "friend", context="@SUM(A1)\n'=1", stated_by="<script>alert(1)</script>")
    kept = write(tmp_path, "ties.csv", TIES, [(2, cells)], [Problem(2, "from", "", "unknown_person", "Nobody.")])
    shown = next(iter(list(csv.reader(io.StringIO(kept.read_text(encoding="utf-8-sig"), newline="")))[1:]))
    assert shown[1] == "'=cmd|' /C calc'!A0" and shown[2] == "'-2+3"
    table, match = read_table(kept)
    assert match.source.name == "ties" and match.ignored == ()
    assert [column[0].as_py() for column in table.cells.columns][1:] == cells


def test_the_file_is_for_its_owner_only_and_names_what_is_wrong(tmp_path: Path) -> None:
    kept = write(tmp_path / "quarantine", "a.csv", ["x"], [(7, ["1"])], [Problem(7, "x", "1", "r", "It is wrong.")])
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.name == "a.quarantine.csv"
    assert "x: It is wrong." in kept.read_text(encoding="utf-8-sig")


def test_somebodys_mending_is_never_written_over(tmp_path: Path) -> None:
    problem = [Problem(2, "x", "", "r", "Wrong.")]
    first = write(tmp_path, "a.csv", ["x"], [(2, ["1"])], problem)
    assert write(tmp_path, "a.csv", ["x"], [(2, ["1"])], problem) == first
    first.write_text("mended")
    second = write(tmp_path, "a.csv", ["x"], [(2, ["1"])], problem)
    assert second.name == "a.quarantine-2.csv" and first.read_text() == "mended"
    assert write(tmp_path, "a.quarantine.csv", ["x"], [(2, ["9"])], problem).name == "a.quarantine-3.csv"


def test_a_cell_no_spreadsheet_holds_is_cut_and_the_row_named(tmp_path: Path) -> None:
    kept = write(tmp_path, "a.csv", ["x"], [(5, ["y" * 2_000_000])], [Problem(5, "x", "", "too_long", "Too long.")])
    cell = list(csv.reader(io.StringIO(kept.read_text(encoding="utf-8-sig"), newline="")))[1][1]
    assert len(cell) < LONGEST_CELL + 100 and cell.endswith("row 5 of the loaded file has all 2,000,000 characters)")

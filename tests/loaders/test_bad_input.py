"""Bad input of every kind that the field sends: refused or kept back with words, never a crash, never half read.

Most cases need no server: a file is read and checked as a load does it, and what is said of it is looked at.
"""

from __future__ import annotations

import csv
import json
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely

from graph import Store
from loaders import load
from loaders.areas import fit_boundaries
from loaders.check import Checked, check
from loaders.loading import recognise
from loaders.problem import Problem, Refusal
from loaders.quarantine import keep, neutral, restored, write
from loaders.read import read_table
from loaders.shapes import read_features
from loaders.sniff import kind_of
from tests.loaders.files import CHILDREN, TIES, TODAY, child, table, text, tie, workbook
from tests.shared import shared

HEADER = ",".join(CHILDREN)
GOOD = text(CHILDREN, [child("OT-1", date_of_birth="2012-04-17"), child("OT-2", date_of_birth="2012-04-18")])
TITLE = "Children open to the hub\r\n"


@dataclass(frozen=True)
class Refused:
    """A file whose every byte is given, under a name, and what its refusal must say."""

    name: str
    content: bytes
    rule: str
    says: tuple[str, ...]


def _rows(*rows: list[str]) -> bytes:
    return text(CHILDREN, rows).encode()


REFUSED = (
    Refused("caret.csv", GOOD.replace(",", "^").encode(), "wrong_delimiter", ("comma, semicolon, tab or |",)),
    Refused("headless.csv", GOOD.split("\r\n", 1)[1].encode(), "no_header", ("header", "kith sources")),
    Refused("title.csv", (TITLE + GOOD).encode(), "header_not_first", ("row 2", "Delete the rows above")),
    Refused("commas.csv", (",,,\r\n" + GOOD).encode(), "header_not_first", ("row 2",)),
    Refused("nul.csv", GOOD.replace("forename", "fore\0name").encode(), "nul_byte", ("NUL", "Export it again")),
    Refused("page.xls", b"<html><table><tr><td>x</td></tr></table>", "wrong_kind_of_file", ("Open it in Excel",)),
    Refused("page.csv", b"<html><body>Sign in</body>", "wrong_kind_of_file", ("sign-in", "Download")),
    Refused("cin.xml", b'<?xml version="1.0"?><Message/>', "wrong_kind_of_file", ("CIN census", "does not read")),
    Refused("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "wrong_kind_of_file", ("password", ".xlsx")),
    Refused("mark.csv", b"\xef\xbb\xbf", "empty_file", ("Export it again",)),
    Refused("mark16.csv", b"\xff\xfe", "empty_file", ("Export it again",)),
    Refused(
        "oc2.csv", b"CHILD,DOB,SDQ_SCORE\n1,01/02/2012,5\n", "source_not_read", ("OC2", "ssda903_header, ssda903_")
    ),
    Refused("oc3.csv", b"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n", "source_not_read", ("OC3", "does not read", "Kith reads")),
    Refused("reviews.csv", b"CHILD,DOB,REVIEW,REVIEW_CODE\n", "source_not_read", ("reviews", "Kith reads")),
    Refused("uasc.csv", b"CHILD,SEX,DOB,DUC\n", "source_not_read", ("UASC", "Kith reads")),
)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_file_is_refused_with_its_reason_and_the_mend(tmp_path: Path, case: Refused) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.content)
    with pytest.raises(Refusal) as refusal:
        read_table(path)
    assert refusal.value.rule == case.rule
    for words in case.says:
        assert words in str(refusal.value)


def _read(path: Path) -> Checked:
    found, match = read_table(path)
    return check(found, match, TODAY)


def _checked(folder: Path, *rows: list[str]) -> Checked:
    return _read(table(folder / "children.csv", CHILDREN, rows))


READ: dict[str, Callable[[str], bytes]] = {
    "carriage returns only": lambda good: good.replace("\r\n", "\r").encode(),
    "empty columns and rows at the end": lambda good: good.replace("\r\n", ",,,\r\n").encode() + b",,,,,,,,,,,\r\n" * 9,
    "spaces and capitals in the header": lambda good: good.replace(
        HEADER, " IDENTIFIER ,Other Identifiers,Fore\u00a0name,SURNAME*,DateOfBirth,Sex,School,source agency"
    ).encode(),
    "control-Z at the end": lambda good: good.encode() + b"\x1a",
    "UTF-16 without a mark": lambda good: good.encode("utf-16-le"),
}


@pytest.mark.parametrize("written", READ.values(), ids=list(READ))
def test_what_the_field_sends_is_read_as_if_well_written(tmp_path: Path, written: Callable[[str], bytes]) -> None:
    plain, odd = tmp_path / "plain.csv", tmp_path / "odd.csv"
    plain.write_bytes(GOOD.encode())
    odd.write_bytes(written(GOOD))
    expected, found = _read(plain), _read(odd)
    assert (found.values, found.numbers, found.problems) == (expected.values, expected.numbers, [])


@pytest.mark.parametrize(
    "spelling",
    [f"OT{mark}-1" for mark in "\u200b\u200c\u200d\u200e\u200f\u202a\u2060\u2066\ufeff\u00ad\ufe0f\u061c"]
    + ["OT\u20111", "OT\u20131", "'OT-1", " OT-1\u00a0"],
    ids=ascii,
)
def test_spellings_of_an_identifier_that_look_the_same_are_one(tmp_path: Path, spelling: str) -> None:
    checked = _checked(tmp_path, child(spelling, other_identifiers=spelling))
    assert checked.problems == []
    assert checked.values["identifier"] == ["OT-1"]
    assert checked.values["other_identifiers"] == [("OT-1",)]


def test_a_name_cannot_be_turned_round_and_keeps_its_letters(tmp_path: Path) -> None:
    checked = _checked(
        tmp_path, child("OT-1", forename="\u202eAnn\u202c", surname="'t Hooft"), child("OT-2", forename="می\u200cخواهم")
    )
    assert checked.values["forename"] == ["Ann", "می\u200cخواهم"]  # the joiner belongs to the spelling
    assert checked.values["surname"][0] == "'t Hooft"


@pytest.mark.parametrize("cell", ["1.23E+11", "1.23457e+12", "1E+11", "phone:4.47E+11"])
def test_a_number_cut_short_by_a_spreadsheet_names_nobody(tmp_path: Path, cell: str) -> None:
    checked = _checked(tmp_path, child(cell), child("OT-2", other_identifiers=f"PNC-1; {cell}"))
    assert [(p.row, p.column, p.rule) for p in checked.problems] == [
        (2, "identifier", "digits_lost"),
        (3, "other_identifiers", "digits_lost"),
    ]
    assert all("as text" in problem.message for problem in checked.problems)


def test_an_apostrophe_that_marks_text_is_no_part_of_a_date_or_number(tmp_path: Path) -> None:
    checked = _checked(tmp_path, child("'00012345", date_of_birth="'17/04/2012", sex="'F"))
    assert checked.problems == []
    assert checked.values["identifier"] == ["00012345"]
    assert str(checked.values["date_of_birth"][0]) == "2012-04-17"


def test_a_row_with_another_separator_than_the_header_says_so(tmp_path: Path) -> None:
    path = tmp_path / "children.csv"
    path.write_text(HEADER + "\n" + ";".join(child("OT-1")) + "\n")
    (problem,) = _read(path).problems
    assert (problem.row, problem.rule) == (2, "wrong_number_of_cells")
    assert "1 cell and" in problem.message
    assert "semicolons" in problem.message


def test_two_encodings_in_one_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "children.csv"
    path.write_bytes(GOOD.encode().replace(b"Tamsin", "Zoë".encode(), 1).replace(b"Tamsin", b"Zo\xeb", 1))
    assert any("ZoÃ«" in note for note in read_table(path)[0].notes)
    path.write_bytes(GOOD.encode().replace(b"Tamsin", "René’s".encode("cp1252")))
    assert read_table(path)[0].notes == ()


def test_a_title_over_a_sheet_is_answered_with_the_row_of_the_header(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("Data", [["Children open"], [""], CHILDREN, child("OT-1")]))
    with pytest.raises(Refusal, match="on row 3") as refusal:
        read_table(path)
    assert refusal.value.rule == "header_not_first"


def test_a_hidden_sheet_that_could_be_loaded_is_called_hidden(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("New", [CHILDREN, child("OT-1")]), ("Old", [CHILDREN, child("OT-2")]))
    book = openpyxl.load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)
    with pytest.raises(Refusal, match=r"“Old” \(children, hidden\)"):
        read_table(path)


def _formula(path: Path, cell: str) -> Path:
    """A workbook with a formula in C2, its cell written as given."""
    workbook(path, ("Data", [CHILDREN, child("OT-1")]))
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet], done = re.subn(rb'<c r="C2"[^>]*>.*?</c>', cell.encode(), parts[sheet])
    assert done == 1
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


@pytest.mark.parametrize("empty", ["", "<v/>", "<v />", "<v></v>"])
def test_a_formula_without_a_result_is_no_empty_cell(tmp_path: Path, empty: str) -> None:
    path = _formula(tmp_path / "a.xlsx", f'<c r="C2"><f>A2&amp;"x"</f>{empty}</c>')
    with pytest.raises(Refusal, match=r"Cell C2 .* Open the workbook in Excel, save it") as refusal:
        read_table(path)
    assert refusal.value.rule == "formula_without_result"


@pytest.mark.parametrize(("result", "value"), [("<v>Tamsin</v>", "Tamsin"), ("<v></v>", "")])
def test_a_formula_gives_its_stored_result(tmp_path: Path, result: str, value: str) -> None:
    path = _formula(tmp_path / "a.xlsx", f'<c r="C2" t="str"><f>A2</f>{result}</c>')
    assert _read(path).values["forename"] == [value]


def _opendocument(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    return path


def test_an_opendocument_sheet_is_answered_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"OpenDocument file .* save it as"):
        read_table(_opendocument(tmp_path / "a.ods"))


def _square(x: float, y: float) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y]]]}


def _map(path: Path, *shapes: dict[str, Any], encoding: str = "utf-8") -> Path:
    features = [
        {"type": "Feature", "properties": {"WD23CD": f"E0500000{n}", "WD23NM": "Old Dock"}, "geometry": shape}
        for n, shape in enumerate(shapes)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding=encoding)
    return path


def test_latitude_and_longitude_exchanged_are_refused(tmp_path: Path) -> None:
    path = _map(tmp_path / "a.geojson", _square(53, -2))
    with pytest.raises(Refusal, match="exchanged") as refusal:
        read_features(path, kind_of(path))
    assert refusal.value.rule == "axes_exchanged"


def test_an_area_far_away_is_kept_back_alone(tmp_path: Path) -> None:
    path = _map(tmp_path / "a.geojson", _square(-2, 53), _square(10, 10))
    near, far = read_features(path, kind_of(path)).shapes
    assert isinstance(near, shapely.Polygon)
    assert "outside the British Isles" in str(far)


def test_a_map_in_utf_16_is_read(tmp_path: Path) -> None:
    path = _map(tmp_path / "a.geojson", _square(-2, 53), encoding="utf-16")
    assert len(read_features(path, kind_of(path)).shapes) == 1


def test_a_map_without_codes_says_which_columns_it_has() -> None:
    with pytest.raises(Refusal, match=r"no column area_code .* It has: name, lon"):
        fit_boundaries(["name", "lon"])


@pytest.mark.parametrize("name", ["x" * 250 + ".csv", "a\nb<i>:?.csv", "\udce9.csv", ".csv", "😀" * 62 + ".csv"])
def test_any_name_makes_a_quarantine_file(tmp_path: Path, name: str) -> None:
    kept = keep(tmp_path, name, ".csv", b"x")
    assert kept.read_bytes() == b"x"
    assert len(os.fsencode(kept.name)) < 256
    assert not set(kept.name) & set('<>:"/\\|?*\n')


@pytest.mark.parametrize("cell", ["00012345", "07700900123", "123456789012", "12E4", "10-12", "3/4", "'007", "''10-12"])
def test_a_spreadsheet_cannot_change_an_identifier_in_quarantine(cell: str) -> None:
    assert neutral(cell) == "'" + cell
    assert restored(neutral(cell)) == cell


def test_what_is_said_of_a_column_named_as_a_formula_cannot_run(tmp_path: Path) -> None:
    problem = Problem(2, "=cmd|'/C calc'!A0", "", "too_long", "Shorten it.")
    kept = write(tmp_path, "a.csv", ["=cmd|'/C calc'!A0"], [(2, ["x"])], [problem])
    rows = list(csv.reader(kept.read_text(encoding="utf-8-sig").splitlines()))
    assert not any(cell[:1] in {"=", "+", "-", "@"} for row in rows for cell in row)


def test_a_name_without_letters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Rename it"):
        kind_of(tmp_path / "caf\udce9.csv")


@pytest.mark.parametrize("name", ["oc2.csv", "oc3.csv", "reviews.csv", "uasc.csv"])
def test_published_census_tables_that_are_not_read_say_so(name: str) -> None:
    with pytest.raises(Refusal, match="which Kith does not read"):
        recognise(shared(f"extracts/ssda903/{name}"))


def test_spellings_of_one_child_are_one_child(store: Store, tmp_path: Path) -> None:
    spelt = [child("OT 1"), child("ot 1"), child("OT  1 "), child("OT\u00a01"), child("O\u200bT 1")]
    (report,) = load([table(tmp_path / "children.csv", CHILDREN, spelt)], store).files
    assert (report.read, report.loaded, report.unchanged, report.quarantined) == (5, 1, 4, 0)


def test_a_file_whose_only_bad_rows_are_of_another_length_is_loaded(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "children.csv"
    path.write_text(GOOD + "OT-3,,Ann\r\nOT-4,,Ann,Bee,,,,hub,more\r\n")
    (report,) = load([path], store).files
    assert (report.read, report.loaded, report.quarantined) == (4, 2, 2)
    assert [problem.row for problem in report.errors] == [4, 5]
    assert Path(report.quarantine_file or "").is_file()


def test_rows_in_quarantine_loaded_unmended_wait_in_the_same_file(store: Store, tmp_path: Path) -> None:
    bad = [child("OT-1", date_of_birth="30/02/2012"), child("=1+1", date_of_birth="31/11/2011")]
    (first,) = load([table(tmp_path / "children.csv", CHILDREN, bad)], store).files
    kept = Path(first.quarantine_file or "")
    for _ in range(2):
        (again,) = load([kept], store).files
        assert (again.read, again.quarantined, again.quarantine_file) == (2, 2, str(kept))
    assert len(list(kept.parent.iterdir())) == 1


def test_a_file_named_twice_in_one_call_loads_once(store: Store, tmp_path: Path) -> None:
    path = table(tmp_path / "children.csv", CHILDREN, [child("OT-1")])
    first, second = load([path, path], store).files
    assert (first.loaded, second.loaded, second.unchanged) == (1, 0, 1)


def test_a_load_with_a_refused_file_reports_what_any_json_can_carry(store: Store, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.csv")
    good = table(tmp_path / "children.csv", CHILDREN, [child("OT-1")])
    report = load([path, good], store)
    assert (report.refused, report.loaded) == (1, 1)
    json.dumps(report.as_json(), ensure_ascii=False).encode()


def test_a_tie_to_nobody_leaves_the_sound_one(store: Store, tmp_path: Path) -> None:
    people = table(tmp_path / "children.csv", CHILDREN, [child("OT-1"), child("OT-2")])
    ties = [tie("OT-1", "OT-2", "friend"), tie("OT-1", "OT-99", "friend"), tie("OT-2", "1.2E+11", "friend")]
    _, report = load([people, table(tmp_path / "ties.csv", TIES, ties)], store).files
    assert (report.loaded, report.quarantined) == (1, 2)
    said = {(problem.row, problem.column, problem.rule) for problem in report.errors}
    assert {(3, "to", "unknown_person"), (4, "to", "digits_lost")} <= said

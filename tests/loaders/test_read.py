"""Reading: every usual way to write a table is read alike, and what is no table is refused with words."""

from __future__ import annotations

import gzip
import random
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import recognise
from loaders.limits import Limits
from loaders.problem import Refusal
from loaders.read import read_table
from loaders.recognition import named
from tests.loaders.files import CHILDREN, TIES, child, table, text, tie, workbook

ROWS = [child("OT-1", forename="Zoë", surname="O’Dea"), child("OT-2", forename="Séan", surname='Mar"rick; a,b|c')]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def cells(path: Path) -> list[list[str]]:
    found, _ = read_table(path)
    return [list(row) for row in zip(*(column.to_pylist() for column in found.cells.columns), strict=True)]


def refusal(path: Path, **more: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_table(path, **more)  # type: ignore[arg-type]
    assert str(caught.value).endswith((".", ")"))
    return caught.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_every_usual_encoding_and_delimiter_gives_the_same_cells(tmp_path: Path, encoding: str, delimiter: str) -> None:
    assert cells(table(tmp_path / "a.csv", CHILDREN, ROWS, delimiter=delimiter, encoding=encoding)) == ROWS


def test_a_workbook_gives_the_same_cells(tmp_path: Path) -> None:
    # Its name does not matter.
    workbook(tmp_path / "a.csv", ("Sheet", [["Notes", "for", "readers"]]), ("Children", [CHILDREN, *ROWS]))
    assert cells(tmp_path / "a.csv") == ROWS
    found, _ = read_table(tmp_path / "a.csv")
    assert found.notes == ("Only the sheet “Children” was read, not Sheet.",)


def test_a_workbooks_dates_and_numbers_come_as_a_csv_would_write_them(tmp_path: Path) -> None:
    row = [981, None, "=1+1", 3.5, date(2012, 4, 17), True, 1e15, datetime(2012, 4, 17, 23, 40)]
    workbook(tmp_path / "a.xlsx", ("Children", [CHILDREN, row]))
    want = ["981", "", "=1+1", "3.5", "2012-04-17", "yes", "1000000000000000", "2012-04-17 23:40"]
    assert cells(tmp_path / "a.xlsx") == [want]


def test_two_sheets_that_could_be_loaded_are_named(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", ("Children", [CHILDREN]), ("Ties", [TIES]))
    assert refusal(tmp_path / "a.xlsx").rule == "several_sheets"


def test_columns_are_found_under_other_names_cases_and_spaces(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        ["\ufeffIDENTIFIER ", "Date of\u00a0Birth", "Source-Agency", "school", "Forename*", "internal number"],
        [["OT-1", "17/04/2012", "hub", "190001", "Tamsin", "x"]],
    )
    found, match = read_table(path)
    assert match.source.name == "children" and match.ignored == ("internal number",)
    assert set(match.places) == {"identifier", "date_of_birth", "source_agency", "school", "forename"}
    assert len(found) == 1


def test_rows_are_numbered_as_excel_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text(CHILDREN, [child("OT-1", forename="two\nlines"), [""] * 8, child("OT-3")]) + "\r\n\r\n")
    assert read_table(path)[0].rows.to_pylist() == [2, 4]


def test_the_line_that_tells_excel_the_delimiter_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\r\n" + text(CHILDREN, ROWS, ";"), encoding="utf-8")
    assert cells(tmp_path / "a.csv") == ROWS


def test_a_row_of_another_length_is_set_aside_whole(tmp_path: Path) -> None:
    rows = [child("OT-1"), [*child("OT-2"), "one more"], ["OT-3"], [*child("OT-4"), "", ""]]
    found, _ = read_table(table(tmp_path / "a.csv", CHILDREN, rows))
    assert [(ragged.row, len(ragged.cells)) for ragged in found.ragged] == [(3, 9), (4, 1)]
    assert found.rows.to_pylist() == [2, 5] and len(found) == 4
    assert "9 cells and the header names 8" in found.ragged[0].problem.message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (PNG, "This is a PNG picture, not a CSV file. Nothing in it was read."),
        (b"%PDF-1.7 x", "This is a PDF document"),
        (b"\xff\xd8\xff\xe0", "This is a JPEG picture"),
        (gzip.compress(b"a,b", mtime=0), "This is a GZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old Excel file (.xls) or one with a password"),
        (b"<!DOCTYPE html><html>", "This is a web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Message/>", "This is an XML file"),
        (b'[{"a": 1}]', "This is a JSON list"),
        (b"SQLite format 3\x00", "holds no table"),
        (b'{"type": "FeatureCollection", "features": []}', "holds no table"),
        (b"", "The file is empty"),
        (b"\r\n  \r\n\r\n", "The file is empty"),
        (b"\xef\xbb\xbf", "The file is empty"),
        (b"\x00" * 5000, "full of NUL bytes"),
        (bytes(range(128, 256)) * 20, "The letters of this file cannot be read"),
        (b"PK\x03\x04 broken", "breaks off or is damaged"),
        (b"just some words\r\nand more", "Only one column was found"),
        (b"OT-1,Tamsin,Brackley\r\nOT-2,Sean,O'Dea", "The first row names no column that Kith knows"),
        (b"from:to:kind\r\na:b:friend", "Only one column was found"),
        (b",,,\r\n", "The first row is empty"),
        (b"Ties report,,\r\nfrom,to,kind,source_agency\r\n", "The header seems to be on row 2"),
        (b"from\x00,to,kind,source_agency\r\n", "NUL bytes"),
    ],
)
def test_what_is_no_extract_is_refused_with_words(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(content)
    assert says in str(refusal(path))


def test_a_zip_is_called_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.csv", "w") as archive:
        archive.writestr("ties.csv", "from,to")
    assert "This is a ZIP archive" in str(refusal(tmp_path / "a.csv"))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv").rule == "no_such_file"
    assert refusal(tmp_path).rule == "wrong_kind_of_file"


def test_a_quote_never_closed_says_where_it_was_opened(tmp_path: Path) -> None:
    good = text(TIES, [tie("a", "b", "friend"), tie("c", "d", "friend")])
    (tmp_path / "a.csv").write_text(good + 'e,f,friend,,,"seen at the station\r\n' + text(["g"], [["h"]] * 50))
    found = refusal(tmp_path / "a.csv")
    assert found.rule == "quote_never_closed" and "opened on row 4, in cell 6" in str(found)


def test_a_doubled_column_is_refused_by_its_letters(tmp_path: Path) -> None:
    found = refusal(table(tmp_path / "a.csv", ["from", "To", "kind", "to ", "source_agency"], [["a"] * 5]))
    assert found.rule == "doubled_column" and "columns B and D" in str(found)


def test_a_missing_column_is_named_with_what_there_is(tmp_path: Path) -> None:
    found = refusal(table(tmp_path / "a.csv", ["from", "kind", "source_agency"], [["a"] * 3]))
    assert (found.rule, found.column) == ("missing_column", "to")
    assert "the source ties" in str(found) and "the column to is missing" in str(found)


def test_a_thousand_columns_are_refused(tmp_path: Path) -> None:
    found = refusal(table(tmp_path / "a.csv", [*TIES, *(f"x{n}" for n in range(1000))], []))
    assert found.rule == "too_many_columns" and "1,017 columns" in str(found)


def test_a_file_or_cell_or_row_count_past_the_limit_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", CHILDREN, [child(f"OT-{n}", forename="x" * 200) for n in range(50)])
    assert refusal(path, limits=Limits(file=1000)).rule == "file_too_large"
    assert refusal(path, limits=Limits(rows=20)).rule == "too_many_rows"
    assert refusal(path, limits=Limits(cell=150)).rule == "unreadable_row"


def test_a_source_in_doubt_names_the_candidates_and_is_settled_by_name(tmp_path: Path) -> None:
    header = ["identifier", "forename", "surname", "source_agency"]
    path = table(tmp_path / "a.csv", header, [["X-1", "Tamsin", "Brackley", "hub"]])
    found = refusal(path)
    assert found.rule == "source_in_doubt" and "children or adults" in str(found).replace(
        "adults or children", "children or adults"
    )
    assert read_table(path, named("adults"))[1].source.name == "adults"


def test_a_wrong_source_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", CHILDREN, ROWS)
    found = refusal(path, wanted=named("ties"))
    assert "not the source ties" in str(found) and "the columns from, to, kind are missing" in str(found)
    with pytest.raises(Refusal, match="Kith knows: boundaries, "):
        named("tyes")


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_refused(tmp_path: Path, keep: float) -> None:
    workbook(tmp_path / "a.xlsx", ("Children", [CHILDREN]))
    content = (tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "a.xlsx").write_bytes(content[: int(len(content) * keep)])
    assert "breaks off or is damaged" in str(refusal(tmp_path / "a.xlsx"))


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    plain = workbook(tmp_path / "plain.xlsx", ("Children", [CHILDREN]))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>' + content
            new.writestr(name, content)
    assert refusal(tmp_path / "a.xlsx").rule == "unsafe_file"


BASE = text(TIES, [tie("OT-1", "OT-2", "friend", context="at the “Larch”"), tie("OT-2", "PL-1", "goes_to")]).encode()


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_a_mangled_file_is_read_or_refused_and_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, seed: int, cuts: int
) -> None:
    chance = random.Random(seed)
    content = bytearray(BASE)
    for _ in range(cuts):
        at = chance.randrange(len(content))
        match chance.randrange(4):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at : at + chance.randrange(30)]
            case 2:
                content[at:at] = bytes(chance.choices(b'",;\t\r\n\x00\xff\xfe=|', k=5))
            case _:
                content[at:at] = content[:at][-50:]
    path = tmp_path_factory.mktemp("mangled") / "a.csv"
    path.write_bytes(bytes(content))
    said = ""
    try:
        read_table(path)
    except Refusal as found:
        said = str(found)
    assert not said or said.endswith((".", ")"))


def test_every_template_is_recognised_as_its_source(tmp_path: Path) -> None:
    from data_schema import schema
    from loaders import template

    for name, source in schema().sources.items():
        if source.format == "table":
            for suffix, xlsx in (("csv", False), ("xlsx", True)):
                path = tmp_path / f"{name}.{suffix}"
                path.write_bytes(template(name, xlsx=xlsx))
                assert recognise(path).name == name

"""The base population: loaded by characteristic, whole or not at all, repeatably, and read into the snapshot."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph import Store
from graph.access import Purpose, Viewer
from loaders import FileReport, load, recognise
from loaders.borough.ground import ground
from loaders.borough.public import population
from tests.loaders.files import table

HEADER = ("characteristic", "group", "children", "area_code", "as_of", "source")
SEX = (("sex", "F", "490", "", "2026-01-15", "School census"), ("sex", "Male", "510", "", "15/01/2026", ""))
WARDS = (("Ward", "Old Dock", "600", "K05000007"), ("ward", "Weirside", "400", "K05000012"))


def written(path: Path, *rows: tuple[str, ...]) -> Path:
    return table(path / "figures.csv", HEADER, [[*row, *[""] * (len(HEADER) - len(row))] for row in rows])


def loaded(store: Store, path: Path, *rows: tuple[str, ...], dry_run: bool = False) -> FileReport:
    (found,) = load([written(path, *rows)], store, dry_run=dry_run).files
    assert found.refused is None
    assert found.read == found.loaded + found.unchanged + found.superseded + found.quarantined
    return found


def held(store: Store) -> list[tuple[str, str, int]]:
    rows = store.view(Viewer("A. Brennan"), Purpose("test")).snapshot().population.to_pylist()
    return [(row["characteristic"], row["group"], row["children"]) for row in rows]


def test_figures_are_known_by_their_columns_loaded_and_read(store: Store, tmp_path: Path) -> None:
    assert recognise(written(tmp_path, *SEX)).name == "population"
    assert loaded(store, tmp_path, *SEX, *WARDS).loaded == 4
    rows = store.view(Viewer("A. Brennan"), Purpose("test")).snapshot().population.to_pylist()
    assert rows[0] == {
        "characteristic": "sex", "group": "F", "name": "", "children": 490, "as_of": date(2026, 1, 15),
        "source": "School census",
    }  # fmt: skip
    assert [(row["group"], row["name"]) for row in rows[2:]] == [("K05000007", "Old Dock"), ("K05000012", "Weirside")]


def test_loading_again_changes_nothing_and_new_figures_replace_a_characteristic(store: Store, tmp_path: Path) -> None:
    loaded(store, tmp_path, *SEX, *WARDS)
    version = store.version()
    assert loaded(store, tmp_path, *SEX, *WARDS).unchanged == 4
    assert store.version() == version
    again = loaded(
        store, tmp_path, ("ward", "Weirside", "410", "K05000012"), ("ward", "Larchfield", "590", "K05000002")
    )
    assert (again.loaded, again.superseded) == (1, 1)
    assert "1 earlier figures of ward are not in this file and were taken away." in again.notes
    assert sorted(held(store)) == [
        ("sex", "F", 490), ("sex", "M", 510), ("ward", "K05000002", 590), ("ward", "K05000012", 410),
    ]  # fmt: skip


def test_a_dry_run_writes_nothing(store: Store, tmp_path: Path) -> None:
    assert loaded(store, tmp_path, *SEX, dry_run=True).loaded == 2
    assert held(store) == []


@pytest.mark.parametrize(
    ("row", "rule", "says"),
    [
        (("ethnicity", "Martian", "5"), "unknown_group", "Or write a broad group: White, Mixed"),
        (("sex", "X", "5"), "unknown_group", "Write one of: M, F, U"),
        (("care_status", "at sea", "5"), "unknown_group", "looked_after, not_looked_after"),
        (("age_band", "10-Dec", "5"), "unknown_group", "A spreadsheet has made a date of it"),
        (("age_band", "5 to 9", "5"), "unknown_group", "between 10 and 17"),
        (("age_band", "12-10", "5"), "unknown_group", "first before the last"),
        (("ward", "Old Dock", "5"), "unknown_group", "needs its area code"),
        (("sex", "F", "5", "K05000007"), "unknown_group", "Only wards have an area code"),
        (("sex", "F", "-5"), "out_of_range", "between 0"),
        (("sex", "F", "many"), "not_a_number", "must be a number"),
        (("sex", "F", ""), "missing_value", "must be filled in"),
        (("shoe size", "F", "5"), "unknown_code", "ethnicity"),
        (("age_band", "10 to 15", "5"), "ages_missing", "leave out 16, 17"),
    ],
)
def test_bad_rows_are_told_with_their_mend(
    store: Store, tmp_path: Path, row: tuple[str, ...], rule: str, says: str
) -> None:
    found = loaded(store, tmp_path, row)
    assert found.quarantined == 1
    assert [problem.rule for problem in found.errors] == [rule]
    assert says in found.errors[0].message
    assert held(store) == []


def test_every_fault_is_told_at_once_and_a_part_of_a_characteristic_never_loads(store: Store, tmp_path: Path) -> None:
    rows = (*SEX, ("sex", "Q", "1"), ("ethnicity", "White", "900"), ("ethnicity", "WBRI", "700"), *WARDS)
    found = loaded(store, tmp_path, *rows)
    assert [(problem.row, problem.rule) for problem in found.errors] == [
        (2, "characteristic_not_whole"), (3, "characteristic_not_whole"), (4, "unknown_group"),
        (5, "counted_twice"), (6, "counted_twice"),
    ]  # fmt: skip
    assert {row[0] for row in held(store)} == {"ward"}


@pytest.mark.parametrize("ages", [("10-13", "13-17"), ("10-17", "12"), ("10 to 17", "10-17")])
def test_no_child_is_counted_in_two_bands(store: Store, tmp_path: Path, ages: tuple[str, str]) -> None:
    found = loaded(store, tmp_path, *(("age_band", band, str(n)) for n, band in enumerate(ages)))
    assert {problem.rule for problem in found.errors} == {"counted_twice"}


def test_the_same_row_twice_is_one_figure(store: Store, tmp_path: Path) -> None:
    found = loaded(store, tmp_path, SEX[0], SEX[0], SEX[1])
    assert (found.loaded + found.unchanged, found.quarantined) == (3, 0)
    assert len(held(store)) == 2


def test_sums_that_differ_are_told(store: Store, tmp_path: Path) -> None:
    assert not any("add up" in note for note in loaded(store, tmp_path, *SEX, *WARDS).notes)
    found = loaded(store, tmp_path, *SEX, ("ward", "Old Dock", "600", "K05000007"))
    assert "sex 1,000, ward 600" in " ".join(found.notes)


def test_the_boroughs_figures_add_up_to_the_children_of_its_wards() -> None:
    sums: dict[str, int] = {}
    for row in population(ground(), 1.7):
        sums[row["characteristic"]] = sums.get(row["characteristic"], 0) + int(row["children"])
    assert set(sums) == {"ethnicity", "sex", "age_band", "care_status", "ward"}
    assert len(set(sums.values())) == 1
    assert sums["ward"] == sum(round(ward.children * 1.7) for ward in ground().wards)

"""Loading end to end, on the real embedded server."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from graph import Store
from graph.access import Purpose, Viewer
from graph.snapshot import Snapshot
from loaders import Busy, FileReport, LoadReport, Refusal, load
from tests.loaders.files import CHILDREN, TIES, child, table, tie, workbook
from tests.shared import shared

ADULTS = ("identifier", "surname", "date_of_birth", "identified", "source_agency")
PLACES = ("identifier", "other_identifiers", "name", "kind", "easting", "northing", "latitude", "longitude")
ROLES = ("person", "role", "from", "to", "source_agency", "record_reference")


def snapshot(store: Store) -> Snapshot:
    return store.view(Viewer("A. Brennan"), Purpose("test")).snapshot()


def people(tmp_path: Path) -> list[Path]:
    rows = [child("OT-1", date_of_birth="17/04/2012"), child("OT-2", forename="Ash"), child("OT-3", forename="Kit")]
    places = [["PL-1", "SC900001", "Ottermere Central", "station", "", "", "53.5812", "-2.1034"]]
    return [
        table(tmp_path / "children.csv", CHILDREN, rows),
        table(tmp_path / "adults.csv", ADULTS, [["AD-1", "Marrick", "11/02/1994", "", "police"]]),
        table(tmp_path / "locations.csv", PLACES, places),
    ]


def one(report: LoadReport) -> FileReport:
    (found,) = report.files
    assert found.read == found.loaded + found.unchanged + found.superseded + found.quarantined
    return found


def rules(found: FileReport) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.rule) for problem in found.errors]


def test_people_load_before_their_ties_whatever_the_order(store: Store, tmp_path: Path) -> None:
    ties = table(
        tmp_path / "a.csv",
        TIES,
        [tie("ot-1 ", "OT-2", "Friend", first_known="02/09/2026"), tie("OT-1", "PL-1", "goes_to")],
    )
    report = load([ties, *people(tmp_path)], store)
    assert [file.source for file in report.files] == ["locations", "adults", "children", "ties"]
    assert (report.read, report.loaded, report.quarantined, report.refused) == (7, 7, 0, 0)
    found = snapshot(store).ties.to_pylist()
    assert sorted((tie["kind"], tie["both_ways"], tie["observed_from"]) for tie in found) == [
        ("friend", True, date(2026, 9, 2)),
        ("goes_to", False, None),
    ]
    assert {tie["agency"] for tie in found} == {"police"}


def test_the_same_file_twice_changes_nothing_and_a_correction_replaces(store: Store, tmp_path: Path) -> None:
    load(people(tmp_path), store)
    path = table(
        tmp_path / "t.csv", TIES, [tie("OT-1", "OT-2", "friend"), tie("OT-1", "OT-3", "friend", strength="weak")]
    )
    assert one(load([path], store)).loaded == 2
    version = store.version()
    again = table(
        tmp_path / "u.csv",
        TIES,
        [
            tie("ot-1", "OT-2", "a) FRIEND", record_reference="PI-OT-1-OT-2-friend"),
            tie("OT-1", "OT-3", "friend", strength="weak"),
        ],
    )
    assert one(load([again], store)).unchanged == 2
    assert store.version() == version
    table(path, TIES, [tie("OT-1", "OT-2", "friend"), tie("OT-1", "OT-3", "friend", strength="strong")])
    found = one(load([path], store))
    assert (found.loaded, found.unchanged, found.superseded) == (0, 1, 1)
    assert sorted(tie["strength"] for tie in snapshot(store).ties.to_pylist()) == ["medium", "strong"]


def test_every_error_of_a_file_is_told_at_once_and_the_rest_loads(store: Store, tmp_path: Path) -> None:
    load(people(tmp_path), store)
    rows = [
        tie("OT-1", "OT-2", "friend"),
        tie("OT-1", "OT-99", "friend", information_grade="F9", first_known="30/02/2026"),
        tie("OT-1", "AD-1", "partner"),
        tie("OT-1", "AD-1", "exploits"),
        tie("OT-1", "OT-1", "friend"),
        tie("OT-1", "OT-3", "friend", first_known="2026-10-02", last_known="01/10/2026"),
        tie("OT-1", "OT-3", "seen_with", last_known="04/11/2026"),
        tie("OT-1", "OT-3", "knows", context="x" * 2_100_000),
        tie("OT-1", "OT-3", "knows", stated_by="nu\x00l", record_reference="r8"),
        tie("", "OT-3", "", source_agency="polis"),
        tie("AD-1", "OT-1", "exploits", direction="both"),
        ["OT-1", "OT-2"],
    ]
    found = one(load([table(tmp_path / "t.csv", TIES, rows)], store))
    assert (found.read, found.loaded, found.quarantined) == (12, 1, 11)
    assert rules(found) == [
        (3, "to", "unknown_person"),
        (3, "first_known", "no_such_day"),
        (3, "information_grade", "bad_grade"),
        (4, "kind", "ends_not_allowed"),
        (5, "kind", "ends_not_allowed"),
        (6, "to", "same_end_twice"),
        (7, "last_known", "end_before_start"),
        (8, "last_known", "in_the_future"),
        (9, "context", "too_long"),
        (10, "stated_by", "control_character"),
        (11, "from", "missing_value"),
        (11, "kind", "missing_value"),
        (11, "source_agency", "unknown_code"),
        (12, "direction", "one_way_only"),
        (13, None, "wrong_number_of_cells"),
    ]
    said = {problem.row: problem.message for problem in found.errors}
    assert "it is harm" in said[4] and "Exchange the two" in said[5]
    assert "(2.1 MB of text) is longer than 10,000 characters" in said[9]
    assert all(len(problem.value) < 200 for problem in found.errors)


def test_rows_in_quarantine_load_once_they_are_mended(store: Store, tmp_path: Path) -> None:
    load(people(tmp_path), store)
    rows = [tie("OT-1", "OT-2", "friend", context="=1+1"), tie("OT-1", "OT-3", "freind", context="=cmd|' /C calc'!A0")]
    found = one(load([table(tmp_path / "t.csv", TIES, rows)], store))
    assert found.quarantined == 1 and found.quarantine_file
    kept = Path(found.quarantine_file)
    assert kept.parent == store.data / "quarantine"
    written = list(csv.reader(io.StringIO(kept.read_text(encoding="utf-8-sig"), newline="")))
    assert written[0] == ["kith_errors", *TIES] and "Did you mean friend?" in written[1][0]
    kept.write_text(kept.read_text(encoding="utf-8-sig").replace("freind", "friend"))
    mended = one(load([kept], store))
    assert (mended.read, mended.loaded, mended.quarantined, mended.ignored_columns) == (1, 1, 0, ())
    ids = snapshot(store).ties["id"].to_pylist()
    texts = {line.text for line in store.view(Viewer("A. Brennan"), Purpose("test")).evidence(ids)}
    assert texts == {"=1+1", "=cmd|' /C calc'!A0"}


def test_two_children_with_one_identifier_are_both_held_back(store: Store, tmp_path: Path) -> None:
    rows = [
        child("OT-1"),
        child("ot-1", forename="Ash"),
        child("OT-2", other_identifiers="L034811502612"),
        child("OT-3", other_identifiers="384923; L034811502612"),
        child("OT-4"),
        child("OT-4"),
    ]
    found = one(load([table(tmp_path / "c.csv", CHILDREN, rows)], store))
    assert (found.loaded, found.unchanged, found.quarantined) == (1, 1, 4)
    assert Counter(rules(found)) == {
        (2, "identifier", "duplicate_identifier"): 1,
        (3, "identifier", "duplicate_identifier"): 1,
        (4, "other_identifiers", "duplicate_identifier"): 1,
        (5, "other_identifiers", "duplicate_identifier"): 1,
    }
    assert snapshot(store).entities.num_rows == 1


def test_a_row_whose_identifiers_lead_to_two_people_names_both(store: Store, tmp_path: Path) -> None:
    load([table(tmp_path / "a.csv", CHILDREN, [child("OT-1"), child("OT-2")])], store)
    found = one(
        load(
            [table(tmp_path / "b.csv", CHILDREN, [child("OT-1", other_identifiers="OT-2", source_agency="police")])],
            store,
        )
    )
    assert rules(found) == [(2, "identifier", "ambiguous_identifier")]
    assert found.errors[0].message.count("the child C-") == 2


def test_one_person_is_found_by_any_identifier(store: Store, tmp_path: Path) -> None:
    load([table(tmp_path / "a.csv", CHILDREN, [child("OT-1", other_identifiers="PN-7")])], store)
    load([table(tmp_path / "b.csv", CHILDREN, [child("PN-7", forename="Tamzin", source_agency="police")])], store)
    assert snapshot(store).entities.num_rows == 1


def test_somebody_under_18_is_never_loaded_as_an_adult(store: Store, tmp_path: Path) -> None:
    rows = [["AD-1", "Marrick", "04/11/2008", "", "police"], ["AD-2", "Marrick", "03/11/2008", "", "police"]]
    found = one(load([table(tmp_path / "a.csv", ADULTS, rows)], store))
    assert rules(found) == [(2, "date_of_birth", "not_18")] and found.loaded == 1
    assert "a child to safeguard" in found.errors[0].message


def test_a_child_and_an_adult_are_never_one(store: Store, tmp_path: Path) -> None:
    load(people(tmp_path), store)
    found = one(load([table(tmp_path / "a.csv", ADULTS, [["OT-1", "Marrick", "", "", "police"]])], store))
    assert rules(found) == [(2, "identifier", "wrong_kind")]


def test_a_child_is_never_suspected(store: Store, tmp_path: Path) -> None:
    rows = [
        ["OT-1", "suspected", "", "", "police", "r1"],
        ["AD-1", "suspected", "2026-01-01", "2027-01-01", "police", "r2"],
    ]
    load(people(tmp_path), store)
    found = one(load([table(tmp_path / "r.csv", ROLES, rows)], store))
    assert rules(found) == [(2, "role", "role_not_allowed")]
    assert "write alleged_to_harm" in found.errors[0].message


def test_rows_of_one_record_that_differ_are_held_back(store: Store, tmp_path: Path) -> None:
    load(people(tmp_path), store)
    rows = [
        tie("OT-1", "OT-2", "friend", strength="weak"),
        tie("OT-1", "OT-2", "friend", strength="strong"),
        tie("OT-1", "OT-3", "seen_with", record_reference="", first_known="2026-09-01"),
        tie("OT-1", "OT-3", "seen_with", record_reference="", first_known="2026-09-02"),
    ]
    found = one(load([table(tmp_path / "t.csv", TIES, rows)], store))
    assert (found.loaded, [rule for _, _, rule in rules(found)]) == (2, ["duplicate_record", "duplicate_record"])


def test_things_come_into_being_when_first_written(store: Store, tmp_path: Path) -> None:
    rows = [tie("OT-1", "phone:07700 900123", "uses"), tie("AD-1", "Phone: 07700900123", "uses")]
    report = load([*people(tmp_path), table(tmp_path / "t.csv", TIES, rows)], store)
    assert report.quarantined == 0
    assert [row["subkind"] for row in snapshot(store).entities.to_pylist() if row["kind"] == "thing"] == ["phone"]


def test_excel_day_numbers_are_read_and_said(store: Store, tmp_path: Path) -> None:
    rows = [tie("OT-1", "OT-2", "friend", first_known="46000", last_known="25 Oct 2026")]
    load(people(tmp_path), store)
    found = one(load([table(tmp_path / "t.csv", TIES, rows)], store))
    assert found.quarantined == 0
    assert found.notes == (
        "first_known: 1 date was written as Excel's day number (such as 46000) and read as 09/12/2025.",
    )


def test_a_dry_run_says_what_a_load_would_do_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    ties = table(tmp_path / "t.csv", TIES, [tie("OT-1", "OT-2", "friend"), tie("OT-1", "OT-9", "friend")])
    paths = [*people(tmp_path), ties]
    version = store.version()
    dry = load(paths, store, dry_run=True)
    assert store.version() == version and not (store.data / "quarantine").exists()
    wet = load(paths, store)
    assert [(f.source, f.read, f.loaded, f.quarantined, f.errors) for f in dry.files] == [
        (f.source, f.read, f.loaded, f.quarantined, f.errors) for f in wet.files
    ]
    again = load(paths, store, dry_run=True)
    assert (again.loaded, again.unchanged, again.quarantined) == (0, 6, 1)


def test_a_refused_file_leaves_the_others_be(store: Store, tmp_path: Path) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    report = load([tmp_path / "picture.csv", *people(tmp_path)], store)
    assert (report.refused, report.loaded) == (1, 5)
    refused = next(file for file in report.files if file.refused)
    assert refused.refused == "picture.csv: This is a PNG picture, not a CSV file. Nothing in it was read."
    shape = json.loads(json.dumps(report.as_json()))
    assert set(shape["files"][0]) >= {
        "file", "source", "read", "loaded", "unchanged", "superseded", "quarantined", "quarantine_file", "errors",
    }  # fmt: skip
    assert set(shape["files"][0]["errors"][0]) == {"row", "column", "value", "rule", "message"}
    with pytest.raises(Refusal, match="no source"):
        load([], store, source="tyes")


def test_loads_wait_for_each_other_or_say_why_not(store: Store, tmp_path: Path) -> None:
    store.data.mkdir(exist_ok=True)
    other = FileLock(store.data / "load.lock")
    said: list[str] = []
    with other, pytest.raises(Busy, match="Another load of this data folder has been running"):
        load(people(tmp_path), store, wait=0.2, progress=lambda what, done, total: said.append(what))
    assert said == ["Another load is running: waiting for it to end"]
    waited = threading.Event()
    holder = FileLock(store.data / "load.lock", thread_local=False)
    holder.acquire()

    def told(what: str, done: int, total: int) -> None:
        if "waiting" in what:
            waited.set()
            holder.release()

    assert load(people(tmp_path), store, wait=30, progress=told).loaded == 5
    assert waited.is_set()


def test_progress_is_told_by_file_and_ends_at_the_total(store: Store, tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []
    load(people(tmp_path), store, progress=lambda what, done, total: said.append((what, done, total)))
    assert ("children.csv", 3, 3) in said and said.index(("children.csv", 0, 3)) < said.index(("children.csv", 3, 3))


def test_the_published_looked_after_census_loads_and_explains_itself(store: Store) -> None:
    names = ("missing", "header", "episodes")
    report = load([shared(f"extracts/ssda903/{name}.csv") for name in names], store)
    header, episodes, missing = report.files
    assert (header.read, header.loaded) == (2675, 2675)
    assert (episodes.read, episodes.loaded) == (5050, 5050)
    assert (missing.read, missing.loaded, missing.quarantined) == (43, 37, 6)
    assert Counter(problem.rule for problem in missing.errors) == {"after_leaving_care": 4, "overlap": 2}
    assert missing.notes == ()
    again, alone = load([shared(f"extracts/ssda903/{name}.csv") for name in ("header", "missing")], store).files
    assert (again.loaded, again.unchanged) == (0, 2675)
    assert (alone.unchanged, alone.loaded, alone.quarantined, alone.notes) == (37, 0, 6, ())
    assert Counter(problem.rule for problem in alone.errors) == {"after_leaving_care": 4, "overlap": 2}
    found = snapshot(store)
    assert Counter(found.entities["kind"].to_pylist())["child"] == 2675
    assert set(found.roles["role"].to_pylist()) == {"looked_after"}


@pytest.mark.parametrize("how", ["cp1252", "utf-16", "semicolon", "xlsx"])
def test_the_census_header_loads_however_it_is_saved(store: Store, tmp_path: Path, how: str) -> None:
    rows = list(csv.reader(io.StringIO(shared("extracts/ssda903/header.csv").read_text())))[:60]
    path = tmp_path / "header.csv"
    if how == "xlsx":
        workbook(path, ("Header", rows))
    else:
        encoding = "cp1252" if how == "semicolon" else how
        table(path, rows[0], rows[1:], delimiter=";" if how == "semicolon" else ",", encoding=encoding)
    assert one(load([path], store)).loaded == 59


@pytest.mark.parametrize(
    ("name", "count", "kind"),
    [
        ("gm_wards_2023", 215, "ward"),
        ("gm_lsoa_2021", 1702, "lsoa"),
        ("gm_local_authorities_2023", 10, "local_authority"),
    ],
)
def test_published_boundaries_load(store: Store, name: str, count: int, kind: str) -> None:
    path = shared(f"geography/{name}.geojson")
    assert one(load([path], store)).loaded == count
    assert set(snapshot(store).areas["kind"].to_pylist()) == {kind}
    assert one(load([path], store)).unchanged == count

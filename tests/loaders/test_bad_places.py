"""Points that cannot be, months without days, boundaries that overlap: named, kept and counted, never dropped."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from graph import Store
from graph.access import Purpose, Viewer
from graph.snapshot import Snapshot
from loaders import FileReport, LoadReport, load
from loaders.grid import point, reference
from mapping.places.ground import ground
from tests.loaders.files import CHILDREN, child, table
from tests.loaders.test_shapes import geojson
from tests.shared import shared

COLUMNS = ("identifier", "name", "kind", "easting", "northing", "latitude", "longitude", "grid_reference", "postcode")
EVENTS = ("identifier", "kind", "start", "end", "place", "missing", "harmed", "source_agency")


def place(name: str, **cells: str) -> list[str]:
    row = {"identifier": name, "name": name, "kind": "park", **cells}
    return [row.get(column, "") for column in COLUMNS]


def event(identifier: str, start: str, place: str = "", **cells: str) -> list[str]:
    row = {"identifier": identifier, "kind": "incident", "start": start, "place": place, "harmed": "OT-1"}
    return [({**row, "source_agency": "police"} | cells).get(column, "") for column in EVENTS]


def one(report: LoadReport) -> FileReport:
    (found,) = report.files
    assert found.read == found.loaded + found.unchanged + found.superseded + found.quarantined
    return found


def snapshot(store: Store) -> Snapshot:
    return store.view(Viewer("A. Brennan"), Purpose("test")).snapshot()


def entities(store: Store, kind: str = "location") -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in snapshot(store).entities.to_pylist() if row["kind"] == kind}


BAD = {
    "Zero": ({"latitude": "0", "longitude": "0"}, "zero", "at 0, 0"),
    "Zero grid": ({"easting": "0", "northing": "0.0"}, "zero", "at 0, 0"),
    "Exchanged": ({"latitude": "-2.1", "longitude": "53.5"}, "exchanged", "look swapped"),
    "Paris": ({"latitude": "48.85", "longitude": "2.35"}, "abroad", "outside the British Isles"),
    "Metres": ({"latitude": "384000", "longitude": "398000"}, "metres", "hold metres"),
    "Degrees": ({"easting": "-2.1", "northing": "53.5"}, "degrees", "holds degrees"),
    "Mercator": ({"easting": "-249700", "northing": "7070000"}, "other_grid", "of another grid"),
    "Irish": ({"grid_reference": "J 338 740"}, "other_grid", "of another grid"),
    "Half": ({"easting": "384000"}, "half", "half of"),
    "Two": (
        {"easting": "384000", "northing": "398000", "latitude": "51.5", "longitude": "-0.1"},
        "two_points",
        "differ",
    ),
    "Words": ({"latitude": "north", "longitude": "west"}, "unreadable", "cannot be read"),
    "Endless": ({"latitude": "inf", "longitude": "nan"}, "unreadable", "cannot be read"),
    "Rough": ({"grid_reference": "SJ 84 98"}, "rough", "square of kilometres"),
    "Letters": ({"grid_reference": "SJ 841 98"}, "unreadable", "cannot be read"),
}
GOOD = {
    "Globe": {"latitude": "53.4784782", "longitude": "-2.2425481"},
    "Comma": {"latitude": "53,4784782", "longitude": "-2,2425481"},
    "Grid": {"easting": "384000", "northing": "398000"},
    "Thousands": {"easting": "384,000", "northing": "398 000"},
    "Part": {"easting": "384000,4", "northing": "398000.4"},
    "Letters": {"grid_reference": "SJ 84000 98000"},
    "Together": {"grid_reference": "sj8400098000"},
    "Letters in the easting": {"easting": "SJ 840 980"},
    "Zero beside a grid": {"easting": "384000", "northing": "398000", "latitude": "0", "longitude": "0"},
    "Zero beside degrees": {"easting": "0", "northing": "0", "latitude": "53.4784782", "longitude": "-2.2425481"},
}


def test_a_place_is_kept_whatever_its_point_and_its_events_with_it(store: Store, tmp_path: Path) -> None:
    places = table(tmp_path / "locations.csv", COLUMNS, [place(name, **cells) for name, (cells, _, _) in BAD.items()])
    found = one(load([places], store))
    assert (found.loaded, found.quarantined) == (len(BAD), 0)
    assert [problem.row for problem in found.warnings] == list(range(2, 2 + len(BAD)))
    assert all(
        problem.rule == "no_point" and "kept without this point" in problem.message for problem in found.warnings
    )
    assert f"{len(BAD)} places were kept without a point, so not on the map" in " ".join(found.notes)
    held = entities(store)
    assert {name: held[name]["no_point"] for name in BAD} == {name: code for name, (_, code, _) in BAD.items()}
    events = [event(f"E-{name}", "2026-10-20", name) for name in BAD]
    people = table(tmp_path / "children.csv", CHILDREN, [child("OT-1")])
    report = load([people, table(tmp_path / "events.csv", EVENTS, events)], store)
    assert report.quarantined == 0
    known = ground(snapshot(store))
    assert len(known.unplaced) == len(BAD) == known.events
    said = sorted(known.unplaced["why"])
    for name, (_, _, words) in BAD.items():
        (why,) = [why for why in said if why.startswith(f"{name}: ")]
        assert words in why


def test_every_way_of_writing_a_point_leads_to_the_same_place(store: Store, tmp_path: Path) -> None:
    rows = [place(name, **cells) for name, cells in GOOD.items()]
    found = one(load([table(tmp_path / "locations.csv", COLUMNS, rows)], store))
    assert (found.loaded, found.warnings) == (len(GOOD), ())
    known = ground(snapshot(store)).places.set_index("name")
    for name in GOOD:
        assert (known.loc[name, "x"], known.loc[name, "y"]) == pytest.approx((384000, 398000), abs=1), name
        assert known.loc[name, "point_from"] == (
            "given" if name in {"Globe", "Comma", "Zero beside degrees"} else "grid"
        )


def test_a_bad_point_can_be_put_right_and_a_good_one_made_worse(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "locations.csv"
    for cells, code in ((GOOD["Grid"], None), (BAD["Zero"][0], "zero"), (BAD["Exchanged"][0], "exchanged"), ({}, None)):
        found = one(load([table(path, COLUMNS, [place("A", **cells)])], store))
        assert found.loaded + found.superseded == 1
        assert entities(store)["A"]["no_point"] == code
        assert (entities(store)["A"]["latitude"] is not None) == (cells is GOOD["Grid"])


REFERENCES = {
    "SD 123 456": (312_300, 445_600, 100),
    "NN 16667 71285": (216_667, 771_285, 1),
    "TG5140913177": (651_409, 313_177, 1),
    "SW 342 250": (134_200, 25_000, 100),
    "HU 476 414": (447_600, 1_141_400, 100),
    "TQ 300 804": (530_000, 180_400, 100),
    "sv 000 000": (0, 0, 100),
}


@pytest.mark.parametrize("text", REFERENCES)
def test_letters_of_the_grid(text: str) -> None:
    assert reference(text) == REFERENCES[text]


@pytest.mark.parametrize(
    "text", ["", "SD", "SD 12 345", "SI 123 456", "AA 123 456", "SD 123456 123456", "S 123 456", "12 34"]
)
def test_what_is_no_reference(text: str) -> None:
    assert reference(text) is None


def test_a_point_of_the_survey_is_right_to_metres() -> None:
    """Caister water tower in the survey's guide: 651409.903 E 313177.270 N is 52 39 28.83 N, 1 42 57.87 E (ETRS89)."""
    found = point(651409.903, 313177.270, None, None)
    assert found is not None
    there = Transformer.from_crs(4326, 27700, always_xy=True).transform(
        1 + 42 / 60 + 57.8663 / 3600, 52 + 39 / 60 + 28.8282 / 3600
    )
    assert there == pytest.approx((651409.903, 313177.270), abs=5)
    assert found == pytest.approx((52.658008, 1.716074), abs=5e-5)


@settings(max_examples=60, deadline=None)
@given(st.floats(100_000, 600_000), st.floats(10_000, 1_200_000))
def test_grid_and_back_is_true_to_a_metre(east: float, north: float) -> None:
    found = point(east, north, None, None)
    assert found is not None
    back = Transformer.from_crs(4326, 27700, always_xy=True).transform(found[1], found[0])
    assert back == pytest.approx((east, north), abs=0.5)


numbers = st.one_of(
    st.just(""),
    st.floats(-90, 90, width=32).map(str),
    st.floats(0, 1_400_000, width=32).map(str),
    st.sampled_from(["0", "53.5", "-2.1", "53,5", "SJ 840 980", "x", "1e400", "nan", "٣", "384,000"]),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(numbers, numbers, numbers, numbers, st.sampled_from(["park", "nowhere"])), max_size=12))
def test_no_place_and_no_row_is_ever_lost(store: Store, tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    before = len(entities(store))
    stamp = f"{id(rows)}-{before}"
    given_rows = [
        place(f"P{n}-{stamp}", easting=a, northing=b, latitude=c, longitude=d, kind=kind)
        for n, (a, b, c, d, kind) in enumerate(rows)
    ]
    found = one(load([table(tmp_path / "locations.csv", COLUMNS, given_rows)], store))
    assert found.read == len(rows)
    assert found.quarantined == sum(row[-1] == "nowhere" for row in rows)
    known = ground(snapshot(store)).places
    assert len(known) == before + found.loaded
    assert int(known["on_map"].sum()) + int((known["why"] != "").sum()) == len(known)


def test_months_stay_months(store: Store, tmp_path: Path) -> None:
    rows = [
        event("E1", "2026-06", "A"),
        event("E2", "June 2026", "A"),
        event("E3", "06/2026", "A", kind="missing", harmed="", missing="OT-1"),
        event("E4", "2026-06-01", "A"),
        event("E5", "2026-11", "A"),
        event("E6", "2026-06-03", "A", end="2026-07"),
        event("E7", "Jun-26", "A"),
        event("E8", "2026-12", "A"),
        event("E9", "2026-06-03", "A", end="2026-07", kind="missing", harmed="", missing="OT-1"),
        event("E10", "2026-06", "A", end="2026-05-31"),
    ]
    people = table(tmp_path / "children.csv", CHILDREN, [child("OT-1")])
    places = table(tmp_path / "locations.csv", COLUMNS, [place("A", **GOOD["Grid"])])
    report = load([people, places, table(tmp_path / "events.csv", EVENTS, rows)], store)
    found = report.files[-1]
    assert [(problem.row, problem.rule) for problem in found.errors] == [
        (8, "two_digit_year"),
        (9, "in_the_future"),
        (10, "month_only"),
        (11, "end_before_start"),
    ]
    assert [(problem.row, problem.rule) for problem in found.warnings] == [(7, "month_only")]
    assert any(note.startswith("start: 5 rows give a month and no day (such as 2026-06).") for note in found.notes)
    held = snapshot(store)
    events = {row["name"]: row for row in held.entities.to_pylist() if row["kind"] == "event"}
    months = {name: row["started_month"] for name, row in events.items() if row["started_on"] is None}
    assert sorted(months.items()) == [
        ("Incident, June 2026", "2026-06"),
        ("Incident, November 2026", "2026-11"),
        ("Missing episode, June 2026", "2026-06"),
    ]
    spans = {(row["observed_from"], row["observed_to"]) for row in held.ties.to_pylist() if row["kind"] == "harmed_in"}
    assert spans >= {(date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 11, 1), date(2026, 11, 3))}
    known = ground(held)
    assert set(known.visits["day"]) == {date(2026, 6, 1), date(2026, 6, 3)}
    assert sorted(known.unplaced["month"]) == ["2026-06", "2026-06", "2026-06", "2026-11"]
    assert set(known.unplaced["why"]) == {"only the month is known, and a day is needed"}
    assert known.unplaced["day"].isna().all()
    assert one(load([tmp_path / "events.csv"], store)).loaded == 0


def test_a_month_will_not_do_where_a_day_is_needed(store: Store, tmp_path: Path) -> None:
    rows = [child("OT-1", date_of_birth="2012-04")]
    found = one(load([table(tmp_path / "children.csv", CHILDREN, rows)], store))
    assert [(problem.column, problem.rule) for problem in found.errors] == [("date_of_birth", "month_only")]


def test_places_know_their_small_area_once_boundaries_are_loaded(store: Store, tmp_path: Path) -> None:
    hole = shapely.box(-2.25, 53.45, -2.15, 53.55).difference(shapely.box(-2.22, 53.47, -2.2, 53.49))
    areas = geojson(tmp_path / "areas.geojson", {"E01000001": hole})
    rows = [
        place("In", latitude="53.5", longitude="-2.24"),
        place("In the hole", latitude="53.48", longitude="-2.21"),
        place("In the sea", latitude="53.8", longitude="-4.0"),
    ]
    places = table(tmp_path / "locations.csv", COLUMNS, rows)
    assert one(load([places], store)).loaded == 3
    load([areas], store)
    found = one(load([places], store))
    assert (found.superseded, found.unchanged) == (1, 2)
    assert "2 places lie outside the boundaries loaded: rows 3, 4." in found.notes
    held = entities(store)
    assert [held[name]["home_area"] for name in ("In", "In the hole", "In the sea")] == ["E01000001", None, None]
    known = ground(snapshot(store)).places.set_index("name")
    assert known["why"].tolist().count("outside the boundaries loaded") == 2


def test_areas_that_overlap_are_said_and_a_place_lies_in_one(store: Store, tmp_path: Path) -> None:
    first = geojson(tmp_path / "wards_2022.geojson", {"E05000001": shapely.box(-2.3, 53.4, -2.2, 53.5)})
    second = geojson(
        tmp_path / "wards_2023.geojson",
        {"E05000002": shapely.box(-2.25, 53.4, -2.15, 53.5), "E05000003": shapely.box(-2.15, 53.4, -2.1, 53.5)},
    )
    assert not [note for note in one(load([first], store)).notes if "overlap" in note]
    (said,) = [note for note in one(load([second], store)).notes if "overlap" in note]
    assert said.startswith("1 pair of areas (ward) overlap: E05000001 and E05000002.")
    load([table(tmp_path / "l.csv", COLUMNS, [place("A", latitude="53.45", longitude="-2.22")])], store)
    known = ground(snapshot(store))
    assert len(known.places) == 1 and known.places["on_map"].all()


GIAS = (
    "URN,LA (code),LA (name),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),PhaseOfEducation "
    "(name),NumberOfPupils,Postcode,Easting,Northing,LSOA (code)"
)


def test_the_register_of_schools_is_read_as_it_is(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "edubasealldata20261101.csv"
    path.write_bytes(
        (
            f"{GIAS}\r\n"
            '"900001","999","Ottermere","St Brónach’s School","Academy converter","Open","Secondary","912","ZZ1 4AB",'
            '"384000","398000","E01000001"\r\n'
            '"900002","999","Ottermere","Old School","Community school","Closed","Primary","","ZZ1 4AC","0","0",""\r\n'
        ).encode("cp1252")
    )
    found = one(load([path], store))
    assert (found.source, found.loaded, [problem.row for problem in found.warnings]) == ("schools", 2, [3])
    held = entities(store, "school")
    school = held["St Brónach’s School"]
    assert (school["roll"], school["home_area"], school["point_from"]) == (912, "E01000001", "grid")
    assert held["Old School"]["no_point"] == "zero"


def test_a_real_list_of_schools_lies_in_its_boroughs(store: Store, tmp_path: Path) -> None:
    schools, boroughs = (
        shared("geography/gm_schools_2017_partial.csv"),
        shared("geography/gm_local_authorities_2023.geojson"),
    )
    report = load([schools, boroughs], store)
    found = report.files[-1]
    assert (found.source, found.quarantined) == ("schools", 0)
    places = ground(snapshot(store)).places
    assert len(places) == found.loaded
    assert places["on_map"].mean() > 0.99

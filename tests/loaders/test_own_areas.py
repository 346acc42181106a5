"""The hub's own areas: sets of any name, side by side, with or without codes; what contradicts is refused in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import shapely

from graph import Store
from loaders import load
from loaders.own_areas import set_of
from loaders.report import FileReport
from mapping.places.ground import areas_frame, ground, small_areas
from tests.loaders.files import table
from tests.loaders.test_bad_places import COLUMNS, one, place, snapshot

WEST, EAST = shapely.box(-2.3, 53.4, -2.2, 53.5), shapely.box(-2.2, 53.4, -2.1, 53.5)


def written(path: Path, *features: tuple[Mapping[str, Any], shapely.Geometry]) -> Path:
    rows = [
        {"type": "Feature", "properties": dict(about), "geometry": json.loads(shapely.to_geojson(shape))}
        for about, shape in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


def held(store: Store) -> dict[str, tuple[str, str, str | None]]:
    rows = snapshot(store).areas.to_pylist()
    return {row["id"]: (row["kind"], row["name"], row["area_set"]) for row in rows}


def loaded(store: Store, path: Path) -> FileReport:
    return one(load([path], store))


def test_two_sets_stand_side_by_side_though_their_codes_are_the_same(store: Store, tmp_path: Path) -> None:
    beats = written(
        tmp_path / "a.geojson",
        ({"code": "1", "name": "North beat", "area_set": "Police neighbourhoods"}, WEST),
        ({"code": "1", "name": "Bus station zone", "area_set": "Order zones"}, WEST),
        ({"code": "2", "name": "South beat", "area_set": "police  Neighbourhoods"}, EAST),
    )
    found = loaded(store, beats)
    assert (found.loaded, found.quarantined) == (3, 0)
    assert held(store) == {
        "own:police neighbourhoods:1": ("own", "North beat", "Police neighbourhoods"),
        "own:police neighbourhoods:2": ("own", "South beat", "Police neighbourhoods"),
        "own:order zones:1": ("own", "Bus station zone", "Order zones"),
    }
    assert not [note for note in found.notes if "overlap" in note], "areas of two sets may lie over one another"
    assert loaded(store, beats).unchanged == 3


def test_names_will_do_and_the_file_may_name_the_set(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path / "own_police_neighbourhoods.geojson",
        ({"name": "Weirside"}, WEST),
        ({"name": "Old Dock"}, EAST),
        ({"name": "Weirside"}, shapely.box(-2.4, 53.4, -2.35, 53.5)),
    )
    found = loaded(store, path)
    assert found.loaded == 2, "an area of two features is one area"
    assert "2 of the hub's own areas, set “Police neighbourhoods”" in " ".join(found.notes)
    assert held(store)["own:police neighbourhoods:weirside"] == ("own", "Weirside", "Police neighbourhoods")
    parts = areas_frame(snapshot(store), "own").set_index("name").geometry["Weirside"]
    assert len(shapely.get_parts(parts)) == 2


def test_a_name_that_changed_takes_the_place_of_the_old_one(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "own_localities.geojson"
    loaded(store, written(path, ({"name": "Weirside"}, WEST), ({"name": "Old Dok"}, EAST)))
    other = written(tmp_path / "own_beats.geojson", ({"name": "Old Dok"}, EAST))
    loaded(store, other)
    found = loaded(store, written(path, ({"name": "Weirside"}, WEST), ({"name": "Old Dock"}, EAST)))
    assert "1 area of the hub's own that this file had before and has no more was taken away." in found.notes
    assert set(held(store)) == {"own:localities:weirside", "own:localities:old dock", "own:beats:old dok"}


def test_what_cannot_be_told_is_refused_in_words_and_comes_back_mended(store: Store, tmp_path: Path) -> None:
    bow = shapely.LineString([(-2.2, 53.4), (-2.1, 53.5)])
    path = written(tmp_path / "own_zones.geojson", ({"name": "Line"}, bow), ({"name": ""}, EAST), ({"name": "Z"}, WEST))
    found = loaded(store, path)
    assert (found.loaded, found.quarantined) == (1, 2)
    assert {(problem.row, problem.rule) for problem in found.errors} == {(1, "bad_boundary"), (2, "missing_value")}
    assert found.quarantine_file
    kept = json.loads(Path(found.quarantine_file).read_text("utf-8"))["features"]
    assert {one["properties"]["area_set"] for one in kept} == {"Zones"}, "the set is not lost with the file's name"
    wrong = written(
        tmp_path / "b.geojson",
        ({"code": "E05000001", "name": "A", "area_kind": "ward", "area_set": "Beats"}, WEST),
        ({"code": "X1", "name": "B", "area_kind": "", "area_set": ""}, EAST),
        ({"code": "", "name": "C", "area_kind": "ward", "area_set": ""}, EAST),
    )
    said = {problem.row: problem.message for problem in loaded(store, wrong).errors}
    assert "Only areas of the hub's own are of a set" in said[1]
    assert "or own for areas of the hub's own" in said[2]
    assert "This area has no code" in said[3]
    (bare,) = load([written(tmp_path / "c.geojson", ({"name": "A"}, WEST))], store).files
    assert bare.refused and "begin the file's name with own_, or add area_set" in bare.refused


def test_two_areas_of_one_code_that_say_different_things_wait(store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path / "own_beats.geojson", ({"code": "1", "name": "A"}, WEST), ({"code": "1", "name": "B"}, EAST)
    )
    assert {problem.rule for problem in loaded(store, path).errors} == {"duplicate_identifier"}


def test_own_areas_say_nothing_of_what_lies_in_the_area(store: Store, tmp_path: Path) -> None:
    loaded(store, written(tmp_path / "own_zones.geojson", ({"name": "Market", "children": 5}, WEST)))
    rows = [place("In", latitude="53.45", longitude="-2.25"), place("Out", latitude="53.45", longitude="-2.15")]
    places = table(tmp_path / "locations.csv", COLUMNS, rows)
    found = loaded(store, places)
    assert not [note for note in found.notes if "outside" in note]
    known = ground(snapshot(store)).places
    assert known["on_map"].all() and not known["area"].any()
    assert small_areas(snapshot(store)).empty, "they are never the baseline"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("own_police_neighbourhoods", "Police neighbourhoods"),
        ("own areas - town centre", "Town centre"),
        ("boundaries_localities", "Localities"),
        ("own_", "Own"),
        ("x" * 200, "X" + "x" * 79),
    ],
)
def test_the_files_name_names_the_set(name: str, told: str) -> None:
    assert set_of(Path(f"{name}.geojson")) == told

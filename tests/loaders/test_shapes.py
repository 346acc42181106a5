"""Boundaries: coordinate systems, broken polygons, and files that only look like maps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from loaders.areas import fit_boundaries
from loaders.problem import Refusal
from loaders.shapes import BadShape, read_features
from loaders.sniff import Kind, kind_of

SQUARE = shapely.box(-2.2, 53.4, -2.1, 53.5)
BOW = shapely.Polygon([(-2.2, 53.4), (-2.1, 53.5), (-2.1, 53.4), (-2.2, 53.5)])


def geojson(path: Path, shapes: Mapping[str, Any], **more: Any) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"WD26CD": code, "WD26NM": "Old Dock"},
            "geometry": shape if shape is None or isinstance(shape, dict) else json.loads(shapely.to_geojson(shape)),
        }
        for code, shape in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return path


def to_metres(shape: shapely.Geometry, epsg: int) -> shapely.Geometry:
    moved: shapely.Geometry = geopandas.GeoSeries([shape], crs=4326).to_crs(epsg)[0]
    return moved


def crs(name: str) -> dict[str, Any]:
    return {"crs": {"type": "name", "properties": {"name": name}}}


def refusal(path: Path, kind: Kind = Kind.GEOJSON) -> str:
    with pytest.raises(Refusal) as caught:
        read_features(path, kind)
    return str(caught.value)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"])
def test_longitude_stays_first_whatever_the_system_is_called(tmp_path: Path, name: str) -> None:
    (shape,) = read_features(geojson(tmp_path / "a.geojson", {"E05": SQUARE}, **crs(name)), Kind.GEOJSON).shapes
    assert isinstance(shape, shapely.Polygon) and shape.bounds == SQUARE.bounds


@pytest.mark.parametrize("suffix", ["geojson", "gpkg"])
def test_the_british_grid_becomes_degrees(tmp_path: Path, suffix: str) -> None:
    frame = geopandas.GeoDataFrame({"LSOA21CD": ["E01"], "LSOA21NM": ["A"]}, geometry=[SQUARE], crs=4326).to_crs(27700)
    path = tmp_path / f"a.{suffix}"
    if suffix == "gpkg":
        frame.to_file(path, layer="areas")
    else:
        geojson(path, {"E01": frame.geometry[0]}, **crs("urn:ogc:def:crs:EPSG::27700"))
    found = read_features(path, kind_of(path))
    (shape,) = found.shapes
    assert isinstance(shape, shapely.Polygon) and shape.bounds == pytest.approx(SQUARE.bounds, abs=1e-5)


@pytest.mark.parametrize("epsg", [27700, 3857])
def test_metres_without_a_system_are_read_as_what_they_are_and_said(tmp_path: Path, epsg: int) -> None:
    moved = to_metres(SQUARE, epsg)
    found = read_features(geojson(tmp_path / "a.geojson", {"E05": moved}), Kind.GEOJSON)
    (shape,) = found.shapes
    assert isinstance(shape, shapely.Polygon) and shape.bounds == pytest.approx(SQUARE.bounds, abs=1e-5)
    (note,) = found.notes
    assert ("British National Grid" if epsg == 27700 else "Web Mercator") in note


def test_a_file_of_mixed_systems_is_read_shape_by_shape(tmp_path: Path) -> None:
    shapes = {"E05": SQUARE, "E06": to_metres(SQUARE, 27700), "E07": shapely.box(5e6, 5e6, 6e6, 6e6)}
    found = read_features(geojson(tmp_path / "a.geojson", shapes), Kind.GEOJSON)
    one, two, three = found.shapes
    assert isinstance(one, shapely.Polygon) and isinstance(two, shapely.Polygon)
    assert two.bounds == pytest.approx(one.bounds, abs=1e-5)
    assert isinstance(three, BadShape) and "neither degrees nor metres" in str(three)
    assert found.notes == (
        "1 of the boundaries has coordinates of the British National Grid, though the file names WGS 84. They were "
        "read as what they are.",
    )


def test_degrees_in_a_file_that_says_metres_are_degrees(tmp_path: Path) -> None:
    found = read_features(geojson(tmp_path / "a.geojson", {"E05": SQUARE}, **crs("EPSG:27700")), Kind.GEOJSON)
    (shape,) = found.shapes
    assert isinstance(shape, shapely.Polygon) and shape.bounds == SQUARE.bounds
    assert "degrees of longitude and latitude" in found.notes[0]


def test_numbers_of_no_system_are_refused(tmp_path: Path) -> None:
    said = refusal(geojson(tmp_path / "a.geojson", {"E05": shapely.box(5e6, 5e6, 6e6, 6e6)}))
    assert "no degrees" in said


def test_an_unknown_system_is_refused(tmp_path: Path) -> None:
    assert "“moon” is not known" in refusal(geojson(tmp_path / "a.geojson", {"E05": SQUARE}, **crs("moon")))


def test_a_polygon_that_crosses_itself_is_mended_and_keeps_its_surface(tmp_path: Path) -> None:
    found = read_features(geojson(tmp_path / "a.geojson", {"E05": BOW, "E06": SQUARE}), Kind.GEOJSON)
    bow, square = found.shapes
    assert isinstance(bow, shapely.MultiPolygon) and bow.is_valid and bow.area == pytest.approx(0.005)
    assert found.mended == 1 and square == SQUARE


def test_holes_and_parts_are_kept_and_heights_are_not(tmp_path: Path) -> None:
    holed = SQUARE.difference(shapely.box(-2.17, 53.43, -2.13, 53.47))
    parts = shapely.MultiPolygon([SQUARE, shapely.box(-2.0, 53.4, -1.9, 53.5)])
    tall = shapely.force_3d(SQUARE, 7.0)
    found = read_features(geojson(tmp_path / "a.geojson", {"a": holed, "b": parts, "c": tall}), Kind.GEOJSON).shapes
    assert [shape.area for shape in found if isinstance(shape, shapely.Geometry)] == pytest.approx(
        [holed.area, parts.area, SQUARE.area]
    )
    assert not any(shape.has_z for shape in found if isinstance(shape, shapely.Geometry))


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (None, "has no boundary"),
        ({"type": "Polygon"}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "cannot be read"),
        ({"type": "Nonsense", "coordinates": []}, "cannot be read"),
        (shapely.Point(-2.1, 53.4), "is a Point, not a polygon"),
        ({"type": "Polygon", "coordinates": []}, "is empty"),
        (shapely.Polygon([(-2.2, 53.4), (-2.1, 53.5), (-2.2, 53.4)]), "has no surface"),
    ],
)
def test_what_is_no_polygon_is_refused_with_words(tmp_path: Path, shape: Any, says: str) -> None:
    (found,) = read_features(geojson(tmp_path / "a.geojson", {"E05": shape}), Kind.GEOJSON).shapes
    assert isinstance(found, BadShape) and says in str(found)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"type": "FeatureCollection", "features": [', "breaks off or is damaged"),
        ('{"type": "Feature"}', "without a FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "no boundaries at all"),
        ('{"type": "FeatureCollection", "features": {}}', "without a FeatureCollection"),
        ("{" * 100_000, "breaks off or is damaged"),
        ('{"a":' * 100_000, "breaks off or is damaged"),
    ],
)
def test_what_is_no_map_is_refused_with_words(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "a.geojson").write_text(text)
    assert says in refusal(tmp_path / "a.geojson")


def test_a_database_without_layers_is_no_geopackage(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as base:
        base.execute("CREATE TABLE x (a)")
        base.commit()
    assert "without map layers" in refusal(tmp_path / "a.gpkg", Kind.GEOPACKAGE)
    (tmp_path / "b.gpkg").write_bytes((tmp_path / "a.gpkg").read_bytes()[:600])
    assert refusal(tmp_path / "b.gpkg", Kind.GEOPACKAGE)


def test_a_map_without_codes_and_names_says_which_columns_are_missing() -> None:
    with pytest.raises(Refusal, match="there is no column area_code and no column area_name"):
        fit_boundaries(["a", "b"])

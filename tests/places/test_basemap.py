"""The base map out of a file: real tiles written by GDAL and read back, metres right; what cannot be read is said."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from shapely import LineString, box

from mapping.places.ground import BNG, WGS84
from mapping.places.map import basemap, place_map
from mapping.places.map.basemap import BaseMap, read
from mapping.places.map.ink import kind_of
from mapping.places.map.layers import GROUND, MapSettings
from tests.places.town import SIDE, SOUTH, WEST, busy, degrees

HERE = (degrees(0, 0)[1], degrees(0, 0)[0], degrees(SIDE, SIDE)[1], degrees(SIDE, SIDE)[0])


def town_roads() -> gpd.GeoDataFrame:
    """A main road straight through the town from west to east, a street from south to north, a footpath."""
    shapes = [
        LineString([(WEST - 4000, SOUTH + 2000), (WEST + SIDE + 4000, SOUTH + 2000)]),
        LineString([(WEST + 1500, SOUTH + 500), (WEST + 1500, SOUTH + 5500)]),
        LineString([(WEST, SOUTH), (WEST + SIDE, SOUTH + SIDE)]),
    ]
    straight = shapely.segmentize(shapes, 100)  # a line straight on the grid is bent a little in Mercator
    return gpd.GeoDataFrame({"class": ["primary", "minor", "path"]}, geometry=straight, crs=BNG).to_crs(WGS84)


def tiles(folder: Path, name: str = "streets.pmtiles", layer: str = "transportation") -> Path:
    file = folder / name
    driver = {"pmtiles": "PMTiles", "mbtiles": "MBTiles"}[file.suffix[1:]]
    pyogrio.write_dataframe(town_roads(), file, layer=layer, driver=driver, MINZOOM=0, MAXZOOM=14)
    return file


def in_metres(found: BaseMap, kind: str) -> shapely.Geometry:
    (one,) = [feature for feature in found.features if feature["properties"]["kind"] == kind]
    shape = shapely.from_geojson(json.dumps(one["geometry"]))
    return gpd.GeoSeries([shape], crs=WGS84).to_crs(BNG).iloc[0]


@pytest.mark.parametrize("name", ["streets.pmtiles", "streets.mbtiles"])
def test_vector_tiles_are_read_back_where_they_were_to_the_metre(tmp_path: Path, name: str) -> None:
    found = read(str(tiles(tmp_path, name)), HERE)
    assert found.why_not == ""
    assert {feature["properties"]["kind"] for feature in found.features} == {"road", "street"}, "a path is not drawn"
    assert found.said == f"base map: {name}"
    road, street = in_metres(found, "road"), in_metres(found, "street")
    # a tile of zoom 14 is 1,450 m in 4,096 steps; the road is not seen beyond the bounds
    given = town_roads().to_crs(BNG).geometry
    assert shapely.hausdorff_distance(street, given[1], densify=0.1) < 1
    assert given[0].buffer(1).contains(road)
    seen = given[0].intersection(gpd.GeoSeries([box(*HERE)], crs=WGS84).to_crs(BNG).iloc[0])
    assert road.length == pytest.approx(seen.length, abs=5), "what two tiles hold is drawn once"


def test_a_geopackage_and_geojson_are_read_too(tmp_path: Path) -> None:
    file = tmp_path / "zoomstack.gpkg"
    roads, wood = town_roads(), box(WEST + 500, SOUTH + 500, WEST + 900, SOUTH + 900)
    pyogrio.write_dataframe(roads.iloc[:1].to_crs(BNG), file, layer="roads_national")
    green = gpd.GeoDataFrame({"type": ["Public Park Or Garden"]}, geometry=[wood], crs=BNG)
    pyogrio.write_dataframe(green, file, layer="greenspaces", append=True)
    water = gpd.GeoDataFrame({"type": ["Inland water"]}, geometry=[box(0, 0, 10, 10)], crs=BNG)
    pyogrio.write_dataframe(water, file, layer="surfacewater", append=True)  # somewhere else altogether
    found = read(str(file), HERE)
    assert {feature["properties"]["kind"] for feature in found.features} == {"road", "park"}
    assert in_metres(found, "park").area == pytest.approx(400 * 400, rel=0.001)
    text = tmp_path / "roads.geojson"
    text.write_text(roads.to_json(), "utf-8")
    assert {one["properties"]["kind"] for one in read(str(text), HERE).features} == {"road", "street"}
    lines = tmp_path / "lines.geojson"
    whole = json.loads(roads.rename(columns={"class": "highway"}).to_json())["features"]
    lines.write_text("\n".join(json.dumps(one) for one in whole), "utf-8")
    assert {one["properties"]["kind"] for one in read(str(lines), HERE).features} == {"road", "street"}


@pytest.mark.parametrize(
    ("layer", "properties", "geometry", "kind"),
    [
        ("transportation", {"class": "motorway"}, "LineString", "road"),
        ("transportation", {"class": "tertiary"}, "MultiLineString", "street"),
        ("transportation", {"class": "rail", "subclass": "rail"}, "LineString", "rail"),
        ("transportation", {"class": "path", "subclass": "footway"}, "LineString", ""),
        ("transportation_name", {"class": "primary"}, "Point", ""),
        ("waterway", {"class": "river"}, "LineString", "stream"),
        ("water", {"class": "lake"}, "MultiPolygon", "water"),
        ("landcover", {"class": "grass", "subclass": "park"}, "Polygon", "park"),
        ("landcover", {"class": "sand"}, "Polygon", ""),
        ("landuse", {"class": "residential"}, "Polygon", ""),
        ("park", {"class": "nature_reserve"}, "Polygon", "park"),
        ("building", {}, "Polygon", "building"),
        ("roads", {"kind": "major_road", "kind_detail": "primary"}, "LineString", "road"),
        ("roads", {"pmap:kind": "minor_road"}, "LineString", "street"),
        ("roads", {"kind": "rail"}, "LineString", "rail"),
        ("roads", {"kind": "path"}, "LineString", ""),
        ("water", {"kind": "ocean"}, "Polygon", "water"),
        ("landuse", {"kind": "park"}, "Polygon", "park"),
        ("earth", {"kind": "earth"}, "Polygon", ""),
        ("buildings", {"kind": "building"}, "Polygon", "building"),
        ("roads_local", {"type": "Local Street"}, "LineString", "street"),
        ("roads_national", {"type": "A Road"}, "LineString", "road"),
        ("roads", {"type": "B Road"}, "LineString", "road"),
        ("rail", {"type": "Multi Track"}, "LineString", "rail"),
        ("railway_stations", {"type": "Railway Station"}, "Point", ""),
        ("surfacewater", {}, "Polygon", "water"),
        ("waterlines", {"type": "Local"}, "LineString", "stream"),
        ("greenspaces", {"type": "Public Park Or Garden"}, "MultiPolygon", "park"),
        ("woodland", {"type": "National"}, "MultiPolygon", "park"),
        ("local_buildings", {}, "Polygon", "building"),
        ("boundaries", {"type": "County"}, "LineString", ""),
        ("ground", {"kind": "river"}, "LineString", "river"),
        ("lines", {"railway": "tram"}, "LineString", "rail"),
        ("anything", {"kind": None, "class": float("nan")}, "LineString", ""),
    ],
)
def test_the_names_of_the_common_schemas(layer: str, properties: dict[str, object], geometry: str, kind: str) -> None:
    assert kind_of(layer, properties, geometry) == kind
    assert kind == "" or kind in GROUND


def test_what_cannot_be_read_is_said_and_nothing_is_drawn(tmp_path: Path) -> None:
    def refused(path: Path | str, bounds: basemap.Bounds = HERE) -> str:
        found = read(str(path), bounds)
        assert found.features == ()
        assert found.why_not.startswith("The base map is not drawn. ")
        return found.why_not

    for address in (
        "https://tiles.example/a.pmtiles",
        "//host/a",
        "/vsicurl/http://a",
        "s3://b/a",
        "\\\\host\\a",
        "PG:x",
    ):
        assert "An address is never read" in refused(address)
    assert "is not there" in refused(tmp_path / "none.pmtiles")
    assert "is not there" in refused(tmp_path)
    assert "is not there" in refused("")
    good = tiles(tmp_path)
    other = (-3.0, 50.0, -2.9, 50.1)
    assert "streets.pmtiles has no road, water, park or rail on this ground: it covers another place" in refused(
        good, other
    )
    content = good.read_bytes()
    for name, bad, word in (
        ("short.pmtiles", content[:60], "cut short"),
        ("old.pmtiles", b"PMTiles\x02" + content[8:], "another version"),
        ("half.pmtiles", content[: len(content) // 3], "short.pmtiles|damaged|another place"),
        ("torn.pmtiles", content[:127] + b"\x00" * (len(content) - 127), "damaged"),
        ("picture.pmtiles", content[:99] + b"\x02" + content[100:], "raster tiles are not read"),
        ("some.pmtiles", b"not a map at all", "no PMTiles, MBTiles, GeoPackage or GeoJSON"),
        ("empty.pmtiles", b"", "no PMTiles"),
        ("torn.geojson", b'{"type": "FeatureCollection", "features": [', "damaged"),
        ("odd.geojson", b'{"features": [1, 2]}', "another place"),
        ("list.geojson", b'{"features": 7}', "damaged"),
        ("lone.geojson", b'{"type": "Feature", "geometry": {"type": "LineString", "coordinates": "x"}}', "damaged"),
        ("none.geojson", b'{"type": "FeatureCollection", "features": []}', "another place"),
    ):
        (tmp_path / name).write_bytes(bad)
        said = refused(tmp_path / name)
        assert any(one in said for one in word.split("|")), said
    metres = tmp_path / "metres.geojson"
    metres.write_text(json.dumps({"features": json.loads(town_roads().to_crs(BNG).to_json())["features"]}))
    assert "is not in degrees" in refused(metres)


def test_a_database_that_is_no_map_and_pictures_in_one(tmp_path: Path) -> None:
    file = tmp_path / "a.mbtiles"
    with sqlite3.connect(file) as base:
        base.execute("create table people (name text)")
    assert "neither MBTiles nor a GeoPackage" in read(str(file), HERE).why_not
    other = tmp_path / "b.mbtiles"
    with sqlite3.connect(other) as base:
        base.executescript(
            "create table metadata (name text, value text); insert into metadata values ('format', 'png');"
            "create table tiles (zoom_level int);"
        )
    assert "holds pictures (PNG); raster tiles are not read" in read(str(other), HERE).why_not


def test_the_finest_is_left_out_until_a_page_can_carry_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tiles(tmp_path)
    size = len(json.dumps(read(str(file), HERE).features))
    monkeypatch.setattr(basemap, "LARGEST", size - 1)
    found = read(str(file), HERE)
    assert {feature["properties"]["kind"] for feature in found.features} == {"road"}
    assert found.said == "base map: streets.pmtiles · without buildings and streets: too much"
    monkeypatch.setattr(basemap, "LARGEST", 10)
    assert "too much to draw" in read(str(file), HERE).why_not


def test_it_is_drawn_as_ground_and_goes_with_its_layers(tmp_path: Path) -> None:
    found = read(str(tiles(tmp_path)), HERE)
    base = {"features": list(found.features)}
    snapshot = busy().snapshot()
    for roads in (True, False):
        shown = place_map(snapshot, None, MapSettings(roads=roads), base=base).view.shown()["base"]
        assert {one["properties"]["kind"] for one in shown} == ({"road", "street"} if roads else set())


def test_whose_map_it_is_is_said_as_text() -> None:
    said = basemap._owner('<a href="https://www.openstreetmap.org/copyright">&copy; OpenStreetMap</a> contributors')
    assert said == "© OpenStreetMap contributors"
    assert basemap._owner(None) == ""

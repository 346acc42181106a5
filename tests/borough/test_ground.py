"""The ground: polygons without gap or overlap, out at sea, and every place on them."""

from __future__ import annotations

import io
import itertools
import json

import geopandas as gpd
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import Point

from loaders.borough import Manifest
from loaders.borough.ground import CHILDREN, ground
from tests.borough.tables import Tables


@pytest.fixture(scope="module")
def areas(borough: Manifest) -> gpd.GeoDataFrame:
    return gpd.read_file(borough.out / "boundaries_small_areas.geojson").to_crs(27700)


@pytest.fixture(scope="module")
def wards(borough: Manifest) -> gpd.GeoDataFrame:
    return gpd.read_file(borough.out / "boundaries_wards.geojson").to_crs(27700)


def test_polygons_are_valid_and_whole(areas: gpd.GeoDataFrame, wards: gpd.GeoDataFrame) -> None:
    for frame in (areas, wards):
        assert frame.is_valid.all()
        assert set(frame.geom_type) == {"Polygon"}
        assert frame.area_code.is_unique
        assert frame.area_name.is_unique


def test_small_areas_do_not_overlap_and_cover_the_outline(areas: gpd.GeoDataFrame, borough: Manifest) -> None:
    decoration = gpd.read_file(borough.ground).to_crs(27700)
    outline = decoration[decoration.kind == "outline"].geometry.iloc[0]
    overlap = sum(a.intersection(b).area for a, b in itertools.combinations(areas.geometry, 2) if a.intersects(b))
    assert overlap < 1.0  # square metre, in 49 square kilometres
    assert outline.symmetric_difference(areas.union_all()).area < 1.0


def test_wards_are_the_union_of_their_small_areas(areas: gpd.GeoDataFrame, wards: gpd.GeoDataFrame) -> None:
    for ward in wards.itertuples():
        mine = areas[areas.area_name.str.replace(r" \d\d$", "", regex=True) == ward.area_name]
        assert 4 <= len(mine) <= 8
        assert ward.geometry.symmetric_difference(mine.union_all()).area < 1.0
        assert ward.children == mine.children.sum()


def test_the_hubs_own_localities_are_made_of_whole_wards(wards: gpd.GeoDataFrame, borough: Manifest) -> None:
    own = gpd.read_file(borough.out / "boundaries_localities.geojson").to_crs(27700)
    assert (len(own), set(own.area_set)) == (4, {"Safeguarding localities"})
    assert own.union_all().symmetric_difference(wards.union_all()).area < 1.0
    assert abs(own.children.sum() - wards.children.sum()) < len(wards)
    assert own.is_valid.all() and set(own.geom_type) == {"Polygon"}


def test_borders_are_not_straight(areas: gpd.GeoDataFrame) -> None:
    corners = shapely.get_num_coordinates(areas.geometry.simplify(5).to_numpy())
    assert corners.min() > 10


def test_as_many_children_live_there_as_in_such_a_borough(areas: gpd.GeoDataFrame) -> None:
    assert abs(areas.children.sum() - CHILDREN) < 50
    assert areas.children.min() > 100


def test_the_borough_lies_at_sea(areas: gpd.GeoDataFrame) -> None:
    west, south, east, north = areas.to_crs(4326).total_bounds
    # The nearest land, Spurn Head and the Lincolnshire coast, ends at 0.36 degrees east at this latitude.
    assert 0.8 < west < east < 1.1
    assert 53.6 < south < north < 53.8


def test_places_and_schools_lie_inside_with_points_that_agree(tables: Tables) -> None:
    grid = Transformer.from_crs(4326, 27700, always_xy=True)
    outline = ground().outline.buffer(1)
    for row in tables["locations"] + tables["schools"]:
        if row["easting"]:
            east, north = float(row["easting"]), float(row["northing"])
        else:
            east, north = grid.transform(float(row["longitude"]), float(row["latitude"]))
        assert outline.contains(Point(east - 590_000, north - 425_000)), row["name"]


def test_the_decoration_has_what_a_map_needs(borough: Manifest) -> None:
    features = json.loads(borough.ground.read_text(encoding="utf-8"))["features"]
    kinds = [feature["properties"]["kind"] for feature in features]
    assert {"outline", "river", "rail", "road", "park"} == set(kinds)
    assert all(feature["properties"]["name"] for feature in features)
    assert gpd.read_file(io.StringIO(borough.ground.read_text(encoding="utf-8"))).is_valid.all()


def test_places_are_as_many_kinds_as_a_borough_has(tables: Tables) -> None:
    names = {row["name"] for row in tables["locations"]}
    assert {"Ottermere Central", "Eastmarch Halt", "Tidewell Chicken", "Kestrel Lodge", "Millgarth Boxing"} <= names
    assert len(names) == len(tables["locations"]) >= 23
    kinds = {row["kind"] for row in tables["locations"]}
    assert {"station", "park", "food", "retail", "hotel", "club", "childrens_home", "address", "street"} <= kinds
    assert len(tables["schools"]) >= 10

"""The surface counts children once a place, makes up for the edge, and on a panel view points at nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.places.hotspots import Hotspots, HotspotSettings, hotspots
from mapping.places.surface import BANDWIDTH, Surface, surface
from tests.places.town import SIDE, SOUTH, WEST, Town, busy

QUICK = HotspotSettings(replicas=19)
OPEN = replace(QUICK, panel=False)


def shapes(found: Surface) -> list[shapely.Geometry]:
    """The bands in metres from the corner of the town."""
    degrees = gpd.GeoSeries([shapely.from_geojson(json.dumps(band.shape)) for band in found.bands], crs=4326)
    return [shapely.transform(one, lambda xy: xy - [WEST, SOUTH]) for one in degrees.to_crs(27700)]


def test_bands_lie_within_one_another_round_the_busy_park() -> None:
    snapshot = busy(extra=20).snapshot()
    found = surface(snapshot, hotspots(snapshot, OPEN))
    assert [band.level for band in found.bands] == [1, 2, 3, 4]
    assert [band.density for band in found.bands] == sorted(band.density for band in found.bands)
    drawn = shapes(found)
    for below, above in pairwise(drawn):
        assert above.difference(below.buffer(30)).is_empty
    assert drawn[-1].contains(shapely.Point(3000, 3000))
    assert "proves nothing" in found.note


def test_one_child_many_times_and_the_own_home_raise_nothing() -> None:
    town = busy(extra=0)
    plain = surface(town.snapshot(), hotspots(town.snapshot(), OPEN))
    for n in range(40):
        town.event(f"R{n}", "C0", "L22" if n else "L00", n)
    more = surface(town.snapshot(), hotspots(town.snapshot(), OPEN))
    assert more.bands[0].density <= plain.bands[0].density * 1.6  # at most two places of one child more
    town.put("H", 3000, 3000, "childrens_home")
    for n in range(30):
        town.event(f"H{n}", f"C{n}", "H")
        town.tie(f"C{n}", "lives_at", "H")
    home = surface(town.snapshot(), hotspots(town.snapshot(), OPEN))
    assert [band.density for band in home.bands] == pytest.approx([band.density for band in more.bands])


def test_the_edge_is_made_up_for_or_said_not_to_be() -> None:
    town = Town()
    for n, (x, y) in enumerate([(60, 3000), (3000, 3000)]):
        town.put(f"P{n}", x, y)
        for m in range(20):
            town.event(f"E{n}{m}", f"C{n}{m}", f"P{n}")
    inside = shapes(surface(town.snapshot(), hotspots(town.snapshot(), OPEN)))[-1]
    assert inside.distance(shapely.Point(60, 3000)) < 50  # the park at the edge stands as high or higher
    town.areas.clear()
    bare = surface(town.snapshot(), hotspots(town.snapshot(), OPEN))
    assert "no boundary" in bare.note
    both = shapes(bare)[-1]
    assert both.distance(shapely.Point(60, 3000)) < 50
    assert both.distance(shapely.Point(3000, 3000)) < 50


def test_too_few_children_and_a_kernel_out_of_bounds_are_told() -> None:
    town = Town()
    town.grid()
    for n in range(9):
        town.event(f"E{n}", f"C{n}", "L22")
    found = surface(town.snapshot(), hotspots(town.snapshot(), OPEN))
    assert (found.bands, "fewer than 10" in found.why_not) == ((), True)
    with pytest.raises(ValueError, match="250 to 500"):
        surface(town.snapshot(), hotspots(town.snapshot(), OPEN), 100)


def test_nowhere_five_together_is_nothing_for_a_panel() -> None:
    town = Town()
    for n in range(12):
        town.put(f"P{n}", 300 + 1800 * (n % 4), 300 + 1800 * (n // 4))
        town.event(f"E{n}", f"C{n}", f"P{n}")
    snapshot = town.snapshot()
    assert surface(snapshot, hotspots(snapshot, OPEN)).bands
    found = surface(snapshot, hotspots(snapshot, QUICK))
    assert found.bands == ()
    assert "5 children" in found.why_not


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.integers(10, 40), st.floats(100, 900))
def test_no_part_of_a_panels_band_rests_on_one_to_four(seed: int, count: int, near: float) -> None:
    town, rng = Town(), np.random.default_rng(seed)
    hearts = rng.uniform(500, SIDE - 500, (3, 2))
    at = np.clip(hearts[rng.integers(3, size=count)] + rng.normal(0, near, (count, 2)), 1, SIDE - 1)
    for n, (x, y) in enumerate(at):
        town.put(f"P{n}", float(x), float(y))
        town.event(f"E{n}", f"C{rng.integers(count)}", f"P{n}")
    snapshot = town.snapshot()
    found: Hotspots = hotspots(snapshot, QUICK)
    who = found.visits.drop_duplicates(["child", "place"])
    points = found.ground.places.loc[who["place"], ["x", "y"]].to_numpy(float) - [WEST, SOUTH]
    for band in shapes(surface(snapshot, found)):
        for part in shapely.get_parts(band):
            close = shapely.distance(part, shapely.points(points)) < BANDWIDTH
            assert len(set(who["child"][close])) >= 5

"""Metres are right: from the grid to the map and back, against Ordnance Survey's own points, and round the circles."""

from __future__ import annotations

import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import pytest
from playwright.sync_api import Browser
from pyproj.transformer import TransformerGroup

from loaders.grid import degrees
from mapping.places.ground import BNG, WGS84, ground
from mapping.places.hotspots import hotspots
from mapping.places.map import OfflineMap, map_view
from mapping.places.map.layers import MapSettings
from mapping.places.map.picture import pins
from tests.make import Maker
from tests.places.town import busy

POINTS = np.array(
    [  # latitude and longitude (ETRS89), easting and northing
        (49.92226393730, -6.29977752014, 91492.146, 11318.804),  # Scilly
        (50.43885825610, -4.10864563561, 250359.811, 62016.569),
        (50.93127937910, -1.45051433700, 438710.920, 114792.250),
        (51.37447025550, 1.44454730409, 639821.835, 169565.858),
        (51.42754743020, -2.54407618349, 362269.991, 169978.690),
        (51.48936564950, -0.11992557180, 530624.974, 178388.464),
        (51.85890896400, -4.30852476960, 241124.584, 220332.641),
        (52.25529381630, -2.15458614387, 389544.190, 261912.153),
        (52.75136687170, 0.40153547065, 562180.547, 319784.995),
        (52.96219109410, -1.19747655922, 454002.834, 340834.943),
        (53.34480280190, -2.64049320810, 357455.843, 383290.436),
        (53.77911025760, -3.04045490691, 331534.564, 431920.794),
        (53.80021519630, -1.66379168242, 422242.186, 433818.701),
        (54.11685144290, -0.07773133187, 525745.670, 470703.214),
        (54.89542340420, -2.93827741149, 339921.145, 556034.761),
        (54.97912273660, -1.61657685184, 424639.355, 565012.703),
        (55.85399952950, -4.29649016251, 256340.925, 664697.269),
        (57.13902518960, -2.04856030746, 397160.491, 805349.736),
        (60.13308091660, -2.07382822798, 395999.668, 1138728.951),  # Shetland
    ]
)
"""Test points of Ordnance Survey's OSTN15 developer pack (OS data, Crown copyright, Open Government Licence)."""


def test_a_grid_reference_comes_to_the_map_and_back_within_a_metre() -> None:
    town = Maker()
    for n, (latitude, longitude) in enumerate(zip(*degrees(POINTS[:, 2], POINTS[:, 3]), strict=True)):
        town.place(f"L{n}", latitude=latitude, longitude=longitude)
    drawn, _ = pins(ground(town.snapshot()), None, MapSettings())
    at = {pin["ids"][0]: pin["at"] for pin in drawn}
    seen = gpd.GeoSeries.from_xy(
        [at[f"L{n}"][1] for n in range(len(POINTS))], [at[f"L{n}"][0] for n in range(len(POINTS))], crs=WGS84
    ).to_crs(BNG)
    off = np.hypot(seen.x - POINTS[:, 2], seen.y - POINTS[:, 3])
    assert off.max() < 0.2


def test_how_far_the_conversion_is_from_ordnance_survey_is_what_the_documents_say() -> None:
    latitude, longitude = degrees(POINTS[:, 2], POINTS[:, 3])
    off = np.array(pyproj.Geod(ellps="GRS80").inv(longitude, latitude, POINTS[:, 1], POINTS[:, 0])[2])
    assert not pyproj.network.is_network_enabled(), "the grid is never fetched"  # type: ignore[attr-defined]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyproj says that the grid is missing
        best = TransformerGroup(BNG, WGS84)
    if best.best_available:
        assert off.max() < 1, "with the grid of corrections"
        return
    assert "OSGB36 to WGS 84 (6)" in best.transformers[0].description
    assert 1.5 < np.median(off) < 2
    assert off[1:].max() < 2.7
    assert off.max() < 4.8


@pytest.mark.browser
def test_circles_are_drawn_in_true_metres(browser: Browser, tmp_path: Path) -> None:
    snapshot = busy().snapshot()
    found = hotspots(snapshot)
    drawn = OfflineMap(map_view(snapshot, found, MapSettings()))
    file = tmp_path / "map.html"
    file.write_text(drawn.get_root().render(), "utf-8")
    page = browser.new_page()
    try:
        page.goto(file.as_uri())
        page.locator(".k-badge").first.wait_for()
        west, south, east, north = page.evaluate(
            """([name, at]) => {
                const map = window[name];
                map.setView(at, 17, { animate: false });  // near enough for the circle to be as large as it is
                for (const one of Object.values(map._layers)) {
                    if (one instanceof L.Circle) return one.getBounds().toBBoxString().split(",").map(Number);
                }
            }""",
            [drawn.get_name(), [found.spots[0].latitude, found.spots[0].longitude]],
        )
    finally:
        page.close()
    at = (found.spots[0].latitude, found.spots[0].longitude)
    line = pyproj.Geod(ellps="WGS84")
    assert line.inv(west, at[0], east, at[0])[2] / 2 == pytest.approx(found.spots[0].radius, rel=0.005)
    assert line.inv(at[1], south, at[1], north)[2] / 2 == pytest.approx(found.spots[0].radius, rel=0.005)

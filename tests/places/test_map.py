"""The map: nothing from outside, nothing loaded run as markup, no home on a panel view."""

import base64
import json
import re

import pytest

from mapping.places.boundaries import NONE
from mapping.places.hotspots import hotspots
from mapping.places.map import MapSettings, legend, place_map
from mapping.places.map.sheet import font_face
from tests.places.town import Town, busy

NASTY = "</script><script>alert(1)</script>`${alert(2)}`<img src=x onerror=alert(3)>{{ 7*7 }}"


def page(town: Town, settings: MapSettings | None = None) -> str:
    snapshot = town.snapshot()
    return place_map(snapshot, hotspots(snapshot), settings).get_root().render()


def test_the_page_refers_to_nothing_outside() -> None:
    html = page(busy())
    refers = re.findall(r"""(?:src|href)=["']([^"']+)""", html) + re.findall(r"url\(([^)]+)\)", html)
    assert refers
    assert not [one for one in refers if not one.startswith(("data:", "#"))]
    assert "@import" not in html
    assert "tile" not in html.split("<body>")[1].lower().replace("title", "")


def test_the_font_is_embedded() -> None:
    assert "data:font/woff2;base64," in font_face()
    assert font_face() in page(busy())


def test_loaded_text_is_never_markup() -> None:
    town = busy()
    town.put("bad", 3000, 3100, name=NASTY)
    town.areas[0]["name"] = NASTY
    town.event("e", "k", "bad")
    html = page(town)
    assert "alert" not in html
    assert "onerror" not in html
    pins = picture(html)["pins"]
    assert isinstance(pins, list)
    assert NASTY in {name for pin in pins for name in pin["names"]}  # whole, as text, 7*7 not worked out


def picture(html: str) -> dict[str, object]:
    """What the map was given, out of its one base64 string."""
    found = re.search(r'atob\("([A-Za-z0-9+/=]+)"\)', html)
    assert found
    loaded: dict[str, object] = json.loads(base64.b64decode(found.group(1)))
    return loaded


@pytest.mark.parametrize("panel", [True, False])
def test_homes_and_private_addresses_only_off_panel(panel: bool) -> None:
    town = busy()
    town.put("H", 500, 500, "childrens_home", "Alderfold House")
    town.put("A", 900, 900, "address", "12 Fennel Row")
    html = page(town, MapSettings(panel=panel))
    drawn = json.dumps(picture(html))
    assert ("Alderfold House" in drawn) is not panel
    assert ("12 Fennel Row" in drawn) is not panel


def test_several_places_at_one_point_are_a_counted_stack() -> None:
    town = busy()
    for n in range(3):
        town.put(f"S{n}", 700, 700, "food", f"Stall {n}")
    snapshot = town.snapshot()
    drawn = place_map(snapshot, hotspots(snapshot))
    pins = picture(drawn.get_root().render())["pins"]
    assert isinstance(pins, list)
    assert [pin["names"] for pin in pins if len(pin["names"]) > 1] == [["Stall 0", "Stall 1", "Stall 2"]]
    assert (drawn.view.drawn, drawn.view.drawable) == (28, 28)


def test_small_counts_do_not_travel_with_a_panel_map() -> None:
    pins = picture(page(busy(extra=2)))["pins"]
    assert isinstance(pins, list)
    assert {word for pin in pins for said in pin["said"] for word in re.findall(r"\b[1-4] distinct", said)} == set()


def test_ground_lines_and_layers() -> None:
    snapshot = busy().snapshot()
    line = {"type": "LineString", "coordinates": [[0.9, 53.7], [1.0, 53.7]]}
    base = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"kind": kind}, "geometry": line}
            for kind in ("river", "rail", "road", "moat")
        ],
    }
    for lines, kinds in ((True, {"river", "rail", "road"}), (False, {"road"})):
        html = place_map(snapshot, None, MapSettings(rail_and_river=lines), base=base).get_root().render()
        drawn = picture(html)["base"]
        assert isinstance(drawn, list)
        assert {one["properties"]["kind"] for one in drawn} == kinds
    assert ("place_park", "park") in legend(hotspots(snapshot).ground, MapSettings())
    assert picture(place_map(snapshot, None, MapSettings(boundaries=NONE)).get_root().render())["borders"] == []


def test_a_map_without_boundaries_or_places() -> None:
    town = busy()
    town.areas.clear()
    assert "k-pin" in page(town)
    assert "folium-map" in page(Town(wards=1))


def test_a_place_alone_has_ground_round_it() -> None:
    town = Town()
    town.areas.clear()
    town.put("L", 3000, 3000, name="Weir Wharf")
    (south, west), (north, east) = place_map(town.snapshot()).view.bounds
    assert (north - south) * 111_320 == pytest.approx(2_000, rel=0.02)
    assert (east - west) * 66_000 == pytest.approx(2_000, rel=0.05)

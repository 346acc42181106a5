"""Children by area: distinct, by any boundaries, unknown apart; and no one to four by subtraction on a panel view."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.snapshot import Snapshot
from mapping.places.boundaries import NONE, boundaries, choices, settled
from mapping.places.by_area import ByArea, by_area
from mapping.places.ground import ground, small_areas
from mapping.places.guard import guard
from mapping.places.hotspots import Hotspots, HotspotSettings, hotspots
from mapping.places.map import MapSettings, map_view
from mapping.places.slices import CLOSED, Figures
from tests.places.town import SIDE, Town, busy, square

SMALL = range(1, 5)


def localities(town: Town) -> Town:
    """Two halves, told in two spellings of one set, and a zone of another set with the same code."""
    for code, name, x, of in (("1", "West side", 0.0, "Localities"), ("2", "East side", SIDE / 2, "localities")):
        half = square(x, 0, SIDE / 2)
        town.areas.append(
            {"id": f"own:localities:{code}", "kind": "own", "name": name, "geometry": half, "area_set": of}
        )
    zone = square(2500, 2500, 1000)
    town.areas.append({"id": "own:zones:1", "kind": "own", "name": "Market", "geometry": zone, "area_set": "Zones"})
    return town


def counted(snapshot: Snapshot, *, panel: bool = False) -> tuple[Hotspots, ByArea]:
    found = hotspots(snapshot, HotspotSettings(replicas=19, panel=panel))
    return found, by_area(snapshot, found)


def test_what_may_be_chosen_is_what_is_loaded_wards_first() -> None:
    snapshot = localities(Town()).snapshot()
    assert choices(snapshot) == {
        "ward": "Wards", "lsoa": "Small areas", "own:localities": "Localities", "own:zones": "Zones",
    }  # fmt: skip
    assert settled(snapshot, "") == settled(snapshot, "own:gone") == "ward"
    assert boundaries(snapshot, "own:localities")["name"].tolist() == ["West side", "East side"]
    assert boundaries(snapshot, NONE).empty
    town = Town()
    town.areas.clear()
    assert (choices(town.snapshot()), settled(town.snapshot(), "")) == ({}, NONE)
    town.areas = [{"id": "own:w:1", "kind": "own", "name": "A", "geometry": square(0, 0, 900), "area_set": "Wards"}]
    town.areas += [{"id": "W", "kind": "ward", "name": "B", "geometry": square(0, 0, 900)}]
    assert list(choices(town.snapshot()).values()) == ["Wards", "Wards (the hub's own)"]


def test_the_map_draws_what_is_chosen_and_says_which() -> None:
    snapshot = localities(busy()).snapshot()
    by_default = map_view(snapshot)
    assert (by_default.bordered, len(by_default.shown()["borders"])) == ("Wards", 9)
    own = map_view(snapshot, None, MapSettings(boundaries="own:localities"))
    assert [one["name"] for one in own.shown()["borders"]] == ["West side", "East side"]
    assert own.bordered == own.shown()["bordered"] == "Localities"
    assert (own.bounds, own.shown()["outline"]) == (by_default.bounds, by_default.shown()["outline"])
    none = map_view(snapshot, None, MapSettings(boundaries=NONE))
    assert (none.bordered, none.shown()["borders"]) == ("", [])


def test_own_areas_alone_are_drawn_and_nothing_is_measured_by_them() -> None:
    town = localities(busy())
    town.areas = [one for one in town.areas if one["kind"] == "own"]
    snapshot = town.snapshot()
    assert small_areas(snapshot).empty
    assert ground(snapshot).places["on_map"].all(), "what lies outside a zone is on the map all the same"
    found, areas = counted(snapshot)
    assert "No boundaries are loaded" in found.lacking
    view = map_view(snapshot, found)
    assert (view.bordered, len(view.shown()["borders"]), view.shown()["outline"]) == ("Localities", 2, None)
    assert areas.of("own:zones")[0].name == "In none of these areas"


def test_hotspots_are_the_same_with_own_areas_beside_the_published_ones() -> None:
    plain, beside = (hotspots(town.snapshot(), HotspotSettings(replicas=99)) for town in (busy(), localities(busy())))
    assert plain.spots == beside.spots
    assert plain.ground.places[["ward", "area", "why"]].equals(beside.ground.places[["ward", "area", "why"]])


def test_a_child_counts_once_in_each_area_where_they_came_to_harm() -> None:
    town = Town()
    for id, x in (("A", 500), ("B", 700), ("C", 2500)):
        town.put(id, x, 500)
    town.put("D", 5900, 5900)
    for n in range(6):
        for place in "AABC":
            town.event(f"{place}{n}{len(town.ties)}", f"K{n}", place)
    town.event("X", "Q", "D")
    _, areas = counted(localities(town).snapshot())
    assert {row.name: row.children for row in areas.of("ward")} == {"Ward 00": 6, "Ward 10": 6, "Ward 22": 1}
    assert areas.without["ward"] == 6
    assert [(row.name, row.children) for row in areas.of("own:localities")] == [
        ("In none of these areas", 1), ("West side", 6),
    ]  # fmt: skip


def scattered(seed: int, events: int) -> Snapshot:
    town, rng = localities(Town(wards=2 + seed % 2)), np.random.default_rng(seed)
    parks = town.grid(6)
    weight = rng.dirichlet(np.full(len(parks), 0.3))
    for n in range(events):
        town.event(f"E{n}", f"C{int(rng.integers(25))}", parks[int(rng.choice(len(parks), p=weight))])
    return town.snapshot()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 100_000), st.integers(0, 90))
def test_nobody_finds_one_to_four_children_by_subtraction(seed: int, events: int) -> None:
    found, areas = counted(scattered(seed, events), panel=True)
    may, seen = guard(found), [(row.places, row.children) for row in areas.rows if row.shown]
    assert not [count for _, count in seen if count in SMALL]
    seen += [(frozenset([row.id]), row.children) for row in found.places if row.id in may.places]
    seen += [(frozenset(spot.places), spot.children) for spot in found.spots if spot.number in may.spots]
    seen += [(frozenset(row.id for row in found.places), found.children)] if may.total else []
    for (one, count), (other, more) in itertools.combinations(seen, 2):
        if one <= other or other <= one:
            assert abs(count - more) not in SMALL


@pytest.mark.parametrize("panel", [True, False])
def test_every_count_opens_its_children_and_a_hidden_one_does_not_on_a_panel_view(panel: bool) -> None:
    snapshot = scattered(7, 60)
    found, areas = counted(snapshot, panel=panel)
    told = Figures(found, snapshot, *([lambda: pytest.fail("not asked for")] * 3))
    assert not all(row.shown for row in areas.rows) if panel else all(row.shown for row in areas.rows)
    for row in areas.rows:
        cut = told.cut(f"area:{row.id}")
        assert cut is not None and cut.visits["child"].nunique() == row.children
        assert cut.closed == ("" if row.shown else CLOSED)
    assert told.cut("area:nowhere") is None

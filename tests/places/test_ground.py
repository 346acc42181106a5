"""What goes on the map, and that whatever does not is named."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from graph.snapshot import Snapshot
from mapping.places.ground import areas_frame, ground, lattice, living, unplaced_since, window
from tests.make import TODAY
from tests.places.town import SIDE, SOUTH, WEST, Town, degrees, square


def reasons(town: Town) -> dict[str, str]:
    found = ground(town.snapshot())
    return dict(zip(found.unplaced["event"], found.unplaced["why"], strict=True))


def test_areas_are_in_metres() -> None:
    areas = areas_frame(Town().snapshot(), "ward")
    assert areas.crs.to_epsg() == 27700
    assert areas.area.sum() == pytest.approx(SIDE**2, rel=1e-4)
    assert areas.total_bounds == pytest.approx([WEST, SOUTH, WEST + SIDE, SOUTH + SIDE], abs=2)


def test_broken_polygons_are_mended_and_holes_stay() -> None:
    town = Town(wards=1)
    bow = Polygon([degrees(x, y)[::-1] for x, y in [(0, 0), (1000, 1000), (1000, 0), (0, 1000)]])
    ring = Polygon(
        [degrees(x, y)[::-1] for x, y in [(0, 0), (900, 0), (900, 900), (0, 900)]],
        [[degrees(x, y)[::-1] for x, y in [(300, 300), (600, 300), (600, 600), (300, 600)]]],
    )
    town.areas += [
        {"id": "bow", "kind": "local_authority", "name": "Bow", "geometry": bow.wkb},
        {"id": "ring", "kind": "local_authority", "name": "Ring", "geometry": ring.wkb},
        {"id": "none", "kind": "local_authority", "name": "None", "geometry": None},
    ]
    areas = areas_frame(town.snapshot(), "local_authority").set_index("id")
    assert set(areas.index) == {"bow", "ring"}
    assert areas.is_valid.all()
    assert areas.area["bow"] == pytest.approx(500_000, rel=0.01)
    assert areas.area["ring"] == pytest.approx(720_000, rel=0.01)


def test_every_event_is_on_the_map_or_named() -> None:
    town = Town()
    town.put("L1", 100, 100)
    latitude, longitude = degrees(200, 200)
    town.place("L2", "Null Island")
    town.place("L3", "Origin", latitude=0.0, longitude=0.0)
    town.place("L4", "Crossed", latitude=longitude, longitude=latitude)
    town.place("L5", "Far Sea", latitude=48.0, longitude=-20.0)
    town.put("L6", SIDE + 4000, 100, name="Over the border")
    for n in range(1, 7):
        town.event(f"E{n}", f"C{n}", f"L{n}")
    town.event("E7", "C7", None)
    found = ground(town.snapshot())
    assert set(found.visits["event"]) == {"E1"}
    assert reasons(town) == {
        "E2": "Null Island: the place has no coordinates",
        "E3": "Origin: the place is at 0, 0, which is no place",
        "E4": "Crossed: latitude and longitude of the place look swapped",
        "E5": "Far Sea: the place's coordinates lie outside Great Britain",
        "E6": "Over the border: outside the boundaries loaded",
        "E7": "the record does not say where",
    }
    assert found.events == 7


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.one_of(st.none(), st.tuples(st.floats(-90, 90, width=32), st.floats(-180, 180, width=32))),
        min_size=1,
        max_size=8,
    )
)
def test_no_event_is_dropped(points: list[tuple[float, float] | None]) -> None:
    town = Town(wards=1)
    for n, point in enumerate(points):
        latitude, longitude = point or (None, None)
        town.place(f"L{n}", latitude=latitude, longitude=longitude)
        town.event(f"E{n}", "C0", f"L{n}")
    found = ground(town.snapshot())
    assert set(found.visits["event"]) | set(found.unplaced["event"]) == {f"E{n}" for n in range(len(points))}
    assert set(found.visits["event"]).isdisjoint(found.unplaced["event"])


def test_the_loader_says_why_a_place_has_no_point_and_where_another_has_it_from() -> None:
    town = Town()
    town.place("L1", "Old Mill", no_point="exchanged")
    town.place("L2", "New Mill", no_point="unknown_postcode")
    town.put("L3", 100, 100, name="Mill Green")
    town.entities[-1] |= {"point_from": "postcode"}
    town.event("E1", "C1", "L1")
    town.event("E2", "C2", "L2")
    assert reasons(town) == {
        "E1": "Old Mill: latitude and longitude of the place look swapped",
        "E2": "New Mill: no look-up knows the place's postcode",
    }
    places = ground(town.snapshot()).places
    assert places["point_from"].to_dict() == {"L1": "", "L2": "", "L3": "postcode"}


def test_an_event_of_which_only_the_month_is_known_is_in_no_window_and_named() -> None:
    town = Town()
    town.put("L1", 100, 100)
    town.event("E1", "C1", "L1")
    town.event("E2", "C2", "L1", day=None, started_month="2026-10")
    town.event("E3", "C3", "L1", day=None, started_month="2026-05")
    town.event("E4", "C4", "L1", day=None)
    found = ground(town.snapshot())
    assert set(found.visits["event"]) == {"E1"}
    assert found.events == 4
    whys = found.unplaced.set_index("event")["why"].to_dict()
    month = "only the month is known, and a day is needed"
    assert whys == {"E2": month, "E3": month, "E4": "the record does not say when"}
    assert set(unplaced_since(found.unplaced, TODAY, 30)["event"]) == {"E2", "E4"}
    assert set(unplaced_since(found.unplaced, TODAY, 180)["event"]) == {"E2", "E3", "E4"}
    assert set(unplaced_since(found.unplaced, TODAY, 3)["event"]) == {"E4"}
    assert window(found.visits, TODAY, 10_000)["event"].tolist() == ["E1"]


def test_harm_stated_of_a_place_off_the_map_is_named_too() -> None:
    town = Town()
    town.place("L1", "Null Island")
    town.child("C1")
    town.tie("C1", "harms_at", "L1", observed_to=TODAY)
    found = ground(town.snapshot())
    assert found.unplaced["why"].tolist() == ["Null Island: the place has no coordinates"]
    assert (found.unplaced["day"].tolist(), found.events) == ([TODAY], 1)


def test_a_place_in_the_hole_of_a_boundary_is_outside() -> None:
    town = Town(wards=1)
    corners = [(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)]
    hole = [(1000, 1000), (2000, 1000), (2000, 2000), (1000, 2000)]
    ring = Polygon([degrees(*at)[::-1] for at in corners], [[degrees(*at)[::-1] for at in hole]])
    town.areas = [{"id": "ring", "kind": "ward", "name": "Ring", "geometry": ring.wkb}]
    town.put("L1", 1500, 1500)
    town.put("L2", 2500, 2500)
    assert ground(town.snapshot()).places["why"].to_dict() == {"L1": "outside the boundaries loaded", "L2": ""}


def test_where_wards_overlap_a_place_has_one_and_always_the_same() -> None:
    found = []
    for order in (1, -1):
        town = Town(wards=1)
        town.areas = [
            {"id": f"W{n}", "kind": "ward", "name": f"Ward {n}", "geometry": square(0, 0, SIDE)} for n in (1, 2)
        ][::order]
        town.put("L1", 100, 100)
        places = ground(town.snapshot()).places
        assert len(places) == 1
        found.append(places.loc["L1", ["ward", "area"]].tolist())
    assert found == [["Ward 1", "W1"]] * 2


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(-400, 400)),
            st.one_of(st.none(), st.floats(-400, 400)),
            st.sampled_from([None, "zero", "half", "a code of a later Kith"]),
        ),
        max_size=12,
    )
)
def test_places_on_the_map_and_off_it_are_all_places(
    rows: list[tuple[float | None, float | None, str | None]],
) -> None:
    town = Town(wards=1)
    for n, (latitude, longitude, why) in enumerate(rows):
        town.place(f"L{n}", latitude=latitude, longitude=longitude, no_point=why)
    places = ground(town.snapshot()).places
    assert len(places) == len(rows)
    assert int(places["on_map"].sum()) + int((places["why"] != "").sum()) == len(rows)


def test_places_know_their_ward_and_small_area() -> None:
    town = Town()
    town.put("L1", 100, 100)
    town.put("L2", 5900, 5900)
    places = ground(town.snapshot()).places
    assert places.loc["L1", ["ward", "area"]].tolist() == ["Ward 00", "A000"]
    assert places.loc["L2", ["ward", "area"]].tolist() == ["Ward 22", "A223"]
    assert (places.loc["L1", "x"] - WEST, places.loc["L1", "y"] - SOUTH) == pytest.approx((100, 100), abs=1)


def test_suspected_false_and_restricted_records_are_left_out_and_counted() -> None:
    town = Town()
    town.put("L1", 100, 100)
    town.event("E1", "C1", "L1", information_grade="E")
    town.event("E2", "C2", "L1", handling="C")
    town.event("E3", "C3", "L1", information_grade="A")
    found = ground(town.snapshot())
    assert set(found.visits["event"]) == {"E3"}
    assert found.left_out == 4


def test_witnesses_and_adults_do_not_count_and_interviews_are_no_events() -> None:
    town = Town()
    town.put("L1", 100, 100)
    town.event("E1", "C1", "L1", tie="witness_of")
    town.event("E2", "C2", "L1", subkind="interview")
    town.adult("A1")
    town.entity("event", "E3", subkind="incident", started_on=TODAY)
    town.tie("A1", "alleged_in", "E3")
    town.tie("E3", "happened_at", "L1")
    assert ground(town.snapshot()).visits.empty


def test_harm_stated_of_a_place_counts_and_home_is_marked() -> None:
    town = Town()
    town.put("L1", 100, 100)
    town.put("H1", 900, 900, "childrens_home")
    town.child("C1")
    town.tie("C1", "harms_at", "L1", observed_to=TODAY)
    town.tie("C1", "lives_at", "H1")
    town.event("E1", "C1", "H1")
    town.event("E2", "C2", "H1")
    visits = ground(town.snapshot()).visits
    assert visits.set_index(["child", "place"])["own_home"].to_dict() == {
        ("C1", "H1"): True,
        ("C2", "H1"): False,
        ("C1", "L1"): False,
    }


def test_nothing_loaded() -> None:
    found = ground(Snapshot.empty(TODAY))
    assert found.visits.empty
    assert found.unplaced.empty
    assert len(areas_frame(Snapshot.empty(TODAY))) == 0


def test_a_lattice_keeps_the_children_and_their_metres() -> None:
    areas = gpd.GeoDataFrame(
        {"children": [100, 50]}, geometry=[box(0, 0, 1000, 1000), box(1000, 0, 1010, 10)], crs=27700
    )
    xy, children = lattice(areas, 100)
    assert children.sum() == pytest.approx(150)
    assert children[xy[:, 0] < 1000].sum() == pytest.approx(100)
    assert (children[xy[:, 0] > 1000]).tolist() == [50.0]


def test_unknown_numbers_of_children_take_the_median_density() -> None:
    areas = gpd.GeoDataFrame(
        {"children": pd.array([100, None, 300], dtype="Int64")},
        geometry=[box(0, 0, 10, 10), box(10, 0, 20, 20), box(20, 0, 30, 10)],
        crs=27700,
    )
    assert living(areas).tolist() == [100.0, 400.0, 300.0]
    assert (living(areas.assign(children=None)) == np.array([100.0, 200.0, 100.0])).all()


def test_an_event_with_neither_day_nor_month_is_named_also_where_no_event_has_any() -> None:
    town = Town()
    town.put("L1", 3_000, 3_000)
    town.event("E1", town.child("C1"), "L1", day=None)
    assert reasons(town) == {"E1": "the record does not say when"}
    found = ground(town.snapshot())
    assert len(unplaced_since(found.unplaced, TODAY, 60)) == 1, "it may be of any window"


def test_windows_end_today() -> None:
    town = Town()
    town.put("L1", 100, 100)
    for days in (-1, 0, 59, 60):
        town.event(f"E{days}", f"C{days}", "L1", days)
    visits = ground(town.snapshot()).visits
    assert set(window(visits, TODAY, 60)["event"]) == {"E0", "E59"}


def test_square_is_in_degrees() -> None:
    assert len(square(0, 0, 10)) > 0

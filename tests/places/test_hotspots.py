"""Hotspots count children, find the place that changed, say how sure they are and hide small numbers."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from mapping.places import say
from mapping.places.baseline import baseline
from mapping.places.ground import ground
from mapping.places.guard import guard
from mapping.places.hotspots import HotspotSettings, hotspots
from mapping.places.printed import Answer, hotspot_lines
from tests.make import TODAY
from tests.places.town import Town, busy, degrees


def test_nine_more_children_at_one_park_are_a_hotspot() -> None:
    found = hotspots(busy().snapshot())
    spot = found.spots[0]
    assert (spot.number, spot.watch, spot.places[0]) == (1, False, "L22")
    assert spot.p <= 0.05
    assert spot.children == len(spot.child_ids) >= 9
    assert spot.expected == pytest.approx(found.children * (spot.expected / found.children))
    assert spot.wards == ("Ward 11",)
    assert spot.title.startswith("Green 22")
    assert {f"X{n}" for n in range(9)} <= set(spot.events)


def test_one_child_many_times_is_no_hotspot() -> None:
    town = busy(extra=0)
    for n in range(34):
        town.event(f"R{n}", "K0", "L22", n)
    found = hotspots(town.snapshot())
    assert not [spot for spot in found.spots if "L22" in spot.places]
    row = next(row for row in found.places if row.id == "L22")
    assert row.largest == 34
    assert row.records - row.largest == row.children - 1


def test_it_depends_on_the_agency_that_says_so() -> None:
    found = hotspots(busy(agency="school").snapshot()).spots[0]
    assert found.needs == ("school",)
    assert "without school it would not stand" in say.robust(found, panel=True)


def test_harm_types_and_days_choose_what_is_counted() -> None:
    snapshot = busy(harm_type="criminal_exploitation", days_ago=50).snapshot()
    assert hotspots(snapshot, HotspotSettings(harm_types=("criminal_exploitation",))).children == 9
    assert not [spot for spot in hotspots(snapshot, HotspotSettings(days=30)).spots if "L22" in spot.places]


def test_incidents_as_baseline_find_what_is_new_not_what_is_always_busy() -> None:
    town = busy()
    for n in range(60):
        town.event(f"O{n}", f"P{n}", "L22", 100 + n)
    snapshot = town.snapshot()
    assert "L22" in hotspots(snapshot).spots[0].places
    against = hotspots(snapshot, HotspotSettings(baseline="incidents"))
    assert not [spot for spot in against.spots if "L22" in spot.places and not spot.watch]


def test_points_of_their_own_are_held_against_the_whole_ground() -> None:
    town = Town()
    for n in range(40):
        town.put(f"P{n}", 150 + 145 * (n % 40), (n * 1777) % 6000, "street")
        town.event(f"E{n}", f"C{n}", f"P{n}")
    snapshot = town.snapshot()
    assert "evenly spread" in baseline(snapshot, ground(snapshot)).against
    assert "nearest" in baseline(busy().snapshot(), ground(busy().snapshot())).against


def test_without_boundaries_incidents_stand_in_and_it_is_said() -> None:
    town = busy()
    town.areas.clear()
    found = hotspots(town.snapshot())
    assert "No boundaries" in found.lacking
    assert found.lacking in say.not_known(town.snapshot(), found)


def test_no_children_numbers_are_said() -> None:
    town = busy()
    town.areas = [{**area, "children": None} for area in town.areas]
    assert "land area" in hotspots(town.snapshot()).lacking


def test_own_home_is_a_return_not_a_place_of_harm() -> None:
    town = busy(extra=0)
    town.put("H", 3000, 3000, "childrens_home", "Alderfold House")
    for n in range(9):
        town.event(f"H{n}", f"K{n}", "H")
        town.tie(f"K{n}", "lives_at", "H")
    found = hotspots(town.snapshot())
    assert found.at_home == 9
    assert not [row for row in found.places if row.id == "H"]
    assert any("own home" in said for said in say.not_known(town.snapshot(), found))


def test_a_panel_view_names_no_private_place() -> None:
    town = busy(extra=0)
    town.put("ADR", 3000, 3060, "address", "12 Fennel Row")
    for n in range(9):
        town.event(f"A{n}", f"K{n}", "ADR", harm_type="sexual_exploitation", tie="harmed_in", subkind="incident")
    snapshot = town.snapshot()
    panel = hotspots(snapshot).spots[0]
    assert panel.places[0] == "ADR"
    assert "Fennel" not in panel.title
    assert "Fennel" in hotspots(snapshot, HotspotSettings(panel=False)).spots[0].title
    since, lines = say.changes(snapshot, hotspots(snapshot))
    assert since == TODAY - timedelta(days=28)
    assert not [line for line in lines if "Fennel" in line.text]


def test_a_panels_circle_is_not_drawn_about_the_point_of_a_home() -> None:
    town = busy(extra=0)
    latitude, longitude = degrees(2410, 4830)
    town.put("ADR", 2410, 4830, "address", "12 Fennel Row")
    for n in range(12):
        town.event(f"A{n}", f"K{n}", "ADR")
    snapshot = town.snapshot()
    panel, full = (hotspots(snapshot, HotspotSettings(panel=panel)).spots[0] for panel in (True, False))
    assert "ADR" in panel.places
    assert (full.latitude, full.longitude) == pytest.approx((latitude, longitude), abs=1e-4)
    metres = 111_320 * abs(panel.latitude - latitude) + 66_000 * abs(panel.longitude - longitude)
    assert 5 < metres < 250


def test_counts_under_five_are_not_shown_to_a_panel() -> None:
    found = hotspots(busy(extra=3).snapshot())
    row = next(row for row in found.places if row.children == 3)
    assert say.place_line(row, panel=True) == "under 5 distinct children"
    assert say.place_line(row, panel=False) == "3 distinct children"
    assert say.contributor(row, guard(found)) == "not shown"
    full = hotspots(busy().snapshot())
    spot = replace(full.spots[0], children=5)
    may = guard(replace(full, spots=(spot,)))
    said = [*say.headline(spot, 60, True, may), say.record(spot, may, 999), say.robust(spot, True)]
    assert "under 5" in said[-1]  # 5 less the largest contributor is 4: that is not said either
    four = replace(spot, children=4)
    may = guard(replace(full, spots=(four,)))
    told = " ".join([*say.headline(four, 60, True, may), say.record(four, may, 999), say.robust(four, True)])
    assert not re.search(r"\b[1-4] (distinct )?child", told)
    assert "largest contributor " not in say.record(four, may, 999)


def test_json_keeps_to_the_view() -> None:
    town = busy(extra=9)
    town.put("ADR", 1200, 4800, "address", "12 Fennel Row")
    town.event("A", "K0", "ADR")
    snapshot = town.snapshot()
    panel = hotspots(snapshot).as_json()
    text = json.dumps(panel)
    assert "Fennel" not in text
    assert "K0" not in text
    assert all(row["children"] is None or row["children"] >= 5 for row in panel["places"])
    assert panel["hotspots"][0]["children"] >= 9
    whole = json.dumps(hotspots(snapshot, HotspotSettings(panel=False)).as_json())
    assert "Fennel" in whole
    assert "K0" in whole


def test_what_changed_is_told_by_what_was_known_then() -> None:
    town = busy(days_ago=5)
    town.event("late", "C1", "L00", 40, recorded_on=TODAY - timedelta(days=3))
    snapshot = town.snapshot()
    since, lines = say.changes(snapshot, hotspots(snapshot))
    kinds = {line.kind: line.text for line in lines}
    assert "Green 22" in kinds["New"]
    assert "entered after 6 Oct" in kinds["Late"]
    gone = busy(days_ago=70)
    _, lines = say.changes(gone.snapshot(), hotspots(gone.snapshot()))
    assert any(line.kind == "Gone" and "Green 22" in line.text for line in lines)
    assert since == TODAY - timedelta(days=28)


def test_silent_agencies_are_named() -> None:
    town = busy()
    town.event("h", "C1", "L00", 200, agency="health")
    said = say.not_known(town.snapshot(), hotspots(town.snapshot()))
    assert any(one.startswith("Health has sent nothing since") for one in said)


def test_same_seed_same_hotspots_and_nothing_loaded() -> None:
    snapshot = busy().snapshot()
    assert hotspots(snapshot).spots == hotspots(snapshot).spots
    empty = hotspots(Town().snapshot())
    assert (empty.spots, empty.places, empty.events) == ((), (), 0)
    with pytest.raises(ValueError, match="no baseline"):
        hotspots(snapshot, HotspotSettings(baseline="moon"))
    with pytest.raises(ValueError, match="one day"):
        HotspotSettings(days=0)


def test_a_hub_with_one_place_is_told_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    town = Town()
    town.put("P", 3000, 3000, name="Only park")
    for n in range(12):
        town.event(f"E{n}", f"C{n}", "P", n)
    answer = Answer.of(town.snapshot(), HotspotSettings(replicas=39))
    assert not answer.rates and answer.as_json()["places"][0]["rate"] is None
    hotspot_lines(answer)
    assert "Only park" in capsys.readouterr().out

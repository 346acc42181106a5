"""The months of the map: distinct children, whole calendar months, and no small count that can be worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.places.ground import ground
from mapping.places.hotspots import HotspotSettings, hotspots
from mapping.places.map.layers import MapSettings
from mapping.places.map.picture import by_month, pins
from mapping.places.months import BACK, Here, here, months
from tests.make import TODAY
from tests.places.town import Town

OFF = HotspotSettings(panel=False)


def test_twelve_calendar_months_up_to_today() -> None:
    found = months(ground(Town().snapshot()), OFF, date(2026, 11, 3))
    assert len(found) == BACK
    assert (found[0].first, found[0].last) == (date(2025, 12, 1), date(2025, 12, 31))
    assert (found[-1].first, found[-1].last) == (date(2026, 11, 1), date(2026, 11, 3))
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(found))
    assert (found[-2].name, found[-1].name) == ("October 2026", "November 2026, to 3 November")
    assert months(ground(Town().snapshot()), OFF, date(2028, 2, 29))[-1].name == "February 2028"


def test_children_are_counted_once_and_a_return_home_not_at_all() -> None:
    town = Town()
    town.put("L", 3000, 3000)
    for n in range(6):
        town.event(f"E{n}", "C", "L", day=date(2026, 9, 1 + n))
    town.event("F", "D", "L", day=date(2026, 9, 30))
    town.put("H", 1000, 1000, "address")
    town.event("G", "C", "H", day=date(2026, 9, 9))
    town.tie("C", "lives_at", "H")
    town.event("old", "D", "L", day=date(2025, 11, 30))  # the day before the twelve months
    by_name = {one.name: one for one in months(ground(town.snapshot()), OFF, TODAY)}
    september = by_name["September 2026"]
    assert here(set(september.visits["child"]), set(september.visits["what"]), panel=False) == Here(2, 7)
    assert september.said() == "showing 7 of 7 events in 12 months"
    assert by_name["August 2026"].said() == "showing 0 of 7 events in 12 months"


def test_other_harms_and_agencies_are_left_out_as_in_the_hotspots() -> None:
    town = Town()
    town.put("L", 3000, 3000)
    town.event("E", "C", "L", harm_type="cse")
    town.event("F", "D", "L", agency="school")
    known = ground(town.snapshot())
    assert next(one.of for one in months(known, replace(OFF, harm_types=("cse",)), TODAY)) == 1
    assert next(one.of for one in months(known, replace(OFF, agencies=("school",)), TODAY)) == 1
    assert next(one.of for one in months(known, OFF, TODAY)) == 2


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 400), st.integers(0, 2)), max_size=40))
def test_no_count_of_one_to_four_travels_with_a_panel_map(visits: list[tuple[int, int, int]]) -> None:
    town = Town()
    places = [town.put("A", 100, 100), town.put("B", 100, 100), town.put("C", 3000, 3000)]
    for n, (child, days, place) in enumerate(visits):
        town.event(f"E{n}", f"C{child}", places[place], days)
    snapshot = town.snapshot()
    found = hotspots(snapshot, HotspotSettings(replicas=19))
    drawn, _ = pins(found.ground, found, MapSettings())
    told = by_month(snapshot, found.ground, found, drawn, MapSettings())
    texts = [text for step in told["months"] for pin in step["pins"] for text in (pin[1], *(pin[2:] or [[]])[0])]
    numbers = [
        int(word) for text in texts for word in text.replace("under 5", "").replace(",", "").split() if word.isdigit()
    ]
    assert not [number for number in numbers if 0 < number < 5]
    said = [step["said"].removesuffix(" in 12 months").split() for step in told["months"]]
    shown = [int(words[1]) for words in said if words[0] == "showing"]
    assert not [count for count in shown if 0 < count < 5]
    hidden = [words for words in said if words[0] == "number"]
    assert len(hidden) != 1, "one hidden month could be worked out from the total"


def test_a_stack_says_what_happened_at_each_of_its_places() -> None:
    town = Town()
    for id in ("A", "B"):
        town.put(id, 100, 100, name=f"Shop {id}")
    for n in range(5):
        town.event(f"E{n}", f"C{n}", "A", day=date(2026, 10, 9))
    snapshot = town.snapshot()
    found = hotspots(snapshot, HotspotSettings(replicas=19))
    drawn, _ = pins(found.ground, found, MapSettings())
    told = by_month(snapshot, found.ground, found, drawn, MapSettings())
    october = next(step for step in told["months"] if step["key"] == "2026-10")
    assert october["pins"] == [[0, "5 children", ["5 children", ""]]]
    town.event("F", "D", "B", day=date(2026, 10, 9))
    found = hotspots(town.snapshot(), HotspotSettings(replicas=19))
    told = by_month(town.snapshot(), found.ground, found, drawn, MapSettings())
    october = next(step for step in told["months"] if step["key"] == "2026-10")
    assert october["pins"] == [[0, "children came to harm", ["5 children", "under 5 children"]]], (
        "6 in all would tell of the one"
    )
    assert told["window"] == "5 September to 3 November 2026"
    assert told["said"] == "showing 6 of 6 events"


@pytest.mark.parametrize("hotspots_too", [True, False])
def test_nothing_on_record_means_no_slider(hotspots_too: bool) -> None:
    town = Town()
    town.put("L", 3000, 3000)
    snapshot = town.snapshot()
    found = hotspots(snapshot) if hotspots_too else None
    drawn, _ = pins(ground(snapshot), found, MapSettings())
    assert by_month(snapshot, ground(snapshot), found, drawn, MapSettings())["months"] == []

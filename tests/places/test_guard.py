"""A reader who takes one shown count from another finds no one to four children; off the panel view all is shown."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.places import say
from mapping.places.guard import guard
from mapping.places.hotspots import Hotspots, HotspotSettings, hotspots
from mapping.places.printed import Answer
from tests.places.town import Town, busy

QUICK = HotspotSettings(replicas=39)
SMALL = range(1, 5)


def town_of(seed: int, heart: int, strewn: int) -> Town:
    """Places strewn over the town, a few of them close together with most of the children."""
    town, rng = Town(), np.random.default_rng(seed)
    parks = town.grid()
    near = [town.put(f"N{n}", 3000 + 40 * n, 3000, name=f"Corner {n}") for n in range(int(rng.integers(1, 5)))]
    weight = rng.dirichlet(np.full(len(near), 0.7))
    for n in range(heart):
        for place in rng.choice(len(near), size=int(rng.integers(1, 3)), p=weight):
            town.event(f"H{n}{place}", f"K{n}", near[int(place)], int(rng.integers(60)))
    for n in range(strewn):
        town.event(f"S{n}", f"C{n % 30}", parks[int(rng.integers(len(parks)))], int(rng.integers(60)))
    return town


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100_000), st.integers(2, 30), st.integers(0, 40))
def test_nobody_finds_one_to_four_children_by_subtraction(seed: int, heart: int, strewn: int) -> None:
    found = hotspots(town_of(seed, heart, strewn).snapshot(), QUICK)
    told = found.as_json()
    shown = {row["id"]: row for row in told["places"] if row["children"] is not None}
    counts = [told["children"], *(one["children"] for one in (*told["hotspots"], *told["places"]))]
    assert not [count for count in counts if count in SMALL]
    for spot, drawn in zip(found.spots, told["hotspots"], strict=True):
        if drawn["children"] is not None:
            _within(drawn["children"], drawn["records"], [row for row in found.places if row.id in spot.places], shown)
            assert told["children"] is None or told["children"] - drawn["children"] not in SMALL
        else:
            assert drawn["records"] is None
    if told["children"] is not None:
        _within(told["children"], told["events"]["on_map"], list(found.places), shown)


def _within(whole: int, records: int | None, rows: list[Any], shown: dict[str, Any]) -> None:
    """The attack on one whole and the places in it, which the map names."""
    seen = [shown[row.id]["children"] for row in rows if row.id in shown]
    assert not [count for count in seen if whole - count in SMALL]
    small = [row for row in rows if row.children < 5]
    if len(seen) + len(small) == len(rows):  # no place of five or more is hidden: what is left is the small ones'
        left = whole - sum(seen)
        assert small or -left not in SMALL
        # each small one is 1 to 4, and together at least what is left: more than one number must fit
        assert not small or left - 4 * (len(small) - 1) < 4
    known = [shown[row.id]["records"] for row in rows if row.id in shown and shown[row.id]["records"] is not None]
    if records is not None and known:
        assert records - sum(known) not in SMALL


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 100_000), st.integers(2, 20), st.integers(5, 40))
def test_no_sentence_and_no_number_of_a_panel_view_is_small(seed: int, heart: int, strewn: int) -> None:
    snapshot = town_of(seed, heart, strewn).snapshot()
    answer = Answer.of(snapshot, QUICK)
    told, found = answer.as_json(), answer.found
    said = [json.dumps(told), *say.not_known(snapshot, found), *(line.text for line in answer.changed[1])]
    for spot in found.spots:
        said += [
            *say.headline(spot, 60, True, guard(found)),
            say.record(spot, guard(found), 39),
            say.robust(spot, True),
        ]
    said += [say.place_line(row, True, guard(found)) for row in found.places]
    assert not re.search(r"(?<![\d.,])[1-4] (distinct )?(child|event|missing episode)", " ".join(said))
    for row in told["places"]:
        assert (row["rate"] is None) == (row["children"] is None)
        assert row["children"] is not None or not row["among_the_five_highest"]
    pairs = [band["observed"] for band in told["near_repeats"]["bands"]]
    known = [count for count in pairs if count is not None]
    assert not [count for count in known if count in SMALL]
    assert not [(one, two) for one in known for two in known if one - two in SMALL]
    assert all(spot is None or spot["children"] is None for line in told["kinds"]["lines"] for spot in line["windows"])


def beside(*counts: int, shared: int = 0) -> Hotspots:
    """A hotspot of neighbouring places with so many children each, `shared` of them at the first two."""
    town = busy(extra=0)
    for at, count in enumerate(counts):
        town.put(f"B{at}", 3000 + 40 * at, 3020, name=f"Beside {at}")
        for n in range(count):
            town.event(f"B{at}{n}", f"B{at}{n}", f"B{at}")
    for n in range(shared):
        town.event(f"X{n}", f"B0{n}", "B1")
    found = hotspots(town.snapshot())
    spot = found.spots[0]
    ids = tuple(f"B{at}" for at in range(len(counts)))
    round_them = replace(spot, children=sum(counts), records=sum(counts) + shared, places=ids)
    return replace(found, spots=(round_them,))


def test_a_place_short_of_its_hotspot_by_two_is_held_back() -> None:
    found = beside(9, 2)
    may = guard(found)
    assert "B0" not in may.places
    row = next(row for row in found.places if row.id == "B0")
    assert say.counted_at(row, may, panel=True) == "not shown"
    assert say.place_line(row, True, may) == "distinct children not shown"
    assert say.contributor(row, may) == "not shown"
    assert {"B0", "B1"} <= guard(beside(9, 6)).places


def test_children_at_two_places_do_not_come_out_of_their_sum() -> None:
    assert {"B0", "B1"} <= guard(beside(9, 8)).places
    assert len({"B0", "B1"} & guard(beside(9, 7, shared=2)).places) == 1  # 9 + 9 less 16 would be two


def test_a_small_place_that_must_be_four_is_given_company() -> None:
    found = beside(20, 4)
    assert "B0" not in guard(found).places


def test_records_that_leave_few_over_are_told_as_a_share() -> None:
    found = beside(12, 6, 3)
    assert "B0" not in guard(found).records
    row = replace(next(row for row in found.places if row.id == "B0"), largest=3, records=14)
    may = replace(guard(found), places=frozenset({row.id}))
    assert say.contributor(row, may) == "up to a quarter"
    assert say.contributor(row, replace(may, records=frozenset({row.id}))) == "3 of 14 records"


def test_off_the_panel_view_all_is_shown() -> None:
    found = hotspots(busy(extra=3).snapshot(), HotspotSettings(panel=False))
    may = guard(found)
    assert may.total
    assert may.places == {row.id for row in found.places} == may.records
    assert [row.id for row in found.named] == [row.id for row in found.places]


def test_order_does_not_tell_which_small_count_is_the_larger() -> None:
    found = hotspots(busy().snapshot())
    hidden = [row.name for row in found.named if row.id not in guard(found).places]
    assert hidden == sorted(hidden)
    assert len({row.children for row in found.named if row.name in hidden}) > 1


@pytest.mark.parametrize("off", [3, 30])
def test_events_off_the_map_are_not_counted_by_ones(off: int) -> None:
    town = busy()
    for n in range(off):
        town.event(f"O{n}", f"O{n}", None)
    town.put(
        "ADR",
        1200,
        4800,
        "address",
        "12 Fennel Row",
    )
    found = hotspots(town.snapshot())
    told = found.as_json()
    assert (told["events"]["of"] is None) == (off < 5)
    assert [one["events"] for one in told["not_on_map"]] == ([None] if off < 5 else [off])
    assert "Fennel" not in json.dumps(told)


def test_what_is_expected_of_the_children_on_record_does_not_count_them() -> None:
    town = Town()
    town.areas.clear()  # so that all who are on record stand in for the children who live there
    parks = [town.put(f"P{n}", 900.0 * n, 0, name=f"Park {n}") for n in range(6)]
    for n in range(40):
        town.event(f"E{n}", f"C{n}", parks[n % 6], n)
    town.event("E", "C0", town.put("L", 4000, 0, name="Lone shop"), 3)
    found = hotspots(town.snapshot(), replace(QUICK, days=365))
    told = Answer.of(town.snapshot(), found.settings).as_json()
    assert found.of_records and found.lacking
    for row in told["places"]:
        assert (row["expected"] is None) == (row["children"] is None)
    assert next(row for row in told["places"] if row["name"] == "Lone shop")["expected"] is None
    lone = next(row for row in found.places if row.name == "Lone shop")
    assert say.expected_at(lone, guard(found)) == "not shown"
    open_ = hotspots(town.snapshot(), replace(QUICK, days=365, panel=False))
    assert say.expected_at(lone, guard(open_)) == "1.0"
    assert all(row["expected"] is not None for row in open_.as_json()["places"])

"""Kinds of harm are looked at one by one over three windows, and the looks are paid for."""

from __future__ import annotations

import numpy as np

from graph.snapshot import Snapshot
from mapping.places.ground import window
from mapping.places.hotspots import HotspotSettings, hotspots
from mapping.places.looks import WINDOWS, looks, picked
from mapping.places.scan import scan, zones
from tests.make import TODAY
from tests.places.town import Town, busy

QUICK = HotspotSettings(replicas=199)


def violent() -> Town:
    """Forty children missing all over the town, and nine harmed at one park by violence, two months ago."""
    return busy(days_ago=60, harm_type="serious_violence", tie="harmed_in", subkind="incident")


def test_the_kind_that_makes_a_hotspot_is_found_in_the_window_that_holds_it() -> None:
    found = looks(violent().snapshot(), QUICK)
    assert found.windows == WINDOWS == (30, 90, 180)
    lines = {line.harm_type: line for line in found.lines}
    assert list(lines) == ["", "serious_violence", "missing"]
    assert lines[""].label == "Every harm"
    spots = lines["serious_violence"].spots
    assert spots[0] is None  # not in the last 30 days
    assert spots[1] is not None
    assert (spots[1].places, spots[1].children, spots[1].watch, spots[1].days) == (("L22",), 9, False, 90)
    assert not [spot for spot in lines["missing"].spots if spot and not spot.watch]


def test_p_is_multiplied_by_the_kinds_looked_at_and_said() -> None:
    snapshot = violent().snapshot()
    found = looks(snapshot, QUICK)
    spot = next(line for line in found.lines if line.harm_type == "serious_violence").spots[1]
    assert spot is not None
    assert found.kinds == 2
    assert spot.p == 2 / 200
    assert "2 kinds looked at" in found.note
    alone = busy(extra=9).snapshot()
    assert "kinds looked at" not in looks(alone, QUICK).note


def test_what_stands_behind_a_line_is_its_harm_place_and_window() -> None:
    snapshot = violent().snapshot()
    look = next(line for line in looks(snapshot, QUICK).lines if line.harm_type == "serious_violence")
    assert look.spots[1] is not None
    seen = window(hotspots(snapshot, QUICK).ground.visits, TODAY, 180)
    behind = picked(look, look.spots[1], seen)
    assert set(behind["child"]) == {f"K{n}" for n in range(9)}


def test_windows_by_themselves_are_held_against_the_same_maxima() -> None:
    rng = np.random.default_rng(0)
    xy = rng.uniform(0, 5000, (60, 2))
    ground = zones(xy, np.ones(60))
    unit, child = np.r_[rng.integers(60, size=50), np.zeros(8, int)], np.arange(58)
    age = np.r_[rng.uniform(0, 180, 50), np.full(8, 10.0)]
    both = [scan(ground, unit, child, age, windows=WINDOWS, replicas=99, across=across) for across in (True, False)]
    assert (both[0].maxima == both[1].maxima).all()
    here = [[one for one in found.clusters if 0 in one.units] for found in both]
    assert len(here[0]) == 1
    assert [one.window for one in here[1]] == [0, 1, 2]
    assert here[0][0].p == min(one.p for one in here[1])


def test_chance_alone_makes_no_kind_stand_out_often() -> None:
    raised = 0
    for seed in range(10):
        town, rng = busy(extra=0, seed=seed), np.random.default_rng(seed)
        for row in town.entities:
            if row["kind"] == "event":
                row["harm_type"] = str(rng.choice(["missing", "serious_violence", "criminal_exploitation"]))
        found = looks(town.snapshot(), HotspotSettings(replicas=99))
        raised += any(spot and not spot.watch for line in found.lines[1:] for spot in line.spots)
    assert raised <= 2


def test_nothing_on_record() -> None:
    assert looks(Snapshot.empty(TODAY)).lines == ()
    assert looks(Town().snapshot()).note == ""

"""Near repeats count other children, never one child again, and days, never months."""

from datetime import timedelta

import numpy as np
import pytest

from graph.snapshot import Snapshot
from mapping.places.ground import ground
from mapping.places.knox import knox
from mapping.places.repeats import DAYS, DISTANCES, RepeatSettings, near_repeats
from tests.make import TODAY
from tests.places.town import Town

QUICK = RepeatSettings(permutations=199)


def strewn(count: int = 60, seed: int = 1) -> Town:
    """A town with a child each at some park on some day of the year."""
    town, rng = Town(), np.random.default_rng(seed)
    parks = town.grid()
    for n in range(count):
        town.event(f"E{n}", f"C{n}", parks[int(rng.integers(len(parks)))], int(rng.integers(360)))
    return town


def test_other_children_soon_after_at_the_same_place_are_repeats() -> None:
    town = strewn()
    for n in range(15):
        place, day = f"L{n % 5}{n // 5}", 10 + 23 * n
        town.event(f"A{n}", f"K{n}", place, day)
        town.event(f"B{n}", f"M{n}", place, day - 3)
    found = near_repeats(town.snapshot(), QUICK)
    here = found.bands[0]
    assert (here.distance, here.days) == (0, 7)
    assert here.observed >= 15
    assert here.ratio is not None
    assert here.ratio > 2
    assert here.p <= 0.01
    assert found.p is not None
    assert here.p <= found.p <= 0.05
    assert (found.incidents, found.children) == (90, 90)


def test_one_child_again_and_again_is_no_repeat() -> None:
    town = Town()
    town.grid()
    for n in range(30):
        town.event(f"R{n}", "K0", "L22", 5 * n)
    found = near_repeats(town.snapshot(), QUICK)
    assert (found.incidents, found.children) == (30, 1)
    assert [band.observed for band in found.bands] == [0] * len(found.bands)


def test_children_together_are_one_incident_and_the_own_home_is_none() -> None:
    plain, both = strewn(), strewn()
    for n in range(4):
        both.event(f"T{n}", f"T{n}", "L11", 100)
    both.put("H", 50, 50, "childrens_home")
    both.child("T9")
    both.tie("T9", "lives_at", "H")
    both.event("T9", "T9", "H", 50)
    one, two = (near_repeats(town.snapshot(), QUICK) for town in (plain, both))
    assert two.incidents == one.incidents + 1
    assert two.children == one.children + 4


def test_bands_grow_with_distance_and_days() -> None:
    found = near_repeats(strewn(120).snapshot(), QUICK)
    counts = np.array([band.observed for band in found.bands]).reshape(len(DISTANCES), len(DAYS))
    due = np.array([band.expected for band in found.bands]).reshape(counts.shape)
    for table in (counts, due):
        assert (np.diff(table, axis=0) >= 0).all()
        assert (np.diff(table, axis=1) >= 0).all()


def test_where_nothing_follows_anything_it_is_rarely_said() -> None:
    ps = [near_repeats(strewn(80, seed).snapshot(), RepeatSettings(permutations=99)).p for seed in range(12)]
    assert all(p is not None for p in ps)
    assert sum(p <= 0.05 for p in ps if p is not None) <= 3


def test_with_a_child_each_it_is_knoxs_test() -> None:
    town, rng = Town(), np.random.default_rng(4)
    days = rng.permutation(360)[:100]
    for n, day in enumerate(days):
        town.put(f"P{n}", *rng.uniform(0, 3000, 2))
        town.event(f"E{n}", f"C{n}", f"P{n}", int(day))
    snapshot = town.snapshot()
    known = ground(snapshot)
    xy = known.places.loc[[f"P{n}" for n in range(100)], ["x", "y"]].to_numpy(float)
    for band in near_repeats(snapshot, QUICK, known=known).bands:
        same = knox(xy, days, distance=band.distance, days=band.days, permutations=199)
        assert band.observed == same.observed
        assert band.expected == pytest.approx(same.expected)
        assert band.p == pytest.approx(same.p, abs=0.1)


def test_months_few_incidents_and_nothing_are_told() -> None:
    town = Town()
    parks = town.grid()
    for n in range(40):
        day = (TODAY.replace(day=1) - timedelta(days=1 + 28 * (n % 9))).replace(day=1)
        town.event(f"E{n}", f"C{n}", parks[n % len(parks)], day=day)
    found = near_repeats(town.snapshot())
    assert (found.bands, found.p) == ((), None)
    assert "look like months" in found.why_not
    few = near_repeats(strewn(5).snapshot())
    assert "Fewer than 20 incidents" in few.why_not
    assert near_repeats(Snapshot.empty(TODAY)).why_not.startswith("Fewer than 20 incidents")

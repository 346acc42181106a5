"""The scan against brute force, against its own null, and on the known references."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.places.scan import FEWEST, Zones, expected, p_value, scan, zones
from tests.shared import shared


def square(side: int = 12, step: float = 150.0) -> Zones:
    axis = np.arange(side) * step
    x, y = np.meshgrid(axis, axis)
    return zones(np.c_[x.ravel(), y.ravel()], np.ones(side * side))


def by_hand(ground: Zones, unit: np.ndarray, child: np.ndarray) -> float:
    """The largest ratio, circle by circle, with python sets."""
    visits = {(int(u), int(k)) for u, k in zip(unit, child, strict=True)}
    of_child = np.array([sum(k == one for _, k in visits) for one in {k for _, k in visits}])
    n, top = len(of_child), 0.0
    for centre in range(len(ground.centres)):
        for ring in range(ground.share.shape[1]):
            mu = float(expected(np.array([ground.share[centre, ring]]), of_child)[0])
            inside = set(ground.inside(centre, ring).tolist())
            c = len({k for u, k in visits if u in inside})
            if ground.share[centre, ring] > 0 and c > mu and c >= FEWEST:
                rest = (n - c) * np.log((n - c) / (n - mu)) if n > c else 0.0
                top = max(top, c * np.log(c / mu) + rest)
    return top


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 15))
def test_strongest_circle_is_the_one_found_by_hand(seed: int, events: int, children: int) -> None:
    ground, rng = square(6), np.random.default_rng(seed)
    unit, child = rng.integers(0, 36, events), rng.integers(0, children, events)
    found = scan(ground, unit, child, replicas=3, seed=seed).clusters
    assert (found[0].llr if found else 0.0) == pytest.approx(by_hand(ground, unit, child))


def test_one_child_with_34_episodes_is_no_hotspot() -> None:
    ground, rng = square(), np.random.default_rng(3)
    unit = np.r_[np.full(34, 70), rng.integers(0, 144, 30)]
    child = np.r_[np.zeros(34, int), np.arange(1, 31)]
    once = scan(ground, np.r_[70, unit[34:]], np.r_[0, child[34:]], replicas=99, seed=1)
    assert scan(ground, unit, child, replicas=99, seed=1).clusters == once.clusters
    assert once.clusters[0].p > 0.05


def test_nine_children_at_one_place_are_found_with_observed_and_expected() -> None:
    ground, rng = square(), np.random.default_rng(4)
    unit = np.r_[np.full(9, 70), rng.integers(0, 144, 40)]
    best = scan(ground, unit, np.arange(49), replicas=199, seed=1).clusters[0]
    assert 70 in best.units
    assert best.p <= 0.05
    assert best.observed == len(set(np.flatnonzero(np.isin(unit, best.units))))
    share = ground.share[best.centre, best.ring]
    assert best.expected == pytest.approx(49 * share)


def test_replicas_count_distinct_children_too() -> None:
    """Children with many visits: uniform visits must not look like hotspots."""
    ground, alarms = square(10), 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        child = np.repeat(np.arange(20), rng.integers(1, 12, 20))
        found = scan(ground, rng.integers(0, 100, len(child)), child, replicas=99, seed=seed).clusters
        alarms += bool(found and found[0].p <= 0.05)
    assert alarms <= 5  # binomial(30, .05): 6 or more happens once in 300


def test_same_seed_same_result_and_clusters_do_not_touch() -> None:
    ground, rng = square(), np.random.default_rng(5)
    unit = np.r_[np.full(7, 0), np.full(7, 143), rng.integers(0, 144, 30)]
    one, two = (scan(ground, unit, np.arange(44), replicas=99, seed=8) for _ in range(2))
    assert one.clusters == two.clusters
    assert (one.maxima == two.maxima).all()
    first, second = one.clusters[:2]
    assert {0, 143} <= set(first.units) | set(second.units)
    assert set(first.units).isdisjoint(second.units)
    assert np.hypot(first.x - second.x, first.y - second.y) >= first.radius + second.radius


def test_windows_hold_only_their_days() -> None:
    ground, rng = square(), np.random.default_rng(6)
    unit, age = np.r_[np.full(8, 70), rng.integers(0, 144, 50)], np.r_[np.full(8, 10), np.full(50, 120)]
    found = scan(ground, unit, np.arange(58), age, windows=(30, 90, 180), replicas=99)
    assert found.children == (8, 8, 58)
    assert all(cluster.observed <= 8 for cluster in found.clusters if cluster.window < 2)


def test_no_events_and_no_baseline() -> None:
    assert scan(square(), [], [], replicas=9).clusters == ()
    with pytest.raises(ValueError, match="not all 0"):
        zones(np.zeros((3, 2)), np.zeros(3))
    with pytest.raises(ValueError, match="0 or more"):
        zones(np.zeros((2, 2)), np.array([1.0, -1.0]))


def test_expected_is_kulldorffs_with_one_visit_each() -> None:
    share = np.array([0.0, 0.1, 0.5])
    assert expected(share, np.ones(30, int)) == pytest.approx(30 * share)
    assert expected(share, np.array([3])) == pytest.approx(1 - (1 - share) ** 3)


# Row 12 of the numbers to reach; row 9 is in tests/evaluation/test_places_rows.py ----------------------------------


def test_row_12_los_alamos_is_not_significant() -> None:
    """New Mexico brain cancer 1973-91, standardised by age and sex (Kulldorff, Athas, Feuer et al. 1998).

    Los Alamos had more cases than expected, and circles as strong as its own arise by chance.
    """
    cases = pd.read_csv(shared("events/nm_brain_cancer/NMcas.csv"))
    people = pd.read_csv(shared("events/nm_brain_cancer/NMpop.csv"))
    where = pd.read_csv(shared("events/nm_brain_cancer/NMgeo.csv")).set_index("county")
    people["years"] = people["population"] * people["year"].map({73: 5, 82: 9, 91: 5})  # interpolated between censuses
    strata = ["agegroup", "sex"]
    rate = (cases.groupby(strata)["cases"].sum() / people.groupby(strata)["years"].sum()).rename("rate").fillna(0)
    lived = people.merge(rate.reset_index(), on=strata)
    due = (lived["years"] * lived["rate"]).groupby(lived["county"]).sum().reindex(where.index)
    assert due.sum() == pytest.approx(cases["cases"].sum())
    ground = zones(where[["lat", "long"]].to_numpy(float), due.to_numpy(), radii=None)
    found = scan(
        ground, where.index.get_indexer(pd.Index(cases["county"])), np.arange(len(cases)), replicas=999, seed=12
    )
    c, mu, n = (cases["county"] == "LosAlamos").sum(), due["LosAlamos"], len(cases)
    assert c > mu
    ratio = c * np.log(c / mu) + (n - c) * np.log((n - c) / (n - mu))
    assert p_value(ratio, np.sort(found.maxima)) > 0.5
    assert not any(where.index[cluster.units[0]] == "LosAlamos" for cluster in found.clusters if cluster.p <= 0.05)

"""Shrunk rates: drawn towards all places, right on average, and sure of nothing that few children say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.snapshot import Snapshot
from mapping.places.hotspots import hotspots
from mapping.places.rates import Prior, fit, place_rates, shrunk
from tests.make import TODAY
from tests.places.town import Town, busy


def test_the_busy_park_comes_first_and_small_counts_are_drawn_in() -> None:
    snapshot = busy().snapshot()
    found = hotspots(snapshot)
    rows = place_rates(snapshot, found)
    assert rows[0].id == "L22"
    assert rows[0].top > 0.9
    assert {row.id for row in rows} == {row.id for row in found.places}
    for row in rows:
        told = next(one for one in found.places if one.id == row.id)
        assert row.children == told.children
        assert row.expected == pytest.approx(told.expected)
        raw = row.children / row.expected
        assert min(raw, 1) * 0.8 <= row.rate <= max(raw, 1) * 1.2
        assert row.low < row.rate < row.high
    assert sum(row.top for row in rows) <= 5 + 1e-9


def test_where_nothing_differs_no_place_stands_out() -> None:
    rows = place_rates(snapshot := busy(extra=0).snapshot(), hotspots(snapshot))
    assert max(row.rate for row in rows) / min(row.rate for row in rows) < 3
    assert max(row.top for row in rows) < 0.8


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    rng, held, mended = np.random.default_rng(3), [], []
    for _ in range(20):
        due = rng.uniform(0.3, 4, 80)
        truth = rng.gamma(2, 0.5, 80)
        counts = rng.poisson(truth * due).astype(float)
        rate, low, high, _ = shrunk(counts, due, fit(counts, due))
        held.append(np.mean((low <= truth) & (truth <= high)))
        mended.append(((counts / due - truth) ** 2).mean() / ((rate - truth) ** 2).mean())
    assert np.mean(held) == pytest.approx(0.90, abs=0.04)
    assert np.mean(mended) > 1.5


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0.01, 20)), min_size=1, max_size=30))
def test_rates_lie_between_the_place_and_all_places(rows: list[tuple[int, float]]) -> None:
    counts, due = np.array(rows, float).T
    prior = fit(counts, due)
    rate, low, high, top = shrunk(counts, due, prior)
    mean = prior.shape / prior.rate
    raw = counts / due
    assert (rate >= np.minimum(raw, mean) - 1e-9).all() and (rate <= np.maximum(raw, mean) + 1e-9).all()
    assert (low <= high).all() and (low >= 0).all()
    assert top.sum() == pytest.approx(min(5, len(rows)))


def test_level_places_are_alike_and_the_same_seed_gives_the_same() -> None:
    counts, due = np.full(40, 2.0), np.full(40, 2.0)
    prior = fit(counts, due)
    assert prior.shape / prior.rate == pytest.approx(1, rel=0.02)
    one, two = (shrunk(counts, due, Prior(2, 2), seed=1)[3] for _ in range(2))
    assert (one == two).all()
    assert one == pytest.approx(0.125, abs=0.03)


def test_nothing_to_compare() -> None:
    for snapshot in (Snapshot.empty(TODAY), Town().snapshot()):
        assert place_rates(snapshot, hotspots(snapshot)) == ()

"""Knox's test against brute force, against its own null, and at its bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.places import knox as room
from mapping.places.knox import TooManyPairs, knox

SMALL = st.integers(0, 12)


def by_hand(xy: np.ndarray, day: np.ndarray, distance: float, days: float, metric: str) -> int:
    found = 0
    for i in range(len(xy)):
        for j in range(i):
            apart = np.abs(xy[i] - xy[j])
            far = apart.sum() if metric == "manhattan" else float(np.hypot(*apart))
            found += far <= distance and abs(day[i] - day[j]) <= days
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(SMALL, SMALL, SMALL), min_size=0, max_size=25),
    SMALL,
    SMALL,
    st.sampled_from(["euclidean", "manhattan"]),
)
def test_observed_is_what_is_counted_by_hand(
    events: list[tuple[int, int, int]], distance: int, days: int, metric: room.Metric
) -> None:
    rows = np.array(events, float).reshape(-1, 3)
    found = knox(rows[:, :2], rows[:, 2], distance=distance, days=days, metric=metric, permutations=19)
    assert found.observed == by_hand(rows[:, :2], rows[:, 2], distance, days, metric)
    assert 0.05 <= found.p <= 1
    assert found.observed <= min(found.near, found.soon)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1000))
def test_expected_is_the_mean_of_the_shuffles(seed: int) -> None:
    rng = np.random.default_rng(seed)
    xy, day = rng.integers(0, 6, (30, 2)).astype(float), rng.integers(0, 20, 30).astype(float)
    found = knox(xy, day, distance=1, days=3, permutations=19)
    shuffled = [by_hand(xy, rng.permutation(day), 1, 3, "euclidean") for _ in range(100)]
    assert np.mean(shuffled) == pytest.approx(found.expected, abs=float(np.std(shuffled)) / 2 + 0.5)


def test_both_bounds_are_included_and_zero_is_the_same_place_and_day() -> None:
    xy, day = np.array([[0, 0], [0, 0], [0.1 + 0.2, 0], [3, 4]]), np.array([0, 7, 0, 7])
    assert knox(xy, day, distance=0, days=7, permutations=19).observed == 1
    assert knox(xy, day, distance=0, days=6.9, permutations=19).observed == 0
    assert knox(xy, day, distance=0.3, days=0, permutations=19).observed == 1
    assert knox(xy, day, distance=5, days=7, permutations=19).observed == 6
    assert knox(xy, day, distance=5, days=0, permutations=19).observed == 2
    assert knox(xy, day, distance=6.7, days=7, metric="manhattan", permutations=19).observed == 4


def test_shuffling_places_over_days_gives_the_same_test() -> None:
    """Whichever pairs are fewer are held: both ways count the same and agree on p."""
    rng = np.random.default_rng(2)
    xy, day = rng.uniform(0, 100, (80, 2)), rng.integers(0, 400, 80).astype(float)
    wide, long = (knox(xy, day, distance=a, days=b, permutations=999) for a, b in ((60, 3), (3, 200)))
    assert wide.near > wide.soon
    assert long.near < long.soon
    for found, bounds in ((wide, (60, 3)), (long, (3, 200))):
        assert found.observed == by_hand(xy, day, *bounds, "euclidean")
        turned = knox(np.c_[day, 0 * day], np.hypot(*(xy - xy[0]).T), distance=bounds[1], days=1e9, permutations=19)
        assert turned.near == found.soon


def test_p_is_even_where_nothing_follows_anything() -> None:
    rng = np.random.default_rng(5)
    ps = [
        knox(rng.uniform(0, 10, (60, 2)), rng.integers(0, 60, 60), distance=2, days=6, permutations=99, seed=n).p
        for n in range(200)
    ]
    assert 0.02 <= np.mean(np.array(ps) <= 0.05) <= 0.10
    assert 0.4 <= np.mean(ps) <= 0.62


def test_near_repeats_are_found() -> None:
    rng = np.random.default_rng(6)
    xy, day = rng.uniform(0, 5000, (150, 2)), rng.integers(0, 365, 150).astype(float)
    again = np.vstack([xy, xy[:20] + rng.normal(0, 50, (20, 2))])
    found = knox(again, np.r_[day, day[:20] + 3], distance=200, days=7)
    assert found.p <= 0.01
    assert found.ratio is not None
    assert found.ratio > 2


def test_a_thousand_events_take_seconds_and_the_same_seed_gives_the_same() -> None:
    rng = np.random.default_rng(7)
    xy, day = rng.uniform(0, 5000, (1000, 2)), rng.integers(0, 365, 1000)
    one, two = (knox(xy, day, distance=400, days=14, seed=3) for _ in range(2))
    assert one == two


def test_no_events_and_bounds_that_mean_nothing() -> None:
    none = knox(np.empty((0, 2)), [], distance=1, days=1, permutations=19)
    assert (none.observed, none.expected, none.ratio, none.p) == (0, 0.0, None, 1.0)
    for bad in ({"distance": -1, "days": 1}, {"distance": 1, "days": float("nan")}):
        with pytest.raises(ValueError, match="0 or more"):
            knox([[0, 0], [1, 1]], [0, 1], **bad)


def test_more_pairs_than_can_be_shuffled_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_PAIRS", 10)
    with pytest.raises(TooManyPairs, match="45 pairs"):
        knox(np.zeros((10, 2)), np.zeros(10), distance=1, days=1)

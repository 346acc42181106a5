"""Resamples: the same every time, bounded, and honest about a list that rests on little."""

from __future__ import annotations

import numpy as np

from mapping.network.combine import symmetric
from mapping.network.spreading import contributions, label_spreading
from mapping.network.stability import resample


def ring(size: int, weight: float = 0.5) -> np.ndarray:
    """Pair keys of a ring."""
    return np.sort(np.array([min(i, (i + 1) % size) * size + max(i, (i + 1) % size) for i in range(size)]))


def random_network(size: int = 120, ties: int = 500) -> tuple[object, np.ndarray]:
    """A seeded network and its pattern."""
    random = np.random.default_rng(5)
    a, b = random.integers(0, size, (2, ties))
    key = np.unique((np.minimum(a, b) * size + np.maximum(a, b))[a != b])
    return symmetric(key, random.random(len(key)) * 0.9 + 0.05, size), key


def test_with_certain_ties_and_one_seed_every_resample_is_the_ranking() -> None:
    weights, key = random_network()
    certain = symmetric(key, np.ones(len(key)), 120)
    candidates = np.arange(1, 120)
    tried = resample(weights, certain, np.array([0]), candidates, top=20, runs=10)
    scores = label_spreading(weights, np.array([0]))[candidates]
    best = set(np.argsort(-scores)[:20])
    assert set(np.flatnonzero(tried.on_list == 1.0)) == best
    assert set(np.flatnonzero(tried.on_list > 0)) == best
    assert np.array_equal(tried.best_rank, tried.worst_rank)


def test_a_candidate_who_is_a_seed_is_ranked_by_the_others() -> None:
    weights, key = random_network()
    certain = symmetric(key, np.ones(len(key)), 120)
    seeds = np.array([3])
    tried = resample(weights, certain, seeds, np.arange(120), top=5, runs=3)
    # The only seed hears nobody else: it must not be on its own list.
    assert tried.on_list[3] == 0
    echo = contributions(weights, seeds, seeds)[0, 0]
    assert echo > 0.3


def test_the_same_seed_gives_the_same_bands() -> None:
    weights, key = random_network()
    grades = symmetric(key, np.full(len(key), 0.6), 120)
    first, second = (resample(weights, grades, np.arange(8), np.arange(8, 120), seed=4) for _ in range(2))
    assert np.array_equal(first.on_list, second.on_list)
    other = resample(weights, grades, np.arange(8), np.arange(8, 120), seed=5)
    assert not np.array_equal(first.on_list, other.on_list)


def test_a_doubtful_tie_leaves_the_list_as_often_as_its_grade_says() -> None:
    weights = symmetric(np.array([1]), np.array([0.5]), 3)
    grades = symmetric(np.array([1]), np.array([0.4]), 3)
    tried = resample(weights, grades, np.array([0]), np.array([1, 2]), runs=2_000)
    assert 0.35 < tried.on_list[0] < 0.45
    assert tried.band(1) == "C"
    assert tried.on_list[1] == 0
    assert tried.band(2) == ""


def test_nobody_to_rank_is_an_empty_answer() -> None:
    weights = symmetric(np.array([1]), np.array([0.5]), 3)
    assert resample(weights, weights, np.array([], np.int64), np.array([1])).band(1) == ""
    assert len(resample(weights, weights, np.array([0]), np.array([], np.int64)).on_list) == 0

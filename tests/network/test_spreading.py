"""Ranking by ties to seeds: exact, linear, explained by seed and path, and refusing what cannot be ranked."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from mapping.network.combine import symmetric
from mapping.network.spreading import (
    NotComputable,
    best_paths,
    contributions,
    degree,
    label_spreading,
    normalised,
    pagerank,
    seed_neighbours,
)


@st.composite
def networks(draw: st.DrawFn) -> tuple[sparse.csr_array, list[int]]:
    """A weighted network of up to 12 people and one seed at least."""
    size = draw(st.integers(2, 12))
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda pair: pair[0] < pair[1])
    ties = draw(st.dictionaries(pairs, st.floats(0.01, 5), max_size=30))
    key = np.array([a * size + b for a, b in ties], np.int64)
    weights = symmetric(key, np.array(list(ties.values()), float), size)
    return weights, sorted(draw(st.sets(st.integers(0, size - 1), min_size=1)))


@given(networks())
def test_label_spreading_solves_its_equation(case: tuple[sparse.csr_array, list[int]]) -> None:
    weights, seeds = case
    found = label_spreading(weights, np.array(seeds))
    start = np.zeros(weights.shape[0])
    start[seeds] = 1
    dense = np.linalg.solve(np.eye(len(start)) - 0.7 * normalised(weights).toarray(), 0.3 * start)
    assert np.allclose(found, dense, atol=1e-8)
    assert (found >= 0).all()


@given(networks())
def test_contributions_sum_to_the_score(case: tuple[sparse.csr_array, list[int]]) -> None:
    weights, seeds = case
    everybody = np.arange(weights.shape[0])
    shares = contributions(weights, np.array(seeds), everybody)
    assert np.abs(shares.sum(axis=1) - label_spreading(weights, np.array(seeds))).max() < 1e-6


@given(networks(), st.randoms())
def test_names_do_not_matter(case: tuple[sparse.csr_array, list[int]], random: object) -> None:
    weights, seeds = case
    order = list(range(weights.shape[0]))
    random.shuffle(order)  # type: ignore[attr-defined]
    place = np.argsort(order)
    moved = weights[order][:, order].tocsr()
    for method in (label_spreading, pagerank, seed_neighbours):
        assert np.allclose(method(moved, place[seeds]), method(weights, np.array(seeds))[order], atol=1e-8)


@given(networks())
def test_whoever_no_seed_reaches_gets_nothing(case: tuple[sparse.csr_array, list[int]]) -> None:
    weights, seeds = case
    graph = nx.from_scipy_sparse_array(weights)
    reached = set().union(*(nx.node_connected_component(graph, seed) for seed in seeds))
    found = label_spreading(weights, np.array(seeds))
    assert all((found[row] > 1e-12) == (row in reached) for row in range(len(found)))


@given(networks())
def test_pagerank_is_networkx_s_over_the_root_of_degree(case: tuple[sparse.csr_array, list[int]]) -> None:
    weights, seeds = case
    total = np.asarray(weights.sum(axis=1)).ravel()
    seeds = [seed for seed in seeds if total[seed] > 0]
    if not seeds:
        return
    graph = nx.from_scipy_sparse_array(weights)
    reference = nx.pagerank(graph, alpha=0.7, personalization=dict.fromkeys(seeds, 1.0), tol=1e-13, max_iter=2_000)
    found = pagerank(weights, np.array(seeds))
    for row in np.flatnonzero(total):
        assert found[row] == pytest.approx(reference[int(row)] / np.sqrt(total[row]), abs=1e-7)


@given(networks())
def test_a_best_path_ends_at_both_and_carries_at_most_everything(case: tuple[sparse.csr_array, list[int]]) -> None:
    weights, seeds = case
    person = weights.shape[0] - 1
    for seed, path in best_paths(weights, np.array(seeds), person).items():
        assert (path.rows[0], path.rows[-1]) == (seed, person)
        assert all(weights[a, b] > 0 for a, b in zip(path.rows, path.rows[1:], strict=False))
        assert 0 < path.carries <= 1


def test_plain_counts() -> None:
    weights = symmetric(np.array([1, 2, 6]), np.array([0.2, 0.9, 0.4]), 4)  # 0-1, 0-2, 1-2
    assert seed_neighbours(weights, np.array([0, 1])).tolist() == [1, 1, 2, 0]
    assert degree(weights).tolist() == [2, 2, 2, 0]


@pytest.mark.parametrize(
    ("weights", "seeds", "says"),
    [
        (sparse.csr_array((0, 0)), np.array([], np.int64), "nobody to rank"),
        (sparse.csr_array((3, 3)), np.array([], np.int64), "no seeds"),
        (symmetric(np.array([1]), np.array([-1.0]), 3), np.array([0]), "negative"),
        (symmetric(np.array([1]), np.array([np.nan]), 3), np.array([0]), "not a number"),
        (sparse.csr_array((3, 3)), np.array([1.0, 0.0]), "2 seed weights"),
    ],
)
def test_what_cannot_be_ranked_is_refused_in_words(weights: sparse.csr_array, seeds: np.ndarray, says: str) -> None:
    with pytest.raises(NotComputable, match=says):
        label_spreading(weights, seeds)

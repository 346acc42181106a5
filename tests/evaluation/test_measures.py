"""Measures of a ranking: the library's where it has them, degree at exactly a half, a draw as people written twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from mapping.evaluation.measures import METRICS, hits_in, matched_share, measures

ROWS = st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(0, 3)), min_size=4, max_size=40)
CASES = ROWS.filter(lambda rows: 0 < sum(hit for _, hit, _ in rows) < len(rows))
Rows = list[tuple[int, bool, int]]


def columns(rows: Rows) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    scores, truth, degrees = (np.array(column) for column in zip(*rows, strict=True))
    return scores.astype(float), truth, degrees.astype(float)


def once(rows: Rows) -> dict[str, float]:
    return {metric: float(value[0]) for metric, value in measures(*columns(rows)).items()}


@given(CASES)
def test_measures_are_the_library_s(rows: Rows) -> None:
    scores, truth, _ = columns(rows)
    found = once(rows)
    assert found["auprc"] == pytest.approx(average_precision_score(truth, scores))
    assert found["auc"] == pytest.approx(roc_auc_score(truth, scores))
    first = min(10, len(rows))
    assert found["p_at_10"] * first == pytest.approx(hits_in(scores, truth, 10))
    assert found["r_at_10"] * truth.sum() == pytest.approx(hits_in(scores, truth, 10))
    assert found["lift_at_10"] == pytest.approx(found["p_at_10"] / truth.mean())


@given(CASES, st.integers(0, 1_000))
def test_who_is_drawn_twice_counts_as_two_people(rows: Rows, seed: int) -> None:
    draw = np.random.default_rng(seed).integers(0, 4, len(rows))
    again = [row for row, count in zip(rows, draw, strict=True) for _ in range(count)]
    drawn = measures(*columns(rows), np.array([draw, np.ones(len(rows))], float))
    assert all(drawn[metric][1] == pytest.approx(once(rows)[metric], nan_ok=True) for metric in METRICS)
    if 0 < sum(hit for _, hit, _ in again) < len(again):
        assert all(drawn[metric][0] == pytest.approx(once(again)[metric], nan_ok=True) for metric in METRICS)


@given(CASES)
def test_degree_has_a_degree_matched_auc_of_exactly_a_half(rows: Rows) -> None:
    _, truth, degrees = columns(rows)
    found = float(measures(degrees, truth, degrees)["degree_matched_auc"][0])
    assert np.isnan(found) == (matched_share(degrees, truth) == 0)
    assert np.isnan(found) or found == 0.5


@given(CASES)
def test_a_positive_is_compared_with_negatives_of_its_very_degree_only(rows: Rows) -> None:
    scores, truth, degrees = columns(rows)
    shares = []
    for row in np.flatnonzero(truth):
        alike = scores[~truth & (degrees == degrees[row])]
        if len(alike):
            shares.append(float(np.mean((alike < scores[row]) + 0.5 * (alike == scores[row]))))
    assert once(rows)["degree_matched_auc"] == pytest.approx(np.mean(shares) if shares else np.nan, nan_ok=True)
    assert matched_share(degrees, truth) == pytest.approx(len(shares) / truth.sum())


def test_equal_scores_at_the_edge_share_the_places() -> None:
    scores, truth = np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, True, False, True])
    assert [hits_in(scores, truth, places) for places in (0, 1, 2, 10)] == [0.0, 1.0, 1.5, 3.0]


def test_what_cannot_be_measured_is_not_a_number() -> None:
    nobody = measures(np.arange(5.0), np.zeros(5, bool), np.ones(5))
    everybody = measures(np.arange(5.0), np.ones(5, bool), np.ones(5))
    empty = measures(np.zeros(0), np.zeros(0, bool), np.zeros(0))
    assert np.isnan(nobody["auprc"][0])
    assert np.isnan(everybody["auc"][0])
    assert all(np.isnan(empty[metric][0]) for metric in METRICS)

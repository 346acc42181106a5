"""Measures of a ranking against the truth, for the people as they are and for many draws of them at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mapping.network.combine import Bools, Floats, Ints

TOP = 10
METRICS = ("auprc", "p_at_10", "auc", "degree_matched_auc", "r_at_10", "lift_at_10")
_DIGITS = 12
"""Solutions of one system differ in the last bits: people alike in every tie must tie."""


def measures(scores: Floats, truth: Bools, degrees: Floats, draws: Floats | None = None) -> Mapping[str, Floats]:
    """Measure one ranking, once for each row of `draws`.

    A person drawn twice counts as two people alike. People with the same score are one step: no order among them is
    invented, and of those at the edge of the first ten the expected share counts.

    Parameters
    ----------
    scores, truth, degrees
        (m,) of the candidates: the higher the earlier; who is to be found; how many people each is tied to.
    draws
        (b, m) how often each candidate was drawn, not negative; once each if None.

    Returns
    -------
    Mapping
        Metric -> (b,); not a number where it cannot be said, such as no positive or no negative in the draw.
    """
    drawn = np.ones((1, len(scores))) if draws is None else draws
    scores = np.round(scores, _DIGITS)
    found = _ranked(scores, truth, drawn)
    found["degree_matched_auc"] = _matched(scores, truth, degrees, drawn)
    return {metric: found[metric] for metric in METRICS}


def matched_share(degrees: Floats, truth: Bools) -> float:
    """The share of positives that have any negative of the very same degree."""
    return float(np.isin(degrees[truth], degrees[~truth]).mean()) if truth.any() else float("nan")


def hits_in(scores: Floats, truth: Bools, places: int) -> float:
    """How many positives are among the first so many, those level at the edge counted by their expected share."""
    places = min(places, len(scores))
    if not places:
        return 0.0
    scores = np.round(scores, _DIGITS)
    cut = np.sort(scores)[-places]
    above, level = scores > cut, scores == cut
    return float(truth[above].sum() + (places - above.sum()) * truth[level].mean())


def _ranked(scores: Floats, truth: Bools, drawn: Floats) -> dict[str, Floats]:
    """All but the degree-matched AUC. Only steps that hold a positive add to any of them."""
    order = np.argsort(-scores, kind="stable")
    ends = np.flatnonzero(np.r_[np.diff(scores[order]) != 0, True])
    steps = _steps(ends, np.flatnonzero(truth[order]))
    upto = _upto(drawn, order)
    people, before, total = upto[:, ends[steps] + 1], upto[:, _begins(ends)[steps]], upto[:, -1:]
    at_hits = _at(drawn[:, order[truth[order]]], ends, steps, np.flatnonzero(truth[order]))
    hits, at_people = np.cumsum(at_hits, axis=1), people - before
    positives = at_hits.sum(axis=1, keepdims=True)
    negatives = total - positives
    with np.errstate(divide="ignore", invalid="ignore"):
        auprc = np.where(people > 0, at_hits * hits / people, 0).sum(axis=1, keepdims=True) / positives
        below = negatives - (people - hits) + (at_people - at_hits) / 2
        auc = (at_hits * below).sum(axis=1, keepdims=True) / (positives * negatives)
        count = np.minimum(TOP, total)
        room = np.clip(count - before, 0, at_people)
        inside = np.where(at_people > 0, room * at_hits / at_people, 0).sum(axis=1, keepdims=True)
        found = {
            "auprc": auprc,
            "p_at_10": inside / count,
            "auc": auc,
            "r_at_10": inside / positives,
            "lift_at_10": inside / count * total / positives,
        }
    return {metric: _finite(value[:, 0]) for metric, value in found.items()}


def _matched(scores: Floats, truth: Bools, degrees: Floats, drawn: Floats) -> Floats:
    """AUC of each positive against negatives of the very same degree, over the positives that have any.

    By it degree itself scores exactly .5. Positives without such a negative do not count.
    """
    order = np.lexsort((scores, degrees))
    order = order[np.isin(degrees[order], degrees[truth])]
    level, score = degrees[order], scores[order]
    ends = np.flatnonzero(np.r_[(np.diff(level) != 0) | (np.diff(score) != 0), True][: len(order)])
    at = np.flatnonzero(truth[order])
    steps = _steps(ends, at)
    upto = _upto(drawn * ~truth, order)
    lowest, highest = (upto[:, np.searchsorted(level, level[ends[steps]], side)] for side in ("left", "right"))
    before, here = upto[:, _begins(ends)[steps]], upto[:, ends[steps] + 1]
    alike = highest - lowest
    counted = np.where(alike > 0, _at(drawn[:, order[at]], ends, steps, at), 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(alike > 0, ((before + here) / 2 - lowest) / alike, 0)
        return _finite((counted * share).sum(axis=1) / counted.sum(axis=1))


def _steps(ends: Ints, rows: Ints) -> Ints:
    """Which steps, each ending where `ends` says, hold any of these rows."""
    return np.unique(np.searchsorted(ends, rows))


def _begins(ends: Ints) -> Ints:
    return np.asarray(np.r_[0, ends[:-1] + 1], np.int64)


def _upto(drawn: Floats, order: Ints) -> Floats:
    """(b, m + 1): how many were drawn of the first so many in this order."""
    upto = np.zeros((len(drawn), len(order) + 1), drawn.dtype)
    np.cumsum(drawn[:, order], axis=1, out=upto[:, 1:])
    return upto


def _at(drawn: Floats, ends: Ints, steps: Ints, rows: Ints) -> Floats:
    """(b, steps): how many of these rows were drawn at each step."""
    place = np.searchsorted(steps, np.searchsorted(ends, rows))
    if not len(rows):
        return np.zeros((len(drawn), 0), drawn.dtype)
    return np.asarray(np.add.reduceat(drawn, np.flatnonzero(np.r_[True, np.diff(place) != 0]), axis=1))


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)

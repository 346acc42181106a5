"""Rates of named places, shrunk towards all the others: two children do not make a place twice as bad as one. Pure.

How many distinct children came to harm at a place is held against how many the baseline expects there. Counts of a few
children jump about, so each rate is drawn towards what all places have (empirical Bayes, Clayton and Kaldor 1987,
Biometrics 43:671): counts are Poisson, rates Gamma, and the Gamma is fitted to all places, those without a child too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import gamma

from graph.snapshot import Snapshot
from mapping.places.baseline import baseline
from mapping.places.hotspots import Hotspots, visits_of_child
from mapping.places.scan import Floats, expected

TOP = 5
INTERVAL = 0.90
DRAWS = 4_000
_MOST_ALIKE = 1e4  # shape of the Gamma: places that differ less than this are alike


@dataclass(frozen=True)
class PlaceRate:
    """How one place compares with what is expected there. Counts are true: on a panel view they pass `places.say`."""

    id: str
    children: int  # distinct
    expected: float
    rate: float  # children over expected, shrunk
    low: float  # 90% interval of it
    high: float
    top: float  # probability to be among the five places with the highest rate


@dataclass(frozen=True)
class Prior:
    """Gamma that the rates of all places come from."""

    shape: float
    rate: float


def place_rates(snapshot: Snapshot, found: Hotspots, *, top: int = TOP, seed: int = 0) -> tuple[PlaceRate, ...]:
    """Shrink the rate of every place of a window.

    Parameters
    ----------
    snapshot, found
        The snapshot and its `hotspots`; the baseline is that of its settings.
    top
        Among how many a place is asked to be.
    seed
        Of the draws behind `top`.

    Returns
    -------
    tuple of PlaceRate
        Places with at least one child, highest shrunk rate first. Empty where nothing is expected anywhere.
    """
    base = baseline(snapshot, found.ground, found.settings.baseline)
    if base.zones is None or found.visits.empty:
        return ()
    due = expected(base.here, visits_of_child(found.visits))
    counts = np.zeros(len(due))
    for place, children in found.visits.groupby("place")["child"].nunique().items():
        counts[base.unit[str(place)]] = children
    some = (due > 0) | (counts > 0)
    prior = fit(counts[some], due[some])
    rates, low, high, first = shrunk(counts[some], due[some], prior, top=top, seed=seed)
    ids = np.array(list(base.unit), dtype=object)[some]
    rows = [
        PlaceRate(str(ids[at]), int(counts[some][at]), float(due[some][at]), *map(float, told))
        for at, told in enumerate(zip(rates, low, high, first, strict=True))
        if counts[some][at]
    ]
    return tuple(sorted(rows, key=lambda row: (-row.rate, row.id)))


def fit(counts: Floats, due: Floats) -> Prior:
    """The Gamma under which these counts are likeliest (their marginal is negative binomial).

    Parameters
    ----------
    counts, due
        (n,) what was counted and what is expected.
    """

    def unlikely(logs: Floats) -> float:
        shape, rate = np.exp(np.clip(logs, -12, np.log(_MOST_ALIKE)))
        told = gammaln(counts + shape) - gammaln(shape) + shape * np.log(rate) - (counts + shape) * np.log(rate + due)
        return float(-told.sum())

    mean = max(counts.sum(), 0.5) / max(due.sum(), 1e-9)
    starts = [np.log([shape, shape / mean]) for shape in (0.3, 3.0, 30.0)]
    best = min((minimize(unlikely, start, method="Nelder-Mead") for start in starts), key=lambda one: float(one.fun))
    shape, rate = np.exp(np.clip(best.x, -12, np.log(_MOST_ALIKE)))
    return Prior(float(shape), float(rate))


def shrunk(
    counts: Floats, due: Floats, prior: Prior, *, top: int = TOP, seed: int = 0
) -> tuple[Floats, Floats, Floats, Floats]:
    """Shrunk rates, the ends of their 90% intervals and the probability to be among the highest, each (n,)."""
    shape, rate = counts + prior.shape, due + prior.rate
    tail = (1 - INTERVAL) / 2
    low, high = (gamma.ppf(q, shape, scale=1 / rate) for q in (tail, 1 - tail))
    if len(counts) <= top:
        return shape / rate, low, high, np.ones(len(counts))
    drawn = np.random.default_rng(seed).gamma(shape, 1 / rate, (DRAWS, len(counts)))
    highest = np.argpartition(-drawn, top - 1, axis=1)[:, :top]
    first = np.bincount(highest.ravel(), minlength=len(counts)) / DRAWS
    return shape / rate, low, high, first

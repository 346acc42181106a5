"""Compares the children of a list with a base population: expected, exact interval, posterior. It passes no verdict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import beta, hypergeom

CHANCE = 0.95
"""Of the interval in which the count lies when a list is drawn by lot."""
CREDIBLE = 0.90
"""Of the interval of the posterior."""
PRIOR = 0.5
"""Jeffreys' prior of the share: Beta(1/2, 1/2)."""
FIFTHS = 0.8


@dataclass(frozen=True, slots=True)
class Expected:
    """What a list drawn by lot from the base would hold of a group."""

    mean: float
    low: int  # exact hypergeometric 95% interval, ends included
    high: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """Rate of being listed in the group, over the rate among all other children of the base: the posterior."""

    middle: float  # its median
    low: float  # 90% credible interval
    high: float


def expected(group: int, base: int, drawn: int) -> Expected | None:
    """What lot would give: `drawn` of `base` children, of whom `group` are in the group.

    Returns
    -------
    Expected or None
        None where more were drawn than there are. The interval is the central one of the hypergeometric distribution:
        each tail outside it has at most 2.5%.
    """
    if not base or drawn > base:
        return None
    lot = hypergeom(base, group, drawn)
    tail = (1 - CHANCE) / 2
    return Expected(drawn * group / base, int(lot.ppf(tail)), int(lot.isf(tail)))


def ratio(count: int, group: int, base: int, drawn: int) -> Ratio | None:
    """How the rate of being listed in the group compares with that of all others, given what was counted.

    The share of the list that is in the group has the posterior Beta(count + 1/2, drawn - count + 1/2); the ratio of
    the two rates is a rising function of it, so its quantiles are exact. A list of a few children leaves wide
    intervals, and that is the finding.

    Returns
    -------
    Ratio or None
        None where one side of the comparison has nobody.
    """
    others = base - group
    if not group or not others or not drawn or count > drawn:
        return None
    tail = (1 - CREDIBLE) / 2
    shares = beta(count + PRIOR, drawn - count + PRIOR).ppf([tail, 0.5, 1 - tail])
    low, middle, high = shares / (1 - shares) * others / group
    return Ratio(float(middle), float(low), float(high))


def four_fifths_misfires(group: int, base: int, drawn: int) -> float | None:
    """How often the four-fifths rule would call a list unfair that was drawn by lot: exact, for two groups.

    The rule compares the lower rate with the higher and calls less than four fifths a disparity. With a few dozen
    children chance alone does that half of the time, which is why Kith does not use it.
    """
    others = base - group
    if not group or not others or not 0 < drawn <= base:
        return None
    counts = np.arange(drawn + 1)
    one, two = counts / group, (drawn - counts) / others
    misfires = np.minimum(one, two) < FIFTHS * np.maximum(one, two)
    return float(hypergeom(base, group, drawn).pmf(counts)[misfires].sum())

"""Knox's test: do events that are near each other in space follow each other in time more often than by chance? Pure.

Pairs of events within a distance and a number of days are counted, both bounds included, and held against the same
points with their days shuffled (Knox 1964, Applied Statistics 13:25). What is expected is exact: shuffled days put each
near pair within the days as often as any pair. It needs days: months would put most pairs of a month at no distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Metric = Literal["euclidean", "manhattan"]

METRICS: dict[str, int] = {"euclidean": 2, "manhattan": 1}
MOST_PAIRS = 20_000_000
_SLACK = 1e-9  # of a bound: 0.1 + 0.2 days apart is 0.3 days apart
_AT_ONCE = 250_000  # small enough to stay near the processor


class TooManyPairs(ValueError):
    """More pairs lie within the bounds than can be shuffled."""


@dataclass(frozen=True)
class Knox:
    """What the test found."""

    observed: int  # pairs within the distance and the days
    expected: float  # of them when the days are shuffled
    ratio: float | None  # observed / expected; None where nothing is expected
    p: float  # (1 + shuffles with as many or more) / (1 + shuffles)
    near: int  # pairs within the distance
    soon: int  # pairs within the days
    events: int
    permutations: int


def knox(
    xy: npt.ArrayLike,
    day: npt.ArrayLike,
    *,
    distance: float,
    days: float,
    metric: Metric = "euclidean",
    permutations: int = 999,
    seed: int = 0,
) -> Knox:
    """Test whether near events are soon after each other.

    Parameters
    ----------
    xy
        (n, 2) points in a plane.
    day
        (n,) days.
    distance, days
        The bounds, both included, in the units of the points and in days; 0 is the same point, the same day.
    metric
        `euclidean`, or `manhattan` (along streets in a grid).
    permutations, seed
        Of the days over the points.

    Raises
    ------
    TooManyPairs
        Both the near and the soon pairs are more than can be shuffled.
    ValueError
        A bound is negative, or there is no such metric.
    """
    points, when = np.asarray(xy, float).reshape(-1, 2), np.asarray(day, float)
    if metric not in METRICS or not distance >= 0 or not days >= 0:
        raise ValueError("Knox's test needs a metric it knows, and a distance and days of 0 or more.")
    n, power = len(points), METRICS[metric]
    reach, span = distance + _SLACK * max(distance, 1.0), days + _SLACK * max(days, 1.0)
    where, then = cKDTree(points), cKDTree(when[:, None])
    near, soon = _pairs(where, reach, power), _pairs(then, span, 2)
    if min(near, soon) > MOST_PAIRS:
        raise TooManyPairs(
            f"{near:,} pairs lie within the distance and {soon:,} within the days: more than {MOST_PAIRS:,} cannot be "
            "shuffled."
        )
    # shuffling the days over the points or the points over the days is the same: the fewer pairs are held in memory
    if near <= soon:
        pairs = where.query_pairs(reach, p=power, output_type="ndarray")
        counts = _shuffled(pairs, when[:, None], span, 1, permutations, seed)
    else:
        pairs = then.query_pairs(span, output_type="ndarray")
        counts = _shuffled(pairs, points, reach, power, permutations, seed)
    observed, every = int(counts[0]), n * (n - 1) / 2
    expected = near * soon / every if every else 0.0
    p = float((counts >= observed).sum() / (1 + permutations))
    return Knox(observed, expected, observed / expected if expected else None, p, near, soon, n, permutations)


def _pairs(tree: cKDTree, reach: float, power: int) -> int:
    """Pairs of different entries within reach."""
    return int((tree.count_neighbors(tree, reach, p=power) - tree.n) // 2)


def _shuffled(pairs: Ints, values: Floats, reach: float, power: int, permutations: int, seed: int) -> Ints:
    """(1 + permutations,) pairs whose values lie within reach: first as they are, then shuffled."""
    rng = np.random.default_rng(seed)
    first, second = np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
    counts = np.empty(permutations + 1, np.intp)
    for run in range(permutations + 1):
        now = values if not run else values[rng.permutation(len(values))]
        counts[run] = sum(
            _within(
                now.take(first[at : at + _AT_ONCE], axis=0) - now.take(second[at : at + _AT_ONCE], axis=0), reach, power
            )
            for at in range(0, len(first), _AT_ONCE)
        )
    return counts


def _within(apart: Floats, reach: float, power: int) -> int:
    if apart.shape[1] == 1:
        return int(np.count_nonzero(np.abs(apart[:, 0]) <= reach))
    x, y = apart[:, 0], apart[:, 1]
    return int(np.count_nonzero(np.abs(x) + np.abs(y) <= reach if power == 1 else x * x + y * y <= reach * reach))

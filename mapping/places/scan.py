"""The spatial scan: circles where more distinct children come to harm than the baseline explains. Pure numpy, seeded.

Kulldorff's Poisson scan (Kulldorff 1997, Communications in Statistics 26:1481) with one change, since Kith counts
children and never records. A case is a *visit*: one child at one place, however often. What a circle counts is its
distinct children. Under the null each visit falls anywhere in proportion to the baseline, independently, and keeps its
child and its day; so a child with n visits lies in a circle with baseline share m with probability 1 - (1 - m)^n, and

    expected(circle) = sum over children of 1 - (1 - m)^n

Of N children, c were in the circle where mu were expected; the likelihood ratio is Kulldorff's with the total fixed,
`c log(c/mu) + (N - c) log((N - c)/(N - mu))` for c > mu. Where every child has one visit this *is* Kulldorff's
statistic. Replicas are counted by the same rule (distinct children, never visits), so their maxima are a fair ruler for
the observed ones whatever the mix of children with one and with thirty visits; a child whose visits huddle together
reaches fewer circles than the null lets them, which errs on the quiet side. Secondary circles share no unit with a
stronger one and are held against the same maxima, which is conservative (Kulldorff 1997, section 5).

Several windows are scanned at once: a visit belongs to each window its age fits, replicas keep the ages, and the
maximum is taken over circles *and* windows, so p already pays for having looked at all of them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

RADII = tuple(float(radius) for radius in range(150, 1201, 75))
"""Circles in metres, 150 to 1,200: a forecourt to a neighbourhood."""
_MOST = 200  # circles that are reported
FEWEST = 2  # a circle with one child is a child, not a place


@dataclass(frozen=True)
class Zones:
    """The circles to look at: every centre with its rings, each ring all that lies within its radius.

    `unit[start[c]:start[c + 1]]` are the units within the widest ring of centre c, nearest first, and `ring` says from
    which ring on each belongs. `share` (centres x rings) is the baseline's share within; 0 = not a circle to look at.
    """

    centres: Floats  # (C, 2) metres
    radii: Floats  # (C, R) metres
    share: Floats  # (C, R)
    start: Ints  # (C + 1,)
    unit: Ints
    ring: Ints
    baseline: Floats  # (U,) sums to 1

    def inside(self, centre: int, ring: int) -> Ints:
        """The units within that ring of that centre."""
        near = slice(self.start[centre], self.start[centre + 1])
        found: Ints = self.unit[near][self.ring[near] <= ring]
        return found


@dataclass(frozen=True)
class Cluster:
    """A circle with more distinct children than expected."""

    centre: int
    ring: int
    window: int  # index into the windows asked for
    x: float
    y: float
    radius: float
    observed: int  # distinct children
    expected: float
    llr: float
    p: float
    units: tuple[int, ...]


@dataclass(frozen=True)
class Scan:
    """What a scan found: clusters from the strongest on, and the maxima of the replicas they were held against."""

    clusters: tuple[Cluster, ...]
    maxima: Floats  # (replicas,)
    children: tuple[int, ...]  # distinct children in each window
    visits: tuple[int, ...]  # visits in each window


def zones(
    xy: Floats,
    baseline: Floats,
    *,
    centres: Floats | None = None,
    radii: Sequence[float] | None = RADII,
    most: float = 0.5,
) -> Zones:
    """Lay circles on the ground.

    Parameters
    ----------
    xy
        (U, 2) units in metres: small areas, grid cells, and places (with a baseline of 0).
    baseline
        (U,) children who live there, or incidents recorded there; any scale, none negative, not all 0.
    centres
        (C, 2) metres; the units with a baseline when not given. They must not depend on the events.
    radii
        Metres, rising. None: every distance at which a unit joins, up to `most`.
    most
        Circles with more than this share of the baseline are not looked at.

    Raises
    ------
    ValueError
        The baseline is negative or nothing but 0.
    """
    baseline = np.asarray(baseline, float)
    if not len(baseline) or (baseline < 0).any() or not np.isfinite(baseline).all() or baseline.sum() <= 0:
        raise ValueError("The baseline must be numbers of 0 or more, and not all 0: a scan needs something to expect.")
    baseline = baseline / baseline.sum()
    centres = xy[baseline > 0] if centres is None else centres
    if radii is None:
        return _prefixes(xy, baseline, centres, most)
    reach = np.asarray(sorted(radii), float)
    found = cKDTree(centres).sparse_distance_matrix(cKDTree(xy), reach[-1], output_type="ndarray")
    ring = np.searchsorted(reach, found["v"] - 1e-9)
    order = np.lexsort((found["v"], found["i"]))
    row, unit, ring = found["i"][order], found["j"][order], ring[order]
    shares = np.bincount(row * len(reach) + ring, baseline[unit], len(centres) * len(reach))
    share = shares.reshape(len(centres), -1).cumsum(axis=1)
    start = np.searchsorted(row, np.arange(len(centres) + 1))
    spread = np.broadcast_to(reach, share.shape)
    return Zones(centres, spread, np.where(share <= most, share, 0.0), start, unit, ring, baseline)


def _prefixes(xy: Floats, baseline: Floats, centres: Floats, most: float) -> Zones:
    """Circles that grow unit by unit: the classic scan over areas of very different size."""
    distance = np.hypot(centres[:, None, 0] - xy[None, :, 0], centres[:, None, 1] - xy[None, :, 1])
    order = np.argsort(distance, axis=1, kind="stable")
    share = baseline[order].cumsum(axis=1)
    ring = np.broadcast_to(np.arange(len(xy)), order.shape)
    start = np.arange(len(centres) + 1) * len(xy)
    radii = np.take_along_axis(distance, order, axis=1)
    return Zones(centres, radii, np.where(share <= most, share, 0.0), start, order.ravel(), ring.ravel(), baseline)


def scan(
    ground: Zones,
    unit: npt.ArrayLike,
    child: npt.ArrayLike,
    age: npt.ArrayLike | None = None,
    *,
    windows: Sequence[int] | None = None,
    replicas: int = 999,
    seed: int = 0,
    across: bool = True,
) -> Scan:
    """Scan for circles with more distinct children than the baseline explains.

    Parameters
    ----------
    ground
        From `zones`.
    unit, child, age
        One entry an event: index of its unit, who (any integers), days before today (0 = today).
    windows
        Days back from today, such as 30, 90, 180; None: all events, one window.
    replicas
        Monte-Carlo replicas; p is (1 + replicas at least as extreme) / (1 + replicas).
    seed
        Of the replicas.
    across
        No two circles that are reported overlap, those of different windows neither: a place is reported in its
        strongest window only. False: the circles of each window by themselves, held against the same maxima over all.

    Returns
    -------
    Scan
        Clusters strongest first. No events, no clusters.
    """
    visits = _Visits.of(np.asarray(unit, np.intp), np.asarray(child), age, windows)
    if not len(visits.unit):
        return Scan((), np.zeros(replicas), (0,) * len(visits.windows), (0,) * len(visits.windows))
    rng = np.random.default_rng(seed)
    edges = ground.baseline.cumsum()
    drawn = np.searchsorted(edges, rng.random((replicas, len(visits.unit))) * edges[-1], side="right")
    units = np.vstack([visits.unit[None, :], np.minimum(drawn, len(edges) - 1)])
    maxima = np.zeros(replicas + 1)
    best: list[Cluster] = []
    for window, days in enumerate(visits.windows):
        within = visits.age < days
        if not within.any():
            continue
        tops, found = _scan_window(ground, units[:, within], visits.child[within], window)
        np.maximum(maxima, tops, out=maxima)
        best += found
    ruler = np.sort(maxima[1:])
    best.sort(key=lambda cluster: (-cluster.llr, cluster.radius))
    each = [best] if across else [[one for one in best if one.window == at] for at in range(len(visits.windows))]
    best = [one for some in each for one in _apart(some, ground)]
    clusters = tuple(replace(cluster, p=p_value(cluster.llr, ruler)) for cluster in best)
    inside = [visits.age < days for days in visits.windows]
    return Scan(
        clusters, maxima[1:], tuple(len(set(visits.child[w])) for w in inside), tuple(int(w.sum()) for w in inside)
    )


def p_value(llr: float, ruler: Floats) -> float:
    """Share of data sets, the observed one included, with a maximum at least as high; `ruler` is sorted."""
    above = len(ruler) - np.searchsorted(ruler, llr - 1e-9)
    return float((1 + above) / (1 + len(ruler)))


def maxima(ground: Zones, units: Ints, child: npt.ArrayLike) -> Floats:
    """The strongest ratio of each of many data sets at once: for false-alarm rates and power (`kith evaluate scan`).

    Parameters
    ----------
    ground
        From `zones`; the units of all data sets may be in it, with a baseline of 0.
    units
        (data sets, visits) units; each row is one data set.
    child
        (visits,) who, the same in every data set.
    """
    return _scan_window(ground, np.asarray(units, np.intp), np.asarray(child), 0)[0]


@dataclass(frozen=True)
class _Visits:
    """Each child at each unit once, at the age of the latest event there."""

    unit: Ints
    child: Ints
    age: Floats
    windows: tuple[float, ...]

    @classmethod
    def of(
        cls, unit: Ints, child: npt.NDArray[Any], age: npt.ArrayLike | None, windows: Sequence[int] | None
    ) -> _Visits:
        days = np.zeros(len(unit)) if age is None else np.asarray(age, float)
        spans = tuple(float(days) for days in windows) if windows else (np.inf,)
        kept = (days >= 0) & (days < max(spans))
        codes = np.unique(child[kept], return_inverse=True)[1]
        unit, days = unit[kept], days[kept]
        order = np.lexsort((days, unit, codes))  # latest first within a child's unit
        unit, codes, days = unit[order], codes[order], days[order]
        first = np.ones(len(unit), bool)
        first[1:] = (unit[1:] != unit[:-1]) | (codes[1:] != codes[:-1])
        return cls(unit[first], codes[first], days[first], spans)


def expected(share: Floats, visits_of_child: Ints) -> Floats:
    """Distinct children expected at each baseline share: a child with n visits is there with 1 - (1 - share)^n."""
    numbers, children = np.unique(visits_of_child, return_counts=True)
    absent = np.log1p(-np.minimum(share, 1 - 1e-12))
    total: Floats = np.zeros_like(share)
    for n, k in zip(numbers, children, strict=True):
        total -= k * np.expm1(n * absent)
    return total


def _scan_window(ground: Zones, units: Ints, child: Ints, window: int) -> tuple[Floats, list[Cluster]]:
    """Maximum of every data set (row 0 the observed one), and the observed circles worth naming."""
    codes, counts = np.unique(child, return_inverse=True, return_counts=True)[1:]
    tables = _Tables(ground, units, codes, counts)
    workers = min(os.cpu_count() or 1, 4)
    chunks = np.array_split(np.arange(len(ground.centres)), workers * 4)
    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(tables.chunk, chunks))
    maxima = np.max([part[0] for part in parts], axis=0)
    found = [tables.cluster(window, *one) for part in parts for one in part[1]]
    return maxima, found


class _Tables:
    """What every centre shares: visits sorted by unit, expected numbers, and the logarithms of the likelihood."""

    def __init__(self, ground: Zones, units: Ints, child: Ints, visits_of_child: Ints) -> None:
        self.ground, self.sets, children = ground, len(units), len(visits_of_child)
        order = np.argsort(units.ravel(), kind="stable")
        self.replica = (order // units.shape[1]).astype(np.int32)
        # one number for "this child in this data set": what must be counted once
        self.key = self.replica * np.int32(children) + child[order % units.shape[1]].astype(np.int32)
        self.at = np.searchsorted(units.ravel()[order], np.arange(len(ground.baseline) + 1))
        self.keys = self.sets * children
        self.single = bool((visits_of_child == 1).all())
        self.mu = expected(ground.share, visits_of_child)
        usable = (ground.share > 0) & (self.mu < children)
        mu = np.where(usable, self.mu, 1.0) if children > 1 else np.full_like(self.mu, 0.5)
        number = np.arange(children + 1.0)
        self.self_log = _xlogx(number) + _xlogx(children - number)
        self.slope = np.log(mu) - np.log(children - mu)
        self.fixed = children * np.log(children - mu)
        self.least = np.where(usable, np.maximum(self.mu, FEWEST - 1), np.inf)

    def chunk(self, centres: Ints) -> tuple[Floats, list[tuple[int, int, int, float]]]:
        """Maxima over these centres and, of the observed data, each centre's best circle."""
        maxima, found = np.zeros(self.sets), []
        stamp = np.empty(self.keys, np.int32)
        for centre in centres:
            counts = self._counts(centre, stamp)
            ratio = self.self_log[counts] - counts * self.slope[centre] - self.fixed[centre]
            ratio[counts <= self.least[centre]] = 0.0
            np.maximum(maxima, ratio.max(axis=1), out=maxima)
            ring = int(ratio[0].argmax())
            if ratio[0, ring] > 0:
                found.append((int(centre), ring, int(counts[0, ring]), float(ratio[0, ring])))
        return maxima, found

    def cluster(self, window: int, centre: int, ring: int, observed: int, llr: float) -> Cluster:
        """An observed circle, its p and units still to be found."""
        x, y = (float(value) for value in self.ground.centres[centre])
        radius, mu = float(self.ground.radii[centre, ring]), float(self.mu[centre, ring])
        return Cluster(centre, ring, window, x, y, radius, observed, mu, llr, 1.0, ())

    def _counts(self, centre: int, stamp: npt.NDArray[np.int32]) -> Ints:
        """Distinct children in every ring of the centre: (data sets, rings)."""
        rings = self.ground.share.shape[1]
        near = slice(self.ground.start[centre], self.ground.start[centre + 1])
        unit = self.ground.unit[near]
        begin, end = self.at[unit], self.at[unit + 1]
        length = end - begin
        some = length > 0
        begin, length, ring = begin[some], length[some], self.ground.ring[near][some]
        if not len(length):
            return np.zeros((self.sets, rings), np.intp)
        # positions begin[0], begin[0]+1, ..., begin[1], ...: all visits near, nearest unit first
        shift = np.repeat(begin - np.concatenate(([0], length.cumsum()[:-1])), length)
        position = np.arange(len(shift)) + shift
        ring = np.repeat(ring, length)
        if not self.single:
            key, index = self.key[position], np.arange(len(position), dtype=np.int32)
            stamp[key[::-1]] = index[::-1]  # the nearest visit of each child wins
            first = stamp[key] == index
            position, ring = position[first], ring[first]
        cell = self.replica[position] * np.intp(rings) + ring
        counts: Ints = np.bincount(cell, minlength=self.sets * rings).reshape(self.sets, rings).cumsum(axis=1)
        return counts


def _xlogx(value: Floats) -> Floats:
    return np.where(value > 0, value * np.log(np.maximum(value, 1.0)), 0.0)


def _apart(clusters: list[Cluster], ground: Zones) -> list[Cluster]:
    """The strongest clusters of which no two share ground or touch."""
    kept: list[Cluster] = []
    taken: set[int] = set()
    for cluster in clusters:
        if len(kept) == _MOST:
            break
        if any(np.hypot(cluster.x - one.x, cluster.y - one.y) < cluster.radius + one.radius for one in kept):
            continue
        units = ground.inside(cluster.centre, cluster.ring)
        if taken.isdisjoint(units.tolist()):
            taken.update(units.tolist())
            kept.append(replace(cluster, units=tuple(units.tolist())))
    return kept

"""Ways to say from past events in which cells of a grid the next ones will be: counts, decayed counts, surfaces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import cKDTree

from mapping.evaluation.files import Unreadable
from mapping.evaluation.outline import Outline

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

MOST_CELLS = 4_000_000
FEWEST_CELLS = 20
_FINE = 10  # for a surface points are moved by at most a twentieth of a cell, so that many share theirs
_REACH = 3.0  # bandwidths: beyond, a Gaussian kernel is next to nothing
_AT_ONCE = 20_000


@dataclass(frozen=True)
class Grid:
    """Square cells whose centres lie within an outline."""

    cell: float  # side, in the units of the plane
    corner: tuple[int, int]  # of the whole lattice, in cells
    number: Ints  # (columns, rows) -> which cell, -1 = none
    centres: Floats  # (cells, 2)

    def of(self, xy: Floats) -> Ints:
        """The cell of each point, -1 where it is in none."""
        at = np.floor(xy / self.cell).astype(np.intp) - self.corner
        known = np.asarray(((at >= 0) & (at < self.number.shape)).all(axis=1), bool)
        at = np.where(known[:, None], at, 0)
        return np.where(known, self.number[at[:, 0], at[:, 1]], -1)


def grid(ground: Outline, cell: float) -> Grid:
    """Lay a grid on the ground; its lines run through 0.

    Raises
    ------
    Unreadable
        The cells would be too many or too few.
    """
    unit = ground.plane.unit
    west, south, east, north = np.floor(np.array(ground.shape.bounds) / cell)
    if (east - west + 1) * (north - south + 1) > MOST_CELLS:
        raise Unreadable(
            f"Cells of {cell:g} {unit} would be more than {MOST_CELLS:,} on this ground. Choose a larger --cell, and "
            "check that no event lies far off."
        )
    columns, rows = np.arange(west, east + 1), np.arange(south, north + 1)
    x, y = np.repeat((columns + 0.5) * cell, len(rows)), np.tile((rows + 0.5) * cell, len(columns))
    held = shapely.contains_xy(ground.shape, x, y)
    if held.sum() < FEWEST_CELLS:
        raise Unreadable(
            f"Only {held.sum()} cells of {cell:g} {unit} have their centre on this ground, so a hundredth of it means "
            "nothing. Choose a smaller --cell, and check --crs."
        )
    number = np.where(held, held.cumsum() - 1, -1).reshape(len(columns), len(rows))
    return Grid(cell, (int(west), int(south)), number, np.c_[x, y][held])


@dataclass(frozen=True)
class Past:
    """Events by cell and month, and the same as surfaces: what every method is made of."""

    ground: Grid
    xy: Floats  # (events, 2)
    cell: Ints  # (events,)
    month: Ints  # (events,) from 0
    metre: float  # units of the plane in one metre

    @cached_property
    def counts(self) -> Floats:
        """(cells, months) events."""
        shape = (len(self.ground.centres), int(self.month.max()) + 1)
        flat = np.bincount(self.cell * shape[1] + self.month, minlength=shape[0] * shape[1])
        return flat.reshape(shape).astype(float)

    def surface(self, bandwidth: float) -> Floats:
        """(cells, months): Gaussian kernel density of each month's events at the cells' centres, not scaled.

        Parameters
        ----------
        bandwidth
            Metres.
        """
        fine, width = self.ground.cell / _FINE, bandwidth * self.metre
        points, at = np.unique(np.round(self.xy / fine).astype(np.int64), axis=0, return_inverse=True)
        months = self.counts.shape[1]
        weight = np.bincount(at.ravel() * months + self.month, minlength=len(points) * months)
        weight = weight.reshape(len(points), months).astype(float)
        tree, found = cKDTree(self.ground.centres), np.zeros_like(self.counts)
        for begin in range(0, len(points), _AT_ONCE):
            some = cKDTree(points[begin : begin + _AT_ONCE] * fine)
            near = tree.sparse_distance_matrix(some, _REACH * width, output_type="coo_matrix").tocsr()
            near.data = np.exp(-0.5 * (near.data / width) ** 2)
            found += near @ weight[begin : begin + _AT_ONCE]
        return found


Forecast = Callable[[int], Floats]
"""Takes a month and gives (cells,) scores from the months before it."""

METHODS: Mapping[str, str] = {
    "count": "events of all past months in the cell",
    "count_12": "events of the last 12 months in the cell",
    "ewma_3": "events in the cell, halved every 3 months",
    "ewma_6": "events in the cell, halved every 6 months",
    "ewma_12": "events in the cell, halved every 12 months",
    "kde_250": "surface of all past events, bandwidth 250 m",
    "kde_500": "surface of all past events, bandwidth 500 m",
    "near_repeat": "surface of 250 m, halved every month: where it has just happened, and around",
    "blend": "half the count halved every 12 months, half the surface of 250 m halved every 3 months",
    "random": "cells drawn by lot",
}


def forecasts(past: Past, seed: int = 0) -> dict[str, Forecast]:
    """Every method of `METHODS`, each a function of the months before the one it is asked for."""
    counts, near, wide = past.counts, past.surface(250), past.surface(500)

    def lot(month: int) -> Floats:
        return np.random.default_rng([seed, month]).random(len(counts))

    def blend(month: int) -> Floats:
        return _share(_decayed(counts, month, 12)) + _share(_decayed(near, month, 3))

    return {
        "count": lambda month: counts[:, :month].sum(axis=1),
        "count_12": lambda month: counts[:, max(month - 12, 0) : month].sum(axis=1),
        "ewma_3": lambda month: _decayed(counts, month, 3),
        "ewma_6": lambda month: _decayed(counts, month, 6),
        "ewma_12": lambda month: _decayed(counts, month, 12),
        "kde_250": lambda month: near[:, :month].sum(axis=1),
        "kde_500": lambda month: wide[:, :month].sum(axis=1),
        "near_repeat": lambda month: _decayed(near, month, 1),
        "blend": blend,
        "random": lot,
    }


def _decayed(by_month: Floats, month: int, half_life: float) -> Floats:
    """The months before, each weighing half of what the one `half_life` months later weighs."""
    age = month - 1 - np.arange(month)
    weighed: Floats = by_month[:, :month] @ 0.5 ** (age / half_life)
    return weighed


def _share(scores: Floats) -> Floats:
    total = scores.sum()
    return scores / total if total else scores

"""How much of next month's events lies in the cells that the past points to: PAI and PEI*, month after month.

PAI is the share of the events found over the share of the area looked at (Chainey, Tompson and Uhlig 2008, Security
Journal 21:4). PEI* is the events found over the most that any so many cells could have held (Hunt 2016): 1 is perfect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mapping import words
from mapping.evaluation.dates import month_name
from mapping.evaluation.files import Unreadable
from mapping.evaluation.forecasts import Floats, Forecast, Grid, Ints, Past, forecasts, grid
from mapping.evaluation.outline import Outline, hull, inside, outline
from mapping.evaluation.points import Columns, Points, read, with_months
from mapping.terminal import Report

SHARES = (0.01, 0.02, 0.05)
CELL = 250.0  # metres
FEWEST = 10
"""Of so few events found or not found nothing can be said."""
DRAWS = 2_000
AGAINST = "count"
_TO_CORNER = 0.708
"""Sides of a cell, from its centre to a corner: a hull wider by so much has the cell of each of its events."""


@dataclass(frozen=True)
class Figure:
    """A mean over the tested months with its 95% interval over draws of months; None where one month cannot say."""

    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Month:
    """A tested month."""

    month: str
    events: int


@dataclass(frozen=True)
class Places:
    """What each method found, on which ground."""

    methods: Mapping[str, Mapping[str, Figure]]  # method -> pai_1, pai_2, pai_5, pei_1, pei_2, pei_5
    over_count: Mapping[str, Mapping[str, Figure]]  # method -> pai_1 ...: its PAI less that of counting, month by month
    months: tuple[Month, ...]
    past: int  # months before the first tested one
    cells: int
    cell: float  # side
    area_km2: float | None  # of the cells; None where the plane has no unit
    ground: str  # whose outline, in words
    points: Points

    def as_json(self) -> dict[str, object]:
        """`methods`, then what they rest on."""
        return {
            "methods": self.methods,
            "over_count": self.over_count,
            "months": self.months,
            "months_before": self.past,
            "cells": self.cells,
            "cell": self.cell,
            "unit": self.points.plane.unit,
            "area_km2": self.area_km2,
            "ground": self.ground,
            "intervals": "95%, over draws of the tested months",
            **self.points.described(),
        }


def places(  # noqa: PLR0913 - one option each
    path: Path,
    columns: Columns,
    *,
    crs: str | None = None,
    cell: float | None = None,
    boundary: Path | None = None,
    where: str | None = None,
    test_months: int = 24,
    seed: int = 0,
    progress: Report | None = None,
) -> Places:
    """Forecast each of the last months from those before it, by every method, and count what was found.

    Parameters
    ----------
    path, columns, crs
        As `mapping.evaluation.points.read` takes them.
    cell
        Side of a cell, in the units of the plane; None: 250 m.
    boundary, where
        As `mapping.evaluation.outline.outline` takes them. Without one the ground is the hull of the events
        with a margin, so that the cells of all of them lie in it.
    test_months
        The last so many months are tested, fewer where the file does not reach back far enough.
    seed
        Of the random baseline and of the draws.
    progress
        Is told how far it has come.

    Raises
    ------
    Unreadable
        The file or its boundary is not fit, holds one month only, or under 10 events to be found.
    """
    points = with_months(read(path, columns, crs))
    side = CELL * points.plane.metre if cell is None else cell
    if boundary is None:
        ground = hull(points, side * _TO_CORNER)
        points = points.noting(*ground.notes)
    else:
        ground = outline(boundary, where, points.plane)
        points = inside(points, ground)
    cells = grid(ground, side)
    beside = "they lie in the boundary but in a cell whose centre does not"
    points = points.without({beside: cells.of(points.xy) < 0}, {beside: "Choose a smaller --cell."})
    past = _past(points, cells)
    first, tested = _tested(past, test_months)
    if len(tested) < test_months:
        points = points.noting(
            f"The file allows {words.counted(len(tested), 'month')} to be tested instead of {test_months}: each "
            "needs events in it and a month before it."
        )
    hits = _hits(past, forecasts(past, seed), tested, progress)
    return _report(hits, past, ground, points, (first, tested), seed)


def _past(points: Points, cells: Grid) -> Past:
    assert points.dates is not None
    month = points.dates.month.astype(np.intp)
    return Past(cells, points.xy, cells.of(points.xy), month - month.min(), points.plane.metre)


def _tested(past: Past, wanted: int) -> tuple[int, Ints]:
    """The first month that may be tested, and those of the last ones that have events."""
    months = past.counts.shape[1]
    if months < 2:
        raise Unreadable("All events are of one month: there is no past to forecast the next month from.")
    first = max(months - wanted, 1)
    each = past.counts[:, first:].sum(axis=0)
    if each.sum() < FEWEST:
        raise Unreadable(
            f"The tested months hold {words.counted(int(each.sum()), 'event')}: under {FEWEST} nothing can be said. "
            "Test more months."
        )
    return first, first + np.flatnonzero(each)


def looked_at(cells: int) -> dict[str, int]:
    """How many cells each share of the area is: at least one."""
    return {f"{share * 100:.0f}": max(round(share * cells), 1) for share in SHARES}


def found_in(scores: Floats, events: Floats, counts: list[int]) -> Floats:
    """Events in the highest cells, for each number of cells; of cells level at the edge the expected share counts."""
    order = np.argsort(-scores, kind="stable")
    ranked, held = scores[order], np.r_[0.0, events[order].cumsum()]
    begin = np.searchsorted(-ranked, [-ranked[count - 1] for count in counts], side="left")
    end = np.searchsorted(-ranked, [-ranked[count - 1] for count in counts], side="right")
    room = (np.array(counts) - begin) / (end - begin)
    found: Floats = held[begin] + room * (held[end] - held[begin])
    return found


def _hits(
    past: Past, methods: Mapping[str, Forecast], tested: Ints, progress: Report | None
) -> dict[str, tuple[Floats, Floats]]:
    """Method -> PAI and PEI*, each (tested months, shares)."""
    cells = past.counts.shape[0]
    counts = list(looked_at(cells).values())
    share = np.array(counts) / cells
    pai = {name: np.empty((len(tested), len(counts))) for name in methods}
    pei = {name: np.empty_like(one) for name, one in pai.items()}
    for row, month in enumerate(tested):
        events = past.counts[:, month]
        most = np.sort(events)[::-1].cumsum()[np.array(counts) - 1]
        for name, method in methods.items():
            found = found_in(method(int(month)), events, counts)
            pai[name][row], pei[name][row] = found / events.sum() / share, found / most
        if progress:
            progress("Testing months", row + 1, len(tested))
    return {name: (pai[name], pei[name]) for name in methods}


def _report(
    hits: dict[str, tuple[Floats, Floats]],
    past: Past,
    ground: Outline,
    points: Points,
    when: tuple[int, Ints],
    seed: int,
) -> Places:
    first, tested = when
    cells, side = past.counts.shape[0], past.ground.cell
    draws = np.random.default_rng(seed).integers(0, len(tested), (DRAWS, len(tested)))
    methods = {
        name: {**_figures("pai", pai, draws), **_figures("pei", pei, draws)} for name, (pai, pei) in hits.items()
    }
    over = {name: _figures("pai", pai - hits[AGAINST][0], draws) for name, (pai, _) in hits.items() if name != AGAINST}
    events = past.counts.sum(axis=0)
    assert points.dates is not None
    start = points.dates.month.min()
    months = tuple(Month(month_name(start + month), int(events[month])) for month in tested)
    if cells * SHARES[0] < 1:
        points = points.noting(f"One cell is {1 / cells:.1%} of the area: “1%” is one cell here.")
    km2 = None if points.plane.unit == "units" else cells * (side / points.plane.metre) ** 2 / 1e6
    return Places(methods, over, months, first, cells, side, km2, ground.said, points)


def _figures(what: str, values: Floats, draws: Ints) -> dict[str, Figure]:
    """(months, shares) as means with their intervals over draws of months."""
    means = values[draws].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975], axis=0)
    alone = len(values) < 2
    return {
        f"{what}_{share * 100:.0f}": Figure(
            float(values[:, at].mean()), None if alone else float(low[at]), None if alone else float(high[at])
        )
        for at, share in enumerate(SHARES)
    }

"""How often the scan raises a false alarm on a ground where nothing happens, and how often it finds what does.

Events are strewn evenly over the ground, again and again, and scanned as Kith scans: the share of runs with a circle
of p <= .05 is the false-alarm rate, which should be about 5%. Then some of them are put around one spot: the share of
runs with such a circle, wherever it lies, is the power. Events of a file only say where the ground is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.stats import binomtest

from mapping.evaluation.files import Unreadable
from mapping.evaluation.outline import Outline, hull, inside, outline
from mapping.evaluation.points import Columns, Points, read
from mapping.places.baseline import spread
from mapping.places.scan import RADII, Zones, maxima, p_value, scan, zones
from mapping.terminal import Report

Floats = npt.NDArray[np.float64]

LEVEL = 0.05
EVENTS = 60
EXTRA = (3, 5, 8)
SPREAD = 75.0
"""Metres, standard deviation: extra events lie on a forecourt and the pavement around it, not on one grid reference."""
REPLICAS = 999
_LEAST_KM2 = 1.0


@dataclass(frozen=True)
class Rate:
    """A share of runs with its exact 95% interval (Clopper and Pearson)."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Power:
    """What the scan did on this ground."""

    false_alarms: Rate
    power: Mapping[int, Rate]  # events at the spot, of all events -> share of runs in which something was found
    runs: int
    events: int
    area_km2: float
    ground: str  # whose outline, in words
    points: Points | None
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """`false_alarm_rate, power`, then their intervals and what they rest on."""
        return {
            "false_alarm_rate": self.false_alarms.mean,
            "power": {str(extra): rate.mean for extra, rate in self.power.items()},
            "intervals": {"false_alarm_rate": self.false_alarms, "power": self.power},
            "runs": self.runs,
            "events_each": self.events,
            "level": LEVEL,
            "area_km2": self.area_km2,
            "ground": self.ground,
            "notes": self.notes,
            **({} if self.points is None else self.points.described()),
        }


def of_files(  # noqa: PLR0913 - one option each
    path: Path | None,
    columns: Columns,
    *,
    crs: str | None = None,
    boundary: Path | None = None,
    where: str | None = None,
    runs: int = 200,
    events: int = EVENTS,
    seed: int = 0,
    progress: Report | None = None,
) -> Power:
    """Measure the scan on the ground of a boundary, or of the events in a file.

    Parameters
    ----------
    path, columns, crs
        As `mapping.evaluation.points.read` takes them; None if a boundary is given.
    boundary, where
        As `mapping.evaluation.outline.outline` takes them. Without one the ground is the hull of the events.
    runs, events, seed, progress
        As `power` takes them.

    Raises
    ------
    Unreadable
        Neither file is given, one is not fit, or the ground is too small for the scan's circles.
    """
    points = None if path is None else read(path, columns, crs)
    if boundary is not None:
        ground = outline(boundary, where, None if points is None else points.plane)
        points = None if points is None else inside(points, ground)
    elif points is not None:
        ground = hull(points)
    else:
        raise Unreadable("Which ground is to be scanned? Give --events, or its --boundary, or both.")
    return power(ground, runs=runs, events=events, seed=seed, points=points, progress=progress)


def power(
    ground: Outline,
    *,
    runs: int = 200,
    events: int = EVENTS,
    extra: Sequence[int] = EXTRA,
    seed: int = 0,
    points: Points | None = None,
    progress: Report | None = None,
) -> Power:
    """Measure the scan's false alarms and power on a ground.

    Parameters
    ----------
    ground
        Where events can be.
    runs
        How often events are strewn, for the false alarms and for each number of extra events.
    events
        How many are strewn, those at the spot included.
    extra
        How many of them lie around one spot, which is another one in each run.
    seed
        Of everything drawn.
    points
        The events whose ground it is, for the report.
    progress
        Is told how far it has come.
    """
    shape = _in_metres(ground)
    steps, rng = [number for number in extra if number <= events], np.random.default_rng(seed)
    ground_points, cells = laid(shape)
    # all runs share one ruler: with the total fixed, the null's maxima depend on the number of events alone
    ruler = np.sort(scan(cells, np.zeros(events, int), np.arange(events), replicas=REPLICAS, seed=seed).maxima)

    def alarmed(drawn: Floats) -> Rate:
        return _rate([p_value(one, ruler) <= LEVEL for one in strongest(ground_points, cells, drawn)])

    def told(done: int) -> None:
        if progress:
            progress("Scanning", done, len(steps) + 1)

    told(0)
    false_alarms = alarmed(strewn(shape, (runs, events), rng))
    found = {}
    for done, number in enumerate(steps, 1):
        told(done)
        spots = strewn(shape, (runs, 1), rng) + rng.normal(0, SPREAD, (runs, number, 2))
        found[number] = alarmed(np.concatenate([strewn(shape, (runs, events - number), rng), spots], axis=1))
    told(len(steps) + 1)
    return Power(false_alarms, found, runs, events, shape.area / 1e6, ground.said, points, ground.notes)


def laid(shape: shapely.Geometry) -> tuple[Floats, Zones]:
    """A ground in metres where events are as likely anywhere: its points, and the circles to look at."""
    points, weight, centres = spread(gpd.GeoDataFrame({"children": [1]}, geometry=[shape]))
    return points, zones(points, weight, centres=centres)


def strewn(shape: shapely.Geometry, size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Points spread evenly inside a shape, (*size, 2)."""
    west, south, east, north = shape.bounds
    wanted, found = size[0] * size[1], np.empty((0, 2))
    while len(found) < wanted:
        xy = rng.uniform((west, south), (east, north), (max(2 * wanted, 1000), 2))
        found = np.vstack([found, xy[shapely.contains_xy(shape, xy)]])
    return found[:wanted].reshape(*size, 2)


def strongest(points: Floats, cells: Zones, drawn: Floats) -> Floats:
    """The maximum of each run, (runs, events, 2) metres: the very points join the ground with a baseline of 0."""
    held, (runs, events, _) = len(points), drawn.shape
    weight = np.r_[cells.baseline, np.zeros(runs * events)]
    joined = zones(np.vstack([points, drawn.reshape(-1, 2)]), weight, centres=cells.centres)
    return maxima(joined, held + np.arange(runs * events).reshape(runs, events), np.arange(events))


def _in_metres(ground: Outline) -> shapely.Geometry:
    scale = 1 / ground.plane.metre
    shape = shapely.transform(ground.shape, lambda xy: xy * scale) if scale != 1 else ground.shape
    if shape.area < _LEAST_KM2 * 1e6:
        raise Unreadable(
            f"The ground has {shape.area / 1e6:.3f} km², too little for circles of {RADII[0]:.0f} to {RADII[-1]:,.0f} "
            "m. Give a larger boundary, and check --crs."
        )
    shapely.prepare(shape)
    return shape


def _rate(alarms: Sequence[bool]) -> Rate:
    found = binomtest(int(np.sum(alarms)), len(alarms))
    span = found.proportion_ci(method="exact")
    return Rate(float(found.statistic), float(span.low), float(span.high))

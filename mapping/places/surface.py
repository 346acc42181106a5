"""The surface: how densely distinct children come to harm over the ground. Descriptive only: it proves nothing. Pure.

A kernel density (Gaussian, Silverman 1986) of *visits*: one child at one place, however often, the own home left out. A
surface always has a peak, of chance too, and says nothing of how many children live where: the hotspots are the scan's.
Near the boundary a kernel reaches out over ground of which there are no records; the density is divided by the share of
the kernel that lies inside (Diggle 1985, Applied Statistics 34:138). Without boundaries it is not, and it is said.

On a panel view no band may point at one child. A band is drawn only where more visits weigh in than four at one point
could, and each of its parts only where it holds five distinct children.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.ndimage import gaussian_filter

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.places.ground import BNG, WGS84, small_areas
from mapping.places.hotspots import Hotspots
from mapping.places.scan import Floats

BANDWIDTHS = (250.0, 500.0)
"""Metres: the least and the most that a kernel is wide (one standard deviation)."""
BANDWIDTH = 350.0
FEWEST = 10
"""Distinct children under which no surface is drawn: it would be a picture of each of them."""
SHARES = (0.2, 0.4, 0.6, 0.8)
"""Where the bands begin, as shares of the highest density."""
REACH = 4.0  # kernels end after so many standard deviations
_CELL = 25.0  # metres, and more on ground that would need more cells than
_CELLS = 400_000


@dataclass(frozen=True)
class Band:
    """Ground that is at least so dense; each band lies within the one below it."""

    level: int  # 1, the lowest, to n
    shape: dict[str, Any]  # GeoJSON MultiPolygon in degrees
    density: float  # children at a place, per square kilometre, from which it begins


@dataclass(frozen=True)
class Surface:
    """Bands from low to high; none and the reason where there are too few children."""

    bands: tuple[Band, ...]
    bandwidth: float  # metres
    why_not: str  # in words; empty where bands are drawn
    note: str  # in words: what was counted, and how the edge was treated


def surface(snapshot: Snapshot, found: Hotspots, bandwidth: float = BANDWIDTH) -> Surface:
    """Draw the density of what `hotspots` counted.

    Parameters
    ----------
    snapshot
        Its boundaries are the edge.
    found
        From `hotspots(snapshot, ...)`: its visits, and whether it is a panel view.
    bandwidth
        Standard deviation of the kernel in metres, 250 to 500.

    Returns
    -------
    Surface
        With fewer than 10 children, or with nothing that a panel may see, no bands and the reason.

    Raises
    ------
    ValueError
        The bandwidth is out of bounds.
    """
    if not BANDWIDTHS[0] <= bandwidth <= BANDWIDTHS[1]:
        raise ValueError(f"A surface needs a bandwidth of {BANDWIDTHS[0]:.0f} to {BANDWIDTHS[1]:.0f} m.")
    visits = found.visits.drop_duplicates(["child", "place"])
    if visits["child"].nunique() < FEWEST:
        few = f"A surface of fewer than {FEWEST} children would be a picture of each of them: none is drawn."
        return Surface((), bandwidth, few, "")
    points = found.ground.places.loc[visits["place"], ["x", "y"]].to_numpy(float)
    areas = small_areas(snapshot)
    edge = shapely.union_all(areas.geometry.to_numpy()) if len(areas) else None
    grid = _grid(points, bandwidth, edge)
    bands = _bands(grid, points, visits["child"], bandwidth, found.settings.panel)
    note = (
        f"Children, each once a place, over {bandwidth:.0f} m; "
        + ("made up for at the boundary" if edge is not None else "too low at the edge, as no boundary is loaded")
        + ". It describes, it proves nothing"
    )
    if not bands:
        least = schema().policy.small_number
        hidden = f"Nowhere do {least} children come close enough for a panel view to show a surface."
        return Surface((), bandwidth, hidden, note)
    return Surface(bands, bandwidth, "", note)


@dataclass(frozen=True)
class _Grid:
    """Cells over the ground: rows from south to north, columns from west to east."""

    west: float
    south: float
    cell: float
    raw: Floats  # children at a place per square metre, as counted
    density: Floats  # the same, made up for at the boundary; 0 outside


def _grid(points: Floats, bandwidth: float, edge: shapely.Geometry | None) -> _Grid:
    """The density in every cell."""
    reach = REACH * bandwidth
    if edge is not None:
        west, south, east, north = edge.bounds
    else:
        (west, south), (east, north) = points.min(axis=0) - reach, points.max(axis=0) + reach
    cell = max(_CELL, float(np.sqrt((east - west) * (north - south) / _CELLS)))
    west, south = west - reach, south - reach  # room for kernels, so that none is mirrored at the border of the grid
    x = np.arange(west, east + reach + cell, cell)
    y = np.arange(south, north + reach + cell, cell)
    counts = np.histogram2d(points[:, 1], points[:, 0], bins=(y, x))[0]
    raw: Floats = gaussian_filter(counts, bandwidth / cell, mode="constant", truncate=REACH) / cell**2
    if edge is None:
        return _Grid(west, south, cell, raw, raw)
    across, up = np.meshgrid((x[:-1] + x[1:]) / 2, (y[:-1] + y[1:]) / 2)
    shapely.prepare(edge)
    inside = shapely.contains_xy(edge, across, up)
    share = gaussian_filter(inside.astype(float), bandwidth / cell, mode="constant", truncate=REACH)
    return _Grid(west, south, cell, raw, np.where(inside, raw / np.maximum(share, 1e-9), 0.0))


def _bands(grid: _Grid, points: Floats, children: pd.Series, bandwidth: float, panel: bool) -> tuple[Band, ...]:
    """The bands that may be drawn, numbered anew from the lowest."""
    small = schema().policy.small_number
    lone = (small - 1) / (2 * np.pi * bandwidth**2)  # what one child fewer than that, all at one point, come to
    heights = np.array(SHARES) * grid.density.max()
    shapes = []
    for height in heights:
        dense = grid.density >= height
        if panel:
            dense &= grid.raw > lone
        shape = _dissolved(grid, dense)
        if panel:
            shape = _held(shape, points, children, small)
        if not shape.is_empty:
            shapes.append((height, shape))
    degrees = gpd.GeoSeries([shape for _, shape in shapes], crs=BNG).to_crs(WGS84).to_numpy()
    told = shapely.to_geojson(shapely.set_precision(degrees, 0.00001, mode="pointwise")) if shapes else []
    return tuple(
        Band(level, json.loads(one), float(height) * 1e6)
        for level, (one, (height, _)) in enumerate(zip(told, shapes, strict=True), 1)
    )


def _dissolved(grid: _Grid, dense: npt.NDArray[np.bool_]) -> shapely.MultiPolygon:
    """The cells as one shape with its corners rounded: no contour library is needed for four bands."""
    padded = np.pad(dense, ((0, 0), (1, 1))).astype(np.int8)
    turns = np.diff(padded, axis=1)
    (row, begin), end = np.nonzero(turns == 1), np.nonzero(turns == -1)[1]
    west, east = grid.west + begin * grid.cell, grid.west + end * grid.cell
    south = grid.south + row * grid.cell
    whole = shapely.union_all(shapely.box(west, south, east, south + grid.cell))
    smooth = whole.buffer(grid.cell).buffer(-2 * grid.cell).buffer(grid.cell).simplify(grid.cell / 4)
    parts = [part for part in shapely.get_parts(smooth) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def _held(shape: shapely.MultiPolygon, points: Floats, children: pd.Series, least: int) -> shapely.MultiPolygon:
    """Those parts of a band in which so many distinct children were."""
    who = children.to_numpy(str)
    parts = [
        part for part in shape.geoms if len(set(who[shapely.contains_xy(part, points[:, 0], points[:, 1])])) >= least
    ]
    return shapely.MultiPolygon(parts)

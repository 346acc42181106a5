"""Reads the boundary of the ground that events are measured on, and brings it to their plane."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from mapping import words
from mapping.evaluation.expression import read
from mapping.evaluation.files import Unreadable
from mapping.evaluation.plane import BNG, WGS84, Plane, on_grid
from mapping.evaluation.points import Points
from mapping.evaluation.vector import attributes, features

POLYGONS = {"Polygon", "MultiPolygon"}
OUTSIDE = "they lie outside the boundary"
FEWEST = 10


@dataclass(frozen=True)
class Outline:
    """The ground: one shape, holes and all, in a plane, and what had to be done or assumed to have it."""

    shape: shapely.Geometry
    plane: Plane
    said: str  # whose outline it is, in words
    notes: tuple[str, ...]


def outline(path: Path, where: str | None = None, plane: Plane | None = None) -> Outline:
    """Read the outline of a file of polygons.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, shapefile or FlatGeobuf.
    where
        Only the polygons that meet this condition, such as `name == Ottermere`.
    plane
        That of the events; None: the British National Grid if it lies there, else the UTM zone that fits.

    Raises
    ------
    Unreadable
        It holds no polygon, or lies in another system that the events cannot be brought to.
    """
    frame = features(path)
    if where is not None:
        columns = attributes(frame, path.name)
        asked = read(where, columns.columns, option="--boundary-where", file=path.name)
        met = asked.met(columns.column(asked.column, "--boundary-where"), columns.rows, path.name)
        frame = frame[[one is True for one in met]]
        if frame.empty:
            raise Unreadable(f"{path.name}: nothing meets --boundary-where “{asked}”.")
    kept = frame[frame.geometry.notna() & ~frame.geometry.is_empty & frame.geom_type.isin(POLYGONS)]
    if kept.empty:
        raise Unreadable(f"{path.name} holds no polygon: give the boundary as an area, not as points or lines.")
    broken = int((~kept.is_valid).sum())
    shapes = [_polygonal(shape) for shape in shapely.force_2d(np.array(kept.geometry, dtype=object))]
    crs, assumed = _system(kept, plane, path.name)
    found = shapely.union_all(np.array(shapes, dtype=object))
    to, shape = _brought(found, crs, plane, path.name)
    if shape.is_empty or not shape.area > 0:
        raise Unreadable(f"{path.name}: the boundary has no surface, even after mending. Export it again.")
    left = len(frame) - len(kept)
    notes = (
        f"{words.counted(broken, 'polygon')} of the boundary crossed themselves and were mended." if broken else "",
        f"{words.counted(left, 'feature')} of the boundary are no polygons and were left out." if left else "",
        assumed,
    )
    said = f"the outline of {words.counted(len(kept), 'polygon')} in {path.name}"
    return Outline(shape, to, said, tuple(note for note in notes if note))


def inside(points: Points, ground: Outline) -> Points:
    """The events within the ground; the others are counted as left out, even most: it may be part of theirs.

    Raises
    ------
    Unreadable
        Next to none lie within, or more would with x and y exchanged.
    """
    points = points.noting(*ground.notes)
    held = shapely.intersects_xy(ground.shape, points.xy)
    out = int((~held).sum())
    crossed = int(shapely.intersects_xy(ground.shape, points.xy[:, ::-1]).sum())
    if crossed > max(held.sum(), FEWEST):
        mend = "x and y look swapped: exchange --x and --y."
    elif out and held.sum() < FEWEST:
        low, high = points.xy.min(axis=0), points.xy.max(axis=0)
        box = ground.shape.bounds
        mend = (
            f"In this plane the events lie from {low[0]:,.0f}, {low[1]:,.0f} to {high[0]:,.0f}, {high[1]:,.0f}, the "
            f"boundary from {box[0]:,.0f}, {box[1]:,.0f} to {box[2]:,.0f}, {box[3]:,.0f}. Check --crs, and whether it "
            "is the boundary of these events."
        )
    else:
        return points.without({OUTSIDE: ~held}, most=False)
    raise Unreadable(
        f"{points.file}: {words.number(out)} of {words.counted(len(points), 'event')} lie outside the boundary. {mend}"
    )


def hull(points: Points, margin: float = 0.0) -> Outline:
    """The convex hull of the events with a margin, where no boundary is given.

    Raises
    ------
    Unreadable
        The events lie on one line.
    """
    shape = shapely.convex_hull(shapely.multipoints(points.xy))
    if not shape.area > 0:
        raise Unreadable(
            f"{points.file}: the events lie on one point or line, so they show no ground. Give its --boundary, and "
            "check --x, --y and --crs."
        )
    note = "No boundary was given: the ground is the convex hull of the events, with whatever empty land lies within. "
    note += "Empty land raises the PAI of every method; give --boundary."
    middle = np.median(points.xy, axis=0)
    far = np.hypot(*(points.xy - middle).T)
    near = points.xy[far <= np.quantile(far, 0.99)]
    core = shapely.convex_hull(shapely.multipoints(near)).area / shape.area
    if core < 0.5:
        note += f" The farthest hundredth of the events alone makes {1 - core:.0%} of it."
    return Outline(shapely.buffer(shape, margin), points.plane, "the convex hull of the events", (note,))


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """A valid shape of polygons only: mending may leave stray lines and points behind."""
    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    return shapely.union_all([part for part in parts if part.geom_type in POLYGONS])


def _system(frame: gpd.GeoDataFrame, plane: Plane | None, file: str) -> tuple[CRS | None, str]:
    """The system of the boundary: what it says, else what its numbers and the events' plane suggest."""
    if frame.crs is not None:
        return frame.crs, ""
    west, south, east, north = frame.total_bounds
    corners = np.array([[west, south], [east, north]])
    if (np.abs(corners) <= (180, 90)).all():
        return WGS84, f"{file} names no coordinate system: it is read as longitude and latitude."
    if plane is not None and plane.crs is None:
        return None, f"{file} names no coordinate system: it is read in the plane of the events."
    if on_grid(corners):
        return BNG, f"{file} names no coordinate system: it is read as the British National Grid."
    raise Unreadable(f"{file} names no coordinate system. Export it with one (EPSG:27700 or WGS 84).")


def _brought(
    shape: shapely.Geometry, crs: CRS | None, plane: Plane | None, file: str
) -> tuple[Plane, shapely.Geometry]:
    """The shape in the plane of the events, or in one that fits it."""
    if plane is None:
        if crs is not None and not crs.is_geographic:
            return Plane(crs.name, crs, 1 / float(crs.axis_info[0].unit_conversion_factor or 1.0)), shape
        series = gpd.GeoSeries([shape], crs=WGS84 if crs is None else crs)
        central = series.to_crs(WGS84).iloc[0].representative_point()
        british = 49 <= central.y <= 61 and -9 <= central.x <= 2
        to = BNG if british else series.estimate_utm_crs()
        return Plane(to.name, to, 1.0), series.to_crs(to).iloc[0]
    if plane.crs is not None:
        return plane, shape if crs is None else gpd.GeoSeries([shape], crs=crs).to_crs(plane.crs).iloc[0]
    if crs is None:
        return plane, shape
    if not crs.is_geographic and abs(1 / float(crs.axis_info[0].unit_conversion_factor) / plane.metre - 1) < 1e-4:
        return Plane(crs.name, crs, plane.metre), shape
    raise Unreadable(
        f"{file} lies in {crs.name}, the events in {plane.name}: one cannot be laid on the other. Say --crs 4326 or "
        "27700 if the events are in it, or export the boundary in the plane of the events."
    )

"""Reads polygons and their columns out of GeoJSON and GeoPackage files, brought to longitude and latitude."""

from __future__ import annotations

import json
import sqlite3
import warnings
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from geopandas import GeoSeries
from pyproj import CRS
from pyproj.exceptions import CRSError

from loaders.grid import EAST, NORTH, SOUTH, WEST
from loaders.limits import LIMITS, Limits
from loaders.problem import Refusal, shown, size
from loaders.recognition import known_boundaries
from loaders.sniff import Kind

WGS84 = CRS.from_epsg(4326)
# Where the British Isles lie in metres (west, south, east, north), on the two systems that files without a name use.
_METRES = {
    CRS.from_epsg(27700): (-20_000.0, -20_000.0, 720_000.0, 1_320_000.0),
    CRS.from_epsg(3857): (-1_100_000.0, 6_300_000.0, 300_000.0, 8_700_000.0),
}
_NAMES = dict(zip(_METRES, ("the British National Grid", "Web Mercator"), strict=True))
_POLYGONS = {"Polygon", "MultiPolygon"}
_DAMAGED = "The file of boundaries breaks off or is damaged ({}). Download or export it again. Nothing in it was read."


class BadShape(ValueError):
    """A feature's boundary cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Features:
    """The features of one file: their columns and, for each, its polygon (EPSG:4326) or what is wrong with it."""

    properties: list[dict[str, Any]]
    shapes: list[shapely.Geometry | BadShape]
    form: str
    mended: int = 0
    notes: tuple[str, ...] = ()  # what was understood of their coordinates

    def header(self) -> list[str]:
        """Every column that a feature has, in the order they are met."""
        return list(dict.fromkeys(name for one in self.properties for name in one))


def read_features(path: Path, kind: Kind, limits: Limits = LIMITS) -> Features:
    """Read every feature of a file.

    Raises
    ------
    Refusal
        The file is damaged, no file of boundaries, too large, or does not say where on Earth it lies.
    """
    if kind is Kind.GEOJSON and (length := path.stat().st_size) > limits.geojson:
        raise Refusal(
            f"The file has {size(length)}; Kith reads GeoJSON up to {size(limits.geojson)}. Download generalised "
            "boundaries (BGC or BUC), or save it as a GeoPackage.",
            "file_too_large",
        )
    properties, shapes, crs, form = _geojson(path) if kind is Kind.GEOJSON else _geopackage(path)
    if not properties:
        raise Refusal("The file holds no boundaries at all. Export it again.", "empty_file")
    if len(properties) > limits.areas:
        raise Refusal(
            f"The file holds more than {limits.areas:,} boundaries. Split it and load the parts.", "too_many_rows"
        )
    placed, notes = _to_wgs84(shapes, crs)
    _not_exchanged(placed)
    mended = [_mended(shape) for shape in placed]
    changed = sum(new is not old and isinstance(new, shapely.Geometry) for new, old in zip(mended, placed, strict=True))
    return Features(properties, mended, form, changed, tuple(notes))


Raw = tuple[list[dict[str, Any]], list[shapely.Geometry | BadShape], CRS, str]


def _geojson(path: Path) -> Raw:
    try:
        raw = json.loads(path.read_bytes())  # UTF-8, UTF-16 or UTF-32, with their marks or without
    except (ValueError, RecursionError) as error:
        raise Refusal(_DAMAGED.format(_where(error)), "damaged_file") from error
    features = raw.get("features") if isinstance(raw, dict) else None
    if raw.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise Refusal(
            "This is a JSON file without a FeatureCollection, so not boundaries. Export it as GeoJSON. Nothing "
            "in it was read.",
            "wrong_kind_of_file",
        )
    properties, shapes = [], []
    for feature in features:
        found = feature.get("properties") if isinstance(feature, dict) else None
        properties.append({str(k): v for k, v in found.items()} if isinstance(found, dict) else {})
        shapes.append(_shape(feature.get("geometry") if isinstance(feature, dict) else None))
    return properties, shapes, _crs(raw.get("crs")), "GeoJSON"


def _where(error: Exception) -> str:
    return f"at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "its text cannot be read"


def _crs(named: Any) -> CRS:
    """GeoJSON is longitude and latitude (RFC 7946) unless it names another system, as older files do."""
    if not isinstance(named, dict):
        return WGS84
    name = named.get("properties", {}).get("name") if isinstance(named.get("properties"), dict) else None
    try:
        return CRS.from_user_input(name) if isinstance(name, str) else WGS84
    except CRSError as error:
        raise Refusal(
            f"The coordinate system “{shown(name)}” is not known. Export the file as WGS 84 (EPSG:4326).", "unknown_crs"
        ) from error


def _shape(geometry: Any) -> shapely.Geometry | BadShape:
    if not isinstance(geometry, dict):
        return BadShape("has no boundary")
    try:
        shape = shapely.geometry.shape(geometry)
    except Exception:  # shapely raises whatever its parts raise
        return BadShape("has a boundary that cannot be read")
    return shape if isinstance(shape, shapely.Geometry) else BadShape("has a boundary that cannot be read")


def _geopackage(path: Path) -> Raw:
    try:
        with closing(sqlite3.connect(f"file:{path.absolute().as_posix()}?mode=ro", uri=True)) as base:
            named = {row[0] for row in base.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise Refusal(_DAMAGED.format("its tables cannot be read"), "damaged_file") from error
    if "gpkg_contents" not in named:
        raise Refusal(
            "This is an SQLite database without map layers, not a GeoPackage. Nothing in it was read.",
            "wrong_kind_of_file",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL grumbles about suffixes and other harmless things
            layer = _layer(path)
            frame = pyogrio.read_dataframe(path, layer=layer)
    except Refusal:
        raise
    except Exception as error:  # GDAL's own errors and those of its readers
        raise Refusal(_DAMAGED.format("its layer cannot be read"), "damaged_file") from error
    shapes: list[shapely.Geometry | BadShape] = [
        shape if shape is not None else BadShape("has no boundary") for shape in frame.geometry
    ]
    if frame.crs is None:
        raise Refusal("The layer does not say which coordinate system it is in. Export it with one.", "unknown_crs")
    columns = [name for name in frame.columns if name != frame.geometry.name]
    records = frame[columns].astype(object).where(frame[columns].notna(), None).to_dict("records")
    return (
        [{str(k): v for k, v in record.items()} for record in records],
        shapes,
        frame.crs,
        f"GeoPackage, layer {layer}",
    )


def _layer(path: Path) -> str:
    """The layer whose columns are those of boundaries."""
    layers = [str(name) for name, geometry in pyogrio.list_layers(path) if geometry]
    fits = [name for name in layers if known_boundaries(list(pyogrio.read_info(path, layer=name)["fields"]))]
    if len(fits) == 1:
        return fits[0]
    if len(layers) == 1:
        return layers[0]
    words = ", ".join(shown(name) for name in layers) or "none"
    raise Refusal(
        f"The GeoPackage has {len(fits)} layers with an area code and name (its layers: {words}). Keep the one "
        "to load.",
        "several_sheets",
    )


def _systems(shapes: Sequence[shapely.Geometry | BadShape], crs: CRS) -> list[CRS | None]:
    """The coordinate system of each shape: the file's, unless its numbers can only be of another.

    None where they can be of none. Degrees, metres of the British National Grid and of Web Mercator have no numbers in
    common where the British Isles lie, so a shape cannot be taken for the wrong one.
    """
    return [_system(shape, crs) if isinstance(shape, shapely.Geometry) else crs for shape in shapes]


def _system(shape: shapely.Geometry, crs: CRS) -> CRS | None:
    bounds = shape.bounds
    if shape.is_empty or not np.isfinite(bounds).all():
        return crs
    if crs.is_geographic:
        if _within(bounds, (-180.5, -90.5, 180.5, 90.5)):
            return crs
        return next((other for other, extent in _METRES.items() if _within(bounds, extent)), None)
    return WGS84 if _within(bounds, (WEST, SOUTH, EAST, NORTH)) else crs


def _within(bounds: tuple[float, ...], extent: tuple[float, float, float, float]) -> bool:
    return bounds[0] >= extent[0] and bounds[1] >= extent[1] and bounds[2] <= extent[2] and bounds[3] <= extent[3]


def _to_wgs84(
    shapes: Sequence[shapely.Geometry | BadShape], crs: CRS
) -> tuple[list[shapely.Geometry | BadShape], list[str]]:
    """Every shape in longitude and latitude, and what had to be understood for it."""
    systems = _systems(shapes, crs)
    if all(system is None for system in systems):
        raise Refusal(
            "The coordinates are no degrees of longitude and latitude, and no metres of the British National Grid. "
            "Export the file with its coordinate system, or as WGS 84 (EPSG:4326).",
            "unknown_crs",
        )
    placed: list[shapely.Geometry | BadShape] = list(shapes)
    notes = []
    for system in dict.fromkeys(systems):
        rows = [row for row, one in enumerate(systems) if one is system]
        if system is None:
            for row in rows:
                placed[row] = BadShape("has coordinates that are neither degrees nor metres of a grid that Kith knows")
            continue
        for row, shape in zip(rows, _moved([shapes[row] for row in rows], system), strict=True):
            placed[row] = shape
        if system is not crs:
            those = (
                "All boundaries have"
                if len(rows) == len(shapes)
                else f"{len(rows):,} of the boundaries {'has' if len(rows) == 1 else 'have'}"
            )
            notes.append(
                f"{those} coordinates of {_NAMES.get(system, 'degrees of longitude and latitude')}, though the file "
                f"{'names' if len(rows) < len(shapes) or crs != WGS84 else 'says nothing of it and so means'} "
                f"{crs.name}. They were read as what they are."
            )
    return placed, notes


def _moved(shapes: Sequence[shapely.Geometry | BadShape], crs: CRS) -> list[shapely.Geometry | BadShape]:
    if crs.is_geographic and (crs == WGS84 or "CRS84" in str(crs) or crs.to_epsg() == 4326):
        return list(shapes)  # CRS84 is WGS 84 with longitude first, as shapely holds it anyway
    good = [row for row, shape in enumerate(shapes) if isinstance(shape, shapely.Geometry)]
    placed = list(shapes)
    for row, shape in zip(good, GeoSeries([shapes[row] for row in good], crs=crs).to_crs(WGS84), strict=True):
        placed[row] = shape
    return placed


def _not_exchanged(shapes: Sequence[shapely.Geometry | BadShape]) -> None:
    """Refuse a file whose latitudes stand where its longitudes belong: its areas would lie in the Indian Ocean."""
    found = [shape for shape in shapes if isinstance(shape, shapely.Geometry) and not shape.is_empty]
    if not found:
        return
    low_x, low_y, high_x, high_y = shapely.total_bounds(found)
    if low_x >= SOUTH and high_x <= NORTH and low_y >= WEST and high_y <= EAST:
        raise Refusal(
            "Latitude and longitude are exchanged: by its coordinates the first area lies near the Seychelles. Export "
            "the file again with longitude first, as GeoJSON has it.",
            "axes_exchanged",
        )


def _mended(shape: shapely.Geometry | BadShape) -> shapely.Geometry | BadShape:
    """A polygon that can be used: self-crossings mended, heights and stray lines dropped, or the reason why not."""
    if isinstance(shape, BadShape):
        return shape
    if reason := _unusable(shape):
        return BadShape(reason)
    if shape.has_z:
        shape = shapely.force_2d(shape)
    if shape.is_valid:
        return shape
    found = shapely.make_valid(shape)
    parts = [
        part for part in shapely.get_parts(shapely.get_parts(found)) if part.geom_type in _POLYGONS and part.area > 0
    ]
    if not parts:
        return BadShape("has no surface, even after mending")
    return shapely.union_all(parts)


def _unusable(shape: shapely.Geometry) -> str:
    if shape.geom_type not in _POLYGONS:
        return f"is a {shape.geom_type}, not a polygon"
    if shape.is_empty:
        return "is empty"
    low_x, low_y, high_x, high_y = shape.bounds
    if not np.isfinite(shape.bounds).all():
        return "has coordinates that are no numbers"
    inside = low_x >= WEST and low_y >= SOUTH and high_x <= EAST and high_y <= NORTH
    return "" if inside else "lies outside the British Isles"

"""Reads map files of points or polygons, each by its first bytes: nothing that points elsewhere is opened."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio

from mapping.evaluation.files import MOST_BYTES, Table, Unreadable

KINDS = {".geojson", ".json", ".gpkg", ".shp", ".fgb", ".zip"}
"""GeoJSON, GeoPackage, shapefile (also zipped) and FlatGeobuf."""

_MAGIC = {b"SQLite format 3\0", b"\0\0\x27\x0a", b"fgb\x03", b"PK\x03\x04"}
_DEGREES = (-180.5, -90.5, 180.5, 90.5)


def is_map(path: Path) -> bool:
    """Whether the name is that of a map file."""
    return path.suffix.casefold() in KINDS


def features(path: Path) -> gpd.GeoDataFrame:
    """Read every feature of a map file, with its columns and, if the file can be believed, its coordinate system.

    GeoJSON that names no system is in degrees by its standard; where its numbers cannot be degrees, `crs` is None.

    Raises
    ------
    Unreadable
        There is no such file, it is no map, has no features or more than one layer.
    """
    _checked(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL grumbles about suffixes and other harmless things
            layers = [str(name) for name, geometry in pyogrio.list_layers(path) if geometry]
            if len(layers) == 1:
                found = pyogrio.read_dataframe(path, layer=layers[0])
    except Exception as error:  # GDAL's own errors and those of its readers
        raise Unreadable(f"{path.name} cannot be read as a map ({_said(error)}). Export it again.") from None
    if len(layers) != 1:
        held = ", ".join(layers) or "none"
        raise Unreadable(f"{path.name} holds {len(layers)} layers ({held}). Keep the one to read.")
    if not isinstance(found, gpd.GeoDataFrame) or not len(found):
        raise Unreadable(f"{path.name} holds nothing that lies anywhere. Export it with its geometry.")
    if found.crs is not None and found.crs.is_geographic and not _could_be_degrees(found.total_bounds):
        found = found.set_crs(None, allow_override=True)
    return found


def attributes(frame: gpd.GeoDataFrame, file: str) -> Table:
    """The columns of features as a table of text; dates in ISO, rows numbered from 1."""
    names = [name for name in frame.columns if name != frame.geometry.name]
    cells = []
    for name in names:
        column = frame[name]
        if column.dtype.kind == "M":
            column = column.dt.strftime("%Y-%m-%d")
        elif column.dtype.kind == "f" and (column.dropna() % 1 == 0).all():
            column = column.astype("Int64")
        cells.append(tuple("" if missing else str(cell) for cell, missing in zip(column, column.isna(), strict=True)))
    return Table(file, tuple(str(name) for name in names), tuple(cells), tuple(range(1, len(frame) + 1)))


def _checked(path: Path) -> None:
    if path.is_dir():
        raise Unreadable(f"{path.name} is a folder. Name the file in it.")
    try:
        with path.open("rb") as file:
            size, head = path.stat().st_size, file.read(4096)
    except FileNotFoundError:
        raise Unreadable(f"There is no file {path}. Check its name and folder.") from None
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read ({error}). Check that you may read it.") from None
    if size > MOST_BYTES:
        raise Unreadable(f"{path.name} holds more than {MOST_BYTES >> 20} MB: too much for this harness.")
    if not any(head.startswith(magic) for magic in _MAGIC) and not _is_json(head):
        raise Unreadable(
            f"{path.name} is no map that can be read: give GeoJSON, a GeoPackage, a shapefile or FlatGeobuf."
        )
    if head.startswith(b"PK"):
        _zip_of_shapes(path)


def _is_json(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _zip_of_shapes(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except zipfile.BadZipFile:
        raise Unreadable(f"{path.name} is damaged. Download or export it again.") from None
    if sum(name.casefold().endswith(".shp") for name in names) != 1:
        raise Unreadable(f"{path.name} holds no single shapefile. Unpack it and name the file to read.")


def _could_be_degrees(bounds: np.ndarray) -> bool:
    if not np.isfinite(bounds).all():
        return True
    low, high = bounds[:2] >= _DEGREES[:2], bounds[2:] <= _DEGREES[2:]
    return bool(low.all() and high.all())


def _said(error: Exception) -> str:
    return str(error).split(";")[0].rstrip(".")[:120] or type(error).__name__

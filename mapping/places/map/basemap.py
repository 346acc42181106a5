"""A base map out of a local file: roads, water, parks and rail of one place, from tiles, a GeoPackage or GeoJSON.

Vector tiles (PMTiles, MBTiles) and GeoPackage are read by the GDAL inside pyogrio, which asks nobody for anything: the
file is opened by its path, an address is refused, and so is whatever does not begin as one of these formats. A file
that cannot be used is never an error: the map does without, and the page says why.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from mapping.places.ground import WGS84
from mapping.places.map.ink import kind_of

MERCATOR = 3857
ACROSS = 5.0  # tiles that the ground is wide at the zoom that is read: about the pixels of the map
LARGEST = 1_500_000  # bytes of GeoJSON that a page carries; beyond, the finest is left out
LARGEST_TEXT = 64_000_000  # bytes of a GeoJSON file, which is read whole
_SPARED = ((), ("building",), ("building", "street"))  # what is left out, one after the other, until it fits
_VECTOR, _RASTER = 1, {2: "PNG", 3: "JPEG", 4: "WebP", 5: "AVIF"}  # PMTiles 3, header, byte 99

_BROKEN = (
    *(DataSourceError, DataLayerError, sqlite3.Error, struct.error, zlib.error, shapely.errors.ShapelyError),
    *(OSError, EOFError, ValueError, TypeError, KeyError, AttributeError, IndexError),
)
"""What the readers raise over a file that is not what it seems: whoever made it, the page must still be drawn."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class BaseMap:
    """What was read: GeoJSON features with a `kind` of `layers.GROUND`; or none, and why."""

    features: tuple[dict[str, Any], ...] = ()
    said: str = ""  # the file, what was left out, and whose map it is
    why_not: str = ""


class _Unusable(Exception):
    """Why a file is not drawn, in words."""


def read(path: str, bounds: Bounds) -> BaseMap:
    """Read what lies within the bounds.

    Parameters
    ----------
    path
        A file of this machine. Any text is taken as it is; an address is refused.
    bounds
        West, south, east, north of the map in degrees (EPSG:4326).

    Returns
    -------
    BaseMap
        Geometry in degrees to five decimals (a metre), at most `LARGEST` bytes of it. With nothing to draw, no features
        and the reason.
    """
    try:
        file = _file(path)
        try:
            features, note, owner = _read(file, bounds)
        except _BROKEN as error:
            raise _Unusable(f"{file.name} is damaged, or not the kind of file that its name says.") from error
        if not features:
            raise _Unusable(f"{file.name} has no road, water, park or rail on this ground: it covers another place.")
    except _Unusable as why:
        return BaseMap(why_not=f"The base map is not drawn. {why}")
    return BaseMap(tuple(features), " · ".join(part for part in (f"base map: {file.name}", note, owner) if part))


def _file(path: str) -> Path:
    """The file of this path, and no address."""
    text = path.strip()
    if re.match(r"[A-Za-z][\w+.-]+:(?!\\)|//|\\\\|/vsi", text):
        raise _Unusable("An address is never read, only a file of this machine: name it by its path.")
    file = Path(text).expanduser()
    if not file.is_file():
        raise _Unusable(f"{file.name or 'It'} is not there, or is no file. Name it in KITH_BASEMAP, or take that away.")
    return file


def _read(file: Path, bounds: Bounds) -> tuple[list[dict[str, Any]], str, str]:
    """Features, what was left out, whose map it is; by what the file begins with, whatever it is called."""
    with file.open("rb") as opened:
        head = opened.read(127)
    deepest: int | None
    if head.startswith(b"PMTiles"):
        deepest, owner = _pmtiles(file, head)
    elif head.startswith(b"SQLite format 3\x00"):
        deepest, owner = _sqlite(file)
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return *_fitted([_geojson(file, bounds)]), ""
    else:
        raise _Unusable(f"{file.name} is no PMTiles, MBTiles, GeoPackage or GeoJSON file.")
    if deepest is None:
        return *_fitted([_layers(file, bounds, None)]), owner
    west, _, east, _ = bounds
    wanted = min(deepest, max(0, math.floor(math.log2(360 * ACROSS / max(east - west, 1e-6)))))
    # a coarser zoom only when leaving out the finest at this one does not help
    return *_fitted(_layers(file, bounds, zoom) for zoom in range(wanted, max(wanted - 4, -1), -1)), owner


def _fitted(tries: Any) -> tuple[list[dict[str, Any]], str]:
    """The first try that a page can carry, and what was left out of it."""
    note = ""
    for drawn in tries:
        for spared in _SPARED:
            features = [one for one in _features(drawn) if one["properties"]["kind"] not in spared]
            if len(json.dumps(features)) <= LARGEST:
                return features, note + (
                    f"without {' and '.join(f'{one}s' for one in spared)}: too much" if spared else ""
                )
        note = "drawn coarsely: "
    raise _Unusable("It holds too much to draw on this ground. Cut it to the borough, or make one with fewer details.")


def _pmtiles(file: Path, head: bytes) -> tuple[int, str]:
    """Deepest zoom and owner, from the header and the metadata of a PMTiles 3 archive."""
    if len(head) < 127 or head[7] != 3:
        raise _Unusable(f"{file.name} is cut short, or a PMTiles file of another version than 3.")
    if head[99] != _VECTOR:
        kind = _RASTER.get(head[99], "unknown")
        raise _Unusable(f"{file.name} holds pictures ({kind}); raster tiles are not read, only vector tiles.")
    begin, length = struct.unpack_from("<QQ", head, 24)
    with file.open("rb") as opened:
        opened.seek(begin)
        packed = opened.read(min(length, 4_000_000))
    told = json.loads(gzip.decompress(packed) if head[97] == 2 else packed)  # 2 is gzip
    return head[101], _owner(told.get("attribution"))


def _sqlite(file: Path) -> tuple[int | None, str]:
    """Deepest zoom (None: a GeoPackage) and owner."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
        tables = {name for (name,) in base.execute("select name from sqlite_master")}
        if "gpkg_contents" in tables:
            return None, ""
        if not {"metadata", "tiles"} <= tables:
            raise _Unusable(f"{file.name} is a database, but neither MBTiles nor a GeoPackage.")
        told = dict(base.execute("select name, value from metadata"))
        if told.get("format") not in {"pbf", "mvt"}:
            kind = str(told.get("format") or "unknown").upper()[:12]
            raise _Unusable(f"{file.name} holds pictures ({kind}); raster tiles are not read, only vector tiles.")
        (deepest,) = base.execute("select max(zoom_level) from tiles").fetchone()
    return int(deepest or 0), _owner(told.get("attribution"))


def _owner(given: object) -> str:
    """Whose map it is, as its licence asks to be said; links are taken out of it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", str(given or ""))).split())[:120]


def _layers(file: Path, bounds: Bounds, zoom: int | None) -> gpd.GeoDataFrame:
    """What every layer holds within the bounds, in degrees, with its kind; `zoom` of tiles, None of a GeoPackage."""
    found = []
    options = {} if zoom is None else {"ZOOM_LEVEL": str(zoom)}
    for name in pyogrio.list_layers(file)[:, 0]:
        about = pyogrio.read_info(file, layer=name)
        if not about["crs"] or about["geometry_type"] is None:
            continue
        box = gpd.GeoSeries([shapely.box(*bounds)], crs=WGS84).to_crs(about["crs"]).total_bounds
        frame = pyogrio.read_dataframe(file, layer=name, bbox=tuple(float(edge) for edge in box), **options)
        found.append(_kinds(frame, str(name)).to_crs(WGS84))
    return gpd.GeoDataFrame(_together(found), columns=["kind", "geometry"], crs=WGS84).clip(shapely.box(*bounds))


def _geojson(file: Path, bounds: Bounds) -> gpd.GeoDataFrame:
    """A FeatureCollection, or a feature on each line, in degrees as RFC 7946 says."""
    if file.stat().st_size > LARGEST_TEXT:
        raise _Unusable(f"{file.name} is larger than {LARGEST_TEXT // 1_000_000} MB: make a PMTiles file of it.")
    text = file.read_text("utf-8-sig")
    try:
        loaded = json.loads(text)
        given = loaded.get("features", [loaded])
    except json.JSONDecodeError:
        given = [json.loads(line) for line in text.splitlines() if line.strip("\x1e \t\r\n")]
    frame = gpd.GeoDataFrame.from_features(
        [one for one in given if isinstance(one, dict) and one.get("geometry")], crs=WGS84
    )
    if frame.empty:
        return gpd.GeoDataFrame({"kind": []}, geometry=[], crs=WGS84)
    west, south, east, north = frame.total_bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise _Unusable(f"{file.name} is not in degrees: GeoJSON is longitude, latitude (WGS84).")
    return _kinds(frame, file.stem).clip(shapely.box(*bounds))


def _kinds(frame: gpd.GeoDataFrame, layer: str) -> gpd.GeoDataFrame:
    """The features that are drawn, each with its kind."""
    rows = zip(frame.drop(columns="geometry").to_dict("records"), frame.geometry, strict=True)
    kinds = [kind_of(layer, row, shape.geom_type) if shape is not None else "" for row, shape in rows]
    kept = frame[["geometry"]].assign(kind=kinds)
    return kept[kept["kind"] != ""]


def _together(found: list[gpd.GeoDataFrame]) -> dict[str, list[Any]]:
    return {column: [one for frame in found for one in frame[column]] for column in ("kind", "geometry")}


def _features(drawn: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    """One feature of each kind: tiles cut what they hold, so areas are put together again, and lines joined."""
    for kind, part in drawn.groupby("kind"):
        shapes = part.geometry.to_numpy()
        flat = shapely.get_dimensions(shapes).max() == 2  # areas
        whole = shapely.union_all(shapely.make_valid(shapes)) if flat else shapely.line_merge(_lines(shapes))
        neat = shapely.set_precision(whole, 0.00001, mode="pointwise")
        if not whole.is_empty:
            yield {"type": "Feature", "properties": {"kind": kind}, "geometry": json.loads(shapely.to_geojson(neat))}


def _lines(shapes: Any) -> shapely.MultiLineString:
    parts = shapely.get_parts(shapes)
    return shapely.MultiLineString([part for part in shapely.get_parts(parts) if part.geom_type == "LineString"])

"""Points on the British National Grid and on the globe: read as files write them, one brought to the other.

It refuses, with the reason, what is no point in the British Isles. It never turns numbers round or guesses a grid: a
point put right by a machine may be another place.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

# The British Isles with a margin, in degrees.
SOUTH, NORTH, WEST, EAST = 49.5, 61.2, -9.5, 2.3
AGREE = 0.005
"""Degrees by which a grid reference and a latitude may differ (about 500 m): more is another place."""
BNG, IRISH = 27700, 29902
"""EPSG codes: the British National Grid, and the Irish Grid that lists use for Northern Ireland."""
GRID_EAST, GRID_NORTH = 700_000, 1_300_000
"""How far the British National Grid reaches, in metres."""
FINE = 100
"""Metres of the side of a square that still counts as a point: six figures after the letters."""
_LETTERED = re.compile(r"\s*[A-Za-z]{1,2}\s*\d")
_IRISH = re.compile(r"[A-HJ-Z]\s*\d+\s*\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([ ,]\d{3})+([.]\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")

Degrees = tuple[float, float]


class NoPoint(ValueError):
    """These numbers are no point in the British Isles; `why` is a code of the list no_point."""

    def __init__(self, column: str, message: str, why: str = "abroad") -> None:
        super().__init__(message)
        self.column = column
        self.why = why


@functools.cache
def _transformer(crs: int) -> Transformer:
    return Transformer.from_crs(crs, 4326, always_xy=True)


def degrees(east: npt.ArrayLike, north: npt.ArrayLike, crs: int = BNG) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Metres of a grid as latitudes and longitudes in WGS84, to about 2 m; NaN where they lie off the grid."""
    longitude, latitude = _transformer(crs).transform(np.asarray(east, float), np.asarray(north, float))
    found = np.stack([latitude, longitude])
    found[~np.isfinite(found)] = np.nan
    return np.round(found[0], 7), np.round(found[1], 7)


def isles(latitude: npt.ArrayLike, longitude: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Whether points lie in the British Isles; not where they are NaN."""
    lat, lon = np.asarray(latitude, float), np.asarray(longitude, float)
    found: npt.NDArray[np.bool_] = (lat >= SOUTH) & (lat <= NORTH) & (lon >= WEST) & (lon <= EAST)
    return found


def number(text: str, *, metres: bool) -> float | None:
    """A coordinate as a number, None when it is none: `53,58` is a decimal comma, `384,123` of metres are thousands."""
    if metres and _THOUSANDS.fullmatch(text):
        text = re.sub("[ ,]", "", text)
    elif _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def reference(text: str) -> tuple[float, float, int] | None:
    """A reference with letters (`SD 123 456`, `SJ8398`) as easting, northing of its south-west corner and its side.

    Returns
    -------
    easting, northing, side
        Metres; `side` is that of the square meant, 1 to 10,000. None when the text is no such reference.

    Notes
    -----
    The 500 km squares are H J, N O, S T from Shetland to Kent; a second letter numbers the 100 km squares of each from
    its north-west corner, without I (Ordnance Survey, *A guide to coordinate systems in Great Britain*).
    """
    found = re.fullmatch(r"([A-HJ-Z]{2})\s*(\d+)\s*(\d*)", " ".join(text.upper().split()))
    if found is None:
        return None
    letters, first, last = found.groups()
    if not last:
        if len(first) % 2:
            return None
        first, last = first[: len(first) // 2], first[len(first) // 2 :]
    if len(first) != len(last) or len(first) > 5:
        return None
    big, small = ("ABCDEFGHJKLMNOPQRSTUVWXYZ".index(letter) for letter in letters)
    east = ((big - 2) % 5) * 5 + small % 5
    north = 19 - (big // 5) * 5 - small // 5
    if not (0 <= east * 100_000 < GRID_EAST and 0 <= north * 100_000 < GRID_NORTH):
        return None
    side = 10 ** (5 - len(first))
    return east * 100_000.0 + int(first) * side, north * 100_000.0 + int(last) * side, side


def point(easting: Any, northing: Any, latitude: Any, longitude: Any, letters: str = "") -> Degrees | None:
    """Latitude and longitude in WGS84 of a point as a row gives it; None when nothing is given.

    A given latitude and longitude are taken as they are; otherwise the grid reference (EPSG:27700) is transformed.

    Parameters
    ----------
    easting, northing, latitude, longitude
        Numbers, texts as a file has them, or None or `""` where the cell is empty.
    letters
        A grid reference with letters; it may also stand in the easting.

    Raises
    ------
    NoPoint
        What is given is no point: with the column, a sentence on what is wrong and how to mend it, and its code.
    """
    by_grid = _unless_zero(functools.partial(_from_grid, easting, northing, letters))
    globe = _unless_zero(functools.partial(_from_globe, latitude, longitude))
    if isinstance(by_grid, tuple) and isinstance(globe, tuple) and not _agree(by_grid, globe):
        raise NoPoint(
            "easting",
            "The grid reference and the latitude and longitude are different places. Keep one.",
            "two_points",
        )
    for found in (globe, by_grid):
        if isinstance(found, tuple):
            return found
    for found in (globe, by_grid):
        if isinstance(found, NoPoint):
            raise found
    return None


def _unless_zero(read: Callable[[], Degrees | None]) -> Degrees | NoPoint | None:
    """What is read, or that it is 0, 0: the other way of writing the point may still be good."""
    try:
        return read()
    except NoPoint as error:
        if error.why != "zero":
            raise
        return error


def _agree(one: Degrees, other: Degrees, slack: float = AGREE) -> bool:
    return math.isclose(one[0], other[0], abs_tol=slack) and math.isclose(one[1], other[1], abs_tol=2 * slack)


def _numbers(one: str, first: Any, other: str, second: Any, *, metres: bool) -> tuple[float | None, float | None]:
    """Two cells as numbers, both None when both are empty."""
    found: list[float | None] = []
    for name, cell in ((one, first), (other, second)):
        value = cell if cell is None or isinstance(cell, (int, float)) else number(cell, metres=metres)
        if value is None and cell not in (None, ""):
            raise NoPoint(name, f"The {name} is no number. Write it as {_LIKE[name]}.", "unreadable")
        found.append(value)
    if found == [None, None]:
        return None, None
    for name, mate, value in ((one, other, found[0]), (other, one, found[1])):
        if value is None:
            raise NoPoint(name, f"{mate} is given and {name} is not. Fill in both or neither.", "half")
    if found == [0, 0]:
        raise NoPoint(
            one,
            "The point is 0, 0, which a register writes when it does not know. Write the point, or leave both empty.",
            "zero",
        )
    return found[0], found[1]


_LIKE = {"easting": "384000", "northing": "398000", "latitude": "53.4783", "longitude": "-2.2426"}


def _from_globe(latitude: Any, longitude: Any) -> Degrees | None:
    lat, lon = _numbers("latitude", latitude, "longitude", longitude, metres=False)
    if lat is None or lon is None:
        return None
    if isles(lat, lon):
        return round(lat, 7), round(lon, 7)
    if isles(lon, lat):
        raise NoPoint("latitude", "Latitude and longitude are exchanged. Exchange them.", "exchanged")
    if abs(lat) > 90 or abs(lon) > 180:
        raise NoPoint(
            "latitude",
            "These are metres, not degrees. Move them to easting and northing if they are of the British National "
            "Grid; otherwise write degrees.",
            "metres",
        )
    raise NoPoint(
        "latitude", "The point lies outside the British Isles. Correct latitude and longitude, or leave both empty."
    )


def _from_grid(easting: Any, northing: Any, letters: str) -> Degrees | None:
    for cell in (easting, northing):
        letters = letters or (cell if isinstance(cell, str) and _LETTERED.match(cell) else "")
    if letters:
        return _from_letters(letters, easting, northing)
    east, north = _numbers("easting", easting, "northing", northing, metres=True)
    if east is None or north is None:
        return None
    if isles(north, east) or isles(east, north):
        raise NoPoint(
            "easting",
            "These are degrees, not metres of the British National Grid. Move them to latitude and longitude.",
            "degrees",
        )
    if not (0 <= east <= GRID_EAST and 0 <= north <= GRID_NORTH):
        raise NoPoint(
            "easting",
            "The grid reference lies outside the British National Grid, so it is of another grid (such as Web "
            "Mercator) or misspelt. Correct it, or write latitude and longitude.",
            "other_grid",
        )
    lat, lon = degrees(east, north)
    if not isles(lat, lon):
        raise NoPoint(
            "easting", "The grid reference lies outside the British Isles. Correct it or leave both empty.", "abroad"
        )
    return float(lat), float(lon)


def _from_letters(letters: str, easting: Any, northing: Any) -> Degrees:
    column = "easting" if letters in (easting, northing) else "grid_reference"
    found = reference(letters)
    if found is None and _IRISH.fullmatch(" ".join(letters.upper().split())):
        raise NoPoint(
            column,
            "One letter and numbers are a reference of the Irish Grid. Write latitude and longitude instead.",
            "other_grid",
        )
    if found is None:
        raise NoPoint(
            column,
            "This is no grid reference. Write two letters and as many figures east as north, such as SD 1234 5678.",
            "unreadable",
        )
    if found[2] > FINE:
        raise NoPoint(
            column,
            f"This reference names a square of {found[2] // 1000} km, not a point. Write at least three figures east "
            "and three north.",
            "rough",
        )
    lat, lon = (float(one) for one in degrees(found[0], found[1]))
    if column == "grid_reference" and (other := _from_grid(easting, northing, "")):
        if not _agree(other, (lat, lon)):
            raise NoPoint(column, "The grid reference and the easting and northing differ. Keep one.", "two_points")
        return other
    return lat, lon

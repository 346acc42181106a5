"""Points on the British National Grid and on the globe: one from the other, and refused where they cannot be."""

from __future__ import annotations

import functools
import math

from pyproj import Transformer

# The British Isles with a margin, in degrees.
SOUTH, NORTH, WEST, EAST = 49.5, 61.2, -9.5, 2.3
AGREE = 0.005
"""Degrees by which a grid reference and a latitude may differ (about 500 m): more is another place."""


class NoPoint(ValueError):
    """These numbers are no point in the British Isles."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


@functools.cache
def _transformer() -> Transformer:
    return Transformer.from_crs(27700, 4326, always_xy=True)


def point(
    easting: float | None, northing: float | None, latitude: float | None, longitude: float | None
) -> tuple[float, float] | NoPoint | None:
    """Latitude and longitude in WGS84, None when nothing is given, `NoPoint` when it cannot be.

    A given latitude and longitude are taken as they are; otherwise the grid reference (EPSG:27700) is transformed.
    0,0, which registers write for "not known", counts as nothing given.
    """
    by_grid = _from_grid(easting, northing)
    if not latitude and not longitude:
        return by_grid
    if latitude is None or longitude is None:
        return None
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        if SOUTH <= longitude <= NORTH and WEST <= latitude <= EAST:
            return NoPoint("latitude", "Latitude and longitude are exchanged. Exchange them.")
        return NoPoint(
            "latitude", "The point lies outside the British Isles. Correct latitude and longitude, or leave both empty."
        )
    if isinstance(by_grid, tuple) and not (
        math.isclose(by_grid[0], latitude, abs_tol=AGREE) and math.isclose(by_grid[1], longitude, abs_tol=2 * AGREE)
    ):
        return NoPoint("easting", "The grid reference and the latitude and longitude are different places. Keep one.")
    return round(latitude, 7), round(longitude, 7)


def _from_grid(easting: float | None, northing: float | None) -> tuple[float, float] | NoPoint | None:
    if not easting and not northing:
        return None
    if easting is None or northing is None:
        return None
    longitude, latitude = _transformer().transform(easting, northing)
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        return NoPoint("easting", "The grid reference lies outside the British Isles. Correct it or leave both empty.")
    return round(latitude, 7), round(longitude, 7)

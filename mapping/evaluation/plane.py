"""Decides in which plane points lie, and brings them there; says what is off it and what the likely mend is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer

from mapping.evaluation.files import Unreadable

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

WGS84, BNG = CRS.from_epsg(4326), CRS.from_epsg(27700)
FOOT = 0.3048
CHOICES = ("4326", "27700", "feet")
_BRITAIN = ((-9.0, 49.0), (2.0, 61.0))  # longitude, latitude
_GRID = ((0.0, 0.0), (700_000.0, 1_300_000.0))
_FAR = 1_000.0  # grid references of less lie in the sea west of Scilly, degrees of more nowhere
_DEGREE_NAMES = ("lon", "lat", "lng")


@dataclass(frozen=True)
class Plane:
    """A plane that points lie in."""

    name: str  # in words
    crs: CRS | None  # None: it lies nowhere on Earth that Kith knows
    metre: float  # units in one metre

    @property
    def unit(self) -> str:
        """`m`, `ft`, or `units` of a plane that says nothing of its own."""
        if self.crs is None and self.metre == 1:
            return "units"
        return "ft" if self.metre > 2 else "m"


@dataclass(frozen=True)
class Placed:
    """Points on their plane, and which cannot be there."""

    xy: Floats
    plane: Plane
    off: Mapping[str, Bools]
    mends: Mapping[str, str]
    note: str


def place(
    xy: Floats, asked: str | None, declared: CRS | None, file: str, *, named: tuple[str, str] = ("", "")
) -> Placed:
    """Bring points to a plane.

    Degrees go to the British National Grid where most lie in Great Britain, elsewhere to the UTM zone that fits.

    Parameters
    ----------
    xy
        (n, 2) finite numbers as the file has them.
    asked
        One of `CHOICES`, or None.
    declared
        What the file says itself.
    file, named
        Its name, and those of the columns of x and y.

    Raises
    ------
    Unreadable
        Most points cannot be what they are said to be: the message says the likely mend.
    """
    asked = None if asked is None else asked.casefold().removeprefix("epsg:").strip()
    if asked not in (None, *CHOICES):
        raise Unreadable(
            f"--crs {asked} is none of {', '.join(CHOICES)}: degrees, metres of the British National Grid, feet."
        )
    if declared is not None and not declared.is_geographic:
        return _projected(xy, declared)
    if declared is not None or asked == "4326":
        return _degrees(xy, file, "")
    if asked == "27700":
        return _grid(xy, file)
    if asked == "feet":
        return Placed(xy, Plane("feet, in a plane of their own", None, 1 / FOOT), _origin(xy), {}, "")
    if _look_like_degrees(xy, named):
        return _degrees(
            xy, file, "x and y are read as degrees of longitude and latitude. If they are not, say so with --crs."
        )
    note = "Nothing says where x and y lie: they are read as they are, in a plane. Say it with --crs."
    return Placed(xy, Plane("a plane of their own", None, 1.0), _origin(xy, own=True), {}, note)


def within(xy: Floats, box: tuple[tuple[float, float], tuple[float, float]]) -> Bools:
    """Which points lie in a box, its edges included."""
    return np.asarray(((xy >= box[0]) & (xy <= box[1])).all(axis=1), bool)


def on_grid(xy: Floats) -> bool:
    """Whether points could be grid references of Great Britain in metres."""
    return bool(within(xy, _GRID).mean() > 0.5 and (np.abs(xy).max(axis=1) > _FAR).mean() > 0.5)


def transform(xy: Floats, source: CRS, target: CRS) -> Floats:
    """Points from one system to another, x first; not finite where they cannot be brought there."""
    x, y = Transformer.from_crs(source, target, always_xy=True).transform(xy[:, 0], xy[:, 1])
    return np.asarray(np.c_[x, y], float)


def _projected(xy: Floats, declared: CRS) -> Placed:
    factor = float(declared.axis_info[0].unit_conversion_factor or 1.0)  # metres in a unit
    return Placed(xy, Plane(declared.name, declared, 1 / factor), _origin(xy), {}, "")


def _degrees(xy: Floats, file: str, note: str) -> Placed:
    _same_plane(xy, file, "4326")
    origin = _origin(xy)
    zero = origin["they lie at 0, 0"]
    known = xy[~zero]
    nowhere = (np.abs(xy[:, 0]) > 180) | (np.abs(xy[:, 1]) > 90)
    crossed = within(xy[:, ::-1], _BRITAIN) & ~zero
    if len(known) and (within(known[:, ::-1], _BRITAIN).mean() > 0.5 or (np.abs(known[:, 1]) > 90).mean() > 0.5):
        raise Unreadable(
            f"{file}: x and y look swapped: most points have a latitude for x and a longitude for y. Exchange --x and "
            "--y: x is the longitude."
        )
    british = len(known) > 0 and within(known, _BRITAIN).mean() > 0.5
    crs = BNG if british else _utm(known[~nowhere[~zero]], file)
    off = {
        **origin,
        "latitude and longitude look swapped": crossed if british else np.zeros(len(xy), bool),
        "they are no degrees of longitude and latitude": nowhere,
        "they lie outside Great Britain, where the others are": british & ~within(xy, _BRITAIN),
    }
    mends = {"they are no degrees of longitude and latitude": "Say with --crs what they are, or exchange --x and --y."}
    bad = np.logical_or.reduce(list(off.values()))
    moved = np.zeros_like(xy)
    moved[~bad] = transform(xy[~bad], WGS84, crs)
    off = {why: np.asarray(one, bool) for why, one in off.items()}
    off["they cannot be brought to a plane"] = ~np.isfinite(moved).all(axis=1)
    return Placed(np.where(np.isfinite(moved), moved, 0.0), Plane(crs.name, crs, 1.0), off, mends, note)


def _grid(xy: Floats, file: str) -> Placed:
    _same_plane(xy, file, "27700")
    origin = _origin(xy)
    degrees = within(np.abs(xy), ((0.0, 0.0), (180.0, 90.0))) & ~origin["they lie at 0, 0"]
    off = {**origin, "they look like degrees": degrees, "they lie off the British National Grid": ~within(xy, _GRID)}
    mends = {
        "they lie off the British National Grid": "Are they in feet, or in another system? Say it with --crs, or "
        "export them as longitude and latitude."
    }
    return Placed(xy, Plane(BNG.name, BNG, 1.0), off, mends, "")


def _same_plane(xy: Floats, file: str, said: str) -> None:
    """Refuse numbers that are of the other system."""
    small = within(np.abs(xy), ((0.0, 0.0), (180.0, 180.0))) & (xy != 0).any(axis=1)
    some = (xy != 0).any(axis=1)
    if said == "27700" and some.any() and small[some].mean() > 0.5:
        raise Unreadable(f"{file}: x and y look like degrees, not like metres of the National Grid. Say --crs 4326.")
    if said == "4326" and some.any() and on_grid(xy[some]):
        raise Unreadable(
            f"{file}: x and y look like grid references in metres, not like degrees. Say --crs 27700, or --crs feet "
            "where they are feet in a plane."
        )


def _origin(xy: Floats, *, own: bool = False) -> dict[str, Bools]:
    """Points at 0, 0: no place, except in a plane of one's own whose other points lie around it."""
    zero: Bools = (xy == 0).all(axis=1)
    if own and zero.any() and not zero.all():
        rest = xy[~zero]
        low, high = rest.min(axis=0), rest.max(axis=0)
        if (low - 0.1 * (high - low) <= 0).all() and (high + 0.1 * (high - low) >= 0).all():
            zero = np.zeros(len(xy), bool)
    return {"they lie at 0, 0": zero}


def _look_like_degrees(xy: Floats, named: tuple[str, str]) -> bool:
    some = xy[(xy != 0).any(axis=1)]
    if not len(some):
        return False
    if within(some, _BRITAIN).mean() > 0.5 or within(some[:, ::-1], _BRITAIN).mean() > 0.5:
        return bool((some % 1 != 0).mean() > 0.5)
    called = any(name.casefold().startswith(_DEGREE_NAMES) for name in named)
    return called and bool((np.abs(some) <= 180).all(axis=1).mean() > 0.5)


def _utm(known: Floats, file: str) -> CRS:
    if not len(known):
        raise Unreadable(f"{file}: no point has a longitude and latitude.")
    found: CRS = gpd.GeoSeries.from_xy(known[:, 0], known[:, 1], crs=WGS84).estimate_utm_crs()
    return found

"""Reads events with a point each: what cannot be used is counted with its reason and its first rows, never dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from mapping import words
from mapping.evaluation.dates import Bools, Dates, dates
from mapping.evaluation.expression import EMPTY, number
from mapping.evaluation.files import Table, Unreadable, table
from mapping.evaluation.plane import Placed, Plane, place
from mapping.evaluation.vector import attributes, features, is_map

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

ROWS = 5
"""So many rows are named of those left out for one reason."""


@dataclass(frozen=True)
class Columns:
    """Where a table of events says where and when: a column's name, or its position from 1."""

    x: str | None = None
    y: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class LeftOut:
    """Events that cannot be used, for one reason."""

    why: str
    count: int
    rows: tuple[int, ...]  # the first of them

    def __str__(self) -> str:
        more = " and more" if self.count > len(self.rows) else ""
        named = words.listed([str(row) for row in self.rows]) if not more else ", ".join(map(str, self.rows)) + more
        return f"{words.counted(self.count, 'event')}: {self.why} (row{'s' if self.count > 1 else ''} {named})"


@dataclass(frozen=True)
class Points:
    """Events on a plane.

    `xy` (n, 2) in the units of the plane; `rows` (n,) as a spreadsheet numbers them; `dates` None where none was asked.
    """

    file: str
    read: int  # rows in the file
    xy: Floats
    rows: Ints
    dates: Dates | None
    plane: Plane
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.xy)

    def without(self, why: Mapping[str, Bools], mends: Mapping[str, str] | None = None, *, most: bool = True) -> Points:
        """Leave events out, each for the first reason that holds.

        Parameters
        ----------
        why
            Reason -> (n,) whether it holds.
        mends
            What to do if most events are left out for that reason.
        most
            Whether that is an error.

        Raises
        ------
        Unreadable
            Most would be left out: the message says the likely mend.
        """
        keep, told = np.ones(len(self), bool), list(self.left_out)
        for reason, holds in why.items():
            out = holds & keep
            if not out.any():
                continue
            told.append(LeftOut(reason, int(out.sum()), tuple(int(row) for row in self.rows[out][:ROWS])))
            keep &= ~out
            mend = (mends or {}).get(reason)
            if most and out.sum() * 2 > len(self):
                mend = mend or "Check the file, and the columns named."
                raise Unreadable(f"{self.file}: {told[-1]}. That is most of them. {mend}")
        if most and keep.sum() * 2 < len(self):
            raise Unreadable(
                f"{self.file}: most events cannot be used. {'; '.join(str(one) for one in told)}. Mend the file first."
            )
        return replace(
            self,
            xy=self.xy[keep],
            rows=self.rows[keep],
            dates=None if self.dates is None else self.dates.where(keep),
            left_out=tuple(told),
        )

    def noting(self, *notes: str) -> Points:
        """The same with what else was assumed."""
        return replace(self, notes=(*self.notes, *(note for note in notes if note and note not in self.notes)))

    def described(self) -> dict[str, object]:
        """What every report says of its file."""
        return {
            "file": self.file,
            "read": self.read,
            "used": len(self),
            "left_out": self.left_out,
            "coordinates": self.plane.name,
            "notes": self.notes,
        }


def read(path: Path, columns: Columns, crs: str | None = None) -> Points:
    """Read events from a table or a map file.

    Parameters
    ----------
    path
        A table with columns for x and y, or (without them) GeoJSON, GeoPackage, shapefile or FlatGeobuf.
    columns
        Names, or positions from 1 where the table has no header.
    crs
        `4326` degrees, `27700` metres of the British National Grid, `feet` in a plane; None: what the file or its
        numbers say.

    Raises
    ------
    Unreadable
        The file cannot be read, a column is not there, or most points cannot be what they are said to be.
    """
    if (columns.x is None) != (columns.y is None):
        raise Unreadable("Name both --x and --y, or neither for a map file that holds its points itself.")
    if is_map(path) and columns.x is None:
        frame = features(path)
        found = attributes(frame, path.name)
        xy, bad, declared = *_of_geometry(frame), frame.crs
    else:
        if columns.x is None or columns.y is None:
            raise Unreadable(
                f"Where are the events of {path.name}? Name their columns with --x and --y, or give a map file "
                "(GeoJSON, GeoPackage, shapefile, FlatGeobuf)."
            )
        found, columns = _table(path, columns)
        assert columns.x is not None and columns.y is not None
        x, y = _numbers(found.column(columns.x, "--x")), _numbers(found.column(columns.y, "--y"))
        xy, bad, declared = np.c_[x[0], y[0]], _not_numbers(x[1] | y[1], np.isnan(x[0]) | np.isnan(y[0])), None
    when = dates(found.column(columns.date, "--date")) if columns.date is not None else None
    if not len(found.rows):
        raise Unreadable(f"{path.name} holds no events.")
    blank = Plane("", None, 1.0)
    points = Points(path.name, len(xy), xy, np.array(found.rows, np.intp), when, blank, (), ())
    mend = "Check which columns --x and --y name." if columns.x else "Give a map file of points, one an event."
    points = points.without(bad, dict.fromkeys(bad, mend))
    placed = place(points.xy, crs, declared, found.file, named=(columns.x or "", columns.y or ""))
    return _on(points, placed)


def _on(points: Points, placed: Placed) -> Points:
    """The events where their plane has them; on it 0, 0 and what lies off it are left out."""
    points = replace(points, xy=placed.xy, plane=placed.plane).without(placed.off, placed.mends)
    return points.noting(placed.note)


def with_days(points: Points) -> Points:
    """Those with a day.

    Raises
    ------
    Unreadable
        Some have only a month, or most have no date.
    """
    when = _asked(points)
    if when.month_only.any():
        rows = words.listed([str(row) for row in points.rows[when.month_only][:ROWS]])
        count = int(when.month_only.sum())
        raise Unreadable(
            f"{points.file}: row{'s' if count > 1 else ''} {rows}{' and more' if count > ROWS else ''} "
            f"({words.number(count)} in all): months only, where days are needed: two events of one month would count "
            "as the same day. Give the full dates, or use `kith evaluate places`, which works by months."
        )
    return _dated(points, when)


def with_months(points: Points) -> Points:
    """Those with a month, from a date or a month.

    Raises
    ------
    Unreadable
        The column counts days from an unknown one, or most have no date.
    """
    when = _asked(points)
    if when.numbers:
        raise Unreadable(
            f"{points.file}: --date names a column of numbers, which say no month. Write dates (2019-06-30) or months "
            "(2019-06)."
        )
    return _dated(points, when)


def _dated(points: Points, when: Dates) -> Points:
    mend = "Check which column --date names, and write dates as 2019-06-30."
    empty, unread = "the date is empty", "the date cannot be read"
    return points.without({empty: when.empty, unread: when.unread}, {empty: mend, unread: mend}).noting(when.note)


def _asked(points: Points) -> Dates:
    if points.dates is None:
        raise Unreadable(f"When were the events of {points.file}? Name the column with --date.")
    return points.dates


def _table(path: Path, columns: Columns) -> tuple[Table, Columns]:
    """The table, and the columns by their names: where positions are given, its header is set aside if it has one."""
    named = [name for name in (columns.x, columns.y, columns.date) if name is not None]
    if is_map(path):
        return attributes(features(path), path.name), columns
    found = table(path)
    if all(name in found.columns for name in named) or not all(name.isdigit() for name in named):
        return found, columns
    found = table(path, header=False)
    for name in named:
        found.column(name, "A position")  # refuses one past the last
    x, y = (found.column(str(name), "") for name in (columns.x, columns.y))
    headed = len(x) > 1 and not any(_is_number(cell[0]) for cell in (x, y))
    headed = headed and any(_is_number(one) for cell in (x, y) for one in cell[1:])
    return (found.where([at > 0 for at in range(len(x))]) if headed else found), columns


def _is_number(cell: str) -> bool:
    return number(cell) is not None


def _numbers(cells: Sequence[str]) -> tuple[Floats, Bools]:
    """The cells as numbers, not a number where they are none, and which are empty."""
    empty = np.array([cell in EMPTY for cell in cells], bool)
    values = np.fromiter((_float(cell) for cell in cells), float, len(cells))
    return values, empty


def _float(cell: str) -> float:
    """A number; a comma for the decimal point is read where it can be nothing else."""
    try:
        value = float(cell)  # not 1_000, which float() takes
        return value if "_" not in cell and np.isfinite(value) else float("nan")
    except ValueError:
        parts = cell.split(",")
        if len(parts) == 2 and all(part.lstrip("+-").isdigit() for part in parts) and len(parts[1]) != 3:
            return float(cell.replace(",", "."))
        whole = "".join(parts)
        grouped = len(parts) > 1 and len(parts[0]) <= 3 and all(len(part.split(".")[0]) == 3 for part in parts[1:])
        return float(whole) if grouped and number(whole) is not None else float("nan")


def _not_numbers(empty: Bools, unread: Bools) -> dict[str, Bools]:
    return {"x or y is empty": empty, "x or y is no number": unread & ~empty}


def _of_geometry(frame: gpd.GeoDataFrame) -> tuple[Floats, dict[str, Bools]]:
    """The points of features; a group of one point counts as that point."""
    shapes = np.array(frame.geometry, dtype=object)
    single = (shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOINT) & (
        shapely.get_num_geometries(shapes) == 1
    )
    shapes = np.where(single, shapely.get_geometry(shapes, 0), shapes)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    other = ~empty & (shapely.get_type_id(shapes) != shapely.GeometryType.POINT)
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    unread = ~empty & ~other & ~(np.isfinite(x) & np.isfinite(y))
    return np.c_[x, y], {"it has no point": empty, "it is no single point": other, "its point is no number": unread}

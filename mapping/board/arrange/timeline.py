"""A board by time: everybody when a record first ties them to somebody on it, left to right, with guides in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from data_schema import schema
from mapping.board.arrange.rings import neighbours
from mapping.board.arrange.room import ASPECT, Boxes, Floats, boxes
from mapping.board.model import Board, Guide, Positions

SWEEPS = 6
BETWEEN = 36.0  # px between two columns
MOST_COLUMNS = 12  # with more months than this, columns are quarters; with more quarters, years
LABEL = 60.0  # px between two guides at least
GOLDEN = 0.618034
UNDATED = ""


def by_time(board: Board) -> Floats:
    """Columns, oldest left; whoever has no dated tie stands in a last one. Few ties cross from one to the next."""
    index = {node.id: place for place, node in enumerate(board.nodes)}
    room = boxes(board.nodes)
    near = neighbours(board, index)
    months = first_months(board)
    of = _columns(months.values())
    columns: dict[str, list[int]] = {}
    for place, node in enumerate(board.nodes):
        columns.setdefault(of(months[node.id]), []).append(place)
    order = sorted(columns, key=lambda column: (column == UNDATED, column))
    most = _tallest(room, [columns[column] for column in order])
    at = np.zeros((len(index), 2))
    height = np.zeros(len(index))
    x = 0.0
    lanes: list[list[int]] = []
    for column in order:
        for lane in _lanes(columns[column], room, most):
            wide = float(room.half[lane].max())
            at[lane, 0] = x + wide
            x += 2 * wide
            lanes.append(lane)
        x += BETWEEN
    free = x / ASPECT
    for lane in lanes:
        _stack(lane, room, height, 0.0)
    for _ in range(SWEEPS):
        for lane in lanes:
            wanted = {place: _pulled(place, near, height) for place in lane}
            lane.sort(key=lambda place: (wanted[place], place))
            _stack(lane, room, height, 0.0)
    for number, lane in enumerate(lanes):  # apart in height too, or every tie would lie on one line
        _stack(lane, room, height, free, (number * GOLDEN) % 1.0)
    at[:, 1] = height
    middle: Floats = at.mean(axis=0)
    return at - middle


def first_months(board: Board) -> dict[str, str]:
    """The month, as 2026-10, in which a record first ties each node to another on the board; "" when none does.

    Ties that do not age, kinship for instance, began before anybody looked: whoever has no other stands with the first
    of those that they are tied to.
    """
    found = {node.id: UNDATED for node in board.nodes}
    lasting: list[tuple[str, str]] = []
    kinds = schema().ties
    for line in board.lines:
        ends = (line.from_id, line.to_id)
        if all(kinds[kind].half_life_days is None for kind in line.kinds):
            lasting.append(ends)
            continue
        for id in ends:
            found[id] = min(found[id] or line.first_observed[:7], line.first_observed[:7])
    dated = dict(found)
    for one, other in (*lasting, *((other, one) for one, other in lasting)):
        if not dated[one] and dated[other]:
            found[one] = min(found[one] or dated[other], dated[other])
    return found


def guides(board: Board, at: Positions) -> tuple[Guide, ...]:
    """Labels above the columns of a board laid out by time: where each month, quarter or year begins."""
    left: dict[str, float] = {}
    room = boxes(board.nodes)
    months = first_months(board)
    of = _columns(months.values())
    for place, node in enumerate(board.nodes):
        if node.id in at and not node.pinned:  # whoever is pinned stands outside the order
            column = of(months[node.id])
            left[column] = min(left.get(column, math.inf), at[node.id][0] - float(room.half[place]))
    made: list[Guide] = []
    for column in sorted(left, key=lambda column: (column == UNDATED, column)):
        if not made or left[column] >= made[-1].x + LABEL:  # else somebody was moved since
            made.append(Guide(round(left[column], 1), _words(column)))
    return tuple(made)


def _columns(months: Iterable[str]) -> Callable[[str], str]:
    """What column a month belongs to: its own, that of its quarter, or that of its year."""
    known = {month for month in months if month}
    for of in (str, _quarter):
        if len({of(month) for month in known}) <= MOST_COLUMNS:
            return of
    return lambda month: month[:4]


def _quarter(month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}" if month else UNDATED


def _words(column: str) -> str:
    if not column:
        return "no dated tie on this board"
    if "Q" in column:
        first = 3 * int(column[-1]) - 2
        return f"{date(2000, first, 1):%b} to {date(2000, first + 2, 1):%b} {column[:4]}"
    return f"{date.fromisoformat(f'{column}-01'):%b %Y}" if len(column) > 4 else column


def _tallest(room: Boxes, columns: Sequence[Sequence[int]]) -> float:
    """How high a column may be, for the whole to have about the shape of the canvas."""
    area = float((2 * room.half * (room.up + room.down)).sum())
    widest = 2 * float(room.half.max())
    return max(math.sqrt(area / ASPECT), 4 * float((room.up + room.down).max()), area / (widest * 60))


def _lanes(column: Sequence[int], room: Boxes, most: float) -> list[list[int]]:
    """A column as one or more, none higher than that."""
    high = float((room.up + room.down)[list(column)].sum())
    count = max(1, math.ceil(high / most))
    each = math.ceil(len(column) / count)
    return [list(column[start : start + each]) for start in range(0, len(column), each)]


def _stack(lane: Sequence[int], room: Boxes, height: Floats, free: float, where: float = 0.5) -> None:
    """One below the other: around the middle line, or spread out somewhere in the free height, 0 top and 1 bottom."""
    sizes = (room.up + room.down)[list(lane)]
    gap = max(0.0, (free - sizes.sum()) / (len(lane) + 1)) if len(lane) > 1 else 0.0
    sizes = sizes + gap
    total = float(sizes.sum())
    top = -total / 2 + (where - 0.5) * max(0.0, free - total)
    height[list(lane)] = top + np.concatenate([[0.0], np.cumsum(sizes)[:-1]]) + room.up[list(lane)]


def _pulled(place: int, near: Mapping[int, Sequence[int]], height: Floats) -> float:
    """The middle height of its neighbours, and its own."""
    others = near[place]
    return float((height[others].sum() + height[place]) / (len(others) + 1)) if others else float(height[place])

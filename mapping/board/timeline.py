"""A board by time: everybody in the month of the first record that ties them to anybody on it, left to right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from mapping.board.model import Board, Guide, Positions
from mapping.board.rings import neighbours
from mapping.board.room import ASPECT, Boxes, Floats, boxes

SWEEPS = 6
BETWEEN = 36.0  # px between two months
UNDATED = ""


def by_time(board: Board) -> Floats:
    """Columns of months, oldest left; whoever has no tie stands in a last one. Few ties cross from one to the next."""
    index = {node.id: place for place, node in enumerate(board.nodes)}
    room = boxes(board.nodes)
    near = neighbours(board, index)
    months = first_months(board)
    columns: dict[str, list[int]] = {}
    for place, node in enumerate(board.nodes):
        columns.setdefault(months[node.id], []).append(place)
    order = sorted(columns, key=lambda month: (month == UNDATED, month))
    most = _tallest(room, [columns[month] for month in order])
    at = np.zeros((len(index), 2))
    height = np.zeros(len(index))
    x = 0.0
    lanes: list[list[int]] = []
    for month in order:
        for lane in _lanes(columns[month], room, most):
            wide = float(room.half[lane].max())
            at[lane, 0] = x + wide
            x += 2 * wide
            lanes.append(lane)
        x += BETWEEN
    for lane in lanes:
        _stack(lane, room, height)
    for _ in range(SWEEPS):
        for lane in lanes:
            wanted = {place: _pulled(place, near, height) for place in lane}
            lane.sort(key=lambda place: (wanted[place], place))
            _stack(lane, room, height)
    at[:, 1] = height
    middle: Floats = at.mean(axis=0)
    return at - middle


def first_months(board: Board) -> dict[str, str]:
    """The month, as 2026-10, in which a record first ties each node to another on the board; "" when none does."""
    found = {node.id: UNDATED for node in board.nodes}
    for line in board.lines:
        month = line.first_observed[:7]
        for id in (line.from_id, line.to_id):
            found[id] = min(found[id] or month, month)
    return found


def guides(board: Board, at: Positions) -> tuple[Guide, ...]:
    """Month labels above the columns of a board laid out by time: where each month begins."""
    left: dict[str, float] = {}
    room = boxes(board.nodes)
    months = first_months(board)
    for place, node in enumerate(board.nodes):
        if node.id in at:
            month = months[node.id]
            left[month] = min(left.get(month, math.inf), at[node.id][0] - float(room.half[place]))
    return tuple(Guide(round(x, 1), _words(month)) for month, x in sorted(left.items(), key=lambda one: one[1]))


def _words(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%b %Y}" if month else "no tie on this board"


def _tallest(room: Boxes, columns: Sequence[Sequence[int]]) -> float:
    """How high a column may be, for the whole to have about the shape of the canvas."""
    area = float((2 * room.half * (room.up + room.down)).sum())
    widest = 2 * float(room.half.max())
    return max(math.sqrt(area / ASPECT), 4 * float((room.up + room.down).max()), area / (widest * 60))


def _lanes(column: Sequence[int], room: Boxes, most: float) -> list[list[int]]:
    """A month as one or more columns, none higher than that."""
    high = float((room.up + room.down)[list(column)].sum())
    count = max(1, math.ceil(high / most))
    each = math.ceil(len(column) / count)
    return [list(column[start : start + each]) for start in range(0, len(column), each)]


def _stack(lane: Sequence[int], room: Boxes, height: Floats) -> None:
    """One below the other, around the middle line."""
    sizes = (room.up + room.down)[list(lane)]
    tops = np.concatenate([[0.0], np.cumsum(sizes)[:-1]]) - sizes.sum() / 2
    height[list(lane)] = tops + room.up[list(lane)]


def _pulled(place: int, near: Mapping[int, Sequence[int]], height: Floats) -> float:
    """The middle height of its neighbours, and its own."""
    others = near[place]
    return float((height[others].sum() + height[place]) / (len(others) + 1)) if others else float(height[place])

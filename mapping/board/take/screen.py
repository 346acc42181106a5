"""Fits a small board into the frame of a screen at the size that a room can read. Pure, and repeatable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np
import numpy.typing as npt

from mapping.board.arrange import layout
from mapping.board.model import Board, Hull, Mark, Positions
from mapping.board.take import groups, shapes
from mapping.board.take.ink import Sizes
from mapping.board.take.legend import legend

Floats = npt.NDArray[np.float64]
Frame = tuple[float, float, float, float]
"""Left, top, right, bottom."""

ROUNDS = 600
STRETCH = 2.4
"""By how much more one way than the other a layout is stretched at most."""
_GAP = 14.0


@dataclass(frozen=True)
class _Room:
    """How far each node and its words reach: to each side, up and down."""

    side: Floats
    up: Floats
    down: Floats


def fitted(board: Board, sizes: Sizes, frame: Frame) -> Positions:
    """Places for everybody within the frame, shapes and words clear of each other where there is room for that.

    Laid out afresh for this frame: where somebody stands on the board depends on others who are not shown here.
    """
    if not board.nodes:
        return {}
    found = layout(board)
    at = np.array([found[node.id] for node in board.nodes], dtype=float)
    reach = np.array([shapes.reach(node, sizes) for node in board.nodes], dtype=float)
    room = _Room(reach[:, 0] + _GAP, reach[:, 1] + _GAP / 2, reach[:, 2] + _GAP / 2)
    inner = _inside(board, sizes, frame)
    at = _filling(at, room, inner)
    for _ in range(ROUNDS):
        moved = _apart(at, room)
        if moved is None:
            break
        at = _within(moved, room, inner)
    return {node.id: (float(x), float(y)) for node, (x, y) in zip(board.nodes, at, strict=True)}


def honest(board: Board, at: Positions, sizes: Sizes) -> tuple[Hull, ...]:
    """Groups and frames in whose area nobody else stands: on a screen whoever is inside is taken for a member."""
    nodes = {node.id: node for node in board.nodes}
    kept = []
    for hull in board.hulls:
        box = groups.frame_box(hull, nodes, {}, at, sizes) if hull.framed else None
        around = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])] if box else []
        around = around or groups.outline(hull, at, sizes)
        own = {*hull.members, hull.id}
        if not any(_in(at[node.id], around) for node in board.nodes if node.id not in own):
            kept.append(hull)
    return tuple(kept)


def _in(point: tuple[float, float], around: Sequence[tuple[float, float]]) -> bool:
    """Whether a point lies in a convex outline, on its edge included."""
    turns = (
        [
            (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
            for a, b in zip(around, (*around[1:], around[0]), strict=True)
        ]
        if around
        else []
    )
    return bool(turns) and (all(turn >= 0 for turn in turns) or all(turn <= 0 for turn in turns))


def legend_high(marks: Sequence[Mark], room: float, letters: float) -> float:
    """How high a legend is."""
    return legend(Element("g"), marks, 0.0, 0.0, room, letters)


def _inside(board: Board, sizes: Sizes, frame: Frame) -> Frame:
    """The frame less what groups and frames take around their members."""
    left, top, right, bottom = frame
    if any(hull.framed for hull in board.hulls):
        _, _, high = groups.tab(next(hull for hull in board.hulls if hull.framed), sizes)
        return left + 24, top + high + 34, right - 24, bottom - 24
    around = 20.0 if board.hulls else 0.0
    return left + around, top + around, right - around, bottom - around


def _filling(at: Floats, room: _Room, frame: Frame) -> Floats:
    """The layout stretched over the frame, less in one way than the other if it is far longer than wide."""
    low, high = at.min(axis=0), at.max(axis=0)
    left, right = frame[0] + float(room.side.max()), frame[2] - float(room.side.max())
    top, bottom = frame[1] + float(room.up.max()), frame[3] - float(room.down.max())
    wanted = np.maximum(np.array([right - left, bottom - top]), 1.0)
    factor = wanted / np.maximum(high - low, 1.0)
    factor = np.minimum(factor, factor.min() * STRETCH)
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    stretched: Floats = (at - (low + high) / 2) * factor + middle
    return stretched


def _apart(at: Floats, room: _Room) -> Floats | None:
    """Each pair that overlaps pushed apart the shorter way; None when none does."""
    move, hit = np.zeros_like(at), False
    for one in range(len(at)):
        for other in range(one + 1, len(at)):
            x = room.side[one] + room.side[other] - abs(at[one, 0] - at[other, 0])
            upper, lower = (one, other) if at[one, 1] <= at[other, 1] else (other, one)
            y = room.down[upper] + room.up[lower] - (at[lower, 1] - at[upper, 1])
            if x <= 0.5 or y <= 0.5:
                continue
            hit = True
            if x < y:
                way = x / 2 if at[one, 0] <= at[other, 0] else -x / 2
                move[one, 0] -= way
                move[other, 0] += way
            else:
                move[upper, 1] -= y / 2
                move[lower, 1] += y / 2
    return at + move * 0.7 if hit else None


def _within(at: Floats, room: _Room, frame: Frame) -> Floats:
    left, top, right, bottom = frame
    x = np.clip(at[:, 0], left + room.side, np.maximum(right - room.side, left + room.side))
    y = np.clip(at[:, 1], top + room.up, np.maximum(bottom - room.down, top + room.up))
    return np.column_stack([x, y])

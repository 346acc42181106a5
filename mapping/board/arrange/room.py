"""How much room a node and its words take, and how to keep nodes off each other: boxes and free places."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from mapping.board.model import Node

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LETTER = 6.5  # px, an average letter of Source Sans 600 at 12.5 px, a little generous
LINE = 14.0  # px, a line of words below a node
ASPECT = 1.45  # width : height of the canvas at 1440 x 900
LYING = math.sqrt(ASPECT)  # free room is looked for further to the sides than up and down
MARGIN = 6.0  # px kept free around every box
SHAPES = {  # half width and half height of each shape in px
    "child": (17.0, 17.0),
    "adult": (24.0, 15.0),
    "location": (14.0, 18.0),
    "school": (16.0, 16.0),
    "peer_group": (17.0, 17.0),
    "event": (14.0, 14.0),
    "thing": (12.0, 15.0),
}
CONCERN = 6.0  # px that the second outline of an adult of concern adds


@dataclass(frozen=True)
class Boxes:
    """The box of every node around its position: half width, and how far it reaches up and down, in px."""

    half: Floats
    up: Floats
    down: Floats

    def __len__(self) -> int:
        return len(self.half)

    def take(self, rows: Sequence[int]) -> Boxes:
        """The boxes of some nodes."""
        return Boxes(self.half[rows], self.up[rows], self.down[rows])

    def beside(self, half: Floats, high: Floats) -> Boxes:
        """These boxes and, after them, others around their own middle: half widths and half heights."""
        pairs = ((self.half, half), (self.up, high), (self.down, high))
        return Boxes(*(np.concatenate(pair) for pair in pairs))

    def frame(self, at: Floats) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of everything, words included."""
        return (
            float((at[:, 0] - self.half).min()),
            float((at[:, 1] - self.up).min()),
            float((at[:, 0] + self.half).max()),
            float((at[:, 1] + self.down).max()),
        )


def boxes(nodes: Iterable[Node]) -> Boxes:
    """The room each node takes with the words below it."""
    half, up, down = [], [], []
    for node in nodes:
        wide, high = SHAPES.get(node.kind, SHAPES["location"])
        wide = max(wide, (len(node.label) * LETTER + 14) / 2) + (CONCERN if node.concern else 0)
        high += CONCERN if node.concern else 0
        words = max((len(line.text) * LETTER + (14 if line.mark else 0) for line in node.below), default=0.0)
        half.append(max(wide, words / 2) + MARGIN)
        up.append(high + MARGIN)
        down.append(high + LINE * len(node.below) + MARGIN)
    return Boxes(np.array(half), np.array(up), np.array(down))


def overlaps(at: Floats, room: Boxes) -> npt.NDArray[np.intp]:
    """Pairs of nodes whose boxes overlap: shape (pairs, 2)."""
    if len(at) < 2:
        return np.zeros((0, 2), dtype=np.intp)
    reach = 2 * max(float(room.half.max()), float((room.up + room.down).max()) / 2)
    middle = _middle(at, room)
    pairs = cKDTree(middle).query_pairs(reach * math.sqrt(2), output_type="ndarray")
    x, y = _too_near(middle, room, pairs)
    hit = pairs[(x > 1e-6) & (y > 1e-6)]
    found: npt.NDArray[np.intp] = hit[np.lexsort((hit[:, 1], hit[:, 0]))]
    return found


def spread(at: Floats, room: Boxes, rounds: int = 400, fixed: Bools | None = None) -> Floats:
    """Push overlapping boxes apart, each pair the shorter way, growing the whole a little while it stays crowded.

    Whoever is fixed stays exactly there, and the others make way; two fixed ones may overlap.
    """
    stay = np.zeros(len(at), dtype=bool) if fixed is None else fixed
    free = ~stay
    at = at + _nudge(len(at)) * free[:, None]
    for turn in range(rounds):
        pairs = _movable(overlaps(at, room), stay)
        if not len(pairs):
            break
        middle = _middle(at, room)
        x, y = _too_near(middle, room, pairs)
        one, other = pairs.T
        sideways = x < y
        push = np.zeros((len(pairs), 2))
        push[sideways, 0] = (x * np.where(middle[one, 0] <= middle[other, 0], -0.5, 0.5))[sideways]
        push[~sideways, 1] = (y * np.where(middle[one, 1] <= middle[other, 1], -0.5, 0.5))[~sideways]
        push[stay[one] | stay[other]] *= 2  # one of the two goes the whole way
        move = np.zeros_like(at)
        np.add.at(move, one, push)
        np.add.at(move, other, -push)
        at[free] += move[free] * 1.02
        if turn % 8 == 7:
            at[free] *= 1.04
    while len(_movable(overlaps(at, room), stay)):  # growing always ends: distinct points come apart
        at[free] *= 1.1
    return at


def _movable(pairs: npt.NDArray[np.intp], stay: Bools) -> npt.NDArray[np.intp]:
    return pairs[~(stay[pairs[:, 0]] & stay[pairs[:, 1]])]


def clear(
    room: Boxes, at: Floats, place: int, others: Sequence[int], anchors: Sequence[int], distance: float
) -> tuple[float, float]:
    """The free place for one node nearest to its anchors, none of the others moved.

    Parameters
    ----------
    place : int
        The node to place.
    others : sequence of int
        Nodes that already stand.
    anchors : sequence of int
        Those among them that it is tied to; none puts it to the right of everything.
    distance : float
        Wanted length of a tie.
    """
    standing = at[list(others)]
    if not anchors:
        _, top, right, bottom = room.take(others).frame(standing)
        start, distance = np.array([right + room.half[place] + distance / 2, (top + bottom) / 2]), 0.0
    else:
        start = at[list(anchors)].mean(axis=0)
        distance = distance if len(anchors) == 1 else distance / 2
    away = start - standing.mean(axis=0)
    first = math.atan2(away[1], away[0]) if np.hypot(*away) > 1 else 0.0
    taken = room.take(others)
    for ring in range(10_000):
        radius = distance + ring * 22.0
        around = max(1, int(2 * math.pi * radius / 30))
        steps = np.arange(around)
        outwards = np.where(steps % 2, -(steps + 1) // 2, steps // 2)  # straight out first, then to both sides
        turns = outwards * (2 * math.pi / around)
        spots = start + radius * np.column_stack([LYING * np.cos(first + turns), np.sin(first + turns) / LYING])
        wide = room.half[place] + taken.half
        gap_x = np.abs(spots[:, None, 0] - standing[None, :, 0]) < wide
        top = spots[:, None, 1] - room.up[place] < standing[None, :, 1] + taken.down
        bottom = spots[:, None, 1] + room.down[place] > standing[None, :, 1] - taken.up
        free = np.flatnonzero(~(gap_x & top & bottom).any(axis=1))
        if len(free):
            return float(spots[free[0], 0]), float(spots[free[0], 1])
    raise AssertionError("a free place exists beyond every finite board")


def _middle(at: Floats, room: Boxes) -> Floats:
    return at + np.column_stack([np.zeros(len(at)), (room.down - room.up) / 2])


def _too_near(middle: Floats, room: Boxes, pairs: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
    """By how much each pair's boxes overlap across and down; negative when they are clear."""
    one, other = pairs.T
    apart = np.abs(middle[one] - middle[other])
    high = (room.up + room.down) / 2
    return room.half[one] + room.half[other] - apart[:, 0], high[one] + high[other] - apart[:, 1]


def _nudge(size: int) -> Floats:
    """A hair's breadth, different for each node, so that two on one spot know which way to go."""
    turn = np.arange(size) * 2.399963  # golden angle
    return 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])

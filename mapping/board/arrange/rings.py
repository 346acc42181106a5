"""A board around one person or place: rings of those one, two, three steps away, ordered so that few ties cross."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import isotonic_regression

from mapping.board.arrange.room import Boxes, Floats, boxes
from mapping.board.model import Board

RING = 96.0  # px between two circles
FIRST = 150.0  # px, radius of the first
SWEEPS = 10
GAP = 72.0  # px between the rings and those whom no tie leads to

Near = Mapping[int, Sequence[int]]


def around_one(board: Board, focus: str) -> Floats:
    """Places of all nodes around one of them; those whom no tie leads to stand in rows below."""
    index = {node.id: place for place, node in enumerate(board.nodes)}
    near = neighbours(board, index)
    room = boxes(board.nodes)
    start = index[focus] if focus in index else max(range(len(index)), key=lambda one: (len(near[one]), -one))
    steps = _steps(near, start)
    rings: list[list[int]] = [[] for _ in range(max(steps.values(), default=0) + 1)]
    for place, step in steps.items():
        rings[step].append(place)
    at = np.zeros((len(index), 2))
    outside = circles(at, room, near, rings)
    rest = [place for place in range(len(index)) if place not in steps]
    in_rows(at, room, rest, outside + GAP, width=max(2 * outside, 600.0))
    return at


def neighbours(board: Board, index: Mapping[str, int]) -> dict[int, list[int]]:
    """Row numbers of the nodes to which each node is tied."""
    near: dict[int, set[int]] = defaultdict(set)
    for line in board.lines:
        one, other = index[line.from_id], index[line.to_id]
        near[one].add(other)
        near[other].add(one)
    return {place: sorted(near[place]) for place in range(len(index))}


def circles(at: Floats, room: Boxes, near: Near, rings: Sequence[Sequence[int]]) -> float:
    """Put `rings[0]` into the middle and the others around it, in as many circles as each needs; the radius of all."""
    at[list(rings[0])] = 0.0
    wide = max(float(room.half[list(rings[0])].max()), float(room.down[list(rings[0])].max()))
    order = _ordered(near, rings)
    radius = max(FIRST - RING, wide)
    angles: dict[int, float] = {}
    for ring in order:
        radius = circle(at, room, near, ring, radius, angles)
    return radius + RING / 2


def in_rows(at: Floats, room: Boxes, rest: Sequence[int], top: float, width: float) -> None:
    """Put these into rows below, around the middle."""
    x, y, high = -width / 2, top, 0.0
    for place in rest:
        if x > -width / 2 and x + 2 * room.half[place] > width / 2:
            x, y, high = -width / 2, y + high, 0.0
        at[place] = (x + room.half[place], y + room.up[place])
        x += 2 * float(room.half[place])
        high = max(high, float(room.up[place] + room.down[place]))


def _steps(near: Near, start: int) -> dict[int, int]:
    steps, waiting = {start: 0}, deque([start])
    while waiting:
        place = waiting.popleft()
        for other in near[place]:
            if other not in steps:
                steps[other] = steps[place] + 1
                waiting.append(other)
    return steps


def _ordered(near: Near, rings: Sequence[Sequence[int]]) -> list[list[int]]:
    """Each ring in an order around the circle: those tied to each other, and to the same ones further in, together.

    Each goes to the middle of the directions of its neighbours, a few times over (barycentre sweeps of Sugiyama, Tagawa
    & Toda 1981, on circles).
    """
    inner = set(rings[0])
    turn: dict[int, float] = {}
    order = [_chained(near, ring, inner) for ring in rings[1:]]
    for ring in order:
        turn.update({place: 2 * math.pi * number / len(ring) for number, place in enumerate(ring)})
    for _ in range(SWEEPS):
        for number, ring in enumerate(order):
            wanted = {place: _towards(place, near, turn, inner) for place in ring}
            order[number] = sorted(ring, key=lambda place: (wanted[place], place))
            turn.update({place: 2 * math.pi * spot / len(ring) for spot, place in enumerate(order[number])})
    return order


def _chained(near: Near, ring: Sequence[int], inner: set[int]) -> list[int]:
    """Those who are tied to each other one after the other."""
    here, done, chain = set(ring), set(inner), []
    for start in sorted(ring, key=lambda place: (-len(near[place]), place)):
        stack = [start]
        while stack:
            place = stack.pop()
            if place in done or place not in here:
                continue
            done.add(place)
            chain.append(place)
            stack += [other for other in reversed(near[place]) if other not in done]
    return chain


def _towards(place: int, near: Near, turn: Mapping[int, float], inner: set[int]) -> float:
    """The middle direction of a node's neighbours and, a little, its own; from 0 to 2 pi."""
    x, y = 0.4 * math.cos(turn[place]), 0.4 * math.sin(turn[place])
    for other in near[place]:
        if other not in inner and other in turn:
            x, y = x + math.cos(turn[other]), y + math.sin(turn[other])
    return math.atan2(y, x) % (2 * math.pi)


def circle(at: Floats, room: Boxes, near: Near, ring: Sequence[int], radius: float, angles: dict[int, float]) -> float:
    """Put these on as many circles beyond the radius as hold them, in the directions of their neighbours in `angles`.

    Their own directions are added to `angles`. Returns the outermost radius.
    """
    wanted = {place: _seen(place, near, angles, number, len(ring)) for number, place in enumerate(ring)}
    waiting = sorted(ring, key=lambda place: wanted[place])
    count, need = 1, 2.3 * float(room.half[waiting].sum())
    while sum(2 * math.pi * (radius + RING * (one + 1)) for one in range(count)) < need:
        count += 1
    long = radius + RING * (np.arange(count) + 1.0)
    taken = np.zeros(count)
    lane = []
    for number in range(len(waiting)):  # in turn, each circle by its length
        lane.append(int(np.argmax((number + 1) * long / long.sum() - taken)))
        taken[lane[-1]] += 1
    for number in range(count):
        here = [place for place, own in zip(waiting, lane, strict=True) if own == number]
        _set_on(at, room, here, wanted, float(long[number]), angles)
    return float(long[-1])


def _seen(place: int, near: Near, angles: Mapping[int, float], number: int, size: int) -> float:
    """The direction that its neighbours further in say; else its turn in the order."""
    inside = [angles[other] for other in near[place] if other in angles]
    if not inside:
        return 2 * math.pi * number / size
    return math.atan2(sum(map(math.sin, inside)), sum(map(math.cos, inside))) % (2 * math.pi)


def _set_on(
    at: Floats, room: Boxes, here: Sequence[int], wanted: Mapping[int, float], radius: float, angles: dict[int, float]
) -> None:
    """Set these on one circle, each as near to its wanted direction as the room allows."""
    if not here:
        return
    need = 2.0 * np.maximum(room.half[list(here)], (room.up + room.down)[list(here)] / 2) / radius
    gaps = (need + np.roll(need, 1)) / 2
    full = float(gaps.sum())
    if full >= 2 * math.pi:
        found = np.cumsum(gaps) * 2 * math.pi / full
    else:
        turns = np.array([wanted[place] for place in here])
        before = np.concatenate([[0.0], np.cumsum(gaps[1:])])
        found = isotonic_regression(turns - before).x + before
        if found[-1] - found[0] > 2 * math.pi - gaps[0]:  # the ends would meet: all of them a little closer
            found = found[0] + (found - found[0]) * (2 * math.pi - gaps[0]) / (found[-1] - found[0])
    for place, turn in zip(here, found, strict=True):
        angles[place] = float(turn)
        at[place] = (radius * math.cos(turn), radius * math.sin(turn))

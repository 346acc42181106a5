"""A board by group or by place: those who belong together stand together, and groups with many ties near each other."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import rustworkx as rx

from mapping.board.arrange.layout import layout
from mapping.board.arrange.rings import circle, circles, neighbours
from mapping.board.arrange.room import ASPECT, Boxes, Floats, boxes
from mapping.board.model import Board, Hull

APART = 40.0  # px kept free around a cluster
PLACES = frozenset({"location", "school"})


def by_group(board: Board) -> Floats:
    """Frames first, then groups that a record names, then those found; each node in the first that holds it."""
    index = {node.id: place for place, node in enumerate(board.nodes)}
    home: dict[int, int] = {}
    hulls = sorted(board.hulls, key=lambda hull: (not hull.framed, hull.found, hull.id))
    for number, hull in enumerate(hulls):
        for id in (*hull.members, hull.id):
            if id in index:
                home.setdefault(index[id], number)
    near = neighbours(board, index)
    guests = _drawn_to(home, near)
    at = np.zeros((len(index), 2))
    room = boxes(board.nodes)
    frames = []
    for number in sorted({*home.values()}):
        inside = sorted(place for place, own in home.items() if own == number)
        outside = sorted(place for place, own in guests.items() if own == number)
        _inner(at, board, inside)
        _around(at, room, near, inside, outside)
        frames.append([*inside, *outside])
    return _together(at, board, room, near, frames)


def by_place(board: Board) -> Floats:
    """Places and schools, each with those around it who have more ties with it than with any other."""
    index = {node.id: place for place, node in enumerate(board.nodes)}
    near = neighbours(board, index)
    centres = {place: place for place, node in enumerate(board.nodes) if node.kind in PLACES}
    guests = _drawn_to(centres, near, _weights(board, index))
    at = np.zeros((len(index), 2))
    room = boxes(board.nodes)
    frames = []
    for centre in centres:
        around = sorted(place for place, own in guests.items() if own == centre)
        circles(at, room, near, [[centre], around] if around else [[centre]])
        frames.append([centre, *around])
    return _together(at, board, room, near, frames)


def _weights(board: Board, index: Mapping[str, int]) -> dict[tuple[int, int], int]:
    """Records behind the ties of each pair."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    for line in board.lines:
        one, other = index[line.from_id], index[line.to_id]
        found[one, other] += line.records + line.said
        found[other, one] += line.records + line.said
    return found


def _drawn_to(
    home: Mapping[int, int], near: Mapping[int, Sequence[int]], weight: Mapping[tuple[int, int], int] | None = None
) -> dict[int, int]:
    """Everybody else, by the cluster that they have most ties with; those tied only to such guests with them."""
    belongs = dict(home)
    waiting = [place for place in near if place not in home]
    while True:
        found: dict[int, int] = {}
        for place in waiting:
            pull: Counter[int] = Counter()
            for other in near[place]:
                if other in belongs:
                    pull[belongs[other]] += (weight or {}).get((place, other), 1)
            if pull:
                found[place] = min(pull, key=lambda own: (-pull[own], own))
        if not found:
            return {place: own for place, own in belongs.items() if place not in home}
        belongs |= found
        waiting = [place for place in waiting if place not in found]


def _inner(at: Floats, board: Board, inside: Sequence[int]) -> None:
    """A cluster laid out by its own ties around its own middle."""
    nodes = tuple(board.nodes[place] for place in inside)
    here = {node.id for node in nodes}
    lines = tuple(line for line in board.lines if {line.from_id, line.to_id} <= here)
    ring = Hull("", "", tuple(node.id for node in nodes))  # whoever is tied to nobody in it stands in it too
    placed = layout(replace(board, nodes=nodes, lines=lines, hulls=(ring,)))
    at[list(inside)] = [placed[node.id] for node in nodes]


def _around(
    at: Floats, room: Boxes, near: Mapping[int, Sequence[int]], inside: Sequence[int], outside: Sequence[int]
) -> None:
    """Guests on circles around the cluster, in the direction of those in it whom they are tied to."""
    if not outside:
        return
    left, top, right, bottom = room.take(inside).frame(at[list(inside)])
    at[list(inside)] -= ((left + right) / 2, (top + bottom) / 2)
    reach = float(np.hypot(at[list(inside), 0], at[list(inside), 1]).max())
    angles = {place: math.atan2(at[place, 1], at[place, 0]) % (2 * math.pi) for place in inside}
    circle(at, room, near, outside, reach, angles)


def _together(
    at: Floats, board: Board, room: Boxes, near: Mapping[int, Sequence[int]], frames: list[list[int]]
) -> Floats:
    """Clusters beside each other, those with many ties between them near; whoever is in none as one of their own."""
    placed = {place for frame in frames for place in frame}
    rest = [place for place in range(len(board.nodes)) if place not in placed]
    if rest:
        _inner_rest(at, board, rest)
        frames = [*frames, rest]
    if len(frames) == 1:
        return at
    edges = [room.take(frame).frame(at[frame]) for frame in frames]
    half = np.array([(right - left) / 2 + APART for left, _, right, _ in edges])
    high = np.array([(bottom - top) / 2 + APART for _, top, _, bottom in edges])
    spots = _packed(_springs(near, frames), half, high)
    for (left, top, right, bottom), frame, spot in zip(edges, frames, spots, strict=True):
        at[frame] += spot - ((left + right) / 2, (top + bottom) / 2)
    middle: Floats = at.mean(axis=0)
    return at - middle


def _inner_rest(at: Floats, board: Board, rest: Sequence[int]) -> None:
    here = {board.nodes[place].id for place in rest}
    part = replace(
        board,
        nodes=tuple(board.nodes[place] for place in rest),
        lines=tuple(line for line in board.lines if {line.from_id, line.to_id} <= here),
        hulls=(),
    )
    placed = layout(part)
    at[list(rest)] = [placed[node.id] for node in part.nodes]


def _springs(near: Mapping[int, Sequence[int]], frames: Sequence[Sequence[int]]) -> Floats:
    """Where the middles of clusters would stand by the ties between them, their sizes aside."""
    own = {place: number for number, frame in enumerate(frames) for place in frame}
    between: Counter[tuple[int, int]] = Counter()
    for place, others in near.items():
        for other in others:
            if own[place] < own[other]:
                between[own[place], own[other]] += 1
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(range(len(frames))))
    graph.add_edges_from([(one, other, math.log1p(count)) for (one, other), count in sorted(between.items())])
    springs = rx.spring_layout(graph, seed=0, num_iter=200, weight_fn=float)
    at: Floats = np.array([springs[number] for number in graph.node_indices()], dtype=float)
    return at


def _packed(wanted: Floats, half: Floats, high: Floats) -> Floats:
    """Boxes close together, each in the direction that is wanted of it, as near to the middle as the others let it."""
    away: Floats = wanted - wanted.mean(axis=0)
    order = sorted(range(len(away)), key=lambda number: (float(np.hypot(*away[number])), number))
    at = np.zeros_like(away)
    for turn, number in enumerate(order[1:], 1):
        done = order[:turn]
        angle = math.atan2(away[number, 1], away[number, 0]) if np.hypot(*away[number]) > 1e-9 else 2.4 * turn
        ray = np.array([ASPECT * math.cos(angle), math.sin(angle)])
        ray[np.abs(ray) < 1e-9] = 1e-9
        reach = np.column_stack([half[number] + half[done], high[number] + high[done]])
        bounds = np.sort(np.stack([(at[done] - reach) / ray, (at[done] + reach) / ray]), axis=0)
        enters, leaves = bounds[0].max(axis=1), bounds[1].min(axis=1)  # of each box done, where the ray is in its way
        at[number] = ray * _first_free([(a, b) for a, b in zip(enters, leaves, strict=True) if a < b])
    return at


def _first_free(taken: Sequence[tuple[float, float]]) -> float:
    """The smallest distance from 0 on that lies in none of these."""
    free = 0.0
    for enters, leaves in sorted(taken):
        if enters <= free < leaves:
            free = leaves
    return free

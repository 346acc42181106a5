"""Where everything on a board stands: seeded, repeatable, and stable, so that adding one person moves nobody else.

Positions are computed here because physics in the browser takes 20 s for 250 nodes and never stands still.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import rustworkx as rx
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import shortest_path

from mapping.board.arrange.room import ASPECT, Boxes, boxes, clear, spread
from mapping.board.model import Board, Positions

Floats = npt.NDArray[np.float64]

TIE_LENGTH = 128.0  # of an average tie, in board units
GAP = 48.0  # between parts of a board that no tie joins
MOST_BEND = 1.3  # width gained and height lost at most, to fill the canvas
STRESS_LIMIT = 320  # largest part laid out by stress; larger ones by springs alone
STRESS_ROUNDS = 60
SPRING_ROUNDS = 120  # from nothing
ROUNDS_FROM_PIVOTS = 30  # from pivots: less than half the time, and a third of the stress
PIVOTS = 40


def layout(
    board: Board,
    seed: int = 0,
    previous: Mapping[str, tuple[float, float]] | None = None,
    taken: Sequence[tuple[float, float, float, float]] = (),
) -> Positions:
    """Place every node of a board.

    Parameters
    ----------
    board : Board
        What is drawn; its lines and groups pull together what they join.
    seed : int
        The same board and seed give the same positions.
    previous : mapping of node id to (x, y), optional
        Where nodes stood before. Those nodes stay exactly there; only new ones are placed, in free room beside their
        neighbours. Nodes no longer on the board are ignored.
    taken : sequence of (x, y, half width, half height), optional
        Room that other things take, notes for instance: new nodes keep off it.

    Returns
    -------
    mapping of node id to (x, y)
        In board units (CSS pixels at zoom 1), no two nodes or labels overlapping unless `previous` made them.

    Notes
    -----
    Fresh layouts: Fruchterman-Reingold springs (rustworkx) and, for parts of up to 320 nodes, stress majorisation
    (Gansner, Koren & North 2004) with ties longer where neighbourhoods differ; larger parts start from pivots (Brandes
    & Pich 2007). Unconnected parts are packed in rows.
    """
    if not board.nodes:
        return {}
    index = {node.id: place for place, node in enumerate(board.nodes)}
    room = boxes(board.nodes)
    pairs = _pairs(board, index)
    kept = {index[id]: place for id, place in (previous or {}).items() if id in index}
    at = _beside(room, pairs, kept, board, taken) if kept else _fresh(room, pairs, seed)
    return {node.id: (float(x), float(y)) for node, (x, y) in zip(board.nodes, at, strict=True)}


def _pairs(board: Board, index: Mapping[str, int]) -> dict[tuple[int, int], float]:
    """Pull between nodes: one per pair tied, more between members of one group."""
    pull: dict[tuple[int, int], float] = defaultdict(float)
    for line in board.lines:
        one, other = sorted((index[line.from_id], index[line.to_id]))
        if one != other:
            pull[one, other] += 0.6 if line.stale or line.provisional else 1.0
    for hull in board.hulls:
        members = [index[id] for id in hull.members]
        for place, one in enumerate(members):
            for other in members[place + 1 : place + 9]:  # a ring of near members is enough to hold a large group
                pull[min(one, other), max(one, other)] += 0.5
    return pull


def _fresh(room: Boxes, pairs: Mapping[tuple[int, int], float], seed: int) -> Floats:
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(range(len(room))))
    graph.add_edges_from([(one, other, weight) for (one, other), weight in sorted(pairs.items())])
    parts = sorted((sorted(part) for part in rx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    at = np.zeros((len(room), 2))
    for part in parts:
        at[part] = _spread_part(graph.subgraph(part), room.take(part), seed)
    return _pack(at, room, parts)


def _spread_part(graph: rx.PyGraph, room: Boxes, seed: int) -> Floats:
    """Positions of one connected part around its own middle, without overlaps."""
    size = len(room)
    if size == 1:
        return np.zeros((1, 2))
    large = size > STRESS_LIMIT
    start = dict(zip(graph.node_indices(), _pivots(graph, seed).tolist(), strict=True)) if large else None
    rounds = ROUNDS_FROM_PIVOTS if large else SPRING_ROUNDS
    placed = rx.spring_layout(graph, pos=start, seed=seed, num_iter=rounds, weight_fn=float)
    at = np.array([placed[node] for node in graph.node_indices()], dtype=float)
    at *= TIE_LENGTH * 0.62 * math.sqrt(size)
    if not large:
        at = _stress(at, _wanted(graph))
    return spread(_filling(_lying(at)), room)


def _pivots(graph: rx.PyGraph, seed: int) -> Floats:
    """Pivot MDS (Brandes & Pich 2007): the whole shape from the ways to a few nodes far apart, within -1 to 1."""
    near = csr_matrix(np.asarray(rx.adjacency_matrix(graph, float)) > 0)
    ways = [shortest_path(near, unweighted=True, indices=int(near.sum(axis=1).argmax()))]
    for _ in range(PIVOTS - 1):
        farthest = int(np.min(ways, axis=0).argmax())
        ways.append(shortest_path(near, unweighted=True, indices=farthest))
    squared = np.array(ways).T ** 2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()
    left, values, _ = np.linalg.svd(-centred / 2, full_matrices=False)
    at = left[:, :2] * values[:2]
    # leaves of one node have the same ways to everybody: set them apart for the springs
    apart: Floats = at / np.abs(at).max() + np.random.default_rng(seed).normal(0, 0.01, at.shape)
    return apart


def _wanted(graph: rx.PyGraph) -> Floats:
    """Wanted distance between every two nodes: the shortest way along ties, longer where neighbourhoods differ.

    A tie between two people with the same friends is short; a tie from a hub to one of its forty neighbours is long
    enough for the forty to stand around it.
    """
    near = np.asarray(rx.adjacency_matrix(graph, float)) > 0
    both = near | np.eye(len(near), dtype=bool)
    shared = both.astype(np.float64) @ both.T
    sizes = both.sum(axis=1)
    apart = sizes[:, None] + sizes[None, :] - 2 * shared
    length = np.where(near, TIE_LENGTH * np.clip(0.8 + 0.15 * np.sqrt(apart), 1.0, 2.4), 0.0)
    return np.asarray(shortest_path(length, directed=False))


def _stress(at: Floats, wanted: Floats) -> Floats:
    """Stress majorisation with weights 1/d^2, from a given start (localised updates, a fixed number of rounds)."""
    np.fill_diagonal(wanted, 1.0)
    weight = wanted**-2.0
    np.fill_diagonal(weight, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    for _ in range(STRESS_ROUNDS):
        apart = np.maximum(np.hypot(*(at[:, None, axis] - at[None, :, axis] for axis in (0, 1))), 1e-6)
        ratio = weight * wanted / apart
        at = (weight @ at + at * ratio.sum(axis=1, keepdims=True) - ratio @ at) / total
    return at


def _lying(at: Floats) -> Floats:
    """Turned so that its long side lies across the canvas, around its middle."""
    at = at - at.mean(axis=0)
    _, _, axes = np.linalg.svd(at, full_matrices=False)
    if len(at) > 2:
        axes[0] *= 1 if axes[0, 0] >= 0 else -1  # never upside down by a rounding
        axes[1] = [-axes[0, 1], axes[0, 0]]
        at = at @ axes.T
    else:
        at = np.column_stack([np.sign(at[:, 0] + 1e-9) * np.hypot(at[:, 0], at[:, 1]), np.zeros(len(at))])
    return at


def _filling(at: Floats) -> Floats:
    """Stretched towards the shape of the canvas, as far as distances may be bent without misleading."""
    wide, high = np.ptp(at, axis=0)
    if not high or not wide:
        return at
    bend = float(np.clip(math.sqrt(ASPECT * high / wide), 1.0, MOST_BEND))
    return at * (bend, 1 / bend)


def _pack(at: Floats, room: Boxes, parts: Sequence[Sequence[int]]) -> Floats:
    """Parts in rows, largest first, the whole about as wide as the canvas."""
    frames = [room.take(part).frame(at[part]) for part in parts]
    area = sum((right - left + GAP) * (bottom - top + GAP) for left, top, right, bottom in frames)
    width = max(math.sqrt(area * ASPECT), *(right - left + GAP for left, _, right, _ in frames))
    rows: list[list[int]] = [[]]
    x = 0.0
    for number, (left, _, right, _) in enumerate(frames):
        if rows[-1] and x + right - left > width:
            rows.append([])
            x = 0.0
        rows[-1].append(number)
        x += right - left + GAP
    y = 0.0
    for row in rows:  # each around the middle
        x = -sum(frames[number][2] - frames[number][0] + GAP for number in row) / 2
        for number in row:
            left, top, right, _ = frames[number]
            at[parts[number]] += (x - left, y - top)
            x += right - left + GAP
        y += max(frames[number][3] - frames[number][1] for number in row) + GAP
    left, top, right, bottom = room.frame(at)
    return at - ((left + right) / 2, (top + bottom) / 2)


def _beside(
    room: Boxes,
    pairs: Mapping[tuple[int, int], float],
    kept: Mapping[int, tuple[float, float]],
    board: Board,
    taken: Sequence[tuple[float, float, float, float]],
) -> Floats:
    """Everybody kept stays; each new node takes the free room nearest to the middle of its placed neighbours."""
    size, obstacles = len(room), range(len(room), len(room) + len(taken))
    half, high = (np.array([one[part] for one in taken], dtype=float) for part in (2, 3))
    room = room.beside(half, high)
    at = np.zeros((len(room), 2))
    at[size:] = [one[:2] for one in taken] if taken else at[size:]
    placed = sorted(kept)
    at[placed] = [kept[place] for place in placed]
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    done = set(placed)
    waiting = [place for place in range(size) if place not in done]
    while waiting:
        # those with most placed neighbours first; ids settle ties, so that the order never depends on the past
        place = max(waiting, key=lambda place: (len(near[place] & done), -len(near[place]), board.nodes[place].id))
        waiting.remove(place)
        anchors = sorted(near[place] & done)
        others = [*sorted(done), *obstacles]
        at[place] = clear(room, at, place, others, anchors, TIE_LENGTH)
        done.add(place)
    return at[:size]

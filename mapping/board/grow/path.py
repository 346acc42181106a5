"""The shortest ways from one to another along the ties that stand, each step with its sentence."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice, pairwise

import networkx as nx
import numpy as np

from data_schema import schema
from mapping import words
from mapping.board.grow.ground import Bools, Ground, Ints
from mapping.board.grow.results import Path, Paths, Step
from mapping.board.grow.why import why

LONGEST, MOST, LOOKED_AT = 4, 6, 500
THINGS = ("thing", "event")
CONTEXTS = ("location", "school", "peer_group")


def paths(
    ground: Ground,
    one: str,
    other: str,
    *,
    longest: int = LONGEST,
    through_contexts: bool = False,
    standings: Collection[str] | None = None,
    most: int = MOST,
) -> Paths:
    """Every shortest path between two, at most `longest` steps; those whose oldest step is freshest first.

    Parameters
    ----------
    one, other
        Kith ids.
    through_contexts
        Whether a path may lead through places, schools and groups. Through people, phones, vehicles and accounts it
        may always; through a crowded context never.
    standings
        Only along ties of these standings; None leaves none out.

    Returns
    -------
    Paths
        With none found, the notes say so, what was left out, and whether there is one through places.
    """
    ends = ground.rows_of((one, other))
    if len(ends) != 2:
        return Paths("Path between two", "", (), 0, ("Select two that are held.",))
    start, end = ends
    asked = f"Path between {ground.name(start)} and {ground.name(end)}"
    reason = why("path between", one, other)
    allowed = _allowed(ground, standings)
    steps, on_the_way = _between(ground, allowed, start, end, longest, _through(ground, through_contexts, ends))
    notes = list(_left_out(ground, ends, through_contexts))
    if not steps:
        said = f"No path of at most {words.counted(longest, 'step')} along the ties that stand."
        wider, _ = _between(ground, allowed, start, end, longest, _through(ground, True, ends))
        if wider and not through_contexts:
            said += f" Through places, schools or groups there is one of {words.counted(wider, 'step')}."
        return Paths(asked, reason, (), 0, (said, "Nothing found is not the same as nothing there.", *notes))
    ways = [tuple(way) for way in islice(nx.all_shortest_paths(on_the_way, start, end), LOOKED_AT)]
    total = _count(on_the_way, start, end)
    found = sorted(
        (_path(ground, allowed, way) for way in _freshest(ground, allowed, ways, most)),
        key=lambda path: path.ids,
    )
    found.sort(key=lambda path: path.weakest, reverse=True)
    if total > LOOKED_AT:
        notes.append(f"There are {words.number(total)} of this length; the first {LOOKED_AT} were compared.")
    return Paths(asked, reason, tuple(found), total, tuple(notes))


def _allowed(ground: Ground, standings: Collection[str] | None) -> Ints:
    rows = ground.kept
    if standings is None:
        return rows
    kinds = ground.snapshot.ties["kind"].take(rows).to_pylist()
    chosen: Ints = rows[np.array([schema().ties[kind].standing.value in standings for kind in kinds], dtype=bool)]
    return chosen


def _through(ground: Ground, through_contexts: bool, ends: tuple[int, ...]) -> Bools:
    """Per entity: whether a path may step through it."""
    kinds = ground.kinds
    through: Bools = ground.person | np.isin(kinds, THINGS)
    if through_contexts:
        through |= np.isin(kinds, CONTEXTS)
    through &= ~ground.crowded
    through[list(ends)] = False
    return through


def _between(
    ground: Ground, allowed: Ints, start: int, end: int, longest: int, through: Bools
) -> tuple[int, nx.Graph[int]]:
    """How many steps the shortest path has, 0 for none; and the ties on any shortest path."""
    tail, head = ground.tail[allowed], ground.head[allowed]
    there = _steps(tail, head, start, longest, through)
    if not 0 < there[end] <= longest:
        return 0, nx.Graph()
    steps = int(there[end])
    back = _steps(tail, head, end, longest, through)
    way = through.copy()
    way[[start, end]] = True
    there[~way] = -1  # reached, but not stepped through
    back[~way] = -1
    forward = (there[tail] >= 0) & (back[head] >= 0) & (there[tail] + 1 + back[head] == steps)
    backward = (there[head] >= 0) & (back[tail] >= 0) & (there[head] + 1 + back[tail] == steps)
    on_the_way: nx.Graph[int] = nx.Graph()
    on_the_way.add_edges_from(zip(tail[forward].tolist(), head[forward].tolist(), strict=True))
    on_the_way.add_edges_from(zip(tail[backward].tolist(), head[backward].tolist(), strict=True))
    return steps, on_the_way


def _steps(tail: Ints, head: Ints, start: int, longest: int, through: Bools) -> Ints:
    """Steps from `start` to every entity, -1 where there is no way; only those in `through` are stepped through."""
    distance = np.full(len(through), -1, dtype=np.int64)
    distance[start] = 0
    for step in range(longest):
        frontier = distance == step
        if step:
            frontier &= through
        found = np.concatenate([head[frontier[tail]], tail[frontier[head]]])
        fresh = found[distance[found] < 0]
        if not len(fresh):
            break
        distance[fresh] = step + 1
    return distance


def _count(on_the_way: nx.Graph[int], start: int, end: int) -> int:
    """How many shortest paths there are, without walking them."""
    level, seen = {start: 1}, {start}
    while end not in level and level:
        further: dict[int, int] = {}
        for node, ways in level.items():
            for other in on_the_way.neighbors(node):
                if other not in seen:
                    further[other] = further.get(other, 0) + ways
        seen |= further.keys()
        level = further
    return level.get(end, 0)


def _rows_between(ground: Ground, allowed: Bools, one: int, other: int) -> Ints:
    rows = ground.ties_of(one)
    between: Ints = rows[(ground.others(one, rows) == other) & allowed[rows]]
    return between


def _freshest(ground: Ground, allowed: Ints, ways: list[tuple[int, ...]], most: int) -> list[tuple[int, ...]]:
    """The paths whose oldest step is newest."""
    mask = np.zeros(len(ground.tail), dtype=bool)
    mask[allowed] = True
    newest: dict[tuple[int, int], int] = {}

    def oldest(way: tuple[int, ...]) -> int:
        days = []
        for pair in pairwise(way):
            if pair not in newest:
                newest[pair] = int(ground.last[_rows_between(ground, mask, *pair)].max())
            days.append(newest[pair])
        return min(days)

    return sorted(ways, key=lambda way: (-oldest(way), [ground.ids[row] for row in way]))[:most]


def _path(ground: Ground, allowed: Ints, way: tuple[int, ...]) -> Path:
    mask = np.zeros(len(ground.tail), dtype=bool)
    mask[allowed] = True
    steps = tuple(
        Step(ground.ids[one], ground.ids[other], ground.told(_rows_between(ground, mask, one, other).tolist()))
        for one, other in pairwise(way)
    )
    return Path(tuple(ground.ids[row] for row in way), tuple(ground.name(row) for row in way), steps)


def _left_out(ground: Ground, ends: tuple[int, ...], through_contexts: bool) -> tuple[str, ...]:
    notes = []
    crowded = int((ground.crowded & ~ground.person).sum())
    if not through_contexts:
        notes.append("Places, schools and groups are not stepped through.")
    elif crowded:
        said = words.counted(crowded, "place, school or group", "places, schools or groups")
        notes.append(f"{said} to which very many are tied not stepped through.")
    return (*notes, *ground.left_out(ends))

"""Ways to lay a board out: stable, afresh, around one, by group, by place, by time. Seeded; whoever is pinned stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from mapping.board import clusters, timeline
from mapping.board.layout import layout
from mapping.board.model import Board, Positions
from mapping.board.notes import note_places, taken
from mapping.board.rings import around_one
from mapping.board.room import Floats, boxes, spread

WAYS: Mapping[str, str] = {
    "stable": "Stable: nobody moves",
    "afresh": "Afresh",
    "focus": "Around one",
    "group": "By group",
    "place": "By place",
    "time": "By time",
}
"""What a board can be laid out by, in words."""


def arrange(board: Board, how: str, focus: str = "", previous: Positions | None = None) -> Positions:
    """Lay a board out.

    Parameters
    ----------
    board : Board
        What is drawn. Its pinned nodes stay where `previous` has them.
    how : str
        A key of WAYS.

        - stable: nobody moves; who has no place yet stands beside those that they are tied to.
        - afresh: springs, as if nobody had stood anywhere.
        - focus: rings around one: as many steps away along the ties as rings out.
        - group: whoever is in one frame or group together; the rest near the group that they have most ties with.
        - place: people around the place or school that they have most ties with.
        - time: left to right by the first record that ties each to anybody on the board.
    focus : str
        Around whom; whoever has most ties when it is nobody drawn.
    previous : mapping of id to (x, y), optional
        Where nodes and notes stand now.

    Returns
    -------
    mapping of id to (x, y)
        For nodes and notes. No two nodes or their words overlap unless both are pinned. Free notes stay; a note stuck
        to somebody goes with them.

    Raises
    ------
    ValueError
        For a way that there is not.
    """
    if how not in WAYS:
        raise ValueError(f"A board is laid out by one of {', '.join(WAYS)}; not by {how[:40]!r}.")
    previous = previous or {}
    if not board.nodes:
        return {note.id: previous[note.id] for note in board.notes if note.id in previous}
    stable = how == "stable"
    at = (
        dict(layout(board, previous=previous, taken=taken(board, previous)))
        if stable
        else _kept(board, _WAYS[how](board, focus), previous)
    )
    return at | note_places(board, at, previous, stay=stable)


def _afresh(board: Board, _: str) -> Floats:
    at = layout(board)
    return np.array([at[node.id] for node in board.nodes])


_WAYS: Mapping[str, Callable[[Board, str], Floats]] = {
    "afresh": _afresh,
    "focus": around_one,
    "group": lambda board, _: clusters.by_group(board),
    "place": lambda board, _: clusters.by_place(board),
    "time": lambda board, _: timeline.by_time(board),
}


def _kept(board: Board, at: Floats, previous: Positions) -> dict[str, tuple[float, float]]:
    """The new places, moved as a whole towards those pinned, who stay; and nobody on anybody else."""
    room = boxes(board.nodes)
    pinned = np.array([node.pinned and node.id in previous for node in board.nodes], dtype=bool)
    if pinned.any():
        stay = np.array([previous[node.id] for node in board.nodes if node.pinned and node.id in previous])
        at = at + (stay.mean(axis=0) - at[pinned].mean(axis=0))
        at[pinned] = stay
    middle = at.mean(axis=0)
    at = spread(at - middle, room, fixed=pinned) + middle
    if pinned.any():
        at[pinned] = stay
    return {node.id: (float(x), float(y)) for node, (x, y) in zip(board.nodes, at, strict=True)}

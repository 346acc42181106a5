"""Ways to lay a board out: stable, afresh, around one, by group, by place, by time. Seeded; whoever is pinned stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from mapping.board.arrange import clusters, timeline
from mapping.board.arrange.layout import layout
from mapping.board.arrange.notes import note_places, taken
from mapping.board.arrange.rings import around_one
from mapping.board.arrange.room import Floats, boxes, spread
from mapping.board.model import Board, Positions

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
        else _kept(board, _WAYS[how](board, focus), previous, focus)
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


def _kept(board: Board, at: Floats, previous: Positions, focus: str) -> dict[str, tuple[float, float]]:
    """The new places, moved as a whole towards those pinned, who stay; nobody on anybody else or on a note that stays.

    A focus that is pinned stays in the middle of its rings.
    """
    stay = {node.id: previous[node.id] for node in board.nodes if node.pinned and node.id in previous}
    ids = [node.id for node in board.nodes]
    pinned = np.array([id in stay for id in ids], dtype=bool)
    if stay:
        anchors = [ids.index(focus)] if focus in stay else np.flatnonzero(pinned).tolist()
        target = np.array([stay[ids[place]] for place in anchors])
        at = at + (target.mean(axis=0) - at[anchors].mean(axis=0))
        at[pinned] = [stay[id] for id in ids if id in stay]
    notes = np.array(taken(board, {id: spot for id, spot in previous.items() if id in _staying(board, stay)}))
    notes = notes.reshape(-1, 4)
    room = boxes(board.nodes).beside(notes[:, 2], notes[:, 3])
    middle = at.mean(axis=0)
    spots = np.vstack([at, notes[:, :2]]) - middle
    fixed = np.concatenate([pinned, np.ones(len(notes), dtype=bool)])
    spots = spread(spots, room, fixed=fixed) + middle
    found = {id: (float(x), float(y)) for id, (x, y) in zip(ids, spots, strict=False)}
    return found | stay


def _staying(board: Board, stay: Positions) -> set[str]:
    """Notes that stay where they are: free ones, and those on somebody pinned."""
    return {note.id for note in board.notes if not note.on or note.on in stay}

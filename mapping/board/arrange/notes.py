"""Where notes stand on a board: where they were put, else in the free room nearest to whom they are stuck to."""

from __future__ import annotations

import math

import numpy as np

from mapping.board.arrange.room import Boxes, boxes, clear
from mapping.board.model import Board, Note, Positions

WIDE = 168.0  # px, as the browser draws a note
LETTERS = 24  # of a line
MOST_LINES = 7
LINE = 15.5
FRAME = 18.0 + 16.0  # padding, and the foot that says by whom
KEPT_FREE = 8.0


def note_places(
    board: Board, at: Positions, previous: Positions, *, stay: bool = True
) -> dict[str, tuple[float, float]]:
    """Places of all notes, the middle of each.

    Parameters
    ----------
    at
        Where every node stands now.
    previous
        Where nodes and notes stood before; whoever is in it and need not move stays exactly there.
    stay
        Notes stay even when whom they are stuck to has moved.
    """
    found: dict[str, tuple[float, float]] = {}
    waiting: list[Note] = []
    for note in board.notes:
        moved = note.on in at and at[note.on] != previous.get(note.on)
        if note.id in previous and (stay or not moved):
            found[note.id] = previous[note.id]
        else:
            waiting.append(note)
    if not waiting:
        return found
    standing = {note.id: note for note in board.notes if note.id in found}
    room, spots = _room(board, at, found, [*standing.values(), *waiting])
    index = {node.id: place for place, node in enumerate(board.nodes)}
    for place, note in enumerate(waiting, len(board.nodes) + len(standing)):
        if not place:
            spots[place] = (0.0, 0.0)
        else:
            anchors = [index[note.on]] if note.on in index else []
            spots[place] = clear(room, spots, place, range(place), anchors, float(room.half[place]))
        found[note.id] = (float(spots[place, 0]), float(spots[place, 1]))
    return found


def taken(board: Board, at: Positions) -> list[tuple[float, float, float, float]]:
    """The room that notes take which have a place: x, y, half width, half height."""
    return [(*at[note.id], WIDE / 2 + KEPT_FREE, _half(note)) for note in board.notes if note.id in at]


def _room(
    board: Board, at: Positions, found: Positions, notes: list[Note]
) -> tuple[Boxes, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """Boxes and places of all nodes, of the notes that stand and, at the end, of those that wait for a place."""
    high = np.array([_half(note) for note in notes])
    room = boxes(board.nodes).beside(np.full(len(notes), WIDE / 2 + KEPT_FREE), high)
    spots = np.zeros((len(room), 2))
    for place, node in enumerate(board.nodes):
        spots[place] = at[node.id]
    for place, note in enumerate(notes, len(board.nodes)):
        spots[place] = found.get(note.id, (0.0, 0.0))
    return room, spots


def _half(note: Note) -> float:
    lines = sum(max(1, math.ceil(len(line) / LETTERS)) for line in note.text.splitlines() or [""])
    return (FRAME + LINE * min(lines, MOST_LINES)) / 2 + KEPT_FREE

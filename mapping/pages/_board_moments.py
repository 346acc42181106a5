"""The moments of an open board: which one is looked at, all of them in words, its versions, and everybody's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from graph.answers import Done
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.drawn import see
from mapping.board.log import NotAnOperation, State, read
from mapping.board.log.operation import Version
from mapping.board.log.replay import everybody, local, moments
from mapping.board.log.say import Teller, Told
from mapping.board.naming import Names
from mapping.pages import _board_dialog, _board_open, _data
from mapping.pages._board_open import Opened

MOMENT, DAY, OF, PLAYING = "board-moment", "board-moment-day", "board-moment-of", "board-playing"
"""Session keys: the place looked at, the day whose records are drawn with it, of which board, whether it plays."""


def versions(opened: Opened) -> list[tuple[Done, Version]]:
    """The versions of a board, oldest first, whichever moment is looked at."""
    found = []
    for one in opened.done:
        if one.operation.kind == "version":
            try:
                named = read(one.operation)
            except NotAnOperation:
                continue
            if isinstance(named, Version):
                found.append((one, named))
    return found


def told(opened: Opened) -> tuple[Told, ...]:
    """Every moment of the board in words, oldest first, by its naming mode."""
    return _told(opened.snapshot, opened.id, len(opened.done), opened.held.head.naming, opened.done)


def names(opened: Opened) -> Names:
    """Names of all who ever were on the board."""
    return _called(opened.snapshot, opened.id, len(opened.done), opened.held.head.naming, opened.done)


def look(id: str, place: int, day: date | None = None) -> None:
    """Look at the board of this id as it stood after this operation; fit for callbacks.

    With a day the records are those known then, else those known now.
    """
    st.session_state.update({MOMENT: place, OF: id, DAY: day})
    _board_dialog.close()


def back_to_now() -> None:
    """Look at the board as it is."""
    for key in (MOMENT, DAY, OF, PLAYING):
        st.session_state.pop(key, None)


def clock(one: Done | Told) -> str:
    """`2 Nov, 14:05`: when it was done, by the wall clock of the hub."""
    at = local(one.at)
    return f"{words.day(at.date(), _data.desk().as_of)}, {at:%H:%M}"


@_data.worked_out
def _told(snapshot: Snapshot, id: str, many: int, naming: str, _done: Sequence[Done]) -> tuple[Told, ...]:
    teller = Teller(_done, _called(snapshot, id, many, naming, _done))
    return tuple(teller.tell(one) for one in moments(_done))


def _called(snapshot: Snapshot, id: str, many: int, naming: str, done: Sequence[Done]) -> Names:
    ever = _ever(snapshot, id, many, done)
    return _names(snapshot, id, _board_open.unmoved("names", id, ever), naming, ever)


@_data.worked_out
def _ever(snapshot: Snapshot, id: str, many: int, _done: Sequence[Done]) -> State:
    return everybody(_done)


@_data.worked_out
def _names(snapshot: Snapshot, id: str, since: int, naming: str, _ever: State) -> Names:
    """Read again only when somebody came or was told otherwise: to move somebody changes no name."""
    return see(snapshot, _ever, naming).names

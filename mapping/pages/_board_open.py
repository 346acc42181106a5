"""The open board: read for its own purpose, folded, drawn, and written through one queue. Parts take an `Opened`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from graph.answers import Done, HeldBoard
from graph.errors import KithError
from graph.model import BoardHead
from graph.snapshot import Snapshot
from mapping import words
from mapping.board import Board, Positions, component
from mapping.board.drawn import Seen, adding, places, see
from mapping.board.drawn import drawn as draw_board
from mapping.board.log import Doing, State, fold, redoable, undoable
from mapping.board.log.operation import Add, Redo, Undo
from mapping.pages import _data
from mapping.pages._board_outbox import Outbox
from mapping.words import Naming

NOT_YET = 2**31
"""A place after every operation: what asks for the head alone."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One board as this session sees it now. `do` is the way to change it; after it, let the page run again."""

    held: HeldBoard
    done: tuple[Done, ...]
    state: State
    drawn: Board
    snapshot: Snapshot
    editable: bool
    seen: Seen  # the snapshot with what was said laid over it, everybody named as the mode asks: tell from this
    at: Positions  # where everybody and every note stands
    drawing: int  # the place at which what is drawn changed last, moves apart: for the keys of caches
    outbox: Outbox  # what was done at this desk and is not held yet

    @property
    def readonly(self) -> str:
        """Why nothing can be done on the board as it is shown, in words; "" when it can."""
        if self.editable:
            return ""
        if self.held.archived(_data.desk().as_of):
            return f"Archived since {words.day(self.held.head.expires_on)}: nothing is done on it."
        return "The board as it was: go back to now to work on it."

    def adding(self, *ids: str, why: str = "found by name") -> Add:
        """The operation that puts these on the board, beside whom they are tied to; `why` holds no name."""
        return adding(self.snapshot, self.state, self.held.head, ids, why)

    def short(self, text: str) -> str:
        """What somebody wrote, with names as the naming mode asks."""
        return self.seen.names.text(text)

    @property
    def id(self) -> str:
        """The board's id."""
        return self.held.id

    @property
    def naming(self) -> Naming:
        """How people are named, everywhere on this board and in whatever leaves it."""
        return Naming(self.held.head.naming)

    @property
    def chosen(self) -> Mapping[str, Any]:
        """What is selected: `{"kind": "node" | "line" | "note" | "frame", "id"}`, `{"kind": "many", "ids"}` or {}."""
        return chosen(self.id)

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids of the people, places and other things that are selected and drawn."""
        here = self.chosen
        ids = here["ids"] if here.get("kind") == "many" else [here["id"]] if here.get("kind") == "node" else []
        return tuple(id for id in ids if self.drawn.node(id))

    def select(self, kind: str, id: str) -> None:
        """Select this on the picture."""
        choose(self.id, {"kind": kind, "id": id} if id else None)

    def do(self, *doing: Doing) -> bool:
        """Do this on the board; False when it is not held, or not yet.

        Fit for callbacks: a refusal is said at the top of the page, and what a silent server did not take is held as
        soon as it answers. It waits in the queue before anything else is asked: a press that comes in the middle lets
        the page begin again, and the next run holds it.
        """
        ids = self.outbox.put(doing)
        try:
            write(self.id)
        except _data.StoreDown:
            return False
        except KithError as error:  # the board is gone: the page says so too
            said(str(error))
            return False
        return not any(id in self.outbox.refused for id in ids)

    def click(self, *doing: Doing) -> None:
        """`do`, for a button's `on_click`."""
        self.do(*doing)

    def undo(self) -> None:
        """Take back this viewer's latest step, if there is one."""
        if last := undoable(self.done, self.snapshot.viewer):
            self.do(Undo(last.operation.id))

    def redo(self) -> None:
        """Do again what this viewer took back last, if nothing came after."""
        if last := redoable(self.done, self.snapshot.viewer):
            self.do(Redo(last.operation.id))


@dataclass(frozen=True, slots=True)
class Read:
    """What this session has read of a board."""

    held: HeldBoard
    done: tuple[Done, ...]


def open_board(id: str) -> Opened:
    """The board under this id, with everything that waited written to it.

    Raises
    ------
    NotHeld
        There is none, or it is not for this viewer.
    StoreDown
        The server does not answer; what waits goes on waiting.
    """
    _purpose(id)
    write(id)
    now = _read(id)
    if _data.purpose_of(id, now.held.head.purpose):  # somebody changed it: everything is read anew, for the new one
        st.rerun()
    snapshot = _data.snapshot()
    moment = _looked_at(id)
    if moment is not None and (day := st.session_state.get("board-moment-day")):
        snapshot = snapshot.recorded_by(day)
    state = _folded(id, now) if moment is None else fold(now.done, until=moment)
    head, drawing = now.held.head, unmoved("drawn", id, state)
    seen, board = _drawn(snapshot, id, drawing, head, state)
    _data.said_as(id, seen.names.text(now.held.head.purpose))  # the header tells it in the board's naming mode
    editable = moment is None and not now.held.archived(_data.desk().as_of)
    at = _placed(snapshot, id, state.place, drawing, head, board, state)
    return Opened(now.held, now.done, state, board, snapshot, editable, seen, at, drawing, Outbox(id))


def _looked_at(id: str) -> int | None:
    """The place of the moment that is looked at, if any; one of another board is forgotten."""
    if st.session_state.get("board-moment-of", id) != id:
        for key in ("board-moment", "board-moment-day", "board-moment-of", "board-playing"):
            st.session_state.pop(key, None)
    moment: int | None = st.session_state.get("board-moment")
    return moment


def write(id: str) -> None:
    """Hold what waits in this session's queue.

    Raises
    ------
    StoreDown
        The server does not answer.
    """
    outbox = Outbox(id)
    if not outbox.waiting:
        return
    now = _read(id)
    desk = _data.desk()
    seen = set(_data.snapshot().entities["id"].to_pylist())
    with _data.answering():
        boards = _data.store().boards(desk.viewer, desk.purpose)
    outbox.write(boards, _folded(id, now), seen, now.done)


def said(text: str) -> None:
    """Say this at the top of the page, once."""
    st.session_state.setdefault("boards-said", []).append(text)


def place_held(id: str) -> int:
    """The place of the latest operation that this session has read; 0 before it read any."""
    kept = _kept().get(id)
    return kept.held.place if kept else 0


def head_held(id: str) -> BoardHead | None:
    """The head as this session has read it; None before it read any."""
    kept = _kept().get(id)
    return kept.held.head if kept else None


def now(id: str) -> Read:
    """The board as it is by now, for a part that runs alone; the page goes on with what it has read.

    Raises
    ------
    NotHeld
        It was erased.
    StoreDown
        The server does not answer.
    """
    kept = _kept().get(id)
    if kept is None:
        return _read(id)
    with _data.answering():
        place = _data.store().board_place(id)
        if place == kept.held.place:
            return kept
        asked = (id, kept.held.place, place)
        looked: tuple[object, Read] | None = st.session_state.get("boards-looked")
        if looked is None or looked[0] != asked:
            after = kept.held.place if place > kept.held.place else 0
            held, new = _data.view().board(id, after=after)
            looked = st.session_state["boards-looked"] = (asked, Read(held, (*kept.done, *new) if after else new))
    return looked[1]


def done_on(id: str) -> tuple[Done, ...]:
    """What was done on the board, as far as this session has read it."""
    kept = _kept().get(id)
    return kept.done if kept else ()


def chosen(id: str) -> Mapping[str, Any]:
    """What is selected on this board; {} when nothing is."""
    found: Mapping[str, Any] | None = st.session_state.get("boards-chosen", {}).get(id)
    return found or {}


def unmoved(what: str, id: str, state: State) -> int:
    """The place since which nothing changed but where people stand, and what is not drawn: for the key of a cache.

    `what` is the cache it is for: each follows states of its own.
    """
    now = (id, replace(state, at={}, place=0, actions={}, slides={}, versions=(), exports=(), not_read=()))
    kept: dict[str, tuple[object, int]] = st.session_state.setdefault("boards-unmoved", {})
    if what not in kept or kept[what][0] != now:
        kept[what] = (now, state.place)
    return kept[what][1]


def choose(id: str, what: object) -> None:
    """Select something else on this board, or nothing."""
    st.session_state.setdefault("boards-chosen", {})[id] = component.selection(what)


def _purpose(id: str) -> None:
    """Learn what the board is for before anything on it is read: reading is for that purpose and no other."""
    if not _data.at_board():
        with _data.answering():
            held, _ = _data.view().board(id, after=NOT_YET)
        _data.purpose_of(id, held.head.purpose)


def _kept() -> dict[str, Read]:
    kept: dict[str, Read] = st.session_state.setdefault("boards-read", {})
    return kept


def _read(id: str) -> Read:
    """The board and what was done on it; only what is new is read."""
    kept = _kept().get(id)
    with _data.answering():
        place = _data.store().board_place(id)
        if kept and place == kept.held.place:
            return kept
        after = kept.held.place if kept and place > kept.held.place else 0
        try:
            held, new = _data.view().board(id, after=after)
        except Exception:
            _kept().pop(id, None)
            raise
    now = Read(held, (*kept.done, *new) if kept and after else new)
    st.session_state["boards-read"] = {id: now}  # one at a time: a day has many boards, and each may be long
    return now


def _folded(id: str, now: Read) -> State:
    kept = st.session_state.get("boards-state")
    if kept and kept[0] == (id, now.held.place, len(now.done)):
        state: State = kept[1]
        return state
    state = fold(now.done)
    st.session_state["boards-state"] = ((id, now.held.place, len(now.done)), state)
    return state


@_data.worked_out
def _drawn(snapshot: Snapshot, id: str, drawing: int, head: BoardHead, _state: State) -> tuple[Seen, Board]:
    """The picture; everything but the state, which follows from id and place, is the key of the cache."""
    seen = see(snapshot, _state, head.naming)
    return seen, draw_board(snapshot, _state, head, seen=seen)


@_data.worked_out
def _placed(
    snapshot: Snapshot, id: str, place: int, drawing: int, head: BoardHead, _board: Board, _state: State
) -> Positions:
    """Where everybody stands; once for each step, not for each click."""
    return places(_board, _state)

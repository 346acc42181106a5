"""What was done at the desk and is not held yet: one queue for each board, which outlives a silent server."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

import streamlit as st

from graph.answers import Done
from graph.boards import Boards
from graph.errors import KithError
from graph.model import Operation
from graph.operations import MOST_AT_ONCE
from mapping.board.log import Doing, NotAnOperation, State, operation, read, told
from mapping.pages import _data

LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operation that is not held yet."""

    operation: Operation
    own: bool  # made by the page itself; else a browser sent it, and it is checked first


class Outbox:
    """The queue of one board in one session."""

    def __init__(self, board: str) -> None:
        kept = st.session_state.setdefault("boards-outbox", {}).setdefault(board, ({}, {}, set()))
        self.board = board
        self.waiting: dict[str, Waiting] = kept[0]
        self.refused: dict[str, str] = kept[1]  # id -> why, in words, for as long as the browser still sends it
        self.sent: set[str] = kept[2]  # ids of what this session did

    def take(self, raw: object) -> None:
        """Keep what the browser has not been told to be held. What is no operation at all is passed over."""
        if not isinstance(raw, list):
            return
        ids = set()
        for one in raw:
            if not _shaped(one):
                continue
            ids.add(one["id"])
            if one["id"] not in self.sent and one["id"] not in self.refused:
                self.waiting.setdefault(one["id"], Waiting(Operation(one["id"], one["kind"], one["body"]), own=False))
        for id in set(self.refused) - ids:
            del self.refused[id]

    def put(self, doing: Iterable[Doing]) -> list[str]:
        """Keep what the page itself does; the ids it will be held under."""
        made = [told(uuid.uuid4().hex, one) for one in doing]
        self.waiting |= {one.id: Waiting(one, own=True) for one in made}
        return [one.id for one in made]

    def write(self, boards: Boards, state: State, seen: set[str], done: Sequence[Done]) -> tuple[Done, ...]:
        """Hold what waits, in order; what cannot be held is refused in words, and the rest is held all the same.

        Raises
        ------
        StoreDown
            The server does not answer: whatever is not held yet goes on waiting.
        """
        every = list(self.waiting.items())  # what is refused leaves the queue while it is gone through
        sound = [id for id, one in every if one.own or not self._refusal(one, state, seen, done)]
        held: list[Done] = []
        for start in range(0, len(sound), MOST_AT_ONCE):
            held += self._hold(boards, sound[start : start + MOST_AT_ONCE])
        return tuple(held)

    def _hold(self, boards: Boards, ids: Sequence[str]) -> tuple[Done, ...]:
        try:
            with _data.answering():
                held = boards.do(self.board, [self.waiting[id].operation for id in ids])
        except KithError as error:
            if len(ids) > 1:  # one of them cannot be: find out which, for the others can
                return tuple(one for id in ids for one in self._hold(boards, [id]))
            self._refuse(ids[0], str(error))
            return ()
        for id in ids:
            del self.waiting[id]
        self.sent.update(ids)
        return held

    def _refusal(self, one: Waiting, state: State, seen: set[str], done: Sequence[Done]) -> bool:
        try:
            doing = read(one.operation)
        except NotAnOperation as error:
            self._refuse(one.operation.id, f"Not put on the board, Kith cannot read it: {error}.")
            return True
        if why := refusal(doing, state, seen | self._said(), self._own(done)):
            self._refuse(one.operation.id, why)
        return bool(why)

    def _refuse(self, id: str, why: str) -> None:
        """Let it go, with the words for it: the picture says them beside what was written, the page for its own."""
        one = self.waiting.pop(id, None)
        self.refused[id] = why
        if one and one.own:
            st.session_state.setdefault("boards-said", []).append(why)

    def _said(self) -> set[str]:
        """Provisional people that wait in the same queue: a tie may follow the person it ends at."""
        return {str(one.operation.body.get("id")) for one in self.waiting.values() if one.operation.kind == "person"}

    def _own(self, done: Sequence[Done]) -> set[str]:
        """Ids of what this viewer did: only that is theirs to undo."""
        me = _data.desk().viewer.name
        return {*self.waiting, *(one.operation.id for one in done if one.by == me)}


def refusal(doing: Doing, state: State, seen: set[str], own: set[str]) -> str:
    """Why a browser may not do this on the board; "" when it may.

    Parameters
    ----------
    doing
        What it sent.
    state
        The board as it stands.
    seen
        Ids of everybody and everything this viewer may see, and of whoever was said to exist just before.
    own
        Ids of the operations that are this viewer's to undo.
    """
    if isinstance(doing, operation.FROM_THE_GRAPH):
        return "Not done: this follows from a record, a head or an export, and is not sent by a browser."
    if isinstance(doing, operation.Undo | operation.Redo) and doing.operation not in own:
        return "Not undone: this was done by somebody else. Undo takes back your own steps."
    known = seen | set(state.people)
    if isinstance(doing, operation.Add):
        strange = [id for id in doing.entities if id not in seen]
    elif isinstance(doing, operation.Tie):
        strange = [id for id in (doing.from_id, doing.to_id) if id not in known]
    else:
        strange = [id for id in _named(doing) if id in state.members and id not in known]
    if strange:
        return "Not put on the board: nobody and nothing that you may see is known under the id it names."
    return ""


def _named(doing: Doing) -> Sequence[str]:
    """The ids that other operations name."""
    if isinstance(doing, operation.Move | operation.Arrange):
        return tuple(doing.at)
    if isinstance(doing, operation.Frame):
        return (*(doing.members or ()), *doing.more)
    if isinstance(doing, operation.Note):
        return (doing.on,)
    if isinstance(doing, operation.Act):
        return doing.about
    if isinstance(doing, operation.Same):
        return (doing.id, doing.as_)
    return getattr(doing, "entities", ())


def ids_of(raw: object) -> list[str]:
    """The ids in what a browser sent: of whatever is an operation at all."""
    return [one["id"] for one in raw if _shaped(one)] if isinstance(raw, list) else []


def _shaped(one: Any) -> TypeGuard[dict[str, Any]]:
    """Whether it has what every operation has; what it means is looked at before it is held."""
    if not isinstance(one, dict) or not isinstance(one.get("body"), dict):
        return False
    texts = [one.get("id"), one.get("kind")]
    return all(isinstance(text, str) and 0 < len(text) <= LONGEST_ID for text in texts)

"""Watches an open board for what others do: draws it anew within two seconds, and tells who did what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from graph.answers import Done
from mapping import words
from mapping.pages import _board_open, _data, _frame
from mapping.pages._board_open import Opened
from mapping.pages._board_outbox import Outbox
from mapping.pages._text import esc

EVERY = 1
"""Seconds between two looks."""

TOLD = timedelta(minutes=10)
"""How long it is told who did what."""

_DID = {
    "add": "put somebody or something on the board", "hide": "hid something", "show": "showed something again",
    "pin": "pinned something", "unpin": "unpinned something", "move": "moved something",
    "arrange": "arranged the board afresh", "frame": "drew a frame", "unframe": "took a frame away",
    "note": "wrote a note", "unnote": "took a note away", "person": "added somebody said to exist",
    "tie": "drew a tie said in the meeting", "discard": "discarded something said",
    "promote": "promoted something said", "retract": "took back what was promoted", "same": "said that two are one",
    "act": "wrote an action", "close": "said what became of an action", "filter": "set a filter",
    "slide": "changed the presentation", "unslide": "changed the presentation", "version": "named a version",
    "taken": "took the board along", "head": "changed the head of the board", "undo": "took a step back",
    "redo": "did a step again",
}  # fmt: skip


def draw(opened: Opened) -> None:
    """The line that says who did what, looked after by itself."""
    _watch(opened.id)


@st.fragment(run_every=EVERY)
def _watch(id: str) -> None:
    """Look whether anything was done; only then the page runs again, and what is being typed stays as it is."""
    try:
        with _data.answering():
            place = _data.store().board_place(id)
    except _data.StoreDown:
        st.rerun()  # the page says what is safe and tries again by itself
    if place != _board_open.place_held(id):
        st.rerun()
    _frame.html(f'<p class="note" role="status">{esc(_latest(id))}</p>')


def _latest(id: str) -> str:
    now = datetime.now(UTC)
    since = st.session_state.setdefault("boards-since", now)
    own = Outbox(id).sent
    others = [
        one
        for one in _board_open.done_on(id)
        if one.operation.id not in own
        and now - one.at < TOLD
        and (one.by != _data.desk().viewer.name or one.at > since)  # what I did before this sitting is no news
    ]
    if not others:
        return ""
    last = others[-1]
    more = f", and {words.counted(len(others) - 1, 'step')} more before" if len(others) > 1 else ""
    return f"{_who(last)} {_DID.get(last.operation.kind, 'did something')}, {_ago(now - last.at)}{more}."


def _who(done: Done) -> str:
    return "You, in another window," if done.by == _data.desk().viewer.name else done.by


def _ago(since: timedelta) -> str:
    seconds = max(0, int(since.total_seconds()))
    return f"{seconds} s ago" if seconds < 60 else f"{seconds // 60} min ago"

"""Watches an open board for what others do: draws it anew within two seconds, and tells who did what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from graph.errors import KithError
from mapping import words
from mapping.pages import _beat, _board_dialog, _board_moments, _board_open, _data, _frame
from mapping.pages._board_open import Opened
from mapping.pages._text import esc

EVERY = 1
"""Seconds between two looks."""

TOLD = timedelta(minutes=10)
"""How long it is told who did what."""

_FIRST = "boards-watch-first"


def draw(opened: Opened) -> None:
    """The line that says who did what, looked after by itself."""
    st.session_state[_FIRST] = True
    _watch(opened)


@st.fragment
def _watch(opened: Opened) -> None:
    """Look whether anything was done; only then the page runs again, and what is being typed stays as it is.

    Nor does it while a dialog is open, unless how people are named, for whom or until when has changed: see there.

    Not while the page itself runs: it has just looked, and to begin anew in the middle would lose the press of a
    button whose form is drawn further down.
    """
    _beat.beat("board", EVERY)
    if not st.session_state.pop(_FIRST, False):
        _look(opened.id)
    with st.container(key="boards-latest"):
        _frame.html(f'<p class="note" role="status">{esc(_latest(opened))}</p>')


def _look(id: str) -> None:
    try:
        if _board_dialog.open_now():
            again = _board_open.now(id).held.head != _board_open.head_held(id)
        else:
            with _data.answering():
                again = _data.store().board_place(id) != _board_open.place_held(id)
    except _data.StoreDown:
        _data.forget_store()  # the page opens it anew instead of asking a dead server as long once more
        again = True
    except KithError:
        again = True  # the page says that the board is gone
    if again:
        st.rerun()


def _latest(opened: Opened) -> str:
    """`R. Osei moved a note, 5 s ago, and 3 steps more before.`; of what this sitting did itself, nothing."""
    now, me = datetime.now(UTC), _data.desk().viewer.name
    since = st.session_state.setdefault("boards-since", now)
    mine = {one.place for one in opened.done if one.operation.id in opened.outbox.sent}
    others = [
        one
        for one in _board_moments.told(opened)
        if one.place not in mine and now - one.at < TOLD and (one.by != me or one.at > since)
    ]
    if not others:
        return ""
    last = others[-1]
    who = "You, in another window," if last.by == me else opened.seen.names.by(last.by)
    more = f", and {words.counted(len(others) - 1, 'step')} more before" if len(others) > 1 else ""
    return f"{who[:1].upper()}{who[1:]} {last.said}, {_ago(now - last.at)}{more}."


def _ago(since: timedelta) -> str:
    seconds = max(0, int(since.total_seconds()))
    return f"{seconds} s ago" if seconds < 60 else f"{seconds // 60} min ago"

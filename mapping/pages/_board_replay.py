"""An open board as it stood: which moment is looked at, a replay with play, pause and steps, and the way back."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from mapping import words
from mapping.board.log.replay import Moment, index_of, moments
from mapping.board.log.say import Told
from mapping.pages import _beat, _frame
from mapping.pages._board_moments import DAY, MOMENT, OF, PLAYING, back_to_now, clock, look, told, versions
from mapping.pages._board_open import Opened, done_on
from mapping.pages._text import esc

PACE = 1.5
"""Seconds a moment is shown while the replay plays."""


def banner(opened: Opened) -> None:
    """Above the picture, while an earlier moment is looked at: which one, the replay, and the way back."""
    place = st.session_state.get(MOMENT)
    if place is None:
        return
    found = moments(opened.done)
    here = index_of(found, int(place))
    steps = told(opened)
    with st.container(key="boards-moment", horizontal=True, vertical_alignment="center", gap="xsmall"):
        with st.container(width="stretch"):
            _frame.html(_standing(opened, steps, here))
        _player(opened, found, here)
        st.button("Back to now", type="primary", key="boards-now", on_click=back_to_now)
    _tick(opened.id)


def begin(opened: Opened) -> None:
    """Play the board from its beginning, with the records known now; fit for callbacks."""
    look(opened.id, moments(opened.done)[0].place)
    st.session_state[PLAYING] = time.monotonic()


def _standing(opened: Opened, steps: Sequence[Told], here: int) -> str:
    """`You are looking at the board as it stood on 2 Nov, 14:05`, and what was done last; as markup."""
    day = st.session_state.get(DAY)
    known = f"with the records known on {words.day(day)}" if day else "with the records known now"
    if here < 0 or not st.session_state.get(MOMENT):
        return f'<p role="status">You are looking at the board before anything was done on it, {esc(known)}.</p>'
    one = steps[here]
    named = next((f", “{opened.short(v.name)}”" for d, v in versions(opened) if d.place == one.place), "")
    step = f"Step {words.number(here + 1)} of {words.number(len(steps))}: {one.by} {one.said}"
    return (
        f'<p role="status">You are looking at the board as it stood on <b>{esc(clock(one))}</b>{esc(named)}, '
        f'{esc(known)}.</p><p class="note" title="{esc(step)}">{esc(words.ended(step))}</p>'
    )


def _player(opened: Opened, found: Sequence[Moment], here: int) -> None:
    """Play and pause, one step on or back, and a slider over all moments."""
    if len(found) < 2:
        return
    playing = bool(st.session_state.get(PLAYING))
    st.button(
        "Back", icon=":material/skip_previous:", key="boards-step-back", help="One step back",
        on_click=_go, args=(opened.id, found, here - 1), disabled=here <= 0,
    )  # fmt: skip
    st.button(
        "Pause" if playing else "Play", icon=":material/pause:" if playing else ":material/play_arrow:",
        key="boards-play", help="Pause" if playing else "Play", on_click=_play, args=(opened.id, found, here),
    )  # fmt: skip
    st.button(
        "Step", icon=":material/skip_next:", key="boards-step", help="One step on",
        on_click=_go, args=(opened.id, found, here + 1), disabled=here >= len(found) - 1,
    )  # fmt: skip
    st.session_state["boards-slider"] = max(here, 0) + 1
    # While it plays the slider only shows: a moment after a step the browser may still send the step before it.
    st.slider(
        "Step", 1, len(found), key="boards-slider", label_visibility="collapsed", width=200, disabled=playing,
        on_change=None if playing else _slid, args=(opened.id, found, here),
    )  # fmt: skip


def _slid(id: str, found: Sequence[Moment], here: int) -> None:
    if (index := st.session_state["boards-slider"] - 1) != max(here, 0):
        _go(id, found, index)


def _go(id: str, found: Sequence[Moment], index: int) -> None:
    st.session_state.pop(PLAYING, None)
    st.session_state.update({MOMENT: found[min(max(index, 0), len(found) - 1)].place, OF: id})


def _play(id: str, found: Sequence[Moment], here: int) -> None:
    if st.session_state.pop(PLAYING, None):
        return
    if here >= len(found) - 1:
        look(id, found[0].place, st.session_state.get(DAY))
    st.session_state[PLAYING] = time.monotonic()


@st.fragment
def _watch(id: str) -> None:
    """While it plays: one moment further after each pace."""
    _beat.beat("replay", PACE / 3)
    began = st.session_state.get(PLAYING)
    if began and time.monotonic() - began < PACE:
        return
    if began:
        _advance(id)
    st.rerun()


def _tick(id: str) -> None:
    if st.session_state.get(PLAYING):
        _watch(id)


def _advance(id: str) -> None:
    found = moments(done_on(id))
    here = index_of(found, int(st.session_state.get(MOMENT) or 0)) + 1
    if here >= len(found):
        st.session_state.pop(PLAYING, None)
        return
    st.session_state[MOMENT] = found[here].place
    st.session_state[PLAYING] = time.monotonic()

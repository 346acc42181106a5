"""Start a board: what it is for, who answers for it, who may look, until when. Without a purpose nothing is opened."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import streamlit as st

from graph.access import Purpose
from mapping import words
from mapping.board.log import Doing, told
from mapping.pages import _board_head, _data, _frame, _wording
from mapping.pages._decide import refusing

_FIRST = "boards-first"


@dataclass(frozen=True, slots=True)
class First:
    """What a new board begins with, as the page that sends somebody here drew it."""

    doing: tuple[Doing, ...]
    people: int  # how many people, places and other things that puts on it


def begin_with(first: First) -> None:
    """Keep what the next board begins with, and open the form."""
    st.session_state[_FIRST] = first
    st.session_state["boards-starting"] = True


def opening() -> bool:
    """Whether the form is open."""
    return bool(st.session_state.get("boards-starting"))


def draw() -> None:
    """The form."""
    first: First | None = st.session_state.get(_FIRST)
    turn = st.session_state.get("boards-start-turn", 0)
    with _frame.card("boards-start"):
        _frame.heading("Start a board")
        if first:
            many = words.counted(first.people, "person, place or thing", "people, places and things")
            note = f"It begins with {many} and the filters as they were drawn, everybody where they stood."
            _frame.html(f'<p class="note">{note}</p>')
        else:
            _frame.html('<p class="note">It begins empty: find people on it, or keep what Relationships draws.</p>')
        with st.form(f"boards-start-{turn}", border=False, enter_to_submit=False):
            asked = _board_head.fields(f"boards-start-{turn}")
            with st.container(horizontal=True, gap="small"):
                pressed = _frame.submitted("Open the board", f"boards-start-{turn}", "primary")
                st.form_submit_button("Cancel", on_click=cancel)
        if pressed:
            _wording.keep("board-start", asked.title, asked.purpose)
            with refusing():
                desk = _data.desk()
                made = [told(uuid.uuid4().hex, one) for one in (first.doing if first else ())]
                purpose = Purpose(asked.purpose if asked.purpose.strip() else desk.purpose.text)  # without: refused
                held = _data.store().boards(desk.viewer, purpose).open(asked.head, made)
                cancel()
                st.query_params["id"] = held.id
                st.rerun()
        _wording.under("board-start")


def cancel() -> None:
    """Put the form away, with what it held."""
    for key in (_FIRST, "boards-starting"):
        st.session_state.pop(key, None)
    st.session_state["boards-start-turn"] = st.session_state.get("boards-start-turn", 0) + 1

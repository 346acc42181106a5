"""A board on the projector: the whole screen, one step at a time, by keyboard; and the dialog that makes the steps."""

from __future__ import annotations

import base64
import time
import uuid
from importlib.resources import files
from pathlib import Path

import streamlit as st

from graph.snapshot import Snapshot
from mapping import words
from mapping.board import Board
from mapping.board.drawn import Seen, drawn, see
from mapping.board.figures import Figures, figures
from mapping.board.log.operation import Slide, Unslide
from mapping.board.log.state import Showing
from mapping.board.take import face, ink, present
from mapping.board.take.told import alt
from mapping.pages import _board_mount, _data, _frame, _wording
from mapping.pages._board_open import Opened
from mapping.pages._text import esc
from mapping.words import Naming

_STYLE = Path(str(files("mapping.pages").joinpath("_board_present.css")))
_AT = "board-present-at"
_NOTED = "board-present-noted"
_BEGUN = "board-present-begun"
_LATE = 5.0
"""Seconds after the beginning in which a browser may still send the address of before."""
LONGEST = 160
"""Letters of a sentence for a room."""


def begin() -> None:
    """Show the board of this page to a room; fit for callbacks."""
    st.query_params["present"] = "1"
    st.session_state[_BEGUN] = (st.query_params.get("id"), time.monotonic())


def asked(id: str) -> bool:
    """Whether this board is to be shown to a room.

    The address says so. A browser that asks for something at the same moment still sends the old address: just after
    the beginning it is written again.
    """
    if st.query_params.get("present"):
        return True
    board, when = st.session_state.get(_BEGUN) or ("", 0.0)
    if board != id or time.monotonic() - when > _LATE:
        return False
    st.query_params["present"] = "1"
    return True


def draw(opened: Opened) -> None:
    """The whole page: one step on the whole screen. Arrow keys, space and page keys turn; escape ends."""
    board, seen, counted = _shown(opened)
    head, today = opened.held.head, _data.desk().as_of
    found = present.steps(board, opened.state, seen, head, counted)
    _noted(opened, board, seen)
    at = min(max(int(st.session_state.get(_AT, 0)), 0), max(len(found) - 1, 0))
    st.session_state[_AT] = at
    st.html(_STYLE)
    st.set_page_config(page_title=f"{seen.names.title(head.title)} · Kith")
    if not found:
        _frame.html('<p class="note">There is nothing to present on this board.</p>')
    else:
        step = found[at]
        said = present.said(board, step, head, seen, today)
        picture = present.slide(board, step, at + 1, len(found), said, face.embedded(_board_mount.font()))
        _screen(picture, f"{step.title}. {at + 1} of {len(found)}. {alt(present.part_of(board, step))}")
    _keys(at, len(found))


def steps(opened: Opened) -> None:
    """The dialog: make a step of whom is selected, say its sentence, put the steps in order."""
    made = list(opened.state.slides.values())
    _frame.html(
        '<p class="note">A step is one sentence and at most 20 people, places and things. Without any step the board '
        "is shown by itself. People are named by initials at most; notes and quotations are not shown.</p>"
    )
    _frame.heading("Steps", words.number(len(made)))
    for place, one in enumerate(made):
        _step(opened, made, place, one)
    if opened.editable:
        _add(opened, made)


def _shown(opened: Opened) -> tuple[Board, Seen, Figures | None]:
    """The board as a projector may show it: as it is, or with initials where it has full names."""
    naming = present.least_open(opened.naming)
    if naming is Naming.COUNTS:
        counted = figures(opened.snapshot, opened.state, opened.held.head, _data.desk().as_of)
        return opened.drawn, opened.seen, counted
    if naming is opened.naming:
        return opened.drawn, opened.seen, None
    board, seen = _closer(opened.snapshot, opened.id, opened.held.place, opened.state.place, opened)
    return board, seen, None


@_data.worked_out
def _closer(snapshot: Snapshot, id: str, place: int, moment: int, _opened: Opened) -> tuple[Board, Seen]:
    """In initials; what comes before the board is the key of the cache."""
    seen = see(snapshot, _opened.state, Naming.INITIALS.value)
    return drawn(snapshot, _opened.state, _opened.held.head, naming=Naming.INITIALS.value, seen=seen), seen


def _noted(opened: Opened, board: Board, seen: Seen) -> None:
    """A room sees it: noted in the audit log once each time a presentation begins."""
    if st.session_state.get(_NOTED) == opened.id:
        return
    with _data.answering():
        _data.view().disclosed(
            {
                "board": opened.id,
                "form": "presentation",
                "naming": seen.names.mode.value,
                "audience": list(opened.held.head.audience),
                "nodes": len(board.nodes),
                "lines": len(board.lines),
                "place": opened.held.place,
                "version": board.version,
            }
        )
    st.session_state[_NOTED] = opened.id


def _screen(picture: str, words_: str) -> None:
    # An image: `st.html` drops inline SVG, and in an image nothing of it could run.
    data = base64.b64encode(picture.encode()).decode()
    st.html(f'<div class="kith-present"><img src="data:image/svg+xml;base64,{data}" alt="{esc(words_)}"></div>')


def _keys(at: int, of: int) -> None:
    """Back, on, end: seen when the mouse comes near; a clicker of a speaker sends page up and page down."""
    with st.container(key="present-keys", horizontal=True, gap="xsmall"):
        st.button("Back", key="present-back", shortcut="Left", on_click=_go, args=(-1,), disabled=at == 0)
        st.button("On", key="present-on", shortcut="Right", on_click=_go, args=(1,), disabled=at >= of - 1)
        st.button("End", key="present-end", shortcut="Esc", on_click=_end)
    with st.container(key="present-more-keys"):
        st.button("On by space", key="present-space", shortcut="Space", on_click=_go, args=(1,))
        st.button("On by page down", key="present-down", shortcut="PageDown", on_click=_go, args=(1,))
        st.button("Back by page up", key="present-up", shortcut="PageUp", on_click=_go, args=(-1,))


def _go(by: int) -> None:
    st.session_state[_AT] = int(st.session_state.get(_AT, 0)) + by


def _end() -> None:
    for key in (_AT, _NOTED, _BEGUN):
        st.session_state.pop(key, None)
    if "present" in st.query_params:
        del st.query_params["present"]


def _step(opened: Opened, made: list[Showing], place: int, one: Showing) -> None:
    there = sum(opened.drawn.node(opened.state.one(id)) is not None for id in one.entities)
    shown = words.showing(min(there, present.MOST), len(one.entities))
    with st.container(key=f"boards-step-{place}", horizontal=True, vertical_alignment="center", gap="xsmall"):
        with st.container(width="stretch"):
            title = esc(opened.short(one.title))
            _frame.html(f'<p><b>{place + 1}. {title}</b><br><span class="note">{esc(shown)}</span></p>')
        if not opened.editable:
            return
        up, down = (Slide(o.id, o.title, o.entities, n) for o, n in ((one, place - 1), (one, place + 1)))
        before = made[place - 1] if place else one
        after = made[place + 1] if place + 1 < len(made) else one
        st.button("Earlier", key=f"boards-step-up-{place}", disabled=place == 0, on_click=opened.click,
                  args=(up, Slide(before.id, before.title, before.entities, place)))  # fmt: skip
        st.button("Later", key=f"boards-step-down-{place}", disabled=place == len(made) - 1, on_click=opened.click,
                  args=(Slide(after.id, after.title, after.entities, place), down))  # fmt: skip
        st.button("Remove", key=f"boards-step-gone-{place}", on_click=opened.click, args=(Unslide(one.id),))


def _add(opened: Opened, made: list[Showing]) -> None:
    """A new step of whom is selected on the picture, or of everybody drawn."""
    _frame.heading("Another step")
    chosen = opened.selected or tuple(node.id for node in opened.drawn.nodes)
    title = st.text_input(
        "One sentence", key="boards-step-title", max_chars=LONGEST, placeholder="What should the room see?"
    )
    _wording.under("boards-step")
    who = "selected on the picture" if opened.selected else "everybody on the board; select some on the picture first"
    told = f"It shows {words.counted(len(chosen), 'one', 'of them')}: {who}."
    if len(chosen) > present.MOST:
        told += f" The screen has room for {present.MOST}."
    if len(ink.wrapped(title, present.SENTENCE, present.ROOM, strong=True)) > present.LINES:
        told += " The sentence is longer than two lines: its end will not be shown."
    _frame.html(f'<p class="note">{esc(told)}</p>')
    st.button("Add the step", key="boards-step-add", type="primary", on_click=_added, args=(opened, chosen, len(made)))


def _added(opened: Opened, chosen: tuple[str, ...], order: int) -> None:
    title = str(st.session_state.get("boards-step-title") or "").strip()
    _wording.keep("boards-step", title)
    if title and chosen and opened.do(Slide(f"P-{uuid.uuid4().hex[:12]}", title, chosen, order)):
        st.session_state["boards-step-title"] = ""

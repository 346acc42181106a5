"""The buttons at the right of an open board's head, Present, More and Add, and every dialog that they lead to."""

from __future__ import annotations

import streamlit as st

from mapping.pages import (
    _board_actions,
    _board_banner,
    _board_dialog,
    _board_growing,
    _board_history,
    _board_paste,
    _board_present,
    _board_said,
    _board_take,
    _frame,
)
from mapping.pages._board_dialog import Dialog
from mapping.pages._board_open import Opened
from mapping.words import Naming

_TURN = "boards-menu-turn"


def dialogs() -> dict[str, Dialog]:
    """Name -> dialog, of everything that opens over the board."""
    return {
        "actions": Dialog("Actions", _board_actions.dialog, "large", written=True),
        "changed": Dialog("What changed", _board_history.changed, "large"),
        "grow": Dialog("Grow the board", _board_growing.dialog, "large"),
        "head": Dialog("What this board is for", _board_banner.head, written=True, in_counts=True),
        "history": Dialog("Who did what", _board_history.listed, "large"),
        "paste": Dialog("Paste a list or a whiteboard", _board_paste.draw, "large", written=True),
        "said": Dialog("Said in the meeting", _board_said.dialog, "large", written=True),
        "steps": Dialog("Steps of the presentation", _board_present.steps, "large", written=True),
        "take": Dialog("Take along", _board_take.draw, "large", in_counts=True),
    }


def present(_: Opened) -> None:
    """The button that shows the board to a room."""
    st.button("Present", key="boards-present", on_click=begin_presenting)


def begin_presenting() -> None:
    """Show the board to a room."""
    _board_present.begin()


def more(opened: Opened) -> None:
    """The head, the presentation's steps, and what leaves."""
    moment = "board-moment" in st.session_state
    with st.popover("More", icon=":material/more_horiz:", key=f"boards-more-{_turn()}"):
        _opens("Purpose, audience, naming, last day", "head", disabled=moment)
        counts = opened.naming is Naming.COUNTS
        _opens("Steps of the presentation", "steps", disabled=moment or counts)
        _opens("Take along", "take")


def add(opened: Opened) -> None:
    """What can be added, and how it is done on the picture; nothing where nobody is named."""
    counts = opened.naming is Naming.COUNTS
    with st.popover("Add", type="primary", key=f"boards-add-open-{_turn()}", disabled=not opened.editable or counts):
        _frame.html(
            '<p class="note">Somebody held: find them on the left. A note, a tie or somebody said to exist: with the '
            "buttons over the picture, or by its keys.</p>"
        )
        _opens("An action", "actions")
        _opens("A pasted list or whiteboard text", "paste")


def _opens(label: str, name: str, *, disabled: bool = False) -> None:
    st.button(label, key=f"boards-open-{name}", on_click=_show, args=(name,), width="stretch", disabled=disabled)


def _turn() -> int:
    return int(st.session_state.get(_TURN, 0))


def _show(name: str) -> None:
    """Open a dialog, and close the menu it was chosen in: under another key it begins closed."""
    st.session_state[_TURN] = _turn() + 1
    _board_dialog.show(name)

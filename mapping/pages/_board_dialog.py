"""The dialogs of an open board.

Streamlit takes a dialog away where a run of the whole page begins, and makes it anew where the run draws it: what was
being typed is lost. So while one is open the page runs again only when the dialog asks, or the head was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from graph.errors import KithError
from mapping.pages import _board_open, _data
from mapping.pages._board_open import Opened
from mapping.words import Naming

_OPEN = "boards-dialog"


@dataclass(frozen=True, slots=True)
class Dialog:
    """What a dialog says at its top, and what draws it. Its widgets keep what is typed while others work."""

    title: str
    draw: Callable[[Opened], None]
    width: Literal["small", "medium", "large"] = "medium"
    written: bool = False  # somebody writes in it: neither Escape nor a click beside it loses that, only "Close" closes
    in_counts: bool = False  # it tells nothing from which a small number, or who somebody is, could be worked out


def show(name: str) -> None:
    """Open the dialog of this name; fit for callbacks."""
    st.session_state[_OPEN] = name


def open_now() -> bool:
    """Whether one is open."""
    return bool(st.session_state.get(_OPEN))


def close() -> None:
    """Close whichever is open; then run the page again."""
    st.session_state.pop(_OPEN, None)


def draw(opened: Opened, dialogs: Mapping[str, Dialog]) -> None:
    """Draw the dialog that is open, if any; call it once, at the end of the page."""
    found = dialogs.get(str(st.session_state.get(_OPEN) or ""))
    if found is None or (opened.naming is Naming.COUNTS and not found.in_counts):
        close()  # what is not drawn is not open either: the page would wait for it to be closed
    else:
        st.dialog(found.title, width=found.width, dismissible=not found.written, on_dismiss=close)(
            lambda: _draw(found, opened)
        )()


def _draw(found: Dialog, opened: Opened) -> None:
    if not open_now():  # closed by a press, which runs the dialog alone
        st.rerun()
    found.draw(_fresh(opened))
    if found.written:
        st.button("Close", key="boards-dialog-close", on_click=close)


def _fresh(opened: Opened) -> Opened:
    """The board by now: a press in a dialog runs the dialog alone, with the board of the page that drew it."""
    try:
        fresh = _board_open.open_board(opened.id)
    except (_data.StoreDown, KithError):
        st.rerun()  # the page says what happened
    if fresh.held.head != opened.held.head:
        st.rerun()
    return fresh

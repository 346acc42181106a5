"""The dialogs of an open board. They outlast a change by somebody else, which runs the page again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import streamlit as st

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


def close() -> None:
    """Close whichever is open; then run the page again."""
    st.session_state.pop(_OPEN, None)


def draw(opened: Opened, dialogs: Mapping[str, Dialog]) -> None:
    """Draw the dialog that is open, if any; call it once, at the end of the page."""
    found = dialogs.get(str(st.session_state.get(_OPEN) or ""))
    if found and (found.in_counts or opened.naming is not Naming.COUNTS):
        st.dialog(found.title, width=found.width, dismissible=not found.written, on_dismiss=close)(
            lambda: _draw(found, opened)
        )()


def _draw(found: Dialog, opened: Opened) -> None:
    found.draw(opened)
    if found.written and st.button("Close", key="boards-dialog-close"):
        close()
        st.rerun()

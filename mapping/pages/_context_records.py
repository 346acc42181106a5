"""Opens the records behind a figure of the Contexts page: read, and noted in the audit log, only when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from graph.answers import Shown
from mapping import words
from mapping.contexts import ContextSettings
from mapping.pages import _data, _evidence, _frame, _opening
from mapping.pages._opening import Figure
from mapping.pages._text import esc

_FEW = 12
_OFF = "Their records open off the panel view: here they would tell who stands behind a count that is not shown."


def behind(key: str, figures: Mapping[str, Sequence[str]], settings: ContextSettings) -> None:
    """A choice of figures of one card, and the records of the one that is chosen.

    Parameters
    ----------
    key
        Unique on the page.
    figures
        Words of a figure -> ids of the assertions behind it; those without any are left out.
    settings
        A panel view shows no words of a record: they may name somebody.
    """
    open_ = {label: tuple(ids) for label, ids in figures.items() if ids}
    if not open_:
        if settings.panel and figures:
            _frame.html(f'<p class="note">{esc(_OFF)}</p>')
        return
    if st.session_state.get(key) not in open_:
        st.session_state.pop(key, None)  # what was open before is no figure of what is shown now
    # The choices of a select box are text, never Markdown.
    chosen = st.selectbox(
        "Open the records behind a figure", list(open_), index=None, placeholder="Open the records behind a figure",
        format_func=lambda label: f"{label}: {words.counted(len(open_[label]), 'statement')}", key=key,
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen:
        _cards(key, open_[chosen], settings)


def figure(key: str, label: str, text: str, ids: Sequence[str]) -> Figure:
    """A cell of a table that opens the records behind it in the choice of that key."""
    return Figure(text, f"{key}\n{label}" if ids else "", says=f"{label}, open the records")


def listen() -> None:
    """Hear the figures of the page; one that is pressed is chosen in its card."""
    _opening.listen("contexts-opens", _take)


def _take(asked: str) -> None:
    key, _, label = asked.partition("\n")
    st.session_state[key] = label


def _cards(key: str, ids: Sequence[str], settings: ContextSettings) -> None:
    every = st.session_state.get(f"{key}-every") == ids
    shown = ids if every else ids[:_FEW]
    with _data.answering():
        found = _data.view().evidence(shown)
    note = f"{words.showing(len(shown), len(ids))} statements, newest first".capitalize()
    if settings.panel:
        found = Shown((replace(each, text="", child_view="") for each in found), withheld=found.withheld)
        note += ". Their words are left out on a panel view: they may name somebody"
    _frame.html(f'<p class="note">{esc(note)}.</p>')
    _frame.html(_evidence.cards(found, naming=settings.named, snapshot=_data.snapshot()))
    if len(shown) < len(ids):
        st.button(
            f"Show all {words.number(len(ids))}", type="tertiary", key=f"{key}-all",
            on_click=lambda: st.session_state.update({f"{key}-every": ids}),
        )  # fmt: skip

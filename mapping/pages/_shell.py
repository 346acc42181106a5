"""Dresses the app: style, logo, the pages at their addresses, and who reads for what purpose."""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files
from pathlib import Path

import streamlit as st

from mapping.pages import _data, _frame
from mapping.pages._states import answered, guarded
from mapping.pages._text import esc, plain

PAGES = {
    "relationships": "Relationships",
    "boards": "Boards",
    "places": "Places",
    "contexts": "Contexts",
    "periphery": "Periphery",
    "adults": "Adults of concern",
    "groups": "Groups",
    "missing": "Missing",
    "trends": "Trends",
    "fairness": "Fairness",
    "data": "Data",
}
"""Module in `mapping.pages` and path -> title; the first is the front page, at `/`."""


def run() -> None:
    """Draw the frame and the page that was asked for."""
    pages = {name: _page(name, title, front=name == "relationships") for name, title in PAGES.items()}
    st.session_state["kith-pages"] = pages
    chosen = st.navigation(list(pages.values()), position="top")
    icons = files("mapping").joinpath("icons")
    st.set_page_config(
        page_title=f"{chosen.title} · Kith",
        page_icon=str(icons.joinpath("mark.svg")),
        layout="wide",
        initial_sidebar_state=264,
        menu_items={},
    )
    st.logo(str(icons.joinpath("logo.svg")), size="large", link=None)
    st.html(Path(str(files("mapping.pages").joinpath("_style.css"))))
    _data.stand_at(str(st.query_params.get("id") or "") if chosen.url_path == "boards" else "")
    header = st.container()
    if chosen.url_path == "boards":  # what a board is for is known once the page has opened it
        chosen.run()
    with header:
        guarded(_who)
    if chosen.url_path != "boards":
        chosen.run()


def _page(name: str, title: str, *, front: bool) -> st.Page:
    def draw() -> None:
        # Imported when asked for: a first page in a second, and one broken room does not close the others.
        if guarded(lambda: import_module(f"mapping.pages.{name}").render()):
            answered()

    return st.Page(draw, title=title, url_path="" if front else name, default=front)


def _who() -> None:
    """Name, role and hub at the right of the header, and the purpose, which can be changed there."""
    now = _data.desk()
    parts = [f"<b>{esc(now.viewer.name)}</b>", esc(now.viewer.role), esc(now.viewer.hub)]
    invented = f"{_frame.chip('Invented people', 'now')} " if _data.settings().fictional else ""
    with st.container(key="kith-who"):
        _frame.html(f'<div class="kith-who">{invented}{" · ".join(part for part in parts if part)}</div>')
        if _data.at_board():
            board = esc(_data.board_said() or "the board’s own purpose")
            _frame.html(f'<p class="kith-for" title="{board}">For this board: {board}</p>', narrow=True)
            return
        with st.popover(f"Purpose: {plain(now.purpose.text)}", type="tertiary", key="kith-purpose-open"):
            st.text_input("What are you reading for?", key="kith-purpose", placeholder=_data.PURPOSE, max_chars=120)

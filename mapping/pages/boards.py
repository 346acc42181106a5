"""Boards: maps kept for one meeting or decision, worked on together. Without an id the list."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import streamlit as st

from graph.errors import KithError
from mapping.board import component
from mapping.board.figures import figures
from mapping.pages import (
    _board_actions,
    _board_banner,
    _board_dialog,
    _board_filters,
    _board_growing,
    _board_history,
    _board_list,
    _board_menus,
    _board_moments,
    _board_mount,
    _board_open,
    _board_present,
    _board_said,
    _board_side,
    _board_sync,
    _board_twin,
    _data,
    _frame,
    _states,
)
from mapping.pages._board_open import Opened
from mapping.pages._board_outbox import Outbox, ids_of
from mapping.pages._text import esc
from mapping.words import Naming

_STYLE = Path(str(files("mapping.pages").joinpath("_board.css")))


def render() -> None:
    """Draw the page."""
    st.html(_STYLE)
    asked = _asked()
    if not asked:
        _board_list.draw()
        return
    try:
        opened = _board_open.open_board(asked)
    except KithError as refusal:
        _back()
        _states.stopped("This board is not opened", str(refusal))
        return
    except _data.StoreDown:
        _kept_here(asked)
        raise
    _open(opened)


def _asked() -> str:
    """The id in the address. It is written back: a link from this page to itself leaves the old address standing."""
    asked = str(st.query_params.get("id") or "")
    if asked:
        st.query_params["id"] = asked
    else:
        st.query_params.clear()
    return asked


def _kept_here(id: str) -> None:
    """What is not lost while the server is silent."""
    waiting = len(Outbox(id).waiting)
    if waiting:
        many = "1 step is" if waiting == 1 else f"{waiting} steps are"
        _frame.html(
            f'<p class="note" role="status">{many} kept at this desk and written to the board as soon as the record '
            "store answers. Leave this page open.</p>"
        )


def _back() -> None:
    st.page_link(_frame.page("boards"), label="All boards", icon=":material/arrow_back:")


def _open(opened: Opened) -> None:
    """The open board: rail, banner, picture or table, actions, panel.

    What stands on some runs only has a container on every run: an element that moves up or down is made anew in the
    browser, and with it the picture that is being drawn on, or the dialog that is being written in.
    """
    if _board_present.asked(opened.id):
        _board_present.draw(opened)
        return
    counts = opened.naming is Naming.COUNTS
    if counts and "board-moment" in st.session_state:  # two moments beside each other give small numbers away
        _board_moments.back_to_now()
        st.rerun()
    with st.sidebar:
        _back()
        if counts:  # a filter would let somebody work small numbers out by difference
            st.caption("Counts only: nobody is drawn, so nothing is found, filtered or grown here.")
        else:
            _board_filters.find(opened)
            _board_filters.draw(opened)
            _board_growing.draw(opened)
    shown = _board_banner.draw(opened, (_board_menus.present, _board_menus.more, _board_menus.add))
    with st.container():
        _said()
        if "board-moment" in st.session_state:
            _board_history.banner(opened)
    if counts:
        _counts(opened)
    elif shown == "Table":
        _board_twin.draw(opened)
    else:
        with st.container():
            if not opened.state.members and not opened.state.people:
                _board_filters.nobody_yet()
                if opened.editable:
                    _board_growing.begin(opened)
        _picture(opened)
    if not counts:
        _board_actions.strip(opened)
    _board_sync.draw(opened)
    _board_side.draw(opened, () if counts else (_board_said.draw, _board_history.draw))
    _board_dialog.draw(opened, _board_menus.dialogs())


def _said() -> None:
    """What could not be done, once, in place."""
    for text in st.session_state.pop("boards-said", []):
        _frame.html(f'<p class="refused" role="alert">{esc(text)}</p>')


def _counts(opened: Opened) -> None:
    """Counts only: nobody is drawn, and small numbers are not told."""
    found = figures(opened.snapshot, opened.state, opened.held.head, _data.desk().as_of)
    with _frame.card("boards-counts"):
        _frame.heading("Counts only", "nobody is drawn")
        for table in found.tables:
            lines = [(one.words, one.said) for one in table.rows]
            _frame.heading(table.title, table.total)
            _frame.html(_frame.table(("", "How many"), lines, caption=table.title, numbers=(1,)))
        _frame.html("".join(f'<p class="note">{esc(one)}</p>' for one in found.notes))


def _picture(opened: Opened) -> None:
    key = f"board-{opened.id}"
    outbox = opened.outbox
    sent = ids_of((st.session_state.get(key) or {}).get("outbox"))
    had: Mapping[str, component.Picture] = st.session_state.get("boards-picture") or {}
    before = had.get(opened.id)
    picture = component.pictured(opened.drawn, opened.at, before)
    payload = component.payload(
        opened.drawn,
        opened.at,
        selected=opened.chosen or None,
        window=_board_filters.window_shown(opened),
        fit=f"{opened.id} {st.session_state.get('boards-fit', 0)}",
        edit=component.editing(
            opened.id,
            opened.snapshot.viewer,
            readonly=opened.readonly,
            acked=[id for id in sent if id in outbox.sent],
            refused=[{"id": id, "words": words} for id, words in outbox.refused.items()],
        ),
        had=before.digest if before else "",
        picture=picture,
    )
    st.session_state["boards-picture"] = {opened.id: picture}
    with st.container(key="boards-picture"):
        result = _board_mount.MOUNT(
            key=key,
            data=payload,
            height="content",
            on_selected_change=lambda: _board_open.choose(opened.id, st.session_state[key].get("selected")),
            on_outbox_change=lambda: outbox.take(st.session_state[key].get("outbox")),
            on_window_change=lambda: _board_filters.window(opened, st.session_state[key].get("window") or ()),
            on_wish_change=lambda: _wished(opened, st.session_state[key].get("wish")),
        )
    outbox.take(result.get("outbox"))
    if outbox.waiting:  # a new session after a restart: what the browser held on to came with its first run
        st.rerun()


def _wished(opened: Opened, wish: object) -> None:
    """What the browser asks Python to do."""
    asked = wish if isinstance(wish, dict) else {}
    do, text = asked.get("do"), str(asked.get("text") or "")
    if do == "need":  # it was loaded anew and has no board to draw
        st.session_state.pop("boards-picture", None)
    elif do == "undo":
        opened.undo()
    elif do == "redo":
        opened.redo()
    elif do == "find":
        st.session_state["boards-find"] = text[:120]
    elif do == "paste":
        st.session_state["boards-paste-text"] = text
        _board_dialog.show("paste")
    elif do == "present":
        _board_menus.begin_presenting()
    elif do == "act":
        _board_dialog.show("actions")

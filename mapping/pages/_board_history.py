"""The memory of an open board in its panel: its versions, the way to what changed and to a replay, and who did what."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.answers import Done
from mapping import words
from mapping.board.log.operation import Version
from mapping.board.log.say import Told
from mapping.pages import _board_changed, _board_dialog, _board_replay, _frame, _wording
from mapping.pages._board_moments import MOMENT, clock, look, told, versions
from mapping.pages._board_open import Opened
from mapping.pages._opening import Figure, listen
from mapping.pages._text import esc, plain

LATEST = 6
PAGE = 100

_NAMED, _NAMELESS = "boards-version-name", "boards-version-nameless"

banner = _board_replay.banner
changed = _board_changed.draw


def draw(opened: Opened) -> None:
    """The part of the panel: keep a version, the versions, replay and difference, and the latest of who did what."""
    kept = versions(opened)
    with st.container(key="boards-history"):
        _frame.heading("Versions", words.showing(min(LATEST, len(kept)), len(kept)) if kept else "")
        if opened.editable:
            _keep(opened)
        newest = list(reversed(kept))
        for one, named in newest[:LATEST]:
            _version(opened, one, named)
        if newest[LATEST:]:
            with st.expander(f"Earlier ones ({words.number(len(newest) - LATEST)})", key="boards-versions-earlier"):
                for one, named in newest[LATEST:]:
                    _version(opened, one, named)
        with st.container(horizontal=True, gap="xsmall", key="boards-history-do"):
            st.button("What changed", key="boards-changed", on_click=_board_dialog.show, args=("changed",))
            st.button(
                "Replay", key="boards-replay", on_click=_board_replay.begin, args=(opened,), disabled=not opened.done
            )
        found = told(opened)
        _frame.heading("Who did what", words.showing(min(LATEST, len(found)), len(found)) if found else "nothing yet")
        _frame.html(_list(list(reversed(found))[:LATEST]))
        if len(found) > LATEST:
            st.button("All of it", key="boards-history-all", on_click=_board_dialog.show, args=("history",))
        listen("boards-history-opens", lambda asked: _opens(opened.id, asked))


def listed(opened: Opened) -> None:
    """The dialog: all that was done, newest first."""
    before = opened.state.place if MOMENT in st.session_state else None
    found = list(reversed(told(opened)))
    most = st.session_state.setdefault("boards-history-most", PAGE)
    _frame.heading(
        "Newest first", words.showing(min(most, len(found)), len(found)), "Choose a time to see the board then."
    )
    lines = [
        (Figure(clock(one), f"moment:{one.place}", says="look at the board then"), one.by, one.said)
        for one in found[:most]
    ]
    _frame.html(_frame.table(("When", "Who", "What"), lines, caption="Who did what on this board, newest first"))
    if len(found) > most:
        st.button(f"Show {PAGE} more", key="boards-history-more", on_click=_more)
    listen("boards-history-listed", lambda asked: _opens(opened.id, asked))
    if MOMENT in st.session_state and st.session_state[MOMENT] != before:
        st.rerun()  # a time was chosen: the dialog ran alone, and closes


def _version(opened: Opened, one: Done, named: Version) -> None:
    st.button(
        plain(f"{opened.short(named.name) or 'A version'} · {clock(one)}, {opened.seen.names.by(one.by)}"),
        key=f"board-tie-version-{one.place}", type="tertiary", width="stretch",
        on_click=look, args=(opened.id, one.place),
    )  # fmt: skip


def _keep(opened: Opened) -> None:
    with (
        st.form("boards-version", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"),
    ):
        st.text_input(
            "Keep this as a version",
            key=_NAMED,
            max_chars=200,
            placeholder="before the meeting of 3 November",
        )
        # A callback runs first in any case; the form is emptied, so a press that got lost would lose its words.
        st.form_submit_button("Keep", on_click=_kept, args=(opened,))
    if st.session_state.pop(_NAMELESS, False):
        _frame.html('<p class="refused" role="alert">Give the version a name. Nothing was kept.</p>')
    _wording.under("board-version")


def _kept(opened: Opened) -> None:
    name = " ".join(str(st.session_state.get(_NAMED) or "").split())
    st.session_state[_NAMELESS] = not name
    if name:
        _wording.keep("board-version", name)
        opened.do(Version(name))


def _list(found: Sequence[Told]) -> str:
    """Rows of the panel: the sentence, and when, which opens the board of then."""
    rows = []
    for one in found:
        when = Figure(clock(one), f"moment:{one.place}", says="look at the board then")
        who = one.by[:1].upper() + one.by[1:]
        rows.append(f'<li><b>{esc(who)}</b> {esc(one.said)} <span class="when">{when.markup()}</span></li>')
    return f'<ul class="rows boards-did">{"".join(rows)}</ul>'


def _opens(id: str, asked: str) -> None:
    place = asked.removeprefix("moment:")
    if asked != place and place.isdigit():
        look(id, int(place))


def _more() -> None:
    st.session_state["boards-history-most"] += PAGE

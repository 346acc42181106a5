"""The head of an open board: title, whose, for whom, how named, until when; picture or table, undo, redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from mapping import words
from mapping.board.log import redoable, undoable
from mapping.pages import _board_dialog, _board_head, _board_list, _data, _frame, _wording
from mapping.pages._board_open import Opened
from mapping.pages._decide import refusing
from mapping.pages._text import esc
from mapping.words import Naming


def draw(opened: Opened, tools: Sequence[Callable[[Opened], None]]) -> str:
    """Draw it; `tools` draw the buttons at its right. Says whether the picture or the table is wanted."""
    title = opened.seen.names.title(opened.held.head.title)
    st.set_page_config(page_title=f"{title} · Kith")
    with st.container(key="board-banner", horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall"):
        with st.container(width="stretch"):
            _frame.html(f'<h1 title="{esc(title)}">{esc(title)}</h1><p class="note">{_note(opened)}</p>')
        shown = st.segmented_control(
            "Show as",
            ["Board", "Table"],
            default="Board",
            required=True,
            key="boards-shown",
            label_visibility="collapsed",
            width="content",
            disabled=opened.naming is Naming.COUNTS,  # nobody is drawn, and nobody is listed
        )
        _steps(opened)
        for tool in tools:
            tool(opened)
    with st.container():
        _ended(opened)
    return str(shown or "Board")


def _note(opened: Opened) -> str:
    """`Owner R. Osei · for hub and police · naming: initials · expires 30 Nov`, as markup; a near end first."""
    head, today = opened.held.head, _data.desk().as_of
    naming = words.label("naming", head.naming).lower()
    whose = f"Owner {opened.seen.names.by(head.owner)} · for {_board_list.audience(head.audience)} · naming: {naming}"
    parts = [esc(whose), _expiry(head.expires_on, today)]
    return " · ".join(reversed(parts) if head.expires_on - today <= _board_head.SOON else parts)


def _expiry(last: date, today: date) -> str:
    day = words.day(last) if last.year != today.year else f"{last.day} {last:%b}"
    if last < today:
        return f'<b class="late">archived since {esc(day)}</b>'
    if last - today <= _board_head.SOON:
        return f'<b class="late">expires {esc(day)}, {esc(_board_list.days_left(last, today))}</b>'
    return esc(f"expires {day}")


def _steps(opened: Opened) -> None:
    """Undo and redo: one's own steps, without end, whatever others do meanwhile."""
    me = opened.snapshot.viewer
    last, again = undoable(opened.done, me), redoable(opened.done, me)
    for label, icon, what, found in (
        ("Undo", ":material/undo:", opened.undo, last),
        ("Redo", ":material/redo:", opened.redo, again),
    ):
        st.button(
            label,
            icon=icon,
            key=f"boards-{label.lower()}",
            disabled=not opened.editable or found is None,
            help=f"{label} your own last step",
            on_click=what,
        )


def _ended(opened: Opened) -> None:
    """Past its last day: what that means, and how its owner gives it another."""
    if not opened.held.archived(_data.desk().as_of):
        return
    last = words.day(opened.held.head.expires_on)
    with st.container(key="boards-archived", horizontal=True, vertical_alignment="center"):
        owner = esc(opened.seen.names.by(opened.held.head.owner))
        _frame.html(
            f"<p>This board is archived since {esc(last)}, its last day. It can be read; nothing is done on it, and no "
            f"copy of it is made. {owner}, who answers for it, can give it another last day, and says why.</p>"
        )
        if opened.held.head.owner == _data.desk().viewer.name:
            st.button("Give it another last day", key="boards-extend", on_click=_board_dialog.show, args=("head",))


def head(opened: Opened) -> None:
    """The form that changes the head; a reason goes with it, and what it was before stays in the log."""
    before = opened.held.head
    if opened.held.archived(_data.desk().as_of) and before.owner != _data.desk().viewer.name:
        owner = esc(opened.seen.names.by(before.owner))
        _frame.html(f'<p class="refused">Only {owner}, who answers for it, can open it again.</p>')
        return
    # Another key in another naming mode: a field keeps what it held as long as its key is the same.
    turn = opened.held.place if opened.held.archived(_data.desk().as_of) else 0
    key = f"boards-head-{opened.id}-{before.naming}-{turn}"
    with st.form(key, border=False, enter_to_submit=False):
        asked = _board_head.fields(key, before, opened.seen.names)
        reason = st.text_input("Why it is changed", key=f"{key}-why", max_chars=500)
        pressed = _frame.submitted("Change", key, "primary")
    if pressed:
        _wording.keep("board-head", asked.title, asked.purpose, reason)
        with refusing():
            if not reason.strip():
                _frame.html('<p class="refused" role="alert">Say why it is changed. Nothing was changed.</p>')
                return
            desk = _data.desk()
            now = asked.head
            changed = {name: getattr(now, name) for name in _PARTS if getattr(now, name) != getattr(before, name)}
            if changed:
                _data.store().boards(desk.viewer, desk.purpose).change(opened.id, **changed, reason=reason)
            _board_dialog.close()
            st.rerun()
    _wording.under("board-head")


_PARTS = ("title", "purpose", "owner", "audience", "naming", "expires_on")

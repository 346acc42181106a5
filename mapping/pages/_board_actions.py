"""What is to be done after the meeting: the strip under the picture, and the dialog in which actions are written."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

import streamlit as st

from data_schema import schema
from mapping import words
from mapping.board.log import BoardAction
from mapping.board.log.operation import Act, Close
from mapping.pages import _board_dialog, _data, _frame, _wording
from mapping.pages._board_open import Opened
from mapping.pages._text import esc, plain

STRIP = 3
LONGEST = 500
NONE = "No action yet: a map without actions is only watched. Say who does what, and by when."
NONE_THEN = "No action was set at that moment."


def ordered(opened: Opened) -> list[BoardAction]:
    """Open actions, those due first; without a day last."""
    return sorted(opened.state.open_actions, key=lambda one: (one.due_on or date.max, one.signed.place))


def strip(opened: Opened) -> None:
    """Three actions at most; how many there are; the way to all of them."""
    waiting, today = ordered(opened), _data.desk().as_of
    with st.container(key="boards-actions", horizontal=True, wrap=False, vertical_alignment="center"):
        with st.container(width="stretch"):
            if waiting:
                _frame.html(
                    f'<div class="boards-strip">{"".join(_told(opened, one, today) for one in waiting[:STRIP])}</div>'
                )
            else:
                _frame.html(f'<p class="late boards-noaction">{esc(_none())}</p>')
        more = len(waiting) - STRIP
        label = f"Actions ({words.number(len(waiting))})" if more > 0 else "Actions"
        st.button(
            label, key="boards-actions-open", on_click=_board_dialog.show, args=("actions",),
            help=f"{words.counted(more, 'more action')}" if more > 0 else None,
        )  # fmt: skip


def _none() -> str:
    """That there is no action to be done, now or at the moment that is looked at."""
    return NONE_THEN if "board-moment" in st.session_state else NONE


def _told(opened: Opened, one: BoardAction, today: date) -> str:
    return f"<div><b>{esc(opened.short(one.what))}</b><p>{_who(opened, one, today)}</p></div>"


def _who(opened: Opened, one: BoardAction, today: date) -> str:
    """`R. Osei · due 5 Nov`, and in words that it is overdue; as markup."""
    owner = esc(opened.seen.names.by(one.owner) or "nobody named yet")
    if one.due_on is None:
        return f"{owner} · no day"
    if one.overdue(today):
        return f'<span class="late">{owner} · overdue {esc(words.counted((today - one.due_on).days, "day"))}</span>'
    return f"{owner} · due {esc(_day(one.due_on, today))}"


def _day(day: date, today: date) -> str:
    """`5 Nov`, with its year when that is another."""
    return f"{day.day} {day:%b}" if day.year == today.year else words.day(day)


def dialog(opened: Opened) -> None:
    """All actions, the form for another, and what became of each."""
    waiting, today = ordered(opened), _data.desk().as_of
    ended = [one for one in opened.state.actions.values() if one not in waiting]
    if not waiting:
        _frame.html(f'<p class="late">{esc(_none())}</p>')
    for one in waiting:
        with st.container(key=f"boards-act-{one.id}"):
            about = _about(opened, one.about)
            _frame.html(
                f'<h3>{esc(opened.short(one.what))}</h3><p class="note">{_who(opened, one, today)}{about}'
                f" · written by {esc(opened.seen.names.by(one.signed.by))}</p>"
            )
            if opened.editable:
                _ends(opened, one)
    if opened.editable:
        _add(opened)
    if ended:
        _frame.heading("Done or stopped", words.counted(len(ended), "action"))
        for one in ended:
            _ended(opened, one)


def _about(opened: Opened, ids: Sequence[str]) -> str:
    names = [node.name for id in ids if (node := opened.drawn.node(id))]
    return f" · about {esc(words.listed(names, most=4))}" if names else ""


def _add(opened: Opened) -> None:
    turn = st.session_state.get("boards-act-turn", 0)
    key = f"boards-act-new-{turn}"
    _frame.heading("Add an action")
    names = [node.name for id in opened.selected if (node := opened.drawn.node(id))]
    with st.form(key, border=False, enter_to_submit=False):
        what = st.text_input(
            "What is to be done", key=f"{key}-what", max_chars=LONGEST,
            placeholder="Such as: ask police to check the grey hatchback",
        )  # fmt: skip
        with st.container(horizontal=True, gap="small"):
            owner = st.text_input("Who does it", key=f"{key}-owner", max_chars=200)
            due = st.date_input("Due", value=None, format="DD/MM/YYYY", key=f"{key}-due")
        about = bool(names) and st.checkbox(
            f"About {plain(words.listed(names, most=4))}, selected now", value=True, key=f"{key}-about"
        )
        pressed = _frame.submitted("Add the action", key, "primary")
    if pressed:
        _wording.keep("board-act", what)
        if not what.strip():
            _frame.html('<p class="refused" role="alert">Say what is to be done. Nothing was added.</p>')
        else:
            day = due if isinstance(due, date) else None
            made = Act(f"A-{uuid.uuid4().hex}", what.strip(), owner.strip(), day, opened.selected if about else ())
            if opened.do(made):
                st.session_state["boards-act-turn"] = turn + 1
            st.rerun()
    _wording.under("board-act")


def _ends(opened: Opened, one: BoardAction) -> None:
    states = schema().codes["action_state"].codes
    key = f"boards-close-{one.id}"
    with st.expander("Say what became of it", key=f"{key}-open"), st.form(key, border=False, enter_to_submit=False):
        state = st.segmented_control(
            "It is now", list(states), default=one.state, required=True, key=f"{key}-state",
            format_func=lambda code: states[code].label,
        )  # fmt: skip
        outcome = st.text_input("What came of it, or why it stopped", key=f"{key}-outcome", max_chars=LONGEST)
        pressed = _frame.submitted("Record", key, "primary")
    if pressed:
        closes = states[state or one.state].extra.get("open") != "yes"
        if closes and not outcome.strip():
            _frame.html('<p class="refused" role="alert">Say what came of it. Nothing was recorded.</p>')
        else:
            opened.do(Close(one.id, state or one.state, outcome.strip()))
            st.rerun()


def _ended(opened: Opened, one: BoardAction) -> None:
    with st.container(key=f"boards-ended-{one.id}", horizontal=True, vertical_alignment="center"):
        by = (
            f" · {opened.seen.names.by(one.closed.by)}, {words.day(one.closed.at.date(), _data.desk().as_of)}"
            if one.closed
            else ""
        )
        said = f": {opened.short(one.outcome)}" if one.outcome else ""
        state = words.label("action_state", one.state)
        with st.container(width="stretch"):
            _frame.html(f'<p>{esc(opened.short(one.what))}</p><p class="note">{esc(f"{state}{said}{by}")}</p>')
        if opened.editable:
            st.button(
                "Open again", key=f"boards-again-{one.id}", on_click=opened.click, args=(Close(one.id, "planned"),)
            )

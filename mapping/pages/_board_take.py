"""Take a board along: in which form, for whom, how named, what it will say, and who took it along before."""

from __future__ import annotations

import uuid
from datetime import datetime

import streamlit as st

from graph.errors import KithError
from graph.snapshot import Snapshot
from loaders.quarantine import neutral
from mapping import words
from mapping.board.log import fold, operation, told
from mapping.board.take import sections
from mapping.board.take.copies import MIMES, Copy, Tools, copy_of, file_name, forms, made, modes
from mapping.board.take.told import FORMS, NOT_THE_RECORD, line, shown
from mapping.pages import _beat, _board_mount, _board_open, _data, _frame, _handed
from mapping.pages._board_open import Opened
from mapping.pages._handed import File
from mapping.pages._text import esc
from mapping.words import Naming

EVERY = 2
"""Seconds between two looks at who took a copy."""

_SAYS = {
    "pdf": "A4, to be put before the meeting and filed with its minutes. Read aloud by screen readers.",
    "docx": "The same, to be written on.",
    "png": "For a slide or a message.",
    "svg": "Sharp at any size.",
    "html": "One page to look around in, without Kith and without a network.",
    "csv": "Ties, people, actions, notes and what was said, for a spreadsheet; with a page that says what they are.",
}
_TELLS_MORE = "More openly than the board it cannot leave: change how the board names people first."


def draw(opened: Opened) -> None:
    """The dialog: choose, see what it will say, take it, and see the copies taken before."""
    head = opened.held.head
    if not opened.editable:
        _closed(opened)
        _before(opened)
        return
    naming = _naming(Naming(head.naming))
    form = _form(naming)
    for_whom = _for_whom(head.audience)
    copy = _copied(opened.snapshot, opened.id, opened.held.place, naming.value, for_whom, opened)
    _preview(copy, form)
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = _frame.pressed(f"Take along: {FORMS[form]}", "boards-take-file", "primary", disabled=not for_whom)
        if not for_whom:
            _frame.html('<p class="note">Say for whom the copy is.</p>')
    _handed.over("boards-take", _taking(opened, naming, form, for_whom) if wanted else None)
    _before(opened)


def _closed(opened: Opened) -> None:
    """Why this board cannot be taken along as it is looked at."""
    if opened.held.archived(_data.desk().as_of):
        why = "This board is archived: what it was for is over, and no new copy of it is made. "
        why += "Its owner can give it another last day, and say why."
    else:
        why = "You look at an earlier moment of this board. Go back to now to take it along."
    _frame.html(f'<p class="note" role="status">{esc(why)}</p>')


def _naming(board: Naming) -> Naming:
    """The naming mode of the copy: the board's, or one that tells less."""
    offered = [mode.value for mode in modes(board)]
    found = st.segmented_control(
        "Naming",
        offered,
        default=offered[0],
        required=True,
        format_func=lambda code: words.label("naming", code),
        key="boards-take-naming",
        help=_TELLS_MORE,
    )
    return Naming(found) if found in offered else board


def _form(naming: Naming) -> str:
    offered = forms(naming)
    if st.session_state.get("boards-take-form") not in offered:
        st.session_state["boards-take-form"] = offered[0]
    form = str(st.radio("Form", offered, format_func=FORMS.__getitem__, key="boards-take-form", horizontal=True))
    _frame.html(f'<p class="note">{esc(_SAYS[form])}</p>')
    return form


def _for_whom(audience: tuple[str, ...]) -> tuple[str, ...]:
    """Whom the copy is for: within the audience of the board, and somebody must be named."""
    return tuple(
        st.pills(
            "For whom",
            list(audience),
            selection_mode="multi",
            default=list(audience)[:1] if len(audience) == 1 else [],
            format_func=lambda code: words.label("agency", code),
            key="boards-take-whom",
            help="Only those the board is for. For others change its audience first: that is recorded too.",
        )
        or []
    )


@_data.worked_out
def _copied(snapshot: Snapshot, id: str, place: int, naming: str, for_whom: tuple[str, ...], _opened: Opened) -> Copy:
    """The copy as it would leave now; what comes before the board is the key of the cache."""
    return _copy(_opened, Naming(naming), for_whom, _data.desk())


def _copy(opened: Opened, naming: Naming, for_whom: tuple[str, ...], desk: _data.Desk) -> Copy:
    return copy_of(
        opened.snapshot,
        opened.held,
        opened.state,
        opened.done,
        naming=naming,
        for_whom=for_whom,
        made_by=desk.viewer.name,
        made_at=datetime.combine(desk.as_of, datetime.now().astimezone().timetz()),
    )


def _preview(copy: Copy, form: str) -> None:
    """What it will say of itself, and what is not on it."""
    few = copy.told.sections
    held = " · ".join(
        f"{one.title} {one.of}" for one in few if one.name in ("actions", "ties", "people", "notes", "said")
    )
    lines = [
        line(copy.board, copy.printed),
        f"{shown(copy.board)}." + (f" {held}." if held else ""),
        copy.printed.record,
    ]
    if not any(one.name == "actions" and one.rows for one in few) and copy.told.drawn:
        lines.append(sections.NO_ACTION)
    lines.append(NOT_THE_RECORD)
    with _frame.card("boards-take-says"):
        body = "".join(f'<p class="note">{esc(one)}</p>' for one in lines)
        _frame.html(f"<h2>{esc(copy.told.title)}</h2>{body}")


def _taking(opened: Opened, naming: Naming, form: str, for_whom: tuple[str, ...]) -> File:
    """The copy as a file: first it is noted that it leaves, then it is handed over."""
    view, desk = _data.view(), _data.desk()

    def content() -> bytes:
        copy = _copy(opened, naming, for_whom, desk)
        file = made(copy, form, Tools(neutral, _board_mount.font()))  # what cannot be made is not said to have left
        with _data.answering():
            view.disclosed(_note(opened, copy, form, for_whom))
            taken = operation.Taken(form=form, naming=naming.value, audience=for_whom)
            boards = _data.store().boards(desk.viewer, desk.purpose)
            boards.do(opened.id, [told(uuid.uuid4().hex, taken)])
        return file

    return File(file_name(opened.id, desk.as_of, form), MIMES[form], content)


def _note(opened: Opened, copy: Copy, form: str, for_whom: tuple[str, ...]) -> dict[str, object]:
    """What the audit log keeps of a copy: how much of what, for whom, how named; never who is on it."""
    return {
        "board": opened.id,
        "form": form,
        "naming": copy.board.naming,
        "audience": list(for_whom),
        "nodes": len(copy.board.nodes),
        "lines": len(copy.board.lines),
        "actions": len(opened.state.actions),
        "place": opened.held.place,
        "version": copy.board.version,
    }


@st.fragment
def _before(opened: Opened) -> None:
    """The copies taken before: who, when, in what form, for whom, how named; with one that was taken just now."""
    _beat.beat("take", EVERY)
    try:
        state = fold(_board_open.now(opened.id).done) if opened.editable else opened.state
    except (_data.StoreDown, KithError):  # the page says so
        state = opened.state
    found = sections.exports(state, opened.seen.names)
    _frame.heading("Copies taken before", found.of if found.rows else "")
    if found.rows:
        _frame.html(_frame.table(found.heads, found.rows, caption=found.title))
    else:
        _frame.html('<p class="note">None yet. Every copy is listed here and noted in the audit log.</p>')

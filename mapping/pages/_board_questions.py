"""What an open board asks: which of two texts holds, what became of somebody no longer held. Each with its buttons."""

from __future__ import annotations

import streamlit as st

from mapping import words
from mapping.board.log import Sticky
from mapping.board.log.operation import Hide, Note, Same, Unnote
from mapping.pages import _frame
from mapping.pages._board_open import Opened
from mapping.pages._text import esc, plain


def draw(opened: Opened) -> None:
    """The list; nothing where nothing is asked."""
    asking = [note for note in opened.state.notes.values() if note.asks]
    gone = [id for id in opened.seen.not_held if id not in opened.state.hidden]  # who is left out is not asked again
    unread = opened.state.not_read
    many = len(asking) + len(gone)
    if not many and not unread:
        return
    with st.container(key="boards-questions"):
        if many:
            _frame.heading("Questions", words.counted(many, "question"))
        for note in asking:
            which(opened, note)
        for id in gone:
            _gone(opened, id)
        if unread:
            with st.expander(f"{words.counted(len(unread), 'step')} not understood", key="boards-unread"):
                _frame.html("".join(f"<p>{esc(opened.short(one))}</p>" for one in unread))


def which(opened: Opened, note: Sticky) -> None:
    """Two people wrote on one note at once: both texts stand until somebody says which holds."""
    standing = tuple(one.signed.operation for one in note.texts)
    _frame.html("<p><b>Two people wrote on one note.</b> Which text holds?</p>")
    for place, one in enumerate(note.texts):
        text = opened.short(one.text)
        _frame.html(
            f'<blockquote>{esc(_cut(text))}<p class="note">{esc(opened.seen.names.by(one.signed.by))}</p></blockquote>'
        )
        st.button(
            f"Keep what {plain(opened.seen.names.by(one.signed.by))} wrote", key=f"boards-which-{note.id}-{place}",
            on_click=opened.click, disabled=not opened.editable,
            args=(Unnote(note.id, instead_of=tuple(id for id in standing if id != one.signed.operation)),),
        )  # fmt: skip
    both = "\n\n".join(one.text for one in note.texts)
    st.button(
        "Keep both, one below the other", key=f"boards-both-{note.id}",
        on_click=opened.click, args=(Note(note.id, both, instead_of=standing),), disabled=not opened.editable,
    )  # fmt: skip


def _gone(opened: Opened, id: str) -> None:
    """Somebody on the board whom nothing is held about any more, or who is not this viewer's to see."""
    member = opened.state.members.get(id)
    by = f", put on by {opened.seen.names.by(member.signed.by)}" if member else ""
    _frame.html(
        f"<p><b>{esc(id)}</b>{esc(by)}: no longer held, merged with somebody else, or not yours to see. "
        "What was said about them stays in the board’s history.</p>"
    )
    with st.container(horizontal=True, gap="xsmall", key=f"boards-gone-{id}"):
        other = opened.selected[0] if len(opened.selected) == 1 else ""
        node = opened.drawn.node(other) if other else None
        if node:
            st.button(
                f"It is {plain(node.name)}", key=f"boards-same-{id}", on_click=opened.click, args=(Same(id, node.id),),
                disabled=not opened.editable, help="From now on this board shows them as one",
            )  # fmt: skip
        st.button(
            "Leave out", key=f"boards-leave-{id}", on_click=opened.click, args=(Hide((id,)),),
            disabled=not opened.editable,
        )  # fmt: skip
    if not node:
        _frame.html('<p class="note">If it is somebody on this board, select them first, then say so here.</p>')


def _cut(text: str, most: int = 600) -> str:
    return text if len(text) <= most else f"{text[:most]} … ({words.number(len(text))} characters)"

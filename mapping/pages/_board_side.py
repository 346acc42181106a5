"""The right panel of an open board: what it asks, what is selected, and, with nothing selected, what it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from mapping import words
from mapping.board import Line, Node
from mapping.board.log import SaidPerson, Sticky
from mapping.board.log.operation import Frame, Hide, Note, Pin, Unframe, Unnote, Unpin
from mapping.board.story import Card
from mapping.pages import _board_panel, _board_questions, _frame
from mapping.pages._board_open import Opened
from mapping.pages._text import esc, plain

Part = Callable[[Opened], None]


def draw(opened: Opened, parts: Sequence[Part], chosen_parts: Sequence[Part]) -> None:
    """Draw it; `parts` when nothing is selected, `chosen_parts` under whatever is."""
    here = opened.chosen
    kind, id = str(here.get("kind") or ""), str(here.get("id") or "")
    line = opened.drawn.line(id) if kind == "line" else None
    node = opened.drawn.node(id) if kind == "node" else None
    note = opened.state.notes.get(id) if kind == "note" else None
    with _frame.panel():
        _board_questions.draw(opened)
        if line:
            _line(opened, line)
        elif node:
            _node(opened, node)
        elif note:
            _note(opened, note)
        elif kind == "frame" and id in opened.state.frames:
            _framed(opened, id)
        elif kind == "many" and opened.selected:
            _many(opened)
        else:
            _nothing(opened)
            for part in parts:
                part(opened)
            return
        for part in chosen_parts:
            part(opened)


def _line(opened: Opened, line: Line) -> None:
    said = tuple(_card(opened, id) for id in line.assertions if id in opened.state.ties)
    _board_panel.tell_line(opened.drawn, line, opened.seen.snapshot, text=opened.short, said=said)


def _card(opened: Opened, id: str) -> Card:
    """What was said in the meeting, as a card of evidence: who said it, who wrote it down, that nobody checked it."""
    tie = opened.state.ties[id]
    agency = words.label("agency", tie.agency) if tie.agency else ""
    by = f"{tie.said_by}{f', {agency.lower()}' if agency else ''}"
    return Card(
        title="Said in the meeting",
        nature="Assessment",
        fact=False,
        letters="",
        meaning="ungraded",
        when=f"said {words.day(tie.said_on)} by {opened.short(by)} · written down by {tie.signed.by}",
        says="",
        quote=opened.short(tie.words),
        child_view="",
        notes=("Not verified: it enters no analysis until somebody promotes it by name",),
    )


def _node(opened: Opened, node: Node) -> None:
    _board_panel.tell_node(opened.drawn, node, opened.seen.snapshot, opened.select)
    person = opened.state.people.get(node.id)
    if person:
        _said_person(opened, person)
    elif member := opened.state.members.get(node.id):
        day = words.day(member.signed.at.date(), date.fromisoformat(opened.drawn.as_of))
        _frame.html(f'<p class="note">Put on the board by {esc(member.signed.by)}, {esc(day)}.</p>')
    _keep(opened, (node.id,))


def _said_person(opened: Opened, person: SaidPerson) -> None:
    said = f"Said in the meeting by {opened.short(person.said_by)}, written down by {person.signed.by}. Not verified."
    quote = f"<blockquote>{esc(opened.short(person.words))}</blockquote>" if person.words else ""
    _frame.html(f'<p class="late">{esc(said)}</p>{quote}')


def _keep(opened: Opened, ids: tuple[str, ...]) -> None:
    """Drop to hide, pin to keep."""
    if not opened.editable:
        return
    pinned = set(ids) <= opened.state.pinned
    with st.container(horizontal=True, gap="xsmall", key="boards-keep"):
        st.button(
            "Let go" if pinned else "Pin", key="boards-pin", on_click=opened.click,
            args=(Unpin(ids) if pinned else Pin(ids),),
            help="Pinned: drawn whatever the filters hide, and stays where it stands",
        )  # fmt: skip
        st.button(
            "Hide", key="boards-hide", on_click=_hide, args=(opened, ids),
            help="Drops it from the picture; it stays on the board, under “Hidden by hand”",
        )  # fmt: skip


def _hide(opened: Opened, ids: tuple[str, ...]) -> None:
    if opened.do(Hide(ids)):
        opened.select("", "")


def _note(opened: Opened, note: Sticky) -> None:
    on = opened.drawn.node(opened.state.one(note.on)) if note.on else None
    stuck = f" on {on.name}" if on else ""
    _frame.html(f'<div class="board-eyebrow"><span>{esc(f"Note{stuck}")}</span></div>')
    if note.asks:
        return  # the question above holds both texts
    last = note.texts[-1]
    day = words.day(last.signed.at.date(), date.fromisoformat(opened.drawn.as_of))
    _frame.html(
        f'<p class="boards-note">{esc(opened.short(last.text))}</p>'
        f'<p class="note">{esc(f"Written by {last.signed.by}, {day}.")}</p>'
    )
    if opened.editable:
        _write(opened, note)


def _write(opened: Opened, note: Sticky) -> None:
    """Write the note anew: in full names only, for what is written back must be what was written."""
    full = opened.short(note.text) == note.text
    standing = tuple(one.signed.operation for one in note.texts)
    key = f"boards-note-{note.id}-{standing[-1]}"
    if full:
        with st.expander("Write it anew", key=f"{key}-open"), st.form(key, border=False, enter_to_submit=False):
            text = st.text_area("Note", value=note.text, key=f"{key}-text", height=160, max_chars=20_000)
            pressed = st.form_submit_button("Keep", type="primary")
        if pressed and text.strip() and text != note.text:
            opened.do(Note(note.id, text, instead_of=standing))
            st.rerun()
    else:
        _frame.html('<p class="note">It names somebody: to write it anew, name people in full.</p>')
    st.button(
        "Take the note away", key="boards-unnote", on_click=opened.click, args=(Unnote(note.id, instead_of=standing),)
    )  # fmt: skip


def _framed(opened: Opened, id: str) -> None:
    frame = opened.state.frames[id]
    inside = [node for one in frame.members if (node := opened.drawn.node(opened.state.one(one)))]
    _frame.html(
        f'<div class="board-eyebrow"><span>Frame</span></div><p class="sentence">{esc(opened.short(frame.label))}</p>'
        f'<p class="note">{esc(words.counted(len(inside), "person, place or thing", "people, places and things"))}'
        f"{esc(f', drawn by {frame.signed.by}')}</p>"
    )
    for node in inside:
        st.button(
            plain(node.name), key=f"board-tie-{node.id}", type="tertiary", width="stretch",
            on_click=opened.select, args=("node", node.id),
        )  # fmt: skip
    if opened.editable:
        with st.form(f"boards-frame-{id}", border=False):
            label = st.text_input(
                "Name", value=opened.short(frame.label), max_chars=500, key=f"boards-frame-{id}-label"
            )
            renamed = st.form_submit_button("Rename")
        if renamed and label.strip() != opened.short(frame.label):
            opened.do(Frame(id, label.strip(), frame.members))
            st.rerun()
        st.button("Take the frame away", key="boards-unframe", on_click=opened.click, args=(Unframe(id),))


def _many(opened: Opened) -> None:
    names = [node.name for id in opened.selected if (node := opened.drawn.node(id))]
    _frame.html(
        f'<div class="board-eyebrow"><span>{esc(words.counted(len(names), "thing"))} selected</span></div>'
        f'<p class="sentence">{esc(words.listed(names, most=6))}</p>'
    )
    _keep(opened, opened.selected)


def _nothing(opened: Opened) -> None:
    purpose = opened.short(opened.held.head.purpose)
    _frame.html(
        f'<div class="board-eyebrow"><span>Purpose</span></div><p class="sentence">{esc(purpose)}</p>'
        '<p class="note">Click a tie to read every assertion behind it, or somebody to see their roles, harms and '
        "protections. Several at once: hold Shift.</p>"
    )

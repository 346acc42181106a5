"""The right panel of an open board: what it asks, what is selected, and, with nothing selected, what it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from graph.snapshot import Snapshot
from mapping import words
from mapping.board import Line, Node
from mapping.board.kept_story import Reasons, history, person_card, promoted, reasons, said_cards
from mapping.board.log import Sticky
from mapping.board.log.operation import Frame, Hide, Note, Pin, Unframe, Unnote, Unpin
from mapping.pages import _board_panel, _board_questions, _board_said, _data, _frame
from mapping.pages._board_open import Opened
from mapping.pages._text import esc, plain
from mapping.words import Naming

Part = Callable[[Opened], None]
_TIES = 12


def draw(opened: Opened, parts: Sequence[Part]) -> None:
    """Draw it; `parts` follow when nothing is selected."""
    here = opened.chosen
    kind, id = str(here.get("kind") or ""), str(here.get("id") or "")
    line = opened.drawn.line(id) if kind == "line" else None
    node = opened.drawn.node(id) if kind == "node" else None
    note = opened.state.notes.get(id) if kind == "note" else None
    with _frame.panel():
        with st.container():
            if opened.naming is not Naming.COUNTS:  # they name ids, and who wrote what
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
                with st.container():
                    part(opened)


def _line(opened: Opened, line: Line) -> None:
    today, names = _today(opened), opened.seen.names
    _board_panel.tell_line(
        opened.drawn,
        line,
        opened.seen.snapshot,
        text=opened.short,
        said=said_cards(line, opened.state, names, today),
        notes=promoted(opened.state, names, today),
    )
    _settles(opened, [id for id in line.assertions if id in opened.state.ties])


def _node(opened: Opened, node: Node) -> None:
    today, names = _today(opened), opened.seen.names
    _board_panel.tell_node(opened.drawn, node, opened.seen.snapshot, opened.select)
    if node.kind == "child" and not node.open:
        children = tuple(one.id for one in opened.drawn.nodes if one.kind == "child" and not one.open)
        who = "\n".join((*children, "", *opened.state.came))  # came: what pseudonyms follow
        for asked in _reasons(opened.snapshot, opened.id, opened.naming.value, who, opened, children).get(node.id, ()):
            _frame.heading("Reasons to look", asked.question)
            _frame.html(f'<ul class="reasons">{"".join(f"<li>{esc(said)}</li>" for said in asked.sentences)}</ul>')
    if said := person_card(node, opened.state, names, today):
        _board_panel.card(said, several=False)
        _settles(opened, [node.id])
    _keep(opened, (node.id,))
    past = history(node.id, opened.done, opened.state, names, today)
    if past:
        with st.expander(f"On this board ({words.number(len(past))})", key="boards-past-of"):
            _frame.html(_frame.rows((one.when, one.said) for one in past))


@_data.worked_out
def _reasons(
    snapshot: Snapshot, id: str, naming: str, who: str, _opened: Opened, _children: tuple[str, ...]
) -> Mapping[str, tuple[Reasons, ...]]:
    """Asked once for everybody drawn, whatever is moved or written since. One text is hashed faster than a thousand."""
    return reasons(snapshot, _opened.seen.names, _children)


def _settles(opened: Opened, ids: Sequence[str]) -> None:
    """The way to promote or discard by name what was only said."""
    waiting = [one.id for one in opened.state.said if one.id in ids]
    if opened.editable and waiting:
        st.button(
            "Promote or discard", key="boards-settle-open", on_click=_board_said.show, args=(waiting[0],),
            help="What was said in the meeting, checked or not: somebody says so by name",
        )  # fmt: skip


def _today(opened: Opened) -> date:
    return date.fromisoformat(opened.drawn.as_of)


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
    day = words.day(last.signed.at.date(), _today(opened))
    _frame.html(
        f'<p class="boards-note">{esc(opened.short(last.text))}</p>'
        f'<p class="note">{esc(f"Written by {opened.seen.names.by(last.signed.by)}, {day}.")}</p>'
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
            pressed = _frame.submitted("Keep", key, "primary")
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
        f"{esc(f', drawn by {opened.seen.names.by(frame.signed.by)}')}</p>"
    )
    for node in inside:
        st.button(
            plain(node.name), key=f"board-tie-{node.id}", type="tertiary", width="stretch",
            on_click=opened.select, args=("node", node.id),
        )  # fmt: skip
    if opened.editable:
        key = f"boards-frame-{id}-{opened.naming.value}"  # a field keeps what it held in another naming mode
        with st.form(key, border=False):
            label = st.text_input("Name", value=opened.short(frame.label), max_chars=500, key=f"{key}-label")
            renamed = _frame.submitted("Rename", key)
        if renamed and label.strip() != opened.short(frame.label):
            opened.do(Frame(id, label.strip()))
            st.rerun()
        st.button("Take the frame away", key="boards-unframe", on_click=opened.click, args=(Unframe(id),))


def _many(opened: Opened) -> None:
    names = [node.name for id in opened.selected if (node := opened.drawn.node(id))]
    _frame.html(
        f'<div class="board-eyebrow"><span>{esc(words.number(len(names)))} selected</span></div>'
        f'<p class="sentence">{esc(words.listed(names, most=6))}</p>'
    )
    some = set(opened.selected)
    between = [line for line in opened.drawn.lines if {line.from_id, line.to_id} <= some]
    if between:
        _frame.heading("Between them", words.showing(min(_TIES, len(between)), len(between)))
    for line in between[:_TIES]:
        st.button(
            plain(line.sentence), key=f"board-tie-{line.id}", type="tertiary", width="stretch",
            on_click=opened.select, args=("line", line.id),
        )  # fmt: skip
    _keep(opened, opened.selected)


def _nothing(opened: Opened) -> None:
    if opened.naming is Naming.COUNTS:
        _frame.html('<p class="note">Counts only: nobody is drawn or named, and no small number is told.</p>')
        return
    purpose = opened.short(opened.held.head.purpose)
    _frame.html(
        f'<div class="board-eyebrow"><span>Purpose</span></div><p class="sentence">{esc(purpose)}</p>'
        '<p class="note">Click a tie to read every assertion behind it, or somebody to see their roles, harms and '
        "protections. Several at once: hold Shift.</p>"
    )

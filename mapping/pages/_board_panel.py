"""The right panel of the Relationships page: the selected tie with its evidence, or the selected person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from graph.snapshot import Snapshot
from mapping import words
from mapping.board import Board, Line, Node
from mapping.board.story import Card, NodeStory, cards, line_story, node_story, not_known, safety
from mapping.discreet import shortener
from mapping.pages import _data, _frame
from mapping.pages._text import esc, plain
from mapping.words import Naming

LOOK = {"harm": "harm", "protective": "safe", "neutral": "outlined"}
ASKED = 40
TIES = 8


def draw(board: Board, snapshot: Snapshot, select: Callable[[str, str], None]) -> None:
    """Draw the panel for what is selected; without a selection, how to make one."""
    chosen = st.session_state.get("board-selected") or {}
    line = board.line(chosen.get("id", "")) if chosen.get("kind") == "line" else None
    node = board.node(chosen.get("id", "")) if chosen.get("kind") == "node" else None
    with _frame.panel():
        if line:
            tell_line(board, line, snapshot)
        elif node:
            tell_node(board, node, snapshot, select)
        else:
            _nothing(board, select)


def tell_line(
    board: Board,
    line: Line,
    snapshot: Snapshot,
    text: Callable[[str], str] | None = None,
    said: Sequence[Card] = (),
    notes: Mapping[str, str] | None = None,
) -> None:
    """The selected tie with every assertion behind it.

    Parameters
    ----------
    board, line, snapshot
        What is drawn, and what it was drawn from.
    text
        Makes what somebody wrote fit for the naming mode; shortens names to initials when not given.
    said
        Cards of what was only said at a kept board, shown before the records.
    notes
        Words for the card of a record, by its key.
    """
    today = date.fromisoformat(board.as_of)
    story = line_story(board, line, snapshot, today)
    icon = {"harm": "tie_harm", "protective": "tie_protective"}.get(line.standing, "tie_neutral")
    symbol = f'<img src="{_frame.icon(icon)}" alt="" height="9"> '
    _frame.html(
        f'<div class="board-eyebrow"><span>Selected tie</span><span class="chip {LOOK[line.standing]}">{symbol}'
        f"{esc(story.standing)}</span></div>"
        f'<p class="sentence">{esc(story.sentence)}</p>'
        f'<p class="note">{esc(story.counted)}</p>'
        + "".join(f'<p class="note">{esc(said)}</p>' for said in story.status)
    )
    evidence = _data.view().evidence(line.assertions[:ASKED])
    order = {id: place for place, id in enumerate(line.assertions)}
    shorter = text or shortener(snapshot, [node.id for node in board.nodes], Naming(board.naming))
    told = (*said, *cards(sorted(evidence, key=lambda one: order.get(one.id, len(order))), today, shorter, notes))
    _frame.heading("Evidence", words.showing(len(told), max(line.records, len(told))))
    for one in told:
        card(one, several=len(line.kinds) > 1)
    _frame.html("".join(f'<p class="note">{esc(said)}</p>' for said in story.left_out))
    for child in story.about:
        _safety(snapshot, child, board)
    _list("Not known", not_known(board, line, snapshot))


def card(one: Card, *, several: bool) -> None:
    """Draw one card of evidence; `several`: it says which kind of tie, since the tie is of several."""
    grade = f"<b>{esc(one.letters)}</b> · {esc(one.meaning)}" if one.letters else "<b>Ungraded</b>"
    says = f" · says: {esc(one.says)}" if several and one.says else ""
    parts = [
        f'<div class="head"><b>{esc(one.title)}</b>{_frame.chip(one.nature, "outlined" if one.fact else "")}</div>',
        f'<p class="small">{grade}{says}</p><p class="small">{esc(one.when)}</p>',
    ]
    parts += [f'<p class="small late">{esc(note)}</p>' for note in one.notes]
    if one.quote:
        parts.append(f"<blockquote>{esc(one.quote)}</blockquote>")
    if one.child_view:
        parts.append(f'<blockquote><span class="small">The child’s view</span><br>{esc(one.child_view)}</blockquote>')
    _frame.html(f'<article class="board-card">{"".join(parts)}</article>')


def _safety(snapshot: Snapshot, child_id: str, board: Board) -> None:
    told = safety(snapshot, child_id, Naming(board.naming))
    if told.sentences:
        _list(f"Safety around {told.child}", told.sentences)


def _list(title: str, sentences: Sequence[str]) -> None:
    if sentences:
        _frame.html(f"<h2>{esc(title)}</h2>" + "".join(f"<p>{esc(said)}</p>" for said in sentences))


def tell_node(board: Board, node: Node, snapshot: Snapshot, select: Callable[[str, str], None]) -> None:
    """The selected person, place, group or thing: roles, harms, protections, safety, what is not known."""
    story = node_story(board, node, snapshot, date.fromisoformat(board.as_of))
    _frame.html(
        f'<div class="board-eyebrow"><span>{esc(story.what)}</span></div><p class="sentence">{esc(story.name)}</p>'
    )
    if story.roles:
        _frame.html(_frame.rows(story.roles))
    elif node.kind in ("child", "adult"):
        _frame.html('<p class="note">No role is recorded.</p>')
    if node.kind in _frame.OPEN_PAGE:
        _frame.context_link(node.id, label=_frame.OPEN_PAGE[node.kind])
    _ties(story, select)
    if node.kind == "child":
        _safety(snapshot, node.id, board)
    _list("Not known", story.not_known)
    if node.hidden:
        _frame.html(f'<p class="note">{esc(words.counted(node.hidden, "neighbour"))} not drawn on this board.</p>')


def _ties(story: NodeStory, select: Callable[[str, str], None]) -> None:
    for title, ties in (("Harm", story.harm), ("Protective", story.protective), ("Neutral", story.neutral)):
        if not ties:
            continue
        _frame.heading(
            title,
            words.showing(min(TIES, len(ties)), len(ties)) if len(ties) > TIES else words.counted(len(ties), "tie"),
        )
        for id, sentence in ties[:TIES]:
            st.button(
                plain(sentence),
                key=f"board-tie-{id}",
                type="tertiary",
                on_click=select,
                args=("line", id),
                width="stretch",
            )


def _nothing(board: Board, select: Callable[[str, str], None]) -> None:
    _frame.html(
        '<div class="board-eyebrow"><span>Nothing selected</span></div>'
        '<p class="sentence">Click a tie to read its evidence, or somebody to see their roles, '
        "harms and protections.</p>"
        '<p class="note">With the keyboard: arrow keys on the picture, Page down for the ties of the one you '
        "are on, Enter to open.</p>"
    )
    newest = sorted(
        (line for line in board.lines if line.standing == "harm"), key=lambda line: line.last_observed, reverse=True
    )
    if newest:
        _frame.heading("Newest evidence of harm", words.showing(min(5, len(newest)), len(newest)))
        for line in newest[:5]:
            when = words.day(date.fromisoformat(line.last_observed), date.fromisoformat(board.as_of))
            st.button(
                plain(f"{line.sentence} · {when}"),
                key=f"board-new-{line.id}",
                type="tertiary",
                on_click=select,
                args=("line", line.id),
                width="stretch",
            )

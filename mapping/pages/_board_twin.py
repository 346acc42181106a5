"""The table twin of an open board: its ties, people and places, notes and actions. A row selects on the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from data_schema import schema
from mapping import words
from mapping.board import Line, Node, counts_said
from mapping.board.story import STANDING_WORDS
from mapping.pages import _board_actions, _frame
from mapping.pages._board_open import Opened
from mapping.pages._text import esc

Rows = Sequence[Mapping[str, str | int]]
Choices = Sequence[tuple[str, str]]
TIE_COLUMNS = {
    "Tie": st.column_config.TextColumn(width=330),
    "Standing": st.column_config.TextColumn(width=170),
    "Records": st.column_config.NumberColumn(width=70),
    "Last observed": st.column_config.TextColumn(width=100),
    "Best grade": st.column_config.TextColumn(width=80),
}
"""How wide each column of a table of ties is."""


def draw(opened: Opened) -> None:
    """The table and what it holds: ties, people and places, notes, actions."""
    board = opened.drawn
    shown, *rest = counts_said(board.counts)
    _frame.html(f'<p class="note">{esc(" · ".join((f"Showing {shown}", *rest)))}</p>')
    tables = {
        f"Ties ({words.number(len(board.lines))})": _ties,
        f"People and places ({words.number(len(board.nodes))})": _nodes,
        f"Notes ({words.number(len(board.notes))})": _notes,
        f"Actions ({words.number(len(opened.state.actions))})": _actions,
    }
    names = {label.split(" (")[0]: label for label in tables}
    of = st.segmented_control(
        "Table of", list(names), default="Ties", required=True, key="boards-table-of", format_func=names.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip
    rows, choices = tables[names[of or "Ties"]](opened)
    if not rows:
        _frame.html(f'<p class="note">{esc(of or "Ties")}: none on this board.</p>')
        return
    chosen = st.dataframe(
        rows, key=f"boards-table-{(of or 'Ties').split()[0].lower()}", hide_index=True, on_select="rerun",
        selection_mode="single-row", height=600, column_config=TIE_COLUMNS,
    )  # fmt: skip
    picked = chosen.selection.rows
    if picked and picked[0] < len(choices) and choices[picked[0]][1]:
        opened.select(*choices[picked[0]])


def _ties(opened: Opened) -> tuple[Rows, Choices]:
    today = date.fromisoformat(opened.drawn.as_of)
    lines = sorted(opened.drawn.lines, key=lambda line: (line.last_observed, line.id), reverse=True)
    return [tie_row(line, today) for line in lines], [("line", line.id) for line in lines]


def tie_row(line: Line, today: date) -> dict[str, str | int]:
    """One tie as a row."""
    notes = [STANDING_WORDS[line.standing]]
    notes += ["said in meeting"] if line.provisional else []
    notes += ["out of date"] if line.stale else []
    return {
        "Tie": line.sentence,
        "Standing": ", ".join(notes),
        "Records": line.records,
        "Last observed": words.day(date.fromisoformat(line.last_observed), today),
        "Best grade": line.grade,
        "Agencies": words.listed([words.label("agency", code) for code in line.agencies]),
    }


def _nodes(opened: Opened) -> tuple[Rows, Choices]:
    def row(node: Node) -> dict[str, str | int]:
        frames = [opened.short(one.label) for one in opened.state.frames.values() if node.id in one.members]
        notes = [*(["pinned"] if node.pinned else []), *(["said in meeting"] if node.provisional else [])]
        return {
            "Name": node.name,
            "Kind": schema().entities[node.kind].label,
            "Said": ", ".join(dict.fromkeys([*(line.text for line in node.below), *node.roles])),
            "In frame": words.listed(frames),
            "On this board": ", ".join(notes),
            "Neighbours not drawn": node.hidden,
        }

    nodes = sorted(opened.drawn.nodes, key=lambda node: (list(schema().entities).index(node.kind), node.name))
    return [row(node) for node in nodes], [("node", node.id) for node in nodes]


def _notes(opened: Opened) -> tuple[Rows, Choices]:
    def row(text: str, by: str, on: str, asks: str) -> dict[str, str | int]:
        return {"Note": text, "On": on, "Written by": by, "Question": asks}

    rows = []
    for note in opened.drawn.notes:
        node = opened.drawn.node(note.on) if note.on else None
        rows.append(row(note.text, note.by, node.name if node else "", "two texts: which holds?" if note.asks else ""))
    return rows, [("note", note.id) for note in opened.drawn.notes]


def _actions(opened: Opened) -> tuple[Rows, Choices]:
    today = date.fromisoformat(opened.drawn.as_of)
    waiting = _board_actions.ordered(opened)
    every = [*waiting, *(one for one in opened.state.actions.values() if one not in waiting)]
    rows = [
        {
            "Action": opened.short(one.what),
            "Who": opened.seen.names.by(one.owner) or "nobody named yet",
            "Due": words.day(one.due_on) if one.due_on else "no day",
            "State": words.label("action_state", one.state) + (", overdue" if one.overdue(today) else ""),
            "What came of it": opened.short(one.outcome),
            "Written by": opened.seen.names.by(one.signed.by),
        }
        for one in every
    ]
    first = [next((id for id in one.about if opened.drawn.node(id)), "") for one in every]
    return rows, [("node", id) for id in first]

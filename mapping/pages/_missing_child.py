"""One missing child, opened: episodes month by month, how long, where they ended, what was asked, and the records."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from graph.snapshot import Snapshot
from mapping import words
from mapping.pages import _data, _evidence, _frame, _month
from mapping.trends import Missing, MissingSettings
from mapping.trends.ended import FoundAt, found_at
from mapping.trends.episodes import Episode, long
from mapping.trends.rows import ChildMissing

_FEW = 12


def draw(snapshot: Snapshot, found: Missing, settings: MissingSettings) -> None:
    """Let somebody choose a child of the lists, and open their record of being missing."""
    rows = {row.id: row for row in (*found.top, *found.repeated)}
    if not rows:
        return
    chosen = st.selectbox(
        "Open the record of a child", list(rows), index=None, format_func=lambda id_: rows[id_].heading,
        key="missing-child", placeholder="Open the record of a child", label_visibility="collapsed", width=320,
    )  # fmt: skip
    if chosen:
        with _frame.card("missing-child"):
            _detail(snapshot, rows[chosen], settings)


def _detail(snapshot: Snapshot, row: ChildMissing, settings: MissingSettings) -> None:
    known = _month.known(snapshot)
    mine = [one for one in known.episodes if one.child == row.id]
    months = settings.month.run(12)
    counts = [sum(month.holds(one.start) and one.kind == "missing" for one in mine) for month in months]
    _frame.heading(row.heading, f"{row.open} · by three months, the earliest first: {row.run}")
    heads = (f"To {months[-1].name}", *(month.short for month in months))
    run = _frame.table(heads, [("Missing episodes", *counts)], caption="Episodes a month", numbers=range(1, 13))
    _frame.html(f'<div class="month-series">{run}</div>')
    places = found_at(snapshot)
    lines = [_episode(one, places) for one in mine[::-1][:_FEW]]
    heads = ("Began", "Kind", "Lasted", "Ended at", "Return interview")
    _frame.html(_frame.table(heads, lines, caption="Episodes, the latest first"))
    if len(lines) < len(mine):
        _frame.html(f'<p class="note">{words.showing(len(lines), len(mine)).capitalize()}, the latest first.</p>')
    with st.container(horizontal=True, gap="small"):
        _frame.board_link(row.id)
        if row.evidence and st.button("Records of this month", key=f"missing-records-{row.id}"):
            st.session_state["missing-open"] = row.id
    if st.session_state.get("missing-open") == row.id:
        evidence = _data.view().evidence(row.evidence)
        _frame.html(_evidence.cards(evidence, naming=settings.naming, snapshot=snapshot))


_ASKED = {
    "unknown": "not recorded whether offered",
    "no": "not offered",
    "unanswered": "offered, answer not recorded",
    "declined": "offered, declined",
    "not_held": "accepted, no day recorded",
}


def _episode(one: Episode, places: Mapping[str, FoundAt]) -> tuple[str, ...]:
    ended = words.listed([places[place].told for place in one.places]) or "not recorded"
    lasted = long(one.hours) if one.hours is not None else "hours not recorded" if one.end else "no return recorded"
    asked = _ASKED.get(one.interview) or (
        f"held {words.day(one.held_on)}, {'within 72 hours' if one.interview == 'within' else 'later than 72 hours'}"
        if one.held_on
        else ""
    )
    began = f"{words.day(one.start)}{f', {one.start_at}' if one.start_at else ''}"
    return began, words.label("event_kind", one.kind), lasted, ended, asked

"""All boards: what each is for, whose it is, until when, how many are on it, what is still to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from data_schema import schema
from graph.access import Purpose, Viewer
from graph.answers import HeldBoard
from graph.model import BoardHead
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.drawn import see
from mapping.board.log import fold
from mapping.pages import _board_start, _data, _frame, _states
from mapping.pages._board_head import SOON
from mapping.pages._text import esc, plain
from mapping.words import Naming


@dataclass(frozen=True, slots=True)
class _Told:
    """A board as the list tells it: in the board's own naming mode, whoever's list it is."""

    title: str
    purpose: str
    owner: str
    counted: bool  # whether it may be said how many are on it: beside counts it would give small numbers away
    people: int
    others: int  # places, schools, groups, events and things
    actions: int
    overdue: int
    ever: bool  # whether any action was ever written


NO_ACTIONS = '<span class="late">no actions</span>'
NO_ACTION = "no action open"


def draw() -> None:
    """The list, and the form for another board."""
    with st.container(horizontal=True, vertical_alignment="center", key="boards-top"):
        with st.container(width="stretch"):
            _frame.page_title(
                "Boards", "Each is kept for one purpose, has an owner, an audience and a last day, and loses nothing."
            )
        if not _board_start.opening():
            st.button("Start a board", type="primary", key="boards-start", on_click=_start)
    if _board_start.opening():
        _board_start.draw()
    with _data.answering():
        held = _data.view().boards(past=True)
    today = _data.desk().as_of
    now, past = [one for one in held if not one.archived(today)], [one for one in held if one.archived(today)]
    if not held and not _board_start.opening():
        _none()
    if now:
        _rows("Open", now, held.total - len(past))
    if past:
        with st.expander(f"Archived ({words.number(len(past))})", key="boards-past"):
            _rows("Archived", past, len(past))


def _start() -> None:
    st.session_state["boards-starting"] = True


def _none() -> None:
    icons = ("child", "tie_neutral", "peer_group", "tie_protective", "adult", "tie_neutral", "location")
    _states.empty(
        "boards",
        "No board is kept yet",
        "A board is a map that is worked on for one meeting or decision, and is evidence afterwards.",
        "Start one here, or draw somebody’s surroundings on Relationships and keep them as a board.",
        icons=icons,
    )


def _rows(title: str, boards: Sequence[HeldBoard], total: int) -> None:
    _frame.heading(title, words.showing(len(boards), total))
    snapshot, today = _data.snapshot(), _data.desk().as_of
    with st.container(key=f"boards-rows-{title.lower()}"):
        for one in boards:
            with st.container(key=f"boards-row-{one.id}"):
                told = _told(snapshot, one)
                st.page_link(_frame.page("boards"), label=plain(told.title), query_params={"id": one.id})
                _frame.html(_line(one, told, today))


def _line(one: HeldBoard, told: _Told, today: date) -> str:
    head = one.head
    ends = f"{'archived since' if one.archived(today) else 'expires'} {words.day(head.expires_on)}"
    if not one.archived(today) and head.expires_on - today <= SOON:
        ends = f'<span class="late">{esc(ends)}, {esc(days_left(head.expires_on, today))}</span>'
    else:
        ends = esc(ends)
    late = f', <span class="late">{told.overdue} overdue</span>' if told.overdue else ""
    actions = (
        f"{words.counted(told.actions, 'action')} open{late}"
        if told.actions
        else NO_ACTION
        if told.ever
        else NO_ACTIONS
    )
    worked = words.day(one.changed_at.date(), today)
    people = words.counted(told.people, "person", "people")
    others = f", {words.counted(told.others, 'place or thing', 'places and things')}" if told.others else ""
    note = (
        f"Owner {told.owner} · for {audience(head.audience)} · naming: {words.label('naming', head.naming).lower()} · "
    )
    many = f"{people}{others} · " if told.counted else ""
    return (
        f'<p class="said">{esc(told.purpose)}</p>'
        f'<p class="note">{esc(note)}{ends}</p>'
        f'<p class="note">{esc(many)}{actions} · last worked on {esc(worked)}</p>'
    )


def audience(codes: Sequence[str]) -> str:
    """`hub and police`, as the code list words it, in small letters."""
    return words.listed([words.label("agency", code).lower() for code in codes])


def days_left(last: date, today: date) -> str:
    """`today`, `1 day left`."""
    days = (last - today).days
    return "its last day" if days == 0 else f"{words.counted(days, 'day')} left"


def _told(snapshot: Snapshot, board: HeldBoard) -> _Told:
    now = _data.desk()
    with _data.answering():
        return _counted(snapshot, board.id, board.place, now.viewer, board.head)


@st.cache_resource(scope="session", max_entries=200, show_spinner=False, hash_funcs={Snapshot: _data.key})
def _counted(snapshot: Snapshot, id: str, place: int, viewer: Viewer, head: BoardHead) -> _Told:
    """Read again only when something was done on the board; the arguments are the key."""
    with _data.answering():
        _, done = _data.store().view(viewer, Purpose(head.purpose)).board(id)
    state, today = fold(done), snapshot.as_of
    names = see(snapshot, state, head.naming).names
    persons = {kind.prefix for kind in schema().entities.values() if kind.person}
    people = [one for one in state.drawn if one in state.people or one.split("-")[0] in persons]
    waiting = state.open_actions
    return _Told(
        names.title(head.title),
        names.text(head.purpose),
        names.by(head.owner),
        names.mode is not Naming.COUNTS,
        len(people),
        len(state.drawn) - len(people),
        len(waiting),
        sum(one.overdue(today) for one in waiting),
        bool(state.actions),
    )

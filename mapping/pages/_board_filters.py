"""The rail of an open board: find and add, and what is drawn for everybody. It follows what somebody else sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from data_schema import Standing, schema
from mapping import words
from mapping.board import GRADE_FLOORS
from mapping.board.arrange import WAYS, arrange
from mapping.board.log.operation import Arrange, Filter, Show
from mapping.board.story import STANDING_WORDS
from mapping.pages import _board_rail, _frame
from mapping.pages._board_open import Opened
from mapping.pages._text import plain

_NOTHING = "Nothing under this name or number. Nothing found is not the same as nothing there."


def find(opened: Opened) -> None:
    """The search: a result that is on the board is selected, another is put on it."""
    st.text_input("Find", key="boards-find", placeholder="Person, place, group, phone", max_chars=120)
    text = str(st.session_state.get("boards-find") or "").strip()
    if not text:
        return
    hits = _board_rail.found(opened.snapshot, text)
    held = _board_rail.called(opened.seen.snapshot, [hit.id for hit in hits], opened.naming)
    drawable = [hit for hit in hits if hit.id in held]
    if not drawable:
        st.caption(_NOTHING)
        return
    st.caption(words.showing(len(drawable), hits.total))
    for hit in drawable:
        _hit(opened, hit.id, held[hit.id])


def _hit(opened: Opened, id: str, name: str) -> None:
    """One hit: what is drawn is selected, what was hidden is shown again, anything else is put on the board."""
    one = opened.state.one(id)
    with st.container(key=f"board-hit-{id}"):
        if opened.drawn.node(one):
            st.button(plain(name), key=f"boards-hit-{id}", width="stretch", on_click=opened.select, args=("node", one))
            return
        hidden = opened.state.stands(one)
        st.button(
            f"{'Show' if hidden else 'Add'} {plain(name)}", key=f"boards-add-{id}", width="stretch",
            on_click=_put, args=(opened, id), disabled=not opened.editable,
        )  # fmt: skip


def _put(opened: Opened, id: str) -> None:
    """Show it again, or find it a place: only now, for that draws the whole board once more."""
    one = opened.state.one(id)
    if opened.do(Show((one,)) if opened.state.stands(one) else opened.adding(id)):
        opened.select("node", one)
        st.session_state["boards-find"] = ""


def draw(opened: Opened) -> None:
    """The filters, as the board has them."""
    shows, off = opened.state.shows, not opened.editable
    entities = opened.seen.snapshot.entities
    here = {str(kind) for kind in entities["kind"].unique().to_pylist()}
    kinds = {kind: label for kind, label in _board_rail.KIND_WORDS.items() if kind in here}
    standings = {one.value: STANDING_WORDS[one.value] for one in Standing}
    agencies = {code: plain(words.label("agency", code)) for code in _board_rail.agencies_of(opened.snapshot)}
    _pills(opened, "Ties", "standings", standings, shows.standings, off)
    _pills(opened, "Kinds", "kinds", kinds, shows.kinds, off)
    key = _bound("grade_floor", shows.grade_floor)
    st.selectbox(
        "Grade at least", list(GRADE_FLOORS), format_func=GRADE_FLOORS.__getitem__, key=key, disabled=off,
        on_change=_set, args=(opened, "grade_floor", key, shows.grade_floor, str),
    )  # fmt: skip
    _arranging(opened)
    _pills(opened, "Sources", "agencies", agencies, shows.agencies, off)
    counts = opened.drawn.counts
    for label, count, name, on in (
        ("Ungraded", counts.ungraded, "ungraded", shows.ungraded),
        ("Out of date", counts.stale, "out_of_date", shows.out_of_date),
    ):
        key = _bound(name, on)
        st.toggle(
            f"{label} ({words.number(count)})", key=key, disabled=off,
            on_change=_set, args=(opened, name, key, on, bool),
        )  # fmt: skip
    _hidden(opened)


def _arranging(opened: Opened) -> None:
    """In which way everybody stands. Nobody moves unless somebody asks for it here, and it can be undone."""
    key = _bound("arrange", "stable")
    st.selectbox(
        "Arrange", list(WAYS), format_func=WAYS.__getitem__, key=key, on_change=_arrange, args=(opened, key),
        disabled=not opened.editable, help="Around one: around whoever is selected. Pinned ones stay where they are.",
    )  # fmt: skip


def _arrange(opened: Opened, key: str) -> None:
    how = str(st.session_state[key])
    focus = opened.selected[0] if opened.selected else ""
    if how == "stable":
        return
    at = arrange(opened.drawn, how, focus, opened.at)
    if opened.do(Arrange(how=how, at={id: (float(x), float(y)) for id, (x, y) in at.items()}, focus=focus)):
        st.session_state["boards-fit"] = st.session_state.get("boards-fit", 0) + 1


def _pills(
    opened: Opened, label: str, name: str, options: Mapping[str, str], shown: Sequence[str] | None, off: bool
) -> None:
    every = list(options)
    on = [code for code in every if shown is None or code in shown]
    key = _bound(name, on)
    st.pills(
        label, every, selection_mode="multi", format_func=lambda code: options[code], key=key, disabled=off,
        on_change=_set, args=(opened, name, key, on, lambda some: None if set(every) <= set(some) else tuple(some)),
    )  # fmt: skip


def _bound(name: str, value: object) -> str:
    """The key of a widget that holds what the board says now, whoever set it."""
    key = f"boards-filter-{name}"
    st.session_state[key] = value
    return key


def _set(opened: Opened, name: str, key: str, before: object, read: Callable[[Any], Any]) -> None:
    """Filter anew; but not when nobody changed it: a part of the page that comes back tells what it held as if new."""
    found = st.session_state[key]
    if found != before:
        opened.do(Filter(**{name: read(found)}))


def window(opened: Opened, span: object) -> None:
    """Set the window as the time strip has it: months, "" where it is open. Anything else sets nothing."""
    first, last = (*(span if isinstance(span, list | tuple) else ()), "", "")[:2]
    try:
        found = Filter(
            window_from=date.fromisoformat(f"{first}-01") if first else None,
            window_to=_board_rail.month_end(f"{last}") if last else None,
        )
    except (ValueError, OverflowError):
        return
    opened.do(found)


def window_shown(opened: Opened) -> tuple[str, str]:
    """The months between which the time strip stands."""
    shows = opened.state.shows
    return (
        f"{shows.window_from:%Y-%m}" if shows.window_from else "",
        f"{shows.window_to:%Y-%m}" if shows.window_to else "",
    )


def _hidden(opened: Opened) -> None:
    """Who was dropped from the picture, and the way back."""
    dropped = opened.seen.dropped
    if not dropped:
        return
    names = _board_rail.called(opened.seen.snapshot, list(dropped), opened.naming)
    with st.expander(f"Hidden by hand ({words.number(len(dropped))})", key="boards-hidden"):
        for id in dropped:
            st.button(
                plain(f"Show {names.get(id, schema().entities['child'].label)}"), key=f"boards-show-{id}",
                on_click=opened.click, args=(Show((id,)),), disabled=not opened.editable, width="stretch",
            )  # fmt: skip
        st.button(
            "Show all of them", key="boards-show-all", on_click=opened.click, args=(Show(tuple(dropped)),),
            disabled=not opened.editable,
        )  # fmt: skip


def nobody_yet() -> None:
    """A board on which nobody stands: how to begin; or that it was so at the moment looked at."""
    if "board-moment" in st.session_state:
        _frame.html("<p>Nobody was on the board at that moment.</p>")
        return
    _frame.html(
        "<p>Nobody is on this board yet. Find a person, place or group on the left and add them, or draw somebody’s "
        "surroundings on Relationships and keep them as a board.</p>"
    )

"""The rail's "Grow from selection" of an open board, and the dialogs it opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow.compute as pc
import streamlit as st

from data_schema import schema
from graph.model import BoardHead
from graph.snapshot import Snapshot
from mapping import words
from mapping.board import GRADE_FLOORS, BoardSettings
from mapping.board.drawn import Seen
from mapping.board.grow import (
    Choice,
    Ground,
    Shared,
    choices,
    expand,
    ground,
    missing_together,
    paths,
    shared,
    starts,
    touches,
    who_else,
)
from mapping.board.log import Shows
from mapping.board.log.operation import PROVISIONAL
from mapping.board.overlay import SAID
from mapping.pages import _board_dialog, _board_grown, _board_rail, _data, _frame
from mapping.pages._board_open import Opened
from mapping.pages._text import plain
from mapping.words import Naming

_ASKED = "boards-grow"
_SHARED = {"place": "A place", "adult": "An adult", "thing": "A phone, vehicle or account", "group": "A group"}
_FROM = ("location", "school", "peer_group")


def draw(opened: Opened) -> None:
    """The buttons of the rail, with how many there are before one chooses."""
    st.html('<p class="kith-note" style="margin:6px 0 0"><b>Grow from selection</b></p>')
    ids = _held(opened)
    if not ids:
        said = "Select somebody first; several with Shift."
        if opened.selected:
            said = "Who was only said in the meeting is held nowhere: nothing grows from there until promoted by name."
        st.caption(said)
    else:
        near = [one for one in choices(_ground(opened), ids, _on_board(opened)) if one.by == "kind"]
        total = sum(one.total for one in near)
        st.caption(" · ".join(f"{_kind(one)} {words.number(one.total)}" for one in near) or "No tie that stands.")
        _button("near", f"Who is near ({words.number(total)})")
        _button("there", "Who else was there")
        _button("shared", "What they share" if len(ids) > 1 else "Who shares a place, adult or phone")
        _button("path", "Path between two", None if len(ids) == 2 else "Select exactly two")
        three = "What touches these three" if len(ids) == 3 else f"What touches these {len(ids)}"
        _button(
            "touches", three if len(ids) > 1 else "What touches these", None if len(ids) > 1 else "Select two or more"
        )
    _button("start", "From a place, school or group")


def begin(opened: Opened) -> None:
    """How a board begins on which nobody stands yet."""
    with st.container(horizontal=True, gap="small", key="boards-begin"):
        st.button(
            "Begin from a place, school or group", key="boards-begin-place", on_click=_show, args=("start",),
            disabled=not opened.editable,
        )  # fmt: skip
        st.button(
            "Paste a list or a whiteboard", key="boards-begin-paste", on_click=_board_dialog.show, args=("paste",),
            disabled=not opened.editable,
        )  # fmt: skip


def dialog(opened: Opened) -> None:
    """What was asked for, over the picture."""
    asked = str(st.session_state.get(_ASKED) or "near")
    if opened.naming is Naming.COUNTS:
        _frame.html('<p class="note">This board shows counts only: nobody is named here.</p>')
        return
    _ASK[asked](opened, _ground(opened), _held(opened))


def _near(opened: Opened, at: Ground, ids: Sequence[str]) -> None:
    on_board = _on_board(opened)
    found = choices(at, ids, on_board)
    standings = _several("Ties", [one for one in found if one.by == "standing"], "standings")
    kinds = _several("Who and what", [one for one in found if one.by == "kind"], "kinds")
    ties = _several("By tie", [one for one in found if one.by == "tie"], "ties")
    _board_grown.draw(
        opened, expand(at, ids, on_board, standings=standings or None, kinds=kinds or None, ties=ties or None)
    )


def _there(opened: Opened, at: Ground, ids: Sequence[str]) -> None:
    on_board = _on_board(opened)
    _board_grown.draw(opened, who_else(at, ids, on_board), "there")
    _board_grown.draw(opened, missing_together(at, ids, on_board), "missing")


def _shared(opened: Opened, at: Ground, ids: Sequence[str]) -> None:
    of = st.segmented_control(
        "Shared", list(_SHARED), default="place", required=True, format_func=_SHARED.__getitem__, key="boards-grow-of",
    )  # fmt: skip
    _board_grown.draw(opened, shared(at, ids, Shared(of or "place"), _on_board(opened)))


def _path(opened: Opened, at: Ground, ids: Sequence[str]) -> None:
    if len(ids) != 2:
        _frame.html('<p class="note">Select exactly two, on the picture or in the table.</p>')
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        longest = st.segmented_control(
            "At most", [2, 3, 4, 5, 6], default=4, required=True, key="boards-grow-longest",
            format_func=lambda steps: f"{steps} steps",
        )  # fmt: skip
        through = st.toggle("Through places, schools and groups too", key="boards-grow-through")
    _board_grown.draw_paths(opened, paths(at, *ids, longest=longest or 4, through_contexts=through))


def _touches(opened: Opened, at: Ground, ids: Sequence[str]) -> None:
    all_of_them = len(ids) > 2 and st.toggle("Only what touches all of them", key="boards-grow-all")
    _board_grown.draw(opened, touches(at, ids, _on_board(opened), all_of_them=all_of_them), touched=ids)


def _start(opened: Opened, at: Ground, _: Sequence[str]) -> None:
    names = _contexts(opened, at)
    chosen = st.selectbox(
        "Place, school or group", list(names), index=None, format_func=lambda id: names[id], key="boards-grow-from",
        placeholder="Type a part of its name",
    )  # fmt: skip
    if not chosen:
        _frame.html(
            '<p class="note">Of a place: who came to harm there, and who goes there. Of a school: who came to harm '
            "there, then who attends. Of a group: its members. From a person: find them on the left.</p>"
        )
        return
    for place, found in enumerate(starts(at, chosen)):
        on_board = _on_board(opened)
        marked = replace(found, found=tuple(replace(one, on_board=one.id in on_board) for one in found.found))
        _board_grown.draw(opened, marked, f"start{place}", also=(chosen,))


_ASK: Mapping[str, Callable[[Opened, Ground, Sequence[str]], None]] = {
    "near": _near,
    "there": _there,
    "shared": _shared,
    "path": _path,
    "touches": _touches,
    "start": _start,
}


def _button(what: str, label: str, not_yet: str | None = None) -> None:
    st.button(
        plain(label), key=f"boards-grow-{what}", on_click=_show, args=(what,), width="stretch",
        disabled=not_yet is not None, help=not_yet,
    )  # fmt: skip


def _show(what: str) -> None:
    st.session_state[_ASKED] = what
    _board_grown.forget()
    _board_dialog.show("grow")


def _several(label: str, found: Sequence[Choice], key: str) -> tuple[str, ...]:
    """Some of these, each with how many; none chosen leaves none out."""
    if not found:
        return ()
    by_code = {one.code: one for one in found}

    def told(code: str) -> str:
        one = by_code[code]
        label = _kind(one) if one.by == "kind" else one.label
        return plain(f"{label} {words.number(one.total)}")

    options = list(by_code)
    kept = f"boards-grow-{key}"
    st.session_state[kept] = [code for code in st.session_state.get(kept) or [] if code in by_code]
    return tuple(st.pills(label, options, selection_mode="multi", format_func=told, key=kept))


def _kind(one: Choice) -> str:
    return _board_rail.KIND_WORDS.get(one.code, one.label)


def _held(opened: Opened) -> tuple[str, ...]:
    """Who is selected and held; of a tie its two ends."""
    ids = opened.selected
    if opened.chosen.get("kind") == "line" and (line := opened.drawn.line(str(opened.chosen.get("id")))):
        ids = (line.from_id, line.to_id)
    return tuple(id for id in ids if not id.startswith(PROVISIONAL))


def _on_board(opened: Opened) -> frozenset[str]:
    """Who need not be added: on the board and not hidden by hand."""
    return frozenset(opened.state.members) - opened.state.hidden


def _ground(opened: Opened) -> Ground:
    return _grounded(opened.snapshot, opened.id, opened.drawing, opened.held.head, opened.state.shows, opened.seen)


@_data.worked_out
def _grounded(snapshot: Snapshot, id: str, drawing: int, head: BoardHead, _shows: Shows, _seen: Seen) -> Ground:
    """What the board's filters let stand, named by its mode, without what was only said: that leads nowhere yet."""
    entities, ties = _seen.snapshot.entities, _seen.snapshot.ties
    known = pc.invert(pc.starts_with(entities["id"], PROVISIONAL))
    records = pc.invert(pc.equal(ties["source"], SAID))
    bare = replace(_seen.snapshot, entities=entities.filter(known), ties=ties.filter(records))
    settings = BoardSettings(
        kinds=None if _shows.kinds and "event" in _shows.kinds else tuple(set(schema().entities) - {"event"}),
        standings=_shows.standings,
        agencies=_shows.agencies,
        grade_floor=_shows.grade_floor if _shows.grade_floor in GRADE_FLOORS else "",
        window_from=_shows.window_from,
        window_to=_shows.window_to,
        ungraded=_shows.ungraded,
        out_of_date=_shows.out_of_date,
        naming=Naming(head.naming),
    )
    return ground(bare, settings)


def _contexts(opened: Opened, at: Ground) -> dict[str, str]:
    """Places, schools and groups by name, in this naming mode."""
    rows: list[dict[str, Any]] = at.snapshot.entities.select(["id", "kind"]).to_pylist()
    found = [(at.name(place), at.what(place), row["id"]) for place, row in enumerate(rows) if row["kind"] in _FROM]
    return {id: f"{name} · {what}" for name, what, id in sorted(found)}

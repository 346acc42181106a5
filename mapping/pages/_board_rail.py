"""The rail of the Relationships page: find somebody, choose ties, kinds, grade, sources, naming; grow the board."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from data_schema import Standing, schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.board import GRADE_FLOORS, Board, BoardSettings
from mapping.board.nodes import display_name
from mapping.board.story import STANDING_WORDS
from mapping.pages import _data
from mapping.pages._text import plain
from mapping.words import Naming

KIND_WORDS = {
    "child": "Children",
    "adult": "Adults",
    "location": "Places",
    "school": "Schools",
    "peer_group": "Groups",
    "event": "Events",
    "thing": "Things",
}
MOST = {60: "60", 150: "150", 400: "400", 1200: "1,200"}
NAMING_WORDS = {Naming.INITIALS: "Initials", Naming.FULL: "Full names"}
RESULTS = 8


def find(snapshot: Snapshot) -> None:
    """The search and its results; a result begins the board or, once there is one, can be added to it."""
    st.text_input("Find", key="board-find", placeholder="Person, place, group, phone", max_chars=120)
    text = str(st.session_state.get("board-find") or "").strip()
    if not text:
        return
    hits = _data.view().find(text, limit=RESULTS)
    total = getattr(hits, "total", len(hits))
    held = _held(snapshot, [hit.id for hit in hits])
    drawable = [hit for hit in hits if hit.id in held]
    if not drawable:
        st.caption("Nothing under this name or number. Nothing found is not the same as nothing there.")
        return
    st.caption(f"{words.showing(len(drawable), total)}")
    for hit in drawable:
        add = bool(st.session_state.get("board-focus")) and hit.id not in st.session_state["board-focus"]
        with st.container(horizontal=True, wrap=False, gap="xsmall", key=f"board-hit-{hit.id}"):
            st.button(plain(held[hit.id]), key=f"board-start-{hit.id}", on_click=begin, args=(hit.id,), width="stretch")
            if add:
                st.button("Add", key=f"board-add-{hit.id}", on_click=grow, args=(hit.id,), help="Add to this board")


def begin(id: str) -> None:
    """Start the board again from here, laid out afresh."""
    st.session_state["board-focus"] = (id,)
    st.session_state["board-at"] = {}
    st.session_state["board-selected"] = None
    st.session_state["board-fit"] = st.session_state.get("board-fit", 0) + 1
    st.session_state["board-find"] = ""


def grow(id: str) -> None:
    """Draw the surroundings of this one too; whoever stands on the board stays where they are."""
    if id not in st.session_state["board-focus"]:
        st.session_state["board-focus"] = (*st.session_state["board-focus"], id)
        st.session_state["board-fit"] = st.session_state.get("board-fit", 0) + 1
    st.session_state["board-find"] = ""


def settings(snapshot: Snapshot) -> BoardSettings:
    """The filters, and the settings they make."""
    standings = st.pills(
        "Ties", [one.value for one in Standing], selection_mode="multi", default=[one.value for one in Standing],
        format_func=lambda value: STANDING_WORDS[value], key="board-ties",
    )
    present = [kind for kind in KIND_WORDS if kind in set(snapshot.entities["kind"].unique().to_pylist())]
    kinds = st.pills(
        "Kinds", present, selection_mode="multi", default=[kind for kind in present if kind != "event"],
        format_func=lambda value: KIND_WORDS[value], key="board-kinds",
    )
    floor = st.selectbox("Grade at least", list(GRADE_FLOORS), format_func=lambda value: GRADE_FLOORS[value], key="board-grade")
    agencies = [code for code in schema().codes["agency"].codes if code in _agencies(snapshot)]
    agencies += sorted(_agencies(snapshot) - set(agencies))
    sources = st.pills(
        "Sources", agencies, selection_mode="multi", default=agencies,
        format_func=lambda code: plain(words.label("agency", code)), key="board-sources",
    )
    left = st.session_state.get("board-left-out", {})
    ungraded = st.toggle(_counted("Ungraded", left.get("ungraded")), value=True, key="board-ungraded")
    stale = st.toggle(_counted("Out of date", left.get("out_of_date")), value=True, key="board-stale")
    depth = st.segmented_control("Steps from the start", [1, 2], default=1, key="board-depth")
    most = st.selectbox("Draw at most", list(MOST), index=1, format_func=lambda value: MOST[value], key="board-most")
    naming = st.segmented_control(
        "Naming", list(NAMING_WORDS), default=Naming.INITIALS, format_func=lambda value: NAMING_WORDS[value], key="board-naming"
    )
    start, end = st.session_state.get("board-window") or ("", "")
    return BoardSettings(
        focus=tuple(st.session_state.get("board-focus") or ()),
        depth=depth or 1,
        kinds=None if set(kinds) == set(present) else tuple(kinds),
        standings=None if len(standings) == len(Standing) else tuple(standings),
        grade_floor=floor,
        window_from=date.fromisoformat(f"{start}-01") if start else None,
        window_to=_month_end(end) if end else None,
        agencies=None if set(sources) == set(agencies) else tuple(sources),
        ungraded=ungraded,
        out_of_date=stale,
        naming=naming or Naming.INITIALS,
        most=most,
    )


def growing(board: Board) -> None:
    """Buttons that grow the board from what is selected."""
    chosen = st.session_state.get("board-selected") or {}
    node = board.node(chosen.get("id", "")) if chosen.get("kind") == "node" else None
    st.html('<p class="kith-note" style="margin:6px 0 0"><b>Grow from selection</b></p>')
    if node is None:
        st.caption("Select a person, place or group first.")
        return
    if not node.focus:
        more = f" ({words.number(node.hidden)} not drawn)" if node.hidden else ""
        st.button(f"Who else is near {plain(node.name)}{more}", key="board-grow", on_click=grow, args=(node.id,), width="stretch")
        st.button(f"Start again from {plain(node.name)}", key="board-again", on_click=begin, args=(node.id,), width="stretch")
    else:
        st.caption(f"{plain(node.name)} is where this board starts; everybody near is drawn unless a filter hides them.")


def clear_filters() -> None:
    """Back to drawing everything."""
    for key in ("ties", "kinds", "grade", "sources", "ungraded", "stale", "window"):
        st.session_state.pop(f"board-{key}", None)


def _counted(words_: str, left: int | None) -> str:
    return f"{words_} ({words.number(left)} hidden)" if left else words_


def _agencies(snapshot: Snapshot) -> set[str]:
    return {str(code) for code in snapshot.ties["agency"].unique().to_pylist()}


def _month_end(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _held(snapshot: Snapshot, ids: list[str]) -> dict[str, str]:
    """What each hit is called in this naming mode, with what tells two of the same initials apart."""
    naming = st.session_state.get("board-naming") or Naming.INITIALS
    held = {}
    for row in snapshot.entities.to_pylist():
        if row["id"] not in ids:
            continue
        kind = schema().entities[row["kind"]]
        years = words.age(row["date_of_birth"], snapshot.as_of)
        detail = f"{kind.label.lower()}{f', {years}' if years is not None and row['kind'] == 'child' else ''}"
        held[row["id"]] = f"{display_name(row, naming)} · {detail}"
    return {id: held[id] for id in ids if id in held}

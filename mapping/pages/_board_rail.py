"""The rail of the Relationships page: find somebody, choose ties, kinds, grade, sources, naming; grow the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_schema import Standing, schema
from graph.answers import Found, Shown
from graph.snapshot import Snapshot
from mapping import words
from mapping.board import GRADE_FLOORS, Board, BoardSettings, Counts
from mapping.board.nodes import display_name
from mapping.board.story import STANDING_WORDS
from mapping.pages import _data, _rail
from mapping.pages._text import plain
from mapping.words import Naming

K = TypeVar("K")

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
RESULTS = 8


def find(snapshot: Snapshot) -> None:
    """The search and its results; a result begins the board or, once there is one, can be added to it."""
    st.text_input("Find", key="board-find", placeholder="Person, place, group, phone", max_chars=120)
    text = str(st.session_state.get("board-find") or "").strip()
    if not text:
        return
    hits = found(snapshot, text)
    held = called(snapshot, [hit.id for hit in hits], _rail.naming())
    drawable = [hit for hit in hits if hit.id in held]
    if not drawable:
        st.caption("Nothing under this name or number. Nothing found is not the same as nothing there.")
        return
    st.caption(words.showing(len(drawable), hits.total))
    for hit in drawable:
        add = bool(st.session_state.get("board-focus")) and hit.id not in st.session_state["board-focus"]
        with st.container(horizontal=True, wrap=False, gap="xsmall", key=f"board-hit-{hit.id}"):
            st.button(plain(held[hit.id]), key=f"board-start-{hit.id}", on_click=begin, args=(hit.id,), width="stretch")
            if add:
                st.button("Add", key=f"board-add-{hit.id}", on_click=grow, args=(hit.id,), help="Add to this board")


def found(snapshot: Snapshot, text: str) -> Shown[Found]:
    """What a search gives; asked once for a text and these records, so that one search is one line of the audit log."""
    asked = (text, _data.key(snapshot))
    kept: tuple[object, Shown[Found]] | None = st.session_state.get("board-found-for")
    if kept is None or kept[0] != asked:
        kept = st.session_state["board-found-for"] = (asked, _data.view().find(text, limit=RESULTS))
    return kept[1]


def begin(*ids: str) -> None:
    """Start the board again from these, laid out afresh."""
    st.session_state["board-focus"] = ids
    st.session_state["board-at"] = {}
    st.session_state["board-selected"] = None
    st.session_state["board-fit"] = st.session_state.get("board-fit", 0) + 1
    st.session_state["board-find"] = ""


def afresh() -> None:
    """Lay everybody out anew."""
    st.session_state["board-at"] = {}
    st.session_state["board-fit"] = st.session_state.get("board-fit", 0) + 1


def grow(id: str) -> None:
    """Draw the surroundings of this one too; whoever stands on the board stays where they are."""
    if id not in st.session_state["board-focus"]:
        st.session_state["board-focus"] = (*st.session_state["board-focus"], id)
        st.session_state["board-fit"] = st.session_state.get("board-fit", 0) + 1
    st.session_state["board-find"] = ""


def settings(snapshot: Snapshot) -> tuple[BoardSettings, DeltaGenerator]:
    """The filters, the settings they make, and the place left for `toggles`, whose counts need the board."""
    standings = _pills("Ties", {one.value: STANDING_WORDS[one.value] for one in Standing}, "ties")
    held = set(snapshot.entities["kind"].unique().to_pylist())
    present = {kind: label for kind, label in KIND_WORDS.items() if kind in held}
    kinds = _pills("Kinds", present, "kinds", off=("event",))
    floor = _choice("Grade at least", GRADE_FLOORS, "grade")
    agencies = {code: plain(words.label("agency", code)) for code in agencies_of(snapshot)}
    sources = _pills("Sources", agencies, "sources")
    place = st.container()
    depth = st.segmented_control(
        "Steps from the start", [1, 2], default=1, required=True, key="board-depth", persist_state="session"
    )
    most = _choice("Draw at most", MOST, "most", index=1)
    naming = _rail.naming_choice()
    cleared = bool(st.session_state.get("board-cleared"))  # then what is out of date is drawn too
    start, end = st.session_state.get("board-window") or ("", "")
    made = BoardSettings(
        focus=tuple(st.session_state.get("board-focus") or ()),
        depth=depth or 1,
        kinds=None if len(kinds) == len(present) else kinds,
        standings=None if len(standings) == len(Standing) else standings,
        grade_floor=floor,
        window_from=date.fromisoformat(f"{start}-01") if start else None,
        window_to=month_end(end) if end else None,
        agencies=None if len(sources) == len(agencies) else sources,
        ungraded=bool(st.session_state.get(_key("ungraded"), True)),
        out_of_date=bool(st.session_state.get(_key("stale"), cleared)),
        naming=naming,
        most=most,
    )
    return made, place


def _pills(label: str, options: Mapping[str, str], key: str, off: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Several on or off, remembered across pages; all on at first but `off`."""
    chosen = st.pills(
        label,
        list(options),
        selection_mode="multi",
        default=[option for option in options if option not in off],
        format_func=lambda option: options[option],
        key=_key(key),
        persist_state="session",
    )
    return tuple(chosen)


def _choice(label: str, options: Mapping[K, str], key: str, index: int = 0) -> K:
    """One of several, remembered across pages."""
    return st.selectbox(
        label,
        list(options),
        index=index,
        format_func=lambda option: options[option],
        key=_key(key),
        persist_state="session",
    )


def toggles(place: DeltaGenerator, counts: Counts) -> None:
    """Ungraded and out of date, with how many records each is about."""
    for label, count, key, on in (
        ("Ungraded", counts.ungraded, "ungraded", True),
        ("Out of date", counts.stale, "stale", bool(st.session_state.get("board-cleared"))),
    ):
        place.toggle(f"{label} ({words.number(count)})", value=on, key=_key(key), persist_state="session")
    place.toggle(
        "Found groups",
        key="board-found",
        persist_state="session",
        help="Frames around groups that the ties suggest. A worker confirms them; they are not named groups.",
    )


def growing(board: Board) -> None:
    """Buttons that grow the board from what is selected."""
    st.button(
        "Arrange afresh",
        key="board-afresh",
        on_click=afresh,
        width="stretch",
        help="Lay everybody out anew. Until then nobody moves.",
    )
    chosen = st.session_state.get("board-selected") or {}
    node = board.node(chosen.get("id", "")) if chosen.get("kind") == "node" else None
    st.html('<p class="kith-note" style="margin:6px 0 0"><b>Grow from selection</b></p>')
    if node is None:
        st.caption("Select a person, place or group first.")
        return
    if not node.focus:
        more = f" ({words.number(node.hidden)} not drawn)" if node.hidden else ""
        st.button(
            f"Who else is near {plain(node.name)}{more}",
            key="board-grow",
            on_click=grow,
            args=(node.id,),
            width="stretch",
        )
        st.button(
            f"Start again from {plain(node.name)}", key="board-again", on_click=begin, args=(node.id,), width="stretch"
        )
    else:
        st.caption(
            f"{plain(node.name)} is where this board starts; everybody near is drawn unless a filter hides them."
        )


def clear_filters() -> None:
    """Back to drawing everything, out of date too: filters under new keys begin anew."""
    st.session_state["board-cleared"] = st.session_state.get("board-cleared", 0) + 1
    st.session_state["board-window"] = ("", "")


def _key(name: str) -> str:
    return f"board-{name}-{st.session_state.get('board-cleared', 0)}"


def agencies_of(snapshot: Snapshot) -> list[str]:
    """The agencies whose records are held, in the order of the code list."""
    order = list(schema().codes["agency"].codes)
    held = {str(code) for code in snapshot.ties["agency"].unique().to_pylist()}
    return sorted(held, key=lambda code: (order.index(code) if code in order else len(order), code))


def month_end(month: str) -> date:
    """The last day of a month as `2026-10`."""
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def called(snapshot: Snapshot, ids: Sequence[str], naming: Naming) -> dict[str, str]:
    """What each hit is called in this naming mode, with what tells two of the same initials apart."""
    held = {}
    for row in snapshot.entities.to_pylist():
        if row["id"] not in ids:
            continue
        kind = schema().entities[row["kind"]]
        years = words.age(row["date_of_birth"], snapshot.as_of)
        detail = f"{kind.label.lower()}{f', {years}' if years is not None and row['kind'] == 'child' else ''}"
        held[row["id"]] = f"{display_name(row, naming)} · {detail}"
    return {id: held[id] for id in ids if id in held}

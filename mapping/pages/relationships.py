"""Relationships, the front page: the board around a child, group or place, the evidence of each tie, the table twin."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import streamlit as st

from graph.snapshot import Snapshot
from mapping import words
from mapping.board import Board, BoardSettings, Node, Positions, board, component, counts_said, layout
from mapping.board.log.operation import Add, Filter
from mapping.board.start import starting_points
from mapping.board.take.page import standalone_page
from mapping.board.take.told import Printed
from mapping.network import groups
from mapping.pages import (
    _board_mount,
    _board_panel,
    _board_rail,
    _board_start,
    _board_twin,
    _chosen,
    _data,
    _frame,
    _handed,
    _rail,
    _states,
)
from mapping.pages._handed import File
from mapping.pages._text import esc, plain
from mapping.words import Naming

_STYLE = Path(str(files("mapping.pages").joinpath("_board.css")))


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not len(snapshot.entities):
        _states.nothing_loaded("relationships", "children and who is around them")
        return
    st.html(_STYLE)
    _begin(snapshot)
    with st.sidebar:
        _board_rail.find(snapshot)
        settings, toggles = _board_rail.settings(snapshot)
    if not settings.focus:
        _start(snapshot, settings.naming)
        return
    drawn = _composed(snapshot, settings, found=bool(st.session_state.get("board-found")))
    _follow(drawn, snapshot)
    _board_rail.toggles(toggles, drawn.counts)
    with st.sidebar:
        _board_rail.growing(drawn)
    shown = _banner(drawn, snapshot, settings)
    if not drawn.lines:
        _no_ties(drawn)
    elif shown == "Table":
        _table(drawn)
    else:
        _picture(drawn)
    _board_panel.draw(drawn, snapshot, _select)


@_data.worked_out
def _composed(snapshot: Snapshot, settings: BoardSettings, *, found: bool = False) -> Board:
    return board(snapshot, settings, _found_groups(snapshot) if found else None)


@_data.worked_out
def _found_groups(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Groups that the ties suggest: what follows "Found group" on the Groups page, and who is in it."""
    return {
        group.name.removeprefix("Found group ").replace(": ", ", "): tuple(member.id for member in group.members)
        for group in groups(snapshot).found
    }


@_data.worked_out
def _starts(snapshot: Snapshot, naming: str) -> list[tuple[str, str, str]]:
    return [(start.id, start.name, start.says) for start in starting_points(snapshot, Naming(naming))]


def _begin(snapshot: Snapshot) -> None:
    """Where the board starts: the address when another page sent somebody here, else the newest evidence."""
    asked = tuple(st.query_params.get_all("focus"))
    if asked and asked != st.session_state.get("board-asked"):
        st.session_state["board-asked"] = asked
        held = set(snapshot.entities["id"].to_pylist())
        _board_rail.begin(*(id for id in asked if id in held))
        st.session_state["board-missing"] = [id for id in asked if id not in held]
    if "board-focus" not in st.session_state and _chosen.now() in set(snapshot.entities["id"].to_pylist()):
        st.session_state["board-focus"] = (_chosen.now(),)
    if "board-focus" not in st.session_state:
        starts = _starts(snapshot, Naming.INITIALS.value)
        st.session_state["board-focus"] = (starts[0][0],) if starts else ()


def _follow(drawn: Board, snapshot: Snapshot) -> None:
    """Select what was chosen on the map; what is not on the board yet is added to where it starts."""
    id = _chosen.taken(_chosen.BOARD)
    if not id or id not in set(snapshot.entities["id"].to_pylist()):
        return
    st.session_state["board-selected"] = {"kind": "node", "id": id}
    if drawn.node(id) is None:
        st.session_state["board-focus"] = (*st.session_state["board-focus"], id)
        st.session_state["board-fit"] = st.session_state.get("board-fit", 0) + 1
        st.rerun()


def _banner(drawn: Board, snapshot: Snapshot, settings: BoardSettings) -> str:
    """Title, purpose and naming; picture or table; the page to take along; what keeps this as a board."""
    names = [_with_age(node) for node in drawn.nodes if node.focus]
    today = date.fromisoformat(drawn.as_of)
    naming = _rail.NAMING_WORDS[Naming(drawn.naming)].lower()
    note = f"{drawn.purpose} · naming: {naming} · as of {words.day(today)} · read by {snapshot.viewer}"
    with st.container(key="board-banner", horizontal=True, wrap=False, vertical_alignment="center"):
        with st.container(width="stretch"):
            _frame.page_title(f"Around {words.listed(names, most=3)}", note)
        shown = st.segmented_control(
            "Show as",
            ["Board", "Table"],
            default="Board",
            required=True,
            key="board-shown",
            label_visibility="collapsed",
            width="content",
        )
        with st.container(width="content"):
            _take(drawn, f"Around {words.listed(names, most=3)}", snapshot.viewer)
        if st.button(
            "Keep as a board", type="primary", key="board-keep",
            help="These people and places, where they stand, and these filters, as a board to work on together",
        ):  # fmt: skip
            _keep(drawn, settings)
    return str(shown or "Board")


def _keep(drawn: Board, settings: BoardSettings) -> None:
    """Open the form of a new board that begins with what is drawn."""
    at = _positions(drawn)
    everybody = tuple(node.id for node in drawn.nodes)
    added = Add(
        everybody, why="drawn on Relationships", at={id: (float(at[id][0]), float(at[id][1])) for id in everybody}
    )
    shown = Filter(**{name: getattr(settings, name) for name in Filter.__struct_fields__})
    _board_start.begin_with(_board_start.First((added, shown), len(everybody)))
    st.switch_page(_frame.page("boards"))


@st.fragment
def _take(drawn: Board, title: str, viewer: str) -> None:
    """What is drawn as a page to take along; a press runs this alone."""
    about = "One HTML page with purpose, date, naming and data version printed in it. Noted in the audit log."
    wanted = _frame.pressed("Take along", "board-take", "secondary", about=about)
    _handed.over("board-take", _page_to_take(drawn, title, viewer) if wanted else None)


def _page_to_take(drawn: Board, title: str, viewer: str) -> File:
    """The page as a file: first it is noted that it leaves Kith, then it is handed over."""

    def content() -> bytes:
        focus = [node.id for node in drawn.nodes if node.focus]
        about = {"board": focus, "nodes": len(drawn.nodes), "lines": len(drawn.lines), "naming": drawn.naming}
        with _data.answering():
            _data.view().disclosed(about)
        printed = Printed(title, viewer, _data.desk().as_of)
        return standalone_page(drawn, _positions(drawn), printed, _board_mount.font()).encode()

    return File(f"board-{drawn.as_of}.html", "text/html", content)


def _with_age(node: Node) -> str:
    age = next((line.text for line in node.below if line.text.isdigit()), "") if node.kind == "child" else ""
    return f"{node.name}, {age}" if age else node.name


def _picture(drawn: Board) -> None:
    at = _positions(drawn)
    _board_mount.MOUNT(
        key="board",
        data=component.payload(
            drawn,
            at,
            selected=st.session_state.get("board-selected"),
            window=st.session_state.get("board-window") or ("", ""),
            fit=str(st.session_state.get("board-fit", 0)),
        ),
        height="content",
        on_selected_change=_selected,
        on_moved_change=_moved,
        on_window_change=_window,
    )


def _positions(drawn: Board) -> Positions:
    """Where everybody stands: whoever stood somewhere in this session stays there."""
    before = st.session_state.setdefault("board-at", {})
    at = layout(drawn, previous=before)
    st.session_state["board-at"] = {**before, **at}
    return at


def _selected() -> None:
    chosen = component.selection(st.session_state["board"].get("selected"))
    st.session_state["board-selected"] = chosen
    if not chosen or chosen.get("kind") == "node":
        _chosen.share(chosen["id"] if chosen else None, _chosen.BOARD)


def _moved() -> None:
    moved = st.session_state["board"].get("moved") or {}
    st.session_state["board-at"] |= {id: (float(x), float(y)) for id, (x, y) in moved.items()}


def _window() -> None:
    st.session_state["board-window"] = tuple(st.session_state["board"].get("window") or ("", ""))


def _select(kind: str, id: str) -> None:
    st.session_state["board-selected"] = {"kind": kind, "id": id}
    if kind == "node":
        _chosen.share(id, _chosen.BOARD)


def _table(drawn: Board) -> None:
    """The table twin: every tie drawn, newest first; choosing a row opens its evidence."""
    today = date.fromisoformat(drawn.as_of)
    lines = sorted(drawn.lines, key=lambda line: (line.last_observed, line.id), reverse=True)
    shown, *rest = counts_said(drawn.counts)
    _frame.html(f'<p class="note">{esc(" · ".join((f"Showing {shown}", *rest)))}</p>')
    chosen = st.dataframe(
        [_board_twin.tie_row(line, today) for line in lines],
        key="board-table",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=640,
        column_config=_board_twin.TIE_COLUMNS,
    )
    if picked := chosen.selection.rows:
        _select("line", lines[picked[0]].id)


def _no_ties(drawn: Board) -> None:
    """Nothing is drawn: which filter leaves out how much, and what to do."""
    names = words.listed([node.name for node in drawn.nodes if node.focus], most=3)
    said = counts_said(drawn.counts)[1:]
    total = drawn.counts.all_records
    if total:
        sentence = f"{words.counted(total, 'record')} on ties near {names}: {'; '.join(said)}."
    else:
        sentence = f"No record ties {names} to anybody or anything."
    with st.container(key="board-none"):
        _states.empty(
            "board",
            "No ties match",
            sentence,
            "Nothing found is not the same as nothing there.",
        )
        st.button("Clear all filters", type="primary", key="board-clear", on_click=_board_rail.clear_filters)


def _start(snapshot: Snapshot, naming: Naming) -> None:
    """No focus: what to begin with."""
    missing = st.session_state.pop("board-missing", [])
    if missing:
        first = f"Nobody and nothing that you may see is known as {words.listed(missing, most=3)}."
    else:
        first = "Find a child, an adult, a place, a school or a group on the left."
    icons = ("child", "tie_neutral", "peer_group", "tie_protective", "adult", "tie_neutral", "location")
    _states.empty("start", "Start a board", first, icons=icons)
    starts = _starts(snapshot, naming.value)
    if starts:
        with _frame.card("starts"):
            _frame.heading("Begin with the newest evidence", words.showing(len(starts), len(starts)))
            for id, name, says in starts:
                st.button(plain(f"{name} · {says}"), key=f"board-begin-{id}", on_click=_board_rail.begin, args=(id,))

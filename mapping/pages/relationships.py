"""Relationships, the front page: the board around a child, group or place, the evidence of each tie, the table twin."""

from __future__ import annotations

from datetime import date

import streamlit as st

from graph.snapshot import Snapshot
from mapping import words
from mapping.board import Board, BoardSettings, Node, Positions, board, component, counts_said, layout
from mapping.board.start import starting_points
from mapping.board.story import STANDING_WORDS
from mapping.pages import _board_panel, _board_rail, _data, _frame, _states
from mapping.pages._text import plain
from mapping.words import Naming

_MOUNT = st.components.v2.component("kith_board", html=component.HTML, css=component.CSS, js=component.script())

_STYLE = """<style>
.board-eyebrow { display: flex; justify-content: space-between; align-items: center; font-size: 13px; font-weight: 600; color: var(--ink-2); padding-bottom: 4px; }
.board-card { border: 1px solid var(--line); border-radius: 8px; padding: 9px 12px; }
.board-card .head { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; }
.board-card .head b { font-weight: 650; }
.kith .board-card p.small, .board-card .small { font-size: 13px; color: var(--ink-2); }
.board-card blockquote { margin: 6px 0 0; padding: 1px 0 1px 10px; border-left: 3px solid var(--line); font-size: 14px; white-space: pre-line; overflow-wrap: anywhere; }
[class*="st-key-board-tie-"] button, [class*="st-key-board-new-"] button { justify-content: flex-start; text-align: left; padding: 4px 0; border: 0; border-bottom: 1px solid var(--line); border-radius: 0; }
[class*="st-key-board-tie-"] button p, [class*="st-key-board-new-"] button p { font-size: 14px; text-align: left; }
[class*="st-key-board-tie-"] button > div, [class*="st-key-board-new-"] button > div { justify-content: flex-start; }
[class*="st-key-board-hit-"] button > div { justify-content: flex-start; }
[class*="st-key-board-hit-"] button p { text-align: left; }
.st-key-board-banner { min-height: 48px; }
.st-key-board-banner .kith p.note { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
</style>"""


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
    drawn = _composed(snapshot, settings)
    _board_rail.toggles(toggles, drawn.counts)
    with st.sidebar:
        _board_rail.growing(drawn)
    shown = _banner(drawn, snapshot)
    if not drawn.lines:
        _no_ties(drawn)
    elif shown == "Table":
        _table(drawn)
    else:
        _picture(drawn)
    _board_panel.draw(drawn, snapshot, _select)


@_data.worked_out
def _composed(snapshot: Snapshot, settings: BoardSettings) -> Board:
    return board(snapshot, settings)


@_data.worked_out
def _starts(snapshot: Snapshot, naming: str) -> list[tuple[str, str, str]]:
    return [(start.id, start.name, start.says) for start in starting_points(snapshot, Naming(naming))]


def _begin(snapshot: Snapshot) -> None:
    """Where the board starts: the address when another page sent somebody here, else the newest evidence."""
    asked = st.query_params.get("focus")
    if asked and asked != st.session_state.get("board-asked"):
        st.session_state["board-asked"] = asked
        if asked in snapshot.entities["id"].to_pylist():
            _board_rail.begin(asked)
        else:
            st.session_state["board-focus"] = ()
            st.session_state["board-missing"] = asked
    if "board-focus" not in st.session_state:
        starts = _starts(snapshot, Naming.INITIALS.value)
        st.session_state["board-focus"] = (starts[0][0],) if starts else ()


def _banner(drawn: Board, snapshot: Snapshot) -> str:
    """Title, purpose and naming; the switch between picture and table; the page to take along."""
    names = [_with_age(node) for node in drawn.nodes if node.focus]
    today = date.fromisoformat(drawn.as_of)
    naming = _board_rail.NAMING_WORDS[Naming(drawn.naming)].lower()
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
    return str(shown or "Board")


def _with_age(node: Node) -> str:
    age = next((line.text for line in node.below if line.text.isdigit()), "") if node.kind == "child" else ""
    return f"{node.name}, {age}" if age else node.name


def _picture(drawn: Board) -> None:
    at = _positions(drawn)
    _MOUNT(
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
    st.session_state["board-selected"] = st.session_state["board"].get("selected")


def _moved() -> None:
    moved = st.session_state["board"].get("moved") or {}
    st.session_state["board-at"] |= {id: (float(x), float(y)) for id, (x, y) in moved.items()}


def _window() -> None:
    st.session_state["board-window"] = tuple(st.session_state["board"].get("window") or ("", ""))


def _select(kind: str, id: str) -> None:
    st.session_state["board-selected"] = {"kind": kind, "id": id}


def _table(drawn: Board) -> None:
    """The table twin: every tie drawn, newest first; choosing a row opens its evidence."""
    today = date.fromisoformat(drawn.as_of)
    lines = sorted(drawn.lines, key=lambda line: (line.last_observed, line.id), reverse=True)
    rows = [
        {
            "Tie": line.sentence,
            "What it means": STANDING_WORDS[line.standing]
            + (", said in meeting" if line.provisional else "")
            + (", out of date" if line.stale else ""),
            "Records": line.records,
            "Agencies": words.listed([words.label("agency", code) for code in line.agencies]),
            "Last observed": f"{words.day(date.fromisoformat(line.last_observed))}, {words.ago(date.fromisoformat(line.last_observed), today)}",
            "Best grade": line.grade,
        }
        for line in lines
    ]
    _frame.html(
        f'<p class="note">{" · ".join(("Showing " + counts_said(drawn.counts)[0], *map(str, counts_said(drawn.counts)[1:])))}</p>'
    )
    chosen = st.dataframe(
        rows,
        key="board-table",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=620,
        column_config={
            "Tie": st.column_config.TextColumn(width="large"),
            "Records": st.column_config.NumberColumn(width="small"),
        },
    )
    picked = chosen.selection.rows
    if picked:
        now = {"kind": "line", "id": lines[picked[0]].id}
        st.session_state["board-selected"] = now


def _no_ties(drawn: Board) -> None:
    """Nothing is drawn: which filter leaves out how much, and what to do."""
    names = words.listed([node.name for node in drawn.nodes if node.focus], most=3)
    said = counts_said(drawn.counts)[1:]
    total = drawn.counts.all_records
    sentence = f"{words.counted(total, 'record')} on ties near {names}." if total else f"No tie of {names} is recorded."
    with st.container(key="board-none"):
        _states.empty(
            "board",
            "No ties match",
            f"{sentence} {'; '.join(said)}{'.' if said else ''}",
            "Nothing found is not the same as nothing there.",
        )
        st.button("Clear all filters", type="primary", key="board-clear", on_click=_board_rail.clear_filters)


def _start(snapshot: Snapshot, naming: Naming) -> None:
    """No focus: what to begin with."""
    missing = st.session_state.pop("board-missing", None)
    first = (
        f"Nobody and nothing here is known as {missing}."
        if missing
        else "Find a child, an adult, a place, a school or a group on the left."
    )
    _states.empty(
        "start",
        "Start a board",
        first,
        icons=("child", "tie_neutral", "peer_group", "tie_protective", "adult", "tie_neutral", "location"),
    )
    starts = _starts(snapshot, naming.value)
    if starts:
        with _frame.card("starts"):
            _frame.heading("Begin with the newest evidence", words.showing(len(starts), len(starts)))
            for id, name, says in starts:
                st.button(plain(f"{name} · {says}"), key=f"board-begin-{id}", on_click=_board_rail.begin, args=(id,))

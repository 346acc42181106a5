"""One graph in Streamlit, drawn by Kith's board or by st-link-analysis: run by `tests.bench.board_browser`."""

from __future__ import annotations

import streamlit as st

from graph.snapshot import Snapshot
from mapping.board import BoardSettings, board, component, layout
from tests.bench.board import borough_like


@st.cache_resource
def graph(people: int, ties: int) -> Snapshot:
    """The same people for both; whoever comes first has waited for them before the clock runs."""
    return borough_like(people, ties)


def kith(snapshot: Snapshot, people: int) -> None:
    """Composed, placed and drawn as the boards page does."""
    mount = st.components.v2.component("kith_board", html=component.HTML, css=component.CSS, js=component.script())
    drawn = board(snapshot, BoardSettings(most=people))
    data = component.payload(
        drawn,
        layout(drawn),
        selected=st.session_state.get("kith", {}).get("selected"),
        edit=component.editing("B-1", "bench"),
        had=st.session_state.get("had", ""),
    )
    st.session_state["had"] = data["digest"]
    mount(
        key="kith",
        data=data,
        height="content",
        on_selected_change=lambda: None,
        on_outbox_change=lambda: None,
        on_wish_change=lambda: None,
    )


def link(snapshot: Snapshot) -> None:
    """As its manual shows it: the layout is its own default, worked out in the browser."""
    from st_link_analysis import EdgeStyle, NodeStyle, st_link_analysis  # type: ignore[import-untyped]

    people = snapshot.entities.select(["id", "kind", "name"]).to_pylist()
    ties = snapshot.ties.select(["id", "kind", "from_id", "to_id"]).to_pylist()
    st_link_analysis(
        {
            "nodes": [{"data": {"id": one["id"], "label": one["kind"].upper(), "name": one["name"]}} for one in people],
            "edges": [
                {
                    "data": {
                        "id": one["id"],
                        "label": one["kind"].upper(),
                        "source": one["from_id"],
                        "target": one["to_id"],
                    }
                }
                for one in ties
            ],
        },
        layout="cose",
        node_styles=[NodeStyle("CHILD", "#FFFFFF", "name", "person"), NodeStyle("ADULT", "#4A5864", "name", "person")],
        edge_styles=[EdgeStyle("GROOMS", directed=True), EdgeStyle("FRIEND")],
        height=700,
        key="link",
    )


def main() -> None:
    """Draw what the address asks for."""
    st.set_page_config(layout="wide")
    people, ties = int(st.query_params.get("people", 5)), int(st.query_params.get("ties", 5))
    snapshot = graph(people, ties)
    which = st.query_params.get("which", "")
    if which == "kith":
        kith(snapshot, people)
    elif which == "link":
        link(snapshot)
    st.html(f'<p id="done">{which} {people}</p>')


if __name__ == "__main__":
    main()

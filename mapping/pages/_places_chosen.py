"""The Places page and what is chosen on the board: what is taken over, the rings on the map, the line that says so."""

from __future__ import annotations

import folium
import streamlit as st

from graph.snapshot import Snapshot
from mapping.board.nodes import display_name
from mapping.pages import _chosen, _data, _frame, _places_panel, _rail
from mapping.pages._text import esc
from mapping.places.about import About, about
from mapping.places.ground import Ground
from mapping.places.map import MapSettings, icon_of, may_draw

_NOT_HERE = {
    "child": "A child is chosen on the board. A panel view does not show the places of one child.",
    "place": "The place chosen on the board is not shown here: it is private, or not on the map.",
}


def follow(snapshot: Snapshot, known: Ground, panel: bool) -> None:
    """Take over what was chosen on the board, and tell the board what is chosen here."""
    id, places = _chosen.taken(_chosen.MAP), known.places
    if id is not None:
        st.session_state["places-about"] = id
        its = _about(snapshot, known, id)
        one = id if id in places.index[places["on_map"] & ~(places["private"] & panel)] else ""
        _places_panel.select(f"place:{one or its.all[0]}" if one or (its.all and its.kind != "child") else "")
    selected = str(st.session_state.get("places-selected") or "")
    here = selected.rpartition(":")[2] if selected.startswith(("place:", "month:")) else ""
    if id is None and here in places.index and selected != st.session_state.get("places-shared"):
        st.session_state["places-about"] = ""
        _chosen.share(here, _chosen.MAP)
    st.session_state["places-shared"] = selected


def rings(snapshot: Snapshot, known: Ground, layers: MapSettings) -> folium.FeatureGroup:
    """Rings round the place chosen and round those of whom the board chose: a layer that does not draw the map anew."""
    group = folium.FeatureGroup(name="selected")
    places = may_draw(known, layers)
    wanted = {}
    id = str(st.session_state.get("places-about") or "")
    its = _about(snapshot, known, id)
    if id and not (its.kind == "child" and layers.panel):
        wanted = {place: f"k-ring k-{what}" for what, some in its.places.items() for place in some}
    selected = str(st.session_state.get("places-selected") or "")
    if selected.startswith(("place:", "month:")):
        wanted[selected.rpartition(":")[2]] = "k-ring"
    for place, look in wanted.items():
        if place in places.index:
            at = places.loc[place]
            anchor = (19, 19 if icon_of(str(at["kind"])) == "school" else 31)
            icon = folium.DivIcon(html="", icon_size=(38, 38), icon_anchor=anchor, class_name=look)
            where = (float(at["latitude"]), float(at["longitude"]))
            folium.Marker(where, icon=icon, interactive=False, keyboard=False).add_to(group)
    return group


def bar(snapshot: Snapshot, known: Ground, panel: bool) -> None:
    """What of the board's choice is shown here, and how to let go of it; nothing where it is the place itself."""
    id = str(st.session_state.get("places-about") or "")
    if not id:
        return
    its, on_map = _about(snapshot, known, id), set(may_draw(known, MapSettings(panel=panel)).index)
    if id in on_map:
        return
    with st.container(key="places-about-bar", horizontal=True, wrap=False, vertical_alignment="center"):
        with st.container(width="stretch"):
            _frame.html(f"<p>{_said(snapshot, known, its, id, panel)}</p>")
        st.button("Clear", key="places-about-clear", on_click=_clear, help="The board keeps its own choice.")


def _clear() -> None:
    st.session_state["places-about"] = ""


def _said(snapshot: Snapshot, known: Ground, its: About, id: str, panel: bool) -> str:
    """As markup."""
    if id in known.places.index or its.kind not in {"child", "peer_group", "event"}:
        return (
            esc(_NOT_HERE["place"]) if id in known.places.index else "Whoever is chosen on the board has no place here."
        )
    if its.kind == "child" and panel:
        return esc(_NOT_HERE["child"])
    row = next(row for row in snapshot.entities.to_pylist() if row["id"] == id)
    what = {"child": "", "peer_group": "a peer group", "event": "an event"}[its.kind]
    name = what if panel else display_name(row, _rail.naming())
    told = its.said(known) or "no place that may be shown"
    left = " Homes and addresses are never shown." if its.kind == "child" else ""
    return f"<b>From the board: {esc(name)}</b> · {esc(told)}, ringed on the map.{left}"


@_data.worked_out
def _about(snapshot: Snapshot, _known: Ground, id: str) -> About:
    return about(snapshot, _known, id)

"""The map of the Places page: drawn offline, its legend, and what a click on it selects."""

from __future__ import annotations

import json
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

from graph.snapshot import Snapshot
from mapping.pages import _data, _frame, _places_found, _places_panel
from mapping.pages._text import esc
from mapping.places.ground import Ground
from mapping.places.hotspots import Hotspots, HotspotSettings
from mapping.places.map import HEIGHT, MapSettings, MapView, OfflineMap, legend, map_view, may_draw


def draw(snapshot: Snapshot, found: Hotspots, known: Ground, layers: MapSettings) -> None:
    """Draw the map and its legend; a click selects what the panel then shows."""
    # a new map on each run: st_folium writes its own names into the one it is given
    drawn = OfflineMap(_viewed(snapshot, found.settings, layers, _base()))
    with st.container(key="places-map"):
        clicked: dict[str, Any] = st_folium(
            drawn,
            key="places-folium",
            height=HEIGHT,
            use_container_width=True,
            returned_objects=[],  # map.js says itself what was pressed: no press on the map itself runs the page
            feature_group_to_add=_selected(found, layers),
        )
    _clicked(clicked or {})
    icons = "".join(
        f'<span><img src="{_frame.icon(icon)}" alt="">{esc(label)}</span>' for icon, label in legend(known, layers)
    )
    _frame.html(f'<div class="places-legend">{icons}</div>')


def _selected(found: Hotspots, layers: MapSettings) -> folium.FeatureGroup:
    """The ring round the selected place, a layer of its own: choosing does not draw the map anew."""
    ring = folium.FeatureGroup(name="selected")
    kind, _, id = str(st.session_state.get("places-selected") or "").partition(":")
    places = may_draw(found.ground, layers)
    if kind == "place" and id in places.index:
        at = places.loc[id]
        icon = folium.DivIcon(html="", icon_size=(38, 38), icon_anchor=(19, 31), class_name="k-ring")
        folium.Marker((at["latitude"], at["longitude"]), icon=icon, interactive=False, keyboard=False).add_to(ring)
    return ring


def _clicked(said: dict[str, Any]) -> None:
    """A press on a pin, on a place of a stack or on a circle selects it; the same press is taken once."""
    if not said.get("chosen") or said["turn"] == st.session_state.get("places-clicked"):
        return
    st.session_state["places-clicked"] = said["turn"]
    _places_panel.select(str(said["chosen"]))
    st.rerun()


@_data.worked_out
def _viewed(snapshot: Snapshot, settings: HotspotSettings, layers: MapSettings, base: str) -> MapView:
    return map_view(snapshot, _places_found.found(snapshot, settings), layers, base=json.loads(base) if base else None)


def _base() -> str:
    """River, rail, roads and parks, where the data folder has them: `extracts/ground.geojson`."""
    path = _data.settings().data / "extracts" / "ground.geojson"
    try:
        text = path.read_text("utf-8")
        json.loads(text)["features"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # the map does without: boundaries and places are enough
    return text

"""The map of the Places page: drawn offline, its legend, and what a click on it selects."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

from graph.snapshot import Snapshot
from loaders.quarantine import neutral
from mapping.pages import _data, _frame, _places_found, _places_panel
from mapping.pages._text import esc
from mapping.places.ground import Ground
from mapping.places.hotspots import Hotspots, HotspotSettings
from mapping.places.map import HEIGHT, MapSettings, MapView, OfflineMap, legend, map_view, may_draw
from mapping.places.surface import Surface
from mapping.places.take import Printed, rows_shown, standalone_page


def draw(
    snapshot: Snapshot, found: Hotspots, known: Ground, layers: MapSettings, surface: Surface | None = None
) -> None:
    """Draw the map, its legend and what can be taken along; a press on the map selects what the panel then shows."""
    view = _viewed(snapshot, found.settings, layers, _base(), surface.bandwidth if surface else 0, surface)
    drawn = OfflineMap(view)  # a new map on each run: st_folium writes its own names into the one it is given
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
    with st.container(horizontal=True, wrap=False, gap="small", key="places-under"):
        with st.container(width="stretch"):
            _legend(known, layers, surface)
        _take(view, found, layers, snapshot)


def _legend(known: Ground, layers: MapSettings, surface: Surface | None) -> None:
    icons = "".join(
        f'<span><img src="{_frame.icon(icon)}" alt="">{esc(label)}</span>' for icon, label in legend(known, layers)
    )
    if surface and surface.bands:
        icons += '<span><i class="places-tint"></i>surface: descriptive only</span>'
    elif surface:
        icons += f"<span>{esc(surface.why_not)}</span>"
    _frame.html(f'<div class="places-legend">{icons}</div>')


def _take(view: MapView, found: Hotspots, layers: MapSettings, snapshot: Snapshot) -> None:
    """The map to take along as a page or a table: noted in the audit log before it is handed over."""
    store, desk = _data.view(), _data.desk()
    printed = Printed(desk.purpose.text, snapshot.viewer, desk.as_of, snapshot.version)

    def note(form: str) -> None:
        days = [found.since.isoformat(), found.as_of.isoformat()]
        store.disclosed({"map": form, "panel": layers.panel, "places": view.drawn, "days": days})

    def page() -> str:
        note("page")
        return standalone_page(view, found, layers, printed)

    def table() -> str:
        note("table")
        heads, rows = rows_shown(view)
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([[neutral(cell) for cell in row] for row in (heads, *rows)])
        return f"\ufeff{text.getvalue()}"

    with st.popover("Take along", key="places-take", width="content"):
        st.caption("What the map shows now, with purpose, date and data version printed in it. Noted in the audit log.")
        name = f"places-{found.as_of}"
        st.download_button("Page (HTML)", page, f"{name}.html", "text/html", key="places-take-page", on_click="ignore")
        st.download_button("Table (CSV)", table, f"{name}.csv", "text/csv", key="places-take-table", on_click="ignore")


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
def _viewed(
    snapshot: Snapshot,
    settings: HotspotSettings,
    layers: MapSettings,
    base: str,
    bandwidth: float,  # with the settings it says which surface; its shapes are not hashed
    _surface: Surface | None,
) -> MapView:
    found, ground = _places_found.found(snapshot, settings), json.loads(base) if base else None
    return map_view(snapshot, found, layers, base=ground, surface=_surface)


def _base() -> str:
    """River, rail, roads and parks, where the data folder has them: `extracts/ground.geojson`."""
    path = _data.settings().data / "extracts" / "ground.geojson"
    try:
        text = path.read_text("utf-8")
        json.loads(text)["features"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # the map does without: boundaries and places are enough
    return text

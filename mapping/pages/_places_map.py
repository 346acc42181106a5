"""The map of the Places page: drawn offline, its legend, and what a click on it selects."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from graph.snapshot import Snapshot
from loaders.quarantine import neutral
from mapping.pages import _data, _frame, _handed, _places_chosen, _places_found, _places_panel
from mapping.pages._handed import File
from mapping.pages._opening import Figure
from mapping.pages._text import esc
from mapping.places.ground import Ground, areas_frame
from mapping.places.hotspots import Hotspots, HotspotSettings
from mapping.places.map import HEIGHT, MapSettings, MapView, OfflineMap, legend, map_view
from mapping.places.map.basemap import BaseMap, read
from mapping.places.map.picture import bounds
from mapping.places.map.take import Printed, rows_shown, standalone_page
from mapping.places.surface import Surface


def draw(
    snapshot: Snapshot, found: Hotspots, known: Ground, layers: MapSettings, surface: Surface | None = None
) -> None:
    """Draw the map, its legend and what can be taken along; a press on the map selects what the panel then shows."""
    stamp, base = _ground(snapshot, known)
    view = _viewed(snapshot, found.settings, layers, stamp, surface.bandwidth if surface else 0, base, surface)
    drawn = OfflineMap(view)  # a new map on each run: st_folium writes its own names into the one it is given
    _places_chosen.bar(snapshot, known, layers.panel)
    with st.container(key="places-map"):
        clicked: dict[str, Any] = st_folium(
            drawn,
            key="places-folium",
            height=HEIGHT,
            use_container_width=True,
            returned_objects=[],  # map.js says itself what was pressed: no press on the map itself runs the page
            feature_group_to_add=_places_chosen.rings(snapshot, known, layers),
        )
    _clicked(clicked or {})
    with st.container(horizontal=True, wrap=False, gap="small", key="places-under"):
        with st.container(width="stretch"):
            _legend(known, layers, surface, base.why_not or base.said, view.bordered)
        with st.container(width="content"):
            _take(view, found, layers, snapshot, base.said)


def by_month(snapshot: Snapshot, found: Hotspots, known: Ground, layers: MapSettings) -> str:
    """The table twin of the slider as markup: every place with a child in some month; each cell opens its records."""
    stamp, base = _ground(snapshot, known)
    shown = _viewed(snapshot, found.settings, layers, stamp, 0, base, None).shown()
    months, lines = shown["time"]["months"], []
    told = [{pin[0]: pin[2] if len(pin) > 2 else [pin[1]] for pin in month["pins"]} for month in months]
    for number, pin in enumerate(shown["pins"]):
        for slot, (id, name) in enumerate(zip(pin["ids"], pin["names"], strict=True)):
            cells = [
                Figure(
                    month[number][slot].removesuffix(" children"),
                    f"month:{about['key']}:place:{id}",
                    says=f"{name}, {about['name']}",
                )
                if number in month and month[number][slot]
                else ""
                for about, month in zip(months, told, strict=True)
            ]
            if any(cells):
                lines.append([name, *cells])
    if not lines:
        return '<p class="note">No place on the map has an event in these twelve months.</p>'
    heads = ["Place", *(month["name"] for month in months)]
    return _frame.table(heads, lines, caption="Places on the map by month, distinct children")


def _legend(known: Ground, layers: MapSettings, surface: Surface | None, ground: str, bordered: str) -> None:
    icons = "".join(
        f'<span><img src="{_frame.icon(icon)}" alt="">{esc(label)}</span>' for icon, label in legend(known, layers)
    )
    if bordered:
        icons += f'<span><i class="places-line"></i>boundaries: {esc(bordered)}</span>'
    if surface and surface.bands:
        icons += '<span><i class="places-tint"></i>surface: descriptive only</span>'
    note = f'<p class="note">{esc(ground[:1].upper() + ground[1:])}</p>' if ground else ""
    _frame.html(f'<div class="places-legend">{icons}</div>{note}')


@st.fragment
def _take(view: MapView, found: Hotspots, layers: MapSettings, snapshot: Snapshot, ground: str) -> None:
    """The map to take along as a page or a table: noted in the audit log before it is handed over."""
    desk = _data.desk()

    def noted(form: str) -> None:
        days = [found.since.isoformat(), found.as_of.isoformat()]
        with _data.answering():
            _data.view().disclosed({"map": form, "panel": layers.panel, "places": view.drawn, "days": days})

    def page() -> bytes:
        noted("page")
        printed = Printed(desk.purpose.text, snapshot.viewer, desk.as_of, snapshot.version, ground)
        return standalone_page(view, found, layers, printed).encode()

    def table() -> bytes:
        noted("table")
        heads, rows = rows_shown(view)
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([[neutral(cell) for cell in row] for row in (heads, *rows)])
        return f"\ufeff{text.getvalue()}".encode()

    name, wanted = f"places-{found.as_of}", None
    with st.popover("Take along", key="places-take", width="content"):
        st.caption("What the map shows now, with purpose, date and data version printed in it. Noted in the audit log.")
        if _frame.pressed("Page (HTML)", "places-take-page", "secondary"):
            wanted = File(f"{name}.html", "text/html", page)
        if _frame.pressed("Table (CSV)", "places-take-table", "secondary"):
            wanted = File(f"{name}.csv", "text/csv", table)
    _handed.over("places-take", wanted)


def _clicked(said: dict[str, Any]) -> None:
    """A press on a pin, on a place of a stack or on a circle selects it; the same press is taken once."""
    if not said.get("chosen") or said["turn"] == st.session_state.get("places-clicked"):
        return
    st.session_state["places-clicked"] = said["turn"]
    month = f"month:{said['month']}:" if said.get("month") else ""  # what is shown of a month opens its records
    _places_panel.select(month + str(said["chosen"]))
    st.rerun()


@_data.worked_out
def _viewed(
    snapshot: Snapshot,
    settings: HotspotSettings,
    layers: MapSettings,
    ground: str,  # which base map, and
    bandwidth: float,  # with the settings which surface: their shapes are not hashed
    _base: BaseMap,
    _surface: Surface | None,
) -> MapView:
    found = _places_found.found(snapshot, settings)
    return map_view(snapshot, found, layers, base={"features": _base.features}, surface=_surface)


def _ground(snapshot: Snapshot, known: Ground) -> tuple[str, BaseMap]:
    """River, rail, roads and parks, and which they are: of the base map, else of `extracts/ground.geojson`."""
    settings = _data.settings()
    own = settings.data / "extracts" / "ground.geojson"
    path = settings.basemap or str(own)
    try:
        about = Path(path).stat()
        stamp = f"{path} {about.st_mtime_ns} {about.st_size}"
    except (OSError, ValueError):
        stamp = path
    if not settings.basemap:
        return stamp, _own(own, stamp)
    (south, west), (north, east) = bounds(areas_frame(snapshot), known)
    return stamp, _read(path, (west, south, east, north), stamp)


@st.cache_resource(max_entries=4, show_spinner="Reading the base map")
def _read(path: str, within: tuple[float, float, float, float], stamp: str) -> BaseMap:
    """Somebody else's map: nothing of it is about a child, so that every session may use what one has read."""
    return read(path, within)


@st.cache_resource(max_entries=2, show_spinner=False)
def _own(path: Path, stamp: str) -> BaseMap:
    try:
        return BaseMap(tuple(json.loads(path.read_text("utf-8"))["features"]))
    except (OSError, ValueError, KeyError, TypeError):
        return BaseMap()  # the map does without: boundaries and places are enough

"""Places: where children came to harm, on an offline map, with hotspots by distinct children and a table twin."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

from graph.snapshot import Snapshot
from mapping import words
from mapping.pages import _data, _frame, _places_panel, _places_rail, _states
from mapping.pages._text import esc
from mapping.places import say
from mapping.places.ground import Ground, ground
from mapping.places.hotspots import Hotspots, HotspotSettings, hotspots
from mapping.places.map import HEIGHT, MapSettings, MapView, OfflineMap, legend, map_view, may_draw

ROWS = 5  # of the table under the map


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not len(snapshot.entities):
        _states.nothing_loaded("places", "where children came to harm")
        return
    st.html(Path(str(files("mapping.pages").joinpath("_places.css"))))
    known = _ground(snapshot)
    with st.sidebar:
        asked = _places_rail.ask(known, words.day(snapshot.as_of))
    if not len(known.places):
        _states.empty("places", "No place is on record", "Load places, schools and boundaries to see the map.")
        return
    if not asked.harms and _places_rail.on_record(known):
        _frame.page_title("Places where children came to harm")
        _states.empty("harm", "No harm is chosen", "Choose at least one kind of harm on the left.")
        return
    found = _found(snapshot, asked.counted)
    shown = _heading(found)
    if shown == "Table":
        _tables(found, asked.drawn)
    else:
        _map(snapshot, found, known, asked.drawn)
    _places_panel.draw(found, snapshot, _changed(snapshot, asked.counted))


@_data.worked_out
def _ground(snapshot: Snapshot) -> Ground:
    return ground(snapshot)


@_data.worked_out
def _found(snapshot: Snapshot, settings: HotspotSettings) -> Hotspots:
    return hotspots(snapshot, settings, known=_ground(snapshot))


@_data.worked_out
def _changed(snapshot: Snapshot, settings: HotspotSettings) -> tuple[date, tuple[say.Change, ...]]:
    return say.changes(snapshot, _found(snapshot, settings))


@_data.worked_out
def _viewed(snapshot: Snapshot, settings: HotspotSettings, layers: MapSettings, base: str) -> MapView:
    return map_view(snapshot, _found(snapshot, settings), layers, base=json.loads(base) if base else None)


def _base() -> str:
    """River, rail, roads and parks, where the data folder has them: `extracts/ground.geojson`."""
    path = _data.settings().data / "extracts" / "ground.geojson"
    try:
        text = path.read_text("utf-8")
        json.loads(text)["features"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # the map does without: boundaries and places are enough
    return text


def _heading(found: Hotspots) -> str:
    """The title, what is shown of how many, and the switch between map and table."""
    span = f"{found.since.day} {found.since:%B} to {found.as_of.day} {found.as_of:%B %Y}"
    off = len(found.unplaced)
    with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", key="places-title"):
        with st.container(width="stretch", gap=None):
            _frame.page_title("Places where children came to harm")
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="places-note"):
                _frame.html(
                    f'<p class="note">{esc(span)} · {esc(words.showing(found.events_on_map, found.events))} events</p>'
                )
                if off:
                    with st.popover(f"{off} not on the map", type="tertiary", key="places-unplaced"):
                        _unplaced(found)
        shown = st.segmented_control(
            "Show as", ["Map", "Table"], default="Map", key="places-shown", label_visibility="collapsed",
            width="content", required=True,
        )  # fmt: skip
    return shown or "Map"


def _unplaced(found: Hotspots) -> None:
    rows = found.unplaced
    first = rows.head(50)
    days = [words.day(day, found.as_of) if isinstance(day, date) else "no date" for day in first["day"]]
    lines = list(zip(days, first["name"].astype(str), first["why"].astype(str), strict=True))
    _frame.html(_frame.table(["Day", "Event", "Why it is not on the map"], lines, caption="Events not on the map"))
    st.caption(f"{words.showing(len(lines), len(rows))}".capitalize())


def _map(snapshot: Snapshot, found: Hotspots, known: Ground, layers: MapSettings) -> None:
    # a new map on each run: st_folium writes its own names into the one it is given
    drawn = OfflineMap(_viewed(snapshot, found.settings, layers, _base()))
    with st.container(key="places-map"):
        clicked: dict[str, Any] = st_folium(
            drawn,
            key="places-folium",
            height=HEIGHT,
            use_container_width=True,
            returned_objects=["last_object_clicked"],
            feature_group_to_add=_selected(found, layers),
        )
    _clicked(found, clicked.get("last_object_clicked") if clicked else None, layers)
    icons = "".join(
        f'<span><img src="{_frame.icon(icon)}" alt="">{esc(label)}</span>' for icon, label in legend(known, layers)
    )
    _frame.html(f'<div class="places-legend">{icons}</div>')
    _frame.html(_places_table(found, ROWS))


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


def _clicked(found: Hotspots, at: dict[str, float] | None, layers: MapSettings) -> None:
    """A click on a pin or a circle selects it; the same click is taken once."""
    if not at or at == st.session_state.get("places-clicked"):
        return
    st.session_state["places-clicked"] = at
    places = may_draw(found.ground, layers)
    near = (places["latitude"] - at["lat"]).abs() + (places["longitude"] - at["lng"]).abs()
    if len(near) and near.min() < 1e-5:
        _places_panel.select(f"place:{near.idxmin()}")
    else:
        reach = [(_metres(at, spot.latitude, spot.longitude) / spot.radius, spot) for spot in found.spots]
        if not reach:
            return
        _places_panel.select(f"spot:{min(reach, key=lambda one: one[0])[1].number}")
    st.rerun()


def _metres(at: dict[str, float], latitude: float, longitude: float) -> float:
    return float((((at["lat"] - latitude) * 111_320) ** 2 + ((at["lng"] - longitude) * 66_000) ** 2) ** 0.5)


def _places_table(found: Hotspots, most: int) -> str:
    """Named places, most distinct children first; private ones not on a panel view."""
    panel = found.settings.panel
    rows = found.named
    hidden = len(found.places) - len(rows)
    lines = []
    for row in rows[:most]:
        lines.append(
            (
                row.name,
                row.kind,
                say.children(row.children, panel),
                say.number(row.expected),
                say.contributor(row, panel),
                row.owner or "none yet",
                _soon(row.review, found.as_of),
            )
        )
    if not lines:
        return f'<p class="note">No named place has an event in these {found.settings.days} days.</p>'
    heads = [
        "Place",
        "Kind",
        f"Children, {found.settings.days} days",
        "Expected here",
        "Largest contributor",
        "Owner",
        "Review",
    ]
    note = f"{words.showing(len(lines), len(rows))} named places with an event".capitalize()
    if panel:
        note += ". “Under 5” is shown so that no child can be picked out"
    if hidden:
        note += f". {words.counted(hidden, 'home or address is', 'homes and addresses are')} not named on a panel view"
    caption = f"Named places in the last {found.settings.days} days"
    return _frame.table(heads, lines, caption=caption, numbers=(2, 3, 4)) + f'<p class="note">{esc(note)}.</p>'


def _soon(when: date | None, today: date) -> str:
    """`10 Nov`, with the year when it is not this or the next few months."""
    if when is None:
        return "none"
    short = f"{when.day} {when:%b}" if abs((when - today).days) < 300 else words.day(when)
    return short.replace(" ", "\u00a0")  # a date stays on one line


def _tables(found: Hotspots, layers: MapSettings) -> None:
    """The table twin: hotspots, every named place, and what is not on the map."""
    panel = found.settings.panel
    lines = [
        (
            f"{spot.number} {spot.title}",
            "Watch, may be chance" if spot.watch else "Hotspot",
            say.children(spot.children, panel),
            say.number(spot.expected),
            say.chance(spot.p),
            f"{spot.radius:.0f} m",
            words.listed(spot.wards, 3),
            words.listed([words.label("agency", one) for one in spot.agencies]),
        )
        for spot in found.spots
    ]
    _frame.heading("Hotspots", words.showing(len(lines), len(found.spots)))
    heads = ["Where", "Kind", "Children", "Expected", "Chance", "Radius", "Wards", "Who says so"]
    _frame.html(_frame.table(heads, lines, caption="Hotspots", numbers=(2, 3, 4, 5)))
    _frame.heading("Named places")
    _frame.html(_places_table(found, 200))
    if len(found.unplaced):
        _frame.heading("Not on the map", words.counted(len(found.unplaced), "event"))
        _unplaced(found)

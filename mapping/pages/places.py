"""Places: where children came to harm, on an offline map, with hotspots by distinct children and a table twin."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import streamlit as st

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.pages import (
    _data,
    _frame,
    _opening,
    _places_areas,
    _places_chosen,
    _places_found,
    _places_map,
    _places_panel,
    _places_rail,
    _places_tables,
    _states,
)
from mapping.pages._opening import Figure
from mapping.pages._text import esc
from mapping.places.hotspots import Hotspots, HotspotSettings

ROWS = 5  # of the table under the map
VIEWS = ("Map", "Table", "When", "Repeats")


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not len(snapshot.entities):
        _states.nothing_loaded("places", "where children came to harm")
        return
    st.html(Path(str(files("mapping.pages").joinpath("_places.css"))))
    known = _places_found.known(snapshot)
    with st.sidebar:
        asked = _places_rail.ask(snapshot, known)
    if not len(known.places):
        _states.empty("places", "No place is on record", "Load places, schools and boundaries to see the map.")
        return
    if not asked.harms and _places_rail.on_record(known):
        _frame.page_title("Places where children came to harm")
        _states.empty("harm", "No harm is chosen", "Choose at least one kind of harm on the left.")
        return
    found = _places_found.found(snapshot, asked.counted)
    _places_chosen.follow(snapshot, known, asked.drawn.panel)
    shown = _heading(found)
    _opening.listen("places-opens", _places_panel.select)
    figures = _places_found.figures(snapshot, asked.counted)
    if shown == "Map":
        surface = _places_found.surface(snapshot, asked.counted) if asked.surface else None
        _places_map.draw(snapshot, found, known, asked.drawn, surface)
        if surface:
            _frame.html(f'<p class="note">Surface: {esc(surface.why_not or f"{surface.note}.")}</p>')
        _named(found, snapshot, ROWS)
    elif shown == "When":
        _frame.heading("When children came to harm", _span(found))
        _frame.html(_places_tables.hours(figures.whole(), "all"))
    elif shown == "Repeats":
        _frame.heading("Does harm follow harm?", "a year, the harm chosen")
        _frame.html(_places_tables.repeats(_places_found.repeats(snapshot, asked.counted), asked.counted.panel))
    else:
        with st.container(key="places-tables"):
            _tables(found, snapshot, asked.counted)
            _places_areas.draw(snapshot, found, asked.drawn.boundaries)
            _frame.heading("By month", "distinct children, places on the map")
            _frame.html(_places_map.by_month(snapshot, found, known, asked.drawn))
    _places_panel.draw(figures, snapshot, _places_found.changed(snapshot, asked.counted))


def _span(found: Hotspots) -> str:
    return f"{found.since.day} {found.since:%B} to {found.as_of.day} {found.as_of:%B %Y}"


def _heading(found: Hotspots) -> str:
    """The title, what is shown of how many, and the switch between map, tables and pictures."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", key="places-title"):
        with st.container(width="stretch", gap=None):
            _frame.page_title("Places where children came to harm")
            _frame.html(f'<p class="note">{esc(_span(found))} · {_events(found)}</p>')
        shown = st.segmented_control(
            "Show as", VIEWS, default="Map", key="places-shown", label_visibility="collapsed", width="content",
            required=True,
        )  # fmt: skip
    return shown or "Map"


def _events(found: Hotspots) -> str:
    """Events on the map, of all, and those that are not: both lead to their records. Markup."""
    off = len(found.unplaced)
    hidden = found.settings.panel and 0 < off < schema().policy.small_number
    count = words.number(found.events_on_map) if hidden else words.showing(found.events_on_map, found.events)
    on_map = Figure(f"{count} events{' on the map' if hidden else ''}", "all", says="open the records").markup()
    if not off:
        return on_map
    said = f"{words.small(off) if hidden else words.number(off)} not on the map"
    return f"{on_map}, {Figure(said, 'off', says='why, and the records').markup()}"


def _named(found: Hotspots, snapshot: Snapshot, most: int) -> None:
    with st.container(key="places-named"):
        _frame.html(_places_tables.places(found, _places_found.rates(snapshot, found.settings), most))


def _tables(found: Hotspots, snapshot: Snapshot, asked: HotspotSettings) -> None:
    """The table twin: hotspots, kinds of harm, every named place, and what is not on the map."""
    _frame.heading("Hotspots", words.showing(len(found.spots), len(found.spots)))
    _frame.html(_places_tables.spots(found))
    _frame.heading("By kind of harm", "does it make a hotspot alone, and where?")
    with st.spinner("Looking at each kind of harm"):
        looks = _places_found.looks(snapshot, asked)
    _frame.html(_places_tables.kinds(looks, asked.panel))
    _frame.heading("Named places")
    _named(found, snapshot, 200)
    if len(found.unplaced):
        _frame.heading("Not on the map")
        _frame.html(_places_tables.off(found))

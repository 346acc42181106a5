"""Places: where children came to harm, on an offline map, with hotspots by distinct children and a table twin."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import streamlit as st

from mapping import words
from mapping.pages import _data, _frame, _places_found, _places_map, _places_panel, _places_rail, _states
from mapping.pages._text import esc
from mapping.places import say
from mapping.places.hotspots import Hotspots
from mapping.places.map import MapSettings

ROWS = 5  # of the table under the map


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not len(snapshot.entities):
        _states.nothing_loaded("places", "where children came to harm")
        return
    st.html(Path(str(files("mapping.pages").joinpath("_places.css"))))
    known = _places_found.known(snapshot)
    with st.sidebar:
        asked = _places_rail.ask(known, words.day(snapshot.as_of))
    if not len(known.places):
        _states.empty("places", "No place is on record", "Load places, schools and boundaries to see the map.")
        return
    if not asked.harms and _places_rail.on_record(known):
        _frame.page_title("Places where children came to harm")
        _states.empty("harm", "No harm is chosen", "Choose at least one kind of harm on the left.")
        return
    found = _places_found.found(snapshot, asked.counted)
    shown = _heading(found)
    if shown == "Table":
        _tables(found, asked.drawn)
    else:
        _places_map.draw(snapshot, found, known, asked.drawn)
        _frame.html(_places_table(found, ROWS))
    _places_panel.draw(found, snapshot, _places_found.changed(snapshot, asked.counted))


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

"""The rail of the Places page: which harm, how many days, what is on the map, against what, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.pages import _rail
from mapping.places.baseline import BASELINES
from mapping.places.boundaries import NONE, choices
from mapping.places.ground import Ground
from mapping.places.hotspots import HotspotSettings
from mapping.places.map import MapSettings

DAYS = (30, 60, 90, 365)
ROADS, GROUND, SPOTS = "roads", "ground", "spots"


@dataclass(frozen=True)
class Asked:
    """What the rail was set to."""

    counted: HotspotSettings
    drawn: MapSettings
    harms: tuple[str, ...]  # chosen of those on record; empty: none is chosen, nothing is counted
    surface: bool  # whether the surface is drawn


def ask(snapshot: Snapshot, known: Ground) -> Asked:
    """Draw the filters and read them."""
    as_of = words.day(snapshot.as_of)
    harms = _harms(known)
    days = st.segmented_control(f"Days to {as_of}", DAYS, default=60, key="places-days", required=True, width="stretch")
    panel = bool(st.session_state.get("places-panel", True))
    layers = _layers(known, panel)
    bounds = _boundaries(snapshot)
    against = st.selectbox(
        "Compare with", list(BASELINES), format_func=lambda kind: BASELINES[kind], key="places-against",
        help="Children living in the area: more than those who live near it explain. All recorded incidents: more than "
        "this place always has.",
    )  # fmt: skip
    surface = st.toggle(
        "Surface (descriptive only)", value=False, key="places-surface",
        help="How densely distinct children came to harm, smoothed over 350 m. It always has a peak, of chance too: "
        "the hotspots are what was tested.",
    )  # fmt: skip
    st.toggle(
        "Panel view", value=True, key="places-panel", help="Counts under 5, children's homes and addresses are hidden."
    )
    st.caption("Counts are of distinct children. People are never drawn at a home address.")
    if not panel:
        _rail.naming_choice()
    else:
        st.caption("On a panel view counts under 5 are not shown, and children's homes and addresses are off.")
    kinds = frozenset(layers) - {ROADS, GROUND, SPOTS}
    drawn = MapSettings(
        kinds=kinds, boundaries=bounds, rail_and_river=GROUND in layers, panel=panel, roads=ROADS in layers,
        hotspots=SPOTS in layers,
    )  # fmt: skip
    every = set(harms) == set(on_record(known))
    counted = HotspotSettings(
        days=int(days or 60), harm_types=() if every else tuple(harms), baseline=against, panel=panel
    )
    return Asked(counted, drawn, tuple(harms), bool(surface))


def on_record(known: Ground) -> list[str]:
    """The kinds of harm that any event on record is of; none where no event is."""
    held = {*known.visits["harm_type"], *known.unplaced["harm_type"]}
    return [code for code in schema().codes["harm_type"].codes if code in held]


def _harms(known: Ground) -> list[str]:
    held = on_record(known)
    if not held:
        st.caption("No event in which a child came to harm or went missing is on record.")
        return []
    chosen = st.pills(
        "Harm", held, selection_mode="multi", default=held, key="places-harm",
        format_func=lambda code: words.label("harm_type", code),
    )  # fmt: skip
    return [code for code in held if code in (chosen or [])]


def _layers(known: Ground, panel: bool) -> list[str]:
    """Hotspots, each kind of place on record, roads, rail and river."""
    places = known.places[known.places["on_map"]]
    held = set(places["kind"]) - (set(places[places["private"]]["kind"]) if panel else set())
    codes = schema().codes["place_kind"]
    named = {
        SPOTS: "Hotspots",
        **{code: _plural(codes.label(code)) for code in codes.codes if code in held},
    }
    if "school" in held:
        named["school"] = "Schools"
    named |= {ROADS: "Roads", GROUND: "Rail and river"}
    chosen = st.pills(
        "On the map", list(named), selection_mode="multi", default=list(named), format_func=lambda code: named[code],
        key=f"places-layers-{'panel' if panel else 'all'}",
    )  # fmt: skip
    return list(chosen or [])


def _boundaries(snapshot: Snapshot) -> str:
    """Which of the boundaries loaded are drawn and counted in."""
    held = choices(snapshot)
    if not held:
        return NONE
    named = {**held, NONE: "None"}
    return st.selectbox(
        "Boundaries", list(named), format_func=lambda key: named.get(key, key), key="places-boundaries",
        help="What is drawn, and what the table counts children by. Sets of the hub's own are loaded like wards.",
    )  # fmt: skip


def _plural(label: str) -> str:
    """`Parks`, `Addresses`, `Clubs`: short, since they stand on pills."""
    short = label.split(" or ", maxsplit=1)[0]
    if short.endswith("ss"):
        return f"{short}es"
    return short if short.endswith("s") or short in {"Food"} else f"{short}s"

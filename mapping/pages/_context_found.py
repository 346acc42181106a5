"""What the Contexts page works out once a session: the reading of a snapshot, and what people wrote about contexts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from graph.access import Purpose, Viewer
from graph.answers import Acted, Assessed, Shown
from graph.plans import Plans
from graph.snapshot import Snapshot
from mapping.contexts import Change, Context, ContextSettings, Reading, Register, before_after, context, read, register
from mapping.pages import _data, _places_found
from mapping.places.hotspots import Hotspots, HotspotSettings


@dataclass(frozen=True, slots=True)
class Written:
    """Every assessment and action that this viewer may see, earlier ones too."""

    assessments: Shown[Assessed]
    actions: Shown[Acted]


def written() -> Written:
    """What people wrote; read again only when something was written, decided or loaded."""
    now, store = _data.desk(), _data.store()
    with _data.answering():
        return _written(store.decided(), store.version(), now.viewer, now.purpose)


@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _written(decided: int, version: str, viewer: Viewer, purpose: Purpose) -> Written:
    """The arguments are the key of the cache."""
    view = _data.store().view(viewer, purpose)
    return Written(view.assessments(past=True), view.actions(past=True))


def plans() -> Plans:
    """The way in for assessments and actions, as this viewer, for this purpose."""
    now = _data.desk()
    return _data.store().plans(now.viewer, now.purpose)


@_data.worked_out
def reading(snapshot: Snapshot, settings: ContextSettings) -> Reading:
    """Who was seen where, and who is who."""
    return read(snapshot, settings)


def spots(snapshot: Snapshot, *, panel: bool) -> Hotspots:
    """The hotspots as the Places page begins with them."""
    return _places_found.scanned(snapshot, HotspotSettings(panel=panel))


def one(snapshot: Snapshot, id: str, settings: ContextSettings) -> Context:
    """One context with what people wrote about it."""
    wrote = written()
    return context(
        snapshot,
        id,
        known=_places_found.known(snapshot),
        spots=spots(snapshot, panel=settings.panel),
        assessments=wrote.assessments,
        actions=wrote.actions,
        reading=reading(snapshot, settings),
    )


def every(snapshot: Snapshot, settings: ContextSettings) -> Register:
    """The register."""
    wrote = written()
    found = spots(snapshot, panel=settings.panel)
    return register(snapshot, wrote.assessments, wrote.actions, spots=found, reading=reading(snapshot, settings))


def change(snapshot: Snapshot, id: str, since: date, settings: ContextSettings) -> Change:
    """Before and after an action began."""
    return before_after(snapshot, id, since, reading=reading(snapshot, settings))

"""What the pages about places work out once a session: the ground, the hotspots, and what changed."""

from __future__ import annotations

from datetime import date

from graph.snapshot import Snapshot
from mapping.pages import _data
from mapping.places import say
from mapping.places.ground import Ground, ground
from mapping.places.hotspots import Hotspots, HotspotSettings, hotspots


@_data.worked_out
def known(snapshot: Snapshot) -> Ground:
    """Where everything is."""
    return ground(snapshot)


@_data.worked_out
def found(snapshot: Snapshot, settings: HotspotSettings) -> Hotspots:
    """The hotspots of a window."""
    return hotspots(snapshot, settings, known=known(snapshot))


@_data.worked_out
def changed(snapshot: Snapshot, settings: HotspotSettings) -> tuple[date, tuple[say.Change, ...]]:
    """What changed since the panel before."""
    return say.changes(snapshot, found(snapshot, settings))

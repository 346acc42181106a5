"""What the pages about places work out once a session: ground, hotspots, what changed, and what stands beside them."""

from __future__ import annotations

from datetime import date

from graph.snapshot import Snapshot
from mapping.pages import _data
from mapping.places import say
from mapping.places.ground import Ground, ground
from mapping.places.hotspots import Hotspots, HotspotSettings, hotspots
from mapping.places.looks import Looks
from mapping.places.looks import looks as look
from mapping.places.rates import PlaceRate, place_rates
from mapping.places.repeats import NearRepeats, RepeatSettings, near_repeats
from mapping.places.slices import Figures
from mapping.places.surface import Surface
from mapping.places.surface import surface as density


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


@_data.worked_out
def rates(snapshot: Snapshot, settings: HotspotSettings) -> dict[str, PlaceRate]:
    """How each place compares with what is expected there."""
    return {one.id: one for one in place_rates(snapshot, found(snapshot, settings))}


@_data.worked_out
def looks(snapshot: Snapshot, settings: HotspotSettings) -> Looks:
    """Each kind of harm over 30, 90 and 180 days."""
    return look(snapshot, settings, known=known(snapshot))


@_data.worked_out
def repeats(snapshot: Snapshot, settings: HotspotSettings) -> NearRepeats:
    """Whether harm follows harm, over a year."""
    asked = RepeatSettings(harm_types=settings.harm_types, agencies=settings.agencies)
    return near_repeats(snapshot, asked, known=known(snapshot))


@_data.worked_out
def surface(snapshot: Snapshot, settings: HotspotSettings) -> Surface:
    """How densely children came to harm over the ground."""
    return density(snapshot, found(snapshot, settings))


def figures(snapshot: Snapshot, settings: HotspotSettings) -> Figures:
    """What every figure of the page opens."""
    return Figures(
        found(snapshot, settings),
        snapshot,
        lambda: looks(snapshot, settings),
        lambda: repeats(snapshot, settings),
        lambda: changed(snapshot, settings),
    )

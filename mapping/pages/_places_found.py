"""What the pages about places work out once a session: ground, hotspots, what changed, and what stands beside them."""

from __future__ import annotations

from datetime import date

from graph.snapshot import Snapshot
from mapping.pages import _data, _rail
from mapping.places import say
from mapping.places.by_area import ByArea, by_area
from mapping.places.ground import Ground, ground
from mapping.places.hotspots import Hotspots, HotspotSettings, hotspots
from mapping.places.looks import Looks
from mapping.places.looks import looks as look
from mapping.places.owner import answered
from mapping.places.rates import PlaceRate, place_rates
from mapping.places.repeats import NearRepeats, RepeatSettings, near_repeats
from mapping.places.slices import Figures, present
from mapping.places.surface import Surface
from mapping.places.surface import surface as density
from mapping.words import Naming


@_data.worked_out
def known(snapshot: Snapshot) -> Ground:
    """Where everything is."""
    return ground(snapshot)


def found(snapshot: Snapshot, settings: HotspotSettings) -> Hotspots:
    """The hotspots of a window; owner and review of each place as the assessments that stand have them."""
    store = _data.store()
    with _data.answering():
        return _answered(snapshot, settings, _rail.naming(), store.decided())


@_data.worked_out
def _answered(snapshot: Snapshot, settings: HotspotSettings, naming: Naming, decided: int) -> Hotspots:
    """The arguments are the key of the cache."""
    return answered(scanned(snapshot, settings), snapshot, _data.view().assessments(), naming)


@_data.worked_out
def scanned(snapshot: Snapshot, settings: HotspotSettings) -> Hotspots:
    """The hotspots of a window, with what the records of the places say alone."""
    return hotspots(snapshot, settings, known=known(snapshot))


@_data.worked_out
def changed(snapshot: Snapshot, settings: HotspotSettings) -> tuple[date, tuple[say.Change, ...]]:
    """What changed since the panel before."""
    return say.changes(snapshot, scanned(snapshot, settings))


@_data.worked_out
def rates(snapshot: Snapshot, settings: HotspotSettings) -> dict[str, PlaceRate]:
    """How each place compares with what is expected there."""
    return {one.id: one for one in place_rates(snapshot, scanned(snapshot, settings))}


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
    return density(snapshot, scanned(snapshot, settings))


@_data.worked_out
def areas(snapshot: Snapshot, settings: HotspotSettings) -> ByArea:
    """How many children each area has, of every choice of boundaries."""
    spotted = scanned(snapshot, settings)
    return by_area(snapshot, spotted, int(present(snapshot, spotted.unplaced)["child"].nunique()))


def figures(snapshot: Snapshot, settings: HotspotSettings) -> Figures:
    """What every figure of the page opens."""
    return Figures(
        found(snapshot, settings),
        snapshot,
        lambda: looks(snapshot, settings),
        lambda: repeats(snapshot, settings),
        lambda: changed(snapshot, settings),
        lambda: areas(snapshot, settings),
    )

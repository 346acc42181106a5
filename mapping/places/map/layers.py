"""The layers of the map: which may be drawn, how the ground is inked, and the legend of what is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from data_schema import schema
from mapping.places.ground import Ground

GROUND = {
    "park": {"color": "#dbe6d2", "weight": 0, "fillOpacity": 1},
    "water": {"color": "#b9d0dc", "weight": 0, "fillOpacity": 1},
    "building": {"color": "#e4ded2", "weight": 0, "fillOpacity": 1},
    "street": {"color": "#ffffff", "weight": 1.3, "fill": False},
    "road": {"color": "#ffffff", "weight": 3.2, "fill": False},
    "river": {"color": "#b9d0dc", "weight": 8, "fill": False},
    "stream": {"color": "#b9d0dc", "weight": 1.6, "fill": False},
    "rail": {"color": "#857e72", "weight": 1.6, "dashArray": "7 3", "fill": False},
}
"""How the ground is drawn, from the lowest on; areas, then roads, then water, then rail."""

_OF_ROADS = frozenset({"road", "street"})
_OF_RAIL_AND_RIVER = frozenset({"rail", "river", "stream", "water"})


@dataclass(frozen=True)
class MapSettings:
    """What is drawn.

    `kinds`: codes of place kinds and `school`; None: all that may be drawn. On a panel view children's homes and
    private addresses are never drawn, whatever `kinds` says. `boundaries`: a key of `mapping.places.boundaries`; empty:
    what is drawn by default.
    """

    kinds: frozenset[str] | None = None
    boundaries: str = ""
    rail_and_river: bool = True
    panel: bool = True
    most: int = 5_000
    roads: bool = True
    hotspots: bool = True

    def inked(self) -> frozenset[str]:
        """The kinds of ground that are drawn."""
        off = (frozenset() if self.roads else _OF_ROADS) | (frozenset() if self.rail_and_river else _OF_RAIL_AND_RIVER)
        return frozenset(GROUND) - off


def may_draw(known: Ground, settings: MapSettings) -> gpd.GeoDataFrame:
    """The places that the map may draw: on the map, of the kinds asked for, none private on a panel view."""
    places = known.places[known.places["on_map"]]
    if settings.panel:
        places = places[~places["private"]]
    return places if settings.kinds is None else places[places["kind"].isin(settings.kinds)]


def legend(known: Ground, settings: MapSettings) -> list[tuple[str, str]]:
    """(icon, words) of every kind of place on the map, in the order of the code list, after hotspot and watch."""
    drawn = set(may_draw(known, settings)["kind"])
    codes = schema().codes["place_kind"].codes.values()
    icons = dict.fromkeys(icon_of(code.code) for code in codes if code.code in drawn)
    named = {icon: [code.label.lower() for code in codes if icon_of(code.code) == icon] for icon in icons}
    kinds = [(icon, labels[0] if len(labels) == 1 else "other named place") for icon, labels in named.items()]
    school = [("school", "school")] if "school" in drawn else []
    spots = [("hotspot", "hotspot"), ("hotspot_watch", "watch, may be chance")] if settings.hotspots else []
    return [*spots, *kinds, *school]


def icon_of(kind: str) -> str:
    """The icon of a place kind; a school has its own."""
    code = schema().codes["place_kind"].codes.get(kind)
    return "school" if kind == "school" else (code.extra.get("icon") if code else None) or "location"

"""Which ink a feature of somebody else's map gets: the layer and class names of the common schemas as Kith's kinds.

OpenMapTiles (openmaptiles.org/schema), the Protomaps basemap (docs.protomaps.com/basemaps/layers), Ordnance Survey Open
Zoomstack (its technical specification), plain OpenStreetMap tags, and Kith's own `kind`. What has no ink here is not
drawn: names, borders, points, paths.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mapping.places.map.layers import GROUND

_SAYS = ("class", "kind", "pmap:kind", "type", "subclass", "kind_detail", "highway", "railway", "waterway", "natural",
         "leisure", "landuse", "building")  # fmt: skip
"""Properties that tell what a feature is, the most telling first."""
_ROADS = re.compile(r"road|transportation|highway|street")
_WATER = re.compile(r"water|ocean|^sea$|river|lake|foreshore_water")
_GREEN = re.compile(r"park|green|wood|landuse|landcover|land_use|land_cover|natural")
_LARGE = {
    *("motorway", "trunk", "primary", "secondary", "motorway_link", "trunk_link", "primary_link", "secondary_link"),
    *("highway", "major_road", "medium_road", "road", "a road", "b road", "national", "regional"),
}
_SMALL = {
    *("tertiary", "tertiary_link", "minor", "minor_road", "street", "street_limited", "residential", "unclassified"),
    *("living_street", "local", "local street", "minor road", "restricted local access road"),
}
_TRACK = {"rail", "light_rail", "subway", "tram", "narrow_gauge", "transit", "railway", "multi track", "single track"}
_PARKS = {
    *(
        "park",
        "grass",
        "wood",
        "woodland",
        "forest",
        "garden",
        "recreation_ground",
        "village_green",
        "meadow",
        "common",
    ),
    *("public park or garden", "nature_reserve", "golf_course", "cemetery", "allotments", "playing field", "pitch"),
    *("playground", "greenspace", "national_park", "scrub", "heath", "grassland"),
}


def kind_of(layer: str, properties: Mapping[str, object], geometry: str) -> str:
    """The ink of one feature.

    Parameters
    ----------
    layer
        Name of its layer, in any case; of a GeoJSON file the name of the file.
    properties
        Its properties; any may be missing or None.
    geometry
        `LineString`, `MultiPolygon`, ...

    Returns
    -------
    str
        One of `layers.GROUND`, or empty: it is not drawn.
    """
    name = layer.lower()
    said = [str(properties[key]).strip().lower() for key in _SAYS if properties.get(key) is not None]
    area, line = geometry.endswith("Polygon"), geometry.endswith("LineString")
    own = str(properties.get("kind") or "")
    ours = own in GROUND and not any(known.search(name) for known in (_ROADS, _WATER, _GREEN))
    if ours and area == (GROUND[own].get("fill", True) is not False):
        return own
    if line:
        return _line(name, properties, said)
    return _area(name, properties, said) if area else ""


def _line(name: str, properties: Mapping[str, object], said: list[str]) -> str:
    if "rail" in name or _TRACK & set(said) or properties.get("railway"):
        return "rail" if not said or "station" not in name else ""
    if _WATER.search(name) or properties.get("waterway"):
        return "stream"
    if _ROADS.search(name) or properties.get("highway"):
        if "national" in name or "regional" in name or "motorway" in name:
            return "road"
        if "local" in name:
            return "street"
        return _road(said)
    return ""


def _road(said: list[str]) -> str:
    """By the first word that tells; a road of no known class is a small one, a path or a track is none."""
    for word in said:
        if word in _LARGE:
            return "road"
        if word in _SMALL:
            return "street"
    return "" if said else "street"


def _area(name: str, properties: Mapping[str, object], said: list[str]) -> str:
    if "building" in name or properties.get("building") not in {None, "", "no"}:
        return "building"
    if _WATER.search(name) or "water" in said:
        return "water"
    if name.startswith(("park", "green", "wood", "national_park")) or (_PARKS & set(said) and _tells(name, properties)):
        return "park"
    return ""


def _tells(name: str, properties: Mapping[str, object]) -> bool:
    """Whether the layer or the tag speaks of what covers the ground."""
    return bool(_GREEN.search(name)) or any(properties.get(key) for key in ("leisure", "landuse", "natural"))

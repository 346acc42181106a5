"""The map of places: a folium map that asks nothing of the outside: a tile request tells which streets are looked at.

Leaflet comes out of the package XStatic-Leaflet, the font out of streamlit, the icons out of `mapping/icons`, the
ground out of the boundaries loaded. Loaded text passes one choke point, `Picture`: it travels as base64 and is written
with `textContent`. Base64, since branca reads a map's script as a Jinja template once more: a place named `{{ ... }}`
would run on the server, as `</script>` would in the browser.
"""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import folium
import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from branca.element import MacroElement
from folium.template import Template

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.places.ground import BNG, WGS84, Ground, areas_frame, ground
from mapping.places.hotspots import Hotspot, Hotspots
from mapping.places.say import place_line

HEIGHT = 496
FONT = "'Source Sans', sans-serif"
NAMED = 250  # wards at most whose names look for room; with more, only the nearest view shows names
TOLERANCE = 12.0  # metres a border may move when drawn: half a pixel at the scale of a borough
NEAREST = 2_000.0  # metres across that a map shows at least
METRES_NORTH = 111_320.0  # to a degree of latitude
GROUND = {
    "park": {"color": "#dbe6d2", "weight": 0, "fillOpacity": 1},
    "road": {"color": "#ffffff", "weight": 3.2, "fill": False},
    "river": {"color": "#b9d0dc", "weight": 8, "fill": False},
    "rail": {"color": "#857e72", "weight": 1.6, "dashArray": "7 3", "fill": False},
}
"""How the ground is drawn, from the lowest on; areas, then roads, then water, then rail."""


@dataclass(frozen=True)
class MapSettings:
    """What is drawn.

    `kinds`: codes of place kinds and `school`; None: all that may be drawn. On a panel view children's homes and
    private addresses are never drawn, whatever `kinds` says.
    """

    kinds: frozenset[str] | None = None
    wards: bool = True
    rail_and_river: bool = True
    panel: bool = True
    most: int = 5_000


@dataclass(frozen=True)
class MapView:
    """All that a map shows, worked out once; plain and unchanging, so that it can be kept."""

    bounds: tuple[tuple[float, float], tuple[float, float]]  # south west, north east
    data: str  # JSON as base64
    drawn: int  # places
    drawable: int  # places that it might have drawn


class OfflineMap(folium.Map):
    """A folium map whose scripts and styles are data URIs: Leaflet alone, no jQuery, no Bootstrap, no icon fonts."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium reads them off the instance
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, view: MapView, **options: Any) -> None:
        self.default_js = [("leaflet", _uri("text/javascript", _leaflet("leaflet.js")))]
        self.default_css = [("leaflet_css", _uri("text/css", _leaflet_css()))]
        super().__init__(tiles=None, zoom_snap=0.1, zoom_delta=0.5, attribution_control=False, **options)
        self.view = view
        self.fit_bounds([list(corner) for corner in view.bounds], padding=(6, 6))
        root = cast("folium.Figure", self.get_root())
        root.header.add_child(folium.Element(f"<style>{_css()}</style>"), name="kith_css")
        self.add_child(Picture(view.data))


class Picture(MacroElement):
    """Everything on the map in one script: 2,000 pins as one array, not as 6,000 templates."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        ({{ this.script }})({{ this._parent.get_name() }}, JSON.parse(new TextDecoder().decode(
            Uint8Array.from(atob("{{ this.data }}"), function (one) { return one.charCodeAt(0); }))));
        {% endmacro %}
    """)

    def __init__(self, data: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types here
        self._name = "Picture"
        self.data = data
        self.script = files("mapping.places").joinpath("map.js").read_text("utf-8")


def place_map(
    snapshot: Snapshot,
    hotspots: Hotspots | None = None,
    settings: MapSettings | None = None,
    *,
    base: Mapping[str, Any] | None = None,
) -> OfflineMap:
    """Draw wards, places and hotspots: `map_view` as a folium map.

    Parameters
    ----------
    snapshot, hotspots, settings, base
        As for `map_view`.

    Returns
    -------
    OfflineMap
        `.get_root().render()` is a whole page; it makes no request.
    """
    return OfflineMap(map_view(snapshot, hotspots, settings, base=base))


def map_view(
    snapshot: Snapshot,
    hotspots: Hotspots | None = None,
    settings: MapSettings | None = None,
    *,
    base: Mapping[str, Any] | None = None,
) -> MapView:
    """Work out what the map shows.

    Parameters
    ----------
    snapshot
        Its areas and places are drawn.
    hotspots
        From `hotspots(snapshot, ...)`; None: none are drawn.
    settings
        What is drawn.
    base
        A GeoJSON FeatureCollection of lines and parks with a property `kind`: river, rail, road, park.

    Returns
    -------
    MapView
        To be kept: the same for the same snapshot, hotspots and settings.
    """
    settings = settings or MapSettings()
    known = hotspots.ground if hotspots else ground(snapshot)
    areas = areas_frame(snapshot)
    pins, drawable = _pins(known, hotspots, settings)
    lines, outline, wards = _shapes(areas, settings, base)
    picture = {
        "base": lines,
        "outline": outline,
        "wards": wards,
        "pins": pins,
        "spots": [_spot(spot) for spot in (hotspots.spots if hotspots else ())],
        "styles": GROUND,
    }
    data = base64.b64encode(json.dumps(picture, allow_nan=False).encode()).decode()
    return MapView(_bounds(areas, known), data, sum(len(pin["names"]) for pin in pins), drawable)


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
    return [("hotspot", "hotspot"), ("hotspot_watch", "watch, may be chance"), *kinds, *school]


def icon_of(kind: str) -> str:
    """The icon of a place kind; a school has its own."""
    code = schema().codes["place_kind"].codes.get(kind)
    return "school" if kind == "school" else (code.extra.get("icon") if code else None) or "location"


def _pins(known: Ground, hotspots: Hotspots | None, settings: MapSettings) -> tuple[list[dict[str, Any]], int]:
    """One pin a point: several places at one point are a counted stack, none is hidden."""
    places = may_draw(known, settings)
    rows = {row.id: row for row in (hotspots.places if hotspots else ())}
    inside = {place for spot in (hotspots.spots if hotspots else ()) for place in spot.places}
    stacks: dict[tuple[float, float], dict[str, Any]] = {}
    columns = [places[name] for name in ("name", "kind", "label", "latitude", "longitude")]
    for id, name, kind, label, lat, lon in list(zip(places.index, *columns, strict=True))[: settings.most]:
        row = rows.get(id)
        point = (round(float(lat), 6), round(float(lon), 6))
        said = f"{label} · {place_line(row, settings.panel)}" if row else label
        pin = stacks.setdefault(
            point, {"at": point, "icon": icon_of(kind), "ids": [], "names": [], "said": [], "weight": 0.0}
        )
        pin["ids"].append(id)
        pin["names"].append(name)
        pin["said"].append(said)
        # hotspots' places, then places with more children, get their names first when room is short
        pin["weight"] = max(pin["weight"], (1000 if id in inside else 0) + (row.children if row else 0))
    found = sorted(stacks.values(), key=lambda pin: -pin["weight"])
    for pin in found:  # the weight orders; a count under 5 must not travel with the map
        pin["first"] = pin.pop("weight") >= 1000
    return found, len(places)


def _spot(spot: Hotspot) -> dict[str, Any]:
    return {
        "at": [spot.latitude, spot.longitude],
        "radius": spot.radius,
        "number": spot.number,
        "watch": spot.watch,
        "title": spot.title,
    }


def _shapes(areas: gpd.GeoDataFrame, settings: MapSettings, base: Mapping[str, Any] | None) -> tuple[Any, Any, Any]:
    """Ground lines, the outline and the wards, simplified together so that shared borders stay shared."""
    given: Sequence[Any] = base.get("features", ()) if base else ()
    features = [
        {"type": "Feature", "properties": {"kind": one["properties"]["kind"]}, "geometry": one["geometry"]}
        for one in given
        if one.get("properties", {}).get("kind") in GROUND
        and (settings.rail_and_river or one["properties"]["kind"] not in {"rail", "river"})
    ]
    if not len(areas):
        return features, None, []
    kind = next(kind for kind in ("ward", "lsoa", "local_authority") if (areas["kind"] == kind).any())
    drawn = areas[areas["kind"] == kind]
    shapes = shapely.coverage_simplify(drawn.geometry.to_numpy(), TOLERANCE)
    whole = shapely.coverage_union_all(shapes) if shapely.coverage_is_valid(shapes) else shapely.union_all(shapes)
    outline = _json([whole])[0]
    if not settings.wards:
        return features, outline, []
    named = zip(drawn["name"].fillna("").tolist(), _inside(shapes), _json(shapes), strict=True)
    return features, outline, [{"name": name, "at": at, "shape": shape} for name, at, shape in named]


def _inside(shapes: npt.NDArray[np.object_]) -> list[list[list[float]]]:
    """Points inside each shape where its name may stand, the middle first; one each when there are very many shapes."""
    hearts = shapely.point_on_surface(shapes)
    found: list[npt.NDArray[np.object_]] = [hearts[[index]] for index in range(len(shapes))]
    if len(shapes) <= NAMED:
        for index, (shape, heart) in enumerate(zip(shapes, hearts, strict=True)):
            west, south, east, north = shape.bounds
            xs, ys = np.meshgrid(np.linspace(west, east, 9)[1:-1], np.linspace(south, north, 9)[1:-1])
            lattice = shapely.points(xs.ravel(), ys.ravel())
            within = lattice[shapely.contains(shape, lattice)]
            found[index] = np.r_[[heart], within[np.argsort(shapely.distance(within, heart))]]
    points = gpd.GeoSeries(np.concatenate(found), crs=BNG).to_crs(WGS84)
    degrees = np.c_[points.y, points.x].round(5)
    ends = np.cumsum([len(some) for some in found])
    return [part.tolist() for part in np.split(degrees, ends[:-1])]


def _json(shapes: Sequence[shapely.Geometry]) -> list[Any]:
    """GeoJSON in degrees, to the metre."""
    degrees = gpd.GeoSeries(shapes, crs=BNG).to_crs(WGS84).to_numpy()
    return [json.loads(one) for one in shapely.to_geojson(shapely.set_precision(degrees, 0.00001, mode="pointwise"))]


def _bounds(areas: gpd.GeoDataFrame, known: Ground) -> tuple[tuple[float, float], tuple[float, float]]:
    """What must be in view: the areas, else the places, else England."""
    shown = areas.geometry if len(areas) else known.places[known.places["on_map"]].geometry
    if not len(shown):
        return (50.0, -5.5), (55.8, 1.8)
    west, south, east, north = (float(edge) for edge in shown.to_crs(WGS84).total_bounds)
    # One place alone has no extent to look at: some ground round it, then.
    up = max(0.0, NEAREST / METRES_NORTH - (north - south)) / 2
    aside = max(0.0, NEAREST / (METRES_NORTH * math.cos(math.radians(south))) - (east - west)) / 2
    west, south, east, north = west - aside, south - up, east + aside, north + up
    return (south, west), (north, east)


def _uri(mime: str, text: str) -> str:
    return f"data:{mime};base64,{base64.b64encode(text.encode()).decode()}"


@cache
def _leaflet(name: str) -> str:
    return files("xstatic.pkg.leaflet").joinpath("data", name).read_text("utf-8")


@cache
def _leaflet_css() -> str:
    """Leaflet's style without its pictures (they belong to controls that Kith does not use)."""
    return re.sub(r"background-image:\s*url\([^)]*\);?|behavior:\s*url\([^)]*\);?", "", _leaflet("leaflet.css"))


@cache
def font_face() -> str:
    """The font that streamlit bundles, embedded: a map's frame inherits none. Empty where it cannot be found."""
    found = find_spec("streamlit")
    media = Path(found.origin).parent / "static" / "static" / "media" if found and found.origin else None
    font = next(media.glob("SourceSansVF-Upright*.woff2"), None) if media else None
    if font is None:
        return ""
    data = base64.b64encode(font.read_bytes()).decode()
    return (
        "@font-face{font-family:'Source Sans';font-weight:200 900;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


@cache
def _css() -> str:
    style = files("mapping.places").joinpath("map.css").read_text("utf-8")
    names = sorted({*(icon_of(kind) for kind in schema().codes["place_kind"].codes), "school"})
    icons = "".join(f".k-{name}{{background-image:url({_uri('image/svg+xml', _icon(name))})}}" for name in names)
    return font_face() + style + icons


def _icon(name: str) -> str:
    return files("mapping").joinpath("icons", f"{name}.svg").read_text("utf-8")

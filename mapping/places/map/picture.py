"""What the map shows, as plain JSON: pins, circles, months, ground, borders. Pure; nothing here is markup.

A count of 1 to 4 never travels in what a panel view is given, nor does an order that would tell it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.places.boundaries import PUBLISHED
from mapping.places.ground import BNG, OWN, WGS84, Ground
from mapping.places.guard import Guard, guard
from mapping.places.hotspots import Hotspot, Hotspots, HotspotSettings
from mapping.places.map.layers import MapSettings, icon_of, may_draw
from mapping.places.months import here, months
from mapping.places.say import headline, place_line, record

if TYPE_CHECKING:
    from mapping.places.surface import Surface

NAMED = 250  # areas at most whose names look for room; with more, only a near view shows names
TOLERANCE = 12.0  # metres a border may move when drawn: half a pixel at the scale of a borough
NEAREST = 2_000.0  # metres across that a map shows at least
METRES_NORTH = 111_320.0  # to a degree of latitude


def pins(known: Ground, hotspots: Hotspots | None, settings: MapSettings) -> tuple[list[dict[str, Any]], int]:
    """One pin a point: several places at one point are a counted stack, none is hidden; and how many may be drawn."""
    places = may_draw(known, settings)
    rows = {row.id: row for row in (hotspots.places if hotspots else ())}
    may = guard(hotspots) if hotspots else None
    events = _events(hotspots, may) if hotspots and may else {}
    inside = {place for spot in (hotspots.spots if hotspots else ()) for place in spot.places}
    least = schema().policy.small_number if settings.panel else 1
    stacks: dict[tuple[float, float], dict[str, Any]] = {}
    columns = [places[name] for name in ("name", "kind", "label", "latitude", "longitude")]
    for id, name, kind, label, lat, lon in list(zip(places.index, *columns, strict=True))[: settings.most]:
        row = rows.get(id)
        point = (round(float(lat), 6), round(float(lon), 6))
        said = place_line(row, settings.panel, may) if row else ""
        if id in events:
            said += f", {words.counted(events[id], 'event')}"
        pin = stacks.setdefault(
            point, {"at": point, "icon": icon_of(kind), "ids": [], "names": [], "kinds": [], "said": [], "weight": 0}
        )
        pin["ids"].append(id)
        pin["names"].append(name)
        pin["kinds"].append(label)
        pin["said"].append(said)
        # hotspots' places, then places with more children, get their names first when room is short; the order must not
        # tell which of two counts that are not shown is the larger one
        told = row.children if row and may and id in may.places else least - 1 if row else 0
        pin["weight"] = max(pin["weight"], (1000 if id in inside else 0) + told)
    found = sorted(stacks.values(), key=lambda pin: -pin["weight"])
    for pin in found:
        pin["first"] = pin.pop("weight") >= 1000
    return found, len(places)


def _events(hotspots: Hotspots, may: Guard) -> dict[str, int]:
    """Events at each place whose count may be said."""
    counts = hotspots.visits.groupby("place")["what"].nunique()
    least = schema().policy.small_number if hotspots.settings.panel else 1
    return {str(id): int(count) for id, count in counts.items() if id in may.records and count >= least}


def spots(hotspots: Hotspots | None, settings: MapSettings) -> list[dict[str, Any]]:
    """The circles of the hotspots, where that layer is on."""
    shown = hotspots.spots if hotspots and settings.hotspots else ()
    return [_spot(spot, hotspots.settings, guard(hotspots)) for spot in shown] if hotspots else []


def _spot(spot: Hotspot, settings: HotspotSettings, may: Guard) -> dict[str, Any]:
    return {
        "at": [spot.latitude, spot.longitude],
        "radius": spot.radius,
        "number": spot.number,
        "watch": spot.watch,
        "title": spot.title,
        "said": f"{' '.join(headline(spot, settings.days, settings.panel, may))}.",
        "record": record(spot, may, settings.replicas),
    }


def by_month(
    snapshot: Snapshot,
    known: Ground,
    hotspots: Hotspots | None,
    drawn: Sequence[Mapping[str, Any]],
    settings: MapSettings,
) -> dict[str, Any]:
    """What the slider shows: first the window of the hotspots, then each of twelve months.

    Parameters
    ----------
    drawn
        From `pins`: the months refer to them by their place in this list.

    Returns
    -------
    dict
        `window`, `said` of the start; `circles`: whether any are drawn; `months`: `key` 2026-09, `name`, `said`, and
        `pins`: (pin, what is said there, and for a stack what is said of each of its places, "" for nothing).
    """
    counted = hotspots.settings if hotspots else HotspotSettings(panel=settings.panel)
    panel = settings.panel or counted.panel
    at = {id: number for number, pin in enumerate(drawn) for id in pin["ids"]}
    steps = []
    for month in months(known, counted, snapshot.as_of):
        seen: dict[int, dict[str, tuple[set[str], set[str]]]] = {}
        for place, child, what in zip(*(month.visits[name] for name in ("place", "child", "what")), strict=True):
            if place in at:
                children, events = seen.setdefault(at[place], {}).setdefault(place, (set(), set()))
                children.add(child)
                events.add(what)
        told = [_told(number, drawn[number]["ids"], seen[number], panel) for number in sorted(seen)]
        steps.append({"key": f"{month.first:%Y-%m}", "name": month.name, "said": month.said(), "pins": told})
    circles = bool(spots(hotspots, settings))
    return {
        **_window(hotspots, panel),
        "circles": circles,
        "months": steps if any(step["pins"] for step in steps) else [],
    }


def _told(
    number: int, ids: Sequence[str], seen: Mapping[str, tuple[set[str], set[str]]], panel: bool
) -> list[int | str | list[str]]:
    """What is said of one pin in one month."""
    each = [here(*seen[id], panel) if id in seen else None for id in ids]
    everybody, all_events = (set[str]().union(*some) for some in zip(*seen.values(), strict=True))
    whole = here(everybody, all_events, panel)
    if len(ids) == 1:
        return [number, whole.said()]
    # of a stack no total beside a hidden count: what is hidden would be the rest
    hidden = any(one and one.children is None for one in each)
    return [number, "children came to harm" if hidden else whole.said(), [one.said() if one else "" for one in each]]


def _window(hotspots: Hotspots | None, panel: bool) -> dict[str, str]:
    if hotspots is None:
        return {"window": "All places", "said": ""}
    since, as_of = hotspots.since, hotspots.as_of
    shown = words.small(hotspots.events_on_map) if panel else words.number(hotspots.events_on_map)
    year = "" if since.year == as_of.year else f" {since.year}"
    return {
        "window": f"{since.day} {since:%B}{year} to {as_of.day} {as_of:%B %Y}",
        "said": f"showing {shown} of {words.counted(hotspots.events, 'event')}",
    }


def tint(surface: Surface | None) -> list[Any]:
    """The bands of the surface, lowest first: level and shape."""
    return [[band.level, band.shape] for band in sorted(surface.bands, key=lambda band: band.level)] if surface else []


def ink(settings: MapSettings, base: Mapping[str, Any] | None) -> list[Any]:
    """The lines and areas of the ground that are drawn."""
    given: Sequence[Any] = base.get("features", ()) if base else ()
    inked = settings.inked()
    return [
        {"type": "Feature", "properties": {"kind": one["properties"]["kind"]}, "geometry": one["geometry"]}
        for one in given
        if one.get("properties", {}).get("kind") in inked
    ]


def outline(areas: gpd.GeoDataFrame) -> Any:
    """The ground as one shape, put together of wards, else small areas, else districts; None without any."""
    if not len(areas):
        return None
    kind = next(kind for kind in PUBLISHED if (areas["kind"] == kind).any())
    simple, shared = _simple(areas[areas["kind"] == kind])
    return _json([shapely.coverage_union_all(simple) if shared else shapely.union_all(simple)])[0]


def borders(areas: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Each area with its name, where the name may stand, and its shape."""
    if not len(areas):
        return []
    simple, _ = _simple(areas)
    named = zip(areas["name"].fillna("").tolist(), _inside(simple), _json(simple.tolist()), strict=True)
    return [{"name": name, "at": at, "shape": shape} for name, at, shape in named]


def _simple(areas: gpd.GeoDataFrame) -> tuple[npt.NDArray[np.object_], bool]:
    """Areas simplified together, so that shared borders stay shared; the hub's own, which may overlap, each alone."""
    shapes = areas.geometry.to_numpy()
    if (areas["kind"] == OWN).any() and not shapely.coverage_is_valid(shapes):
        return shapely.simplify(shapes, TOLERANCE), False
    simple = shapely.coverage_simplify(shapes, TOLERANCE)
    return simple, bool(shapely.coverage_is_valid(simple))


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


def bounds(
    areas: gpd.GeoDataFrame, known: Ground, drawn: gpd.GeoDataFrame | None = None
) -> tuple[tuple[float, float], tuple[float, float]]:
    """What must be in view: the areas, else the places and what is drawn of the hub's own, else England."""
    shown = areas.geometry if len(areas) else known.places[known.places["on_map"]].geometry
    if not len(areas) and drawn is not None:
        shown = gpd.GeoSeries([*shown, *drawn.geometry], crs=BNG)
    if not len(shown):
        return (50.0, -5.5), (55.8, 1.8)
    west, south, east, north = (float(edge) for edge in shown.to_crs(WGS84).total_bounds)
    # One place alone has no extent to look at: some ground round it, then.
    up = max(0.0, NEAREST / METRES_NORTH - (north - south)) / 2
    aside = max(0.0, NEAREST / (METRES_NORTH * math.cos(math.radians(south))) - (east - west)) / 2
    west, south, east, north = west - aside, south - up, east + aside, north + up
    return (south, west), (north, east)

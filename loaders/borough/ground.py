"""Draws the ground of the borough: wards and small areas as polygons without gaps, and the lines that a map shows."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize, unary_union

from loaders.borough import atlas

CHILDREN = 23_000
"""Children aged 10 to 17 who live in the borough, in view or not."""
GROUND_SEED = 20_261_103
"""The town is the same whoever lives in it: its ground does not follow the seed of `generate`."""
WARP = ((1900.0, 55.0), (830.0, 26.0), (370.0, 9.0))
"""Wavelength and height of the waves that turn straight borders into natural ones, metres. Steepness stays under 1, so
the warp folds nothing: what did not overlap before it does not overlap after it."""
STEP = 60.0  # longest straight piece of a border, metres

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Area:
    """A ward, a small area or a locality of the hub's own."""

    code: str  # invented: K05 for wards, K01 for small areas
    name: str
    kind: str  # ward | lsoa | own
    ward: str  # name of the ward
    children: int  # aged 10 to 17, living there
    shape: Polygon  # metres from the borough's origin
    area_set: str = ""  # of an own area


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of the borough."""

    outline: Polygon
    wards: tuple[Area, ...]
    areas: tuple[Area, ...]  # small areas
    localities: tuple[Area, ...]  # the hub's own, of three wards each

    def area_of(self, x: float, y: float) -> int:
        """Index of the small area at a point, the nearest one for a point outside."""
        return min(range(len(self.areas)), key=lambda i: (self.areas[i].shape.distance(Point(x, y)), i))


@functools.cache
def ground() -> Ground:
    """Draw the borough's ground: 12 wards of 4 to 8 small areas each.

    Returns
    -------
    Ground
        Shapes in metres from the borough's origin. Small areas cover the outline without gap or overlap; a ward is the
        union of its small areas.
    """
    rng = np.random.default_rng(GROUND_SEED)
    outline = Polygon(_smooth(atlas.OUTLINE, closed=True))
    centres = _relaxed_centres(rng, outline)
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(centres), extend_to=outline))
    straight = shapely.intersection(cells, outline)
    # Every border is cut at every corner first, so that both its sides are warped through the very same points.
    borders = linemerge(unary_union([shape.boundary for shape in straight]))
    lines = shapely.get_parts(borders)
    faces = sorted(polygonize(_warp_shape(line) for line in lines), key=_reading_order)
    names = list(atlas.WARDS)
    warped = _warp(np.array(list(atlas.WARDS.values()), dtype=float))
    ward_of = [int(np.argmin(np.hypot(*(warped - np.array(face.centroid.coords[0])).T))) for face in faces]
    children = _spread_children(rng, faces)
    areas: list[Area] = []
    for ward, name in enumerate(names):
        mine = [i for i in range(len(faces)) if ward_of[i] == ward]
        for nth, i in enumerate(mine, start=1):
            code = f"K0100{len(areas) + 1:04d}"
            areas.append(Area(code, f"{name} {nth:02d}", "lsoa", name, int(children[i]), faces[i]))
    wards = tuple(
        Area(
            f"K0500{number:04d}",
            name,
            "ward",
            name,
            sum(area.children for area in areas if area.ward == name),
            unary_union([area.shape for area in areas if area.ward == name]),
        )
        for number, name in enumerate(names, start=1)
    )
    return Ground(unary_union([area.shape for area in areas]), wards, tuple(areas), _localities(wards))


def _localities(wards: Sequence[Area]) -> tuple[Area, ...]:
    return tuple(
        Area(
            f"SL{number}",
            name,
            "own",
            "",
            sum(ward.children for ward in wards if ward.name in inside),
            unary_union([ward.shape for ward in wards if ward.name in inside]),
            atlas.LOCALITY_SET,
        )
        for number, (name, inside) in enumerate(atlas.LOCALITIES.items(), start=1)
    )


def boundaries(areas: tuple[Area, ...], times: float = 1.0) -> str:
    """Write areas as GeoJSON (EPSG:4326) by the contract `boundaries`.

    Parameters
    ----------
    areas
        Wards, small areas or localities.
    times
        Multiplies the number of children, for boroughs larger than Ottermere.
    """
    features = [
        {
            "type": "Feature",
            "properties": {
                "area_code": area.code,
                "area_name": area.name,
                "area_kind": area.kind,
                **({"area_set": area.area_set} if area.area_set else {}),
                "children": round(area.children * times),
            },
            "geometry": _geojson(area.shape),
        }
        for area in areas
    ]
    return _collection(features)


def decoration() -> str:
    """Write what makes a map a map as GeoJSON (EPSG:4326): river, railway, roads, parks and the outline.

    Each feature has a `kind` (outline, river, rail, road, park) and a `name`.
    """
    found = ground()
    lines = [("river", "River Otter Mere", atlas.RIVER), ("rail", "Ottermere line", atlas.RAIL)]
    lines += [("road", name, line) for name, line in atlas.ROADS.items()]
    shapes: list[tuple[str, str, BaseGeometry]] = [("outline", "Ottermere", found.outline)]
    for name, ring in atlas.PARKS.items():
        shapes.append(("park", name, _warp_shape(Polygon(_smooth(ring, closed=True)))))
    for kind, name, line in lines:
        warped = _warp_shape(LineString(_smooth(line, closed=False)))
        shapes.append((kind, name, warped.intersection(found.outline)))
    return _collection(
        [
            {"type": "Feature", "properties": {"kind": kind, "name": name}, "geometry": _geojson(shape)}
            for kind, name, shape in shapes
        ]
    )


def warped(x: float, y: float) -> tuple[float, float]:
    """Where a point of the atlas lies on the drawn map, metres from the origin."""
    moved = _warp(np.array([[x, y]], dtype=float))[0]
    return float(moved[0]), float(moved[1])


def national_grid(x: float, y: float) -> tuple[int, int]:
    """Easting and northing in whole metres (EPSG:27700)."""
    return round(atlas.ORIGIN[0] + x), round(atlas.ORIGIN[1] + y)


def degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude (EPSG:4326), six decimals, about a tenth of a metre."""
    easting, northing = atlas.ORIGIN[0] + x, atlas.ORIGIN[1] + y
    longitude, latitude = _to_degrees().transform(easting, northing)
    return round(longitude, 6), round(latitude, 6)


@functools.cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs(27700, 4326, always_xy=True)


def _smooth(line: atlas.Line, *, closed: bool, rounds: int = 3) -> Array:
    """Chaikin's corner cutting (1974)."""
    points = np.array(line, dtype=float)
    for _ in range(rounds):
        here = points if closed else points[:-1]
        after = np.roll(points, -1, axis=0) if closed else points[1:]
        cut = np.stack([0.75 * here + 0.25 * after, 0.25 * here + 0.75 * after], axis=1).reshape(-1, 2)
        points = cut if closed else np.concatenate([points[:1], cut, points[-1:]])
    return points


def _warp(points: Array) -> Array:
    """Move points by a few fixed waves, so that borders and roads wobble together."""
    moved = points.copy()
    for nth, (length, height) in enumerate(WARP, start=1):
        turn = 2 * np.pi / length
        moved[:, 0] += height * np.sin(turn * points[:, 1] + 1.7 * nth) * np.cos(turn * 0.6 * points[:, 0])
        moved[:, 1] += height * np.sin(turn * points[:, 0] + 2.9 * nth) * np.cos(turn * 0.6 * points[:, 1])
    return moved


def _warp_shape(shape: BaseGeometry) -> BaseGeometry:
    dense = shapely.segmentize(shape, STEP)
    return shapely.transform(dense, lambda xy: np.round(_warp(xy), 1))


def _relaxed_centres(rng: np.random.Generator, outline: Polygon) -> Array:
    """Four to eight centres a ward, more in the middle of town, evened out by Lloyd's relaxation."""
    middle = np.array([4600.0, 3300.0])
    centres = []
    for x, y in atlas.WARDS.values():
        far = float(np.hypot(x - middle[0], y - middle[1]))
        many = 7 if far < 1900 else 6 if far < 3600 else 5
        around = rng.normal((x, y), 420, size=(many, 2))
        centres += [p if outline.contains(Point(p)) else np.array([x, y]) + rng.normal(0, 90, 2) for p in around]
    points = np.array(centres)
    for _ in range(3):
        cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(points), extend_to=outline))
        inside = shapely.intersection(cells, outline)
        middles = shapely.get_coordinates(shapely.centroid(inside))
        points = middles[np.lexsort((middles[:, 1], middles[:, 0]))]
    return points


def _reading_order(shape: Polygon) -> tuple[float, float]:
    middle = shape.centroid
    return (-round(middle.y, 3), round(middle.x, 3))


def _spread_children(rng: np.random.Generator, faces: list[Polygon]) -> npt.NDArray[np.int64]:
    """Share the borough's children out: small areas are made to hold alike, give or take a third."""
    weights = rng.normal(1.0, 0.17, len(faces)).clip(0.6, 1.5)
    exact = CHILDREN * weights / weights.sum()
    rounded: npt.NDArray[np.int64] = np.round(exact).astype(np.int64)
    return rounded


def _geojson(shape: BaseGeometry) -> dict[str, object]:
    def to_degrees(xy: Array) -> Array:
        longitude, latitude = _to_degrees().transform(atlas.ORIGIN[0] + xy[:, 0], atlas.ORIGIN[1] + xy[:, 1])
        return np.round(np.column_stack([longitude, latitude]), 6)

    moved = shapely.transform(shape, to_degrees)
    if isinstance(moved, Polygon | MultiPolygon):
        moved = shapely.normalize(moved)
    return dict(mapping(moved))


def _collection(features: Sequence[Mapping[str, object]]) -> str:
    head = {"type": "FeatureCollection", "name": "ottermere"}
    rows = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    return json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n' + rows + "\n]}\n"

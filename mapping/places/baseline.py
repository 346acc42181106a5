"""What is expected where: the baseline that a hotspot is held against, and the circles laid over it.

`children`
    children aged 10 to 17 who live in the small areas. Harm is recorded at places that somebody put on the register, so
    a null of "anywhere" would call every station a hotspot. Where the records reuse places, each small area's children
    are therefore expected at the place nearest to where they live; where nearly every record has a point of its own
    (a police extract), they are expected all over the ground.
`incidents`
    every located visit on record, of any harm and any day: what is unusual now, not what is always busy.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from scipy.spatial import cKDTree

from graph.snapshot import Snapshot
from mapping.places.ground import Ground, children_known, lattice, small_areas
from mapping.places.scan import RADII, Floats, Zones, zones

BASELINES = {"children": "Children living in the area", "incidents": "All recorded incidents"}
CELL = 150.0  # metres between the points that an area's children are spread over
POINTS = 200_000  # at most, over however large a ground
CENTRES = 4_000
"""Circles are drawn around so many points at most. Children are spread finer than that: circles that cut a coarse
spread hold more or less of it than of the land, and over a county twice as many false alarms were raised."""
REGISTER = 0.5  # share of visits at places with several children from which on the places count as a register


@dataclass(frozen=True)
class Baseline:
    """Where children are expected."""

    zones: Zones | None  # None: nothing to scan
    unit: dict[str, int]  # place -> its unit in the zones
    here: Floats  # share of the baseline at each place, in the order of `unit`
    against: str  # in words: "the children living nearest to each place"
    stands_in: str  # what was missing and what stands in for it, in words; empty when nothing is
    of_records: bool = False  # of the children on record: then what is expected tells how many those are


def baseline(snapshot: Snapshot, known: Ground, kind: str = "children") -> Baseline:
    """Work out what is expected where.

    Parameters
    ----------
    snapshot
        Its areas and their children.
    known
        The snapshot's `ground`.
    kind
        `children` or `incidents`.

    Raises
    ------
    ValueError
        There is no such baseline.
    """
    if kind not in BASELINES:
        raise ValueError(f"There is no baseline {kind!r}: choose one of {', '.join(BASELINES)}.")
    places = known.places[known.places["on_map"]]
    xy = places[["x", "y"]].to_numpy(float)
    unit = {id: index for index, id in enumerate(places.index)}
    areas = small_areas(snapshot)
    if len(places) < 2:
        return Baseline(None, unit, np.zeros(len(places)), "nothing: fewer than two places are on the map", "")
    if kind == "incidents" or not len(areas):
        lacking = "" if len(areas) else "No boundaries are loaded, so all recorded incidents stand in for children."
        return _incidents(known, xy, unit, lacking if kind == "children" else "")
    lacking = "" if children_known(areas) else "No children's numbers came with the boundaries: land area stands in."
    points, children, centres = spread(areas)
    if _reuses_places(known):
        nearest = cKDTree(xy).query(points)[1]
        weight = _pooled(xy, np.bincount(nearest, children, len(xy)).astype(float))
        words = "the children who live nearest to each place"
        return Baseline(zones(xy, weight, centres=xy), unit, _shared(xy, weight), words, lacking)
    weight = np.r_[np.zeros(len(xy)), children]
    within = cKDTree(points).query_ball_point(xy, RADII[0])
    here = np.array([children[near].sum() for near in within]) / children.sum()
    circles = zones(np.vstack([xy, points]), weight, centres=centres)
    return Baseline(circles, unit, here, "the children who live in each small area, evenly spread over it", lacking)


def spread(areas: gpd.GeoDataFrame) -> tuple[Floats, Floats, Floats]:
    """Spread the children of areas evenly over them.

    Parameters
    ----------
    areas
        As `lattice` takes them.

    Returns
    -------
    points, children, centres
        (U, 2) metres, (U,) children there, and (C, 2) metres around which to draw circles.
    """
    size = areas.area.sum()
    points, children = lattice(areas, max(CELL, float(np.sqrt(size / POINTS))))
    step = float(np.sqrt(size / CENTRES))
    return points, children, points if step <= CELL else lattice(areas, step)[0]


def _incidents(known: Ground, xy: Floats, unit: dict[str, int], lacking: str) -> Baseline:
    visits = known.visits[["child", "place"]].drop_duplicates()
    weight = np.bincount(visits["place"].map(unit).to_numpy(int), minlength=len(xy)).astype(float)
    if not weight.sum():
        return Baseline(None, unit, weight, "nothing: no incident is on the map", lacking)
    words = "every located visit on record, of any harm and any day"
    return Baseline(zones(xy, weight, centres=xy), unit, _shared(xy, weight), words, lacking, of_records=True)


def _reuses_places(known: Ground) -> bool:
    visits = known.visits[["child", "place"]].drop_duplicates()
    several = visits.groupby("place")["child"].transform("nunique") > 1
    return visits.empty or bool(several.mean() >= REGISTER)


def _pooled(xy: Floats, weight: Floats) -> Floats:
    """Places at one point share what is expected there evenly."""
    point = np.unique(np.round(xy), axis=0, return_inverse=True)[1].ravel()
    pooled: Floats = (np.bincount(point, weight) / np.bincount(point))[point]
    return pooled


def _shared(xy: Floats, weight: Floats) -> Floats:
    """Each place's share of the baseline, all places of its point together."""
    point = np.unique(np.round(xy), axis=0, return_inverse=True)[1].ravel()
    shares: Floats = np.bincount(point, weight)[point] / weight.sum()
    return shares

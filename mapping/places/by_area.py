"""Children by area: how many came to harm in each ward, small area, district or area of the hub's own. Pure.

A child counts once in each area where they came to harm, so the counts do not add up to the children of the window. On
a panel view no count of 1 to 4 children leaves this module, and none that gives such a one away beside the other counts
of the page: of places and hotspots that lie within an area or around it, of the whole window, and of the areas of every
other choice, since whoever chooses wards and then small areas sees both. What is shown of wards decides; then small
areas, districts and the hub's own sets by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.places.boundaries import boundaries, choices
from mapping.places.guard import given_away, guard
from mapping.places.hotspots import Hotspots

OUTSIDE = "outside"


@dataclass(frozen=True)
class AreaRow:
    """One area with the children who came to harm in it."""

    id: str  # the area's; `outside:CHOICE` of the places that lie in none
    name: str
    choice: str  # key of `mapping.places.boundaries`
    children: int  # distinct
    places: frozenset[str]  # with a child, in the area
    living: int | None  # children of 10 to 17 who live there
    shown: bool = True  # whether the count may be shown


@dataclass(frozen=True)
class ByArea:
    """The areas of every choice that have a child in the window."""

    rows: tuple[AreaRow, ...]
    without: dict[str, int]  # choice -> areas in which no child came to harm
    unplaced: int  # distinct children of events that are not on the map

    def of(self, choice: str) -> tuple[AreaRow, ...]:
        """Those of a choice: in none of its areas first, then most children first; what is not shown last, by name."""
        mine = [row for row in self.rows if row.choice == choice]
        return tuple(sorted(mine, key=lambda row: (*_rank(row), row.name, row.id)))

    def find(self, id: str) -> AreaRow | None:
        """The row of an id."""
        return next((row for row in self.rows if row.id == id), None)


def _rank(row: AreaRow) -> tuple[bool, bool, int]:
    return not row.id.startswith(OUTSIDE), not row.shown, -row.children if row.shown else 0


def by_area(snapshot: Snapshot, found: Hotspots, unplaced: int = 0) -> ByArea:
    """Count children by area.

    Parameters
    ----------
    snapshot
        Its boundaries.
    found
        Whose window, harm and panel view count.
    unplaced
        Distinct children of events that are not on the map, from `slices.present`.
    """
    rows: list[AreaRow] = []
    without = {}
    at = found.ground.places.loc[found.visits["place"].unique(), ["geometry"]]
    for choice in choices(snapshot):
        areas = boundaries(snapshot, choice)
        mine = _rows(found, areas, at, choice)
        rows += mine
        without[choice] = len(areas) - sum(not row.id.startswith(OUTSIDE) for row in mine)
    if found.settings.panel:
        rows = _guarded(found, rows)
    return ByArea(tuple(rows), without, unplaced)


def _rows(found: Hotspots, areas: gpd.GeoDataFrame, at: gpd.GeoDataFrame, choice: str) -> list[AreaRow]:
    """The areas that have a child, and one row for the places that lie in none of them."""
    some = areas[["id", "geometry"]].rename(columns={"id": "_in"})
    joined = at.sjoin(some, predicate="intersects", how="left").sort_values("_in")["_in"]
    joined = joined[~joined.index.duplicated()].fillna(f"{OUTSIDE}:{choice}")  # areas that overlap: the first by code
    about = areas.set_index("id")
    visits = found.visits.assign(area=joined.reindex(found.visits["place"]).to_numpy())
    made = []
    for id, here in visits.groupby("area", sort=True):
        inside = id in about.index
        living = about.loc[id, "children"] if inside else None
        made.append(
            AreaRow(
                str(id),
                str(about.loc[id, "name"]) if inside else "In none of these areas",
                choice,
                int(here["child"].nunique()),
                frozenset(here["place"]),
                int(living) if pd.notna(living) else None,
            )
        )
    return made


def _guarded(found: Hotspots, rows: Sequence[AreaRow]) -> list[AreaRow]:
    """The rows with `shown` as a panel may see them: one after the other, each beside all that is shown already."""
    small, may = schema().policy.small_number, guard(found)
    seen: list[tuple[frozenset[str], int]] = [
        (frozenset([row.id]), row.children) for row in found.places if row.id in may.places
    ]
    seen += [(frozenset(spot.places), spot.children) for spot in found.spots if spot.number in may.spots]
    everywhere = frozenset(found.visits["place"])
    seen += [(everywhere, found.children)] if may.total else []
    done: dict[str, bool] = {}
    for choice in dict.fromkeys(row.choice for row in rows):
        mine = [row for row in rows if row.choice == choice]
        open_ = {row.id for row in mine if row.children >= small and not _between(row, seen, found, may.places)}
        if may.total:
            open_ -= given_away(found.children, mine, open_)
        for row in mine:
            done[row.id] = row.id in open_ and not _between(row, seen, found, may.places)
            seen += [(row.places, row.children)] if done[row.id] else []
    return [
        AreaRow(row.id, row.name, row.choice, row.children, row.places, row.living, shown=done[row.id]) for row in rows
    ]


def _between(row: AreaRow, seen: Sequence[tuple[frozenset[str], int]], found: Hotspots, places: frozenset[str]) -> bool:
    """Whether one shown count within the area or around it, or its places together, tell of 1 to 4 children."""
    small = schema().policy.small_number
    for where, children in seen:
        nested = where <= row.places or row.places <= where
        if nested and 0 < abs(row.children - children) < small:
            return True
    inside = [one for one in found.places if one.id in row.places]
    return bool(given_away(row.children, inside, places & row.places))

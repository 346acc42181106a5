"""Where the places and schools of a file lie: by what the row gives, else by its UPRN, else by its postcode.

A row is never lost over its point: what cannot be used is said as a warning, and the place is kept without a point. An
address is never looked up, since it may be a child's home, and a home is an area at most.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from loaders import grid
from loaders.check import Checked
from loaders.gazetteer import SECTOR, Gazetteer, Spot, postcode
from loaders.own_areas import OWN
from loaders.words import plain_number

FAR = 5_000.0
"""Metres between a place's own point and that of its postcode from which the report warns."""
MAYBE_A_HOME = "address"
"""The kind of place that is never looked up."""
ROWS = 8
"""How many row numbers a note lists."""
_UPRN_DIGITS = range(11, 13)
"""A bare number among the other identifiers is taken for a UPRN when it has so many digits."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where one row's place lies, as the graph keeps it."""

    latitude: float | None = None
    longitude: float | None = None
    point_from: str = ""  # a code of the list point_from
    no_point: str = ""  # a code of the list no_point
    area: str = ""  # code of the small area

    def properties(self) -> dict[str, Any]:
        """Only what is known."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) not in (None, "")}

    def __str__(self) -> str:
        """What goes into the digest of the row: `""` where the row alone says it all."""
        if not self.area and not self.no_point and self.point_from in {"", "given", "grid"}:
            return ""
        return f"{self.latitude} {self.longitude} {self.point_from} {self.no_point} {self.area}"


class Areas:
    """The boundaries that are loaded, for asking in which a point lies; the hub's own say nothing of being in the area.

    A zone of three streets beside no other boundaries would put every other place outside.
    """

    def __init__(self, areas: Iterable[tuple[str, str, bytes]]) -> None:
        held = [one for one in areas if not one[1].startswith(OWN)]
        self._ids = [id for id, _, _ in held]
        self._small = np.array([kind == "lsoa" for _, kind, _ in held], bool)
        self._shapes = shapely.from_wkb([geometry for _, _, geometry in held], on_invalid="ignore")
        self._tree = shapely.STRtree(self._shapes)

    def __len__(self) -> int:
        return len(self._ids)

    def of(self, points: Sequence[tuple[float, float]]) -> tuple[dict[int, str], set[int]]:
        """The small area of each point (latitude, longitude), and the points that lie in no area at all."""
        where = shapely.points([(longitude, latitude) for latitude, longitude in points])
        at, area = self._tree.query(where, predicate="intersects") if len(points) else (np.array([]), np.array([]))
        found: dict[int, str] = {}
        for point, one in sorted(zip(at.tolist(), area.tolist(), strict=True), key=lambda pair: self._ids[pair[1]]):
            if self._small[one]:
                found.setdefault(point, self._ids[one])
        return found, set(range(len(points))) - set(at.tolist())


def locate(checked: Checked, gazetteer: Gazetteer, areas: Callable[[], Areas]) -> None:
    """Find the point of every row into `checked.points`, with warnings and notes of what could not be used.

    Raises
    ------
    Refusal
        A look-up of the gazetteer is damaged.
    """
    places = range(len(checked.numbers))
    codes: dict[int, str] = dict(checked.filled("postcode"))
    uprns = {place: numbers for place in places if (numbers := _uprns(checked, place))}
    looked = _Looked(
        gazetteer.holds("postcodes"),
        gazetteer.holds("uprns"),
        gazetteer.postcodes(set(codes.values())),
        gazetteer.uprns({number for numbers in uprns.values() for number in numbers}),
    )
    found = {place: _one(checked, place, codes.get(place, ""), uprns.get(place, ()), looked) for place in places}
    outside = _in_areas(checked, found, areas())
    checked.points = {place: point for place, point in found.items() if point.properties()}
    checked.derived = {place: text for place, point in found.items() if (text := str(point))}
    checked.notes.extend(_notes(checked, found, codes, looked, outside))


@dataclass(frozen=True)
class _Looked:
    """What was asked of the gazetteer, once for the whole file."""

    has_postcodes: bool
    has_uprns: bool
    postcodes: dict[str, Spot]
    uprns: dict[str, Spot]


def _uprns(checked: Checked, place: int) -> tuple[str, ...]:
    given = checked.values["uprn"][place] if "uprn" in checked.values else ""
    others = checked.values["other_identifiers"][place] if "other_identifiers" in checked.values else ()
    named = [value[5:].strip() for value in others if value.casefold().startswith("uprn:")]
    bare = [value for value in others if value.isascii() and value.isdigit() and len(value) in _UPRN_DIGITS]
    return tuple(plain_number(value) for value in (given, *named, *bare) if value)


def _one(checked: Checked, place: int, code: str, uprns: tuple[str, ...], looked: _Looked) -> Point:
    values = checked.values
    given = [values[name][place] for name in ("easting", "northing", "latitude", "longitude", "grid_reference")]
    area = values["area"][place] if "area" in values else ""
    spot = looked.postcodes.get(code)
    if code and not postcode(code):
        checked.warn(place, "postcode", "not_a_postcode", "This is no postcode. Correct it or leave it empty.")
    why = ""
    try:
        own = grid.point(*given)
        if own:
            _far(checked, place, own, spot)
            globe = given[2] not in (None, "", 0)
            return Point(*own, "given" if globe else "grid", area=area or (spot.lsoa if spot else ""))
    except grid.NoPoint as error:
        why = error.why
        checked.warn(place, error.column, "no_point", f"{error} The place is kept without this point.")
    found = _looked_up(checked, place, code, uprns, looked)
    return replace(found, area=area or found.area, no_point=(why or found.no_point) if found.latitude is None else "")


def _far(checked: Checked, place: int, own: grid.Degrees, spot: Spot | None) -> None:
    if spot is None or spot.latitude is None or spot.longitude is None:
        return
    apart = metres(own, (spot.latitude, spot.longitude))
    if apart > FAR:
        checked.warn(
            place,
            "postcode",
            "far_from_postcode",
            f"The point lies {apart / 1000:.0f} km from this postcode. The point was taken; correct the one that is "
            "wrong.",
        )


def metres(one: grid.Degrees, other: grid.Degrees) -> float:
    """The distance of two points on a globe, true to half a percent."""
    across = math.radians(other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return 6_371_000 * math.hypot(across, math.radians(other[0] - one[0]))


def _looked_up(checked: Checked, place: int, code: str, uprns: tuple[str, ...], looked: _Looked) -> Point:
    """The point by UPRN, else by postcode; where neither helps, why."""
    spot = looked.postcodes.get(code)
    area = spot.lsoa if spot else ""
    if "kind" in checked.values and checked.values["kind"][place] == MAYBE_A_HOME:
        return Point(no_point="maybe_a_home" if code or uprns else "", area=area)
    for number in uprns:
        exact = looked.uprns.get(number)
        if exact and exact.latitude is not None:
            return Point(exact.latitude, exact.longitude, "uprn", area=area)
    if spot and spot.latitude is not None:
        return Point(spot.latitude, spot.longitude, "sector" if spot.quality in SECTOR else "postcode", area=area)
    why = _unknown(checked, place, code, spot, looked)
    if why in _SAID:
        checked.warn(place, why.split("_")[-1].replace("point", "postcode"), why, _SAID[why])
    return Point(no_point=why, area=area)


_SAID = {
    "unknown_uprn": "No look-up that is loaded knows this UPRN. The place has no point.",
    "unknown_postcode": "No look-up that is loaded knows this postcode. Correct it, or load a newer list. The place "
    "has no point.",
    "postcode_without_point": "The look-up has no point for this postcode. Write the place's own.",
}


def _unknown(checked: Checked, place: int, code: str, spot: Spot | None, looked: _Looked) -> str:
    """Why neither UPRN nor postcode leads to a point: a code of the list no_point, `""` when there was none to ask."""
    if code:
        if not postcode(code):
            return "not_a_postcode"
        if spot:
            return "postcode_without_point"
        return "unknown_postcode" if looked.has_postcodes else ""
    given = "uprn" in checked.values and checked.values["uprn"][place]
    return "unknown_uprn" if given and looked.has_uprns else ""


def _in_areas(checked: Checked, found: dict[int, Point], areas: Areas) -> list[int]:
    """Write the small area into each point; the places whose point lies outside all boundaries."""
    if not len(areas):
        return []
    placed = [place for place, point in found.items() if point.latitude is not None]
    points = [(point.latitude, point.longitude) for place in placed if (point := found[place])]
    within, outside = areas.of(points)  # type: ignore[arg-type]
    for at, area in within.items():
        found[placed[at]] = replace(found[placed[at]], area=area)
    return [placed[at] for at in sorted(outside)]


def _notes(
    checked: Checked, found: dict[int, Point], codes: dict[int, str], looked: _Looked, outside: list[int]
) -> list[str]:
    said = []
    by = Counter(point.point_from for place, point in found.items() if place not in checked.bad)
    for how, words in (
        ("postcode", "postcode: true to about 100 m"),
        ("sector", "postcode sector: true to about 1 km"),
        ("uprn", "UPRN"),
    ):
        if by[how]:
            said.append(f"{_counted(by[how])} put on the map by {'its' if by[how] == 1 else 'their'} {words}.")
    ended = sum(
        bool((spot := looked.postcodes.get(codes.get(place, ""))) and spot.ended)
        for place, point in found.items()
        if point.point_from in {"postcode", "sector"}
    )
    if ended:
        said.append(f"{ended:,} of these postcodes {'is' if ended == 1 else 'are'} no longer in use.")
    without = [place for place, point in found.items() if point.latitude is None and place not in checked.bad]
    homes = [place for place in without if found[place].no_point == "maybe_a_home"]
    if without:
        said.append(f"{_counted(len(without))} kept without a point, so not on the map: {_rows(checked, without)}.")
    if homes:
        said.append(
            f"{len(homes):,} of them {'is an address' if len(homes) == 1 else 'are addresses'} with a postcode or "
            "UPRN. Addresses are not looked up, since one may be a child's home; write the point if it belongs "
            "on the map."
        )
    waiting = [place for place in without if not found[place].no_point and codes.get(place)]
    if waiting and not looked.has_postcodes:
        said.append(
            f"{len(waiting):,} of them {'has' if len(waiting) == 1 else 'have'} a postcode: load a list of postcodes "
            "(such as the ONS Postcode Directory) and then this file again."
        )
    outside = [place for place in outside if place not in checked.bad]
    if outside:
        said.append(
            f"{_counted(len(outside), 'lies', 'lie')} outside the boundaries loaded: {_rows(checked, outside)}."
        )
    return said


def _counted(count: int, one: str = "was", several: str = "were") -> str:
    return f"{count:,} place{'' if count == 1 else 's'} {one if count == 1 else several}"


def _rows(checked: Checked, places: Sequence[int]) -> str:
    numbers = [str(checked.numbers[place]) for place in places[:ROWS]]
    more = f" and {len(places) - ROWS:,} more" if len(places) > ROWS else ""
    return f"row{'' if len(places) == 1 else 's'} {', '.join(numbers)}{more}"

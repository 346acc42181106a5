"""Placed in or out of the area: by where the home lies; a placement without a point is not recorded, and first."""

from __future__ import annotations

from datetime import date

import shapely

from mapping.trends import MissingSettings, Month, TrendSettings, missing, trends
from mapping.trends.placed import Placed
from tests.make import Maker
from tests.trends.scene import opened, went

OCTOBER = Month(2026, 10)
SQUARE = shapely.box(-2.2, 53.5, -2.1, 53.6)
INSIDE, OUTSIDE = {"latitude": 53.55, "longitude": -2.15}, {"latitude": 53.7, "longitude": -2.15}


def scene(*, bounded: bool = True) -> Maker:
    """A and B in a home inside, C in one outside, D with a family, E in a home of which nobody knows where it is."""
    made = Maker()
    if bounded:
        made.areas.append(
            {"id": "K1", "kind": "ward", "name": "Weirside", "children": 900, "geometry": SQUARE.wkb}
        )  # fmt: skip
    made.place("IN", "Larch House", "childrens_home", **INSIDE)
    made.place("OUT", "Far House", "childrens_home", **OUTSIDE)
    made.place("NO", "Children's home SC1", "childrens_home")
    for child, home in zip("ABCDE", ("IN", "IN", "OUT", "", "NO"), strict=True):
        made.child(child)
        made.role(child, "looked_after", observed_from=date(2026, 1, 1), observed_to=None)
        if home:
            made.tie(child, "lives_at", home, observed_from=date(2026, 1, 1), observed_to=None)
    return made


def found(made: Maker, *, small: int = 1) -> Placed:
    return trends(made.snapshot(), TrendSettings(OCTOBER, small=small)).placed


def counts(made: Maker, *, small: int = 1) -> list[int | None]:
    return [part.count for part in found(made, small=small).looked_after]


def test_by_where_the_home_lies_the_unknown_first() -> None:
    made = scene()
    assert [part.label for part in found(made).looked_after] == [
        "Not recorded where", "In the area", "Outside the area",
    ]  # fmt: skip
    assert counts(made) == [2, 2, 1]
    made.tie("A", "lives_at", "OUT", observed_from=date(2026, 10, 31), observed_to=None)  # moved on the last day
    assert counts(made) == [2, 1, 2]
    made.tie("A", "lives_at", "NO", observed_from=date(2026, 10, 31), observed_to=None)  # the home by its number too
    assert counts(made) == [2, 1, 2]


def test_without_boundaries_or_points_it_is_not_known_and_never_none() -> None:
    without = scene(bounded=False)
    assert counts(without) == [5, 0, 0]
    assert "No boundaries are loaded" in found(without).said
    assert found(Maker()).looked_after == ()
    wrong = scene()
    for home, point in (("IN", (0.0, 0.0)), ("OUT", (-2.15, 53.55))):  # at 0, 0; and the two swapped
        row = next(row for row in wrong.entities if row["id"] == home)
        row["latitude"], row["longitude"] = point
    assert counts(wrong) == [5, 0, 0]


def test_those_missing_in_the_month_where_they_were_on_the_day() -> None:
    made = scene()
    for child, day in (("A", 5), ("A", 9), ("C", 6), ("D", 7)):
        went(made, child, date(2026, 10, day))
    assert [part.count for part in found(made).missing] == [1, 1, 1]
    of_month = missing(made.snapshot(), MissingSettings(OCTOBER, small=1))
    assert [part.count for part in of_month.placed] == [1, 1, 1]
    assert {part.count for part in missing(made.snapshot(), MissingSettings(OCTOBER)).placed} == {None}


def test_small_counts_cannot_be_told_from_who_is_open_or_who_was_missing() -> None:
    made = scene()
    for number in range(12):
        child = made.child(f"K{number:02}")
        made.role(child, "looked_after", observed_from=date(2026, 1, 1), observed_to=None)
        made.tie(child, "lives_at", "IN", observed_from=date(2026, 1, 1), observed_to=None)
        went(made, child, date(2026, 10, 5))
    shown = found(made, small=5)
    assert [part.count for part in shown.looked_after] == [None, None, None]  # 2, 14, 1
    for number in range(12, 20):
        child = made.child(f"K{number:02}")
        made.role(child, "looked_after", observed_from=date(2026, 1, 1), observed_to=None)
    assert [part.count for part in found(made, small=5).looked_after] == [10, None, None]
    for row in list(made.roles):
        if row["person_id"] not in {"A", "B"}:
            opened(made, row["person_id"], date(2026, 1, 1))
    assert {part.count for part in found(made, small=5).looked_after} == {None}  # 23 of 25 are open: two are not


def test_so_few_who_were_not_missing_are_not_told_by_the_two_columns() -> None:
    made = Maker()
    made.areas.append({"id": "K1", "kind": "ward", "name": "Weirside", "children": 900, "geometry": SQUARE.wkb})
    made.place("IN", "Larch House", "childrens_home", **INSIDE)
    for number in range(12):
        child = made.child(f"K{number:02}")
        made.role(child, "looked_after", observed_from=date(2026, 1, 1), observed_to=None)
        made.tie(child, "lives_at", "IN", observed_from=date(2026, 1, 1), observed_to=None)
        if number < 10:
            went(made, child, date(2026, 10, 5))
    shown = found(made, small=5)
    assert [part.count for part in shown.looked_after] == [0, 12, 0]
    assert {part.count for part in shown.missing} == {None}  # 12 - 10 are two
    assert [part.count for part in found(made).missing] == [0, 10, 0]


def test_what_the_record_of_a_placement_says_stands_before_the_map() -> None:
    made = scene()
    made.role("A", "looked_after", level="out_of_area", observed_from=date(2026, 5, 1), observed_to=None)
    made.role("D", "looked_after", level="in_area", observed_from=date(2026, 5, 1), observed_to=date(2026, 10, 30))
    assert counts(made) == [2, 1, 2]  # D's ended before the last day of the month
    without = scene(bounded=False)
    without.role("D", "looked_after", level="in_area", observed_from=date(2026, 5, 1), observed_to=None)
    assert counts(without) == [4, 1, 0]

"""What a panel view may show of counts that lie within one another: no count of 1 to 4 children by subtraction. Pure.

Under 5 is the easy half. A hotspot of 9 with a place of 7 in it says that two children were only elsewhere in it; a
hotspot of 14 records and a place of 13 say that one record, hence one child, is at the other place. So of a hotspot,
the whole window and their places, a count of a place is held back where, with the others on the page, it would give
1 to 4 children away. It is then "not shown", and no reader can tell a place of 6 from one of 8. Nor is what is expected
at a place, where it is worked out from the children ever recorded there.

It guards one page at one setting. It does not guard against the same page with another kind of harm, other days or
another day's data beside it; what is recorded of five children or more may be opened, and whoever opens it can count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from data_schema import schema

if TYPE_CHECKING:
    from mapping.places.hotspots import Hotspots


@dataclass(frozen=True)
class Guard:
    """What may be shown."""

    total: bool  # the children of the whole window
    spots: frozenset[int]  # numbers of hotspots whose children are shown
    places: frozenset[str]  # whose children are shown
    records: frozenset[str]  # places whose records are shown as numbers; of the others a share in words
    spot_records: frozenset[int]
    expected: frozenset[str]  # places of which what is expected is shown: of a baseline of records it tells of children
    spots_expected: frozenset[int]


def guard(found: Hotspots) -> Guard:
    """Decide what of these counts is shown.

    Parameters
    ----------
    found
        From `hotspots`. Off the panel view everything is shown.

    Returns
    -------
    Guard
        Places that may not be named are not in it on a panel view.
    """
    spots = frozenset(spot.number for spot in found.spots)
    if not found.settings.panel:
        ids = frozenset(row.id for row in found.places)
        return Guard(True, spots, ids, ids, spots, ids, spots)
    small = schema().policy.small_number
    shown_spots = frozenset(spot.number for spot in found.spots if spot.children >= small)
    shown = {row.id for row in found.places if row.children >= small and not row.private}
    for spot in found.spots:
        if spot.number in shown_spots:
            inside = [row for row in found.places if row.id in spot.places]
            shown -= given_away(spot.children, inside, shown)
    total = _whole(found, shown, shown_spots)
    if total:
        shown -= given_away(found.children, found.places, shown)
    records = set(shown)
    for spot in found.spots:
        inside = [row for row in found.places if row.id in spot.places]
        if 0 < spot.records - sum(row.records for row in inside if row.id in records) < small:
            records -= {row.id for row in inside}
    if 0 < found.events_on_map - sum(row.records for row in found.places if row.id in records) < small:
        records = set()
    by_spot = frozenset(
        spot.number
        for spot in found.spots
        if spot.number in shown_spots and not 0 < _records(found.visits) - spot.records < small
    )
    places = frozenset(shown)
    expected = (places, shown_spots) if found.of_records else (frozenset(row.id for row in found.places), spots)
    return Guard(total, shown_spots, places, frozenset(records), by_spot, *expected)


class Counted(Protocol):
    """A place or area with the distinct children who came to harm there."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def children(self) -> int:
        """Distinct."""


def given_away(whole: int, inside: Sequence[Counted], shown: Iterable[str]) -> set[str]:
    """Parts of a whole that must be held back because they, the whole and the others give a small count away.

    Parameters
    ----------
    whole
        Its distinct children, shown.
    inside
        All that it is made of; a child may be at several of them.
    shown
        Ids of those that would be shown.
    """
    small = schema().policy.small_number
    kept = sorted((row for row in inside if row.id in set(shown)), key=lambda row: (row.children, row.id))
    held = {row.id for row in kept if 0 < whole - row.children < small}  # so many were only elsewhere in it
    kept = [row for row in kept if row.id not in held]
    hidden = [row for row in inside if row.children < small]
    left = whole - sum(row.children for row in kept)
    overlap = not held and not hidden and 0 < -left < small  # so many were at several of them
    forced = not held and bool(hidden) and left >= (small - 1) * len(hidden)  # each of the hidden ones must then be 4
    if kept and (overlap or forced):
        held.add(kept[0].id)
    return held


def _whole(found: Hotspots, shown: Iterable[str], spots: frozenset[int]) -> bool:
    """Whether the children of the whole window may be shown beside the counts within it."""
    small = schema().policy.small_number
    counts = [row.children for row in found.places if row.id in set(shown)]
    counts += [spot.children for spot in found.spots if spot.number in spots]
    return not 0 < found.children < small and not any(0 < found.children - count < small for count in counts)


def _records(visits: pd.DataFrame) -> int:
    return len(visits.drop_duplicates(["child", "what"]))

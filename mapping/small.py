"""Suppresses small counts in a table with a total, and one other with them, so that none can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HIDDEN = "not shown"
NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Count:
    """One count and its words."""

    count: int | None  # None: not shown, or not recorded
    said: str  # "12", "under 5", "not shown", "not recorded"


def count(value: int | None, limit: int) -> Count:
    """A count as it may be shown by itself; None for what nobody records."""
    if value is None:
        return Count(None, NOT_RECORDED)
    if 0 < value < limit:
        return Count(None, f"under {limit}")
    return Count(value, f"{value:,}")


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What may be shown of a table: which counts, and whether the total."""

    shown: tuple[bool, ...]
    total: bool


def suppress(counts: Sequence[int], limit: int) -> Suppressed:
    """Decide what of these counts, published with their total, may be shown.

    Counts from 1 up to the limit are not shown (0 is: it tells of no child), and with them always one of the larger
    ones: the last in the order of the table, the first only if there is no other. It is chosen by its place and not by
    its size, and it looks like the small ones, because a reader who knows this rule can turn any choice by size around.
    Where even that leaves only one possibility, nothing of the table is shown but its total. What cannot be worked out
    is so from one table and its total, by a reader who knows the rule and tries every table: a test is that reader. It
    does not guard against comparing a list with the same list of another day.

    Parameters
    ----------
    counts
        Of children, in groups of whom each child is in exactly one; the first is who is not recorded.
    limit
        The smallest count that is shown; 1 shows everything. Not 2: what is under 2 and not 0 is 1.
    """
    total, places = sum(counts), range(len(counts))
    if 0 < total < limit:
        return Suppressed((False,) * len(counts), total=False)
    small = [place for place in places if 0 < counts[place] < limit]
    if not small:
        return Suppressed((True,) * len(counts), total=True)
    larger = [place for place in (*reversed(places[1:]), *places[:1]) if counts[place] >= limit][:1]
    hidden = {*small, *larger}
    least = limit + len(small)  # of what they can add up to: then the small ones are all 1
    if not larger or sum(counts[place] for place in hidden) == least:
        hidden = set(places)
    return Suppressed(tuple(place not in hidden for place in places), total=True)


def words(count: int, shown: bool) -> str:
    """A count as it is printed: `12`, `not shown`."""
    return f"{count:,}" if shown else HIDDEN

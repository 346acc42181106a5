"""Suppresses small counts in a table with a total, and as many others as it takes that none can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What a table shows of one count."""

    SHOWN = "shown"
    UNDER = "under"  # 1 up to the limit, not told which
    WITHHELD = "withheld"  # large enough by itself; shown, it would give a small one away


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What may be shown of a table."""

    marks: tuple[Mark, ...]  # one a count
    total: bool  # whether the total may be shown


def suppress(counts: Sequence[int], limit: int, last: Sequence[int] = ()) -> Suppressed:
    """Decide what of these counts, published with their total, may be shown.

    Counts of 1 up to the limit are not shown (none is: it tells of no child). Where the total would still give one
    away, the smallest of the others are withheld too, one by one, until every count that is not shown could be at
    least two different numbers for a reader who knows the total, the limit, and that the smallest were withheld first.
    That is secondary suppression for one table; it does not guard against comparing this list with another one.

    Parameters
    ----------
    counts
        Of children, in groups of whom each child is in exactly one.
    limit
        The smallest count that is shown; 1 shows everything. Not 2: what is under 2 and not 0 is 1.
    last
        Places of counts that are withheld only when no other is left (`not recorded`).
    """
    shown, total = Mark.SHOWN, sum(counts)
    if 0 < total < limit:
        return Suppressed((Mark.WITHHELD,) * len(counts), total=False)
    marks = [Mark.UNDER if 0 < count < limit else shown for count in counts]
    order = sorted(
        (place for place, count in enumerate(counts) if count >= limit),
        key=lambda place: (place in last, counts[place], place),
    )
    for place in [*order, None]:
        if not _given_away(counts, marks, limit, last):
            return Suppressed(tuple(marks), total=True)
        if place is not None:
            marks[place] = Mark.WITHHELD
    return Suppressed(tuple(marks), total=False)


def _given_away(counts: Sequence[int], marks: Sequence[Mark], limit: int, last: Sequence[int]) -> bool:
    """Whether some count that is not shown can be only one number."""
    hidden = [place for place, mark in enumerate(marks) if mark is not Mark.SHOWN]
    rest = sum(counts[place] for place in hidden)
    others = [
        counts[place]
        for place, mark in enumerate(marks)
        if mark is Mark.SHOWN and counts[place] >= limit and place not in last
    ]
    most = min(others, default=rest)  # what is withheld is no larger than what is shown
    ranges = [_range(marks[place], limit, rest if place in last else most) for place in hidden]
    lowest, highest = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    return any(max(low, rest - highest + high) >= min(high, rest - lowest + low) for low, high in ranges)


def _range(mark: Mark, limit: int, most: int) -> tuple[int, int]:
    return (1, limit - 1) if mark is Mark.UNDER else (limit, most)


def words(count: int, mark: Mark, limit: int) -> str:
    """A count as it is printed: `12`, `under 5`, `not shown`."""
    if mark is Mark.SHOWN:
        return f"{count:,}"
    return f"under {limit}" if mark is Mark.UNDER else "not shown"

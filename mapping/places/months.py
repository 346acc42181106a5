"""Places by month: which had children come to harm in each of the last twelve calendar months. Pure.

Calendar months, as a panel meets monthly and says "in September"; the last one is the month that runs. Children are
counted, never records; on a panel view no count of 1 to 4 leaves this module.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data_schema import schema
from mapping import words
from mapping.places.ground import Ground
from mapping.places.hotspots import HotspotSettings, chosen
from mapping.small import suppress

BACK = 12  # months, the one that runs among them


@dataclass(frozen=True)
class Here:
    """Who came to harm at one place, or at one point of the map, in one month."""

    children: int | None  # distinct; None: under 5 on a panel view
    events: int | None  # None on a panel view: with the month's total it could tell what is hidden elsewhere

    def said(self) -> str:
        """`6 children, 9 events`; `under 5 children`."""
        if self.children is None:
            return f"under {schema().policy.small_number} children"
        count = words.counted(self.children, "child", "children")
        return f"{count}, {words.counted(self.events, 'event')}" if self.events is not None else count


@dataclass(frozen=True)
class Month:
    """One calendar month of the map."""

    first: date
    last: date  # not after the day of the snapshot
    visits: pd.DataFrame  # as in Ground; a return to the child's own home is left out
    events: int | None  # on the map; None: not shown, being small or telling of one that is
    of: int | None  # in all the months

    @property
    def name(self) -> str:
        """`September 2026`; the month that runs says up to when."""
        whole = (self.last + timedelta(days=1)).day == 1
        return f"{self.first:%B %Y}" + ("" if whole else f", to {self.last.day} {self.last:%B}")

    def said(self) -> str:
        """`showing 14 of 61 events`: beside the month's name."""
        total = "" if self.of is None else f" of {words.counted(self.of, 'event')} in {BACK} months"
        if self.events is None:
            return f"number of events not shown{total and f', {total.strip()}'}"
        return f"showing {words.number(self.events)}{total or ' events'}"


def months(known: Ground, settings: HotspotSettings, as_of: date) -> tuple[Month, ...]:
    """The last twelve months, oldest first.

    Parameters
    ----------
    known
        Places and visits.
    settings
        Whose harm types, agencies and panel view count; its window does not.
    as_of
        The day of the snapshot: nothing after it is shown.

    Returns
    -------
    tuple of Month
        Twelve, also where nothing happened.
    """
    visits = chosen(known.visits, settings)
    visits = visits[~visits["own_home"].astype(bool)]
    firsts = [_back(as_of, back) for back in range(BACK - 1, -1, -1)]
    lasts = [*(first - timedelta(days=1) for first in firsts[1:]), as_of]
    ordinal = pd.Series(
        [day.toordinal() if isinstance(day, date) else 0 for day in visits["day"]], index=visits.index, dtype="int64"
    )
    parts = [
        visits[ordinal.between(first.toordinal(), last.toordinal())] for first, last in zip(firsts, lasts, strict=True)
    ]
    counts = [int(part["what"].nunique()) for part in parts]
    safe = suppress(counts, schema().policy.small_number if settings.panel else 1)
    return tuple(
        Month(first, last, part, count if shown else None, sum(counts) if safe.total else None)
        for first, last, part, count, shown in zip(firsts, lasts, parts, counts, safe.shown, strict=True)
    )


def here(children: Collection[str], events: Collection[str], panel: bool) -> Here:
    """Count distinct children and events, as a view may show them."""
    if panel:
        return Here(len(children) if len(children) >= schema().policy.small_number else None, None)
    return Here(len(children), len(events))


def _back(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)

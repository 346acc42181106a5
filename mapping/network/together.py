"""Finds children who were missing together: overlapping episodes with the same end place, in hours or else in days."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
import pyarrow as pa

from graph.snapshot import Snapshot
from mapping.network.assertions import Assertions
from mapping.network.combine import Bools, Floats, Ints

HOURS, DAYS = "hours", "days"
DAYS_CARRY = 0.5
"""Overlap known only by the day is weaker: two children gone on the same date need not have met."""


@dataclass(frozen=True)
class Together:
    """Pairs of children whose missing episodes overlapped and ended at one place, as columns of equal length."""

    first: Ints  # rows of the entities table
    second: Ints
    place: Ints
    exact: Bools  # by the hour, else by the day
    value: Floats
    grade: Floats
    agency: Ints
    said: Ints  # (n, 4): the assertions, who went missing and where it ended, twice

    def __len__(self) -> int:
        return len(self.first)

    def where(self, mask: Bools) -> Together:
        """The pairs that the mask keeps."""
        return Together(*(getattr(self, field.name)[mask] for field in fields(self)))


@dataclass(frozen=True)
class _Episodes:
    """Missing episodes with an end and an end place, one row for each two statements of them; times in minutes."""

    child: Ints
    event: Ints
    place: Ints
    start: Ints
    end: Ints
    exact: Bools
    went: Ints  # rows of the assertions
    ended: Ints


def homes(kept: Assertions) -> tuple[Ints, Ints, Ints]:
    """Who lives where by whom: rows of the entities table for child and place, and the agency that says so."""
    lives = kept.kind == "lives_at"
    return kept.source[lives], kept.target[lives], kept.agency[lives]


def together(snapshot: Snapshot, kept: Assertions) -> Together:
    """Pairs of children missing together in the window, once for each pair of episodes.

    Which of the end places are homes is for the caller: coming back to one home on one night says nothing about having
    been away together.
    """
    all_ = _episodes(snapshot, kept)
    order = np.lexsort((all_.ended, all_.went, all_.event, all_.child, all_.place))
    bounds = np.flatnonzero(np.r_[True, np.diff(all_.place[order]) != 0, True]) if len(order) else np.zeros(1, np.int64)
    firsts, seconds = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for low, high in pairwise(bounds.tolist()):
        rows = order[low:high]
        if high - low < 2:
            continue
        i, j = np.nonzero(np.triu(_overlap(all_, rows), 1))
        firsts.append(rows[i])
        seconds.append(rows[j])
    one, two = np.concatenate(firsts), np.concatenate(seconds)
    said = np.stack([all_.went[one], all_.ended[one], all_.went[two], all_.ended[two]], axis=1)
    exact: Bools = all_.exact[one] & all_.exact[two]
    # All four statements must hold; the kind and the ageing of an episode count once.
    value = np.where(exact, 1.0, DAYS_CARRY) * kept.value[said].min(axis=1)
    return Together(
        all_.child[one],
        all_.child[two],
        all_.place[one],
        exact,
        value,
        kept.grade[said].min(axis=1),
        kept.agency[said[:, [0, 2]]].min(axis=1),
        said,
    )


def _overlap(all_: _Episodes, rows: Ints) -> Bools:
    """Which of these episodes overlap which, of different children: by the hour where both have one, or by the day."""
    start, end, exact, child = (column[rows] for column in (all_.start, all_.end, all_.exact, all_.child))
    by_hour = (start[:, None] < end[None, :]) & (start[None, :] < end[:, None])
    first, last = start // _DAY, end // _DAY
    by_day = (first[:, None] <= last[None, :]) & (first[None, :] <= last[:, None])
    both = exact[:, None] & exact[None, :]
    found: Bools = np.where(both, by_hour, by_day) & (child[:, None] != child[None, :])
    return found


def _episodes(snapshot: Snapshot, kept: Assertions) -> _Episodes:
    """Every missing episode of the window with a known end and end place."""
    went, ended = np.flatnonzero(kept.kind == "went_missing"), np.flatnonzero(kept.kind == "found_at")
    # Each statement that somebody went missing, with each that says where the episode ended.
    ended = ended[np.argsort(kept.source[ended], kind="stable")]
    low, high = (np.searchsorted(kept.source[ended], kept.target[went], side) for side in ("left", "right"))
    count = high - low
    at_went = np.repeat(went, count)
    at_ended = ended[np.repeat(low, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)]
    event = kept.target[at_went]
    used, which = np.unique(event, return_inverse=True)
    times = snapshot.entities.select(["started_on", "started_at", "ended_on", "ended_at"]).take(pa.array(used))
    rows = times.to_pylist()
    dated = np.array([bool(row["started_on"] and row["ended_on"]) for row in rows], bool)
    exact = np.array([bool(row["started_at"] and row["ended_at"]) for row in rows], bool)
    timed = list(zip(rows, exact.tolist(), strict=True))
    start, end = (
        np.array([_minutes(row[f"{side}_on"], row[f"{side}_at"] if by else None) for row, by in timed], np.int64)
        for side in ("started", "ended")
    )
    keep = dated[which] if len(which) else np.zeros(0, bool)
    which, at_went, at_ended = which[keep], at_went[keep], at_ended[keep]
    return _Episodes(
        child=kept.source[at_went],
        event=event[keep],
        place=kept.target[at_ended],
        start=start[which],
        end=end[which],
        exact=exact[which],
        went=at_went,
        ended=at_ended,
    )


_DAY = 24 * 60


def _minutes(day: object, clock: str | None) -> int:
    """Minutes since the first day of the calendar; 0 where no day is recorded."""
    if day is None:
        return 0
    hour, minute = (clock or "0:0").split(":")[:2]
    return day.toordinal() * _DAY + int(hour) * 60 + int(minute)  # type: ignore[attr-defined, no-any-return]

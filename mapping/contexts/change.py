"""Before and after an action began: distinct children harmed at a context, beside the rest of the borough. Pure.

Counts of so few children go up and down by themselves. The ratio comes with its exact 90% interval (conditional on the
sum, a binomial share: Clopper and Pearson 1934, Biometrika 26:404), and beside the rest of the borough with that of the
conditional odds ratio (Fisher's exact setting). A child in both spans is counted in both; nothing here proves a cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.stats import binomtest
from scipy.stats.contingency import odds_ratio

from graph.snapshot import Snapshot
from mapping import words
from mapping.contexts.reading import Reading, read
from mapping.contexts.seen import Sight, children_of, evidence_of
from mapping.contexts.settings import ContextSettings
from mapping.small import HIDDEN, Count, count

LEVEL = 0.90
LEAST = 28
"""Fewer days since it began than this say nothing."""
_LATE = 0.9  # share of records by whose lag days count as still arriving


@dataclass(frozen=True, slots=True)
class Interval:
    """A ratio of after to before with the ends of its 90% interval; `high` is None where there is no upper end."""

    ratio: float | None
    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """What came to be recorded after an action began, beside as many days before it."""

    since: date
    asked: int  # days asked for
    days: int  # days compared on each side; 0 where nothing is
    before: Count
    after: Count
    rest_before: Count  # distinct children harmed anywhere else
    rest_after: Count
    ratio: Interval | None  # None where it is refused or not shown
    beside: Interval | None  # the ratio over that of the rest of the borough
    said: str  # in words
    refused: str  # why nothing is compared, "" where it is
    notes: tuple[str, ...]  # late records, what is not proof
    behind: tuple[tuple[str, ...], ...]  # the records of before, after, rest_before, rest_after; none on a panel view


def before_after(
    snapshot: Snapshot,
    id: str,
    since: date,
    days: int = 90,
    settings: ContextSettings | None = None,
    *,
    reading: Reading | None = None,
) -> Change:
    """Compare the days since something began with as many before it.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    id
        Kith id of a context.
    since
        The first day on which it made a difference.
    days
        On each side; where fewer have passed, as many as have.
    settings, reading
        As for `context`.

    Returns
    -------
    Change
        `refused` says why where fewer than `LEAST` days have passed, or where counts may not be shown.
    """
    reading = reading or read(snapshot, settings or ContextSettings())
    reading.one(id)
    passed = (reading.today - since).days + 1
    span = min(days, passed)
    if span < min(LEAST, days):
        return _refused(since, days, _too_early(since, passed, min(LEAST, days), reading.today))
    here = list(reading.here(id))
    mine = {(one.child, one.what) for one in here}
    rest = [one for one in _away(reading) if (one.child, one.what) not in mine]
    limit = reading.settings.limit
    now, then = _parts(here, since, span)
    else_now, else_then = _parts(rest, since, span)
    a, b = len(children_of(now)), len(children_of(then))
    c, d = len(children_of(else_now)), len(children_of(else_then))
    small = [value for value in (a, b) if 0 < value < limit]
    told = [count(value, limit) for value in (b, a, d, c)]
    if small:
        # Beside one that is shown, whether it became fewer would tell of one that is not.
        return Change(
            since, days, span, told[0], told[1], told[2], told[3], None, None, "",
            f"Counts under {limit} are not compared on a panel view.", _notes(reading, here, since, span), (),
        )  # fmt: skip
    ratio, beside = compare(a, b), _beside(a, b, c, d, limit)
    return Change(
        since, days, span, told[0], told[1], told[2], told[3], ratio, beside, in_words(a, b, ratio, beside), "",
        _notes(reading, here, since, span),
        () if reading.settings.panel else tuple(evidence_of(part) for part in (then, now, else_then, else_now)),
    )  # fmt: skip


def _refused(since: date, days: int, why: str) -> Change:
    none = Count(None, HIDDEN)
    return Change(since, days, 0, none, none, none, none, None, None, "", why, (), ())


def _too_early(since: date, passed: int, least: int, today: date) -> str:
    if passed < 1:
        return f"It begins on {words.day(since, today)}: there is nothing to compare yet."
    again = since + timedelta(days=least - 1)
    return (
        f"Too early: {words.counted(passed, 'day has', 'days have')} passed since {words.day(since, today)}. "
        f"From {words.day(again)} there are enough to compare."
    )


def _away(reading: Reading) -> Iterable[Sight]:
    return (one for one in reading.seen.sights if not one.places or set(one.places) - one.home)


def _parts(sights: Iterable[Sight], since: date, days: int) -> tuple[list[Sight], list[Sight]]:
    """What lies in so many days from this one on, and in as many before it."""
    mine, step = list(sights), timedelta(days=days)
    last, first = since + step - timedelta(days=1), since - step
    return (
        [one for one in mine if one.within(since, last)],
        [one for one in mine if one.within(first, since - timedelta(days=1))],
    )


def compare(after: int, before: int) -> Interval | None:
    """The ratio of two counts of equal spans, with its exact 90% interval; None where both are 0."""
    if after + before == 0:
        return None
    share = binomtest(after, after + before, 0.5).proportion_ci(LEVEL, method="exact")
    return Interval(
        after / before if before else None,
        float(share.low / (1 - share.low)),
        float(share.high / (1 - share.high)) if share.high < 1 else None,
    )


def _beside(after: int, before: int, rest_after: int, rest_before: int, limit: int) -> Interval | None:
    """The ratio here over the ratio elsewhere; None where the rest is empty or may not be shown."""
    if after + before == 0 or 0 in (rest_after, rest_before) or min(rest_after, rest_before) < limit:
        return None
    found = odds_ratio(np.array([[after, before], [rest_after, rest_before]]), kind="conditional")
    ends = found.confidence_interval(LEVEL)
    ratio = float(found.statistic)
    return Interval(
        ratio if np.isfinite(ratio) else None, float(ends.low), float(ends.high) if np.isfinite(ends.high) else None
    )


def in_words(after: int, before: int, ratio: Interval | None, beside: Interval | None) -> str:
    """What the counts say and how far it may be chance."""
    if ratio is None:
        return "No child before and none since: nothing to compare."
    said = _direction(after, before, ratio)
    if beside is None:
        return f"{said}. The rest of the borough has too little to hold it against."
    if beside.high is not None and beside.high < 1:
        return f"{said}. Beside the rest of the borough there are fewer as well."
    if beside.low > 1:
        return f"{said}. Beside the rest of the borough there are more as well."
    return f"{said}. Beside the rest of the borough no difference can be told."


def _direction(after: int, before: int, ratio: Interval) -> str:
    if after == before:
        return "As many as before"
    word = "Fewer" if after < before else "More"
    sure = (ratio.high is not None and ratio.high < 1) or ratio.low > 1
    return f"{word} than before, beyond what chance explains" if sure else f"{word} than before, but this may be chance"


def _notes(reading: Reading, here: Sequence[Sight], since: date, days: int) -> tuple[str, ...]:
    said = []
    lag = lag_days(here) or lag_days(reading.seen.sights)
    if lag is not None:
        half, most = lag
        said.append(f"Half of the records reach Kith within {words.counted(half, 'day')}, nine in ten within {most}.")
        last = since + timedelta(days=days - 1)
        missing = most - (reading.today - last).days
        if missing > 0:
            still = min(missing, days)
            said.append(f"Records of the last {words.counted(still, 'day')} are still arriving: the count may grow.")
    said.append("A child in both spans is counted in both. It does not show what caused a change.")
    return tuple(said)


def lag_days(sights: Iterable[Sight]) -> tuple[int, int] | None:
    """Days from an event to its first record: half of them take no longer, and nine in ten no longer; None for none."""
    late = [(one.recorded_on - one.day).days for one in sights if one.recorded_on and one.day]
    late = [max(days, 0) for days in late]
    if not late:
        return None
    half, most = np.quantile(late, [0.5, _LATE], method="higher")
    return int(half), int(most)

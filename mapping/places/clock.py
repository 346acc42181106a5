"""The clock: at what hours of which weekdays distinct children come to harm, fit for small numbers. Pure.

A function of a frame of visits (`mapping.places.ground.VISITS`): of a window, of one hotspot, of one place. A child
counts once in a cell, however often; cells do not add up to all children, as one child may be in several. What has no
time is counted first and never spread over the hours. A missing episode counts at the hour it began, which is when it
was noticed. On a panel view the blocks are as coarse as it takes for half of what was counted to be seen, counts under
5 are hidden, and one more with them (`mapping.small`): cells are treated as if they did add up, the worst case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_schema import schema
from mapping import words
from mapping.places.repeats import months_only
from mapping.places.scan import Ints
from mapping.small import suppress

Bools = npt.NDArray[np.bool_]
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EACH = tuple((day,) for day in range(7))
Grain = tuple[int, tuple[tuple[int, ...], ...]]
GRAINS: tuple[Grain, ...] = (
    (3, _EACH),
    (6, _EACH),
    (6, (tuple(range(5)), (5, 6))),
    (6, (tuple(range(7)),)),
)
"""Hours of a block and weekdays of a column, finest first."""
FEWEST = 10
"""Children with a time under which no peak is named: it would be one or two of them."""
_NEAR = 2 / 3  # of the busiest block's count: what still belongs to it
_TOP, _FEW_DAYS = 0.8, 3  # of the busiest day's count: what is named with it; no more days than so many are named
_CHANCE = 0.05
_SEEN = 0.5  # share of what was counted that a panel view must show


@dataclass(frozen=True)
class Clock:
    """Distinct children by hour and weekday; None: not shown on a panel view."""

    blocks: tuple[str, ...]  # rows: "18:00 to 21:00"
    days: tuple[str, ...]  # columns: "Monday", or "Monday to Friday"
    cells: tuple[tuple[int | None, ...], ...]  # rows x columns
    unknown: int | None  # children of events without a time
    untimed: int | None  # those events
    peak: str  # in words; empty where none may be named
    note: str  # in words: how it was counted and what is not shown
    why_not: str  # in words; empty where cells are shown
    hours: int  # of a block
    weekdays: tuple[tuple[int, ...], ...]  # of each column, 0 = Monday

    def pick(self, visits: pd.DataFrame, row: int | None, column: int = 0) -> pd.DataFrame:
        """The visits behind one cell; row None: those without a time."""
        hour, weekday = _when(visits)
        here = hour < 0
        if row is not None:
            here = (hour >= 0) & (hour // self.hours == row) & np.isin(weekday, self.weekdays[column])
        found: pd.DataFrame = visits[here]
        return found


def clock(visits: pd.DataFrame, *, panel: bool = True, within: Sequence[Clock] = ()) -> Clock:
    """Count distinct children by hour and weekday.

    Parameters
    ----------
    visits
        Columns `child, what, day, started_at`, as in `mapping.places.ground.VISITS`; the window is chosen before.
    panel
        Whether it is for a panel view: counts under 5 are hidden, and what would give them away.
    within
        Clocks of more, seen on the same page: cells that differ from theirs by 1 to 4 children are hidden too.

    Returns
    -------
    Clock
        With no event that has a time, or dates that are months, no cells and the reason.
    """
    hour, weekday = _when(visits)
    timed = visits[hour >= 0]
    lacking = visits[hour < 0]
    unknown, untimed = int(lacking["child"].nunique()), int(lacking["what"].nunique())
    why_not = _why_not(visits, timed)
    if why_not:
        hide = panel and 0 < unknown < schema().policy.small_number
        none = None if hide else unknown
        return Clock((), (), (), none, None if hide else untimed, "", "", why_not, 24, ())
    (hours, days), counts, cells, told = _grained(visits, hour, weekday, panel, within)
    people = int(timed["child"].nunique())
    named = tuple(_days(one) for one in days)
    if panel and not (cells & (counts > 0)).any():
        hidden = "Too few children for a panel view to show when."
        return Clock((), (), (), None, None, "", "", hidden, hours, days)
    return Clock(
        tuple(f"{begin:02d}:00 to {begin + hours:02d}:00" for begin in range(0, 24, hours)),
        named,
        tuple(
            tuple(int(count) if seen else None for count, seen in zip(*row, strict=True))
            for row in zip(counts, cells, strict=True)
        ),
        unknown if told else None,
        untimed if told else None,
        _peak(np.where(cells, counts, 0), cells, hours, days) if people >= FEWEST else "",
        _note(hours, bool(cells.all()) and told),
        "",
        hours,
        days,
    )


def _when(visits: pd.DataFrame) -> tuple[Ints, Ints]:
    """Hour of the day, -1 where no time or no day is recorded, and weekday."""
    dated = np.array([isinstance(day, date) for day in visits["day"]], bool)
    text = visits["started_at"].fillna("").astype(str).str.extract(r"^([01]?\d|2[0-3]):[0-5]\d", expand=False)
    hour = pd.to_numeric(text, errors="coerce").fillna(-1).to_numpy(np.intp)
    weekday = np.array(
        [day.weekday() if known else -1 for day, known in zip(visits["day"], dated, strict=True)], np.intp
    )
    return np.where(dated, hour, -1), weekday


def _why_not(visits: pd.DataFrame, timed: pd.DataFrame) -> str:
    if visits.empty:
        return "No event to count."
    if timed.empty:
        return "No event has a time on record."
    return months_only(list(timed.drop_duplicates("what")["day"]))


def _grained(
    visits: pd.DataFrame, hour: Ints, weekday: Ints, panel: bool, within: Sequence[Clock]
) -> tuple[Grain, Ints, Bools, bool]:
    """The grain, its counts, which of them are shown, and whether the count without a time is."""
    timed = hour >= 0
    who, hour, weekday = visits["child"][timed], hour[timed], weekday[timed]
    if not panel:
        counts = _counted(who, hour, weekday, *GRAINS[0])
        return GRAINS[0], counts, np.ones(counts.shape, bool), True
    people, unknown = int(visits["child"].nunique()), int(visits["child"][~timed].nunique())
    for grain in GRAINS:
        counts = _counted(who, hour, weekday, *grain)
        cells, told = _shown(counts, unknown, people)
        for one in within:
            cells, told = _beside(one, grain, counts, unknown, cells, told)
        if counts[cells].sum() >= _SEEN * counts.sum():
            break
    return grain, counts, cells, told


def _counted(
    children: pd.Series,
    hour: Ints,
    weekday: Ints,
    hours: int,
    days: tuple[tuple[int, ...], ...],
) -> Ints:
    """(blocks, columns) distinct children."""
    column = np.array([next(at for at, some in enumerate(days) if day in some) for day in range(7)])[weekday]
    each = pd.DataFrame({"child": children.to_numpy(), "row": hour // hours, "column": column}).drop_duplicates()
    cell = each["row"].to_numpy() * len(days) + each["column"].to_numpy()
    return np.bincount(cell, minlength=24 // hours * len(days)).reshape(-1, len(days))


def _shown(counts: Ints, unknown: int, people: int) -> tuple[Bools, bool]:
    """What a panel view may show of the cells beside the number of all children, and whether the count without a time.

    A cell that all but 1 to 4 of the children are in tells of those; where every cell is shown, so does the surplus of
    the cells over all children, which is who was there more than once.
    """
    small = schema().policy.small_number
    every = np.r_[unknown, counts.T.ravel()]
    kept = np.array(suppress(every.tolist(), small).shown, bool)
    kept &= ~((people - every > 0) & (people - every < small))
    large = np.flatnonzero(kept & (every >= small))
    if kept.all() and 0 < every.sum() - people < small and len(large):
        kept[large[-1]] = False
    return kept[1:].reshape(counts.T.shape).T, bool(kept[0])


def _beside(within: Clock, grain: Grain, counts: Ints, unknown: int, cells: Bools, told: bool) -> tuple[Bools, bool]:
    """The same beside a clock of more: the difference of two cells tells of those who were only elsewhere."""
    if not within.cells or (within.hours, within.weekdays) != grain:
        return cells, told
    small = schema().policy.small_number
    more = np.array([[-small if one is None else one for one in row] for row in within.cells])
    cells = cells & ~((more - counts > 0) & (more - counts < small))
    return cells, told and not (within.unknown is not None and 0 < within.unknown - unknown < small)


def _days(days: tuple[int, ...]) -> str:
    if len(days) in (1, len(WEEK)):
        return WEEK[days[0]] if len(days) == 1 else "Any day"
    return f"{WEEK[days[0]]} {'and' if len(days) == 2 else 'to'} {WEEK[days[-1]]}"


def _peak(shown: Ints, cells: Bools, hours: int, days: tuple[tuple[int, ...], ...]) -> str:
    """The busiest hours, then the days that stand out in them, from nothing but the counts that are shown (hidden: 0).

    A day stands out where the busiest one has more than chance gives the busiest of seven (95% of seeded draws).
    """
    if not shown.any():
        return ""
    each = len(days) == len(WEEK)
    sums = shown.sum(axis=1) if each else shown[:, 0]  # five days and two cannot be compared
    top = int(sums.argmax())
    bottom, floor = top + 1, _NEAR * sums[top]
    while bottom < len(sums) and sums[bottom] >= floor:
        bottom += 1
    while top and sums[top - 1] >= floor:
        top -= 1
    when = f"between {top * hours:02d}:00 and {bottom * hours:02d}:00"
    of = "most" if cells.all() else "of the hours shown, most"
    said = f"{of[0].upper()}{of[1:]} children came to harm {when}"
    if len(days) == 1:
        return f"{said}."
    if not each:
        return f"{said} on {WEEK[days[0][0]]}s to {WEEK[days[0][-1]]}s."
    if not cells[top:bottom].all():
        return f"{said}."
    daily = shown[top:bottom].sum(axis=0)
    named = [f"{WEEK[day]}s" for day in np.flatnonzero(daily >= _TOP * daily.max())]
    if len(named) > _FEW_DAYS:
        return f"{said}, on most days alike."
    draws = np.random.default_rng(0).multinomial(int(daily.sum()), np.full(len(WEEK), 1 / len(WEEK)), 999).max(axis=1)
    stands = np.mean(draws >= daily.max()) <= _CHANCE
    return f"{said}. {words.listed(named)} {'stand out' if stands else 'stand highest, which may be chance'}."


def _note(hours: int, whole: bool) -> str:
    hidden = "" if whole else f" × is a count under {schema().policy.small_number}, or one that would give it away."
    return (
        f"Distinct children in blocks of {hours} hours; a child may be in several. A missing episode counts when it "
        f"began, as it was noticed.{hidden}"
    )

"""Compares the hub's cohort and its five lists with the children who live here. It finds differences, never fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data_schema import schema
from graph.errors import KithError
from graph.snapshot import Snapshot
from mapping import words
from mapping.characteristics import CHARACTERISTICS, Sorted, sort_children
from mapping.evaluation.compare import four_fifths_misfires
from mapping.evaluation.fairness_tables import Comparison, Records, compare, records
from mapping.evaluation.fairness_what_if import WhatIf, what_if
from mapping.network.people import People, people
from mapping.network.periphery import PeripherySettings, lists
from mapping.network.periphery.opinions import records_held
from mapping.questions import TITLES, Question

COHORT = "cohort"
MOST_QUARTERS = 12
LISTS: Mapping[str, str] = {COHORT: "Open to the hub", **{question.value: TITLES[question] for question in Question}}
"""What is compared, in this order."""

CAN = (
    "Shows whether a list holds more or fewer children of a group than the area's children would give by chance, and"
    " how far that could be chance.",
    "Shows of how many children a characteristic is recorded at all: what is not recorded cannot be compared.",
    "Shows how many records agencies hold of each child by group: attention alone fills lists.",
)
CANNOT = (
    "It cannot tell unequal harm from unequal noticing: both make a list differ from the population.",
    "A list like the population is not proof of fairness, and one unlike it not proof of the opposite. There is no pass"
    " or fail here; people decide what to ask next.",
    "One list of a few dozen children says little: pool quarters, and read the interval before the ratio.",
)


class FairnessRefused(KithError, ValueError):
    """A comparison that cannot be made as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class FairnessSettings:
    """What is compared, and by what rules of disclosure."""

    lists: tuple[str, ...] = ()  # of LISTS; empty: all
    window_days: int | None = None
    pool_quarters: int = 0  # 0: the lists of today; n: children of any list at the last n quarter-ends
    small: int | None = None  # smallest count shown; None: the policy's; 1 shows every count
    by: str = "ethnicity"  # characteristic of the what-if
    detection: Mapping[str, float] | None = None  # group -> assumed part of it that is noticed; none: no what-if

    def limit(self) -> int:
        """The smallest count that is shown."""
        return schema().policy.small_number if self.small is None else self.small


@dataclass(frozen=True, slots=True)
class Listed:
    """One list beside the children who live here."""

    name: str  # of LISTS
    title: str
    total: int | None  # None: too few to show
    said: str
    comparisons: tuple[Comparison, ...]
    empty: str  # why there is nothing to compare, else ""


@dataclass(frozen=True, slots=True)
class Fairness:
    """What may be published of the comparison; counts that are too small are not in it."""

    as_of: date
    version: str
    days: tuple[date, ...]  # the days of the lists
    window_days: int
    small: int
    lists: tuple[Listed, ...]
    records: tuple[Records, ...]
    what_if: WhatIf | None
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    method: tuple[str, ...]


def fairness(snapshot: Snapshot, settings: FairnessSettings | None = None) -> Fairness:
    """Compare the open cohort and the five lists with the base population.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    settings
        Which lists and window; how many quarters to pool; assumed detection for the what-if.

    Returns
    -------
    Fairness
        Counts under the limit are suppressed in it, and as many more as keep them from being worked out.

    Raises
    ------
    FairnessRefused
        A list or group that is none, a rate that is none.
    """
    settings = settings or FairnessSettings()
    _check(settings)
    asked = PeripherySettings(window_days=settings.window_days)
    window, limit = asked.projection().window(), settings.limit()
    names = [name for name in LISTS if not settings.lists or name in settings.lists]
    days = quarter_ends(snapshot.as_of, settings.pool_quarters) or (snapshot.as_of,)
    who, now = _sorted(snapshot, window)
    found: dict[str, dict[str, Mapping[str, str]]] = {name: {} for name in names}
    for day in days:
        past = snapshot if day == snapshot.as_of else snapshot.recorded_by(day)
        then, groups = (who, now) if past is snapshot else _sorted(past, window)
        mine = _lists(past, then, asked, names)
        for name in names:
            for child in mine[name] & groups.children:
                found[name].setdefault(child, {one: groups.group(one, child) for one in CHARACTERISTICS})
    everybody = sorted(now.children)
    held = dict(zip(everybody, records_held(snapshot, everybody).tolist(), strict=True))
    return Fairness(
        as_of=snapshot.as_of,
        version=snapshot.version,
        days=days,
        window_days=window,
        small=limit,
        lists=tuple(_listed(name, found[name], now, limit) for name in names),
        records=tuple(records(now, held, one, limit) for one in CHARACTERISTICS),
        what_if=what_if(snapshot, asked, now, settings.by, settings.detection, limit) if settings.detection else None,
        can=CAN,
        cannot=(*CANNOT, *_fifths(found, now)),
        method=tuple(_method(settings, window, days, snapshot)),
    )


def quarter_ends(today: date, count: int) -> tuple[date, ...]:
    """The last days of the `count` quarters that ended before or on this day, the earliest first."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    following = today + timedelta(days=1)
    if following.day == 1 and following.month in {1, 4, 7, 10}:
        first = following
    found = []
    for _ in range(count):
        found.append(first - timedelta(days=1))
        first = date(first.year - (first.month == 1), (first.month - 4) % 12 + 1, 1)
    return tuple(reversed(found))


def _check(settings: FairnessSettings) -> None:
    for name in settings.lists:
        if name not in LISTS:
            raise FairnessRefused(f"There is no list “{name}”. Write one of: {', '.join(LISTS)}.")
    if settings.by not in CHARACTERISTICS:
        raise FairnessRefused(
            f"There is no characteristic “{settings.by}”. Write one of: {', '.join(CHARACTERISTICS)}."
        )
    if not 0 <= settings.pool_quarters <= MOST_QUARTERS:
        raise FairnessRefused(f"Pool up to {MOST_QUARTERS} quarters, or 0 for the lists of today.")
    if settings.limit() < 1 or settings.limit() == 2:
        raise FairnessRefused(
            "The smallest count shown is 1 (nothing is hidden) or 3 and more: what is under 2 and not 0 is 1."
        )


def _sorted(snapshot: Snapshot, window: int) -> tuple[People, Sorted]:
    who = people(snapshot, window_days=window)
    looked_after = {person for person in who.roles if who.has(person, "looked_after")}
    return who, sort_children(snapshot, who.children, looked_after)


def _lists(snapshot: Snapshot, who: People, asked: PeripherySettings, names: list[str]) -> dict[str, frozenset[str]]:
    found = {COHORT: frozenset(who.open & who.children)}
    if names != [COHORT]:
        found |= {question.value: frozenset(ids) for question, ids in lists(snapshot, asked).items()}
    return found


def _listed(name: str, found: Mapping[str, Mapping[str, str]], now: Sorted, limit: int) -> Listed:
    """One list with its comparisons; of a handful of children nothing is told but that they are a handful."""
    total = len(found)
    if 0 < total < limit:
        said = f"under {limit} children"
        empty = f"This list holds under {limit} children: nothing of it can be shown without saying who they are."
        return Listed(name, LISTS[name], None, said, (), f"{empty} Pool quarters to compare more children.")
    said = words.counted(total, "child", "children")
    if not total:
        return Listed(name, LISTS[name], 0, said, (), "No child is on this list, so there is nothing to compare.")
    tables = (
        compare(now, {child: groups[one] for child, groups in found.items()}, one, limit) for one in CHARACTERISTICS
    )
    return Listed(name, LISTS[name], total, said, tuple(tables), "")


def _fifths(found: Mapping[str, Mapping[str, Mapping[str, str]]], now: Sorted) -> list[str]:
    """How often the four-fifths rule would be wrong of a list as long as these."""
    base = now.bases["sex"]
    sizes = [len(children) for name, children in found.items() if name != COHORT and len(children) >= 10]
    if len(base.groups) != 2 or base.kind == "records" or not sizes:
        return []
    size = max(sizes)
    wrong = four_fifths_misfires(base.groups[0].children, base.children, size)
    if wrong is None:
        return []
    return [
        f"The four-fifths rule is not used: of lists of {size} drawn at random from the children who live here it would"
        f" call {100 * wrong:.0f}% unfair, by sex alone."
    ]


def _method(settings: FairnessSettings, window: int, days: tuple[date, ...], snapshot: Snapshot) -> list[str]:
    limit = settings.limit()
    lines = [
        f"Data of {words.day(snapshot.as_of)}, version {snapshot.version}; seen within {window} days.",
        "Children of 10 to 17 years and those of unknown age; the base counts the same years.",
        "Expected: the share of the group in the base, of a list as long. By chance: the interval that holds at least"
        " 95% of lists drawn at random (hypergeometric, exact).",
        "Ratio of rates: children of the group on the list for each in the base, over the same of all other children;"
        " the middle and 90% interval of its posterior (Beta, Jeffreys' prior of 1/2).",
    ]
    if len(days) > 1 or settings.pool_quarters:
        lines.insert(1, f"Pooled: children on the lists of {words.listed([words.day(day) for day in days])}, each once,"
                        " by the records entered by then.")  # fmt: skip
    if limit > 1:
        lines.append(
            f"Counts of 1 to {limit - 1} are not shown, nor another that would give them away. Where it is not shown of"
            " how many a characteristic is not recorded, they are among those compared."
        )
    else:
        lines.append("Small counts are shown: this is not for a panel or for publication.")
    return lines

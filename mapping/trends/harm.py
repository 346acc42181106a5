"""Children who came to harm by kind of harm and month, and themes: kind of harm, kind of place and time of day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from mapping import words
from mapping.small import HIDDEN
from mapping.trends.counts import Count, count
from mapping.trends.ended import found_at
from mapping.trends.known import Counted
from mapping.trends.month import Month
from mapping.trends.spans import Behind, usable

MISSING = "missing"
THEME_MONTHS = 3
TIMES = {
    "": "time not recorded",
    "day": "06:00 to 15:00",
    "after": "15:00 to 18:00",
    "evening": "18:00 to 21:00",
    "night": "21:00 to 06:00",
}
Key = tuple[str, str, str]
"""Kind of harm, kind of place, time: codes, "" where nobody recorded it."""
_WEEKEND = 4  # Friday, as weekday() counts


@dataclass(frozen=True, slots=True)
class Harmed:
    """One child in one event in which they came to harm."""

    child: str
    event: str
    harm_type: str  # "" where nobody recorded it
    month: Month
    day: date | None  # None where only the month is recorded
    clock: str | None
    place_kinds: tuple[str, ...]  # none where no place is recorded
    evidence: tuple[str, ...]

    def within(self, first: date, last: date) -> bool:
        """Whether it was between two days; of what is known by its month only, whether the month was."""
        if self.day is None:
            return Month.of(first) <= self.month <= Month.of(last)
        return first <= self.day <= last

    @property
    def weekend(self) -> bool:
        """On a Friday, Saturday or Sunday, as far as the day is known."""
        return self.day is not None and self.day.weekday() >= _WEEKEND

    @property
    def time(self) -> str:
        """Key of TIMES."""
        if not self.clock:
            return ""
        hour = int(self.clock.split(":")[0])
        return next((key for key, low, high in _HOURS if low <= hour < high), "night")


_HOURS = (("day", 6, 15), ("after", 15, 18), ("evening", 18, 21))


def harmed(known: Counted) -> tuple[Harmed, ...]:
    """Every child in every event in which a record says that they came to harm."""
    snapshot, places = known.snapshot, found_at(known.snapshot)
    ties = usable(snapshot.ties)
    rows = ties.filter(pc.is_in(ties["kind"], pa.array(["harmed_in", "happened_at"])))
    rows = rows.select(["id", "kind", "from_id", "to_id"]).to_pylist()
    table = snapshot.entities.filter(pc.equal(snapshot.entities["kind"], "event"))
    columns = ["id", "harm_type", "started_on", "started_month", "started_at"]
    events: dict[str, Mapping[str, Any]] = {row["id"]: row for row in table.select(columns).to_pylist()}
    kinds: dict[str, set[str]] = defaultdict(set)
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "happened_at":
            kinds[row["from_id"]].add(places[row["to_id"]].kind)
        else:
            said[row["from_id"], row["to_id"]].append(row["id"])
    found = []
    for (child, event), ids in sorted(said.items()):
        one = events[event]
        day = one["started_on"]
        month = Month.of(day) if day else Month.read(one["started_month"])
        if month is None or not known.people[child].child(day or month.first):
            continue
        at = tuple(sorted(kinds[event]))
        found.append(Harmed(child, event, one["harm_type"] or "", month, day, one["started_at"], at, tuple(ids)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Series:
    """Distinct children of one kind of harm, a month each."""

    key: str
    label: str
    months: tuple[str, ...]  # "2026-10"
    counts: tuple[Count, ...]


def series(known: Counted, found: Sequence[Harmed], last: Month, until: date, limit: int, months: int = 12) -> tuple[
    Series, ...
]:  # fmt: skip
    """Distinct children a month by kind of harm, those of which anything is recorded; not recorded first.

    Missing is counted from the missing episodes, the others from events in which a child came to harm.
    """
    run = last.run(months)
    children = harmed_by_month(known, found, run[0], until)
    labels = {"": "Kind of harm not recorded"} | {
        code: one.label for code, one in schema().codes["harm_type"].codes.items()
    }
    keys = [key for key in labels if any(children[key][month] for month in run)]
    return tuple(
        Series(
            key,
            labels[key],
            tuple(str(month) for month in run),
            tuple(count(len(children[key][month]), limit) for month in run),
        )
        for key in keys
    )


def harmed_by_month(
    known: Counted, found: Iterable[Harmed], first: Month, until: date
) -> Mapping[str, Mapping[Month, Behind]]:
    """Kind of harm -> month -> who came to it, and what says so. Missing is counted from the missing episodes."""
    children: dict[str, dict[Month, dict[str, tuple[str, ...]]]] = defaultdict(lambda: defaultdict(dict))

    def put(kind: str, month: Month, child: str, said: tuple[str, ...]) -> None:
        mine = children[kind][month]
        mine[child] = (*mine.get(child, ()), *said)

    for one in found:
        if one.harm_type != MISSING and one.within(first.first, until):
            put(one.harm_type, one.month, one.child, one.evidence)
    for episode in known.missing(first.first, until):
        put(MISSING, Month.of(episode.start), episode.child, episode.evidence)
    return children


@dataclass(frozen=True, slots=True)
class Theme:
    """One kind of harm at one kind of place at one time of day."""

    harm_type: str
    place_kind: str
    time: str
    title: str  # "Criminal exploitation"
    where: str  # "station, 21:00 to 06:00"
    children: Count  # of the three months that end with the month
    before: Count  # of the three months before
    weekend: Count  # of the children, those on a Friday, Saturday or Sunday


def themes(found: Iterable[Harmed], month: Month, until: date, limit: int) -> tuple[tuple[Theme, ...], int]:
    """Themes of three months with enough children to show, and how many have too few.

    Those of which the kind of harm or the place is not recorded are first, then those of most children.

    A child harmed in two ways is counted in both. Missing is not among them: see the Missing page.
    """
    every, before = list(found), month.back(THEME_MONTHS)
    now = theme_children(every, month, until)
    past = theme_children(every, before, before.last)
    late = theme_children((one for one in every if one.weekend), month, until)
    shown = [key for key in now if len(now[key]) >= limit]
    rows = [
        Theme(
            *key,
            title=words.label("harm_type", key[0]).capitalize() if key[0] else "Kind of harm not recorded",
            where=f"{_place(key[1])}, {TIMES[key[2]]}",
            children=count(len(now[key]), limit),
            before=count(len(past.get(key, ())), limit),
            weekend=_weekend(len(now[key]), len(late.get(key, ())), limit),
        )
        for key in sorted(shown, key=lambda key: (bool(key[0] and key[1]), -len(now[key]), key))
    ]
    return tuple(rows), len(now) - len(shown)


def theme_children(found: Iterable[Harmed], month: Month, until: date) -> Mapping[Key, Behind]:
    """Themes of the three months that end with a month: who came to harm so, and what says so."""
    first = month.back(THEME_MONTHS - 1).first
    children: dict[Key, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for one in found:
        if one.harm_type == MISSING or not one.within(first, until):
            continue
        for kind in one.place_kinds or ("",):
            mine = children[one.harm_type, kind, one.time]
            mine[one.child] = (*mine.get(one.child, ()), *one.evidence)
    return children


def _weekend(children: int, late: int, limit: int) -> Count:
    """Of the children of a theme those on a weekend, where the rest of them is not so few as to be told."""
    return Count(None, HIDDEN) if 0 < children - late < limit and late >= limit else count(late, limit)


def _place(kind: str) -> str:
    if not kind:
        return "place not recorded"
    return "school" if kind == "school" else schema().codes["place_kind"].label(kind).lower()

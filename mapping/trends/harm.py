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
from mapping.trends.counts import Count, count
from mapping.trends.ended import found_at
from mapping.trends.known import Counted
from mapping.trends.month import Month
from mapping.trends.spans import usable

MISSING = "missing"
THEME_MONTHS = 3
TIMES = {
    "": "time not recorded",
    "day": "06:00 to 15:00",
    "after": "15:00 to 18:00",
    "evening": "18:00 to 21:00",
    "night": "21:00 to 06:00",
}
_WEEKEND = 4  # Friday, as weekday() counts


@dataclass(frozen=True, slots=True)
class Harmed:
    """One child in one event in which they came to harm."""

    child: str
    event: str
    harm_type: str  # "" where nobody recorded it
    day: date
    clock: str | None
    place_kinds: tuple[str, ...]  # none where no place is recorded
    evidence: tuple[str, ...]

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
    columns = ["id", "harm_type", "started_on", "started_at"]
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
        day = events[event]["started_on"]
        if day is None or not known.people[child].child(day):
            continue
        one = events[event]
        at = tuple(sorted(kinds[event]))
        found.append(Harmed(child, event, one["harm_type"] or "", day, one["started_at"], at, tuple(ids)))
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
    children: dict[str, dict[Month, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in found:
        if one.harm_type != MISSING and one.day <= until:
            children[one.harm_type][Month.of(one.day)].add(one.child)
    for episode in known.missing(run[0].first, until):
        children[MISSING][Month.of(episode.start)].add(episode.child)
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
    now: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    past: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    late: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    since, before = month.back(THEME_MONTHS - 1).first, month.back(2 * THEME_MONTHS - 1).first
    for one in found:
        if one.harm_type == MISSING or not before <= one.day <= until:
            continue
        for kind in one.place_kinds or ("",):
            key = (one.harm_type, kind, one.time)
            (now if one.day >= since else past)[key].add(one.child)
            if one.day >= since and one.day.weekday() >= _WEEKEND:
                late[key].add(one.child)
    shown = [key for key in now if len(now[key]) >= limit]
    rows = [
        Theme(
            *key,
            title=words.label("harm_type", key[0]).capitalize() if key[0] else "Kind of harm not recorded",
            where=f"{_place(key[1])}, {TIMES[key[2]]}",
            children=count(len(now[key]), limit),
            before=count(len(past[key]), limit),
            weekend=count(len(late[key]), limit),
        )
        for key in sorted(shown, key=lambda key: (bool(key[0] and key[1]), -len(now[key]), key))
    ]
    return tuple(rows), len(now) - len(shown)


def _place(kind: str) -> str:
    if not kind:
        return "place not recorded"
    return "school" if kind == "school" else schema().codes["place_kind"].label(kind).lower()

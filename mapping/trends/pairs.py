"""Children missing together in some days: found from their episodes, or said by an agency. Pairs, not groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot import Snapshot
from mapping.network.assertions import Assertions, weigh
from mapping.network.together import homes, together


@dataclass(frozen=True, slots=True)
class Pair:
    """Two children who were missing together."""

    first: str
    second: str
    days: tuple[date, ...]  # on which an absence together began, or was said to have begun
    places: tuple[str, ...]  # where it ended, the latest first
    by_hour: bool  # an overlap is known by the hour, and not only by the day
    said: bool  # an agency says so in as many words
    evidence: tuple[str, ...]


def pairs(snapshot: Snapshot, since: date, until: date) -> tuple[Pair, ...]:
    """Pairs of children missing together from one day to another, those of the most days first.

    Together means overlapping episodes that ended at one place which is the home of neither, or an agency saying so.
    """
    kept = weigh(replace(snapshot, as_of=min(until, snapshot.as_of)), window_days=(until - since).days)
    derived = together(snapshot, kept)
    child, place, _ = homes(kept)
    lives = set(zip(child.tolist(), place.tolist(), strict=True))
    ids = snapshot.entities["id"].to_pylist()
    started = snapshot.entities["started_on"].to_pylist()
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    places: dict[tuple[str, str], dict[str, date]] = defaultdict(dict)
    exact: set[tuple[str, str]] = set()
    evidence: dict[tuple[str, str], list[str]] = defaultdict(list)
    columns = (derived.first, derived.second, derived.place)
    for row, (one, two, at) in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        begins = [started[int(kept.target[derived.said[row, which]])] for which in (0, 2)]
        day = min((when for when in begins if when), default=None)
        if day is None or not since <= day <= until or (one, at) in lives or (two, at) in lives:
            continue
        pair = _pair(ids[one], ids[two])
        days[pair].add(day)
        places[pair][ids[at]] = max(day, places[pair].get(ids[at], day))
        evidence[pair] += [id_ for said in derived.said[row] for id_ in kept.ids[int(said)]]
        if derived.exact[row]:
            exact.add(pair)
    stated = _stated(snapshot, kept, since, until)
    for pair, told in stated.items():
        # A statement about a night that was found from the episodes too is the same night, give or take the date.
        days[pair] |= {day for day in told if all(abs((day - known).days) > 1 for known in days[pair])}
        evidence[pair] += [id_ for ids_ in told.values() for id_ in ids_]
    found = [
        Pair(
            pair[0], pair[1], tuple(sorted(mine)), tuple(sorted(places[pair], key=lambda at: places[pair][at])[::-1]),
            pair in exact, pair in stated, tuple(dict.fromkeys(evidence[pair])),
        )
        for pair, mine in days.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-len(one.days), one.first, one.second)))


def _pair(one: str, two: str) -> tuple[str, str]:
    return (one, two) if one < two else (two, one)


def _stated(
    snapshot: Snapshot, kept: Assertions, since: date, until: date
) -> Mapping[tuple[str, str], dict[date, list[str]]]:
    """Who was missing with whom, as agencies say: pair -> the day it began -> assertions."""
    wanted = [id_ for ids in kept.where(kept.kind == "missing_with").ids for id_ in ids]
    rows = snapshot.ties.filter(pc.is_in(snapshot.ties["id"], pa.array(wanted, pa.string())))
    columns = ["id", "from_id", "to_id", "observed_from", "observed_to", "recorded_on"]
    found: dict[tuple[str, str], dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.select(columns).to_pylist():
        day = row["observed_from"] or row["observed_to"] or row["recorded_on"]
        if since <= day <= until:
            found[_pair(row["from_id"], row["to_id"])][day].append(row["id"])
    return found

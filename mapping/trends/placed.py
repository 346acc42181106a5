"""Looked-after children by where they are placed, in the area or outside it: as far as the place lies on the map."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow.compute as pc

from graph.snapshot import Snapshot
from mapping.places.ground import places_frame, published
from mapping.small import HIDDEN
from mapping.trends.counts import Part, parts
from mapping.trends.episodes import PLACED, RESIDENTIAL, Episode
from mapping.trends.known import Counted
from mapping.trends.spans import Spans, first_day, last_day, on, spans, usable

WHERE = {"": "Not recorded where", "in": "In the area", "out": "Outside the area"}
"""Where a placement lies, the unknown first."""


LEVELS = {"in_area": "in", "out_of_area": "out"}
"""What the record of a placement may say of it, by the postcodes that it does not show: the level of the role."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Looked-after children by where their placement lies; columns of one table, each adding up by itself."""

    looked_after: tuple[Part, ...]  # at the end of the month; empty where nobody is recorded as looked after
    missing: tuple[Part, ...]  # of those missing in the month, on the day of their latest episode
    said: str


@dataclass(frozen=True)
class Placements:
    """Who lives where when, and which of these places lie in the area."""

    lives: Spans  # child -> spans of living at a place
    told: Mapping[str, Sequence[Mapping[str, Any]]]  # child -> roles that say whether the placement is in the area
    where: Mapping[str, str]  # place -> "in" | "out"; a place without a usable point is not here
    bounded: bool  # whether any boundary is loaded

    def of(self, child: str, day: date) -> str:
        """Key of WHERE on a day: as the record of the placement says, else by the place they came to last."""
        said = [row for row in self.told.get(child, ()) if first_day(row) <= day <= last_day(row)]
        if said:
            return LEVELS[max(said, key=lambda row: (first_day(row), row["id"]))["level"]]
        held = [row for span in self.lives.get(child, ()) if span.on(day) for row in span.rows]
        held = [row for row in held if (row["observed_from"] or day) <= day <= (row["observed_to"] or day)]
        placed_at = [row for row in held if row["to_id"] in self.where]
        latest = max(placed_at, key=lambda row: (row["observed_from"] or date.min, row["id"]), default=None)
        return self.where[latest["to_id"]] if latest else ""

    def said(self, child: str, day: date) -> tuple[str, ...]:
        """The assertions that say where a child lives on a day."""
        return tuple(row["id"] for span in self.lives.get(child, ()) if span.on(day) for row in span.rows)


def placements(snapshot: Snapshot) -> Placements:
    """Read where children live, and sort the places by the boundaries loaded.

    Where the record of a placement says whether it is in the area, that stands. Else a place lies outside if its point
    is good and no boundary holds it. A child placed with a family has no place on the map: where their home lies is
    not read off anything else.
    """
    ties = usable(snapshot.ties)
    lives = spans(ties.filter(pc.equal(ties["kind"], "lives_at")).to_pylist(), "from_id")
    told: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    roles = usable(snapshot.roles)
    for row in roles.filter(pc.equal(roles["role"], "looked_after")).to_pylist():
        if row["level"] in LEVELS and (row["observed_from"] or row["recorded_on"]):
            told[row["person_id"]].append(row)
    bounded = published(snapshot).num_rows > 0
    if not lives or not bounded:
        return Placements(lives, told, {}, bounded)
    places = places_frame(snapshot)
    good = places[places["x"].notna()]
    where = {str(id_): "in" if inside else "out" for id_, inside in good["on_map"].items()}
    return Placements(lives, told, where, bounded)


def placed(known: Counted, found: Placements, mine: Sequence[Episode], until: date, limit: int) -> Placed:
    """Count looked-after children at the end of a month, and those missing in it, by where they are placed.

    Parameters
    ----------
    known
        What was read.
    found
        From `placements`.
    mine
        The missing episodes of the month.
    until
        The last day counted.
    limit
        The smallest count that is shown.
    """
    if not known.cared:
        return Placed((), (), "Who is looked after is not recorded in the files loaded.")
    cared = on(known.cared, until)
    now = Counter(found.of(child, until) for child in cared)
    looked_after, missing = parts(now, WHERE, limit), missing_parts(found, mine, limit)
    opened = len(cared & on(known.opened, until))
    if 0 < len(cared) - opened < limit and opened:
        looked_after = _hidden(looked_after)  # with those who are open, the total would tell of so few who are not
    gone = Counter(where_missing(found, mine).values())
    if any(0 < now[key] - gone[key] < limit for key in WHERE):
        missing = _hidden(missing)  # beside the first column it would tell of so few who were not missing
    return Placed(looked_after, missing, _said(found))


def where_missing(found: Placements, mine: Iterable[Episode]) -> Mapping[str, str]:
    """Looked-after children of some episodes -> key of WHERE, on the day the latest of them began."""
    return {
        one.child: found.of(one.child, one.start)
        for one in sorted(mine, key=lambda one: (one.start, one.child))
        if one.lived in {RESIDENTIAL, PLACED}
    }


def missing_parts(found: Placements, mine: Sequence[Episode], limit: int) -> tuple[Part, ...]:
    """Looked-after children missing in a month by where they were placed.

    Nothing is shown where so few of those missing were looked after, or so few were not.
    """
    gone = Counter(where_missing(found, mine).values())
    rest = len({one.child for one in mine}) - gone.total()
    shown = parts(gone, WHERE, limit)
    return _hidden(shown) if 0 < rest < limit or 0 < gone.total() < limit else shown


def _hidden(shown: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(Part(one.key, one.label, None, HIDDEN) for one in shown)


def _said(found: Placements) -> str:
    if not found.bounded and not found.told:
        return "No boundaries are loaded: whether a placement lies in the area is not known."
    return (
        "In the area: the postcode of the placement lies in the district of the child's home, or the children's home"
        " where a record says they live lies within the boundaries loaded. Where neither can be looked up, it is not"
        " recorded where."
    )

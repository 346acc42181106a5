"""What a school's page adds: its roll, whom records know of it, exclusions, pupils harmed here and elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mapping.contexts.happened import table
from mapping.contexts.reading import Reading
from mapping.contexts.seen import Sight, children_of, evidence_of, span
from mapping.network.telling import last_day
from mapping.small import Count

LIKE_WITH_LIKE = (
    "A school sees more because it looks more: its staff record what others do not see. Compare schools of one kind, "
    "and over time, never a school with a park."
)


@dataclass(frozen=True, slots=True)
class School:
    """A school as a context."""

    roll: int | None
    pupils: Count  # children whom any record names as pupils now
    where: tuple[tuple[str, Count], ...]  # those pupils, by where they came to harm in the window
    excluded: Count  # distinct pupils
    exclusions: Count
    exclusion_evidence: tuple[str, ...]
    notes: tuple[str, ...]


def school(reading: Reading, id: str) -> School:
    """Count what only a school has."""
    today = reading.today
    pupils = {row["from_id"] for row in reading.tied(id, "attends") if row["to_id"] == id and _now(row, today)}
    pupils &= reading.seen.children
    mine = {child: span(reading.seen.of.get(child, ()), today, reading.settings.days) for child in pupils}
    parts = [0, 0, 0, 0]
    for sights in mine.values():
        parts[_where(id, sights)] += 1
    labels = ("Harm, place not recorded", "Harm at this school", "Harm elsewhere only", "No harm on record")
    out = [one for sights in mine.values() for one in sights if one.kind == "exclusion"]
    excluded = children_of(out)
    shown = reading.may_name(excluded)
    roll = reading.described[id]["roll"]
    told = reading.tell(pupils)
    return School(
        roll=None if roll is None else int(roll),
        pupils=told,
        where=tuple(zip(labels, table(parts, reading.settings.limit), strict=True)),
        excluded=reading.tell(excluded),
        exclusions=Count(len({one.event for one in out}), f"{len({one.event for one in out}):,}")
        if shown or not excluded
        else Count(None, "not shown"),
        exclusion_evidence=evidence_of(out) if shown else (),
        notes=tuple(_notes(roll, told)),
    )


def _now(row: Mapping[str, Any], today: date) -> bool:
    """Whether the child attends today: nobody recorded that they left."""
    return row["observed_to"] is None or (last_day(row) or today) >= today


def _where(id: str, sights: list[Sight]) -> int:
    """Which of the four parts a pupil is in."""
    if not sights:
        return 3
    if any(id in one.places for one in sights):
        return 1
    return 2 if any(one.places for one in sights) else 0


def _notes(roll: int | None, pupils: Count) -> list[str]:
    said = [LIKE_WITH_LIKE]
    if roll is None:
        said.append("How many pupils are on its roll is not recorded, so no share can be told.")
    elif pupils.count is not None:
        said.append(
            f"Records name {pupils.said} of {roll:,} on its roll: those who came to notice, not a sample of the pupils."
        )
    return said

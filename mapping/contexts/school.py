"""What a school's page adds: its roll, whom records know of it, exclusions, pupils harmed here and elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mapping.contexts.happened import Part, table
from mapping.contexts.reading import Reading
from mapping.contexts.seen import Sight, children_of, evidence_of, span
from mapping.network.telling import last_day
from mapping.small import Count

LIKE_WITH_LIKE = (
    "A school sees more because it looks more: its staff record what others do not see. Compare schools of one kind, "
    "and over time, never a school with a park."
)


_WHERE = ("Harm, place not recorded", "Harm at this school", "Harm elsewhere only", "No harm on record")


@dataclass(frozen=True, slots=True)
class School:
    """A school as a context."""

    roll: int | None
    pupils: Count  # children whom any record names as pupils now
    behind_pupils: tuple[str, ...]  # that they attend; none where their number is not shown
    where: tuple[Part, ...]  # those pupils, by where they came to harm in the window
    excluded: Count  # distinct pupils
    exclusions: Count
    exclusion_evidence: tuple[str, ...]
    notes: tuple[str, ...]


def school(reading: Reading, id: str, *, whole: bool = True) -> School:
    """Count what only a school has; `whole`: whether figures that are shown may be opened too."""
    today = reading.today
    attend = [row for row in reading.tied(id, "attends") if row["to_id"] == id and _now(row, today)]
    attend = [row for row in attend if row["from_id"] in reading.seen.children]
    pupils = {row["from_id"] for row in attend}
    mine = {child: span(reading.seen.of.get(child, ()), today, reading.settings.days) for child in pupils}
    groups: list[list[str]] = [[], [], [], []]
    for child, sights in mine.items():
        groups[_where(id, sights)].append(child)
    out = [one for sights in mine.values() for one in sights if one.kind == "exclusion"]
    excluded = children_of(out)
    shown = reading.may_name(excluded)
    roll = reading.described[id]["roll"]
    told = reading.tell(pupils)
    return School(
        roll=None if roll is None else int(roll),
        pupils=told,
        behind_pupils=tuple(row["id"] for row in attend) if told.count else (),
        where=tuple(
            Part(label, count, _behind(group, mine, attend) if whole and count.count else ())
            for label, count, group in zip(
                _WHERE, table([len(group) for group in groups], reading.settings.limit), groups, strict=True
            )
        ),
        excluded=reading.tell(excluded),
        exclusions=Count(len({one.event for one in out}), f"{len({one.event for one in out}):,}")
        if shown or not excluded
        else Count(None, "not shown"),
        exclusion_evidence=evidence_of(out) if shown else (),
        notes=tuple(_notes(roll, told)),
    )


def _behind(
    children: Sequence[str], seen: Mapping[str, Sequence[Sight]], attend: Iterable[Mapping[str, Any]]
) -> tuple[str, ...]:
    """What happened to these pupils; of those to whom nothing did, that they attend."""
    sights = [one for child in children for one in seen[child]]
    return evidence_of(sights) or tuple(row["id"] for row in attend if row["from_id"] in children)


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

"""What a peer group's page adds: who is named as part of it and by whom, and where they spend time. Pure.

Agencies name different members: a group is what somebody said, not a list of who is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mapping import words
from mapping.contexts.reading import Reading
from mapping.contexts.whom import NOT_NAMED
from mapping.network.telling import last_day
from mapping.small import Count


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is named as part of the group."""

    id: str  # "" for a child on a panel view
    heading: str  # without age, nor what is recorded of them, on a panel view
    child: bool  # False: known to be an adult, and said so
    standing: str
    named: str  # "named by 2 of 3 agencies: hub and police"
    last: date | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where members spend time."""

    id: str
    name: str
    children: Count
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A peer group as a context."""

    children: Count
    adults: int
    agencies: tuple[str, ...]  # who name anybody as part of it
    rows: tuple[Member, ...]  # children first, those named by most agencies first
    withheld: str
    disagree: str  # in words, how far agencies agree
    places: tuple[Spot, ...]  # those of most children first
    places_hidden: int  # private, on a panel view
    earlier: int  # named only before the window


def group(reading: Reading, id: str) -> Group:
    """Tell who is named as part of a group, and where they spend time."""
    children, grown = reading.members(id), reading.grown(id)
    said = {**children, **grown}
    agencies = sorted({row["agency"] for rows in said.values() for row in rows if row["agency"]})
    named = reading.may_name(set(children))
    rows = [_member(reading, who, said[who], agencies, child=who in children) for who in said]
    rows.sort(key=lambda one: (not one.child, -_by(said[one.id]), one.heading))
    if reading.settings.panel:
        rows = [replace(one, id="" if one.child else one.id) for one in rows]
    shown, hidden = _places(reading, id, set(children))
    every = {row["from_id"] for row in reading.telling.ties_of(id) if row["kind"] == "member_of"}
    return Group(
        children=reading.tell(children),
        adults=len(grown),
        agencies=tuple(words.label("agency", code) for code in agencies),
        rows=tuple(rows) if named else tuple(one for one in rows if not one.child),
        withheld="" if named or not children else NOT_NAMED,
        disagree=_agreement(children, agencies) if named else "",
        places=shown,
        places_hidden=hidden,
        earlier=len(every - said.keys()) if reading.may_name(every - said.keys()) else 0,
    )


def _by(rows: Iterable[Mapping[str, Any]]) -> int:
    return len({row["agency"] for row in rows})


def _member(reading: Reading, id: str, rows: list[Mapping[str, Any]], agencies: list[str], *, child: bool) -> Member:
    panel = reading.settings.panel and child
    names = [words.label("agency", code) for code in sorted({row["agency"] for row in rows if row["agency"]})]
    of = f"named by {len(names)} of {words.counted(len(agencies), 'agency', 'agencies')}: {words.listed(names)}"
    return Member(
        id,
        reading.name(id) if panel else reading.heading(id),
        child,
        "" if panel else reading.telling.standing(id),
        of,
        max((day for row in rows if (day := last_day(row))), default=None),
        tuple(row["id"] for row in rows),
    )


def _agreement(children: Mapping[str, list[Mapping[str, Any]]], agencies: list[str]) -> str:
    if not children:
        return ""
    if len(agencies) < 2:
        return "Only one agency names anybody as part of this group."
    every = sum(_by(rows) == len(agencies) for rows in children.values())
    return (
        f"{words.counted(len(agencies), 'agency', 'agencies').capitalize()} name members; all of them name {every} of "
        f"the {words.counted(len(children), 'child', 'children')}. A name that one agency gives is still to be checked."
    )


def _places(reading: Reading, id: str, children: set[str]) -> tuple[tuple[Spot, ...], int]:
    """Where members, or the group as such, are said to spend time."""
    at: dict[str, list[Mapping[str, Any]]] = {}
    for end in (id, *sorted(children)):
        for row in reading.tied(end, "goes_to", "linked_to"):
            if row["from_id"] == end and row["to_id"] in reading.contexts:
                at.setdefault(row["to_id"], []).append(row)
    spots, hidden = [], 0
    for place, rows in at.items():
        here = {row["from_id"] for row in rows} & children
        told = reading.tell(here)
        if reading.contexts[place].private and reading.settings.panel:
            hidden += 1
            continue
        evidence = rows if told.count is not None else [row for row in rows if row["from_id"] == id]
        spots.append(Spot(place, reading.name(place), told, tuple(row["id"] for row in evidence)))
    return tuple(sorted(spots, key=lambda one: (-(one.children.count or 0), one.name))), hidden

"""What keeps children safe at a context: who looks out for them, who is safe here, whom they trust, what is near. Pure.

It is told as prominently as harm: a plan is built from what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_schema import schema
from data_schema.model import Standing
from mapping import words
from mapping.contexts.happened import Part, table
from mapping.contexts.reading import Reading
from mapping.contexts.seen import Sight, evidence_of
from mapping.network.periphery.lifeline import holds
from mapping.places.ground import Ground
from mapping.small import Count

STRENGTHS = ("club", "health")
"""Kinds of place that are there for children; schools too, and any place where a record says a child is safe."""


@dataclass(frozen=True, slots=True)
class Near:
    """Something within reach that could help."""

    id: str
    name: str
    kind: str
    metres: int
    guardianship: str
    safe: bool  # a record says that a child is safe there


@dataclass(frozen=True, slots=True)
class Trusted:
    """Somebody who keeps several of these children safe."""

    id: str
    heading: str
    how: tuple[str, ...]  # "works with", "keeps safe"
    children: Count
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    """What keeps children safe here."""

    guardianship: str  # in the record's words, "" where nobody recorded it
    safe: Count  # children recorded as safe here
    safe_evidence: tuple[str, ...]
    trusted: tuple[Trusted, ...]  # adults and friends of the children of the window, those of most first
    trusted_hidden: int  # more, who keep too few of them safe to be named
    held: tuple[Part, ...]  # children with a protective tie to somebody, and without any
    near: tuple[Near, ...]  # the nearest first
    near_said: str  # why there is no such list, "" where there is
    metres: float


def safety(
    reading: Reading,
    id: str,
    children: Iterable[str],
    known: Ground | None,
    seen: Sequence[Sight] = (),
    *,
    whole: bool = True,
) -> Safety:
    """Gather what keeps the children of a context safe.

    Parameters
    ----------
    reading
        The snapshot and the settings.
    id
        Kith id of the context.
    children
        Who came to harm here in the window, or is named as part of the group.
    known
        Where everything is, for what is near; None leaves it out.
    seen
        What happened to them, which is behind those whom nobody keeps safe.
    whole
        Whether figures that are shown may be opened too.
    """
    mine = set(children)
    limit = reading.settings.limit
    rows = [row for row in reading.telling.ties_of(id) if row["kind"] == "safe_at" and holds(reading.telling, row)]
    safe = {row["from_id"] for row in rows} & reading.seen.children
    by = _protecting(reading, mine)
    reached = {child for each in by.values() for child, _ in each}
    trusted = [_trusted(reading, other, each) for other, each in by.items()]
    shown = [one for one in trusted if one.children.count is not None]
    held, alone = table([len(mine & reached), len(mine - reached)], limit)
    lacking = () if reading.settings.panel else evidence_of(one for one in seen if one.child not in reached)
    near, why = _near(reading, id, known)
    return Safety(
        guardianship=str(reading.described[id]["guardianship"] or "").strip(),
        safe=reading.tell(safe),
        safe_evidence=tuple(row["id"] for row in rows) if reading.may_name(safe) else (),
        trusted=tuple(sorted(shown, key=lambda one: (-(one.children.count or 0), one.heading))),
        trusted_hidden=len(trusted) - len(shown),
        held=(
            Part("Somebody is recorded as keeping them safe", held, _ties(by) if whole and held.count else ()),
            Part("Nobody is recorded as keeping them safe", alone, lacking),
        ),
        near=near,
        near_said=why,
        metres=reading.settings.near,
    )


_Held = dict[str, list[tuple[str, Mapping[str, Any]]]]


def _protecting(reading: Reading, children: set[str]) -> _Held:
    """Who keeps these children safe: person -> (child, tie). Nobody of concern is told as safe."""
    kinds = {name for name, kind in schema().ties.items() if kind.standing is Standing.PROTECTIVE} - {"safe_at"}
    doubted = reading.who.of_concern | reading.who.age_unknown
    found: _Held = {}
    for child in sorted(children):
        for row in reading.telling.ties_of(child):
            if row["kind"] not in kinds or row["to_id"] != child or not holds(reading.telling, row):
                continue
            if row["from_id"] not in doubted:
                found.setdefault(row["from_id"], []).append((child, row))
    return found


def _ties(held: _Held) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["id"] for each in held.values() for _, row in each))


def _trusted(reading: Reading, other: str, held: list[tuple[str, Mapping[str, Any]]]) -> Trusted:
    how = dict.fromkeys(schema().ties[row["kind"]].label for _, row in held)
    return Trusted(
        other,
        reading.heading(other) if other in reading.seen.children else reading.name(other),
        tuple(how),
        reading.tell({child for child, _ in held}),
        tuple(row["id"] for _, row in held),
    )


def _near(reading: Reading, id: str, known: Ground | None) -> tuple[tuple[Near, ...], str]:
    """Clubs, health services, schools and places where children are safe, within reach of a place on the map."""
    if reading.contexts[id].kind == "peer_group":
        return (), ""
    if known is None or id not in known.places.index:
        return (), "Where it lies was not looked up."
    here = known.places.loc[id]
    if not here["on_map"]:
        return (), words.ended(f"What is near is not known: {here['why']}")
    safe = _recorded_safe(reading)
    places = known.places[known.places["on_map"] & (known.places.index != id) & ~known.places["private"]]
    helps = places["kind"].isin((*STRENGTHS, "school")) | places.index.isin(list(safe))
    places = places[helps]
    metres = np.hypot(places["x"] - here["x"], places["y"] - here["y"])
    found = [
        Near(str(at), str(row["name"]), str(row["label"]), round(float(far)), str(row["guardianship"]), at in safe)
        for (at, row), far in zip(places.iterrows(), metres, strict=True)
        if far <= reading.settings.near
    ]
    return tuple(sorted(found, key=lambda one: (one.metres, one.name))), ""


def _recorded_safe(reading: Reading) -> frozenset[str]:
    """Places where records say that children are safe; on a panel view, that enough children are."""
    at: dict[str, set[str]] = {}
    for place in reading.contexts:
        for row in reading.telling.ties_of(place):
            if row["kind"] == "safe_at" and holds(reading.telling, row):
                at.setdefault(place, set()).add(row["from_id"])
    return frozenset(place for place, children in at.items() if reading.may_name(children))

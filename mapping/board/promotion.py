"""What was said in a meeting as the tie or person that a record states once somebody has checked it. Pure."""

from __future__ import annotations

from datetime import date

from data_schema import schema
from graph.errors import KithError
from graph.model import Entity, Grade, Provenance, Tie
from graph.promoted import SOURCE, new_person
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.log import SaidPerson, SaidTie, State


class NotReady(KithError):
    """Something must be said first; the message says what."""


def ends(tie: SaidTie, state: State) -> tuple[str, str]:
    """Whom the tie is between now: whoever was said to be somebody else stands for them."""
    return state.one(tie.from_id), state.one(tie.to_id)


def waits_for(tie: SaidTie, state: State, snapshot: Snapshot) -> tuple[str, ...]:
    """Ids of the ends that nobody holds yet: they are promoted first, or it is said who they are."""
    held = set(snapshot.entities["id"].to_pylist())
    return tuple(id for id in dict.fromkeys(ends(tie, state)) if id not in held)


def tie_to_promote(
    tie: SaidTie, state: State, snapshot: Snapshot, *, agency: str, stated_by: str, seen_on: date | None = None
) -> Tie:
    """The tie as its record states it: ungraded, an assessment, with who said it and in which words.

    Parameters
    ----------
    agency
        A code of the list agency: whose knowledge it is.
    seen_on
        The day it was seen; the day it was said when nobody knows.

    Raises
    ------
    NotReady
        An end is held nowhere yet, both ends are one, or the kind of tie is not between such two.
    """
    if waits_for(tie, state, snapshot):
        raise NotReady("Say first who everybody in this tie is, or promote them. Nothing was recorded.")
    one, other = ends(tie, state)
    if one == other:
        raise NotReady("Both ends of this tie are one person now: discard it. Nothing was recorded.")
    kinds = dict(zip(snapshot.entities["id"].to_pylist(), snapshot.entities["kind"].to_pylist(), strict=True))
    kind = schema().ties[tie.kind]
    if (kinds[one], kinds[other]) not in kind.ends:
        labels = [schema().entities[kinds[id]].label.lower() for id in (one, other)]
        raise NotReady(f"“{kind.label}” is not said of {words.listed(labels)}: choose another. Nothing was recorded.")
    day = seen_on or tie.said_on
    said = Provenance(
        source=SOURCE,
        agency=agency,
        reference="",
        recorded_on=day,
        grade=Grade(),
        observed_from=day,
        observed_to=day if kind.half_life_days is not None else None,
        stated_by=stated_by.strip(),
    )
    return Tie(
        kind=tie.kind,
        from_kind=kinds[one],
        from_id=one,
        to_kind=kinds[other],
        to_id=other,
        provenance=said,
        both_ways=not kind.directed,
        text=tie.words,
    )


def person_to_promote(person: SaidPerson, *, born: date | None = None) -> Entity:
    """Somebody held nowhere, as a record describes them."""
    told: dict[str, str | bool | date] = {}
    if person.kind == "adult":
        told["identified"] = person.identified
    if born is not None:
        told["date_of_birth"] = born
    return new_person(person.kind, person.id, person.name, **told)

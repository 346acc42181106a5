"""Lays what was said in a meeting over a Snapshot, for one board: provisional people and ties, and who is who.

Nothing of it reaches the graph or any other page: an analysis reads the Snapshot without it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import ENTITIES, TIES, Snapshot
from mapping.board.log import SaidPerson, SaidTie, State

SAID = "said"
"""Source of a row laid over: no extract and no record, but words in a meeting."""


def with_said(snapshot: Snapshot, state: State) -> Snapshot:
    """The snapshot with what was said at this board and is not settled yet.

    Parameters
    ----------
    snapshot : Snapshot
        What one viewer may see.
    state : State
        The board.

    Returns
    -------
    Snapshot
        Provisional people as entities, provisional ties as ties with `provisional` set; the id of a row is that of the
        operation's person or tie. What was promoted or discarded is not laid over, nor a tie of which an end is
        missing. The ties and roles of somebody shown as another are that one's; their own row stays, without ties.
    """
    held = _held(snapshot, state)
    people = [_person(person, snapshot.as_of) for person in _waiting_people(state) if person.id not in held]
    there = held | {row["id"] for row in people}
    moved = {id: other for id in state.same if (other := one(id, state, there)) != id}
    entities = snapshot.entities
    if people:
        entities = pa.concat_tables([entities, pa.Table.from_pylist(people, ENTITIES)])
    ties = _moved(snapshot.ties, ("from_id", "to_id"), moved)
    taken = _known(snapshot.ties["id"], [tie.id for tie in state.said_ties])
    rows = [_tie(tie, moved, there) for tie in state.said_ties if tie.id not in taken]
    said = [row for row in rows if row is not None]
    if said:
        ties = pa.concat_tables([ties, pa.Table.from_pylist(said, TIES)])
    return replace(snapshot, entities=entities, ties=ties, roles=_moved(snapshot.roles, ("person_id",), moved))


def one(id: str, state: State, there: Collection[str]) -> str:
    """Whom this one is shown as: the last of its chain that stands on the board and is there; else itself."""
    found, seen = id, {id}
    while (further := state.same.get(id)) and further not in seen:
        seen.add(further)
        id = further
        if id in there and state.stands(id):
            found = id
    return found


def members(state: State, there: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Who is on the board, each once and as whom they are shown, in the order they came.

    Parameters
    ----------
    there : ids
        Of the snapshot with what was said.

    Returns
    -------
    to draw, hidden by hand, not held
        Not held: purged, or not this viewer's to see.
    """
    shown: dict[str, bool] = {}  # id -> whether anybody put there as this one is not hidden
    gone: dict[str, None] = {}
    for id in (*state.members, *(person.id for person in _waiting_people(state))):
        as_ = one(id, state, there)
        if as_ not in there:
            gone[as_] = None
            continue
        shown[as_] = shown.get(as_, False) or id not in state.hidden
    hidden = tuple(id for id, visible in shown.items() if not visible or id in state.hidden)
    return tuple(id for id in shown if id not in set(hidden)), hidden, tuple(gone)


def _waiting_people(state: State) -> list[SaidPerson]:
    return [person for person in state.people.values() if person.settled is None]


def _held(snapshot: Snapshot, state: State) -> set[str]:
    """Of all ids that the board speaks of, those that are held."""
    asked = {*state.members, *state.people, *state.same, *state.same.values()}
    asked |= {end for tie in state.ties.values() for end in (tie.from_id, tie.to_id)}
    return _known(snapshot.entities["id"], asked)


def _known(column: pa.ChunkedArray, asked: Collection[str]) -> set[str]:
    if not asked:
        return set()
    return set(column.filter(pc.is_in(column, value_set=pa.array(sorted(asked), pa.string()))).to_pylist())


def _moved(table: pa.Table, columns: tuple[str, ...], moved: Mapping[str, str]) -> pa.Table:
    """The table with these ids replaced; a tie of somebody with themselves is none."""
    if not moved:
        return table
    ids, others = pa.array(list(moved), pa.string()), pa.array(list(moved.values()), pa.string())
    for name in columns:
        column = table[name].combine_chunks()
        changed = pc.coalesce(others.take(pc.index_in(column, value_set=ids)), column)
        table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), changed)
    if len(columns) == 2:
        table = table.filter(pc.not_equal(table[columns[0]], table[columns[1]]))
    return table


def _person(said: SaidPerson, today: date) -> dict[str, Any]:
    return {
        "id": said.id,
        "kind": said.kind,
        "name": said.name,
        # only the age is known: a first of January, so that the words say the age that was said all year long
        "date_of_birth": None if said.age is None else date(today.year - said.age, 1, 1),
        "identified": said.identified,
    }


def _tie(said: SaidTie, moved: Mapping[str, str], there: Collection[str]) -> dict[str, Any] | None:
    ends = [moved.get(id, id) for id in (said.from_id, said.to_id)]
    if ends[0] == ends[1] or not all(end in there for end in ends):
        return None
    return {
        "id": said.id,
        "kind": said.kind,
        "from_id": ends[0],
        "to_id": ends[1],
        "strength": "medium",
        "both_ways": not schema().ties[said.kind].directed,
        "provisional": True,
        "record": said.id,
        "source": SAID,
        "agency": said.agency,
        "reference": "",
        "nature": "assessment",
        "recorded_on": said.said_on,
        "written": 0,
    }

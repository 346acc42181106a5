"""Where a board can begin: open children with the newest evidence of harm. A list by date, never by score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_schema import Standing, schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.lines import HARMED_FIRST, NOBODY_HARMED
from mapping.board.nodes import display_name
from mapping.board.selection import last_observed
from mapping.network.people import ADULT_AGE
from mapping.words import Naming


@dataclass(frozen=True, slots=True)
class Start:
    """A child to begin with, and the newest thing recorded."""

    id: str
    name: str
    newest: date
    says: str  # harm recorded 25 Oct, 9 days ago


def starting_points(snapshot: Snapshot, naming: Naming, most: int = 6) -> tuple[Start, ...]:
    """Children to begin a board with, newest evidence of harm first; those open to the hub before all others.

    Without any evidence of harm, whoever has the newest tie.
    """
    policy = schema().policy
    ties = snapshot.ties
    if not len(ties):
        return ()
    sound = pc.invert(
        pc.or_(
            pc.fill_null(pc.is_in(ties["information_grade"], value_set=pa.array(policy.left_out_information)), False),
            pc.fill_null(pc.is_in(ties["handling"], value_set=pa.array(policy.left_out_handling)), False),
        )
    )
    ties = ties.filter(sound)
    children = {
        row["id"]: row
        for row in snapshot.entities.to_pylist()
        if row["kind"] == "child" and (words.age(row["date_of_birth"], snapshot.as_of) or 0) < ADULT_AGE
    }
    newest = _newest(ties, children, harm=True) or _newest(ties, children, harm=False)
    open_roles = {name for name, role in schema().roles.items() if role.open}
    to_hub = {row["person_id"] for row in snapshot.roles.to_pylist() if row["role"] in open_roles}
    order = sorted(newest, key=lambda id: (id in to_hub, newest[id], id), reverse=True)
    harm = any(schema().ties[kind].standing is Standing.HARM for kind in ties["kind"].unique().to_pylist())
    return tuple(
        Start(
            id,
            display_name(children[id], naming),
            newest[id],
            f"{'harm' if harm else 'last'} recorded {words.day(newest[id], snapshot.as_of)}, "
            f"{words.ago(newest[id], snapshot.as_of)}",
        )
        for id in order[:most]
    )


def _newest(ties: pa.Table, children: dict[str, dict[str, object]], *, harm: bool) -> dict[str, date]:
    """Per child the day of the newest tie: those in which the child came to harm, or any."""
    kinds = schema().ties
    names, tails, heads = (ties[column].to_pylist() for column in ("kind", "from_id", "to_id"))
    wanted = [not harm or (kinds[name].standing is Standing.HARM and name not in NOBODY_HARMED) for name in names]
    last = last_observed(ties)
    found: dict[str, date] = {}
    for row in np.flatnonzero(wanted).tolist():
        ends = [tails[row], heads[row]]
        if harm:
            ends = ends[:1] if names[row] in HARMED_FIRST else ends[1:]
        day = date(1970, 1, 1) + timedelta(days=int(last[row]))
        for end in ends:
            if end in children:
                found[end] = max(day, found.get(end, day))
    return found

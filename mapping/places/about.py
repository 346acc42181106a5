"""The places of the records about one child, group or event: where harm, missing and safety were. Pure.

Never a home: neither where somebody lives nor any address or children's home, on any view. What is left out so is
counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.places.ground import WHERE, Ground

HARM, MISSING, SAFE, THERE = "harm", "missing", "safe", "there"
_DIRECT = {"harms_at": HARM, "safe_at": SAFE, "goes_to": THERE, "attends": THERE, "linked_to": THERE}
_BY_EVENT = {"harmed_in": HARM, "went_missing": MISSING, "present_at": THERE, "alleged_in": THERE}
_SAID = {HARM: "came to harm at", MISSING: "went missing to", SAFE: "is safe at", THERE: "was at or goes to"}
KINDS = ("child", "peer_group", "event")
"""What has places of its own to show; a place or school is one."""


@dataclass(frozen=True)
class About:
    """Ids of places by what they are to somebody, each under the first that holds, in the order of the records."""

    kind: str  # of the entity
    places: Mapping[str, tuple[str, ...]]  # harm, missing, safe, there -> places that may be drawn
    left_out: int  # homes and addresses, and places that are not on the map

    @property
    def all(self) -> tuple[str, ...]:
        """Every place, harm first."""
        return tuple(place for places in self.places.values() for place in places)

    def said(self, known: Ground) -> str:
        """`came to harm at A and B; is safe at C`; empty where there is no place."""
        names = known.places["name"]
        parts = [
            f"{_SAID[what] if self.kind == 'child' else 'at'} {words.listed([str(names[id]) for id in ids], most=6)}"
            for what, ids in self.places.items()
            if ids
        ]
        return "; ".join(parts)


def about(snapshot: Snapshot, known: Ground, id: str) -> About:
    """Find the places of the records about one entity.

    Parameters
    ----------
    snapshot
        Everything the viewer may see.
    known
        Its `ground`.
    id
        Of a child, a peer group or an event; of anything else there are none.

    Returns
    -------
    About
        Records suspected false or restricted are left out, as in every analysis.
    """
    found = snapshot.entities.filter(pc.equal(snapshot.entities["id"], id))
    kind = str(found["kind"][0]) if len(found) else ""
    none: dict[str, tuple[str, ...]] = {HARM: (), MISSING: (), SAFE: (), THERE: ()}
    if kind not in KINDS:
        return About(kind, none, 0)
    ties = _usable(snapshot, id, kind)
    homes = set(ties.loc[(ties["kind"] == "lives_at") & (ties["from_id"] == id), "to_id"])
    seen = _seen(ties, id, kind)
    places = known.places
    may = places.index[places["on_map"] & ~places["private"]].difference(list(homes))
    taken: dict[str, str] = {}
    for what in none:
        for place in seen[what]:
            taken.setdefault(place, what)
    told = {what: tuple(place for place, under in taken.items() if under == what and place in may) for what in none}
    return About(kind, told, len({*taken, *homes} - set(may)))


def _usable(snapshot: Snapshot, id: str, kind: str) -> pd.DataFrame:
    """The ties that may count of this one and, for a child, of the events it was in."""
    table, policy = snapshot.ties, schema().policy
    own = table.filter(pc.equal(table["from_id"], id))
    if kind == "child":
        events = own.filter(pc.is_in(own["kind"], pa.array([*_BY_EVENT])))["to_id"]
        where = table.filter(pc.is_in(table["kind"], pa.array([*WHERE])))
        own = pa.concat_tables([own, where.filter(pc.is_in(where["from_id"], events.combine_chunks()))])
    ties: pd.DataFrame = own.select(["kind", "from_id", "to_id", "information_grade", "handling"]).to_pandas()
    out = ties["information_grade"].isin(policy.left_out_information) | ties["handling"].isin(policy.left_out_handling)
    return ties[~out]


def _seen(ties: pd.DataFrame, id: str, kind: str) -> dict[str, list[str]]:
    """Places by what they are to this one, homes among them."""
    seen: dict[str, list[str]] = {HARM: [], MISSING: [], SAFE: [], THERE: []}
    at = ties[ties["kind"].isin(WHERE)].groupby("from_id")["to_id"].agg(list).to_dict()
    if kind == "event":
        seen[THERE] = at.get(id, [])
        return seen
    for row in ties[ties["from_id"] == id].itertuples():
        if row.kind in _DIRECT:
            seen[_DIRECT[str(row.kind)]].append(str(row.to_id))
        elif row.kind in _BY_EVENT:
            seen[_BY_EVENT[str(row.kind)]] += at.get(row.to_id, [])
    return seen

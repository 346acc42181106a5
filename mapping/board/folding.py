"""Events folded away: who harmed whom, and where, drawn as ties between people and places when events are not drawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot import TIES, Snapshot

FOLD = "+"
"""Joins the ids of the two assertions behind a folded tie."""
TOGETHER = "present_at"
CROWD = 8
"""In an event with more people than this, being there together says little: only harm and the place are folded."""
SENTENCES = {
    "found_at": "{from} ended a time missing at {to}",
    "happened_at": "{from} was at an event at {to}",
    TOGETHER: "{from} and {to} were in the same event",
}
"""What a folded tie says where the sentence of its kind would speak of the event."""
_AT_PLACE = {"harmed_in": "harms_at", "went_missing": "found_at"}
_SAYS_NOTHING = frozenset({"interviewed_after"})

Rows = npt.NDArray[np.int64]


def fold_events(snapshot: Snapshot, keep: Collection[str] = ()) -> Snapshot:
    """The same snapshot with every event but those to keep replaced by the ties it makes between people and places.

    Alleged in and harmed in one event: the one is alleged to have harmed the other. Harmed, missing, or in an event at
    a place: the tie is to the place, and harm is drawn only at the child who came to harm. Two people in one event of
    at most `CROWD`: a neutral tie. A folded tie carries the worse grade of the two assertions behind it; its id joins
    theirs.
    """
    ties = snapshot.ties
    events = snapshot.entities.filter(pc.equal(snapshot.entities["kind"], "event"))["id"]
    if keep:
        events = events.filter(pc.invert(pc.is_in(events, value_set=pa.array(sorted(keep), pa.string()))))
    into, out = (pc.is_in(ties[end], value_set=events.combine_chunks()) for end in ("to_id", "from_id"))
    if not pc.any(pc.or_(into, out)).as_py():
        return snapshot
    people = pd.DataFrame(
        {"event": ties["to_id"].to_pylist(), "kind": ties["kind"].to_pylist(), "who": ties["from_id"].to_pylist()}
    )[np.array(into.to_pylist(), dtype=bool)]
    people = people[~people["kind"].isin(_SAYS_NOTHING)].rename_axis("row").reset_index()
    places = pd.DataFrame({"event": ties["from_id"].to_pylist()})[np.array(out.to_pylist(), dtype=bool)]
    places = places.rename_axis("row").reset_index()
    kept = ties.filter(pc.invert(pc.or_(into, out)))
    return replace(snapshot, ties=pa.concat_tables([kept, _at_places(ties, people, places), *_between(ties, people)]))


def _at_places(ties: pa.Table, people: pd.DataFrame, places: pd.DataFrame) -> pa.Table:
    both = people.merge(places, on="event", suffixes=("", "_place"))
    kinds = [_AT_PLACE.get(kind, "happened_at") for kind in both["kind"]]
    one, other = both["row"].to_numpy(np.int64), both["row_place"].to_numpy(np.int64)
    return _made(ties, one, other, kinds, ties["from_id"].take(pa.array(one)), ties["to_id"].take(pa.array(other)))


def _between(ties: pa.Table, people: pd.DataFrame) -> list[pa.Table]:
    both = people.merge(people, on="event", suffixes=("", "_other"))
    both = both[both["who"] != both["who_other"]]
    harm = both[(both["kind"] == "alleged_in") & (both["kind_other"] == "harmed_in")]
    size = people.groupby("event")["who"].nunique()
    small = both[both["event"].map(size) <= CROWD]
    bad = {"alleged_in", "harmed_in"}
    neutral = small[(small["who"] < small["who_other"])]
    neutral = neutral[
        ~(neutral["kind"].isin(bad) & neutral["kind_other"].isin(bad) & (neutral["kind"] != neutral["kind_other"]))
    ]
    made = []
    for pairs, kind in ((harm, "harms"), (neutral, TOGETHER)):
        one, other = pairs["row"].to_numpy(np.int64), pairs["row_other"].to_numpy(np.int64)
        ends = [ties["from_id"].take(pa.array(rows)) for rows in (one, other)]
        made.append(_made(ties, one, other, [kind] * len(pairs), *ends))
    return made


def _made(
    ties: pa.Table, one: Rows, other: Rows, kinds: list[str], tail: pa.ChunkedArray, head: pa.ChunkedArray
) -> pa.Table:
    """Folded ties: provenance of the first assertion, with the worse grade, handling and nature of the two."""
    first, second = ties.take(pa.array(one)), ties.take(pa.array(other))
    columns = {name: first[name] for name in TIES.names}
    columns["id"] = pc.binary_join_element_wise(first["id"], second["id"], FOLD)
    columns |= {"kind": pa.array(kinds, pa.string()), "from_id": tail, "to_id": head}
    columns["both_ways"] = pa.array([kind == TOGETHER for kind in kinds], pa.bool_())
    columns["provisional"] = pc.or_(first["provisional"], second["provisional"])
    for name in ("source_grade", "information_grade"):
        columns[name] = pc.max_element_wise(first[name], second[name])
    for name in ("handling", "nature", "review_by"):  # "C" before "P", "assessment" before "fact"
        columns[name] = pc.min_element_wise(first[name], second[name])
    return pa.table(columns).select(TIES.names).cast(TIES)

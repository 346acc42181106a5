"""Which entities and assertions a board draws, and why each other one is left out: array arithmetic on a Snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.board.model import BoardSettings
from mapping.board.overlay import SAID

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DRAWN = ""
REASONS = (
    "suspected_false",  # information graded E
    "restricted",  # handling code C
    "standing",
    "kind",
    "agency",
    "later",  # first observed after the window
    "ungraded",
    "grade",
    "out_of_date",
    "not_reached",  # passes every filter, but no drawn path leads there, or the board was cut
)
"""Why an assertion is not drawn. The first that holds is counted, so that counts add up."""

NO_DAY = -(10**6)  # a missing date, far before any record


@dataclass(frozen=True)
class Selection:
    """Row numbers into the snapshot's tables, and what was left out."""

    entities: Ints  # rows of snapshot.entities that are drawn, nearest first
    ties: Ints  # rows of snapshot.ties that are drawn
    stale: Bools  # per tie row: out of date
    last: Ints  # per tie row: day last observed, days since 1970-01-01
    distance: Ints  # per entity row: steps from the focus, -1 when not reached
    left_out: dict[str, int]
    all_entities: int
    all_ties: int
    cut: int
    other_kinds: int  # of a kept board: on it, but of kinds that are not drawn
    not_opened: tuple[int, ...]  # entity rows with too many ties to step through
    hidden: Ints  # per entity row: neighbours that are not drawn
    nearby: Ints  # tie rows within reach if nothing were filtered


def days(column: pa.ChunkedArray) -> Ints:
    """A date column as days since 1970-01-01, NO_DAY where empty."""
    return np.asarray(pc.fill_null(column.cast(pa.int32()), NO_DAY).to_numpy(), dtype=np.int64)


def select(snapshot: Snapshot, settings: BoardSettings) -> Selection:
    """Choose what to draw.

    Parameters
    ----------
    snapshot : Snapshot
        What one viewer may see.
    settings : BoardSettings
        Focus, depth and filters.

    Returns
    -------
    Selection
        Every assertion within reach is either drawn or counted under exactly one of REASONS.
    """
    ties = snapshot.ties
    ids = snapshot.entities["id"]
    size = len(ids)
    tail, head = (
        np.asarray(pc.fill_null(pc.index_in(ties[end], value_set=ids.combine_chunks()), -1).to_numpy(), dtype=np.int64)
        for end in ("from_id", "to_id")
    )
    last = last_observed(ties)
    stale = out_of_date(ties, last, snapshot, settings)
    focus = _rows(ids, settings.focus)
    staying = np.concatenate([focus, _rows(ids, tuple(sorted(settings.pinned)))])
    reason = reasons(snapshot, settings, tail, head, stale, staying)
    secret = (reason == REASONS.index("suspected_false")) | (reason == REASONS.index("restricted"))
    kept = reason < 0
    not_opened: tuple[int, ...] = ()
    if settings.members is None:
        everywhere, _ = _from_focus(tail[~secret], head[~secret], snapshot, focus, settings)
        distance, not_opened = _from_focus(tail[kept], head[kept], snapshot, focus, settings)
    else:
        everywhere, distance = _members(snapshot, settings, staying)
    if settings.members is None:
        drawn, cut = _nearest(distance, tail[kept], head[kept], last[kept], settings.most)
    else:  # in the order they came: who came last is cut
        listed = _rows(ids, settings.members)
        listed = listed[distance[listed] >= 0]
        drawn, cut = listed[: settings.most], max(0, len(listed) - settings.most)
    shown = np.zeros(size, dtype=bool)
    shown[drawn] = True
    within = (everywhere >= 0)[tail] & (everywhere >= 0)[head]
    on_board = kept & shown[tail] & shown[head]
    left_out = {name: int(np.sum(within & (reason == code))) for code, name in enumerate(REASONS)}
    left_out["not_reached"] = int(np.sum(within & kept & ~on_board))
    return Selection(
        entities=drawn,
        ties=np.flatnonzero(on_board),
        stale=stale,
        last=last,
        distance=distance,
        left_out={name: count for name, count in left_out.items() if count},
        all_entities=int(np.sum(everywhere >= 0)),
        all_ties=int(np.sum(within)),
        cut=cut,
        other_kinds=int(np.sum(everywhere >= 0)) - len(drawn) - cut if settings.members is not None else 0,
        not_opened=tuple(int(row) for row in not_opened if shown[row]),
        hidden=neighbours(tail[~secret], head[~secret], ~shown),
        nearby=np.flatnonzero(within & ~secret),
    )


def last_observed(ties: pa.Table) -> Ints:
    """Per assertion the day last observed: the end of observation, else its start, else the day it was recorded."""
    return days(pc.coalesce(ties["observed_to"], ties["observed_from"], ties["recorded_on"]))


def out_of_date(ties: pa.Table, last: Ints, snapshot: Snapshot, settings: BoardSettings) -> Bools:
    """Per assertion: past its review date, before the window, or older than the half-life of its kind.

    Kinds without half-life (kinship, current household, school) do not age.
    """
    today = snapshot.as_of.toordinal() - 719163  # date(1970, 1, 1).toordinal()
    if settings.window_to is not None:
        today = min(today, settings.window_to.toordinal() - 719163)
    kinds = schema().ties
    half = np.array([kinds[kind].half_life_days or -1 for kind in _kind_names(ties)], dtype=np.int64)
    half_life = half[_kind_codes(ties)] if len(half) else np.zeros(0, dtype=np.int64)
    oldest = today - half_life
    if settings.window_from is not None:
        oldest = np.full_like(half_life, settings.window_from.toordinal() - 719163)
    review = days(ties["review_by"])
    return np.asarray(((half_life > 0) & (last < oldest)) | ((review != NO_DAY) & (review < today)))


def reach(tail: Ints, head: Ints, focus: Ints, depth: int, contexts: Bools) -> tuple[Ints, tuple[int, ...]]:
    """Steps from the focus to every entity along these ties, and the crowded contexts that were not stepped through.

    A school of a thousand is shown, but not everybody who goes there: with more neighbours than the policy's context
    limit, a context is opened only when it is a focus itself.

    Parameters
    ----------
    contexts : array of bool
        Per entity: not a person, or somebody whose work brings them to many children.
    """
    distance = np.full(len(contexts), -1, dtype=np.int64)
    distance[focus] = 0
    crowded = contexts & (neighbours(tail, head, np.ones(len(contexts), dtype=bool)) > schema().policy.context_limit)
    shut: Ints = np.zeros(0, dtype=np.int64)
    for step in range(depth):
        frontier = distance == step
        if step:
            shut = np.flatnonzero(frontier & crowded)
            frontier[shut] = False
        found = np.concatenate([head[frontier[tail]], tail[frontier[head]]])
        distance[found[distance[found] < 0]] = step + 1
    return distance, tuple(int(row) for row in shut)


def neighbours(tail: Ints, head: Ints, counted: Bools) -> Ints:
    """Per entity: how many distinct neighbours among those counted."""
    size = len(counted)
    if not size:
        return np.zeros(0, dtype=np.int64)
    one, other = np.concatenate([tail, head]), np.concatenate([head, tail])
    pairs = np.unique(one[counted[other]] * size + other[counted[other]])
    return np.bincount(pairs // size, minlength=size)


def _from_focus(
    tail: Ints, head: Ints, snapshot: Snapshot, focus: Ints, settings: BoardSettings
) -> tuple[Ints, tuple[int, ...]]:
    """`reach` from the focus; without one, everything that has a tie is at distance 0."""
    if settings.focus:
        return reach(tail, head, focus, settings.depth, contexts(snapshot))
    distance = np.full(len(snapshot.entities), -1, dtype=np.int64)
    distance[tail] = 0
    distance[head] = 0
    return distance, ()


def _members(snapshot: Snapshot, settings: BoardSettings, staying: Ints) -> tuple[Ints, Ints]:
    """Of a kept board: everybody on it at distance 0, and of them those whose kind is drawn or who stay whatever is."""
    everywhere = np.full(len(snapshot.entities), -1, dtype=np.int64)
    everywhere[_rows(snapshot.entities["id"], settings.members or ())] = 0
    if settings.kinds is None:
        return everywhere, everywhere
    wanted = _is_in(snapshot.entities["kind"], settings.kinds)
    wanted[staying] = True
    return everywhere, np.where(wanted, everywhere, -1)


def contexts(snapshot: Snapshot) -> Bools:
    """Per entity: not a person, or somebody whose work brings them to many children."""
    entities, roles = snapshot.entities, snapshot.roles
    workers = roles.filter(pc.equal(roles["role"], "professional"))["person_id"]
    professional = _true(pc.is_in(entities["id"], value_set=workers.combine_chunks()))
    return professional | ~_is_in(entities["kind"], schema().persons())


def _rows(ids: pa.ChunkedArray, wanted: tuple[str, ...]) -> Ints:
    found = pc.index_in(pa.array(wanted, pa.string()), value_set=ids.combine_chunks())
    return np.array([row for row in found.to_pylist() if row is not None], dtype=np.int64)


def _kind_names(ties: pa.Table) -> list[str]:
    return [str(name) for name in ties["kind"].combine_chunks().dictionary_encode().dictionary.to_pylist()]


def _kind_codes(ties: pa.Table) -> Ints:
    return np.asarray(ties["kind"].combine_chunks().dictionary_encode().indices.to_numpy(), dtype=np.int64)


def reasons(
    snapshot: Snapshot, settings: BoardSettings, tail: Ints, head: Ints, stale: Bools, focus: Ints
) -> npt.NDArray[np.int8]:
    """Per assertion the index of the first of REASONS that keeps it off the board, -1 for none.

    Parameters
    ----------
    tail, head
        Per assertion the entity row of its ends.
    stale
        Per assertion: out of date (see `out_of_date`).
    focus
        Entity rows that are drawn whatever their kind.
    """
    ties = snapshot.ties
    policy = schema().policy
    kinds = schema().ties
    standing = np.array([kinds[name].standing.value for name in _kind_names(ties)], dtype=object)
    standings = standing[_kind_codes(ties)] if len(standing) else np.zeros(0, dtype=object)
    none = np.zeros(len(ties), dtype=bool)
    wanted = np.ones(len(snapshot.entities), dtype=bool)
    if settings.kinds is not None:
        wanted = _is_in(snapshot.entities["kind"], settings.kinds)
        wanted[focus] = True
    said = _is_in(ties["source"], (SAID,))  # at this board: no record that somebody could have graded
    no_grade = _true(pc.and_(pc.is_null(ties["source_grade"]), pc.is_null(ties["information_grade"]))) & ~said
    nobodys = said & _is_in(ties["agency"], ("",))
    observed = days(pc.coalesce(ties["observed_from"], ties["observed_to"], ties["recorded_on"]))
    to = settings.window_to
    tests = (
        _is_in(ties["information_grade"], policy.left_out_information),
        _is_in(ties["handling"], policy.left_out_handling),
        none if settings.standings is None else ~np.isin(standings, settings.standings),
        ~(wanted[tail] & wanted[head]),
        none if settings.agencies is None else ~_is_in(ties["agency"], settings.agencies) & ~nobodys,
        none if to is None else observed > to.toordinal() - 719163,
        none if settings.ungraded else no_grade,
        ~no_grade & ~said & _below(ties, settings.grade_floor),
        none if settings.out_of_date else stale,
    )
    reason = np.full(len(ties), -1, dtype=np.int8)
    for code, hit in reversed(list(enumerate(tests))):
        reason[hit] = code
    return reason


def _below(ties: pa.Table, floor: str) -> Bools:
    """Per assertion: graded worse than the floor; half a grade that is missing counts as its worst."""
    if not floor:
        return np.zeros(len(ties), dtype=bool)
    source = pc.greater(pc.fill_null(ties["source_grade"], "3"), floor[0])
    information = pc.greater(pc.fill_null(ties["information_grade"], "D"), floor[1])
    return _true(pc.or_(source, information))


def _is_in(column: pa.ChunkedArray, values: tuple[str, ...]) -> Bools:
    return _true(pc.is_in(column, value_set=pa.array(values, pa.string())))


def _true(column: pa.ChunkedArray) -> Bools:
    return np.array(pc.fill_null(column, False).to_numpy(zero_copy_only=False), dtype=bool)


def _nearest(distance: Ints, tail: Ints, head: Ints, last: Ints, most: int) -> tuple[Ints, int]:
    """The rows to draw, nearest first and among equals the most recently observed; and how many were cut."""
    recent = np.full(len(distance), NO_DAY, dtype=np.int64)
    near = (distance[tail] >= 0) & (distance[head] >= 0)
    np.maximum.at(recent, tail[near], last[near])
    np.maximum.at(recent, head[near], last[near])
    found = np.flatnonzero(distance >= 0)
    order = found[np.lexsort((found, -recent[found], distance[found]))]
    return order[:most], max(0, len(order) - most)

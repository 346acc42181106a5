"""Turns the ties of a Snapshot into weighed columns: grade x ageing x kind x strength, and says what it left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.network.combine import Bools, Floats, Ints

KINSHIP = frozenset({"sibling", "parent", "relative"})
"""Ties that nothing ends."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Assertions that carry nothing in this analysis, counted by why."""

    outside_window: int = 0
    in_the_future: int = 0
    suspected_false: int = 0
    restricted: int = 0
    to_themselves: int = 0


@dataclass(frozen=True)
class Assertions:
    """The kept ties as columns of equal length; places of entities refer to `snapshot.entities`.

    `value` and `grade` lie in 0..1: what one assertion carries today, and how far its grading lets it be believed.
    `ids` holds the assertions behind each row: one for a tie, several for a row derived from several ties.
    """

    kind: NDArray[Any]  # tie kinds as text
    source: Ints  # row of the `from` end
    target: Ints  # row of the `to` end
    agency: Ints  # code into `agencies`
    value: Floats
    grade: Floats
    day: Ints  # days since 1970 of the last time it was known
    ids: tuple[tuple[str, ...], ...]
    agencies: tuple[str, ...]
    left_out: LeftOut

    def __len__(self) -> int:
        return len(self.value)

    def where(self, mask: Bools) -> Assertions:
        """The rows that the mask keeps."""
        rows = np.flatnonzero(mask)
        return replace(
            self,
            **{name: getattr(self, name)[rows] for name in ("kind", "source", "target", "agency", "value", "grade")},
            day=self.day[rows],
            ids=tuple(self.ids[row] for row in rows),
        )


@dataclass(frozen=True)
class Entities:
    """The columns of the entities table that a projection asks for, read once."""

    ids: tuple[str, ...]
    kinds: NDArray[Any]  # as text
    subkinds: NDArray[Any]  # as text, empty where there is none
    rolls: Ints  # 0 where nobody recorded one
    person: Bools

    @classmethod
    def of(cls, snapshot: Snapshot) -> Entities:
        """Read the entities of a snapshot."""
        table = snapshot.entities
        kinds = table["kind"].to_numpy(zero_copy_only=False).astype(str)
        subkinds = pc.fill_null(table["subkind"], "").to_numpy(zero_copy_only=False).astype(str)
        rolls = pc.fill_null(table["roll"], 0).to_numpy(zero_copy_only=False).astype(np.int64)
        return cls(tuple(table["id"].to_pylist()), kinds, subkinds, rolls, np.isin(kinds, list(schema().persons())))


def weigh(snapshot: Snapshot, *, window_days: int, half_life_days: int | None = None) -> Assertions:
    """Weigh every tie assertion of a snapshot as of its day, and drop what says nothing about now.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    window_days
        An assertion of an ageing kind last known longer ago is dropped. So is a household, a school or an address that
        ended before the window; kinship never is.
    half_life_days
        Replaces the half-life of every ageing kind.

    Returns
    -------
    Assertions
        Weight = grade number x 2^(-age / half-life) x kind x strength, each in 0..1 (numbers of `policy.yaml`).
    """
    ties = snapshot.ties
    as_of = snapshot.as_of.toordinal() - _EPOCH
    words, code = _coded(ties["kind"])
    known = [schema().ties[word] for word in words]
    life = np.array([kind.half_life_days or np.inf for kind in known], float)[code]
    if half_life_days is not None:
        life = np.where(np.isfinite(life), float(half_life_days), life)
    kinship = np.array([word in KINSHIP for word in words], bool)[code]
    carries = np.array([kind.weight for kind in known], float)[code]

    to_day = _days(ties["observed_to"])
    day = _days(pc.coalesce(ties["observed_to"], ties["observed_from"], ties["recorded_on"]))
    first = _days(pc.coalesce(ties["observed_from"], ties["recorded_on"]))
    ongoing = ~np.isfinite(life) & (np.isnan(to_day) | kinship)
    # A statement that begins after today cannot be about now. One that reaches past today is about now.
    future = np.where(np.isnan(first), day, first) > as_of
    day = np.where(ongoing, as_of, np.minimum(day, as_of))
    age = as_of - day
    old = age > window_days

    grade, false, restricted = _grades(ties)
    strength = _numbers(ties["strength"], schema().policy.strength, schema().policy.strength["medium"])
    ageing = np.where(np.isfinite(life), np.exp2(-age / life), 1.0)
    value = grade * ageing * carries * strength
    source, target = _ends(snapshot, "from_id"), _ends(snapshot, "to_id")
    themselves = source == target
    keep = ~(old | future | false | restricted | themselves) & (grade > 0)

    agencies, agency = _coded(ties["agency"])
    everything = Assertions(
        kind=np.array(words, str)[code] if len(words) else np.empty(0, "U1"),
        source=source,
        target=target,
        agency=agency.astype(np.int64),
        value=value,
        grade=grade,
        day=day.astype(np.int64),
        ids=tuple((id_,) for id_ in ties["id"].to_pylist()),
        agencies=agencies,
        left_out=LeftOut(
            int((old & ~future).sum()),
            int(future.sum()),
            int(false.sum()),
            int((restricted & ~false).sum()),
            int(themselves.sum()),
        ),
    )
    return everything.where(keep & (source >= 0) & (target >= 0))


_EPOCH = 719_163  # date(1970, 1, 1).toordinal()


def _days(column: pa.ChunkedArray) -> Floats:
    return pc.cast(pc.cast(column, pa.int32()), pa.float64()).to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]


def _ends(snapshot: Snapshot, column: str) -> Ints:
    found = pc.index_in(snapshot.ties[column], value_set=snapshot.entities["id"].combine_chunks())
    return pc.fill_null(found, -1).to_numpy(zero_copy_only=False).astype(np.int64)  # type: ignore[no-any-return]


def _coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Ints]:
    """The distinct words of a column, sorted, and which of them each row holds; a null is the empty word."""
    coded = pc.dictionary_encode(pc.fill_null(column, "")).combine_chunks()
    words, code = np.array(coded.dictionary.to_pylist(), str), coded.indices.to_numpy(zero_copy_only=False)
    order = np.argsort(words)
    place = np.empty(len(words), np.int64)
    place[order] = np.arange(len(words))
    return tuple(words[order].tolist()), place[code]


def _numbers(column: pa.ChunkedArray, table: Any, missing: float) -> Floats:
    words, code = _coded(column)
    return np.array([table.get(word, missing) for word in words], float)[code]


def _grades(ties: pa.Table) -> tuple[Floats, Bools, Bools]:
    """The grade of each assertion as a number, and which are suspected false or restricted."""
    policy = schema().policy
    source = _numbers(ties["source_grade"], policy.source_grade, np.nan)
    information = _numbers(ties["information_grade"], policy.information_grade, np.nan)
    # Half a grade is no better than none: the known half counts only where it says less than "ungraded" would.
    half = np.fmin(np.fmin(source, information), policy.ungraded)
    whole = source * information
    grade = np.where(np.isnan(whole), half, whole)
    false = pc.fill_null(pc.is_in(ties["information_grade"], pa.array(policy.left_out_information, pa.string())), False)
    held = pc.fill_null(pc.is_in(ties["handling"], pa.array(policy.left_out_handling, pa.string())), False)
    return grade, false.to_numpy(zero_copy_only=False), held.to_numpy(zero_copy_only=False)

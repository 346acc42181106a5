"""The ground a board grows on: every tie that its filters let stand, by its ends, ready for many questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.compose import counts_said
from mapping.board.folding import FOLD, fold_events
from mapping.board.grow.results import Told
from mapping.board.lines import said
from mapping.board.model import BoardSettings, Counts
from mapping.board.nodes import age_words, display_name, drawn_kind
from mapping.board.selection import REASONS, contexts, last_observed, neighbours, out_of_date, reasons
from mapping.network.people import ADULT_AGE

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_DAY0 = date(1970, 1, 1)
_SECRET = (REASONS.index("suspected_false"), REASONS.index("restricted"))


@dataclass(frozen=True)
class Ground:
    """A snapshot under the filters of a board. Rows are those of `snapshot.entities` and `snapshot.ties`."""

    snapshot: Snapshot  # events folded into ties between people and places, unless events are asked for
    whole: Snapshot  # as it was read, with its events
    settings: BoardSettings
    ids: tuple[str, ...]
    row: Mapping[str, int]
    kinds: npt.NDArray[Any]  # per entity its kind as drawn: whoever is under 18 is a child
    person: Bools
    crowded: Bools  # per entity: a context with more neighbours than the policy's limit
    around: Ints  # per entity: how many neighbours
    tail: Ints
    head: Ints
    reason: npt.NDArray[np.int8]  # per tie: which of REASONS leaves it out, -1 for none
    last: Ints  # per tie: day last observed
    stale: Bools
    _names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def kept(self) -> Ints:
        """The rows of the ties that stand."""
        return np.flatnonzero(self.reason < 0)

    @cached_property
    def unfolded(self) -> Ground:
        """The same ground with every event standing for itself."""
        return ground(self.whole, replace(self.settings, kinds=("event",)))

    @cached_property
    def _by_end(self) -> tuple[Ints, Ints, Ints]:
        ends = np.concatenate([self.tail, self.head])
        rows = np.tile(np.arange(len(self.tail)), 2)
        order = np.argsort(ends, kind="stable")
        bounds = np.searchsorted(ends[order], np.arange(len(self.ids) + 1))
        return rows[order], bounds[:-1], bounds[1:]

    def all_ties_of(self, entity: int) -> Ints:
        """The rows of every tie of this entity row, left out or not."""
        rows, low, high = self._by_end
        return rows[low[entity] : high[entity]]

    def ties_of(self, entity: int) -> Ints:
        """The rows of the ties of this entity row that stand."""
        rows = self.all_ties_of(entity)
        return rows[self.reason[rows] < 0]

    def others(self, entity: int, rows: Ints) -> Ints:
        """Who is at the other end of these ties of an entity."""
        return np.where(self.tail[rows] == entity, self.head[rows], self.tail[rows])

    def rows_of(self, ids: Iterable[str]) -> tuple[int, ...]:
        """Entity rows of those ids that are held, each once, in their order."""
        return tuple(self.row[id] for id in dict.fromkeys(ids) if id in self.row)

    def name(self, entity: int) -> str:
        """What the board's naming mode calls it."""
        id = self.ids[entity]
        if id not in self._names:
            self._names[id] = display_name(self.snapshot.entities.slice(entity, 1).to_pylist()[0], self.settings.naming)
        return self._names[id]

    def what(self, entity: int) -> str:
        """What it is, to tell two of the same initials apart: `child, 14`."""
        row = self.snapshot.entities.slice(entity, 1).to_pylist()[0]
        kind = schema().entities[str(self.kinds[entity])]
        if kind.name == "child":
            years = words.age(row["date_of_birth"], self.snapshot.as_of)
            return f"child, {age_words(years, self.settings.naming)}"
        sub = words.label(kind.kinds, row["subkind"]).lower() if kind.kinds and row["subkind"] else ""
        return sub or kind.label.lower()

    def told(self, rows: Iterable[int]) -> tuple[Told, ...]:
        """What these ties say: one sentence for each pair and standing, the newest first."""
        by_pair: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
        wanted = list(dict.fromkeys(int(row) for row in rows))
        for place, row in zip(wanted, self.snapshot.ties.take(pa.array(wanted, pa.int64())).to_pylist(), strict=True):
            row["last"], row["stale"] = _DAY0 + timedelta(days=int(self.last[place])), bool(self.stale[place])
            pair = sorted((row["from_id"], row["to_id"]))
            by_pair[(pair[0], pair[1], schema().ties[row["kind"]].standing.value)].append(row)
        found = [self._sentence(standing, behind) for (_, _, standing), behind in by_pair.items()]
        return tuple(sorted(found, key=lambda one: (one.last, one.sentence), reverse=True))

    def _sentence(self, standing: str, rows: list[dict[str, Any]]) -> Told:
        rows.sort(key=lambda row: (row["last"], row["id"]), reverse=True)
        names = {id: self.name(self.row[id]) for row in rows for id in (row["from_id"], row["to_id"])}
        return Told(
            sentence=said(rows, names),
            assertions=tuple(dict.fromkeys(id for row in rows for id in row["id"].split(FOLD))),
            last=rows[0]["last"].isoformat(),
            standing=standing,
            stale=all(row["stale"] for row in rows),
        )

    def left_out(self, entities: Sequence[int]) -> tuple[str, ...]:
        """What the filters and the rules leave out among the ties of these, in words, then what is withheld at all."""
        if not entities:
            return ()
        rows = np.unique(np.concatenate([self.all_ties_of(entity) for entity in entities]))
        count = Counter(self.reason[rows][self.reason[rows] >= 0].tolist())
        left = {REASONS[code]: number for code, number in sorted(count.items())}
        near = counts_said(Counts(0, 0, 0, 0, left_out=left))[1:]
        said = (f"Among their ties: {'; '.join(near)}.",) if near else ()
        return (*said, *counts_said(Counts(0, 0, 0, 0, withheld=self.snapshot.withheld.restricted))[1:])

    def secret(self) -> int:
        """How many ties are suspected false or restricted in the whole snapshot."""
        return int(np.isin(self.reason, _SECRET).sum())


def ground(snapshot: Snapshot, settings: BoardSettings) -> Ground:
    """Read a snapshot once, for many questions.

    Parameters
    ----------
    snapshot
        What one viewer may see. Whatever it holds, ties that are suspected false or restricted lead nowhere.
    settings
        The filters and the naming of the board; where it starts and how far it reaches are not heeded. The kinds that
        a board draws do not bound what it may grow to; only whether events stand for themselves is taken from them.
    """
    whole = snapshot
    if settings.kinds is None or "event" not in settings.kinds:
        snapshot = fold_events(snapshot)
    settings = replace(settings, focus=(), kinds=None)
    ids = snapshot.entities["id"].to_pylist()
    row = {id: place for place, id in enumerate(ids)}
    tail, head = ends(snapshot)
    last = last_observed(snapshot.ties)
    stale = out_of_date(snapshot.ties, last, snapshot, settings)
    reason = reasons(snapshot, settings, tail, head, stale, np.zeros(0, np.int64))
    standing = reason < 0
    around = neighbours(tail[standing], head[standing], np.ones(len(ids), bool))
    kinds = _kinds(snapshot)
    return Ground(
        snapshot=snapshot,
        whole=whole,
        settings=settings,
        ids=tuple(ids),
        row=row,
        kinds=kinds,
        person=np.isin(kinds, schema().persons()),
        crowded=contexts(snapshot) & (around > schema().policy.context_limit),
        around=around,
        tail=tail,
        head=head,
        reason=reason,
        last=last,
        stale=stale,
    )


def ends(snapshot: Snapshot) -> tuple[Ints, Ints]:
    """The entity rows of both ends of every tie."""
    ids = snapshot.entities["id"].combine_chunks()
    one, other = (
        np.asarray(pc.fill_null(pc.index_in(snapshot.ties[end], value_set=ids), -1).to_numpy(), dtype=np.int64)
        for end in ("from_id", "to_id")
    )
    return one, other


def _kinds(snapshot: Snapshot) -> npt.NDArray[Any]:
    """Kinds as drawn: an adult on paper who is known to be under 18 is a child."""
    kinds: npt.NDArray[Any] = snapshot.entities["kind"].to_numpy(zero_copy_only=False).astype(object)
    oldest = snapshot.as_of - timedelta(days=(ADULT_AGE + 1) * 366)
    born = snapshot.entities["date_of_birth"].to_pylist()
    for place, day in enumerate(born):
        if day is not None and day > oldest and kinds[place] == "adult":
            kinds[place] = drawn_kind({"kind": "adult", "date_of_birth": day}, snapshot.as_of)
    return kinds

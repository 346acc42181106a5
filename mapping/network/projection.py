"""Projects a Snapshot onto people: one weighted line between two people, and every assertion behind it kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import networkx as nx
import numpy as np
from scipy import sparse

from data_schema import schema
from data_schema.model import Standing
from graph.snapshot import Snapshot
from mapping.network.assertions import Assertions, Entities, LeftOut, weigh
from mapping.network.combine import Bools, Floats, Ints, best, noisy_or, symmetric
from mapping.network.contexts import Contexts, Members, contexts, memberships
from mapping.network.links import Link
from mapping.network.people import People, people
from mapping.network.together import DAYS, HOURS, Together, homes, together


@dataclass(frozen=True, slots=True)
class ProjectionSettings:
    """What counts in a projection. An empty tuple means everything; None means the number of `policy.yaml`."""

    window_days: int | None = None
    half_life_days: int | None = None
    kinds: tuple[str, ...] = ()  # tie kinds that count
    contexts: tuple[str, ...] = ()  # kinds of context that carry: school, location, peer_group, event, thing
    context_limit: int | None = None  # people in a context beyond which it does not carry
    fold_contexts: bool = True  # False: only what is said of two people directly
    missing_together: bool = True  # derive it from overlapping episodes

    def window(self) -> int:
        """How many days back counts."""
        return schema().policy.window_days if self.window_days is None else self.window_days


@dataclass(frozen=True)
class Projection:
    """People and the weighted, undirected ties between them.

    `weights` and `grades` share one symmetric pattern with an empty diagonal: how much a tie carries, and the chance
    by its grades that anything of it is so. Both lie in 0..1. Row i belongs to `ids[i]`.
    """

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    weights: sparse.csr_array
    grades: sparse.csr_array
    contexts: Contexts
    settings: ProjectionSettings
    window_days: int
    as_of: str
    version: str
    left_out: LeftOut
    left_out_agencies: tuple[str, ...]
    left_out_people: tuple[str, ...]  # professionals, who would otherwise join all the children they work with
    _direct: Direct = field(repr=False)

    @cached_property
    def index(self) -> dict[str, int]:
        """The row of each person."""
        return {id_: row for row, id_ in enumerate(self.ids)}

    def behind(self, one: str, two: str) -> tuple[Link, ...]:
        """Everything behind the line between two people, the heaviest first; empty when there is no line."""
        a, b = sorted((self.index[one], self.index[two]))
        found = [*self._direct.links(a, b, len(self.ids)), *self.contexts.links(a, b)]
        return tuple(sorted(found, key=lambda link: (-link.value, link.how, link.via or "", link.assertions)))

    def assertions(self, one: int, two: int) -> Iterator[str]:
        """The ids of everything behind the line between two rows, in no order: `behind` without the words."""
        a, b = min(one, two), max(one, two)
        yield from self._direct.assertions(a, b, len(self.ids))
        for ids in self.contexts.common(a, b):
            yield from ids

    def neighbours(self, person: str) -> tuple[str, ...]:
        """The people tied to this one."""
        row = self.index[person]
        start, end = self.weights.indptr[row], self.weights.indptr[row + 1]
        return tuple(self.ids[column] for column in self.weights.indices[start:end])

    def to_networkx(self) -> nx.Graph:
        """The projection as a networkx graph, with what it was computed from as graph attributes."""
        graph = nx.Graph(as_of=self.as_of, version=self.version, window_days=self.window_days)
        graph.add_nodes_from((id_, {"kind": kind}) for id_, kind in zip(self.ids, self.kinds, strict=True))
        upper = sparse.triu(self.weights, 1).tocoo()
        graph.add_weighted_edges_from(
            (self.ids[a], self.ids[b], float(w)) for a, b, w in zip(upper.row, upper.col, upper.data, strict=True)
        )
        return graph


@dataclass(frozen=True)
class Direct:
    """What is said of two people directly, sorted by pair, so that any pair is found by bisection."""

    pair: Ints
    row: Ints  # of the assertions; those derived from missing episodes come after the ties
    said: Assertions
    derived: Together
    names: tuple[str, ...]  # of all entities

    def assertions(self, a: int, b: int, people_count: int) -> Iterator[str]:
        """The ids of the direct assertions of one pair (a < b)."""
        key = a * people_count + b
        low, high = np.searchsorted(self.pair, [key, key + 1])
        for row in self.row[low:high].tolist():
            if row < len(self.said):
                yield from self.said.ids[row]
            else:
                for one in self.derived.said[row - len(self.said)].tolist():
                    yield from self.said.ids[one]

    def links(self, a: int, b: int, people_count: int) -> list[Link]:
        """The direct links of one pair (a < b), one for each assertion."""
        key = a * people_count + b
        low, high = np.searchsorted(self.pair, [key, key + 1])
        found = []
        for row in self.row[low:high].tolist():
            if row < len(self.said):
                kind, value = str(self.said.kind[row]), float(self.said.value[row])
                found.append(Link("direct", kind, None, self.said.ids[row], value))
            else:
                at = row - len(self.said)
                ids = tuple(id_ for one in self.derived.said[at].tolist() for id_ in self.said.ids[one])
                place, value = self.names[self.derived.place[at]], float(self.derived.value[at])
                measure = HOURS if self.derived.exact[at] else DAYS
                found.append(Link("together", "missing_with", place, ids, value, measure))
        return found


def project(
    snapshot: Snapshot,
    settings: ProjectionSettings | None = None,
    *,
    who: People | None = None,
    said: Assertions | None = None,
) -> Projection:
    """Project a snapshot onto the people in it.

    The weight of a pair is the noisy-or over independent sources, 1 - prod(1 - w). Sources are agencies: several
    assertions of one agency about one pair count as the best of them. Every shared context is a further source, with
    the product of both people's weights to it divided by (k - 1), k the people in it (Newman 2001, "Scientific
    collaboration networks II"). Contexts with more than `context_limit` people carry nothing, unless a specific event.

    Protective ties carry nothing here: that one mentor keeps two children safe is no path along which harm comes, and a
    tie that helps must never put a child on a list. People recorded as working with children are left out altogether,
    unless they are themselves of concern, so that no worker becomes a bridge between everyone they help.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    settings
        What counts; the defaults are the policy's.
    who, said
        Who is who, and the weighed ties of the same window, where the caller has them already.

    Returns
    -------
    Projection
        Of all children and adults but the left-out professionals, those without a tie included.
    """
    settings = settings or ProjectionSettings()
    who = people(snapshot) if who is None else who
    if said is None:
        said = weigh(snapshot, window_days=settings.window(), half_life_days=settings.half_life_days)
    return gather(snapshot, Entities.of(snapshot), said, settings).project(snapshot, who)


@dataclass(frozen=True)
class Gathered:
    """All that can carry in a snapshot, found once: to be projected again and again with agencies left out."""

    settings: ProjectionSettings
    known: Entities
    said: Assertions  # those that carry
    members: Members
    derived: Together
    homes: tuple[Ints, Ints, Ints]

    def project(self, snapshot: Snapshot, who: People, silent: Collection[str] = ()) -> Projection:
        """The projection as if the agencies in `silent` had said nothing; `snapshot` and `who` as they leave it."""
        settings, said, known = self.settings, self.said, self.known
        limit = schema().policy.context_limit if settings.context_limit is None else settings.context_limit
        rows, position = _persons(known, who)
        loud = np.array([name not in silent for name in said.agencies], bool)
        heard = loud[said.agency]
        members = self.members
        heard_too = heard[members.row] & np.where(members.also >= 0, heard[members.also], True)
        members = members.where(heard_too & (position[members.person] >= 0))
        derived = self.derived
        derived = derived.where(heard[derived.said].all(axis=1) & ~self._at_home(loud))
        direct, direct_pair, direct_value, direct_grade = _direct(known, said, derived, position, heard, len(rows))
        shared = contexts(known, said, members, position, limit, settings.contexts)
        parts = [(direct_pair, direct_value, direct_grade)]
        if settings.fold_contexts:
            parts.append(shared.pairs(len(rows)))
        pair, value, grade = (np.concatenate(column) for column in zip(*parts, strict=True))
        pair, value, grade = noisy_or(pair, value, grade)
        return Projection(
            ids=tuple(known.ids[row] for row in rows.tolist()),
            kinds=tuple(known.kinds[rows].tolist()),
            weights=symmetric(pair, value, len(rows)),
            grades=symmetric(pair, grade, len(rows)),
            contexts=shared,
            settings=settings,
            window_days=settings.window(),
            as_of=snapshot.as_of.isoformat(),
            version=snapshot.version,
            left_out=said.left_out,
            left_out_agencies=snapshot.left_out_agencies,
            left_out_people=tuple(sorted(who.professionals - who.of_concern)),
            _direct=direct,
        )

    def _at_home(self, loud: Bools) -> Bools:
        """Which derived pairs ended at the home of either child."""
        child, place, agency = self.homes
        many = len(self.known.ids)
        lives = (child * many + place)[loud[agency]]
        derived = self.derived
        found: Bools = np.isin(derived.first * many + derived.place, lives)
        return found | np.isin(derived.second * many + derived.place, lives)


def gather(snapshot: Snapshot, known: Entities, said: Assertions, settings: ProjectionSettings) -> Gathered:
    """Find all that can carry; arguments as for `project`, `known` being the entities of the snapshot."""
    carrying = said.where(_carrying(said, settings))
    derived = together(
        snapshot, carrying if settings.missing_together else carrying.where(np.zeros(len(carrying), bool))
    )
    return Gathered(settings, known, carrying, memberships(carrying, known.person), derived, homes(said))


def _carrying(said: Assertions, settings: ProjectionSettings) -> Bools:
    """Which assertions carry: of a counted kind, not protective, with any weight at all."""
    kinds = schema().ties
    chosen = set(settings.kinds or kinds)
    carrying = [name for name, kind in kinds.items() if name in chosen and kind.standing is not Standing.PROTECTIVE]
    mask: Bools = np.isin(said.kind.astype(str), carrying) & (said.value > 0)
    return mask


def _persons(known: Entities, who: People) -> tuple[Ints, Ints]:
    """Rows of the people in the projection, and the place of each entity row among them (-1: not in it)."""
    left_out = who.professionals - who.of_concern
    inside = known.person
    if left_out:
        inside = inside & ~np.array([id_ in left_out for id_ in known.ids], bool)
    rows = np.flatnonzero(inside)
    position = np.full(len(known.ids), -1, np.int64)
    position[rows] = np.arange(len(rows))
    return rows, position


def _direct(
    known: Entities, said: Assertions, derived: Together, position: Ints, heard: Bools, size: int
) -> tuple[Direct, Ints, Floats, Floats]:
    """What is said of two people directly: kept for evidence, and combined per pair and agency."""
    a = np.r_[np.where(heard, position[said.source], -1), position[derived.first]]
    b = np.r_[position[said.target], position[derived.second]]
    value = np.r_[said.value, derived.value]
    grade = np.r_[said.grade, derived.grade]
    agency = np.r_[said.agency, derived.agency]
    row = np.flatnonzero((a >= 0) & (b >= 0) & (a != b))
    pair = np.minimum(a[row], b[row]) * size + np.maximum(a[row], b[row])
    many = len(said.agencies) + 1
    source, best_value, best_grade = best(pair * many + agency[row], value[row], grade[row])
    order = np.argsort(pair, kind="stable")
    kept = Direct(pair[order], row[order], said, derived, known.ids)
    return kept, source // many, best_value, best_grade

"""Folds shared schools, places, groups, events and things into ties between people, each divided by k - 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np

from mapping.network.assertions import Assertions, Entities
from mapping.network.combine import Bools, Floats, Ints, best, noisy_or
from mapping.network.links import Link


@dataclass(frozen=True)
class Members:
    """Who is said to be part of what: one row for each statement, or each two where it comes through an event."""

    person: Ints  # rows of the entities table
    entity: Ints
    row: Ints  # of the assertions
    also: Ints  # of the place statement, where the tie comes through an event; else -1

    def where(self, mask: Bools) -> Members:
        """The rows that the mask keeps."""
        return Members(self.person[mask], self.entity[mask], self.row[mask], self.also[mask])


class Evidence(Sequence[tuple[tuple[str, ...], ...]]):
    """The assertions behind each person and context, one tuple for each statement; made when somebody asks."""

    def __init__(self, said: Assertions, members: Members, key: Ints, keys: Ints) -> None:
        order = np.argsort(key, kind="stable")
        self._said, self._members, self._order = said, members, order
        self._bounds = np.r_[np.searchsorted(key[order], keys), len(order)]

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def says(self, *kinds: str) -> Bools:
        """Behind which of them stands an assertion of these kinds."""
        if not len(self):
            return np.zeros(0, bool)
        wanted = np.isin(self._said.kind.astype(str), kinds)
        also = self._members.also
        told = wanted[self._members.row] | (np.where(also >= 0, wanted[also], False))
        found: Bools = np.logical_or.reduceat(told[self._order], self._bounds[:-1])
        return found

    @overload
    def __getitem__(self, at: int) -> tuple[tuple[str, ...], ...]: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[tuple[tuple[str, ...], ...], ...]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        if not 0 <= at < len(self):
            raise IndexError(at)
        rows = self._order[self._bounds[at] : self._bounds[at + 1]].tolist()
        ids, row, also = self._said.ids, self._members.row, self._members.also
        return tuple(ids[row[one]] + (ids[also[one]] if also[one] >= 0 else ()) for one in rows)


class RowsOf(Mapping[int, Mapping[int, int]]):
    """The rows of each person, context -> row; rows are sorted by person, so they are found by bisection."""

    def __init__(self, person: Ints, context: Ints) -> None:
        self._person, self._context = person, context
        self._found: dict[int, Mapping[int, int]] = {}

    def __getitem__(self, person: int) -> Mapping[int, int]:
        if person in self._found:
            return self._found[person]
        low, high = np.searchsorted(self._person, [person, person + 1]).tolist()
        if low == high:
            raise KeyError(person)
        found = dict(zip(self._context[low:high].tolist(), range(low, high), strict=True))
        return self._found.setdefault(person, found)

    def __iter__(self) -> Iterator[int]:
        return iter(np.unique(self._person).tolist())

    def __len__(self) -> int:
        return len(np.unique(self._person))


@dataclass(frozen=True)
class Contexts:
    """Who is tied to which context in the window, one row a person and context.

    `size` is k: the people in a context, or the roll of a whole school; 0 for a school whose roll nobody recorded.
    `carries` says which contexts fold into ties between people.
    """

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    size: Ints
    carries: Bools
    person: Ints  # row of the projection, ascending
    context: Ints  # place in `ids`
    weight: Floats  # with what comes through events at the place
    grade: Floats
    fold: Floats  # without: two people at one event are tied by the event, not by its place as well
    said: Assertions
    evidence: Evidence

    @cached_property
    def rows_of(self) -> RowsOf:
        """The rows of each person: person -> context -> row."""
        return RowsOf(self.person, self.context)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The place of each context in `ids`."""
        return {id_: at for at, id_ in enumerate(self.ids)}

    def share(self, context: int) -> float:
        """What a context divides by: 1/(k - 1), 0 where it does not carry."""
        return 1.0 / (int(self.size[context]) - 1) if self.carries[context] else 0.0

    def links(self, a: int, b: int) -> list[Link]:
        """The contexts that two people share and that carry, with the assertions that say so."""
        one, two = self.rows_of.get(a, {}), self.rows_of.get(b, {})
        found = []
        for context in sorted(one.keys() & two.keys()):
            if self.carries[context]:
                value = float(self.fold[one[context]] * self.fold[two[context]] * self.share(context))
                if not value:
                    continue
                ids = _flat(self.evidence[one[context]]) + _flat(self.evidence[two[context]])
                found.append(Link("context", self.kinds[context], self.ids[context], tuple(dict.fromkeys(ids)), value))
        return found

    def common(self, a: int, b: int) -> Iterator[tuple[str, ...]]:
        """The assertions that say that two people share a carrying context, a context after the other."""
        one, two = self.rows_of.get(a, {}), self.rows_of.get(b, {})
        for context in one.keys() & two.keys():
            if self.carries[context] and self.fold[one[context]] and self.fold[two[context]]:
                yield _flat(self.evidence[one[context]]) + _flat(self.evidence[two[context]])

    def pairs(self, people_count: int) -> tuple[Ints, Floats, Floats]:
        """Every two people of a carrying context: pair key, weight, grade; a pair recurs for each shared context."""
        rows = np.flatnonzero(self.carries[self.context] & (self.fold > 0))
        rows = rows[np.argsort(self.context[rows], kind="stable")]
        first = np.flatnonzero(np.r_[True, np.diff(self.context[rows]) != 0]) if len(rows) else np.empty(0, np.int64)
        many = np.diff(np.r_[first, len(rows)])
        keys, values, grades = [np.empty(0, np.int64)], [np.empty(0)], [np.empty(0)]
        for size in np.unique(many[many > 1]).tolist():  # all contexts of one size at once
            inside = rows[first[many == size][:, None] + np.arange(size)]
            i, j = (inside[:, side].ravel() for side in np.triu_indices(size, 1))
            low, high = np.minimum(self.person[i], self.person[j]), np.maximum(self.person[i], self.person[j])
            keys.append(low * people_count + high)
            values.append(self.fold[i] * self.fold[j] / (self.size[self.context[i]] - 1))
            grades.append(self.grade[i] * self.grade[j])
        return np.concatenate(keys), np.concatenate(values), np.concatenate(grades)


def contexts(
    known: Entities, said: Assertions, members: Members, position: Ints, limit: int, carrying: tuple[str, ...] = ()
) -> Contexts:
    """Gather the contexts of a snapshot.

    Somebody who was at an event is also tied to the place where it happened or ended, as much as the weaker of the two
    statements carries. A specific event carries whatever its size; any other context only up to `limit` people,
    and a children's home never.

    Parameters
    ----------
    known, said
        The entities and their weighed ties.
    members
        Who is said to be part of what, people of the projection only.
    position
        Of each entity row: the row of the person in the projection, -1 for everything else.
    limit
        Most people in a context that carries.
    carrying
        Kinds of context that carry; none given, all do.
    """
    count = len(known.ids)
    person, entity, row, also = position[members.person], members.entity, members.row, members.also
    at_person, where, weight, grade = _combined(said, person, entity, row, also, count)
    plain = also < 0
    fold = np.zeros(len(at_person))
    at_p, at_e, folded, _ = _combined(said, person[plain], entity[plain], row[plain], also[plain], count)
    keys = at_person * count + where
    fold[np.searchsorted(keys, at_p * count + at_e)] = folded
    used = np.unique(where)
    code = np.searchsorted(used, where)
    kinds = known.kinds[used]
    size = np.where(kinds == "school", known.rolls[used], np.bincount(code, minlength=len(used)))
    event = kinds == "event"
    chosen = np.isin(kinds, carrying) if carrying else np.ones(len(used), bool)
    # Children did not choose who lives in a home: it would tie every newcomer to all the others in it.
    home = known.subkinds[used] == "childrens_home"
    return Contexts(
        ids=tuple(known.ids[e] for e in used.tolist()),
        kinds=tuple(kinds.tolist()),
        size=size.astype(np.int64),
        carries=(size >= 2) & (event | (size <= limit)) & ~home & chosen,
        person=at_person,
        context=code,
        weight=weight,
        grade=grade,
        fold=fold,
        said=said,
        evidence=Evidence(said, members, person * count + entity, keys),
    )


def memberships(said: Assertions, is_person: Bools) -> Members:
    """Everybody said to be part of a context, directly or through an event that happened or ended at a place."""
    forward = np.flatnonzero(is_person[said.source] & ~is_person[said.target])
    backward = np.flatnonzero(is_person[said.target] & ~is_person[said.source])
    row = np.r_[forward, backward]
    person = np.r_[said.source[forward], said.target[backward]]
    entity = np.r_[said.target[forward], said.source[backward]]
    placed = np.flatnonzero(np.isin(said.kind.astype(str), ["happened_at", "found_at"]))
    placed = placed[np.argsort(said.source[placed], kind="stable")]
    low, high = (np.searchsorted(said.source[placed], entity, side) for side in ("left", "right"))
    count = high - low
    through = np.repeat(np.arange(len(row)), count)
    at = placed[np.repeat(low, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)]
    return Members(
        np.r_[person, person[through]],
        np.r_[entity, said.target[at]],
        np.r_[row, row[through]],
        np.r_[np.full(len(row), -1), at].astype(np.int64),
    )


def _combined(
    said: Assertions, person: Ints, entity: Ints, row: Ints, also: Ints, entities: int
) -> tuple[Ints, Ints, Floats, Floats]:
    """One row a person and context: best per agency, noisy-or over agencies."""
    value = np.where(also >= 0, np.minimum(said.value[row], said.value[also]), said.value[row])
    grade = np.where(also >= 0, np.minimum(said.grade[row], said.grade[also]), said.grade[row])
    many = len(said.agencies) + 1
    key = (person * entities + entity) * many + said.agency[row]
    key, value, grade = best(key, value, grade)
    pair, value, grade = noisy_or(key // many, value, grade)
    return pair // entities, pair % entities, value, grade


def _flat(statements: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(id_ for statement in statements for id_ in statement)

"""Folds shared schools, places, groups, events and things into ties between people, each divided by k - 1."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.network.assertions import Assertions
from mapping.network.combine import Bools, Floats, Ints, best, noisy_or
from mapping.network.links import Link


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
    person: Ints  # row of the projection
    context: Ints  # place in `ids`
    weight: Floats  # with what comes through events at the place
    grade: Floats
    fold: Floats  # without: two people at one event are tied by the event, not by its place as well
    said: Assertions
    evidence: tuple[tuple[tuple[str, ...], ...], ...]  # of each row: the assertions, one tuple for each statement

    @cached_property
    def rows_of(self) -> dict[int, dict[int, int]]:
        """The rows of each person: person -> context -> row."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for row, (person, context) in enumerate(zip(self.person.tolist(), self.context.tolist(), strict=True)):
            found[person][context] = row
        return dict(found)

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

    def pairs(self, people_count: int) -> tuple[Ints, Floats, Floats]:
        """Every two people of a carrying context: pair key, weight, grade; a pair recurs for each shared context."""
        order = np.argsort(self.context, kind="stable")
        bounds = np.searchsorted(self.context[order], np.arange(len(self.ids) + 1))
        keys, values, grades = [np.empty(0, np.int64)], [np.empty(0)], [np.empty(0)]
        for context in np.flatnonzero(self.carries):
            rows = order[bounds[context] : bounds[context + 1]]
            rows = rows[self.fold[rows] > 0]
            i, j = (rows[side] for side in np.triu_indices(len(rows), 1))
            low, high = np.minimum(self.person[i], self.person[j]), np.maximum(self.person[i], self.person[j])
            keys.append(low * people_count + high)
            values.append(self.fold[i] * self.fold[j] * self.share(int(context)))
            grades.append(self.grade[i] * self.grade[j])
        return np.concatenate(keys), np.concatenate(values), np.concatenate(grades)


def contexts(
    snapshot: Snapshot, said: Assertions, position: Ints, limit: int, carrying: tuple[str, ...] = ()
) -> Contexts:
    """Gather the contexts of a snapshot.

    Somebody who was at an event is also tied to the place where it happened or ended, as much as the weaker of the two
    statements carries. A specific event carries whatever its size; any other context only up to `limit` people,
    and a children's home never.

    Parameters
    ----------
    snapshot, said
        The data and its weighed ties.
    position
        Of each entity row: the row of the person in the projection, -1 for everything else.
    limit
        Most people in a context that carries.
    carrying
        Kinds of context that carry; none given, all do.
    """
    kinds = snapshot.entities["kind"].to_pylist()
    persons = set(schema().persons())
    is_context = np.array([kind not in persons for kind in kinds], bool)
    person, entity, row, also = _memberships(said, position, is_context)
    members, where, weight, grade = _combined(said, person, entity, row, also, len(kinds))
    plain = also < 0
    fold = np.zeros(len(members))
    at_p, at_e, folded, _ = _combined(said, person[plain], entity[plain], row[plain], also[plain], len(kinds))
    fold[np.searchsorted(members * len(kinds) + where, at_p * len(kinds) + at_e)] = folded
    used = np.unique(where)
    code = np.searchsorted(used, where)
    names = snapshot.entities["id"].to_pylist()
    rolls = snapshot.entities["roll"].to_pylist()
    size = np.bincount(code, minlength=len(used)).astype(np.int64)
    size = np.array([(rolls[e] or 0) if kinds[e] == "school" else k for e, k in zip(used, size, strict=True)], np.int64)
    event = np.array([kinds[e] == "event" for e in used], bool)
    subkinds = snapshot.entities["subkind"].to_pylist()
    chosen = np.array([not carrying or kinds[e] in carrying for e in used], bool)
    # Children did not choose who lives in a home: it would tie every newcomer to all the others in it.
    home = np.array([subkinds[e] == "childrens_home" for e in used], bool)
    return Contexts(
        ids=tuple(names[e] for e in used),
        kinds=tuple(kinds[e] for e in used),
        size=size,
        carries=(size >= 2) & (event | (size <= limit)) & ~home & chosen,
        person=members,
        context=code,
        weight=weight,
        grade=grade,
        fold=fold,
        said=said,
        evidence=_evidence(said, person, entity, row, also, members, where),
    )


def _memberships(said: Assertions, position: Ints, is_context: Bools) -> tuple[Ints, Ints, Ints, Ints]:
    """Person, context, assertion row, and the row of the place statement where the tie comes through an event (-1)."""
    forward = (position[said.source] >= 0) & is_context[said.target]
    backward = (position[said.target] >= 0) & is_context[said.source]
    row = np.r_[np.flatnonzero(forward), np.flatnonzero(backward)]
    person = np.r_[position[said.source[forward]], position[said.target[backward]]]
    entity = np.r_[said.target[forward], said.source[backward]]
    places: dict[int, list[int]] = defaultdict(list)
    for at in np.flatnonzero(np.isin(said.kind.astype(str), ["happened_at", "found_at"])):
        places[int(said.source[at])].append(int(at))
    through = [(p, r, at) for p, e, r in zip(person, entity, row, strict=True) for at in places.get(int(e), ())]
    extra = np.array(through, np.int64).reshape(-1, 3)
    return (
        np.r_[person, extra[:, 0]],
        np.r_[entity, said.target[extra[:, 2]]],
        np.r_[row, extra[:, 1]],
        np.r_[np.full(len(row), -1), extra[:, 2]].astype(np.int64),
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


def _evidence(
    said: Assertions, person: Ints, entity: Ints, row: Ints, also: Ints, members: Ints, where: Ints
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    behind: dict[tuple[int, int], list[tuple[str, ...]]] = defaultdict(list)
    for p, e, r, at in zip(person.tolist(), entity.tolist(), row.tolist(), also.tolist(), strict=True):
        behind[p, e].append(said.ids[r] + (said.ids[at] if at >= 0 else ()))
    return tuple(tuple(behind[p, e]) for p, e in zip(members.tolist(), where.tolist(), strict=True))


def _flat(statements: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(id_ for statement in statements for id_ in statement)

"""Says who meets the working definition of the periphery: recent, graded ties of their own to those asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.network.combine import Ints
from mapping.network.periphery.questions import Asked
from mapping.questions import Question


@dataclass(frozen=True)
class Definition:
    """What of each assertion the definition asks: whether it ages, so that it is recent, and who grades or says it."""

    recent: dict[str, bool]
    graded: dict[str, bool]
    agency: dict[str, str]

    def met(self, assertions: Iterable[str]) -> bool:
        """Whether something recent is among them that somebody graded, or that two agencies say.

        Family, home and school do not age: a child's brother is not news, so they alone put nobody on a list.
        """
        agencies = set()
        for id_ in assertions:
            if self.recent.get(id_):
                if self.graded[id_]:
                    return True
                agencies.add(self.agency[id_])
        return len(agencies) > 1

    def meeting(self, asked: Asked, rows: Ints) -> Iterator[int]:
        """Those of the rows whose own ties to what the question asks about meet the definition, in their order."""
        toward = _toward(asked)
        return (int(row) for row in rows if self.met(_between(asked, int(row), toward)))


def definition(snapshot: Snapshot) -> Definition:
    """Read from a snapshot what the definition asks of each tie."""
    columns = ("id", "kind", "source_grade", "information_grade", "agency")
    ids, kinds, source, information, agency = (snapshot.ties[name].to_pylist() for name in columns)
    ages = {name: kind.half_life_days is not None for name, kind in schema().ties.items()}
    return Definition(
        recent={id_: ages[kind] for id_, kind in zip(ids, kinds, strict=True)},
        graded={id_: bool(s or i) for id_, s, i in zip(ids, source, information, strict=True)},
        agency=dict(zip(ids, agency, strict=True)),
    )


def ties_toward(asked: Asked, row: int) -> list[tuple[tuple[tuple[str, ...], ...], ...]]:
    """Every tie of a child to what the question asks about, as what must all hold for it to stand.

    A tie stands while each of its sides does, and a side while one of its statements does: both children must be known
    to be at a place, but one of several records is enough to say so. A statement is the assertions it is made of.
    """
    weights, ids = asked.weights, asked.ids
    shared, people = asked.projection.contexts, len(asked.projection.ids)
    toward = _toward(asked)
    found: list[tuple[tuple[tuple[str, ...], ...], ...]] = []
    for other in weights.indices[weights.indptr[row] : weights.indptr[row + 1]].tolist():
        if other not in toward or other == row:
            continue
        if other >= people:
            found.append((shared.evidence[shared.rows_of[row][other - people]],))
            continue
        for link in asked.projection.behind(ids[row], ids[other]):
            if link.how != "context":
                found.append(((link.assertions,),))
                continue
            at = shared.place[link.via or ""]
            found.append(tuple(shared.evidence[shared.rows_of[end][at]] for end in (row, other)))
    return found


def _toward(asked: Asked) -> frozenset[int]:
    """Rows of those a tie must lead to: what the question asks about; for bridging, everybody in a group."""
    if asked.question is not Question.BRIDGING_GROUPS:
        return frozenset(asked.seeds.tolist())
    index = asked.projection.index
    return frozenset(index[id_] for members in asked.groups.values() for id_ in members if id_ in index)


def _between(asked: Asked, row: int, toward: frozenset[int]) -> Iterator[str]:
    """The assertions on the ties of one child to those rows; only what lies in the window is in a projection."""
    weights = asked.weights
    tied = weights.indices[weights.indptr[row] : weights.indptr[row + 1]]
    heaviest_first = tied[np.argsort(-weights.data[weights.indptr[row] : weights.indptr[row + 1]], kind="stable")]
    shared = asked.projection.contexts
    for other in heaviest_first.tolist():
        if other not in toward or other == row:
            continue
        if other < len(asked.projection.ids):
            yield from asked.projection.assertions(row, other)
        else:
            at = shared.rows_of[row][other - len(asked.projection.ids)]
            for statement in shared.evidence[at]:
                yield from statement

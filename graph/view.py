"""Reads for one viewer and one purpose, and leaves a line in the audit log before each reading. No other way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from data_schema import schema
from graph import boarded, decided, evidence, lookup, planned, reading
from graph import queries as cypher
from graph.access import Purpose, Viewer
from graph.answers import (
    Acted,
    Assessed,
    Decided,
    Done,
    EntityDetail,
    Evidence,
    Found,
    Freshness,
    HeldBoard,
    Raised,
    Shown,
)
from graph.audit import Audit
from graph.bolt import Bolt, Query
from graph.scope import Scope
from graph.snapshot import Snapshot, Withheld

T = TypeVar("T")
MOST_FOUND = 200
"""A search never gives more than this, whatever is asked."""

_TRIES = 4  # how often a snapshot is read anew when somebody wrote meanwhile


class View:
    """What one viewer may read for one purpose. Made by `Store.view`."""

    def __init__(self, bolt: Bolt, audit: Audit, viewer: Viewer, purpose: Purpose, today: date) -> None:
        self._bolt, self._audit, self._today = bolt, audit, today
        self.viewer, self.purpose = viewer, purpose
        self._scope = Scope.of(viewer)

    def _read(self, action: str, what: dict[str, Any], work: Callable[[Query, str], T]) -> T:
        """Note the reading, then do it. The version is of the data at that moment."""
        version = str(self._bolt.read(lambda query: query(cypher.VERSION))[0]["version"])
        self._audit.note(self.viewer, self.purpose, action, what, version=version)
        return self._bolt.read(lambda query: work(query, version))

    def snapshot(self, as_of: date | None = None) -> Snapshot:
        """Read all that this viewer may see, as immutable tables.

        Parameters
        ----------
        as_of
            The day that counts as today; the store's own if None. Nothing is left out by it: see
            `Snapshot.recorded_by` for the graph as it was known on a day.

        Returns
        -------
        Snapshot
            Of one version of the data. If somebody keeps on writing while it is read, its `version` ends in `+`: it
            may lack a part of a batch that was being written, and must not be kept under that version.
        """
        day = as_of or self._today
        return self._read(
            "snapshot", {"as_of": day.isoformat()}, lambda query, version: self._whole(query, version, day)
        )

    def _whole(self, query: Query, version: str, day: date) -> Snapshot:
        for _ in range(_TRIES):
            # Ends are read after the ties: entities are only ever added, so no tie lacks an end.
            ties, roles, entities = reading.ties(query), reading.roles(query), reading.entities(query)
            areas, population = reading.areas(query), reading.population(query)
            before, version = version, str(query(cypher.VERSION)[0]["version"])
            if before == version:
                break
        else:
            version += "+"
        ties, hidden = self._scope.assertions(ties)
        roles, hidden_roles = self._scope.assertions(roles)
        return Snapshot(
            entities=self._scope.entities(entities, ties, roles),
            ties=ties,
            roles=roles,
            areas=areas,
            population=population,
            as_of=day,
            version=version,
            viewer=self.viewer.name,
            purpose=self.purpose.text,
            withheld=Withheld(
                hidden.suspected_false + hidden_roles.suspected_false, hidden.restricted + hidden_roles.restricted
            ),
        )

    def find(self, text: str, kinds: Sequence[str] = (), limit: int = 20) -> Shown[Found]:
        """Search names, addresses and identifiers; case, accents and apostrophes do not matter.

        Returns
        -------
        Shown[Found]
            What is known under exactly this identifier first, then names; `.total` is how many there are in all.
        """
        for kind in kinds:
            if kind not in schema().entities:
                raise ValueError(f"{kind!r} is no entity kind; use {', '.join(schema().entities)}.")
        most = max(1, min(limit, MOST_FOUND))
        what = {"text": text[:200], "kinds": list(kinds), "limit": most}
        return self._read("find", what, lambda query, _: lookup.find(query, self._scope, text, kinds, most))

    def entity(self, id_or_identifier: str) -> EntityDetail:
        """All that is held of one entity, by its Kith id or any identifier (`OT-0981`, `upn:L0348...`).

        Raises
        ------
        NotHeld
            Nothing is held under it, or more than one thing is: the message says which.
        """
        what = {"asked": id_or_identifier[:200]}
        return self._read("entity", what, lambda query, _: lookup.entity(query, self._scope, id_or_identifier))

    def evidence(self, assertion_ids: Sequence[str]) -> Shown[Evidence]:
        """The assertions with their words and the records behind them, in the order asked.

        Returns
        -------
        Shown[Evidence]
            Ids that are not held are left out; `.withheld` counts those that this viewer is not shown. An assertion
            that was superseded since is given, marked by its record.
        """
        ids = list(dict.fromkeys(assertion_ids))
        what = {"ids": ids[:100], "count": len(ids)}
        return self._read("evidence", what, lambda query, _: evidence.read(query, self._scope, ids))

    def ties_of(self, id: str) -> Shown[Evidence]:
        """Every current tie and role of one entity, by its Kith id, with evidence, latest first.

        Raises
        ------
        NotHeld
            There is no such entity.
        """
        return self._read("ties_of", {"asked": id[:200]}, lambda query, _: evidence.of_entity(query, self._scope, id))

    def decisions(self, child: str | None = None, question: str | None = None, *, past: bool = False) -> Shown[Decided]:
        """What was decided about children on the lists, the latest first.

        Parameters
        ----------
        child, question
            Only about this child (Kith id), only on this question; all if None.
        past
            Also what no longer stands: replaced by a later decision, or withdrawn.

        Returns
        -------
        Shown[Decided]
            `.withheld` counts those about children, or on evidence, that this viewer is not shown.
        """
        what = {"child": child and child[:200], "question": question and question[:200], "past": past}
        return self._read(
            "decisions", what, lambda query, _: decided.decisions(query, self._scope, child, question, past)
        )

    def concerns(self, *, past: bool = False) -> Shown[Raised]:
        """The groups of concern that wait for an answer, the latest first; `past`: also those answered or withdrawn."""
        return self._read("concerns", {"past": past}, lambda query, _: decided.concerns(query, self._scope, past))

    def assessments(self, context: str | None = None, *, past: bool = False) -> Shown[Assessed]:
        """What was found of places, schools and peer groups as contexts, the latest first.

        Parameters
        ----------
        context
            Only of this one (Kith id); of all if None.
        past
            Also what no longer stands: replaced by a later assessment or a corrected record, or withdrawn.

        Returns
        -------
        Shown[Assessed]
            `.withheld` counts those of contexts, or out of records, that this viewer is not shown.
        """
        what = {"context": context and context[:200], "past": past}
        return self._read("assessments", what, lambda query, _: planned.assessments(query, self._scope, context, past))

    def actions(self, context: str | None = None, *, past: bool = False) -> Shown[Acted]:
        """What is to be done and being done for contexts, as it stands, the latest first; `past`: also what has ended.

        `context` and `.withheld` are as for `assessments`.
        """
        what = {"context": context and context[:200], "past": past}
        return self._read("actions", what, lambda query, _: planned.actions(query, self._scope, context, past))

    def boards(self, *, past: bool = False) -> Shown[HeldBoard]:
        """The boards, the one worked on last first; `past`: also those that are archived."""
        return self._read("boards", {"past": past}, lambda query, _: boarded.boards(query, self._today, past))

    def board(self, id: str, after: int = 0) -> tuple[HeldBoard, tuple[Done, ...]]:
        """One board with what was done on it, in order; `after`: only what came after this place.

        An operation may name somebody who is no longer held, or not this viewer's to see: it says no more than an id.

        Raises
        ------
        NotHeld
            There is no such board.
        """

        def work(query: Query, _: str) -> tuple[HeldBoard, tuple[Done, ...]]:
            held = boarded.board(query, id)
            return held, boarded.done(query, held, after)

        return self._read("board", {"board": id[:200], "after": after}, work)

    def disclosed(self, what: Mapping[str, Any]) -> None:
        """Note that something read here is being taken out of Kith (DPA 2018, s.62); call it before handing it over."""
        self._read("disclosure", dict(what), lambda _query, _version: None)

    def freshness(self) -> list[Freshness]:
        """How fresh each source is, in the order they are loaded."""
        return self._read("freshness", {}, lambda query, _: lookup.freshness(query))

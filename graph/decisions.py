"""Records what people decide about a child and a question, and the groups of concern they raise. Nothing is erased."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from data_schema import schema
from graph import evidence
from graph import queries as cypher
from graph.answers import Decided, Known, Raised
from graph.bolt import Query
from graph.decided import concern, decision
from graph.desk import Desk, new_id, worded
from graph.failures import DecisionRefused, NotHeld
from graph.lookup import resolve, visible
from graph.model import Concern, Decision, fold

DUE = timedelta(hours=24)
"""Concerns about a group go to the hub within 24 hours."""

ADULT = 18


class Decisions(Desk):
    """What one viewer may decide, for one purpose. Made by `Store.decisions`.

    Every method leaves a line in the audit log before it writes (whom it is about and what was decided, not the
    reason's text). Nothing is changed or erased: a later decision takes the place of an earlier one, which stays. The
    version of the data does not rise.
    """

    def decide(self, made: Decision) -> Decided:
        """Record a decision about a child and a question; an earlier one on the same two gives way to it.

        Raises
        ------
        NotHeld
            Nothing this viewer may see is held under the id.
        DecisionRefused
            It is about an adult, names a verdict, question or statement that there is not, or gives no reason.
        """
        for name, code in (("verdict", made.verdict), ("question", made.question)):
            known = schema().codes[name].codes
            if code not in known:
                raise DecisionRefused(f"{code!r} is no {name}; use one of {', '.join(known)}. Nothing was recorded.")
        reason = worded(made.reason, "A decision", "why it was decided")
        what = {"child": made.child[:200], "question": made.question, "verdict": made.verdict}
        return self._record("decision", what, lambda query, version: self._decide(query, made, reason, version))

    def _decide(self, query: Query, made: Decision, reason: str, version: int) -> Decided:
        child = self._person(query, made.child)
        if not self._is_child(child):
            raise DecisionRefused(
                f"{made.child} is not known to be under 18: decisions of these lists are about children. "
                "Nothing was recorded."
            )
        if made.version is not None and not 0 <= made.version <= version:
            raise DecisionRefused(
                f"The data has had {version} versions, so version {made.version} cannot have been looked at. "
                "Nothing was recorded."
            )
        handling = self._handling(query, made.seen)
        label, id = cypher.node(child.kind), new_id()
        place = query(cypher.NEXT_DECIDED)[0]["version"]
        query(cypher.replace_decision(label), child=child.id, question=made.question, by=id)
        props = {
            "question": made.question,
            "verdict": made.verdict,
            "reason": reason,
            "seen": list(dict.fromkeys(made.seen)),
            "handling": handling,
            "version": version if made.version is None else made.version,
            "status": "current",
            "place": place,
            **self._signed(),
        }
        query(cypher.create_decision(label), id=id, child=child.id, props=props)
        return decision(query, id)

    def _handling(self, query: Query, seen: tuple[str, ...]) -> list[str]:
        """The handling codes of what the decision rests on: who may not see the one is not shown the other."""
        found = {one.id: one.provenance.grade.handling for one in evidence.read(query, self._scope, list(seen))}
        if missing := sorted(set(seen) - found.keys()):
            raise DecisionRefused(
                f"The statement {missing[0]!r} is not held, or not yours to see, so nothing can be decided on it. "
                "Load the page anew. Nothing was recorded."
            )
        return [code for code in schema().policy.left_out_handling if code in found.values()]

    def withdraw(self, id: str, reason: str) -> Decided:
        """Take back a decision that stands, saying why; it stays, marked, and nothing takes its place.

        Raises
        ------
        NotHeld
            No decision that this viewer may see has this id.
        DecisionRefused
            It no longer stands, or no reason is given.
        """
        return self._withdraw("decision", id, reason, decision, cypher.CLOSE_DECISION)

    def raise_concern(self, made: Concern) -> Raised:
        """Raise a group of concern: it goes to the hub within 24 hours.

        Raises
        ------
        NotHeld
            Nothing this viewer may see is held under the id of a member or of the named group.
        DecisionRefused
            Fewer than two people, something that is no person, or no name or reason.
        """
        name, why = worded(made.name, "A group", "its name"), worded(made.why, "A group of concern", "why it is one")
        told = worded(made.told, "", "who was told") if made.told.strip() else ""
        members = tuple(dict.fromkeys(made.members))
        if len(members) < 2:
            raise DecisionRefused("A group of concern has at least two people. Nothing was recorded.")
        texts = {"name": name, "why": why, "told": told, "group": made.group}
        return self._record("concern", {"members": [one[:200] for one in members], "group": made.group[:200]},
                            lambda query, _: self._raise(query, members, texts))  # fmt: skip

    def _raise(self, query: Query, members: tuple[str, ...], texts: Mapping[str, str]) -> Raised:
        id, rows = new_id(), defaultdict(list)
        for place, member in enumerate(members):
            person = self._person(query, member)
            row = {"concern": id, "member": person.id, "id": f"{id}-{place}", "place": place}
            rows[cypher.node(person.kind)].append(row)
        if texts["group"] and not any(
            known.kind == "peer_group" and visible(query, self._scope, known.kind, known.id)
            for known in resolve(query, [texts["group"]]).get(fold(texts["group"]), ())
        ):
            raise NotHeld(f"No peer group is held under {texts['group']!r}. Nothing was recorded.")
        signed = self._signed()
        place = query(cypher.NEXT_DECIDED)[0]["version"]
        props = {**texts, **signed, "due": signed["at"] + DUE, "status": "open", "place": place}
        query(cypher.CREATE_CONCERN, id=id, props=props)
        for label, some in sorted(rows.items()):
            query(cypher.concern_about(label), rows=some)
        return concern(query, id)

    def answer_concern(self, id: str, decided: str) -> Raised:
        """Say what was decided about a group of concern.

        Raises
        ------
        NotHeld
            No concern that this viewer may see has this id.
        DecisionRefused
            It was answered or withdrawn already, or nothing is said.
        """
        return self._close("answered", id, worded(decided, "An answer", "what was decided"))

    def withdraw_concern(self, id: str, reason: str) -> Raised:
        """Take back a group of concern that waits for an answer, saying why; errors as for `answer_concern`."""
        return self._close("withdrawn", id, worded(reason, "A withdrawal", "why the concern is taken back"))

    def _close(self, state: str, id: str, text: str) -> Raised:
        def work(query: Query, _: int) -> Raised:
            query(cypher.NEXT_DECIDED)
            found = concern(query, id, self._scope)
            if found.closed:
                raise DecisionRefused(
                    f"This concern was {found.closed.state} by {found.closed.by} already. Nothing was recorded."
                )
            query(cypher.CLOSE_CONCERN, id=id, props=self._closed(state, text))
            return concern(query, id)

        return self._record(f"concern {state}", {"concern": id[:200]}, work)

    def _person(self, query: Query, id: str) -> Known:
        """A child or adult whom this viewer may see, by their Kith id."""
        found = [known for known in resolve(query, [id]).get(fold(id), ()) if known.scheme == "kith"]
        if not found or not visible(query, self._scope, found[0].kind, found[0].id):
            raise NotHeld(f"Nothing is held under the Kith id {id!r}. Nothing was recorded.")
        if found[0].kind not in schema().persons():
            raise DecisionRefused(f"{id} is a {found[0].kind.replace('_', ' ')}, not a person. Nothing was recorded.")
        return found[0]

    def _is_child(self, person: Known) -> bool:
        """A child, or somebody recorded among the adults whose date of birth says under 18."""
        born, today = person.date_of_birth, self._today
        if person.kind == "child" or born is None:
            return person.kind == "child"
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < ADULT

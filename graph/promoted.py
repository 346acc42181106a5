"""Makes records of what was said at a board and then checked, and takes such records back. Only `Boards` writes by it.

A record of source `board` is ungraded and an assessment, whoever said it: that somebody checked it is said in its
values (by whom, when, how), not by a grade that no agency gave.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from data_schema import schema
from graph import boarded
from graph import queries as cypher
from graph.answers import Done
from graph.bolt import Query
from graph.failures import DecisionRefused, NotHeld
from graph.lookup import resolve, visible
from graph.model import Entity, Grade, Identifier, Record, Statement, Tie, Value, entity_id, fold
from graph.operations import NOTHING, PROMOTE, RETRACT
from graph.scope import Scope
from graph.writer import check_statement

SOURCE = "board"
"""The source of every record that comes from a board."""

SAID, SETTLED = ("person", "tie"), (PROMOTE, RETRACT)
"""Kinds of operation that say something provisional; and those by which the graph settles it."""

_LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Promotion:
    """What one checked saying becomes."""

    board: str
    said: str  # id of what was said, as its operation gives it
    how: str  # how it was checked
    by: str
    on: date
    ties: tuple[Tie, ...] = ()
    person: Entity | None = None
    existing: str = ""  # Kith id of somebody held, whom a provisional person turned out to be

    @property
    def key(self) -> str:
        """Of the record; "" when none is needed."""
        return "" if self.existing else record_key(self.board, self.said)

    @property
    def entity(self) -> str:
        """Kith id of the person it became, "" for a tie."""
        return self.person.id if self.person else self.existing

    def statement(self) -> Statement:
        """As it is written."""
        values = {
            "board": self.board,
            "said": self.said,
            "verified_by": self.by,
            "verified_on": self.on.isoformat(),
            "how": self.how,
        }
        return _statement(self.key, values, self.on, self.ties, self.person)


@dataclass(frozen=True, slots=True)
class Retraction:
    """A record of a board that is to be taken back."""

    key: str
    values: Mapping[str, str]

    @classmethod
    def of(cls, query: Query, scope: Scope, key: str) -> Retraction:
        """The record as it stands.

        Raises
        ------
        NotHeld
            It is not held, or not this viewer's to see.
        DecisionRefused
            It was taken back already, or ties still stand at the person it made.
        """
        found = [row["record"] for row in query(cypher.RECORD_CURRENT, key=key)]
        if not found or not scope.open(found[0].get("information"), found[0].get("handling")):
            raise NotHeld(f"No record of a board is held under {key[:200]!r}. {NOTHING}")
        values = json.loads(found[0]["values"])
        if "retracted_by" in values:
            raise DecisionRefused(f"This record was taken back by {values['retracted_by']} already. {NOTHING}")
        for row in query(cypher.DESCRIBED_BY, ids=[found[0]["id"]]):
            if standing := len(query(cypher.ids_of_ties(row["label"]), id=row["id"])):
                raise DecisionRefused(
                    f"{standing} {'tie stands' if standing == 1 else 'ties stand'} at the person this record made: "
                    f"take those back first. {NOTHING}"
                )
        return cls(key, values)

    def statement(self, by: str, on: date, why: str) -> Statement:
        """The same record, saying nothing more but who took it back, when and why."""
        told = {**self.values, "retracted_by": by, "retracted_on": on.isoformat(), "why": why}
        return _statement(self.key, told, on)


def record_key(board: str, said: str) -> str:
    """The key of the record that a saying of a board becomes."""
    return f"{SOURCE}|{board}|{said}"


def said_of(key: str) -> tuple[str, str]:
    """Board and id of the saying behind a key; NotHeld when it is no key of a board's record."""
    source, _, rest = key.partition("|")
    board, _, said = rest.partition("|")
    if source != SOURCE or not board or not said:
        raise NotHeld(f"No record of a board is held under {key[:200]!r}. {NOTHING}")
    return board, said


def new_person(kind: str, said: str, name: str, **properties: Value) -> Entity:
    """Somebody held nowhere, as they are held once promoted: with an identifier of Kith's own, `board:` and the id."""
    first = Identifier(SOURCE, said)
    return Entity(entity_id(kind, first), kind, {"name": name, **properties}, (first,))


def checked(made: Promotion) -> Promotion:
    """The promotion with its ties as they are written.

    Raises
    ------
    DecisionRefused
        It is not exactly one of: ties, a new person, a person who is held; or a tie does not say who said so.
    StatementRefused
        A word is not the schema's.
    """
    if sum(map(bool, (made.ties, made.person, made.existing))) != 1:
        raise DecisionRefused(f"A saying becomes a tie, a new person, or somebody who is held. {NOTHING}")
    if len(record_key(made.board, made.said)) > _LONGEST_KEY:
        raise DecisionRefused(f"{made.said[:40]!r}... is too long for the key of a record. {NOTHING}")
    if made.person and (made.person.kind not in schema().persons() or made.person != _own(made.person, made.said)):
        raise DecisionRefused(f"Only a child or adult made by `new_person` can be promoted. {NOTHING}")
    found = replace(made, ties=tuple(_tie(tie, made) for tie in made.ties))
    if not found.existing:
        check_statement(found.statement())
    return found


def _statement(
    key: str, values: Mapping[str, str], on: date, ties: tuple[Tie, ...] = (), person: Entity | None = None
) -> Statement:
    text = json.dumps(values, ensure_ascii=False)
    content = [text, [asdict(tie) for tie in ties], asdict(person) if person else None]
    digest = hashlib.blake2b(json.dumps(content, default=str).encode(), digest_size=16).hexdigest()
    record = Record(key, digest, SOURCE, f"board {values['board']}", 1, text, on)
    return Statement(record, (person,) if person else (), ties)


def check_held(query: Query, scope: Scope, made: Promotion) -> None:
    """Refuse what was not said on this board or was discarded, people not to be known of, an id said elsewhere too."""
    saying = query, made.board, made.said
    if _last(*saying, SAID) is None:
        raise NotHeld(f"Nothing was said on this board under {made.said[:200]!r}. {NOTHING}")
    if gone := _discarded(*saying):
        raise DecisionRefused(
            f"{gone.by} discarded this on {gone.at.date().isoformat()}. If it does hold, {gone.by} takes that back, or "
            f"say it anew and promote that. {NOTHING}"
        )
    # One id on two boards would make two people one: it is a browser's to choose, and no honest one does.
    if made.person and resolve(query, [made.person.id])[fold(made.person.id)] and not settled(*saying):
        raise DecisionRefused(
            f"Somebody said under {made.said[:200]!r} on another board is held already. Say this person anew, and "
            f"promote that. {NOTHING}"
        )
    if made.existing:
        found = [
            known for known in resolve(query, [made.existing]).get(fold(made.existing), ()) if known.scheme == "kith"
        ]
        if not found or not visible(query, scope, found[0].kind, found[0].id):
            raise NotHeld(f"Nothing is held under the Kith id {made.existing[:200]!r}. {NOTHING}")
        if found[0].kind not in schema().persons():
            raise DecisionRefused(f"{made.existing} is no person. {NOTHING}")
    for tie in made.ties:
        for kind, id in ((tie.from_kind, tie.from_id), (tie.to_kind, tie.to_id)):
            if not visible(query, scope, kind, id):
                raise NotHeld(
                    f"Nothing is held under the Kith id {id[:200]!r}: promote the person first, or say who it is. "
                    f"{NOTHING}"
                )


def settled(query: Query, board: str, said: str) -> Done | None:
    """The operation that promoted a saying or took its record back last, if any did."""
    return _last(query, board, said, SETTLED)


def _discarded(query: Query, board: str, said: str) -> Done | None:
    """The operation by which this was discarded, if one stands; only who discarded it can have undone that."""
    found: dict[str, Done] = {}
    back: set[str] = set()
    for done in _of_kinds(query, board, ("discard", "undo", "redo")):
        kind, body = done.operation.kind, done.operation.body
        target = str(body.get("operation"))
        if kind == "discard" and body.get("id") == said:
            found[done.operation.id] = done
        elif target in found and found[target].by == done.by:
            (back.add if kind == "undo" else back.discard)(target)
    return next((done for id, done in reversed(found.items()) if id not in back), None)


def _last(query: Query, board: str, said: str, kinds: Sequence[str]) -> Done | None:
    found = [done for done in _of_kinds(query, board, kinds) if done.operation.body.get("id") == said]
    return found[-1] if found else None


def _of_kinds(query: Query, board: str, kinds: Sequence[str]) -> list[Done]:
    rows = query(cypher.OPERATIONS_OF_KINDS, board=board, kinds=list(kinds))
    return [boarded.operation(row["node"]) for row in rows]


def _own(person: Entity, said: str) -> Entity:
    return replace(new_person(person.kind, said, ""), properties=person.properties)


def _tie(tie: Tie, made: Promotion) -> Tie:
    said = tie.provenance
    if not said.stated_by.strip() or said.agency not in schema().codes["agency"].codes:
        raise DecisionRefused(f"A tie that was said needs who said it, and of which agency they are. {NOTHING}")
    told = replace(
        said,
        source=SOURCE,
        reference=made.board,
        recorded_on=made.on,
        grade=Grade(handling=said.grade.handling),
        nature="assessment",
    )
    return replace(tie, provenance=told, provisional=False)

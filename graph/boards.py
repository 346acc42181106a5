"""Opens boards and holds what people do on them: operations in one order, none lost, none doubled."""

from __future__ import annotations

import base64
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from data_schema import schema
from graph import boarded
from graph import queries as cypher
from graph.answers import Done, HeldBoard
from graph.bolt import Query
from graph.desk import LONGEST, Desk, T, new_id, worded
from graph.failures import DecisionRefused
from graph.model import BoardHead, Entity, Operation, Tie
from graph.operations import HEAD, NOTHING, PROMOTE, RETRACT, from_people, kinds, prepared, same
from graph.promoted import Promotion, Retraction, check_held, checked, said_of, settled
from graph.writer import Writer

LONGEST_TITLE = 200
"""Most characters of a title or an owner."""

LIFE = timedelta(days=366)
"""How far ahead the last day of a board may lie: no board outlives its purpose unnoticed."""

# Those of one process go one after another here already: two who meet only at the embedded server wait a second.
_ONE_BY_ONE = threading.Lock()
_PATIENCE = 1.0  # seconds; then the server sorts it out: nobody queues behind one that waits for a dead server


class Boards(Desk):
    """What one viewer may do with boards, for one purpose. Made by `Store.boards`.

    Every method leaves a line in the audit log before it writes: which board, which kinds of operations and how many,
    no texts. The version of the data rises only with what becomes a record, or stops being one. What an operation
    means is not the graph's to know, but for the kinds `head`, `promote` and `retract`, which it writes itself.
    """

    def open(self, head: BoardHead, operations: Sequence[Operation] = ()) -> HeldBoard:
        """Open a board, with the first things done on it.

        Raises
        ------
        DecisionRefused
            It has no title, purpose, owner or audience, its last day cannot be, or an operation cannot be taken.
        """
        fit, rows = self._head(head), from_people(operations)
        what = {"audience": list(fit.audience), "naming": fit.naming, "operations": kinds(operations)}

        def work(query: Query, _: int) -> HeldBoard:
            id = _board_id()
            if taken := boarded.known(query, list(rows)):
                board, first = next(iter(taken.values()))
                raise DecisionRefused(
                    f"The operation {first.operation.id!r} is on the board {board} already. {NOTHING}"
                )
            signed = self._signed()
            at, who = signed["at"], {name: signed[name] for name in ("by", "role", "hub")}
            props = {**asdict(fit), "audience": list(fit.audience), **who, "at": at, "changed_at": at}
            query(cypher.CREATE_BOARD, id=id, props={**props, "place": 0, "turn": 0})
            self._append(query, id, 0, rows)
            return boarded.board(query, id)

        return self._record("board opened", what, work)

    def do(self, board_id: str, operations: Sequence[Operation]) -> tuple[Done, ...]:
        """Hold what was done on a board, after all that was done before.

        Told twice under the same id it is held once: whoever is not sure that it arrived sends it again.

        Returns
        -------
        tuple of Done
            Each operation as it is held, in the order given; one that was held before with its place of then.

        Raises
        ------
        NotHeld
            There is no such board.
        DecisionRefused
            The board is archived; an id is held with another content or on another board; a kind, id or body cannot
            be taken, or there are too many. None of them is held then.
        """
        rows = from_people(operations)

        def work(query: Query, _: int) -> tuple[Done, ...]:
            held = self._take(query, board_id)
            before = boarded.known(query, list(rows))
            for id, (board, done) in before.items():
                same(board_id, rows[id], board, done)
            new = {id: row for id, row in rows.items() if id not in before}
            if new:
                self._check_open(held)
            made = self._append(query, held.id, held.place, new)
            return tuple(made[id] if id in made else before[id][1] for id in rows)

        return self._record("board worked on", {"board": board_id[:200], "operations": kinds(operations)}, work)

    def change(
        self,
        board_id: str,
        *,
        title: str | None = None,
        purpose: str | None = None,
        owner: str | None = None,
        audience: Sequence[str] | None = None,
        naming: str | None = None,
        expires_on: date | None = None,
        reason: str = "",
    ) -> HeldBoard:
        """Change parts of a board's head; None leaves a part as it is. What was changed is held as an operation.

        Raises
        ------
        NotHeld
            There is no such board.
        DecisionRefused
            As for `open`; or the board is archived, and no other last day and reason are given.
        """
        given: dict[str, Any] = {
            "title": title, "purpose": purpose, "owner": owner, "naming": naming, "expires_on": expires_on,
            "audience": None if audience is None else tuple(audience),
        }  # fmt: skip
        given = {name: value for name, value in given.items() if value is not None}
        why = worded(reason, "A reason", "why the head is changed") if reason.strip() else ""

        def work(query: Query, _: int) -> HeldBoard:
            held = self._take(query, board_id)
            if held.archived(self._today) and (not why or "expires_on" not in given):
                raise DecisionRefused(
                    f"This board is archived since {held.head.expires_on:%d/%m/%Y}. To open it again give it another "
                    f"last day and say why. {NOTHING}"
                )
            before, after = asdict(held.head), asdict(self._head(replace(held.head, **given)))
            changed = [name for name in after if after[name] != before[name]]
            if changed:
                query(cypher.SET_BOARD, id=held.id, props={name: _plain(after[name]) for name in changed})
                body = {"changed": _told(after, changed), "before": _told(before, changed), "why": why}
                self._done(query, held, HEAD, body)
            return boarded.board(query, held.id)

        return self._record("board changed", {"board": board_id[:200], "parts": sorted(given)}, work)

    def promote(
        self,
        board_id: str,
        said: str,
        how: str,
        *,
        ties: Sequence[Tie] = (),
        person: Entity | None = None,
        existing: str = "",
    ) -> Done:
        """Make a record of something said on a board and checked since: the record and the operation, both or neither.

        Parameters
        ----------
        said
            The id of the provisional tie or person.
        how
            How it was checked: kept with the record, beside who promoted it and when.
        ties
            What the record states. Of their provenance only the agency, who said it, the days observed and the
            handling are taken: a record of a board is ungraded, and an assessment.
        person
            Somebody held nowhere so far, made by `graph.promoted.new_person`.
        existing
            The Kith id of somebody held, whom a provisional person turned out to be: that needs no record.

        Returns
        -------
        Done
            The operation `promote`; of something that was promoted already the one of then.

        Raises
        ------
        NotHeld
            There is no such board, nothing was said on it under this id, or an end of a tie is not held.
        DecisionRefused
            The board is archived, or it is not said how it was checked, who said it, or what it becomes.
        StatementRefused
            A tie or person is not made of the schema's words.
        """
        why = worded(how, "A promotion", "how it was checked, and with whom")
        made = checked(Promotion(board_id, said, why, self.viewer.name, self._today, tuple(ties), person, existing))
        what = {"board": board_id[:200], "said": said[:200], "entity": made.entity[:200]}

        def work(query: Query, _: int) -> Done:
            held = self._take(query, board_id)
            before = settled(query, held.id, said)
            if before and before.operation.kind == PROMOTE:
                return before
            self._check_open(held)
            check_held(query, self._scope, made)
            if made.key:
                Writer(self._bolt, self._today).within(query, [made.statement()])
            body = {"id": said, "record": made.key, "entity": made.entity, "why": why}
            return self._done(query, held, PROMOTE, body)

        return self._record("said promoted", what | {"ties": [tie.kind for tie in made.ties]}, work)

    def retract(self, record: str, reason: str) -> Done | None:
        """Take back a record that was promoted from a board: it stays, superseded, with who took it back and why.

        Returns
        -------
        Done or None
            The operation `retract` on its board, archived or not; None when the board was erased since.

        Raises
        ------
        NotHeld
            No record of a board is held under this key, or it is not this viewer's to see.
        DecisionRefused
            It was taken back already, no reason is given, or ties still stand at the person it made.
        """
        why = worded(reason, "A retraction", "why the record is taken back")

        def work(query: Query, _: int) -> Done | None:
            board, said = said_of(record)
            query(cypher.TAKE_BOARD, id=board)
            made = Retraction.of(query, self._scope, record)
            Writer(self._bolt, self._today).within(query, [made.statement(self.viewer.name, self._today, why)])
            if not query(cypher.BOARD_PLACE, id=board):
                return None
            return self._done(query, boarded.board(query, board), RETRACT, {"id": said, "record": record, "why": why})

        return self._record("said retracted", {"record": record[:200]}, work)

    def _done(self, query: Query, held: HeldBoard, kind: str, body: dict[str, Any]) -> Done:
        """Write an operation of the graph's own on a board that is taken."""
        id = new_id()
        return self._append(query, held.id, held.place, prepared([Operation(id, kind, body)]))[id]

    def _check_open(self, held: HeldBoard) -> None:
        if held.archived(self._today):
            raise DecisionRefused(
                f"This board is archived since {held.head.expires_on:%d/%m/%Y}, its last day: it can be read, and "
                f"nothing is done on it. Give it another last day first, and say why. {NOTHING}"
            )

    def erase(self, board_id: str, reason: str) -> int:
        """Erase an archived board and everything done on it; what was promoted from it stays, as records.

        The line in the audit log says who did it, when and why, and holds nothing of the board.

        Returns
        -------
        int
            How many operations there were.

        Raises
        ------
        NotHeld
            There is no such board.
        DecisionRefused
            It is not archived yet, or no reason is given.
        """
        why = worded(reason, "An erasure", "why the board is erased")

        def work(query: Query, _: int) -> int:
            held = self._take(query, board_id)
            if not held.archived(self._today):
                raise DecisionRefused(
                    f"This board may be worked on until {held.head.expires_on:%d/%m/%Y}: only an archived board is "
                    "erased. Set its last day to today; it is archived tomorrow. Nothing was erased."
                )
            query(cypher.ERASE_OPERATIONS, id=held.id)
            query(cypher.ERASE_BOARD, id=held.id)
            return held.place

        return self._record("board erased", {"board": board_id[:200], "reason": why}, work)

    def _record(self, action: str, what: dict[str, Any], work: Callable[[Query, int], T]) -> T:
        first = _ONE_BY_ONE.acquire(timeout=_PATIENCE)
        try:
            return super()._record(action, what, work)
        finally:
            if first:
                _ONE_BY_ONE.release()

    def _take(self, query: Query, id: str) -> HeldBoard:
        """The board, kept from others until this is written."""
        query(cypher.TAKE_BOARD, id=id)
        return boarded.board(query, id, f" {NOTHING}")

    def _append(self, query: Query, board: str, place: int, rows: dict[str, dict[str, Any]]) -> dict[str, Done]:
        """Write operations behind the last place of a board that is taken: id -> the operation as it is held.

        They are not read again for the answer: while another holds the same ones, a reading here may find half of
        them. Of two such transactions the server lets one through, and the other begins again.
        """
        if not rows:
            return {}
        signed, version = self._signed(), str(query(cypher.VERSION)[0]["version"])
        shared = {"board": board, "by": signed["by"], "role": signed["role"], "at": signed["at"], "version": version}
        numbered = {id: {**row, **shared, "place": at} for at, (id, row) in enumerate(rows.items(), place + 1)}
        query(cypher.CREATE_OPERATIONS, rows=[{"id": id, "props": props} for id, props in numbered.items()])
        query(cypher.SET_BOARD, id=board, props={"place": place + len(rows), "changed_at": signed["at"]})
        return {id: boarded.operation({"id": id, **props}) for id, props in numbered.items()}

    def _head(self, head: BoardHead) -> BoardHead:
        """The head as it is held; DecisionRefused says what is missing and what to say."""
        audience = tuple(code for code in schema().codes["agency"].codes if code in head.audience)
        if strange := [code for code in head.audience if code not in audience]:
            raise _not_in("agency", strange[0])
        if not audience:
            raise DecisionRefused(f"A board needs an audience: say which agencies may look at it. {NOTHING}")
        if head.naming not in schema().codes["naming"].codes:
            raise _not_in("naming", head.naming)
        if head.expires_on < self._today:
            raise DecisionRefused(
                f"The last day of a board ({head.expires_on:%d/%m/%Y}) is past: give one that is still to come. "
                f"{NOTHING}"
            )
        if head.expires_on > self._today + LIFE:
            raise DecisionRefused(
                f"The last day of a board ({head.expires_on:%d/%m/%Y}) is more than a year ahead: choose an earlier "
                f"one; it can be put off later, with a reason. {NOTHING}"
            )
        return BoardHead(
            title=_needed(head.title, "a title", "what it shows, in a few words", LONGEST_TITLE),
            purpose=_needed(head.purpose, "a purpose", "which meeting or decision it is for", LONGEST),
            owner=_needed(head.owner, "an owner", "who answers for it", LONGEST_TITLE),
            audience=audience,
            naming=head.naming,
            expires_on=head.expires_on,
        )


def _needed(text: str, what: str, say: str, most: int) -> str:
    if not any(letter.isalnum() for letter in text):
        raise DecisionRefused(f"A board needs {what}: say {say}. {NOTHING}")
    return worded(text, "A board", say, most)


def _not_in(name: str, code: str) -> DecisionRefused:
    known = schema().codes[name]
    return DecisionRefused(
        f"{code[:200]!r} is not in the list “{known.title.lower()}”; use one of {', '.join(known.codes)}. {NOTHING}"
    )


def _told(head: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: head[name].isoformat() if isinstance(head[name], date) else _plain(head[name]) for name in names}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _board_id() -> str:
    """An id that no other board has: `B-` and fifty bits of chance."""
    return f"B-{base64.b32encode(secrets.token_bytes(7)).decode()[:10]}"

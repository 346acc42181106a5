"""Folds the operations of a board into what stands. Pure and total: every list of operations has a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from msgspec import UNSET, structs

from data_schema import schema
from graph.answers import Done
from graph.model import open_state
from mapping.board.log import operation as op
from mapping.board.log.state import (
    BoardAction,
    Export,
    Framed,
    Member,
    Named,
    SaidPerson,
    SaidTie,
    Settled,
    Showing,
    Shows,
    Signed,
    State,
    Sticky,
    Written,
)


def fold(done: Iterable[Done], until: int | None = None) -> State:
    """What stands after these operations.

    Parameters
    ----------
    done
        The operations of one board, in any order: their places count.
    until
        Only up to and with this place: a version, or a moment of a replay.

    Returns
    -------
    State
        What was undone has left no trace but in the log. An operation on something that is not there does nothing;
        one that cannot be read is named in `not_read`. Nothing raises.
    """
    table = _Table()
    listed = in_order(one for one in done if until is None or one.place <= until)
    back = taken_back(listed)
    for one in listed:
        table.place = max(table.place, one.place)
        try:
            doing = op.read(one.operation)
        except op.NotAnOperation as error:
            table.not_read.append(f"{error} (by {one.by}, operation {one.place})")
            continue
        if one.operation.id in back:
            table.passed_over(doing, one)
        else:
            table.do(doing, one)
    return table.state()


def in_order(done: Iterable[Done]) -> list[Done]:
    """The operations by their places, each once: two readings of a board may overlap."""
    found: dict[str, Done] = {}
    for one in sorted(done, key=lambda one: (one.place, str(one.operation.id))):
        found.setdefault(one.operation.id, one)
    return list(found.values())


def taken_back(done: Iterable[Done]) -> set[str]:
    """The ids of operations that are undone as things stand; operations come in the order of their places.

    An undo or redo of what somebody else did is not heeded, nor one of what is for good.
    """
    whose: dict[str, str] = {}
    back: set[str] = set()
    for one in done:
        kind, target = one.operation.kind, undone(one)
        if kind not in FOR_GOOD:
            whose[one.operation.id] = one.by
        elif whose.get(target) != one.by:
            continue
        elif kind == "undo":
            back.add(target)
        elif kind == "redo":
            back.discard(target)
    return back


def undone(one: Done) -> str:
    """The id of the operation that this undo or redo speaks of; "" of any other."""
    body = one.operation.body
    return (
        str(body.get("operation", "")) if one.operation.kind in ("undo", "redo") and isinstance(body, Mapping) else ""
    )


FOR_GOOD = frozenset(str(one.__struct_config__.tag) for one in op.FOR_GOOD)


class _Table:
    """The board while it is being folded."""

    def __init__(self) -> None:
        self.members: dict[str, Member] = {}
        self.hidden: set[str] = set()
        self.pinned: set[str] = set()
        self.at: dict[str, tuple[float, float]] = {}
        self.arranged = ""
        self.frames: dict[str, Framed] = {}
        self.notes: dict[str, Sticky] = {}
        self.people: dict[str, SaidPerson] = {}
        self.ties: dict[str, SaidTie] = {}
        self.same: dict[str, str] = {}
        self.came: dict[str, None] = {}
        self.actions: dict[str, BoardAction] = {}
        self.shows = Shows()
        self.replaced: dict[str, frozenset[str]] = {}  # of an operation that wrote a text: those it took the place of
        self.slides: dict[str, Showing] = {}
        self.versions: list[Named] = []
        self.exports: list[Export] = []
        self.not_read: list[str] = []
        self.place = 0

    def state(self) -> State:
        return State(
            members=self.members,
            hidden=frozenset(self.hidden),
            pinned=frozenset(self.pinned),
            at=self.at,
            arranged=self.arranged,
            frames=self.frames,
            notes=self.notes,
            people=self.people,
            ties=self.ties,
            same=self.same,
            came=tuple(self.came),
            actions=self.actions,
            shows=self.shows,
            slides=dict(sorted(self.slides.items(), key=lambda one: (one[1].order, one[1].signed.place))),
            versions=tuple(self.versions),
            exports=tuple(self.exports),
            not_read=tuple(self.not_read),
            place=self.place,
        )

    def do(self, doing: op.Doing, done: Done) -> None:
        signed = Signed(done.by, done.at, done.place, done.operation.id)
        self._came(doing)
        _DO[type(doing)](self, doing, signed, done)

    def passed_over(self, doing: op.Doing, done: Done) -> None:
        """Of an operation that is undone: whoever wrote after it saw what it had replaced, and numbers stay."""
        if isinstance(doing, op.Note):
            self._replaced(doing, done.operation.id)
        self._came(doing)

    def _came(self, doing: op.Doing) -> None:
        if isinstance(doing, op.Add):
            self.came.update(dict.fromkeys(doing.entities))
        elif isinstance(doing, op.Person):
            self.came.setdefault(doing.id)
        elif isinstance(doing, op.Promote) and doing.entity:
            self.came.setdefault(doing.entity)

    def add(self, doing: op.Add, signed: Signed, _: Done) -> None:
        for id in dict.fromkeys(doing.entities):
            stood = self._is_here(id) and id not in self.hidden and id in self.at
            if id not in self.people and not id.startswith(op.PROVISIONAL):
                self.members.setdefault(id, Member(id, doing.why, signed))
            self.hidden.discard(id)
            if id in doing.at and self._is_here(id) and not stood and id not in self.pinned:
                self.at[id] = doing.at[id]

    def hide(self, doing: op.Hide, *_: object) -> None:
        self.hidden.update(id for id in doing.entities if self._is_here(id))

    def show(self, doing: op.Show, *_: object) -> None:
        self.hidden.difference_update(doing.entities)

    def pin(self, doing: op.Pin, *_: object) -> None:
        self.pinned.update(id for id in doing.entities if self._is_here(id))

    def unpin(self, doing: op.Unpin, *_: object) -> None:
        self.pinned.difference_update(doing.entities)

    def move(self, doing: op.Move, *_: object) -> None:
        self.at.update({id: spot for id, spot in doing.at.items() if self._stands(id)})

    def arrange(self, doing: op.Arrange, *_: object) -> None:
        self.arranged = doing.how
        self.at.update({id: spot for id, spot in doing.at.items() if self._stands(id) and id not in self.pinned})

    def _stands(self, id: str) -> bool:
        return self._is_here(id) or id in self.notes

    def _is_here(self, id: str) -> bool:
        return id in self.members or id in self.people

    def frame(self, doing: op.Frame, signed: Signed, _: Done) -> None:
        before = self.frames.get(doing.id)
        now = doing.after(before.label if before else "", before.members if before else ())
        self.frames[doing.id] = Framed(now.id, now.label, now.members or (), signed)

    def unframe(self, doing: op.Unframe, *_: object) -> None:
        self.frames.pop(doing.id, None)

    def note(self, doing: op.Note, signed: Signed, done: Done) -> None:
        if self._is_here(doing.id):
            self._not_done("note: its id is that of a person or place", done)
            return
        gone = self._replaced(doing, signed.operation)
        before = self.notes.get(doing.id)
        kept = tuple(one for one in before.texts if one.signed.operation not in gone) if before else ()
        on = doing.on or (before.on if before else "")
        self.notes[doing.id] = Sticky(
            doing.id, (*kept, Written(doing.text, signed)), on, before.signed if before else signed
        )
        if doing.at is not None:
            self.at[doing.id] = doing.at

    def _replaced(self, doing: op.Note, id: str) -> frozenset[str]:
        """All that this text took the place of: also what those before it had replaced, undone since or not."""
        named = frozenset(doing.instead_of)
        self.replaced[id] = named.union(*(self.replaced.get(one, ()) for one in named))
        return self.replaced[id]

    def unnote(self, doing: op.Unnote, *_: object) -> None:
        before = self.notes.pop(doing.id, None)
        if before and doing.instead_of:
            gone = frozenset(doing.instead_of).union(*(self.replaced.get(one, ()) for one in doing.instead_of))
            kept = tuple(one for one in before.texts if one.signed.operation not in gone)
            if kept:
                self.notes[doing.id] = replace(before, texts=kept)

    def _not_done(self, why: str, done: Done) -> None:
        self.not_read.append(f"{why} (by {done.by}, operation {done.place})")

    def person(self, doing: op.Person, signed: Signed, done: Done) -> None:
        before = self.people.get(doing.id)
        if doing.kind not in schema().persons():
            self._not_done(f"person: {doing.kind[:40]!r} is neither child nor adult", done)
            return
        if not doing.id.startswith(op.PROVISIONAL) or doing.id in self.ties or doing.id in self.notes:
            self._not_done(f"person: {doing.id[:40]!r} is not the id of somebody said", done)
            return
        self.people[doing.id] = SaidPerson(
            id=doing.id,
            kind=doing.kind,
            name=doing.name.strip(),
            age=doing.age,
            identified=doing.identified,
            said_by=doing.said_by.strip() or done.by,
            agency=_agency(doing.agency),
            words=doing.words,
            signed=signed,
            settled=before.settled if before else None,
        )

    def tie(self, doing: op.Tie, signed: Signed, done: Done) -> None:
        before = self.ties.get(doing.id)
        if doing.kind not in schema().ties:
            self._not_done(f"tie: {doing.kind[:40]!r} is no kind of tie", done)
            return
        if doing.from_id == doing.to_id or doing.id in self.people:
            self._not_done("tie: it needs an id of its own and two ends", done)
            return
        self.ties[doing.id] = SaidTie(
            id=doing.id,
            from_id=doing.from_id,
            to_id=doing.to_id,
            kind=doing.kind,
            said_by=doing.said_by.strip() or done.by,
            agency=_agency(doing.agency),
            words=doing.words,
            said_on=doing.said_on or done.at.date(),
            signed=signed,
            settled=before.settled if before else None,
        )

    def discard(self, doing: op.Discard, signed: Signed, _: Done) -> None:
        self._settle(doing.id, Settled(False, doing.why, signed))

    def promote(self, doing: op.Promote, signed: Signed, done: Done) -> None:
        if doing.id in self.people and not doing.entity:
            self._not_done("promote: it does not say who the person is", done)
            return
        self._settle(doing.id, Settled(True, doing.why, signed, doing.record, doing.entity))
        if doing.entity:  # also when the person was undone meanwhile: the record is written
            self.members.setdefault(doing.entity, Member(doing.entity, "promoted", signed))
            self._say_same(doing.id, doing.entity)
            if doing.id in self.at:
                self.at.setdefault(doing.entity, self.at[doing.id])

    def _settle(self, id: str, settled: Settled) -> None:
        if id in self.people and not _kept(self.people[id].settled):
            self.people[id] = replace(self.people[id], settled=settled)
        elif id in self.ties and not _kept(self.ties[id].settled):
            self.ties[id] = replace(self.ties[id], settled=settled)

    def retract(self, doing: op.Retract, signed: Signed, _: Done) -> None:
        settled = Settled(False, doing.why, signed, doing.record)
        if doing.id in self.people:
            self.people[doing.id] = replace(self.people[doing.id], settled=settled)
        elif doing.id in self.ties:
            self.ties[doing.id] = replace(self.ties[doing.id], settled=settled)

    def same_(self, doing: op.Same, *_: object) -> None:
        self._say_same(doing.id, doing.as_)

    def _say_same(self, id: str, as_: str) -> None:
        seen, last = {as_}, as_
        while (further := self.same.get(last)) and further not in seen:
            seen.add(further)
            last = further
        if id not in seen:  # never in a circle
            self.same[id] = as_

    def act(self, doing: op.Act, signed: Signed, _: Done) -> None:
        before = self.actions.get(doing.id)
        made = BoardAction(doing.id, doing.what, doing.owner, doing.due_on, doing.about, signed)
        if before:
            made = replace(made, state=before.state, outcome=before.outcome, closed=before.closed)
        self.actions[doing.id] = made

    def close(self, doing: op.Close, signed: Signed, _: Done) -> None:
        if doing.id in self.actions and doing.state in schema().codes["action_state"].codes:
            closed = None if open_state(doing.state) else signed
            self.actions[doing.id] = replace(
                self.actions[doing.id], state=doing.state, outcome=doing.outcome, closed=closed
            )

    def filter(self, doing: op.Filter, *_: object) -> None:
        named = {name: value for name, value in structs.asdict(doing).items() if value is not UNSET}
        self.shows = replace(self.shows, **named)

    def slide(self, doing: op.Slide, signed: Signed, _: Done) -> None:
        self.slides[doing.id] = Showing(doing.id, doing.title, doing.entities, doing.order, signed)

    def unslide(self, doing: op.Unslide, *_: object) -> None:
        self.slides.pop(doing.id, None)

    def version(self, doing: op.Version, signed: Signed, done: Done) -> None:
        self.versions.append(Named(doing.name, signed, done.version))

    def taken(self, doing: op.Taken, signed: Signed, done: Done) -> None:
        self.exports.append(Export(doing.form, doing.naming, doing.audience, signed, done.version))

    def nothing(self, *_: object) -> None:
        """Undo and redo were heeded before the fold; the head is the graph's."""


def _agency(code: str) -> str:
    return code if code in schema().codes["agency"].codes else ""


def _kept(settled: Settled | None) -> bool:
    return settled is not None and settled.kept


_DO: Mapping[type, Callable[[_Table, Any, Signed, Done], None]] = {
    op.Add: _Table.add,
    op.Hide: _Table.hide,
    op.Show: _Table.show,
    op.Pin: _Table.pin,
    op.Unpin: _Table.unpin,
    op.Move: _Table.move,
    op.Arrange: _Table.arrange,
    op.Frame: _Table.frame,
    op.Unframe: _Table.unframe,
    op.Note: _Table.note,
    op.Unnote: _Table.unnote,
    op.Person: _Table.person,
    op.Tie: _Table.tie,
    op.Discard: _Table.discard,
    op.Promote: _Table.promote,
    op.Retract: _Table.retract,
    op.Same: _Table.same_,
    op.Act: _Table.act,
    op.Close: _Table.close,
    op.Filter: _Table.filter,
    op.Slide: _Table.slide,
    op.Unslide: _Table.unslide,
    op.Version: _Table.version,
    op.Taken: _Table.taken,
    op.Head: _Table.nothing,
    op.Undo: _Table.nothing,
    op.Redo: _Table.nothing,
}

"""Folds the operations of a board into what stands. Pure and total: every list of operations has a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from data_schema import schema
from graph.answers import Done
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
    Signed,
    State,
    Sticky,
    Written,
)

T = TypeVar("T")


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
    listed = sorted((one for one in done if until is None or one.place <= until), key=lambda one: one.place)
    back = taken_back(listed)
    for one in listed:
        table.place = max(table.place, one.place)
        if one.operation.id in back:
            continue
        try:
            doing = op.read(one.operation)
        except op.NotAnOperation as error:
            table.not_read.append(f"{error} (by {one.by}, operation {one.place})")
            continue
        table.do(doing, one)
    return table.state()


def taken_back(done: Iterable[Done]) -> set[str]:
    """The ids of operations that are undone as things stand; operations come in the order of their places."""
    kinds: dict[str, str] = {}
    back: set[str] = set()
    for one in done:
        kind, target = one.operation.kind, one.operation.body.get("operation")
        kinds[one.operation.id] = kind
        if kind == "undo" and kinds.get(str(target), "undo") not in _FOR_GOOD:
            back.add(str(target))
        elif kind == "redo":
            back.discard(str(target))
    return back


_FOR_GOOD = frozenset(str(one.__struct_config__.tag) for one in op.FOR_GOOD)


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
        self.actions: dict[str, BoardAction] = {}
        self.shows = op.Filter()
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
        _DO[type(doing)](self, doing, signed, done)

    def add(self, doing: op.Add, signed: Signed, _: Done) -> None:
        for id in doing.entities:
            self.members.setdefault(id, Member(id, doing.why, signed))
            self.hidden.discard(id)
        self.at.update({id: spot for id, spot in doing.at.items() if id in doing.entities})

    def hide(self, doing: op.Hide, *_: object) -> None:
        self.hidden.update(id for id in doing.entities if id in self.members or id in self.people)

    def show(self, doing: op.Show, *_: object) -> None:
        self.hidden.difference_update(doing.entities)

    def pin(self, doing: op.Pin, *_: object) -> None:
        self.pinned.update(id for id in doing.entities if id in self.members or id in self.people)

    def unpin(self, doing: op.Unpin, *_: object) -> None:
        self.pinned.difference_update(doing.entities)

    def move(self, doing: op.Move, *_: object) -> None:
        self.at.update({id: spot for id, spot in doing.at.items() if self._stands(id)})

    def arrange(self, doing: op.Arrange, *_: object) -> None:
        self.arranged = doing.how
        self.at.update({id: spot for id, spot in doing.at.items() if self._stands(id) and id not in self.pinned})

    def _stands(self, id: str) -> bool:
        return id in self.members or id in self.people or id in self.notes

    def frame(self, doing: op.Frame, signed: Signed, _: Done) -> None:
        self.frames[doing.id] = Framed(doing.id, doing.label, tuple(dict.fromkeys(doing.members)), signed)

    def unframe(self, doing: op.Unframe, *_: object) -> None:
        self.frames.pop(doing.id, None)

    def note(self, doing: op.Note, signed: Signed, _: Done) -> None:
        before = self.notes.get(doing.id)
        standing = before.texts if before else ()
        kept = tuple(one for one in standing if one.signed.operation not in doing.instead_of)
        on = doing.on or (before.on if before else "")
        self.notes[doing.id] = Sticky(doing.id, (*kept, Written(doing.text, signed)), on, signed)
        if doing.at is not None:
            self.at[doing.id] = doing.at

    def unnote(self, doing: op.Unnote, *_: object) -> None:
        self.notes.pop(doing.id, None)

    def person(self, doing: op.Person, signed: Signed, done: Done) -> None:
        before = self.people.get(doing.id)
        if doing.kind not in schema().persons() or not doing.name.strip() or doing.id in self.members:
            self.not_read.append(
                f"person: {doing.kind[:40]!r} named {doing.name[:40]!r} (by {done.by}, operation {done.place})"
            )
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
        if doing.kind not in schema().ties or doing.from_id == doing.to_id:
            self.not_read.append(f"tie: {doing.kind[:40]!r} (by {done.by}, operation {done.place})")
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

    def promote(self, doing: op.Promote, signed: Signed, _: Done) -> None:
        self._settle(doing.id, Settled(True, doing.why, signed, doing.record, doing.entity))
        person = self.people.get(doing.id)
        if person is not None and doing.entity:
            self.members.setdefault(doing.entity, Member(doing.entity, "promoted", signed))
            self.same[doing.id] = doing.entity
            if doing.id in self.at:
                self.at.setdefault(doing.entity, self.at[doing.id])

    def _settle(self, id: str, settled: Settled) -> None:
        if id in self.people and not _kept(self.people[id].settled):
            self.people[id] = replace(self.people[id], settled=settled)
        elif id in self.ties and not _kept(self.ties[id].settled):
            self.ties[id] = replace(self.ties[id], settled=settled)

    def same_(self, doing: op.Same, *_: object) -> None:
        if self._one(doing.as_) != doing.id:  # never in a circle
            self.same[doing.id] = doing.as_

    def _one(self, id: str) -> str:
        seen = {id}
        while (further := self.same.get(id)) and further not in seen:
            id = further
            seen.add(id)
        return id

    def act(self, doing: op.Act, signed: Signed, _: Done) -> None:
        before = self.actions.get(doing.id)
        made = BoardAction(doing.id, doing.what, doing.owner, doing.due_on, doing.about, signed)
        if before:
            made = replace(made, state=before.state, outcome=before.outcome, closed=before.closed)
        self.actions[doing.id] = made

    def close(self, doing: op.Close, signed: Signed, _: Done) -> None:
        if doing.id in self.actions and doing.state in schema().codes["action_state"].codes:
            self.actions[doing.id] = replace(
                self.actions[doing.id], state=doing.state, outcome=doing.outcome, closed=signed
            )

    def filter(self, doing: op.Filter, *_: object) -> None:
        self.shows = doing

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

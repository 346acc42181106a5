"""Every operation of a board in words, by naming mode: who did what, for the history and for a replay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from msgspec import UNSET, structs

from data_schema import schema
from graph.answers import Done
from graph.model import open_state
from mapping import words
from mapping.board.log import operation as op
from mapping.board.log.fold import in_order, taken_back, undone
from mapping.board.log.replay import Moment
from mapping.words import Naming

NAMED = 4
"""Names said at most before `and 3 more`."""

LONGEST = 160
"""Letters of a note or sentence that are quoted in a list; the board has the whole."""

_ID = re.compile(rf"\b(?:{'|'.join(sorted({one.prefix for one in schema().entities.values()}))})-[0-9A-Z]{{10}}\b")
_PARTS = {
    "title": "the title",
    "purpose": "the purpose",
    "owner": "the owner",
    "audience": "who it is for",
    "naming": "the naming",
    "expires_on": "the last day",
}
_FORMS = {"png": "a picture (PNG)", "svg": "a picture (SVG)", "html": "a page (HTML)", "csv": "a table (CSV)"}


class Names(Protocol):
    """What a naming mode makes of names and texts: `mapping.board.naming.Names`."""

    @property
    def mode(self) -> Naming:
        """The mode itself."""

    def name(self, id: str) -> str:
        """What somebody or something is called."""

    def text(self, text: str) -> str:
        """What somebody wrote; "" where the mode shows no texts."""

    def by(self, who: str) -> str:
        """Who did or said something."""


@dataclass(frozen=True, slots=True)
class Told:
    """One moment of a board in words."""

    by: str
    at: datetime  # UTC
    place: int
    words: str  # "added K.A. and T.B.": the sentence without its subject
    taken_back: bool = False  # undone, as things stand

    @property
    def said(self) -> str:
        """The words, and that it was taken back."""
        return f"{self.words} (taken back since)" if self.taken_back else self.words

    @property
    def sentence(self) -> str:
        """`R. Osei added K.A. and T.B.`."""
        return f"{self.by} {self.words}"


class Teller:
    """Tells the operations of one board; what an earlier one wrote or named is known to the later ones."""

    def __init__(self, done: Iterable[Done], names: Names) -> None:
        self._names = names
        self._read: dict[str, op.Doing | None] = {}
        self._before: dict[str, op.Doing] = {}  # operation -> the earlier one of the same thing
        self._written: dict[str, str] = {}  # id of a note, frame, action ... -> its words, as last written
        self._words: dict[str, str] = {}  # operation -> what is said of it
        listed = in_order(done)
        self._back = taken_back(listed)
        self._by = {one.operation.id: one for one in listed}
        latest: dict[str, op.Doing] = {}
        for one in listed:
            doing = _read(one)
            id = getattr(doing, "id", "")
            if isinstance(doing, op.Frame):
                stood = latest.get(id)
                doing = doing.after(stood.label, stood.members) if isinstance(stood, op.Frame) else doing.after("", ())
            self._read[one.operation.id] = doing
            if doing is not None and isinstance(doing, op.Note | op.Frame | op.Act | op.Tie | op.Person | op.Slide):
                if id in latest:
                    self._before[one.operation.id] = latest[id]
                latest[id] = doing
            self._words[one.operation.id] = self._say(doing, one)
            if doing is not None:
                self._keep(doing)

    def tell(self, moment: Moment) -> Told:
        """One moment in words."""
        ids = [one.operation.id for one in moment.operations]
        last = self._read[ids[-1]]
        if isinstance(last, op.Move):
            said = self._moved(ids)
        elif isinstance(last, op.Filter):
            said = self._filters(ids)
        elif len(ids) > 1 and ids[0] not in self._before:
            said = self._made(ids[-1])
        else:
            said = self._words[ids[-1]]
        back = all(id in self._back for id in ids)
        return Told(self._names.by(moment.by), moment.at, moment.place, said, back)

    def said(self, one: Done) -> str:
        """One operation in words, without who did it."""
        return self._words[one.operation.id]

    def who(self, ids: Iterable[str]) -> str:
        """These by name: `K.A., T.B. and 3 more`; nobody is `nobody`."""
        known = list(dict.fromkeys(ids))
        if not known:
            return "nobody"
        if self._names.mode is Naming.COUNTS:
            return words.counted(len(known), "person or place", "people or places")
        return words.listed([self._names.name(id) for id in known], NAMED if len(known) > NAMED + 1 else None)

    def _called(self, id: str) -> str:
        return "somebody" if self._names.mode is Naming.COUNTS else self._names.name(id)

    def why(self, text: str) -> str:
        """The reason for an addition, which holds ids and never names, with the names of the mode."""
        return _ID.sub(lambda found: self._names.name(found[0]), self._names.text(text))

    def _made(self, id: str) -> str:
        """A thing made and written in one go, as it stood in the end."""
        before, self._before = self._before, {}
        try:
            return self._say(self._read[id], self._by[id])
        finally:
            self._before = before

    def _moved(self, ids: Sequence[str]) -> str:
        moved = [id for one in ids if isinstance(doing := self._read[one], op.Move) for id in doing.at]
        notes = {id for id in moved if id in self._written}
        people = [id for id in moved if id not in notes]
        parts = [self.who(people)] if people else []
        parts += [words.counted(len(notes), "note") if len(notes) > 1 else "a note"] if notes else []
        return f"moved {words.listed(parts) or 'nobody'}"

    def _keep(self, doing: op.Doing) -> None:
        """What later operations say of this thing."""
        if isinstance(doing, op.Note):
            self._written[doing.id] = doing.text
        elif isinstance(doing, op.Frame):
            self._written[doing.id] = doing.label
        elif isinstance(doing, op.Act):
            self._written[doing.id] = doing.what
        elif isinstance(doing, op.Slide):
            self._written[doing.id] = doing.title
        elif isinstance(doing, op.Person):
            self._written[doing.id] = self._called(doing.id)
        elif isinstance(doing, op.Tie):
            self._written[doing.id] = self._tie(doing)

    def _say(self, doing: op.Doing | None, one: Done) -> str:
        if doing is None:
            return f"did something that this Kith cannot read ({one.operation.kind[:40]})"
        say = _SAY.get(type(doing))
        return say(self, doing, one) if say else f"did: {one.operation.kind}"

    def _quote(self, text: str) -> str:
        """A text by naming mode, in quotation marks and shortened; "" where the mode shows none."""
        shown = " ".join(self._names.text(text).split())
        shown = shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1].rstrip()}…"
        return f"“{shown}”" if shown else ""

    def _because(self, why: str) -> str:
        shown = self._quote(why)
        return f": {shown}" if shown else ""

    def _add(self, doing: op.Add, _: Done) -> str:
        return f"added {self.who(doing.entities)}" + (f": {self.why(doing.why)}" if self.why(doing.why) else "")

    def _frame(self, doing: op.Frame, one: Done) -> str:
        before = self._before.get(one.operation.id)
        label = self._quote(doing.label)
        if not isinstance(before, op.Frame):
            return f"framed {self.who(doing.members or ())}" + (f" as {label}" if label else "")
        parts = []
        if before.label != doing.label:
            parts.append(f"named a frame {label}" if label else "renamed a frame")
        called = f"the frame {label}" if label else "a frame"
        if came := [id for id in doing.members or () if id not in (before.members or ())]:
            parts.append(f"put {self.who(came)} into {called}")
        if went := [id for id in before.members or () if id not in (doing.members or ())]:
            parts.append(f"took {self.who(went)} out of {called}")
        return words.listed(parts) or f"changed {called}"

    def _note(self, doing: op.Note, one: Done) -> str:
        again = one.operation.id in self._before
        on = f" on {self._called(doing.on)}" if doing.on else ""
        return ("changed a note" if again else "wrote a note") + on + self._because(doing.text)

    def _person(self, doing: op.Person, one: Done) -> str:
        kind = schema().entities[doing.kind].label.lower() if doing.kind in schema().entities else "somebody"
        held = f"{self._called(doing.id)}, {kind}" + ("" if doing.identified else ", not identified")
        return self._in_meeting(doing, one, held)

    def _said_tie(self, doing: op.Tie, one: Done) -> str:
        return self._in_meeting(doing, one, self._tie(doing))

    def _tie(self, doing: op.Tie) -> str:
        ends = self._called(doing.from_id), self._called(doing.to_id)
        if doing.kind not in schema().ties:
            return f"a tie between {ends[0]} and {ends[1]}"
        return words.sentence(doing.kind, *ends)

    def _in_meeting(self, doing: op.Person | op.Tie, one: Done, what: str) -> str:
        said_by = doing.said_by.strip()
        agency = words.label("agency", doing.agency) if doing.agency in schema().codes["agency"].codes else ""
        if one.operation.id in self._before:
            return f"corrected what was said in the meeting: {what}"
        if not said_by or said_by == one.by:
            return f"said in the meeting: {what}"
        speaker = self._names.by(said_by) + (f" ({agency})" if agency else "")
        return f"wrote down what {speaker} said in the meeting: {what}"

    def _act(self, doing: op.Act, one: Done) -> str:
        again = one.operation.id in self._before
        owner = f", for {self._names.by(doing.owner)}" if doing.owner else ", nobody named yet"
        due = f", due {words.day(doing.due_on)}" if doing.due_on else ""
        return ("changed an action" if again else "set an action") + self._because(doing.what) + owner + due

    def _close(self, doing: op.Close, _: Done) -> str:
        states = schema().codes["action_state"].codes
        state = states[doing.state].label.lower() if doing.state in states else doing.state
        what = self._quote(self._written.get(doing.id, "")) or "an action"
        if doing.state in states and open_state(doing.state):
            return f"opened the action {what} again: {state}"
        return f"closed the action {what} as {state}" + self._because(doing.outcome)

    def _filter(self, _: op.Filter, one: Done) -> str:
        return self._filters([one.operation.id])

    def _filters(self, ids: Sequence[str]) -> str:
        named: dict[str, Any] = {}
        for id in ids:
            if (doing := self._read[id]) is not None:
                named |= {name: value for name, value in structs.asdict(doing).items() if value is not UNSET}
        told = "; ".join(_filtered(name, value) for name, value in named.items())
        return f"changed what is drawn: {told or 'as it was'}"

    def _head(self, doing: op.Head, _: Done) -> str:
        parts = []
        for name, value in doing.changed.items():
            before = self._part(name, doing.before.get(name))
            parts.append(
                f"{_PARTS.get(name, name)} to {self._part(name, value)}" + (f" (was {before})" if before else "")
            )
        return f"changed {words.listed(parts) or 'nothing'}" + self._because(doing.why)

    def _part(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return ""
        if name == "naming":
            return words.label("naming", str(value)).lower()
        if name == "audience":
            return words.listed([words.label("agency", str(code)) for code in value])
        if name == "expires_on":
            return words.day(date.fromisoformat(str(value)[:10]))
        return self._names.by(str(value)) if name == "owner" else self._quote(str(value)) or "another"

    def _taken(self, doing: op.Taken, _: Done) -> str:
        form = _FORMS.get(doing.form, f"a document ({doing.form.upper()})")
        audience = words.listed([words.label("agency", code) for code in doing.audience])
        return f"took it along as {form}, naming: {words.label('naming', doing.naming).lower()}" + (
            f", for {audience}" if audience else ""
        )

    def _undo(self, _: object, one: Done) -> str:
        verb = "took back" if one.operation.kind == "undo" else "did again"
        return f"{verb}: {self._words.get(undone(one), 'something not held')}"

    def _as_written(self, id: str) -> str:
        """A provisional person or tie, a note, frame or action, as it was written."""
        return self._written.get(id, "something not held")


def _read(one: Done) -> op.Doing | None:
    try:
        return op.read(one.operation)
    except op.NotAnOperation:
        return None


def _filtered(name: str, value: Any) -> str:
    """One filter in words."""
    if name in ("ungraded", "out_of_date"):
        return f"{'ungraded' if name == 'ungraded' else 'out of date'} {'drawn' if value else 'left out'}"
    if name == "grade_floor":
        return f"grade at least {value[0]} {value[1]}" if value else "any grade"
    if name in ("window_from", "window_to"):
        return f"{'from' if name == 'window_from' else 'to'} {words.day(value) if value else 'any day'}"
    if value is None:
        return {"kinds": "all kinds", "standings": "all ties", "agencies": "all sources"}[name]
    return f"{_CALLED[name]} {words.listed([_label(name, code) for code in value]) or 'none'}"


_CALLED = {"kinds": "of kinds", "standings": "of ties", "agencies": "of sources"}


def _label(name: str, code: str) -> str:
    if name == "agencies":
        return words.label("agency", code)
    return schema().entities[code].plural.lower() if code in schema().entities else code


_SAY: Mapping[type, Callable[[Teller, Any, Done], str]] = {
    op.Add: Teller._add,
    op.Hide: lambda teller, doing, _: f"hid {teller.who(doing.entities)}",
    op.Show: lambda teller, doing, _: f"drew {teller.who(doing.entities)} again",
    op.Pin: lambda teller, doing, _: f"pinned {teller.who(doing.entities)}",
    op.Unpin: lambda teller, doing, _: f"unpinned {teller.who(doing.entities)}",
    op.Move: lambda teller, doing, _: f"moved {teller.who(doing.at)}",
    op.Arrange: lambda _t, doing, _: f"arranged the board: {doing.how}",
    op.Frame: Teller._frame,
    op.Unframe: lambda teller, doing, _: f"took a frame away{teller._because(teller._written.get(doing.id, ''))}",
    op.Note: Teller._note,
    op.Unnote: lambda teller, doing, _: f"took a note away{teller._because(teller._written.get(doing.id, ''))}",
    op.Person: Teller._person,
    op.Tie: Teller._said_tie,
    op.Discard: lambda teller, doing, _: (
        f"discarded what was said, {teller._as_written(doing.id)}{teller._because(doing.why)}"
    ),
    op.Promote: lambda teller, doing, _: (
        f"checked what was said and kept it as a record, {teller._as_written(doing.id)}{teller._because(doing.why)}"
    ),
    op.Retract: lambda teller, doing, _: (
        f"took back a record of what was said, {teller._as_written(doing.id)}{teller._because(doing.why)}"
    ),
    op.Same: lambda teller, doing, _: f"said that {teller._called(doing.id)} is {teller._called(doing.as_)}",
    op.Act: Teller._act,
    op.Close: Teller._close,
    op.Filter: Teller._filter,
    op.Slide: lambda teller, doing, one: (
        ("changed" if one.operation.id in teller._before else "made")
        + f" a step of the presentation{teller._because(doing.title)}"
    ),
    op.Unslide: lambda teller, doing, _: (
        "took a step out of the presentation" + teller._because(teller._written.get(doing.id, ""))
    ),
    op.Version: lambda teller, doing, _: f"kept a version{teller._because(doing.name)}",
    op.Taken: Teller._taken,
    op.Head: Teller._head,
    op.Undo: Teller._undo,
    op.Redo: Teller._undo,
}

"""What may be done on a board: every operation as a typed, checked value. From a browser nothing else is taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from graph.model import Operation

LONGEST_NOTE = 20_000
"""Most characters of a note: a page and more of whiteboard, not the case file."""

PROVISIONAL = "D-"
"""How the id of a provisional person begins: no Kith id does, so that nobody said stands in for somebody held."""

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Name = Annotated[str, Meta(max_length=200)]
Line = Annotated[str, Meta(max_length=500)]
Words = Annotated[str, Meta(max_length=500, pattern=r"\S")]  # never blank
Text = Annotated[str, Meta(max_length=LONGEST_NOTE)]
Number = Annotated[float, Meta(ge=-1e6, le=1e6)]
Spot = tuple[Number, Number]
Spots = dict[Id, Spot]
Ids = Annotated[tuple[Id, ...], Meta(max_length=5_000)]
Standing = Literal["harm", "protective", "neutral"]
Floor = Literal["", "3D", "2C", "2B", "1A"]  # the keys of mapping.board.model.GRADE_FLOORS


class NotAnOperation(ValueError):
    """A kind that there is not, or a body that does not fit it; the message names the field."""


class Each(Struct, frozen=True, forbid_unknown_fields=True):
    """What every operation is."""


class Add(Each, frozen=True, tag="add"):
    """Put these on the board: held entities by their Kith id. Whoever was hidden is shown again.

    Somebody who stands on the board already stays where they stand.
    """

    entities: Ids
    why: Line = ""  # who else is near T.B.
    at: Spots = {}


class Hide(Each, frozen=True, tag="hide"):
    """Drop these from the picture; they stay on the board, and the board says how many are hidden."""

    entities: Ids


class Show(Each, frozen=True, tag="show"):
    """Draw again what was hidden."""

    entities: Ids


class Pin(Each, frozen=True, tag="pin"):
    """Keep these whatever the filters hide, and where they stand whatever is arranged afresh."""

    entities: Ids


class Unpin(Each, frozen=True, tag="unpin"):
    """Let these go with the filters and arrangements again."""

    entities: Ids


class Move(Each, frozen=True, tag="move"):
    """Put people, places or notes somewhere: id to (x, y) in board units."""

    at: Spots


class Arrange(Each, frozen=True, tag="arrange"):
    """Lay the board out in one of the ways of `mapping.board.arrange`, with the places it found: a replay is exact."""

    how: Name
    at: Spots
    focus: Name = ""


class Frame(Each, frozen=True, tag="frame"):
    """A frame around some: made, given other members, or another name.

    Told of a frame that stands, an empty name or members not given leave what there is, and `more` come to those
    inside: a browser that shows names shortened, or not everybody, neither shortens the name nor drops anybody.
    """

    id: Id
    label: Line = ""
    members: Ids | None = None
    more: Ids = ()

    def after(self, label: str, members: tuple[str, ...] | None) -> Frame:
        """The frame as it stands when this is told after that name and those members."""
        given = (members or ()) if self.members is None else self.members
        return Frame(self.id, self.label or label, tuple(dict.fromkeys((*given, *self.more))))


class Unframe(Each, frozen=True, tag="unframe"):
    """Take a frame away; who was in it stays."""

    id: Id


class Note(Each, frozen=True, tag="note"):
    """A sticky note: written, or written anew in place of the texts that its writer saw.

    `instead_of` names the operations whose texts it replaces. Two people who write at once replace the same text:
    then both texts stand, and the board asks which.
    """

    id: Id
    text: Text
    instead_of: Ids = ()
    on: Name = ""  # the entity it is stuck to, "" when it is free
    at: Spot | None = None


class Unnote(Each, frozen=True, tag="unnote"):
    """Take a note away: the texts named, which its remover saw; with none named all of it.

    A text that somebody else wrote meanwhile stands, and the note with it.
    """

    id: Id
    instead_of: Ids = ()


class Person(Each, frozen=True, tag="person"):
    """Somebody said to exist and held nowhere: a provisional assertion until promoted or discarded by name."""

    id: Id  # chosen by whoever adds it: PROVISIONAL and letters
    kind: Name  # child | adult
    name: Words
    said_by: Line = ""  # who said so in the meeting; "" is whoever wrote it down
    agency: Name = ""  # a code of the list agency
    age: Annotated[int, Meta(ge=0, le=120)] | None = None
    identified: bool = True  # False: only a nickname
    words: Line = ""


class Tie(Each, frozen=True, tag="tie"):
    """A tie said in the meeting: a provisional assertion until promoted or discarded by name; or said otherwise."""

    id: Id
    from_id: Id
    to_id: Id
    kind: Name  # a tie kind of the schema
    said_by: Line = ""
    agency: Name = ""
    words: Line = ""
    said_on: date | None = None


class Discard(Each, frozen=True, tag="discard"):
    """A provisional person or tie does not hold, says this person by name; it stays in the log."""

    id: Id
    why: Line


class Promote(Each, frozen=True, tag="promote"):
    """A provisional tie or person was checked and is a record now. For good: records are retracted, not undone."""

    id: Id
    record: Name  # key of the record
    entity: Name = ""  # Kith id of the person; a tie has none
    why: Line = ""  # how it was checked


class Retract(Each, frozen=True, tag="retract"):
    """The record made of a provisional tie or person was taken back by name: it does not hold. Written by the graph."""

    id: Id
    record: Name
    why: Line = ""


class Same(Each, frozen=True, tag="same"):
    """These two are one: on this board the first is shown as the second, as long as the second stands on it."""

    id: Id
    as_: Id = msgspec.field(name="as")


class Act(Each, frozen=True, tag="act"):
    """What somebody will do after this meeting; said again under its id it is corrected."""

    id: Id
    what: Words
    owner: Name = ""
    due_on: date | None = None
    about: Ids = ()


class Close(Each, frozen=True, tag="close"):
    """What became of an action; an open state opens it again."""

    id: Id
    state: Name  # a code of the list action_state
    outcome: Line = ""


class Filter(Each, frozen=True, tag="filter"):
    """What is drawn, for everybody at the board. None leaves nothing out; what is not named stays as it was.

    So two people who set two filters at once both get theirs.
    """

    kinds: tuple[Name, ...] | UnsetType | None = UNSET
    standings: tuple[Standing, ...] | UnsetType | None = UNSET
    agencies: tuple[Name, ...] | UnsetType | None = UNSET
    grade_floor: Floor | UnsetType = UNSET
    window_from: date | UnsetType | None = UNSET
    window_to: date | UnsetType | None = UNSET
    ungraded: bool | UnsetType = UNSET
    out_of_date: bool | UnsetType = UNSET


class Slide(Each, frozen=True, tag="slide"):
    """One step of the presentation: a sentence, and whom to look at."""

    id: Id
    title: Line
    entities: Ids
    order: int = 0


class Unslide(Each, frozen=True, tag="unslide"):
    """Take a step out of the presentation."""

    id: Id


class Version(Each, frozen=True, tag="version"):
    """Name the board as it stands: "before the meeting of 3 November"."""

    name: Words


class Head(Each, frozen=True, tag="head"):
    """The head as it was changed: written by the graph alone, which keeps it."""

    changed: dict[str, Any]  # each part by its name, as it is since
    before: dict[str, Any] = {}
    why: Line = ""


class Taken(Each, frozen=True, tag="taken"):
    """The record of an export: in what form it left, for whom, in which naming mode."""

    form: Name  # png | svg | html | pdf | docx | csv
    naming: Name
    audience: tuple[Name, ...] = ()


class Undo(Each, frozen=True, tag="undo"):
    """Take back an operation; it stays in the log."""

    operation: Id


class Redo(Each, frozen=True, tag="redo"):
    """Do again what was taken back."""

    operation: Id


Doing = (
    Add | Hide | Show | Pin | Unpin | Move | Arrange | Frame | Unframe | Note | Unnote | Person | Tie | Discard
    | Promote | Retract | Same | Act | Close | Filter | Slide | Unslide | Version | Head | Taken | Undo | Redo
)  # fmt: skip

FOR_GOOD = (Promote, Retract, Version, Head, Taken, Undo, Redo)
"""What is not undone: it speaks of records, of the board as it stood, or of undoing itself."""

FROM_THE_GRAPH = (Promote, Retract, Head, Taken)
"""What a browser may not send: it follows from something done elsewhere."""


def read(operation: Operation) -> Doing:
    """The operation as a typed value.

    Raises
    ------
    NotAnOperation
        The graph keeps what it is given; a kind of a newer Kith, or a body that does not fit, says so by field.
    """
    try:
        msgspec.json.encode(operation.body)  # half a character, which no file or graph takes, is found here
        found: Doing = msgspec.convert({**operation.body, "type": operation.kind}, Doing)
    except UnicodeEncodeError as error:
        raise NotAnOperation(f"{_named(operation.kind)}: holds half a character that no text has") from error
    except (msgspec.ValidationError, msgspec.EncodeError, TypeError, ValueError, RecursionError) as error:
        raise NotAnOperation(f"{_named(operation.kind)}: {str(error)[:200]}") from error
    return found


def _named(kind: object) -> str:
    return str(kind)[:40]


def told(id: str, doing: Doing) -> Operation:
    """The operation as the graph keeps it."""
    body: Mapping[str, Any] = msgspec.to_builtins(doing)
    return Operation(id, body["type"], {name: value for name, value in body.items() if name != "type"})

"""What stands on a board: the fold of its operations as plain frozen values. It knows no graph and draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from graph.model import open_state
from mapping.board.log.operation import PROVISIONAL

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who did it, when, as which operation of the board."""

    by: str
    at: datetime  # UTC
    place: int
    operation: str


@dataclass(frozen=True, slots=True)
class Member:
    """One entity on the board, and why it is."""

    id: str
    why: str
    signed: Signed


@dataclass(frozen=True, slots=True)
class Framed:
    """A frame with its name and who is in it."""

    id: str
    label: str
    members: tuple[str, ...]
    signed: Signed


@dataclass(frozen=True, slots=True)
class Written:
    """One text of a note."""

    text: str
    signed: Signed


@dataclass(frozen=True, slots=True)
class Sticky:
    """A note. More than one text stands when two people wrote at once: then the board asks which."""

    id: str
    texts: tuple[Written, ...]  # oldest first; never none
    on: str
    signed: Signed  # of whoever stuck it there

    @property
    def text(self) -> str:
        """The latest text."""
        return self.texts[-1].text

    @property
    def asks(self) -> bool:
        """Whether two texts stand that differ."""
        return len({one.text for one in self.texts}) > 1


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a provisional assertion."""

    kept: bool  # promoted; else discarded
    why: str
    signed: Signed
    record: str = ""
    entity: str = ""


@dataclass(frozen=True, slots=True)
class SaidPerson:
    """Somebody said to exist in a meeting, not verified."""

    id: str
    kind: str
    name: str
    age: int | None
    identified: bool
    said_by: str  # never ""
    agency: str
    words: str
    signed: Signed
    settled: Settled | None = None


@dataclass(frozen=True, slots=True)
class SaidTie:
    """A tie said in a meeting, not verified."""

    id: str
    from_id: str
    to_id: str
    kind: str
    said_by: str  # never ""
    agency: str
    words: str
    said_on: date
    signed: Signed
    settled: Settled | None = None


@dataclass(frozen=True, slots=True)
class BoardAction:
    """What somebody will do, as it stands."""

    id: str
    what: str
    owner: str
    due_on: date | None
    about: tuple[str, ...]
    signed: Signed
    state: str = "planned"
    outcome: str = ""
    closed: Signed | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be done, or being done."""
        return open_state(self.state)

    def overdue(self, today: date) -> bool:
        """Whether it should have been done by now."""
        return self.open and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Shows:
    """What is drawn, for everybody at the board; None leaves nothing out."""

    kinds: tuple[str, ...] | None = None
    standings: tuple[str, ...] | None = None
    agencies: tuple[str, ...] | None = None
    grade_floor: str = ""
    window_from: date | None = None
    window_to: date | None = None
    ungraded: bool = True
    out_of_date: bool = True


@dataclass(frozen=True, slots=True)
class Showing:
    """One step of the presentation."""

    id: str
    title: str
    entities: tuple[str, ...]
    order: int
    signed: Signed


@dataclass(frozen=True, slots=True)
class Named:
    """A version: the board as it stood at its place."""

    name: str
    signed: Signed
    data: str  # version of the data at that moment


@dataclass(frozen=True, slots=True)
class Export:
    """The record of one export."""

    form: str
    naming: str
    audience: tuple[str, ...]
    signed: Signed
    data: str


@dataclass(frozen=True, slots=True)
class State:
    """A board as its operations leave it. Mappings keep the order in which things came."""

    members: Mapping[str, Member] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()
    at: Mapping[str, Place] = field(default_factory=dict)  # of entities and notes, also of some that went
    arranged: str = ""  # how it was laid out last
    frames: Mapping[str, Framed] = field(default_factory=dict)
    notes: Mapping[str, Sticky] = field(default_factory=dict)
    people: Mapping[str, SaidPerson] = field(default_factory=dict)
    ties: Mapping[str, SaidTie] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    came: tuple[str, ...] = ()  # everybody who ever was on the board, in order, whoever went or was undone since
    actions: Mapping[str, BoardAction] = field(default_factory=dict)
    shows: Shows = field(default_factory=Shows)
    slides: Mapping[str, Showing] = field(default_factory=dict)
    versions: tuple[Named, ...] = ()
    exports: tuple[Export, ...] = ()
    not_read: tuple[str, ...] = ()  # operations that this Kith does not understand, in words
    place: int = 0  # of the last operation folded

    def one(self, id: str) -> str:
        """Whom this one is shown as: itself, or whoever was said to be the same and stands on the board."""
        found, seen = id, {id}
        while (further := self.same.get(id)) and further not in seen:
            seen.add(further)
            id = further
            if self.stands(id):
                found = id
        return found

    def stands(self, id: str) -> bool:
        """Whether somebody is on the board, hidden or not: put there, or said in a meeting and not settled."""
        return id in self.members or (id in self.people and self.people[id].settled is None)

    @property
    def drawn(self) -> tuple[str, ...]:
        """Entities and provisional people that are not hidden, in the order they came."""
        standing = [id for id in (*self.members, *self.people) if self.stands(id)]
        return tuple(id for id in standing if id not in self.hidden and self.one(id) == id)

    @property
    def open_actions(self) -> tuple[BoardAction, ...]:
        """What is still to be done."""
        return tuple(one for one in self.actions.values() if one.open)

    @property
    def said(self) -> tuple[SaidPerson | SaidTie, ...]:
        """Provisional assertions that wait to be promoted or discarded by name."""
        people = (one for one in self.people.values() if one.settled is None)
        return (*people, *self.said_ties)

    @property
    def said_ties(self) -> tuple[SaidTie, ...]:
        """Ties said and not settled. One that ends at somebody discarded, or not said any more, fell with them."""
        return tuple(
            one
            for one in self.ties.values()
            if one.settled is None and self.known(one.from_id) and self.known(one.to_id)
        )

    def known(self, id: str) -> bool:
        """Whether this is somebody held, as far as a board knows, or somebody said who stands, or who became one."""
        return not id.startswith(PROVISIONAL) or self.stands(self.one(id))

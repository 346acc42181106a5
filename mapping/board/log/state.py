"""What stands on a board: the fold of its operations as plain frozen values. It knows no graph and draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from mapping.board.log.operation import Filter

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
        """Whether two texts stand."""
        return len(self.texts) > 1


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

    def overdue(self, today: date) -> bool:
        """Whether it should have been done by now."""
        return self.state in ("planned", "under_way") and self.due_on is not None and self.due_on < today


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
    at: Mapping[str, Place] = field(default_factory=dict)  # of entities and notes
    arranged: str = ""  # how it was laid out last
    frames: Mapping[str, Framed] = field(default_factory=dict)
    notes: Mapping[str, Sticky] = field(default_factory=dict)
    people: Mapping[str, SaidPerson] = field(default_factory=dict)
    ties: Mapping[str, SaidTie] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, BoardAction] = field(default_factory=dict)
    shows: Filter = field(default_factory=Filter)
    slides: Mapping[str, Showing] = field(default_factory=dict)
    versions: tuple[Named, ...] = ()
    exports: tuple[Export, ...] = ()
    not_read: tuple[str, ...] = ()  # operations that this Kith does not understand, in words
    place: int = 0  # of the last operation folded

    @property
    def drawn(self) -> tuple[str, ...]:
        """Entities and provisional people that are not hidden, in the order they came."""
        standing = [id for id, person in self.people.items() if person.settled is None]
        return tuple(id for id in (*self.members, *standing) if id not in self.hidden and id not in self.same)

    @property
    def open_actions(self) -> tuple[BoardAction, ...]:
        """What is still to be done."""
        return tuple(one for one in self.actions.values() if one.state in ("planned", "under_way"))

    @property
    def said(self) -> tuple[SaidPerson | SaidTie, ...]:
        """Provisional assertions that wait to be promoted or discarded by name."""
        waiting: tuple[SaidPerson | SaidTie, ...] = (*self.people.values(), *self.ties.values())
        return tuple(one for one in waiting if one.settled is None)

    def without(self, **changes: object) -> State:
        """The state with some parts replaced, for tests and pictures."""
        return replace(self, **changes)  # type: ignore[arg-type]

"""What the store answers with: plain frozen values, safe to keep, print and turn into JSON. No markup, no Cypher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from graph.model import Assessment, BoardHead, Identifier, Operation, Provenance, Step, Value, open_state
from graph.snapshot import Withheld

T = TypeVar("T")


class Shown(list[T]):
    """A list that says what it does not show: `total` before the limit, and what was `withheld` from this viewer."""

    def __init__(self, items: Iterable[T] = (), *, total: int | None = None, withheld: Withheld | None = None) -> None:
        super().__init__(items)
        self.total = len(self) if total is None else total
        self.withheld = withheld or Withheld()


@dataclass(frozen=True, slots=True)
class Known:
    """One entity that is known under an identifier: what linking needs, and no more."""

    kind: str
    id: str
    scheme: str  # of the identifier it was found by; "kith" for its own id
    date_of_birth: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of a search."""

    id: str
    kind: str
    name: str
    subkind: str
    matched: str  # identifier | name | text: why it is in the list


@dataclass(frozen=True, slots=True)
class RecordSeen:
    """A record that describes an entity or carries an assertion: where to look it up."""

    key: str
    source: str
    file: str
    row: int
    loaded_on: date
    status: str  # current | superseded
    superseded_on: date | None = None
    values: str = ""  # the row as JSON, column -> text


@dataclass(frozen=True, slots=True)
class EntityDetail:
    """One entity with all that is held of it, its ties apart."""

    id: str
    kind: str
    name: str
    properties: Mapping[str, Value]
    also_known_as: tuple[str, ...]
    identifiers: tuple[Identifier, ...]
    records: tuple[RecordSeen, ...]  # those that describe it, newest first
    withheld: Withheld = field(default_factory=Withheld)  # records not shown


@dataclass(frozen=True, slots=True)
class Evidence:
    """One assertion with its words and the record behind it."""

    id: str
    kind: str  # tie kind, or role
    role: bool
    from_id: str
    from_kind: str
    from_name: str
    to_id: str  # "" for a role
    to_kind: str
    to_name: str
    provenance: Provenance
    text: str
    child_view: str
    strength: str  # "" for a role
    both_ways: bool
    provisional: bool
    harm_type: str
    level: str
    tool: str
    tool_version: str
    record: RecordSeen
    earlier: int  # versions of the record that this one replaced

    @property
    def current(self) -> bool:
        """Whether the record still says so; False once a corrected version has replaced it."""
        return self.record.status == "current"


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh one source is."""

    source: str
    records: int  # current
    last_recorded_on: date | None
    last_loaded: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the graph, for `kith doctor`."""

    reachable: bool
    server: str  # as it answered
    uri: str
    database: str
    applied: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    version: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)  # "children" -> 400
    trouble: str = ""  # in words; "" when all is well

    @property
    def well(self) -> bool:
        """Whether the graph can be used as it is."""
        return self.reachable and not self.pending and not self.trouble


@dataclass(frozen=True, slots=True)
class Closed:
    """How a decision was withdrawn, or a concern answered or withdrawn: by whom, when, and in which words."""

    state: str  # withdrawn | answered
    by: str
    role: str
    at: datetime  # UTC
    text: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is held: what was decided about a child and one question, by whom, when, on what data."""

    id: str
    child: str
    question: str
    verdict: str
    reason: str
    seen: tuple[str, ...]  # ids of the assertions that were on the card
    by: str
    role: str
    hub: str
    purpose: str
    at: datetime  # UTC
    version: int  # of the data that was looked at: what was written later is new
    place: int  # its number among all decisions, so that two of one moment have an order
    current: bool  # False once a later one took its place, or it was withdrawn
    replaced_by: str = ""  # id of the decision that took its place
    withdrawn: Closed | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A group of concern as it is held: raised, due at the hub within 24 hours, then answered or withdrawn."""

    id: str
    name: str
    members: tuple[str, ...]
    why: str
    group: str  # Kith id of the named group; empty when the ties suggested it
    told: str
    by: str
    role: str
    hub: str
    purpose: str
    at: datetime  # UTC
    due: datetime  # UTC, 24 hours later
    place: int
    closed: Closed | None = None

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.closed is None

    def late(self, now: datetime) -> bool:
        """Whether it is past due and still waits for an answer."""
        return self.open and now > self.due


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment of a context as it is held: who wrote it, when, for what, and whether it still stands."""

    id: str
    said: Assessment
    by: str
    role: str
    hub: str
    purpose: str
    at: datetime  # UTC
    place: int
    current: bool  # False once a later one took its place, or it was withdrawn
    replaced_by: str = ""
    withdrawn: Closed | None = None
    record: str = ""  # key of the agency's record that states it; "" when somebody wrote it in Kith


@dataclass(frozen=True, slots=True)
class Stepped:
    """One step of an action as it is held."""

    step: Step
    by: str
    role: str
    at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Acted:
    """An action as it is held, with every step since; `owner`, `due_on`, `state` and so on are as they stand now."""

    id: str
    context: str
    what: str
    aim: str
    owner: str
    due_on: date | None
    began_on: date | None
    ended_on: date | None
    state: str
    outcome: str  # "" while it is open
    steps: tuple[Stepped, ...]  # oldest first
    by: str
    role: str
    hub: str
    purpose: str
    at: datetime  # UTC
    place: int
    record: str = ""  # key of the agency's record that states it; "" when somebody wrote it in Kith

    @property
    def open(self) -> bool:
        """Whether it is still to be done, or being done."""
        return open_state(self.state)

    def overdue(self, today: date) -> bool:
        """Whether it should have been done by now."""
        return self.open and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Done:
    """An operation as it is held: who did it, when, and its place among all of its board."""

    operation: Operation
    by: str
    role: str
    at: datetime  # UTC
    place: int  # 1, 2, 3 ... on its board, in the order they were held
    version: str  # of the data at that moment


@dataclass(frozen=True, slots=True)
class HeldBoard:
    """A board as it is held, without what is on it."""

    id: str  # B-7K2M9QXA4B
    head: BoardHead
    by: str
    role: str
    hub: str
    at: datetime  # UTC
    place: int  # of its last operation; 0 when nothing was done yet
    changed_at: datetime  # UTC, of its last operation

    def archived(self, today: date) -> bool:
        """Whether its last day is over: it can be read, and nothing can be done on it."""
        return self.head.expires_on < today

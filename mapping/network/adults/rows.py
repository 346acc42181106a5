"""What the list of adults of concern shows: facts with their records, never a score, and only known adults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mapping.network.periphery.cards import Chip, Method

NOT_PROOF = "Being on this page is not proof of an offence."


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that is alleged or recorded, with who says so and how it was graded."""

    text: str
    latest: str  # Latest: 25 Oct, 9 days ago.
    day: date | None
    records: tuple[Chip, ...]  # agency, grade and day of what stands behind it
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChildContact:
    """One child tied to the adult within the window; a child once, however many records there are."""

    id: str
    name: str
    heading: str  # P.K., 12
    standing: str  # open to the hub, recorded as harmed; or nothing
    first: date | None  # None: of the adult's own family
    last: date
    days: tuple[date, ...]
    new: bool
    younger: bool  # new, and younger than the middle age of the children before
    age_then: int | None
    text: str  # New and younger: 12, where the children before were 14 (middle of 4)
    how: str  # harm alleged; seen together; at one event
    ungraded: bool
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A place of the adult where children came to harm, or where missing children were found."""

    id: str
    name: str
    text: str
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A phone, account, vehicle or address that the adult shares, and with whom."""

    id: str
    kind: str  # phone, vehicle, account, address
    name: str
    people: tuple[str, ...]  # entity ids
    text: str
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A dated action on record."""

    text: str
    day: date | None
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankRange:
    """Where in this order the adult stands, whichever one source is left out."""

    here: int  # with all that is heard; adults with the same fact share a place
    low: int
    high: int
    of: int
    not_without: tuple[str, ...]  # agencies without whose records the adult would not be here
    text: str  # 2nd to 7th of 31; not here without police records


@dataclass(frozen=True, slots=True)
class Adult:
    """A known adult named in graded information about harm, as facts in columns and the evidence of each."""

    id: str
    name: str
    initials: str
    age: int
    heading: str  # D.M., 36
    standing: str  # suspected, not charged
    children: int
    new: int
    new_younger: int
    open: int
    harmed: int
    agencies: int
    places: int
    shared: int
    actions: int
    done: str  # CAWN 3 Oct 2026, 2 arrests; or none recorded
    newest: date | None
    rank: RankRange
    contacts: tuple[ChildContact, ...]
    alleged: tuple[Sentence, ...]  # harm, newest first
    seen: tuple[Sentence, ...]  # other contact, newest first
    overlaps: tuple[Overlap, ...]
    shares: tuple[Shared, ...]
    actions_taken: tuple[Done, ...]  # warnings, charges and convictions first, each kind newest first
    told_by: tuple[str, ...]  # the agencies that report the contacts
    not_counted: tuple[str, ...]
    not_known: tuple[str, ...]
    evidence: tuple[str, ...]  # assertions, newest first


@dataclass(frozen=True, slots=True)
class Thin:
    """A known adult whom too little graded is recorded of to be listed. That is not reassurance."""

    id: str
    name: str
    heading: str
    reason: str


@dataclass(frozen=True, slots=True)
class Adults:
    """The adults of concern in one order, thin records beside them, who is left out, and how the list was made."""

    title: str
    note: str
    order: str
    order_words: str  # Newest evidence, newest first
    since: date
    rows: tuple[Adult, ...]
    thin_records: tuple[Thin, ...]
    left_out: tuple[str, ...]  # in sentences: ages not recorded, under 18
    method: Method
    empty: str  # why nobody is listed, in words; empty when somebody is

"""What the graph is made of: entities, identifiers, assertions and the records behind them. It opens no connection."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from data_schema import schema

Value = str | int | float | bool | date | tuple[str, ...] | None
"""What a property may hold."""


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A name by which some system knows an entity, unique within its scheme."""

    scheme: str  # "hub", "upn", "ssda903", "urn", "phone", ...
    value: str  # as given, trimmed

    @property
    def key(self) -> str:
        """The identifier as one string, case and spaces folded: `ssda903:384923`."""
        return f"{self.scheme}:{fold(self.value)}"


def fold(value: str) -> str:
    """Fold case and white space, so that `OT-0981`, `ot-0981 ` are one identifier."""
    return " ".join(value.split()).casefold()


def entity_id(kind: str, identifier: Identifier) -> str:
    """The Kith id of an entity first met under this identifier: `C-7K2M9QXA4B`; the same every time."""
    digest = hashlib.blake2b(f"{kind}|{identifier.key}".encode(), digest_size=7).digest()
    return f"{schema().entities[kind].prefix}-{base64.b32encode(digest).decode().rstrip('=')[:10]}"


@dataclass(frozen=True, slots=True)
class Entity:
    """A child, adult, location, school, peer group, event or thing, as one record describes it."""

    id: str
    kind: str
    properties: Mapping[str, Value] = field(default_factory=dict)  # only what the record fills
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """A 3x5x2 grade; every part may be empty (partner information nobody graded stays ungraded)."""

    source: str | None = None  # 1 2 3
    information: str | None = None  # A B C D E
    handling: str | None = None  # P C

    @property
    def ungraded(self) -> bool:
        """True when neither source nor information was graded."""
        return not (self.source or self.information)

    def __str__(self) -> str:
        parts = [part for part in (self.source, self.information, self.handling) if part]
        return "ungraded" if self.ungraded else " ".join(parts)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a statement comes from and how far it goes: on every assertion, without exception."""

    source: str  # the extract it came in: "ties", "ssda903_missing"
    agency: str
    reference: str  # the agency's record reference, "" when it gave none
    recorded_on: date  # entry date of the record, else the day of loading
    grade: Grade = Grade()
    nature: str = "assessment"  # fact | assessment
    observed_from: date | None = None
    observed_to: date | None = None
    review_by: date | None = None
    stated_by: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """An assertion that two entities are tied."""

    kind: str  # a tie kind of the schema
    from_kind: str
    from_id: str
    to_kind: str
    to_id: str
    provenance: Provenance
    strength: str = "medium"
    both_ways: bool = False
    text: str = ""  # context or quotation: what was said or seen
    child_view: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """An assertion that a person holds a role for a time."""

    role: str  # a role of the schema
    person_kind: str
    person_id: str
    provenance: Provenance
    harm_type: str = ""
    level: str = ""
    tool: str = ""
    tool_version: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of an extract, as loaded: what makes loading repeatable and evidence traceable.

    `key` names the record for ever (source and natural key); `digest` is of its content. The same key with the same
    digest is unchanged; with another digest it replaces the earlier version, which stays as superseded.
    """

    key: str
    digest: str
    source: str
    file: str
    row: int
    values: str  # the row as JSON, column -> text
    recorded_on: date | None = None  # entry date; None = that of its assertions, else the day of loading


@dataclass(frozen=True, slots=True)
class Statement:
    """All that one record says: the unit that is written, replaced and superseded as a whole."""

    record: Record
    entities: tuple[Entity, ...] = ()
    ties: tuple[Tie, ...] = ()
    roles: tuple[Role, ...] = ()
    plans: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A ward, small area, district or area of the hub's own, as a polygon."""

    id: str  # area code; of an own area `own:SET:CODE`, folded
    kind: str  # ward | lsoa | local_authority | own
    name: str
    children: int | None  # children aged 10 to 17 living there, if known
    geometry: bytes  # WKB, EPSG:4326
    area_set: str | None = None  # of an own area: "Police neighbourhoods"


@dataclass(frozen=True, slots=True)
class Population:
    """How many children of one group live in the area: a published figure, about nobody in particular."""

    characteristic: str  # code list characteristic
    group: str  # as the schema writes it: WBRI, White, F, 10-12, looked_after; a ward by its code
    children: int  # aged 10 to 17
    name: str = ""  # of a ward
    as_of: date | None = None
    source: str = ""

    @property
    def id(self) -> str:
        """One figure a group of a characteristic."""
        return f"{self.characteristic}|{fold(self.group)}"


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did, in records."""

    loaded: int = 0
    unchanged: int = 0
    superseded: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.loaded + other.loaded, self.unchanged + other.unchanged, self.superseded + other.superseded)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides about one child on the list of one question, and why. Who and when the store adds."""

    child: str  # Kith id
    question: str  # a code of the list question
    verdict: str  # a code of the list verdict
    reason: str
    seen: tuple[str, ...] = ()  # ids of the assertions that were on the card
    version: int | None = None  # of the data that was looked at; None: as it stands when this is recorded


@dataclass(frozen=True, slots=True)
class Concern:
    """A group of people that somebody raises as a concern: it goes to the hub within 24 hours."""

    name: str  # in words, as the page called it
    members: tuple[str, ...]  # Kith ids of children and adults, two or more
    why: str
    group: str = ""  # Kith id of the named group; empty when the ties suggested it
    told: str = ""  # who was told already, in words


CONTEXTS = ("location", "school", "peer_group")
"""Kinds of entity that are assessed and changed as contexts."""

AHEAD, BACK = timedelta(days=5 * 366), timedelta(days=20 * 366)
"""How far from today a day of a plan may lie: what is due later is no plan, and an older one is a mistyped year."""


def open_state(state: str) -> bool:
    """Whether an action in this state, a code of the list action_state, is still to be done or being done."""
    return schema().codes["action_state"].codes[state].extra.get("open") == "yes"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What people find of a place, school or peer group as a context of harm and of safety, and what must change.

    The headings are those of contextual safeguarding: what harm happens and why here, who looks out for children,
    what keeps them safe, what there is to work with, and how much this context weighs beside the others.
    """

    context: str  # Kith id of a location, school or peer group
    harm: str
    guardianship: str
    strengths: str
    resources: str
    weighting: str  # a code of the list weighting
    change_first: str  # what must change first, in words
    owner: str  # who answers for the plan
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Action:
    """What is to be done, is being done or was tried to make a context safer."""

    context: str  # Kith id of a location, school or peer group
    what: str
    owner: str  # who does it; "" when nobody is named yet
    due_on: date | None
    aim: str = ""  # what children or workers should notice
    began_on: date | None = None  # first day on which it made a difference there
    state: str = "planned"  # a code of the list action_state


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of an action: it begins, ends or stops, and with what."""

    state: str  # a code of the list action_state
    on: date
    words: str
    outcome: str = ""  # a code of the list action_outcome, once done or stopped
    owner: str | None = None  # a new one; None: as before
    due_on: date | None = None  # a new one; None: as before


@dataclass(frozen=True, slots=True)
class Stated:
    """An assessment or action as an agency's record states it, told apart from what people write in Kith."""

    said: Assessment | Action
    by: str  # who stated it; the agency where the record names nobody
    agency: str
    on: date  # day of the assessment; of an action the day of its record
    reached: Step | None = None  # of an action what has become of it
    handling: str | None = None


@dataclass(frozen=True, slots=True)
class BoardHead:
    """What a board is for and who may look at it: without a purpose there is no board."""

    title: str
    purpose: str
    owner: str  # who answers for it
    audience: tuple[str, ...]  # codes of the list agency
    naming: str  # a code of the list naming
    expires_on: date  # the last day on which it may be worked on; after it the board is archived


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing done on a board. What it means is said by `mapping.board.log`; the graph keeps it as it came."""

    id: str  # made by whoever does it, unique for ever: told twice it is still one operation
    kind: str  # add, move, note, tie ...
    body: Mapping[str, Any]  # plain JSON

"""What a periphery list shows: reasons in words, records, and what is not known. No number measures a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BAND_WORDS = {"A": "A · steady", "B": "B · fairly steady", "C": "C · may be chance", "": "not steady"}
BAND_MEANING = {
    "A": "Steady. On the list almost whichever records are left out.",
    "B": "Fairly steady. Leaves the list in some of the tries in which records are left out.",
    "C": "May be chance. Rests on one or two records. Ask before acting.",
    "": "Not steady. On the list as the records stand, and off it in most tries in which some are left out.",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """Records behind a card alike in agency, grade and day."""

    text: str  # Police · 2 B P · 25 Oct
    agency: str
    grade: str  # letters and words, or Ungraded
    ungraded: bool
    fact: bool
    day: date | None
    references: tuple[str, ...]
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to look, as a sentence, with every assertion that says so."""

    text: str
    latest: str  # Latest: 25 Oct, 9 days ago.
    day: date | None
    assertions: tuple[str, ...]
    others: tuple[str, ...]  # the people or places it speaks of
    rests: str = ""  # how little stands behind it, until the sentence is closed and says so; empty on a card


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a path, with the records on it."""

    from_id: str
    to_id: str
    text: str
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The best path from a child to somebody the question asks about."""

    to_id: str
    text: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one person, place or membership adds to the reason that a child is on a list: a part of the reason alone."""

    to_id: str
    share: int  # whole hundredths of the reason; 0 is less than one
    text: str  # 54% through T.B., who is open to the hub. Of that, 61% comes over the path shown.
    shown: int  # of this share, whole hundredths that come over the path shown
    route: Route | None  # the best path, with the records on it


@dataclass(frozen=True, slots=True)
class PutsHere:
    """Why a child is on a list, exactly: the three largest shares, and the rest; together they are 100."""

    text: str  # what the shares are shares of
    shares: tuple[Share, ...]
    rest: int
    weaker_paths: int
    rest_text: str  # The remaining 30% comes over 5 weaker paths.


@dataclass(frozen=True, slots=True)
class Without:
    """What the list would be had one agency said nothing."""

    agency: str
    stays: bool
    text: str


@dataclass(frozen=True, slots=True)
class Safety:
    """Somebody or somewhere that keeps the child safe."""

    id: str
    text: str
    isolates: bool  # the only such tie: if it is lost, nobody safe is left
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A child not open to the hub, and the reasons to look. It holds no score, probability or decimal."""

    id: str
    name: str
    initials: str
    age: int | None
    heading: str  # P.K., 12
    context: str  # Larchfield School, year 8 · not open to any service
    reasons: tuple[Reason, ...]
    chips: tuple[Chip, ...]
    weaker_paths: int
    band: str  # A, B, C or empty
    band_words: str
    without: tuple[Without, ...]
    not_known: tuple[str, ...]
    help_open: tuple[str, ...]
    keeps_safe: tuple[Safety, ...]
    if_lost: str  # which tie, if lost, isolates this child; empty when none does
    roles: tuple[str, ...]  # harmed and alleged to harm, both worded, for a child who is both
    latest: date | None
    evidence: tuple[str, ...]
    puts_here: PutsHere
    opinions: tuple[str, ...]  # whether the second opinions and plain counting would list the child too
    changes: tuple[str, ...]  # what would take the child off the list, or hold them there
    rank_range: str  # in words: how the place on the list moves with each source left out; never a place of its own


@dataclass(frozen=True, slots=True)
class ThinRecord:
    """A child with too little recorded to appear on a list. That is not reassurance."""

    id: str
    name: str
    heading: str
    reason: str


@dataclass(frozen=True, slots=True)
class Method:
    """How a list was made: everything needed to make it again."""

    question: str
    title: str
    data_version: str
    as_of: date
    purpose: str
    window_days: int
    left_out_agencies: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]  # the same in sentences


@dataclass(frozen=True, slots=True)
class Periphery:
    """The answer to one question: cards newest evidence first, thin records beside them, and how it was made."""

    question: str
    title: str
    cards: tuple[Card, ...]
    total: int  # children who meet the working definition, of whom the cards are shown
    weaker: int  # children with some tie that the question follows, none of them recent and graded
    rest: str  # both in words: who is not listed, and why; empty when nobody is cut
    thin_records: tuple[ThinRecord, ...]
    gaps: tuple[str, ...]  # who else no list can show, counted, in sentences
    beside: tuple[str, ...]  # how many of these children second opinions and plain counting would list, in sentences
    method: Method
    empty: str  # why there are no cards, in words; empty when there are some

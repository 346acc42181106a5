"""What really happens in the borough, before any agency hears of it: lasting bonds, happenings, groups and harm."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from loaders.borough.ground import Ground
from loaders.borough.population import People

YEARS = 3
"""How long the story runs."""
RECENT = timedelta(days=60)
"""How long the newest hotspot has been one."""


@dataclass(slots=True)
class Bond:
    """A lasting tie between two, true from one day to another unless its theme is `mistaken`."""

    kind: str  # a tie kind of the schema
    a: str  # id
    b: str  # id
    first: date
    last: date
    strength: str = "medium"
    theme: str = ""  # line | kestrel | violence | friendship | family | safety | mistaken
    telling: str = ""  # key of what a record says about it (voices)


@dataclass(slots=True)
class Happening:
    """Something that happens at a time and a place."""

    kind: str  # code list event_kind
    start: datetime
    place: str = ""
    end: datetime | None = None
    harm_type: str = ""
    missing: tuple[str, ...] = ()
    harmed: tuple[str, ...] = ()
    alleged: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    theme: str = ""
    telling: str = ""
    together: tuple[str, ...] = ()  # children found with the missing child


@dataclass(slots=True)
class Group:
    """A circle of children."""

    name: str
    kind: str  # code list group_kind
    members: list[str]
    theme: str = "friendship"
    named_by: tuple[str, ...] = ()  # agencies that have a name for it


@dataclass(frozen=True, slots=True)
class Harm:
    """What really happened to one child."""

    theme: str  # line | kestrel | violence | alone
    harm_type: str  # code list harm_type
    stage: str  # harmed | approached
    since: date
    hidden: bool = False  # no service has understood it


_FIRST = {"line": 0, "kestrel": 0, "violence": 1, "alone": 2}


@dataclass(slots=True)
class World:
    """Everything that is true of the borough."""

    ground: Ground
    people: People
    since: date
    until: date
    bonds: list[Bond] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    harms: dict[int, Harm] = field(default_factory=dict)  # child's index -> the harm that matters most
    exploiters: dict[str, str] = field(default_factory=dict)  # adult's id -> theme
    mistaken: list[str] = field(default_factory=list)  # adults named in information who exploit nobody
    hot: list[str] = field(default_factory=list)  # ids of the places of the newest hotspot

    def harm(self, child: int, harm: Harm) -> None:
        """Remember what happened to a child: exploitation before violence before harm alone, then the earliest."""
        known = self.harms.get(child)
        if known is None or (_FIRST[harm.theme], harm.since) < (_FIRST[known.theme], known.since):
            self.harms[child] = harm


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of a day; hours past 24 run into the next."""
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)

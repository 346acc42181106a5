"""Who lives in the borough and where they go, as plain values: children, adults, placements, and everybody together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from loaders.borough.venues import Place, School

SET_SIZE = 400
"""Children in view for one set of the three stories; larger boroughs have several sets."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One period of being looked after."""

    start: date
    end: date | None
    code: str  # code list placement
    legal: str  # code list legal_status
    provider: str
    home: str  # id of the children's home, "" for a family


@dataclass(slots=True)
class Child:
    """A child in view."""

    index: int
    id: str
    forename: str
    surname: str
    known_as: str
    born: date
    sex: str
    ethnicity: str
    school: int  # index; -1: home educated or not known
    area: int  # index of the small area they live in
    household: int
    upn: str
    cla: str = ""  # looked-after number
    care: list[Placement] = field(default_factory=list)

    @property
    def home(self) -> str:
        """Id of the children's home they live in now, if they do."""
        return self.care[-1].home if self.care and self.care[-1].end is None else ""


@dataclass(slots=True)
class Adult:
    """An adult who matters to a child."""

    id: str
    forename: str
    surname: str
    known_as: str
    born: date | None
    sex: str
    ethnicity: str
    does: str
    of: list[int] = field(default_factory=list)  # indices of children, for family and workers
    occupation: str = ""
    identified: bool = True


@dataclass(slots=True)
class People:
    """Everybody, and where they go."""

    children: list[Child]
    adults: list[Adult]
    places: list[Place]
    schools: list[School]
    until: date

    def place(self, key: str) -> Place:
        """The place of the atlas called so."""
        return next(place for place in self.places if place.key == key)


def age(born: date, when: date) -> int:
    """Whole years on a day."""
    return when.year - born.year - ((when.month, when.day) < (born.month, born.day))


def school_year(born: date, until: date) -> int:
    """English school year in the autumn of `until`: year 7 turns 12 in it."""
    autumn = until.year if until.month >= 9 else until.year - 1
    return autumn - born.year - ((born.month, born.day) >= (9, 1)) - 4

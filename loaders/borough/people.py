"""Peoples the borough: children in view with their families, schools and homes, and the adults around them."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from loaders.borough import atlas, cast, names
from loaders.borough.ground import Ground, warped

ADULTS_PER_CHILD = 0.3
LOOKED_AFTER = 0.13  # of the children in view; of all children it is nearer one in a hundred
IN_A_HOME = 0.3  # of those looked after
SET_SIZE = 400  # children in view for one set of the three stories; larger boroughs have several sets
PUPILS_PER_SCHOOL = 900  # children in view to one school, before a large borough gets another
AGES = {10: 3, 11: 5, 12: 10, 13: 15, 14: 19, 15: 20, 16: 17, 17: 11}
"""How old children in view are, by weight: a mean of about 14 and a half years."""


@dataclass(slots=True)
class Place:
    """A named place on the ground."""

    id: str
    key: str
    name: str
    kind: str
    x: float  # metres from the borough's origin
    y: float
    area: int  # index of the small area
    postcode: str
    street: str = ""
    owner: str = ""
    guardianship: str = ""
    out: bool = True


@dataclass(slots=True)
class School:
    """A school on the ground."""

    urn: str
    name: str
    phase: str
    x: float
    y: float
    area: int
    postcode: str
    roll: int


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


def people(ground: Ground, *, seed: int, children: int, until: date) -> People:
    """Invent everybody in view.

    Parameters
    ----------
    ground
        Where they live.
    seed
        The same people for the same seed.
    children
        How many children; the first are those of the told stories (`cast`), as far as the number reaches.
    until
        The last day told; ages are of that day.
    """
    rng = random.Random(f"{seed}:people")
    places, schools = _places(rng, ground, children), _schools(rng, ground, children)
    found = People(_children(rng, ground, places, schools, children, until), [], places, schools, until)
    found.adults = _adults(rng, found, round(children * ADULTS_PER_CHILD))
    return found


def age(born: date, when: date) -> int:
    """Whole years on a day."""
    return when.year - born.year - ((when.month, when.day) < (born.month, born.day))


def school_year(born: date, until: date) -> int:
    """English school year in the autumn of `until`: year 7 turns 12 in it."""
    autumn = until.year if until.month >= 9 else until.year - 1
    return autumn - born.year - ((born.month, born.day) >= (9, 1)) - 4


def _places(rng: random.Random, ground: Ground, children: int) -> list[Place]:
    found = []
    for nth, site in enumerate(atlas.SITES, start=1):
        x, y = warped(site.x, site.y)
        found.append(
            Place(
                f"PL-{nth:03d}", site.key, site.name, site.kind, x, y, ground.area_of(x, y),
                names.postcode(rng, 1 + nth % 9), site.street, site.owner, site.guardianship, site.out,
            )
        )  # fmt: skip
    kinds = ("food", "retail", "park", "street", "address", "address", "hotel", "station")
    for nth in range(max(0, children // SET_SIZE - 1) * 4):
        x, y, area = _somewhere(rng, ground)
        kind = kinds[nth % len(kinds)]
        street = f"{names.surname(rng, 'british').split('-')[0]} {rng.choice(['Row', 'Cut', 'Rise', 'Yard', 'Steps'])}"
        number = rng.randrange(1, 90)
        label = {"food": "Fryer", "retail": "shops", "park": "Green", "street": "underpass", "hotel": "Lodge"}
        name = f"{number} {street}" if kind == "address" else f"{street} {label.get(kind, 'Halt')}"
        found.append(
            Place(
                f"PL-{len(found) + 1:03d}", f"more{nth}", name, kind, x, y, area, names.postcode(rng, 1 + nth % 9),
                street, out=kind != "address",
            )
        )  # fmt: skip
    return found


def _schools(rng: random.Random, ground: Ground, children: int) -> list[School]:
    found = []
    for nth, site in enumerate(atlas.SCHOOLS, start=1):
        x, y = warped(site.x, site.y)
        code = names.postcode(rng, 1 + nth % 9)
        found.append(School(f"19{nth:04d}", site.name, site.phase, x, y, ground.area_of(x, y), code, site.roll))
    for nth in range(len(found) + 1, children // PUPILS_PER_SCHOOL + 1):
        x, y, area = _somewhere(rng, ground)
        name = f"{names.surname(rng, 'british')} Academy"
        found.append(School(f"19{nth:04d}", name, "secondary", x, y, area, names.postcode(rng, 9), 1100))
    return found


def _somewhere(rng: random.Random, ground: Ground) -> tuple[float, float, int]:
    """A random spot near the middle of a random small area."""
    area = rng.randrange(len(ground.areas))
    middle = ground.areas[area].shape.centroid
    return round(middle.x + rng.uniform(-150, 150), 1), round(middle.y + rng.uniform(-150, 150), 1), area


class Draw:
    """Draws from weighted choices without adding the weights up again each time."""

    def __init__(self, choices: Sequence[object], weights: Sequence[float]) -> None:
        self._choices, self._sums = choices, list(accumulate(weights))

    def one(self, rng: random.Random) -> object:
        """One of the choices."""
        return self._choices[min(bisect(self._sums, rng.random() * self._sums[-1]), len(self._choices) - 1)]

    def index(self, rng: random.Random) -> int:
        """The position of one of the choices."""
        return min(bisect(self._sums, rng.random() * self._sums[-1]), len(self._choices) - 1)


def _children(
    rng: random.Random, ground: Ground, places: list[Place], schools: list[School], count: int, until: date
) -> list[Child]:
    found: list[Child] = []
    width = max(4, len(str(count)))
    areas = Draw(ground.areas, [area.children for area in ground.areas])
    ages, ethnicities = Draw(list(AGES), list(AGES.values())), Draw(list(names.ETHNICITIES), list(names.ETHNICITIES.values()))
    near = [_nearest_schools(area.shape.centroid.x, area.shape.centroid.y, schools) for area in ground.areas]
    by_name = {school.name: nth for nth, school in enumerate(schools)}
    home = {place.key: place for place in places}
    homes = [place for place in places if place.kind == "childrens_home"]
    household = 0
    for index in range(count):
        id, upn = f"OT-{index + 1:0{width}d}", names.upn(1_000_000 + index * 37 + rng.randrange(37))
        if index < len(cast.CHILDREN):
            part = cast.CHILDREN[index]
            household += 1
            area = home[part.home].area if part.home else near_area(ground, schools[by_name[part.school]], rng)
            child = Child(
                index, id, part.forename, part.surname, part.known_as, _born(rng, part.age, until), part.sex,
                part.ethnicity, by_name[part.school], area, household, upn,
            )  # fmt: skip
            wanted: Place | None = home[part.home] if part.home else None
        else:
            sibling = found[-1] if found and index > len(cast.CHILDREN) and rng.random() < 0.17 else None
            ethnicity = sibling.ethnicity if sibling else str(ethnicities.one(rng))
            style, sex = names.style_of(rng, ethnicity), "F" if rng.random() < 0.49 else "M"
            household += sibling is None
            area = sibling.area if sibling else areas.index(rng)
            years = _age_of_sibling(rng, sibling, until) if sibling else int(str(ages.one(rng)))
            first = names.forename(rng, style, sex)
            child = Child(
                index, id, first, sibling.surname if sibling else names.surname(rng, style), names.known_as(rng, first),
                _born(rng, years, until), sex if rng.random() > 0.01 else "U", ethnicity, -1, area, household, upn,
            )  # fmt: skip
            child.school = _school(rng, child, near[area], schools, until)
            wanted = rng.choice(homes) if rng.random() < IN_A_HOME else None
            if rng.random() >= LOOKED_AFTER:
                found.append(child)
                continue
        if wanted or index >= len(cast.CHILDREN):
            child.cla = str(610_000 + index * 3 + rng.randrange(3))
            child.care = _care(rng, child, wanted, until)
            if child.home:
                child.area = next(place.area for place in homes if place.id == child.home)
        found.append(child)
    return found


def near_area(ground: Ground, school: School, rng: random.Random) -> int:
    """One of the six small areas nearest to a school."""
    from_school = sorted(
        range(len(ground.areas)),
        key=lambda i: (ground.areas[i].shape.centroid.x - school.x) ** 2
        + (ground.areas[i].shape.centroid.y - school.y) ** 2,
    )
    return rng.choice(from_school[:6])


def _born(rng: random.Random, years: int, until: date) -> date:
    return until - timedelta(days=round(years * 365.25) + rng.randrange(3, 360))


def _age_of_sibling(rng: random.Random, sibling: Child, until: date) -> int:
    return min(17, max(10, age(sibling.born, until) + rng.choice([-3, -2, -2, 2, 2, 3])))


def _nearest_schools(x: float, y: float, schools: list[School]) -> list[int]:
    mainstream = [i for i, school in enumerate(schools) if school.phase in {"secondary", "all-through"}]
    return sorted(mainstream, key=lambda i: (schools[i].x - x) ** 2 + (schools[i].y - y) ** 2)[:4]


def _school(rng: random.Random, child: Child, near: list[int], schools: list[School], until: date) -> int:
    chance = rng.random()
    if chance < 0.03:
        return -1
    if child.sex and age(child.born, until) >= 17 and chance < 0.75:
        return next(i for i, school in enumerate(schools) if school.phase == "college")
    if chance > 0.9:
        return next(i for i, school in enumerate(schools) if school.phase == "alternative provision")
    if chance > 0.885:
        return next(i for i, school in enumerate(schools) if school.phase == "special")
    fitting = [
        i
        for i in near
        if not ("Girls" in schools[i].name and child.sex != "F") and not ("Boys" in schools[i].name and child.sex != "M")
    ]
    return fitting[min(int(rng.expovariate(1.3)), len(fitting) - 1)]


def _care(rng: random.Random, child: Child, home: Place | None, until: date) -> list[Placement]:
    """One to three placements end to end, the last of them still running for most children."""
    legal = rng.choice(["C2", "C2", "C1", "V2", "V2"])
    start = max(child.born + timedelta(days=400), until - timedelta(days=rng.randrange(120, 1900)))
    cuts = sorted(rng.sample(range(40, max(60, (until - start).days)), k=rng.choice([0, 0, 1, 1, 2])))
    starts = [start, *(start + timedelta(days=cut) for cut in cuts if cut < (until - start).days - 20)]
    ends: list[date | None] = [*starts[1:], None]
    if home is None and rng.random() < 0.12:
        ends[-1] = starts[-1] + timedelta(days=max(5, (until - starts[-1]).days // 2))
    care = []
    for nth, (first, last) in enumerate(zip(starts, ends, strict=True)):
        final = nth == len(starts) - 1
        code, provider = ("K2", "PR4") if home and final else (rng.choice(["U4", "U6", "U6", "U1", "P1"]), "PR1")
        if code == "U1":
            provider = "PR0"
        care.append(Placement(first, last, code, legal, provider, home.id if home and final else ""))
    return care


def _adults(rng: random.Random, found: People, count: int) -> list[Adult]:
    """The told adults first, then for each further set its own, then workers, then families up to the number."""
    until, children = found.until, found.children
    by_initials = {part.initials: nth for nth, part in enumerate(cast.CHILDREN[: len(children)])}
    made: list[Adult] = []
    width = max(4, len(str(count)))

    def add(forename: str, surname: str, sex: str, ethnicity: str, years: int, does: str, **more: object) -> Adult:
        born = _born(rng, years, until) if years else None
        adult = Adult(f"AD-{len(made) + 1:0{width}d}", forename, surname, "", born, sex, ethnicity, does)
        for name, value in more.items():
            setattr(adult, name, value)
        made.append(adult)
        return adult

    for part in cast.CONCERN + cast.SAFE:
        of = [by_initials[who] for who in part.of if who in by_initials]
        add(
            part.forename, part.surname, part.sex, part.ethnicity, part.age, part.does, of=of, known_as=part.known_as,
            occupation=part.occupation, identified=part.surname != "",
        )  # fmt: skip
    for _ in range(max(0, len(children) // SET_SIZE - 1)):
        for part in cast.CONCERN:
            ethnicity = rng.choice(["WBRI", "WBRI", "WBRI", "WOTH", "APKN", "MWBC"])
            style, sex = names.style_of(rng, ethnicity), rng.choice("MMMMF")
            add(names.forename(rng, style, sex), names.surname(rng, style), sex, ethnicity, max(19, part.age + rng.randrange(-6, 7)), part.does)
    for nth in range(max(4, round(len(children) * 0.015))):  # named in information, and not exploiting anybody
        ethnicity = rng.choice(["WBRI", "WBRI", "APKN", "BAFR", "WOTH"])
        style = names.style_of(rng, ethnicity)
        add(names.forename(rng, style, "M"), names.surname(rng, style), "M", ethnicity, rng.randrange(19, 55), "named")
    works = ("social worker", "youth worker", "residential keyworker", "mentor", "football coach", "school pastoral lead")
    for nth in range(max(6, round(len(children) * 0.05))):
        job, sex = works[nth % len(works)], rng.choice("FFM")
        style = rng.choice(["british", "british", "black", "south_asian"])
        add(names.forename(rng, style, sex), names.surname(rng, style), sex, "", rng.randrange(24, 60), "worker", occupation=job)
    families = [child for child in children[len(cast.CHILDREN) :]]
    rng.shuffle(families)
    for child in families:
        if len(made) >= count:
            break
        _family(rng, add, child, children)
    return made


def _family(rng: random.Random, add: object, child: Child, children: list[Child]) -> None:
    sex, does, years = rng.choice(
        [("F", "mother", 40)] * 5 + [("M", "father", 43)] * 3 + [("F", "grandmother", 64)] * 3
        + [("M", "grandfather", 66)] + [("F", "aunt", 37), ("M", "uncle", 39), ("F", "foster carer", 52)]
    )  # fmt: skip
    siblings = [
        other.index
        for other in children[max(0, child.index - 3) : child.index + 4]
        if other.household == child.household
    ]
    style = names.style_of(rng, child.ethnicity)
    surname = names.surname(rng, style) if does in {"foster carer", "aunt"} or rng.random() < 0.2 else child.surname
    assert callable(add)
    add(names.forename(rng, style, sex), surname, sex, child.ethnicity, years + rng.randrange(-5, 6), does, of=siblings)

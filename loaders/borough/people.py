"""Peoples the borough: children in view with their siblings, schools and homes, and adults."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from loaders.borough import cast, names
from loaders.borough.adults import adults, born
from loaders.borough.ground import Ground
from loaders.borough.population import Child, People, Placement, age
from loaders.borough.venues import Place, School, places, schools

ADULTS_PER_CHILD = 0.3
SIBLINGS = 0.17  # chance that the next child invented is a brother or sister of the last
LOOKED_AFTER = 0.13  # of the children in view; of all children it is nearer one in a hundred
IN_A_HOME = 0.3  # of those looked after
AGES = {10: 3, 11: 5, 12: 10, 13: 15, 14: 19, 15: 20, 16: 17, 17: 11}
"""How old children in view are, by weight: a mean of about 14 and a half years."""


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
    town = _Town(ground, places(rng, ground, children), schools(rng, ground, children), until)
    found: list[Child] = []
    for index in range(children):
        id = f"OT-{index + 1:0{max(4, len(str(children)))}d}"
        upn = names.upn(1_000_000 + index * 37 + rng.randrange(37))
        child = _told(rng, town, index, id, upn) if index < len(cast.CHILDREN) else _any(rng, town, found, id, upn)
        found.append(child)
    grown = adults(rng, found, until, round(children * ADULTS_PER_CHILD))
    return People(found, grown, town.places, town.schools, until)


class _Draw:
    """Draws positions by weight without adding the weights up again each time."""

    def __init__(self, weights: Sequence[float]) -> None:
        self._sums = list(accumulate(weights))

    def __call__(self, rng: random.Random) -> int:
        return min(bisect(self._sums, rng.random() * self._sums[-1]), len(self._sums) - 1)


@dataclass
class _Town:
    """Where children live and go to school, looked up often."""

    ground: Ground
    places: list[Place]
    schools: list[School]
    until: date

    def __post_init__(self) -> None:
        self.area = _Draw([area.children for area in self.ground.areas])
        self.age = _Draw(list(AGES.values()))
        self.ethnicity = _Draw(list(names.ETHNICITIES.values()))
        self.homes = [place for place in self.places if place.kind == "childrens_home"]
        self.near = [self._near(nth) for nth in range(len(self.ground.areas))]

    def _near(self, area: int) -> list[int]:
        """The four mainstream schools nearest to a small area."""
        middle = self.ground.areas[area].shape.centroid
        mainstream = [i for i, school in enumerate(self.schools) if school.phase in {"secondary", "all-through"}]
        return sorted(mainstream, key=lambda i: self._far(self.schools[i], middle.x, middle.y))[:4]

    def beside(self, school: School) -> list[int]:
        """The six small areas nearest to a school."""
        middles = [area.shape.centroid for area in self.ground.areas]
        return sorted(range(len(middles)), key=lambda i: self._far(school, middles[i].x, middles[i].y))[:6]

    @staticmethod
    def _far(school: School, x: float, y: float) -> float:
        return (school.x - x) ** 2 + (school.y - y) ** 2

    def phase(self, wanted: str) -> int:
        """The first school of a phase."""
        return next(i for i, school in enumerate(self.schools) if school.phase == wanted)


def _told(rng: random.Random, town: _Town, index: int, id: str, upn: str) -> Child:
    """A child of the told stories."""
    part = cast.CHILDREN[index]
    school = next(i for i, school in enumerate(town.schools) if school.name == part.school)
    home = next((place for place in town.homes if place.key == part.home), None)
    child = Child(
        index, id, part.forename, part.surname, part.known_as, born(rng, part.age, town.until), part.sex,
        part.ethnicity, school, rng.choice(town.beside(town.schools[school])), index + 1, upn,
    )  # fmt: skip
    if home:
        _look_after(rng, town, child, home)
    return child


def _any(rng: random.Random, town: _Town, found: list[Child], id: str, upn: str) -> Child:
    """Any other child: now and then a brother or sister of the one before, else of another family."""
    last = found[-1]
    sibling = last if last.index >= len(cast.CHILDREN) and rng.random() < SIBLINGS else None
    ethnicity = sibling.ethnicity if sibling else list(names.ETHNICITIES)[town.ethnicity(rng)]
    years = list(AGES)[town.age(rng)]
    if sibling:
        years = min(17, max(10, age(sibling.born, town.until) + rng.choice([-3, -2, -2, 2, 2, 3])))
    style, sex = names.style_of(rng, ethnicity), "F" if rng.random() < 0.49 else "M"
    first = names.forename(rng, style, sex)
    child = Child(
        len(found), id, first, sibling.surname if sibling else names.surname(rng, style), names.known_as(rng, first),
        born(rng, years, town.until), sex if rng.random() > 0.01 else "U", ethnicity, -1,
        sibling.area if sibling else town.area(rng), last.household + (sibling is None), upn,
    )  # fmt: skip
    child.school = _school(rng, town, child)
    if rng.random() < LOOKED_AFTER:
        _look_after(rng, town, child, rng.choice(town.homes) if rng.random() < IN_A_HOME else None)
    return child


def _school(rng: random.Random, town: _Town, child: Child) -> int:
    """Mostly one of the nearest; one in ten in alternative provision, one in thirty at none."""
    chance = rng.random()
    if chance < 0.03:
        return -1
    if chance < 0.75 and age(child.born, town.until) >= 17:
        return town.phase("college")
    if chance > 0.9:
        return town.phase("alternative provision")
    if chance > 0.885:
        return town.phase("special")
    other = {"F": "Boys", "M": "Girls"}.get(child.sex, "Girls")
    fitting = [i for i in town.near[child.area] if other not in town.schools[i].name]
    return fitting[min(int(rng.expovariate(1.3)), len(fitting) - 1)]


def _look_after(rng: random.Random, town: _Town, child: Child, home: Place | None) -> None:
    """Give a child one to three placements end to end, the last of them still running for most."""
    until = town.until
    legal = rng.choice(["C2", "C2", "C1", "V2", "V2"])
    start = max(child.born + timedelta(days=400), until - timedelta(days=rng.randrange(120, 1900)))
    cuts = sorted(rng.sample(range(40, max(60, (until - start).days)), k=rng.choice([0, 0, 1, 1, 2])))
    starts = [start, *(start + timedelta(days=cut) for cut in cuts if cut < (until - start).days - 20)]
    ends: list[date | None] = [*starts[1:], None]
    if home is None and rng.random() < 0.12:
        ends[-1] = starts[-1] + timedelta(days=max(5, (until - starts[-1]).days // 2))
    child.cla = str(610_000 + child.index * 3 + rng.randrange(3))
    for nth, (first, last) in enumerate(zip(starts, ends, strict=True)):
        if home and nth == len(starts) - 1:
            child.area = home.area
            child.care.append(Placement(first, last, "K2", legal, "PR4", home.id))
        else:
            code = rng.choice(["U4", "U6", "U6", "U1", "P1"])
            child.care.append(Placement(first, last, code, legal, {"U1": "PR0"}.get(code, "PR1"), ""))

"""Invents the adults around children: those who exploit, those wrongly named, workers, and families."""

from __future__ import annotations

import random
from datetime import date, timedelta

from loaders.borough import cast, names
from loaders.borough.population import SET_SIZE, Adult, Child

WORKS = ("social worker", "youth worker", "residential keyworker", "mentor", "football coach", "school pastoral lead")
KIN = (
    [("mother", 40)] * 5 + [("father", 43)] * 3 + [("grandmother", 64)] * 3
    + [("grandfather", 66), ("aunt", 37), ("uncle", 39), ("foster carer", 52)]
)  # fmt: skip
WOMEN = frozenset({"mother", "grandmother", "aunt", "foster carer"})
NAMED_PER_CHILD = 0.015
WORKERS_PER_CHILD = 0.05


class Adults:
    """Adults as they are invented, numbered in that order."""

    def __init__(self, rng: random.Random, children: list[Child], until: date, count: int) -> None:
        self._rng, self._children, self._until, self._count = rng, children, until, count
        self._width = max(4, len(str(count)))
        self.made: list[Adult] = []

    def told(self) -> None:
        """The adults of the told stories."""
        index = {part.initials: nth for nth, part in enumerate(cast.CHILDREN[: len(self._children)])}
        for part in cast.CONCERN + cast.SAFE:
            adult = self._add(part.forename, part.surname, part.sex, part.ethnicity, part.age, part.does)
            adult.known_as, adult.occupation, adult.identified = part.known_as, part.occupation, part.surname != ""
            adult.of = [index[who] for who in part.of if who in index]

    def exploiting(self) -> None:
        """For every further set of stories, adults who exploit."""
        for _ in range(max(0, len(self._children) // SET_SIZE - 1)):
            for part in cast.CONCERN:
                ethnicity = self._rng.choice(["WBRI", "WBRI", "WBRI", "WOTH", "APKN", "MWBC"])
                years = max(19, part.age + self._rng.randrange(-6, 7))
                self._invent(ethnicity, self._rng.choice("MMMMF"), years, part.does)

    def named(self) -> None:
        """Adults whom information names and who exploit nobody."""
        for _ in range(max(4, round(len(self._children) * NAMED_PER_CHILD))):
            ethnicity = self._rng.choice(["WBRI", "WBRI", "APKN", "BAFR", "WOTH"])
            self._invent(ethnicity, "M", self._rng.randrange(19, 55), "named")

    def workers(self) -> None:
        """People whose job or club brings them to children."""
        for nth in range(max(6, round(len(self._children) * WORKERS_PER_CHILD))):
            ethnicity = self._rng.choice(["WBRI", "WBRI", "BAFR", "APKN"])
            adult = self._invent(ethnicity, self._rng.choice("FFM"), self._rng.randrange(24, 60), "worker")
            adult.occupation = WORKS[nth % len(WORKS)]

    def families(self) -> None:
        """Parents, grandparents and other kin of children drawn by lot, up to the number of adults asked for."""
        drawn = self._children[len(cast.CHILDREN) :]
        self._rng.shuffle(drawn)
        for child in drawn[: max(0, self._count - len(self.made))]:
            does, years = self._rng.choice(KIN)
            adult = self._invent(
                child.ethnicity, "F" if does in WOMEN else "M", years + self._rng.randrange(-5, 6), does
            )
            if does not in {"foster carer", "aunt"} and self._rng.random() < 0.8:
                adult.surname = child.surname
            near = self._children[max(0, child.index - 3) : child.index + 4]
            adult.of = [other.index for other in near if other.household == child.household]

    def _invent(self, ethnicity: str, sex: str, years: int, does: str) -> Adult:
        style = names.style_of(self._rng, ethnicity)
        return self._add(
            names.forename(self._rng, style, sex), names.surname(self._rng, style), sex, ethnicity, years, does
        )

    def _add(self, forename: str, surname: str, sex: str, ethnicity: str, years: int, does: str) -> Adult:
        day = born(self._rng, years, self._until) if years else None
        id = f"AD-{len(self.made) + 1:0{self._width}d}"
        self.made.append(Adult(id, forename, surname, "", day, sex, ethnicity, does))
        return self.made[-1]


def adults(rng: random.Random, children: list[Child], until: date, count: int) -> list[Adult]:
    """Invent about `count` adults: the told ones first, then those of further sets, the wrongly named, workers, kin."""
    found = Adults(rng, children, until, count)
    found.told()
    found.exploiting()
    found.named()
    found.workers()
    found.families()
    return found.made


def born(rng: random.Random, years: int, until: date) -> date:
    """A date of birth that makes somebody so many years old on a day."""
    return until - timedelta(days=round(years * 365.25) + rng.randrange(3, 360))

"""What each agency notices, and what it does not: on purpose no agency sees all children alike (`BIASES` says how)."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from loaders.borough import cast
from loaders.borough.facts import Bond, Happening, World
from loaders.borough.population import Adult, Child

HEALTH_STOPS = date(2026, 7, 1)
"""Health has sent nothing that was entered from this day on."""
AREAS_FAR_FROM_POLICE = ("Eastmarch", "Copper Hill")
AREAS_WITH_CLUBS = ("Millgarth", "Weirside", "Hallowdene", "Upper Fold")
BIASES = (
    "Police collect around their targets: adults of the county line and whoever stands near them are seen most.",
    "Police notice Black and mixed-heritage children 1.5 times as readily as others, and children of Eastmarch and"
    " Copper Hill half as readily, whatever really happens to them.",
    "Social care notices looked-after children 1.6 times as readily; most other children it does not know.",
    "Boys are noticed a third as readily as girls when the harm is sexual exploitation, South Asian girls two fifths.",
    "Schools see their own pupils; children educated at home or out of school are seen by no school.",
    "Voluntary bodies see the wards that have a club: Millgarth, Weirside, Hallowdene and Upper Fold.",
    "Health has sent nothing entered from 1 July 2026 on, and is late before that.",
    "The hub writes mostly about children who are already open to it.",
    "Children newly approached by exploiters are hardly known to the hub or social care; some have almost no record.",
)

SEES: Mapping[str, Mapping[str, float]] = {
    "friend": {"school": 0.34, "social care": 0.1, "voluntary": 0.12, "hub": 0.14, "police": 0.03},
    "partner": {"school": 0.4, "social care": 0.3},
    "sibling": {"social care": 0.7, "school": 0.25},
    "parent": {"social care": 0.75, "school": 0.3},
    "relative": {"social care": 0.7, "hub": 0.2},
    "household": {"social care": 0.75},
    "protects": {"hub": 0.4, "social care": 0.35, "voluntary": 0.25, "school": 0.15},
    "works_with": {"hub": 0.5, "social care": 0.5, "voluntary": 0.25},
    "mentors": {"voluntary": 0.6, "school": 0.25, "hub": 0.25},
    "safe_at": {"voluntary": 0.55, "hub": 0.35, "school": 0.15},
    "lives_at": {"social care": 0.95},
    "goes_to": {"police": 0.35, "hub": 0.3, "voluntary": 0.3, "school": 0.15},
    "grooms": {"hub": 0.45, "police": 0.4, "social care": 0.3, "school": 0.15, "health": 0.3},
    "directs": {"police": 0.6, "hub": 0.5, "youth justice": 0.35},
    "exploits": {"hub": 0.65, "police": 0.5, "health": 0.35},
    "supplies": {"police": 0.45, "hub": 0.35, "health": 0.4, "school": 0.1},
    "threatens": {"hub": 0.4, "police": 0.4, "youth justice": 0.25},
    "harms": {"police": 0.5, "school": 0.45, "health": 0.35},
    "seen_with": {"police": 0.7, "school": 0.2, "voluntary": 0.12, "hub": 0.2},
    "in_contact": {"police": 0.3, "school": 0.15, "hub": 0.15},
    "harms_at": {"hub": 0.4, "police": 0.3, "health": 0.3},
    "missing_with": {"police": 0.62, "social care": 0.2},
    "uses": {"police": 0.75, "hub": 0.5, "school": 0.15},
    "linked_to": {"police": 0.9, "licensing": 0.3, "housing": 0.3},
    "works_for": {"police": 0.9},
    "sighting": {"police": 0.66, "hub": 0.1},
    "stop": {"police": 0.95},
    "arrest": {"police": 1.0},
    "incident": {"police": 0.62, "school": 0.1, "hub": 0.1},
    "disclosure": {"hub": 0.55, "social care": 0.25, "voluntary": 0.2, "school": 0.12},
    "referral": {"social care": 0.65, "school": 0.3, "health": 0.35},
    "exclusion": {"school": 0.97},
    "missing": {"police": 0.93},
    "away": {"police": 0.7},
}
"""Chance that an agency notices a bond or a happening of this kind, before the biases."""
AGAIN = frozenset({"seen_with", "grooms", "directs", "exploits", "uses", "goes_to", "friend", "protects", "works_with"})
LAGS: Mapping[str, tuple[int, int]] = {
    "police": (0, 4), "hub": (0, 7), "social care": (1, 12), "school": (1, 16), "health": (8, 45),
    "voluntary": (3, 30), "youth justice": (2, 14), "licensing": (5, 40), "housing": (5, 40),
}  # fmt: skip
"""Days between what was seen and its entry, fewest and most; one record in thirty is two months later still."""


@dataclass(slots=True)
class Watch:
    """Who is known to whom, worked out once: what the biases need of each child."""

    world: World
    open_now: frozenset[str]
    children: dict[str, Child] = field(default_factory=dict)
    adults: dict[str, Adult] = field(default_factory=dict)
    police_ids: dict[str, str] = field(default_factory=dict)  # child's id -> the police's own number
    thin: frozenset[str] = frozenset()
    grooming: dict[str, list[Bond]] = field(default_factory=dict)  # child -> bonds of the adults who groom it
    _counters: dict[str, int] = field(default_factory=dict)

    def reference(self, prefix: str) -> str:
        """The next record reference of a series: `PI-20417`."""
        self._counters[prefix] = self._counters.get(prefix, 21_000 if prefix == "PI" else 8_000) + 1
        return f"{prefix}-{self._counters[prefix]}"

    def as_known_to(self, agency: str, id: str) -> str:
        """How an agency writes somebody's identifier: the police have their own numbers."""
        return self.police_ids.get(id, id) if agency == "police" else id

    def initials(self, id: str) -> str:
        """`T.B.` for a person, the quoted nickname for one who is not identified."""
        person = self.children.get(id) or self.adults.get(id)
        if person is None:
            return id.rsplit(":", maxsplit=1)[-1]
        if isinstance(person, Adult) and not person.identified:
            return f"“{person.known_as}”"
        return f"{person.forename[0]}.{person.surname[0]}."


def watch(world: World, open_now: frozenset[str], seed: int) -> Watch:
    """Prepare what the agencies know of people."""
    found = Watch(world, open_now)
    found.children = {child.id: child for child in world.people.children}
    found.adults = {adult.id: adult for adult in world.people.adults}
    rng = random.Random(f"{seed}:watch")
    found.thin = frozenset(child.id for child in world.people.children if rng.random() < thinness(world, child))
    for bond in world.bonds:
        if bond.kind in {"grooms", "exploits"}:
            found.grooming.setdefault(bond.b, []).append(bond)
    for child in world.people.children:
        told = child.index < len(cast.CHILDREN) - len(cast.YEAR_NINE)
        if told or rng.random() < min(
            0.95, 0.3 * notice(found, "police", (child.id,), "") + 0.5 * (child.index in world.harms)
        ):
            found.police_ids[child.id] = f"PN-{700_000 + child.index * 7 + rng.randrange(7)}"
    return found


def thinness(world: World, child: Child) -> float:
    """Chance that hardly anything is recorded of a child."""
    chance = 0.06 + 0.25 * (child.school == -1)
    harm = world.harms.get(child.index)
    if child.index < len(cast.CHILDREN):
        return 0.0
    return chance + 0.2 * (harm is not None and harm.hidden)


def notice(found: Watch, agency: str, ids: tuple[str, ...], theme: str) -> float:
    """How readily an agency notices something, by the child it touches most: the biases, as one factor."""
    factors = [_one(found, agency, found.children[id], theme) for id in ids if id in found.children]
    factor = max(factors, default=1.0)
    return factor * (1.3 if agency == "police" and theme == "line" else 1.0)


def _one(found: Watch, agency: str, child: Child, theme: str) -> float:
    ward = found.world.ground.areas[child.area].ward
    factor = 0.15 if child.id in found.thin else 1.0
    if agency == "police":
        factor *= 1.5 if child.ethnicity in {"BCRB", "BAFR", "BOTH", "MWBC", "MWBA"} else 1.0
        factor *= 0.5 if ward in AREAS_FAR_FROM_POLICE else 1.0
        factor *= 1.3 if child.care else 1.0
    elif agency == "social care":
        factor *= 1.6 if child.care else 0.8
    elif agency == "school":
        factor *= 0.0 if child.school == -1 else 1.3 if child.school == 2 else 1.0
    elif agency == "voluntary":
        factor *= 1.5 if ward in AREAS_WITH_CLUBS else 0.6
    elif agency == "hub":
        factor *= 1.2 if child.id in found.open_now else 0.3
    if theme == "kestrel":
        factor *= 0.33 if child.sex == "M" else 0.4 if child.ethnicity in {"APKN", "ABAN", "AIND"} else 1.0
    harm = found.world.harms.get(child.index)
    if harm and harm.hidden and agency in {"hub", "social care"}:
        factor *= 0.2
    return factor


def who_notices(rng: random.Random, found: Watch, seen: Bond | Happening) -> list[str]:
    """The agencies that make a record of something, each by its own chance."""
    if isinstance(seen, Bond):
        ids: tuple[str, ...] = (seen.a, seen.b)
    else:
        ids = seen.missing + seen.harmed
    theme = seen.theme
    chances = {"police": 0.8, "school": 0.1} if theme == "mistaken" else SEES[seen.kind]
    if seen.kind in {"missing", "stop", "arrest", "exclusion", "works_for", "linked_to"}:
        return [agency for agency, chance in chances.items() if rng.random() < chance]
    return [agency for agency, chance in chances.items() if rng.random() < chance * notice(found, agency, ids, theme)]


def entered(rng: random.Random, agency: str, seen: date) -> date:
    """Day on which a record is entered: always some days late, now and then two months."""
    fewest, most = LAGS[agency]
    late = rng.randrange(50, 80) if rng.random() < 1 / 30 else 0
    return seen + timedelta(days=rng.randint(fewest, most) + late)


def sent(agency: str, recorded: date, until: date) -> bool:
    """Whether the hub has received a record by the last day told."""
    return recorded <= until and not (agency == "health" and recorded >= HEALTH_STOPS)


def graded(rng: random.Random, agency: str, kind: str, theme: str) -> dict[str, str]:
    """A 3x5x2 grade where the agency gives one: police on intelligence, the hub on most of its notes, others never."""
    empty = {"source_grade": "", "information_grade": "", "handling": ""}
    if agency == "police" and kind in {"missing", "away"}:
        return empty
    handling = "C" if rng.random() < 0.06 else "P"
    if agency == "police":
        if kind in {"arrest", "stop", "incident"}:
            return {"source_grade": "1", "information_grade": rng.choice("AAAB"), "handling": handling}
        source = rng.choices("123", [25, 60, 15])[0]
        weights = [0, 0, 12, 42, 46] if theme == "mistaken" else [18, 40, 22, 17, 3]
        return {"source_grade": source, "information_grade": rng.choices("ABCDE", weights)[0], "handling": handling}
    if agency == "hub" and rng.random() < 0.6:
        return {"source_grade": "1", "information_grade": rng.choice("AAB"), "handling": "P"}
    return empty


def nature(agency: str, kind: str, rng: random.Random) -> str:
    """Fact or assessment: what was itself seen or said is a fact, what is made of it an assessment."""
    if kind in {"missing", "away", "arrest", "stop", "exclusion", "sibling", "parent", "household", "lives_at"}:
        return "fact"
    if kind in {"exploits", "grooms", "directs", "threatens"} and agency == "police":
        return "assessment"
    return rng.choice(["fact", "assessment", ""])

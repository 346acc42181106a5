"""Three years of ordinary and hard days: families, people who keep children safe, missing episodes, lone incidents."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import combinations

import numpy as np

from loaders.borough import cast
from loaders.borough.facts import RECENT, Bond, Happening, Harm, World, at
from loaders.borough.population import Child, age
from loaders.borough.venues import Place

MISSING_A_MONTH = (5.0, 32.0)
"""Missing episodes a month for 400 children in view, in the first month told and in the last."""
LONE_A_MONTH = 7.0  # lone incidents a month for 400 children
TOGETHER = 0.34  # chance that a child goes missing with somebody
HOT_SHARE = 0.4  # of the recent episodes of children whom the line uses: end at the station
WORK_KINDS = {
    "youth worker": "works_with", "social worker": "works_with", "residential keyworker": "works_with",
    "keyworker": "works_with", "mentor": "mentors", "football coach": "mentors", "boxing coach": "mentors",
    "form tutor": "works_with", "school pastoral lead": "works_with",
}  # fmt: skip
ALONE = (
    ("online_harm", 0.3), ("serious_violence", 0.35), ("sexual_exploitation", 0.1), ("criminal_exploitation", 0.15),
    ("other", 0.1),
)  # fmt: skip


def live(world: World, seed: int) -> None:
    """Add families, safety, lone incidents and missing episodes to the world."""
    families(random.Random(f"{seed}:families"), world)
    safety(random.Random(f"{seed}:safety"), world)
    haunts(random.Random(f"{seed}:haunts"), world)
    alone(random.Random(f"{seed}:alone"), world)
    missing(seed, world)


def families(rng: random.Random, world: World) -> None:
    """Siblings, parents, other kin and who lives with whom."""
    children, bond = world.people.children, world.bonds.append
    homes: dict[int, list[Child]] = defaultdict(list)
    for child in children:
        homes[child.household].append(child)
    for household in sorted(homes):
        for a, b in combinations(homes[household], 2):
            bond(Bond("sibling", a.id, b.id, max(a.born, b.born), world.until, "strong", "family", "sibling"))
    for adult in world.people.adults:
        if adult.does in {"mother", "father", "foster carer"}:
            for i in adult.of:
                child = children[i]
                first = child.born if adult.does != "foster carer" else max(world.since, child.born)
                bond(Bond("parent", adult.id, child.id, first, world.until, "strong", "family", adult.does))
                if not child.care or adult.does == "foster carer":
                    bond(Bond("household", adult.id, child.id, first, world.until, "strong", "family", "lives"))
        elif adult.does in {"grandmother", "grandfather", "aunt", "uncle"}:
            for i in adult.of:
                born = children[i].born
                bond(Bond("relative", adult.id, children[i].id, born, world.until, "medium", "family", adult.does))
    for child in (child for child in children if child.home):
        bond(Bond("lives_at", child.id, child.home, child.care[-1].start, world.until, "strong", "family", "home"))


def safety(rng: random.Random, world: World) -> None:
    """Those whom a child trusts: kin, coaches, workers, a friend; and places where the child is safe."""
    children, bond, until = world.people.children, world.bonds.append, world.until
    clubs = [p for p in world.people.places if p.kind == "club" or p.key == "library"]
    for adult in world.people.adults:
        job = adult.occupation
        of = list(adult.of)
        if adult.does == "worker":
            of = rng.sample(range(len(children)), k=min(len(children), rng.randrange(4, 9)))
            of.sort(key=lambda i: (not children[i].care, i))
            adult.of = of
        for i in of:
            child = children[i]
            first = max(world.since, child.born + timedelta(days=3700), until - timedelta(days=rng.randrange(60, 900)))
            last = until if rng.random() < 0.8 else first + (until - first) * rng.random()
            if job in WORK_KINDS:
                bond(Bond(WORK_KINDS[job], adult.id, child.id, first, last, "medium", "safety", job))
            if job not in WORK_KINDS or rng.random() < 0.35:
                trusted = adult.does not in {"mother", "father"} or rng.random() < 0.7
                if trusted:
                    bond(Bond("protects", adult.id, child.id, first, last, "strong", "safety", adult.does))
    friends = [b for b in world.bonds if b.kind == "friend" and b.strength == "strong"]
    for found in friends:
        if rng.random() < 0.12:
            a, b = (found.a, found.b) if rng.random() < 0.5 else (found.b, found.a)
            bond(Bond("protects", a, b, found.first, found.last, "medium", "safety", "friend"))
    for child in children:
        if rng.random() < 0.14:
            first = until - timedelta(days=rng.randrange(30, 500))
            bond(Bond("safe_at", child.id, rng.choice(clubs).id, first, until, "medium", "safety", "club"))


def haunts(rng: random.Random, world: World) -> None:
    """Where children spend ordinary afternoons: the nearest park, shop or bus, and now and then one further away."""
    nearest = nearest_places(world)
    out = [place for place in world.people.places if place.out and place.kind in {"park", "retail", "food", "club"}]
    for child in world.people.children:
        if rng.random() < 0.45:
            place = nearest[child.area] if rng.random() < 0.6 else rng.choice(out)
            first = world.until - timedelta(days=rng.randrange(30, 700))
            world.bonds.append(
                Bond("goes_to", child.id, place.id, first, world.until, "medium", "friendship", "afternoons")
            )


def alone(rng: random.Random, world: World) -> None:
    """Incidents outside the three stories, wherever children live: they are spread as the children are."""
    scale = len(world.people.children) / 400
    days = (world.until - world.since).days
    nearest = nearest_places(world)
    weights = [area.children for area in world.ground.areas]
    grown = [child for child in world.people.children if age(child.born, world.until) >= 12]
    for _ in range(round(LONE_A_MONTH * scale * days / 30.4)):
        child = rng.choice(grown)
        day = world.since + timedelta(days=int(days * rng.random() ** 0.7))
        if age(child.born, day) < 10:
            continue
        harm_type = rng.choices([kind for kind, _ in ALONE], [share for _, share in ALONE])[0]
        area = rng.choices(range(len(weights)), weights)[0]
        place = "" if harm_type == "online_harm" else nearest[area].id
        kind = rng.choices(["incident", "referral", "disclosure", "exclusion"], [5, 3, 2, 2])[0]
        world.happenings.append(
            Happening(
                kind, at(day, rng.randrange(9, 23), rng.randrange(0, 60, 5)), place if kind == "incident" else "", None,
                harm_type, harmed=(child.id,), theme="alone", telling=f"alone_{kind}",
            )
        )  # fmt: skip
        if kind in {"incident", "disclosure"} and rng.random() < 0.5 and child.index >= len(cast.CHILDREN):
            world.harm(child.index, Harm("alone", harm_type, "harmed", day))


def nearest_places(world: World) -> list[Place]:
    """For each small area the place nearest to its middle where children spend time."""
    out = [place for place in world.people.places if place.out]
    middles = [area.shape.centroid for area in world.ground.areas]
    return [min(out, key=lambda p, m=middle: ((p.x - m.x) ** 2 + (p.y - m.y) ** 2, p.id)) for middle in middles]  # type: ignore[misc]


def missing(seed: int, world: World) -> None:
    """Missing episodes, month by month, more every year; some together, most end near home."""
    rng, draws = random.Random(f"{seed}:missing"), np.random.default_rng([seed, 903])
    children = world.people.children
    months = max(1, round((world.until - world.since).days / 30.4))
    friends = _companions(world)
    back: dict[int, datetime] = {}
    hot_days = world.until - RECENT
    nearest, weights = nearest_places(world), np.array([area.children for area in world.ground.areas], dtype=float)
    areas = weights.cumsum() / weights.sum()
    leanings = np.array([0.12 * rng.random() ** 2 for _ in children])
    for month in range(months):
        first = world.since + (world.until - world.since) * month / months
        days = (world.until - world.since).days / months
        hazard = np.array([_hazard(world, child, first) for child in children])
        hazard = np.where(hazard > 0, hazard + leanings, 0.0)
        low, high = MISSING_A_MONTH
        many = round((low + (high - low) * (month / max(1, months - 1)) ** 1.8) * len(children) / 400)
        chosen = draws.choice(len(children), size=many, p=hazard / hazard.sum())
        offsets = np.sort(draws.random(many)) * days
        for i, offset in zip(chosen.tolist(), offsets.tolist(), strict=True):
            start = at(first, 0) + timedelta(
                days=int(offset), hours=rng.choice([15, 17, 19, 20, 21, 22, 23]), minutes=rng.randrange(0, 60, 5)
            )
            going = [i, *_with(rng, friends.get(i, []), children, start)]
            _go(rng, world, going, start, back, start.date() >= hot_days, nearest, areas.tolist())


def _hazard(world: World, child: Child, when: date) -> float:
    """How much likelier than the rest: children in homes, children being exploited; nobody under ten."""
    if age(child.born, when) < 10:
        return 0.0
    found = 0.02
    if child.care and child.care[0].start <= when:
        found += 0.9 if child.home and child.care[-1].start <= when else 0.25
    harm = world.harms.get(child.index)
    if harm and harm.since <= when and harm.theme != "alone":
        found += {"line": 1.0, "kestrel": 1.1, "violence": 0.12}[harm.theme] * (1.0 if harm.stage == "harmed" else 0.3)
    return found


def _companions(world: World) -> dict[int, list[int]]:
    """With whom a child may go: friends and those whom the same adults exploit."""
    index = {child.id: child.index for child in world.people.children}
    near: dict[int, list[int]] = defaultdict(list)
    for bond in world.bonds:
        if bond.kind in {"friend", "seen_with"} and bond.a in index and bond.b in index:
            times = 3 if bond.theme in {"line", "kestrel"} else 1
            near[index[bond.a]] += [index[bond.b]] * times
            near[index[bond.b]] += [index[bond.a]] * times
    return near


def _with(rng: random.Random, near: list[int], children: list[Child], start: datetime) -> list[int]:
    if not near or rng.random() > TOGETHER:
        return []
    picked = {rng.choice(near) for _ in range(rng.choice([1, 1, 1, 2]))}
    return sorted(i for i in picked if age(children[i].born, start.date()) >= 10)


def _go(
    rng: random.Random,
    world: World,
    going: list[int],
    start: datetime,
    back: dict[int, datetime],
    recent: bool,
    nearest: list[Place],
    areas: list[float],
) -> None:
    """One child, or several together, missing from `start`; each child's episodes are at least two days apart."""
    children = world.people.children
    free = [i for i in going if start - back.get(i, datetime(1990, 1, 1)) > timedelta(days=2)]
    if not free:
        return
    hours = min(rng.lognormvariate(2.0, 0.85), 24 * 9)
    end = (start + timedelta(hours=hours)).replace(second=0, microsecond=0)
    where = _end_place(rng, world, free, recent, nearest, areas)
    ids = tuple(children[i].id for i in free)
    for nth, i in enumerate(free):
        late = timedelta(minutes=rng.choice([0, 0, 0, 15, 40]) * nth)
        running = end > at(world.until, 24)
        world.happenings.append(
            Happening(
                "missing" if rng.random() < 0.86 else "away", start - late, "" if running else where,
                None if running else end + late, "missing", missing=(children[i].id,), theme="missing",
                telling="missing", together=tuple(id for id in ids if id != children[i].id),
            )
        )  # fmt: skip
        back[i] = end + late


def _end_place(
    rng: random.Random, world: World, free: list[int], recent: bool, nearest: list[Place], areas: list[float]
) -> str:
    themes = {world.harms[i].theme for i in free if i in world.harms}
    if recent and world.hot and ("line" in themes or rng.random() < 0.04) and rng.random() < HOT_SHARE:
        return rng.choices(world.hot, (5, 4, 2))[0]
    if "kestrel" in themes and rng.random() < 0.25:
        keys = ("tidewell", "kestrel", "fennel")
        return world.people.place(rng.choice(keys)).id
    if rng.random() < 0.2:
        return ""  # came back alone, nobody knows from where
    share = rng.random()
    return nearest[next(nth for nth, edge in enumerate(areas) if share <= edge or nth == len(areas) - 1)].id

"""Makes friends: like with like, inside school years first, friends of friends, and circles that hold together."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

from loaders.borough import cast
from loaders.borough.facts import Bond, Group, World
from loaders.borough.population import SET_SIZE, age, school_year

REACH = 6  # how many places down the line of like children a friendship may reach
CLOSURE = 0.28  # chance that two friends of one child become friends
ACROSS = 0.35  # friendships outside school, per child: the same streets, another school


def befriend(world: World, seed: int) -> None:
    """Add true friendships, circles and couples of like age to the world."""
    rng = random.Random(f"{seed}:friendships")
    pairs: dict[tuple[int, int], str] = {}
    _inside_schools(rng, world, pairs)
    _across(rng, world, pairs)
    _circles(rng, world, pairs)
    _closure(rng, pairs, len(world.people.children))
    children = world.people.children
    for (a, b), strength in pairs.items():
        first, last = _span(rng, world, a, b)
        kind = "friend"
        if age(children[b].born, world.until) >= 15 and abs((children[a].born - children[b].born).days) < 500:
            kind = "partner" if rng.random() < 0.02 else "friend"
        world.bonds.append(Bond(kind, children[a].id, children[b].id, first, last, strength, "friendship", kind))


def _inside_schools(rng: random.Random, world: World, pairs: dict[tuple[int, int], str]) -> None:
    rolls: dict[int, list[int]] = defaultdict(list)
    for child in world.people.children:
        rolls[child.school].append(child.index)
    rolls.pop(-1, None)
    for school in sorted(rolls):
        keys = {}
        for i in rolls[school]:
            child = world.people.children[i]
            taste = rng.random() * 0.5 + (0.35 if child.sex == "F" else 0.0) + 0.15 * (child.ethnicity == "WBRI")
            keys[i] = (school_year(child.born, world.until) + rng.gauss(0, 0.3), taste)
        line = sorted(rolls[school], key=lambda i: (round(keys[i][0]), keys[i][1], i))
        for nth, i in enumerate(line):
            for step in range(1, REACH + 1):
                if nth + step >= len(line):
                    break
                other = line[nth + step]
                years = abs(keys[i][0] - keys[other][0])
                if rng.random() < 0.55 / step * (0.35 if years > 1 else 1.0):
                    _pair(rng, pairs, i, other)


def _across(rng: random.Random, world: World, pairs: dict[tuple[int, int], str]) -> None:
    by_area: dict[int, list[int]] = defaultdict(list)
    for child in world.people.children:
        by_area[child.area].append(child.index)
    for area in sorted(by_area):
        mine = by_area[area]
        for _ in range(round(len(mine) * ACROSS)):
            if len(mine) > 1:
                a, b = rng.sample(mine, 2)
                gap = abs((world.people.children[a].born - world.people.children[b].born).days)
                if gap < 900:
                    _pair(rng, pairs, a, b)


def _circles(rng: random.Random, world: World, pairs: dict[tuple[int, int], str]) -> None:
    """The told circles, and for each set of stories two more; inside a circle most know each other well."""
    count, children = len(world.people.children), world.people.children
    told = [("Station group", "street", cast.STATION, ("police", "hub"), "line"),
            ("Larch Lane group", "street", cast.LARCH, ("police", "school"), "violence"),
            ("", "friends", cast.YEAR_NINE, (), "friendship")]  # fmt: skip
    first = 0
    for name, kind, parts, by, theme in told:
        first = cast.CHILDREN.index(parts[0])
        members = [i for i in range(first, first + len(parts)) if i < count]
        _knit(rng, pairs, members, 0.55)
        world.groups.append(Group(name, kind, [children[i].id for i in members], theme, by))
    names = ("Harbourside skaters", "Bus stop lot", "Boxing club juniors", "Tannery Green five-a-side", "Arcade crowd")
    for nth in range(max(2, 5 * count // SET_SIZE) if count > len(cast.CHILDREN) + 20 else 0):
        start = rng.randrange(len(cast.CHILDREN), count)
        near = sorted(
            range(max(len(cast.CHILDREN), start - 300), min(count, start + 300)),
            key=lambda i: (
                children[i].school != children[start].school,
                abs((children[i].born - children[start].born).days),
                i,
            ),
        )[: rng.randrange(5, 10)]
        _knit(rng, pairs, near, 0.5)
        by = rng.choice([("school",), ("voluntary",), ("social care", "school"), ()])
        name = names[nth] if nth < len(names) else f"{names[nth % len(names)]} {nth // len(names) + 1}"
        world.groups.append(
            Group(name, rng.choice(["friends", "school", "online"]), [children[i].id for i in near], named_by=by)
        )


def _knit(rng: random.Random, pairs: dict[tuple[int, int], str], members: list[int], chance: float) -> None:
    for nth, a in enumerate(members):
        for b in members[nth + 1 :]:
            if rng.random() < chance:
                _pair(rng, pairs, a, b, rng.choice(["medium", "strong", "strong"]))


def _closure(rng: random.Random, pairs: dict[tuple[int, int], str], count: int) -> None:
    friends: dict[int, list[int]] = defaultdict(list)
    for a, b in pairs:
        friends[a].append(b)
        friends[b].append(a)
    for middle in range(count):
        mine = friends.get(middle, [])
        if len(mine) > 1 and rng.random() < CLOSURE:
            a, b = rng.sample(mine, 2)
            _pair(rng, pairs, a, b)


def _pair(rng: random.Random, pairs: dict[tuple[int, int], str], a: int, b: int, strength: str = "") -> None:
    if a != b:
        pairs.setdefault((min(a, b), max(a, b)), strength or rng.choice(["weak", "medium", "medium", "strong"]))


def _span(rng: random.Random, world: World, a: int, b: int) -> tuple[date, date]:
    """Friendships begin from the age of nine on, some in the last months, and one in six has ended."""
    born = max(world.people.children[a].born, world.people.children[b].born)
    earliest = max(world.since, born + timedelta(days=round(9.5 * 365.25)))
    days = max(30, (world.until - earliest).days)
    first = min(earliest + timedelta(days=int(days * rng.random() ** 0.8)), world.until - timedelta(days=20))
    last = world.until
    if rng.random() < 1 / 6:
        last = first + timedelta(days=int((world.until - first).days * rng.random()))
    return first, last

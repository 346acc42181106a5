"""Tells the three stories of harm: a county line, sexual exploitation, violence between two groups."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loaders.borough import cast, names
from loaders.borough.facts import RECENT, Bond, Happening, Harm, World, at
from loaders.borough.population import SET_SIZE, Adult, Child, age
from loaders.borough.venues import Place


@dataclass(frozen=True, slots=True)
class Setting:
    """Who and where one set of stories takes."""

    nth: int
    adults: dict[str, Adult]
    line: list[Child]
    approached: list[Child]  # newly met by the line
    kestrel: list[Child]
    quiet: list[Child]  # met by the second story, hidden from services
    groups: tuple[list[Child], list[Child]]
    places: dict[str, Place]
    phone: str
    vehicle: str
    account: str


def harm(world: World, seed: int) -> None:
    """Add the stories to the world: one set for each 400 children in view, the first of them the told one."""
    rng = random.Random(f"{seed}:harm")
    for nth in range(max(1, len(world.people.children) // SET_SIZE)):
        setting = _setting(rng, world, nth)
        _line(rng, world, setting)
        _kestrel(rng, world, setting)
        _violence(rng, world, setting)
        if nth == 0:
            world.hot = [setting.places[key].id for key in ("station", "forecourt", "rank")]
    _mistaken(rng, world)


def _setting(rng: random.Random, world: World, nth: int) -> Setting:
    people = world.people
    by_part: dict[str, list[Adult]] = {}
    for adult in people.adults:
        by_part.setdefault(adult.does, []).append(adult)
    adults = {part.does: by_part[part.does][nth] for part in cast.CONCERN}
    block = people.children[nth * SET_SIZE : (nth + 1) * SET_SIZE]
    if nth == 0:
        told = {part.initials: child for part, child in zip(cast.CHILDREN, block, strict=False)}
        line, larch, girls = (
            [told[p.initials] for p in parts if p.initials in told]
            for parts in (cast.STATION, cast.LARCH, cast.KESTREL)
        )
        approached = [told[p] for p in ("P.K.", "F.R.") if p in told]
        block = block[len(cast.CHILDREN) :]
    else:
        line, larch, girls, approached = [], [], [], []
    block = [child for child in block if age(child.born, world.until) >= 12]
    drawn = rng.sample(block, k=min(len(block), 60))
    drawn.sort(key=lambda c: (-(bool(c.care) + (c.school == 2)), c.index))
    girls_pool = [c for c in drawn if c.sex != "M"] + [c for c in drawn if c.sex == "M"]
    line += _take(drawn, 16 - len(line), girls)
    approached += _take([c for c in reversed(drawn) if age(c.born, world.until) <= 14], 8 - len(approached), line)
    girls += _take(girls_pool, 11 - len(girls), line + approached)
    quiet = _take(list(reversed(girls_pool)), 6, line + approached + girls)
    used = line + approached + girls + quiet
    station_side = line[:9] if nth == 0 else _take(drawn, 8, used)
    larch = larch or _take(drawn, 8, used + station_side)
    return Setting(
        nth, adults, line, approached, girls, quiet, (station_side, larch), _stage(rng, world, nth),
        f"phone:{names.phone(417 + nth * 7)}", f"vehicle:{names.plate(417 + nth * 31)}",
        f"account:rx_nightowl{nth or ''}",
    )  # fmt: skip


def _take(pool: Sequence[Child], count: int, taken: Sequence[Child]) -> list[Child]:
    used = {child.index for child in taken}
    return [child for child in pool if child.index not in used][: max(0, count)]


def _stage(rng: random.Random, world: World, nth: int) -> dict[str, Place]:
    keys = ("station", "forecourt", "rank", "food", "hotel", "flat", "house", "yard", "park", "stairs")
    told = ("central", "forecourt", "ranks", "tidewell", "kestrel", "cooper", "fennel", "larder", "linnet", "stairs")
    if nth == 0:
        return {key: world.people.place(site) for key, site in zip(keys, told, strict=True)}
    kinds = ("station", "street", "street", "food", "hotel", "address", "address", "address", "park", "street")
    by_kind = {kind: [p for p in world.people.places if p.kind == kind] for kind in set(kinds)}
    return {key: rng.choice(by_kind[kind]) for key, kind in zip(keys, kinds, strict=True)}


def _line(rng: random.Random, world: World, s: Setting) -> None:
    """A county line: every few weeks the recruiter meets somebody new, and younger than the one before."""
    until = world.until
    recruiter, holder, supplier, runner = (s.adults[part] for part in ("recruiter", "holder", "supplier", "runner"))
    world.exploiters |= {adult.id: "line" for adult in (recruiter, holder, supplier, runner)}
    order = sorted(s.line, key=lambda child: child.born) + sorted(s.approached, key=lambda child: child.born)
    begin = until - timedelta(days=640)
    gap = (until - timedelta(days=25) - begin).days / max(1, len(order) - 1)
    bond = world.bonds.append
    for x, y in ((recruiter, holder), (holder, supplier), (recruiter, runner)):
        bond(Bond("works_for", x.id, y.id, begin, until, theme="line", telling="works_for"))
    bond(Bond("uses", recruiter.id, s.vehicle, begin, until, "strong", "line", "vehicle"))
    bond(Bond("uses", recruiter.id, s.phone, begin, until, "strong", "line", "phone"))
    bond(Bond("uses", holder.id, s.phone, begin, until, "medium", "line", "phone"))
    bond(Bond("linked_to", holder.id, s.places["flat"].id, begin, until, "medium", "line", "flat"))
    bond(Bond("goes_to", recruiter.id, s.places["station"].id, begin, until, "medium", "line", "haunt"))
    for nth, child in enumerate(order):
        met = begin + timedelta(days=round(nth * gap + rng.uniform(-6, 6)))
        newly = child in s.approached
        world.harm(child.index, Harm("line", "criminal_exploitation", "approached" if newly else "harmed", met, newly))
        bond(
            Bond("grooms", recruiter.id, child.id, met, min(until, met + timedelta(days=90)), "medium", "line", "lifts")
        )
        bond(Bond("goes_to", child.id, s.places["station"].id, met, until, "medium", "line", "haunt"))
        if newly:
            bond(Bond("seen_with", child.id, recruiter.id, met, until, "medium", "line", "picked_up"))
            if nth % 2 == 1:
                bond(Bond("uses", child.id, s.phone, met + timedelta(days=9), until, "medium", "line", "second_phone"))
            _sightings(rng, world, s, child, met, 22)
            continue
        sent = met + timedelta(days=rng.randrange(25, 60))
        ended = until if rng.random() < 0.75 else sent + timedelta(days=rng.randrange(90, 300))
        ended = min(until, ended)
        if sent < ended:
            bond(
                Bond("directs", rng.choice([holder, recruiter]).id, child.id, sent, ended, "strong", "line", "packages")
            )
            bond(Bond("exploits", recruiter.id, child.id, sent, ended, "strong", "line", "line"))
        if rng.random() < 0.5 and sent < ended:
            bond(Bond("threatens", rng.choice([holder, supplier]).id, child.id, sent, ended, "strong", "line", "debt"))
        if rng.random() < 0.45:
            bond(Bond("supplies", rng.choice([supplier, runner]).id, child.id, met, ended, "medium", "line", "vapes"))
        if rng.random() < 0.35:
            bond(Bond("uses", child.id, s.phone, sent, ended, "medium", "line", "second_phone"))
        bond(Bond("seen_with", child.id, runner.id, sent, ended, "medium", "line", "seen_adult"))
        earlier = [other for other in order[max(0, nth - 4) : nth] if rng.random() < 0.5]
        for other in earlier:
            bond(Bond("seen_with", other.id, child.id, met, ended, "medium", "line", "seen_child"))
        _sightings(rng, world, s, child, met, 30)
        _trips(rng, world, s, child, sent, ended)


def _sightings(rng: random.Random, world: World, s: Setting, child: Child, met: date, every: int) -> None:
    """Seen with those who exploit them. In the last 60 days it happens at the station; before, all over town."""
    day = met + timedelta(days=rng.randrange(3, every))
    streets = [p for p in world.people.places if p.out]
    adult = s.adults["recruiter"]
    while day <= world.until:
        recent = world.until - day < RECENT
        keys = ["station", "forecourt", "station", "forecourt", "rank"] if recent and rng.random() < 0.33 else []
        place = s.places[rng.choice(keys)] if keys else rng.choice([*streets, s.places["flat"], s.places["stairs"]])
        who = rng.choice([adult, adult, s.adults["holder"], s.adults["runner"]])
        with_car = (s.vehicle,) if who is adult and rng.random() < 0.6 else ()
        kind = rng.choices(["sighting", "stop", "disclosure", "referral"], [6, 2, 1.5, 1])[0]
        telling = {"sighting": "hatchback" if with_car else "sighting", "stop": "stop"}.get(kind, f"line_{kind}")
        moment = at(day, rng.choice([16, 17, 19, 20, 21, 22, 23]), rng.randrange(0, 60, 5))
        world.happenings.append(
            Happening(
                kind, moment, place.id, None, "criminal_exploitation", harmed=(child.id,), alleged=(who.id,),
                present=with_car, theme="line", telling=telling,
            )
        )  # fmt: skip
        day += timedelta(days=max(4, round(rng.expovariate(1 / every))) + 4)


def _trips(rng: random.Random, world: World, s: Setting, child: Child, sent: date, ended: date) -> None:
    """Out of the borough by train, found by another force with what they were sent to carry."""
    day = sent + timedelta(days=rng.randrange(20, 120))
    while day < ended:
        world.happenings.append(
            Happening(
                "arrest" if rng.random() < 0.5 else "incident", at(day, rng.randrange(9, 23)), "", None,
                "criminal_exploitation", harmed=(child.id,), alleged=(s.adults["holder"].id,), theme="line",
                telling="out_of_area",
            )
        )  # fmt: skip
        day += timedelta(days=rng.randrange(70, 260))


def _kestrel(rng: random.Random, world: World, s: Setting) -> None:
    """Sexual exploitation of children at two addresses and a hotel, by men who meet them at a takeaway and online."""
    until = world.until
    host, messenger, shop, porter = (s.adults[part] for part in ("host", "messenger", "shop", "porter"))
    world.exploiters |= {adult.id: "kestrel" for adult in (host, messenger, shop)}
    world.mistaken.append(porter.id)  # works at the hotel and is named for it; he reported what he saw
    begin = until - timedelta(days=540)
    bond = world.bonds.append
    for a, b in ((host, messenger), (host, shop)):
        bond(Bond("works_for", a.id, b.id, begin, until, theme="kestrel", telling="works_for"))
    for who, key in ((host, "hotel"), (host, "house"), (messenger, "yard"), (shop, "food"), (porter, "hotel")):
        bond(Bond("linked_to", who.id, s.places[key].id, begin, until, "medium", "kestrel", "linked"))
    bond(Bond("uses", messenger.id, s.account, begin, until, "strong", "kestrel", "account"))
    for nth, child in enumerate(s.kestrel + s.quiet):
        hidden = child in s.quiet
        met = until - timedelta(days=rng.randrange(30, 170) if hidden else rng.randrange(120, 520))
        stage = "approached" if hidden and nth % 2 == 0 else "harmed"
        world.harm(child.index, Harm("kestrel", "sexual_exploitation", stage, met, hidden))
        who = rng.choice([host, host, messenger, shop])
        bond(Bond("grooms", messenger.id if hidden else who.id, child.id, met, until, "medium", "kestrel", "messages"))
        bond(
            Bond("uses", child.id, s.account, met, until, "weak", "kestrel", "messaged")
        ) if rng.random() < 0.3 else None
        bond(Bond("goes_to", child.id, s.places["food"].id, met, until, "medium", "kestrel", "free_food"))
        bond(Bond("in_contact", messenger.id, child.id, met, until, "medium", "kestrel", "writes"))
        if stage == "harmed":
            bond(Bond("exploits", host.id, child.id, met + timedelta(days=20), until, "strong", "kestrel", "abuse"))
            bond(
                Bond(
                    "harms_at",
                    child.id,
                    s.places[rng.choice(["hotel", "house"])].id,
                    met,
                    until,
                    "medium",
                    "kestrel",
                    "room",
                )
            )
            if rng.random() < 0.6:
                bond(Bond("supplies", who.id, child.id, met, until, "medium", "kestrel", "vodka"))
        for other in s.kestrel:
            if other.index < child.index and rng.random() < 0.3:
                bond(Bond("seen_with", other.id, child.id, met, until, "medium", "kestrel", "seen_child"))
        _meetings(rng, world, s, child, met, who)


def _meetings(rng: random.Random, world: World, s: Setting, child: Child, met: date, who: Adult) -> None:
    day = met + timedelta(days=rng.randrange(5, 40))
    while day <= world.until:
        place = s.places[rng.choice(["hotel", "food", "food", "house", "yard"])]
        kind = rng.choices(["sighting", "incident", "disclosure", "referral"], [5, 2, 2, 1])[0]
        telling = f"kestrel_{kind}"
        moment = at(day, rng.choice([18, 20, 21, 22, 23, 25]), rng.randrange(0, 60, 5))
        world.happenings.append(
            Happening(
                kind, moment, place.id, None, "sexual_exploitation", harmed=(child.id,), alleged=(who.id,),
                theme="kestrel", telling=telling,
            )
        )  # fmt: skip
        day += timedelta(days=10 + round(rng.expovariate(1 / 32)))


def _violence(rng: random.Random, world: World, s: Setting) -> None:
    """Two groups of children, harmed and alleged to harm in turn, mostly in one park after school."""
    sides = s.groups
    day = world.until - timedelta(days=430)
    park = s.places["park"]
    elsewhere = [p for p in world.people.places if p.kind in {"park", "street", "food"}]
    while day <= world.until and sides[0] and sides[1]:
        to, by = sides if rng.random() < 0.5 else sides[::-1]
        hurt = rng.sample(to, k=min(len(to), rng.choice([1, 1, 2])))
        said = rng.sample(by, k=min(len(by), rng.choice([1, 2, 2, 3])))
        saw = rng.sample(to, k=min(len(to), 3))
        place = park if rng.random() < 0.5 else rng.choice(elsewhere)
        world.happenings.append(
            Happening(
                "incident", at(day, rng.choice([15, 16, 17, 18, 20]), rng.randrange(0, 60, 5)), place.id, None,
                "serious_violence", harmed=tuple(c.id for c in hurt), alleged=tuple(c.id for c in said),
                witnesses=tuple(c.id for c in saw if c not in hurt), theme="violence", telling="fight",
            )
        )  # fmt: skip
        for child in hurt + said:
            world.harm(child.index, Harm("violence", "serious_violence", "harmed", day))
        for a in said[:1]:
            for b in hurt[:1]:
                kind = rng.choice(["harms", "threatens"])
                world.bonds.append(
                    Bond(kind, a.id, b.id, day, min(world.until, day + timedelta(days=40)), "medium", "violence", kind)
                )
        day += timedelta(days=4 + round(rng.expovariate(1 / 8)))


def _mistaken(rng: random.Random, world: World) -> None:
    """Adults whom information names and who exploit nobody: gossip, a like name, a shop that children visit."""
    children = world.people.children
    for adult in world.people.adults:
        if adult.does != "named":
            continue
        world.mistaken.append(adult.id)
        for child in rng.sample(children, k=min(len(children), rng.randrange(1, 4))):
            first = world.until - timedelta(days=rng.randrange(40, 500))
            last = min(world.until, first + timedelta(days=rng.randrange(1, 120)))
            kind = rng.choice(["seen_with", "supplies", "seen_with", "grooms"])
            a, b = (child.id, adult.id) if kind == "seen_with" else (adult.id, child.id)
            world.bonds.append(Bond(kind, a, b, first, last, "weak", "mistaken", "rumour"))

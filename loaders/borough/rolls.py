"""The rolls: rows of children as three agencies spell them, adults, places, schools, and the looked-after census."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from loaders.borough import cast, names
from loaders.borough.agencies import Watch
from loaders.borough.facts import Happening, World
from loaders.borough.ground import degrees, national_grid
from loaders.borough.population import Child, Placement

Row = dict[str, str]
UNLINKED = 5
"""Police rows for 400 children that carry nobody else's number: the same child twice, until somebody links them."""


def children(found: Watch, seed: int) -> Iterator[Row]:
    """Yield the rows of `children.csv`, the hub's own roll."""
    rng = random.Random(f"{seed}:roll")
    world = found.world
    for child in world.people.children:
        others = [child.upn] + ([f"ssda903:{child.cla}"] if child.cla else [])
        recorded = max(child.born + timedelta(days=3700), world.until - timedelta(days=rng.randrange(5, 900)))
        yield {
            "identifier": child.id,
            "other_identifiers": "; ".join(others),
            "forename": child.forename,
            "surname": child.surname,
            "known_as": child.known_as,
            "date_of_birth": child.born.isoformat(),
            "sex": child.sex,
            "ethnicity": child.ethnicity,
            "school": world.people.schools[child.school].urn if child.school >= 0 else "",
            "home_area": world.ground.areas[child.area].code if rng.random() > 0.02 else "",
            "source_agency": "hub",
            "record_reference": f"HUB-{child.index + 1}",
            "recorded_on": min(recorded, world.until).isoformat(),
            "note": "Educated at home or not on roll." if child.school < 0 else "",
        }


def police_children(found: Watch, seed: int) -> Iterator[Row]:
    """Yield the rows of `children_police.csv`: their own numbers and spellings, mostly with the hub's number beside."""
    rng = random.Random(f"{seed}:police roll")
    until = found.world.until
    apart = unlinked(found)
    for id, number in found.police_ids.items():
        child = found.children[id]
        first, last = child.forename, child.surname
        if id in apart or rng.random() < 0.25:
            first, last = names.respelt(rng, first, last)
        recorded = max(child.born + timedelta(days=3650), until - timedelta(days=rng.randrange(901, 1095)))
        yield {
            "identifier": number,
            "other_identifiers": "" if id in apart else id,
            "forename": first,
            "surname": last,
            "date_of_birth": f"{child.born:%d/%m/%Y}",
            "sex": {"M": "Male", "F": "Female", "U": "Unknown"}[child.sex],
            "ethnicity": {"WBRI": "W1", "BAFR": "B2", "APKN": "A2"}.get(child.ethnicity, child.ethnicity),
            "source_agency": "police",
            "record_reference": number,
            "recorded_on": f"{min(recorded, until):%d/%m/%Y}",
        }


def unlinked(found: Watch) -> frozenset[str]:
    """Children whom the police know under a number that nobody has linked to the hub's."""
    many = max(1, round(UNLINKED * len(found.children) / 400))
    told = len(cast.STATION + cast.LARCH + cast.KESTREL + cast.NEAR) - 1  # A.N., whose name is spelt three ways
    harmed = {n for n, harm in found.world.harms.items() if harm.theme != "alone"}
    known = [
        id
        for id in found.police_ids
        if found.children[id].index > told and not found.children[id].cla and found.children[id].index not in harmed
    ]
    step = max(1, len(known) // many)
    apart = known[step // 2 :: step][: many - 1]
    return frozenset([*apart, found.world.people.children[told].id])


def school_children(found: Watch, seed: int) -> Iterator[Row]:
    """Yield the rows of `children_schools.csv`: by UPN, the names as schools spell them."""
    rng = random.Random(f"{seed}:school roll")
    world = found.world
    for child in world.people.children:
        if child.school < 0 or rng.random() < 0.45:
            continue
        first, last = (
            (child.forename, child.surname)
            if rng.random() < 0.85
            else names.respelt(rng, child.forename, child.surname)
        )
        yield {
            "identifier": child.upn,
            "forename": first,
            "surname": last,
            "known_as": child.known_as,
            "date_of_birth": child.born.isoformat(),
            "sex": child.sex,
            "school": world.people.schools[child.school].urn,
            "source_agency": "school",
            "record_reference": f"ROLL-{child.index + 1}",
            "recorded_on": (world.until - timedelta(days=1000)).isoformat(),
        }


def adults(found: Watch, seed: int) -> Iterator[Row]:
    """Yield the rows of `adults.csv`."""
    rng = random.Random(f"{seed}:adult roll")
    until = found.world.until
    for adult in found.world.people.adults:
        concern = adult.id in found.world.exploiters or adult.id in found.world.mistaken
        agency = "police" if concern else "hub" if adult.occupation else "social care"
        yield {
            "identifier": adult.id,
            "forename": "" if not adult.identified else adult.forename,
            "surname": adult.surname,
            "known_as": adult.known_as,
            "date_of_birth": adult.born.isoformat() if adult.born and (concern or rng.random() < 0.4) else "",
            "sex": adult.sex,
            "ethnicity": adult.ethnicity if concern else "",
            "identified": "yes" if adult.identified else "no",
            "occupation": adult.occupation,
            "source_agency": agency,
            "record_reference": f"AR-{adult.id[3:]}",
            "recorded_on": (until - timedelta(days=rng.randrange(100, 700))).isoformat(),
        }


def locations(world: World) -> Iterator[Row]:
    """Yield the rows of `locations.csv`: half by grid reference, half by latitude and longitude."""
    for nth, place in enumerate(world.people.places):
        row = {
            "identifier": place.id,
            "other_identifiers": _ofsted(place.id) if place.kind == "childrens_home" else "",
            "name": place.name,
            "kind": place.kind,
            "address": place.street,
            "postcode": place.postcode,
            "owner": place.owner,
            "guardianship": place.guardianship,
            "review_date": (world.until + timedelta(days=7 * (1 + nth % 5))).isoformat() if place.owner else "",
            "source_agency": "hub",
            "recorded_on": (world.until - timedelta(days=30 + nth % 300)).isoformat(),
        }
        yield row | _point(place.x, place.y, grid=nth % 2 == 0)


def _ofsted(home: str) -> str:
    """The number under which the inspectors know a children's home; the census names it by this."""
    return f"SC9{home[-3:]}00"


def schools(world: World) -> Iterator[Row]:
    """Yield the rows of `schools.csv`."""
    for nth, school in enumerate(world.people.schools):
        row = {
            "urn": school.urn,
            "name": school.name,
            "phase": school.phase,
            "postcode": school.postcode,
            "roll": str(school.roll),
            "source_agency": "school",
            "recorded_on": date(world.until.year, 9, 5).isoformat() if world.until.month >= 10 else "",
        }
        yield row | _point(school.x, school.y, grid=nth % 2 == 1)


def _point(x: float, y: float, *, grid: bool) -> Row:
    if grid:
        easting, northing = national_grid(x, y)
        return {"easting": str(easting), "northing": str(northing)}
    longitude, latitude = degrees(x, y)
    return {"latitude": f"{latitude:.6f}", "longitude": f"{longitude:.6f}"}


def ssda903_header(world: World) -> Iterator[Row]:
    """Yield the looked-after children of the census, one row each."""
    for child in _looked_after(world):
        yield {
            "CHILD": child.cla,
            "SEX": child.sex,
            "DOB": f"{child.born:%d/%m/%Y}",
            "ETHNIC": child.ethnicity,
            "UPN": child.upn,
            "MOTHER": "",
            "MC_DOB": "",
        }


def ssda903_episodes(world: World, seed: int) -> Iterator[Row]:
    """Yield every period of being looked after under one legal status in one placement."""
    rng = random.Random(f"{seed}:903")
    homes = {place.id: place for place in world.people.places}
    for child in _looked_after(world):
        home_post = names.postcode(rng, 1 + child.area % 9)
        for nth, placement in enumerate(child.care):
            last = nth == len(child.care) - 1
            post = homes[placement.home].postcode if placement.home else names.postcode(rng, 1 + rng.randrange(9))
            yield {
                "CHILD": child.cla,
                "DECOM": f"{placement.start:%d/%m/%Y}",
                "RNE": "S" if nth == 0 else "P",
                "LS": placement.legal,
                "CIN": rng.choice(("N1", "N1", "N5", "N4", "N8")),
                "PLACE": placement.code,
                "PLACE_PROVIDER": placement.provider,
                "DEC": f"{placement.end:%d/%m/%Y}" if placement.end else "",
                "REC": ("" if placement.end is None else "E4A") if last else "X1",
                "REASON_PLACE_CHANGE": "" if last else rng.choice(("PLANN", "CARPL", "CREQB", "CHILD")),
                "HOME_POST": home_post,
                "PL_POST": post,
                "URN": _ofsted(homes[placement.home].id) if placement.home else "",
            }


def ssda903_missing(world: World, happenings: list[Happening]) -> Iterator[Row]:
    """Yield missing periods of looked-after children: days without times, none overlapping, none outside care."""
    mine: dict[str, list[Happening]] = {}
    for happening in happenings:
        if happening.kind in {"missing", "away"}:
            mine.setdefault(happening.missing[0], []).append(happening)
    for child in _looked_after(world):
        free_from = date(1990, 1, 1)
        for happening in mine.get(child.id, []):
            start = happening.start.date()
            end = happening.end.date() if happening.end else None
            placement = _placement(child, start)
            if placement is None or start <= free_from or (placement.end and (end or world.until) > placement.end):
                continue
            free_from = end or world.until
            yield {
                "CHILD": child.cla,
                "DOB": f"{child.born:%d/%m/%Y}",
                "MISSING": "M" if happening.kind == "missing" else "A",
                "MIS_START": f"{start:%d/%m/%Y}",
                "MIS_END": f"{end:%d/%m/%Y}" if end else "",
            }


def _looked_after(world: World) -> Iterator[Child]:
    return (child for child in world.people.children if child.cla)


def _placement(child: Child, day: date) -> Placement | None:
    for placement in child.care:
        if placement.start <= day and (placement.end is None or day <= placement.end):
            return placement
    return None

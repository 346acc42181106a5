"""The records themselves: rows of events, ties, return interviews and peer groups as agencies would enter them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from loaders.borough.agencies import AGAIN, Watch, entered, graded, nature, sent, who_notices
from loaders.borough.facts import Bond, Group, Happening, World
from loaders.borough.population import Child
from loaders.borough.voices import CHILD_VIEWS, EVENTS, PULL, PUSH, SAID, TELLINGS

Row = dict[str, str]
PREFIX = {
    "police": "PI", "hub": "HC", "social care": "SC", "school": "SR", "health": "HR", "voluntary": "VR",
    "youth justice": "YJ", "licensing": "LI", "housing": "HO",
}  # fmt: skip
STATED = {
    "police": ("officer", "officer", "member of the public", "covert source"),
    "hub": ("worker", "the child", "worker"),
    "social care": ("social worker", "the child", "a parent"),
    "school": ("form tutor", "pastoral lead", "a friend"),
    "health": ("nurse", "the child"),
    "voluntary": ("youth worker", "coach", "the child"),
    "youth justice": ("youth justice worker",),
    "licensing": ("licensing officer",),
    "housing": ("housing officer",),
}


def _reporter(rng: random.Random, child: Child) -> str:
    """Who reports a child missing: whoever looks after them."""
    if child.home:
        return "residential worker"
    return rng.choice(("a parent", "a parent", "school")) if not child.care else "foster carer"


def events(found: Watch, happenings: list[Happening], seed: int) -> Iterator[Row]:
    """Yield the rows of `events.csv`: each happening once for every agency that noticed it."""
    rng = random.Random(f"{seed}:events")
    names = {place.id: place.name for place in found.world.people.places}
    for happening in happenings:
        for agency in who_notices(rng, found, happening):
            recorded = entered(rng, agency, (happening.end or happening.start).date())
            if happening.kind in {"missing", "away"}:
                recorded = (
                    happening.start.date()
                    if happening.end is None
                    else (happening.end.date() + timedelta(days=rng.randrange(0, 2)))
                )
            if not sent(agency, recorded, found.world.until):
                continue
            missing = happening.kind in {"missing", "away"}
            prefix = "MR" if missing else PREFIX[agency]
            reference = found.reference(prefix)
            title, note = EVENTS[happening.telling]
            known = {
                "place": names.get(happening.place, "a place not recorded"), "time": f"{happening.start:%H:%M}",
                "harmed": _names(found, happening.harmed), "alleged": _names(found, happening.alleged),
            }  # fmt: skip
            grade = graded(rng, agency, happening.kind, happening.theme)
            yield {
                "identifier": reference,
                "name": title.format(**known) if happening.place or "{place}" not in title else title.split(" at ")[0],
                "kind": happening.kind,
                "harm_type": happening.harm_type,
                "start": _moment(happening.start),
                "end": _moment(happening.end) if happening.end else "",
                "place": happening.place,
                "missing": _ids(found, agency, happening.missing),
                "harmed": _ids(found, agency, happening.harmed),
                "alleged": _ids(found, agency, happening.alleged),
                "witnesses": _ids(found, agency, happening.witnesses),
                "present": _ids(found, agency, happening.present),
                "source_agency": agency,
                "record_reference": reference,
                "recorded_on": recorded.isoformat(),
                **grade,
                "fact_or_assessment": nature(agency, happening.kind, rng),
                "stated_by": _reporter(rng, found.children[happening.missing[0]])
                if missing
                else rng.choice(STATED[agency]),
                "note": note.format(**known),
            }


def ties(found: Watch, bonds: list[Bond], happenings: list[Happening], seed: int) -> Iterator[Row]:
    """Yield the rows of `ties.csv`: each bond for every agency that noticed it, some again when it went on."""
    rng = random.Random(f"{seed}:ties")
    for bond in bonds:
        for agency in who_notices(rng, found, bond):
            times = 1 + (bond.kind in AGAIN and (bond.last - bond.first).days > 120 and rng.random() < 0.45)
            for _ in range(times):
                yield from _tie(rng, found, bond, agency)
    yield from _together(rng, found, happenings)


def _tie(rng: random.Random, found: Watch, bond: Bond, agency: str) -> Iterator[Row]:
    until = found.world.until
    kin = bond.theme == "family"
    span = (bond.last - bond.first).days
    seen = bond.last - timedelta(days=int(span * rng.random() ** 1.9))
    if kin:
        seen = max(found.world.since, until - timedelta(days=rng.randrange(10, 700)))
    recorded = entered(rng, agency, seen)
    if not sent(agency, recorded, until):
        return
    from_kind = {"a": found.initials(bond.a), "b": found.initials(bond.b)}
    context = rng.choice(TELLINGS.get(bond.telling, ("",))).format(**from_kind)
    first = bond.first if kin or rng.random() < 0.4 else max(bond.first, seen - timedelta(days=rng.randrange(0, 60)))
    grade = graded(rng, agency, bond.kind, bond.theme)
    child_view = ""
    if agency in {"hub", "voluntary"} and bond.theme in {"line", "kestrel", "safety"} and rng.random() < 0.2:
        child_view = rng.choice(CHILD_VIEWS if bond.theme == "safety" else CHILD_VIEWS[:2] + CHILD_VIEWS[3:4])
        if bond.theme == "safety":
            child_view = (
                rng.choice(("She looks out for me.", "I trust her.")) if _woman(found, bond.a) else "He listens."
            )
    yield {
        "from": found.as_known_to(agency, bond.a),
        "to": found.as_known_to(agency, bond.b),
        "kind": bond.kind,
        "direction": "",
        "strength": bond.strength if rng.random() < 0.8 else "",
        "context": context,
        "first_known": min(first, seen).isoformat(),
        "last_known": seen.isoformat(),
        "source_agency": agency,
        "record_reference": found.reference(PREFIX[agency]),
        **grade,
        "fact_or_assessment": nature(agency, bond.kind, rng),
        "stated_by": rng.choice(STATED[agency]),
        "child_view": child_view,
        "review_date": (recorded + timedelta(days=90)).isoformat() if agency in {"police", "hub"} else "",
        "recorded_on": recorded.isoformat(),
    }


def _woman(found: Watch, id: str) -> bool:
    person = found.adults.get(id) or found.children.get(id)
    return person is not None and person.sex == "F"


def _together(rng: random.Random, found: Watch, happenings: list[Happening]) -> Iterator[Row]:
    """Children found together after missing episodes that overlapped: one tie a pair and an occasion."""
    for happening in happenings:
        if not happening.together or happening.end is None or not happening.place:
            continue
        mine = happening.missing[0]
        for other in happening.together:
            if mine < other:
                bond = Bond(
                    "missing_with", mine, other, happening.start.date(), happening.end.date(), "strong", "missing"
                )
                for agency in who_notices(rng, found, bond):
                    recorded = entered(rng, agency, bond.last)
                    if not sent(agency, recorded, found.world.until):
                        continue
                    yield {
                        "from": found.as_known_to(agency, mine),
                        "to": found.as_known_to(agency, other),
                        "kind": "missing_with",
                        "strength": "strong",
                        "context": rng.choice(
                            ("Found together.", "Both came back at the same time from the same place.")
                        ),
                        "first_known": bond.first.isoformat(),
                        "last_known": bond.last.isoformat(),
                        "source_agency": agency,
                        "record_reference": found.reference("MT" if agency == "police" else "SC"),
                        **(graded(rng, agency, "incident", "") if agency == "police" else {}),
                        "fact_or_assessment": "fact",
                        "stated_by": "officer" if agency == "police" else "residential worker",
                        "recorded_on": recorded.isoformat(),
                    }


def interviews(found: Watch, happenings: list[Happening], seed: int) -> Iterator[Row]:
    """Yield the rows of `return_interviews.csv`: offered or not, accepted or not, within 72 hours or unknown."""
    rng = random.Random(f"{seed}:interviews")
    for happening in happenings:
        if happening.kind != "missing" or happening.end is None:
            continue
        child = found.children[happening.missing[0]]
        offered = rng.choices(["yes", "no", "unknown", ""], [80, 8, 7, 5])[0]
        if child.id in found.thin or not offered:
            continue
        accepted = rng.choices(["yes", "no", "unknown"], [62, 30, 8])[0] if offered == "yes" else ""
        agency = rng.choice(["voluntary", "voluntary", "social care"])
        held = (
            happening.end.date() + timedelta(days=rng.choice([1, 1, 2, 2, 3, 3, 5, 8, 14]))
            if accepted == "yes"
            else None
        )
        recorded = (held or happening.end.date() + timedelta(days=3)) + timedelta(days=rng.randrange(0, 6))
        if held and held > found.world.until:
            continue
        if not sent(agency, recorded, found.world.until):
            continue
        yield {
            "child": child.id,
            "missing_from": _moment(happening.start),
            "missing_to": _moment(happening.end),
            "offered": offered,
            "accepted": accepted,
            "held_on": held.isoformat() if held else "",
            **(_told(rng, found, happening) if held else {}),
            "found_at": happening.place if rng.random() < 0.5 else "",
            "source_agency": agency,
            "record_reference": found.reference("RI"),
            "recorded_on": recorded.isoformat(),
            "fact_or_assessment": "fact" if held else "",
            "stated_by": "the child" if held else "",
        }


def _told(rng: random.Random, found: Watch, happening: Happening) -> Row:
    """What came out of an interview that was held; half of what children know stays unsaid."""
    child = found.children[happening.missing[0]]
    harm = found.world.harms.get(child.index)
    theme = (
        harm.theme
        if harm and harm.theme in SAID and harm.since <= happening.start.date() and rng.random() < 0.6
        else ""
    )
    company = [other for other in happening.together if rng.random() < 0.6]
    adults = [b.a for b in found.grooming.get(child.id, []) if b.first <= happening.start.date()] if theme else []
    if adults and rng.random() < 0.45:
        company.append(rng.choice(adults))
    return {
        "with": "; ".join(company),
        "places": happening.place if happening.place and rng.random() < 0.6 else "",
        "push": rng.choice(PUSH),
        "pull": rng.choice(PULL[theme]),
        "said": rng.choice(SAID[theme]) if rng.random() < 0.75 else "",
    }


def peer_groups(found: Watch, seed: int) -> Iterator[Row]:
    """Yield the rows of `peer_groups.csv`: agencies name the same group with other members, sometimes a wrong one."""
    rng = random.Random(f"{seed}:groups")
    until, children = found.world.until, found.world.people.children
    for nth, (id, group) in enumerate(named_groups(found.world), start=1):
        for agency in group.named_by:
            members = [id for id in group.members if rng.random() < (0.85 if nth < 3 else 0.75)]
            if rng.random() < 0.3:
                stranger = rng.choice(children).id
                members += [stranger] if stranger not in members else []
            if len(members) < 2:
                continue
            last = until - timedelta(days=rng.randrange(5, 150))
            yield {
                "identifier": id,
                "name": group.name,
                "kind": group.kind,
                "members": "; ".join(found.as_known_to(agency, id) for id in members),
                "first_known": (last - timedelta(days=rng.randrange(60, 400))).isoformat(),
                "last_known": last.isoformat(),
                "source_agency": agency,
                "record_reference": found.reference(PREFIX[agency]),
                "recorded_on": min(until, last + timedelta(days=rng.randrange(0, 5))).isoformat(),
                **graded(rng, agency, "group", ""),
                "fact_or_assessment": "assessment",
                "stated_by": rng.choice(STATED[agency]),
            }


def named_groups(world: World) -> Iterator[tuple[str, Group]]:
    """The groups that an agency has a name for, by their identifiers."""
    for nth, group in enumerate((group for group in world.groups if group.named_by), start=1):
        yield f"PG-{nth:02d}", group


def _names(found: Watch, ids: tuple[str, ...]) -> str:
    names = [found.initials(id) for id in ids]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else "nobody"


def _ids(found: Watch, agency: str, ids: tuple[str, ...]) -> str:
    return "; ".join(found.as_known_to(agency, id) for id in ids)


def _moment(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"

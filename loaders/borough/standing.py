"""Who is open to the hub, at which level by which tool, and what else services have decided: the roles people hold."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from loaders.borough.agencies import Watch, entered, graded, notice, sent
from loaders.borough.facts import Harm, World
from loaders.borough.population import Child, age

OPEN_SHARE = 0.295
"""Of the children in view, those open to the hub today."""
TOOL = "Ottermere exploitation tool"
NEW_TOOL = date(2025, 3, 1)  # version 3 from this day on
Row = dict[str, str]


def opened(world: World, seed: int) -> dict[str, tuple[date, str]]:
    """Decide which children are open to the hub today, since when and for which harm.

    Children whom services noticed come first: a harmed child of the told stories nearly always, a child newly
    approached hardly ever. Others are open for harm outside the stories, or for going missing.
    """
    rng = random.Random(f"{seed}:open")
    wanted = round(len(world.people.children) * OPEN_SHARE)
    blank = Watch(world, frozenset(), {child.id: child for child in world.people.children})
    ranked = []
    for child in world.people.children:
        harm = world.harms.get(child.index)
        seen = 0.0 if age(child.born, world.until) < 11 else 0.1 + 0.25 * bool(child.care)
        seen += 0.4 * (sum(notice(blank, agency, (child.id,), "") for agency in ("police", "social care")) - 2)
        if harm:
            seen += {"line": 3.0, "kestrel": 2.4, "violence": 2.2, "alone": 1.2}[harm.theme]
            if harm.theme == "kestrel":
                seen *= min(1.0, notice(blank, "school", (child.id,), "kestrel") or 1.0)
            if harm.hidden or (world.until - harm.since).days < 45:
                seen = -1.0
        if child.index < 35 and not harm:
            seen = -0.5 + 2.5 * (child.index == 28)  # one of the year-nine friends is open, for harm online
        ranked.append((seen + rng.gauss(0, 0.3), child))
    ranked.sort(key=lambda pair: (-pair[0], pair[1].index))
    found = {}
    for _, child in sorted(ranked[:wanted], key=lambda pair: pair[1].index):
        harm = world.harms.get(child.index)
        start = (
            harm.since + timedelta(days=rng.randrange(14, 120))
            if harm
            else world.until - timedelta(days=rng.randrange(10, 420))
        )
        start = max(start, world.until - timedelta(days=rng.randrange(200, 700)))
        kind = harm.harm_type if harm else rng.choice(["missing", "online_harm", "criminal_exploitation"])
        found[child.id] = (min(start, world.until - timedelta(days=rng.randrange(3, 20))), kind)
    return found


def roles(found: Watch, open_now: dict[str, tuple[date, str]], seed: int) -> Iterator[Row]:
    """Yield the rows of `roles.csv`."""
    rng = random.Random(f"{seed}:roles")
    for child in found.world.people.children:
        yield from _hub(rng, found, child, open_now)
        yield from _services(rng, found, child)
        harm = found.world.harms.get(child.index)
        if harm:
            yield from _harm(rng, found, child, harm, child.id in open_now)
    yield from _adults(rng, found)
    yield from _national(random.Random(f"{seed}:national"), found, open_now)


def _role(
    rng: random.Random,
    found: Watch,
    agency: str,
    prefix: str,
    person: str,
    role: str,
    start: date,
    end: date | None,
    **more: str,
) -> Iterator[Row]:
    until = found.world.until
    recorded = entered(rng, agency, start)
    if role == "open_to_hub":
        recorded = min(recorded, until)
    if not sent(agency, recorded, until) or start > until:
        return
    row = {
        "person": found.as_known_to(agency, person),
        "role": role,
        "from": _uk(start),
        "to": _uk(end) if end and end <= until else "",
        "source_agency": agency,
        "record_reference": found.reference(prefix),
        "recorded_on": _uk(recorded),
        "fact_or_assessment": "assessment" if role in {"at_risk", "suspected", "alleged_to_harm"} else "fact",
        **more,
    }
    yield row


def _uk(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _hub(rng: random.Random, found: Watch, child: Child, open_now: dict[str, tuple[date, str]]) -> Iterator[Row]:
    until = found.world.until
    if child.id in open_now:
        start, kind = open_now[child.id]
        spans: list[tuple[date, date | None]] = [(start, None)]
        if rng.random() < 0.12 and start - timedelta(days=300) > found.world.since:
            closed = start - timedelta(days=rng.randrange(40, 150))
            spans.insert(0, (closed - timedelta(days=rng.randrange(60, 140)), closed))  # referred again
    elif age(child.born, until) >= 12 and rng.random() < 0.1:
        closed = until - timedelta(days=rng.randrange(30, 500))
        spans, kind = [(closed - timedelta(days=rng.randrange(50, 200)), closed)], "missing"
    else:
        return
    for start, end in spans:
        if age(child.born, start) < 9:
            continue
        yield from _role(rng, found, "hub", "HC", child.id, "open_to_hub", start, end, harm_type=kind)
        level, day = rng.choices(["low", "medium", "high"], [2, 5, 4])[0], start
        while day <= (end or until):
            version = "3" if day >= NEW_TOOL else "2"
            next_day = day + timedelta(days=rng.randrange(80, 110))
            stop = next_day if next_day <= (end or until) else end
            yield from _role(
                rng, found, "hub", "HA", child.id, "at_risk", day, stop, harm_type=kind, level=level, tool=TOOL,
                tool_version=version, review_date=_uk(next_day),
            )  # fmt: skip
            level = {
                "low": rng.choice(["low", "low", "medium"]),
                "medium": rng.choice(["low", "medium", "medium", "high"]),
                "high": rng.choice(["medium", "high", "high"]),
            }[level]
            day = next_day


def _services(rng: random.Random, found: Watch, child: Child) -> Iterator[Row]:
    until = found.world.until
    if child.care:
        yield from _role(
            rng, found, "social care", "SC", child.id, "looked_after", child.care[0].start, child.care[-1].end
        )
    elif rng.random() < 0.25:
        role = rng.choice(["child_in_need", "child_in_need", "child_protection", "early_help", "early_help"])
        start = until - timedelta(days=rng.randrange(20, 600))
        end = start + timedelta(days=rng.randrange(90, 400))
        if age(child.born, start) >= 0:
            yield from _role(rng, found, "social care", "SC", child.id, role, start, end)
    if age(child.born, until) >= 13 and rng.random() < 0.08:
        start = until - timedelta(days=rng.randrange(20, 400))
        yield from _role(
            rng, found, "youth justice", "YJ", child.id, "youth_justice", start, start + timedelta(days=270)
        )


def _harm(rng: random.Random, found: Watch, child: Child, harm: Harm, is_open: bool) -> Iterator[Row]:
    if harm.stage == "approached" or harm.hidden:
        return
    seen = harm.since + timedelta(days=rng.randrange(10, 60))
    if is_open:
        yield from _role(
            rng,
            found,
            "hub",
            "HC",
            child.id,
            "harmed",
            seen,
            None,
            harm_type=harm.harm_type,
            **graded(rng, "hub", "role", ""),
        )
    if rng.random() < 0.25 * notice(found, "police", (child.id,), harm.theme) * (1.0 if is_open else 0.15):
        yield from _role(
            rng, found, "police", "PI", child.id, "harmed", seen, None, harm_type=harm.harm_type,
            **graded(rng, "police", "role", ""),
        )  # fmt: skip
    if is_open and (harm.theme == "violence" or (harm.theme == "line" and rng.random() < 0.3)):
        yield from _role(
            rng, found, "police", "PI", child.id, "alleged_to_harm", seen, None, harm_type="serious_violence",
            **graded(rng, "police", "role", ""),
        )  # fmt: skip


def _national(rng: random.Random, found: Watch, open_now: dict[str, tuple[date, str]]) -> Iterator[Row]:
    """Some children of the county line are referred to the national referral mechanism, and some decisions are there.

    Somebody who is harmed and known is referred by social care; the decision takes weeks, the last one months.
    """
    until = found.world.until
    for child in found.world.people.children:
        harm = found.world.harms.get(child.index)
        if not harm or harm.theme != "line" or harm.hidden or child.id not in open_now or rng.random() > 0.55:
            continue
        sent_on = max(open_now[child.id][0], harm.since) + timedelta(days=rng.randrange(3, 240))
        reasonable = sent_on + timedelta(days=rng.randrange(6, 50))
        conclusive = reasonable + timedelta(days=rng.randrange(60, 300))
        decisions = [("nrm_referred", sent_on)]
        if rng.random() < 0.1:
            decisions.append(("nrm_negative", reasonable))
        elif rng.random() < 0.9:
            decisions += [("nrm_reasonable", reasonable), ("nrm_conclusive", conclusive)]
        for role, day in decisions:
            if day <= until:
                yield from _role(
                    rng, found, "social care", "NR", child.id, role, day, None, harm_type="modern_slavery"
                )  # fmt: skip


def _adults(rng: random.Random, found: Watch) -> Iterator[Row]:
    world, until = found.world, found.world.until
    harm_types = {"line": "criminal_exploitation", "kestrel": "sexual_exploitation"}
    for adult in world.people.adults:
        theme = world.exploiters.get(adult.id)
        grade = graded(rng, "police", "role", "" if theme else "mistaken")
        start = until - timedelta(days=rng.randrange(60, 420))
        if theme:
            kind = harm_types[theme]
            yield from _role(rng, found, "police", "PI", adult.id, "suspected", start, None, harm_type=kind, **grade)
            if adult.does in {"recruiter", "host"} or rng.random() < 0.15:
                warned = until - timedelta(days=rng.randrange(20, 59))
                yield from _role(
                    rng, found, "police", "CW", adult.id, "warned", warned, warned + timedelta(days=365), harm_type=kind
                )
            if adult.does in {"runner", "shop"}:
                charged = until - timedelta(days=rng.randrange(20, 120))
                yield from _role(rng, found, "police", "PC", adult.id, "charged", charged, None, harm_type=kind)
            if adult.does == "runner":
                yield from _role(
                    rng, found, "hub", "HC", adult.id, "harmed", until - timedelta(days=900), None, harm_type=kind,
                    note="Sent to carry from the age of 15 by the same men.",
                )  # fmt: skip
        elif adult.id in world.mistaken and rng.random() < 0.7:
            yield from _role(rng, found, "police", "PI", adult.id, "suspected", start, None, harm_type="other", **grade)
            if rng.random() < 0.2:
                past = until - timedelta(days=rng.randrange(1100, 3000))
                yield from _role(rng, found, "police", "PC", adult.id, "convicted", past, None, harm_type="other")
        elif adult.occupation:
            yield from _role(rng, found, "hub", "HP", adult.id, "professional", start, None)
            if adult.does != "worker" or rng.random() < 0.4:
                yield from _role(rng, found, "hub", "HP", adult.id, "safe_adult", start, None)
        elif adult.does in {"grandmother", "grandfather", "mother", "aunt", "father"} and rng.random() < 0.5:
            yield from _role(rng, found, "social care", "SC", adult.id, "safe_adult", start, None)

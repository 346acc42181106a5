"""Suggests groups of people by their ties, and says what holds each together, who in it is harmed and who protects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data_schema import schema
from data_schema.model import Standing
from graph.snapshot import Snapshot
from mapping import words
from mapping.network.groups.consensus import RUNS, STABLE, Consensus, consensus, split
from mapping.network.groups.holds import holds_together
from mapping.network.people import people
from mapping.network.periphery.questions import named_groups
from mapping.network.projection import Projection, ProjectionSettings, project
from mapping.network.telling import Telling, counted
from mapping.words import Naming

SMALLEST = 3
"""Two people are a tie, not a group."""


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """What counts, and how often the groups are sought."""

    window_days: int | None = None
    left_out_agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    runs: int = RUNS
    seed: int = 0
    resolution: float = 1.0  # higher makes smaller groups
    largest: int = 30  # in a larger one, groups are sought again
    smallest: int = SMALLEST
    naming: Naming = Naming.FULL


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a found group, and how surely."""

    id: str
    kind: str
    heading: str  # P.K., 12
    standing: str  # open to the hub, recorded as harmed, an adult of concern, or empty
    runs_in: int
    runs: int
    stability: str  # in this group in 17 of 20 runs
    between: bool  # in it in under 70% of the runs
    stands: str = ""  # between which groups, by the ties into each; empty for somebody who is surely in one


@dataclass(frozen=True, slots=True)
class Compared:
    """A found group beside a named one."""

    id: str
    name: str
    both: tuple[str, ...]
    only_named: tuple[str, ...]
    only_found: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """People whom the ties hold together: a suggestion that a worker confirms, not a named group."""

    id: str  # found-1; of this computation only
    name: str  # Found group: around Larchfield School
    members: tuple[Member, ...]
    children: int
    open_children: int
    holds: tuple[str, ...]
    harmed: tuple[str, ...]
    harm: tuple[str, ...]  # harm ties that reach into it, who harms first
    protects: tuple[str, ...]
    named: tuple[Compared, ...]
    summary: str
    latest: date | None


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A peer group that somebody named, with its members in the window and the found groups they fall in."""

    id: str
    name: str
    members: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Groups:
    """All found groups of a snapshot, the named ones beside them, and how they were found."""

    found: tuple[FoundGroup, ...]
    between: tuple[Member, ...]
    named: tuple[NamedGroup, ...]
    alone: int  # people without a tie that counts
    too_small: int  # people in groups smaller than the smallest shown
    method: tuple[str, ...]
    empty: str


def groups(snapshot: Snapshot, settings: GroupSettings | None = None) -> Groups:
    """Find the groups of a snapshot.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    settings
        What counts.

    Returns
    -------
    Groups
        Those with open or harmed children first, then by size.
    """
    settings = settings or GroupSettings()
    heard = snapshot.without_agency(*settings.left_out_agencies) if settings.left_out_agencies else snapshot
    projection = project(heard, ProjectionSettings(window_days=settings.window_days, kinds=settings.kinds))
    who = people(heard, window_days=settings.window_days)
    telling = Telling(heard, who, Naming(settings.naming), projection.window_days)
    partition = consensus(projection.weights, runs=settings.runs, seed=settings.seed, resolution=settings.resolution)
    partition = split(projection.weights, partition, settings.largest, seed=settings.seed)
    named = named_groups(projection)
    count = int(partition.group.max(initial=-1)) + 1
    rows = [np.flatnonzero(partition.group == one) for one in range(count)]
    large = [one for one in rows if len(one) >= settings.smallest]
    found = [_found(telling, projection, partition, one, named) for one in large]
    found.sort(key=lambda group: (-group.open_children, -len(group.members), group.name, group.members[0].id))
    numbered = tuple(_numbered(group, place) for place, group in enumerate(found, 1))
    numbered = tuple(_standing(projection, group, numbered) for group in numbered)
    return Groups(
        found=numbered,
        between=tuple(member for group in numbered for member in group.members if member.between),
        named=tuple(_named(telling, group, members, numbered) for group, members in named.items()),
        alone=int((partition.group < 0).sum()),
        too_small=sum(len(one) for one in rows if len(one) < settings.smallest),
        method=_method(heard, settings, projection),
        empty="" if found else "No three people are tied closely enough in this window to suggest a group.",
    )


def _found(
    telling: Telling,
    projection: Projection,
    partition: Consensus,
    rows: np.ndarray[tuple[int], np.dtype[np.int64]],
    named: Mapping[str, frozenset[str]],
) -> FoundGroup:
    ids = [projection.ids[row] for row in rows]
    inside = set(ids)
    members = [_member(telling, projection, int(row), int(partition.runs_in[row]), partition.runs) for row in rows]
    members.sort(key=lambda member: (member.kind != "child", -member.runs_in, member.heading, member.id))
    children = [member for member in members if member.kind == "child"]
    held = holds_together(telling, projection, ids)
    harm, protects, latest = _around(telling, inside)
    open_children = sum(member.id in telling.who.open for member in children)
    harmed = sorted(member.id for member in children if member.id in telling.who.harmed)
    return FoundGroup(
        id="",
        name=held.name,
        members=tuple(members),
        children=len(children),
        open_children=open_children,
        holds=held.sentences,
        harmed=tuple(f"{telling.heading(one)}: {_harmed(telling, one)}" for one in harmed),
        harm=harm,
        protects=protects,
        named=tuple(
            _compared(telling, inside, group, members_) for group, members_ in named.items() if members_ & inside
        ),
        summary=_summary(len(children), len(members) - len(children), open_children, len(harmed)),
        latest=latest,
    )


def _harmed(telling: Telling, child: str) -> str:
    said = "recorded as harmed" if child in telling.who.known_harmed else "thought to have been harmed"
    return said if child in telling.who.open else f"{said}; not open to the hub"


def _numbered(group: FoundGroup, place: int) -> FoundGroup:
    return replace(group, id=f"found-{place}", name=f"Found group {place}{group.name}")


def _standing(projection: Projection, group: FoundGroup, found: Sequence[FoundGroup]) -> FoundGroup:
    """The group with those of its members who stand between groups saying between which."""
    where = {member.id: place for place in found for member in place.members}
    short = {place.id: place.name.partition(":")[0] for place in found}

    def stands(member: Member) -> str:
        tied = Counter(where[one].id for one in projection.neighbours(member.id) if one in where)
        others = sorted((id_ for id_ in tied if id_ != group.id), key=lambda id_: (-tied[id_], int(id_[6:])))
        if not others:
            return f"Between {short[group.id]} and standing alone: the runs do not agree."
        said = [f"{short[id_]} ({counted(tied[id_], 'tie')})" for id_ in (group.id, *others[:3])]
        return f"Between {words.listed(said)}."

    members = tuple(replace(one, stands=stands(one)) if one.between else one for one in group.members)
    return replace(group, members=members)


def _member(telling: Telling, projection: Projection, row: int, runs_in: int, runs: int) -> Member:
    id_ = projection.ids[row]
    standing = telling.standing(id_)
    return Member(
        id=id_,
        kind="child" if id_ in telling.who.children else projection.kinds[row],
        heading=telling.heading(id_),
        standing="an adult of concern" if standing == "of concern" else standing,
        runs_in=runs_in,
        runs=runs,
        stability=f"in this group in {runs_in} of {runs} runs",
        between=runs_in < STABLE * runs,
    )


def _summary(children: int, adults: int, open_children: int, harmed: int) -> str:
    said = [words.counted(children, "child", "children")]
    if adults:
        said.append(words.counted(adults, "adult"))
    parts = f"{open_children} open to the hub" if open_children else "none open to the hub"
    hurt = f", {harmed} harmed or thought to be" if harmed else ""
    return f"{words.listed(said)}; {parts}{hurt}"


def _around(telling: Telling, inside: set[str]) -> tuple[tuple[str, ...], tuple[str, ...], date | None]:
    """Harm ties that reach a child of the group, who protects its children, and the newest tie among them."""
    kinds = schema().ties
    harm: dict[tuple[str, str], bool] = {}
    protects: dict[tuple[str, str], set[str]] = {}
    latest: date | None = None
    for row in telling.recent_ties:
        ends = {row["from_id"], row["to_id"]}
        standing = kinds[row["kind"]].standing
        if len(ends & inside) == 2:
            day = row["observed_to"] or row["observed_from"] or row["recorded_on"]
            latest = max(filter(None, (latest, day)), default=None)
        children = ends & inside & telling.who.children
        if not children:
            continue
        if standing is Standing.HARM and row["to_id"] in children:
            key = (row["from_id"], row["kind"])
            harm[key] = harm.get(key, False) or row["nature"] == "fact"
        elif standing is Standing.PROTECTIVE:
            other = row["to_id"] if row["from_id"] in children else row["from_id"]
            protects.setdefault((other, row["kind"]), set()).update(children - {other})
    named = [_harm_line(telling, who, kind, fact) for (who, kind), fact in sorted(harm.items())]
    kept = sorted(protects.items(), key=lambda item: (-len(item[1]), item[0]))
    safe = [_safe_line(telling, who, kind, len(children)) for (who, kind), children in kept if children]
    return tuple(dict.fromkeys(named)), tuple(safe), min(latest, telling.snapshot.as_of) if latest else None


def _harm_line(telling: Telling, who: str, kind: str, fact: bool) -> str:
    child = ", a child to safeguard," if who in telling.who.children else ""
    said = words.sentence(kind, telling.name(who) + child, "somebody in this group")
    return words.ended(said if fact or "alleged" in said else f"It is suspected, not established, that {said}")


def _safe_line(telling: Telling, who: str, kind: str, children: int) -> str:
    count = f"{counted(children, 'child', 'children')} of this group"
    if telling.entities[who]["kind"] not in schema().persons():
        return words.ended(
            f"{count[0].upper()}{count[1:]} {'is' if children == 1 else 'are'} safe at {telling.name(who)}"
        )
    return words.ended(words.sentence(kind, telling.name(who), count))


def _compared(telling: Telling, inside: set[str], group: str, members: frozenset[str]) -> Compared:
    both, only_named = sorted(members & inside), sorted(members - inside)
    only_found = sorted(inside - members)
    name = telling.name(group)
    text = f"{name}: {len(both)} of its {len(members)} named members {'is' if len(both) == 1 else 'are'} here"
    if only_named:
        text += f"; {words.listed([telling.name(one) for one in only_named], 3)} not"
    if only_found:
        names = words.listed([telling.name(one) for one in only_found], 3)
        here = "person here is" if len(only_found) == 1 else "people here are"
        text += f". {counted(len(only_found), here, here).capitalize()} not named as part of it: {names}"
    return Compared(group, name, tuple(both), tuple(only_named), tuple(only_found), words.ended(text))


def _named(telling: Telling, group: str, members: frozenset[str], found: Sequence[FoundGroup]) -> NamedGroup:
    where = {member.id: place.id for place in found for member in place.members}
    falls = Counter(where[one] for one in sorted(members) if one in where)
    name = telling.name(group)
    short = {place.id: place.name.partition(":")[0] for place in found}  # what it is around stands on its card
    order = sorted(falls, key=lambda id_: (-falls[id_], int(id_.removeprefix("found-"))))
    said = [f"{falls[id_]} in {short[id_]}" for id_ in order]
    outside = len(members) - sum(falls.values())
    if said and outside:
        said.append(f"{outside} in none")
    text = f"{words.counted(len(members), 'named member')}; {words.listed(said) if said else 'none in a found group'}."
    if len(order) > 1 and falls[order[0]] < STABLE * len(members):
        text += f" It lies in {counted(len(order), 'found group')}: the ties do not hold it together as one."
    return NamedGroup(group, name, tuple(sorted(members)), text)


def _method(snapshot: Snapshot, settings: GroupSettings, projection: Projection) -> tuple[str, ...]:
    out = [words.label("agency", agency).lower() for agency in snapshot.left_out_agencies]
    return (
        f"Data of {words.day(snapshot.as_of)}, version {snapshot.version}; seen within {projection.window_days} days.",
        f"Louvain (resolution {settings.resolution}) from {settings.runs} seeds, the first {settings.seed},"
        f" what the runs agree on clustered again, and groups over {settings.largest} split once more.",
        f"A person in their group in under {round(STABLE * 100)}% of the runs stands between groups.",
        "On school contacts such groups match the classes well; on reported friendship far less."
        " A found group is a suggestion that a worker confirms.",
        f"Without {words.listed(out)} records." if out else "No agency left out.",
    )

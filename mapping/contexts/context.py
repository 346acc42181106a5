"""One place, school or peer group as the subject of assessment and care: its whole page as plain values. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from graph.answers import Acted, Assessed
from graph.snapshot import Snapshot
from mapping import words
from mapping.contexts.group import Group, group
from mapping.contexts.happened import Happened, happened
from mapping.contexts.plan import Plan, plan
from mapping.contexts.reading import Reading, read
from mapping.contexts.safety import Safety, safety
from mapping.contexts.school import School, school
from mapping.contexts.seen import Sight, children_of, span
from mapping.contexts.settings import ContextSettings
from mapping.contexts.whom import AdultHere, Whom, adults, whom
from mapping.places.clock import Clock, clock
from mapping.places.ground import Ground
from mapping.places.hotspots import Hotspots


@dataclass(frozen=True, slots=True)
class InSpot:
    """A hotspot in which the context lies."""

    number: int
    title: str
    watch: bool  # may be chance
    days: int


@dataclass(frozen=True, slots=True)
class Context:
    """A place, school or peer group."""

    id: str
    kind: str  # location | school | peer_group
    name: str
    label: str  # "Station", "School", "Peer group: friends"
    private: bool
    ward: str
    point: str  # how its point is known where that is not given: "by postcode, about 100 m"
    as_of: date
    settings: ContextSettings
    sentence: str  # what there is to say first
    happened: Happened
    clock: Clock
    whom: Whom
    adults: tuple[AdultHere, ...]
    safety: Safety
    school: School | None
    group: Group | None
    spots: tuple[InSpot, ...]
    plan: Plan
    not_known: tuple[str, ...]
    behind_unknown: Mapping[str, tuple[str, ...]]  # the assertions behind those of them that count records
    hours: tuple[
        tuple[tuple[str, ...], ...], ...
    ]  # the assertions behind each cell of the clock, none where it is shut
    untimed: tuple[str, ...]  # and behind what has no time


def context(
    snapshot: Snapshot,
    id: str,
    settings: ContextSettings | None = None,
    known: Ground | None = None,
    *,
    spots: Hotspots | None = None,
    assessments: Iterable[Assessed] = (),
    actions: Iterable[Acted] = (),
    reading: Reading | None = None,
) -> Context:
    """Tell all there is to tell of one context.

    Parameters
    ----------
    snapshot
        What the viewer may see.
    id
        Kith id of a location, school or peer group.
    settings
        How many days, panel view or not, how people are named.
    known
        Where everything is, for the ward and for what is near.
    spots
        The hotspots, to say in which of them it lies.
    assessments, actions
        What people wrote, of this or of all contexts, earlier ones too.
    reading
        `read` of the same snapshot and settings, where it is there already.

    Raises
    ------
    NoContext
        There is none of this id, or it is private and this is a panel view.
    """
    reading = reading or read(snapshot, settings or ContextSettings())
    one, here = reading.one(id), reading.here(id)
    now = span(here, reading.today, reading.settings.days)
    shut = one.kind == "peer_group" and reading.settings.panel
    told = happened(reading, here, reading.seen.home.get(id, ()), shut=shut)
    visits = _visits(now)
    when = clock(visits, panel=reading.settings.panel)
    children = set(reading.members(id)) if one.kind == "peer_group" else children_of(now)
    said = plan(reading, id, assessments, actions)
    unknown = _not_known(reading, told)
    return Context(
        id=id,
        kind=one.kind,
        name=one.name,
        label=one.label,
        private=one.private,
        ward=str(known.places.loc[id, "ward"]) if known is not None and id in known.places.index else "",
        point=_point(id, known),
        as_of=reading.today,
        settings=reading.settings,
        sentence=_sentence(one.kind, told, reading.today),
        happened=told,
        clock=when,
        whom=whom(reading, now, members=one.kind == "peer_group", whole=told.whole),
        adults=adults(reading, id, now),
        safety=safety(reading, id, children, known, now, whole=told.whole),
        school=school(reading, id, whole=told.whole) if one.kind == "school" else None,
        group=group(reading, id) if one.kind == "peer_group" else None,
        spots=_in(id, spots),
        plan=said,
        not_known=tuple(line for line, _ in unknown),
        behind_unknown=dict(unknown),
        hours=_hours(when, visits) if told.whole else (),
        untimed=_ties(when.pick(visits, None)) if told.whole and when.unknown else (),
    )


def _hours(found: Clock, visits: pd.DataFrame) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The assertions behind each cell that is shown."""
    return tuple(
        tuple(_ties(found.pick(visits, at, on)) if count else () for on, count in enumerate(row))
        for at, row in enumerate(found.cells)
    )


def _ties(visits: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tie for ties in visits["ties"] for tie in ties))


_HERE = "came to harm here, or were found here after going missing,"


def _sentence(kind: str, told: Happened, today: date) -> str:
    """How many children in the window, how many before it, and the last day."""
    what = "of this group came to harm or went missing" if kind == "peer_group" else _HERE
    if told.children.count == 0:
        said = f"No child{' of this group' if kind == 'peer_group' else ''} is recorded as having {_had(kind)} "
        said += f"in {told.days} days"
    else:
        many = "child" if told.children.count == 1 else "children"
        said = f"{told.children.said[0].upper()}{told.children.said[1:]} {many} {what} in {told.days} days"
    last = f" Last: {words.day(told.last, today)}, {words.ago(told.last, today)}." if told.last else ""
    return f"{said}; in as many days before, {told.before.said}.{last}"


def _had(kind: str) -> str:
    return "come to harm or gone missing" if kind == "peer_group" else "come to harm here, or been found here,"


def _point(id: str, known: Ground | None) -> str:
    code = known.places.loc[id].get("point_from") if known is not None and id in known.places.index else ""
    return words.label("point_from", code) if isinstance(code, str) and code not in ("", "given") else ""


def _visits(now: Iterable[Sight]) -> pd.DataFrame:
    """The sights as the clock reads them."""
    rows = [(one.child, one.what, one.day, one.clock, one.ties) for one in now]
    return pd.DataFrame(rows, columns=["child", "what", "day", "started_at", "ties"])


def _in(id: str, spots: Hotspots | None) -> tuple[InSpot, ...]:
    if spots is None:
        return ()
    return tuple(
        InSpot(spot.number, spot.title, spot.watch, spots.settings.days) for spot in spots.spots if id in spot.places
    )


def _not_known(reading: Reading, told: Happened) -> list[tuple[str, tuple[str, ...]]]:
    """Sentences, each with the assertions behind it."""
    said: list[tuple[str, tuple[str, ...]]] = []
    if told.children.count == 0:
        said.append(("Nothing recorded is not the same as nothing there.", ()))
    if told.undated.count != 0:
        undated = f"{told.undated.said} more, in events without a day: counted in a month at most."
        said.append((undated, told.behind_undated))
    if told.at_home.count != 0:
        many = "child" if told.at_home.count == 1 else "children"
        home = f"{told.at_home.said} {many} returned here from missing because they live here: not counted as harm."
        said.append((home, told.behind_home))
    kept = reading.snapshot.withheld.restricted
    if kept:
        withheld = words.counted(kept, "restricted record is", "restricted records are")
        said.append((f"{withheld} withheld from this view.", ()))
    return said

"""Generates the borough: invents it, lets agencies see what they see, and writes what each of them would send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from loaders.borough import (
    agencies,
    dirt,
    extracts,
    friendships,
    ground,
    harm,
    life,
    people,
    plans,
    public,
    records,
    rolls,
    standing,
    told,
    truth,
)
from loaders.borough.extracts import OLD_SYSTEM, WITH_MARK, Written, write
from loaders.borough.facts import YEARS, World

UNTIL = date(2026, 11, 3)
SMALLEST = 50
"""Fewer children cannot carry the told stories."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written, in the order in which it is to be loaded."""

    out: Path
    seed: int
    children: int
    until: date
    written: tuple[Written, ...]  # the extracts, boundaries first
    ground: Path  # river, railway, roads, parks: decoration of the map, no extract
    dirty: Path  # rows that show quarantine at work; not loaded with the rest
    truth: Path  # folder that only evaluation reads

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files to load, in order, as seen from `out`: `ssda903/header.csv`."""
        return tuple(file.path.relative_to(self.out).as_posix() for file in self.written)


def generate(out: Path, *, seed: int = 1, children: int = 400, until: date = UNTIL) -> Manifest:
    """Write the fictional borough's extracts into a folder.

    Parameters
    ----------
    out
        Folder to write to; made if it is not there. Files of an earlier borough are overwritten.
    seed
        The same seed gives the same bytes.
    children
        Children in view, from 50 on. From 800 on there are several sets of stories, one for each 400 children.
    until
        Last day told; the story begins three years before.

    Returns
    -------
    Manifest
        The files written, with their contracts and numbers of rows.

    Raises
    ------
    ValueError
        When fewer than 50 children are asked for.
    """
    if children < SMALLEST:
        raise ValueError(f"A borough needs at least {SMALLEST} children in view; {children} were asked for.")
    world = invent(seed=seed, children=children, until=until)
    open_now = standing.opened(world, seed)
    found = agencies.watch(world, frozenset(open_now), seed)
    happenings = world.happenings
    times = max(1.0, 1.3 * children / ground.CHILDREN)
    files = [
        _areas(out / "boundaries_wards.geojson", world.ground.wards, times),
        _areas(out / "boundaries_small_areas.geojson", world.ground.areas, times),
        _areas(out / "boundaries_localities.geojson", world.ground.localities, times),
        write(out / "population.csv", "population", public.population(world.ground, times)),
        write(out / "locations.csv", "locations", rolls.locations(world)),
        write(out / "schools.csv", "schools", rolls.schools(world), WITH_MARK),
        write(out / "children.csv", "children", rolls.children(found, seed)),
        write(out / "children_police.csv", "children", rolls.police_children(found, seed), OLD_SYSTEM),
        write(out / "children_schools.csv", "children", rolls.school_children(found, seed), WITH_MARK),
        write(out / "adults.csv", "adults", rolls.adults(found, seed)),
        write(out / "ssda903" / "header.csv", "ssda903_header", rolls.ssda903_header(world)),
        write(out / "ssda903" / "episodes.csv", "ssda903_episodes", rolls.ssda903_episodes(world, seed)),
        write(out / "ssda903" / "missing.csv", "ssda903_missing", rolls.ssda903_missing(world, happenings)),
        write(out / "peer_groups.csv", "peer_groups", records.peer_groups(found, seed)),
        write(out / "roles.csv", "roles", standing.roles(found, open_now, seed)),
        write(out / "events.csv", "events", chain(told.told_events(found), records.events(found, happenings, seed))),
        write(
            out / "return_interviews.csv",
            "return_interviews",
            chain(told.told_interviews(found), records.interviews(found, happenings, seed)),
        ),
        write(
            out / "ties.csv", "ties", chain(told.told_ties(found), records.ties(found, world.bonds, happenings, seed))
        ),
        write(out / "assessments.csv", "assessments", plans.assessments(world)),
        write(out / "actions.csv", "actions", plans.actions(world), WITH_MARK),
    ]
    return Manifest(
        out, seed, children, until, tuple(files),
        ground=extracts.write_text(out / "ground.geojson", ground.decoration()),
        dirty=write(out / "dirty" / "ties_from_meeting.csv", "ties", dirt.dirty_ties(world)).path,
        truth=_truth(out / "truth", found),
    )  # fmt: skip


def invent(*, seed: int = 1, children: int = 400, until: date = UNTIL) -> World:
    """Invent the borough and three years of its life, without writing anything."""
    drawn = ground.ground()
    world = World(
        drawn, people.people(drawn, seed=seed, children=children, until=until),
        since=until - timedelta(days=round(365.25 * YEARS)), until=until,
    )  # fmt: skip
    friendships.befriend(world, seed)
    harm.harm(world, seed)
    life.live(world, seed)
    world.happenings.sort(key=lambda h: (h.start, h.kind, h.missing, h.harmed, h.place))
    return world


def _areas(path: Path, areas: tuple[ground.Area, ...], times: float) -> Written:
    return Written(extracts.write_text(path, ground.boundaries(areas, times)), "boundaries", len(areas))


def _truth(folder: Path, found: agencies.Watch) -> Path:
    extracts.write_text(folder / "truth.json", truth.truth(found))
    extracts.write_text(folder / "README.txt", truth.readme())
    return folder

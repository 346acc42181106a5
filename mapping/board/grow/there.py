"""Who else was there: in the same event, or missing at the same time and back from the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from data_schema import schema
from mapping import words
from mapping.board.grow.expand import MOST, proposals
from mapping.board.grow.ground import Ground
from mapping.board.grow.results import Grown, Proposal, Told
from mapping.board.grow.why import why
from mapping.network.assertions import Assertions, weigh
from mapping.network.together import Together, homes, together

BY_HOUR = "by the hour"
BY_DAY = "by the day only, no hour recorded: weaker"
_YEARS = 3660  # days: as far back as anybody asks when the board has no window
_NO_PART = frozenset({"interviewed_after"})
_NOTHING = "Nothing found is not the same as nothing there."


def who_else(ground: Ground, selected: Sequence[str], on_board: Collection[str] = (), *, most: int = MOST) -> Grown:
    """People and things in the same events as the selected, the newest first; of a place, in the events there.

    Returns
    -------
    Grown
        `through` holds the events. In an event with more people than the policy's context limit, being there together
        says little: it is named in the notes and not opened.
    """
    at = ground.unfolded
    here = at.rows_of(selected)
    kinds = at.snapshot.ties["kind"]
    events: dict[int, None] = {row: None for row in here if at.kinds[row] == "event"}
    for entity in here:
        rows = at.ties_of(entity)
        for other, kind in zip(at.others(entity, rows).tolist(), kinds.take(rows).to_pylist(), strict=True):
            if at.kinds[other] == "event" and kind not in _NO_PART:
                events[other] = None
    behind: dict[int, list[int]] = defaultdict(list)
    through: dict[int, list[int]] = defaultdict(list)
    shut = []
    for event in events:
        rows = at.ties_of(event)
        others = at.others(event, rows)
        if len(set(others[at.person[others]].tolist())) > schema().policy.context_limit:
            shut.append(event)
            continue
        for other, row, kind in zip(others.tolist(), rows.tolist(), kinds.take(rows).to_pylist(), strict=True):
            if other not in here and kind not in _NO_PART and (at.person[other] or at.kinds[other] == "thing"):
                behind[other].append(row)
                through[other].append(event)
    said = words.listed([at.name(entity) for entity in here], most=3)
    notes = list(at.left_out(here))
    notes += [f"{at.name(event)}: {words.number(int(at.around[event]))} were there, not opened" for event in shut]
    return Grown(
        asked=f"Who else was there, with {said}" if here else "Nobody is selected",
        why=why("was there too", *(at.ids[entity] for entity in here)),
        found=proposals(at, behind, on_board, most=most, through=through),
        total=len(behind),
        notes=tuple(notes if behind else [*notes, _NOTHING]),
    )


def missing_together(
    ground: Ground, selected: Sequence[str], on_board: Collection[str] = (), *, most: int = MOST
) -> Grown:
    """Children missing at the same time as one of the selected and back from the same place.

    Coming back to one home on one night says nothing about having been away together: homes are left out. In hours
    where both are recorded; else in days, which is weaker and labelled so. What records call "missing with" is there
    too, in their own words.
    """
    at = ground.unfolded
    here = at.rows_of(selected)
    pairs, kept = _pairs(at)
    behind: dict[int, list[Told]] = defaultdict(list)
    for place in np.flatnonzero(np.isin(pairs.first, here) | np.isin(pairs.second, here)).tolist():
        one, two = int(pairs.first[place]), int(pairs.second[place])
        told = _told(at, pairs, kept, place)
        for other in (one, two):
            if other not in here:
                behind[other].append(told)
    for other, told in _stated(at, here):
        behind[other].append(told)
    found = [_proposal(at, other, told, on_board) for other, told in behind.items()]
    found.sort(key=lambda one: one.id)
    found.sort(key=lambda one: one.last, reverse=True)
    said = words.listed([at.name(entity) for entity in here], most=3)
    return Grown(
        asked=f"Missing at the same time as {said}" if here else "Nobody is selected",
        why=why("missing at the same time as", *(at.ids[entity] for entity in here)),
        found=tuple(found[:most]),
        total=len(found),
        notes=() if found else (_NOTHING,),
    )


def _pairs(at: Ground) -> tuple[Together, Assertions]:
    """Pairs of episodes that overlap and ended at one place that is nobody's home of the two."""
    standing = replace(at.snapshot, ties=at.snapshot.ties.take(pa.array(at.kept)))
    since = at.settings.window_from
    window = (at.snapshot.as_of - since).days if since and not at.settings.out_of_date else _YEARS
    kept = weigh(standing, window_days=max(window, 1))
    pairs = together(standing, kept)
    child, place, _ = homes(kept)
    many = len(at.ids)
    lives = child * many + place
    at_home = np.isin(pairs.first * many + pairs.place, lives) | np.isin(pairs.second * many + pairs.place, lives)
    return pairs.where(~at_home), kept


def _told(at: Ground, pairs: Together, kept: Assertions, place: int) -> Told:
    one, two = at.name(int(pairs.first[place])), at.name(int(pairs.second[place]))
    said = pairs.said[place].tolist()
    events = [_event(at, int(kept.target[row])) for row in (said[0], said[2])]
    began, ended = max(event["started_on"] for event in events), min(event["ended_on"] for event in events)
    gone = words.day(began) if began >= ended else f"{words.day(began)} to {words.day(ended)}"
    names = " and ".join(sorted((one, two)))
    return Told(
        sentence=f"{names} were missing at the same time, {gone}, and both came back from "
        f"{at.name(int(pairs.place[place]))}",
        assertions=tuple(dict.fromkeys(id for row in said for id in kept.ids[row])),
        last=max(began, ended).isoformat(),
        standing="neutral",
        stale=_stale(at, max(began, ended)),
        note=BY_HOUR if pairs.exact[place] else BY_DAY,
    )


def _event(at: Ground, row: int) -> dict[str, Any]:
    found: dict[str, Any] = at.snapshot.entities.slice(row, 1).to_pylist()[0]
    return found


def _stale(at: Ground, day: date) -> bool:
    life = schema().ties["went_missing"].half_life_days
    return life is not None and day < at.snapshot.as_of - timedelta(days=life)


def _stated(at: Ground, here: Sequence[int]) -> list[tuple[int, Told]]:
    """Who was missing with whom as records say it."""
    found = []
    kinds = at.snapshot.ties["kind"]
    for entity in here:
        rows = at.ties_of(entity)
        by_other: dict[int, list[int]] = defaultdict(list)
        for other, row, kind in zip(
            at.others(entity, rows).tolist(), rows.tolist(), kinds.take(rows).to_pylist(), strict=True
        ):
            if kind == "missing_with" and other not in here:
                by_other[other].append(row)
        found += [(other, told) for other, behind in by_other.items() for told in at.told(behind)]
    return found


def _proposal(at: Ground, row: int, told: Sequence[Told], on_board: Collection[str]) -> Proposal:
    ordered = sorted(told, key=lambda one: (one.last, one.sentence), reverse=True)
    return Proposal(
        id=at.ids[row],
        kind=str(at.kinds[row]),
        name=at.name(row),
        what=at.what(row),
        told=tuple(ordered),
        on_board=at.ids[row] in set(on_board),
    )

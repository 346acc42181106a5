"""Lists the children with too little recorded to appear on any list, and says in words what there is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from data_schema import schema
from data_schema.model import Standing
from mapping import words
from mapping.network.assertions import KINSHIP
from mapping.network.periphery.cards import ThinRecord
from mapping.network.telling import Telling, counted, few, last_day, ungraded

FAMILY = KINSHIP | {"household"}
ORDINARY = FAMILY | {"attends", "friend", "knows", "interviewed_after"}
"""What is recorded of children about whom nobody wonders."""

ALIKE = 0.75
"""Two names of children born on one day are taken for spellings of one name from here on (difflib's ratio)."""


PLACEHOLDER = 40
"""A day on which more children are said to be born stands for a date that nobody knew: it says nothing of two names."""


def thin_records(
    telling: Telling, children: Collection[str], reached: Collection[str]
) -> tuple[tuple[ThinRecord, ...], tuple[str, ...]]:
    """Children of whom too little is recorded for any question to list them, though something asks for a look.

    Parameters
    ----------
    telling
        Names and records.
    children
        The children to consider: those not open to the hub.
    reached
        Those to whom some tie of the question leads, listed or not.

    Returns
    -------
    tuple of ThinRecord, tuple of str
        What asks most for a question first, then by heading; and who else no list can show, counted, in sentences.
        Absence from a list is not reassurance.
    """
    twins = _spelt_alike(telling, children)
    found, others = [], Counter[str]()
    for child in sorted(children):
        current = [row for row in telling.ties_of(child) if _current(telling, row)]
        if any(not ungraded(row) for row in current) or len({row["agency"] for row in current}) > 1:
            continue
        urgency, reason = _reason(telling, child, current, twins.get(child, ""))
        if reason:
            thin = ThinRecord(child, telling.name(child), telling.heading(child), reason)
            found.append((urgency, thin.heading, thin.id, thin))
        else:
            others["ordinary" if current else "old" if _ever(telling, child) else "bare"] += 1
    unreached = telling.who.harmed & set(children) - set(reached)
    return tuple(thin for *_, thin in sorted(found, key=lambda item: item[:3])), tuple(
        _gaps(telling, len(unreached), others)
    )


def _current(telling: Telling, row: Mapping[str, Any]) -> bool:
    """Whether a tie could carry a child onto a list: of an ageing kind, within the window, not protective."""
    kind = schema().ties[row["kind"]]
    since = telling.snapshot.as_of - timedelta(days=telling.window_days)
    ages = kind.half_life_days is not None and kind.standing is not Standing.PROTECTIVE
    return ages and row["kind"] != "interviewed_after" and (last_day(row) or since) >= since


def _ever(telling: Telling, child: str) -> bool:
    return any(row["kind"] not in FAMILY | {"attends"} for row in telling.ties_of(child))


def _reason(telling: Telling, child: str, current: Sequence[Mapping[str, Any]], twin: str) -> tuple[int, str]:
    """Why the record is thin, or nothing when it is ordinary; the number puts first what asks most for a question."""
    unheard = _unheard(telling, child)
    if unheard:
        return 0, f"{counted(unheard, 'missing episode')}, no return interview"
    if twin:
        return 1, twin
    telltale = [row for row in current if row["kind"] not in ORDINARY]
    if not telltale:
        return 9, ""
    records = len({row["record"] for row in current})
    last = words.day(max(last_day(row) or date.min for row in current), telling.snapshot.as_of)
    if records == 1:
        agency = words.label("agency", telltale[0]["agency"]).lower()
        return 3, f"only one {agency} record, ungraded, {last}"
    return 2, f"only {few(records)} ungraded records, {last}"


def _unheard(telling: Telling, child: str) -> int:
    """Missing episodes of the past year, when no return interview is recorded at all."""
    ties = telling.ties_of(child)
    since = telling.snapshot.as_of - timedelta(days=365)
    if any(row["kind"] == "interviewed_after" for row in ties):
        return 0
    return len({row["to_id"] for row in ties if row["kind"] == "went_missing" and (last_day(row) or since) >= since})


def _spelt_alike(telling: Telling, children: Collection[str]) -> dict[str, str]:
    """Children born on one day under nearly one name: perhaps one child, whose record lies in two parts."""
    born: dict[date, list[str]] = defaultdict(list)
    for id_, row in telling.entities.items():
        if row["kind"] == "child" and row["date_of_birth"]:
            born[row["date_of_birth"]].append(id_)
    found = {}
    days = [sorted(ids) for ids in born.values() if len(ids) <= PLACEHOLDER]
    for one, two in (pair for ids in days for pair in combinations(ids, 2)):
        names = [" ".join(sorted(str(telling.entities[id_]["name"] or "").casefold().split())) for id_ in (one, two)]
        alike = SequenceMatcher(None, names[0], names[1])
        # Two upper bounds come first: they cost little and rule out nearly everybody.
        if alike.real_quick_ratio() >= ALIKE and alike.quick_ratio() >= ALIKE and alike.ratio() >= ALIKE:
            for mine, theirs in ((one, two), (two, one)):
                if mine in children:
                    found[mine] = f"may also be recorded as {telling.name(theirs)}, born the same day: not linked"
    return found


def _gaps(telling: Telling, harmed: int, others: Mapping[str, int]) -> Iterator[str]:
    """Who else no list can show, one sentence for each kind."""
    if harmed:
        is_, leads = ("is", "them") if harmed == 1 else ("are", "any of them")
        text = f"{words.counted(harmed, 'child', 'children')} {is_} recorded as harmed or thought to be"
        yield f"{text}, and no tie that this question follows leads to {leads}."
    said = {
        "ordinary": "with friends, family and school alone, ungraded",
        "old": f"with nothing new within {telling.window_days} days",
        "bare": "with nothing but family, school or a service",
    }
    parts = [f"{words.number(others[kind])} {text}" for kind, text in said.items() if others.get(kind)]
    if parts:
        yield f"No list can show these either: {'; '.join(parts)}."

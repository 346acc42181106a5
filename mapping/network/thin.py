"""Lists the children with too little recorded to appear on any list, and says in words what there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from mapping import words
from mapping.network.assertions import KINSHIP
from mapping.network.cards import ThinRecord
from mapping.network.telling import Telling, counted, last_day, ungraded

FAMILY = KINSHIP | {"household"}
FEW_RECORDS = 3


def thin_records(telling: Telling, children: Collection[str], shown: Collection[str]) -> tuple[ThinRecord, ...]:
    """Children of whom too little is recorded for any ranking to find them.

    Parameters
    ----------
    telling
        Names and records.
    children
        The children to consider: those not open to the hub.
    shown
        Those whom the question found, listed or cut.

    Returns
    -------
    tuple of ThinRecord
        What asks most for a question first, then by heading. Absence from a list is not reassurance.
    """
    ties: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    wanted = set(children) - set(shown)
    for row in telling.snapshot.ties.to_pylist():
        for end in {row["from_id"], row["to_id"]} & wanted:
            ties[end].append(row)
    found = []
    for child in wanted:
        urgency, reason = _reason(telling, child, ties[child])
        if reason:
            thin = ThinRecord(child, telling.name(child), telling.heading(child), reason)
            found.append((urgency, thin.heading, thin.id, thin))
    return tuple(thin for *_, thin in sorted(found, key=lambda item: item[:3]))


def _reason(telling: Telling, child: str, ties: Sequence[Mapping[str, Any]]) -> tuple[int, str]:
    """Why the record is thin, or nothing when it is not; the number puts first what asks most for a question."""
    since = telling.snapshot.as_of - timedelta(days=telling.window_days)
    if child in telling.who.harmed:
        said = "recorded as harmed" if child in telling.who.known_harmed else "thought to have been harmed"
        return 0, f"{said}, no tie that this question follows"
    missing = {row["to_id"] for row in ties if row["kind"] == "went_missing" and _within(row, since)}
    if missing and not any(row["kind"] == "interviewed_after" for row in ties):
        return 1, f"{counted(len(missing), 'missing episode')}, no return interview"
    about = [row for row in ties if row["kind"] not in FAMILY | {"attends"}]
    if not about:
        return 2, _bare(telling, child, ties)
    return 3, _few(telling, about, since)


def _few(telling: Telling, about: Sequence[Mapping[str, Any]], since: date) -> str:
    """Why the ties beyond family and school say too little, or nothing when they do not."""
    as_of = telling.snapshot.as_of
    recent = [row for row in about if _within(row, since)]
    if not recent:
        return f"nothing new since {words.day(max(last_day(row) or date.min for row in about), as_of)}"
    records = len({row["record"] for row in recent})
    last = words.day(max(last_day(row) or date.min for row in recent), as_of)
    if records < FEW_RECORDS and all(ungraded(row) for row in recent):
        return f"only {counted(records, 'ungraded record')}, {last}"
    if records == 1:
        agency = words.label("agency", recent[0]["agency"]).lower()
        return f"one {agency} record since {words.day(since, as_of)}, {last}"
    return ""


def _bare(telling: Telling, child: str, ties: Sequence[Mapping[str, Any]]) -> str:
    """What is said of a child of whom no tie but family and school is recorded."""
    roles = telling.roles_of(child)
    if roles:
        return f"only {words.listed(sorted({words.label('role', row['role']) for row in roles}), 2)}, no ties"
    if any(row["kind"] == "attends" for row in ties):
        family = any(row["kind"] in FAMILY for row in ties)
        return "only school and family are recorded" if family else "only the school is recorded"
    return "only family is recorded" if ties else "nothing is recorded but the name"


def _within(row: Mapping[str, Any], since: date) -> bool:
    return (last_day(row) or since) >= since

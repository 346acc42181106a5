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
FEW_RECORDS = 2


def thin_records(telling: Telling, children: Collection[str], shown: Collection[str]) -> tuple[ThinRecord, ...]:
    """Children of whom too little is recorded for any ranking to find them.

    Parameters
    ----------
    telling
        Names and records.
    children
        The children to consider: those not open to the hub.
    shown
        Those on the list already.

    Returns
    -------
    tuple of ThinRecord
        By heading; each with its reason in words. Absence from a list is not reassurance.
    """
    ties: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    wanted = set(children) - set(shown)
    for row in telling.snapshot.ties.to_pylist():
        for end in {row["from_id"], row["to_id"]} & wanted:
            ties[end].append(row)
    found = []
    for child in wanted:
        reason = _reason(telling, child, ties[child])
        if reason:
            found.append(ThinRecord(child, telling.name(child), telling.heading(child), reason))
    return tuple(sorted(found, key=lambda thin: (thin.reason, thin.heading, thin.id)))


def _reason(telling: Telling, child: str, ties: Sequence[Mapping[str, Any]]) -> str:
    """Why the record is thin, or nothing when it is not."""
    since = telling.snapshot.as_of - timedelta(days=telling.window_days)
    if child in telling.who.harmed:
        known = child in telling.who.known_harmed
        return (
            f"{'recorded as' if known else 'thought to have been'} harmed, not open to the hub, no tie that says more"
        )
    missing = {row["to_id"] for row in ties if row["kind"] == "went_missing" and _within(row, since)}
    if missing and not any(row["kind"] == "interviewed_after" for row in ties):
        return f"{counted(len(missing), 'missing episode')}, no return interview"
    about = [row for row in ties if row["kind"] not in FAMILY | {"attends"}]
    return _few(telling, about, since) if about else _bare(telling, child, ties)


def _few(telling: Telling, about: Sequence[Mapping[str, Any]], since: date) -> str:
    """Why the ties beyond family and school say too little, or nothing when they do not."""
    as_of = telling.snapshot.as_of
    recent = [row for row in about if _within(row, since)]
    if not recent:
        return f"nothing new since {words.day(max(last_day(row) or date.min for row in about), as_of)}"
    if all(ungraded(row) for row in recent):
        return f"only ungraded records ({words.number(len(recent))})"
    if len({row["record"] for row in recent}) < FEW_RECORDS:
        agency = words.label("agency", recent[0]["agency"]).lower()
        return f"one {agency} record in the window, {words.day(last_day(recent[0]) or as_of, as_of)}"
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

"""What keeps a child safe, what help is open, what nobody knows, and which tie, if lost, isolates the child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from data_schema import schema
from data_schema.model import Standing
from mapping import words
from mapping.network.assertions import KINSHIP
from mapping.network.periphery.cards import Safety
from mapping.network.periphery.lifeline import holds, lifeline
from mapping.network.telling import Telling, counted, last_day, ungraded

CLOSED_LATELY_DAYS = 365
ASKED_OF = ("school", "health", "social care")
"""Agencies that know most children: their silence about one is worth a question."""


def keeps_safe(telling: Telling, child: str, ties: Sequence[Mapping[str, Any]]) -> tuple[tuple[Safety, ...], str]:
    """The protective ties of a child, and the sentence on which of them, if lost, isolates the child.

    Which tie that is, `lifeline` decides.
    """
    behind: dict[str, list[Mapping[str, Any]]] = {}
    for row in ties:
        kind = schema().ties[row["kind"]]
        kept = row["to_id"] == child or row["both_ways"] or row["kind"] == "safe_at"
        if kind.standing is Standing.PROTECTIVE and kept and holds(telling, row):
            behind.setdefault(_other(row, child), []).append(row)
    tie, said = lifeline(telling, child, behind)
    found = []
    for other, rows in sorted(behind.items(), key=lambda item: telling.name(item[0])):
        newest = max(rows, key=lambda row: (last_day(row), row["id"]))
        text = words.ended(_protects(telling, child, other, newest))
        found.append(Safety(other, text, tie == (child, other), tuple(row["id"] for row in rows)))
    return tuple(found), said


def _other(row: Mapping[str, Any], child: str) -> str:
    return str(row["to_id"] if row["from_id"] == child else row["from_id"])


def _protects(telling: Telling, child: str, other: str, row: Mapping[str, Any]) -> str:
    if row["from_id"] == child:
        return words.sentence(row["kind"], telling.name(child), telling.name(other))
    age = telling.age(other)
    who = telling.name(other)
    who += f", {age}," if age is not None and age < 18 else ""
    return words.sentence(row["kind"], who, telling.name(child))


def help_open(telling: Telling, child: str) -> tuple[str, ...]:
    """The help that is open now, in words, and what closed in the past year; says so when there is none."""
    known = schema().roles
    now = [row for row in telling.who.roles.get(child, ()) if known[row["role"]].family == "help"]
    said = list(dict.fromkeys(f"{_capital(known[row['role']].label)}." for row in now))
    since = telling.snapshot.as_of - timedelta(days=CLOSED_LATELY_DAYS)
    closed = [
        row
        for row in telling.roles_of(child)
        if known[row["role"]].family in ("help", "status")
        and row["observed_to"] is not None
        and since <= row["observed_to"] < telling.snapshot.as_of
    ]
    names = {row["role"] for row in now}
    for row in sorted(closed, key=lambda row: row["observed_to"], reverse=True):
        if row["role"] not in names:
            names.add(row["role"])
            until = words.day(row["observed_to"], telling.snapshot.as_of)
            said.append(f"{_capital(known[row['role']].label)} until {until}.")
    return tuple(said if now else ["None recorded.", *said])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def not_known(telling: Telling, child: str, ties: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What the records leave open about a child, the most useful to ask first."""
    name = telling.name(child)
    said = []
    unheard = _without_interview(telling, child, ties)
    if unheard:
        said.append(f"What {name} says: no return interview after {counted(unheard, 'missing episode')}.")
    knows = sorted({telling.name(_other(row, child)) for row in ties if row["kind"] == "knows"})
    if knows:
        said.append(f"How {name} and {words.listed(knows, 2)} know each other.")
    if telling.age(child) is None:
        said.append("Date of birth.")
    if not any(row["kind"] == "attends" and row["from_id"] == child for row in ties):
        said.append("Which school, if any.")
    heard = {row["agency"] for row in ties} | {row["agency"] for row in telling.roles_of(child)}
    silent = [words.label("agency", agency).lower() for agency in ASKED_OF if agency not in heard]
    if silent:
        said.append(f"No {' or '.join(silent)} record reached us.")
    about = [row for row in ties if row["kind"] not in KINSHIP | {"attends", "household"}]
    if about and all(ungraded(row) for row in about):
        said.append("How reliable the records are: nobody graded them.")
    return tuple(said)


def _without_interview(telling: Telling, child: str, ties: Sequence[Mapping[str, Any]]) -> int:
    """Missing episodes of the window that no return interview follows."""
    since = telling.snapshot.as_of - timedelta(days=telling.window_days)
    episodes = {row["to_id"] for row in ties if row["kind"] == "went_missing" and (last_day(row) or since) >= since}
    heard = {row["to_id"] for row in ties if row["kind"] == "interviewed_after"}
    # An interview may be an event of its own: then it follows the episode by its date.
    days = [telling.entities[event]["started_on"] for event in heard - episodes]
    starts = [telling.entities[event]["started_on"] for event in episodes - heard]
    return sum(1 for start in starts if not any(day and start and 0 <= (day - start).days <= 14 for day in days))

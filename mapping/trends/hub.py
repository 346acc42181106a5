"""Who is open to the hub, new, closed or referred again in a month, and at what level by the tool's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.trends.month import Month
from mapping.trends.spans import EVER, Spans, first_day, spans, usable

AGAIN_DAYS = 365
"""Opened again within so many days of closing: referred again."""


@dataclass(frozen=True, slots=True)
class Hub:
    """Children by what happened to their being open in a month; each set counts a child once."""

    open: frozenset[str]  # at the end of the last day counted
    new: frozenset[str]  # opened in the month
    closed: frozenset[str]
    again: frozenset[str]  # of the new, those closed within the year before


def hub(opened: Spans, month: Month, until: date) -> Hub:
    """Sort children by whether they were open at the end of a month, opened or closed in it.

    A role that ends on a day was closed on that day: who was closed on the last of October is not open at its end.
    """
    first = month.first
    open_, new, closed, again = set(), set(), set(), set()
    for child, mine in opened.items():
        for place, span in enumerate(mine):
            if span.first <= until < span.last:
                open_.add(child)
            if first <= span.last <= until:
                closed.add(child)
            if first <= span.first <= until:
                new.add(child)
                if place and span.first - mine[place - 1].last <= timedelta(days=AGAIN_DAYS):
                    again.add(child)
    return Hub(frozenset(open_), frozenset(new), frozenset(closed), frozenset(again))


def harm_types(opened: Spans, child: str, month: Month, until: date) -> set[str]:
    """For which kinds of harm a child was open in a month; "" where nobody recorded one."""
    rows = [
        row
        for span in opened.get(child, ())
        for row in span.rows
        if first_day(row) <= until and (row["observed_to"] or EVER) >= month.first
    ]
    return {row["harm_type"] for row in rows if row["harm_type"]} or {""}


@dataclass(frozen=True, slots=True)
class Level:
    """What a tool said, in its own words; never worked out anew."""

    level: str
    tool: str
    version: str
    since: date
    said: str = ""  # the assertion that says so


def levels(snapshot: Snapshot, day: date) -> Mapping[str, Level]:
    """The level of each child that an assessment says on a day: the latest one that holds."""
    roles = usable(snapshot.roles)
    rows = roles.filter(pc.equal(roles["role"], "at_risk")).to_pylist()
    found: dict[str, Mapping[str, Any]] = {}
    for row in sorted((row for row in rows if row["observed_from"] or row["recorded_on"]), key=_latest):
        if row["level"] and first_day(row) <= day <= (row["observed_to"] or EVER):
            found[row["person_id"]] = row
    return {
        child: Level(row["level"], row["tool"] or "", row["tool_version"] or "", first_day(row), row["id"])
        for child, row in found.items()
    }


def _latest(row: Mapping[str, Any]) -> tuple[date, date, str]:
    return first_day(row), row["recorded_on"] or date.min, row["id"]


def level_words(one: Level) -> str:
    """`High, Ottermere exploitation tool, version 3`."""
    said = [schema().codes["level"].label(one.level), one.tool or "tool not recorded"]
    return ", ".join([*said, *([f"version {one.version}"] if one.version else [])])


def roles_of(snapshot: Snapshot, role: str) -> Spans:
    """Who held a role when."""
    roles = usable(snapshot.roles)
    return spans(roles.filter(pc.equal(roles["role"], role)).to_pylist())

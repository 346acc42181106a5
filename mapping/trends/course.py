"""The level of risk at the start, at the review and at the close of being open: as the tool said, never recomputed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow.compute as pc

from data_schema import schema
from mapping.small import suppress
from mapping.trends.known import Counted
from mapping.trends.month import Month
from mapping.trends.spans import EVER, Behind, Span, first_day, usable

MONTHS, REVIEW_DAYS, NEAR_DAYS = 12, 91, 31
"""Months back; days to the review; and days after opening in which a first assessment counts as the start."""
STAGES = ("start", "review", "close")
UNRECORDED = "No level recorded"


@dataclass(frozen=True, slots=True)
class AtStage:
    """How many children were at a level; None where a count is too small, or would tell of a small one."""

    level: str  # "" for none recorded
    label: str
    start: int | None
    review: int | None
    close: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """Children closed in the twelve months that end with the month, by the level at three moments."""

    children: int | None
    rows: tuple[AtStage, ...]
    tools: tuple[str, ...]  # which said so, with their versions: levels of two tools are not one scale
    said: str


def course(known: Counted, month: Month, until: date, limit: int) -> Course:
    """Count children closed in a year by the level at the start, three months later and at the close.

    Each child counts once, with the latest closing. Whoever was closed before three months has no review.
    """
    closed, at, tools = staged(known, month, until)
    labels = {"": UNRECORDED} | {code: one.label for code, one in list(schema().codes["level"].codes.items())[::-1]}
    shown = {stage: suppress([len(at[stage][key]) for key in labels], limit).shown for stage in STAGES}
    rows = [
        AtStage(key, label, *(len(at[stage][key]) if shown[stage][place] else None for stage in STAGES))
        for place, (key, label) in enumerate(labels.items())
    ]
    few = 0 < len(closed) < limit
    said = f"under {limit} children" if few else f"{len(closed):,} {'child' if len(closed) == 1 else 'children'}"
    return Course(None if few else len(closed), tuple(rows), tools, said)


def staged(
    known: Counted, month: Month, until: date
) -> tuple[Collection[str], Mapping[str, Mapping[str, Behind]], tuple[str, ...]]:
    """The children closed in the year; stage -> level -> who was at it and what says so; and the tools."""
    closed: dict[str, Span] = {}
    for child, mine in known.opened.items():
        for span in mine:
            if month.back(MONTHS - 1).first <= span.last <= until:
                closed[child] = span
    assessed = _assessed(known, closed)
    at: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {stage: defaultdict(dict) for stage in STAGES}
    tools: set[str] = set()
    for child, span in sorted(closed.items()):
        for stage, row in zip(STAGES, _stages(span, assessed.get(child, ())), strict=True):
            says = (row["id"],) if row else tuple(one["id"] for one in span.rows)
            at[stage][row["level"] if row else ""][child] = says
            if row and row["tool"]:
                tools.add(" ".join(filter(None, [row["tool"], row["tool_version"]])))
    return closed, at, tuple(sorted(tools))


def _assessed(known: Counted, children: Mapping[str, Span]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The assessments of each child with a level, the earliest first."""
    roles = usable(known.snapshot.roles)
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in roles.filter(pc.equal(roles["role"], "at_risk")).to_pylist():
        if row["level"] and row["person_id"] in children and (row["observed_from"] or row["recorded_on"]):
            found.setdefault(row["person_id"], []).append(row)
    return {child: sorted(rows, key=lambda row: (first_day(row), row["id"])) for child, rows in found.items()}


def _stages(span: Span, rows: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any] | None, ...]:
    """The assessment at the start, at three months and at the close."""
    near = span.first + timedelta(days=NEAR_DAYS)
    start = _holding(rows, span.first) or next((row for row in rows if span.first <= first_day(row) <= near), None)
    review = span.first + timedelta(days=REVIEW_DAYS)
    return start, _holding(rows, review) if review <= span.last else None, _holding(rows, span.last)


def _holding(rows: Sequence[Mapping[str, Any]], day: date) -> Mapping[str, Any] | None:
    held = [row for row in rows if first_day(row) <= day <= (row["observed_to"] or EVER)]
    return held[-1] if held else None

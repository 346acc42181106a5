"""Roles as spans of days: when somebody was open to the hub, looked after or at a level of risk. It judges nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema

_NEXT = timedelta(days=1)
EVER = date.max
"""The end of what has none yet."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day of something that one or several records say of a person."""

    first: date
    last: date  # EVER while it lasts
    rows: tuple[Mapping[str, Any], ...]  # of the roles (or ties) that say so, the earliest first

    def on(self, day: date) -> bool:
        """Whether it held on a day."""
        return self.first <= day <= self.last


Spans = Mapping[str, tuple[Span, ...]]
"""Person -> what held of them, the earliest first; spans of one person do not touch."""
Behind = Mapping[str, tuple[str, ...]]
"""Who (or which event) is counted -> the assertions that say so; none where a birthday does."""


def usable(table: pa.Table) -> pa.Table:
    """The assertions that count in an analysis: not those suspected false, nor those with handling conditions."""
    policy = schema().policy
    false = pc.is_in(table["information_grade"], pa.array(policy.left_out_information, pa.string()))
    held = pc.is_in(table["handling"], pa.array(policy.left_out_handling, pa.string()))
    return table.filter(pc.invert(pc.or_(pc.fill_null(false, False), pc.fill_null(held, False))))


def spans(rows: Iterable[Mapping[str, Any]], person: str = "person_id") -> dict[str, tuple[Span, ...]]:
    """Join what records say of each person into spans: those that overlap or follow on the next day are one.

    Parameters
    ----------
    rows
        Of the roles or ties table; without a first day the day of recording stands for it, without a last it lasts.
    person
        Column of whom it is said.
    """
    said: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["observed_from"] or row["recorded_on"]:
            said[row[person]].append(row)
    return {one: tuple(_joined(sorted(mine, key=_begins))) for one, mine in said.items()}


def first_day(row: Mapping[str, Any]) -> date:
    """The day something began, or was recorded where nobody said when it began."""
    found: date = row["observed_from"] or row["recorded_on"]
    return found


def last_day(row: Mapping[str, Any]) -> date:
    """The day it ended, EVER while it lasts."""
    return row["observed_to"] or EVER


def _begins(row: Mapping[str, Any]) -> tuple[date, date, str]:
    return first_day(row), last_day(row), row["id"]


def _joined(rows: Sequence[Mapping[str, Any]]) -> Iterator[Span]:
    held: list[Mapping[str, Any]] = []
    end = date.min
    for row in rows:
        if held and first_day(row) > (end if end == EVER else end + _NEXT):
            yield Span(first_day(held[0]), end, tuple(held))
            held, end = [], date.min
        held.append(row)
        end = max(end, last_day(row))
    if held:
        yield Span(first_day(held[0]), end, tuple(held))


def on(found: Spans, day: date) -> set[str]:
    """Of whom it held on a day."""
    return {person for person, mine in found.items() if any(span.on(day) for span in mine)}


def said_of(found: Spans, people: Collection[str], first: date, last: date) -> Behind:
    """The assertions that say of these people that it held on any of these days."""
    return {
        person: tuple(
            row["id"]
            for span in found.get(person, ())
            for row in span.rows
            if first_day(row) <= last and last_day(row) >= first
        )
        for person in sorted(people)
    }

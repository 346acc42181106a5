"""Says what would take a child off a list or hold them there: a record withdrawn, time, one more graded record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from mapping import words
from mapping.network.periphery.definition import Definition, ties_toward
from mapping.network.periphery.questions import Asked
from mapping.network.telling import Telling, counted, last_day
from mapping.questions import Question

MOST = 3
TOWARD: Mapping[Question, str] = {
    Question.NEAR_HARMED: "a child who is open to the hub or harmed",
    Question.NEAR_ADULTS: "an adult of concern",
    Question.MISSING_TOGETHER: "a child the question asks about",
    Question.SHARED_PLACES: "one of these places",
}


def changes(telling: Telling, asked: Asked, defined: Definition, row: int) -> tuple[str, ...]:
    """What would change whether the child in this row meets the definition, in sentences.

    Each is exact about the child's own ties: which single record, withdrawn, leaves none that is recent and graded or
    reported by two agencies; until when they lie within the window; what one more graded record would do.
    """
    name = telling.name(asked.ids[row])
    ties = ties_toward(asked, row)
    rests = resting_on(telling, defined, ties)
    said = []
    if rests:
        said.append(f"{_withdrawn(telling, rests)} would take {name} off this list.")
        if asked.question in TOWARD:
            said.append(f"One more graded record of a tie to {TOWARD[asked.question]} would hold {name} here without.")
    else:
        them = "them" if asked.question is not Question.SHARED_PLACES else "these places"
        said.append(
            f"Whichever one record is withdrawn, {name} keeps a recent tie to {them} that somebody graded or two"
            " agencies report."
        )
    until = _until(telling, defined, {id_ for tie in ties for side in tie for one in side for id_ in one})
    if until:
        day = words.day(until, telling.snapshot.as_of)
        said.append(f"If nothing new is recorded, what puts {name} here leaves the window after {day}.")
    return tuple(said)


def resting_on(
    telling: Telling, defined: Definition, ties: Sequence[tuple[tuple[tuple[str, ...], ...], ...]]
) -> tuple[str, ...]:
    """The keys of the records any one of which, withdrawn, leaves the definition unmet."""
    record = {
        row["id"]: str(row["record"])
        for row in telling.ties(id_ for tie in ties for side in tie for one in side for id_ in one)
    }
    return tuple(key for key in sorted(set(record.values())) if not defined.met(_left(ties, record, key)))


def _left(
    ties: Sequence[tuple[tuple[tuple[str, ...], ...], ...]], record: Mapping[str, str], without: str
) -> Iterable[str]:
    """The assertions on the ties that stand without one record."""
    for tie in ties:
        sides = [[one for one in side if all(record.get(id_) != without for id_ in one)] for side in tie]
        if all(sides):
            yield from (id_ for side in sides for one in side for id_ in one)


def _withdrawn(telling: Telling, records: Sequence[str]) -> str:
    """`Withdrawing one record (police PI-4, 25 Oct)`."""
    said: dict[str, str] = {}
    for row in sorted(telling.rows_of_records(set(records)), key=lambda row: (row["record"], str(last_day(row)))):
        day = last_day(row)
        parts = [words.label("agency", row["agency"]).lower(), row["reference"] or ""]
        when = f", {words.day(day, telling.snapshot.as_of)}" if day else ""
        said[row["record"]] = " ".join(filter(None, parts)) + when
    listed = words.listed(sorted(said.values()), MOST) if len(said) > 1 else "".join(said.values())
    if len(records) == 1:
        return f"Withdrawing one record ({listed})"
    return f"Withdrawing any one of {counted(len(records), 'record')} ({listed})"


def _until(telling: Telling, defined: Definition, assertions: Iterable[str]) -> date | None:
    """The last day on which these assertions, with nothing new, meet the definition."""
    as_of = telling.snapshot.as_of
    recent: list[Mapping[str, Any]] = [row for row in telling.ties(assertions) if defined.recent.get(row["id"])]
    days = {row["id"]: min(last_day(row) or as_of, as_of) for row in recent}
    graded = [days[row["id"]] for row in recent if defined.graded[row["id"]]]
    by_agency: dict[str, date] = {}
    for row in recent:
        by_agency[row["agency"]] = max(by_agency.get(row["agency"], date.min), days[row["id"]])
    two = sorted(by_agency.values(), reverse=True)[1:2]
    last = max([*graded, *two], default=None)
    return last + timedelta(days=telling.window_days) if last else None

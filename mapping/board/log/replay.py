"""The moments of a board: what was done, in steps that a person follows, and what stood after each, or on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from graph.answers import Done
from mapping.board.log.fold import fold, in_order
from mapping.board.log.state import State

BREATH = timedelta(minutes=2)
"""Moves of one person with no longer pause between them are one moment."""

HERE = ZoneInfo("Europe/London")
"""Days and hours are those of the hub's wall clock, whatever the server's."""

_RUNS = frozenset({"move", "note", "frame", "act", "slide", "filter"})


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of a board: an operation, or several of one person that belong together."""

    operations: tuple[Done, ...]  # one or more, in order

    @property
    def by(self) -> str:
        """Who."""
        return self.operations[0].by

    @property
    def at(self) -> datetime:
        """When it was finished, UTC."""
        return self.operations[-1].at

    @property
    def place(self) -> int:
        """The place of its last operation: `state_at` of it is what was seen afterwards."""
        return self.operations[-1].place


def moments(done: Iterable[Done]) -> tuple[Moment, ...]:
    """The moments of a board, oldest first.

    Parameters
    ----------
    done
        All its operations.

    Returns
    -------
    tuple of Moment
        Every operation is in exactly one. Moves, and filters, of one person within `BREATH` are one moment, as are the
        steps in which one note, frame, action or slide is written; nobody else came between.
    """
    found: list[list[Done]] = []
    for one in in_order(done):
        if found and _belong(found[-1][-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    return tuple(Moment(tuple(one)) for one in found)


def state_at(done: Iterable[Done], place: int) -> State:
    """What stood after the operation of this place; 0 is the empty board."""
    return fold(done, until=place)


def state_on(done: Iterable[Done], when: Moment | date) -> State:
    """What stood after a moment, or at the end of a day."""
    listed = in_order(done)
    return state_at(listed, when.place if isinstance(when, Moment) else place_on(listed, when))


def everybody(done: Iterable[Done]) -> State:
    """The board as it stands, with all who ever were on it, undone and discarded ones too: for their names."""
    listed = in_order(done)
    ever = fold(one for one in listed if one.operation.kind not in _LEAVING)
    now = fold(listed)
    return replace(now, members={**now.members, **ever.members}, people={**now.people, **ever.people})


_LEAVING = frozenset({"undo", "redo", "discard", "promote", "retract", "same"})


def place_on(done: Iterable[Done], day: date) -> int:
    """The place of the last operation of a day or before it; 0 when the board was not begun."""
    return max((one.place for one in done if local(one.at).date() <= day), default=0)


def local(at: datetime) -> datetime:
    """A moment by the wall clock of the hub."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(HERE)


def index_of(found: Sequence[Moment], place: int) -> int:
    """Which moment this place belongs to: the first that ends at or after it, else the last; -1 of none."""
    return next((i for i, one in enumerate(found) if one.place >= place), len(found) - 1)


def _belong(before: Done, one: Done) -> bool:
    kind = one.operation.kind
    if before.by != one.by or before.operation.kind != kind or kind not in _RUNS or one.at - before.at > BREATH:
        return False
    return _about(before) == _about(one)


def _about(one: Done) -> object:
    """What a run is about: the note, the frame; moves are about whatever is moved."""
    body = one.operation.body
    return body.get("id") if isinstance(body, Mapping) else None

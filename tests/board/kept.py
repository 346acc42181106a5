"""Kept boards for tests, made of operations in a line or two, without a server."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from graph.answers import Done
from graph.model import BoardHead
from mapping.board.log import Doing, State, fold, told

HEAD = BoardHead(
    title="Strategy meeting: the group around the station",
    purpose="strategy_meeting",
    owner="R. Osei",
    audience=("hub", "police"),
    naming="initials",
    expires_on=date(2026, 11, 30),
)
START = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


def done(*doing: Doing, by: str = "A. Brennan", after: int = 0) -> tuple[Done, ...]:
    """These as operations held one after the other, a minute apart."""
    return tuple(
        Done(told(f"op{place}", one), by, "analyst", START + timedelta(minutes=place), place, "test")
        for place, one in enumerate(doing, after + 1)
    )


def state(*doing: Doing, by: str = "A. Brennan") -> State:
    """What stands after these."""
    return fold(done(*doing, by=by))

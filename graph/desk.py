"""What the ways in for people's own words share: who writes, what for, the line before it, texts that say something."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from graph import queries as cypher
from graph.access import Purpose, Viewer
from graph.answers import Assessed, Decided
from graph.audit import Audit
from graph.bolt import Bolt, Query
from graph.failures import DecisionRefused
from graph.scope import Scope

T = TypeVar("T")
W = TypeVar("W", Decided, Assessed)

LONGEST = 500
"""Most characters of a reason: a decision is a line that somebody reads later, not the case file."""


class Desk:
    """One viewer who writes for one purpose. Every write leaves a line in the audit log first."""

    def __init__(self, bolt: Bolt, audit: Audit, viewer: Viewer, purpose: Purpose, today: date) -> None:
        self._bolt, self._audit, self._today = bolt, audit, today
        self.viewer, self.purpose = viewer, purpose
        self._scope = Scope.of(viewer)

    def _record(self, action: str, what: dict[str, Any], work: Callable[[Query, int], T]) -> T:
        """Note what is about to be recorded, then record it, all of it or nothing."""
        version = int(self._bolt.read(lambda query: query(cypher.VERSION))[0]["version"])
        self._audit.note(self.viewer, self.purpose, action, what, version=str(version))
        return self._bolt.write(lambda query: work(query, version))

    def _withdraw(self, what: str, id: str, reason: str, read: Callable[..., W], close: str) -> W:
        """Take back what stands, saying why: `read(query, id, scope)` finds it, the statement `close` marks it."""
        text = worded(reason, "A withdrawal", f"why the {what} is taken back")

        def work(query: Query, _: int) -> W:
            query(cypher.NEXT_DECIDED)
            found = read(query, id, self._scope)
            if not found.current:
                done = "was withdrawn already" if found.withdrawn else "has given way to a later one"
                raise DecisionRefused(f"This {what} {done}. Nothing was recorded.")
            query(close, id=id, props=self._closed("withdrawn", text))
            return read(query, id)

        return self._record(f"{what} withdrawn", {what: id[:200]}, work)

    def _signed(self) -> dict[str, Any]:
        who = {"by": self.viewer.name, "role": self.viewer.role, "hub": self.viewer.hub}
        return {**who, "purpose": self.purpose.text, "at": _now()}

    def _closed(self, state: str, text: str) -> dict[str, Any]:
        closed = {"by": self.viewer.name, "role": self.viewer.role, "at": _now(), "text": text}
        return {"status": state, **{f"closed_{name}": value for name, value in closed.items()}}


def worded(text: str, whose: str, what: str, most: int = LONGEST) -> str:
    """A text of somebody's own, trimmed; DecisionRefused when it says nothing or is too long to be read again."""
    said = text.encode("utf-8", "ignore").decode().strip()  # half a character, as a broken paste leaves, cannot be kept
    if not any(letter.isalnum() for letter in said):
        raise DecisionRefused(f"{whose} needs a text: say {what}. Nothing was recorded.")
    if len(said) > most:
        raise DecisionRefused(
            f"The text has {len(said)} characters; at most {most} are kept. Shorten it: the case file is the place "
            "for more. Nothing was recorded."
        )
    return said


def new_id() -> str:
    """An id that nothing else has."""
    return uuid.uuid4().hex


def _now() -> datetime:
    """Now, in UTC, in milliseconds: what both servers keep."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)

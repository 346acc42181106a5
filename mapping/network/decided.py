"""Sets aside the children of a list about whom somebody decided, until new evidence comes. It decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.answers import Decided
from graph.snapshot import Snapshot
from mapping import words
from mapping.discreet import discreet
from mapping.network.periphery import periphery
from mapping.network.periphery.cards import Card, Periphery
from mapping.network.periphery.settings import PeripherySettings
from mapping.network.raised import headings
from mapping.network.telling import counted, last_day
from mapping.words import Naming

STAYS = "to_discuss"
"""The verdict that leaves a child on the list; every other sets them aside."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A card with what was decided about the child on this question, if anything was."""

    card: Card
    decision: Decided | None
    said: str  # R. Osei, 2 Nov: “Raise at Thursday governance.”; empty when nothing was decided
    new: str  # what has come since, in words; empty when nothing has


@dataclass(frozen=True, slots=True)
class Gone:
    """A child about whom somebody decided, and who is not on the list as it is asked now."""

    decision: Decided
    heading: str  # P.K., 12
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """What was decided about one child, for who reads a list without pressing anything."""

    child: str
    heading: str
    said: str  # Not now: R. Osei, 2 Nov: “Seen on Monday.”
    new: str
    hidden: bool  # set aside until new evidence comes
    on_list: bool


@dataclass(frozen=True, slots=True)
class Sorted:
    """A list after what was decided: every card is among `shown` or `aside`, in the order of the list."""

    shown: tuple[Placed, ...]
    aside: tuple[Placed, ...]  # decided, hidden until new evidence comes
    gone: tuple[Gone, ...]
    hidden: str  # 4 decided are hidden until new evidence comes; empty when none is

    @property
    def decided(self) -> int:
        """How many children were decided about and are not shown."""
        return len(self.aside) + len(self.gone)

    def lines(self) -> tuple[Line, ...]:
        """What was decided about each child of the question, those on the list first."""
        found = [
            Line(one.card.id, one.card.heading, f"{verdict(one.decision)}: {one.said}", one.new, hidden, True)
            for hidden, places in ((False, self.shown), (True, self.aside))
            for one in places
            if one.decision
        ]
        gone = [Line(one.decision.child, one.heading, one.said, "", False, False) for one in self.gone]
        return (*found, *gone)


def put_aside(
    found: Periphery, decisions: Iterable[Decided], snapshot: Snapshot, naming: Naming = Naming.FULL
) -> Sorted:
    """Sort the cards of one list by what was decided about their children.

    A child stays set aside until there is evidence on their card that came into the data after the decision, or was
    corrected after it: a tie, or a role of harm or concern of the child or of those whom the reasons name.

    Parameters
    ----------
    found
        The list of one question.
    decisions
        What was decided, about any question; only what stands counts.
    snapshot
        The data the list was made of.
    naming
        How people are named, also in what somebody wrote.
    """
    standing = sorted((one for one in decisions if one.current and one.question == found.question), key=_place)
    latest = {one.child: one for one in standing}
    fresh = _Fresh(snapshot.without_agency(*found.method.left_out_agencies))
    shown: list[Placed] = []
    aside: list[Placed] = []
    for card in found.cards:
        decision = latest.pop(card.id, None)
        new = fresh.since(card, decision) if decision else ""
        short = discreet(snapshot, [card.id], naming) if decision else str
        placed = Placed(card, decision, short(told(decision, snapshot.as_of)) if decision else "", new)
        (aside if decision and decision.verdict != STAYS and not new else shown).append(placed)
    return Sorted(tuple(shown), tuple(aside), tuple(_gone(latest, snapshot, naming)), _hidden(len(aside)))


def listed(snapshot: Snapshot, settings: PeripherySettings, decisions: Iterable[Decided]) -> tuple[Periphery, Sorted]:
    """The list of one question after what was decided; where it is cut, decided children keep nobody else off it."""
    decisions = list(decisions)
    found = periphery(snapshot, settings)
    hiding = sum(one.current and one.question == found.question and one.verdict != STAYS for one in decisions)
    if hiding and len(found.cards) >= settings.top:
        found = periphery(snapshot, replace(settings, top=settings.top + hiding))
    return found, put_aside(found, decisions, snapshot, settings.naming)


def verdict(decision: Decided) -> str:
    """The verdict in words: `Not now`."""
    return schema().codes["verdict"].label(decision.verdict)


def told(decision: Decided, today: date) -> str:
    """`R. Osei, 2 Nov: “Raise at Thursday governance.”`."""
    return f"{decision.by}, {words.day(local(decision), today)}: “{decision.reason}”"


def history(decisions: Iterable[Decided], today: date) -> tuple[str, ...]:
    """Decisions that no longer stand, the latest first, each with what became of it."""
    past = sorted((one for one in decisions if not one.current), key=_place, reverse=True)
    return tuple(f"{verdict(one)}: {told(one, today)}{_became(one, today)}" for one in past)


def _became(one: Decided, today: date) -> str:
    if not one.withdrawn:
        return " A later decision took its place."
    on = words.day(one.withdrawn.at.astimezone().date(), today)
    return f" Taken back by {one.withdrawn.by}, {on}: “{one.withdrawn.text}”"


def local(decision: Decided) -> date:
    """The day of a decision, by the clock of this machine."""
    return decision.at.astimezone().date()


def _place(decision: Decided) -> int:
    return decision.place


def _hidden(count: int) -> str:
    is_ = "is" if count == 1 else "are"
    return f"{words.number(count)} decided {is_} hidden until new evidence comes" if count else ""


class _Fresh:
    """What came into the data after a decision, read once for a list."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        telling = [name for name, role in schema().roles.items() if role.open or role.family in {"harm", "concern"}]
        of_interest = pc.is_in(snapshot.roles["role"], pa.array(telling, pa.string()))
        left_out = schema().policy.left_out_handling
        rows = snapshot.roles.filter(of_interest).to_pylist()
        self._roles = [row for row in rows if row["handling"] not in left_out]

    def since(self, card: Card, decision: Decided) -> str:
        """What is new on this card since the decision, in words; empty when nothing is."""
        ties = self._snapshot.ties.filter(pc.is_in(self._snapshot.ties["id"], pa.array(card.evidence, pa.string())))
        named = {card.id, *(other for reason in card.reasons for other in reason.others)}
        roles = [row for row in self._roles if row["person_id"] in named]
        new = [row for row in (*ties.to_pylist(), *roles) if (row["written"] or 0) > decision.version]
        if not new:
            return ""
        today = self._snapshot.as_of
        when = words.day(local(decision), today)
        start = f"Decided “{verdict(decision).lower()}” by {decision.by} on {when}; new or corrected since"
        latest = max((day for row in new if (day := last_day(row)) and day <= today), default=None)
        until = f", latest {words.day(latest, today)}" if latest else ""
        return f"{start}: {words.listed(_by_agency(new))}{until}."


def _by_agency(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """`two police records`, one text for each agency."""
    many = Counter(agency for agency, _ in {(row["agency"], row["record"]) for row in rows})
    return [counted(count, f"{words.label('agency', agency).lower()} record") for agency, count in sorted(many.items())]


def _gone(left: Mapping[str, Decided], snapshot: Snapshot, naming: Naming) -> Iterable[Gone]:
    """Those decided about who have no card, the latest first; whom the viewer cannot see has no line."""
    names = headings(snapshot, left, naming)
    for decision in sorted(left.values(), key=_place, reverse=True):
        if decision.child in names:
            said = discreet(snapshot, [decision.child], naming)(told(decision, snapshot.as_of))
            said = f"{verdict(decision)}: {said}"
            yield Gone(decision, names[decision.child], said)

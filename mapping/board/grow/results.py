"""What growing a board finds: who could be added, the reason in words, the assertions behind it. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from mapping import words


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence and the assertions that say so."""

    sentence: str
    assertions: tuple[str, ...]  # newest first
    last: str  # ISO day last observed
    standing: str  # harm | protective | neutral
    stale: bool = False
    note: str = ""  # by the day only; the same phone


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody or something that could be added, and why."""

    id: str
    kind: str  # as drawn
    name: str  # by naming mode
    what: str  # child, 14
    told: tuple[Told, ...]  # newest first
    on_board: bool = False
    touches: tuple[str, ...] = ()  # ids of the selected that it is tied to
    through: tuple[str, ...] = ()  # ids of the places, adults or things that it shares with them
    note: str = ""  # a crowded place

    @property
    def last(self) -> str:
        """ISO day of the newest of it."""
        return max((one.last for one in self.told), default="")

    @property
    def assertions(self) -> tuple[str, ...]:
        """All that says so."""
        return tuple(dict.fromkeys(id for one in self.told for id in one.assertions))


@dataclass(frozen=True, slots=True)
class Grown:
    """What was found, newest first, never by score; and what was not shown, in words."""

    asked: str  # the question in words
    why: str  # stored with whoever is added: words and Kith ids, no name
    found: tuple[Proposal, ...]
    total: int
    notes: tuple[str, ...] = ()

    @property
    def new(self) -> tuple[str, ...]:
        """Ids of those found that are not on the board."""
        return tuple(one.id for one in self.found if not one.on_board)

    @property
    def said(self) -> str:
        """`showing 40 of 112 · 3 on the board already`."""
        there = sum(one.on_board for one in self.found)
        counted = words.showing(len(self.found), self.total)
        return f"{counted} · {words.number(there)} on the board already" if there else counted


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to go on, and how many there are before one chooses."""

    by: str  # standing | kind | tie
    code: str
    label: str
    total: int
    new: int  # of them not on the board yet


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    from_id: str
    to_id: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """One way from the one to the other, each step with its sentence."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def weakest(self) -> str:
        """ISO day of its oldest step: a path is no fresher than that."""
        return min(max(one.last for one in step.told) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Paths:
    """The shortest paths between two, those with the freshest oldest step first."""

    asked: str
    why: str
    found: tuple[Path, ...]
    total: int
    notes: tuple[str, ...]

    @property
    def steps(self) -> int:
        """How many steps they have; 0 when there is none."""
        return len(self.found[0].steps) if self.found else 0

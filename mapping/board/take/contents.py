"""What is on a board as sections of rows, by naming mode: the one source of the minutes, the tables and the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.answers import Done
from mapping import words
from mapping.board.drawn import Seen
from mapping.board.figures import Figures
from mapping.board.log import State
from mapping.board.model import Board
from mapping.board.take import sections
from mapping.board.take.sections import Section
from mapping.board.take.told import NOT_THE_RECORD, Printed, alt, facts, shown
from mapping.words import Naming

_QUIET = {"version", "taken", "slide", "unslide"}
"""Operations that change nothing of what a board shows."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A board in words, fit to leave in its naming mode."""

    title: str
    purpose: str
    facts: tuple[tuple[str, str], ...]
    shown: str
    alt: str
    record: str
    sections: tuple[Section, ...]
    made_by: str
    drawn: bool  # whether there is a picture: never of counts

    def section(self, name: str) -> Section:
        """The section of this name.

        Raises
        ------
        KeyError
            This copy has none: of counts there is neither a list of people nor of ties.
        """
        for section in self.sections:
            if section.name == name:
                return section
        raise KeyError(name)


def contents(board: Board, state: State, seen: Seen, printed: Printed, figures: Figures | None = None) -> Contents:
    """What is on the board, in words.

    Parameters
    ----------
    board, state, seen
        As drawn, as it stands, and as it is named: all three in the naming mode of this copy.
    printed : Printed
        What the copy says of itself.
    figures : Figures, optional
        Of the same board: what a copy in counts holds instead of people and ties.
    """
    counts = seen.names.mode is Naming.COUNTS
    return Contents(
        title=printed.title,
        purpose=board.purpose,
        facts=facts(board, printed),
        shown=shown(board),
        alt=alt(board),
        record=f"{printed.record} {NOT_THE_RECORD}",
        sections=sections.counted(state, figures) if counts else sections.named(board, state, seen.names),
        made_by=printed.made_by,
        drawn=not counts,
    )


def cut(told: Contents, most: int, more: str) -> Contents:
    """The same with at most so many rows in each section; what was cut is counted in its heading.

    Parameters
    ----------
    more : str
        Where the rest is, said under a section that was cut.
    """
    short = (replace(one, rows=one.rows[:most], more=more) if len(one.rows) > most else one for one in told.sections)
    return replace(told, sections=tuple(short))


def version_words(state: State, done: Sequence[Done]) -> str:
    """The latest named version, `“before the meeting”`, and how many steps were done since; "" without one."""
    if not state.versions:
        return ""
    latest = state.versions[-1]
    since = sum(one.place > latest.signed.place and one.operation.kind not in _QUIET for one in done)
    return f"“{latest.name}”" + (f" and {words.counted(since, 'step')} since" if since else "")

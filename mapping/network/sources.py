"""Asks a question again with each source left out: who would still be listed, and between which places they move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapping import words
from mapping.network.cards import Without
from mapping.network.definition import Definition
from mapping.network.heard import Reading
from mapping.network.questions import ask
from mapping.network.ranking import rank
from mapping.network.telling import Telling
from mapping.questions import Question

if TYPE_CHECKING:
    from mapping.network.settings import PeripherySettings

STAYS, BELOW, GONE = "still be here", "fall below the cut of this list", "not be here"


@dataclass(frozen=True)
class Silenced:
    """The list had one agency said nothing: the place of every listed child who would still meet the definition."""

    agency: str
    places: Mapping[str, int]  # 1 is the first; never shown by itself
    top: int

    def fate(self, child: str) -> str:
        """What would become of a listed child, as the end of a sentence."""
        place = self.places.get(child)
        return GONE if place is None else STAYS if place <= self.top else BELOW


def silenced(
    reading: Reading, settings: PeripherySettings, defined: Definition, listed: Sequence[str]
) -> list[Silenced]:
    """Ask again without each agency in turn; nothing is asked where nobody is listed.

    Parameters
    ----------
    reading
        The data, read once.
    settings
        The question and what counts.
    defined
        The working definition, by what all agencies say.
    listed
        Ids of the children on the list.
    """
    agencies = sorted(set(reading.snapshot.ties["agency"].to_pylist()) - {None}) if listed else []
    wanted = set(listed)
    found = []
    for agency in agencies:
        heard = reading.without(agency)
        asked = ask(Question(settings.question), heard, settings.projection(), settings.places, settings.groups)
        rows = rank(asked, settings.alpha).rows
        last = max((place for place, row in enumerate(rows, 1) if asked.ids[row] in wanted), default=0)
        meeting = defined.meeting(asked, rows[:last])
        places = {asked.ids[row]: place for place, row in enumerate(meeting, 1) if asked.ids[row] in wanted}
        found.append(Silenced(agency, places, settings.top))
    return found


def without(telling: Telling, tried: Sequence[Silenced], child: str) -> tuple[Without, ...]:
    """What would become of a child without each source, in sentences."""
    name = telling.name(child)
    return tuple(
        Without(
            one.agency,
            one.fate(child) == STAYS,
            f"Without {words.label('agency', one.agency).lower()} records {name} would {one.fate(child)}.",
        )
        for one in tried
    )


def rank_range(tried: Sequence[Silenced], child: str, total: int) -> str:
    """How far a child's place moves with each source left out, in words; never one place.

    The same people rank differently by data source, so a place says as much about the sources as about the ties.

    Parameters
    ----------
    tried
        The list without each source.
    child
        Whose place.
    total
        How many children meet the definition as the ties stand.
    """
    places = [one.places[child] for one in tried if child in one.places]
    gone = [f"without {words.label('agency', one.agency).lower()}" for one in tried if child not in one.places]
    said = []
    if places:
        low, high = min(places), max(places)
        moves = f"between {ordinal(low)} and {ordinal(high)} of {total} as the ties stand"
        said.append(moves if low < high else "the same place whichever is left out")
    if gone:
        said.append(f"not listed {', '.join(gone[:-1])}{' or ' if gone[1:] else ''}{gone[-1]} records")
    return f"With each source left out in turn: {'; '.join(said)}." if said else ""


def ordinal(place: int) -> str:
    """`1st`, `2nd`, `11th`."""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{words.number(place)}{ending}"

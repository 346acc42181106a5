"""Asks a question again with each source left out: who would still be listed, and between which places they move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapping import words
from mapping.network.combine import Ints
from mapping.network.heard import Reading
from mapping.network.periphery.cards import Without
from mapping.network.periphery.definition import Definition
from mapping.network.periphery.questions import Asked, ask
from mapping.network.periphery.ranking import rank
from mapping.network.telling import Telling

if TYPE_CHECKING:
    from mapping.network.periphery.settings import PeripherySettings

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
    reading: Reading, settings: PeripherySettings, defined: Definition, asked: Asked, meeting: Ints
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
    asked, meeting
        The question with all sources heard, and the rows that meet the definition, the first of whom are listed.
    """
    listed = {asked.ids[row] for row in meeting[: settings.top]}
    agencies = sorted(set(reading.snapshot.ties["agency"].unique().to_pylist()) - {None}) if listed else []
    found = []
    for agency in agencies:
        again = ask(asked.question, reading.without(agency), settings.projection(), settings.places, settings.groups)
        if _same(asked, again, agency):
            order = meeting[: settings.top].tolist()
        else:
            rows = rank(again, settings.alpha).rows
            last = max((place for place, row in enumerate(rows, 1) if again.ids[row] in listed), default=0)
            order = list(defined.meeting(again, rows[:last]))
        places = {again.ids[row]: place for place, row in enumerate(order, 1) if again.ids[row] in listed}
        found.append(Silenced(agency, places, settings.top))
    return found


def _same(one: Asked, two: Asked, agency: str) -> bool:
    """Whether what an agency said bears on this question in no way: then nothing need be asked again."""
    said = one.projection.contexts.said
    if agency in said.agencies and (said.agency == said.agencies.index(agency)).any():
        return False
    alike = one.ids == two.ids and one.groups == two.groups and np.array_equal(one.seeds, two.seeds)
    return alike and np.array_equal(one.candidates, two.candidates) and (one.weights != two.weights).nnz == 0


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

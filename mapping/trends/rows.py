"""How often one child was missing, and what was done about it: a row of the Missing page. Frequencies, no score."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mapping import words
from mapping.trends.episodes import AWAY, LIVED, Episode
from mapping.trends.known import Counted, MissingSettings
from mapping.trends.month import Month
from mapping.trends.pairs import Pair

BEFORE = 5
"""Months before the one asked for that a row of the top ten shows."""
QUARTERS = 4
"""Spans of three months in a child's run of frequencies, of which the last ends with the month."""


@dataclass(frozen=True, slots=True)
class ChildMissing:
    """How often one child was missing."""

    id: str
    heading: str  # "X.P., 15"
    lived: str  # words of LIVED, on the day of the latest episode
    open: str  # "open to the hub", "was open before", "never open to the hub"
    episodes: int  # of the month
    before: tuple[int, ...]  # of the months before it, the earliest first
    in_days: int  # in the days of the settings, up to the end of the month
    quarters: tuple[int, ...]  # of three months each, the earliest first; the last ends with the month
    run: str  # "34, 20, 4"
    together: tuple[str, ...]  # "U.N., 7 times"
    due: int  # return interviews of the month
    offered: int
    within: int
    unknown: int
    evidence: tuple[str, ...]


class Rows:
    """The row of each child."""

    def __init__(
        self, known: Counted, settings: MissingSettings, until: date, mine: Sequence[Episode],
        often: Mapping[str, int], mates: Sequence[Pair],
    ) -> None:  # fmt: skip
        self._known, self._settings, self._until, self._often = known, settings, until, often
        self._mine: dict[str, list[Episode]] = defaultdict(list)
        for one in mine:
            self._mine[one.child].append(one)
        self._months: dict[str, Counter[Month]] = defaultdict(Counter)
        for one in known.episodes:
            if one.kind != AWAY and one.start <= until:
                self._months[one.child][Month.of(one.start)] += 1
        self._lived = {one.child: one.lived for one in known.episodes if one.start <= until}
        self._mates: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for pair in mates:
            self._mates[pair.first].append((pair.second, len(pair.days)))
            self._mates[pair.second].append((pair.first, len(pair.days)))

    def of(self, child: str) -> ChildMissing:
        """The row of a child, also of one who was not missing in the month."""
        month, months, mine = self._settings.month, self._months[child], self._mine[child]
        due = [one for one in mine if one.due(self._known.snapshot.as_of)]
        states = Counter(one.interview for one in due)
        quarters = tuple(
            sum(months[one] for one in month.back(3 * n).run(3)) for n in reversed(range(QUARTERS))
        )  # fmt: skip
        return ChildMissing(
            id=child,
            heading=self._name(child),
            lived=LIVED[self._lived.get(child, "")],
            open=self._known.standing(child, self._until),
            episodes=len(mine),
            before=tuple(months[one] for one in month.back(1).run(BEFORE)),
            in_days=self._often.get(child, 0),
            quarters=quarters,
            run=", ".join(words.number(one) for one in quarters),
            together=tuple(
                f"{words.person(self._known.people[other].name, self._settings.naming)}, {words.counted(times, 'time')}"
                for other, times in self._mates[child]
                if other in self._known.people
            ),
            due=len(due),
            offered=len(due) - states["unknown"] - states["no"],
            within=states["within"],
            unknown=states["unknown"],
            evidence=tuple(id_ for one in mine for id_ in one.evidence),
        )

    def _name(self, child: str) -> str:
        return self._known.people[child].heading(self._settings.naming, self._until)

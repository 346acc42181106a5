"""What the pages of a month count from, read once: people, episodes, who was open to the hub, and the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.trends.counts import NOT_RECORDED, smallest
from mapping.trends.episodes import Episode, by_month, episodes, within
from mapping.trends.month import Month
from mapping.trends.people import Person, read_people
from mapping.trends.spans import Behind, Spans, spans, usable
from mapping.words import Naming


@dataclass(frozen=True, slots=True)
class MissingSettings:
    """What to count."""

    month: Month
    repeats: int = 3  # so many episodes
    days: int = 90  # in so many days: repeats, and how far back pairs and places are looked for
    top: int = 10
    naming: Naming = Naming.INITIALS
    small: int = 0  # the smallest count of children that is shown; 0: the policy's, 1: every one

    @property
    def limit(self) -> int:
        """The smallest count that is shown."""
        return smallest(self.small)


@dataclass(frozen=True)
class Counted:
    """What a month's pages count from, read once: every episode, and who was open to the hub when."""

    snapshot: Snapshot
    people: Mapping[str, Person]
    episodes: tuple[Episode, ...]
    opened: Spans
    cared: Spans  # looked after
    by_month: Mapping[Month, Behind]  # children of whom only the month is recorded in which they went missing

    def missing(self, first: date, last: date) -> list[Episode]:
        """The missing episodes that began from one day to another."""
        return within(self.episodes, first, last)

    def standing(self, child: str, day: date) -> str:
        """Whether a child was open to the hub on a day, in words; `not recorded` where nobody is recorded as open."""
        if not self.opened:
            return NOT_RECORDED
        mine = self.opened.get(child, ())
        if any(span.on(day) for span in mine):
            return "open to the hub"
        before = any(span.first <= day for span in mine)
        return "was open to the hub before" if before else "never open to the hub"

    def by_month_alone(self, month: Month) -> Behind:
        """Children of whom no day is recorded on which they went missing in a month, only the month itself."""
        dated = {one.child for one in self.missing(month.first, month.last)}
        return {child: said for child, said in self.by_month.get(month, {}).items() if child not in dated}


def counted(snapshot: Snapshot) -> Counted:
    """Read the episodes and the spans of being open."""
    people = read_people(snapshot)
    roles = usable(snapshot.roles)
    opening = [name for name, role in schema().roles.items() if role.open]
    all_ = roles.to_pylist()
    rows = [row for row in all_ if row["role"] in opening]
    # An episode is one of a child: of whom was 18 on the day nothing is said here.
    mine = tuple(one for one in episodes(snapshot) if one.child in people and people[one.child].child(one.start))
    cared = [row for row in all_ if row["role"] == "looked_after"]
    only = {
        month: {child: said for child, said in who.items() if child in people and people[child].child(month.first)}
        for month, who in by_month(snapshot).items()
    }
    return Counted(snapshot, people, mine, spans(rows), spans(cared), only)

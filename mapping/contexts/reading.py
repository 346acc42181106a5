"""What every context of a snapshot is read from: who is who, how they are told, and who was seen where. Made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from graph.snapshot import Snapshot
from mapping import words
from mapping.contexts.named import Named, named
from mapping.contexts.seen import Seen, Sight, children_of, seen
from mapping.contexts.settings import ContextSettings, NoContext
from mapping.network.people import People, people
from mapping.network.telling import Telling, last_day
from mapping.small import Count, count


@dataclass(frozen=True)
class Reading:
    """One snapshot as these settings look at it."""

    snapshot: Snapshot
    settings: ContextSettings
    who: People
    seen: Seen
    telling: Telling

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self.snapshot.as_of

    @property
    def since(self) -> date:
        """The first day of the window."""
        return self.today - timedelta(days=self.settings.days - 1)

    @cached_property
    def contexts(self) -> Mapping[str, Named]:
        """Every place, school and peer group."""
        return {one.id: one for one in named(self.snapshot)}

    @cached_property
    def described(self) -> Mapping[str, Mapping[str, Any]]:
        """What is recorded of each context itself."""
        columns = ["id", "owner", "guardianship", "review_date", "roll"]
        rows = self.snapshot.entities.select(columns).to_pylist()
        return {row["id"]: row for row in rows if row["id"] in self.contexts}

    def one(self, id: str) -> Named:
        """A context that may be opened.

        Raises
        ------
        NoContext
            There is none of this id, or it is private and this is a panel view.
        """
        found = self.contexts.get(id)
        if found is None:
            raise NoContext(f"“{id[:60]}” is no place, school or peer group that is held here or shown to you.")
        if found.private and self.settings.panel:
            raise NoContext(
                "This is a children's home or an address. It is not opened on a panel view: to name it beside harm "
                "would tell who lives there. Leave the panel view if you need to know."
            )
        return found

    def here(self, id: str) -> tuple[Sight, ...]:
        """What happened at a place or school; of a peer group, what happened to those named as members."""
        if self.contexts[id].kind != "peer_group":
            return self.seen.at.get(id, ())
        mine = [one for child in sorted(self.members(id)) for one in self.seen.of.get(child, ())]
        return tuple(sorted(mine, key=lambda one: (one.day or date.min, one.what, one.child)))

    def members(self, id: str) -> dict[str, list[Mapping[str, Any]]]:
        """Who is named as part of a peer group: children, each with the statements that name them."""
        return {who: rows for who, rows in self._named(id).items() if who in self.seen.children}

    def grown(self, id: str) -> dict[str, list[Mapping[str, Any]]]:
        """Adults who are named as part of a peer group."""
        return {who: rows for who, rows in self._named(id).items() if who not in self.seen.children}

    def _named(self, id: str) -> dict[str, list[Mapping[str, Any]]]:
        found: dict[str, list[Mapping[str, Any]]] = {}
        for row in self.tied(id, "member_of"):
            if row["to_id"] == id:
                found.setdefault(row["from_id"], []).append(row)
        return found

    def tied(self, end: str, *kinds: str) -> list[Mapping[str, Any]]:
        """The usable ties of these kinds at one end, known within the window or lasting, the newest first."""
        rows = [row for row in self.telling.ties_of(end) if row["kind"] in kinds and self._recent(row)]
        return sorted(rows, key=lambda row: (last_day(row) or date.min, row["id"]), reverse=True)

    def _recent(self, row: Mapping[str, Any]) -> bool:
        """Whether a tie was known in the window; what was never said to end still holds."""
        begun = row["observed_from"] is None or row["observed_from"] <= self.today
        return begun and (row["observed_to"] is None or row["observed_to"] >= self.since)

    def tell(self, children: Iterable[str]) -> Count:
        """How many distinct children, as they may be shown."""
        return count(len(set(children)), self.settings.limit)

    def may_name(self, children: Sequence[str] | set[str]) -> bool:
        """Whether these children may be named: off a panel view, or enough of them."""
        return len(set(children)) >= self.settings.limit

    def name(self, id: str) -> str:
        """A name as the settings show it; a private place on a panel view is only what it is."""
        one = self.contexts.get(id)
        if one and one.private and self.settings.panel:
            return f"{one.label.lower()}, not named"
        return self.telling.name(id)

    def heading(self, id: str) -> str:
        """`P.K., 12`."""
        return self.telling.heading(id)


def read(snapshot: Snapshot, settings: ContextSettings) -> Reading:
    """Read a snapshot for its contexts; keep the result for as many of them as are asked for."""
    who = people(snapshot, window_days=settings.days)
    telling = Telling(snapshot, who, settings.named, settings.days)
    return Reading(snapshot, settings, who, seen(snapshot, who), telling)


def counted_children(sights: Iterable[Sight]) -> int:
    """Distinct children."""
    return len(children_of(sights))


def said(count_: Count, one: str = "child", many: str = "children") -> str:
    """`12 children`, `under 5 children`, `1 child`."""
    return f"{count_.said} {one if count_.count == 1 else many}"


def when(day: date | None, today: date) -> str:
    """`3 Oct, 9 days ago`, or that no day is recorded."""
    return f"{words.day(day, today)}, {words.ago(day, today)}" if day else "no day recorded"

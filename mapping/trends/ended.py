"""Where missing episodes ended: places by distinct children. To a panel no home, no address and no handful."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping.trends.counts import Count, count
from mapping.trends.episodes import Episode


@dataclass(frozen=True, slots=True)
class FoundAt:
    """A place as it is told."""

    id: str
    name: str
    kind: str  # code of place_kind, or "school"
    private: bool

    @property
    def told(self) -> str:
        """Its name; of a home or an address only what it is, since it may be where a child lives."""
        return f"{self.label.lower()}, not named" if self.private else self.name

    @property
    def label(self) -> str:
        """Its kind in words."""
        return "School" if self.kind == "school" else schema().codes["place_kind"].label(self.kind)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place where missing episodes ended."""

    id: str
    name: str
    kind: str  # in words
    children: int
    episodes: int


@dataclass(frozen=True, slots=True)
class Ended:
    """Where the episodes of some days ended."""

    shown: tuple[FoundPlace, ...]  # those of the most children first
    hidden: int  # places with too few children to show
    private: int  # homes and addresses
    none: Count  # children with an episode whose end place nobody recorded


def found_at(snapshot: Snapshot) -> Mapping[str, FoundAt]:
    """Every place and school by id."""
    codes = schema().codes["place_kind"].codes
    table = snapshot.entities
    table = table.filter(pc.is_in(table["kind"], pa.array(["location", "school"])))
    found = {}
    for row in table.select(["id", "kind", "name", "subkind"]).to_pylist():
        kind = "school" if row["kind"] == "school" else row["subkind"] or "other"
        private = kind in codes and codes[kind].extra.get("private") == "yes"
        found[row["id"]] = FoundAt(row["id"], row["name"] or "no name recorded", kind, private)
    return found


def ended(names: Mapping[str, FoundAt], mine: Sequence[Episode], limit: int) -> Ended:
    """Count distinct children by the place where their episodes ended.

    Parameters
    ----------
    names
        Every place by id.
    mine
        The episodes.
    limit
        The smallest count of children that is shown; 1 shows every place, homes and addresses too.
    """
    children: dict[str, set[str]] = defaultdict(set)
    times: dict[str, int] = defaultdict(int)
    for one in mine:
        for place in one.places:
            children[place].add(one.child)
            times[place] += 1
    panel = limit > 1
    private = {place for place in children if panel and names[place].private}
    shown = [place for place in children if place not in private and len(children[place]) >= limit]
    rows = (FoundPlace(at, names[at].name, names[at].label, len(children[at]), times[at]) for at in shown)
    return Ended(
        tuple(sorted(rows, key=lambda one: (-one.children, one.name, one.id))),
        len(children) - len(private) - len(shown),
        len(private),
        count(len({one.child for one in mine if not one.places}), limit),
    )

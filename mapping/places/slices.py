"""Slices: which visits stand behind one figure of the Places page, so that every figure opens its records. Pure.

A slice is asked for by a short text that a page can hand around: `all`, `spot:1`, `place:L-...`, `off` (not on the
map), `hours:6:4:spot:1` (row and column of the clock of hotspot 1; `hours:-:0:all`: no time), `kind:missing:90` (the
strongest circle of that kind and window), `repeat:0` (the pairs of the first band), `changed:2` (the third line of what
changed), `month:2026-09:all`, `month:2026-09:place:L-...` (one of the months of the map), `area:E05000001` (a ward or
another area, `area:outside:ward`: in none of the wards). On a panel view a slice of 1
to 4 children does not open, nor one whose count is held back for the sake of such a one (`mapping.places.guard`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.places import say
from mapping.places.boundaries import choices
from mapping.places.by_area import OUTSIDE, ByArea, by_area
from mapping.places.clock import Clock, clock
from mapping.places.ground import PRESENCE, window
from mapping.places.guard import guard
from mapping.places.hotspots import Hotspots, chosen
from mapping.places.looks import Looks, picked
from mapping.places.months import Month, months
from mapping.places.repeats import NearRepeats
from mapping.small import HIDDEN

ALL, OFF = "all", "off"
CLOSED = (
    "Who they are is not shown on a panel view: they are under 5, or their number would tell of others who are. "
    "A child could be picked out."
)
"""One sentence for both, so that it does not tell which of two hidden counts is the larger."""


@dataclass(frozen=True)
class Slice:
    """The visits behind a figure."""

    title: str
    about: str  # in words: of what they are part
    visits: pd.DataFrame  # columns of `mapping.places.ground.VISITS`, as far as they are known
    closed: str  # in words, why it does not open; empty where it does


@dataclass(frozen=True)
class Figures:
    """What else a page worked out, each asked for only when a slice needs it."""

    found: Hotspots
    snapshot: Snapshot
    looks: Callable[[], Looks]
    repeats: Callable[[], NearRepeats]
    changes: Callable[[], tuple[date, tuple[say.Change, ...]]]
    areas: Callable[[], ByArea] | None = None  # worked out where nobody gives it

    def whole(self) -> Clock:
        """The clock of the whole window."""
        return clock(self.found.visits, panel=self.found.settings.panel)

    def hours(self, of: str) -> Clock:
        """The clock of a base: `all`, `spot:1`, `place:L-...`; on a panel view held beside those it is part of."""
        panel, base = self.found.settings.panel, self._base(of)
        visits = base.visits if base else self.found.visits.iloc[:0]
        if of == ALL or not panel:
            return clock(visits, panel=panel)
        id = of.removeprefix("place:")
        around = [f"spot:{spot.number}" for spot in self.found.spots if id in spot.places]
        return clock(visits, panel=panel, within=[self.whole(), *map(self.hours, around)])

    def cut(self, asked: str) -> Slice | None:
        """What is behind a figure; None where there is no such figure (any more)."""
        kind, _, rest = asked.partition(":")
        cutters = {
            "hours": self._hours, "kind": self._kind, "repeat": self._repeat, "changed": self._changed, OFF: self._off,
            "month": self._month, "area": self._area,
        }  # fmt: skip
        try:
            cut = cutters[kind](rest) if kind in cutters else self._base(asked)
        except (ValueError, IndexError):
            return None
        if cut is None:
            return None
        shut = self.found.settings.panel and self._shut(asked, cut)
        return Slice(cut.title, cut.about, cut.visits, CLOSED if shut else "")

    def _shut(self, asked: str, cut: Slice) -> bool:
        """Whether a panel may not open it: it is of 1 to 4 children, or its count is held back for others' sake."""
        kind, _, rest = asked.partition(":")
        count = int(cut.visits["child"].nunique())
        held_back = {
            "hours": self._hour_hidden, "repeat": self._pairs_hidden, "month": self._month_hidden,
            "area": self._area_hidden,
        }  # fmt: skip
        if 0 < count < schema().policy.small_number or (kind in held_back and held_back[kind](rest)):
            return True
        may = guard(self.found)
        if kind == "kind":  # beside every harm at the same places in the same days
            whole = self._away(int(rest.split(":", 1)[1]), every_harm=True)
            every = int(whole[whole["place"].isin(set(cut.visits["place"]))]["child"].nunique())
            return 0 < every - count < schema().policy.small_number
        place = asked.rpartition("place:")[2] if kind in ("place", "month") and "place:" in asked else ""
        return bool(place and count and place not in may.places) or (asked == ALL and not may.total)

    def _hour_hidden(self, rest: str) -> bool:
        row, column, of = rest.split(":", 2)
        hours = self.hours(of)
        return (hours.unknown if row == "-" else hours.cells[int(row)][int(column)]) is None

    def _pairs_hidden(self, rest: str) -> bool:
        return say.pairs(self.repeats(), panel=True)[int(rest)][0] == HIDDEN

    def _month_hidden(self, rest: str) -> bool:
        return self._months()[rest.split(":", 1)[0]].events is None

    def _base(self, asked: str) -> Slice | None:
        kind, _, id = asked.partition(":")
        found, visits = self.found, self.found.visits
        about = f"{words.day(found.since)} to {words.day(found.as_of)}"
        if asked == ALL:
            return Slice("Everything on the map", about, visits, "")
        if kind == "spot":
            spot = next((one for one in found.spots if str(one.number) == id), None)
            return Slice(spot.title, about, visits[visits["place"].isin(spot.places)], "") if spot else None
        if kind == "place" and id in found.ground.places.index:
            private = found.settings.panel and bool(found.ground.places.loc[id, "private"])
            name = "A home or address" if private else str(found.ground.places.loc[id, "name"])
            return Slice(name, about, visits[visits["place"] == id], "")
        return None

    def _hours(self, rest: str) -> Slice | None:
        row, column, of = rest.split(":", 2)
        base, hours = self._base(of), self.hours(of)
        if base is None:
            return None
        if row == "-":
            return Slice("Time not recorded", base.title, hours.pick(base.visits, None), "")
        if not (0 <= int(row) < len(hours.blocks) and 0 <= int(column) < len(hours.days)):
            return None
        title = f"{hours.days[int(column)]}, {hours.blocks[int(row)]}"
        return Slice(title, base.title, hours.pick(base.visits, int(row), int(column)), "")

    def _kind(self, rest: str) -> Slice | None:
        code, days = rest.split(":", 1)
        look = next((one for one in self.looks().lines if one.harm_type == code), None)
        spot = next((one for one in look.spots if one and str(one.days) == days), None) if look else None
        if look is None or spot is None:
            return None
        seen = self._away(spot.days, every_harm=True)
        return Slice(spot.title, f"{look.label}, {spot.days} days", picked(look, spot, seen), "")

    def _repeat(self, rest: str) -> Slice | None:
        band = self.repeats().bands[int(rest)]
        seen = self.found.ground.visits
        title = f"Pairs {say.apart(band.distance)}, {band.days} days or fewer apart"
        return Slice(title, "Different children, over a year", seen[seen["what"].isin(band.what)], "")

    def _changed(self, rest: str) -> Slice | None:
        since, lines = self.changes()
        line = lines[int(rest)]
        seen = self.found.visits
        if line.what:
            seen = self.found.ground.visits
            return Slice(line.kind, line.text, seen[seen["what"].isin(line.what)], "")
        if line.kind == "Gone":  # its records are those of the window before
            before = chosen(self.found.ground.visits, self.found.settings)
            seen = window(before, since, self.found.settings.days + (self.found.as_of - since).days)
            seen = seen[~seen["own_home"].astype(bool)]
        if line.harm_type:
            seen = seen[seen["harm_type"] == line.harm_type]
        return Slice(line.kind, line.text, seen[seen["place"].isin(line.places)], "")

    def _month(self, rest: str) -> Slice | None:
        key, of = rest.split(":", 1)
        month, base = self._months().get(key), self._base(of)
        if month is None or base is None or not of.startswith((ALL, "place:")):
            return None
        seen = month.visits if of == ALL else month.visits[month.visits["place"] == of.removeprefix("place:")]
        return Slice(base.title, month.name, seen, "")

    def by_area(self) -> ByArea:
        """Children by area, of every choice of boundaries."""
        if self.areas:
            return self.areas()
        off = present(self.snapshot, self.found.unplaced)
        return by_area(self.snapshot, self.found, int(off["child"].nunique()))

    def _area(self, id: str) -> Slice | None:
        row = self.by_area().find(id)
        if row is None:
            return None
        visits = self.found.visits
        title = row.name if not row.id.startswith(OUTSIDE) else f"{row.name}: {choices(self.snapshot)[row.choice]}"
        about = f"{words.day(self.found.since)} to {words.day(self.found.as_of)}"
        return Slice(title, about, visits[visits["place"].isin(row.places)], "")

    def _area_hidden(self, id: str) -> bool:
        row = self.by_area().find(id)
        return row is None or not row.shown

    def _months(self) -> dict[str, Month]:
        every = months(self.found.ground, self.found.settings, self.found.as_of)
        return {f"{one.first:%Y-%m}": one for one in every}

    def _away(self, days: int, *, every_harm: bool = False) -> pd.DataFrame:
        """The visits of other days, away from the own home."""
        settings, visits = self.found.settings, self.found.ground.visits
        kept = visits if every_harm else chosen(visits, settings)
        if every_harm and settings.agencies:
            kept = kept[kept["agency"].isin(settings.agencies)]
        seen = window(kept, self.found.as_of, days)
        away: pd.DataFrame = seen[~seen["own_home"].astype(bool)]
        return away

    def _off(self, _: str) -> Slice:
        rows = present(self.snapshot, self.found.unplaced)
        return Slice("Not on the map", "Events whose place is not known or not usable", rows, "")


def present(snapshot: Snapshot, events: pd.DataFrame) -> pd.DataFrame:
    """Who was at events that are not on the map: a row a child, event and agency, as far as a visit has columns.

    Parameters
    ----------
    snapshot
        Its ties say who.
    events
        Columns `event, day, harm_type`, as `Ground.unplaced`.
    """
    policy = schema().policy
    ties = snapshot.ties.filter(
        pc.and_(
            pc.is_in(snapshot.ties["kind"], pa.array(PRESENCE)),
            pc.is_in(snapshot.ties["to_id"], pa.array(events["event"].tolist(), pa.string())),
        )
    ).to_pandas(date_as_object=True)
    out = ties["information_grade"].isin(policy.left_out_information) | ties["handling"].isin(policy.left_out_handling)
    people = snapshot.entities.filter(pc.equal(snapshot.entities["kind"], "child"))["id"].to_pylist()
    rows = ties[~out & ties["from_id"].isin(people)]
    about = snapshot.entities.filter(pc.is_in(snapshot.entities["id"], pa.array(rows["to_id"].tolist(), pa.string())))
    kinds = dict(zip(about["id"].to_pylist(), about["subkind"].to_pylist(), strict=True))
    known = events.set_index("event")
    return pd.DataFrame(
        {
            "event": rows["to_id"],
            "what": rows["to_id"],
            "child": rows["from_id"],
            "day": [known.loc[id, "day"] for id in rows["to_id"]],
            "harm_type": [known.loc[id, "harm_type"] for id in rows["to_id"]],
            "event_kind": [kinds.get(id) or "other" for id in rows["to_id"]],
            "agency": rows["agency"],
            "ties": [(tie,) for tie in rows["id"]],
        }
    )

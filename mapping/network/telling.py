"""Tells who people are and when things were recorded, in the words and the naming mode of the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.network.people import People
from mapping.network.rows import Row, Rows
from mapping.words import Naming

_FEW = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def few(count: int) -> str:
    """`two`, and figures from ten on."""
    return _FEW[count] if 0 <= count < len(_FEW) else words.number(count)


def counted(count: int, one: str, many: str | None = None) -> str:
    """`one date`, `three children`."""
    return f"{few(count)} {one if count == 1 else (many or one + 's')}"


@dataclass(frozen=True)
class Telling:
    """Names, roles and records of one snapshot, as sentences need them."""

    snapshot: Snapshot
    who: People
    naming: Naming = Naming.FULL
    window_days: int = 183
    also: Mapping[str, str] | None = None  # what else makes a person one whom the question asks about

    @cached_property
    def entities(self) -> dict[str, Mapping[str, Any]]:
        """Every entity by its id."""
        columns = ["id", "kind", "name", "subkind", "date_of_birth", "identified", "roll", "started_on", "ended_on"]
        return {row["id"]: row for row in self.snapshot.entities.select(columns).to_pylist()}

    @cached_property
    def _rows(self) -> Rows:
        policy, ties = schema().policy, self.snapshot.ties
        out = {"information_grade": policy.left_out_information, "handling": policy.left_out_handling}
        # A View leaves these out already; whatever a snapshot holds, no sentence is ever made of them.
        for column, codes in out.items():
            held = pc.fill_null(pc.is_in(ties[column], pa.array(codes, pa.string())), False)
            ties = ties.filter(pc.invert(held))
        return Rows(ties, "from_id", "to_id")

    def ties(self, assertions: Iterable[str]) -> list[Row]:
        """The tie rows of these assertions, in their order."""
        return [row for id_ in dict.fromkeys(assertions) if (row := self._rows.by_id(id_))]

    def rows_of_records(self, records: Collection[str]) -> list[Row]:
        """The tie rows that these records say."""
        return self._rows.where("record", records)

    @cached_property
    def places_of_events(self) -> tuple[tuple[str, str], ...]:
        """Every event and place that the data ties: where it happened or ended."""
        at = pc.is_in(self.snapshot.ties["kind"], pa.array(["happened_at", "found_at"]))
        rows = self.snapshot.ties.filter(at).select(["from_id", "to_id"]).to_pylist()
        return tuple((row["from_id"], row["to_id"]) for row in rows)

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """The agencies that say anything at all in this snapshot."""
        said = {*self.snapshot.ties["agency"].to_pylist(), *self.snapshot.roles["agency"].to_pylist()}
        return tuple(sorted(said - {None}))

    @cached_property
    def _roles(self) -> dict[str, list[Mapping[str, Any]]]:
        found: dict[str, list[Mapping[str, Any]]] = {}
        for row in self.snapshot.roles.to_pylist():
            found.setdefault(row["person_id"], []).append(row)
        return found

    def roles_of(self, person: str) -> list[Mapping[str, Any]]:
        """Every role recorded of a person, past ones included."""
        return self._roles.get(person, [])

    @cached_property
    def recent_ties(self) -> list[Row]:
        """Every tie row that was known within the window, or that does not age."""
        since = self.snapshot.as_of - timedelta(days=self.window_days)
        kinds = schema().ties
        return [
            row for row in self._rows if kinds[row["kind"]].half_life_days is None or (last_day(row) or since) >= since
        ]

    def ties_of(self, person: str) -> list[Row]:
        """Every tie row that begins or ends at an entity."""
        return self._rows.of(person)

    def name(self, id_: str) -> str:
        """The name as the mode says; places, schools and groups keep theirs."""
        row = self.entities[id_]
        if row["kind"] == "thing":
            what = words.label("thing_kind", row["subkind"]).lower()
            return f"the {'thing' if what == 'not recorded' else what} {words.handle(row['name'] or id_, self.naming)}"
        if row["kind"] in ("child", "adult"):
            return words.person(row["name"] or "?", self.naming, identified=row["identified"] is not False)
        return str(row["name"] or id_)

    def age(self, id_: str) -> int | None:
        """Whole years on the day of the snapshot."""
        return words.age(self.entities[id_]["date_of_birth"], self.snapshot.as_of)

    def heading(self, id_: str) -> str:
        """`P.K., 12`, or `P.K., age not recorded`."""
        age = self.age(id_)
        return f"{self.name(id_)}, {age if age is not None else 'age not recorded'}"

    def standing(self, id_: str) -> str:
        """What somebody is to the question: `open to the hub`, `recorded as harmed`, `of concern`, or nothing."""
        if id_ in self.who.open:
            return "open to the hub"
        if id_ in self.who.harmed and id_ not in self.who.of_concern:
            return "recorded as harmed" if id_ in self.who.known_harmed else "thought to have been harmed"
        if id_ in self.who.of_concern:
            return "of concern"
        return (self.also or {}).get(id_, "")

    def described(self, ids: Sequence[str], most: int = 3) -> str:
        """`T.B., who is open to the hub`; `two children open to the hub (T.B. and N.C.)`."""
        groups: dict[tuple[str, str], list[str]] = {}
        for id_ in sorted(ids, key=lambda one: (self.name(one), one)):
            kind = "child" if id_ in self.who.children or self.entities[id_]["kind"] == "child" else "adult"
            groups.setdefault((self.standing(id_), kind), []).append(id_)
        said = []
        for (standing, kind), members in sorted(groups.items(), key=lambda item: _ORDER.get(item[0][0], 4)):
            one = len(members) == 1
            said.append(self._one(members[0], standing, kind) if one else self._many(members, standing, kind, most))
        if len(said) > 1 and any(", " in part for part in said):
            return ", and ".join(said) if len(said) == 2 else "; ".join(said)
        return words.listed(said)

    def _one(self, id_: str, standing: str, kind: str) -> str:
        if not standing:
            return self.name(id_)
        if kind == "adult" and standing == "of concern":
            return f"{self.name(id_)}, an adult of concern"
        verb = "" if standing.startswith("who ") else "who is "
        return f"{self.name(id_)}, {verb}{standing}"

    def _many(self, ids: Sequence[str], standing: str, kind: str, most: int) -> str:
        names = words.listed([self.name(id_) for id_ in ids], most)
        people = f"{few(len(ids))} {'children' if kind == 'child' else 'adults'}"
        return f"{people} {standing} ({names})" if standing else f"{people} ({names})"

    def latest(self, day: date | None) -> str:
        """The day of the newest evidence: `Latest: 25 Oct, 9 days ago`."""
        if day is None:
            return ""
        today = self.snapshot.as_of
        return f"Latest: {words.day(day, today)}, {words.ago(day, today)}."


_ORDER = {"open to the hub": 0, "recorded as harmed": 1, "thought to have been harmed": 2, "of concern": 3, "": 9}


def last_day(row: Mapping[str, Any]) -> date | None:
    """The day an assertion was last known."""
    day: date | None = row["observed_to"] or row["observed_from"] or row["recorded_on"]
    return day


def newest(rows: Iterable[Mapping[str, Any]], as_of: date) -> date | None:
    """The latest day among assertions, none later than today."""
    days = [min(day, as_of) for row in rows if (day := last_day(row))]
    return max(days, default=None)


def ungraded(row: Mapping[str, Any]) -> bool:
    """Whether nobody graded this assertion."""
    return not (row["source_grade"] or row["information_grade"])

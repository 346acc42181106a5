"""Who is who in the figures: children and adults with their age, sex and ethnic group, read once. It lists nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.words import Naming


@dataclass(frozen=True, slots=True)
class Person:
    """A child or adult as recorded."""

    id: str
    kind: str
    name: str
    born: date | None
    sex: str  # "" where not recorded
    ethnicity: str  # code; "" where not recorded
    identified: bool

    def age(self, day: date) -> int | None:
        """Years on a day, None where no date of birth is recorded."""
        return words.age(self.born, day)

    def child(self, day: date) -> bool:
        """Under 18 on a day, or of unknown age and not recorded as an adult."""
        age = self.age(day)
        return age < 18 if age is not None else self.kind == "child"

    def heading(self, naming: Naming, day: date) -> str:
        """`X.P., 15`."""
        age = self.age(day)
        name = words.person(self.name, naming, identified=self.identified)
        return f"{name}, {age}" if age is not None else f"{name}, age not recorded"


def read_people(snapshot: Snapshot) -> Mapping[str, Person]:
    """Every person of a snapshot by id."""
    columns = ["id", "kind", "name", "date_of_birth", "sex", "ethnicity", "identified"]
    kinds = set(schema().persons())
    rows: list[Mapping[str, Any]] = snapshot.entities.select(columns).to_pylist()
    return {
        row["id"]: Person(
            row["id"], row["kind"], row["name"] or "", row["date_of_birth"], row["sex"] or "", row["ethnicity"] or "",
            row["identified"] is not False,
        )
        for row in rows
        if row["kind"] in kinds
    }  # fmt: skip

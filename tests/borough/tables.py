"""Reads the written extracts back with nothing but the standard library, as a doubtful reader would."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from functools import cached_property
from typing import Any

from loaders.borough import Manifest

Row = dict[str, str]
OLD = "children_police.csv"


def day(text: str) -> date:
    """A day as the extracts write it: 2026-10-25, 2026-10-25 23:40 or 25/10/2026."""
    if "/" in text:
        return datetime.strptime(text, "%d/%m/%Y").date()
    return date.fromisoformat(text[:10])


def listed(cell: str) -> list[str]:
    """The identifiers of a cell."""
    return [part.strip() for part in cell.split(";") if part.strip()]


class Tables:
    """Every extract by its file name, and who each identifier is."""

    def __init__(self, borough: Manifest) -> None:
        self.borough = borough
        self.sources = {file.path.name: file.source for file in borough.written if file.source != "boundaries"}
        self.files = {
            file.path.name: self._read(file.path.name) for file in borough.written if file.path.suffix == ".csv"
        }

    def _read(self, name: str) -> list[Row]:
        path = next(file.path for file in self.borough.written if file.path.name == name)
        old = name == OLD
        with path.open(encoding="cp1252" if old else "utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";" if old else ",", strict=True))

    def __getitem__(self, name: str) -> list[Row]:
        return self.files[f"{name}.csv"]

    @cached_property
    def truth(self) -> dict[str, Any]:
        """What is really true."""
        found: dict[str, Any] = json.loads((self.borough.truth / "truth.json").read_text(encoding="utf-8"))
        return found

    @cached_property
    def person(self) -> dict[str, str]:
        """Any identifier of a person -> the hub's; a police number nobody linked stays itself."""
        known = {row["identifier"]: row["identifier"] for name in ("children", "adults") for row in self[name]}
        for row in self["children"]:
            for other in listed(row["other_identifiers"]):
                known[other] = row["identifier"]
                known[other.removeprefix("ssda903:")] = row["identifier"]
        for row in self["children_police"]:
            known[row["identifier"]] = row["other_identifiers"] or row["identifier"]
        return known

    @cached_property
    def kind(self) -> dict[str, str]:
        """Any identifier -> the kind of what it names."""
        kinds = {id: "adult" if hub.startswith("AD-") else "child" for id, hub in self.person.items()}
        kinds |= {row["identifier"]: "location" for row in self["locations"]}
        kinds |= {row["urn"]: "school" for row in self["schools"]}
        return kinds | {row["identifier"]: "peer_group" for row in self["peer_groups"]}

    def kind_of(self, id: str) -> str:
        """The kind of what an identifier names; things are made when first named."""
        return "thing" if id.split(":", maxsplit=1)[0] in {"phone", "vehicle", "account"} else self.kind[id]

    @cached_property
    def born(self) -> dict[str, date]:
        """Hub's identifier -> date of birth, where it is known."""
        rows = self["children"] + self["adults"]
        return {row["identifier"]: day(row["date_of_birth"]) for row in rows if row["date_of_birth"]}

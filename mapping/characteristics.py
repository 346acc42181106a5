"""Sorts children into groups by ethnicity, sex, age, care status and ward, and reads the base population of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words

CHARACTERISTICS = ("ethnicity", "sex", "age_band", "care_status", "ward")
NOT_RECORDED = ""
"""The key of the group of those of whom the characteristic is not recorded: a group of its own, shown first."""
FIRST_AGE, LAST_AGE = 10, 17
BANDS = ((10, 12), (13, 15), (16, 17))
_UNKNOWN_SEX = "U"
_UNKNOWN = "Not recorded"  # the broad ethnic group of the codes for refused and not yet obtained
_NOTICED = "children on record, which is who was noticed, and not who lives here"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a characteristic."""

    key: str
    label: str
    children: int  # of the base, 0 where it has none


@dataclass(frozen=True)
class Base:
    """What the children of a list are compared with, by one characteristic."""

    characteristic: str
    title: str
    kind: str  # population | areas | records
    said: str  # what it is, in words
    groups: tuple[Group, ...]  # without "not recorded", in the order to show
    unrecorded: int  # children of the base whose group nobody knows

    @property
    def children(self) -> int:
        """Children of the base whose group is known."""
        return sum(group.children for group in self.groups)


@dataclass(frozen=True)
class Sorted:
    """The children of a snapshot by characteristic: characteristic -> child -> key of their group."""

    of: Mapping[str, Mapping[str, str]]
    bases: Mapping[str, Base]
    children: frozenset[str]  # those sorted: of 10 to 17 years, or of unknown age

    def group(self, characteristic: str, child: str) -> str:
        """The key of a child's group."""
        return self.of[characteristic].get(child, NOT_RECORDED)


def sort_children(snapshot: Snapshot, children: Collection[str], looked_after: Collection[str]) -> Sorted:
    """Sort children into the groups of every characteristic.

    Parameters
    ----------
    snapshot
        Whose entities, areas and population count.
    children
        Ids of the children to sort; those known to be under 10 or over 17 are left out, as the base leaves them out.
    looked_after
        Ids of those recorded as looked after now.

    Returns
    -------
    Sorted
        With the base of each characteristic: the population loaded, else (wards) the children of the boundaries, else
        all children sorted, labelled as who was noticed.
    """
    columns = ("id", "kind", "date_of_birth", "sex", "ethnicity", "home_area")
    rows = [row for row in snapshot.entities.select(columns).to_pylist() if row["id"] in children]
    ages = {row["id"]: words.age(row["date_of_birth"], snapshot.as_of) for row in rows}
    rows = [row for row in rows if (age := ages[row["id"]]) is None or FIRST_AGE <= age <= LAST_AGE]
    told = _told(snapshot)
    bands = _bands(told.get("age_band", {}))
    wards = _Wards(snapshot)
    known_care = "looked_after" in snapshot.roles["role"].unique().to_pylist()
    of: dict[str, dict[str, str]] = {
        "ethnicity": {row["id"]: broad(row["ethnicity"]) for row in rows},
        "sex": {row["id"]: row["sex"] if row["sex"] and row["sex"] != _UNKNOWN_SEX else NOT_RECORDED for row in rows},
        "age_band": {row["id"]: _band(ages[row["id"]], bands) for row in rows},
        "care_status": {
            row["id"]: ("looked_after" if row["id"] in looked_after else "not_looked_after") if known_care else ""
            for row in rows
        },
        "ward": {row["id"]: wards.of(row["home_area"]) for row in rows},
    }
    return Sorted(
        of, {name: _base(name, told, of[name], bands, wards) for name in of}, frozenset(ages) & set(of["sex"])
    )


def broad(code: str | None) -> str:
    """The broad group of an ethnic code, or of a broad group itself; `NOT_RECORDED` for what nobody obtained."""
    found = schema().codes["ethnicity"].codes.get(code or "")
    group = found.extra["group"] if found else code or ""
    known = {one.extra["group"] for one in schema().codes["ethnicity"].codes.values()}
    return NOT_RECORDED if group == _UNKNOWN or group not in known else group


@dataclass(frozen=True, slots=True)
class _Told:
    """One row of the population."""

    children: int
    name: str
    as_of: date | None
    source: str


def _told(snapshot: Snapshot) -> dict[str, dict[str, _Told]]:
    """The population as loaded: characteristic -> group -> figure."""
    found: dict[str, dict[str, _Told]] = {}
    for row in snapshot.population.to_pylist():
        one = _Told(row["children"], row["name"] or "", row["as_of"], row["source"] or "")
        found.setdefault(row["characteristic"], {})[row["group"]] = one
    return found


def _bands(told: Mapping[str, _Told]) -> tuple[tuple[int, int], ...]:
    """The age bands to use: ours where the population can be added up to them, else the population's own."""
    given = sorted(_ends(group) for group in told)
    if all(any(low <= first and last <= high for low, high in BANDS) for first, last in given):
        return BANDS
    return tuple(given)


def _ends(group: str) -> tuple[int, int]:
    first, _, last = group.partition("-")
    return int(first), int(last or first)


def _band(age: int | None, bands: Sequence[tuple[int, int]]) -> str:
    if age is None:
        return NOT_RECORDED
    return next((f"{low}-{high}" for low, high in bands if low <= age <= high), NOT_RECORDED)


class _Wards:
    """Which ward a home area lies in."""

    def __init__(self, snapshot: Snapshot) -> None:
        rows = snapshot.areas.to_pylist()
        self.rows: dict[str, dict[str, Any]] = {row["id"]: row for row in rows if row["kind"] == "ward"}
        self._areas = {row["id"]: row for row in rows}
        self._found: dict[str, str] = {}
        self._tree: shapely.STRtree | None = None

    def of(self, area: str | None) -> str:
        """The code of the ward, `NOT_RECORDED` where the area is not known or lies in none."""
        if not area:
            return NOT_RECORDED
        if area not in self._found:
            self._found[area] = area if area in self.rows else self._around(area)
        return self._found[area]

    def _around(self, area: str) -> str:
        row = self._areas.get(area)
        if row is None or not self.rows or not row["geometry"] or row["kind"] in {"local_authority", "own"}:
            return NOT_RECORDED
        if self._tree is None:
            self._tree = shapely.STRtree([shapely.from_wkb(ward["geometry"]) for ward in self.rows.values()])
        inside = self._tree.query(shapely.point_on_surface(shapely.from_wkb(row["geometry"])), predicate="within")
        return list(self.rows)[inside[0]] if len(inside) else NOT_RECORDED


def _base(
    name: str,
    told: Mapping[str, Mapping[str, _Told]],
    of: Mapping[str, str],
    bands: Sequence[tuple[int, int]],
    wards: _Wards,
) -> Base:
    """The base of one characteristic, and what it is in words."""
    title, counts, labels = schema().codes["characteristic"].label(name), Counter[str](), _labels(name, bands, wards)
    if name in told:
        for group, one in told[name].items():
            key = _key(name, group, bands)
            counts[key] += one.children
            if name == "ward" and one.name:
                labels[key] = one.name
        kind, said = "population", _source(list(told[name].values()))
    elif name == "ward" and wards.rows and all(row["children"] is not None for row in wards.rows.values()):
        counts.update({code: row["children"] for code, row in wards.rows.items()})
        kind, said = "areas", f"{words.number(sum(counts.values()))} children of 10 to 17 by the boundaries loaded"
    else:
        counts.update(of.values())
        kind, said = "records", f"no base population is loaded by {title.lower()}: compared with {_NOTICED}"
    labels |= {key: key for key in (*counts, *of.values()) if key not in labels and key != NOT_RECORDED}
    seen = [key for key in labels if key in counts or key in set(of.values())]
    groups = tuple(Group(key, labels[key], counts[key]) for key in seen)
    return Base(name, title, kind, said, groups, counts[NOT_RECORDED])


def _key(name: str, group: str, bands: Sequence[tuple[int, int]]) -> str:
    """The key under which a group of the population counts."""
    if name == "ethnicity":
        return broad(group)
    if name == "age_band":
        return _band(_ends(group)[0], bands)
    return NOT_RECORDED if name == "sex" and group == _UNKNOWN_SEX else group


def _labels(name: str, bands: Sequence[tuple[int, int]], wards: _Wards) -> dict[str, str]:
    """The groups that a characteristic can have, in the order to show, with their words."""
    codes = schema().codes
    if name == "ethnicity":
        groups = dict.fromkeys(code.extra["group"] for code in codes["ethnicity"].codes.values())
        return {group: group for group in groups if group != _UNKNOWN}
    if name == "sex":
        return {code.code: code.label for code in codes["sex"].codes.values() if code.code != _UNKNOWN_SEX}
    if name == "age_band":
        return {f"{low}-{high}": f"{low} to {high} years" if low < high else f"{low} years" for low, high in bands}
    if name == "care_status":
        return {code.code: code.label for code in codes["care_status"].codes.values()}
    return {
        code: row["name"] or code for code, row in sorted(wards.rows.items(), key=lambda item: item[1]["name"] or "")
    }


def _source(figures: Sequence[_Told]) -> str:
    sources = [source for source in dict.fromkeys(one.source for one in figures) if source]
    days = sorted({one.as_of for one in figures if one.as_of})
    said = f"{words.number(sum(one.children for one in figures))} children of 10 to 17 who live here"
    said += f" ({words.listed(sources)})" if sources else ""
    return f"{said}, {words.day(days[-1])}" if days else said

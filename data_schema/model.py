"""The words of Kith as typed, frozen values: kinds, ties, roles, code lists and extract contracts. It reads no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    """What a tie means for a child: harm, protection, or neither."""

    HARM = "harm"
    PROTECTIVE = "protective"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class EntityKind:
    """One kind of thing on the map: what something *is*, never what it did (`entities/*.yaml`)."""

    name: str  # child
    node: str  # Child, the one label of its node in the graph
    prefix: str  # C, begins every id: C-7K2M9QXA4B
    label: str  # "Child"
    plural: str  # "Children"
    icon: str  # stem of the icon file
    person: bool
    description: str
    kinds: str | None  # code list of its sub-kinds (a location is a park, a station...)
    properties: Mapping[str, str]  # property -> what it holds
    search: tuple[str, ...]  # properties that a search looks through


@dataclass(frozen=True, slots=True)
class TieKind:
    """One kind of tie (`ties/*.yaml`)."""

    name: str  # seen_with
    relationship: str  # SEEN_WITH, its type in the graph
    label: str  # "seen with"
    sentence: str  # "{from} was seen with {to}"
    standing: Standing
    directed: bool
    ends: tuple[tuple[str, str], ...]  # allowed (from kind, to kind)
    half_life_days: int | None  # None: does not age (kinship, current household)
    weight: float  # how much the kind carries in the projection, 0 to 1
    symbol: str  # how the legend draws it: tie_harm, tie_protective, tie_neutral
    description: str


@dataclass(frozen=True, slots=True)
class RoleKind:
    """One role a person holds for a time (`roles.yaml`): also a sourced, dated, graded assertion."""

    name: str  # harmed
    label: str  # "harmed"
    of: tuple[str, ...]  # entity kinds that may hold it
    family: str  # status | harm | concern | safety | help
    open: bool  # counts as "open to the hub"
    description: str


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a code list."""

    code: str
    label: str
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A controlled list with its owner and version (`codes/*.csv`)."""

    name: str
    owner: str
    version: str
    title: str
    codes: Mapping[str, Code]

    def label(self, code: str) -> str:
        """The words for a code, or the code itself when the list does not know it."""
        found = self.codes.get(code)
        return found.label if found else code


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an extract: a Frictionless Table Schema field and the words around it."""

    name: str
    type: str  # string | date | datetime | integer | number | coordinate | boolean | code | list
    title: str
    description: str
    required: bool = False  # the column must be there
    filled: bool = False  # and every row must fill it
    unique: bool = False
    codes: str | None = None  # code list of its values
    aliases: tuple[str, ...] = ()  # other names of the same column
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    max_length: int = 10_000
    entity: tuple[str, ...] = ()  # the cell names an entity of one of these kinds, by any identifier
    example: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One extract's contract (`sources/*.yaml`)."""

    name: str
    title: str
    owner: str
    format: str  # table | geo | look_up | kith: written by Kith itself, in no file
    description: str
    columns: tuple[Column, ...]
    record_key: tuple[str, ...]  # columns that together name one record for ever
    order: int  # loaded before the sources with a higher number
    agency: str | None  # where the file has no source_agency column
    date_style: str  # iso_or_uk | uk
    checks: tuple[str, ...]  # whole-row and whole-file rules, by name (loaders.rules)
    template: bool  # Kith's own: `kith template` writes it
    extra: Mapping[str, Any] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the source has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")


@dataclass(frozen=True, slots=True)
class Policy:
    """The adjustable numbers of the analysis, published in `policy.yaml`."""

    source_grade: Mapping[str, float]
    information_grade: Mapping[str, float]
    ungraded: float
    strength: Mapping[str, float]
    left_out_information: tuple[str, ...]
    left_out_handling: tuple[str, ...]
    context_limit: int
    window_days: int
    small_number: int


@dataclass(frozen=True, slots=True)
class Schema:
    """Every word of Kith, read once."""

    version: str
    entities: Mapping[str, EntityKind]
    ties: Mapping[str, TieKind]
    roles: Mapping[str, RoleKind]
    codes: Mapping[str, CodeList]
    sources: Mapping[str, Source]
    policy: Policy

    def loadable(self) -> Mapping[str, Source]:
        """The sources that come as files."""
        return {name: source for name, source in self.sources.items() if source.format != "kith"}

    def persons(self) -> tuple[str, ...]:
        """The entity kinds that are people."""
        return tuple(kind.name for kind in self.entities.values() if kind.person)

"""Finds the contract's columns in a file's header: any case, spaces for underscores, aliases, yearly names."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data_schema import Column, Source
from loaders.problem import Refusal, shown
from loaders.words import clean

ERRORS = "kith_errors"
"""The column that a quarantine file adds; ignored when the file is loaded again."""


@dataclass(frozen=True)
class Match:
    """Which cell of the header is which column of a source."""

    source: Source
    places: dict[str, int]  # column name -> place in the header
    ignored: tuple[str, ...]  # header cells that the source does not know
    missing: tuple[str, ...]  # required columns that are not there
    notes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """True when every required column is there."""
        return not self.missing

    @property
    def found(self) -> int:
        """How many columns of the source the header names."""
        return len(self.places)


def folded(name: str) -> str:
    """A header cell or column name, folded: case, spaces, hyphens, dots, marks and `*` of a required column."""
    return re.sub(r"[\s_\-./]+", "_", clean(name).strip("\"'* ").casefold()).strip("_")


@functools.cache
def _names(column: Column) -> tuple[str, ...]:
    """The column's own name, then its aliases, then its title, folded; `#` stands for a digit."""
    return tuple(dict.fromkeys(_joined(name) for name in (column.name, *column.aliases, column.title) if name))


def _joined(name: str) -> str:
    """A name without the spaces in it: `Fore name` is forename, `DateOfBirth` date_of_birth."""
    return folded(name).replace("_", "")


def match(source: Source, header: Sequence[str]) -> Match:
    """Match a header with a source.

    The column's own name wins over its aliases and these in their order; what is left over is ignored, and named.

    Raises
    ------
    Refusal
        A column is there twice.
    """
    cells = [_joined(cell) for cell in header]
    counts = Counter(cell for cell in cells if cell)
    places: dict[str, int] = {}
    taken: set[int] = set()
    titles = Counter(_joined(column.title) for column in source.columns)
    for strength in range(max(len(_names(column)) for column in source.columns)):
        for column in source.columns:
            names = _names(column)
            if column.name in places or strength >= len(names):
                continue
            name = names[strength]
            if name == _joined(column.title) and titles[name] > 1:
                continue
            hits = [place for place, cell in enumerate(cells) if place not in taken and _fits(name, cell)]
            if not hits:
                continue
            if counts[cells[hits[0]]] > 1:
                raise _doubled(header, cells, cells[hits[0]])
            places[column.name] = hits[0]
            taken.add(hits[0])
    ignored = tuple(
        shown(clean(cell)) or f"(column {letter(place)}, without a name)"
        for place, cell in enumerate(header)
        if place not in taken and folded(cell) != ERRORS
    )
    missing = tuple(column.name for column in source.columns if column.required and column.name not in places)
    return Match(source, places, ignored, missing)


def _fits(name: str, cell: str) -> bool:
    if "#" not in name:
        return name == cell
    return re.fullmatch(re.escape(name).replace(r"\#", r"\d"), cell) is not None


def _doubled(header: Sequence[str], cells: list[str], name: str) -> Refusal:
    where = [letter(place) for place, cell in enumerate(cells) if cell == name]
    cell = shown(clean(header[cells.index(name)]))
    return Refusal(
        f"The column “{cell}” is there {len(where)} times (columns {' and '.join(where)}). "
        "Keep the right one and delete or rename the others.",
        "doubled_column",
        row=1,
        column=cell,
    )


def letter(place: int) -> str:
    """The letters Excel shows over a column: 0 -> A, 26 -> AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""Tells which files are published look-ups of postcodes or UPRNs, by their first line, in plain text or in gzip."""

from __future__ import annotations

import csv
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from data_schema import Source, schema
from loaders import dialect
from loaders.columns import Match, match
from loaders.problem import Refusal
from loaders.recognition import tables

HEAD = 64 << 10
"""Bytes of text in which the first line has to end."""
A_POSTCODE = r"^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$"
"""A postcode in capitals without its space. GIR 0AA is no place."""
_GZIP = b"\x1f\x8b"
_GZIP_HEADER = 31
"""What zlib calls gzip."""
_CODE_POINT = ("postcode", "quality", "easting", "northing", "", "", "", "", "district", "ward")
"""The columns of Code-Point Open, whose files have no header."""


@dataclass(frozen=True)
class LookUp:
    """A file that is a look-up: its source and where its columns are."""

    path: Path
    source: Source
    places: dict[str, int]
    width: int
    delimiter: str
    header: tuple[str, ...]  # () where the file has none
    ignored: tuple[str, ...] = ()

    @property
    def packed(self) -> bool:
        """Whether the file is gzip."""
        with self.path.open("rb") as file:
            return file.read(2) == _GZIP


def recognise(path: Path) -> LookUp | None:
    """The look-up that a file is by its first line; None when it is something else, or cannot be read as text."""
    first = _first_line(path)
    if not first:
        return None
    sources = [one for one in schema().sources.values() if one.format == "look_up"]

    def known(cells: list[str]) -> int:
        return max(_fitting(source, cells) for source in sources)

    delimiter = dialect.delimiter(first, known)
    try:
        header = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        return None
    if _is_code_point(header):
        places = {name: at for at, name in enumerate(_CODE_POINT) if name}
        return LookUp(path, schema().sources["postcodes"], places, len(header), delimiter, ())
    best = _best(header, sources)
    if best is None:
        return None
    return LookUp(path, best.source, best.places, len(header), delimiter, tuple(header), best.ignored)


def _best(header: list[str], sources: list[Source]) -> Match | None:
    """The look-up that these columns are, unless they are those of an extract, which may have points as well."""
    try:
        if any(match(source, header).whole for source in tables()):
            return None
        fits = [found for source in sources if (found := match(source, header)).whole and _says_where(found)]
    except Refusal:
        return None
    return max(fits, key=lambda found: found.found, default=None)


def _first_line(path: Path) -> str:
    """The first line of a text file or of one in gzip; `""` when there is none."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
        if head.startswith(_GZIP):
            head = zlib.decompressobj(_GZIP_HEADER).decompress(head, HEAD)  # as far as it goes: it may break off
    except (OSError, zlib.error):
        return ""
    if b"\x00" in head:
        return ""
    return head.decode("utf-8-sig", "replace").lstrip("\r\n").split("\n", 1)[0].rstrip("\r")


def _fitting(source: Source, cells: list[str]) -> int:
    try:
        return match(source, cells).found
    except Refusal:
        return 0


def _is_code_point(cells: list[str]) -> bool:
    """Code-Point Open begins with its first postcode: `"BL0 0AA",10,379448,416851,...`."""
    return (
        len(cells) == len(_CODE_POINT)
        and re.fullmatch(A_POSTCODE, "".join(cells[0].split()).upper()) is not None
        and all(cell.strip().isdigit() for cell in cells[1:4])
    )


def _says_where(found: Match) -> bool:
    pairs = (("latitude", "longitude"), ("easting", "northing"), ("lsoa",))
    return any(all(name in found.places for name in pair) for pair in pairs)

"""How large a file may be, so that no file can fill the memory of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. Whatever is larger is refused with words before it is parsed."""

    file: int = 250_000_000  # bytes of a text, GeoJSON or GeoPackage file
    geojson: int = 100_000_000  # bytes of a GeoJSON file, which takes many times its size in memory
    workbook: int = 60_000_000  # bytes of an XLSX file
    unpacked: int = 600_000_000  # bytes of an XLSX once unpacked
    strings: int = 150_000_000  # bytes of its shared strings, which are held in memory
    rows: int = 1_000_000
    columns: int = 200
    cell: int = 16_000_000  # characters of one cell
    areas: int = 100_000


LIMITS = Limits()

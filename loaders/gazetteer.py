"""The look-ups of postcodes and UPRNs that were loaded: where they lie and in which areas. Public data, kept as files.

They stand in `gazetteer` in the data folder, one Parquet file for each file loaded, and never in the graph: they are
about no person. What a file loaded later says of a postcode goes before what an earlier one says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from loaders.lookup_file import A_POSTCODE
from loaders.problem import Refusal

FOLDER = "gazetteer"
_POINT = [("latitude", pa.float64()), ("longitude", pa.float64())]
_AREAS = [(name, pa.string()) for name in ("quality", "ended", "lsoa", "ward", "district")]
COLUMNS = {
    "postcodes": pa.schema([("key", pa.string()), *_POINT, *_AREAS]),
    "uprns": pa.schema([("key", pa.int64()), *_POINT]),
}
"""What a file of each source holds; a point is null where the list has none."""
SECTOR = frozenset({"6", "60"})
"""Quality of a point that is only the mean of its postcode sector, a kilometre or so away."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What the look-ups say of one postcode or UPRN."""

    latitude: float | None  # degrees, WGS84; None: the list gives no point
    longitude: float | None
    quality: str = ""
    ended: str = ""  # yyyymm when the postcode went out of use
    lsoa: str = ""
    ward: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """The areas that a postcode lies in, and no point: all that may be asked about where a child lives."""

    lsoa: str = ""
    ward: str = ""
    district: str = ""


def postcode(text: str) -> str:
    """A postcode as the look-ups know it: `m15 4ab ` -> `M154AB`; `""` when it cannot be one."""
    folded = "".join(text.split()).upper()
    return folded if re.fullmatch(A_POSTCODE, folded) else ""


class Gazetteer:
    """The look-ups of one data folder, read when somebody asks.

    Parameters
    ----------
    data
        The data folder.
    """

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER

    def holds(self, source: str) -> bool:
        """Whether a look-up of this source (`postcodes`, `uprns`) was loaded."""
        return any(True for _ in self._files(source))

    def postcodes(self, values: Iterable[str]) -> dict[str, Spot]:
        """What is known of these postcodes, by postcode as given; unknown ones are left out.

        Raises
        ------
        Refusal
            A look-up is damaged.
        """
        asked = {value: folded for value in values if (folded := postcode(value))}
        found = self._find("postcodes", set(asked.values()))
        return {value: found[folded] for value, folded in asked.items() if folded in found}

    def areas(self, values: Iterable[str]) -> dict[str, Codes]:
        """In which areas these postcodes lie, by postcode as given; unknown ones are left out.

        Raises
        ------
        Refusal
            A look-up is damaged.
        """
        found = self.postcodes(values)
        return {value: Codes(spot.lsoa, spot.ward, spot.district) for value, spot in found.items()}

    def uprns(self, values: Iterable[str]) -> dict[str, Spot]:
        """Where these UPRNs are, by UPRN as given; unknown ones are left out.

        Raises
        ------
        Refusal
            A look-up is damaged.
        """
        asked = {value: int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= 12}
        found = self._find("uprns", set(asked.values()))
        return {value: found[number] for value, number in asked.items() if number in found}

    def _find(self, source: str, keys: set[Any]) -> dict[Any, Spot]:
        found: dict[Any, Spot] = {}
        for path in self._files(source):
            if left := keys - found.keys():
                for row in self._rows(path, left, COLUMNS[source]):
                    found.setdefault(row.pop("key"), Spot(**row))
        return found

    def _files(self, source: str) -> Iterator[Path]:
        """The files of a source, the one loaded last first."""
        paths = self._folder.glob(f"{source}-*.parquet") if self._folder.is_dir() else ()
        yield from sorted(paths, key=lambda path: (about(path).get("loaded", ""), path.name), reverse=True)

    def _rows(self, path: Path, keys: set[Any], columns: pa.Schema) -> list[dict[str, Any]]:
        try:
            wanted = pc.field("key").isin(pa.array(sorted(keys), columns.field("key").type))
            return pq.read_table(path, filters=wanted).to_pylist()  # type: ignore[no-any-return]
        except (pa.ArrowException, OSError) as error:
            raise damaged(path) from error


def about(path: Path) -> dict[str, str]:
    """What was noted of a look-up when it was loaded: `loaded` (time), `content` (digest of the file).

    Raises
    ------
    Refusal
        The file is damaged.
    """
    try:
        held = pq.read_schema(path).metadata or {}
    except (pa.ArrowException, OSError) as error:
        raise damaged(path) from error
    return {key.decode(): value.decode("utf-8", "replace") for key, value in held.items()}


def damaged(path: Path) -> Refusal:
    """The words for a look-up that cannot be read."""
    return Refusal(
        f"The look-up {path.name} in the folder {FOLDER} of the data folder is damaged. Delete it and load the list of "
        "postcodes or UPRNs again, then this file.",
        "damaged_look_up",
    )

"""Loads published look-ups of postcodes and UPRNs into the gazetteer of the data folder: millions of rows, as a stream.

A file that breaks off, or of which more than a few rows cannot be read, is refused whole; the look-up that was there
stays until the new one is complete.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from loaders import dialect, grid
from loaders import quarantine as waiting
from loaders.gazetteer import COLUMNS, FOLDER, about
from loaders.lookup_file import A_POSTCODE, LookUp
from loaders.problem import Problem, Refusal, shown
from loaders.progress import Progress
from loaders.report import FileReport

BLOCK = 2 << 20
"""Bytes of text that are read at a time."""
FEW, SHARE = 100, 0.01
"""Rows that may be unreadable before the whole file is refused: so many, or this part of it if that is more."""
REPEATED = 0.001
"""Part of the postcodes that may stand twice: a list of addresses repeats many more."""
COUNTED = 5_000_000
"""Rows up to which repeated ones are looked for."""
_NUMBER = r"^[+-]?\d+(\.\d+)?$"
_NOWHERE = ("9", "90")
_DAMAGED = "The look-up breaks off or is damaged ({}). Download or unpack it again. Nothing in it was kept."


@dataclass
class _Tally:
    """What was met while a file was read."""

    read: int = 0
    nowhere: int = 0
    ended: int = 0
    bad: list[tuple[int, list[str], str]] = field(default_factory=list)
    more_bad: int = 0
    keys: list[pa.Array] = field(default_factory=list)
    repeated: int = 0

    @property
    def wrong(self) -> int:
        return len(self.bad) + self.more_bad

    @property
    def kept(self) -> int:
        return self.read - self.wrong


def load(file: LookUp, data: Path, folder: Path, progress: Progress, *, dry_run: bool) -> FileReport:
    """Read a look-up into the gazetteer, in place of what a file of the same name brought.

    Parameters
    ----------
    data
        The data folder.
    folder
        Where rows that cannot be read are kept.

    Raises
    ------
    Refusal
        The file breaks off, is damaged, or is no look-up after all; nothing of it was kept.
    """
    target = data / FOLDER / _named(file)
    content = _digest(file.path)
    tally = _Tally()
    if target.exists() and about(target).get("content") == content:
        rows = pq.read_metadata(target).num_rows
        note = "This file is the look-up that is held already."
        return _report(file, tally, folder, dry_run=True, unchanged=rows, notes=(note,))
    _read(file, tally, None if dry_run else target, content, progress)
    return _report(file, tally, folder, dry_run=dry_run, notes=tuple(_notes(file, tally)))


def _named(file: LookUp) -> str:
    stem = re.sub(r"(\.csv)?(\.gz)?$", "", file.path.name, flags=re.I)
    return f"{file.source.name}-{re.sub(r'[^A-Za-z0-9_-]+', '_', stem)[:80] or 'list'}.parquet"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


def _read(file: LookUp, tally: _Tally, target: Path | None, content: str, progress: Progress) -> None:
    """Stream the file into a new Parquet file, which takes the place of the old one only when it is whole."""
    columns = COLUMNS[file.source.name]
    noted = {"loaded": datetime.now(UTC).isoformat(), "content": content, "file": file.path.name}
    part = None
    try:
        if target is None:
            for _ in _tables(file, tally, progress):
                pass
        else:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = target.with_suffix(".part")
            with pq.ParquetWriter(part, columns.with_metadata(noted), compression="zstd") as writer:
                for table in _tables(file, tally, progress):
                    writer.write_table(table)
        _look_over(file, tally)
        if part is not None and target is not None:
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            part.replace(target)
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _tables(file: LookUp, tally: _Tally, progress: Progress) -> Iterator[pa.Table]:
    try:
        for batch in _stream(file):
            yield _sound(file, batch, tally)
            progress(file.path.name, tally.read, 0)
    except pa.ArrowInvalid as error:
        raise Refusal(_DAMAGED.format(_where(str(error))), "damaged_file") from error
    except (OSError, EOFError) as error:
        raise Refusal(_DAMAGED.format("its packed text ends too early"), "damaged_file") from error


def _where(said: str) -> str:
    row = re.search(r"Row #(\d+)", said)
    cells = re.search(r"Expected (\d+) columns, got (\d+)", said)
    place = f"row {int(row[1]):,}" if row else "a row"
    return f"{place} has {cells[2]} cells where there should be {cells[1]}" if cells else f"{place} cannot be read"


def _stream(file: LookUp) -> Iterator[pa.RecordBatch]:
    names = [str(place) for place in range(file.width)]
    wanted = {str(place): pa.binary() for place in file.places.values()}
    with pa.input_stream(str(file.path), compression="gzip" if file.packed else None) as stream:
        reader = pacsv.open_csv(
            stream,
            read_options=pacsv.ReadOptions(
                column_names=names, skip_rows=1 if file.header else 0, block_size=BLOCK, use_threads=False
            ),
            parse_options=pacsv.ParseOptions(delimiter=file.delimiter),
            convert_options=pacsv.ConvertOptions(include_columns=list(wanted), column_types=wanted),
        )
        yield from reader


def _sound(file: LookUp, batch: pa.RecordBatch, tally: _Tally) -> pa.Table:
    """The rows of a block that can be used, as the gazetteer holds them; the others are noted in the tally."""
    size = batch.num_rows
    text = {name: _text(batch.column(str(place))) for name, place in file.places.items()}
    key, good = _key(file, text)
    place, readable = _places(text, key, size)
    good = good & readable
    for at in np.flatnonzero(~good).tolist():
        if tally.wrong < FEW:
            cells = [text[name][at].as_py() for name in file.places]
            tally.bad.append((tally.read + at + 1 + bool(file.header), cells, _fault(file, text, at)))
        else:
            tally.more_bad += 1
    tally.read += size
    held: dict[str, Any] = {"key": key, "latitude": place[0], "longitude": place[1]}
    columns = COLUMNS[file.source.name]
    for name in columns.names[3:]:
        held[name] = text.get(name, pa.array([""] * size, pa.string()))
    table = pa.table([held[name] for name in columns.names], schema=columns).filter(pa.array(good))
    tally.nowhere += table["latitude"].null_count
    if "ended" in text:
        tally.ended += pc.sum(pc.not_equal(table["ended"], "")).as_py() or 0
    if tally.read <= COUNTED:
        tally.keys.extend(table["key"].chunks)
    return table


def _text(cells: pa.Array) -> pa.Array:
    # An apostrophe is what a quarantine file puts before numbers that a spreadsheet would change.
    return pc.utf8_ltrim(pc.utf8_trim_whitespace(pc.fill_null(cells.cast(pa.string()), "")), "'")


def _key(file: LookUp, text: dict[str, pa.Array]) -> tuple[pa.Array, np.ndarray[Any, np.dtype[np.bool_]]]:
    if file.source.name == "uprns":
        good = pc.match_substring_regex(text["uprn"], r"^\d{1,12}$")
        return pc.if_else(good, text["uprn"], "0").cast(pa.int64()), good.to_numpy(zero_copy_only=False)
    folded = pc.utf8_upper(pc.replace_substring_regex(text["postcode"], r"\s+", ""))
    return folded, pc.match_substring_regex(folded, A_POSTCODE).to_numpy(zero_copy_only=False)


def _places(
    text: dict[str, pa.Array], key: pa.Array, size: int
) -> tuple[tuple[pa.Array, pa.Array], np.ndarray[Any, np.dtype[np.bool_]]]:
    """Latitudes and longitudes, null where the list gives none, and which rows can be read at all."""
    lat, fine_lat = _numbers(text, "latitude", size)
    lon, fine_lon = _numbers(text, "longitude", size)
    east, fine_east = _numbers(text, "easting", size)
    north, fine_north = _numbers(text, "northing", size)
    good = fine_lat & fine_lon & fine_east & fine_north
    none = np.isnan(lat) | np.isnan(lon) | (lat > 99) | ((lat == 0) & (lon == 0))
    lat, lon = np.where(none, np.nan, lat), np.where(none, np.nan, lon)
    by_grid = none & (east > 0) & (north > 0)
    irish = np.zeros(size, bool)
    if pa.types.is_string(key.type):
        irish = pc.starts_with(key, "BT").to_numpy(zero_copy_only=False)
    for rows, crs in ((by_grid & ~irish, grid.BNG), (by_grid & irish, grid.IRISH)):
        if rows.any():
            lat[rows], lon[rows] = grid.degrees(east[rows], north[rows], crs)
    if "quality" in text:
        lost = pc.is_in(text["quality"], pa.array(_NOWHERE)).to_numpy(zero_copy_only=False)
        lat, lon = np.where(lost, np.nan, lat), np.where(lost, np.nan, lon)
    nowhere = np.isnan(lat)
    good &= nowhere | grid.isles(lat, lon)
    return (pa.array(lat, mask=nowhere), pa.array(lon, mask=nowhere)), good


def _numbers(
    text: dict[str, pa.Array], name: str, size: int
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.bool_]]]:
    if name not in text:
        return np.full(size, np.nan), np.ones(size, bool)
    cells = text[name]
    number, empty = pc.match_substring_regex(cells, _NUMBER), pc.equal(cells, "")
    read = pc.if_else(number, cells, pa.scalar(None, pa.string())).cast(pa.float64())
    good: np.ndarray[Any, np.dtype[np.bool_]] = pc.or_(number, empty).to_numpy(zero_copy_only=False)
    return read.to_numpy(zero_copy_only=False).astype(float), good


def _fault(file: LookUp, text: dict[str, pa.Array], at: int) -> str:
    name = file.source.record_key[0]
    key = text[name][at].as_py()
    good = re.fullmatch(A_POSTCODE, "".join(key.split()).upper()) if name == "postcode" else re.fullmatch(r"\d+", key)
    if not good:
        return f"“{shown(key)}” is no {'postcode' if name == 'postcode' else 'UPRN'}."
    lat, lon = (text[axis][at].as_py() if axis in text else "" for axis in ("latitude", "longitude"))
    if re.fullmatch(_NUMBER, lat) and re.fullmatch(_NUMBER, lon) and grid.isles(float(lon), float(lat)):
        return "Latitude and longitude are exchanged."
    return "Its point cannot be read, or lies outside the British Isles."


def _look_over(file: LookUp, tally: _Tally) -> None:
    """Refuse what is no look-up after all."""
    if tally.read == 0:
        raise Refusal("The look-up has a header and no rows. Download it again.", "empty_file")
    if tally.wrong > max(FEW, SHARE * tally.read) or tally.wrong == tally.read:
        number, _, why = tally.bad[0]
        raise Refusal(
            f"{tally.wrong:,} of its {tally.read:,} rows cannot be read, such as row {number:,}: {why} Download the "
            "list again. Nothing in it was kept.",
            "unreadable_rows",
            row=number,
        )
    if tally.read <= COUNTED and tally.keys:
        keys = pa.chunked_array(tally.keys)
        tally.repeated = len(keys) - pc.count_distinct(keys).as_py()
        tally.keys.clear()
        if tally.repeated > max(10, REPEATED * tally.read):
            raise Refusal(
                f"The same {file.source.record_key[0]} stands on several rows ({tally.repeated:,} times), so this is "
                "not a look-up but a list of something else. Nothing in it was kept.",
                "not_a_look_up",
            )


def _notes(file: LookUp, tally: _Tally) -> Iterator[str]:
    what = "postcodes" if file.source.name == "postcodes" else "UPRNs"
    yield (
        f"{tally.kept:,} {what} can now put places on the map. Load the files of places and schools again (even if "
        "they are the same) to place those that had no point."
    )
    if tally.nowhere:
        yield f"{tally.nowhere:,} of them have no point in this list."
    if tally.ended:
        yield f"{tally.ended:,} are no longer in use; they are kept, since records may hold them."
    if tally.repeated:
        yield f"{tally.repeated:,} stand twice; the first row counts."
    if not file.header:
        yield "The file has no header and was read as Code-Point Open."


def _report(
    file: LookUp, tally: _Tally, folder: Path, *, dry_run: bool, unchanged: int = 0, notes: tuple[str, ...] = ()
) -> FileReport:
    problems = [Problem(number, None, "", "unreadable_row", why) for number, _, why in tally.bad]
    kept = None
    if tally.bad and not dry_run:
        rows = [(number, cells) for number, cells, _ in tally.bad]
        kept = str(waiting.write(folder, _plain(file.path), list(file.places), rows, problems))
    return FileReport(
        file=str(file.path),
        source=file.source.name,
        read=tally.read or unchanged,
        loaded=tally.kept,
        unchanged=unchanged,
        quarantined=tally.wrong,
        quarantine_file=kept,
        errors=tuple(problems),
        notes=notes,
        form=f"{'CSV in gzip' if file.packed else 'CSV'}, {dialect.DELIMITERS.get(file.delimiter, file.delimiter)}",
    )


def _plain(path: Path) -> str:
    return path.name.removesuffix(".gz")

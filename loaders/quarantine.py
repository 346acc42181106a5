"""Keeps rows that could not be loaded as a file that can be mended in a spreadsheet and loaded again.

The file has the columns of the original, cells as given, after a first column `kith_errors` that says what is wrong and
is ignored when the file is loaded. A cell that a spreadsheet might run as a formula is written with an apostrophe
before it, and so is one that already begins with apostrophes and such a character: loading takes exactly one away.
The same keeps a spreadsheet from changing an identifier such as `00123` when somebody saves the mended file.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from loaders.columns import ERRORS, folded
from loaders.problem import Problem

LONGEST_CELL = 32_000
"""A spreadsheet holds 32,767 characters in a cell; a longer one is cut, and the row of the loaded file named."""
_RISKY = re.compile(r"'*(?:[\s\u00a0\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
# What a spreadsheet would turn into another number or a date, and save so: 00123, 1234567890123, 12E4, 10-12.
_CHANGED = re.compile(r"'*(?:0\d+|\d{12,}|\d+[eE]\d+|\d{1,2}[-/]\d{1,2})")
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')
_LONGEST_NAME = 180
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def neutral(cell: str) -> str:
    """The cell as a spreadsheet shows it, neither running nor changing it."""
    risky = _RISKY.match(cell) and not _NUMBER.fullmatch(cell)
    return "'" + cell if risky or _CHANGED.fullmatch(cell) else cell


def restored(cell: str) -> str:
    """The cell as it was before `neutral`."""
    return cell[1:] if cell.startswith("'") and (_RISKY.match(cell) or _CHANGED.fullmatch(cell)) else cell


def write(
    folder: Path,
    name: str,
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    problems: Iterable[Problem],
) -> Path:
    """Write rows with what is wrong with them; return the file's path.

    The file is readable by its owner only. One with the same content is left alone; another of that name is kept, since
    somebody may be mending it, and the new one gets a number.
    """
    said: dict[int | None, list[str]] = defaultdict(list)
    for problem in problems:
        said[problem.row].append(f"{problem.column}: {problem.message}" if problem.column else problem.message)
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    # A quarantine file loaded again: what was wrong then is not kept beside what is wrong now.
    gone = {place for place, cell in enumerate(header) if folded(cell) == ERRORS}
    out.writerow([ERRORS, *(neutral(cell) for cell in _without(header, gone))])
    for number, cells in rows:
        errors = " | ".join(dict.fromkeys(said[number])) or "See the report."
        kept = (neutral(_cut(_legible(cell), number)) for cell in _without(cells, gone))
        out.writerow([neutral(errors[:4_000]), *kept])  # an error names its column, and that may be anything
    return keep(folder, name, ".csv", ("\ufeff" + text.getvalue()).encode())


def keep(folder: Path, name: str, suffix: str, content: bytes) -> Path:
    """Write a quarantine file under a name that no other content has, mode 0600."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem = re.sub(r"(\.quarantine(-\d+)?)+$", "", Path(name).stem)
    # What one system allows in a name another does not, and a name has its limit in bytes.
    stem = _UNFIT.sub("_", stem).encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore") or "file"
    number = 1
    while True:
        path = folder / (f"{stem}.quarantine{suffix}" if number == 1 else f"{stem}.quarantine-{number}{suffix}")
        if not path.exists():
            break
        if path.read_bytes() == content:
            return path
        number += 1
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    return path


def _without(cells: Sequence[str], gone: set[int]) -> Sequence[str]:
    return [cell for place, cell in enumerate(cells) if place not in gone] if gone else cells


def _legible(cell: str) -> str:
    """NUL bytes, which no spreadsheet survives, as the sign for them."""
    return cell.replace("\x00", "\u2400") if "\x00" in cell else cell


def _cut(cell: str, number: int) -> str:
    if len(cell) <= LONGEST_CELL:
        return cell
    return f"{cell[:LONGEST_CELL]}… (cut here: row {number} of the loaded file has all {len(cell):,} characters)"

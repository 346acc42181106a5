"""How a text file is written: its encoding and the character between its columns."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from loaders.problem import Refusal

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "|"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
# Letters a to z and one of the accented letters of European names (U+00C0 to U+017F) in UTF-8, with a letter after it.
_UTF8_LETTER = re.compile(rb"[A-Za-z]*(?:\xc3[\x80-\xbf]|[\xc4\xc5][\x80-\xbf])[A-Za-z]*")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one text file is to be read."""

    encoding: str
    delimiter: str
    skip: int = 0  # lines before the header that only Excel reads (`sep=;`)


def encoding(path: Path) -> str:
    """The encoding of a text file: by its mark, else UTF-8 where every byte fits, else the Windows code page 1252.

    Raises
    ------
    Refusal
        The bytes are no text in any of these.
    """
    with path.open("rb") as file:
        head = file.read(4096)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return _proven(path, name)
        if guess := _unmarked_utf16(head):
            return _proven(path, guess)
        if head.count(0) > len(head) // 10:
            raise Refusal(
                "This is no text: it is full of NUL bytes. Export the file again. Nothing in it was read.", "not_text"
            )
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(head)
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _proven(path, "cp1252")
    return "utf-8"


def half_utf8(path: Path) -> str | None:
    """Where a file of Windows text holds letters written as UTF-8, one such place as it reads in Windows text."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if found := _UTF8_LETTER.search(chunk):
                return found[0].decode("cp1252", "replace")
    return None


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without its mark shows as a NUL in every second byte of plain letters."""
    pairs = len(head) // 2
    if pairs >= 8:
        if head[1::2].count(0) > 0.7 * pairs and head[::2].count(0) < 0.1 * pairs:
            return "utf-16-le"
        if head[::2].count(0) > 0.7 * pairs and head[1::2].count(0) < 0.1 * pairs:
            return "utf-16-be"
    return None


def _proven(path: Path, name: str) -> str:
    try:
        with path.open(encoding=name, newline="") as file:
            while file.read(_CHUNK):
                pass
    except (UnicodeError, ValueError) as error:
        raise Refusal(
            "The letters of this file cannot be read: it is neither UTF-8, UTF-16 nor Windows text, or it is damaged. "
            "Save it as “CSV UTF-8” and load that. Nothing in it was read.",
            "unreadable_text",
        ) from error
    return name


def delimiter(header: str, score: Callable[[list[str]], int]) -> str:
    """The delimiter under which the header line names most known columns; most columns break a tie.

    Parameters
    ----------
    header
        The first line that is not blank.
    score
        How many of these column names Kith knows.
    """
    import csv

    def rank(mark: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([header], delimiter=mark), [])
        except csv.Error:
            cells = []
        return score(cells), len(cells)

    return max(DELIMITERS, key=rank)

"""The minutes as a tagged PDF (PDF/UA-1), set by typst: everything loaded reaches it as data, never as markup."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from mapping import words
from mapping.board.take.contents import Contents, cut
from mapping.board.take.face import FAMILY, has
from mapping.board.take.raster import size
from mapping.board.take.svg import legible
from mapping.board.take.told import NOT_THE_RECORD

MOST_ROWS = 200
"""Rows of a section in the minutes: a longer list is taken along as a table."""
FIRST = 2
"""Sections before the picture: who does what, and what is not known. The rest is for looking up."""
MORE = "The rest is in the tables (CSV) of this board."
READABLE = 0.72
"""Of its size, down to which a picture stays on an upright page; a smaller one gets a page on its side."""
_TALL, _WIDE = (178.0, 150.0), (265.0, 150.0)  # mm: room for a picture on an upright and on a flipped page
_MM = 25.4 / 72
_LONG = re.compile(r"\S{22,}")
_BREAK = "\u200b"
_TURNS = 8
"""How often characters are replaced one by one, before all that are unusual are."""
_USUAL = 0x7E
INSTEAD = "\u25a1"
_LOST = "{} that no typeface here has: written as □. The tables (CSV) have them."


def minutes(told: Contents, picture: str, made_at: datetime, faces: Path | None = None) -> bytes:
    """The page for the minutes as PDF.

    Parameters
    ----------
    told : Contents
        What is on the board, in its naming mode.
    picture : str
        The board as SVG without a title block; "" when nobody is drawn.
    made_at : datetime
        Moment of its making, with its zone: the same contents and moment give the same file.
    faces : Path, optional
        Folder of the typeface, from `face.folder`.

    Notes
    -----
    A character that no typeface at hand has would make the PDF unfit for a screen reader, and unreadable: it is written
    as `□`, and the minutes say how many were.
    """
    lost: set[str] = set()
    for turn in range(_TURNS):
        try:
            return _set(told, picture, made_at, faces, lost)
        except _NotShown as error:
            more = error.letters - lost if turn < _TURNS - 2 else set()
            lost |= more or _odd(told, picture)
    return _set(told, picture, made_at, faces, lost)


class _NotShown(Exception):
    """A character that no typeface at hand has."""

    def __init__(self, letters: set[str]) -> None:
        super().__init__(sorted(letters))
        self.letters = letters


def _set(told: Contents, picture: str, made_at: datetime, faces: Path | None, lost: set[str]) -> bytes:
    """Set the page with these characters replaced."""
    import typst  # loaded when somebody takes a board along

    instead = str.maketrans(dict.fromkeys(lost, INSTEAD))
    data = _data(told, picture)
    text = json.dumps(data, ensure_ascii=False)
    count = sum(text.count(letter) for letter in lost)
    data = json.loads(text.translate(instead))
    data["lost"] = _LOST.format(words.counted(count, "letter")) if count else ""
    with tempfile.TemporaryDirectory(prefix="kith-") as room:
        folder = Path(room)
        page = folder / "minutes.typ"
        page.write_text(files("mapping.board.take").joinpath("minutes.typ").read_text("utf-8"), "utf-8")
        (folder / "told.json").write_text(json.dumps(data), "utf-8")
        if picture:
            (folder / "picture.svg").write_text(picture.translate(instead), "utf-8")
        try:
            return typst.compile(
                page,
                root=folder,
                format="pdf",
                font_paths=[faces] if faces else [],
                pdf_standards=["ua-1"],
                timestamp=made_at.astimezone(UTC).replace(microsecond=0),
            )
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
            raise _NotShown(_letters(error.message)) from error


def _letters(message: str) -> set[str]:
    """The characters that the typesetter says it cannot show."""
    quoted = re.search(r'the text `"(.*?)"`', message, re.DOTALL)
    plain = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda code: chr(int(code[1], 16)), quoted[1]) if quoted else ""
    return {letter for letter in plain if ord(letter) > _USUAL}


def _odd(told: Contents, picture: str) -> set[str]:
    """Every character beyond those that our own typeface is known to have."""
    text = json.dumps(_data(told, picture), ensure_ascii=False) + picture
    return {letter for letter in text if not has(letter)}


def _data(told: Contents, picture: str) -> dict[str, Any]:
    short = cut(told, MOST_ROWS, MORE)
    kind, high = _room(picture)
    return {
        "title": legible(told.title),
        "short": _split(told.title[:90]),
        "naming": next((said for name, said in told.facts if name == "Naming"), ""),
        "made_by": legible(told.made_by),
        "alt": told.alt,
        "facts": [[name, _split(said)] for name, said in told.facts],
        "shown": told.shown,
        "record": _split(told.record),
        "foot": NOT_THE_RECORD,
        "fonts": [FAMILY.lower(), "libertinus serif"],
        "picture": kind,
        "high": high,
        "first": FIRST,
        "sections": [
            {
                "title": one.title,
                "of": one.of,
                "heads": one.heads,
                "rows": [_cells(row) for row in one.rows],
                "widths": one.widths,
                "nothing": one.nothing,
                "more": one.more,
            }
            for one in short.sections
        ],
    }


def _room(picture: str) -> tuple[str, float]:
    """On which page the picture goes, and how high it is there in mm."""
    if not picture:
        return "", 0.0
    wide, high = size(picture)
    upright = min(_TALL[0] / wide, _TALL[1] / high, _MM)
    flipped = min(_WIDE[0] / wide, _WIDE[1] / high, _MM)
    if upright / _MM >= READABLE or flipped <= upright * 1.05:
        return "tall", round(upright * high, 1)
    return "wide", round(flipped * high, 1)


def _cells(row: Iterable[str]) -> list[str]:
    return [_split(cell) for cell in row]


def _split(text: str) -> str:
    """A text whose long words may break: a table would let them run over the next column."""
    return _LONG.sub(lambda word: _BREAK.join(re.findall(r".{1,11}", word[0])), legible(text))

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

from mapping.board.take.contents import Contents, cut
from mapping.board.take.face import FAMILY
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
    import typst

    with tempfile.TemporaryDirectory(prefix="kith-") as room:
        folder = Path(room)
        (folder / "minutes.typ").write_text(
            files("mapping.board.take").joinpath("minutes.typ").read_text("utf-8"), "utf-8"
        )
        (folder / "told.json").write_text(json.dumps(_data(told, picture)), "utf-8")
        if picture:
            (folder / "picture.svg").write_text(picture, "utf-8")
        fonts = [faces] if faces else []
        moment = made_at.astimezone(UTC).replace(microsecond=0)
        return typst.compile(
            folder / "minutes.typ",
            root=folder,
            format="pdf",
            font_paths=fonts,
            pdf_standards=["ua-1"],
            timestamp=moment,
        )


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

"""The app's own typeface as files that a typesetter takes: cut down to European letters, one file per weight, kept."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from functools import cache
from pathlib import Path

import platformdirs

FAMILY = "Kith Sans"
"""What the cut is called: under its licence (OFL) a changed copy may not bear the name of the original."""
WEIGHTS = (400, 600)
_LETTERS = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2C6, 0x2DD), (0x1E80, 0x1EF9), (0x2010, 0x2044), (0x20AC, 0x20AC),
    (0x2116, 0x2122), (0x2190, 0x2199), (0x2212, 0x2212), (0x2260, 0x2265), (0x25A0, 0x25CF), (0x2713, 0x2713),
)  # fmt: skip
"""Latin with its extensions (Welsh, Polish, Romanian, Vietnamese, Yoruba), punctuation, arrows, a few marks."""
_CUT = "1"  # raise it when the cut changes: it is part of the name under which a cut is kept


def folder(font: bytes, cache_folder: Path | None = None) -> Path | None:
    """A folder with the typeface as static TrueType files; None without a font.

    Parameters
    ----------
    font : bytes
        A variable font with a weight axis (WOFF2 or TrueType), such as the Source Sans that the app shows.
    cache_folder : Path, optional
        Where cuts are kept; the user's cache when not given. A cut takes about 1.5 s, a kept one nothing.
    """
    if not font:
        return None
    home = cache_folder or Path(platformdirs.user_cache_dir("kith", appauthor=False)) / "faces"
    made = home / f"{hashlib.sha256(font).hexdigest()[:16]}-{_CUT}"
    if all((made / f"{weight}.ttf").is_file() for weight in WEIGHTS):
        return made
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    for weight, data in cut(font).items():
        # Written aside and renamed: two who ask at once both find a whole file.
        handle, name = tempfile.mkstemp(dir=made)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(made / f"{weight}.ttf")
    return made


def cut(font: bytes) -> dict[int, bytes]:
    """The typeface at each weight as TrueType; nothing when these bytes are no variable font."""
    from fontTools.ttLib import TTFont, TTLibError
    from fontTools.varLib import instancer

    try:
        small = subset(font)
        found = {}
        for weight in WEIGHTS:
            made = instancer.instantiateVariableFont(TTFont(io.BytesIO(small)), {"wght": weight})
            _named(made, weight)
            out = io.BytesIO()
            made.save(out)
            found[weight] = out.getvalue()
    except (TTLibError, KeyError, ValueError, OSError):
        return {}
    return found


@cache
def subset(font: bytes, woff2: bool = False) -> bytes:
    """The same variable font with European letters only: a twelfth of the size, to be put into a picture."""
    from fontTools import subset as cutting
    from fontTools.ttLib import TTFont

    options = cutting.Options(
        layout_features=["kern", "tnum", "locl", "ccmp", "mark"],
        hinting=False,
        name_IDs=[1, 2, 4, 6],
        notdef_outline=True,
        flavor="woff2" if woff2 else None,
    )
    read = TTFont(io.BytesIO(font))
    cutter = cutting.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in _LETTERS for code in range(first, last + 1)])
    cutter.subset(read)
    read.flavor = "woff2" if woff2 else None
    out = io.BytesIO()
    read.save(out)
    return out.getvalue()


def _named(font: object, weight: int) -> None:
    table = font["name"]  # type: ignore[index]
    style = "Regular" if weight == 400 else "SemiBold"
    table.names = []
    for number, text in ((1, FAMILY), (2, style), (4, f"{FAMILY} {style}"), (6, f"KithSans-{style}")):
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight  # type: ignore[index]

"""The app's own typeface as files that a typesetter takes: cut down to European letters, one file per weight, kept."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
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


def has(letter: str) -> bool:
    """Whether the cut has this character, or needs none for it."""
    code = ord(letter)
    return code < 0x20 or code == 0x200B or any(first <= code <= last for first, last in _LETTERS)


def folder(font: bytes, cache: Path | None = None) -> Path | None:
    """A folder with the typeface as static TrueType files, one per weight; None without a font.

    Parameters
    ----------
    font : bytes
        A variable font with a weight axis (WOFF2 or TrueType), such as the Source Sans that the app shows.
    cache : Path, optional
        Where cuts are kept; the user's cache when not given. A cut takes about 2 s, a kept one nothing.
    """
    if not font:
        return None
    made = _home(font, cache)
    if not all((made / f"{weight}.ttf").is_file() for weight in WEIGHTS):
        for weight, data in cut(font).items():
            _keep(made / f"{weight}.ttf", data)
    return made


def embedded(font: bytes, cache: Path | None = None) -> bytes:
    """The typeface as one small WOFF2 to be put into a picture: a sixth of the size; b"" without a font."""
    if not font:
        return b""
    kept = _home(font, cache) / "both.woff2"
    if not kept.is_file():
        try:
            _keep(kept, subset(font, woff2=True))
        except _unreadable():
            return b""
    return kept.read_bytes()


def _home(font: bytes, cache: Path | None) -> Path:
    home = cache or Path(platformdirs.user_cache_dir("kith", appauthor=False)) / "faces"
    return home / f"{hashlib.sha256(font).hexdigest()[:16]}-{_CUT}"


def _keep(path: Path, data: bytes) -> None:
    """Written aside and renamed: two who ask at once both find a whole file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)


def _unreadable() -> tuple[type[Exception], ...]:
    from fontTools.ttLib import TTLibError

    return (TTLibError, KeyError, ValueError, OSError)


def cut(font: bytes) -> dict[int, bytes]:
    """The typeface at each weight as TrueType; nothing when these bytes are no variable font."""
    from fontTools.ttLib import TTFont
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
    except _unreadable():
        return {}
    return found


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

"""A picture as PNG, by the same typesetter that makes the minutes: the SVG as it is, twice as dense."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

DENSITY = 2.0
MOST_PIXELS = 40_000_000
"""A larger picture is made less dense: past this, the programs that people paste it into give up."""
_PAGE = '#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("picture.svg")\n'
_POINTS = 0.75  # of a CSS pixel


def png(picture: str, faces: Path | None = None) -> bytes:
    """The picture as PNG.

    Parameters
    ----------
    picture : str
        What `picture()` made.
    faces : Path, optional
        Folder of the typeface, from `face.folder`.

    Notes
    -----
    Twice the size of the board in CSS pixels, less when that is more than `MOST_PIXELS`: see `density`.
    """
    import typst  # loaded when somebody takes a board along

    with tempfile.TemporaryDirectory(prefix="kith-") as room:
        folder = Path(room)
        (folder / "picture.svg").write_text(picture, "utf-8")
        (folder / "page.typ").write_text(_PAGE, "utf-8")
        page, dense = folder / "page.typ", 72 / _POINTS * density(picture)
        return typst.compile(page, root=folder, format="png", ppi=dense, font_paths=[faces] if faces else [])


def density(picture: str) -> float:
    """Pixels for each CSS pixel."""
    wide, high = size(picture)
    return float(min(DENSITY, (MOST_PIXELS / max(wide * high, 1)) ** 0.5))


def size(picture: str) -> tuple[float, float]:
    """Width and height of a picture in CSS pixels, from its first element."""
    found = re.match(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"', picture)
    assert found is not None, "every picture of ours says how large it is"
    return float(found[1]), float(found[2])

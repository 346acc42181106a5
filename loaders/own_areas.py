"""Tells which boundaries are the hub's own, of which set, and gives each a code that no other set or publisher has.

A hub draws areas that nobody publishes: police neighbourhoods, localities, a town-centre order zone. They often have
names and no codes. A column `area_set` names their set, else the file's name does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from graph.model import fold
from loaders.check import Checked

OWN = "own"
LONGEST = 80  # letters of a set's name
_MARKED = re.compile(r"own[\s_\-]+(?:areas?[\s_\-]+)?(?=\w)", re.IGNORECASE)
_BEFORE = re.compile(r"(?:boundaries|areas?)[\s_\-]+(?=\w)", re.IGNORECASE)


def marked(path: Path) -> bool:
    """Whether the file's name says that its areas are the hub's own: `own_police_neighbourhoods.geojson`."""
    return _MARKED.match(path.stem) is not None


def set_of(path: Path) -> str:
    """The set's name by the file's: `Police neighbourhoods` for `own_police_neighbourhoods.geojson`."""
    bare = _BEFORE.sub("", _MARKED.sub("", path.stem, count=1), count=1)
    words = " ".join(re.split(r"[\s_\-]+", bare.strip(" _-"))) or path.stem
    return (words[:1].upper() + words[1:])[:LONGEST].strip()


def tell(checked: Checked, path: Path, published: Callable[[str], str]) -> None:
    """Write kind, set and code of the hub's own areas into `checked.values`, and find fault with what contradicts.

    Parameters
    ----------
    checked
        The rows. A row is of the hub's own when its kind says so or it names a set; in a file marked by its name, when
        neither a kind nor a published code says otherwise.
    path
        Names the set where no column does.
    published
        The kind of area that a code tells, `""` for one that nobody publishes.
    """
    values, by_file = checked.values, marked(path)
    spelt: dict[str, str] = {}
    for place in range(len(checked.numbers)):
        code, kind, named = (values[column][place] for column in ("area_code", "area_kind", "area_set"))
        if named and kind not in ("", OWN):
            message = "Only areas of the hub's own are of a set. Empty area_set, or write own as area_kind."
            checked.fault(place, "area_set", "set_of_published_areas", message)
        elif kind == OWN or named or (by_file and not kind and not published(code)):
            area_set = spelt.setdefault(fold(named or set_of(path)), named or set_of(path))
            values["area_kind"][place], values["area_set"][place] = OWN, area_set
            if code or values["area_name"][place]:
                values["area_code"][place] = f"{OWN}:{fold(area_set)}:{fold(code or values['area_name'][place])}"
        elif not code:
            message = (
                "This area has no code. Fill its code; or, where it is an area of the hub's own, name its set in a "
                "column area_set."
            )
            checked.fault(place, "area_code", "missing_value", message)

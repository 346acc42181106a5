"""The table twin of the boundaries drawn: distinct children by ward, small area, district or area of the hub's own."""

from __future__ import annotations

from graph.snapshot import Snapshot
from mapping import words
from mapping.pages import _frame, _places_found
from mapping.pages._opening import Figure
from mapping.pages._text import esc
from mapping.places.boundaries import NONE, choices, settled
from mapping.places.by_area import OUTSIDE, AreaRow, ByArea
from mapping.places.hotspots import Hotspots
from mapping.places.slices import OFF
from mapping.small import HIDDEN

ROWS = 60


def draw(snapshot: Snapshot, found: Hotspots, chosen: str) -> None:
    """Children by the boundaries chosen on the left, those not on the map first; nothing where none are chosen."""
    choice = settled(snapshot, chosen)
    if choice == NONE:
        return
    name = choices(snapshot)[choice]
    _frame.heading("Children by area", name)
    _frame.html(table(found, _places_found.areas(snapshot, found.settings), choice, name))


def table(found: Hotspots, counted: ByArea, choice: str, name: str) -> str:
    """The table as markup; every figure opens its records."""
    panel, days = found.settings.panel, found.settings.days
    rows = counted.of(choice)
    inside = [row for row in rows if not row.id.startswith(OUTSIDE)]
    kept = [row for row in rows if row.id.startswith(OUTSIDE)] + inside[:ROWS]
    off = words.small(counted.unplaced) if panel else words.number(counted.unplaced)
    lines = [("Not on the map", Figure(off, OFF if counted.unplaced else "", says="why, and the records"), "")]
    lines += [(row.name, _count(row, panel), "" if row.living is None else words.number(row.living)) for row in kept]
    heads = ["Area", f"Children, {days} days", "Children of 10 to 17 living there"]
    note = f"{words.showing(len(kept) - len(rows) + len(inside), len(inside))} areas with a child, most children first"
    without = counted.without[choice]
    note = note.capitalize() + (
        f"; {words.number(without)} {'has' if without == 1 else 'have'} none. " if without else ". "
    )
    note += "A child counts once in each area where they came to harm, so the lines do not add up. "
    if panel:
        note += "“Under 5” and “not shown” stand so that no child can be picked out. "
    note += "Where more children live more may come to harm: the hotspots are what was tested"
    caption = f"Children by area, {name}"
    return _frame.table(heads, lines, caption=caption, numbers=(1, 2)) + f'<p class="note">{esc(note)}.</p>'


def _count(row: AreaRow, panel: bool) -> Figure:
    """`6`; on a panel view `under 5`, or `not shown` where it would tell of others."""
    said = words.small(row.children) if panel else words.number(row.children)
    if panel and not row.shown and not said.startswith("under"):
        said = HIDDEN
    return Figure(said, f"area:{row.id}", says=f"children in {row.name}, open the records")

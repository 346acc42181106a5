"""The map as one HTML page to take along, and as a table: what it shows and no more, asking nobody for anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from importlib.resources import files
from typing import Any

from mapping import words
from mapping.places.hotspots import Hotspots
from mapping.places.map import sheet
from mapping.places.map.layers import MapSettings, legend
from mapping.places.map.offline import MapView, OfflineMap

_RULES = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline' data:; img-src data:; "
    "font-src data:"
)
HEIGHT = 620


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on the page, so that nobody has to guess later what it was."""

    purpose: str
    made_by: str
    made_on: date
    version: str  # of the data
    ground: str = ""  # whose base map it is drawn on


def standalone_page(view: MapView, found: Hotspots, layers: MapSettings, printed: Printed) -> str:
    """The map as a page of its own.

    Parameters
    ----------
    view
        From `map_view`, with these layers and hotspots. Nothing else is in the page: nobody's name, no record's words.
    found, layers
        For the legend and for what was counted.
    printed
        Purpose, who made it, when, and the version of the data.

    Returns
    -------
    str
        HTML. Its content policy forbids every request, and it holds no address of another machine to ask.
    """
    drawn = OfflineMap(view, height=HEIGHT)
    page = drawn.get_root().render()
    before, _, rest = page.partition("<head>")
    head, _, rest = rest.partition("<body>")
    inner, _, after = rest.partition("</body>")
    style = files("mapping.places.map").joinpath("take.css").read_text("utf-8")
    head = (
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_RULES}">'
        '<meta name="viewport" content="width=device-width"><title>Places where children came to harm · Kith</title>'
        f"{head.replace('</head>', '')}<style>{style}</style></head>"
    )
    body = f'{_top(view, found, layers, printed)}<div class="kith-map">{inner}</div>{_foot(view, found, layers)}'
    lead = before.replace("<html>", '<html lang="en">')
    return f"{lead}{head}<body>{body}</body>{after}"


def rows_shown(view: MapView) -> tuple[list[str], list[list[str]]]:
    """The places on the map with what is said of each, in the window of the hotspots and in each month.

    Parameters
    ----------
    view
        From `map_view`: the rows are read out of what the browser is given, so they cannot tell more than it.

    Returns
    -------
    heads, rows
        Place, kind, latitude, longitude, the window, then the months; an empty cell where nothing is on record.
    """
    shown = view.shown()
    months = shown["time"]["months"]
    told = [{pin[0]: pin[2] if len(pin) > 2 else [pin[1]] for pin in month["pins"]} for month in months]
    heads = ["Place", "Kind", "Latitude", "Longitude", shown["time"]["window"], *(month["name"] for month in months)]
    rows = []
    for number, pin in enumerate(shown["pins"]):
        for slot, name in enumerate(pin["names"]):
            each = [month[number][slot] if number in month else "" for month in told]
            rows.append([name, pin["kinds"][slot], *(f"{one:.6f}" for one in pin["at"]), pin["said"][slot], *each])
    return heads, rows


def facts(view: MapView, found: Hotspots, layers: MapSettings, printed: Printed) -> tuple[str, ...]:
    """What the page says of itself, in words."""
    harms = [words.label("harm_type", harm).lower() for harm in found.settings.harm_types]
    return (
        f"Purpose: {printed.purpose}",
        "for a panel" if layers.panel else "for those who need to know, not for a panel",
        "naming: nobody is named",
        *([f"boundaries: {view.bordered}"] if view.bordered else []),
        f"harm: {words.listed(harms) if harms else 'every kind'}",
        f"as of {words.day(found.as_of)}",
        f"made {words.day(printed.made_on)} by {printed.made_by}",
        f"data version {printed.version}",
        *([printed.ground] if printed.ground else []),
    )


def _top(view: MapView, found: Hotspots, layers: MapSettings, printed: Printed) -> str:
    limits = (
        "Counts under 5, children’s homes and addresses are left out."
        if layers.panel
        else "Small counts and private places are on it: do not show it to a panel."
    )
    shown = f"{words.showing(view.drawn, view.drawable)} places".capitalize()
    return (
        "<header><h1>Places where children came to harm</h1>"
        f"<p>{escape(' · '.join(facts(view, found, layers, printed)))}</p>"
        f"<p>{escape(shown)}. Counts are of distinct children. {limits} A working copy: the case file "
        "stays the record. Nothing found is not the same as nothing there.</p></header>"
    )


def _foot(view: MapView, found: Hotspots, layers: MapSettings) -> str:
    shown = view.shown()
    said = "".join(f"<li>{_icon(icon)}{escape(label)}</li>" for icon, label in legend(found.ground, layers))
    drawn = (
        ("line", f"boundaries: {view.bordered}" if view.bordered else ""),
        ("tint", "surface: descriptive only" if shown["surface"] else ""),
    )
    said += "".join(f"<li><span class={look}></span>{escape(label)}</li>" for look, label in drawn if label)
    circles = [
        [f"{'Watch' if spot['watch'] else 'Hotspot'} {spot['number']}", spot["title"], spot["said"], spot["record"]]
        for spot in shown["spots"]
    ]
    heads, rows = rows_shown(view)
    note = f"{found.method}." if circles else ""
    return (
        f'<ul class="legend">{said}</ul>'
        + _table("Hotspots", ["", "Where", "Distinct children", "On record"], circles, note, unfolded=True)
        + _table("Places on the map, by month", heads, rows, "")
    )


def _icon(name: str) -> str:
    return f'<img src="{sheet.uri("image/svg+xml", sheet.icon(name))}" alt="">'


def _table(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], note: str, *, unfolded: bool = False
) -> str:
    lines = ["".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows]
    if not lines:
        return ""
    return (
        f"<details{' open' if unfolded else ''}><summary>{escape(title)} · {words.number(len(lines))}</summary>"
        f"<p>{escape(note)}</p><div><table><thead><tr>"
        + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        + f"</tr></thead><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table></div></details>"
    )

"""The map of places: a folium map that asks nothing of the outside: a tile request tells which streets are looked at.

Leaflet comes out of the package XStatic-Leaflet, the font out of streamlit, the icons out of `mapping/icons`, the
ground out of the boundaries loaded. Loaded text passes one choke point, `Picture`: it travels as base64 and is written
with `textContent`. Base64, since branca reads a map's script as a Jinja template once more: a place named `{{ ... }}`
would run on the server, as `</script>` would in the browser.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

import folium
from branca.element import MacroElement
from folium.template import Template

from graph.snapshot import Snapshot
from mapping.places.boundaries import boundaries, choices, settled
from mapping.places.ground import areas_frame, ground
from mapping.places.hotspots import Hotspots
from mapping.places.map import picture, sheet
from mapping.places.map.layers import GROUND, MapSettings

if TYPE_CHECKING:
    from mapping.places.surface import Surface

HEIGHT = 496
SCRIPTS = ("map.js", "choose.js", "time.js")
STRIP = 46  # pixels of the time strip along the lower edge


@dataclass(frozen=True)
class MapView:
    """All that a map shows, worked out once; plain and unchanging, so that it can be kept."""

    bounds: tuple[tuple[float, float], tuple[float, float]]  # south west, north east
    data: str  # JSON as base64
    drawn: int  # places
    drawable: int  # places that it might have drawn
    bordered: str = ""  # whose borders are drawn, by the name of the choice

    def shown(self) -> dict[str, Any]:
        """What the browser is given, as plain values: `picture.pins` and the rest."""
        found: dict[str, Any] = json.loads(base64.b64decode(self.data))
        return found


class OfflineMap(folium.Map):
    """A folium map whose scripts and styles are data URIs: Leaflet alone, no jQuery, no Bootstrap, no icon fonts."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium reads them off the instance
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, view: MapView, **options: Any) -> None:
        self.default_js = [("leaflet", sheet.uri("text/javascript", sheet.leaflet("leaflet.js")))]
        self.default_css = [("leaflet_css", sheet.uri("text/css", sheet.leaflet_css()))]
        super().__init__(tiles=None, zoom_snap=0.1, zoom_delta=0.5, attribution_control=False, **options)
        self.view = view
        root = cast("folium.Figure", self.get_root())
        root.header.add_child(folium.Element(f"<style>{sheet.css()}</style>"), name="kith_css")
        self.add_child(Picture(view.data))


class Picture(MacroElement):
    """Everything on the map in one script: 2,000 pins as one array, not as 6,000 templates."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        (function () { {{ this.script }} return draw; })()({{ this._parent.get_name() }}, JSON.parse(
            new TextDecoder().decode(
                Uint8Array.from(atob("{{ this.data }}"), function (one) { return one.charCodeAt(0); }))));
        {% endmacro %}
    """)

    def __init__(self, data: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types here
        self._name = "Picture"
        self.data = data
        room = files("mapping.places.map")
        self.script = "\n".join(room.joinpath(name).read_text("utf-8") for name in SCRIPTS)


def place_map(
    snapshot: Snapshot,
    hotspots: Hotspots | None = None,
    settings: MapSettings | None = None,
    *,
    base: Mapping[str, Any] | None = None,
    surface: Surface | None = None,
) -> OfflineMap:
    """Draw boundaries, places and hotspots: `map_view` as a folium map.

    Parameters
    ----------
    snapshot, hotspots, settings, base, surface
        As for `map_view`.

    Returns
    -------
    OfflineMap
        `.get_root().render()` is a whole page; it makes no request.
    """
    return OfflineMap(map_view(snapshot, hotspots, settings, base=base, surface=surface))


def map_view(
    snapshot: Snapshot,
    hotspots: Hotspots | None = None,
    settings: MapSettings | None = None,
    *,
    base: Mapping[str, Any] | None = None,
    surface: Surface | None = None,
) -> MapView:
    """Work out what the map shows.

    Parameters
    ----------
    snapshot
        Its areas and places are drawn.
    hotspots
        From `hotspots(snapshot, ...)`; None: none are drawn.
    settings
        What is drawn.
    base
        A GeoJSON FeatureCollection of lines and areas with a property `kind`, one of `layers.GROUND`.
    surface
        Tint bands under the pins; descriptive only.

    Returns
    -------
    MapView
        To be kept: the same for the same snapshot, hotspots and settings.
    """
    settings = settings or MapSettings()
    known = hotspots.ground if hotspots else ground(snapshot)
    areas = areas_frame(snapshot)
    pins, drawable = picture.pins(known, hotspots, settings)
    choice = settled(snapshot, settings.boundaries)
    inside = boundaries(snapshot, choice)
    bounds = picture.bounds(areas, known, inside)
    drawn = {
        "bounds": bounds,
        "base": picture.ink(settings, base),
        "outline": picture.outline(areas),
        "borders": picture.borders(inside),
        "bordered": choices(snapshot).get(choice, ""),
        "surface": picture.tint(surface),
        "pins": pins,
        "spots": picture.spots(hotspots, settings),
        "time": picture.by_month(snapshot, known, hotspots, pins, settings),
        "strip": STRIP,
        "styles": GROUND,
    }
    data = base64.b64encode(json.dumps(drawn, allow_nan=False).encode()).decode()
    return MapView(bounds, data, sum(len(pin["names"]) for pin in pins), drawable, str(drawn["bordered"]))

"""What a map is drawn with: Leaflet, the style, the font and the icons, all as text to be embedded, none fetched."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from data_schema import schema
from mapping.places.map.layers import icon_of


def uri(mime: str, text: str) -> str:
    """Text as a data URI."""
    return f"data:{mime};base64,{base64.b64encode(text.encode()).decode()}"


@cache
def leaflet(name: str) -> str:
    """A file of Leaflet, out of the package XStatic-Leaflet."""
    return files("xstatic.pkg.leaflet").joinpath("data", name).read_text("utf-8")


@cache
def leaflet_css() -> str:
    """Leaflet's style without its pictures (they belong to controls that Kith does not use)."""
    return re.sub(r"background-image:\s*url\([^)]*\);?|behavior:\s*url\([^)]*\);?", "", leaflet("leaflet.css"))


@cache
def font_face() -> str:
    """The font that streamlit bundles, embedded: a map's frame inherits none. Empty where it cannot be found."""
    found = find_spec("streamlit")
    media = Path(found.origin).parent / "static" / "static" / "media" if found and found.origin else None
    font = next(media.glob("SourceSansVF-Upright*.woff2"), None) if media else None
    if font is None:
        return ""
    data = base64.b64encode(font.read_bytes()).decode()
    return (
        "@font-face{font-family:'Source Sans';font-weight:200 900;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


@cache
def css() -> str:
    """The map's style, with font and icons embedded."""
    style = files("mapping.places.map").joinpath("map.css").read_text("utf-8")
    names = sorted({*(icon_of(kind) for kind in schema().codes["place_kind"].codes), "school"})
    icons = "".join(f".k-{name}{{background-image:url({uri('image/svg+xml', icon(name))})}}" for name in names)
    return font_face() + style + icons


def icon(name: str) -> str:
    """An icon of the set as SVG text."""
    return files("mapping").joinpath("icons", f"{name}.svg").read_text("utf-8")

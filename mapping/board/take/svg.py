"""Writes SVG as a tree, never as text: what was loaded becomes a text node or an attribute and cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

SVG = "http://www.w3.org/2000/svg"

# What XML cannot hold, what means nothing in a name, and what re-orders the line it stands in.
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

Value = str | float | int


def legible(text: str) -> str:
    """The text without characters that no document can hold."""
    return _UNFIT.sub("", text)


def number(value: float) -> str:
    """A number as short as a picture needs it: two places, no trailing zeros, never `-0`."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def add(parent: Element, tag: str, **attributes: Value) -> Element:
    """An element under another: `stroke_width=1.5` becomes `stroke-width`."""
    said = {
        name.replace("_", "-"): legible(value) if isinstance(value, str) else number(value)
        for name, value in attributes.items()
    }
    return SubElement(parent, tag, said)


def tell(parent: Element, tag: str, text: str, **attributes: Value) -> Element:
    """An element that holds words."""
    made = add(parent, tag, **attributes)
    made.text = legible(text)
    return made


def root(wide: float, high: float) -> Element:
    """The outermost element of a picture of this size."""
    return Element(
        "svg",
        {
            "xmlns": SVG,
            "width": number(wide),
            "height": number(high),
            "viewBox": f"0 0 {number(wide)} {number(high)}",
        },
    )


def written(tree: Element) -> str:
    """The tree as text."""
    return tostring(tree, encoding="unicode")


def icon(name: str, *, thin: float = 1.0) -> tuple[Element, float, float]:
    """An icon of our own set as a group without an id, with its width and height; `thin` multiplies its strokes."""
    read: Element = fromstring(files("mapping").joinpath("icons", f"{name}.svg").read_text("utf-8"))
    _, _, wide, high = (float(one) for one in read.attrib["viewBox"].split())
    made = Element("g", _own(read.attrib, thin))
    _copied(read, made, thin)
    return made, wide, high


def _copied(source: Element, target: Element, thin: float) -> None:
    for child in source:
        _copied(child, SubElement(target, child.tag.rpartition("}")[2], _own(child.attrib, thin)), thin)


def _own(attributes: Mapping[str, str], thin: float) -> dict[str, str]:
    kept = {name: value for name, value in attributes.items() if name not in ("viewBox", "width", "height", "xmlns")}
    if attributes.get("viewBox") is None:  # of a rectangle these are its size
        kept |= {name: attributes[name] for name in ("width", "height") if name in attributes}
    if "stroke-width" in kept:
        kept["stroke-width"] = number(float(kept["stroke-width"]) * thin)
    return kept

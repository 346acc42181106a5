"""The legend of a picture: the symbols that are drawn on it and no other, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from mapping.board.model import Mark
from mapping.board.take import ink, svg
from mapping.board.take.notes import PAPER
from mapping.board.take.shapes import words

ICONS: Mapping[str, tuple[str, ...]] = {  # symbol -> icons of the set, as in browser/legend.js
    "child": ("child",),
    "both": ("role_both",),
    "adult": ("adult",),
    "concern": ("adult_of_concern", "role_of_concern"),
    "safe": ("role_safe_adult",),
    "location": ("location",),
    "school": ("school",),
    "harm": ("tie_harm",),
    "protective": ("tie_protective",),
    "neutral": ("tie_neutral",),
    "provisional": ("tie_provisional",),
    "stale": ("tie_stale",),
    "peer_group": ("peer_group",),
    "event": ("event",),
    "thing": ("thing_phone",),
}


def legend(parent: Element, marks: Sequence[Mark], x: float, y: float, room: float, letters: float = 13.0) -> float:
    """Draw the legend in lines from this corner, within this width; return its height."""
    k = letters / 13
    left, line, step = x, y, 24 * k
    for mark in marks:
        symbols = _symbols(mark.symbol)
        high = 13 * k if mark.symbol in _TIES else 18 * k
        wide = sum(high * one / other + 6 * k for _, one, other in symbols)
        wide += ink.width(mark.words, letters)
        if left > x and left + wide > x + room:
            left, line = x, line + step
        for drawn, one, other in symbols:
            scale = high / other
            drawn.set(
                "transform", f"translate({svg.number(left)} {svg.number(line + (step - high) / 2)}) scale({scale:.4f})"
            )
            parent.append(drawn)
            left += one * scale + 6 * k
        words(parent, mark.words, (left, line + step / 2), letters, ink.INK, anchor="start")
        left += ink.width(mark.words, letters) + 16 * k
    return line + step - y if marks else 0.0


_TIES = {"harm", "protective", "neutral", "provisional", "stale"}


def _symbols(symbol: str) -> list[tuple[Element, float, float]]:
    if symbol in ICONS:
        return [svg.icon(name) for name in ICONS[symbol]]
    group = Element("g", {"fill": ink.WHITE, "stroke": ink.INK})
    if symbol == "open":
        svg.add(group, "circle", cx=12, cy=12, r=9, stroke_width=4.4)
    elif symbol == "unidentified":
        svg.add(group, "rect", x=1.5, y=5, width=21, height=14, rx=4, stroke_width=1.6, stroke_dasharray="3.2 2.4")
    elif symbol == "found_group":
        svg.add(
            group,
            "circle",
            cx=12,
            cy=12,
            r=10,
            fill=ink.HULL,
            stroke=ink.CONTROL,
            stroke_width=1.6,
            stroke_dasharray="1.6 3",
        )
    elif symbol == "frame":
        svg.add(group, "path", d="M2 9h20v12H2z", fill="#F7F5F0", stroke=ink.CONTROL, stroke_width=1.6)
        svg.add(group, "path", d="M2 9V4h11v5", stroke=ink.CONTROL, stroke_width=1.6)
    elif symbol == "note":
        svg.add(group, "path", d="M3 4h18v11l-5 5H3z", fill=PAPER, stroke=ink.CONTROL, stroke_width=1.5)
        svg.add(group, "path", d="M21 15h-5v5", fill="none", stroke=ink.CONTROL, stroke_width=1.5)
    elif symbol == "pinned":
        svg.add(group, "path", d="M10 10l6 10", stroke_width=2.2)
        svg.add(group, "circle", cx=9, cy=8, r=5.4, stroke_width=2.2)
        svg.add(group, "circle", cx=9, cy=8, r=2, fill=ink.INK, stroke="none")
    elif symbol == "said_person":
        svg.add(group, "circle", cx=11, cy=13, r=8.5, stroke_width=1.7, stroke_dasharray="3.4 2.4")
        svg.add(group, "circle", cx=18.5, cy=5.5, r=4.6, stroke=ink.SOFT, stroke_width=1.2)
        svg.add(group, "path", d="M17.4 4.4v2M19.6 4.4v2", stroke=ink.SOFT, stroke_width=1.4)
    else:
        return []
    return [(group, 24.0, 24.0)]

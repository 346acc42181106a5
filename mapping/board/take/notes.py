"""Sticky notes of a board as SVG: a paper with a turned corner, and the thread to whoever it is stuck to."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from mapping.board.model import Note, Positions
from mapping.board.take import ink, svg
from mapping.board.take.ink import Sizes
from mapping.board.take.shapes import words

PAPER, LATE = "#FBF1DC", "#7A4A06"
WIDE, PAD, STEP, MOST = 168.0, 9.0, 15.5, 7
"""Of a note: its width, the room at its edges, from line to line, and most lines; the minutes have the whole."""
_SEEN = 1500


@dataclass(frozen=True, slots=True)
class Laid:
    """A note as it is laid out."""

    lines: tuple[str, ...]
    foot: str
    wide: float
    high: float


def laid(note: Note, sizes: Sizes) -> Laid:
    """The lines of a note and its size."""
    k = sizes.note / 12.5
    inner = (WIDE - 2 * PAD) * k
    text = note.text[:_SEEN] + ("…" if len(note.text) > _SEEN else "")
    lines = tuple(ink.wrapped(text, sizes.note, inner, most=MOST))
    by = ink.wrapped(note.by, 11 * k, inner, most=1)[0] if note.by else ""
    foot = "Two texts: which?" if note.asks else by
    return Laid(lines, foot, WIDE * k, 2 * PAD * k + STEP * k * len(lines) + (16 * k if foot else 0))


def draw(parent: Element, note: Note, x: float, y: float, sizes: Sizes) -> None:
    """A note around its place."""
    box, k = laid(note, sizes), sizes.note / 12.5
    left, right, top, low, fold = x - box.wide / 2, x + box.wide / 2, y - box.high / 2, y + box.high / 2, 12 * k
    group = svg.add(parent, "g")
    svg.tell(group, "title", f"Note by {note.by}")
    n = svg.number
    edge: dict[str, svg.Value] = {"stroke": ink.CONTROL, "stroke_width": 1.2 * sizes.fat, "stroke_linejoin": "round"}
    paper = f"M{n(left)} {n(top)}H{n(right)}V{n(low - fold)}L{n(right - fold)} {n(low)}H{n(left)}Z"
    svg.add(group, "path", d=paper, fill=PAPER, **edge)
    svg.add(group, "path", d=f"M{n(right)} {n(low - fold)}H{n(right - fold)}V{n(low)}", fill="none", **edge)
    if sizes.scale < 0.35:
        return
    for place, line in enumerate(box.lines):
        spot = (left + PAD * k, top + (PAD + 6.75 + place * STEP) * k)
        words(group, line, spot, sizes.note, ink.INK, anchor="start")
    if box.foot:
        colour = LATE if note.asks else ink.SOFT
        spot = (left + PAD * k, low - 10.7 * k)
        words(group, box.foot, spot, 11 * k, colour, strong=note.asks, anchor="start")


def thread(parent: Element, note: Note, at: Positions, sizes: Sizes) -> None:
    """From a note to whoever it is stuck to, under both."""
    if not note.on or note.on not in at or note.id not in at:
        return
    (x, y), (to_x, to_y) = at[note.id], at[note.on]
    svg.add(parent, "line", x1=x, y1=y, x2=to_x, y2=to_y, stroke=ink.CONTROL, stroke_width=sizes.fat)

"""The shapes of a board and the words under them, as SVG: what `browser/paint.js` draws on the canvas, on paper."""

from __future__ import annotations

import math
from dataclasses import replace
from xml.etree.ElementTree import Element

from mapping.board.model import Below, Node
from mapping.board.take import ink, svg
from mapping.board.take.ink import Sizes

HALO = "rgb(255,255,255)"
_MARKED = {"safe": ink.SAFE_TEXT, "concern": ink.HARM_TEXT}
_PERSONS = ("child", "adult")


def size(node: Node, sizes: Sizes) -> tuple[float, float, float]:
    """Half width and half height of a shape, and by how much it grew to stay visible from far."""
    wide, high = ink.SHAPES.get(node.kind, ink.SHAPES["location"])
    least = (4.6 if node.concern or node.open or node.focus else 3.4) * (0.8 if node.kind == "adult" else 1.0)
    grow = max(1.0, least / (sizes.scale * min(wide, high)))
    if node.kind == "adult" and grow == 1:
        room = ink.width(node.label, sizes.label, strong=True) / sizes.shape
        wide = max(wide, (room + 16) / 2)
    return wide * grow * sizes.shape, high * grow * sizes.shape, grow


def frame(node: Node, sizes: Sizes) -> tuple[float, float]:
    """Where ties end: half width and half height of the shape with its rings."""
    wide, high, grow = size(node, sizes)
    ring = (5.5 * grow if node.concern else 1.6 * grow if node.kind == "child" else 0.5) * sizes.shape
    return wide + ring, high + ring


def words(
    parent: Element,
    text: str,
    at: tuple[float, float],
    letters: float,
    colour: str,
    *,
    strong: bool = False,
    halo: bool = False,
    anchor: str = "middle",
) -> None:
    """A line of words around its middle height, as real text."""
    look: dict[str, svg.Value] = {"font_size": letters, "fill": colour, "text_anchor": anchor}
    if strong:
        look["font_weight"] = 600
    if halo:
        look |= {"stroke": HALO, "stroke_opacity": 0.92, "stroke_width": letters * 0.3, "stroke_linejoin": "round"}
        look["paint_order"] = "stroke"
    svg.tell(parent, "text", text, x=at[0], y=at[1] + letters * 0.34, **look)


def draw(parent: Element, node: Node, x: float, y: float, sizes: Sizes) -> None:
    """One shape with the letters inside it; what it is in words is its title."""
    group = svg.add(parent, "g")
    svg.tell(group, "title", node.said)
    if node.kind == "child":
        _child(group, node, x, y, sizes)
    elif node.kind == "adult":
        _adult(group, node, x, y, sizes)
    else:
        _pictogram(group, node, x, y, sizes)
    _shoulder(group, node, x, y, sizes)


def _shoulder(group: Element, node: Node, x: float, y: float, sizes: Sizes) -> None:
    """A quotation mark for who was only said to exist, a pin for who stays whatever is hidden or arranged."""
    wide, high, grow = size(node, sizes)
    if node.provisional and sizes.near:
        quote(group, x + wide * 0.8, y - high * 0.8, ink.SOFT, sizes)
    if node.pinned:
        _pin(group, x - wide * 0.8, y - high * 0.85, max(grow, 0.8 / sizes.scale) * sizes.shape)


def _child(group: Element, node: Node, x: float, y: float, sizes: Sizes) -> None:
    wide, high, grow = size(node, sizes)
    k = sizes.shape
    ring = max(3.2 * grow * k, 1.8 / sizes.scale) if node.open else max(1.4 * grow * k, 0.9 / sizes.scale)
    look: dict[str, svg.Value] = {"fill": ink.WHITE, "stroke": ink.INK, "stroke_width": ring}
    if node.provisional:
        look["stroke_dasharray"] = _dashes(4.2 * grow * k, 3 * grow * k)
    svg.add(group, "circle", cx=x, cy=y, r=wide - 0.8 * k, **look)
    if grow == 1:
        _letters(group, node.label, x, y, wide * 1.72, sizes, ink.INK)
    if node.alleged:
        both(group, x + wide * 0.72, y - high * 0.72, 5.4 * grow * k)


def _adult(group: Element, node: Node, x: float, y: float, sizes: Sizes) -> None:
    wide, high, grow = size(node, sizes)
    k = sizes.shape * grow
    known = node.identified and not node.provisional
    look: dict[str, svg.Value] = {"fill": ink.ADULT}
    if not known:
        look = {
            "fill": ink.WHITE,
            "stroke": ink.INK,
            "stroke_width": 1.5 * k,
            "stroke_dasharray": _dashes(3.5 * k, 2.6 * k),
        }
    _plate(group, x, y, wide, high - sizes.shape, 5 * k, **look)
    if node.concern:
        rim: dict[str, svg.Value] = {
            "fill": "none",
            "stroke": ink.HARM,
            "stroke_width": max(2.1 * k, 1.1 / sizes.scale),
        }
        _plate(group, x, y, wide + 4.2 * k, high + 3.2 * k, 8 * k, **rim)
    if grow == 1:
        _letters(group, node.label, x, y, wide * 2 - 6 * k, sizes, ink.WHITE if known else ink.SOFT)


def _letters(group: Element, text: str, x: float, y: float, room: float, sizes: Sizes, colour: str) -> None:
    """The letters in a shape: made smaller before they would leave it."""
    wide = ink.width(text, sizes.label, strong=True)
    fit = sizes.label if wide <= room else max(sizes.label * room / wide, min(sizes.label, sizes.age))
    words(group, text, (x, y), fit, colour, strong=True)


def _plate(group: Element, x: float, y: float, wide: float, high: float, corner: float, **look: svg.Value) -> None:
    svg.add(group, "rect", x=x - wide, y=y - high, width=wide * 2, height=high * 2, rx=corner, **look)


def _dashes(*lengths: float) -> str:
    return " ".join(svg.number(length) for length in lengths)


def _pictogram(group: Element, node: Node, x: float, y: float, sizes: Sizes) -> None:
    _, _, grow = size(node, sizes)
    wide = (36 if node.kind == "location" else 31) * grow * sizes.shape
    place = f"translate({svg.number(x - wide / 2)} {svg.number(y - wide / 2)}) scale({wide / 24:.4f})"
    svg.add(group, "use", href=f"#shape-{node.icon}", transform=place)


def both(group: Element, x: float, y: float, radius: float) -> None:
    """The half-filled dot: a child harmed and alleged to harm."""
    svg.add(group, "circle", cx=x, cy=y, r=radius, fill=ink.WHITE, stroke=ink.INK, stroke_width=radius * 0.26)
    n = svg.number
    half = f"M{n(x)} {n(y - radius)}A{n(radius)} {n(radius)} 0 0 1 {n(x)} {n(y + radius)}Z"
    svg.add(group, "path", d=half, fill=ink.INK)


def _pin(group: Element, x: float, y: float, k: float) -> None:
    pen: dict[str, svg.Value] = {"stroke": ink.INK, "stroke_width": 1.6 * k}
    svg.add(group, "line", x1=x, y1=y, x2=x + 4.2 * k, y2=y + 7 * k, **pen)
    svg.add(group, "circle", cx=x, cy=y, r=4 * k, fill=ink.WHITE, **pen)
    svg.add(group, "circle", cx=x, cy=y, r=1.6 * k, fill=ink.INK)


def quote(parent: Element, x: float, y: float, colour: str, sizes: Sizes) -> None:
    """The quotation mark of something said in a meeting."""
    k = sizes.shape
    svg.add(parent, "circle", cx=x, cy=y, r=7 * k, fill=ink.WHITE, stroke=colour, stroke_width=1.2 * k)
    words(parent, "“", (x, y + 4.6 * k), 15 * k, colour, strong=True)


def below(parent: Element, node: Node, x: float, y: float, sizes: Sizes) -> None:
    """The words under a node: what it is called, how old, which role."""
    line = y + frame(node, sizes)[1] + sizes.line * 0.6
    for one in node.below:
        letters = _size_of(node, one, sizes)
        colour = _MARKED.get(one.mark) or (ink.INK if one.strong else ink.SOFT)
        strong = bool(one.mark or one.strong)
        shift = letters * 0.52 if one.mark else 0.0
        words(parent, one.text, (x + shift, line), letters, colour, strong=strong, halo=True)
        if one.mark:
            half = ink.width(one.text, letters, strong=True) / 2
            mark(parent, one.mark, x + shift - half - letters * 0.7, line, letters / 11.5)
        line += sizes.line


def _size_of(node: Node, one: Below, sizes: Sizes) -> float:
    return sizes.age if node.kind in _PERSONS and not one.strong and not one.mark else sizes.below


def mark(parent: Element, which: str, x: float, y: float, k: float) -> None:
    """The teal dot of a safe adult, or the rust triangle that stands beside "of concern"."""
    look: dict[str, svg.Value] = {
        "stroke": HALO,
        "stroke_opacity": 0.92,
        "stroke_width": 3 * k,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }
    if which == "safe":
        svg.add(parent, "circle", cx=x, cy=y, r=3.2 * k, fill=ink.SAFE, **look)
        return
    n = svg.number
    points = f"{n(x)},{n(y - 4.4 * k)} {n(x + 4.6 * k)},{n(y + 3.4 * k)} {n(x - 4.6 * k)},{n(y + 3.4 * k)}"
    svg.add(parent, "polygon", points=points, fill=ink.HARM, **look)


def reach(node: Node, sizes: Sizes) -> tuple[float, float, float]:
    """How far a node and its words reach: to each side, up, and down."""
    wide, high = frame(node, sizes)
    half = max(
        (
            ink.width(one.text, sizes.below, strong=True) / 2 + (8 if one.mark else 0) * sizes.shape
            for one in node.below
        ),
        default=0.0,
    )
    return max(wide, half) + 3 * sizes.shape, high + 7 * sizes.shape, high + sizes.line * (len(node.below) + 0.4)


def far_words(parent: Element, nodes: list[tuple[Node, float, float]], sizes: Sizes) -> int:
    """From far: names where there is room, the weightiest first, at the size the paper needs. How many were written."""
    taken: set[tuple[int, int]] = set()
    cell, grown = 10.0, replace(sizes, below=11.0 / sizes.scale)
    written = 0
    for node, x, y in nodes:
        text = node.label if node.kind in _PERSONS else node.below[0].text if node.below else ""
        if not text:
            continue
        high = frame(node, sizes)[1]
        middle, under = x * sizes.scale, (y + high) * sizes.scale + 8
        half = ink.width(text, 11, strong=True) / 2 + 3
        cells = {
            (i, j)
            for i in range(math.floor((middle - half) / cell), math.floor((middle + half) / cell) + 1)
            for j in range(math.floor((under - 6) / cell), math.floor((under + 6) / cell) + 1)
        }
        if cells & taken:
            continue
        taken |= cells
        colour = ink.HARM_TEXT if node.concern else ink.INK
        words(parent, text, (x, y + high + 8 / sizes.scale), grown.below, colour, strong=True, halo=True)
        written += 1
    return written

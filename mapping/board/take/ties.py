"""The ties of a board as SVG: where they end, their strokes, arrowheads and quotation marks, as on the canvas."""

from __future__ import annotations

import math
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from mapping.board.model import Line, Node, Positions
from mapping.board.take import ink, svg
from mapping.board.take.ink import Sizes
from mapping.board.take.shapes import frame, quote

Point = tuple[float, float]
_COLOURS = {"harm": ink.HARM, "protective": ink.SAFE, "neutral": ink.NEUTRAL}


def rim(node: Node, at: Point, towards: Point, gap: float, sizes: Sizes) -> Point:
    """The point where a ray from the middle of a node leaves its shape; downwards, its words."""
    wide, high = frame(node, sizes)
    dx, dy = towards[0] - at[0], towards[1] - at[1]
    length = math.hypot(dx, dy) or 1.0
    across, down = abs(dx / length), dy / length
    if node.kind in ("child", "peer_group"):
        reach = wide
    elif node.kind == "event":
        reach = 1 / (across / wide + abs(down) / high)
    else:
        reach = min(wide / (across or 1e-9), high / (abs(down) or 1e-9))
    if dy > 0 and node.kind != "child" and node.below and sizes.near:
        low = high + sizes.line * (len(node.below) + 0.3)
        half = max(ink.width(one.text, sizes.below, strong=True) / 2 + (9 if one.mark else 0) for one in node.below)
        side = half / (across or 1e-9)
        if side * down > high + 3:
            reach = max(reach, min(side, low / down))
    reach = min(reach + gap, length / 2)
    return at[0] + dx / length * reach, at[1] + dy / length * reach


def ends(line: Line, nodes: Mapping[str, Node], at: Positions, sizes: Sizes) -> tuple[Point, Point]:
    """Both ends of a line as drawn: trimmed at the shapes and set aside by its lane."""
    a, b = at[line.from_id], at[line.to_id]
    dx, dy = b[0] - a[0], b[1] - a[1]
    length, aside = math.hypot(dx, dy) or 1.0, line.lane * 9 * sizes.shape
    move = (-dy / length * aside, dx / length * aside)
    a, b = (a[0] + move[0], a[1] + move[1]), (b[0] + move[0], b[1] + move[1])
    k = sizes.shape
    tail = rim(nodes[line.from_id], a, b, 2 * k, sizes)
    return tail, rim(nodes[line.to_id], b, a, (1 if line.heads else 2) * k, sizes)


def draw(parent: Element, line: Line, nodes: Mapping[str, Node], at: Positions, sizes: Sizes) -> None:
    """One tie; its sentence is its title."""
    a, b = ends(line, nodes, at, sizes)
    fat = sizes.fat
    colour = ink.STALE if line.stale else _COLOURS[line.standing]
    group = svg.add(
        parent, "g", stroke=colour, fill="none", stroke_width=(2.4 if line.standing == "harm" else 1.15) * fat
    )
    svg.tell(group, "title", line.sentence)
    dash: dict[str, svg.Value] = {}
    if line.stale:
        group.set("stroke-width", svg.number(1.3 * fat))
        dash = {"stroke_dasharray": f"{svg.number(1.3 * fat)} {svg.number(3.2 * fat)}"}
    elif line.provisional:
        dash = {"stroke_dasharray": f"{svg.number(7 * fat)} {svg.number(4.5 * fat)}"}
    if line.standing == "protective" and not line.stale:
        _double(group, a, b, colour, fat, dash)
    else:
        _single(group, line, a, b, colour, fat, dash)
    if line.provisional and sizes.near:
        quote(parent, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2, colour, sizes)


def _along(a: Point, b: Point) -> tuple[float, float, float]:
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return (b[0] - a[0]) / length, (b[1] - a[1]) / length, length


def _stroke(group: Element, a: Point, b: Point, **look: svg.Value) -> None:
    svg.add(group, "line", x1=a[0], y1=a[1], x2=b[0], y2=b[1], **look)


def _double(group: Element, a: Point, b: Point, colour: str, fat: float, dash: Mapping[str, svg.Value]) -> None:
    x, y, _ = _along(a, b)
    aside = 2.1 * fat
    group.set("stroke-width", svg.number(1.5 * fat))
    for side in (aside, -aside):
        _stroke(group, (a[0] - y * side, a[1] + x * side), (b[0] - y * side, b[1] + x * side), **dash)
    for end in (a, b):
        svg.add(group, "circle", cx=end[0], cy=end[1], r=3.3 * fat, fill=colour, stroke="none")


def _single(
    group: Element, line: Line, a: Point, b: Point, colour: str, fat: float, dash: Mapping[str, svg.Value]
) -> None:
    x, y, length = _along(a, b)
    size = min(11 * fat, length / 2)
    short = size * 0.8
    start = (a[0] + x * short, a[1] + y * short) if line.heads == "both" else a
    stop = (b[0] - x * short, b[1] - y * short) if line.heads else b
    _stroke(group, start, stop, **dash)
    if line.heads:
        _head(group, b, a, size, colour, line.stale)
    if line.heads == "both":
        _head(group, a, b, size, colour, line.stale)


def _head(group: Element, tip: Point, tail: Point, size: float, colour: str, hollow: bool) -> None:
    x, y, _ = _along(tail, tip)
    back = (tip[0] - x * size, tip[1] - y * size)
    half = size * 0.48
    corners = (tip, (back[0] - y * half, back[1] + x * half), (back[0] + y * half, back[1] - x * half))
    points = " ".join(f"{svg.number(one)},{svg.number(other)}" for one, other in corners)
    if hollow:
        svg.add(group, "polygon", points=points, fill=ink.WHITE, stroke=colour, stroke_width=min(1.3, size / 7))
    else:
        svg.add(group, "polygon", points=points, fill=colour, stroke="none")

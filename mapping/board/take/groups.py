"""Groups and frames of a board as SVG: soft areas around their members, and rectangles with their name on a tab."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from mapping.board.model import Hull, Node, Note, Positions
from mapping.board.take import ink, notes, svg
from mapping.board.take.ink import Sizes
from mapping.board.take.shapes import words

Point = tuple[float, float]
TAB = 21.0
"""How high the tab of a frame is."""


def hull(parent: Element, drawn: Hull, at: Positions, sizes: Sizes) -> None:
    """A group around its members: solid when named by a record, dotted when found in the ties."""
    around = outline(drawn, at, sizes)
    if len(around) < 3:
        return
    points = " ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in around)
    group = svg.add(parent, "g")
    svg.tell(group, "title", drawn.label)
    look: dict[str, svg.Value] = {"stroke_width": 1.2 * sizes.fat, "stroke": ink.HULL_EDGE, "fill": ink.HULL}
    if drawn.found:
        look["stroke_dasharray"] = f"{svg.number(2 * sizes.fat)} {svg.number(4 * sizes.fat)}"
    svg.add(group, "polygon", points=points, fill_opacity=0.85, stroke_linejoin="round", **look)
    if drawn.found and sizes.near:
        x, y = min(around, key=lambda point: point[1])
        place = (x, y - 9 * sizes.shape)
        words(group, drawn.label, place, sizes.below, ink.SOFT, strong=True, halo=True)


def outline(drawn: Hull, at: Positions, sizes: Sizes) -> list[Point]:
    """The corners of the area around the members."""
    out, down = 34 * sizes.shape, 5 * sizes.shape
    turns = [(out * math.cos(turn * math.pi / 5), out * math.sin(turn * math.pi / 5) + down) for turn in range(10)]
    return convex([(at[id][0] + x, at[id][1] + y) for id in drawn.members if id in at for x, y in turns])


def convex(points: Sequence[Point]) -> list[Point]:
    """The convex hull (Andrew 1979), each corner once."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return [*_half(ordered), *_half(ordered[::-1])]


def _half(ordered: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for p in ordered:
        while len(found) > 1:
            a, b = found[-2], found[-1]
            if (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0:
                break
            found.pop()
        found.append(p)
    return found[:-1]


def frame_box(
    drawn: Hull, nodes: Mapping[str, Node], stuck: Mapping[str, Note], at: Positions, sizes: Sizes
) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of a frame put around some by hand; None when nobody in it is drawn."""
    k = sizes.shape
    sides: list[tuple[float, float, float, float]] = []
    for id in drawn.members:
        if id not in at or (id not in nodes and id not in stuck):
            continue
        x, y = at[id]
        if id in stuck:
            note = notes.laid(stuck[id], sizes)
            wide, high = note.wide / 2 + 14 * k, note.high / 2 + 14 * k
            sides.append((x - wide, y - high, x + wide, y + high))
        else:
            down = 34 * k + (sizes.line + 0.5 * k) * len(nodes[id].below)
            sides.append((x - 44 * k, y - 38 * k, x + 44 * k, y + down))
    if not sides:
        return None
    left, top, right, bottom = zip(*sides, strict=True)
    return min(left), min(top), max(right), max(bottom)


def frame(parent: Element, drawn: Hull, box: tuple[float, float, float, float], sizes: Sizes) -> None:
    """A frame with its name on a tab: none of the soft shape of a group."""
    left, top, right, bottom = box
    k, size = sizes.shape, max(1.0, 0.75 / sizes.scale) * sizes.shape
    group = svg.add(parent, "g", stroke=ink.CONTROL, stroke_width=1.4 * sizes.fat)
    svg.tell(group, "title", drawn.label)
    n = svg.number
    body = (
        f"M{n(left)} {n(top)}H{n(right - 8 * k)}a{n(8 * k)} {n(8 * k)} 0 0 1 {n(8 * k)} {n(8 * k)}"
        f"V{n(bottom - 8 * k)}a{n(8 * k)} {n(8 * k)} 0 0 1 {n(-8 * k)} {n(8 * k)}"
        f"H{n(left + 8 * k)}a{n(8 * k)} {n(8 * k)} 0 0 1 {n(-8 * k)} {n(-8 * k)}Z"
    )
    svg.add(group, "path", d=body, fill="#F7F5F0", fill_opacity=0.55)
    letters = max(12.0 * size, sizes.below if k > 1 else 0.0)
    name, wide, high = tab(drawn, sizes)
    r = 6 * size
    edge = (
        f"M{n(left)} {n(top)}V{n(top - high + r)}a{n(r)} {n(r)} 0 0 1 {n(r)} {n(-r)}"
        f"H{n(left + wide - r)}a{n(r)} {n(r)} 0 0 1 {n(r)} {n(r)}V{n(top)}Z"
    )
    svg.add(group, "path", d=edge, fill=ink.WHITE)
    said = svg.add(group, "g", stroke="none")
    words(said, name, (left + 8 * size, top - high / 2), letters, ink.INK, strong=True, anchor="start")


def tab(drawn: Hull, sizes: Sizes) -> tuple[str, float, float]:
    """The name on the tab of a frame, the tab's width and its height."""
    size = max(1.0, 0.75 / sizes.scale) * sizes.shape
    letters = max(12.0 * size, sizes.below if sizes.shape > 1 else 0.0)
    name = ink.wrapped(drawn.label or "Frame", letters, 240 * size, strong=True, most=1)[0]
    return name, ink.width(name, letters, strong=True) + 16 * size, max(TAB * size, letters * 1.5)

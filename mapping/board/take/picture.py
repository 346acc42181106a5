"""A board as one SVG picture: pure, repeatable to the letter, in the shapes of the canvas, saying what it is."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from mapping.board.model import Board, Hull, Node, Positions
from mapping.board.take import groups, ink, notes, shapes, svg, ties, told
from mapping.board.take.ink import Sizes
from mapping.board.take.legend import legend
from mapping.board.take.told import NOT_THE_RECORD, Printed
from mapping.words import Naming

LEAST_WIDE = 760.0
"""A small board gets room beside it, so that its title and legend can be read."""
MARGIN = 24.0
SMALLEST = 0.62
"""A board shrunk below this for a page is seen from far: its smallest words would be under 5 points."""


class NobodyDrawn(ValueError):
    """A board of counts has no picture: whoever is on it is not drawn."""


@dataclass(frozen=True, slots=True)
class Box:
    """Left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def high(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


def picture(board: Board, at: Positions, printed: Printed | None, font: bytes = b"", sizes: Sizes | None = None) -> str:
    """The board as SVG.

    Parameters
    ----------
    board, at
        What is drawn, and where. Names are as the board's naming mode has them.
    printed : Printed, optional
        What the picture says of itself: a title block over it, the record of its making under it. None: only the
        picture with its legend, for a document that says so itself.
    font : bytes, optional
        A WOFF2 or TrueType file to embed, so that it looks the same anywhere; without it a like typeface is asked for.
    sizes : Sizes, optional
        How large everything is drawn.

    Returns
    -------
    str
        One `<svg>`: no script, no reference to anything outside it, every loaded text a text node.

    Raises
    ------
    NobodyDrawn
        The board's naming mode shows counts only.
    """
    if board.naming == Naming.COUNTS:
        raise NobodyDrawn("A board of counts has no picture: nobody on it is drawn. Take the minutes or the table.")
    sizes = sizes or Sizes()
    box = bounds(board, at, sizes)
    wide = max(box.wide * sizes.scale + 2 * MARGIN, LEAST_WIDE if printed else 0.0)
    tree = svg.root(wide, 0)
    svg.tell(tree, "title", printed.title if printed else "Relationship board")
    svg.tell(tree, "desc", told.alt(board))
    defined(tree, board, font)
    svg.add(tree, "rect", width=wide, height="100%", fill=ink.WHITE)
    tree.set("font-family", ink.FAMILY)
    tree.set("style", "font-variant-numeric:tabular-nums")
    top = _head(tree, board, printed, wide) if printed else MARGIN / 2
    left = (wide - box.wide * sizes.scale) / 2 - box.left * sizes.scale
    layer = svg.add(tree, "g")
    n = svg.number
    layer.set("transform", f"translate({n(left)} {n(top - box.top * sizes.scale)}) scale({sizes.scale:.4f})")
    named = drawing(layer, board, at, sizes)
    under = top + box.high * sizes.scale + 12
    under = _foot(tree, board, printed, wide, under, named)
    tree.set("height", n(under))
    tree.set("viewBox", f"0 0 {n(wide)} {n(under)}")
    return svg.written(tree)


def overview(board: Board, at: Positions, font: bytes = b"", room: tuple[float, float] = (1000.0, 566.0)) -> str:
    """The board for a page, without a title block: as it is, or seen from far when it would be too small to read.

    Parameters
    ----------
    room : (width, height)
        Of the page in CSS pixels.
    """
    box = bounds(board, at, Sizes())
    scale = min(room[0] / (box.wide + 2 * MARGIN), room[1] / (box.high + 2 * MARGIN))
    sizes = Sizes() if scale >= SMALLEST else Sizes(scale=scale, far=SMALLEST)
    return picture(board, at, None, font, sizes)


def drawing(layer: Element, board: Board, at: Positions, sizes: Sizes) -> int:
    """Draw everything on a layer in board units, in the order of the canvas; return how many nodes are named."""
    nodes = {node.id: node for node in board.nodes}
    for hull in board.hulls:
        if not hull.framed:
            groups.hull(layer, hull, at, sizes)
    for hull in board.hulls:
        if hull.framed and (box := _framed(hull, board, at, sizes)):
            groups.frame(layer, hull, box, sizes)
    for note in board.notes:
        notes.thread(layer, note, at, sizes)
    for line in board.lines:
        ties.draw(layer, line, nodes, at, sizes)
    for node in board.nodes:
        shapes.draw(layer, node, *at[node.id], sizes)
    named = len(board.nodes)
    if sizes.near:
        for node in board.nodes:
            shapes.below(layer, node, *at[node.id], sizes)
    else:
        named = shapes.far_words(layer, [(node, *at[node.id]) for node in _by_weight(board)], sizes)
    for note in board.notes:
        if note.id in at:
            notes.draw(layer, note, *at[note.id], sizes)
    return named


def _framed(hull: Hull, board: Board, at: Positions, sizes: Sizes) -> tuple[float, float, float, float] | None:
    nodes = {id: node for id in hull.members if (node := board.node(id))}
    return groups.frame_box(hull, nodes, {note.id: note for note in board.notes}, at, sizes)


def bounds(board: Board, at: Positions, sizes: Sizes) -> Box:
    """What everything takes, words and notes included."""
    boxes: list[tuple[float, float, float, float]] = []
    for node in board.nodes:
        (x, y), (side, up, down) = at[node.id], shapes.reach(node, sizes)
        boxes.append((x - side, y - up, x + side, y + down))
    for note in board.notes:
        if note.id in at:
            (x, y), paper = at[note.id], notes.laid(note, sizes)
            boxes.append((x - paper.wide / 2, y - paper.high / 2, x + paper.wide / 2, y + paper.high / 2))
    for hull in board.hulls:
        if hull.framed:
            if box := _framed(hull, board, at, sizes):
                _, wide, high = groups.tab(hull, sizes)
                boxes.append((box[0], box[1] - high, max(box[2], box[0] + wide), box[3]))
        elif around := groups.outline(hull, at, sizes):
            boxes += [(x, y, x, y) for x, y in around]
            x, y = min(around, key=lambda point: point[1])
            named = ink.width(hull.label, sizes.below, strong=True) / 2 if hull.found else 0.0
            boxes.append((x - named, y - 18 * sizes.shape, x + named, y))
    if not boxes:
        return Box(0, 0, 240, 80)
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left) - 2, min(top) - 2, max(right) + 2, max(bottom) + 2)


def defined(tree: Element, board: Board, font: bytes) -> None:
    """What the picture refers to within itself: the shapes of places and things, and the typeface."""
    defs = svg.add(tree, "defs")
    if font:
        kind = "woff2" if font[:4] == b"wOF2" else "ttf"
        source = f"url(data:font/{kind};base64,{base64.b64encode(font).decode()})"
        svg.tell(defs, "style", f"@font-face{{font-family:'Kith Sans';font-weight:200 900;src:{source}}}")
    for name in sorted({node.icon for node in board.nodes if node.kind not in ("child", "adult")}):
        shape, _, _ = svg.icon(name, thin=0.86)
        shape.set("id", f"shape-{name}")
        defs.append(shape)


def _by_weight(board: Board) -> list[Node]:
    degree: dict[str, int] = {}
    for line in board.lines:
        for end in (line.from_id, line.to_id):
            degree[end] = degree.get(end, 0) + 1

    def weight(node: Node) -> float:
        kind = 0 if node.kind in ("child", "adult") else 100
        return node.focus * 1e6 + node.concern * 400 + node.open * 200 + kind + degree.get(node.id, 0)

    return sorted(board.nodes, key=weight, reverse=True)


def _head(tree: Element, board: Board, printed: Printed, wide: float) -> float:
    """The title block; returns where the picture may begin."""
    room, y = wide - 2 * MARGIN, MARGIN + 10
    for line in ink.wrapped(printed.title, 20, room, strong=True, most=3):
        shapes.words(tree, line, (MARGIN, y), 20, ink.INK, strong=True, anchor="start")
        y += 26
    for text in (told.line(board, printed), told.shown(board)):
        for line in ink.wrapped(text, 13, room):
            shapes.words(tree, line, (MARGIN, y), 13, ink.SOFT, anchor="start")
            y += 18
    svg.add(tree, "line", x1=0, y1=y, x2=wide, y2=y, stroke=ink.LINE)
    return y + 14


def _foot(tree: Element, board: Board, printed: Printed | None, wide: float, y: float, named: int) -> float:
    """The legend and what the picture is not; returns where the picture ends."""
    room = wide - 2 * MARGIN
    svg.add(tree, "line", x1=0, y1=y, x2=wide, y2=y, stroke=ink.LINE)
    y += 8
    y += legend(tree, board.legend, MARGIN, y, room)
    lines = []
    if named < len(board.nodes):
        lines.append(f"Names written where there is room: {named:,} of {len(board.nodes):,}.")
    if printed:
        lines.append(f"{printed.record} {NOT_THE_RECORD}")
    y += 10
    for text in lines:
        for line in ink.wrapped(text, 12, room):
            shapes.words(tree, line, (MARGIN, y), 12, ink.SOFT, anchor="start")
            y += 16
    return y + (4 if lines else 0)

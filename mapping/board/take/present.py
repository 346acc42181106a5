"""The board on a screen for a whole room: one sentence, at most twenty drawn, readable from five metres. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element

from graph.model import BoardHead
from mapping import words
from mapping.board.compose import legend as marks
from mapping.board.drawn import Seen
from mapping.board.figures import Figures, FigureTable
from mapping.board.log import State
from mapping.board.model import Below, Board, Node
from mapping.board.take import ink, screen, shapes, svg
from mapping.board.take.ink import Sizes
from mapping.board.take.legend import legend
from mapping.board.take.picture import defined, drawing
from mapping.board.take.told import alt, naming_words
from mapping.words import Naming

MOST = 20
"""Nodes on one step at most: more are not read from five metres."""
WIDE, HIGH = 1920.0, 1080.0
SENTENCE, WORDS, LEAST = 44.0, 28.0, 26.0
"""Sizes of the letters: the one sentence, whatever else is said, and nothing smaller than this."""
SIZES = Sizes(scale=1.0, shape=2.0, label=28.0, below=27.0, age=26.0, line=31.0, note=30.0)
_SIDE, LINES = 44.0, 2
ROOM = WIDE - 2 * _SIDE - 160
"""For the sentence, beside `3 of 6`."""
_ROWS = 9
_WEIGHT = {"harm": 3, "protective": 3, "neutral": 1}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a presentation: its sentence, whom it shows, and of how many it shows them."""

    id: str  # "" for the board by itself
    title: str
    nodes: tuple[str, ...]
    total: int  # that it would show if the screen had room
    gone: int = 0  # that are on the board no longer, or hidden
    figures: FigureTable | None = None  # of a board in counts


def least_open(naming: Naming) -> Naming:
    """The mode on a projector: initials at most, whatever the board's."""
    return Naming.INITIALS if naming is Naming.FULL else naming


def steps(board: Board, state: State, seen: Seen, head: BoardHead, figures: Figures | None = None) -> tuple[Step, ...]:
    """The steps that somebody made, in their order; without any, the board by itself.

    Parameters
    ----------
    board, seen
        Drawn and named in the mode of `least_open`.
    figures : Figures, optional
        Of a board in counts: each table is a step then, and nobody is drawn.
    """
    if figures is not None:
        return tuple(Step("", f"{table.title}: {table.total}", (), 0, figures=table) for table in figures.tables)
    found = []
    for slide in state.slides.values():
        asked = dict.fromkeys(state.one(id) for id in slide.entities)
        there = [id for id in asked if board.node(id)]
        title = seen.names.text(slide.title) or seen.names.title(head.title)
        found.append(Step(slide.id, title, _chosen(board, there), len(there), len(asked) - len(there)))
    if found:
        return tuple(found)
    everybody = [node.id for node in board.nodes]
    return (Step("", seen.names.title(head.title), _chosen(board, everybody), len(everybody)),)


def _chosen(board: Board, ids: Sequence[str]) -> tuple[str, ...]:
    """At most `MOST` of these: pinned or in focus first, then who has the most ties, of harm and safety before others.

    It decides what a screen has room for and nothing else: the line under the sentence says of how many.
    """
    if len(ids) <= MOST:
        return tuple(ids)
    among, weight = set(ids), Counter[str]()
    for line in board.lines:
        if {line.from_id, line.to_id} <= among:
            weight.update(dict.fromkeys((line.from_id, line.to_id), _WEIGHT[line.standing]))
    first = {node.id for node in board.nodes if node.focus or node.pinned}
    order = sorted(ids, key=lambda id: (id not in first, -weight[id]))
    kept = set(order[:MOST])
    return tuple(id for id in ids if id in kept)


def slide(board: Board, step: Step, number: int, of: int, head_words: Sequence[str], font: bytes = b"") -> str:
    """One step as an SVG of 1920 x 1080: no letters under `LEAST`, no quotes, the legend of what is drawn.

    Parameters
    ----------
    number, of
        `3 of 6`.
    head_words
        The line under the sentence, from `said`.
    font : bytes, optional
        To embed: a picture on a page inherits none.
    """
    tree = svg.root(WIDE, HIGH)
    part = part_of(board, step)
    svg.tell(tree, "title", step.title)
    svg.tell(tree, "desc", alt(part))
    defined(tree, part, font)
    tree.set("font-family", ink.FAMILY)
    svg.add(tree, "rect", width=WIDE, height=HIGH, fill=ink.WHITE)
    place = f"{number} of {of}"
    room = WIDE - 2 * _SIDE
    y = 62.0
    for line in ink.wrapped(step.title, SENTENCE, ROOM, strong=True, most=LINES):
        shapes.words(tree, line, (_SIDE, y), SENTENCE, ink.INK, strong=True, anchor="start")
        y += 54
    if of > 1:
        shapes.words(tree, place, (WIDE - _SIDE, 62), WORDS, ink.INK, strong=True, anchor="end")
    for line in ink.wrapped(" · ".join(head_words), WORDS, room, most=2):
        shapes.words(tree, line, (_SIDE, y), WORDS, ink.SOFT, anchor="start")
        y += 38
    if step.figures is not None:
        _table(tree, step.figures, y + 40)
        return svg.written(tree)
    bottom = HIGH - 24 - screen.legend_high(part.legend, room, WORDS)
    at = screen.fitted(part, SIZES, (_SIDE, y + 6, WIDE - _SIDE, bottom - 16))
    part = replace(part, hulls=screen.honest(part, at, SIZES))
    part = replace(part, legend=marks(part.nodes, part.lines, part.hulls))
    legend(tree, part.legend, _SIDE, bottom, room, WORDS)
    drawing(svg.add(tree, "g"), part, at, SIZES)
    return svg.written(tree)


def part_of(board: Board, step: Step) -> Board:
    """The part of the board that a step shows: no notes, no ages, no group of whom too few are shown."""
    shown = set(step.nodes)
    nodes = tuple(replace(node, below=_below(node), pinned=False) for node in board.nodes if node.id in shown)
    lines = tuple(line for line in board.lines if {line.from_id, line.to_id} <= shown)
    hulls = []
    for hull in board.hulls:
        inside = tuple(id for id in hull.members if id in shown)
        named = hull.found or hull.framed or hull.id in shown  # a recorded group bears its name on its node
        if named and len(inside) >= (2 if hull.framed else 3):
            hulls.append(replace(hull, members=inside))
    drawn = replace(board, nodes=nodes, lines=lines, hulls=tuple(hulls), notes=())
    return replace(drawn, legend=marks(nodes, lines, hulls))


def said(board: Board, step: Step, head: BoardHead, seen: Seen, today: date) -> tuple[str, ...]:
    """The line under the sentence: which board, how named, how much evidence, what is not shown, until when."""
    part = part_of(board, step)
    title = seen.names.title(head.title)
    told = [title] if step.title != title else []
    purpose = seen.names.text(head.purpose)
    told += [purpose] if purpose and purpose != title else []
    told.append(_NAMING.get(seen.names.mode, naming_words(seen.names.mode.value)))
    if step.figures is None:
        if step.total > len(step.nodes):
            told.append(words.showing(len(step.nodes), step.total))
        if step.gone:
            told.append(f"{words.number(step.gone)} not on the board now")
        told.append(_evidence(part))
    if board.counts.withheld:
        told.append(f"{words.number(board.counts.withheld)} restricted, withheld")
    last = head.expires_on
    told.append(f"expires {last.day} {last:%b}" + (f" {last.year}" if last.year != today.year else ""))
    return tuple(told)


_NAMING = {Naming.INITIALS: "initials only", Naming.COUNTS: "counts only", Naming.PSEUDONYMS: "pseudonyms"}


def _evidence(part: Board) -> str:
    records = sum(line.records for line in part.lines if not line.provisional)
    agencies = {code for line in part.lines if not line.provisional for code in line.agencies}
    if not records:
        return "no records behind it"
    return f"{words.counted(records, 'record')}, {words.counted(len(agencies), 'agency', 'agencies')}"


def _below(node: Node) -> tuple[Below, ...]:
    """Words under a node: of a child none, for a room needs no ages."""
    return () if node.kind == "child" else node.below


def _table(tree: Element, table: FigureTable, y: float) -> None:
    for row in table.rows[:_ROWS]:
        shapes.words(tree, row.words, (_SIDE, y), 36, ink.INK, anchor="start")
        shapes.words(tree, row.said, (1300, y), 36, ink.INK, strong=True, anchor="end")
        y += 66

"""What a board is: nodes, lines, groups and counts as plain frozen values that turn into JSON. It computes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from mapping.words import Naming

Positions = Mapping[str, tuple[float, float]]
"""Node or note id -> (x, y) in board units: one unit is one CSS pixel at zoom 1."""

GRADE_FLOORS: Mapping[str, str] = {
    "": "Any grade",
    "3D": "3 D or better",
    "2C": "2 C or better",
    "2B": "2 B or better",
    "1A": "1 A only",
}
"""What "grade at least" offers: worst source grade and worst information grade (3x5x2) that still count."""


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """What to draw and how to name it. Every filter leaves a count of what it left out."""

    focus: tuple[str, ...] = ()  # entity ids to start from; empty draws everything the viewer may see
    depth: int = 1  # steps from the focus, 1 or 2
    kinds: tuple[str, ...] | None = None  # entity kinds drawn; None: all. The focus is always drawn
    standings: tuple[str, ...] | None = None  # harm, protective, neutral; None: all
    grade_floor: str = ""  # a key of GRADE_FLOORS; says nothing about ungraded records
    window_from: date | None = None  # evidence that ages and was last observed before this day is out of date
    window_to: date | None = None  # evidence first observed after this day is left out
    agencies: tuple[str, ...] | None = None  # None: all
    ungraded: bool = True
    out_of_date: bool = True
    naming: Naming = Naming.INITIALS
    most: int = 250  # nodes drawn at most; past that the nearest and most recent stay, and the board says so
    members: tuple[str, ...] | None = None  # of a kept board: exactly these are drawn, whoever is near; then no focus
    pinned: frozenset[str] = frozenset()  # drawn whatever the filters hide

    def __post_init__(self) -> None:
        if self.depth not in (1, 2):
            raise ValueError(f"A board reaches 1 or 2 steps from its focus, not {self.depth}.")
        if self.grade_floor not in GRADE_FLOORS:
            raise ValueError(f"Grade floor {self.grade_floor!r} is none of {', '.join(map(repr, GRADE_FLOORS))}.")
        if self.most < 1:
            raise ValueError("A board draws at least one node.")


@dataclass(frozen=True, slots=True)
class Below:
    """One line of words under a node; the mark repeats in shape what the words say."""

    text: str
    mark: str = ""  # "" | safe (teal dot) | concern (rust triangle)
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One person, place, group, event or thing as it is drawn."""

    id: str
    kind: str  # entity kind; somebody under 18 is a child whatever the record calls them
    subkind: str  # park, phone, missing...
    icon: str  # stem of the icon
    name: str  # by naming mode: what sentences and lists say
    label: str  # what stands in the shape
    below: tuple[Below, ...]
    focus: bool = False
    open: bool = False  # open to the hub
    harmed: bool = False
    alleged: bool = False  # a child alleged to have harmed: still drawn as a child
    concern: bool = False  # an adult of concern; never somebody under 18 or of unknown age
    safe: bool = False  # safe adult
    identified: bool = True
    roles: tuple[str, ...] = ()  # in words, for lists and the table
    hidden: int = 0  # neighbours that the viewer may see and the board does not draw
    pinned: bool = False  # stays whatever the filters hide, and where it stands
    provisional: bool = False  # said in a meeting and held nowhere

    @property
    def said(self) -> str:
        """The node in words, for screen readers and lists: `T.B., 14, open to the hub, harmed`."""
        words = [self.name, *(line.text for line in self.below if line.text != self.name), *self.roles]
        return ", ".join(dict.fromkeys(words))


@dataclass(frozen=True, slots=True)
class Line:
    """What several assertions say about one pair, in one standing. Who harms is the subject."""

    id: str
    from_id: str
    to_id: str
    standing: str  # harm | protective | neutral
    kinds: tuple[str, ...]
    heads: str  # "to" | "both" | "": filled arrowheads stand at the one harmed, nowhere else
    lane: float  # sideways offset among the lines of one pair, in lanes
    provisional: bool  # nothing but what was said in a meeting
    stale: bool  # nothing but evidence out of date
    fact: bool  # at least one assertion is recorded as fact
    sentence: str
    assertions: tuple[str, ...]  # newest first
    records: int
    agencies: tuple[str, ...]
    first_observed: str  # ISO day
    last_observed: str  # ISO day
    review_by: str  # ISO day or ""
    grade: str  # best grade behind it, in letters, or "ungraded"
    said: int = 0  # assertions said at this board, beside the records


@dataclass(frozen=True, slots=True)
class Hull:
    """A group drawn around its members: named by a record (solid), found in the ties (dotted), or framed by hand."""

    id: str
    label: str
    members: tuple[str, ...]
    found: bool = False
    framed: bool = False


@dataclass(frozen=True, slots=True)
class NoteText:
    """One text of a note; what changes it names the operation that wrote it."""

    operation: str
    text: str  # by naming mode
    by: str


@dataclass(frozen=True, slots=True)
class Note:
    """A sticky note as it is drawn."""

    id: str
    text: str  # by naming mode: the latest
    by: str  # who wrote this text
    on: str = ""  # the node it is stuck to, "" when it is free
    asks: bool = False  # two people wrote at once: which text holds is to be said
    texts: tuple[NoteText, ...] = ()  # all that stand, oldest first


@dataclass(frozen=True, slots=True)
class Guide:
    """An upright guide line of a board laid out by time: where a month begins."""

    x: float
    words: str  # Oct 2026


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of the legend: a symbol that is drawn on this board, in words."""

    symbol: str
    words: str


@dataclass(frozen=True, slots=True)
class Month:
    """Records last observed in one month, for the time strip."""

    month: str  # 2026-10
    records: int
    inside: bool  # within the window


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of how many. `records + sum(left_out.values()) == all_records`, always."""

    nodes: int
    all_nodes: int  # within reach if nothing were filtered
    records: int  # assertions behind the lines drawn
    all_records: int
    left_out: Mapping[str, int] = field(default_factory=dict)  # reason -> assertions, each counted once
    ungraded: int = 0  # ungraded assertions within reach of the other filters, drawn or not
    stale: int = 0  # the same for those out of date
    cut: int = 0  # nodes past the most that are drawn
    not_opened: tuple[tuple[str, int], ...] = ()  # (name, ties): large contexts the board did not step through
    withheld: int = 0  # by handling code, before anything reached this board
    kept: bool = False  # of a kept board: then nodes + dropped + other_kinds + cut == all_nodes
    dropped: int = 0  # of a kept board: hidden by hand
    other_kinds: int = 0  # of a kept board: hidden because their kind is not drawn
    not_held: int = 0  # put on a kept board, and held no longer or not this viewer's to see; not in all_nodes
    counts_only: bool = False  # nobody is drawn and nothing counted here: see `mapping.board.figures`


@dataclass(frozen=True, slots=True)
class Board:
    """A relationship board as drawn; `as_json` is what the browser gets."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    hulls: tuple[Hull, ...]
    legend: tuple[Mark, ...]
    counts: Counts
    months: tuple[Month, ...]
    as_of: str  # ISO day that counts as today
    version: str  # of the data
    purpose: str
    naming: str
    notes: tuple[Note, ...] = ()
    arranged: str = ""  # of a kept board: how it was laid out last, a key of `mapping.board.arrange.WAYS`

    def node(self, id: str) -> Node | None:
        """The drawn node of that id, if any."""
        return next((node for node in self.nodes if node.id == id), None)

    def line(self, id: str) -> Line | None:
        """The drawn line of that id, if any."""
        return next((line for line in self.lines if line.id == id), None)

    def lines_of(self, node_id: str) -> tuple[Line, ...]:
        """The lines that end at this node."""
        return tuple(line for line in self.lines if node_id in (line.from_id, line.to_id))

    def as_json(self, positions: Positions) -> dict[str, Any]:
        """Plain dictionaries and lists for the browser, with a place for every node."""
        plain = msgspec.to_builtins  # ten times as fast as dataclasses.asdict, and the same
        nodes = []
        for node in self.nodes:
            x, y = positions[node.id]
            nodes.append(plain(node) | {"x": round(x, 1), "y": round(y, 1), "said": node.said})
        return {
            "nodes": nodes,
            "lines": list(plain(self.lines)),
            "hulls": list(plain(self.hulls)),
            "legend": list(plain(self.legend)),
            "months": list(plain(self.months)),
            "notes": [plain(note) | dict(zip("xy", positions[note.id], strict=True)) for note in self.notes],
        }

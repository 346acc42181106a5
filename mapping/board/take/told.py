"""What everything that is taken along says of itself: what for, by whom, for whom, how people are named, as of when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from data_schema import schema
from mapping import words
from mapping.board.compose import counts_said
from mapping.board.model import Board, Node

FORMS = {
    "pdf": "Minutes (PDF)",
    "docx": "Minutes (Word)",
    "png": "Picture (PNG)",
    "svg": "Picture (SVG)",
    "html": "Page to click on (HTML)",
    "csv": "Tables (CSV)",
}
"""What a board can be taken along as: a form of the operation `taken` -> what it is called."""

NOT_THE_RECORD = "A working copy: the case file stays the record. Absence here is not reassurance."


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on whatever leaves, so that nobody has to guess later what it was.

    Purpose, naming mode, day and data version come from the board. Of a view that nobody keeps there is only a title.
    """

    title: str  # Around T.B., 14
    made_by: str
    made_on: date
    at: str = ""  # 14:05
    form: str = ""  # of FORMS
    board: str = ""  # B-7K2M9QXA4B
    owner: str = ""
    audience: tuple[str, ...] = ()  # in words: who may look at the board
    for_whom: tuple[str, ...] = ()  # in words: whom this copy is for
    expires_on: date | None = None
    place: int = 0  # operations on the board until now
    version: str = ""  # `“before the meeting” and 2 steps since`

    @property
    def record(self) -> str:
        """Who made this copy, when, and for whom."""
        when = f"{words.day(self.made_on)} {self.at}".strip()
        whom = f" for {words.listed(self.for_whom)}" if self.for_whom else ""
        return f"Made {when} by {self.made_by}{whom}."


def facts(board: Board, printed: Printed) -> tuple[tuple[str, str], ...]:
    """What it says of itself: name and words, in the order to be read."""
    version = f"{words.counted(printed.place, 'step')}" + (f", {printed.version}" if printed.version else "")
    found = (
        ("Purpose", board.purpose),
        ("Owner", printed.owner),
        ("For", words.listed(printed.audience)),
        ("Naming", naming_words(board.naming)),
        ("As of", words.day(date.fromisoformat(board.as_of))),
        ("Expires", words.day(printed.expires_on) if printed.expires_on else ""),
        ("Board", f"{printed.board}, {version}" if printed.board else ""),
        ("Data version", board.version),
    )
    return tuple((name, said) for name, said in found if said)


def line(board: Board, printed: Printed) -> str:
    """The facts as one line: `Purpose: ... · owner R. Osei · naming: initials · as of 3 Nov 2026`."""
    told = [f"{name}{':' if name in ('Purpose', 'Naming') else ''} {said}" for name, said in facts(board, printed)]
    return " · ".join(one if place == 0 else one[0].lower() + one[1:] for place, one in enumerate(told))


def naming_words(naming: str) -> str:
    """`initials`, `full names`."""
    return words.label("naming", naming).lower()


def shown(board: Board) -> str:
    """How many of how many: `Showing 67 of 412 · 6 ungraded, hidden`."""
    first, *rest = counts_said(board.counts)
    return " · ".join((f"Showing {first}", *rest))


def alt(board: Board) -> str:
    """The picture in words, for those who do not see it: how many of what, and of which ties. Nobody is named."""
    kinds = Counter(node.kind for node in board.nodes)
    people = [words.counted(count, *_PLURALS[kind]) for kind, count in sorted(kinds.items(), key=_order)]
    flags = [
        ("open to the hub", sum(node.open for node in board.nodes)),
        ("of concern", sum(node.concern for node in board.nodes)),
        ("safe adults", sum(node.safe for node in board.nodes)),
        ("harmed and alleged to harm", sum(node.alleged for node in board.nodes)),
    ]
    marked = [f"{words.number(count)} {said}" for said, count in flags if count]
    standings = Counter(line.standing for line in board.lines)
    lines = [f"{words.number(standings[name])} {name}" for name in ("harm", "protective", "neutral") if standings[name]]
    told = [f"Relationship board of {words.listed(people) or 'nobody'}"]
    if marked:
        told.append(f"of these {words.listed(marked)}")
    told.append(f"{words.counted(len(board.lines), 'tie')}: {words.listed(lines)}" if lines else "no ties")
    said = sum(line.provisional for line in board.lines)
    stale = sum(line.stale for line in board.lines)
    told += [f"{words.number(said)} said in meeting and not verified"] if said else []
    told += [f"{words.number(stale)} out of date"] if stale else []
    return f"{'; '.join(told)}. The tables hold the same."


def kind_label(node: Node) -> str:
    """`Child`, `Peer group`."""
    return schema().entities[node.kind].label


_PLURALS = {  # in the order to be read: children first
    "child": ("child", "children"),
    "adult": ("adult", "adults"),
    "peer_group": ("group", "groups"),
    "school": ("school", "schools"),
    "location": ("place", "places"),
    "event": ("event", "events"),
    "thing": ("thing", "things"),
}


def _order(one: tuple[str, int]) -> int:
    return list(_PLURALS).index(one[0])

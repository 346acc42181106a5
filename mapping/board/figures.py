"""What a board says in counts only: how many, by kind, with small numbers hidden so that nobody can be worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from data_schema import Standing, schema
from graph.model import BoardHead
from graph.snapshot import Snapshot
from mapping import small, words
from mapping.board.drawn import drawn
from mapping.board.log import State
from mapping.board.model import Board, Node
from mapping.words import Naming


@dataclass(frozen=True, slots=True)
class Figure:
    """One count in words."""

    words: str  # open to the hub
    said: str  # 12 | under 5 | not shown


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Counts that belong together, with their total."""

    title: str  # Children
    total: str  # 17 | under 5
    rows: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A board in counts. It holds no name, no id and no text that anybody wrote."""

    tables: tuple[FigureTable, ...]
    notes: tuple[str, ...]


def figures(snapshot: Snapshot, state: State, head: BoardHead, today: date) -> Figures:
    """Count what the board draws.

    Parameters
    ----------
    snapshot : Snapshot
        What this viewer may see for the board's purpose, as `drawn` takes it.

    Returns
    -------
    Figures
        People, events, things and ties by `mapping.small`: a count from 1 up to the policy's limit is not shown, nor
        one other of its table. Places and actions are about nobody in particular and are counted as they are.
    """
    made = drawn(snapshot, state, head, naming=Naming.INITIALS.value)
    limit = schema().policy.small_number
    children = [node for node in made.nodes if node.kind == "child"]
    tables = [
        _table("Children", children, (("not open to the hub", _not(_open)), ("open to the hub", _open)), limit),
        _table("Children, by what is recorded", children, (("not recorded as harmed", _not(_harmed)), *_HARM), limit),
        _table("Adults", [node for node in made.nodes if node.kind == "adult"], _ADULTS, limit),
        _ties(made, limit),
        _places(made),
        _others(made, limit),
        _actions(state, today),
    ]
    return Figures(tuple(table for table in tables if table is not None), _notes(made, limit))


Test = Callable[[Node], bool]


def _open(node: Node) -> bool:
    return node.open


def _harmed(node: Node) -> bool:
    return node.harmed


def _not(test: Test) -> Test:
    return lambda node: not test(node)


_HARM: tuple[tuple[str, Test], ...] = (("recorded as harmed", _harmed),)
_ADULTS: tuple[tuple[str, Test], ...] = (
    ("neither", lambda node: not node.safe and not node.concern),
    ("safe adults", lambda node: node.safe),
    ("of concern", lambda node: node.concern),
)


def _table(title: str, people: Sequence[Node], rows: Sequence[tuple[str, Test]], limit: int) -> FigureTable | None:
    return _suppressed(title, [(label, sum(map(test, people))) for label, test in rows], limit) if people else None


def _suppressed(title: str, rows: Sequence[tuple[str, int]], limit: int) -> FigureTable:
    """Counts of which each one counted is in exactly one, the first being the rest."""
    counts = [count for _, count in rows]
    may = small.suppress(counts, limit)
    total = words.number(sum(counts)) if may.total else small.count(sum(counts), limit).said
    shown = tuple(
        Figure(label, small.words(count, shown)) for (label, count), shown in zip(rows, may.shown, strict=True)
    )
    return FigureTable(title, total, shown)


def _ties(made: Board, limit: int) -> FigureTable | None:
    order = (Standing.NEUTRAL, Standing.PROTECTIVE, Standing.HARM)
    count = Counter(line.standing for line in made.lines)
    return _suppressed("Ties", [(one.value, count[one.value]) for one in order], limit) if made.lines else None


def _places(made: Board) -> FigureTable | None:
    found = Counter(_place_words(node) for node in made.nodes if node.kind in ("location", "school"))
    rows = tuple(Figure(label, words.number(count)) for label, count in sorted(found.items()))
    return FigureTable("Places", words.number(found.total()), rows) if rows else None


def _place_words(node: Node) -> str:
    kind = schema().entities[node.kind]
    return words.label(kind.kinds, node.subkind).lower() if kind.kinds and node.subkind else kind.label.lower()


def _others(made: Board, limit: int) -> FigureTable | None:
    """What may be about one child alone: each count by itself."""
    labels = {"peer_group": "groups", "event": "events", "thing": "phones, vehicles and accounts"}
    found = Counter(labels[node.kind] for node in made.nodes if node.kind in labels)
    found["people said in the meeting, not verified"] = sum(node.provisional for node in made.nodes)
    found["ties said in the meeting, not verified"] = sum(line.provisional for line in made.lines)
    rows = tuple(Figure(label, small.count(count, limit).said) for label, count in found.items() if count)
    return FigureTable("Besides", "", rows) if rows else None


def _actions(state: State, today: date) -> FigureTable:
    late = sum(action.overdue(today) for action in state.actions.values())
    still = len(state.open_actions)
    rows = (
        Figure("to be done", words.number(still - late)),
        Figure("overdue", words.number(late)),
        Figure("done or stopped", words.number(len(state.actions) - still)),
    )
    return FigureTable("Actions", words.number(len(state.actions)), rows)


def _notes(made: Board, limit: int) -> tuple[str, ...]:
    said = [f"Numbers from 1 to {limit - 1} are not shown, nor one other beside them."]
    if made.counts.dropped or made.counts.other_kinds or made.counts.left_out:
        said.append("What is hidden on the board or left out by its filters is not counted.")
    if made.counts.not_held:
        said.append("Somebody or something put on this board is no longer held, and not counted.")
    return tuple(said)

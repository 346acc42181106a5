"""The fold of a long board."""

from __future__ import annotations

from collections.abc import Iterator

from graph.answers import Done
from mapping.board.log import fold, read
from mapping.board.log import operation as op
from tests.bench.figure import Figure, seconds
from tests.board.log.chance import ANNA, REY, Sheet

LONG = 10_000


def figures() -> Iterator[Figure]:
    """Yield each figure as soon as it is measured."""
    held = _long()
    assert all(read(one.operation) for one in held)
    yield Figure(
        f"the state of a board after {LONG:,} operations",
        seconds(lambda: fold(held)),
        "s",
        "under 0.5 s",
    )


def _long() -> list[Done]:
    """A year of two people's work: three moves in four, the rest notes, people, ties, and one undo in twenty."""
    sheet = Sheet()
    people = tuple(f"C-{number}" for number in range(300))
    sheet.do(op.Add(people))
    for turn in range(1, LONG):
        by = (ANNA, REY)[turn % 2]
        id = people[turn * 7 % len(people)]
        if turn % 20 == 19:
            sheet.do(op.Undo(f"o{turn - 1}"), by)
        elif turn % 4:
            sheet.do(op.Move({id: (float(turn % 900), float(turn % 700))}), by)
        elif turn % 8:
            sheet.do(op.Note(f"N-{turn % 50}", f"text {turn}"), by)
        else:
            sheet.do(op.Tie(f"S-{turn}", id, people[turn % 11], "knows"), by)
    return sheet.held

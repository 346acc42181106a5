"""What one person can undo and redo: their own latest operations, without end, whatever others do meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from graph.answers import Done
from mapping.board.log.fold import FOR_GOOD, in_order, taken_back, undone


def undoable(done: Iterable[Done], by: str) -> Done | None:
    """The latest operation of this person that stands and can be undone; None when there is none."""
    listed = in_order(done)
    back = taken_back(listed)
    for one in reversed(listed):
        if one.by == by and one.operation.kind not in FOR_GOOD and one.operation.id not in back:
            return one
    return None


def redoable(done: Iterable[Done], by: str) -> Done | None:
    """What this person undid last and has not done anything new since; None when there is nothing to redo."""
    listed = in_order(done)
    back = taken_back(listed)
    held = {one.operation.id: one for one in listed}
    for one in reversed(listed):
        if one.by != by:
            continue
        if one.operation.kind == "undo" and undone(one) in back:
            return held[undone(one)]
        if one.operation.kind not in FOR_GOOD and one.operation.id not in back:
            return None
    return None

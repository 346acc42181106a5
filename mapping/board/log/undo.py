"""What one person can undo and redo: their own latest operations, without end, whatever others do meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from graph.answers import Done
from mapping.board.log import operation as op
from mapping.board.log.fold import taken_back

_FOR_GOOD = frozenset(str(one.__struct_config__.tag) for one in op.FOR_GOOD)


def undoable(done: Sequence[Done], by: str) -> Done | None:
    """The latest operation of this person that stands and can be undone; None when there is none."""
    back = taken_back(done)
    return next(
        (
            one
            for one in reversed(done)
            if one.by == by and one.operation.kind not in _FOR_GOOD and one.operation.id not in back
        ),
        None,
    )


def redoable(done: Sequence[Done], by: str) -> Done | None:
    """What this person undid last and has not done anything new since; None when there is nothing to redo."""
    back = taken_back(done)
    for one in reversed(done):
        if one.by != by:
            continue
        kind = one.operation.kind
        if kind == "undo" and one.operation.body.get("operation") in back:
            target = one.operation.body["operation"]
            return next((other for other in done if other.operation.id == target), None)
        if kind not in _FOR_GOOD and one.operation.id not in back:
            return None
    return None

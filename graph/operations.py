"""Operations of a board as they are written: checked, within limits, their bodies as text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from graph.answers import Done
from graph.failures import DecisionRefused
from graph.model import Operation

MOST_AT_ONCE = 500
"""Most operations that are taken at once: what somebody did while a server was away."""

BODY_BYTES, ALL_BYTES = 400_000, 4_000_000
"""Most bytes of one operation as JSON (some thousands of places), and of all that are taken at once."""

HEAD, PROMOTE, RETRACT = "head", "promote", "retract"
"""Kinds of operation that only the graph writes: what was changed of the head, and what became a record or none."""

_KIND = re.compile(r"[a-z][a-z_]{0,39}")
_ID = re.compile(r"[\w.:|-]{1,200}", re.ASCII)
_DEEPEST = 30  # lists and maps inside each other: what a reader could not read back is not taken

NOTHING = "Nothing was recorded."
"""How every refusal ends."""


def from_people(operations: Sequence[Operation]) -> dict[str, dict[str, Any]]:
    """What people did, as `prepared` gives it; DecisionRefused for a kind that is the graph's own to write."""
    own = {
        HEAD: "What a board is for is changed in its head, not by an operation.",
        PROMOTE: "What was said becomes a record by being promoted, not by an operation.",
        RETRACT: "A record is taken back by being retracted, not by an operation.",
    }
    for one in operations:
        if one.kind in own:
            raise DecisionRefused(f"{own[one.kind]} {NOTHING}")
    return prepared(operations)


def prepared(operations: Sequence[Operation]) -> dict[str, dict[str, Any]]:
    """Operations by their id, in order, with their bodies as text; what is told twice is there once.

    Raises
    ------
    DecisionRefused
        An id, kind or body cannot be taken, or there are too many; the message says which and what to do.
    """
    if len(operations) > MOST_AT_ONCE:
        raise DecisionRefused(
            f"{len(operations)} operations at once; at most {MOST_AT_ONCE} are taken. Send them in parts. {NOTHING}"
        )
    rows: dict[str, dict[str, Any]] = {}
    for one in operations:
        row = _row(one)
        if rows.setdefault(one.id, row) != row:
            raise DecisionRefused(f"The operation {one.id!r} is told twice, differently. {NOTHING}")
    if (size := sum(len(row["body"].encode()) for row in rows.values())) > ALL_BYTES:
        raise DecisionRefused(
            f"The operations have {size:,} bytes together; at most {ALL_BYTES:,} are taken at once. Send them in "
            f"parts. {NOTHING}"
        )
    return rows


def _row(one: Operation) -> dict[str, Any]:
    if not _ID.fullmatch(one.id):
        raise DecisionRefused(
            f"{one.id[:200]!r} cannot be the id of an operation: use up to 200 letters, digits and signs. {NOTHING}"
        )
    if not _KIND.fullmatch(one.kind):
        raise DecisionRefused(
            f"{one.kind[:200]!r} cannot be the kind of an operation: it is a short word in small letters. {NOTHING}"
        )
    try:
        _not_too_deep(one.body, _DEEPEST)
        text = json.dumps(dict(one.body), ensure_ascii=False, allow_nan=False, sort_keys=True)
    except (TypeError, ValueError) as error:
        raise DecisionRefused(
            f"The body of the operation {one.id!r} ({one.kind}) is not plain JSON: texts, numbers, lists and maps. "
            f"{NOTHING}"
        ) from error
    kept = text.encode("utf-8", "ignore")  # half a character, as a broken paste leaves, cannot be kept
    if len(kept) > BODY_BYTES:
        raise DecisionRefused(
            f"The operation {one.id!r} ({one.kind}) has {len(kept):,} bytes; at most {BODY_BYTES:,} are kept. Shorten "
            f"it, or do it in parts. {NOTHING}"
        )
    return {"kind": one.kind, "body": kept.decode()}


def _not_too_deep(value: object, left: int) -> None:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    for one in inner:
        if not left:
            raise ValueError("lists and maps too deep inside each other")
        _not_too_deep(one, left - 1)


def same(asked: str, row: dict[str, Any], board: str, done: Done) -> None:
    """Refuse an operation whose id is held for something else."""
    id = done.operation.id
    if board != asked:
        raise DecisionRefused(f"The operation {id!r} is on the board {board} already, not on {asked[:200]}. {NOTHING}")
    if row != _row(done.operation):
        raise DecisionRefused(
            f"The operation {id!r} is held already, with another content: do it anew under an id of its own. {NOTHING}"
        )


def kinds(operations: Sequence[Operation]) -> dict[str, int]:
    """How many of each kind, for the audit log."""
    return dict(Counter(one.kind[:40] for one in operations))

"""Two moments of one kept board compared: each by the records known then, under the filters and naming of now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from graph.answers import Done
from graph.model import BoardHead
from graph.snapshot import Snapshot
from mapping.board.drawn import drawn, see
from mapping.board.log import fold
from mapping.board.log.changes import Difference
from mapping.board.log.difference import Side, difference
from mapping.board.log.replay import everybody

End = tuple[int, date | None]
"""A moment: the place of the last operation that counts, and the day whose records are drawn; None: those known now."""


def compared(
    snapshot: Snapshot, head: BoardHead, done: Sequence[Done], start: End, end: End, *, naming: str = ""
) -> Difference:
    """What changed from one moment to another.

    Parameters
    ----------
    snapshot
        What this viewer may see now for the board's purpose. Records that were corrected since are in neither picture.
    done
        All that was done on the board.
    naming
        Another naming mode than the head's, a code of the list naming.

    Returns
    -------
    Difference
        Both moments under the filters of the later one, so that what differs is what is known and what was done.
    """
    states = [fold(done, until=place) for place, _ in (start, end)]
    mode = naming or head.naming
    sides = []
    for state, (place, day) in zip(states, (start, end), strict=True):
        known = snapshot.recorded_by(day) if day else snapshot
        made = drawn(known, replace(state, shows=states[1].shows), head, naming=mode)
        sides.append(Side(made, state, known.as_of, naming_at(done, place, head.naming)))
    return difference(sides[0], sides[1], see(snapshot, everybody(done), mode).names)


def naming_at(done: Sequence[Done], place: int, now: str) -> str:
    """The naming mode that held after this place, as the changes of the head tell; `now` is that of the head."""
    for one in done:
        body = one.operation.body
        if one.operation.kind == "head" and one.place > place and "naming" in _part(body, "changed"):
            return str(_part(body, "before").get("naming") or now)
    return now


def _part(body: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}

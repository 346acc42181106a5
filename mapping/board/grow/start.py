"""Where a board begins: a child, an adult, a group, a place, a school, or several at once; what is around each."""

from __future__ import annotations

from collections.abc import Sequence

from mapping.board.grow.expand import MOST, expand
from mapping.board.grow.ground import Ground
from mapping.board.grow.results import Grown, Proposal
from mapping.board.grow.why import why

_SECTIONS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "location": (
        ("Came to harm at {name}", ("harms_at", "harmed_in")),
        ("Goes to {name}", ("goes_to", "lives_at", "safe_at")),
        ("Linked to {name}", ("linked_to",)),
        ("In an event or back from a time missing at {name}", ("happened_at", "found_at")),
    ),
    "school": (
        ("Came to harm at {name}", ("harms_at", "harmed_in")),
        ("Attends {name}", ("attends", "safe_at")),
        ("In an event or back from a time missing at {name}", ("happened_at", "found_at")),
    ),
    "peer_group": (("Belongs to {name}", ("member_of",)), ("Linked to {name}", ("linked_to", "goes_to"))),
}


def starts(ground: Ground, id: str, *, most: int = MOST) -> tuple[Grown, ...]:
    """What a board that starts from this one could begin with, in sections.

    Of a place: who came to harm there, who goes there, who is linked to it. Of a group: its members. Of a school: who
    came to harm there, then who attends. Of a person: everybody and everything tied to them. Sections with nothing in
    them are left out, but never all of them.
    """
    rows = ground.rows_of((id,))
    if not rows:
        return (Grown("Start a board", "", (), 0, ("Nobody and nothing that you may see is held under this.",)),)
    name, kind = ground.name(rows[0]), str(ground.kinds[rows[0]])
    sections = []
    for said, ties in _SECTIONS.get(kind, ()):
        found = expand(ground, (id,), ties=ties, most=most)
        if found.total:
            reason = why(said.replace("{name}", "").strip().lower(), id)
            sections.append(Grown(said.format(name=name), reason, found.found, found.total, found.notes))
    return tuple(sections) or (expand(ground, (id,), most=most),)


def themselves(ground: Ground, ids: Sequence[str]) -> Grown:
    """A list of ids as proposals of their own, in the order given; those not held are counted."""
    rows = ground.rows_of(ids)
    found = tuple(
        Proposal(ground.ids[row], str(ground.kinds[row]), ground.name(row), ground.what(row), ()) for row in rows
    )
    missing = len(dict.fromkeys(ids)) - len(rows)
    notes = (f"{missing} not held, or not yours to see",) if missing else ()
    return Grown("The list", "on the list that the board began with", found, len(dict.fromkeys(ids)), notes)

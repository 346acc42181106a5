"""A handful of bad rows, on purpose, to show quarantine at work: a file apart, which the demo does not load."""

from __future__ import annotations

from loaders.borough.facts import World

Row = dict[str, str]


def dirty_ties(world: World) -> list[Row]:
    """Rows as somebody types them in a meeting: two are sound, six are not, each for another reason."""
    a, b, c = (child.id for child in world.people.children[:3])
    adult, place = world.people.adults[0].id, world.people.places[0].id
    sound = {
        "from": a, "to": b, "kind": "friend", "strength": "strong", "context": "Said in the meeting.",
        "first_known": "2026-09-01", "last_known": "2026-10-20", "source_agency": "hub",
        "fact_or_assessment": "assessment", "recorded_on": "2026-10-29",
    }  # fmt: skip
    rows = [
        sound,
        sound | {"to": c},
        sound | {"to": "OT-99999", "context": "Names a child whom nobody knows."},
        sound | {"kind": "exploits", "from": b, "to": a, "context": "A child is never said to exploit a child."},
        sound | {"last_known": "30/02/2026", "context": "A day that does not exist."},
        sound | {"source_grade": "F9", "context": "A grade that does not exist."},
        sound | {"first_known": "2026-10-21", "last_known": "2026-10-20", "context": "Ends before it begins."},
        sound | {"from": adult, "to": place, "kind": "best mates", "context": "A kind that the schema does not have."},
    ]
    return [row | {"record_reference": f"MTG-{nth}"} for nth, row in enumerate(rows, start=1)]

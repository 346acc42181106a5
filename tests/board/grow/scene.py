"""A small invented scene to grow a board on: three children, who is around them, a place, a phone, a crowded school."""

from __future__ import annotations

from datetime import date

from graph.snapshot import Snapshot
from mapping.board import BoardSettings
from mapping.board.grow import Ground, ground
from mapping.words import Naming
from tests.make import Maker

FULL = BoardSettings(naming=Naming.FULL)


def scene() -> Maker:
    """Tamsin, Noor and Pia; D.M. who exploits two of them; a phone, a park, a home, a school of forty."""
    made = Maker()
    made.child("C-TB", "Tamsin Brackley")
    made.child("C-NC", "Noor Copeland")
    made.child("C-PK", "Pia Kestrow")
    made.child("C-RT", "Rosa Thornwick")
    made.adult("A-DM", "Dale Mercer")
    made.adult("A-EB", "Ena Brackley")
    made.adult("A-YN", "Young Neighbour", born=date(2011, 1, 1))
    made.place("L-PARK", "Linnet Park")
    made.place("L-HOME", "Alderford House", "childrens_home")
    made.entity("thing", "T-417", "07700900417", subkind="phone")
    made.entity("peer_group", "G-ST", "Station group")
    made.entity("school", "S-Q", "Quarrybank", roll=400)
    made.tie("A-DM", "exploits", "C-TB", id="t-exploits", observed_to=date(2026, 10, 25))
    made.tie("A-DM", "grooms", "C-NC", id="t-grooms", observed_to=date(2026, 10, 12))
    made.tie("C-TB", "friend", "C-NC", id="t-friend", observed_to=date(2026, 10, 20))
    made.tie("C-NC", "seen_with", "C-PK", id="t-seen", observed_to=date(2026, 9, 20))
    made.tie("A-EB", "protects", "C-TB", id="t-safe", observed_to=date(2026, 10, 1))
    made.tie("C-TB", "goes_to", "L-PARK", id="t-park-1")
    made.tie("C-RT", "harms_at", "L-PARK", id="t-park-2", observed_to=date(2026, 10, 28))
    made.tie("A-DM", "uses", "T-417", id="t-phone-1")
    made.tie("C-RT", "uses", "T-417", id="t-phone-2")
    made.tie("C-TB", "member_of", "G-ST", id="t-group-1")
    made.tie("C-PK", "member_of", "G-ST", id="t-group-2")
    made.tie("C-TB", "friend", "C-PK", id="t-false", information_grade="E")
    made.tie("C-TB", "knows", "C-RT", id="t-secret", handling="C")
    for number in range(40):
        pupil = made.child(f"C-S{number:02}", f"Pupil Number{number}")
        made.tie(pupil, "attends", "S-Q", observed_to=None)
    made.tie("C-TB", "attends", "S-Q", id="t-school-1", observed_to=None)
    made.tie("C-RT", "attends", "S-Q", id="t-school-2", observed_to=None)
    return made


def missing(made: Maker, child: str, event: str, place: str, began: date, hours: tuple[str, str] | None = None) -> None:
    """One missing episode of one night."""
    made.entity(
        "event",
        event,
        subkind="missing",
        started_on=began,
        ended_on=began.replace(day=began.day + 1),
        started_at=hours[0] if hours else None,
        ended_at=hours[1] if hours else None,
    )
    day = {"observed_from": began, "observed_to": began.replace(day=began.day + 1)}
    made.tie(child, "went_missing", event, id=f"w-{event}", **day)
    made.tie(event, "found_at", place, id=f"f-{event}", **day)


def stood(snapshot: Snapshot | None = None, settings: BoardSettings = FULL) -> Ground:
    """The ground of the scene."""
    return ground(snapshot or scene().snapshot(), settings)

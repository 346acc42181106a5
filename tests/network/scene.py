"""Scenes for the tests of this room: a few invented children, adults and places with known ties."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from tests.make import Maker

ONGOING = {"observed_to": None}
GRADES = st.sampled_from([("1", "A"), ("2", "B"), ("3", "D"), (None, None), ("2", None)])
AGENCIES = st.sampled_from(["police", "school", "hub", "social care"])


def known() -> Maker:
    """Two open children (T1, T2), one of them harmed; three who are not open (P, Q, R); an adult of concern (D)."""
    made = Maker()
    for child, name in (("T1", "Tamsin Brackley"), ("T2", "Noor Cope")):
        made.child(child, name)
        made.role(child, "open_to_hub", agency="hub", **ONGOING)
    made.role("T1", "harmed", **ONGOING)
    made.child("P", "Pia Kest", born=date(2014, 1, 1))
    made.child("Q", "Cal Marsh")
    made.child("R", "Lia Oak")
    made.adult("D", "Denholm Marrick")
    made.role("D", "suspected", **ONGOING)
    return made


def full() -> Maker:
    """The known people with ties of every sort that the five questions ask about."""
    made = known()
    station, takeaway = made.place("L1", "Ottermere Central", "station"), made.place("L2", "Kestrel Takeaway", "food")
    for number, day in enumerate((10, 15, 25)):
        event = made.entity("event", f"E{number}", subkind="sighting", started_on=date(2026, 10, day))
        when = {"observed_from": date(2026, 10, day), "observed_to": date(2026, 10, day)}
        for child in ("T1", "T2", "P"):
            made.tie(child, "present_at", event, **when)
        made.tie(event, "happened_at", station, **when)
    made.tie("D", "grooms", "P")
    made.tie("D", "directs", "T1", nature="fact")
    made.tie("P", "friend", "Q", agency="school", source_grade=None, information_grade=None)
    missing(made, "T1", "M1", takeaway)
    missing(made, "Q", "M2", takeaway)
    made.tie("T1", "harms_at", takeaway)
    made.tie("T2", "harms_at", takeaway)
    made.tie("P", "goes_to", takeaway)
    for group, name, members in (("G1", "Quay Street", "T1 T2 P"), ("G2", "Year 8 friends", "Q R")):
        made.entity("peer_group", group, name)
        for child in members.split():
            made.tie(child, "member_of", group)
    return made


def missing(
    made: Maker, child: str, event: str, place: str, *, start: str = "21:30", end: str = "03:15", day: int = 11
) -> None:
    """A missing episode of one night in October that ended at a place; empty times: dates only."""
    made.entity(
        "event",
        event,
        subkind="missing",
        started_on=date(2026, 10, day),
        started_at=start or None,
        ended_on=date(2026, 10, day + 1),
        ended_at=end or None,
    )
    made.tie(child, "went_missing", event)
    made.tie(event, "found_at", place)


@st.composite
def circles(draw: st.DrawFn) -> Maker:
    """Up to ten children, some open or harmed, with any ties between them, and an adult of concern."""
    made = Maker()
    count = draw(st.integers(3, 10))
    for number in range(count):
        made.child(f"C{number:02}", f"Child {number}")
    made.adult("A1", "Denholm Marrick")
    made.role("A1", "suspected", **ONGOING)
    for number in range(draw(st.integers(1, 2))):
        made.role(f"C{number:02}", draw(st.sampled_from(["open_to_hub", "harmed"])), **ONGOING)
    people = [f"C{number:02}" for number in range(count)]
    kinds = st.sampled_from(["friend", "seen_with", "sibling", "missing_with", "knows", "harms"])
    for _ in range(draw(st.integers(1, 15))):
        one, two = draw(st.permutations(people))[:2]
        source, information = draw(GRADES)
        last = date(2026, draw(st.integers(3, 11)), draw(st.integers(1, 28)))
        made.tie(
            one,
            draw(kinds),
            two,
            agency=draw(AGENCIES),
            source_grade=source,
            information_grade=information,
            observed_from=min(last, date(2026, 3, 1)),
            observed_to=last,
        )
    if draw(st.booleans()):
        made.tie("A1", "grooms", draw(st.sampled_from(people)))
    return made

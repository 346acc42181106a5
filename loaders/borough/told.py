"""The records that the told stories always have, whatever the seed: so that a picture of the demo can be explained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from loaders.borough import cast
from loaders.borough.agencies import Watch
from loaders.borough.records import Row

PHONE, CAR, ACCOUNT = "phone:07700900417", "vehicle:QQ00XBC", "account:rx_nightowl"

# Days before the last day told, time, place, harmed, alleged, also there, reference, grade, title, note.
_EVENTS = (
    (9, "23:40", "central", "T.B.", "D.M.", CAR, "PI-20417", "2BP", "stop", "Stopped in a grey hatchback",
     "Grey hatchback used by D.M. stopped near Ottermere Central at 23:40, T.B. in the rear seat."),
    (9, "16:35", "central", "P.K.", "D.M.", CAR, "PI-20431", "2BP", "sighting", "Picked up outside Ottermere Central",
     "D.M. picked P.K. up outside Ottermere Central in the grey hatchback."),
    (16, "17:10", "forecourt", "P.K.", "D.M.", "", "PI-20388", "2BP", "sighting", "Picked up on the station forecourt",
     "D.M. met P.K. on the forecourt and walked with her to the taxi rank."),
    (22, "01:20", "kestrel", "C.M.", "S.L.", "", "PI-20296", "1AP", "incident", "Found at Kestrel Lodge",
     "S.L. had booked a room at Kestrel Lodge. C.M. was found in it."),
    (30, "21:05", "kestrel", "C.M.", "S.L.", "", "PI-20260", "2CP", "sighting", "Seen at Kestrel Lodge",
     "S.L. brought C.M. to Kestrel Lodge and left by taxi."),
)  # fmt: skip
# From, kind, to, days before: first and last, agency, reference, grade, nature, stated by, context.
_TIES = (
    ("D.M.", "directs", "T.B.", 60, 9, "police", "PI-20417", "2BP", "assessment", "officer",
     "Grey hatchback used by D.M. stopped near Ottermere Central at 23:40, T.B. in the rear seat."),
    ("D.M.", "directs", "T.B.", 40, 22, "voluntary", "RI-0881", "", "fact", "the child",
     "He got me the phone so he could ring me for jobs. I can't just turn it off."),
    ("D.M.", "directs", "T.B.", 35, 31, "hub", "HC-7730", "1AP", "fact", "worker",
     "T.B. showed her worker a second phone, number ending 417, given to her by D.M."),
    ("D.M.", "directs", "T.B.", 50, 27, "police", "PI-20402", "1BC", "assessment", "covert source",
     "Handling conditions: ask the originator."),
    ("D.M.", "uses", PHONE, 300, 12, "police", "PI-20350", "2BP", "fact", "officer", "Answered by D.M."),
    ("T.B.", "uses", PHONE, 35, 31, "hub", "HC-7730", "1AP", "fact", "worker", "Second phone, given to her by D.M."),
    ("N.C.", "uses", PHONE, 50, 38, "hub", "HC-7702", "1AP", "fact", "the child",
     "He lends it to me when he wants me."),
    ("P.K.", "uses", PHONE, 35, 33, "school", "SR-3911", "", "fact", "form tutor",
     "Has a second phone. The number is the one her friends are afraid of."),
    ("P.K.", "seen_with", "D.M.", 9, 9, "police", "PI-20431", "2BP", "fact", "officer",
     "D.M. picked P.K. up outside Ottermere Central."),
    ("P.K.", "seen_with", "D.M.", 16, 16, "police", "PI-20388", "2BP", "fact", "officer",
     "D.M. met P.K. on the station forecourt."),
    ("P.K.", "friend", "A.W.", 400, 20, "school", "SR-3899", "", "fact", "form tutor", "Close friends."),
    ("A.W.", "protects", "P.K.", 200, 20, "school", "SR-3900", "", "assessment", "form tutor",
     "Walks her home and told a teacher when she was worried."),
    ("P.A.", "protects", "P.K.", 900, 30, "social care", "SC-3907", "", "fact", "a parent",
     "Grandmother figure, seen weekly."),
    ("H.S.", "protects", "C.M.", 300, 8, "social care", "SC-3921", "", "fact", "the child",
     "The one she rings at night."),
    ("S.L.", "grooms", "C.M.", 45, 22, "police", "PI-20296", "1AP", "assessment", "officer",
     "S.L. paid for the room in which C.M. was found."),
    ("J.T.", "in_contact", "H.Y.", 90, 62, "police", "PI-20199", "2DP", "assessment", "officer",
     "J.T. messaged H.Y. and two other children from one account."),
    ("J.T.", "in_contact", "H.Y.", 60, 44, "school", "SR-3904", "", "fact", "a friend", "He keeps writing to her."),
    ("J.T.", "uses", ACCOUNT, 200, 62, "police", "PI-20199", "2BP", "fact", "officer", "Recovery number is J.T.'s."),
    ("U.N.", "uses", ACCOUNT, 90, 62, "police", "PI-20199", "2BP", "fact", "officer",
     "J.T. wrote to her from this account."),
    ("X.P.", "uses", ACCOUNT, 90, 62, "police", "PI-20199", "2BP", "fact", "officer",
     "J.T. wrote to her from this account."),
)  # fmt: skip


def who(found: Watch) -> dict[str, str]:
    """Ids of the told people, things and places by what this module calls them."""
    people = found.world.people
    names = {part.initials: child.id for part, child in zip(cast.CHILDREN, people.children, strict=False)}
    adults = cast.CONCERN + cast.SAFE
    names |= {part.initials: adult.id for part, adult in zip(adults, people.adults, strict=False)}
    names |= {place.key: place.id for place in people.places}
    return names | {thing: thing for thing in (PHONE, CAR, ACCOUNT)}


def told_events(found: Watch) -> Iterator[Row]:
    """Yield the told rows of `events.csv`."""
    known, until = who(found), found.world.until
    for days, time, place, harmed, alleged, present, reference, grade, kind, title, note in _EVENTS:
        day = until - timedelta(days=days)
        yield {
            "identifier": reference, "name": title, "kind": kind,
            "harm_type": "criminal_exploitation" if alleged == "D.M." else "sexual_exploitation",
            "start": f"{day} {time}", "place": known[place], "harmed": found.as_known_to("police", known[harmed]),
            "alleged": known[alleged], "present": present, "source_agency": "police", "record_reference": reference,
            "recorded_on": (day + timedelta(days=1)).isoformat(), **_grade(grade), "fact_or_assessment": "assessment",
            "stated_by": "officer", "note": note,
        }  # fmt: skip
    start, end = until - timedelta(days=23), until - timedelta(days=22)
    yield {
        "identifier": "MR-3881", "name": "Reported missing", "kind": "missing", "harm_type": "missing",
        "start": f"{start} 21:30", "end": f"{end} 03:15", "place": known["central"],
        "missing": found.as_known_to("police", known["T.B."]), "source_agency": "police", "record_reference": "MR-3881",
        "recorded_on": end.isoformat(), "fact_or_assessment": "fact", "stated_by": "a parent",
    }  # fmt: skip


def told_ties(found: Watch) -> Iterator[Row]:
    """Yield the told rows of `ties.csv`."""
    known, until = who(found), found.world.until
    for a, kind, b, first, last, agency, reference, grade, nature, stated, context in _TIES:
        day = until - timedelta(days=last)
        yield {
            "from": found.as_known_to(agency, known[a]), "to": found.as_known_to(agency, known[b]), "kind": kind,
            "strength": "strong", "context": context, "first_known": (until - timedelta(days=first)).isoformat(),
            "last_known": day.isoformat(), "source_agency": agency, "record_reference": reference, **_grade(grade),
            "fact_or_assessment": nature, "stated_by": stated, "review_date": (day + timedelta(days=90)).isoformat(),
            "recorded_on": (day + timedelta(days=2)).isoformat(),
        }  # fmt: skip


def told_interviews(found: Watch) -> Iterator[Row]:
    """Yield the told row of `return_interviews.csv`."""
    known, until = who(found), found.world.until
    start, end = until - timedelta(days=23), until - timedelta(days=22)
    yield {
        "child": known["T.B."], "missing_from": f"{start} 21:30", "missing_to": f"{end} 03:15", "offered": "yes",
        "accepted": "yes", "held_on": (until - timedelta(days=20)).isoformat(), "with": known["D.M."],
        "places": known["central"], "found_at": known["central"], "pull": "He rang.",
        "said": "He got me the phone so he could ring me for jobs. I can't just turn it off.",
        "source_agency": "voluntary", "record_reference": "RI-0881",
        "recorded_on": (until - timedelta(days=20)).isoformat(), "fact_or_assessment": "fact", "stated_by": "the child",
    }  # fmt: skip


def _grade(letters: str) -> Row:
    """`2BP` as three cells; nothing stays ungraded."""
    return dict(zip(("source_grade", "information_grade", "handling"), letters, strict=False))

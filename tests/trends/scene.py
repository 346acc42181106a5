"""A month counted by hand: a few invented children, missing and open to the hub, around October 2026."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.make import Maker


def went(
    made: Maker, child: str, start: date, *, at: str | None = "21:00", days: int = 1, back: str | None = "03:00",
    place: str = "", kind: str = "missing", event: str = "", **interview: Any,
) -> str:  # fmt: skip
    """One report of an episode of a child; `offered`, `accepted` and `held` make a return interview of it."""
    event = event or f"E{sum(row['kind'] == 'event' for row in made.entities) + 1}"
    end = start + timedelta(days=days)
    if all(row["id"] != event for row in made.entities):
        made.entity(
            "event", event, subkind=kind, harm_type="missing", started_on=start, started_at=at,
            ended_on=end if days >= 0 else None, ended_at=back if days >= 0 else None,
            interview_offered=interview.get("offered"), interview_accepted=interview.get("accepted"),
        )  # fmt: skip
    span = {"observed_from": start, "observed_to": end, "recorded_on": end}
    made.tie(child, "went_missing", event, **span)
    if place:
        made.tie(event, "found_at", place, **span)
    if interview:
        held = interview.get("held")
        made.tie(
            child, "interviewed_after", event, source="return_interviews", observed_from=held, observed_to=held,
            recorded_on=held or end,
        )  # fmt: skip
    return event


def opened(made: Maker, child: str, first: date, last: date | None = None, **columns: Any) -> str:
    """A child open to the hub from a day to another."""
    return made.role(child, "open_to_hub", agency="hub", observed_from=first, observed_to=last, **columns)


def october() -> Maker:
    """Six children missing in October: A four times, B twice, C to F once; in September B and C once each."""
    made = Maker()
    for child, name in zip("ABCDEF", ("Ann Ash", "Bo Birch", "Cy Cope", "Di Dale", "Ed Elm", "Fay Fell"), strict=True):
        made.child(child, name, born=date(2011, 5, 1))
    made.place("P", "Ottermere Central", "station")
    made.place("H", "Larch House", "childrens_home")
    made.tie("B", "lives_at", "H", observed_from=date(2026, 1, 1), observed_to=None)
    for child in "BC":
        made.role(child, "looked_after", agency="social care", observed_from=date(2026, 1, 1), observed_to=None)
    return_: dict[str, Any] = {"offered": "yes", "accepted": "yes"}
    went(made, "A", date(2026, 10, 2), place="P", held=date(2026, 10, 6), **return_)  # third day: within
    went(made, "A", date(2026, 10, 9), place="P", held=date(2026, 10, 14), **return_)  # fourth day: late
    went(made, "A", date(2026, 10, 16), place="P", offered="yes", accepted="no")
    went(made, "A", date(2026, 10, 23), at=None, back=None, offered="no")
    went(made, "B", date(2026, 10, 2), at="22:00", place="P", offered="yes", accepted="unknown")  # overlaps A's
    went(made, "B", date(2026, 10, 20), days=4, offered="unknown")
    for child, day in zip("CDEF", (5, 6, 7, 31), strict=True):
        went(made, child, date(2026, 10, day))  # no interview recorded; F's is due from 5 November
    went(made, "B", date(2026, 9, 10))
    went(made, "C", date(2026, 9, 29), kind="away")
    went(made, "C", date(2026, 9, 12))
    return made

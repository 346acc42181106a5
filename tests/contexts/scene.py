"""What the tests of contexts share: a town with a station, a school and a group, and shown counts found anywhere."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from graph.answers import Acted, Assessed
from graph.model import Assessment
from mapping.small import Count
from tests.make import TODAY
from tests.places.town import Town

STATION, SCHOOL, GROUP, HOME = "L-STN", "S-1", "G-1", "L-HOME"


def town() -> Town:
    """A station, a club near and one far away, a children's home, a school and a peer group; nobody yet."""
    made = Town()
    made.put(STATION, 3_000, 3_000, "station", "Ottermere Central")
    made.entities[-1] |= {"owner": "Rail police", "guardianship": "Staff until 21:00"}
    made.put("L-NEAR", 3_300, 3_400, "club", "Foldside youth bus")
    made.put("L-FAR", 3_700, 3_800, "club", "Millgarth Boxing")
    made.put(HOME, 3_100, 3_100, "childrens_home", "Alderfold House")
    latitude, longitude = made.entities[0]["latitude"], made.entities[0]["longitude"]
    made.entity("school", SCHOOL, "Larchfield School", roll=900, latitude=latitude, longitude=longitude)
    made.entity("peer_group", GROUP, "Larch Lane group", subkind="street")
    return made


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def child(made: Town, id: str, **columns: Any) -> str:
    if id not in {one["id"] for one in made.entities}:
        made.child(id, f"Tamsin {id}", **columns)
    return id


def harmed(made: Town, id: str, child_: str, place: str | None = STATION, days_ago: int = 5, **more: Any) -> None:
    """A child harmed in an event there."""
    about = {"subkind": "incident", "harm_type": "serious_violence", **more}
    made.event(id, child_, place, days_ago, tie="harmed_in", **about)


def counts(value: Any) -> Iterator[Count]:
    """Every count in a result, however deep."""
    if isinstance(value, Count):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from counts(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from (one for each in value.values() for one in counts(each))
    elif isinstance(value, list | tuple):
        yield from (one for each in value for one in counts(each))


def texts(value: Any) -> Iterator[str]:
    """Every text in a result."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        yield from (one for each in value for one in texts(each))


SMALL = re.compile(r"(?<![\d,.])[1-4] (?:of these |distinct )?child")
"""A small count of children in a sentence."""


def assessed(place: int = 1, *, current: bool = True, context: str = STATION, **more: Any) -> Assessed:
    said: dict[str, Any] = {
        "harm": "Lifts are offered at the gate.", "guardianship": "", "strengths": "", "resources": "",
        "weighting": "most", "change_first": "Somebody at the gate.", "owner": "Parks", "review_on": ago(-20),
    } | more  # fmt: skip
    at = datetime(2026, 10, place, tzinfo=UTC)
    return Assessed(
        f"AS-{place}",
        Assessment(context, **said),
        "A. Brennan",
        "analyst",
        "Ottermere hub",
        "Panel",
        at,
        place,
        current,
    )


def acted(place: int = 1, state: str = "planned", *, context: str = STATION, **more: Any) -> Acted:
    columns: dict[str, Any] = {
        "what": "Two youth workers at the gate", "aim": "", "owner": "Youth service", "due_on": None, "began_on": None,
        "ended_on": None, "outcome": "", "steps": (),
    } | more  # fmt: skip
    at = datetime(2026, 10, place, tzinfo=UTC)
    return Acted(
        id=f"AC-{place}", context=context, state=state, by="A. Brennan", role="analyst", hub="Ottermere hub",
        purpose="Panel", at=at, place=place, **columns,
    )  # fmt: skip

"""What the tests of plans say: a desk, an assessment, an action and its steps, and where they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from graph.access import Purpose, Viewer
from graph.model import Action, Assessment, Step
from graph.plans import Plans
from graph.store import Store
from tests.graph.saying import STATION, TODAY, person

OSEI = Viewer("R. Osei", "manager", "Ottermere")
CLEARED = Viewer("R. Osei", handling=frozenset("C"))
NASTY = "'; MATCH (n) DETACH DELETE n; // <b>é</b> $props {0}\nand 👩‍👧"
SCHOOL = person("school", "SC-01", name="Ottermere High")
GROUP = person("peer_group", "PG-01", name="Quay Street")
PARK = person("location", "PL-044", name="Larch Park", kind="park")
HIDDEN = person("location", "PL-666", name="SECRET", kind="food")
WEEK = timedelta(days=7)


def desk(store: Store, viewer: Viewer = OSEI, purpose: str = "MACE panel") -> Plans:
    return store.plans(viewer, Purpose(purpose))


def found(context: str = STATION.id, **values: Any) -> Assessment:
    made = Assessment(
        context=context,
        harm="Adults meet children off the 17:40 and give them vapes.",
        guardianship="Station staff until 21:00.",
        strengths="The cafe owner rings the hub.",
        resources="Two rail officers; the youth bus on Fridays.",
        weighting="most",
        change_first="Somebody on the platform after 21:00.",
        owner="Rail police",
        review_on=date(2026, 12, 1),
    )
    return replace(made, **values)


def todo(context: str = STATION.id, **values: Any) -> Action:
    made = Action(context, "Light the stairwell.", "Council street lighting", date(2026, 11, 20), "Children can see.")
    return replace(made, **values)


def step(state: str = "under_way", on: date = TODAY, **values: Any) -> Step:
    return replace(Step(state, on, "Lamps ordered."), **values)

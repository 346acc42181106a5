"""Who answers for a place: the assessment that stands, then the place's own record; on the page and in the terminal."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from mapping.contexts import ContextSettings, register
from mapping.places.hotspots import Hotspots, HotspotSettings, hotspots
from mapping.places.owner import answered
from mapping.places.printed import Answer, hotspot_lines
from mapping.words import Naming
from tests.contexts.scene import STATION, ago, assessed, harmed, town
from tests.contexts.scene import child as born
from tests.make import TODAY
from tests.places.town import Town

LATER = date(2026, 12, 24)


@pytest.fixture(scope="module")
def made() -> Town:
    scene = town()
    for n in range(6):
        harmed(scene, f"E-{n}", born(scene, f"C-{n}"))
        harmed(scene, f"F-{n}", f"C-{n}", "L-NEAR")
    scene.entities = [one | ({"review_date": ago(9)} if one["id"] == STATION else {}) for one in scene.entities]
    return scene


def scanned(made: Town, *, panel: bool = True) -> Hotspots:
    return hotspots(made.snapshot(), HotspotSettings(panel=panel, replicas=19))


def test_the_standing_assessment_comes_before_the_place_s_own_record(made: Town) -> None:
    old = assessed(1, current=False, owner="Nobody any more")
    new = assessed(2, owner="Youth service", review_on=LATER)
    told = answered(scanned(made), made.snapshot(), [new, old])
    row = next(row for row in told.places if row.id == STATION)
    assert (row.owner, row.review) == ("Youth service", LATER)
    about = told.ground.places.loc[STATION]
    assert (about["owner"], about["review_date"]) == ("Youth service", LATER)


def test_an_assessment_may_say_that_nobody_answers(made: Town) -> None:
    told = answered(scanned(made), made.snapshot(), [assessed(owner="  ", review_on=None)])
    row = next(row for row in told.places if row.id == STATION)
    assert (row.owner, row.review) == ("", None)
    assert pd.isna(told.ground.places.loc[STATION, "review_date"])


def test_a_place_that_nobody_assessed_has_its_own(made: Town) -> None:
    before = scanned(made)
    for wrote in ((), (assessed(current=False, owner="Old"),), (assessed(context="L-NEAR", owner="Club"),)):
        row = next(row for row in answered(before, made.snapshot(), wrote).places if row.id == STATION)
        assert (row.owner, row.review) == ("Rail police", ago(9))
    days = answered(before, made.snapshot(), [assessed(context="L-NEAR", owner="Club")]).ground.places["review_date"]
    assert {type(day) for day in days.dropna()} == {date}


@pytest.mark.parametrize("owner", ["Youth service", ""])
def test_places_and_contexts_say_the_same(made: Town, owner: str) -> None:
    wrote, snapshot = [assessed(owner=owner, review_on=LATER)], made.snapshot()
    row = next(row for row in answered(scanned(made), snapshot, wrote).places if row.id == STATION)
    line = next(line for line in register(snapshot, wrote, settings=ContextSettings()).lines if line.id == STATION)
    assert (row.owner, row.review) == (line.owner, line.review_on)


def test_a_panel_view_shortens_the_names_of_those_around(made: Town) -> None:
    wrote, snapshot = [assessed(owner="Mother of Tamsin C-1")], made.snapshot()
    for panel, naming, says in ((True, Naming.FULL, "Tamsin"), (False, Naming.INITIALS, "Tamsin")):
        told = answered(scanned(made, panel=panel), snapshot, wrote, naming)
        assert says not in next(row for row in told.places if row.id == STATION).owner
    full = answered(scanned(made, panel=False), snapshot, wrote, Naming.FULL)
    assert next(row for row in full.places if row.id == STATION).owner == "Mother of Tamsin C-1"


def test_the_terminal_says_who_answers(made: Town, capsys: pytest.CaptureFixture[str]) -> None:
    asked = HotspotSettings(replicas=19)
    late = assessed(owner="Youth service", review_on=TODAY - (LATER - TODAY))
    answer = Answer.of(made.snapshot(), asked, [late])
    hotspot_lines(answer)
    out = capsys.readouterr().out
    told = out.split("Who answers for them")[1].split("By kind of harm")[0]
    assert "Youth service" in told and "overdue" in told and "nobody yet" in told and "none set" in told
    row = next(row for row in answer.as_json()["places"] if row["id"] == STATION)
    assert row["owner"] == "Youth service"

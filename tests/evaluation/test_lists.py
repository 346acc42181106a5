"""The five lists measured: on a truth that is known, and month by month against who was confirmed afterwards."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from graph.snapshot import Snapshot
from mapping.evaluation.borough import MADE_TO_BE_FOUND, borough
from mapping.evaluation.history import History, history
from mapping.evaluation.lists import answer
from mapping.network.heard import read
from mapping.network.people import first_confirmed
from mapping.network.periphery import PeripherySettings, periphery
from mapping.network.projection import ProjectionSettings
from mapping.network.spreading import NotComputable
from mapping.plain import plain
from mapping.questions import Question
from tests.make import TODAY, Maker
from tests.network.scene import full

START = date(2026, 1, 15)


def seen(made: Maker, one: str, two: str, day: date, recorded: date | None = None) -> None:
    made.tie(one, "seen_with", two, observed_from=day, observed_to=day, recorded_on=recorded or day)


def opened(made: Maker, child: str, day: date, recorded: date | None = None) -> None:
    made.role(child, "open_to_hub", observed_from=day, observed_to=None, recorded_on=recorded or day)


def told(children: int = 60, confirmed: int = 12) -> Maker:
    """Children who are seen with an open one and opened a month later; the others are seen with nobody open."""
    made = Maker()
    for number in range(children):
        made.child(f"C{number:02}", f"Child {number}")
    opened(made, "C00", START - timedelta(30))
    for number in range(1, children):
        day = START + timedelta(number)
        if number <= confirmed:
            seen(made, "C00", f"C{number:02}", day)
            opened(made, f"C{number:02}", day + timedelta(35))
        else:
            seen(made, f"C{number:02}", f"C{confirmed + 1 + number % (children - confirmed - 1):02}", day)
    return made


def measured(made: Maker, **options: Any) -> History:
    return history(made.snapshot(), bootstrap=20, **options)


def test_an_answer_lists_whom_the_page_lists() -> None:
    snapshot = full().snapshot()
    heard = read(snapshot, ProjectionSettings()).without()
    for question in Question:
        found = answer(heard, question)
        listed = {id_ for id_, here in zip(found.ids, found.listed, strict=True) if here}
        shown = periphery(snapshot, PeripherySettings(question=question))
        assert {card.id for card in shown.cards} == listed, question
        assert set(found.ids).isdisjoint(heard.who.open)


def test_plain_counts_are_given_as_many_places_as_the_list() -> None:
    found = answer(read(full().snapshot(), ProjectionSettings()).without(), Question.NEAR_HARMED)
    everybody = found.found_by(np.ones(len(found.ids), bool))
    places = int(found.listed.sum())
    assert places > 0
    assert all(hits == pytest.approx(places) for hits in everybody.values())
    assert int(found.first("degree").sum()) == places


def test_a_list_of_the_past_finds_who_was_confirmed_afterwards() -> None:
    found = measured(told())
    assert found.confirmed == 12
    near = found.questions["near_harmed"]
    assert near.confirmed == 12
    assert near.found["list"] >= 10  # some are seen and opened between two firsts of a month
    auprc = {method: figures["auprc"].mean for method, figures in near.methods.items()}
    assert auprc["label_spreading"] is not None
    assert auprc["degree"] is not None
    assert auprc["label_spreading"] > 0.7 > auprc["degree"]
    assert found.questions["missing_together"].found["list"] == 0
    assert near.prevalence == pytest.approx(near.positives / near.candidates)


def test_what_was_entered_late_was_not_known_then() -> None:
    """The same sightings, all entered on the last day: no list of the past could hold anybody."""
    made = told()
    for tie in made.ties:
        tie["recorded_on"] = TODAY
    made.tie("C00", "friend", "C50", recorded_on=START)  # something must have been recorded before
    with pytest.raises(NotComputable, match="No child on record"):
        measured(made)


def test_no_month_knows_what_came_after_it() -> None:
    """Records of the future, and of another entry day, change nothing about a month that is over."""
    first = measured(told())
    later = told()
    for number in range(40, 50):
        seen(later, "C00", f"C{number}", TODAY - timedelta(20))
        opened(later, f"C{number}", TODAY - timedelta(1))
    assert measured(later) == first


def test_only_firsts_of_months_whose_follow_up_has_run_out_are_tried() -> None:
    found = measured(told(), ahead=2, back=100)
    days = [month.day for month in found.months]
    assert days == sorted(days)
    assert all(day.day == 1 for day in days)
    assert days[-1] == date(2026, 9, 1)  # today is 3 November
    assert days[0] == date(2026, 2, 1)  # before, only an open child was on record


def test_a_child_is_confirmed_once_by_the_first_entry() -> None:
    made = Maker()
    made.child("A")
    opened(made, "A", date(2026, 5, 1), recorded=date(2026, 6, 1))
    made.role("A", "harmed", recorded_on=date(2026, 4, 1))
    made.role("A", "harmed", recorded_on=date(2026, 2, 1), information_grade="E")  # suspected false
    made.role("A", "at_risk", recorded_on=date(2026, 1, 1))
    assert first_confirmed(made.snapshot()) == {"A": date(2026, 4, 1)}


def test_under_ten_confirmed_children_are_refused_and_it_is_said_that_nothing_is_known() -> None:
    for made in (told(confirmed=9), Maker()):
        with pytest.raises(NotComputable) as refused:
            measured(made)
        assert "under 10 no figure would mean anything" in str(refused.value)
        assert "unknown until a hub has enough of its own records" in str(refused.value)


def test_ungraded_records_and_dates_in_the_future_are_borne() -> None:
    """Whoever meets nothing recent and graded is on no list; an entry dated after today is nobody's past."""
    made = told()
    for tie in made.ties:
        tie |= {"source_grade": None, "information_grade": None, "handling": None}
    seen(made, "C00", "C55", TODAY + timedelta(90))
    opened(made, "C55", TODAY + timedelta(100))
    found = measured(made)
    assert found.confirmed == 12
    assert found.questions["near_harmed"].found["list"] == 0


def test_nobody_is_named_in_a_history() -> None:
    said = json.dumps(plain(measured(told())))
    assert "C0" not in said
    assert "Child" not in said


def invented(made: Maker) -> tuple[Snapshot, dict[str, object], dict[str, str]]:
    """A truth in which C01 to C12 are harmed, half of them not open to the hub."""
    children = [
        {"id": f"T{number}", "harm": "line", "hidden": number > 6, "open": number <= 6} for number in range(1, 13)
    ]
    children += [{"id": "T20", "harm": "alone", "hidden": False, "open": False}]
    children += [{"id": "T99", "harm": "line", "hidden": True, "open": False}]  # not in the records
    return made.snapshot(), {"children": children}, {f"T{number}": f"C{number:02}" for number in range(1, 60)}


def hidden_near_open() -> Maker:
    made = Maker()
    for number in range(60):
        made.child(f"C{number:02}", f"Child {number}")
    for number in range(1, 7):
        opened(made, f"C{number:02}", START)
        for hidden in (number + 6, 7 + number % 6):
            seen(made, f"C{number:02}", f"C{hidden:02}", TODAY - timedelta(30))
    for number in range(13, 59):
        seen(made, f"C{number:02}", f"C{number + 1:02}", TODAY - timedelta(30))
    return made


def test_the_borough_s_lists_are_measured_against_its_truth() -> None:
    found = borough(*invented(hidden_near_open()), splits=5)
    assert found.note == MADE_TO_BE_FOUND
    assert (found.children, found.harmed, found.hidden, found.on_any_list) == (60, 12, 6, 6)
    near = found.questions["near_harmed"]
    assert (near.candidates, near.hidden, near.found["list"]) == (54, 6, 6.0)
    assert near.found["chance"] == pytest.approx(near.listed * 6 / 54)
    assert (found.harness.seeds, found.harness.positives, found.harness.labelled) == (5, 7, 60)
    said = json.dumps(plain(found))
    assert "C0" not in said
    assert "Child 1" not in said


def test_a_borough_with_too_little_harm_is_refused() -> None:
    snapshot, truth, ids = invented(hidden_near_open())
    few = {"children": truth["children"][:5]}  # type: ignore[index]
    with pytest.raises(NotComputable, match="Only 5 people"):
        borough(snapshot, few, ids)

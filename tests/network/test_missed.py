"""Looking back: who was confirmed later, whether a list had held them, and why not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.network.periphery import PeripherySettings, periphery
from mapping.network.periphery.missed import Missed, missed
from mapping.questions import TITLES, Question
from mapping.words import Naming
from tests.make import Maker
from tests.network.scene import circles, known

LONG_AGO = {"observed_from": date(2025, 1, 1), "observed_to": None, "recorded_on": date(2025, 1, 2)}
IN_OCTOBER = {"observed_from": date(2026, 10, 12), "observed_to": None, "recorded_on": date(2026, 10, 12)}
SEEN = {"observed_from": date(2026, 9, 3), "observed_to": date(2026, 9, 3)}


def hub() -> Maker:
    """T1 open long ago; five children who were referred in October."""
    made = Maker()
    made.child("T1", "Tamsin Brackley")
    made.role("T1", "open_to_hub", agency="hub", **LONG_AGO)
    for id_, name in (("A", "Ada Lock"), ("B", "Ben Lock"), ("C", "Cal Lock"), ("D", "Dot Lock"), ("E", "Eve Lock")):
        made.child(id_, name)
        made.role(id_, "open_to_hub", agency="hub", **IN_OCTOBER)
    made.tie("A", "seen_with", "T1", **SEEN, recorded_on=date(2026, 9, 4))
    made.tie("B", "seen_with", "T1", **SEEN, recorded_on=date(2026, 10, 20))
    made.entity("school", "L", "Larchfield School", roll=900)
    made.tie("C", "attends", "L", observed_from=date(2025, 9, 1), observed_to=None, recorded_on=date(2025, 9, 1))
    ungraded = {"source_grade": None, "information_grade": None}
    made.tie("D", "seen_with", "T1", **SEEN, recorded_on=date(2026, 9, 4), **ungraded)
    return made


def why(found: Missed) -> dict[str, str]:
    return {one.id: one.why for one in found.children}


def test_each_missed_child_says_why_no_list_held_them() -> None:
    found = missed(hub().snapshot())
    assert why(found) == {"A": "", "B": "late", "C": "no ties", "D": "weak", "E": "none"}
    assert {one.id: one.text for one in found.children} == {
        "A": "On the list: near known harmed children.",
        "B": "Not listed: ties were known before and entered later.",
        "C": "Not listed: records, but no tie that the questions follow.",
        "D": "Not listed: their ties were too old, or nobody had graded them.",
        "E": "Not listed: nothing about them had been entered.",
    }
    assert (found.confirmed, found.listed) == (5, 1)
    assert [one.listed for one in found.questions if one.question == "near_harmed"] == [1]
    october = next(one for one in found.months if one.month == date(2026, 10, 1))
    assert october.text == "Oct 2026: 5 confirmed, 1 of them on a list of 30 Sep 2026."
    assert october.as_of == date(2026, 9, 30)
    assert len(found.months) == 12


def test_below_the_cut_is_a_reason_of_its_own() -> None:
    made = hub()
    made.tie("E", "friend", "T1", strength="weak", recorded_on=date(2026, 9, 4), **SEEN)
    assert why(missed(made.snapshot(), PeripherySettings(top=1)))["E"] == "below"


def test_under_ten_no_share_is_given_and_from_ten_the_sentence_of_the_picture() -> None:
    made = hub()
    assert missed(made.snapshot()).text == (
        "Five children were confirmed in the past year, fewer than 10: too few for a share. What the lists of the month"
        " before held is said of each."
    )
    for number in range(6):
        made.child(f"N{number}", f"Nobody {number}")
        made.role(f"N{number}", "harmed", **IN_OCTOBER)
    assert missed(made.snapshot()).text == (
        "Of 11 children confirmed in the past year, 1 was on a list the month before. 10 were not: most had no records"
        " before referral."
    )
    assert missed(Maker().snapshot()).text.startswith("No child was first recorded as open to the hub or harmed in the")


def test_only_the_first_record_of_a_child_in_the_past_months_confirms() -> None:
    made = hub()
    made.role("T1", "harmed", **IN_OCTOBER)  # open long ago
    made.adult("X", "Ann Wold")
    made.role("X", "harmed", **IN_OCTOBER)  # no child
    made.child("F", "Future Record")
    made.role("F", "open_to_hub", **{**IN_OCTOBER, "recorded_on": date(2027, 1, 1)})
    made.child("G", "Suspected False")
    made.role("G", "harmed", **IN_OCTOBER, information_grade="E")
    assert set(why(missed(made.snapshot()))) == set("ABCDE")
    assert missed(made.snapshot(), months=1).confirmed == 0, "November alone"


def test_the_lists_are_those_that_could_have_been_made_then() -> None:
    made = hub()
    found = missed(made.snapshot())
    then = made.snapshot().recorded_by(date(2026, 9, 30))
    for question in Question:
        cards = {one.id for one in periphery(then, PeripherySettings(question=question, runs=1)).cards}
        held = {one.id for one in found.children if TITLES[question] in one.lists}
        assert held == cards & set("ABCDE")


def test_names_follow_the_mode_and_left_out_agencies_are_obeyed() -> None:
    found = missed(hub().snapshot(), PeripherySettings(naming=Naming.INITIALS))
    assert {one.heading for one in found.children} == {f"{letter}.L., 14" for letter in "ABCDE"}
    assert missed(hub().snapshot(), PeripherySettings(left_out_agencies=("hub",))).confirmed == 0


@settings(max_examples=15)
@given(circles(), st.sampled_from([1, 3]))
def test_whatever_is_recorded_every_confirmed_child_is_explained(made: Maker, top: int) -> None:
    for number, row in enumerate(made.roles):
        row["recorded_on"] = date(2026, 1, 15) + timedelta(days=40 * number)
    found = missed(made.snapshot(), PeripherySettings(top=top))
    assert found.listed == sum(bool(one.lists) for one in found.children) <= found.confirmed == len(found.children)
    for one in found.children:
        assert bool(one.lists) != bool(one.why)
        assert one.text.endswith(".")
    assert sum(month.confirmed for month in found.months) == found.confirmed


def test_settings_without_an_answer_are_refused() -> None:
    with pytest.raises(ValueError, match="top is 0"):
        missed(known().snapshot(), PeripherySettings(top=0))

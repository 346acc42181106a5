"""Who is listed, who is counted and who is thin; lists with agencies left out; sentences that end once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.network.heard import read
from mapping.network.people import people
from mapping.network.periphery import PeripherySettings, counts, periphery
from mapping.network.projection import ProjectionSettings, project
from mapping.questions import Question
from mapping.words import Naming
from tests.make import Maker
from tests.network.scene import ONGOING, circles, full, known, missing
from tests.network.test_periphery import QUESTIONS, answer, card, said, texts

UNGRADED = {"source_grade": None, "information_grade": None}


def test_thin_records_say_what_asks_for_a_look_and_the_rest_is_counted() -> None:
    made = known()
    for child, name in (("N", "Nobody Known"), ("S", "Ordinary Pupil"), ("F", "Friendly Pupil"), ("O", "Old Record")):
        made.child(child, name, born=date(2011, 1, ord(child) - 65))
    made.entity("school", "L", "Larchfield School", roll=900)
    made.place("W", "Weir Wharf")
    made.tie("S", "attends", "L", observed_to=None)
    made.tie("S", "friend", "F", agency="school", **UNGRADED)
    made.tie("O", "goes_to", "W", observed_from=date(2025, 1, 1), observed_to=date(2025, 1, 1))
    made.tie("P", "goes_to", "W", agency="school", **UNGRADED)
    for number in range(3):
        made.tie("Q", "goes_to", "W", agency="hub", record=f"ties|{number}", **UNGRADED)
    missing(made, "R", "M1", "W")
    for row in made.ties[-2:]:
        row.update(UNGRADED)
    made.child("P2", "Kest Piah", born=date(2014, 1, 1))
    found = answer(made)
    assert {thin.id: thin.reason for thin in found.thin_records} == {
        "R": "one missing episode, no return interview",
        "P": "may also be recorded as Kest Piah, born the same day: not linked",
        "P2": "may also be recorded as Pia Kest, born the same day: not linked",
        "Q": "only three ungraded records, 20 Oct",
    }
    assert [thin.id for thin in found.thin_records] == ["R", "P2", "P", "Q"]
    assert found.gaps == (
        "No list can show these either: 2 with friends, family and school alone, ungraded; 1 with nothing new within"
        " 183 days; 1 with nothing but family, school or a service.",
    )
    made.tie("R", "interviewed_after", "M1")
    assert {thin.id: thin.reason for thin in answer(made).thin_records}["R"].startswith("only one")


def test_two_agencies_or_a_grade_lift_a_record_out_of_the_thin_ones() -> None:
    made = known()
    made.place("W", "Weir Wharf")
    made.tie("P", "goes_to", "W", agency="school", **UNGRADED)
    assert {one.id: one.reason for one in answer(made).thin_records} == {
        "P": "only one school record, ungraded, 20 Oct"
    }
    made.tie("P", "goes_to", "W", agency="hub", **UNGRADED)
    made.tie("Q", "goes_to", "W")
    assert answer(made).thin_records == ()


def test_who_has_no_recent_graded_tie_of_their_own_is_counted_and_not_listed() -> None:
    made = known()
    made.tie("P", "friend", "T1", agency="school", **UNGRADED)  # nobody graded it, and one agency says it
    made.tie("Q", "sibling", "T1", observed_to=None)  # does not age: it is no news
    made.tie("R", "friend", "P")  # a tie of their own, to somebody nobody asks about
    found = answer(made)
    assert (found.cards, found.total, found.weaker) == ((), 0, 3)
    assert found.rest == "Not listed: 3 children with no recent, graded tie of their own."
    assert found.empty.startswith("No child not open to the hub has a recent, graded tie of their own to them.")
    made.tie("P", "friend", "T1", agency="hub", **UNGRADED)
    made.tie("Q", "seen_with", "T1")
    found = answer(made)
    assert {one.id for one in found.cards} == {"P", "Q"}, "two agencies, or one who grades it"
    assert (found.total, found.weaker) == (2, 1)
    assert "nobody has graded this" in said(found, "P")
    assert card(found, "P").chips[0].ungraded


def test_the_cut_is_said_in_words() -> None:
    made = known()
    for number in range(25):
        made.child(f"N{number:02}", f"Neighbour {number}")
        made.tie(f"N{number:02}", "friend", "T1")
    made.tie("P", "knows", "N01")
    found = answer(made)
    assert found.rest == (
        "Not listed: 5 children whose ties say less than those of these 20"
        " and 1 child with no recent, graded tie of their own."
    )


@settings(max_examples=25)
@given(circles(), st.integers(1, 4))
def test_the_counts_beside_the_questions_are_those_of_the_lists(made: Maker, top: int) -> None:
    asked = PeripherySettings(runs=2, top=top)
    found = {one: len(periphery(made.snapshot(), replace(asked, question=one)).cards) for one in QUESTIONS}
    assert counts(made.snapshot(), asked) == found


@settings(max_examples=25)
@given(circles(), st.sampled_from(QUESTIONS), st.integers(1, 3))
def test_without_an_agency_is_what_the_list_is_when_it_is_left_out(made: Maker, question: Question, top: int) -> None:
    found = answer(made, question, top=top)
    for agency in {row["agency"] for row in made.ties}:
        left = answer(made, question, top=top, left_out_agencies=(agency,))
        here = {one.id for one in left.cards}
        for one in found.cards:
            fate = next(without for without in one.without if without.agency == agency)
            assert fate.stays == (one.id in here)
            assert fate.stays == ("still be here" in fate.text)
            assert not ("below the cut" in fate.text and left.total <= top)


@pytest.mark.parametrize("agency", [None, "police", "hub", "school"])
def test_reading_once_gives_what_reading_each_snapshot_gives(agency: str | None) -> None:
    made = full()
    made.adult("W", "Ann Wold")
    made.role("W", "professional", agency="social care", **ONGOING)
    for child in ("P", "Q"):
        made.tie("W", "knows", child)
    made.tie("P", "friend", "T2", agency="hub")
    snapshot = made.snapshot()
    left = (agency,) if agency else ()
    heard = read(snapshot, ProjectionSettings()).without(*left)
    once, again = heard.projection(ProjectionSettings()), project(snapshot.without_agency(*left))
    assert once.ids == again.ids
    assert (once.weights != again.weights).nnz == 0
    assert (once.grades != again.grades).nnz == 0
    for one in once.ids:
        for two in once.neighbours(one):
            assert once.behind(one, two) == again.behind(one, two)
    alone = people(snapshot.without_agency(*left))
    assert replace(heard.who, open=alone.open, professionals=alone.professionals) == alone


@settings(max_examples=25)
@given(circles(), st.sampled_from(QUESTIONS), st.sampled_from(list(Naming)))
def test_a_sentence_has_one_full_stop(made: Maker, question: Question, naming: Naming) -> None:
    made.adult("K", "Kit Carer")
    made.tie("K", "protects", "C02")
    made.tie("A1", "grooms", "C02")
    found = answer(made, question, naming=naming)
    for text in texts(found):
        assert ".." not in text, text

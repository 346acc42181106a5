"""What was said as the tie or person of a record: who said it stays, nothing unready is promoted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mapping.board.log import SaidPerson, SaidTie, State
from mapping.board.log.state import Member, Signed
from mapping.board.promotion import NotReady, person_to_promote, tie_to_promote, waits_for
from tests.board.grow.scene import scene

SIGNED = Signed("A. Brennan", datetime(2026, 11, 3, 10, tzinfo=UTC), 1, "o1")
SNAPSHOT = scene().snapshot()


def said(one: str, kind: str, other: str) -> SaidTie:
    return SaidTie("S-1", one, other, kind, "T. Craven", "school", "gives lifts", date(2026, 11, 3), SIGNED)


def test_a_tie_keeps_who_said_it_and_when_and_is_an_ungraded_assessment() -> None:
    made = tie_to_promote(
        said("A-DM", "grooms", "C-TB"), State(), SNAPSHOT, agency="school", stated_by="T. Craven ", seen_on=None
    )
    assert (made.from_kind, made.from_id, made.to_kind, made.to_id) == ("adult", "A-DM", "child", "C-TB")
    assert made.provenance.stated_by == "T. Craven"
    assert made.provenance.observed_to == date(2026, 11, 3)
    assert made.provenance.grade.ungraded
    assert made.provenance.nature == "assessment"
    assert made.text == "gives lifts"
    assert not made.both_ways
    assert not made.provisional


def test_the_day_it_was_seen_goes_before_the_day_it_was_said() -> None:
    seen = date(2026, 10, 3)
    made = tie_to_promote(said("C-TB", "friend", "C-NC"), State(), SNAPSHOT, agency="hub", stated_by="x", seen_on=seen)
    assert (made.provenance.observed_from, made.provenance.observed_to) == (seen, seen)
    assert made.both_ways
    lasting = tie_to_promote(said("C-TB", "sibling", "C-NC"), State(), SNAPSHOT, agency="hub", stated_by="x")
    assert lasting.provenance.observed_to is None  # kinship and a household go on


def test_somebody_said_to_be_somebody_else_stands_for_them() -> None:
    state = State(members={"C-RT": Member("C-RT", "", SIGNED)}, same={"D-9": "C-RT"})
    tie = said("A-DM", "exploits", "D-9")
    assert waits_for(tie, state, SNAPSHOT) == ()
    assert tie_to_promote(tie, state, SNAPSHOT, agency="hub", stated_by="x").to_id == "C-RT"


@pytest.mark.parametrize(
    ("tie", "says"),
    [
        (said("D-9", "grooms", "C-TB"), "Say first who everybody"),
        (said("C-NC", "grooms", "C-TB"), "is not said of child and child"),
    ],
)
def test_what_is_not_ready_says_what_to_do_and_that_nothing_was_recorded(tie: SaidTie, says: str) -> None:
    with pytest.raises(NotReady, match=says) as refusal:
        tie_to_promote(tie, State(), SNAPSHOT, agency="hub", stated_by="x")
    assert "Nothing was recorded." in str(refusal.value)


def test_two_ends_that_are_one_person_now_are_no_tie() -> None:
    state = State(members={"C-TB": Member("C-TB", "", SIGNED)}, same={"D-9": "C-TB"})
    with pytest.raises(NotReady, match="one person now"):
        tie_to_promote(said("C-TB", "friend", "D-9"), state, SNAPSHOT, agency="hub", stated_by="x")


def test_a_person_is_made_with_an_id_that_is_always_the_same() -> None:
    biz = SaidPerson("D-1", "adult", "Biz", None, False, "R. Osei", "police", "", SIGNED)
    made = person_to_promote(biz, born=date(1998, 2, 1))
    assert made.properties == {"name": "Biz", "identified": False, "date_of_birth": date(1998, 2, 1)}
    assert made == person_to_promote(biz, born=date(1998, 2, 1))
    child = person_to_promote(replace(biz, kind="child"))
    assert child.properties == {"name": "Biz"}

"""Groups of concern beside the groups that are found: known by their members, late when late, changes told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph.answers import Closed, Raised
from mapping.network.groups import GroupSettings, groups
from mapping.network.raised import changed, lasting_name, likeness, moment, raised_as, stands
from mapping.words import Naming
from tests.network.scene import full

AT = datetime(2026, 11, 2, 14, 10).astimezone().astimezone(UTC)  # ten past two by the clock of this machine
SNAPSHOT = full().snapshot()


def concern(*members: str, place: int = 1, **values: object) -> Raised:
    made = Raised("c1", "Found group", members, "Carried together.", "", "", "R. Osei", "manager", "Ottermere",
                  "governance", AT, AT + timedelta(hours=24), place)  # fmt: skip
    return replace(made, **values)  # type: ignore[arg-type]


def closed(state: str) -> Closed:
    return Closed(state, "A. Brennan", "analyst", AT + timedelta(hours=2), "Strategy meeting on Friday.")


def test_a_group_is_known_by_half_of_all_its_members() -> None:
    held = [concern("T1", "P", "Q")]
    assert raised_as(("T1", "P", "Q"), held) == held[0]
    assert raised_as(("T1", "P", "R"), held) == held[0], "2 of 4 is half"
    assert raised_as(("T1", "R", "D"), held) is None
    assert raised_as((), held) is None
    assert raised_as(("R", "D"), [replace(held[0], group="G1")], "G1") is not None, "a named group by its id"


def test_waiting_comes_before_answered_and_withdrawn_does_not_count() -> None:
    open_, answered = concern("T1", "P", "Q"), concern("T1", "P", place=9, closed=closed("answered"))
    gone = concern("T1", "P", place=10, closed=closed("withdrawn"))
    assert raised_as(("T1", "P"), [gone, answered, open_]) == open_
    assert raised_as(("T1", "P"), [gone, answered]) == answered
    assert raised_as(("T1", "P"), [gone]) is None


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_likeness_is_jaccards(one: set[str], two: set[str]) -> None:
    found = likeness(one, two)
    assert found == likeness(two, one)
    assert (found == 1.0) == (bool(one) and one == two)
    assert (found == 0.0) == (not one & two)


def test_it_says_who_raised_it_by_when_it_goes_to_the_hub_and_when_it_is_late() -> None:
    said = stands(concern("P", "D"), SNAPSHOT, AT + timedelta(hours=1), Naming.INITIALS)
    assert said.said == "Raised as a group of concern by R. Osei, 2 Nov 14:10; to reach the hub by 3 Nov 14:10."
    assert (said.late, said.members) == ("", "P.K., 12; D.M., 36")
    late = stands(concern("P", "D"), SNAPSHOT, AT + timedelta(hours=25))
    assert late.late == "Late: it was to reach the hub by 3 Nov 14:10, and no answer is recorded."
    answered = stands(concern("P", "D", closed=closed("answered")), SNAPSHOT, AT + timedelta(days=9))
    assert answered.said == (
        "Raised as a group of concern by R. Osei, 2 Nov 14:10. Answered by A. Brennan, 2 Nov 16:10: "
        "“Strategy meeting on Friday.”"
    )
    assert answered.late == ""
    assert moment(AT, SNAPSHOT.as_of) == "2 Nov 14:10"


def test_who_has_come_in_and_gone_since_is_said() -> None:
    held = concern("T1", "P", "Q")
    assert changed(held, ("Q", "P", "T1"), SNAPSHOT) == ""
    assert changed(held, ("T1", "P", "R"), SNAPSHOT, Naming.INITIALS) == (
        "It was raised with 3 people: L.O. is here now and was not then; C.M. was there then and is not here."
    )


def test_the_number_of_a_computation_is_no_name() -> None:
    for group in groups(SNAPSHOT, GroupSettings(runs=5)).found:
        assert group.name.startswith("Found group 1")
        assert lasting_name(group).startswith("Found group around ")
        assert lasting_name(replace(group, name="Found group 7")) == f"Found group of {len(group.members)} people"

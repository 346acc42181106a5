"""Adults of concern: every column as a fact, children counted once, nobody under 18 or of unknown age, rank ranges."""

from __future__ import annotations

from datetime import date

import pytest

from mapping.adult_columns import COLUMNS, Order
from mapping.network.adults import AdultSettings, adults, ordinal
from mapping.network.adults.rows import Adult
from mapping.words import Naming
from tests.make import Maker
from tests.network.scene import ONGOING, known, missing

UNGRADED = {"source_grade": None, "information_grade": None}


def on(*day: int) -> dict[str, date]:
    """Observed and recorded on one day."""
    when = date(*day)
    return {"observed_from": when, "observed_to": when, "recorded_on": when}


def listed(made: Maker, **settings: object) -> dict[str, Adult]:
    return {row.id: row for row in adults(made.snapshot(), AdultSettings(**settings)).rows}  # type: ignore[arg-type]


# The columns ----------------------------------------------------------------------------------------------------------


def test_children_are_counted_and_not_records() -> None:
    made = known()
    for number in range(34):
        made.tie("D", "seen_with", "P", **on(2026, 1, 1 + number % 28))
    made.tie("D", "grooms", "T1")
    row = listed(made)["D"]
    assert (row.children, row.open, row.harmed) == (2, 1, 1)
    assert [(one.id, one.how, one.standing) for one in row.contacts] == [
        ("P", "seen with", ""),
        ("T1", "harm alleged", "open to the hub, recorded as harmed"),
    ]


def test_many_records_of_one_child_do_not_stand_before_two_children() -> None:
    made = known()
    made.adult("E", "Ed Quay")
    for number in range(34):
        made.tie("D", "grooms", "P", **on(2026, 1, 1 + number % 28))
    made.tie("E", "grooms", "P")
    made.tie("E", "grooms", "Q")
    assert list(listed(made, order=Order.CHILDREN)) == ["E", "D"]
    assert listed(made, order=Order.CHILDREN)["E"].rank.text == "1st of 2; not here without police records"


def test_a_child_is_one_on_the_day_of_the_contact() -> None:
    made = known()
    for child, born in (("Y", date(2008, 6, 2)), ("Z", date(2008, 6, 1))):
        made.child(child, born=born)
        made.tie("D", "seen_with", child, **on(2026, 6, 1))
    made.adult("M", "Mo Reed", born=date(2010, 1, 1))  # recorded as an adult, by the date of birth a child
    made.tie("D", "in_contact", "M")
    assert [one.id for one in listed(made)["D"].contacts] == ["Y", "M"]


def test_new_is_what_nothing_observed_or_recorded_before_the_window_ties() -> None:
    made = known()
    made.tie("D", "seen_with", "T1", **on(2025, 3, 1))
    made.tie("D", "seen_with", "T1", **on(2026, 9, 1))
    made.tie("D", "seen_with", "T2", **(on(2026, 9, 2) | {"recorded_on": date(2025, 3, 2)}))
    made.tie("D", "seen_with", "P", **on(2026, 9, 3))
    row = listed(made)["D"]
    assert (row.children, row.new) == (3, 1)
    assert {one.id: one.new for one in row.contacts} == {"T1": False, "T2": False, "P": True}
    assert listed(made, window_days=730)["D"].new == 3


def test_younger_is_below_the_middle_age_of_the_children_before() -> None:
    made = Maker()
    made.adult("D")
    made.role("D", "suspected", **ONGOING)
    born = {"A": 2009, "B": 2011, "C": 2012, "N": 2014, "O": 2010, "E": 2012, "U": None}
    days = {
        "A": (2025, 1, 5),
        "B": (2025, 2, 5),
        "C": (2026, 2, 5),
        "N": (2026, 4, 5),
        "O": (2026, 5, 5),
        "E": (2026, 5, 6),
        "U": (2026, 6, 5),
    }
    for child, year in born.items():
        made.child(child, born=date(year, 1, 1) if year else None)
        made.tie("D", "seen_with", child, **on(*days[child]))
    for child in "AB":
        made.tie("D", "knows", child, **on(2026, 7, 1))
    row = listed(made)["D"]
    assert (row.children, row.new, row.new_younger) == (7, 5, 2)
    told = {one.id: one.text for one in row.contacts}
    assert told == {
        "A": "Known before the window",
        "B": "Known before the window",
        "C": "New and younger: 14 at first contact; the children before were 15 in the middle",
        "N": "New and younger: 12 at first contact; the children before were 14 in the middle",
        "O": "New, not younger: 16 at first contact; the children before were 14 in the middle",
        "E": "New, not younger: 14 at first contact; the children before were 14 in the middle",
        "U": "New; age not recorded, so not compared",
    }


def test_with_nobody_before_nobody_is_younger() -> None:
    made = known()
    made.tie("D", "seen_with", "P", **on(2026, 9, 3))
    row = listed(made)["D"]
    assert (row.new, row.new_younger) == (1, 0)
    assert "nobody of known age before" in row.contacts[0].text


def test_agencies_are_those_that_report_a_contact() -> None:
    made = known()
    for agency in ("police", "police", "school", "hub"):
        made.tie("D", "seen_with", "P", agency=agency)
    made.tie("D", "goes_to", made.place("L"), agency="health")
    assert listed(made)["D"].agencies == 3
    assert listed(made)["D"].told_by == ("Hub", "Police", "School")


def test_contact_at_one_event_counts_on_its_day_and_a_witness_is_kept_apart() -> None:
    made = known()
    event = made.entity("event", "E", subkind="sighting", started_on=date(2026, 9, 9))
    interview = made.entity("event", "I", subkind="interview", started_on=date(2026, 9, 9))
    made.tie("D", "present_at", event)
    made.tie("D", "present_at", interview)
    made.tie("P", "present_at", event, agency="school")
    made.tie("Q", "present_at", interview)
    made.adult("W", "Wanda Ash")
    made.role("W", "suspected", **ONGOING)
    made.tie("W", "witness_of", event)
    rows = listed(made)
    assert [(one.id, one.last, one.how) for one in rows["D"].contacts] == [("P", date(2026, 9, 9), "sighting")]
    assert rows["D"].agencies == 2
    assert rows["W"].children == 0


def test_family_and_work_count_only_where_harm_is_alleged() -> None:
    made = known()
    made.adult("F", "Fay Oak")
    made.role("F", "suspected", **ONGOING)
    made.tie("F", "parent", "R", **ONGOING)
    made.tie("F", "seen_with", "R")
    made.tie("F", "household", "Q", **ONGOING)
    made.tie("F", "harms", "Q")
    made.adult("W", "Wanda Ash")
    made.role("W", "suspected", **ONGOING)
    made.role("W", "professional", **ONGOING)
    made.tie("W", "seen_with", "P")
    made.tie("W", "works_with", "Q")
    made.tie("W", "grooms", "T1")
    rows = listed(made)
    assert [one.id for one in rows["F"].contacts] == ["Q"]
    assert rows["F"].not_counted[0].startswith("1 child of the same family or home")
    assert [one.id for one in rows["W"].contacts] == ["T1"]
    assert any("work or care" in line for line in rows["W"].not_counted)
    assert any("working with children" in line for line in rows["W"].not_counted)


def test_kin_are_never_new() -> None:
    made = known()
    made.tie("D", "relative", "R", observed_from=None, observed_to=None, recorded_on=date(2026, 9, 1))
    made.tie("D", "harms", "R")
    row = listed(made)["D"]
    assert (row.children, row.new, row.contacts[0].first) == (1, 0, None)


def test_places_are_where_children_came_to_harm_or_missing_ones_were_found() -> None:
    made = known()
    park, cafe, quiet, home = (
        made.place("L1", "Weir Park"),
        made.place("L2", "Kestrel"),
        made.place("L3"),
        made.place("L4"),
    )
    for child in ("P", "Q"):
        made.tie(child, "harms_at", park)
    made.tie("P", "harms_at", quiet)
    missing(made, "Q", "M1", cafe)
    missing(made, "R", "M2", home)
    made.tie("R", "lives_at", home, **ONGOING)
    event = made.entity("event", "E", subkind="stop", started_on=date(2026, 9, 9))
    made.tie("D", "present_at", event)
    made.tie(event, "happened_at", park)
    made.tie("D", "linked_to", cafe)
    for place in (quiet, home):
        made.tie("D", "goes_to", place)
    row = listed(made)["D"]
    assert row.places == 2
    assert [one.text for one in row.overlaps] == [
        "Weir Park: two children came to harm there; Denholm Marrick is recorded there at one event.",
        "Kestrel: one missing child was found there; Denholm Marrick is linked to it.",
    ]
    assert listed(made, hotspots=("L3",))["D"].places == 2  # the given hotspot and where a missing child was found


def test_shared_things_and_addresses_name_with_whom_and_leave_family_out() -> None:
    made = known()
    phone = made.entity("thing", "T", "07700900123", subkind="phone")
    car = made.entity("thing", "V", "AB12", subkind="vehicle")
    flat = made.place("L", "4 Weir Wharf", "address")
    made.adult("M", "Mo Marrick")
    for who, kind, what in (("D", "uses", phone), ("T1", "uses", phone), ("D", "uses", car), ("M", "uses", car)):
        made.tie(who, kind, what)
    made.tie("D", "lives_at", flat, **ONGOING)
    made.tie("P", "goes_to", flat)
    made.tie("M", "household", "D", **ONGOING)
    row = listed(made, naming=Naming.INITIALS)["D"]
    assert [one.text for one in row.shares] == [
        "4 Weir Wharf: shared with P.K.",
        "Phone ·123: shared with T.B., who is open to the hub.",
    ]
    assert listed(made)["D"].shares[1].name == "Phone 07700900123"


def test_actions_are_dated_and_none_recorded_is_said() -> None:
    made = known()
    assert listed(made)["D"].done == "none recorded"
    assert any("no warning, stop, arrest or charge is recorded" in line for line in listed(made)["D"].not_known)
    made.role("D", "warned", observed_from=date(2025, 2, 3), observed_to=date(2025, 8, 3))
    made.role("D", "charged", observed_from=date(2026, 9, 12), observed_to=None)
    for number, subkind in enumerate(("arrest", "stop", "stop")):
        event = made.entity("event", f"E{number}", subkind=subkind, started_on=date(2026, 9, 10 + number))
        made.tie("D", "present_at", event)
    row = listed(made)["D"]
    assert row.done == "charged 12 Sep 2026, CAWN 3 Feb 2025, 1 arrest, 2 police stops"
    assert row.actions == 5
    assert [one.text for one in row.actions_taken][1] == (
        "Served with a child abduction warning notice (CAWN): 3 Feb 2025, ended 3 Aug 2025 · Police"
    )


def test_suspected_charged_and_convicted_are_kept_apart() -> None:
    made = known()
    assert listed(made)["D"].standing == "suspected, not charged"
    made.role("D", "charged", **ONGOING)
    assert listed(made)["D"].standing == "charged, not convicted"
    made.role("D", "convicted", **ONGOING)
    assert listed(made)["D"].standing == "convicted"
    made.adult("E", "Ed Quay")
    made.tie("E", "grooms", "P")
    row = listed(made)["E"]
    assert row.standing == "named, not recorded as suspected"
    assert row.alleged[0].text == "It is suspected, not established, that Ed Quay grooms Pia Kest."
    assert any("nobody is charged or convicted" in line for line in row.not_known)


def test_a_suspicion_that_ended_is_said_and_a_conviction_stays() -> None:
    made = Maker()
    for adult, role in (("E", "suspected"), ("C", "convicted")):
        made.adult(adult, f"{adult} Ash")
        made.role(adult, role, observed_from=date(2026, 1, 1), observed_to=date(2026, 3, 3))
    rows = listed(made)
    assert rows["E"].standing == "no longer recorded as suspected, since 3 Mar 2026"
    assert rows["C"].standing == "convicted"


def test_records_that_begin_with_the_window_cannot_tell_who_is_new() -> None:
    made = known()
    made.tie("D", "grooms", "P", **on(2025, 12, 1))
    assert any("may only be new here" in line for line in adults(made.snapshot()).method.lines)
    made.tie("P", "friend", "Q", **on(2024, 12, 1))
    assert "The records reach back to 1 Dec 2024." in adults(made.snapshot()).method.lines


def test_every_sentence_carries_source_grade_and_day() -> None:
    made = known()
    made.tie("D", "grooms", "P")
    made.tie("D", "supplies", "T1", nature="fact", **UNGRADED)
    row = listed(made, naming=Naming.INITIALS)["D"]
    assert {one.text: tuple(chip.text for chip in one.records) for one in row.alleged} == {
        "It is suspected, not established, that D.M. grooms P.K.": ("Police · 2 B P · 20 Oct",),
        "Recorded as fact by police: D.M. gives drugs or alcohol to T.B., who is open to the hub.": (
            "Police · ungraded · 20 Oct",
        ),
        "D.M. is recorded as suspected, not charged.": ("Police · 2 B P · 1 Oct",),
    }
    assert set(row.evidence) == {"t1", "t2", "r4"}


def test_suspected_false_restricted_and_future_records_count_for_nothing() -> None:
    made = known()
    made.tie("D", "grooms", "P", information_grade="E")
    made.tie("D", "grooms", "Q", handling="C")
    made.tie("D", "grooms", "R", **on(2027, 1, 1))
    made.role("D", "convicted", handling="C", **ONGOING)
    made.role("D", "charged", observed_from=date(2027, 1, 1), observed_to=None)
    row = listed(made)["D"]
    assert (row.children, row.standing, row.actions) == (0, "suspected, not charged", 0)


# Order and rank ranges ------------------------------------------------------------------------------------------------


def three() -> Maker:
    """A with three children by police; B with two, of school too; C with one, of police alone."""
    made = known()
    made.roles = [row for row in made.roles if row["person_id"] != "D"]
    for adult, name in (("A", "Abe Ash"), ("B", "Bea Birch"), ("C", "Cy Cedar")):
        made.adult(adult, name)
    for adult, child, agency in (
        ("A", "P", "police"), ("A", "Q", "police"), ("A", "R", "school"),
        ("B", "P", "school"), ("B", "Q", "hub"),
        ("C", "P", "police"),
    ):  # fmt: skip
        made.tie(adult, "grooms", child, agency=agency)
    return made


def test_rank_ranges_leave_each_source_out() -> None:
    rows = listed(three(), order=Order.CHILDREN)
    assert list(rows) == ["A", "B", "C"]
    # Without police A has one child and B two; without the school B has one and shares its place with C.
    assert rows["A"].rank.text == "1st to 2nd of 3"
    assert rows["B"].rank.text == "1st to 2nd of 3"
    assert rows["C"].rank.text == "2nd to 3rd of 3; not here without police records"
    assert rows["C"].rank.not_without == ("police",)


def test_leaving_out_a_source_is_as_if_it_had_said_nothing() -> None:
    found = adults(three().snapshot(), AdultSettings(order=Order.CHILDREN, left_out_agencies=("police",)))
    assert [(row.id, row.children) for row in found.rows] == [("B", 2), ("A", 1)]
    assert [row.rank.text for row in found.rows] == ["1st of 2", "1st to 2nd of 2; not here without school records"]
    assert "Without police records." in found.method.lines


@pytest.mark.parametrize("order", list(Order))
def test_every_column_orders_in_its_one_direction(order: Order) -> None:
    made = three()
    made.role("B", "warned", observed_from=date(2026, 3, 1), observed_to=None)
    made.role("C", "suspected", **ONGOING)
    found = adults(made.snapshot(), AdultSettings(order=order))
    assert found.order_words.startswith(COLUMNS[order].title)
    here = [row.rank.here for row in found.rows]
    assert here == sorted(here)
    if order in (Order.ACTIONS, Order.STANDING, Order.NEWEST):
        return
    values = [getattr(row, order.value) for row in found.rows]
    assert values == sorted(values, reverse=True)


def test_nothing_recorded_first_in_the_order_of_what_was_done() -> None:
    made = three()
    made.role("A", "warned", observed_from=date(2026, 3, 1), observed_to=None)
    made.role("B", "warned", observed_from=date(2024, 3, 1), observed_to=None)
    assert list(listed(made, order=Order.ACTIONS)) == ["C", "B", "A"]


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112, 1003)] == (
        "1st 2nd 3rd 4th 11th 12th 13th 21st 112th 1,003rd".split()
    )

"""What a context tells: children and not records, harm and safety, and never an adult of concern who is a child."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.contexts import Context, ContextSettings, NoContext, context, read, register
from mapping.places.ground import ground
from mapping.places.hotspots import HotspotSettings, hotspots
from mapping.plain import plain
from mapping.words import Naming
from tests.contexts.scene import GROUP, HOME, SCHOOL, SMALL, STATION, ago, child, counts, harmed, texts, town
from tests.places.town import Town, busy

OPEN = ContextSettings(panel=False, naming=Naming.FULL)
PANEL = ContextSettings()


def told(made: Town, id: str = STATION, asked: ContextSettings = OPEN) -> Context:
    snapshot = made.snapshot()
    return context(snapshot, id, asked, ground(snapshot))


def test_children_are_counted_and_not_records() -> None:
    made = town()
    for number in range(7):
        harmed(made, f"E{number}", child(made, "C1"), days_ago=number)
    harmed(made, "E8", child(made, "C2"), days_ago=10)
    harmed(made, "E9", child(made, "C3"), days_ago=250)
    found = told(made).happened
    assert (found.children.count, found.before.count, found.events.count) == (2, 1, 8)
    assert found.largest == "7 of 8 records"
    assert found.last == ago(0)


def test_two_agencies_that_say_one_thing_are_one_event() -> None:
    made = town()
    harmed(made, "E1", child(made, "C1"))
    made.tie("C1", "harmed_in", "E1", agency="school")
    found = told(made)
    assert (found.happened.events.count, found.whom.rows[0].records) == (1, 1)
    assert len(found.happened.evidence) == 3


def test_kinds_of_harm_stand_beside_as_many_days_before() -> None:
    made = town()
    harmed(made, "E1", child(made, "C1"))
    harmed(made, "E2", child(made, "C1"), harm_type=None)
    made.event("M1", child(made, "C2"), STATION, 20)
    made.event("M2", child(made, "C2"), STATION, 200)
    made.tie(child(made, "C3"), "harms_at", STATION, observed_to=ago(3))
    found = told(made).happened
    rows = {row.label: (row.now.count, row.before.count) for row in found.kinds}
    assert rows == {
        "Kind of harm not recorded": (1, 0),
        "Serious violence": (1, 0),
        "Missing": (1, 1),
        "Harm stated, no event recorded": (1, 0),
    }
    assert found.kinds[0].label == "Kind of harm not recorded"
    assert found.episodes.count == 1
    assert all(row.evidence for row in found.kinds)


def test_a_return_home_is_no_harm_there() -> None:
    made = town()
    made.tie(child(made, "C1"), "lives_at", HOME)
    made.event("M1", "C1", HOME, 4)
    made.event("M2", child(made, "C2"), HOME, 4)
    found = told(made, HOME)
    assert (found.happened.children.count, found.happened.at_home.count) == (1, 1)
    assert any("returned here from missing because they live here" in line for line in found.not_known)


def test_a_place_that_is_not_on_the_map_still_counts_its_children() -> None:
    made = town()
    made.place("L-NOWHERE", "Old depot", "street")
    harmed(made, "E1", child(made, "C1"), "L-NOWHERE")
    found = told(made, "L-NOWHERE")
    assert found.happened.children.count == 1
    assert found.safety.near_said == "What is near is not known: the place has no coordinates."


def test_the_figures_are_those_of_the_places_page() -> None:
    made = busy(extra=12)
    snapshot = made.snapshot()
    found = hotspots(snapshot, HotspotSettings(days=60, replicas=19))
    reading = read(snapshot, ContextSettings(60, panel=False))
    for row in found.places:
        one = context(snapshot, row.id, reading=reading).happened
        assert (one.children.count, one.largest) == (row.children, f"{row.largest} of {row.records} record"
                                                     + ("" if row.records == 1 else "s"))  # fmt: skip


def test_an_event_without_a_day_is_in_no_window_and_said() -> None:
    made = town()
    harmed(made, "E1", child(made, "C1"))
    made.entities[-1] |= {"started_on": None, "started_month": "2026-09"}
    found = told(made)
    assert (found.happened.children.count, found.happened.undated.count) == (0, 1)
    assert {one.label: one.told.count for one in found.happened.months}["2026-09"] == 1, "its month is known"
    assert any("events without a day" in line for line in found.not_known)


def test_what_is_suspected_false_or_restricted_does_not_count() -> None:
    made = town()
    harmed(made, "E1", child(made, "C1"), information_grade="E")
    harmed(made, "E2", child(made, "C2"), handling="C")
    assert told(made).happened.children.count == 0


def test_children_alleged_to_harm_are_children_and_adults_of_concern_are_adults() -> None:
    made = town()
    harmed(made, "E1", child(made, "C1"))
    made.tie("C1", "alleged_in", "E1")
    made.tie(made.adult("A-GROWN", "Dean Marsh"), "alleged_in", "E1")
    made.tie(made.adult("A-YOUNG", "Cal Reed", born=date(2010, 1, 1)), "alleged_in", "E1")
    made.tie(made.adult("A-UNKNOWN", "Vic Shaw", born=None), "alleged_in", "E1")
    made.tie(made.adult("A-UNGRADED", "Lee Holt"), "alleged_in", "E1", source_grade=None, information_grade=None)
    found = told(made)
    assert [one.id for one in found.adults] == ["A-GROWN"]
    assert found.adults[0].why == ("Alleged to have caused harm in 1 event here.",)
    both = {row.id: row.both for row in found.whom.rows}
    assert both == {"C1": True, "A-YOUNG": True}


def test_an_adult_is_tied_to_a_place_by_running_or_visiting_it() -> None:
    made = town()
    made.adult("A-1", "Dean Marsh")
    made.role("A-1", "suspected")
    made.tie("A-1", "linked_to", STATION)
    made.tie("A-1", "goes_to", STATION, agency="school")
    made.tie(made.adult("A-2", "Ann Shaw"), "linked_to", STATION)
    (one,) = told(made).adults
    assert one.heading == "Dean Marsh, 36"
    assert "Dean Marsh is linked to Ottermere Central." in one.why
    assert one.agencies == ("Police", "School")


def test_safety_is_told_with_what_is_near_in_metres() -> None:
    made = town()
    harmed(made, "E1", child(made, "C1"))
    harmed(made, "E2", child(made, "C2"))
    made.tie(made.adult("A-KEY", "Nia Pell"), "works_with", "C1")
    made.adult("A-BAD", "Dean Marsh")
    made.role("A-BAD", "suspected")
    made.tie("A-BAD", "protects", "C2")
    made.tie("C1", "safe_at", STATION)
    found = told(made).safety
    assert [(one.heading, one.children.count) for one in found.trusted] == [("Nia Pell", 1)]
    assert [part.told.count for part in found.held] == [1, 1]
    assert found.safe.count == 1
    assert found.guardianship == "Staff until 21:00"
    assert [(one.name, one.metres) for one in found.near] == [("Larchfield School", 0), ("Foldside youth bus", 500)]


def test_a_school_is_compared_with_like_and_its_pupils_here_and_elsewhere() -> None:
    made = town()
    for number in range(5):
        made.tie(child(made, f"P{number}"), "attends", SCHOOL, observed_to=None)
    made.tie(child(made, "GONE"), "attends", SCHOOL, observed_to=ago(3))
    harmed(made, "E1", "P0", SCHOOL, subkind="exclusion")
    harmed(made, "E2", "P0", STATION)
    harmed(made, "E3", "P1", STATION)
    harmed(made, "E4", "P2", None)
    found = told(made, SCHOOL)
    assert found.school is not None
    assert {part.label: part.told.count for part in found.school.where} == {
        "Harm, place not recorded": 1,
        "Harm at this school": 1,
        "Harm elsewhere only": 1,
        "No harm on record": 2,
    }
    assert (found.school.pupils.count, found.school.roll) == (5, 900)
    assert (found.school.excluded.count, found.school.exclusions.count) == (1, 1)
    assert "because it looks more" in found.school.notes[0]
    assert told(made).school is None


def test_a_group_says_who_named_whom_and_where_they_spend_time() -> None:
    made = town()
    for number in range(3):
        made.tie(child(made, f"C{number}"), "member_of", GROUP)
    made.tie("C0", "member_of", GROUP, agency="school")
    made.tie(made.adult("A-9", "Kit Rowe"), "member_of", GROUP, agency="hub")
    made.tie("C0", "goes_to", STATION)
    made.tie("C1", "goes_to", STATION)
    harmed(made, "E1", "C2", None)
    made.adult("A-1", "Dean Marsh")
    made.role("A-1", "suspected")
    made.tie("A-1", "grooms", "C0")
    found = told(made, GROUP)
    assert found.group is not None
    assert [(one.heading, one.child, one.named) for one in found.group.rows] == [
        ("Tamsin C0, 14", True, "named by 2 of 3 agencies: Police and School"),
        ("Tamsin C1, 14", True, "named by 1 of 3 agencies: Police"),
        ("Tamsin C2, 14", True, "named by 1 of 3 agencies: Police"),
        ("Kit Rowe, 36", False, "named by 1 of 3 agencies: Hub"),
    ]
    assert [(place.id, place.children.count) for place in found.group.places] == [(STATION, 2)]
    assert found.happened.children.count == 1
    assert found.adults == (), "tied to one of them only"
    made.tie("A-1", "seen_with", "C1")
    (one,) = told(made, GROUP).adults
    assert one.why == ("Alleged to have harmed 1 child of the group.", "Seen or in contact with 1 child of the group.")


def test_private_places_are_not_opened_on_a_panel_view() -> None:
    made = town()
    with pytest.raises(NoContext, match="children's home or an address"):
        told(made, HOME, PANEL)
    assert told(made, HOME).name == "Alderfold House"
    with pytest.raises(NoContext, match="no place, school or peer group"):
        told(made, "L-NONE")
    assert HOME not in {line.id for line in register(made.snapshot(), settings=PANEL).lines}


def test_a_panel_view_names_nobody_in_full_and_nobody_of_a_handful() -> None:
    made = town()
    for number in range(4):
        harmed(made, f"E{number}", child(made, f"C{number}"))
    found = told(made, asked=replace(PANEL, naming=Naming.FULL))
    assert found.whom.names == ()
    assert "not shown on a panel view" in found.whom.withheld
    harmed(made, "E5", child(made, "C5"))
    found = told(made, asked=replace(PANEL, naming=Naming.FULL))
    assert found.whom.names == ("T.C.",) * 5
    assert "Tamsin" not in str(plain(found))


AGES = st.sampled_from([None, date(2012, 5, 1), date(2009, 1, 1), date(1990, 5, 1)])
KINDS = st.sampled_from(["harmed_in", "went_missing", "alleged_in", "present_at", "harms_at"])


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """People of any age at a few places, doing and suffering anything; some in the group, some at the school."""
    made = town()
    for number in range(draw(st.integers(0, 12))):
        made.child(f"C{number}", f"Tamsin C{number}", draw(AGES))
    for number in range(draw(st.integers(0, 4))):
        made.adult(f"A{number}", f"Dean A{number}", draw(AGES))
        if draw(st.booleans()):
            made.role(f"A{number}", "suspected")
    people = [one["id"] for one in made.entities if one["kind"] in ("child", "adult")]
    places = [STATION, "L-NEAR", SCHOOL, HOME]
    for number in range(draw(st.integers(0, 30)) if people else 0):
        who, kind, place = draw(st.sampled_from(people)), draw(KINDS), draw(st.sampled_from(places))
        if kind == "harms_at" or who.startswith("A"):
            made.tie(who, "harms_at" if who.startswith("C") else "goes_to", place, observed_to=ago(draw(DAYS)))
            if who.startswith("A") and made.entities[-1]["kind"] == "event":
                made.tie(who, "alleged_in", made.entities[-1]["id"])
            continue
        made.event(f"E{number}", who, place, draw(DAYS), tie=kind)
    for who in draw(st.lists(st.sampled_from(people), unique=True)) if people else []:
        made.tie(who, "member_of", GROUP, agency=draw(st.sampled_from(["police", "school"])))
        if who.startswith("C"):
            made.tie(who, draw(st.sampled_from(["attends", "safe_at"])), SCHOOL, observed_to=None)
            made.tie(who, "goes_to", STATION)
    return made


DAYS = st.integers(0, 400)


@settings(max_examples=25, deadline=None)
@given(towns())
def test_on_a_panel_view_no_count_of_1_to_4_is_shown(made: Town) -> None:
    snapshot = made.snapshot()
    reading = read(snapshot, PANEL)
    for id in (STATION, SCHOOL, GROUP):
        found = context(snapshot, id, reading=reading)
        tables = (found.happened, found.whom, found.safety, found.school, found.group)
        for one in counts(tables):
            if one is found.happened.events or one is found.happened.episodes:
                continue  # of events, shown where the children are 5 or more
            assert one.count is None or not 0 < one.count < 5
        assert not [text for text in texts(found) if SMALL.search(text)]
        assert found.whom.rows == ()
        assert "Tamsin" not in str(plain(found))
    for line in register(snapshot, reading=reading).lines:
        assert all(one.count is None or not 0 < one.count < 5 for one in (line.children, line.before))


@settings(max_examples=60, deadline=None)
@given(towns())
def test_nobody_under_18_or_of_unknown_age_is_listed_as_an_adult_of_concern(made: Town) -> None:
    snapshot = made.snapshot()
    reading = read(snapshot, OPEN)
    born = {one["id"]: one.get("date_of_birth") for one in made.entities}
    for id in (STATION, SCHOOL, GROUP, HOME):
        found = context(snapshot, id, reading=reading)
        for one in found.adults:
            assert one.id.startswith("A")
            assert born[one.id] == date(1990, 5, 1)
        if found.group:
            assert {row.id for row in found.group.rows if not row.child} <= {
                id for id, day in born.items() if id.startswith("A") and day in (date(1990, 5, 1), None)
            }


def test_no_record_opens_that_tells_who_stands_behind_a_hidden_count() -> None:
    made = town()
    for number in range(7):
        harmed(made, f"E{number}", child(made, f"C{number}"))
    assert len(told(made, asked=PANEL).happened.evidence) == 14
    harmed(made, "E8", child(made, "C8"), harm_type="online_harm")
    found = told(made, asked=PANEL).happened
    assert [(row.label, row.now.said) for row in found.kinds] == [
        ("Online harm", "not shown"),
        ("Serious violence", "not shown"),
    ], "by name: an order by size would tell which of them is small"
    assert [row.label for row in told(made).happened.kinds] == ["Serious violence", "Online harm"]
    assert found.evidence == ()
    assert found.children.count == 8
    adult = made.adult("A-1", "Dean Marsh")
    made.role(adult, "suspected")
    for member in ("C0", "C1"):
        made.tie(member, "member_of", GROUP)
        made.tie(adult, "grooms", member)
    (one,) = told(made, GROUP, PANEL).adults
    assert (one.why, one.evidence) == (("Alleged to have harmed under 5 children of the group.",), ())
    assert len(told(made, GROUP).adults[0].evidence) == 2


def test_a_private_place_is_never_named_as_a_strength() -> None:
    made = town()
    made.tie(child(made, "C1"), "safe_at", HOME)
    assert HOME not in {one.id for one in told(made).safety.near}

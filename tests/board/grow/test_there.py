"""Who else was there: the same event, and missing at the same time; hours strong, days labelled weaker."""

from __future__ import annotations

from datetime import date

from mapping.board.grow import missing_together, who_else
from mapping.board.grow.there import BY_DAY, BY_HOUR
from tests.board.grow.scene import missing, scene, stood


def test_who_was_in_the_same_event_is_told_with_the_event() -> None:
    made = scene()
    made.entity("event", "E-1", "Fight", subkind="incident", started_on=date(2026, 10, 9))
    made.tie("C-TB", "present_at", "E-1")
    made.tie("C-RT", "harmed_in", "E-1", id="h")
    made.tie("E-1", "happened_at", "L-PARK")
    found = who_else(stood(made.snapshot()), ["C-TB"])
    assert [(one.id, one.through) for one in found.found] == [("C-RT", ("E-1",))]
    assert found.found[0].assertions == ("h",)
    assert {one.id for one in who_else(stood(made.snapshot()), ["L-PARK"]).found} == {"C-TB", "C-RT"}


def test_an_event_with_a_crowd_is_named_and_not_opened() -> None:
    made = scene()
    made.entity("event", "E-1", "Fair", subkind="incident", started_on=date(2026, 10, 9))
    made.tie("C-TB", "present_at", "E-1")
    for number in range(40):
        made.tie(f"C-S{number:02}", "present_at", "E-1")
    found = who_else(stood(made.snapshot()), ["C-TB"])
    assert found.total == 0
    assert any("Fair: 41 were there, not opened" in note for note in found.notes)


def test_missing_at_the_same_time_by_the_hour_and_by_the_day() -> None:
    made = scene()
    night = date(2026, 10, 3)
    missing(made, "C-TB", "E-1", "L-PARK", night, ("20:00", "06:00"))
    missing(made, "C-RT", "E-2", "L-PARK", night, ("22:00", "07:00"))
    missing(made, "C-PK", "E-3", "L-PARK", night)
    found = missing_together(stood(made.snapshot()), ["C-TB"], ["C-RT"])
    notes = {one.id: one.told[0].note for one in found.found}
    assert notes == {"C-RT": BY_HOUR, "C-PK": BY_DAY}
    first = next(one for one in found.found if one.id == "C-RT")
    assert first.told[0].sentence == (
        "Rosa Thornwick and Tamsin Brackley were missing at the same time, 3 Oct 2026 to 4 Oct 2026, "
        "and both came back from Linnet Park"
    )
    assert set(first.assertions) == {"w-E-1", "f-E-1", "w-E-2", "f-E-2"}
    assert first.on_board


def test_hours_that_do_not_overlap_and_a_common_home_say_nothing() -> None:
    made = scene()
    night = date(2026, 10, 3)
    missing(made, "C-TB", "E-1", "L-PARK", night, ("10:00", "06:00"))
    made.entities[-1]["ended_on"] = night
    made.entities[-1]["ended_at"] = "12:00"
    missing(made, "C-RT", "E-2", "L-PARK", night, ("22:00", "07:00"))
    assert missing_together(stood(made.snapshot()), ["C-TB"]).total == 0
    home = scene()
    home.tie("C-TB", "lives_at", "L-HOME", observed_to=None)
    missing(home, "C-TB", "E-1", "L-HOME", night)
    missing(home, "C-RT", "E-2", "L-HOME", night)
    found = missing_together(stood(home.snapshot()), ["C-TB"])
    assert found.total == 0
    assert found.notes == ("Nothing found is not the same as nothing there.",)


def test_what_a_record_calls_missing_with_is_there_too() -> None:
    made = scene()
    made.tie("C-TB", "missing_with", "C-PK", id="said")
    found = missing_together(stood(made.snapshot()), ["C-TB"])
    assert [one.assertions for one in found.found] == [("said",)]


def test_an_episode_suspected_false_is_not_overlapped() -> None:
    made = scene()
    missing(made, "C-TB", "E-1", "L-PARK", date(2026, 10, 3))
    missing(made, "C-RT", "E-2", "L-PARK", date(2026, 10, 3))
    made.ties[-2]["information_grade"] = "E"
    assert missing_together(stood(made.snapshot()), ["C-TB"]).total == 0

"""The missing of a month, counted by hand on a scene of six children."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.snapshot import Snapshot
from mapping.plain import plain
from mapping.trends import Missing, MissingSettings, Month, counted, missing
from mapping.words import Naming
from tests.make import TODAY, Maker
from tests.trends.scene import october, opened, went

OCTOBER = Month(2026, 10)


@pytest.fixture(scope="module")
def found() -> Missing:
    return missing(october().snapshot(), MissingSettings(OCTOBER))


def test_children_first_then_episodes_and_the_month_before(found: Missing) -> None:
    assert (found.children.count, found.episodes.count) == (6, 10)
    assert (found.previous_children.said, found.previous_episodes.said) == ("under 5", "not shown")
    assert found.away.count == 0  # C was away in September
    exact = missing(october().snapshot(), MissingSettings(OCTOBER, small=1))
    assert (exact.previous_children.count, exact.previous_episodes.count) == (2, 2)


def test_the_top_of_the_month_by_initials_with_the_months_before(found: Missing) -> None:
    assert [(row.heading, row.episodes) for row in found.top] == [
        ("A.A., 15", 4), ("B.B., 15", 2), ("C.C., 15", 1), ("D.D., 15", 1), ("E.E., 15", 1), ("F.F., 15", 1),
    ]  # fmt: skip
    second = found.top[1]
    assert second.before == (0, 0, 0, 0, 1)
    assert second.quarters == (0, 0, 0, 3)
    assert second.lived == "Children's home"
    assert found.top[2].lived == "Other placement"
    assert found.top[0].lived == "No care recorded"
    few = missing(october().snapshot(), MissingSettings(OCTOBER, top=2, naming=Naming.FULL))
    assert ([row.heading for row in few.top], few.total) == (["Ann Ash, 15", "Bo Birch, 15"], 6)


def test_repeats_and_whom_the_hub_never_knew(found: Missing) -> None:
    assert [(row.id, row.in_days) for row in found.repeated] == [("A", 4), ("B", 3)]
    assert found.repeats_never_open.said == "not recorded"  # nobody is recorded as open at all
    assert {row.open for row in found.repeated} == {"not recorded"}
    made = october()
    opened(made, "A", date(2026, 10, 31))
    exact = missing(made.snapshot(), MissingSettings(OCTOBER, small=1))
    assert (exact.repeats.count, exact.repeats_never_open.count) == (2, 1)
    assert [row.open for row in exact.repeated] == ["open to the hub", "never open to the hub"]
    shorter = missing(made.snapshot(), MissingSettings(OCTOBER, days=30))
    assert [row.id for row in shorter.repeated] == ["A"]
    often = missing(made.snapshot(), MissingSettings(OCTOBER, repeats=2))
    assert [row.id for row in often.repeated] == ["A", "B", "C"]


def test_missing_together_needs_one_end_place_that_is_nobodys_home(found: Missing) -> None:
    (pair,) = found.together
    assert (pair.ids, pair.times, pair.place) == (("A", "B"), 1, "Ottermere Central")
    assert found.top[0].together == ("B.B., 1 time",)
    made = october()
    made.tie("B", "lives_at", "P", observed_from=date(2026, 1, 1), observed_to=None)
    assert missing(made.snapshot(), MissingSettings(OCTOBER)).together == ()


def test_what_an_agency_says_of_the_same_night_is_not_a_second_time() -> None:
    made = october()
    night = {"observed_from": date(2026, 10, 3), "observed_to": date(2026, 10, 3)}  # the day they came back
    made.tie("A", "missing_with", "B", **night)
    made.tie("C", "missing_with", "D", **night)
    found = missing(made.snapshot(), MissingSettings(OCTOBER))
    assert [(pair.ids, pair.times, pair.how) for pair in found.together] == [
        (("A", "B"), 1, "overlapping hours, one end place; said by an agency"),
        (("C", "D"), 1, "said by an agency"),
    ]


def test_an_episode_is_of_a_child_on_the_day() -> None:
    made = Maker()
    made.child("A", born=date(2008, 10, 10))
    made.child("B", born=None)
    for day in (9, 15):
        went(made, "A", date(2026, 10, day))
    went(made, "B", date(2026, 10, 9))
    found = missing(made.snapshot(), MissingSettings(OCTOBER, small=1))
    assert (found.children.count, found.episodes.count) == (2, 2)
    assert [row.heading for row in found.top] == ["A., 18", "B., age not recorded"]


def test_interviews_of_the_month_with_unknown_first(found: Missing) -> None:
    asked = found.interviews
    assert [(part.key, part.count) for part in asked.states] == [
        ("unknown", 4), ("no", 1), ("unanswered", 1), ("declined", 1), ("not_held", 0), ("within", 1), ("late", 1),
    ]  # fmt: skip
    assert (asked.due, asked.waiting, asked.offered, asked.accepted, asked.within) == (9, 1, 4, 2, 1)
    few = missing(october().snapshot(), MissingSettings(OCTOBER, small=7))
    assert (few.interviews.due, few.interviews.states) == (None, ())


def test_thin_records_are_children_without_any_interview(found: Missing) -> None:
    assert [(one.id, one.episodes) for one in found.unheard] == [("C", 2), ("D", 1), ("E", 1), ("F", 1)]


def test_places_by_distinct_children_and_no_home_or_handful_on_a_panel() -> None:
    made = october()
    assert missing(made.snapshot(), MissingSettings(OCTOBER)).places == ()
    for child, day in zip("CDEF", (12, 13, 14, 15), strict=True):
        went(made, child, date(2026, 10, day), place="P")
        went(made, child, date(2026, 10, day + 4), place="H")
    went(made, "B", date(2026, 10, 27), place="H")
    found = missing(made.snapshot(), MissingSettings(OCTOBER))
    ((place),) = found.places
    assert (place.name, place.kind, place.children, place.episodes) == ("Ottermere Central", "Station", 6, 8)
    assert (found.places_hidden, found.places_private) == (0, 1)
    every = missing(made.snapshot(), MissingSettings(OCTOBER, small=1))
    assert {one.name for one in every.places} == {"Ottermere Central", "Larch House"}


def test_from_where_and_how_long_are_put_together_rather_than_not_shown(found: Missing) -> None:
    assert {part.count for part in found.lived} == {None}  # two of six: nothing can be shown
    exact = missing(october().snapshot(), MissingSettings(OCTOBER, small=1))
    assert [(part.key, part.count) for part in exact.lived] == [("", 0), ("residential", 1), ("placed", 1), ("home", 4)]
    assert [(part.key, part.count) for part in exact.lengths] == [
        ("", 1), ("6", 1), ("12", 7), ("24", 0), ("72", 0), ("more", 1),
    ]  # fmt: skip


def test_a_month_with_nothing_and_a_graph_with_nothing() -> None:
    quiet = missing(october().snapshot(), MissingSettings(Month(2026, 3)))
    assert (quiet.children.count, quiet.top, quiet.interviews.due) == (0, (), 0)
    nothing = missing(Snapshot.empty(TODAY), MissingSettings(OCTOBER))
    said = " ".join(nothing.not_recorded)
    assert "Return interviews: none recorded in the files loaded. That is not the same as none offered." in said
    assert "open to the hub: not recorded" in said


def test_the_month_that_runs_says_so() -> None:
    found = missing(october().snapshot(), MissingSettings(Month(2026, 11)))
    assert found.until == TODAY
    assert found.notes[0] == "November 2026 is not over: counted to 3 Nov 2026."


def test_it_is_plain_json(found: Missing) -> None:
    shown = plain(found)
    assert (shown["month"], shown["until"]) == ("2026-10", "2026-10-31")
    assert shown["children"] == {"count": 6, "said": "6"}


@st.composite
def years(draw: st.DrawFn) -> Maker:
    """Up to six children, missing any number of times in a year."""
    made = Maker()
    children = [made.child(f"C{number}") for number in range(draw(st.integers(1, 6)))]
    for _ in range(draw(st.integers(0, 14))):
        start = date(2025, 11, 1) + timedelta(days=draw(st.integers(0, 364)))
        went(made, draw(st.sampled_from(children)), start, days=draw(st.integers(0, 2)), back="23:30")
    return made


@settings(deadline=None, max_examples=25)
@given(years())
def test_months_part_the_year_and_saying_it_twice_changes_nothing(made: Maker) -> None:
    snapshot = made.snapshot()
    twice = replace(snapshot, ties=pa.concat_tables([snapshot.ties, _renamed(snapshot.ties)]))
    known = counted(snapshot)
    episodes = children = 0
    for month in OCTOBER.run(12):
        one, two = (missing(each, MissingSettings(month, small=1)) for each in (snapshot, twice))
        assert (one.children, one.episodes) == (two.children, two.episodes)
        assert [replace(row, evidence=()) for row in one.top] == [replace(row, evidence=()) for row in two.top]
        episodes += one.episodes.count or 0
        children += one.children.count or 0
        assert sum(part.count or 0 for part in one.lived) == one.children.count
        assert sum(part.count or 0 for part in one.interviews.states) == one.interviews.due
    year = known.missing(OCTOBER.back(11).first, OCTOBER.last)
    assert episodes == len(year)
    by_month = Counter((one.child, Month.of(one.start)) for one in year)
    assert children == len(by_month)


def _renamed(ties: pa.Table) -> pa.Table:
    names = pa.array([f"{name}-again" for name in ties["id"].to_pylist()], pa.string())
    return ties.set_column(ties.schema.get_field_index("id"), "id", names)


def test_a_month_without_a_day_breaks_no_episode_and_is_said() -> None:
    made = october()
    made.child("G", "Gus Gale")
    for number, child in enumerate("AG"):
        made.entity("event", f"M{number}", subkind="missing", started_month="2026-10")
        made.tie(child, "went_missing", f"M{number}", observed_from=date(2026, 10, 1), observed_to=date(2026, 10, 31))
    found = missing(made.snapshot(), MissingSettings(OCTOBER, small=1))
    assert (found.children.count, found.episodes.count, found.month_only.count) == (6, 10, 1)  # A is counted by day
    assert found.notes[0].startswith("Of 1 more child it is recorded that they were missing in October 2026")
    assert missing(made.snapshot(), MissingSettings(Month(2026, 9), small=1)).month_only.count == 0
    shown = missing(made.snapshot(), MissingSettings(OCTOBER))
    assert shown.notes[0].startswith("Of under 5 more children")

"""Episodes: one absence of one child, whoever reported it; where they lived, and how far the interview came."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.trends.episodes import HOME, PLACED, RESIDENTIAL, UNKNOWN, episodes
from tests.make import Maker
from tests.trends.scene import went

DAY = date(2026, 10, 10)


def test_two_agencies_on_one_event_are_one_episode() -> None:
    made = Maker()
    made.child("A")
    event = went(made, "A", DAY)
    made.tie("A", "went_missing", event, agency="social care")
    (one,) = episodes(made.snapshot())
    assert one.events == (event,)
    assert one.hours == 6
    assert len(one.evidence) == 2


@pytest.mark.parametrize(
    ("start", "at", "many"),
    [
        (DAY, "23:00", 1),  # while the first lasted
        (date(2026, 10, 11), "02:59", 1),
        (date(2026, 10, 11), "03:00", 2),  # when it was over
        (date(2026, 10, 11), None, 2),  # the day it ended, no hour: another one
        (DAY, None, 1),  # the day it began, no hour
        (date(2026, 10, 12), "21:00", 2),
    ],
)
def test_reports_that_overlap_are_one_absence(start: date, at: str | None, many: int) -> None:
    made = Maker()
    made.child("A")
    went(made, "A", DAY)
    went(made, "A", start, at=at, back=at and "20:00")
    assert len(episodes(made.snapshot())) == many


def test_overlapping_reports_keep_the_earliest_start_the_latest_end_and_every_place() -> None:
    made = Maker()
    made.child("A")
    made.place("P")
    made.place("Q")
    went(made, "A", DAY, at=None, back=None, place="P")
    went(made, "A", DAY, at="20:00", days=2, place="Q", offered="yes", accepted="no")
    (one,) = episodes(made.snapshot())
    assert (one.start_at, one.end, set(one.places)) == ("20:00", date(2026, 10, 12), {"P", "Q"})
    assert one.interview == "declined"


def test_two_children_of_one_event_have_an_episode_each_and_share_no_answer() -> None:
    made = Maker()
    made.child("A")
    made.child("B")
    event = went(made, "A", DAY, offered="yes", accepted="no")
    went(made, "B", DAY, event=event)
    one, two = episodes(made.snapshot())
    assert (one.child, one.interview) == ("A", "unknown")  # whose answer the event holds nobody can say
    assert (two.child, two.offered) == ("B", "")


@pytest.mark.parametrize(
    ("offered", "accepted", "held", "state"),
    [
        ("yes", "yes", date(2026, 10, 14), "within"),
        ("yes", "yes", date(2026, 10, 15), "late"),
        ("unknown", None, date(2026, 10, 12), "within"),  # held is held
        ("yes", "yes", None, "not_held"),
        ("yes", "no", None, "declined"),
        ("yes", "unknown", None, "unanswered"),
        ("yes", None, None, "unanswered"),
        ("no", None, None, "no"),
        ("unknown", None, None, "unknown"),
        (None, None, None, "unknown"),
    ],
)
def test_how_far_an_interview_came(offered: str | None, accepted: str | None, held: date | None, state: str) -> None:
    made = Maker()
    made.child("A")
    went(made, "A", DAY, offered=offered, accepted=accepted, held=held)
    (one,) = episodes(made.snapshot())
    assert one.interview == state


def test_an_interview_is_due_once_72_hours_are_over_or_it_was_held() -> None:
    made = Maker()
    made.child("A")
    went(made, "A", DAY)
    (one,) = episodes(made.snapshot())
    assert [one.due(date(2026, 10, day)) for day in (10, 11, 14, 15)] == [False, False, False, True]
    made = Maker()
    made.child("A")
    went(made, "A", DAY, days=-1)
    (still,) = episodes(made.snapshot())
    assert still.end is None
    assert not still.due(date(2026, 11, 3))
    assert still.hours is None


def test_where_a_child_lived_on_the_day() -> None:
    made = Maker()
    for child in "ABC":
        made.child(child)
        went(made, child, DAY)
    assert {one.lived for one in episodes(made.snapshot())} == {UNKNOWN}
    made.place("H", "Larch House", "childrens_home")
    made.role("A", "looked_after", observed_from=date(2026, 1, 1), observed_to=None)
    made.role("B", "looked_after", observed_from=date(2026, 1, 1), observed_to=date(2026, 10, 9))
    made.role("C", "looked_after", observed_from=DAY, observed_to=None)
    made.tie("C", "lives_at", "H", observed_from=DAY, observed_to=None)
    assert [one.lived for one in episodes(made.snapshot())] == [PLACED, HOME, RESIDENTIAL]


def test_what_is_suspected_false_restricted_or_in_the_future_is_no_episode() -> None:
    made = Maker()
    made.child("A")
    for number, columns in enumerate(({"information_grade": "E"}, {"handling": "C"})):
        made.entity("event", f"E{number}", subkind="missing", started_on=DAY, ended_on=DAY)
        made.tie("A", "went_missing", f"E{number}", **columns)
    went(made, "A", date(2026, 11, 4))
    assert episodes(made.snapshot()) == ()


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 28), st.integers(0, 3)), max_size=8))
def test_reporting_everything_twice_changes_no_episode(said: list[tuple[str, int, int]]) -> None:
    def made(times: int) -> list[tuple[str, date, date | None]]:
        scene = Maker()
        for child in "AB":
            scene.child(child)
        for _ in range(times):
            for child, day, days in said:
                went(scene, child, date(2026, 9, day), days=days, back="22:00")
        return [(one.child, one.start, one.end) for one in episodes(scene.snapshot())]

    assert made(1) == made(2)

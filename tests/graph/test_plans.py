"""Assessments of contexts and actions for them: what was said stays, and what stands is a fold of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data_schema import schema
from graph.access import Viewer
from graph.audit import AuditFailed, files, verify
from graph.desk import LONGEST
from graph.errors import KithError
from graph.failures import DecisionRefused, NotHeld
from graph.model import AHEAD, BACK
from graph.plans import LONGEST_HEADING, Plans
from graph.settings import Connection
from graph.snapshot import Withheld
from graph.store import Store
from tests.graph.planning import CLEARED, GROUP, HIDDEN, NASTY, PARK, SCHOOL, WEEK, desk, found, step, todo
from tests.graph.saying import BIZ, STATION, TAMSIN, TODAY, view


def audit(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in files(folder / "audit") for line in path.read_text().splitlines()]


def test_an_assessment_is_held_as_it_was_made(placed: Store) -> None:
    before, counted, start = placed.version(), placed.decided(), datetime.now(UTC)
    made = desk(placed).assess(found(harm=f"  {NASTY} ", owner="", resources=" ", review_on=None))
    assert view(placed).assessments() == [made]
    assert made.said == found(harm=NASTY, owner="", resources="", review_on=None)
    assert (made.by, made.role, made.hub, made.purpose) == ("R. Osei", "manager", "Ottermere", "MACE panel")
    assert (made.current, made.replaced_by, made.withdrawn, made.record) == (True, "", None, "")
    assert start - timedelta(milliseconds=1) <= made.at <= datetime.now(UTC)
    assert placed.version() == before, "what people say is not data: no snapshot is read anew for it"
    assert placed.decided() == counted + 1


def test_a_later_assessment_takes_the_place_and_the_earlier_one_stays(placed: Store) -> None:
    first = desk(placed).assess(found())
    school, group = desk(placed).assess(found(SCHOOL.id)), desk(placed).assess(found(GROUP.id))
    second = desk(placed).assess(found(weighting="less"))
    assert view(placed).assessments() == [second, group, school]
    assert view(placed).assessments(STATION.id) == [second]
    past = view(placed).assessments(STATION.id, past=True)
    assert past == [second, replace(first, current=False, replaced_by=second.id)]
    assert view(placed).assessments(PARK.id, past=True) == []


def test_an_assessment_is_withdrawn_with_a_reason_and_no_earlier_one_rises_again(placed: Store) -> None:
    first, second = (desk(placed).assess(found(weighting=code)) for code in ("most", "less"))
    gone = desk(placed, Viewer("A. Brennan")).withdraw_assessment(second.id, "Of the other station.")
    assert gone.withdrawn is not None
    assert (gone.withdrawn.state, gone.withdrawn.by, gone.withdrawn.text, gone.current) == (
        "withdrawn", "A. Brennan", "Of the other station.", False,
    )  # fmt: skip
    assert view(placed).assessments() == []
    assert [one.id for one in view(placed).assessments(past=True)] == [second.id, first.id]
    for id, words in ((second.id, "withdrawn already"), (first.id, "given way to a later one")):
        with pytest.raises(DecisionRefused, match=words):
            desk(placed).withdraw_assessment(id, "Again.")
    third = desk(placed).assess(found())
    assert view(placed).assessments() == [third]


def test_an_action_is_held_as_it_was_made(placed: Store) -> None:
    counted = placed.decided()
    made = desk(placed).act(todo(what=f" {NASTY}", owner=""))
    assert view(placed).actions() == [made]
    assert (made.context, made.what, made.aim, made.owner) == (STATION.id, NASTY, "Children can see.", "")
    assert (made.state, made.due_on, made.began_on, made.ended_on, made.outcome) == (
        "planned", date(2026, 11, 20), None, None, "",
    )  # fmt: skip
    assert (made.steps, made.by, made.open) == ((), "R. Osei", True)
    assert (made.overdue(date(2026, 11, 20)), made.overdue(date(2026, 11, 21))) == (False, True)
    assert placed.decided() == counted + 1


def test_an_action_stands_as_its_steps_left_it(placed: Store) -> None:
    made = desk(placed).act(todo())
    began = step(on=TODAY - WEEK, owner="Ward councillor", due_on=TODAY + WEEK)
    done = step("done", TODAY, words="Lit since Monday.", outcome="safer", owner="")
    under_way = desk(placed).step(made.id, began)
    assert (under_way.state, under_way.began_on, under_way.owner) == ("under_way", TODAY - WEEK, "Ward councillor")
    assert (under_way.due_on, under_way.open) == (TODAY + WEEK, True)
    ended = desk(placed, Viewer("A. Brennan", "analyst")).step(made.id, done)
    assert (ended.state, ended.ended_on, ended.outcome, ended.owner) == ("done", TODAY, "safer", "")
    assert (ended.began_on, ended.due_on, ended.open, ended.overdue(date(2027, 1, 1))) == (
        TODAY - WEEK, TODAY + WEEK, False, False,
    )  # fmt: skip
    assert [(one.step, one.by) for one in ended.steps] == [(began, "R. Osei"), (done, "A. Brennan")]
    assert view(placed).actions() == []
    assert view(placed).actions(STATION.id, past=True) == [ended]


def test_an_action_that_has_ended_is_opened_again_before_anything_else(placed: Store) -> None:
    made = desk(placed).act(todo(state="under_way", began_on=TODAY - 3 * WEEK))
    desk(placed).step(made.id, step("stopped", TODAY - WEEK, words="No money.", outcome="no_change"))
    for state in ("done", "stopped"):
        with pytest.raises(DecisionRefused, match=r"is stopped since 27/10/2026\. If there is more to say, open it"):
            desk(placed).step(made.id, step(state))
    with pytest.raises(DecisionRefused, match="cannot be opened again on 20/10/2026"):
        desk(placed).step(made.id, step(on=TODAY - 2 * WEEK))
    again = desk(placed).step(made.id, step(on=TODAY, words="Money found."))
    assert (again.state, again.ended_on, again.outcome, again.began_on) == ("under_way", None, "", TODAY - 3 * WEEK)
    assert len(again.steps) == 2
    # A mistaken end put right: the day may lie before the day it was opened again.
    assert desk(placed).step(made.id, step("done", TODAY - 2 * WEEK)).ended_on == TODAY - 2 * WEEK


def test_what_nobody_said_is_not_known_and_what_was_done_at_once_began_that_day(placed: Store) -> None:
    one, other = desk(placed).act(todo()), desk(placed).act(todo())
    done, stopped = (desk(placed).step(id, step(state)) for id, state in ((one.id, "done"), (other.id, "stopped")))
    assert (done.began_on, done.ended_on, done.outcome) == (TODAY, TODAY, "not_known")
    assert (stopped.began_on, stopped.ended_on, stopped.outcome) == (None, TODAY, "not_known")


NOT_ABOUT: list[tuple[str, str]] = [
    ("L-ABCDEFGHIJ", "Nothing is held under the Kith id"),
    (HIDDEN.id, "Nothing is held under the Kith id"),
    ("PL-012", "Nothing is held under the Kith id"),
    ("", "Nothing is held under the Kith id"),
    (TAMSIN.id, "is a child: assessments and actions are about places, schools and peer groups"),
    (BIZ.id, "is an adult: assessments and actions"),
]
NO_ASSESSMENT: list[tuple[dict[str, Any], str]] = [
    *(({"context": context}, words) for context, words in NOT_ABOUT),
    ({"harm": " \n"}, "say what harm happens here"),
    ({"harm": "x" * (LONGEST_HEADING + 1)}, "2001 characters; at most 2000"),
    ({"guardianship": "\u200b..."}, "needs a text"),
    ({"owner": "x" * 201}, "at most 200"),
    ({"weighting": "heavy"}, "'heavy' is not in the list"),
    ({"review_on": TODAY + AHEAD + WEEK}, "too far from today"),
    ({"review_on": date(1926, 12, 1)}, "too far from today"),
]
NO_ACTION: list[tuple[dict[str, Any], str]] = [
    *(({"context": context}, words) for context, words in NOT_ABOUT),
    ({"what": ""}, "say what is to be done"),
    ({"what": "x" * (LONGEST + 1)}, "501 characters; at most 500"),
    ({"aim": "x" * (LONGEST + 1)}, "at most 500"),
    ({"owner": "x" * 201}, "at most 200"),
    ({"state": "begun"}, "use one of planned, under_way, done, stopped"),
    ({"state": "done"}, "planned or under way: record it so"),
    ({"state": "planned", "began_on": TODAY}, "has not begun"),
    ({"state": "under_way", "began_on": TODAY + WEEK}, "has not come yet"),
    ({"state": "under_way", "began_on": TODAY - BACK - WEEK}, "too far from today"),
    ({"due_on": date(2126, 11, 3)}, "too far from today"),
]
NO_STEP: list[tuple[dict[str, Any], str]] = [
    ({"state": "x"}, "'x' is not in the list"),
    ({"outcome": "safer"}, "still open has no outcome yet"),
    ({"state": "planned", "outcome": "safer"}, "still open has no outcome yet"),
    ({"state": "done", "outcome": "great"}, "use one of safer, no_change, worse, not_known"),
    ({"words": " "}, "say what was done"),
    ({"words": "x" * (LONGEST + 1)}, "at most 500"),
    ({"on": TODAY + WEEK}, "has not come yet"),
    ({"on": date(1026, 1, 1)}, "too far from today"),
    ({"due_on": date(2126, 1, 1)}, "too far from today"),
    ({"owner": "x" * 201}, "at most 200"),
    ({"state": "done", "on": TODAY - 5 * WEEK}, "is before the beginning"),
]


def test_what_cannot_be_recorded_is_refused_in_words_and_nothing_is_written(placed: Store) -> None:
    standing = desk(placed).act(todo(state="under_way", began_on=TODAY - 4 * WEEK))
    counted = placed.decided()
    attempts: list[tuple[Callable[[], object], str]] = [
        *((lambda c=changes: desk(placed).assess(found(**c)), words) for changes, words in NO_ASSESSMENT),
        *((lambda c=changes: desk(placed).act(todo(**c)), words) for changes, words in NO_ACTION),
        *((lambda c=changes: desk(placed).step(standing.id, step(**c)), words) for changes, words in NO_STEP),
        (lambda: desk(placed).step("nothing", step()), "No action is held"),
        (lambda: desk(placed).withdraw_assessment("nothing", "Why not."), "No assessment is held"),
    ]
    for attempt, words in attempts:
        with pytest.raises(KithError, match=words) as caught:
            attempt()
        assert "Nothing was recorded." in str(caught.value)
        assert "SECRET" not in str(caught.value)
    assert view(placed).assessments(past=True) == []
    assert view(placed).actions(past=True) == [standing]
    assert placed.decided() == counted


def test_each_leaves_a_line_before_it_is_written_without_its_texts(placed: Store, tmp_path: Path) -> None:
    made = desk(placed).assess(found())
    desk(placed).withdraw_assessment(made.id, "Taken back.")
    acted = desk(placed).act(todo())
    desk(placed).step(acted.id, step())
    view(placed).assessments(STATION.id)
    view(placed).actions(past=True)
    lines = audit(tmp_path)
    assert [(line["action"], line["what"]) for line in lines] == [
        ("assessment", {"context": STATION.id, "weighting": "most"}),
        ("assessment withdrawn", {"assessment": made.id}),
        ("action", {"context": STATION.id, "state": "planned"}),
        ("action step", {"action": acted.id, "state": "under_way"}),
        ("assessments", {"context": STATION.id, "past": False}),
        ("actions", {"context": None, "past": True}),
    ]
    assert not any(text in json.dumps(lines) for text in ("vapes", "stairwell", "Taken", "ordered", "Rail", "lighting"))
    assert verify(tmp_path / "audit").whole


def test_what_cannot_be_noted_is_not_written(placed: Store, tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("a file where the folder should be")
    for attempt in (lambda: desk(placed).assess(found()), lambda: desk(placed).act(todo())):
        with pytest.raises(AuditFailed, match="Nothing was read or recorded"):
            attempt()
    (tmp_path / "audit").unlink()
    assert view(placed).assessments(past=True) == []
    assert view(placed).actions(past=True) == []


def test_nobody_reads_or_changes_what_is_about_a_context_they_may_not_see(placed: Store) -> None:
    assessed, acted = desk(placed, CLEARED).assess(found(HIDDEN.id)), desk(placed, CLEARED).act(todo(HIDDEN.id))
    assert view(placed, "C").assessments() == [assessed]
    assert view(placed, "C").actions() == [acted]
    for shown in (view(placed).assessments(past=True), view(placed).actions(HIDDEN.id)):
        assert (list(shown), shown.withheld) == ([], Withheld(restricted=1))
    for attempt in (
        lambda: desk(placed).withdraw_assessment(assessed.id, "Not mine."),
        lambda: desk(placed).step(acted.id, step()),
    ):
        with pytest.raises(NotHeld):
            attempt()


def test_two_at_once_leave_one_assessment_standing_and_no_step_lost(
    placed: Store, held: Connection, tmp_path: Path
) -> None:
    made = desk(placed).act(todo())

    def work(one: Plans) -> None:
        for turn in range(4):
            one.assess(found())
            one.step(made.id, step(words=f"{one.viewer.name} {turn}"))

    with Store(held, tmp_path, TODAY) as second, ThreadPoolExecutor(2) as both:
        list(both.map(work, [desk(one, Viewer(f"Worker {n}")) for n, one in enumerate((placed, second))]))
    past = view(placed).assessments(past=True)
    assert len({one.place for one in past}) == len(past) == 8
    assert [one.current for one in sorted(past, key=lambda one: one.place)] == [*[False] * 7, True]
    (acted,) = view(placed).actions()
    for name in ("Worker 0", "Worker 1"):
        assert [one.step.words for one in acted.steps if one.by == name] == [f"{name} {turn}" for turn in range(4)]


def test_only_one_of_two_who_end_an_action_at_once_ends_it(placed: Store, held: Connection, tmp_path: Path) -> None:
    made = desk(placed).act(todo())

    def end(one: Plans) -> str:
        try:
            return one.step(made.id, step("done")).state
        except DecisionRefused:
            return "refused"

    with Store(held, tmp_path, TODAY) as second, ThreadPoolExecutor(2) as both:
        ends = list(both.map(end, [desk(placed), desk(second)]))
    assert sorted(ends) == ["done", "refused"]
    assert len(view(placed).actions(past=True)[0].steps) == 1


def test_the_outcome_of_what_nobody_said_is_a_code_of_the_list() -> None:
    assert "not_known" in schema().codes["action_outcome"].codes

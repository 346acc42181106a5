"""Assessments and actions that an agency's records state, beside what people write: told apart, corrected, refused."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph.failures import DecisionRefused, StatementRefused
from graph.model import Action, Assessment, Stated, Statement, Step
from graph.store import Store
from tests.graph.planning import SCHOOL, WEEK, desk, found, step, todo
from tests.graph.saying import STATION, TAMSIN, TODAY, record, view


def stated(said: Assessment | Action, reached: Step | None = None, **values: Any) -> Stated:
    return replace(Stated(said, "contextual lead", "hub", date(2026, 10, 14), reached), **values)


def row(key: str, plan: Stated, digest: str = "1") -> Statement:
    return Statement(record(key, digest, source="actions", file="actions.csv"), plans=(plan,))


def test_what_a_record_states_is_held_beside_what_people_write_and_told_apart(placed: Store) -> None:
    version, counted = placed.version(), placed.decided()
    written = placed.writer().write(
        [row("assessments|1", stated(found())), row("actions|1", stated(todo(), agency="police", by="sergeant"))]
    )
    assert (written.loaded, placed.version() > version, placed.decided()) == (2, True, counted + 2)
    (assessed,), (acted,) = view(placed).assessments(), view(placed).actions()
    assert assessed.said == found()
    assert (assessed.by, assessed.role, assessed.hub, assessed.purpose, assessed.record) == (
        "contextual lead", "hub", "", "loaded: actions.csv", "assessments|1",
    )  # fmt: skip
    assert (acted.by, acted.role, acted.record) == ("sergeant", "police", "actions|1")
    assert acted.at == assessed.at == datetime(2026, 10, 14, tzinfo=UTC)
    assert (placed.health().counts["assessments"], placed.health().counts["actions"]) == (1, 1)
    again = placed.writer().write([row("assessments|1", stated(found())), row("actions|1", stated(todo()))])
    assert (again.unchanged, placed.decided()) == (2, counted + 2)


def test_a_corrected_record_goes_before_its_earlier_version_and_back_again(placed: Store) -> None:
    writer = placed.writer()
    for digest, owner in (("1", "Rail police"), ("2", "Licensing"), ("1", "Rail police")):
        writer.write([row("assessments|1", stated(found(owner=owner)), digest)])
        writer.write([row("actions|1", stated(todo(owner=owner)), digest)])
        assert [one.said.owner for one in view(placed).assessments()] == [owner]
        assert [one.owner for one in view(placed).actions()] == [owner]
    past = view(placed).assessments(past=True)
    assert [(one.said.owner, one.current) for one in past] == [
        ("Rail police", True), ("Licensing", False), ("Rail police", False),
    ]  # fmt: skip
    assert [one.replaced_by for one in past] == ["", past[0].id, past[1].id]
    assert len(view(placed).actions(past=True)) == 1


def test_a_withdrawn_assessment_of_a_record_stays_withdrawn_until_the_record_says_something_else(placed: Store) -> None:
    placed.writer().write([row("assessments|1", stated(found()))])
    (held,) = view(placed).assessments()
    gone = desk(placed).withdraw_assessment(held.id, "The wrong station.")
    placed.writer().write([row("assessments|1", stated(found()))])
    assert view(placed).assessments() == []
    placed.writer().write([row("assessments|1", stated(found(SCHOOL.id)), "2")])
    (now,) = view(placed).assessments()
    assert now.said.context == SCHOOL.id
    (before,) = view(placed).assessments(STATION.id, past=True)
    assert before == replace(gone, replaced_by=now.id)


def test_what_a_record_says_that_cannot_be_is_refused_whole(placed: Store) -> None:
    ended = Step("done", TODAY, "", "safer")
    for plan, words in (
        (stated(found(TAMSIN.id)), "no place, school or peer group"),
        (stated(found(weighting="heavy")), "'heavy' is no code of the list weighting"),
        (stated(todo(state="done")), "needs the day it ended"),
        (stated(todo(), ended), "the action is planned and its last step says done"),
        (stated(todo(), step("planned", outcome="safer")), "still open has no outcome"),
        (stated(todo(state="done"), replace(ended, outcome="great")), "'great' is no code"),
        (stated(todo("L-ABCDEFGHIJ")), "names location L-ABCDEFGHIJ, which the graph does not hold"),
    ):
        with pytest.raises(StatementRefused, match=words):
            placed.writer().write([row("actions|sound", stated(todo())), row("actions|bad", plan)])
    assert view(placed).actions(past=True) == []
    assert view(placed).assessments(past=True) == []


def test_steps_and_corrections_fold_as_they_are_told(placed: Store) -> None:
    """A long history on the real server is what a reader would work out from the lines by hand."""
    rng = random.Random(5)
    made = desk(placed).act(todo(state="under_way", began_on=TODAY - 30 * WEEK))
    state, owner, due, ended, told = "under_way", made.owner, made.due_on, None, 0
    for turn in range(25):
        on = TODAY - WEEK * rng.randrange(0, 12)
        taken = Step(rng.choice(["planned", "under_way", "done", "stopped"]), on, f"Turn {turn}.",
                     owner=rng.choice([None, "", "Parks"]), due_on=rng.choice([None, TODAY + WEEK]))  # fmt: skip
        opens = taken.state in {"planned", "under_way"}
        refused = ended is not None and (not opens or on < ended)
        if refused:
            with pytest.raises(DecisionRefused):
                desk(placed).step(made.id, taken)
            continue
        desk(placed).step(made.id, taken)
        state, ended, told = taken.state, None if opens else on, told + 1
        owner, due = owner if taken.owner is None else taken.owner, taken.due_on or due
    (held,) = view(placed).actions(past=True)
    assert (held.state, held.owner, held.due_on, held.ended_on, len(held.steps)) == (state, owner, due, ended, told)
    assert 5 < told < 25

"""The fold of a board's operations: total, of the places alone, and what was shown at every moment."""

from __future__ import annotations

import random
from typing import get_args

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.answers import Done
from mapping.board.log import State, fold, read
from mapping.board.log import operation as op
from mapping.board.model import GRADE_FLOORS
from tests.board.log.chance import ANNA, REY, Sheet, boards, done, hostile


@settings(max_examples=100, deadline=None)
@given(hostile())
def test_every_list_of_operations_has_a_state(held: list[Done]) -> None:
    state = fold(held)
    assert state.place == len(held)
    assert set(state.drawn) <= {*state.members, *state.people}
    assert all(state.stands(id) for id in state.drawn)
    assert not set(state.members) & set(state.people)
    assert all(note.texts for note in state.notes.values())
    assert not set(state.notes) & set(state.drawn)
    for id in (*state.members, *state.people, *state.same):
        assert state.one(state.one(id)) == state.one(id)
    for one in held:
        try:
            read(one.operation)
        except op.NotAnOperation:
            assert any(f"operation {one.place})" in said for said in state.not_read)


@settings(max_examples=100, deadline=None)
@given(boards(), st.randoms(use_true_random=False))
def test_the_order_in_which_operations_are_read_does_not_matter(held: list[Done], chance: random.Random) -> None:
    mixed = held + chance.sample(held, len(held) // 2)  # two readings that overlap
    chance.shuffle(mixed)
    assert fold(mixed) == fold(held)


@settings(max_examples=100, deadline=None)
@given(boards(), st.integers(0, 40))
def test_a_moment_is_what_was_shown_then(held: list[Done], place: int) -> None:
    assert fold(held, until=place) == fold(held[:place])


@settings(max_examples=100, deadline=None)
@given(boards())
def test_whoever_stands_on_the_board_is_drawn_or_shown_as_somebody_on_it_or_hidden(held: list[Done]) -> None:
    state = fold(held)
    for id in (*state.members, *state.people):
        if not state.stands(id):
            assert state.people[id].settled
        elif id not in state.drawn:
            assert id in state.hidden or (state.stands(state.one(id)) and state.one(id) != id)


@settings(max_examples=100, deadline=None)
@given(boards())
def test_operations_survive_being_written_and_read(held: list[Done]) -> None:
    for one in held:
        again = msgspec.json.decode(msgspec.json.encode(one.operation.body))
        assert read(done(1, "o1", one.operation.kind, again).operation) == read(one.operation)


def test_grades_are_those_that_a_board_offers() -> None:
    assert set(get_args(op.Floor)) == set(GRADE_FLOORS)


def test_an_operation_that_cannot_be_read_is_named_and_the_rest_stands() -> None:
    held = [
        done(1, "o1", "add", {"entities": ["C-1"]}),
        done(2, "o2", "teleport", {"id": "C-1"}),
        done(3, "o3", "move", {"at": {"C-1": [float("nan"), 0]}}),
        done(4, "o4", "note", {"id": "N-1", "text": "y" * 20_001}),
        done(5, "o5", "note", {"id": "N-1", "text": "y" * 20_000}),
        done(6, "o6", "note", {"id": "N-2", "text": "\ud800"}),
        done(7, "o7", "undo", None),
    ]
    state = fold(held)
    assert state.drawn == ("C-1",)
    assert len(state.notes["N-1"].text) == 20_000
    assert [said.rsplit("operation ")[1] for said in state.not_read] == ["2)", "3)", "4)", "6)", "7)"]
    assert "teleport" in state.not_read[0]


def board(*doing: op.Doing) -> State:
    sheet = Sheet()
    for one in doing:
        sheet.do(one)
    return sheet.now()


def test_nobody_vanishes_by_being_the_same_as_somebody_who_is_not_there() -> None:
    state = board(op.Add(("C-1",)), op.Same("C-1", "C-2"))
    assert state.drawn == ("C-1",)
    state = board(op.Add(("C-1", "C-2")), op.Same("C-1", "C-2"), op.Same("C-2", "C-1"))
    assert state.drawn == ("C-2",)
    state = board(op.Add(("C-1",)), op.Person("D-1", "child", "Biz"), op.Same("C-1", "D-1"), op.Discard("D-1", "no"))
    assert state.drawn == ("C-1",)
    state = board(op.Add(("C-1", "C-2")), op.Same("C-1", "C-9"), op.Same("C-9", "C-2"))
    assert state.drawn == ("C-2",)  # over one who is not there to one who is


def test_a_circle_of_a_promotion_loses_nobody() -> None:
    state = board(
        op.Add(("C-1",)), op.Person("D-1", "child", "Biz"), op.Same("C-1", "D-1"), op.Promote("D-1", "board|1", "C-1")
    )
    assert state.drawn == ("C-1",)


def test_nobody_said_stands_in_for_somebody_held() -> None:
    state = board(op.Add(("D-1",)), op.Person("C-1", "child", "Biz"), op.Person("D-2", "child", "Biz"))
    assert state.drawn == ("D-2",)
    assert "C-1" in state.not_read[0]
    state = board(op.Person("D-2", "child", "Biz"), op.Hide(("D-2",)), op.Add(("D-2",)))
    assert state.drawn == ("D-2",)
    assert not state.members


def test_ties_fall_with_whom_they_end_at() -> None:
    sheet = Sheet()
    sheet.do(op.Add(("C-1",)))
    sheet.do(op.Person("D-1", "adult", "Biz"))
    sheet.do(op.Tie("S-1", "D-1", "C-1", "grooms"))
    sheet.do(op.Tie("S-2", "C-1", "C-2", "knows"))
    assert [one.id for one in sheet.now().said_ties] == ["S-1", "S-2"]
    discarded = sheet.do(op.Discard("D-1", "nobody knows him"))
    assert [one.id for one in sheet.now().said] == ["S-2"]
    sheet.do(op.Undo(discarded))
    assert [one.id for one in sheet.now().said] == ["D-1", "S-1", "S-2"]
    sheet.do(op.Hide(("D-1",)))
    assert "S-1" in [one.id for one in sheet.now().said]  # hidden is not settled


def test_what_was_promoted_stays_and_takes_the_ties_along() -> None:
    sheet = Sheet()
    sheet.do(op.Person("D-1", "adult", "Biz"))
    sheet.do(op.Move({"D-1": (5.0, 6.0)}))
    sheet.do(op.Tie("S-1", "D-1", "C-1", "grooms"))
    sheet.do(op.Discard("D-1", "nobody knows him"), REY)
    sheet.do(op.Promote("D-1", "board|1", "A-7", "seen by police"), REY)
    sheet.do(op.Discard("D-1", "again"))
    state = sheet.now()
    assert state.drawn == ("A-7",)
    assert state.at["A-7"] == (5.0, 6.0)
    assert state.people["D-1"].settled is not None
    assert state.people["D-1"].settled.kept
    assert state.one("D-1") == "A-7"
    assert [one.id for one in state.said] == ["S-1"]
    for _ in range(3):
        sheet.undo()
    assert sheet.now().drawn == ("A-7",)  # whose record is written, whoever said it first


def test_a_note_keeps_two_texts_written_at_once_and_asks() -> None:
    sheet = Sheet()
    first = sheet.do(op.Note("N-1", "grey hatchback"))
    one = sheet.do(op.Note("N-1", "grey hatchback, Friday", (first,)), ANNA)
    two = sheet.do(op.Note("N-1", "grey estate", (first,)), REY)
    assert [text.text for text in sheet.now().notes["N-1"].texts] == ["grey hatchback, Friday", "grey estate"]
    assert sheet.now().notes["N-1"].asks
    sheet.do(op.Unnote("N-1", (one,)))  # who removes it saw one text only
    assert [text.text for text in sheet.now().notes["N-1"].texts] == ["grey estate"]
    sheet.undo()
    sheet.do(op.Note("N-1", "grey estate, Friday", (one, two)), REY)
    assert not sheet.now().notes["N-1"].asks
    assert sheet.now().notes["N-1"].text == "grey estate, Friday"
    sheet.undo(REY)
    assert sheet.now().notes["N-1"].asks


def test_a_text_undone_brings_nothing_back_beside_the_text_written_over_it() -> None:
    sheet = Sheet()
    first = sheet.do(op.Note("N-1", "one"), ANNA)
    second = sheet.do(op.Note("N-1", "two", (first,)), REY)
    sheet.do(op.Note("N-1", "three", (second,)), ANNA)
    sheet.undo(REY)
    assert [text.text for text in sheet.now().notes["N-1"].texts] == ["three"]
    sheet.undo(ANNA)
    assert [text.text for text in sheet.now().notes["N-1"].texts] == ["one"]


def test_two_people_set_two_filters() -> None:
    sheet = Sheet()
    sheet.do(op.Filter(standings=("harm",)), ANNA)
    sheet.do(op.Filter(ungraded=False), REY)
    assert sheet.now().shows.standings == ("harm",)
    assert not sheet.now().shows.ungraded
    sheet.undo(ANNA)
    assert sheet.now().shows.standings is None
    assert not sheet.now().shows.ungraded


def test_an_action_closed_and_opened_again() -> None:
    sheet = Sheet()
    sheet.do(op.Act("X-1", "Ask police about the car", "R. Osei"))
    sheet.do(op.Close("X-1", "done", "no trace"))
    state = sheet.now()
    assert not state.open_actions
    assert state.actions["X-1"].closed is not None
    sheet.undo()
    assert [one.outcome for one in sheet.now().open_actions] == [""]
    sheet.redo()
    sheet.do(op.Close("X-1", "under_way"))
    assert sheet.now().open_actions[0].closed is None
    sheet.do(op.Act("X-1", "Ask police about the grey car", "R. Osei"))
    assert sheet.now().open_actions[0].state == "under_way"


def test_adding_somebody_who_is_there_moves_nobody() -> None:
    state = board(op.Add(("C-1",), at={"C-1": (1.0, 1.0)}), op.Add(("C-1", "C-2"), at={"C-1": (9.0, 9.0)}))
    assert state.at["C-1"] == (1.0, 1.0)
    state = board(op.Add(("C-1",), at={"C-1": (1.0, 1.0)}), op.Hide(("C-1",)), op.Add(("C-1",), at={"C-1": (9.0, 9.0)}))
    assert state.at["C-1"] == (9.0, 9.0)  # put there anew


def test_what_is_pinned_is_moved_by_hand_only() -> None:
    state = board(op.Add(("C-1",), at={"C-1": (1.0, 1.0)}), op.Pin(("C-1",)), op.Arrange("time", {"C-1": (9.0, 9.0)}))
    assert state.at["C-1"] == (1.0, 1.0)
    state = board(op.Add(("C-1",)), op.Pin(("C-1",)), op.Move({"C-1": (9.0, 9.0)}))
    assert state.at["C-1"] == (9.0, 9.0)


def test_a_record_taken_back_is_settled_and_may_be_kept_again() -> None:
    sheet = Sheet()
    sheet.do(op.Add(("C-1", "C-2")))
    sheet.do(op.Tie("S-1", "C-1", "C-2", "knows"))
    sheet.do(op.Promote("S-1", "board|1"))
    sheet.do(op.Retract("S-1", "board|1", "it was her cousin"))
    settled = sheet.now().ties["S-1"].settled
    assert settled is not None
    assert not settled.kept
    assert settled.why == "it was her cousin"
    sheet.do(op.Promote("S-1", "board|1"))
    again = sheet.now().ties["S-1"].settled
    assert again is not None
    assert again.kept


def test_the_order_in_which_all_came_outlasts_undo() -> None:
    sheet = Sheet()
    sheet.do(op.Add(("C-1",)), ANNA)
    sheet.do(op.Person("D-1", "child", "Biz"), REY)
    sheet.undo(ANNA)
    sheet.do(op.Add(("C-2", "C-1")), REY)
    assert sheet.now().came == ("C-1", "D-1", "C-2")
    assert sheet.now().drawn == ("C-2", "C-1", "D-1")

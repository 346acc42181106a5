"""Undo and redo: without end, of one's own, and whatever others do meanwhile."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.answers import Done
from mapping.board.log import State, fold, redoable, taken_back, undoable
from mapping.board.log import operation as op
from tests.board.log.chance import ANNA, PEOPLE, REY, Sheet, boards


def standing(sheet: Sheet) -> State:
    """What stands, whatever its last place."""
    return replace(sheet.now(), place=0)


@settings(max_examples=100, deadline=None)
@given(boards(), PEOPLE)
def test_undo_then_redo_changes_nothing(held: list[Done], by: str) -> None:
    sheet = Sheet(list(held))
    before = standing(sheet)
    if sheet.undo(by):
        assert sheet.redo(by)
    assert standing(sheet) == before


@settings(max_examples=100, deadline=None)
@given(boards(20, undo=False), PEOPLE)
def test_all_of_ones_own_undone_and_redone_is_what_stood(first: list[Done], by: str) -> None:
    sheet = Sheet(list(first))
    before = standing(sheet)
    back = 0
    while sheet.undo(by):
        back += 1
    good = {"promote", "retract", "version", "head", "taken"}
    assert back == sum(one.by == by and one.operation.kind not in good for one in first)
    others = fold([one for one in first if one.by != by or one.operation.kind in good])
    assert set(sheet.now().members) == set(others.members)
    assert sheet.now().actions == others.actions
    for _ in range(back):
        assert sheet.redo(by)
    assert not sheet.redo(by)
    assert standing(sheet) == before


@settings(max_examples=100, deadline=None)
@given(boards(), st.lists(st.tuples(st.sampled_from(("undo", "redo")), PEOPLE), max_size=30))
def test_undo_takes_back_ones_own_and_nothing_else(held: list[Done], steps: list[tuple[str, str]]) -> None:
    sheet = Sheet(list(held))
    for step, by in steps:
        whose = {one.operation.id: one.by for one in sheet.held}
        before = taken_back(sheet.held)
        _ = sheet.undo(by) if step == "undo" else sheet.redo(by)
        changed = before ^ taken_back(sheet.held)
        assert len(changed) <= 1
        assert all(whose[id] == by for id in changed)


@settings(max_examples=100, deadline=None)
@given(boards())
def test_redo_offers_what_was_undone_last_and_only_before_anything_new(held: list[Done]) -> None:
    sheet = Sheet(list(held))
    undone = [sheet.undo(ANNA) for _ in range(3)]
    targets = [one.operation.body["operation"] for one in sheet.held if one.operation.id in undone and undone]
    for target in reversed(targets):
        found = redoable(sheet.held, ANNA)
        assert found is not None
        assert found.operation.id == target
        sheet.redo(ANNA)
    if undoable(sheet.held, ANNA):
        sheet.undo(ANNA)
    sheet.do(op.Version("kept"), ANNA)
    assert (redoable(sheet.held, ANNA) is not None) == bool(targets)  # naming a version loses nothing
    sheet.do(op.Add(("C-1",)), REY)
    assert (redoable(sheet.held, ANNA) is not None) == bool(targets)  # nor what others do
    sheet.do(op.Add(("C-1",)), ANNA)
    assert redoable(sheet.held, ANNA) is None


def test_what_another_did_is_not_taken_back_though_somebody_asks() -> None:
    sheet = Sheet()
    added = sheet.do(op.Add(("C-1",)), ANNA)
    sheet.do(op.Undo(added), REY)
    assert sheet.now().drawn == ("C-1",)
    sheet.undo(ANNA)
    sheet.do(op.Redo(added), REY)
    assert not sheet.now().drawn


def test_what_is_for_good_is_not_undone() -> None:
    sheet = Sheet()
    sheet.do(op.Person("D-1", "child", "Biz"))
    kept = sheet.do(op.Promote("D-1", "board|1", "C-1"))
    named = sheet.do(op.Version("before the meeting"))
    for id in (kept, named):
        sheet.do(op.Undo(id))
    assert sheet.now().drawn == ("C-1",)
    assert len(sheet.now().versions) == 1
    found = undoable(sheet.held, ANNA)
    assert found is not None
    assert found.operation.kind == "person"


def test_what_others_did_with_somebody_whose_adding_is_undone_waits_for_the_redo() -> None:
    sheet = Sheet()
    sheet.do(op.Add(("C-1",)), REY)
    sheet.do(op.Add(("C-2",), at={"C-2": (1.0, 1.0)}), ANNA)
    sheet.do(op.Move({"C-2": (7.0, 8.0)}), REY)
    sheet.do(op.Frame("F-1", "Station", ("C-1", "C-2")), REY)
    sheet.do(op.Tie("S-1", "C-1", "C-2", "knows"), REY)
    sheet.do(op.Pin(("C-2",)), REY)
    sheet.do(op.Same("C-1", "C-2"), REY)
    before = standing(sheet)
    assert before.drawn == ("C-2",)
    sheet.undo(ANNA)
    assert sheet.now().drawn == ("C-1",)  # not lost with the one she was said to be
    assert "C-2" not in sheet.now().at
    assert sheet.now().pinned == frozenset()
    sheet.redo(ANNA)
    assert standing(sheet) == before


def test_the_same_person_added_by_two_stays_when_one_of_them_undoes() -> None:
    sheet = Sheet()
    sheet.do(op.Add(("C-1",)), ANNA)
    sheet.do(op.Add(("C-1",)), REY)
    sheet.undo(ANNA)
    assert sheet.now().members["C-1"].signed.by == REY

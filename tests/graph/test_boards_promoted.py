"""What was said at a board and checked becomes a record, until somebody takes it back; never one without the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.access import Viewer
from graph.boards import Boards
from graph.errors import KithError
from graph.failures import DecisionRefused, NotHeld
from graph.model import Entity, Grade, Identifier, Provenance, Tie, entity_id
from graph.promoted import new_person, record_key
from graph.settings import Connection
from graph.store import Store
from tests.graph.boarding import HEAD, boards, head, later, lines, op
from tests.graph.planning import CLEARED, HIDDEN, NASTY
from tests.graph.saying import BIZ, LEO, STATION, TAMSIN, TODAY, view

SAID = Provenance("", "school", "", date(2020, 1, 1), stated_by="Ms Hale", observed_from=TODAY)
SEEN = Tie("seen_with", "child", TAMSIN.id, "child", LEO.id, SAID, text="By the gate on Friday.")
SMUDGE = new_person("adult", "D-1", "Smudge", identified=False)
GIVES = Tie("supplies", "adult", SMUDGE.id, "child", LEO.id, SAID, text="Vapes.")


@pytest.fixture
def board(placed: Store) -> str:
    """A board at which a person and two ties were said."""
    said = [
        op("1", "tie", id="S-1", kind="seen_with"),
        op("2", "person", id="D-1", kind="adult", name="Smudge"),
        op("3", "tie", id="S-2", kind="supplies"),
    ]
    return boards(placed).open(HEAD, said).id


def test_a_tie_becomes_a_record_with_who_said_it_and_who_checked_it(placed: Store, board: str) -> None:
    before, counted = placed.version(), placed.health().counts["records"]
    done = boards(placed).promote(board, "S-1", "Rang the form tutor.", ties=[SEEN])
    assert (done.operation.kind, done.place, done.by) == ("promote", 4, "R. Osei")
    assert done.operation.body == {
        "id": "S-1", "record": f"board|{board}|S-1", "entity": "", "why": "Rang the form tutor.",
    }  # fmt: skip
    assert view(placed).board(board)[1][-1] == done
    assert done.version == placed.version() == str(int(before) + 1)
    assert placed.health().counts["records"] == counted + 1
    (found,) = view(placed).ties_of(LEO.id)
    assert (found.kind, found.from_id, found.to_id, found.text, found.provisional) == (
        "seen_with", TAMSIN.id, LEO.id, "By the gate on Friday.", False,
    )  # fmt: skip
    assert found.provenance == Provenance(
        "board", "school", board, TODAY, Grade(), "assessment", TODAY, None, None, "Ms Hale"
    )
    assert (found.record.key, found.record.source, found.record.file) == (
        record_key(board, "S-1"), "board", f"board {board}",
    )  # fmt: skip
    assert json.loads(found.record.values) == {
        "board": board, "said": "S-1", "verified_by": "R. Osei", "verified_on": "2026-11-03",
        "how": "Rang the form tutor.",
    }  # fmt: skip
    assert found.id in view(placed).snapshot().ties["id"].to_pylist()


def test_no_grade_source_or_day_can_be_lent_to_what_was_said(placed: Store, board: str) -> None:
    lent = replace(
        SAID, source="ties", reference="PI-1", nature="fact", grade=Grade("1", "A", "P"), recorded_on=date(2030, 1, 1)
    )
    boards(placed).promote(board, "S-1", "Rang.", ties=[replace(SEEN, provenance=lent, provisional=True)])
    (found,) = view(placed).ties_of(LEO.id)
    assert (found.provenance.source, found.provenance.reference, found.provenance.nature) == (
        "board",
        board,
        "assessment",
    )
    assert (found.provenance.grade, found.provenance.recorded_on) == (Grade(handling="P"), TODAY)
    assert not found.provisional


def test_told_twice_it_is_one_record(placed: Store, held: Connection, tmp_path: Path, board: str) -> None:
    with Store(held, tmp_path, TODAY) as second, ThreadPoolExecutor(2) as both:
        done = list(
            both.map(lambda one: boards(one).promote(board, "S-1", "Rang.", ties=[SEEN]), [placed, second, placed])
        )
    assert done[0] == done[1] == done[2]
    assert (placed.board_place(board), len(view(placed).ties_of(LEO.id))) == (4, 1)
    with later(held, tmp_path, 1) as tomorrow:
        assert boards(tomorrow).promote(board, "S-1", "Rang once more.", ties=[SEEN]) == done[0]


def test_neither_is_there_without_the_other(placed: Store, board: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fails between the two: the record goes with the operation."""
    before = placed.version()

    def fails(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(Boards, "_done", fails)
        with pytest.raises(KithError):
            boards(placed).promote(board, "S-1", "Rang.", ties=[SEEN])
    assert (placed.version(), placed.board_place(board)) == (before, 3)
    assert view(placed).ties_of(LEO.id) == []
    assert placed.writer().current([record_key(board, "S-1")]) == {}
    assert boards(placed).promote(board, "S-1", "Rang.", ties=[SEEN]).place == 4


def test_somebody_held_nowhere_is_held_from_then_on(placed: Store, board: str) -> None:
    done = boards(placed).promote(board, "D-1", "Asked the rail officers.", person=SMUDGE)
    assert done.operation.body["entity"] == SMUDGE.id == entity_id("adult", Identifier("board", "D-1"))
    found = view(placed).entity("board:D-1")
    assert (found.id, found.name, found.kind, found.properties["identified"]) == (SMUDGE.id, "Smudge", "adult", False)
    assert [one.source for one in found.records] == ["board"]
    boards(placed).promote(board, "S-2", "Seen on camera.", ties=[GIVES])
    assert [(one.kind, one.from_name) for one in view(placed).ties_of(LEO.id)] == [("supplies", "Smudge")]


def test_somebody_who_is_held_needs_no_record(placed: Store, board: str) -> None:
    before = placed.version()
    done = boards(placed).promote(board, "D-1", "It is he: same coat.", existing=BIZ.id)
    assert done.operation.body == {"id": "D-1", "record": "", "entity": BIZ.id, "why": "It is he: same coat."}
    assert placed.version() == before


def test_a_record_is_taken_back_by_name_and_stays(placed: Store, board: str) -> None:
    key = boards(placed).promote(board, "S-1", "Rang.", ties=[SEEN]).operation.body["record"]
    (before,) = view(placed).ties_of(LEO.id)
    done = boards(placed, Viewer("A. Brennan")).retract(key, f"Another boy. {NASTY}")
    assert done is not None
    assert done.operation.body == {"id": "S-1", "record": key, "why": f"Another boy. {NASTY}"}
    assert (done.by, done.place) == ("A. Brennan", 5)
    assert view(placed).ties_of(LEO.id) == []
    (after,) = view(placed).evidence([before.id])
    assert (after.current, after.record.superseded_on, after.text) == (False, TODAY, before.text)
    with pytest.raises(DecisionRefused, match=r"taken back by A\. Brennan already"):
        boards(placed).retract(key, "Again.")
    again = boards(placed).promote(board, "S-1", "Looked at the camera.", ties=[SEEN])
    assert again.place == 6
    assert [one.current for one in view(placed).ties_of(LEO.id)] == [True]


def test_a_person_stays_while_ties_stand_at_them(placed: Store, board: str) -> None:
    person = boards(placed).promote(board, "D-1", "Asked.", person=SMUDGE).operation.body["record"]
    tie = boards(placed).promote(board, "S-2", "Seen.", ties=[GIVES]).operation.body["record"]
    with pytest.raises(DecisionRefused, match="1 tie stands at the person this record made: take those back first"):
        boards(placed).retract(person, "Nobody of that name.")
    boards(placed).retract(tie, "Not he.")
    boards(placed).retract(person, "Nobody of that name.")
    with pytest.raises(NotHeld):
        view(placed).entity(SMUDGE.id)
    assert view(placed).find("Smudge") == []
    assert placed.writer().resolve(["board:D-1"]) == {"board:d-1": ()}


def test_what_was_promoted_outlives_its_board_and_can_still_be_taken_back(
    placed: Store, held: Connection, tmp_path: Path, board: str
) -> None:
    key = boards(placed).promote(board, "S-1", "Rang.", ties=[SEEN]).operation.body["record"]
    other = boards(placed).promote(board, "D-1", "Asked.", person=SMUDGE).operation.body["record"]
    with later(held, tmp_path) as after:
        with pytest.raises(DecisionRefused, match="This board is archived since"):
            boards(after).promote(board, "S-2", "Seen.", ties=[GIVES])
        done = boards(after).retract(other, "Nobody of that name.")
        assert done is not None, "a record is put right whenever it is seen to be wrong"
        assert done.place == 6
        boards(after).erase(board, "The purpose is over.")
        assert len(view(after).ties_of(LEO.id)) == 1
        assert boards(after).retract(key, "Another boy.") is None
        assert view(after).ties_of(LEO.id) == []


STRANGER = Entity(entity_id("child", Identifier("hub", "X-1")), "child", {"name": "X"}, (Identifier("hub", "X-1"),))
NOT_SAID: list[tuple[dict[str, Any], str]] = [
    ({"said": "S-9", "ties": [SEEN]}, "Nothing was said on this board under 'S-9'"),
    ({"said": "", "ties": [SEEN]}, "Nothing was said on this board under ''"),
    ({"said": "S-" + "9" * 200, "ties": [SEEN]}, "too long for the key of a record"),
    ({"how": " ", "ties": [SEEN]}, "say how it was checked"),
    ({}, "becomes a tie, a new person, or somebody who is held"),
    ({"ties": [SEEN], "existing": LEO.id}, "becomes a tie, a new person, or somebody who is held"),
    ({"ties": [replace(SEEN, provenance=replace(SAID, stated_by=" "))]}, "needs who said it"),
    ({"ties": [replace(SEEN, provenance=replace(SAID, agency="press"))]}, "of which agency they are"),
    ({"ties": [replace(SEEN, kind="likes")]}, "is no tie of the schema"),
    ({"ties": [GIVES]}, "promote the person first, or say who it is"),
    ({"ties": [replace(SEEN, to_kind="location", to_id=HIDDEN.id)]}, "Nothing is held under the Kith id"),
    ({"person": STRANGER}, "Only a child or adult made by `new_person`"),
    ({"person": new_person("adult", "D-9", "X")}, "Only a child or adult made by `new_person`"),
    ({"person": new_person("location", "S-1", "X")}, "Only a child or adult made by `new_person`"),
    ({"person": new_person("child", "S-1", "X", score=1)}, "has no property 'score'"),
    ({"existing": "C-2222222222"}, "Nothing is held under the Kith id 'C-2222222222'"),
    ({"existing": "OT-0442"}, "Nothing is held under the Kith id"),
    ({"existing": STATION.id}, "is no person"),
]


def test_what_cannot_become_a_record_is_refused_in_words(placed: Store, board: str) -> None:
    before, stood = placed.version(), view(placed).board(board)
    attempts: list[tuple[Callable[[], object], str]] = [
        *(
            (lambda v=values: boards(placed).promote(board, **{"said": "S-1", "how": "Rang.", **v}), words)
            for values, words in NOT_SAID
        ),
        (lambda: boards(placed).promote("B-2222222222", "S-1", "Rang.", ties=[SEEN]), "No board is held"),
        *(
            (lambda k=key: boards(placed).retract(k, "Wrong."), "No record of a board is held under")
            for key in ("", "people|1", "board|", f"board|{board}", f"board|{board}|S-1", "board|B-2222222222|S-1")
        ),
        (lambda: boards(placed).retract(f"board|{board}|S-1", "..."), "say why the record is taken back"),
    ]
    for attempt, words in attempts:
        with pytest.raises(KithError, match=words) as caught:
            attempt()
        assert "SECRET" not in str(caught.value)
    assert placed.version() == before
    assert view(placed).board(board) == stood


def test_what_was_discarded_is_not_promoted_until_that_is_taken_back(placed: Store, board: str) -> None:
    mine, theirs = boards(placed), boards(placed, Viewer("M. Lee", "analyst", "Ottermere hub"))
    gone = "discarded this on .* Nothing was recorded"

    def promoted(said: str) -> str:
        return mine.promote(board, said, "Rang the form tutor.", ties=[SEEN]).operation.kind

    theirs.do(board, [op("4", "discard", id="S-1", why="A mix-up."), op("5", "discard", id="S-2", why="A mix-up.")])
    with pytest.raises(DecisionRefused, match=f"M. Lee {gone}"):
        promoted("S-1")
    mine.do(board, [op("6", "undo", operation="4")])  # not mine to take back
    with pytest.raises(DecisionRefused, match=gone):
        promoted("S-1")
    theirs.do(board, [op("7", "undo", operation="4"), op("8", "redo", operation="4")])
    with pytest.raises(DecisionRefused, match=gone):
        promoted("S-1")
    counted = placed.health().counts["records"]
    theirs.do(board, [op("9", "undo", operation="4")])
    assert promoted("S-1") == "promote"
    assert placed.health().counts["records"] == counted + 1


def test_a_saying_of_another_board_is_not_promoted_on_this_one(placed: Store, board: str) -> None:
    other = boards(placed).open(head(title="Quay Street"), [op("9", "note", id="S-1", text="A note, not a saying.")])
    with pytest.raises(NotHeld, match="Nothing was said on this board"):
        boards(placed).promote(other.id, "S-1", "Rang.", ties=[SEEN])


def test_an_id_said_on_two_boards_never_makes_two_people_one(placed: Store, board: str) -> None:
    other = boards(placed).open(HEAD, [op("9", "person", id="D-1", kind="adult", name="Somebody else")]).id
    boards(placed).promote(board, "D-1", "Asked around.", person=SMUDGE)
    before = placed.version()
    with pytest.raises(DecisionRefused, match=r"'D-1' on another board is held already.*Nothing was recorded"):
        boards(placed).promote(other, "D-1", "Asked around.", person=new_person("adult", "D-1", "Somebody else"))
    assert (placed.version(), view(placed).entity(SMUDGE.id).name) == (before, "Smudge")
    boards(placed).retract(record_key(board, "D-1"), "It was somebody else.")
    boards(placed).promote(board, "D-1", "It was them after all.", person=SMUDGE)  # its own board may keep it again


def test_what_may_not_be_shared_freely_stays_with_those_who_may_see_it(placed: Store, board: str) -> None:
    restricted = replace(SEEN, provenance=replace(SAID, grade=Grade(handling="C")))
    key = boards(placed, CLEARED).promote(board, "S-1", "Rang.", ties=[restricted]).operation.body["record"]
    assert view(placed).ties_of(LEO.id) == []
    assert len(view(placed, "C").ties_of(LEO.id)) == 1
    with pytest.raises(NotHeld):
        boards(placed).retract(key, "Wrong.")
    assert boards(placed, CLEARED).retract(key, "Wrong.") is not None


def test_the_log_says_what_was_promoted_and_taken_back_and_none_of_its_words(
    placed: Store, board: str, tmp_path: Path
) -> None:
    key = boards(placed).promote(board, "S-1", "Rang.", ties=[SEEN]).operation.body["record"]
    boards(placed).promote(board, "D-1", "Asked.", person=SMUDGE)
    boards(placed).retract(key, "Another boy.")
    assert [(line["action"], line["what"]) for line in lines(tmp_path)[1:]] == [
        ("said promoted", {"board": board, "said": "S-1", "entity": "", "ties": ["seen_with"]}),
        ("said promoted", {"board": board, "said": "D-1", "entity": SMUDGE.id, "ties": []}),
        ("said retracted", {"record": key}),
    ]
    assert not any(text in json.dumps(lines(tmp_path)) for text in ("Smudge", "gate", "Rang", "Another", "Hale"))

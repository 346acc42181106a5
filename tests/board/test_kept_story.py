"""The panel of a kept board: what was only said stays apart from records, and says who stands behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from mapping.board import Board
from mapping.board.drawn import Seen, drawn, see
from mapping.board.kept_story import history, person_card, promoted, reasons, said_cards
from mapping.board.log import Doing, State, fold
from mapping.board.log import operation as op
from mapping.board.story import cards, line_story, node_story, not_known, safety
from mapping.words import Naming
from tests.board.kept import HEAD, done, state
from tests.board.test_story import evidence
from tests.make import TODAY, Maker


def station() -> Maker:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    m.child("C-2", "Kofi Adeyo")
    m.adult("A-1", "Dale Mercer")
    m.adult("A-2", "Ella Brackley")
    m.tie("A-1", "grooms", "C-1", id="t-1")
    return m


ON = op.Add(entities=("C-1", "A-1", "A-2"), why="who is near")
SAID = op.Tie(
    id="S-1",
    from_id="A-1",
    to_id="C-1",
    kind="exploits",
    said_by="PC Lee",
    agency="police",
    words="Tamsin had a new phone",
    said_on=date(2026, 11, 3),
)
SAFE = op.Tie(id="S-2", from_id="A-2", to_id="C-1", kind="protects", said_on=date(2026, 11, 3))
BIZ = op.Person(id="D-1", kind="adult", name="Biz", identified=False, said_by="PC Lee", agency="police")


def opened(*doing: Doing, naming: str = "initials") -> tuple[State, Seen, Board]:
    kept = state(*doing)
    seen = see(station().snapshot(), kept, naming)
    return kept, seen, drawn(station().snapshot(), kept, HEAD, naming=naming, seen=seen)


def test_a_line_of_records_and_of_words_says_which_is_which() -> None:
    kept, seen, made = opened(ON, SAID)
    (line,) = made.lines
    assert (line.records, line.said, line.provisional, line.assertions) == (1, 1, False, ("S-1", "t-1"))
    story = line_story(made, line, seen.snapshot, TODAY)
    assert story.counted.startswith("1 record, 1 agency, and 1 thing said in a meeting · last observed 3 Nov")
    (card,) = said_cards(line, kept, seen.names, TODAY)
    assert card.title == "Said in a meeting, not verified"
    assert card.notes == ("Stated by PC Lee (police)", "Written down by A. Brennan 3 Nov")
    assert (card.quote, card.says, card.fact) == ("T. had a new phone", "exploits", False)


def test_a_line_of_nothing_but_words_has_no_record_and_says_so() -> None:
    _, seen, made = opened(op.Add(entities=("C-2",)), BIZ, replace_ends(SAID, "D-1", "C-2"))
    (line,) = made.lines
    assert line_story(made, line, seen.snapshot, TODAY).counted.startswith(
        "No record; 1 thing said in a meeting · last said 3 Nov"
    )
    node = made.node("D-1")
    assert node is not None
    story = node_story(made, node, seen.snapshot, TODAY)
    assert story.what == "Adult · said in a meeting, not verified"
    assert story.harm == ((line.id, "“Biz” exploits K.A. · said in a meeting 3 Nov, not verified"),)
    assert any("nobody has checked it" in said for said in not_known(made, line, seen.snapshot))


def replace_ends(tie: op.Tie, from_id: str, to_id: str) -> op.Tie:
    return op.Tie(id=tie.id, from_id=from_id, to_id=to_id, kind=tie.kind, said_on=tie.said_on)


def test_what_was_said_makes_nobody_harmed_safe_or_of_concern() -> None:
    _, seen, made = opened(op.Add(entities=("C-2", "A-2")), BIZ, replace_ends(SAID, "D-1", "C-2"), SAFE)
    flags = {node.id: (node.harmed, node.concern, node.safe) for node in made.nodes}
    assert set(flags.values()) == {(False, False, False)}
    told = safety(seen.snapshot, "C-1", Naming.INITIALS)
    assert told.sentences == (
        "No record says who or what keeps T.B. safe.",
        "Said in a meeting, not verified: 1 more such tie.",
    )


def test_a_provisional_person_has_a_card_with_who_said_so() -> None:
    kept, seen, made = opened(BIZ, ON)
    node, held = made.node("D-1"), made.node("C-1")
    assert node is not None
    assert held is not None
    card = person_card(node, kept, seen.names, TODAY)
    assert card is not None
    assert card.notes[0] == "Stated by PC Lee (police)"
    assert person_card(held, kept, seen.names, TODAY) is None


def test_a_record_that_was_promoted_says_by_whom_and_how_it_was_checked() -> None:
    kept, seen, made = opened(ON, SAID, op.Promote(id="S-1", record="board|B-1|S-1", why="Tamsin's mother confirmed"))
    assert [line.said for line in made.lines] == [0]
    notes = promoted(kept, seen.names, TODAY)
    (card,) = cards([evidence("t9", "exploits", "A phone.", "board|B-1|S-1")], TODAY, notes=notes)
    assert card.notes[-1] == "Said in a meeting; promoted by A. Brennan 3 Nov: T.'s mother confirmed"


def test_the_history_of_one_person_holds_what_was_done_about_them_and_no_moves() -> None:
    doing: list[Any] = [
        ON,
        op.Add(entities=("C-2",)),
        op.Move(at={"C-1": (1, 2)}),
        op.Note(id="N-1", text="Tamsin was seen", on="C-1"),
        op.Note(id="N-1", text="Tamsin was seen twice", instead_of=("op4",)),
        SAID,
        op.Hide(entities=("C-1",)),
        op.Undo(operation="op7"),
    ]
    listed = done(*doing)
    kept = fold(listed)
    seen = see(station().snapshot(), kept, "initials")
    past = [one.said for one in history("C-1", listed, kept, seen.names, TODAY)]
    assert past == [
        "A. Brennan wrote down what PC Lee (Police) said in the meeting: D.M. exploits T.B.",
        "A. Brennan changed a note: “T. was seen twice”.",
        "A. Brennan wrote a note on T.B.: “T. was seen”.",
        "A. Brennan added T.B., D.M. and E.B.: who is near.",
    ]
    assert history("C-1", listed, kept, seen.names, TODAY)[-1].when == "3 Nov, 09:31"
    assert history("C-9", listed, kept, seen.names, TODAY) == ()


def test_reasons_to_look_are_those_of_the_periphery_in_the_mode_of_the_board() -> None:
    m = station()
    m.role("C-1", "open_to_hub", observed_to=None)
    m.role("C-1", "harmed", observed_to=None)
    m.tie("C-2", "friend", "C-1")
    kept = state(op.Add(entities=("C-1", "C-2")))
    for naming, name in (("initials", "T.B."), ("pseudonyms", "Child 1"), ("full", "Tamsin Brackley")):
        names = see(m.snapshot(), kept, naming).names
        found = reasons(m.snapshot(), names, {"C-1", "C-2"})
        assert list(found) == ["C-2"], "whoever is open to the hub is not in the periphery"
        (first, *_) = found["C-2"]
        assert first.question == "Near known harmed children"
        assert name in first.sentences[0]
    assert reasons(m.snapshot(), replace(names, mode=Naming.COUNTS), {"C-2"}) == {}

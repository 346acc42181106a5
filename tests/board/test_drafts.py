"""Pasted whiteboard text: what each line reads as, who a name may mean, what is asked, what goes on the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

import pytest

from data_schema import schema
from mapping.board.drafts import (
    AS_NOTE,
    LEAVE,
    LEAVE_OUT,
    NEW_ADULT,
    NEW_CHILD,
    NO_TIE,
    Answers,
    Known,
    Review,
    identifiers,
    read,
)
from mapping.board.log import operation as op
from tests.board.grow.scene import scene

BOARD = ("C-TB", "C-NC", "A-DM")


def known(on_board: Sequence[str] = BOARD, **more: object) -> Known:
    made = scene()
    made.child("C-TB2", "Tobias Birch", born=date(2010, 6, 1))
    return Known(made.snapshot(), on_board, **more)  # type: ignore[arg-type]


def reviewed(text: str, answers: Answers | None = None, on_board: Sequence[str] = BOARD) -> Review:
    held = known(on_board)
    names = {row["id"]: row["name"] for row in scene().snapshot().entities.to_pylist()}
    return Review(read(text, held), held, answers or Answers(), lambda id: names.get(id, id))


def done(review: Review) -> tuple[op.Doing, ...]:
    number = count(1)
    return review.operations(lambda prefix: f"{prefix}{next(number)}")


def ties(review: Review) -> list[tuple[str, str, str]]:
    return [(one.from_id, one.kind, one.to_id) for one in done(review) if isinstance(one, op.Tie)]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("TB - NC", [("C-TB", "knows", "C-NC")]),
        ("TB-NC", [("C-TB", "knows", "C-NC")]),
        ("TB ↔ NC", [("C-TB", "knows", "C-NC")]),
        ("TB & NC seen with", [("C-TB", "seen_with", "C-NC")]),
        ("T.B. friend of N.C.", [("C-TB", "friend", "C-NC")]),
        ("Tamsin mates w/ Noor", [("C-TB", "friend", "C-NC")]),
        ("• NC lives w/ Pia Kestrow", [("C-NC", "household", "C-PK")]),
        ("NC lives at Alderford", [("C-NC", "lives_at", "L-HOME")]),
        ("TB hangs around Linnet Park 3/10 ?", [("C-TB", "goes_to", "L-PARK")]),
        ("Linnet Park - TB", [("C-TB", "goes_to", "L-PARK")]),
        ("Tamsin Brackley\tfriend of\tNoor Copeland", [("C-TB", "friend", "C-NC")]),
        ("Tamsin Brackley\tQuarrybank", [("C-TB", "attends", "S-Q")]),
        ("TB, NC & PK friends", [(a, "friend", b) for a, b in (("C-TB", "C-NC"), ("C-TB", "C-PK"), ("C-NC", "C-PK"))]),
        ("DM - TB - NC", [("A-DM", "knows", "C-TB"), ("C-TB", "knows", "C-NC")]),
        ("Ena mum of TB, lives with TB", [("A-EB", "parent", "C-TB"), ("A-EB", "household", "C-TB")]),
        ("TB daughter of Ena", [("A-EB", "parent", "C-TB")]),
        ("phone 417 used by DM", [("A-DM", "uses", "T-417")]),
        ("NC <- TB (trusts)", [("C-NC", "protects", "C-TB")]),
        ("TB (friends) NC", [("C-TB", "friend", "C-NC")]),
        ("Friends of TB: NC, PK", [("C-NC", "friend", "C-TB"), ("C-PK", "friend", "C-TB")]),
        ("😀 1. TB missing with Rosa", [("C-TB", "missing_with", "C-RT")]),
    ],
)  # fmt: skip
def test_everyday_ways_to_write_a_tie(line: str, wanted: list[tuple[str, str, str]]) -> None:
    assert ties(reviewed(line)) == wanted


def test_a_heading_speaks_for_the_lines_under_it() -> None:
    review = reviewed("Friends of TB:\n- NC\n- PK\n\nRosa Thornwick")
    assert ties(review) == [("C-NC", "friend", "C-TB"), ("C-PK", "friend", "C-TB")]
    assert [row.becomes for row in review.rows] == ["heading", "ties", "ties", "people"]


def test_a_heading_stays_in_the_box_only_with_a_line_of_its_own_that_waits() -> None:
    assert reviewed("Friends of TB:\n- NC\nBizzle gives lifts to NC").left == "Bizzle gives lifts to NC"
    assert reviewed("Friends of TB:\n- Bizzle").left == "Friends of TB:\n- Bizzle"


def test_harm_is_never_read_out_of_everyday_words_without_asking() -> None:
    review = reviewed("DM gives lifts to TB")
    assert [row.becomes for row in review.rows] == ["waits"]
    tie = review.rows[0].ties[0]
    assert tie.asks
    assert [fit.kind for fit in tie.options][:2] == ["grooms", "harms"]
    assert done(review) == ()
    assert review.left == "DM gives lifts to TB"
    told = reviewed("DM gives lifts to TB", Answers(ties={(1, 0): "grooms"}))
    assert ties(told) == [("A-DM", "grooms", "C-TB")]
    passive = reviewed("TB gets lifts from DM", Answers(ties={(1, 0): "grooms~"}))
    assert ties(passive) == [("A-DM", "grooms", "C-TB")]
    no = reviewed("DM gives lifts to TB", Answers(ties={(1, 0): NO_TIE}))
    assert [one.text for one in done(no) if isinstance(one, op.Note)] == ["DM gives lifts to TB"]


def test_a_partner_of_an_adult_is_no_partner_of_a_child() -> None:
    review = reviewed("DM boyfriend of TB")
    tie = review.rows[0].ties[0]
    assert tie.asks
    assert "partner" not in {fit.kind for fit in tie.options}


def test_of_several_the_only_one_on_the_board_is_taken_and_the_rest_offered() -> None:
    meant = known().meant("TB")
    assert meant.taken == "C-TB"
    assert meant.why == "these initials; the only one on this board, 1 other held"
    assert [one.id for one in meant.options] == ["C-TB", "C-TB2"]


def test_several_that_are_not_on_the_board_are_a_question() -> None:
    review = reviewed("TB - NC", on_board=("C-NC",))
    assert review.rows[0].becomes == "waits"
    assert review.rows[0].names == ("tb",)
    told = reviewed("TB - NC", Answers(names={"tb": "C-TB2"}), on_board=("C-NC",))
    assert ties(told) == [("C-TB2", "knows", "C-NC")]
    assert done(told)[0] == op.Add(("C-TB2",), "pasted")


def test_an_age_tells_two_apart_and_a_wrong_one_asks() -> None:
    assert known(()).meant("TB", 16).taken == "C-TB2"
    assert known(()).meant("Tamsin Brackley", 40).taken == ""


def test_who_is_nowhere_is_offered_as_said_in_the_meeting() -> None:
    line = "“Biz” texts TB"
    assert reviewed(line).rows[0].becomes == "waits"
    operations = done(reviewed(line, Answers(names={"“biz”": NEW_ADULT})))
    person = next(one for one in operations if isinstance(one, op.Person))
    assert (person.kind, person.name, person.identified) == ("adult", "Biz", False)
    tie = next(one for one in operations if isinstance(one, op.Tie))
    assert (tie.from_id, tie.kind, tie.to_id) == (person.id, "in_contact", "C-TB")


def test_a_child_said_to_be_15_keeps_the_age() -> None:
    operations = done(reviewed("Jay Newman (15)", Answers(names={"jay newman": NEW_CHILD})))
    assert [(one.name, one.age, one.identified) for one in operations if isinstance(one, op.Person)] == [
        ("Jay Newman", 15, True)
    ]


def test_one_answer_holds_on_every_line_and_is_asked_once() -> None:
    review = reviewed("Biz - TB\nBiz - NC")
    assert [row.names for row in review.rows] == [("biz", "tb"), ()]
    operations = done(reviewed("Biz - TB\nBiz - NC", Answers(names={"biz": NEW_ADULT})))
    assert sum(isinstance(one, op.Person) for one in operations) == 1
    assert sum(isinstance(one, op.Tie) for one in operations) == 2


def test_a_name_that_is_left_leaves_the_words_as_a_note() -> None:
    operations = done(reviewed("Biz - TB", Answers(names={"biz": LEAVE})))
    assert [one.text for one in operations if isinstance(one, op.Note)] == ["Biz - TB"]


def test_another_spelling_is_offered_and_never_taken() -> None:
    meant = known().meant("Tamson Brackley")
    assert meant.taken == ""
    assert [one.id for one in meant.options if one.close] == ["C-TB"]


def test_no_operation_keeps_the_name_of_somebody_held() -> None:
    text = "Tamsin Brackley friend of Noor Copeland since 3/10?\nDM - Tamsin Brackley"
    operations = done(reviewed(text))
    kept = " ".join(str(one) for one in operations)
    assert "Tamsin" not in kept
    assert "Noor" not in kept
    assert "since 3/10?" in kept


def test_prose_is_a_note_and_marks_alone_are_not_understood_yet_kept() -> None:
    ring = "Ring the school about Thursday and ask who else was in the car"
    review = reviewed(f"Phone chased, police to ring back about the car on Thursday\n{ring}\n-->\n???")
    assert [row.becomes for row in review.rows] == ["note"] * 4
    assert [row.draft.reads for row in review.rows] == ["note", "note", "not understood", "not understood"]


def test_a_line_can_be_made_a_note_or_left_out() -> None:
    answers = Answers(lines={1: AS_NOTE, 2: LEAVE_OUT})
    operations = done(reviewed("TB - NC\nTB - DM", answers))
    assert [type(one) for one in operations] == [op.Note]


def test_what_was_said_already_is_not_said_twice() -> None:
    held = known()
    review = Review(read("TB - NC\nTB knows NC", held), held, said=[("C-TB", "C-NC", "knows")])
    assert done(review) == ()


def test_ids_and_looked_up_identifiers() -> None:
    pasted = "Tamsin OT-0981, C-7K2M9QXA4B 3/10 (L034812345) 14 upn:L99"
    assert identifiers(pasted) == ("ot-0981", "l034812345", "upn:l99")
    held = known(identifiers={"ot-0981": ("C-TB",)})
    assert held.meant("OT-0981").taken == "C-TB"
    review = Review(read("Tamsin B. (OT-0981) - NC\nBrackley, Tamsin", held), held)
    assert ties(review) == [("C-TB", "knows", "C-NC")]
    assert [row.becomes for row in review.rows] == ["ties", "people"]


def test_limits_are_said_and_what_is_past_them_stays() -> None:
    text = "\n".join(f"Person{number} X" for number in range(250))
    drafts = read(text, known())
    assert len(drafts.lines) == 200
    assert drafts.beyond.split("\n")[0] == "Person200 X"
    assert "50 lines not read yet" in drafts.notes[0]
    endless = read("x" * 30_000, known())
    assert len(endless.lines[0].text) + len(endless.beyond) == 30_000


def test_every_word_of_the_list_leads_to_a_tie_that_there_is() -> None:
    for code in schema().codes["everyday"].codes.values():
        assert set(code.extra["ties"].split("|")) <= set(schema().ties)


def test_a_held_name_with_a_connector_in_it_is_not_cut() -> None:
    made = scene()
    made.place("L-FISH", "Fish & Chips at the Quay")
    held = Known(made.snapshot(), ("C-TB",))
    assert ties(Review(read("TB - Fish & Chips at the Quay", held), held)) == [("C-TB", "goes_to", "L-FISH")]

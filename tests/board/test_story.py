"""What the panel says: evidence, safety, what is not known, names shortened in quoted words, and where to begin."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from graph.answers import Evidence, RecordSeen
from graph.model import Grade, Provenance
from mapping.board import Board, BoardSettings, Line, board
from mapping.board.start import starting_points
from mapping.board.story import cards, line_story, node_story, not_known, safety
from mapping.discreet import shortener
from mapping.words import Naming
from tests.make import TODAY, Maker

LASTING: dict[str, Any] = {"observed_to": None}


def harm_line(drawn: Board) -> Line:
    return next(line for line in drawn.lines if line.standing == "harm")


def evidence(id: str, kind: str, text: str, key: str, **provenance: Any) -> Evidence:
    source = {
        "source": "ties",
        "agency": "police",
        "reference": "PI-20417",
        "recorded_on": date(2026, 10, 27),
        "grade": Grade("2", "B", "P"),
        "observed_to": date(2026, 10, 25),
        **provenance,
    }
    return Evidence(
        id=id,
        kind=kind,
        role=False,
        from_id="A-1",
        from_kind="adult",
        from_name="Dale Mercer",
        to_id="C-1",
        to_kind="child",
        to_name="Tamsin Brackley",
        provenance=Provenance(**source),
        text=text,
        child_view="",
        strength="medium",
        both_ways=False,
        provisional=False,
        harm_type="",
        level="",
        tool="",
        tool_version="",
        record=RecordSeen(key, "ties", "ties.csv", 2, date(2026, 11, 3), "current"),
        earlier=0,
    )


def test_a_record_that_says_two_things_is_one_card_with_its_grade_in_letters_and_words() -> None:
    said = [evidence("t1", "grooms", "A lift.", "k1"), evidence("t2", "directs", "A lift.", "k1")]
    (card,) = cards(said, TODAY)
    assert (card.title, card.nature, card.letters) == ("Police", "Assessment", "2 B P")
    assert card.meaning == "untested, corroborated, may be shared"
    assert card.when == "observed 25 Oct 2026, recorded 27 Oct 2026 · PI-20417"
    assert card.says == "grooms, directs"


def test_an_ungraded_record_says_so_and_an_overdue_review_too() -> None:
    (card,) = cards([evidence("t1", "grooms", "", "k1", grade=Grade(), review_by=date(2026, 10, 3))], TODAY)
    assert (card.letters, card.meaning) == ("", "ungraded")
    assert card.notes == ("Review was due 3 Oct",)


def test_names_in_quoted_words_are_shortened_only_in_initials_mode() -> None:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    m.adult("A-1", "Dale O’Mercer")
    snapshot = m.snapshot()
    text = "TAMSIN Brackley said Dale waited; Mr O’Mercer drove. Daleside is a street."
    short = shortener(snapshot, ["C-1", "A-1"], Naming.INITIALS)
    assert short(text) == "T.B. said D. waited; Mr O. drove. Daleside is a street."
    assert shortener(snapshot, ["C-1", "A-1"], Naming.FULL)(text) == text


def test_the_story_of_a_tie_keeps_suspected_and_charged_apart() -> None:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    m.adult("A-1", "Dale Mercer")
    m.role("A-1", "suspected", **LASTING)
    m.role("C-1", "harmed", **LASTING)
    m.tie("A-1", "grooms", "C-1")
    m.tie("A-1", "exploits", "C-1", handling="C")
    m.tie("A-1", "supplies", "C-1", information_grade="E")
    snapshot = m.snapshot()
    drawn = board(snapshot)
    story = line_story(drawn, harm_line(drawn), snapshot, TODAY)
    assert story.sentence == "D.M. grooms T.B."
    assert story.counted == "1 record, 1 agency · last observed 20 Oct, 14 days ago"
    assert "D.M. is an adult of concern: suspected; no charge is recorded." in story.status
    assert "T.B. is recorded as harmed." in story.status
    assert story.left_out == (
        "1 left out: suspected to be false.",
        "1 left out: handling C, ask the originator.",
    )
    m.role("A-1", "charged", **LASTING)
    snapshot = m.snapshot()
    drawn = board(snapshot)
    status = line_story(drawn, harm_line(drawn), snapshot, TODAY).status
    assert any(said.startswith("D.M. is an adult of concern:") and "charged" in said for said in status)
    assert not any("no charge" in said for said in status)


def test_safety_is_told_whatever_the_filters_hide_and_a_last_tie_is_named() -> None:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    m.adult("A-2", "Ella Brackley", sex="F")
    m.tie("A-2", "parent", "C-1")
    m.tie("A-2", "protects", "C-1")
    told = safety(m.snapshot(), "C-1", Naming.INITIALS)
    assert told.sentences == (
        "E.B. (mother) keeps T.B. safe.",
        "It is the only such tie recorded. If it is lost, none is left.",
    )
    m.adult("A-3", "Cara Owen")
    m.tie("A-3", "mentors", "C-1")
    old = TODAY - timedelta(days=900)
    m.adult("A-4", "Gone Long")
    m.tie("A-4", "mentors", "C-1", observed_from=old, observed_to=old)
    assert safety(m.snapshot(), "C-1", Naming.INITIALS).sentences == (
        "C.O. (mentor) and E.B. (mother) keep T.B. safe.",
    )


def test_nobody_recorded_as_keeping_a_child_safe_is_said() -> None:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    assert safety(m.snapshot(), "C-1", Naming.INITIALS).sentences == ("No record says who or what keeps T.B. safe.",)


def test_what_is_not_known_is_said() -> None:
    m = Maker()
    m.child("C-1", "Tamsin Brackley", born=None)
    m.entity("adult", "A-B", "Biz")
    m.entities[-1]["identified"] = False
    m.tie("A-B", "grooms", "C-1")
    m.child("C-2")
    m.tie("C-1", "friend", "C-2", agency="school")
    snapshot = m.snapshot()
    drawn = board(snapshot)
    said = not_known(drawn, harm_line(drawn), snapshot)
    assert said == ("Who “Biz” is.", "How old T.B. is.", "What school may know: nothing recorded on these two.")


def test_the_story_of_a_child_holds_roles_harm_and_protection_apart() -> None:
    m = Maker()
    m.child("C-1", "Tamsin Brackley")
    m.adult("A-1", "Dale Mercer")
    m.role("C-1", "open_to_hub", **LASTING)
    m.role("C-1", "at_risk", level="medium", tool="Ottermere tool", tool_version="3", **LASTING)
    m.tie("A-1", "grooms", "C-1")
    snapshot = m.snapshot()
    drawn = board(snapshot, BoardSettings(focus=("C-1",)))
    node = drawn.node("C-1")
    assert node is not None
    story = node_story(drawn, node, snapshot, TODAY)
    assert story.what == "Child · 14"
    assert ("open to the hub", "Police · since 1 Oct · 2 B P") in story.roles
    assert any("medium by Ottermere tool 3" in detail for _, detail in story.roles)
    assert [sentence for _, sentence in story.harm] == ["D.M. grooms T.B. · 1 record, last 20 Oct"]
    assert story.protective == ()


def test_a_board_begins_with_open_children_and_the_newest_evidence_of_harm() -> None:
    m = Maker()
    m.adult("A-1")
    for number, days in ((1, 30), (2, 3), (3, 1)):
        m.child(f"C-{number}")
        day = TODAY - timedelta(days=days)
        m.tie("A-1", "grooms", f"C-{number}", observed_from=day, observed_to=day)
    m.role("C-1", "open_to_hub", **LASTING)
    m.role("C-2", "open_to_hub", **LASTING)
    starts = starting_points(m.snapshot(), Naming.INITIALS)
    assert [start.id for start in starts] == ["C-2", "C-1", "C-3"]
    assert starts[0].says == "harm recorded 31 Oct, 3 days ago"
    assert starting_points(Maker().snapshot(), Naming.INITIALS) == ()


def test_a_clause_about_two_is_not_carried_on_as_if_about_one() -> None:
    m = Maker()
    m.child("a", "Cara Moor")
    m.child("b", "Mia Wells")
    m.tie("a", "missing_with", "b", observed_to=TODAY)
    m.tie("a", "seen_with", "b")
    (line,) = board(m.snapshot(), BoardSettings(focus=("a",))).lines
    assert line.sentence in {
        "C.M. and M.W. were missing together; C.M. was seen with M.W.",
        "C.M. and M.W. were missing together; M.W. was seen with C.M.",
    }

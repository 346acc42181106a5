"""Evidence cards say who, what, how graded and when, in words, and add no markup of what was loaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph.answers import Evidence, RecordSeen, Shown
from graph.model import Grade, Provenance
from graph.snapshot import Withheld
from mapping.discreet import discreet
from mapping.pages import _evidence
from mapping.words import Naming
from tests.make import TODAY, Maker

SCENE = Maker()
SCENE.child("C-1", "Tamsin Brackley")
SCENE.child("C-2", "Wren Holloway")
SCENE.adult("A-1", "Dean Marsh")
SCENE.adult("A-2", "Big D", identified=False)
SCENE.entity("event", "E-1", "Dean Marsh stopped with Tamsin", subkind="stop", started_on=date(2026, 10, 25))
SCENE.entity("thing", "T-1", "07700900417", subkind="phone")
SCENE.tie("C-2", "friend", "C-1")
SNAPSHOT = SCENE.snapshot()


def seen_with(text: str) -> Evidence:
    said = Provenance(
        "ties", "police", "PI-1", date(2026, 10, 26), Grade("2", "B", "P"), "fact", observed_to=date(2026, 10, 25)
    )
    record = RecordSeen("ties|1", "ties", "ties.csv", 2, TODAY, "superseded")
    return Evidence(
        *("t1", "seen_with", False, "C-1", "child", "Tamsin Brackley", "A-1", "adult", "Dean Marsh", said, text, ""),
        *("medium", True, False, "", "", "", "", record, 1),
    )


def test_a_card_says_grade_day_and_reference_in_words_and_ends_its_sentence_once() -> None:
    markup = _evidence.cards(Shown([seen_with("")]), naming=Naming.INITIALS, snapshot=SNAPSHOT)
    assert "T.B." in markup
    assert "D.M..<" not in markup
    for words in ("2 B P", "untested, corroborated, may be shared", "observed 25 Oct, 9 days ago", "PI-1", ">Fact<"):
        assert words in markup
    assert "replaced since" in markup


def test_what_a_person_wrote_about_a_child_is_shortened_like_evidence() -> None:
    said = "R. Osei, 2 Nov: “Tamsin told Wren; Dean Marsh is known to the MACE.”"
    short = discreet(SNAPSHOT, ["C-1"], Naming.INITIALS)(said)
    assert short == "R. Osei, 2 Nov: “T. told W.; Dean Marsh is known to the MACE.”"  # nobody ties Dean to her
    assert discreet(SNAPSHOT, ["C-1"], Naming.FULL)(said) == said


def about(kind: str, to_id: str, to_kind: str, to_name: str) -> Evidence:
    return replace(
        seen_with(""),
        kind=kind,
        from_id="A-1",
        from_kind="adult",
        from_name="Dean Marsh",
        to_id=to_id,
        to_kind=to_kind,
        to_name=to_name,
    )


def test_with_initials_no_name_stands_in_the_words_of_a_source_either() -> None:
    said = "Dean waited for Tamsin BRACKLEY and her friend Wren Holloway. Handset answered by Dean Marsh."
    found = Shown([replace(seen_with(said), child_view="Dean is all right with Wren.")])
    markup = _evidence.cards(found, naming=Naming.INITIALS, snapshot=SNAPSHOT)
    assert not [name for name in ("Dean", "Marsh", "Tamsin", "BRACKLEY", "Wren", "Holloway") if name in markup]
    assert "answered by D.M.<" in markup
    assert "Dean is all right with Wren." in _evidence.cards(found, naming=Naming.FULL, snapshot=SNAPSHOT)


def test_what_the_child_says_is_told_from_what_others_say() -> None:
    found = Shown([replace(seen_with("Seen at the station."), child_view="He is all right with me.")])
    markup = _evidence.cards(found, naming=Naming.FULL, snapshot=SNAPSHOT)
    assert "<blockquote>Seen at the station.</blockquote>" in markup
    assert "The child’s view:</span> He is all right with me.</blockquote>" in markup


def test_an_event_and_a_phone_are_called_what_the_board_calls_them() -> None:
    event = about("present_at", "E-1", "event", "Dean Marsh stopped with Tamsin")
    phone = about("uses", "T-1", "thing", "07700900417")
    short = _evidence.cards(Shown([event, phone]), naming=Naming.INITIALS, snapshot=SNAPSHOT)
    assert "Dean" not in short
    assert "25 Oct 2026" in short
    assert "07700900417" not in short
    assert "·417" in short
    full = _evidence.cards(Shown([event, phone]), naming=Naming.FULL, snapshot=SNAPSHOT)
    assert "“Dean Marsh stopped with Tamsin”" in full
    assert "07700900417" in full


def test_who_is_known_by_a_nickname_keeps_it_and_what_has_left_the_graph_has_no_free_name() -> None:
    nickname = about("seen_with", "A-2", "adult", "Big D")
    gone = about("present_at", "E-9", "event", "Tamsin stopped")
    markup = _evidence.cards(Shown([nickname, gone]), naming=Naming.INITIALS, snapshot=SNAPSHOT)
    assert "“Big D”" in markup
    assert "Tamsin" not in markup


def test_words_of_a_source_are_text() -> None:
    markup = _evidence.cards(Shown([seen_with("<script>run()</script>")]), naming=Naming.FULL, snapshot=SNAPSHOT)
    assert "<script>" not in markup
    assert "&lt;script&gt;run()&lt;/script&gt;" in markup


def test_what_is_withheld_is_said_in_place() -> None:
    found: Shown[Evidence] = Shown([], withheld=Withheld(suspected_false=2, restricted=1))
    assert _evidence.left_out(found) == "1 left out: handling C, ask the originator. 2 left out: suspected to be false."

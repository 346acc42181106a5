"""Evidence cards say who, what, how graded and when, in words, and add no markup of what was loaded."""

from __future__ import annotations

from datetime import date

from graph.answers import Evidence, RecordSeen, Shown
from graph.model import Grade, Provenance
from graph.snapshot import Withheld
from mapping.pages import _evidence
from mapping.words import Naming

TODAY = date(2026, 11, 3)


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
    markup = _evidence.cards(Shown([seen_with("")]), naming=Naming.INITIALS, today=TODAY)
    assert "T.B." in markup
    assert "D.M..<" not in markup
    for words in ("2 B P", "untested, corroborated, may be shared", "observed 25 Oct, 9 days ago", "PI-1", ">Fact<"):
        assert words in markup
    assert "replaced since" in markup


def test_words_of_a_source_are_text() -> None:
    markup = _evidence.cards(Shown([seen_with("<script>run()</script>")]), naming=Naming.FULL, today=TODAY)
    assert "<script>" not in markup
    assert "&lt;script&gt;run()&lt;/script&gt;" in markup


def test_what_is_withheld_is_said_in_place() -> None:
    found: Shown[Evidence] = Shown([], withheld=Withheld(suspected_false=2, restricted=1))
    assert _evidence.left_out(found) == "1 left out: handling C, ask the originator. 2 left out: suspected to be false."

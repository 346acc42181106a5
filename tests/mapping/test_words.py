"""Names, ages, dates and counts read as people say them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping import words
from mapping.words import Naming

TODAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Tamsin Brackley", "T.B."),
        ("Ana Maria de Souza", "A.S."),
        ("Anne-Marie Holt", "A.H."),
        ("Prince", "P."),
        ("", "?"),
        ("404 <b>", "?"),
        ("Żaneta Ławska", "Ż.Ł."),
    ],
)
def test_initials(name: str, short: str) -> None:
    assert words.initials(name) == short


def test_naming_is_a_mode_and_a_nickname_stays_quoted() -> None:
    assert words.person("Tamsin Brackley", Naming.FULL) == "Tamsin Brackley"
    assert words.person("Tamsin Brackley", Naming.INITIALS) == "T.B."
    assert words.person("Biz", Naming.INITIALS, identified=False) == "“Biz”"


def test_age_turns_on_the_birthday() -> None:
    assert words.age(date(2010, 11, 4), TODAY) == 15
    assert words.age(date(2010, 11, 3), TODAY) == 16
    assert words.age(None, TODAY) is None
    assert words.age(TODAY + timedelta(days=1), TODAY) is None


@given(st.dates(date(1990, 1, 1), date(2026, 1, 1)), st.dates(date(2026, 1, 2), date(2040, 1, 1)))
def test_age_never_falls_as_days_pass(born: date, today: date) -> None:
    before, after = words.age(born, today), words.age(born, today + timedelta(days=1))
    assert before is not None
    assert after is not None
    assert 0 <= after - before <= 1


def test_days_are_short_within_the_year_and_full_beyond() -> None:
    assert words.day(date(2026, 10, 25), TODAY) == "25 Oct"
    assert words.day(date(2025, 10, 25), TODAY) == "25 Oct 2025"
    assert words.ago(date(2026, 10, 25), TODAY) == "9 days ago"
    assert words.ago(TODAY, TODAY) == "today"
    assert words.ago(TODAY + timedelta(days=2), TODAY) == "in the future"
    assert words.ago(date(2026, 5, 3), TODAY) == "6 months ago"


@given(st.integers(1, 10_000))
def test_a_small_number_of_children_is_never_shown(count: int) -> None:
    assert (words.small(count) == "under 5") is (count < 5)


def test_none_is_said_as_none() -> None:
    assert words.small(0) == "0"
    assert words.counted(1, "child", "children") == "1 child"
    assert words.counted(3108, "child", "children") == "3,108 children"
    assert words.showing(412, 3108) == "showing 412 of 3,108"


def test_lists_say_how_many_more() -> None:
    assert words.listed([]) == ""
    assert words.listed(["A"]) == "A"
    assert words.listed(["A", "B", "C"]) == "A, B and C"
    assert words.listed(["A", "B", "C", "D"], most=2) == "A, B and 2 more"


def test_a_grade_is_letters_and_words() -> None:
    assert words.grade("2", "B", "P") == "2 B P · untested, corroborated, may be shared"
    assert words.grade(None, None, "P") == "Ungraded"
    assert words.grade("1", None, None) == "1 · reliable"


def test_who_harms_is_the_subject() -> None:
    assert words.sentence("exploits", "D.M.", "T.B.") == "D.M. exploits T.B."


def test_braces_in_a_name_are_only_text() -> None:
    assert words.sentence("knows", "{to}", "{from}") == "{to} and {from} know each other"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Denholm Marrick grooms Isla Wray", "Denholm Marrick grooms Isla Wray."),
        ("D.M. grooms I.W.", "D.M. grooms I.W."),
        ("They met at Kestrel & Co.", "They met at Kestrel & Co."),
        ("She asked for “D.”", "She asked for “D.”"),
        ("two children (T.B. and N.C.)", "two children (T.B. and N.C.)."),
    ],
)
def test_a_sentence_ends_with_one_full_stop(text: str, expected: str) -> None:
    assert words.ended(text) == expected


def test_a_phone_number_keeps_only_its_end_beside_initials() -> None:
    assert words.handle("07700 900417 ", Naming.INITIALS) == "·417"
    assert words.handle("07700 900417", Naming.FULL) == "07700 900417"

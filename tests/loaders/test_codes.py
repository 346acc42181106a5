"""Codes as systems write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_schema import Code, schema
from loaders import codes

EVERY = [(name, code) for name, found in schema().codes.items() for code in found.codes.values()]


@given(st.sampled_from(EVERY), st.sampled_from(["{}", " {} ", "a) {}", "q) {}", "12. {}"]))
def test_a_code_is_read_in_any_case_and_after_a_prefix(entry: tuple[str, Code], dressed: str) -> None:
    name, code = entry
    for text in (code.code, code.code.upper(), code.code.lower()):
        assert codes.read(name, dressed.format(text)) == code.code


@given(st.sampled_from(EVERY))
def test_a_label_is_read_unless_two_codes_share_it(entry: tuple[str, Code]) -> None:
    name, code = entry
    label, own = code.label, code.code
    taken = {other.replace("_", " ").casefold() for other in schema().codes[name].codes if other != own}
    if label.casefold() not in taken:
        assert codes.read(name, label) == own
        assert codes.read(name, f"{own} - {label}") == own


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("sex", "1", "M"),
        ("sex", "2", "F"),
        ("sex", "2.0", "F"),
        ("sex", "a) Male", "M"),
        ("sex", "b) Female", "F"),
        ("sex", "U", "U"),
        ("agency", "q) 6: Police", "police"),
        ("agency", "Children’s Social Care", "social care"),
        ("ethnicity", "W1", "WBRI"),
        ("ethnicity", "WBRI - White British", "WBRI"),
        ("tie", "Seen with", "seen_with"),
        ("harm_type", "CSE", "sexual_exploitation"),
        ("yes_no", "Y", "yes"),
        ("yes_no", "0", "no"),
    ],
)
def test_spellings_met_in_real_files(name: str, text: str, code: str) -> None:
    assert codes.read(name, text) == code


@given(st.sampled_from(sorted(schema().codes)), st.text(min_size=1, max_size=60))
def test_any_text_is_a_code_of_the_list_or_none(name: str, text: str) -> None:
    found = codes.read(name, text)
    assert found is None or found in schema().codes[name].codes
    assert codes.unknown(name, text)


def test_an_unknown_grade_says_which_there_are() -> None:
    assert codes.read("information_grade", "F9") is None
    assert codes.unknown("information_grade", "F9").endswith("Write one of: A, B, C, D, E.")


def test_a_slip_is_answered_with_what_was_meant() -> None:
    assert "Did you mean friend?" in codes.unknown("tie", "freind")

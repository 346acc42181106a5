"""The checker of free text finds what practice advises against, whatever its shape, and never what a child said."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_schema import schema
from mapping.wording import LIST, remarks
from tests.shared import ROOT

CODES = schema().codes[LIST].codes
LISTED = sorted(
    {phrase for code in CODES.values() for phrase in (code.label, *code.extra.get("also", "").split("|")) if phrase}
)
UNLESS = sorted({phrase for code in CODES.values() for phrase in code.extra.get("unless", "").split("|") if phrase})
QUOTES = ("“”", '""', "‘’", "''")
AROUND = st.text(st.sampled_from(" .,;\n()ABCxyz"), max_size=30)


def phrases(text: str) -> list[str]:
    return [one.phrase for one in remarks(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("T. is involved in county lines.", ["involved in"]),
        ("She is ASSOCIATING  WITH\nolder men", ["ASSOCIATING WITH"]),
        ("He won’t engage; she won't engage; they wont engage.", ["won’t engage"]),
        ("In a relationship with her older boyfriend.", ["In a relationship with", "older boyfriend"]),
        ("A gang-member's phone", ["gang-member"]),
        ("He absconded and is streetwise", ["absconded", "streetwise"]),
        ("She consented.", ["consented"]),
        ("A child prostitute, prostituting herself", ["child prostitute"]),
        ("Is putting herself at risk: a lifestyle choice", ["putting herself at risk", "lifestyle choice"]),
        ("He is attention-seeking and out of control, and difficult to engage.",
         ["attention-seeking", "out of control", "difficult to engage"]),
    ],
)  # fmt: skip
def test_phrases_are_found_in_the_order_of_the_text_each_kind_once(text: str, found: list[str]) -> None:
    assert phrases(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The age of consent is 16.",
        "Her mother consented to the referral.",
        "The agencies involved in the plan met; the risk associated with the underpass is known.",
        "He said “I won't engage with you lot” and left.",
        'She said "he is my older boyfriend".',
        "She calls him ‘my older boyfriend’, and he isn't.",
        "He says 'I'm streetwise' and laughs.",
        "Adults offer lifts at the gate. An adult made him carry drugs.",
        "Uninvolved insiders; streetwiser children.",
    ],
)
def test_no_false_alarm(text: str) -> None:
    assert phrases(text) == []


def test_an_unclosed_quotation_hides_nothing() -> None:
    assert phrases("He said “go away. He is involved in drugs.") == ["involved in"]
    assert phrases("The boys' group: he won't engage.") == ["won't engage"]


@given(phrase=st.sampled_from(LISTED), before=AROUND, after=AROUND, shape=st.sampled_from([str.upper, str.title, str]))
def test_every_listed_phrase_is_found_whatever_stands_around_it(
    phrase: str, before: str, after: str, shape: type
) -> None:
    text = f"{before} {shape(phrase)} {after}"
    found = [one.casefold() for one in phrases(text)]
    assert any(one in phrase.casefold() or phrase.casefold() in one for one in found), text


@given(phrase=st.sampled_from(LISTED), quotes=st.sampled_from(QUOTES), before=AROUND, after=AROUND)
def test_nothing_is_said_of_what_is_quoted(phrase: str, quotes: str, before: str, after: str) -> None:
    assert phrases(f"{before} {quotes[0]}It is {phrase} you know{quotes[1]} {after}") == []


@given(phrase=st.sampled_from(LISTED), letters=st.text(st.sampled_from("abxyz"), min_size=1, max_size=3))
def test_parts_of_longer_words_are_not_phrases(phrase: str, letters: str) -> None:
    found = phrases(f"{letters}{phrase.split(maxsplit=1)[0]}{letters}")
    assert found == []


@given(st.text(max_size=300))
def test_any_text_is_read_and_what_is_found_stands_in_it(text: str) -> None:
    flat = " ".join(text.split())
    assert all(" ".join(one.phrase.split()) in flat for one in remarks(text))


@given(st.sampled_from(UNLESS))
def test_what_is_excepted_is_excepted(phrase: str) -> None:
    assert phrases(f"The {phrase} it.") == []


def test_every_remark_says_why_in_a_sentence_and_what_instead() -> None:
    for code in CODES.values():
        assert code.extra["why"].endswith("."), code.code
        assert code.extra["instead"] and not code.extra["instead"].endswith("."), code.code
        assert not remarks(f"{code.extra['why']} {code.extra['instead']}"), code.code


def test_kith_s_own_words_pass() -> None:
    named = [*schema().entities.values(), *schema().ties.values(), *schema().roles.values(), *schema().sources.values()]
    said = [
        f"{getattr(one, 'label', '')} {getattr(one, 'title', '')} {getattr(one, 'description', '')}" for one in named
    ]
    said += [code.label for codes in schema().codes.values() if codes.name != LIST for code in codes.codes.values()]
    assert {text: phrases(text) for text in said if phrases(text)} == {}


@pytest.mark.parametrize("room", ["mapping", "loaders/borough", "cli"])
def test_what_kith_and_its_borough_write_passes(room: str) -> None:
    found = {f"{path.name}: {text}": phrases(text) for path, text in _written(ROOT / room) if phrases(text)}
    assert found == {}


def _written(room: Path) -> Iterator[tuple[Path, str]]:
    """Every text in the code of a room."""
    for path in sorted(room.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.value

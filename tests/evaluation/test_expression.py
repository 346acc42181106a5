"""Conditions: what they mean, what is refused in words, and that no text runs as code."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import KithError
from mapping.evaluation import expression
from mapping.evaluation.expression import OPERATORS

COLUMNS = ("id", "age at entry", "tie(1=best,2=friend)", "a>=b", "seen", "'quoted'")


def met(text: str, *cells: str) -> list[bool | None]:
    condition = expression.read(text, COLUMNS, option="--positive", file="n.csv")
    return condition.met(cells, range(2, 2 + len(cells)), "n.csv")


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("seen >= 3", ["3", "3.0", "2.99", "1e1", "", "NaN", " 4 "], [True, True, False, True, None, None, True]),
        ("seen<=3", ["3", "-4", "+2.5", "3.1"], [True, True, True, False]),
        ("seen > 3", ["3", "4"], [False, True]),
        ("seen < 3", ["3", "2"], [False, True]),
        ("seen == 3", ["3.0", "03", "three", "NA"], [True, True, False, None]),
        ("seen != 3", ["3.0", "three", ""], [False, True, None]),
        ("age at entry >= 14", ["14"], [True]),
        ("tie(1=best,2=friend) == 1", ["1.0", "2"], [True, False]),
        ("a>=b >= 2", ["2", "1"], [True, False]),
        ("seen == 'by police'", ["by police", "By police"], [True, False]),
        ('seen == "3"', ["3.0"], [True]),
        ("'seen' == yes", ["yes", "no"], [True, False]),
        ("'quoted' == yes", ["yes", "no"], [True, False]),
        ("seen == true", ["True", "false"], [True, False]),
        ('seen == ">= 3"', [">= 3", "3"], [True, False]),
        ("seen == 12345678901234567890", ["12345678901234567891"], [False]),
    ],
)
def test_what_a_condition_means(text: str, cells: list[str], expected: list[bool | None]) -> None:
    assert met(text, *cells) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no comparison"),
        ("seen", "holds no comparison"),
        ("seen = 3", "write == for"),
        ("== 3", "names no column"),
        ("seen >=", "names no value"),
        ("seen >= often", "“often” is no number"),
        ("seen >= nan", "“nan” is no number"),
        ("seen >= inf", "“inf” is no number"),
        ("seen >= 1_000", "“1_000” is no number"),
        ("seen >= >= 3", "two comparisons"),
        ("seen => 3", "n.csv has no column “seen =”"),
        ("sene >= 3", "Its columns are “id”, “age at entry”"),
        ("seen > 3 or id > 2", "“3 or id > 2” is no number"),
    ],
)
def test_what_is_no_condition_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(KithError) as refused:
        met(text, "3")
    assert says in str(refused.value)


def test_text_cannot_be_put_in_order() -> None:
    with pytest.raises(KithError) as refused:
        met("seen >= 3", "3", "often", "", "often", "rarely")
    said = str(refused.value)
    assert all(
        part in said for part in ("n.csv", "seen", "“often” in row 3", "“rarely” in row 6", "3 rows", "== or !=")
    )


@contextmanager
def nothing_runs() -> Iterator[None]:
    """Whatever would run text as code inside the block fails the test."""

    def ran(*_: object, **__: object) -> None:
        raise AssertionError("text was run as code")

    with pytest.MonkeyPatch.context() as patched:
        for name in ("eval", "exec", "compile"):
            patched.setattr(builtins, name, ran)
        yield


PIECES = st.one_of(
    st.sampled_from(
        [*OPERATORS, *COLUMNS, "=", "=>", "'", '"', " ", "3", "__import__('os').system('false')", "lambda: 1"]
    ),
    st.text(max_size=12),
)
TEXTS = st.lists(PIECES, max_size=7).map("".join)


@given(TEXTS, st.lists(st.text(max_size=8), max_size=5))
def test_any_text_is_a_condition_or_is_refused(text: str, cells: list[str]) -> None:
    try:
        with nothing_runs():
            found = met(text, *cells)
    except KithError as refused:
        assert len(str(refused)) > 20
    else:
        assert len(found) == len(cells)
        assert all(one is None or isinstance(one, bool) for one in found)


NUMBERS = st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6).map(lambda value: round(value, 6)))


@given(NUMBERS, NUMBERS, st.sampled_from(OPERATORS))
def test_numbers_are_compared_as_python_compares_them(cell: float, value: float, sign: str) -> None:
    compared = {
        "==": cell == value, "!=": cell != value, ">=": cell >= value, "<=": cell <= value,
        ">": cell > value, "<": cell < value,
    }  # fmt: skip
    assert met(f"seen {sign} {value}", f"{cell}") == [compared[sign]]

"""Whatever is printed as JSON is plain, finite and readable."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.plain import plain
from mapping.words import Naming


@dataclass(frozen=True)
class Result:
    when: date
    names: tuple[str, ...]
    naming: Naming
    kinds: frozenset[str]
    figure: float


def test_a_result_becomes_json() -> None:
    made = plain(Result(date(2026, 11, 3), ("A", "B"), Naming.FULL, frozenset({"b", "a"}), float("nan")))
    assert json.loads(json.dumps(made, allow_nan=False)) == {
        "when": "2026-11-03",
        "names": ["A", "B"],
        "naming": "full",
        "kinds": ["a", "b"],
        "figure": None,
    }


def test_numpy_values_are_numbers() -> None:
    assert plain({"a": np.int64(3), "b": np.array([1.5, np.inf])}) == {"a": 3, "b": [1.5, None]}


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        plain(object())


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_everything_plain_can_be_dumped(value: object) -> None:
    json.dumps(plain(value), allow_nan=False)

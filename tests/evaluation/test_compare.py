"""What lot would give, and the posterior: checked against counting every case and against draws."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.evaluation.compare import expected, four_fifths_misfires, ratio


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 40))
def test_the_interval_of_lot_is_exact(group: int, others: int, drawn: int) -> None:
    base = group + others
    found = expected(group, base, drawn)
    if not base or drawn > base:
        assert found is None
        return
    assert found is not None
    ways = [comb(group, count) * comb(others, drawn - count) for count in range(min(group, drawn) + 1)]
    chance = [way / comb(base, drawn) for way in ways]
    assert found.mean == pytest.approx(sum(count * part for count, part in enumerate(chance)))
    assert sum(chance[: found.low]) <= 0.025 + 1e-9
    assert sum(chance[found.high + 1 :]) <= 0.025 + 1e-9
    assert sum(chance[found.low : found.high + 1]) >= 0.95 - 1e-9
    # and it is the narrowest such: one step in would leave out more
    assert found.low == 0 or sum(chance[: found.low + 1]) > 0.025 - 1e-9
    assert found.high == len(chance) - 1 or sum(chance[found.high :]) > 0.025 - 1e-9


def test_the_posterior_is_that_of_draws() -> None:
    found = ratio(6, 2_000, 23_000, 20)
    assert found is not None
    random = np.random.default_rng(0)
    shares = random.beta(6.5, 14.5, 400_000)
    drawn = shares / (1 - shares) * 21_000 / 2_000
    assert [found.low, found.middle, found.high] == pytest.approx(np.percentile(drawn, (5, 50, 95)), rel=0.02)


def test_a_group_with_nobody_has_no_ratio_and_one_never_listed_has() -> None:
    assert ratio(0, 0, 100, 10) is None
    assert ratio(10, 100, 100, 10) is None
    assert ratio(0, 50, 100, 0) is None
    never = ratio(0, 480, 23_000, 20)
    assert never is not None
    assert never.low < 0.1
    assert never.high > 4  # of a list of twenty, absence says next to nothing


@pytest.mark.parametrize(("group", "base", "drawn"), [(11_223, 22_998, 20), (9_000, 22_998, 60), (40, 100, 30)])
def test_how_often_the_four_fifths_rule_misfires_is_what_lot_shows(group: int, base: int, drawn: int) -> None:
    random = np.random.default_rng(1)
    counts = random.hypergeometric(group, base - group, drawn, 40_000)
    rates = np.array([counts / group, (drawn - counts) / (base - group)])
    seen = (rates.min(axis=0) < 0.8 * rates.max(axis=0)).mean()
    assert four_fifths_misfires(group, base, drawn) == pytest.approx(seen, abs=0.01)

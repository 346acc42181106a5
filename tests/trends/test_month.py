"""Months: read, told, counted back; what is no month, or has not begun, is a sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import KithError
from mapping.trends.month import Month, read_month
from tests.make import TODAY


def test_a_month_is_read_and_told() -> None:
    month = read_month("2026-10", TODAY)
    assert (month.name, month.short, str(month)) == ("October 2026", "Oct", "2026-10")
    assert (month.first, month.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert str(read_month(" ", TODAY)) == "2026-10"
    assert [str(one) for one in Month(2026, 2).run(4)] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert Month(2024, 2).last == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "Oct", "10/2026", "2026-1", "2026-10-01", "0000-10", "9999-10"])
def test_what_is_no_month_is_a_sentence(text: str) -> None:
    with pytest.raises(KithError, match=r"is no month\. Write the year and the month as numbers, such as 2026-11"):
        read_month(text, TODAY)


def test_a_month_that_has_not_begun_is_a_sentence() -> None:
    assert str(read_month("2026-11", TODAY)) == "2026-11"
    with pytest.raises(KithError, match=r"December 2026 has not begun: today is 3 Nov 2026 here\. Ask for 2026-11 or"):
        read_month("2026-12", TODAY)


@given(st.dates(date(1950, 1, 1), date(2200, 1, 1)), st.integers(-500, 500))
def test_every_day_lies_in_one_month_and_back_and_forth_is_where_one_was(day: date, months: int) -> None:
    month = Month.of(day)
    assert month.holds(day)
    assert month.first <= day <= month.last
    assert not month.back(1).holds(day)
    assert month.back(1).last + timedelta(days=1) == month.first
    assert month.back(months).back(-months) == month

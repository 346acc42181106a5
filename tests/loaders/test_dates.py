"""Days: what is read, what is refused, and with which words."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.dates import NotADay, read

DAYS = st.dates(date(1930, 1, 2), date(2098, 12, 31))


@given(DAYS)
def test_every_usual_way_of_writing_a_day_is_read_as_that_day(day: date) -> None:
    ways = [
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {day:%B %Y}",
        f"{day:%d-%b-%Y}",
        f"{day.isoformat()} 00:00:00",
        f"{day.isoformat()}T00:00:00",
    ]
    assert {read(way).day for way in ways} == {day}
    assert all(read(way).at is None for way in ways)


@given(DAYS)
def test_an_excel_day_number_is_that_day_and_says_so(day: date) -> None:
    found = read(str((day - date(1899, 12, 30)).days))
    assert (found.day, found.serial) == (day, True)


@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_the_time_is_kept(day: date, hour: int, minute: int) -> None:
    for way in (f"{day.isoformat()} {hour:02}:{minute:02}", f"{day:%d/%m/%Y} {hour}:{minute:02}"):
        assert (read(way).day, read(way).at) == (day, time(hour, minute))


@given(DAYS.filter(lambda day: day.day > 12))
def test_month_first_is_never_guessed(day: date) -> None:
    with pytest.raises(NotADay) as caught:
        read(f"{day:%m/%d/%Y}")
    assert caught.value.rule == "month_first"
    assert f"{day:%d/%m/%Y}" in str(caught.value)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_refused_with_words(text: str) -> None:
    rule, said, year = "", "", 2000
    try:
        year = read(text).day.year
    except NotADay as error:
        rule, said = error.rule, str(error)
    assert 1900 <= year <= 2101
    assert bool(rule) == said.endswith(".")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("30/02/2026", "no_such_day"),
        ("2026-02-29", "no_such_day"),
        ("31/04/2026", "no_such_day"),
        ("00/00/0000", "no_such_day"),
        ("25/10/26", "two_digit_year"),
        ("25 Oct 26", "two_digit_year"),
        ("01/01/1900", "placeholder_date"),
        ("1900-01-01", "placeholder_date"),
        ("31/12/9999", "placeholder_date"),
        ("12/05/1066", "year_out_of_range"),
        ("25/10/2206", "year_out_of_range"),
        ("2026-10-25 25:10", "not_a_time"),
        ("2026-10-25 13:10 pm", "not_a_time"),
        ("last summer", "not_a_date"),
        ("2026", "not_a_date"),
        ("99999", "not_a_date"),
        ("12 Foo 2026", "not_a_date"),
    ],
)
def test_what_cannot_be_trusted_is_refused_by_name(text: str, rule: str) -> None:
    with pytest.raises(NotADay) as caught:
        read(text)
    assert caught.value.rule == rule


def test_thirtieth_of_february_says_how_many_days_the_month_has() -> None:
    with pytest.raises(NotADay, match="There is no 30 February 2026: February 2026 has 28 days"):
        read("30/02/2026")


def test_a_time_with_a_zone_becomes_british_time() -> None:
    assert str(read("2026-07-01T23:30:00Z")) == "2026-07-02 00:30"
    assert str(read("2026-12-01T23:30:00+00:00")) == "2026-12-01 23:30"


def test_a_day_number_with_a_part_has_a_time() -> None:
    assert str(read("45962.5")) == "2025-11-01 12:00"
    assert read("45962.99999").day == date(2025, 11, 1) + timedelta(days=1)

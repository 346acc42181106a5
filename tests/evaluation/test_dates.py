"""Dates as tables write them: read, or named as what they are."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.evaluation.dates import dates, month_name

FORMS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d-%b-%Y", "%Y%m%d", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%B %d, %Y"]
DAY = date(2019, 6, 30)
NUMBER = (DAY - date(1970, 1, 1)).days


@pytest.mark.parametrize("form", FORMS)
def test_days_are_read_however_they_are_written(form: str) -> None:
    found = dates([DAY.strftime(form), (DAY + timedelta(1)).strftime(form)])
    assert found.day.tolist() == [NUMBER, NUMBER + 1]
    assert found.month.tolist() == [49 * 12 + 5, 49 * 12 + 6]
    assert not found.month_only.any() and not found.numbers


@pytest.mark.parametrize("cell", ["2019-06", "06/2019", "June 2019", "Jun-2019", "201906"])
def test_months_are_read_as_months_only(cell: str) -> None:
    found = dates([cell])
    assert found.month_only.all() and np.isnan(found.day).all()
    assert month_name(found.month[0]) == "June 2019"


def test_a_whole_column_says_which_comes_first() -> None:
    assert dates(["03/04/2019", "30/04/2019"]).month.tolist() == [591, 591]
    assert dates(["04/03/2019", "04/30/2019"]).month.tolist() == [591, 591]
    assert dates(["04/30/2019"]).note == ""
    unsure = dates(["03/04/2019"])
    assert (unsure.month.tolist(), unsure.note) == ([591], "Dates such as 3/4/2019 are read as day/month/year.")


def test_two_digits_of_a_year() -> None:
    assert [month_name(one) for one in dates(["30/06/19", "30/06/98"]).month] == ["June 2019", "June 1998"]


def test_what_is_no_date_is_no_date() -> None:
    found = dates(["2019-02-30", "2019-13", "soon", "", "NA", "2019-06-30"])
    assert found.unread.tolist() == [True, True, True, False, False, False]
    assert found.empty.tolist() == [False, False, False, True, True, False]


def test_numbers_count_days_unless_they_are_dates_in_digits() -> None:
    found = dates(["413", "472.5", "", "x"])
    assert found.numbers
    assert found.day[:2].tolist() == [413, 472.5]
    assert found.empty.tolist() == [False, False, True, False]
    assert found.unread.tolist() == [False, False, False, True]
    assert not dates(["20190630", "20190701"]).numbers
    assert dates(["20190630", "99999999"]).numbers


@given(st.lists(st.text(max_size=12), max_size=20))
def test_whatever_is_written_every_cell_is_told(cells: list[str]) -> None:
    found = dates(cells)
    assert len(found.day) == len(cells)
    told = found.unread.astype(int) + found.empty + found.month_only + ~np.isnan(found.day)
    assert (told == 1).all()

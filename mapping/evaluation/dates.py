"""Reads dates as tables write them: days, months without a day, or plain numbers of days; says what it assumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from mapping.evaluation.expression import EMPTY, number

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(
    r"(?:T|\s+|,\s*)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]([A-Za-z]{3,9})[-/.,\s]+(\d{4}|\d{2})")
_NAME_FIRST = re.compile(r"([A-Za-z]{3,9})\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_LAST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_MONTH_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})")
_MONTH_NAMED = re.compile(r"([A-Za-z]{3,9})[-/.,\s]+(\d{4})")
_YOUNGEST = 69  # of two digits: 69 is 1969, 68 is 2068, as strptime has it


@dataclass(frozen=True)
class Dates:
    """A column of dates, one entry a cell.

    `day` counts days, not a number where only the month is known or nothing; `month` counts months since January 1970.
    """

    day: Floats
    month: Floats
    empty: Bools
    month_only: Bools
    numbers: bool  # the column counts days from a day that nobody named
    note: str  # what was assumed, in words; empty where nothing was

    @property
    def unread(self) -> Bools:
        """Cells that hold something that is no date."""
        found: Bools = np.isnan(self.day) & np.isnan(self.month) & ~self.empty
        return found

    def where(self, keep: Bools) -> Dates:
        """Some of them."""
        return Dates(self.day[keep], self.month[keep], self.empty[keep], self.month_only[keep], self.numbers, self.note)


def dates(cells: Sequence[str]) -> Dates:
    """Read a column of dates.

    Years, months and days may be written `2019-06-30`, `30/06/2019`, `30 June 2019`, `20190630`, with or without a time
    of day, months `2019-06`, `06/2019`, `June 2019`, `201906`. Whether 3/4 is in April or in March the whole column
    decides: in April, unless some day would then be past the twelfth month.

    Returns
    -------
    Dates
        Not a number where a cell is empty or no date. A column of other numbers counts days.
    """
    found, place = np.unique(np.array([cell.strip() for cell in cells], dtype=object).astype(str), return_inverse=True)
    texts = [_TIME.sub("", text) for text in found]
    empty = np.array([text in EMPTY for text in texts], bool)
    if counted := _numbers(texts):
        day, month = np.array(counted), np.full(len(texts), np.nan)
        return _spread(day, month, empty, place, "", numbers=True)
    pairs = [(int(m[1]), int(m[3])) for text in texts if (m := _YEAR_LAST.fullmatch(text))]
    month_first = any(b > 12 for _, b in pairs) and not any(a > 12 for a, _ in pairs)
    unsure = bool(pairs) and all(a <= 12 and b <= 12 for a, b in pairs)
    note = "Dates such as 3/4/2019 are read as day/month/year." if unsure else ""
    day, month = np.full(len(texts), np.nan), np.full(len(texts), np.nan)
    for at, text in enumerate(texts):
        when = _day(text, month_first=month_first)
        if when is not None:
            day[at] = when.toordinal() - _EPOCH
        else:
            when = _month(text)
        if when is not None:
            month[at] = (when.year - 1970) * 12 + when.month - 1
    return _spread(day, month, empty, place, note)


def _spread(
    day: Floats, month: Floats, empty: Bools, place: npt.NDArray[np.intp], note: str, *, numbers: bool = False
) -> Dates:
    place = place.ravel()
    only = np.isnan(day) & ~np.isnan(month)
    return Dates(day[place], month[place], empty[place], only[place], numbers, note)


def month_name(month: float) -> str:
    """`June 2019`, of months since January 1970."""
    return date(1970 + int(month) // 12, int(month) % 12 + 1, 1).strftime("%B %Y")


def _numbers(texts: Sequence[str]) -> list[float] | None:
    """The cells as numbers, where most are numbers and no calendar dates written in digits alone."""
    read = [number(text) for text in texts]
    plain = [value for value in read if value is not None]
    if not plain or len(plain) * 2 < sum(text not in EMPTY for text in texts):
        return None
    if all(_day(text) or _month(text) for text, value in zip(texts, read, strict=True) if value is not None):
        return None
    return [float("nan") if value is None else float(value) for value in read]


def _day(text: str, *, month_first: bool = False) -> date | None:
    if m := _YEAR_FIRST.fullmatch(text):
        return _date(m[1], m[3], m[4])
    if m := _YEAR_LAST.fullmatch(text):
        return _date(m[4], m[1], m[3]) if month_first else _date(m[4], m[3], m[1])
    if m := _COMPACT.fullmatch(text):
        return _date(m[1], m[2], m[3])
    if m := _NAMED.fullmatch(text):
        return _date(m[3], m[2], m[1])
    if m := _NAME_FIRST.fullmatch(text):
        return _date(m[3], m[1], m[2])
    return None


def _month(text: str) -> date | None:
    if m := _MONTH.fullmatch(text) or _MONTH_COMPACT.fullmatch(text):
        return _date(m[1], m[2], "1")
    if m := _MONTH_LAST.fullmatch(text) or _MONTH_NAMED.fullmatch(text):
        return _date(m[2], m[1], "1")
    return None


def _date(year: str, month: str, day: str) -> date | None:
    if not month.isdigit():
        name = month.casefold()
        if name[:3] not in _MONTHS:
            return None
        month = str(_MONTHS.index(name[:3]) + 1)
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= _YOUNGEST else 2000)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None

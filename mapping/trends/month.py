"""A month of a calendar: read from `2026-10`, told as `October 2026`, refused in words when there is no such month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from graph.errors import KithError
from mapping import words

_WRITTEN = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month."""

    year: int
    number: int  # 1 to 12

    @classmethod
    def of(cls, day: date) -> Month:
        """The month in which a day lies."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.back(-1).first - timedelta(days=1)

    @property
    def name(self) -> str:
        """`October 2026`."""
        return f"{self.first:%B} {self.year}"

    @property
    def short(self) -> str:
        """`Oct`."""
        return f"{self.first:%b}"

    def back(self, months: int) -> Month:
        """So many months earlier; later where negative."""
        year, number = divmod(self.year * 12 + self.number - 1 - months, 12)
        return Month(year, number + 1)

    def run(self, months: int) -> tuple[Month, ...]:
        """So many months that end with this one, the earliest first."""
        return tuple(self.back(n) for n in reversed(range(months)))

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and (day.year, day.month) == (self.year, self.number)

    @classmethod
    def read(cls, text: str | None) -> Month | None:
        """The month that a record names, `2026-10`; None for none."""
        return cls(int(text[:4]), int(text[5:7])) if text and _WRITTEN.fullmatch(text) else None

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


def read_month(text: str, as_of: date) -> Month:
    """Read a month as somebody typed it.

    Parameters
    ----------
    text
        `2026-10`; empty for the last month that is over.
    as_of
        The day that counts as today.

    Raises
    ------
    KithError
        It is no month, or it has not begun.
    """
    if not text.strip():
        return Month.of(as_of).back(1)
    found = _WRITTEN.fullmatch(text.strip())
    if not found or not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 9998:
        raise KithError(f"“{text}” is no month. Write the year and the month as numbers, such as {Month.of(as_of)}.")
    month = Month(int(found[1]), int(found[2]))
    if month.first > as_of:
        day = words.day(as_of)
        raise KithError(f"{month.name} has not begun: today is {day} here. Ask for {Month.of(as_of)} or earlier.")
    return month

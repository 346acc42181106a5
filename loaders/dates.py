"""Days and times as files write them: year or day first. What can be read two ways is refused, with the mend."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1900, 2100
# Excel counts days from 30 December 1899 (its 1900 had a 29 February). A bare number is taken as a date between these.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range((date(1930, 1, 1) - _SERIAL_ZERO).days, (date(LAST_YEAR, 1, 1) - _SERIAL_ZERO).days)
_STAND_INS = {
    date(1, 1, 1),
    date(1753, 1, 1),
    date(1899, 12, 30),
    date(1899, 12, 31),
    date(1900, 1, 1),
    date(1901, 1, 1),
    date(9999, 12, 31),
    date(2099, 12, 31),
    date(2100, 1, 1),
}
_TIME = (
    r"(?:[T ]\s*(?P<time>\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?)(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _TIME, re.I)
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})" + _TIME, re.I)
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?P<d>\d{1,2})(?:st|nd|rd|th)?[- ](?P<m>[A-Za-z]{3,9}),?[- ](?P<y>\d{4}|\d{2})" + _TIME, re.I
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_YEAR_MONTH = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})")
_MONTH_YEAR = re.compile(r"(?P<m>\d{1,2}|[A-Za-z]{3,9})\.?,?[-/. ](?P<y>\d{4}|\d{2})")
_SERIAL = re.compile(r"(?P<days>\d{5})(?:\.(?P<part>\d+))?")
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTHS["sept"] = 9
_LONDON = ZoneInfo("Europe/London")
WRITE = "Write it as yyyy-mm-dd or dd/mm/yyyy."


class NotADay(ValueError):
    """The text is no day that can be trusted; `rule` names why and the message says how to mend it."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class When:
    """A day, with the time where the text had one; or a whole month, where the text had no day."""

    day: date  # of a month the first, which nobody may take for the day
    at: time | None = None
    serial: bool = False  # was an Excel serial number
    month: bool = False

    def __str__(self) -> str:
        if self.month:
            return f"{self.day:%Y-%m}"
        return f"{self.day.isoformat()} {self.at:%H:%M}" if self.at else self.day.isoformat()

    @property
    def clock(self) -> str | None:
        """`23:40`, None when no time is known."""
        return f"{self.at:%H:%M}" if self.at else None

    @property
    def last(self) -> date:
        """The day, or the last day of the month."""
        if not self.month:
            return self.day
        return self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1])


def read(text: str, *, months: bool = False) -> When:
    """Read a day and, where there is one, its time.

    Accepted: `2026-10-25`, `2026/10/25`, `20261025`, `25/10/2026`, `25-10-2026`, `25.10.2026`, `25 Oct 2026`, each with
    `23:40`, `23:40:00` or `11:40 pm`; Excel's serial number `46320`. Times with a zone become British local time.

    Parameters
    ----------
    months
        Whether a month without a day will do: `2026-10`, `10/2026`, `Oct 2026`.

    Raises
    ------
    NotADay
        With the rule broken: `not_a_date`, `no_such_day`, `two_digit_year`, `month_first`, `placeholder_date`,
        `year_out_of_range`, `not_a_time`, `month_only`.
    """
    text = " ".join(text.split())
    if serial := _SERIAL.fullmatch(text):
        return _from_serial(serial)
    match = _COMPACT.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    match = match or _NAMED.fullmatch(text)
    if match is None and (whole := _YEAR_MONTH.fullmatch(text) or _MONTH_YEAR.fullmatch(text)):
        return _month(whole["y"], whole["m"], allowed=months)
    if match is None:
        raise NotADay("not_a_date", f"This is not a date. {WRITE}")
    found = match.groupdict()
    year = found["y"]
    month = _MONTHS.get(found["m"].casefold()) if found["m"].isalpha() else int(found["m"])
    if month is None:
        raise NotADay("not_a_date", f"There is no month {found['m']}. {WRITE}")
    day = int(found["d"])
    if len(year) == 2:
        raise NotADay("two_digit_year", f"The year has two digits, which could mean 19{year} or 20{year}. {WRITE}")
    found_day = _day(int(year), month, day)
    return _with_time(found_day, found.get("time"), found.get("zone"))


def _month(year: str, name: str, *, allowed: bool) -> When:
    """A month without a day, as the whole month that it is."""
    month = int(name) if name.isdigit() else _MONTHS.get(name.casefold())
    if month is None or not 1 <= month <= 12:
        raise NotADay("not_a_date", f"This is not a date. {WRITE}")
    if len(year) == 2:
        raise NotADay(
            "two_digit_year",
            f"This could be a day of {calendar.month_name[month]}, or {calendar.month_name[month]} of a year with two "
            f"digits. {WRITE}",
        )
    if not allowed:
        raise NotADay("month_only", f"Only a month is given, and a day is needed here. {WRITE}")
    return When(_day(int(year), month, 1), month=True)


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        if 12 < month <= 31 and 1 <= day <= 12:
            raise NotADay(
                "month_first",
                f"There is no month {month}: Kith reads the day before the month. If {month} "
                f"{calendar.month_name[day]} "
                f"is meant, write {month:02}/{day:02}/{year} and look at the other dates of this file too.",
            )
        raise NotADay("no_such_day", f"There is no month {month}. {WRITE}")
    last = calendar.monthrange(year, month)[1] if 1 <= year <= 9999 else 31
    if not 1 <= day <= last:
        name = calendar.month_name[month]
        raise NotADay(
            "no_such_day",
            f"There is no {day} {name} {year}: {name} {year} has {last} days. Correct the day or the month.",
        )
    made = date(max(year, 1), month, day) if year else date(1, 1, 1)
    if made in _STAND_INS:
        raise NotADay(
            "placeholder_date",
            f"{made.day:02}/{made.month:02}/{made.year:04} is what a system writes when it does not know the date. "
            "Leave the cell empty, or write the real date.",
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADay("year_out_of_range", f"The year {year} cannot be right. Correct the year.")
    return made


def _from_serial(match: re.Match[str]) -> When:
    days = int(match["days"])
    if days not in _SERIALS:
        raise NotADay("not_a_date", f"This is a number, not a date. {WRITE}")
    day = _SERIAL_ZERO + timedelta(days=days)
    minutes = round(float(f"0.{match['part']}") * 1440) if match["part"] else 0
    if minutes == 1440:
        return When(day + timedelta(days=1), None, serial=True)
    return When(day, time(minutes // 60, minutes % 60) if minutes else None, serial=True)


def _with_time(day: date, text: str | None, zone: str | None) -> When:
    if not text:
        return When(day)
    squeezed = text.replace(" ", "").replace("a.m", "am").replace("p.m", "pm").rstrip(".").casefold()
    half = squeezed[-2:] if squeezed[-2:] in {"am", "pm"} else ""
    parts = [int(part) for part in re.split(r"[:.]", squeezed.removesuffix(half))[:3]]
    hour, minute = parts[0], parts[1]
    if half:
        if not 1 <= hour <= 12:
            raise NotADay("not_a_time", f"{text} is no time. Write hours and minutes as 23:40.")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or (len(parts) > 2 and parts[2] > 59):
        raise NotADay("not_a_time", f"{text} is no time. Write hours and minutes as 23:40.")
    at = time(hour, minute)
    if zone:
        day, at = _local(day, at, zone)
    # Systems without a time write midnight with seconds; a person who means midnight writes 00:00.
    if at == time(0) and len(parts) > 2:
        return When(day)
    return When(day, at)


def _local(day: date, at: time, zone: str) -> tuple[date, time]:
    offset = timedelta(0)
    if zone.upper() != "Z":
        digits = zone[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (1 if zone[0] == "+" else -1)
    local = (datetime.combine(day, at, UTC) - offset).astimezone(_LONDON)
    return local.date(), local.time()

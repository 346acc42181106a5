"""Checks every cell of a table against its contract and finds all that is wrong at once.

Each column is reduced to its different values first and every different value is read once: a file of 100,000 rows has
few different codes and days.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import Column, Source
from graph.model import fold
from loaders import codes, dates, grid
from loaders.columns import Match, letter
from loaders.problem import Problem, shown, size
from loaders.table import Table
from loaders.words import clean, control, cut_short, identifier, listed, plain_number, unmarked

if TYPE_CHECKING:
    from loaders.gazetteer import Codes
    from loaders.points import Point

LONGEST = 10_000
"""Characters that a cell of a column outside the contract may hold."""
_FUTURE = ("review_date", "to")
"""Date columns that may lie in the future, unless the source names others (`future`)."""
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass
class Checked:
    """The rows of a table as typed values, and what is wrong with them.

    `values` has every column of the source: texts (`""` when empty), `When` or None, numbers or None, tuples of texts.
    """

    source: Source
    table: Table
    match: Match
    today: date
    values: dict[str, list[Any]]
    numbers: list[int]
    problems: list[Problem] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)  # places in `numbers`
    notes: list[str] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)  # of rows that are loaded all the same
    points: dict[int, Point] = field(default_factory=dict)  # where the places that rows describe lie
    areas: dict[str, Codes] = field(default_factory=dict)  # of the postcodes of homes, and no points
    derived: dict[int, str] = field(default_factory=dict)  # what look-ups add to rows, part of their digest

    def fault(self, place: int, column: str | None, rule: str, message: str) -> None:
        """Note a problem of one row; a value that is empty shows as such."""
        self.problems.append(self._problem(place, column, rule, message))
        self.bad.add(place)

    def warn(self, place: int, column: str | None, rule: str, message: str) -> None:
        """Note what is wrong with a row that is kept and loaded without it."""
        self.warnings.append(self._problem(place, column, rule, message))

    def _problem(self, place: int, column: str | None, rule: str, message: str) -> Problem:
        value = shown(self.given(place, column)) if column and column in self.match.places else ""
        return Problem(self.numbers[place], column, value, rule, message)

    def given(self, place: int, column: str) -> str:
        """The cell as the file gives it."""
        return str(self.table.cells.column(self.match.places[column])[place].as_py())

    def filled(self, column: str) -> Iterator[tuple[int, Any]]:
        """Every row that fills the column, with its value."""
        for place, value in enumerate(self.values[column]):
            if value not in ("", None, ()):
                yield place, value


class _Wrong(ValueError):
    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def check(table: Table, match: Match, today: date) -> Checked:
    """Read every cell by its column's contract; collect every problem of the file.

    Parameters
    ----------
    today
        The day that counts as today: what has happened cannot have happened later.
    """
    size_ = table.cells.num_rows
    checked = Checked(match.source, table, match, today, {}, table.rows.to_pylist())
    for column in match.source.columns:
        place = match.places.get(column.name)
        if place is None:
            checked.values[column.name] = [_nothing(column)] * size_
            continue
        _column(checked, column, table.cells.column(place))
    for place in range(len(table.header)):
        if place not in match.places.values():
            _extra(checked, place)
    checked.problems.extend(ragged.problem for ragged in table.ragged)
    return checked


def _column(checked: Checked, column: Column, cells: pa.ChunkedArray) -> None:
    coded = pc.dictionary_encode(cells.combine_chunks())
    read: list[Any] = []
    wrong: dict[int, _Wrong] = {}
    serials = 0
    counts: dict[int, int] = {}
    months: set[int] = set()
    for code, text in enumerate(coded.dictionary.to_pylist()):
        try:
            value = _value(checked, column, text)
        except _Wrong as error:
            wrong[code], value = error, _nothing(column)
        if isinstance(value, dates.When) and value.serial:
            counts[code] = 0
        if isinstance(value, dates.When) and value.month:
            months.add(code)
        read.append(value)
    indices = coded.indices.to_pylist()
    checked.values[column.name] = [read[code] for code in indices]
    if wrong:
        for place, code in enumerate(indices):
            if code in wrong:
                checked.fault(place, column.name, wrong[code].rule, str(wrong[code]))
    if months:
        whole = sum(code in months for code in indices)
        checked.notes.append(
            f"{column.name}: {whole:,} {'row gives' if whole == 1 else 'rows give'} a month and no day (such as "
            f"{coded.dictionary[next(iter(months))].as_py()}). They are kept as that month, and left out and counted "
            "wherever a day is needed."
        )
    if counts:
        serials = sum(code in counts for code in indices)
        first = coded.dictionary[next(iter(counts))].as_py()
        checked.notes.append(
            f"{column.name}: {serials:,} {'date was' if serials == 1 else 'dates were'} written as Excel's day number "
            f"(such as {first}) and read as {read[next(iter(counts))].day:%d/%m/%Y}."
        )


def _nothing(column: Column) -> Any:
    if column.type == "list":
        return ()
    return "" if column.type in {"string", "code"} else None


def _value(checked: Checked, column: Column, text: str) -> Any:
    """The typed value of one cell; raises `_Wrong` with the rule and the mend."""
    if control(text):
        raise _Wrong("control_character", "The cell holds NUL bytes or other control characters. Take them out.")
    if len(text) > column.max_length:
        raise _too_long(len(text), column.max_length)
    text = clean(text)
    if not text:
        if column.filled:
            raise _Wrong("missing_value", f"{column.title} must be filled in. {_such_as(column)}")
        return _nothing(column)
    if column.type != "string" or _names(column):
        text = unmarked(text)
    return _READERS.get(column.type, _string)(checked, column, text)


def _too_long(length: int, limit: int) -> _Wrong:
    return _Wrong("too_long", f"The cell ({size(length)} of text) is longer than {limit:,} characters. Shorten it.")


def _names(column: Column) -> bool:
    """True for a column of text that names a record, person or place."""
    return bool(column.entity or column.unique or column.name == "record_reference")


def _identifier(text: str) -> str:
    if cut_short(text := identifier(text)):
        raise _Wrong(
            "digits_lost",
            "A spreadsheet has shortened this number and its last digits are lost. Export it again with the column as "
            "text, or write the whole number.",
        )
    return text


def _string(_: Checked, column: Column, text: str) -> str:
    if _names(column):
        text = _identifier(text)
    if column.pattern:
        for attempt in (text, text.upper(), plain_number(text)):
            if re.fullmatch(column.pattern, attempt):
                return attempt
        raise _Wrong("not_allowed", f"{column.title} cannot be this. {column.description} {_such_as(column)}".strip())
    return text


def _list(_: Checked, column: Column, text: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(_identifier(unmarked(value)) for value in listed(text)))
    if longest := next((value for value in values if len(value) > 200), None):
        raise _too_long(len(longest), 200)
    return values


def _code(_: Checked, column: Column, text: str) -> str:
    name = column.codes or ""
    code = codes.read(name, text)
    if code is None:
        rule = "bad_grade" if name.endswith("_grade") else "unknown_code"
        raise _Wrong(rule, codes.unknown(name, text) + ("" if column.filled else " Or leave it empty."))
    return code


def _day(checked: Checked, column: Column, text: str) -> dates.When:
    try:
        when = dates.read(text, months=column.name in checked.source.extra.get("months", ()))
    except dates.NotADay as error:
        raise _Wrong(error.rule, str(error)) from error
    if when.day > checked.today and column.name not in checked.source.extra.get("future", _FUTURE):
        raise _Wrong(
            "in_the_future",
            f"{column.title} lies after today ({checked.today:%d/%m/%Y}). Correct the day, month or year.",
        )
    return when


def _number(_: Checked, column: Column, text: str) -> float | int:
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise _Wrong("not_a_number", f"{column.title} must be a number. {_such_as(column)}")
    if column.type == "integer" and not number.is_integer():
        raise _Wrong("not_a_whole_number", f"{column.title} must be a whole number. {_such_as(column)}")
    low, high = column.minimum, column.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise _Wrong("out_of_range", f"{column.title} must lie between {_bound(low)} and {_bound(high)}.")
    return int(number) if column.type == "integer" else number


def _coordinate(_: Checked, column: Column, text: str) -> float | str:
    """A number as far as it is one: what is wrong with a point is a warning, and the row is kept (loaders.points)."""
    found = grid.number(text, metres=column.name in {"easting", "northing"})
    return text if found is None else found


def _bound(value: float | None) -> str:
    return "any number" if value is None else f"{value:g}" if abs(value) < 1e5 else f"{value:.0f}"


_READERS: dict[str, Any] = {
    "list": _list,
    "code": _code,
    "date": _day,
    "datetime": _day,
    "number": _number,
    "coordinate": _coordinate,
    "integer": _number,
}


def _such_as(column: Column) -> str:
    return f"Such as: {column.example}." if column.example else ""


def _extra(checked: Checked, place: int) -> None:
    """A column outside the contract is kept with the record; it must still be text of a bearable length."""
    cells = checked.table.cells.column(place)
    long = pc.greater(pc.utf8_length(cells), LONGEST)
    strange = pc.match_substring_regex(cells, r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
    name = clean(checked.table.header[place]) or f"column {letter(place)}"
    for at in pc.indices_nonzero(pc.or_(long, strange)).to_pylist():
        text = cells[at].as_py()
        error = (
            _too_long(len(text), LONGEST)
            if len(text) > LONGEST
            else _Wrong("control_character", "The cell holds NUL bytes or other control characters. Take them out.")
        )
        checked.problems.append(Problem(checked.numbers[at], shown(name), shown(text), error.rule, str(error)))
        checked.bad.add(at)


def same(checked: Checked, places: list[int]) -> bool:
    """True when these rows say the same in every column of the contract; case and spaces of identifiers say nothing."""
    columns = [
        [
            fold(values[place]) if column.unique or (column.entity and column.type == "string") else values[place]
            for place in places
        ]
        for column in checked.source.columns
        for values in [checked.values[column.name]]
    ]
    return all(value == column[0] for column in columns for value in column)


def groups(checked: Checked, column: str, fold: Any) -> dict[str, list[int]]:
    """Places of the rows that share a value of a column, for every value that is there more than once."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, value in checked.filled(column):
        found[fold(value)].append(place)
    return {value: places for value, places in found.items() if len(places) > 1}

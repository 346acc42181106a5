"""The whole-row and whole-file rules that contracts name in `checks`, each a function that notes what breaks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_schema import schema
from graph.model import fold
from loaders import plans
from loaders.check import Checked, groups, same
from loaders.dates import When
from loaders.episodes import MISSING
from loaders.link import Ref
from loaders.memory import Memory

OLDEST_CHILD = 25


@dataclass(frozen=True)
class Rows:
    """What a rule looks at: the checked rows, whom they name, and what earlier files of the same load said."""

    checked: Checked
    linked: dict[str, list[tuple[Ref, ...]]]
    memory: Memory

    def day(self, column: str, place: int) -> date | None:
        """The day a date column holds, None when it is empty or not there."""
        values = self.checked.values.get(column)
        when = values[place] if values else None
        return when.day if isinstance(when, When) else None

    def ref(self, column: str, place: int) -> Ref | None:
        """The one entity a cell names, None when it names nobody Kith knows."""
        found = self.linked[column][place]
        return found[0] if found else None

    def places(self) -> range:
        """Every row."""
        return range(len(self.checked.numbers))


def age(born: date, on: date) -> int:
    """Whole years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def unique(rows: Rows) -> None:
    """A column that names a record is the same in two rows only if the rows say the same."""
    checked = rows.checked
    for column in checked.source.columns:
        if not column.unique:
            continue
        for places in groups(checked, column.name, fold).values():
            if not same(checked, places):
                _doubled(checked, column.name, places, column.title)


def _doubled(checked: Checked, column: str | None, places: list[int], what: str) -> None:
    numbers = [checked.numbers[place] for place in places]
    for place in places:
        others = [str(number) for number in numbers if number != checked.numbers[place]]
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        checked.fault(
            place,
            column,
            "duplicate_identifier",
            f"The same {what.lower()} stands on row {', '.join(others[:3])}{more} with other values, so Kith "
            "cannot tell which "
            "is right. Keep the right row, or give each its own.",
        )


def dates_in_order(rows: Rows) -> None:
    """What ends does not end before it began. The pairs are the source's `in_order`."""
    checked = rows.checked
    for first, last in checked.source.extra.get("in_order", ()):
        for place in rows.places():
            start, end = checked.values[first][place], checked.values[last][place]
            if start is None or end is None:
                continue
            late = end.last < start.day or (
                end.day == start.day and start.at is not None and end.at is not None and end.at < start.at
            )
            if late:
                checked.fault(
                    place,
                    last,
                    "end_before_start",
                    f"{last} ({_when(end)}) is before {first} ({_when(start)}). Correct the one that is wrong.",
                )


def month_of_end(rows: Rows) -> None:
    """A missing episode without the day it ended would look as if the child were still missing."""
    for place, end in rows.checked.filled("end"):
        if not end.month:
            continue
        if rows.checked.values["kind"][place] in MISSING:
            message = (
                "Only a month is given for the end of a missing episode. Write the day, or leave it empty only while "
            )
            rows.checked.fault(place, "end", "month_only", message + "the child is missing.")
        else:
            message = "Only a month is given. It is kept in the record, and the end counts as not known."
            rows.checked.warn(place, "end", "month_only", message)


def _when(when: When) -> str:
    if when.month:
        return f"{when.day:%B %Y}"
    return f"{when.day:%d/%m/%Y} {when.clock}" if when.clock else f"{when.day:%d/%m/%Y}"


def is_adult(rows: Rows) -> None:
    """Somebody under 18 is a child to safeguard and never loaded as an adult."""
    for place, born in rows.checked.filled("date_of_birth"):
        years = age(born.day, rows.checked.today)
        if years < 18:
            rows.checked.fault(
                place,
                "date_of_birth",
                "not_18",
                f"Born {born.day:%d/%m/%Y}, this person is {years}: somebody under 18 is a child to safeguard. "
                "Load this row "
                "with the children; what they are alleged to have done is a role.",
            )


def born_before_recorded(rows: Rows) -> None:
    """A child is born before the record is made, and is not long grown up."""
    for place, born in rows.checked.filled("date_of_birth"):
        recorded = rows.day("recorded_on", place)
        if recorded and born.day > recorded:
            rows.checked.fault(
                place,
                "date_of_birth",
                "before_birth",
                f"The record ({recorded:%d/%m/%Y}) is older than the child. Correct one of the two dates.",
            )
        elif (years := age(born.day, recorded or rows.checked.today)) > OLDEST_CHILD:
            rows.checked.fault(
                place,
                "date_of_birth",
                "not_a_child",
                f"Born {born.day:%d/%m/%Y}, this person is {years}. Correct the date, or load this row with the "
                "adults.",
            )


def after_birth(rows: Rows) -> None:
    """Nothing happens to a child before its birth."""
    checked = rows.checked
    start = "DECOM" if "DECOM" in checked.values else "MIS_START"
    for place in rows.places():
        began, child = rows.day(start, place), rows.ref("CHILD", place)
        born = rows.day("DOB", place) or (child.date_of_birth if child else None)
        if began and born and began < born:
            checked.fault(
                place,
                start,
                "before_birth",
                f"{start} is before the child was born ({born:%d/%m/%Y}). Correct the one that is wrong.",
            )


def born_as_recorded(rows: Rows) -> None:
    """The date of birth agrees with what is known of the child, or the identifier is somebody else's."""
    for place, born in rows.checked.filled("DOB"):
        child = rows.ref("CHILD", place)
        if child and child.date_of_birth and child.date_of_birth != born.day:
            rows.checked.fault(
                place,
                "DOB",
                "other_date_of_birth",
                f"The child of this identifier is known as born on {child.date_of_birth:%d/%m/%Y}. Correct the "
                "date of birth, "
                "or the identifier if it is another child's.",
            )


def no_overlap(rows: Rows) -> None:
    """A child cannot be missing twice at once."""
    checked = rows.checked
    periods: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
    for place, child in checked.filled("CHILD"):
        start, end = rows.day("MIS_START", place), rows.day("MIS_END", place)
        if start and (end is None or end >= start):
            periods[fold(child)].append((start, end or date.max, place))
    for found in periods.values():
        for first, second in _overlapping(sorted(found)):
            if same(checked, [first[2], second[2]]):
                continue
            for mine, other in ((first, second), (second, first)):
                until = "still missing" if other[1] == date.max else f"{other[1]:%d/%m/%Y}"
                checked.fault(
                    mine[2],
                    "MIS_START",
                    "overlap",
                    f"This period overlaps the one on row {checked.numbers[other[2]]} ({other[0]:%d/%m/%Y} to "
                    f"{until}) of the "
                    "same child. Correct the dates, or keep one of the two.",
                )


def _overlapping(
    periods: list[tuple[date, date, int]],
) -> Iterator[tuple[tuple[date, date, int], tuple[date, date, int]]]:
    """Each period that starts before an earlier one has ended, with the one that ends latest."""
    last = periods[0]
    for period in periods[1:]:
        if period[0] < last[1]:
            yield last, period
        last = max(last, period, key=lambda entry: entry[1])


def while_looked_after(rows: Rows) -> None:
    """A census period missing does not begin after the child left care, as far as the episodes that Kith holds tell."""
    if rows.memory.empty:
        rows.checked.notes.append(
            "Whether a child had left care was not checked: load the SSDA903 episodes before this file or with it."
        )
    for place in rows.places():
        child, start = rows.ref("CHILD", place), rows.day("MIS_START", place)
        if child is None or start is None:
            continue
        left = rows.memory.left_care(child.id)
        if left and start > left:
            rows.checked.fault(
                place,
                "MIS_START",
                "after_leaving_care",
                f"The child left care on {left:%d/%m/%Y} by the episodes that Kith holds. Correct the date, or add "
                "the later episode.",
            )


def two_ends(rows: Rows) -> None:
    """A tie has two different ends."""
    for place in rows.places():
        start, end = rows.ref("from", place), rows.ref("to", place)
        if start and end and start.id == end.id:
            rows.checked.fault(
                place, "to", "same_end_twice", "Both ends are the same. Write whom or what the first is tied to."
            )


def ends_allowed(rows: Rows) -> None:
    """A tie kind joins only the kinds of ends that the schema allows."""
    for place in rows.places():
        start, end = rows.ref("from", place), rows.ref("to", place)
        name = rows.checked.values["kind"][place]
        if not (start and end and name) or start.id == end.id:
            continue
        kind = schema().ties[name]
        pair, back = (start.kind, end.kind), (end.kind, start.kind)
        allowed = pair in kind.ends or (not kind.directed and back in kind.ends)
        if not allowed:
            rows.checked.fault(place, "kind", "ends_not_allowed", _not_allowed(name, pair))
        elif kind.directed and rows.checked.values["direction"][place] == "both" and back not in kind.ends:
            rows.checked.fault(
                place,
                "direction",
                "one_way_only",
                f"“{kind.label}” goes one way, from {_kind(pair[0])} to {_kind(pair[1])}. Leave the direction empty.",
            )


def _not_allowed(name: str, pair: tuple[str, str]) -> str:
    kind = schema().ties[name]
    if name == "partner" and set(pair) == {"adult", "child"}:
        return (
            "Between an adult and a child Kith records no partnership: it is harm. Write what the adult does "
            "with the adult "
            "in `from` (grooms, exploits, harms), or seen_with if no more is known."
        )
    ways = " or ".join(dict.fromkeys(f"from {_kind(a)} to {_kind(b)}" for a, b in kind.ends))
    mend = "Choose another kind or correct the identifiers."
    if (pair[1], pair[0]) in kind.ends:
        mend = "Exchange the two if they are the wrong way round; otherwise choose another kind or correct them."
    return f"“{kind.label}” goes {ways}; this row goes from {_kind(pair[0])} to {_kind(pair[1])}. {mend}"


def _kind(name: str) -> str:
    label = schema().entities[name].label.lower()
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def role_allowed(rows: Rows) -> None:
    """A role belongs to children or to adults: a child is never suspected, charged or convicted here."""
    for place in rows.places():
        person, name = rows.ref("person", place), rows.checked.values["role"][place]
        if not person or not name or person.kind in schema().roles[name].of:
            continue
        role = schema().roles[name]
        message = f"“{role.label}” is for {' or '.join(schema().entities[kind].plural.lower() for kind in role.of)}"
        message += f", and this is {_kind(person.kind)}."
        if person.kind == "child" and role.family == "concern":
            message += " A child who is alleged to harm is a child to safeguard: write alleged_to_harm."
        else:
            message += " Choose another role or correct the identifier."
        rows.checked.fault(place, "role", "role_not_allowed", message)


RULES: dict[str, Callable[[Rows], Any]] = {
    rule.__name__: rule
    for rule in (
        dates_in_order,
        month_of_end,
        is_adult,
        born_before_recorded,
        after_birth,
        born_as_recorded,
        no_overlap,
        while_looked_after,
        two_ends,
        ends_allowed,
        role_allowed,
        plans.action_holds,
        plans.days_of_a_plan,
    )
}
"""Every rule by the name that contracts use."""


def apply(rows: Rows) -> None:
    """Apply every rule of the source; what breaks them is noted in the rows."""
    unique(rows)
    for name in rows.checked.source.checks:
        RULES[name](rows)

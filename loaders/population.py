"""Loads the base population: how many children live in the area, by group. Part of a characteristic is refused."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from data_schema import schema
from graph.model import Population, Record, Written, fold
from graph.writer import Writer
from loaders import codes
from loaders.check import Checked
from loaders.dates import When

SOURCE = "population"
FIRST_AGE, LAST_AGE = 10, 17
UNLIKE = 0.01
"""The characteristics count the same children: from this part of difference on, the report says that they do not."""
_AGES = re.compile(r"(?:age[ds]?\s*)?(\d{1,2})(?:\s*(?:-|to|\u2013|\u2014)\s*(\d{1,2}))?", re.I)
_MADE_A_DATE = re.compile(r"\d{1,2}[-/ ][A-Za-z]{3}(?:[-/ ]\d+)?|[A-Za-z]{3}[-/ ]\d{1,2}|\d+[-/.]\d+[-/.]\d+.*")


def load(checked: Checked, writer: Writer, file: str, *, dry_run: bool) -> Written:
    """Load the checked rows of one file; faults of groups go into `checked`.

    A base of which a row is missing gives wrong shares, so one faulty row keeps back its whole characteristic.
    """
    figures = _figures(checked)
    _counted_twice(checked, figures)
    _every_age(checked, figures)
    _whole(checked)
    sound = {place: one for place, one in figures.items() if place not in checked.bad}
    kept = list(dict.fromkeys(sound.values()))
    _sums(checked, kept)
    if dry_run:
        checked.notes.append("A dry run does not tell which of the figures are held already.")
    if dry_run or not kept:
        return Written(loaded=len(sound))
    content = hashlib.blake2b("\n".join(map(repr, kept)).encode(), digest_size=16).hexdigest()
    record = Record(f"{SOURCE}|{fold(file)}", content, SOURCE, file, 0, "")
    done, gone = writer.write_population(kept, record)
    if gone:
        names = ", ".join(_label(name).lower() for name in sorted({one.characteristic for one in kept}))
        checked.notes.append(f"{gone} earlier figures of {names} are not in this file and were taken away.")
    return Written(done.loaded - done.superseded, done.unchanged + len(sound) - len(kept), done.superseded)


def _figures(checked: Checked) -> dict[int, Population]:
    """The rows that can be read, by their place."""
    values = checked.values
    found: dict[int, Population] = {}
    for place, characteristic in enumerate(values["characteristic"]):
        if not characteristic or not values["group"][place]:
            continue
        group, name, children = values["group"][place], "", values["children"][place]
        try:
            if characteristic == "ward":
                group, name = _ward(checked, place)
            elif values["area_code"][place]:
                raise _NoGroup(
                    "area_code",
                    "Only wards have an area code. Figures of a part of the area by another characteristic cannot be "
                    "used: leave the code empty and give the figure of the whole area.",
                )
            else:
                group = _GROUPS[characteristic](group)
        except _NoGroup as error:
            checked.fault(place, error.column, "unknown_group", str(error))
            continue
        if children is not None:
            when = values["as_of"][place]
            day = when.day if isinstance(when, When) else None
            found[place] = Population(characteristic, group, children, name, day, values["source"][place])
    return found


class _NoGroup(ValueError):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def _ward(checked: Checked, place: int) -> tuple[str, str]:
    code = checked.values["area_code"][place]
    if not code:
        raise _NoGroup("area_code", "A ward needs its area code, as in the boundaries. Add it.")
    return code, checked.values["group"][place]


def _ethnicity(text: str) -> str:
    """A code of the list, or one of its broad groups."""
    broad = {fold(code.extra["group"]): code.extra["group"] for code in schema().codes["ethnicity"].codes.values()}
    found = broad.get(fold(text)) or codes.read("ethnicity", text)
    if found is None:
        said = f"Or write a broad group: {', '.join(dict.fromkeys(broad.values()))}."
        raise _NoGroup("group", f"{codes.unknown('ethnicity', text)} {said}")
    return found


def _coded(name: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        found = codes.read(name, text)
        if found is None:
            raise _NoGroup("group", codes.unknown(name, text))
        return found

    return read


def _ages(text: str) -> str:
    """One age, or the first and last of a band: `12`, `10-12`."""
    found = _AGES.fullmatch(text.strip())
    if found is None:
        made = " A spreadsheet has made a date of it." if _MADE_A_DATE.fullmatch(text.strip()) else ""
        raise _NoGroup("group", f"This is no age.{made} Write an age, or the first and last such as 10 to 12.")
    first = int(found[1])
    last = int(found[2] or first)
    if not FIRST_AGE <= first <= last <= LAST_AGE:
        raise _NoGroup("group", f"The ages must lie between {FIRST_AGE} and {LAST_AGE}, the first before the last.")
    return str(first) if first == last else f"{first}-{last}"


_GROUPS: dict[str, Callable[[str], str]] = {
    "ethnicity": _ethnicity,
    "sex": _coded("sex"),
    "age_band": _ages,
    "care_status": _coded("care_status"),
}


def _counted_twice(checked: Checked, figures: dict[int, Population]) -> None:
    """No child is in two rows of a characteristic: no group twice, no broad group beside its codes, no ages twice."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in figures.items():
        for part in _parts(one):
            holders[one.characteristic, part].append(place)
    told: set[int] = set()
    for places in holders.values():
        if len({figures[place] for place in places}) < 2:
            continue
        for place in places:
            if place not in told:
                told.add(place)
                others = ", ".join(str(checked.numbers[other]) for other in places if other != place)
                message = f"Row {others} counts the same children. Keep one of the two."
                checked.fault(place, "group", "counted_twice", message)


def _every_age(checked: Checked, figures: dict[int, Population]) -> None:
    """Bands that leave out an age would leave out children whom lists do not."""
    mine = {place: one for place, one in figures.items() if one.characteristic == "age_band"}
    told = {part for one in mine.values() for part in _parts(one)}
    missing = [str(age) for age in range(FIRST_AGE, LAST_AGE + 1) if str(age) not in told]
    if not mine or not missing or any(checked.values["characteristic"][place] == "age_band" for place in checked.bad):
        return
    message = f"The ages leave out {', '.join(missing)}. Give every age from {FIRST_AGE} to {LAST_AGE}."
    for place in mine:
        checked.fault(place, "group", "ages_missing", message)


def _parts(one: Population) -> Iterator[str]:
    """The smallest groups that a figure counts."""
    if one.characteristic == "age_band":
        first, _, last = one.group.partition("-")
        yield from map(str, range(int(first), int(last or first) + 1))
    elif one.characteristic == "ethnicity" and one.group not in schema().codes["ethnicity"].codes:
        known = schema().codes["ethnicity"].codes.values()
        yield from (fold(code.code) for code in known if code.extra["group"] == one.group)
    else:
        yield fold(one.group)


def _whole(checked: Checked) -> None:
    """Keep back every other row of a characteristic that has a faulty one."""
    of = checked.values["characteristic"]
    faulty = {of[place]: checked.numbers[place] for place in sorted(checked.bad, reverse=True)}
    for place, characteristic in enumerate(of):
        if place not in checked.bad and characteristic in faulty:
            checked.fault(
                place,
                None,
                "characteristic_not_whole",
                f"Row {faulty[characteristic]} of {_label(characteristic).lower()} could not be read, and a part of "
                "the groups would give wrong shares: this row waits with it.",
            )


def _sums(checked: Checked, kept: list[Population]) -> None:
    """Say so where the characteristics do not add up to the same number of children."""
    sums: dict[str, int] = defaultdict(int)
    for one in kept:
        sums[one.characteristic] += one.children
    if sums and max(sums.values()) - min(sums.values()) > UNLIKE * max(sums.values()):
        said = ", ".join(f"{_label(name).lower()} {total:,}" for name, total in sums.items())
        checked.notes.append(f"The groups do not add up to the same number of children: {said}. Shares are of each.")


def _label(characteristic: str) -> str:
    return schema().codes["characteristic"].label(characteristic)

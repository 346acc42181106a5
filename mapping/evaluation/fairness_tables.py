"""The tables of the fairness report as they may be published: small counts are suppressed in this room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from mapping import small, words
from mapping.characteristics import NOT_RECORDED, Base, Sorted
from mapping.evaluation.compare import Expected, Ratio, expected, ratio
from mapping.small import HIDDEN, Suppressed, suppress

UNRECORDED = "Not recorded"
_ELSEWHERE = {"ward": "Not recorded, or elsewhere"}


@dataclass(frozen=True, slots=True)
class Row:
    """One group of a list beside the same group of the base."""

    key: str
    label: str
    count: int | None  # None: not published
    said: str  # "12", "not shown"
    base: int | None
    base_said: str
    expected: Expected | None
    ratio: Ratio | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One list beside its base by one characteristic; `not recorded` is the first row."""

    characteristic: str
    title: str
    recorded: str  # of how many children it is recorded, in words
    rows: tuple[Row, ...]
    kind: str  # of the base: population | areas | records
    base: str  # what the base is, in words

    @property
    def hidden(self) -> bool:
        """Whether no count of it can be shown."""
        return all(row.count is None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Held:
    """How many records agencies hold of each child of a group: median and quartiles."""

    key: str
    label: str
    children: int | None
    said: str
    low: float | None
    middle: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Records:
    """Records held, by one characteristic."""

    characteristic: str
    title: str
    rows: tuple[Held, ...]


@dataclass(frozen=True)
class Counted:
    """A table of children by group with what of it may be shown; `not recorded` is at the first place."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    counts: tuple[int, ...]
    shown: Suppressed

    def said(self, place: int) -> str:
        """The count in words."""
        return small.words(self.counts[place], self.shown.shown[place])

    def count(self, place: int) -> int | None:
        """The count, None where it is not shown."""
        return self.counts[place] if self.shown.shown[place] else None

    @property
    def known(self) -> int | None:
        """Children to compare: those of known group; all, where how many are not recorded is not shown.

        Anything computed from the exact number would give away how many are not recorded.
        """
        if not self.shown.total:
            return None
        return sum(self.counts) - (self.counts[0] if self.shown.shown[0] else 0)


def unrecorded(characteristic: str) -> str:
    """What the first group is called."""
    return _ELSEWHERE.get(characteristic, UNRECORDED)


def counted(base: Base, groups: Mapping[str, str], children: Collection[str], limit: int) -> Counted:
    """Count children by group, and decide what may be shown of it."""
    counts = Counter(groups.get(child, NOT_RECORDED) for child in children)
    keys = (NOT_RECORDED, *(group.key for group in base.groups))
    labels = (unrecorded(base.characteristic), *(group.label for group in base.groups))
    values = tuple(counts[key] for key in keys)
    return Counted(keys, labels, values, suppress(values, limit))


def compare(sorted_: Sorted, of: Mapping[str, str], characteristic: str, limit: int) -> Comparison:
    """Compare a list with the base by one characteristic.

    Parameters
    ----------
    sorted_
        The base of each characteristic.
    of
        Child of the list -> key of the group, for every child of the list.
    characteristic, limit
        By which, and the smallest count that is shown.
    """
    base = sorted_.bases[characteristic]
    mine = counted(base, of, of, limit)
    theirs = _base(sorted_, base, limit)
    drawn, whole = mine.known, theirs.known
    rows = []
    for place, (key, label) in enumerate(zip(mine.keys, mine.labels, strict=True)):
        group, count = theirs.count(place), mine.count(place)
        lot = chance = None
        if place and group is not None and drawn and whole:
            lot = expected(group, whole, drawn)
            chance = ratio(count, group, whole, drawn) if count is not None and lot else None
        rows.append(Row(key, label, count, mine.said(place), group, theirs.said(place), lot, chance))
    return Comparison(characteristic, base.title, _recorded(mine), tuple(rows), base.kind, base.said)


def _base(sorted_: Sorted, base: Base, limit: int) -> Counted:
    """The base as a table; published figures are about nobody and are shown whole."""
    if base.kind == "records":
        return counted(base, sorted_.of[base.characteristic], sorted_.children, limit)
    keys = (NOT_RECORDED, *(group.key for group in base.groups))
    labels = (unrecorded(base.characteristic), *(group.label for group in base.groups))
    counts = (base.unrecorded, *(group.children for group in base.groups))
    return Counted(keys, labels, counts, Suppressed((True,) * len(counts), total=True))


def _recorded(mine: Counted) -> str:
    """How complete the records are, in words that give no small number away."""
    total, unknown = sum(mine.counts), mine.count(0)
    if unknown is None or not mine.shown.total:
        return HIDDEN
    return f"{words.number(total - unknown)} of {words.number(total)}" if unknown else f"all {words.number(total)}"


def records(sorted_: Sorted, held: Mapping[str, float], characteristic: str, limit: int) -> Records:
    """Records held of each child on record, by group: who draws more attention has more chances to be listed."""
    base = sorted_.bases[characteristic]
    mine = counted(base, sorted_.of[characteristic], sorted_.children, limit)
    rows = []
    for place, (key, label) in enumerate(zip(mine.keys, mine.labels, strict=True)):
        numbers = [held.get(child, 0) for child in sorted_.children if sorted_.group(characteristic, child) == key]
        show = mine.count(place) is not None and numbers
        low, middle, high = np.percentile(numbers, (25, 50, 75)).tolist() if show else (None, None, None)
        rows.append(Held(key, label, mine.count(place), mine.said(place), low, middle, high))
    return Records(characteristic, base.title, tuple(rows))

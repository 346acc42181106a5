"""What if some children are noticed less often than others: lists with seeds weighted by 1 / detection. By request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import KithError
from graph.model import fold
from graph.snapshot import Snapshot
from mapping import words
from mapping.characteristics import NOT_RECORDED, Sorted
from mapping.evaluation.fairness_tables import UNRECORDED, Counted, counted, unrecorded
from mapping.network.periphery import PeripherySettings, lists
from mapping.questions import TITLES, Question

UNMOVED: Mapping[Question, str] = {
    Question.NEAR_ADULTS: "starts from adults of concern, not from children who were noticed",
    Question.SHARED_PLACES: "starts from places, not from children who were noticed",
    Question.BRIDGING_GROUPS: "asks between which groups a child stands, and weighs no child more than another",
}
"""Questions whose lists the detection of children does not move, and why."""


class NoRate(KithError, ValueError):
    """An assumed detection that is none; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One group on one list, as it is and as it would be."""

    key: str
    label: str
    now: str  # "12", "not shown"
    then: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One list under the assumption."""

    question: str
    title: str
    rows: tuple[Shift, ...]
    said: str  # what changes, in words
    moves: bool  # whether other children would be listed


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the lists would be if detection were as assumed."""

    characteristic: str
    title: str
    rates: tuple[tuple[str, float], ...]  # label of the group, assumed part that is noticed
    said: str
    lists: tuple[Moved, ...]


def what_if(
    snapshot: Snapshot,
    asked: PeripherySettings,
    sorted_: Sorted,
    by: str,
    detection: Mapping[str, float],
    limit: int,
) -> WhatIf:
    """Rank again with every child a list starts from counted 1 / (detection of its group) times.

    Label spreading is linear in its seeds, so a group of which a fifth is noticed is weighted as if all five were. The
    rates are the user's assumption; a group not named counts as always noticed.

    Parameters
    ----------
    snapshot, asked
        As for the lists.
    sorted_, by
        The groups of children, and by which characteristic the rates are given.
    detection
        Group (its key or its words) -> part of its harmed children whom anybody notices, above 0 and up to 1.
    limit
        The smallest count that is shown.

    Raises
    ------
    NoRate
        A group that is none of the characteristic, or a rate that is no part.
    """
    rates = _rates(sorted_, by, detection)
    of, base = sorted_.of[by], sorted_.bases[by]
    before = lists(snapshot, asked)
    after = lists(snapshot, asked, {child: 1.0 / rates.get(group, 1.0) for child, group in of.items()})
    labels = {NOT_RECORDED: unrecorded(by), **{group.key: group.label for group in base.groups}}
    moved = []
    for question in Question:
        now, then = (
            counted(base, of, sorted_.children.intersection(found[question]), limit) for found in (before, after)
        )
        new = len(set(after[question]) - set(before[question]))
        moved.append(
            Moved(question.value, TITLES[question], _shifts(now, then), _said(question, now, new, limit), new > 0)
        )
    named = tuple((labels[key], rate) for key, rate in rates.items())
    return WhatIf(by, base.title, named, _assumed(base.title, named), tuple(moved))


def read_rates(text: str) -> dict[str, float]:
    """`White=.6, Mixed=.2` as rates by group.

    Raises
    ------
    NoRate
        It is written otherwise.
    """
    found = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        group, sign, rate = part.rpartition("=")
        try:
            found[group.strip()] = float(rate)
        except ValueError:
            sign = ""
        if not sign or not group.strip():
            raise NoRate(f'“{part}” is no detection. Write groups and parts such as: --detection "A=.6,B=.2".')
    if not found:
        raise NoRate('No detection is given. Write groups and parts such as: --detection "A=.6,B=.2".')
    return check_rates(found)


def check_rates(rates: Mapping[str, float]) -> dict[str, float]:
    """The same rates, each above 0 and up to 1.

    Raises
    ------
    NoRate
        One is not.
    """
    for group, rate in rates.items():
        if not 0.01 <= rate <= 1:
            raise NoRate(f"The detection of “{group}” must lie between 0.01 and 1 (all are noticed), not {rate:g}.")
    return dict(rates)


def _rates(sorted_: Sorted, by: str, detection: Mapping[str, float]) -> dict[str, float]:
    base = sorted_.bases[by]
    names = {fold(UNRECORDED): NOT_RECORDED, fold(unrecorded(by)): NOT_RECORDED}
    for group in base.groups:
        names |= {fold(group.key): group.key, fold(group.label): group.key}
    found = {}
    for name, rate in check_rates(detection).items():
        key = names.get(fold(name))
        if key is None:
            groups = ", ".join([unrecorded(by), *(one.label for one in base.groups)])
            raise NoRate(f"{base.title} has no group “{name}”. Write one of: {groups}.")
        found[key] = rate
    return found


def _shifts(now: Counted, then: Counted) -> tuple[Shift, ...]:
    return tuple(
        Shift(key, label, now.said(place), then.said(place))
        for place, (key, label) in enumerate(zip(now.keys, now.labels, strict=True))
        if now.counts[place] or then.counts[place]
    )


def _said(question: Question, now: Counted, new: int, limit: int) -> str:
    if question in UNMOVED:
        return f"Not changed: this list {UNMOVED[question]}."
    if not sum(now.counts):
        return "No child is on this list."
    if not new:
        return "The same children would be listed."
    if new < limit:
        return f"Under {limit} places of the list would go to other children."
    return f"{words.counted(new, 'place')} of the list would go to other children."


def _assumed(title: str, rates: tuple[tuple[str, float], ...]) -> str:
    """The assumption in words."""
    less = [f"{rate:.0%} of those of “{label}”" for label, rate in rates if rate < 1]
    if not less:
        return "If every harmed child came to notice:"
    return (
        f"If, by {title.lower()}, only {words.listed(less)} among the harmed children came to notice, and all others:"
    )

"""Evaluations on files of events as lines for the terminal: figures, their ground, and what was left out of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mapping import terminal, words
from mapping.evaluation.forecasts import METHODS
from mapping.evaluation.places import AGAINST, SHARES, Figure, Places
from mapping.evaluation.scan_power import LEVEL

if TYPE_CHECKING:
    from mapping.evaluation.knox import Near
    from mapping.evaluation.points import Points
    from mapping.evaluation.scan_power import Power, Rate

ENOUGH = 6
"""Of fewer months draws with replacement say little of how months differ."""


def near(one: Near) -> None:
    """Knox's test in words."""
    found, unit = one.found, one.points.plane.unit
    apart = "at the same point" if not one.distance else f"within {one.distance:,g} {unit} ({one.metric})"
    when = "on the same day" if not one.days else f"within {one.days:,g} days"
    pairs = words.counted(found.observed, "pair")
    terminal.say(
        f"{pairs} of events {apart} and {when} of each other, where {found.expected:,.1f} are expected when the same "
        f"days are shuffled over the same points{_times(found.ratio)}; p {found.p:.3f} "
        f"({words.counted(found.permutations, 'shuffle')})."
    )
    if found.p <= 0.05:
        terminal.say("After an event another one near it is likelier for some days than chance explains.")
    else:
        terminal.say("That may be chance: it is no sign that events near each other follow each other.")
    terminal.say(
        f"{words.counted(found.near, 'pair')} are near in space, {words.counted(found.soon, 'pair')} near in time. "
        "Both bounds are included."
    )
    rests_on(one.points)


def scan(one: Power) -> None:
    """The scan's false alarms and power in words."""
    terminal.say(
        f"False alarms: {_rate(one.false_alarms)}. {words.counted(one.events, 'event')} strewn evenly over the ground "
        f"show a hotspot at .05 in this share of {words.counted(one.runs, 'run')}; 5% is what the test promises."
    )
    if one.false_alarms.low > LEVEL:
        terminal.say("That is too many: on this ground the scan's hotspots are weaker evidence than their p says.")
    terminal.say("\nPower: how often the scan finds something when some of these events lie around one spot.")
    rows = [(f"{extra} of {one.events}", _rate(rate)) for extra, rate in one.power.items()]
    terminal.table(["Around the spot", "Found"], rows, numbers=[1])
    terminal.say(
        f"\nThe ground is {one.ground} ({one.area_km2:,.1f} km²). Events are strewn evenly over it: where children are "
        "in few places, the figures are other ones. They say nothing of what is recorded there."
    )
    if one.points is not None:
        rests_on(one.points)
    else:
        for note in one.notes:
            terminal.say(note)


def _rate(rate: Rate) -> str:
    return f"{rate.mean:.1%} ({rate.low:.1%} to {rate.high:.1%})"


def rests_on(points: Points) -> None:
    """The file, what was assumed of it and what could not be used."""
    terminal.say(
        f"\n{points.file}: {words.counted(len(points), 'event')} of {words.number(points.read)} used; coordinates in "
        f"{points.plane.name}."
    )
    for left in points.left_out:
        terminal.say(f"Left out: {left}.")
    for note in points.notes:
        terminal.say(note)


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f": {ratio:.2f} times as many"


def places(one: Places) -> None:
    """PAI and PEI* by method in words."""
    terminal.say(_verdict(one))
    first, last, count = one.months[0].month, one.months[-1].month, sum(month.events for month in one.months)
    tried = first if first == last else f"{first} to {last}"
    size = "" if one.area_km2 is None else f" ({one.area_km2:,.1f} km²)"
    terminal.say(
        f"\n{words.counted(len(one.months), 'month')} tested ({tried}, {words.counted(count, 'event')}), each forecast "
        f"from all months before it, the first from {one.past}. The ground is {one.ground}: "
        f"{words.counted(one.cells, 'cell')} of {one.cell:,g} {one.points.plane.unit}{size}."
    )
    terminal.say(
        "\nPAI: times as many events as an equal area drawn by lot holds; in brackets PEI*: of the most that so many "
        "cells could hold. Below it the 95% interval of the PAI over draws of months: it tells how months differ, not "
        "how another town would."
    )
    heads = ["Method", *(f"{share:.0%} of the area" for share in SHARES)]
    rows = [(name, *(_cell(found, share) for share in SHARES)) for name, found in one.methods.items()]
    terminal.table(heads, rows, numbers=range(1, len(heads)))
    terminal.say("")
    for name, what in METHODS.items():
        terminal.say(f"{name}: {what}.")
    terminal.say(
        "\nThis measures where incidents are recorded next. It says nothing of any child, and a place that is watched "
        "more has more recorded."
    )
    rests_on(one.points)


def _verdict(one: Places) -> str:
    """The first sentence: whether anything finds more than counting past events does."""
    plain = one.methods[AGAINST]
    best = max(one.over_count, key=lambda name: one.over_count[name]["pai_1"].mean)
    ahead, found = one.over_count[best]["pai_1"], one.methods[best]
    both = (
        f"PAI at 1% of the area {found['pai_1'].mean:.1f} against {plain['pai_1'].mean:.1f}, at 5% "
        f"{found['pai_5'].mean:.1f} against {plain['pai_5'].mean:.1f}"
    )
    if ahead.mean <= 0:
        return f"Nothing finds more than counting the past events of each cell; the next best is {best}: {both}."
    span = "" if ahead.low is None else f" (at 1% it is {ahead.low:+.1f} to {ahead.high:+.1f} over draws of months)"
    if ahead.low is None or ahead.low <= 0 or len(one.months) < ENOUGH:
        return f"Nothing finds clearly more than counting past events; {best} comes first: {both}{span}."
    return f"The method {best} finds more than counting the past events of each cell: {both}{span}."


def _cell(found: Mapping[str, Figure], share: float) -> str:
    pai, pei = found[f"pai_{share * 100:.0f}"], found[f"pei_{share * 100:.0f}"]
    interval = "" if pai.low is None else f"\n{pai.low:.1f} to {pai.high:.1f}"
    return f"{pai.mean:.1f} ({pei.mean:.2f}){interval}"

"""Evaluations on files of events as lines for the terminal: figures, their ground, and what was left out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapping import terminal, words

if TYPE_CHECKING:
    from mapping.evaluation.knox import Near
    from mapping.evaluation.points import Points


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

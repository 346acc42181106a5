"""Prints the fairness report for the terminal, and puts its figures in the words that the page uses too."""

from __future__ import annotations

from collections.abc import Iterator

from mapping import terminal
from mapping.evaluation.compare import Expected, Ratio
from mapping.evaluation.detection import Detection, Side, Weighting
from mapping.evaluation.fairness import Fairness, Listed
from mapping.evaluation.fairness_tables import Held, Row
from mapping.evaluation.fairness_what_if import WhatIf

NONE_SHOWN = "too few children to show any count"
HEADS = ("Group", "Listed", "Base", "Expected", "By chance", "Times the rate of others")
_TOP = {"plain": "Seeds counted alike", "inverse_detection": "Seeds counted 1 / detection times"}


def figure(value: float) -> str:
    """A figure to two digits that matter: `46`, `1.9`, `0.02`."""
    if value >= 9.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 0.095 else f"{value:.2f}" if value >= 0.005 else "0"


def by_lot(found: Expected | None) -> tuple[str, str]:
    """What lot gives: `7.3`, `3 to 13`."""
    return (figure(found.mean), f"{found.low:,} to {found.high:,}") if found else ("", "")


def times(found: Ratio | None) -> str:
    """A ratio of rates, its interval before its middle: `0.6 to 1.2 (0.9)`."""
    return f"{figure(found.low)} to {figure(found.high)} ({figure(found.middle)})" if found else ""


def held(row: Held) -> tuple[str, str]:
    """The middle number of records of a child, and between which half of the group lies: `11`, `7 to 19`."""
    if row.low is None or row.middle is None or row.high is None:
        return "", ""
    return f"{row.middle:.0f}", f"{row.low:.0f} to {row.high:.0f}"


def fairness(found: Fairness) -> None:
    """Print the report: completeness, each list beside the base, records held, the what-if, what it cannot say."""
    terminal.say("Of how many children it is recorded")
    for one in found.lists:
        parts = "; ".join(f"{table.title.lower()} {table.recorded}" for table in one.comparisons)
        terminal.say(f"  {one.title}: {parts or one.said}")
    for one in found.lists:
        _listed(one)
    _records(found)
    if found.what_if:
        _what_if(found.what_if)
    for title, lines in (
        ("What this can say", found.can),
        ("What it cannot", found.cannot),
        ("How it was made", found.method),
    ):
        terminal.say(f"\n{title}")
        for line in lines:
            terminal.say(f"  {line}")


def _listed(one: Listed) -> None:
    terminal.say(f"\n{one.title}: {one.said}")
    if one.empty:
        terminal.say(one.empty)
        return
    rows: list[tuple[str, ...]] = []
    for table in one.comparisons:
        said = f"{table.title}: {NONE_SHOWN}" if table.hidden else f"{table.title}:"
        rows += [("",) if rows else (), (said,), *(tuple(_row(row)) for row in table.rows if not table.hidden)]
    terminal.table(HEADS, [row for row in rows if row], numbers=[1, 2, 3])
    for base in dict.fromkeys(table.base for table in one.comparisons):
        titles = ", ".join(table.title.lower() for table in one.comparisons if table.base == base)
        terminal.say(f"By {titles}: {base}.")


def _row(row: Row) -> Iterator[str]:
    yield f"  {row.label}"
    yield row.said
    yield row.base_said
    yield from by_lot(row.expected)
    yield times(row.ratio)


def _records(found: Fairness) -> None:
    terminal.say("\nRecords held of each child of 10 to 17 on record, listed or not\n")
    rows: list[tuple[str, ...]] = []
    for table in found.records:
        rows += [("",) if rows else (), (f"{table.title}:",)]
        for row in table.rows:
            rows.append((f"  {row.label}", row.said, *held(row)))
    terminal.table(["Group", "Children", "Middle", "Half of them"], [row for row in rows if row], numbers=[1, 2])


def _what_if(found: WhatIf) -> None:
    terminal.say(f"\nWhat if: {found.said}")
    for one in found.lists:
        terminal.say(f"\n{one.title}. {one.said}")
        if one.moves:
            terminal.table(
                ["Group", "Now", "Then"], [(row.label, row.now, row.then) for row in one.rows], numbers=[1, 2]
            )


def detection(found: Detection) -> None:
    """Print what unequal detection does to the top of a list, plain and weighted."""
    terminal.say(f"{found.people:,} people, {found.ties:,} ties. Harm: {found.harm}. {found.runs} draws.\n")
    rows = []
    for one in found.weightings:
        for at, side in enumerate(one.groups):
            rows.append((_TOP[one.name] if not at else "", *_side(side)))
    heads = [
        "Ranking",
        "Group",
        "People",
        "Noticed",
        "Of hidden cases",
        f"Of the top {found.top}",
        "Of its hidden found",
    ]
    terminal.table(heads, rows, numbers=[2, 3, 4, 5, 6])
    terminal.say("")
    for one in found.weightings:
        terminal.say(f"{_TOP[one.name]}: {_ratio(one, found)}")


def _side(side: Side) -> tuple[str, ...]:
    parts = (side.detection, side.hidden_share, side.top_share, side.recall)
    return (side.group, f"{side.people:,}", *("" if part is None else f"{part:.0%}" for part in parts))


def _ratio(one: Weighting, found: Detection) -> str:
    best = max(one.groups, key=lambda side: side.detection).group
    least = min(one.groups, key=lambda side: side.detection).group
    if one.recall_ratio is None:
        return f"no hidden case of “{least}” was found, so there is no ratio."
    between = "" if one.low is None or one.high is None else f" (95% interval {figure(one.low)} to {figure(one.high)})"
    return (
        f"a hidden case of “{best}” is in the top {found.top} {one.recall_ratio:.2f} times as often as one of “{least}”"
        f"{between}."
    )

"""Figures of a context open what they count; on a panel view what is not told does not open, nor what would tell it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.contexts import register
from mapping.contexts.happened import Part, Row
from tests.contexts.scene import GROUP, SCHOOL, STATION, child, harmed, town
from tests.contexts.test_context import PANEL, told
from tests.places.town import Town


def timed(made: Town) -> None:
    """Every event at ten past four."""
    for row in made.entities:
        if row["kind"] == "event":
            row["started_at"] = "16:10"


def opening(value: Any) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """Every figure of a result with what it opens: its count in words, and its assertions."""
    if isinstance(value, Part):
        yield value.told.said if value.told.count is None else None, value.evidence
    elif isinstance(value, Row):
        for told, ids in ((value.now, value.evidence), (value.before, value.past)):
            yield told.said if told.count is None else None, ids
    elif isinstance(value, list | tuple):
        for one in value:
            yield from opening(one)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 9), st.integers(0, 7), st.integers(0, 6))
def test_what_a_panel_is_not_told_does_not_open(here: int, online: int, before: int) -> None:
    made = town()
    for n in range(here):
        harmed(made, f"E{n}", child(made, f"C{n}"))
    for n in range(online):
        harmed(made, f"O{n}", child(made, f"D{n}"), harm_type="online_harm", days_ago=40)
    for n in range(before):
        harmed(made, f"B{n}", child(made, f"B-{n}"), days_ago=200)
    timed(made)
    for who in sorted({one["id"] for one in made.entities if one["kind"] == "child"}):
        made.tie(who, "member_of", GROUP)
        made.tie(who, "attends", SCHOOL)
    for id in (STATION, SCHOOL, GROUP):
        found = told(made, id, PANEL)
        parts = [*found.happened.months, *found.whom.ages, *found.whom.open, *found.safety.held, *found.happened.kinds]
        parts += found.school.where if found.school else ()
        assert not [ids for hidden, ids in opening(parts) if hidden and ids]
        assert found.happened.most == found.whom.behind_both == found.happened.behind_home == ()
        small = any(hidden for hidden, _ in opening(list(found.happened.kinds)))
        if small or id == GROUP:
            assert not [ids for _, ids in opening([*found.happened.months, *found.whom.ages, *found.whom.open]) if ids]
            assert not any(ids for row in found.hours for ids in row)
        line = next((line for line in register(made.snapshot(), settings=PANEL).lines if line.id == id), None)
        if line:
            assert (line.evidence, line.past) == ((found.happened.evidence, found.happened.past))


def test_off_a_panel_view_every_figure_opens_what_it_counts() -> None:
    made = town()
    for n in range(3):
        harmed(made, f"E{n}", child(made, f"C{n}"), days_ago=5 + n)
        harmed(made, f"B{n}", f"C{n}", days_ago=200)
    timed(made)
    found = told(made)
    behind = {ids for _, ids in opening([*found.happened.months, *found.whom.ages, *found.whom.open]) if ids}
    assert all(found.happened.evidence) and len(found.happened.past) == 6
    assert set(found.happened.evidence) | set(found.happened.past) == {id for ids in behind for id in ids}
    shown = [(count, ids) for row, cells in zip(found.clock.cells, found.hours, strict=True)
             for count, ids in zip(row, cells, strict=True)]  # fmt: skip
    assert any(count for count, _ in shown), found.clock.why_not
    assert all(bool(count) == bool(ids) for count, ids in shown)

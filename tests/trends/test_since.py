"""What changed since the last panel: by the day of entry, themes and levels, and nothing told of a child or two."""

from __future__ import annotations

from datetime import date, timedelta

from mapping.trends import Month, Trends, TrendSettings, trends
from mapping.trends.since import LATE
from tests.make import Maker
from tests.trends.scene import opened, went
from tests.trends.test_panel import children, harmed

OCTOBER = Month(2026, 10)


def figures(made: Maker, *, small: int = 1) -> Trends:
    return trends(made.snapshot(), TrendSettings(OCTOBER, small=small))


def late(made: Maker, *, small: int = 1) -> dict[str, tuple[str, str]]:
    return {one.figure: (one.then_said, one.now_said) for one in figures(made, small=small).since.late}


def test_records_entered_since_change_the_month_before_and_that_is_said() -> None:
    made = Maker()
    mine = children(made, 9)
    for number, child in enumerate(mine):
        went(made, child, date(2026, 9, 3))
        for row in made.ties:
            if row["from_id"] == child:
                row["recorded_on"] = date(2026, 10, 2) if number > 1 else date(2026, 9, 30)
    opened(made, mine[0], date(2026, 9, 5), recorded_on=date(2026, 9, 6))
    assert late(made) == {"missing_children": ("2", "9"), "missing_episodes": ("2", "9")}
    assert figures(made).since.unchanged == len(LATE) - 2
    assert late(made, small=5)["missing_children"] == ("under 5", "9")
    made.ties[-1]["recorded_on"] = date(2026, 9, 30)
    for row in made.ties[:6]:
        row["recorded_on"] = date(2026, 9, 30)
    assert late(made, small=5) == {
        "missing_children": ("changed by under 5", "9"), "missing_episodes": ("changed by under 5", "9"),
    }  # fmt: skip


def test_levels_of_those_open_all_along_by_one_tool() -> None:
    made = Maker()
    tool = {"tool": "Borough tool", "tool_version": "3", "observed_to": None}
    moves = {"up": ("low", "high"), "same": ("medium", "medium"), "down": ("high", "low"), "none": ("", "high")}
    for number, (name, (first, second)) in enumerate(moves.items()):
        child = made.child(f"{name}{number}")
        opened(made, child, date(2026, 1, 1))
        if first:
            made.role(child, "at_risk", level=first, observed_from=date(2026, 2, 1), **tool)
        made.role(child, "at_risk", level=second, observed_from=date(2026, 10, 2), **tool)
    other = made.child("other")
    opened(made, other, date(2026, 1, 1))
    made.role(other, "at_risk", level="low", observed_from=date(2026, 2, 1), **tool)
    made.role(other, "at_risk", level="high", observed_from=date(2026, 10, 2), **{**tool, "tool_version": "4"})
    new = made.child("new")
    opened(made, new, date(2026, 10, 2))
    assert {part.key: part.count for part in figures(made).since.levels} == {
        "": 1, "other": 1, "higher": 1, "same": 1, "lower": 1,
    }  # fmt: skip
    assert figures(made).since.levels[0].label == "No level recorded on one of the two days"
    assert {part.count for part in figures(made, small=7).since.levels} == {None}


def test_the_total_of_the_levels_tells_no_small_flow() -> None:
    made = Maker()
    tool = {"tool": "Borough tool", "tool_version": "3", "observed_to": None}
    for child in children(made, 20):
        opened(made, child, date(2026, 1, 1))
        made.role(child, "at_risk", level="low", observed_from=date(2026, 2, 1), **tool)
    opened(made, made.child("N"), date(2026, 10, 9))  # 21 open, 20 before: the total would say one is new
    assert {part.key: part.said for part in figures(made, small=5).since.levels} == {
        "": "0", "other": "0", "higher": "0", "same": "not shown", "lower": "0",
    }  # fmt: skip


def test_themes_that_came_and_went() -> None:
    made = Maker()
    made.place("P", "Ottermere Central", "station")
    for number, child in enumerate(children(made, 6)):
        harmed(made, child, date(2026, 7, 9) + timedelta(days=number), kind="sexual_exploitation")
        harmed(made, child, date(2026, 10, 12), kind="criminal_exploitation")
        harmed(made, child, date(2026, 8, 12), kind="serious_violence")
    found = figures(made, small=5).since
    assert [(one.title, one.children.count) for one in found.themes_new] == [("Criminal exploitation", 6)]
    assert [(one.title, one.children.count) for one in found.themes_gone] == [("Sexual exploitation", 6)]
    assert found.since == date(2026, 9, 30)
    assert "day of entry" in found.notes[0]

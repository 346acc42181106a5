"""The figures of a panel, counted by hand; what is not recorded is said, and small counts cannot be worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import KithError
from graph.snapshot import POPULATION, Snapshot
from mapping.plain import plain
from mapping.trends import Month, Trends, TrendSettings, counted, trends
from mapping.trends.hub import hub
from tests.make import TODAY, Maker
from tests.trends.scene import october, opened, went

OCTOBER = Month(2026, 10)
FIRST = date(2026, 10, 1)


def figures(made: Maker | Snapshot, month: Month = OCTOBER, *, small: int = 1) -> Trends:
    return trends(made if isinstance(made, Snapshot) else made.snapshot(), TrendSettings(month, small=small))


def count(found: Trends, name: str) -> int | None:
    return found.figures[name].count


def children(made: Maker, many: int, **columns: Any) -> list[str]:
    return [made.child(f"K{len(made.entities)}", **columns) for _ in range(many)]


def test_open_new_closed_and_referred_again() -> None:
    made = Maker()
    a, b, c, d, e = children(made, 5)
    opened(made, a, date(2026, 1, 1))  # open all along, said twice
    opened(made, a, date(2026, 5, 1))
    opened(made, b, date(2026, 2, 1), date(2026, 10, 31))  # closed on the last day: not open at the end
    opened(made, c, date(2026, 10, 31))  # new
    opened(made, d, date(2026, 1, 1), date(2026, 3, 1))
    opened(made, d, date(2026, 10, 5))  # new, and again within the year
    opened(made, e, date(2025, 1, 1), date(2025, 10, 4))
    opened(made, e, date(2026, 10, 5))  # new, a year and a day after
    found = figures(made)
    assert [count(found, name) for name in ("open", "new", "closed", "re_referred")] == [4, 3, 1, 1]
    assert [found.figures[name].of for name in ("new", "closed", "re_referred")] == [4, 2, 3]
    assert found.figures["open"].previous == 2


def test_a_record_that_goes_on_the_next_day_is_neither_a_closing_nor_an_opening() -> None:
    made = Maker()
    (a,) = children(made, 1)
    opened(made, a, date(2026, 1, 1), date(2026, 10, 9))
    opened(made, a, date(2026, 10, 10))
    found = figures(made)
    assert [count(found, name) for name in ("open", "new", "closed", "re_referred")] == [1, 0, 0, 0]


def test_missing_figures_with_their_denominators() -> None:
    made = october()
    opened(made, "A", date(2026, 11, 1))  # after the month: never open by its end
    found = figures(made)
    shown = {name: (one.count, one.of) for name, one in found.figures.items()}
    assert shown["missing_children"] == (6, None)
    assert shown["missing_episodes"] == (10, None)
    assert shown["missing_repeatedly"] == (2, 6)
    assert shown["repeat_never_open"] == (2, 2)
    assert shown["missing_looked_after"] == (2, 6)
    assert shown["interviews_offered"] == (4, 9)
    assert shown["interviews_within_72_hours"] == (1, 9)
    assert found.figures["interviews_accepted"].unknown == 4
    assert found.figures["away_children"].previous == 1


def test_levels_are_the_tools_own_and_the_latest_that_holds() -> None:
    made = Maker()
    a, b, c = children(made, 3)
    for child in (a, b, c):
        opened(made, child, date(2026, 1, 1))
    tool = {"tool": "Borough tool", "tool_version": "3", "observed_to": None}
    made.role(a, "at_risk", level="high", observed_from=date(2026, 2, 1), **tool)
    made.role(a, "at_risk", level="low", observed_from=date(2026, 9, 1), **tool)
    made.role(b, "at_risk", level="medium", observed_from=date(2026, 2, 1), **{**tool, "observed_to": FIRST})
    found = figures(made).by["level"]
    assert [(row.label, row.open) for row in found.rows] == [
        ("No level recorded on the day", 2), ("Low, Borough tool, version 3", 1),
    ]  # fmt: skip


def test_levels_at_the_start_the_review_and_the_close() -> None:
    made = Maker()
    a, b, c, d = children(made, 4)
    tool = {"tool": "Borough tool", "tool_version": "3"}
    opened(made, a, date(2026, 3, 1), date(2026, 8, 31))
    for level, first, last in (("high", 1, 4), ("medium", 5, 7), ("low", 8, 12)):
        made.role(a, "at_risk", level=level, observed_from=date(2026, first, 10 if first == 1 else 1),
                  observed_to=date(2026, last, 30), **tool)  # fmt: skip
    opened(made, b, date(2026, 9, 1), date(2026, 10, 31))  # closed before three months; assessed a week after opening
    made.role(b, "at_risk", level="high", observed_from=date(2026, 9, 8), observed_to=None, **tool)
    opened(made, c, date(2026, 1, 1), date(2026, 10, 1))  # no level at all
    opened(made, d, date(2026, 1, 1), date(2026, 11, 1))  # closed after the month
    found = figures(made).course
    assert (found.children, found.tools) == (3, ("Borough tool 3",))
    assert [(row.label, row.start, row.review, row.close) for row in found.rows] == [
        ("No level recorded", 1, 2, 1), ("High", 2, 0, 1), ("Medium", 0, 1, 0), ("Low", 0, 0, 1),
    ]  # fmt: skip
    few = figures(made, small=5).course
    assert (few.children, few.said) == (None, "under 5 children")
    assert {row.close for row in few.rows} == {None}


def test_siblings_of_open_children_who_are_not_open() -> None:
    made = Maker()
    a, b, c, d = children(made, 4)
    grown = made.child("G", born=date(2000, 1, 1))
    opened(made, a, date(2026, 1, 1))
    opened(made, b, date(2026, 1, 1))
    for one, two in ((a, b), (c, a), (a, grown), (c, d)):
        made.tie(one, "sibling", two)
    figure = figures(made).figures["siblings_not_open"]
    assert (figure.count, figure.of) == (1, 3)  # a and b are each other's; c is a's; d is nobody's who is open


def test_groups_put_not_recorded_first_and_add_up() -> None:
    made = Maker()
    for sex, ethnicity, born in (("F", "WBRI", date(2012, 1, 1)), ("U", "NOBT", None), (None, None, date(2007, 1, 1))):
        (child,) = children(made, 1, sex=sex, ethnicity=ethnicity, born=born)
        opened(made, child, date(2026, 10, 2), harm_type="criminal_exploitation")
    opened(made, child, date(2026, 10, 2), harm_type="sexual_exploitation")
    found = figures(made).by
    assert {name: (by.rows[0].key, by.rows[0].open) for name, by in found.items()} == {
        "harm_type": ("", 0), "level": ("", 3), "age_band": ("", 1), "sex": ("", 2), "ethnicity": ("", 2),
        "care": ("", 3),
    }  # fmt: skip
    harm = {row.key: row.new for row in found["harm_type"].rows if row.new}
    assert harm == {"criminal_exploitation": 3, "sexual_exploitation": 1}
    assert {row.key: row.open for row in found["age_band"].rows if row.open} == {"": 1, "13-15": 1, "18-": 1}
    for name in ("level", "age_band", "sex", "ethnicity", "care"):
        assert sum(row.open or 0 for row in found[name].rows) == 3


def test_a_population_gives_denominators() -> None:
    made = october()
    opened(made, "A", date(2026, 10, 1))
    rows = [("sex", "F", 600), ("sex", "M", 500), ("ethnicity", "WBRI", 700), ("ethnicity", "NOBT", 300)]
    table = pa.Table.from_pylist(
        [
            {"characteristic": name, "group": group, "name": "", "children": many, "as_of": TODAY, "source": "census"}
            for name, group, many in rows
        ],
        POPULATION,
    )
    found = figures(replace(made.snapshot(), population=table))
    assert found.figures["open"].of == found.figures["missing_children"].of == 1_100
    assert {row.key: row.living for row in found.by["ethnicity"].rows if row.living} == {"": 300, "White": 700}


def test_disruption_and_birthdays() -> None:
    made = Maker()
    sixteen = made.child("S", born=date(2010, 12, 1))
    eighteen = made.child("E", born=date(2009, 5, 1))  # not until after six months
    unknown = made.child("U", born=None)
    leaver = made.adult("L", born=date(2002, 1, 1))
    already = made.child("T", born=date(2010, 10, 31))  # turned on the last day of the month
    for child in (sixteen, eighteen, unknown, already):
        opened(made, child, date(2026, 1, 1))
    made.role(leaver, "looked_after", observed_from=date(2015, 1, 1), observed_to=date(2020, 1, 1))
    for adult, role in (("D", "warned"), ("F", "charged")):
        made.adult(adult)
        made.role(adult, role, observed_from=date(2026, 10, 9), observed_to=None)
    made.role("F", "warned", observed_from=date(2026, 9, 9), observed_to=None)
    made.entity("event", "X", subkind="exclusion", started_on=date(2026, 10, 8))
    made.tie(sixteen, "present_at", "X")
    made.tie("D", "present_at", "X")
    made.entity("event", "Y", subkind="arrest", started_on=date(2026, 9, 8))
    found = figures(made)
    names = ("turning_16", "turning_18", "turning_25", "warned", "warnings_in_force", "charged", "excluded", "arrests")
    assert [count(found, name) for name in names] == [1, 0, 1, 1, 2, 1, 1, 0]
    assert found.figures["turning_16"].unknown == 1
    assert found.figures["arrests"].previous == 1


def test_what_nobody_recorded_is_said_and_never_none() -> None:
    made = Maker()
    made.child("A")
    found = figures(made)
    assert {one.count for one in found.figures.values()} == {None}
    assert {one.said for one in found.figures.values()} == {"not recorded"}
    said = " ".join(found.not_recorded)
    for what in (
        "Open to the hub: not recorded in the files loaded", "Return interviews:", "Arrests:", "Charges:",
        "Exclusions:", "(CAWN):", "(NRM): not recorded", "overdue: not read here", "How many children live here",
    ):  # fmt: skip
        assert what in said


def test_small_counts_are_not_shown_nor_what_would_tell_of_them() -> None:
    made = Maker()
    mine = children(made, 12)
    for child in mine[:10]:
        opened(made, child, date(2026, 1, 1))
    opened(made, mine[0], date(2026, 1, 1), None)
    opened(made, mine[10], date(2026, 10, 3))
    opened(made, mine[11], date(2026, 10, 3))
    found = figures(made, small=5)
    assert (count(found, "open"), found.figures["open"].previous) == (12, 10)
    assert {found.figures[name].said for name in ("new", "closed")} == {"not shown"}  # 12 = 10 + new - closed
    assert found.figures["re_referred"].of is None
    rows = [row for by in found.by.values() for row in by.rows]
    assert {(row.new, row.closed, row.re_referred) for row in rows} == {(None, None, None)}
    for child in mine[:3]:
        made.role(child, "looked_after", observed_from=date(2026, 1, 1), observed_to=None)
    assert figures(made, small=5).figures["looked_after_open"].said == "under 5"
    for child in mine[3:9]:
        made.role(child, "looked_after", observed_from=date(2026, 1, 1), observed_to=None)
    assert figures(made, small=5).figures["looked_after_open"].said == "not shown"  # 12 - 9 is under 5
    for child in mine[9:]:
        made.role(child, "looked_after", observed_from=date(2026, 1, 1), observed_to=None)
    assert figures(made, small=5).figures["looked_after_open"].count == 12
    with pytest.raises(KithError, match="what is under 2 and not 0 is 1"):
        figures(made, small=2)


def harmed(made: Maker, child: str, day: date, *, at: str | None = "22:10", place: str = "P", kind: str) -> None:
    event = f"H{len(made.entities)}"
    made.entity("event", event, subkind="incident", harm_type=kind, started_on=day, started_at=at)
    made.tie(child, "harmed_in", event)
    made.tie(child, "harmed_in", event, agency="hub")
    if place:
        made.tie(event, "happened_at", place)


def test_children_harmed_a_month_and_themes_of_three() -> None:
    made = Maker()
    made.place("P", "Ottermere Central", "station")
    mine = children(made, 6)
    for number, child in enumerate(mine):
        harmed(made, child, date(2026, 8, 7) + timedelta(days=30 * (number % 3)), kind="criminal_exploitation")
        harmed(made, child, date(2026, 10, 12), kind="online_harm", at=None, place="")
    harmed(made, mine[0], date(2026, 10, 13), kind="criminal_exploitation")  # a second time: still one child
    harmed(made, mine[0], date(2026, 7, 31), kind="criminal_exploitation")
    harmed(made, mine[0], date(2026, 4, 30), kind="criminal_exploitation")  # before the three months before
    went(made, mine[0], date(2026, 10, 12))
    found = figures(made, small=5)
    assert [one.key for one in found.series] == ["criminal_exploitation", "online_harm", "missing"]
    exact = {one.key: one.counts for one in figures(made).series}
    assert [one.count for one in exact["criminal_exploitation"]] == [0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 2, 3]
    assert [one.count for one in exact["missing"]] == [0] * 11 + [1]
    assert [(one.title, one.where, one.children.count, one.before.said) for one in found.themes] == [
        ("Online harm", "place not recorded, time not recorded", 6, "0"),
        ("Criminal exploitation", "station, 21:00 to 06:00", 6, "under 5"),
    ]
    assert found.themes_hidden == 0
    assert found.series[0].counts[-1].said == "under 5"


def test_three_months_begin_on_the_first_and_a_weekend_on_friday() -> None:
    made = Maker()
    made.place("P", "Ottermere Central", "station")
    a, b, c = children(made, 3)
    days = ((a, 8, 1), (b, 7, 31), (b, 5, 1), (c, 4, 30), (c, 10, 15), (b, 10, 16))
    for child, month, day in days:
        harmed(made, child, date(2026, month, day), at="15:00", kind="serious_violence")
    (theme,) = figures(made).themes
    assert theme.title == "Serious violence"
    assert (theme.where, theme.children.count, theme.before.count) == ("station, 15:00 to 18:00", 3, 1)
    assert theme.weekend.count == 2  # a on a Saturday, b on a Friday, c on a Thursday


def test_records_entered_in_the_month_by_extract() -> None:
    made = Maker()
    made.child("A")
    made.child("B")
    made.tie("A", "friend", "B", recorded_on=date(2026, 10, 3), observed_to=date(2026, 9, 1))
    made.tie("A", "knows", "B", recorded_on=date(2026, 10, 31), record="ties|t1")  # one record says both
    made.tie("A", "friend", "B", recorded_on=date(2026, 11, 1))
    opened(made, "A", date(2026, 10, 3), recorded_on=date(2026, 10, 4), source="roles")
    found = figures(made).entered
    assert [(one.source, one.records, one.earlier) for one in found] == [("roles", 1, 0), ("ties", 1, 0)]


def test_the_json_has_the_names_it_promises() -> None:
    shown = plain(figures(october(), small=5))
    assert set(shown) == {
        "month", "title", "as_of", "until", "small", "figures", "by", "course", "series", "themes", "themes_hidden",
        "placed", "since", "actions", "entered", "not_recorded", "notes",
    }  # fmt: skip
    assert set(shown["since"]) == {
        "since", "until", "levels", "themes_new", "themes_gone", "late", "unchanged", "notes",
    }  # fmt: skip
    assert set(shown["placed"]) == {"looked_after", "missing", "said"}
    assert shown["month"] == "2026-10"
    assert shown["figures"]["missing_children"] | {"title": ""} == {
        "title": "", "count": 6, "said": "6", "of": None, "of_what": "children aged 10 to 17 living here",
        "previous": None, "previous_said": "under 5", "unknown": None, "counts": "children",
    }  # fmt: skip


@st.composite
def hubs(draw: st.DrawFn) -> Maker:
    """Up to eight children, open to the hub in any spans of two years."""
    made = Maker()
    for _ in range(draw(st.integers(1, 8))):
        (child,) = children(made, 1, sex=draw(st.sampled_from(["M", "F", "U", None])))
        for _ in range(draw(st.integers(0, 3))):
            first = date(2025, 1, 1) + timedelta(days=draw(st.integers(0, 660)))
            last = draw(st.one_of(st.none(), st.integers(0, 200)))
            opened(made, child, first, last if last is None else first + timedelta(days=last))
    return made


@settings(deadline=None, max_examples=25)
@given(hubs())
def test_who_opens_and_closes_accounts_for_who_is_open(made: Maker) -> None:
    known = counted(made.snapshot())
    before: frozenset[str] = frozenset()
    for month in OCTOBER.run(22):
        now = hub(known.opened, month, month.last)
        assert now.open <= before | now.new
        assert before - now.open <= now.closed
        assert now.new - now.open <= now.closed
        assert now.again <= now.new
        before = now.open
    twice = replace(made.snapshot(), roles=pa.concat_tables([made.snapshot().roles] * 2))
    assert figures(made).figures == figures(twice).figures
    rows = figures(made).by["sex"].rows
    assert sum(row.open or 0 for row in rows) == (count(figures(made), "open") or 0)


def test_harm_of_which_only_the_month_is_known_counts_in_the_month() -> None:
    made = Maker()
    (a,) = children(made, 1)
    made.place("P", "Ottermere Central", "station")
    made.entity("event", "M", subkind="incident", harm_type="serious_violence", started_month="2026-10")
    made.tie(a, "harmed_in", "M")
    made.tie("M", "happened_at", "P")
    made.entity("event", "X", subkind="exclusion", started_month="2026-10")
    made.tie(a, "present_at", "X")
    found = figures(made)
    assert [one.count for one in found.series[0].counts] == [0] * 11 + [1]
    (theme,) = found.themes
    assert (theme.where, theme.children.count, theme.weekend.count) == ("station, time not recorded", 1, 0)
    assert count(found, "excluded") == 1
    assert count(figures(made, Month(2026, 9)), "excluded") == 0

"""The Trends page as markup: one scale, crosses for small counts, denominators, and nothing a file holds runs."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from mapping.pages import _data, _frame, _month, _trend_parts, _trend_tables
from mapping.pages._month_records import Opens
from mapping.trends import Month, Trends, TrendSettings, counted, trends
from mapping.trends.behind import behind
from mapping.trends.counts import Count
from mapping.trends.groups import By, Row
from mapping.trends.harm import Series
from mapping.words import Naming
from tests.make import Maker
from tests.trends.scene import october, opened, went

OCTOBER = Month(2026, 10)
MONTHS = tuple(str(month) for month in OCTOBER.run(12))


def opens(made: Maker) -> Opens:
    """The figures of a scene, those that open as they do on the page."""
    snapshot = made.snapshot()
    known, asked = counted(snapshot), TrendSettings(OCTOBER, small=5)
    found = behind(snapshot, asked, trends(snapshot, asked), known)
    return Opens(snapshot, known, found, Naming.INITIALS, OCTOBER.last, panel=True)


def series(label: str, *counts: int | None) -> Series:
    told = tuple(Count(one, "under 5" if one is None else str(one)) for one in counts)
    return Series(label, label, MONTHS, (Count(0, "0"),) * (12 - len(told)) + told)


def pictures(markup: str) -> list[str]:
    return [base64.b64decode(text).decode() for text in re.findall(r"base64,([^\"]+)", markup)]


def test_all_charts_have_one_scale_and_a_cross_where_a_count_is_small() -> None:
    found = (series("A", 40, 20), series("B", 10, None))
    markup, note = _trend_tables.multiples(found, OCTOBER, 6, 5)
    one, two = pictures(markup)
    assert [re.findall(r">(\d+)</text>", text)[:2] for text in (one, two)] == [["40", "20"]] * 2
    tall = [102 - float(top) for text in (one, two) for top in re.findall(r"102V([\d.]+)h", text)]
    assert tall == pytest.approx([86, 43, 21.5], abs=0.1)
    assert "×" not in one
    assert two.count("×") == 1
    assert note == (
        "One scale, 0 to 40 children. A child harmed in two ways is counted in both. × stands for 1 to 4 children."
    )
    assert "B: under 5 in October 2026" in markup


def test_more_kinds_than_charts_are_said_and_in_the_table() -> None:
    found = tuple(series(f"<b>{number}</b>", number) for number in range(1, 9))
    markup, note = _trend_tables.multiples(found, OCTOBER, 6, 1)
    assert len(pictures(markup)) == 6
    assert "<b>" not in markup
    assert "Showing 6 of 8 kinds; the table has all." in note
    twin = _trend_tables.series(found, opens(five()))
    assert "<b>" not in twin
    assert twin.count("<tr>") == 13  # a head and twelve months, the latest first
    assert twin.index("Oct 2026") < twin.index("Nov 2025")


@pytest.mark.parametrize(("most", "end"), [(0, 4), (4, 4), (5, 10), (17, 20), (32, 40), (41, 100), (250, 400)])
def test_a_scale_ends_at_a_number_people_count_by(most: int, end: int) -> None:
    assert _month.scale(most) == end


def test_groups_have_shares_only_of_what_is_shown() -> None:
    rows = (Row("", "Not recorded", None, None, None, None, None), Row("M", "Male", 30, 8, None, None, 500))
    markup = _trend_tables.by(By("Sex", rows, 1_000), 40, "sex", opens(five()))
    assert markup.count("not shown") == 2  # open and new; closed and re-referred are left out and said
    assert ">75%<" in markup
    assert ">50%<" in markup
    assert "Too few to show by group: closed and re-referred." in markup


def shown(made: Maker, small: int = 5) -> Trends:
    return trends(made.snapshot(), TrendSettings(OCTOBER, small=small))


def test_the_strip_says_of_what_each_figure_is() -> None:
    made = october()
    for number in range(20):
        opened(made, made.child(f"K{number}"), date(2026, 10 if number > 12 else 9, 2))
    said = re.sub(r"<[^>]+>", " ", _trend_tables.strip(shown(made), OCTOBER, opens(made)))
    for words in ("20 open", "7 new", "0 closed", "6 missing", "children, in 10 episodes", "1 of 9", "4 unknown"):
        assert words in " ".join(said.split())
    few = Maker()
    opened(few, few.child("A"), date(2026, 10, 2))
    said = re.sub(r"<[^>]+>", " ", _trend_tables.strip(shown(few), OCTOBER, opens(few)))
    for words in ("Open: under 5", "Few new or closed", "Missing: not recorded"):
        assert words in " ".join(said.split())


def test_a_figure_is_a_button_only_where_its_records_may_open() -> None:
    made = october()
    for number in range(20):
        opened(made, made.child(f"K{number}"), date(2026, 10 if number > 12 else 9, 2))
    markup = _trend_tables.strip(shown(made), OCTOBER, opens(made))
    assert re.findall(r'data-opens="([^"]+)"', markup) == [
        "figures|open", "figures|new", "figures|missing_children", "figures|missing_episodes",
    ]  # fmt: skip
    few = Maker()
    opened(few, few.child("A"), date(2026, 10, 2))
    assert "data-opens" not in _trend_tables.strip(shown(few), OCTOBER, opens(few))
    assert "data-opens" not in _trend_tables.figures(shown(few), opens(few))


def _page(name: str) -> None:
    """A script of its own: AppTest runs its text."""
    from importlib import import_module

    import_module(f"mapping.pages.{name}").render()


def nothing() -> Maker:
    return Maker()


def five() -> Maker:
    """Five children, one of them missing."""
    made = Maker()
    for number in range(5):
        made.child(f"C{number}", f"Ann {number}")
    went(made, "C0", date(2026, 10, 4))
    return made


def quiet() -> Maker:
    """Children, and no episode at all."""
    made = Maker()
    made.child("A")
    return made


def thousand() -> Maker:
    """A thousand children, each of them missing twice a year and open to the hub."""
    made = Maker()
    for number in range(1_000):
        child = made.child(f"C{number:04}", f"Ann {number}")
        opened(made, child, date(2026, 1, 1) + timedelta(days=number % 300))
        for time in range(2):
            start = date(2025, 12, 1) + timedelta(days=(number * 7 + time * 150) % 330)
            went(made, child, start, event=f"E{number}-{time}")
    return made


@pytest.mark.parametrize(
    ("name", "scene", "says"),
    [
        ("trends", nothing, "Nothing is loaded yet"),
        ("missing", nothing, "Nothing is loaded yet"),
        ("trends", quiet, "No missing episode that began in October 2026 is recorded"),
        ("missing", quiet, "No missing episode is on record"),
        ("trends", five, "Missing: under 5"),
        ("missing", five, "under 5 children"),
        ("trends", thousand, "1,000 open"),
        ("missing", thousand, "showing 10 of"),
    ],
)
def test_the_pages_say_what_there_is(
    name: str, scene: Callable[[], Maker], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = replace(scene().snapshot(), version=scene.__name__)
    monkeypatch.setattr(_data, "snapshot", lambda: snapshot)
    monkeypatch.setattr(_frame, "page", lambda _: "app.py")
    monkeypatch.setattr(_trend_parts, "acted", tuple)
    monkeypatch.setattr("streamlit.page_link", lambda *_args, **_more: None)
    app = AppTest.from_function(_page, args=(name,)).run(timeout=60)
    assert not app.exception
    assert says in " ".join(element.proto.body for element in app.get("html"))

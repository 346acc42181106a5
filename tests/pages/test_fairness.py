"""The Fairness page: completeness first, counts beside what chance gives, small ones not shown, what-if by request."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from mapping.evaluation.compare import expected, ratio
from mapping.evaluation.fairness_tables import Comparison, Row
from mapping.evaluation.fairness_what_if import Moved, Shift
from mapping.pages import _fairness_table
from tests.pages.conftest import PATIENCE, App, settle
from tests.servers.browser import watched_page


def made(label: str, count: int | None, base: int) -> Row:
    lot = expected(base, 1_000, 40)
    chance = None if count is None else ratio(count, base, 1_000, 40)
    return Row(label, label, count, "not shown" if count is None else str(count), base, str(base), lot, chance)


def pictures(markup: str) -> list[str]:
    return [base64.b64decode(text).decode() for text in re.findall(r"base64,([^\"]+)", markup)]


def test_a_suppressed_count_has_no_dot_and_loaded_text_is_no_markup() -> None:
    rows = (made("<b>Old Dock</b>", 12, 300), made("Weirside", None, 700))
    markup = _fairness_table.comparison(Comparison("ward", "Ward", "all 40", rows, "population", "x"))
    axis, shown, hidden = pictures(markup)
    assert "<text" in axis
    assert "<circle" in shown
    assert "<circle" not in hidden
    assert "not shown" in markup
    assert "<b>Old Dock" not in markup


def test_every_group_has_the_same_scale() -> None:
    rows = (made("A", 3, 100), made("B", 37, 900))
    markup = _fairness_table.comparison(Comparison("sex", "Sex", "all 40", rows, "population", "x"))
    _, one, two = pictures(markup)
    dots = [float(match[1]) for text in (one, two) if (match := re.search(r'cx="([\d.]+)"', text))]
    wide = _fairness_table.WIDTH - 2 * _fairness_table.EDGE
    end = max(row.expected.high for row in rows if row.expected)
    assert dots == pytest.approx([_fairness_table.EDGE + wide * count / max(end, 37) for count in (3, 37)], abs=0.06)


def test_what_would_move_is_not_told_by_group_of_a_handful() -> None:
    rows = (Shift("A", "A", "not shown", "not shown"), Shift("B", "B", "not shown", "12"))
    assert "Too few children" in _fairness_table.moved(Moved("near_harmed", "Near", rows, "", True))
    more = (*rows, Shift("C", "C", "12", "8"))
    assert "<td" in _fairness_table.moved(Moved("near_harmed", "Near", more, "", True))


@pytest.mark.parametrize(
    ("children", "title", "says"),
    [(0, "Nobody is on this list", "Nothing found is not the same"), (3, "Too few children to show", "Pool quarters")],
)
def test_an_empty_list_and_one_of_three_say_what_to_do(children: int, title: str, says: str) -> None:
    app = AppTest.from_function(_drawn, args=(children,)).run(timeout=60)
    assert not app.exception
    said = " ".join(element.proto.body for element in app.get("html"))
    assert title in said
    assert says in said
    assert "under 5" in said or not children
    assert [button.label for button in app.button] == ["Pool four quarters"]
    app.button[0].click().run(timeout=60)
    assert app.session_state["fairness-pool"] == "Last 4 quarter-ends"


def _drawn(children: int) -> None:
    """A script of its own: AppTest runs its text."""
    from mapping.evaluation.fairness import FairnessSettings, fairness
    from mapping.pages.fairness import _few
    from tests.make import Maker

    maker = Maker()
    for place in range(children):
        maker.role(maker.child(f"C-{place}"), "open_to_hub", observed_to=None)
    found = fairness(maker.snapshot(), FairnessSettings(lists=("cohort",)))
    _few(found.lists[0], found)


@pytest.fixture(scope="module")
def desk(browser: Browser, borough_app: App) -> Iterator[Page]:
    """One sitting at the Fairness page; in all of it nobody else is asked for anything."""
    asked: list[str] = []
    with watched_page(browser, asked) as page:
        borough_app.open(page, "/fairness")
        yield page
    assert asked == []


@pytest.mark.browser
def test_the_page_compares_says_what_it_cannot_and_asks_what_if_only_when_asked(desk: Page) -> None:
    expect(desk.locator("h1")).to_have_text("Who is listed, beside the children who live here")
    recorded = desk.locator(".fair-recorded dt")
    assert recorded.all_inner_texts() == ["Ethnic group", "Sex", "Age", "Care status", "Ward"]
    first = desk.locator(".fair-list tbody tr:first-child th")
    assert set(first.all_inner_texts()) <= {"Not recorded", "Not recorded, or elsewhere"}
    for row in desk.locator(".fair-list tbody tr").all():
        count = row.locator("td").first.inner_text()
        assert count == "not shown" or int(count.replace(",", "")) == 0 or int(count.replace(",", "")) >= 5
    panel = desk.locator(".st-key-kith-panel")
    expect(panel).to_contain_text("It cannot tell unequal harm from unequal noticing")
    expect(panel).not_to_contain_text("would go to other")
    desk.get_by_test_id("stRadioOption").get_by_text("Near known harmed children", exact=True).click()
    expect(desk.locator("[data-testid=stMain] .note").first).to_contain_text("Near known harmed", timeout=PATIENCE)
    settle(desk)
    desk.get_by_test_id("stRadioOption").get_by_text("Open to the hub", exact=True).click()
    expect(desk.locator("[data-testid=stMain] .note").first).to_contain_text("Open to the hub", timeout=PATIENCE)
    settle(desk)
    panel.get_by_label("Noticed less").click()
    desk.get_by_role("option", name="Mixed", exact=True).click()
    expect(panel).to_contain_text("If, by ethnic group, only 50% of those of “Mixed”", timeout=PATIENCE)
    expect(panel).to_contain_text("starts from places, not from children who were noticed")
    assert not re.search(r"[A-Z]\.[A-Z]\.|OT-\d", desk.locator("[data-testid=stMain]").inner_text())


@pytest.mark.browser
def test_nothing_loaded_says_what_to_do(chromium_page: Page, empty_app: App) -> None:
    empty_app.open(chromium_page, "/fairness")
    expect(chromium_page.get_by_text("Nothing is loaded yet")).to_be_visible(timeout=PATIENCE)
    expect(chromium_page.get_by_role("button", name="Load records")).to_be_visible()

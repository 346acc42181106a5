"""The Missing page: children by frequency and initials, repeats, pairs, interviews, places; words only when asked."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from mapping.pages import _month
from mapping.trends import MissingSettings, Month, missing
from tests.pages.conftest import PATIENCE, App, settle
from tests.servers.browser import watched_page
from tests.trends.scene import october

OCTOBER = Month(2026, 10)


def test_rows_of_children_hold_bars_and_figures_and_no_markup_of_a_file() -> None:
    found = missing(october().snapshot(), MissingSettings(OCTOBER))
    rows = (replace(found.top[0], heading="<b>A.A.</b>, 15", together=("<i>B.B.</i>, 7 times",)), *found.top[1:])
    markup = _month.children(rows, OCTOBER, caption="Children")
    assert "<b>A.A." not in markup
    assert "<i>B.B." not in markup
    assert "&lt;i&gt;B.B.&lt;/i&gt;, 7 times" in markup
    drawn = [base64.b64decode(text).decode() for text in re.findall(r"base64,([^\"]+)", markup)]
    assert len(drawn) == len(rows)
    assert all(picture.count("<path") == 6 and picture.count("#34437D") == 1 for picture in drawn)
    assert "0, 0, 0, 0, 1" in markup
    assert "2 of 4" not in markup.split("</tr>")[1]
    assert "3 of 4" in markup.split("</tr>")[1]  # offered, of A's four


def test_no_interview_due_is_not_none_of_none() -> None:
    found = missing(october().snapshot(), MissingSettings(Month(2026, 9), repeats=2))
    markup = _month.children([replace(found.top[0], due=0)], Month(2026, 9), caption="Children")
    assert "none due" in markup
    assert "0 of 0" not in markup
    unknown = _month.children([replace(found.top[0], due=2, unknown=2)], Month(2026, 9), caption="Children")
    assert unknown.count("unknown") == 2


@pytest.fixture(scope="module")
def desk(browser: Browser, borough_app: App) -> Iterator[Page]:
    """One sitting at the Missing page; in all of it nobody else is asked for anything."""
    asked: list[str] = []
    with watched_page(browser, asked) as page:
        borough_app.open(page, "/missing")
        yield page
    assert asked == []


@pytest.mark.browser
def test_the_month_its_children_and_what_they_said_when_asked(desk: Page) -> None:
    expect(desk.locator("h1")).to_have_text("Missing children, October 2026")
    main, panel = desk.locator("[data-testid=stMain]"), desk.locator(".st-key-kith-panel")
    expect(main).to_contain_text("not ranks of concern")
    names = desk.locator(".month-children").first.locator("tbody th").all_inner_texts()
    assert names
    assert all(re.match(r"^[A-Z]\.([A-Z]\.)? ", name) for name in names)
    expect(panel.locator("tbody th").first).to_have_text("Not recorded whether offered")
    expect(main).not_to_contain_text("Getting away from")
    desk.get_by_text("Read what was recorded").click()
    expect(main).to_contain_text("Getting away from", timeout=PATIENCE)
    settle(desk)
    desk.get_by_label("Open the record of a child").click()
    desk.get_by_role("option").first.click()
    card = desk.locator(".st-key-kith-card-missing-child")
    expect(card).to_contain_text("Show on board", timeout=PATIENCE)
    card.get_by_role("button", name="Records of this month").click()
    expect(card.locator(".record").first).to_be_visible(timeout=PATIENCE)
    settle(desk)
    desk.get_by_role("radio", name="Full names").click()
    expect(desk.locator(".month-children").first).to_contain_text(re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+"))
    desk.get_by_role("radio", name="Initials").click()
    settle(desk)


@pytest.mark.browser
def test_the_trends_of_the_same_month_and_their_table_twins(desk: Page, borough_app: App) -> None:
    borough_app.open(desk, "/trends")
    expect(desk.locator("h1")).to_have_text("Trends, October 2026", timeout=PATIENCE)
    assert desk.locator(".month-strip > div").count() == 5
    expect(desk.get_by_test_id("stSidebar")).to_have_count(0)
    charts = desk.locator(".month-multiples img")
    assert 1 <= charts.count() <= 6
    assert all(re.search(r": .+ in October 2026", chart.get_attribute("alt") or "") for chart in charts.all())
    desk.get_by_text("As a table").click()
    expect(desk.locator(".month-series tbody tr").first).to_be_visible()
    for cell in desk.locator(".month-by tbody td:nth-child(2), .month-series td").all_inner_texts():
        assert not re.fullmatch("[1-4]", cell.strip()), "a count under 5 is shown"
    first = desk.locator(".month-by tbody th").first
    expect(first).to_have_text("Not recorded")
    expect(desk.locator("[data-testid=stMain]")).to_contain_text("National referral mechanism (NRM): not recorded")
    desk.get_by_role("combobox", name="Month").click()
    desk.get_by_role("option", name="November 2026").click()
    expect(desk.locator("h1")).to_have_text("Trends, November 2026", timeout=PATIENCE)
    expect(desk.locator("[data-testid=stMain]")).to_contain_text("November 2026 is not over: counted to 3 Nov 2026")


@pytest.mark.browser
def test_every_page_fits_the_bar_at_1280(desk: Page, borough_app: App) -> None:
    desk.set_viewport_size({"width": 1280, "height": 800})
    borough_app.open(desk, "/missing")
    links = desk.get_by_test_id("stTopNavLink")
    last = links.last.bounding_box()
    who = desk.locator(".st-key-kith-who").bounding_box()
    assert last is not None
    assert who is not None
    assert last["x"] + last["width"] <= who["x"]

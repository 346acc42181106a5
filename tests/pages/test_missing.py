"""The Missing page: children by frequency and initials, repeats, pairs, interviews, places; words only when asked."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from mapping.pages import _month
from mapping.pages._opening import Figure
from mapping.trends import MissingSettings, Month, missing
from tests.pages.conftest import PATIENCE, App, pick, settle
from tests.servers.browser import watched_page
from tests.trends.scene import october

OCTOBER = Month(2026, 10)


def name(child: str, text: str) -> Figure:
    return Figure(text, f"child|{child}")


def test_rows_of_children_hold_bars_and_figures_and_no_markup_of_a_file() -> None:
    found = missing(october().snapshot(), MissingSettings(OCTOBER))
    rows = (replace(found.top[0], heading="<b>A.A.</b>, 15", together=("<i>B.B.</i>, 7 times",)), *found.top[1:])
    markup = _month.children(rows, OCTOBER, name, caption="Children")
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
    markup = _month.children([replace(found.top[0], due=0)], Month(2026, 9), name, caption="Children")
    assert "none due" in markup
    assert "0 of 0" not in markup
    unknown = _month.children([replace(found.top[0], due=2, unknown=2)], Month(2026, 9), name, caption="Children")
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
    assert all(re.match(r"^[A-Z]\.([A-Z]\.)? ", one) for one in names)
    expect(panel.locator("tbody th").first).to_have_text("Not recorded whether offered")
    told = "Say what they were getting away from"
    expect(main).not_to_contain_text(told)
    desk.get_by_text("Count which interviews say so").click()  # on a panel view how many, and nobody's words
    expect(main).to_contain_text(told, timeout=PATIENCE)
    expect(main).not_to_contain_text("Drawn to")
    settle(desk)
    desk.locator(".st-key-missing-panel").get_by_text("Panel view").click()
    settle(desk)
    desk.get_by_text("Read what was recorded").click()
    expect(main.get_by_role("columnheader", name="Drawn to")).to_be_visible(timeout=PATIENCE)
    desk.locator(".st-key-missing-panel").get_by_text("Panel view").click()
    settle(desk)
    desk.get_by_role("radio", name="Full names").click()
    expect(desk.locator(".month-children").first).to_contain_text(re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+"))
    desk.get_by_role("radio", name="Initials").click()
    settle(desk)


@pytest.mark.browser
def test_a_child_and_a_figure_open_their_records_without_words_on_a_panel_view(desk: Page) -> None:
    desk.locator(".month-children button.opens").first.click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Missing episodes by three months", timeout=PATIENCE)
    expect(dialog.locator(".record").first).to_be_visible(timeout=PATIENCE)
    expect(dialog).to_contain_text("no words of a record and no home or address")
    assert dialog.locator("blockquote").count() == 0
    expect(dialog).to_contain_text("Show on board")
    desk.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    figure = desk.locator(".month-strip button.opens").first
    many = int(re.sub(r"\D", "", figure.inner_text()))
    figure.click()
    expect(dialog.locator("tbody tr")).to_have_count(many, timeout=PATIENCE)
    first = dialog.locator("tbody button.opens").first
    who = first.inner_text()
    first.click()
    expect(dialog.locator(".record").first).to_be_visible(timeout=PATIENCE)
    expect(dialog).to_contain_text(who)
    dialog.get_by_text(re.compile("^Back to all")).click()
    expect(dialog.locator("tbody tr")).to_have_count(many, timeout=PATIENCE)
    desk.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


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
    people = desk.locator(".month-others tr").filter(has_not_text="Return interviews")  # those are work, not children
    for cell in (*desk.locator(".month-by td:nth-child(2), .month-series td").all(), *people.locator("td").all()):
        assert not re.fullmatch("[1-4]", cell.inner_text().strip()), "a count under 5 is shown"
    firsts = desk.locator(".month-by table").all()
    assert firsts
    for table in firsts:  # whoever is unknown stands first in every table
        expect(table.locator("tbody th").first).to_have_text(re.compile("^(No level|Not) recorded"))
    main = desk.locator("[data-testid=stMain]")
    for words in (
        "What changed since the last panel",
        "Referred to the NRM in the month",
        "Actions to make places safer",
    ):
        expect(main).to_contain_text(words)
    desk.locator(".month-strip button.opens").first.click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.locator("tbody tr").nth(4)).to_be_visible(timeout=PATIENCE)  # five or more
    desk.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    pick(desk.get_by_role("combobox", name="Month"), desk.get_by_role("option", name="November 2026"))
    expect(desk.locator("h1")).to_have_text("Trends, November 2026", timeout=PATIENCE)
    expect(main).to_contain_text("November 2026 is not over: counted to 3 Nov 2026")


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

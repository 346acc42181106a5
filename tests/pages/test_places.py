"""The Places page as a panel uses it: the map, its hotspots, who and what at one place, the table twin, plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.pages.conftest import PATIENCE, App, settle
from tests.servers.browser import watched_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(browser: Browser, borough_app: App) -> Iterator[Page]:
    """One sitting at the Places page; in all of it nobody else is asked for anything, by the map either."""
    asked: list[str] = []
    with watched_page(browser, asked) as page:
        borough_app.open(page, "/places")
        yield page
    assert asked == []


def drawn(page: Page) -> FrameLocator:
    """The map, once its pins and names are drawn."""
    frame = page.frame_locator("iframe[title='streamlit_folium.st_folium']")
    expect(frame.locator(".k-pin").first).to_be_visible(timeout=PATIENCE)
    expect(frame.locator(".k-name:not(.k-off)").first).to_be_visible(timeout=PATIENCE)
    return frame


def panel(page: Page) -> Locator:
    return page.locator(".st-key-kith-panel")


def test_the_map_is_drawn_with_places_wards_and_their_names(desk: Page) -> None:
    frame = drawn(desk)
    assert frame.locator(".k-pin").count() > 20
    assert frame.locator("path.leaflet-interactive, .leaflet-border-pane path").count() > 5
    names = frame.locator(".k-name:not(.k-off)").all_inner_texts()
    first = desk.locator(".places-spot h3").first.inner_text().removeprefix("1").strip()
    assert [name for name in names if first.startswith(name)], "a hotspot's place is named though its pins are crowded"
    assert frame.locator(".k-ward:not(.k-off)").count() > 5
    assert not [name for name in names if "House" in name], "children's homes are not on a panel view"


def test_hotspots_stand_in_the_panel_with_what_they_rest_on(desk: Page) -> None:
    beside = panel(desk)
    expect(beside).to_contain_text(re.compile(r"Hotspots · showing \d+ of \d+"))
    expect(beside).to_contain_text(re.compile(r"\d+ distinct children"))
    expect(beside).to_contain_text(re.compile(r"largest contributor"))
    expect(beside).to_contain_text("What changed since")
    expect(beside).to_contain_text("Not known")
    assert drawn(desk).locator(".k-badge").count() == beside.locator(".places-badge").count()


def test_a_click_on_a_place_shows_who_and_what_and_leads_back(desk: Page) -> None:
    frame, beside = drawn(desk), panel(desk)
    # With the keyboard, as the pins of a hotspot lie over one another.
    frame.get_by_role("button", name="Ottermere Central", exact=True).press("Enter")
    expect(beside.locator(".sentence")).to_have_text("Ottermere Central", timeout=PATIENCE)
    expect(beside).to_contain_text("Owner · Rail police")
    expect(beside).to_contain_text(re.compile(r"What happened · showing \d+ of \d+, newest first"))
    expect(beside).to_contain_text(re.compile(r"Children · \d+ distinct children"))
    assert re.search(r"\b[A-Z]\.[A-Z]\.", beside.inner_text()), "initials on a panel view"
    assert not beside.locator("blockquote").count(), "words of a record may name somebody"
    beside.get_by_role("button", name="Back to hotspots").click()
    expect(beside).to_contain_text("Hotspots · showing", timeout=PATIENCE)
    settle(desk)  # the list is there before the page has finished drawing


def test_full_names_come_only_off_the_panel_view_and_when_asked(desk: Page) -> None:
    desk.locator(".st-key-places-records-1 button").click()
    expect(panel(desk)).to_contain_text("What happened", timeout=PATIENCE)
    settle(desk)
    desk.get_by_test_id("stSidebar").get_by_text("Panel view", exact=True).click()
    expect(desk.get_by_role("radio", name="Full names")).to_be_visible(timeout=PATIENCE)
    settle(desk)
    rows = panel(desk).locator(".rows li b")
    expect(rows.first).to_have_text(re.compile(r"^([A-Z]\.)+$"))
    desk.get_by_role("radio", name="Full names").click()
    expect(rows.first).to_have_text(re.compile(r"^[A-Z][\w'-]+ [A-Z][\w' -]+$"), timeout=PATIENCE)
    settle(desk)
    desk.get_by_role("radio", name="Initials").click()
    expect(rows.first).to_have_text(re.compile(r"^([A-Z]\.)+$"), timeout=PATIENCE)
    desk.get_by_test_id("stSidebar").get_by_text("Panel view", exact=True).click()
    expect(desk.get_by_role("radio", name="Full names")).to_have_count(0, timeout=PATIENCE)
    settle(desk)


def test_the_table_twin_says_what_the_map_shows(desk: Page) -> None:
    desk.get_by_role("radio", name="Table").click()
    tables = desk.locator(".kith-table")
    expect(tables).not_to_have_count(0, timeout=PATIENCE)
    settle(desk)
    expect(tables.nth(0)).to_contain_text("Who says so")
    expect(tables.nth(1).locator("tbody tr").filter(has_text="Ottermere Central")).to_have_count(1)
    assert not re.search(r"\b[1-4]\b", " ".join(tables.nth(1).locator("tbody td:nth-child(3)").all_inner_texts()))
    desk.get_by_role("radio", name="Map").click()
    drawn(desk)

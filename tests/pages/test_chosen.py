"""What is chosen is shared: from the map to the board and back, and one child's places only off the panel view."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.conftest import PATIENCE, App, map_of, settle
from tests.pages.test_app import audit, visit
from tests.servers.browser import watched_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(browser: Browser, borough_app: App) -> Iterator[Page]:
    """One sitting, since the choice lives as long as it; nobody else is asked for anything."""
    asked: list[str] = []
    with watched_page(browser, asked) as page:
        borough_app.open(page, "/places")
        yield page
    assert asked == []


def test_a_place_chosen_on_the_map_is_selected_on_the_board(desk: Page) -> None:
    frame = map_of(desk)
    frame.get_by_role("button", name="Weir Wharf", exact=True).press("Enter")
    beside = desk.locator(".st-key-kith-panel .sentence")
    expect(beside).to_have_text("Weir Wharf", timeout=PATIENCE)
    expect(frame.locator(".k-ring")).to_have_count(1, timeout=PATIENCE)
    settle(desk)
    visit(desk, "Relationships")
    expect(desk.locator("h1")).to_have_text("Around Weir Wharf", timeout=PATIENCE)
    expect(beside.first).to_have_text("Weir Wharf", timeout=PATIENCE)


def test_what_is_not_on_the_board_yet_is_added_to_it(desk: Page) -> None:
    visit(desk, "Places")
    map_of(desk).get_by_role("button", name="Upper Fold Comprehensive", exact=True).press("Enter")
    expect(desk.locator(".st-key-kith-panel .sentence")).to_have_text("Upper Fold Comprehensive", timeout=PATIENCE)
    settle(desk)
    visit(desk, "Relationships")
    expect(desk.locator(".st-key-kith-panel .sentence").first).to_have_text(
        "Upper Fold Comprehensive", timeout=PATIENCE
    )
    expect(desk.locator("h1")).to_have_text(re.compile(r"Weir Wharf( and Upper Fold Comprehensive)?$"))


def test_a_child_chosen_on_the_board_shows_its_places_only_off_the_panel_view(desk: Page, borough_app: App) -> None:
    visit(desk, "Relationships")
    canvas = desk.locator(".canvas")
    canvas.focus()
    said = desk.locator(".kith-board .hear[aria-live]")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp") * 12:
        desk.keyboard.press(key)
        if re.match(r"([A-Z]\.)+, \d+", said.inner_text()):
            break
    name = said.inner_text().split(",")[0]
    desk.keyboard.press("Enter")
    expect(desk.locator(".st-key-kith-panel .board-eyebrow").first).to_contain_text("Child", timeout=PATIENCE)
    settle(desk)
    visit(desk, "Places")
    frame, line = map_of(desk), desk.locator(".st-key-places-about-bar")
    expect(line).to_contain_text("A panel view does not show the places of one child", timeout=PATIENCE)
    expect(frame.locator(".k-ring")).to_have_count(0)
    expect(desk.locator(".st-key-kith-panel")).to_contain_text("Hotspots · showing")
    desk.get_by_test_id("stSidebar").get_by_text("Panel view", exact=True).click()
    expect(line).to_contain_text(f"From the board: {name}", timeout=PATIENCE)
    expect(line).to_contain_text("Homes and addresses are never shown.")
    settle(desk)
    expect(map_of(desk).locator(".k-ring").first).to_be_visible(timeout=PATIENCE)
    assert not re.search(r"\d+ [A-Z]\w+ (Row|Yard|Street|Lane|Close)", line.inner_text()), "no address"
    desk.get_by_role("button", name="Clear").click()
    expect(line).to_have_count(0, timeout=PATIENCE)
    expect(map_of(desk).locator(".k-ring")).to_have_count(0, timeout=PATIENCE)
    settle(desk)
    desk.get_by_test_id("stSidebar").get_by_text("Panel view", exact=True).click()
    settle(desk)


def test_a_month_of_the_map_opens_its_records_and_taking_the_map_along_is_noted(desk: Page, borough_app: App) -> None:
    visit(desk, "Places")
    frame = map_of(desk)
    slider = frame.get_by_role("slider", name="Month shown")
    slider.focus()
    slider.press("End")
    slider.press("ArrowLeft")
    frame.locator(".k-said button").click()
    beside = desk.locator(".st-key-kith-panel")
    expect(beside).to_contain_text("October 2026", timeout=PATIENCE)
    expect(beside).to_contain_text(re.compile(r"What happened|Who they are is not shown"))
    expect(slider).to_have_value("11")  # the map is not drawn anew
    settle(desk)
    desk.get_by_role("button", name="Take along").click()
    with desk.expect_download() as taken:
        desk.get_by_role("button", name="Table (CSV)").click()
    rows = taken.value.path().read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("Place,Kind,Latitude,Longitude,")
    assert len(rows) > 20
    last = audit(borough_app)[-1]
    assert (last["action"], last["what"]["map"], last["what"]["panel"]) == ("disclosure", "table", True)  # type: ignore[index]

"""The app as somebody at the desk sees it: its pages, one frame, no request to anybody, nothing run as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.pages.conftest import PATIENCE, App, settle
from tests.servers.browser import watched_page

pytestmark = pytest.mark.browser

PAGES = {
    "Relationships": "/",
    "Boards": "/boards",
    "Places": "/places",
    "Contexts": "/contexts",
    "Periphery": "/periphery",
    "Adults of concern": "/adults",
    "Groups": "/groups",
    "Missing": "/missing",
    "Trends": "/trends",
    "Fairness": "/fairness",
    "Data": "/data",
}


@pytest.fixture(scope="module")
def desk(browser: Browser, borough_app: App) -> Iterator[Page]:
    """One sitting at the desk for all these tests, as a working day is; nothing asked another machine in all of it."""
    asked: list[str] = []
    with watched_page(browser, asked) as page:
        borough_app.open(page, "/data")
        yield page
    assert asked == []


@pytest.fixture
def complaints(desk: Page) -> list[str]:
    """What the browser complained of, but for the addresses that Streamlit itself tries first under a page's path."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            heard.append(message.text)

    desk.on("console", hear)
    desk.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def visit(page: Page, title: str) -> None:
    """Go to a page by the navigation, which keeps the session."""
    page.get_by_test_id("stTopNavLink").get_by_text(title, exact=True).click()
    expect(page.locator("[data-testid=stTopNavLink][aria-current=page]")).to_have_text(title, timeout=PATIENCE)
    settle(page)


def audit(app: App) -> list[dict[str, object]]:
    """The lines of the audit log."""
    files = sorted((app.data / "audit").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def test_the_pages_are_walked_without_a_complaint(desk: Page, borough_app: App, complaints: list[str]) -> None:
    for title, path in PAGES.items():
        visit(desk, title)
        expect(desk).to_have_url(re.compile(rf"{re.escape(borough_app.url + path)}(\?.*)?$"), timeout=PATIENCE)
        expect(desk).to_have_title(f"{title} · Kith")
        expect(desk.locator("h1")).to_have_count(1)
        expect(desk.get_by_text("Stopped", exact=True)).to_have_count(0)
    assert complaints == []


def test_every_address_opens_its_page_and_says_who_reads(chromium_page: Page, borough_app: App) -> None:
    for title, path in PAGES.items():
        chromium_page.goto(borough_app.url + path)
        current = chromium_page.locator("[data-testid=stTopNavLink][aria-current=page]")
        expect(current).to_have_text(title, timeout=PATIENCE)
        expect(chromium_page.locator(".kith-who")).to_have_text("Invented people A. Brennan · analyst · Ottermere hub")


def test_a_changed_purpose_is_shown_and_goes_into_the_audit_log(desk: Page, borough_app: App) -> None:
    visit(desk, "Data")
    desk.get_by_role("button", name="Purpose: Daily work at the hub").click()
    field = desk.get_by_label("What are you reading for?")
    field.fill("Strategy meeting **about** the station")
    field.press("Enter")
    expect(desk.get_by_role("button", name=re.compile("Strategy meeting"))).to_be_visible(timeout=PATIENCE)
    shown = desk.get_by_role("button", name=re.compile("Strategy meeting")).inner_text()
    assert shown.startswith("Purpose: Strategy meeting **about** the station")
    settle(desk)
    last = audit(borough_app)[-1]
    assert (last["viewer"], last["purpose"]) == ("A. Brennan", "Strategy meeting **about** the station")


def test_the_periphery_gives_reasons_and_reads_evidence_only_when_asked(desk: Page, borough_app: App) -> None:
    visit(desk, "Periphery")
    card = desk.locator("[class*=st-key-kith-card-periphery]").first
    expect(card).to_be_visible(timeout=PATIENCE)
    expect(desk.get_by_text(re.compile(r"Reasons to look, not findings · showing \d+ of \d+"))).to_be_visible()
    for words in ("Not known", "Help open now", "Show on board"):
        expect(card.get_by_text(words)).to_be_visible()
    before = len([line for line in audit(borough_app) if line["action"] == "evidence"])
    card.get_by_text(re.compile("Evidence:")).click()
    expect(card.locator(".record").first).to_be_visible(timeout=PATIENCE)
    assert len([line for line in audit(borough_app) if line["action"] == "evidence"]) == before + 1
    decimals = [text for text in card.all_inner_texts() if re.search(r"\b0\.\d|\d%", text)]
    assert decimals == [], "no score, probability or decimal of a child is shown"


def test_the_questions_are_kept_apart(desk: Page, borough_app: App) -> None:
    visit(desk, "Periphery")
    for question, title in (
        ("Near known harmed children", "Children not open to the hub who are near known harmed children"),
        ("Missing together", "Children not open to the hub who were missing together with others"),
    ):
        desk.get_by_test_id("stRadioOption").get_by_text(question, exact=True).click()
        expect(desk.locator("h1")).to_have_text(title, timeout=PATIENCE)
        settle(desk)


def test_all_of_a_list_is_shown_when_asked_and_who_is_not_on_it_is_counted(desk: Page) -> None:
    visit(desk, "Periphery")
    desk.get_by_test_id("stRadioOption").get_by_text("Near known harmed children", exact=True).click()
    every = desk.locator(".st-key-periphery-show-all button")
    expect(every).to_have_text(re.compile(r"Show all \d+"), timeout=PATIENCE)
    settle(desk)
    count = int(every.inner_text().split()[-1])
    rail = desk.get_by_test_id("stRadio")
    expect(rail).to_contain_text(re.compile(rf"Near known harmed children\s*{count} children"))
    expect(desk.get_by_text(f"Reasons to look, not findings · showing 6 of {count}")).to_be_visible()
    expect(desk.get_by_text(re.compile(r"^Not listed: \d+ child"))).to_be_visible()
    every.click()
    expect(desk.locator("[class*=st-key-kith-card-periphery]")).to_have_count(count, timeout=PATIENCE)
    settle(desk)


def test_how_people_are_named_is_chosen_once_for_all_pages(desk: Page) -> None:
    visit(desk, "Periphery")
    token = desk.locator("[class*=st-key-kith-card-periphery] h2").first
    expect(token).to_have_text(re.compile(r"^([A-Z]\.)+, "), timeout=PATIENCE)
    desk.get_by_role("radio", name="Full names").click()
    expect(token).not_to_have_text(re.compile(r"^([A-Z]\.)+, "), timeout=PATIENCE)
    settle(desk)
    for title in ("Groups", "Relationships"):
        visit(desk, title)
        expect(desk.get_by_role("radio", name="Full names")).to_be_checked()
    expect(desk.get_by_text(re.compile("naming: full names"))).to_be_visible()
    desk.get_by_role("radio", name="Initials").click()
    expect(desk.get_by_text(re.compile("naming: initials"))).to_be_visible(timeout=PATIENCE)
    settle(desk)
    visit(desk, "Periphery")
    expect(token).to_have_text(re.compile(r"^([A-Z]\.)+, "), timeout=PATIENCE)


def test_a_card_leads_to_the_board_and_keeps_the_session(desk: Page, borough_app: App) -> None:
    visit(desk, "Periphery")
    link = desk.get_by_role("link", name="Show on board").first
    expect(link).to_be_visible(timeout=PATIENCE)
    link.click()
    expect(desk).to_have_url(re.compile(r"/\?focus=C-\w+$"), timeout=PATIENCE)
    settle(desk)
    expect(desk.get_by_text("Stopped", exact=True)).to_have_count(0)


def test_groups_have_a_table_twin_with_how_surely_each_belongs(desk: Page, borough_app: App) -> None:
    visit(desk, "Groups")
    expect(desk.get_by_text(re.compile(r"showing \d+ of \d+ found groups"))).to_be_visible(timeout=PATIENCE)
    desk.get_by_role("radio", name="Table").click()
    row = desk.locator(".kith-table tbody tr").first
    expect(row).to_contain_text(re.compile(r"in this group in \d+ of 20 runs"), timeout=PATIENCE)


def test_what_is_pressed_can_be_reached_and_seen_with_the_keyboard(desk: Page, borough_app: App) -> None:
    visit(desk, "Data")
    desk.reload()  # so that the keyboard begins at the beginning
    settle(desk)
    names = set()
    for _ in range(14):
        desk.keyboard.press("Tab")
        name = desk.evaluate("document.activeElement.innerText.trim().split('\\n')[0]")
        if name in PAGES:
            focused = desk.locator("a:focus, button:focus")
            expect(focused).to_have_css("outline-style", "solid")
            expect(focused).to_have_css("outline-width", "3px")
        names.add(name)
    assert {"Relationships", "Places", "Periphery", "Groups", "Data"} <= names


@pytest.mark.parametrize("title", ["Periphery", "Groups", "Data"])
def test_nothing_is_cut_off_and_targets_are_large_enough(desk: Page, title: str) -> None:
    visit(desk, title)
    for width in (1280, 1920, 1440):
        desk.set_viewport_size({"width": width, "height": 900})
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
        assert desk.locator("[data-testid=stMain]").evaluate("one => one.scrollWidth - one.clientWidth") <= 0
        panel = desk.locator(".st-key-kith-panel").bounding_box()
        assert panel is not None
        assert panel["x"] + panel["width"] == pytest.approx(width, abs=1)
    small = desk.evaluate(
        """() => [...document.querySelectorAll('button, summary, [data-testid=stPageLink] a')]
            .map(one => [one.innerText.slice(0, 30), one.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([name, box]) => [name, box.width, box.height])"""
    )
    assert small == [], "WCAG 2.2 AA, 2.5.8: targets are at least 24 px"

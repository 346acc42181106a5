"""The app as somebody at the desk sees it: five pages, one frame, no request to anybody, nothing run as markup."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.pages.conftest import PATIENCE, App, settle

pytestmark = pytest.mark.browser

PAGES = {
    "Relationships": "/",
    "Places": "/places",
    "Periphery": "/periphery",
    "Groups": "/groups",
    "Data": "/data",
}


@pytest.fixture
def complaints(chromium_page: Page) -> list[str]:
    """What the browser complained of, but for the addresses that Streamlit itself tries first under a page's path."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            heard.append(message.text)

    chromium_page.on("console", hear)
    chromium_page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def audit(app: App) -> list[dict[str, object]]:
    """The lines of the audit log."""
    files = sorted((app.data / "audit").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def test_the_five_pages_are_walked_without_a_complaint_or_an_outside_request(
    chromium_page: Page, borough_app: App, complaints: list[str]
) -> None:
    borough_app.open(chromium_page)
    for title, path in PAGES.items():
        chromium_page.get_by_test_id("stTopNavLink").get_by_text(title, exact=True).click()
        expect(chromium_page).to_have_url(re.compile(rf"{re.escape(borough_app.url + path)}(\?.*)?$"), timeout=PATIENCE)
        expect(chromium_page.locator("[data-testid=stTopNavLink][aria-current=page]")).to_have_text(title)
        settle(chromium_page)
        expect(chromium_page).to_have_title(f"{title} · Kith")
        expect(chromium_page.locator("h1")).to_have_count(1)
        expect(chromium_page.get_by_text("Stopped", exact=True)).to_have_count(0)
    assert complaints == []


@pytest.mark.parametrize("path", list(PAGES.values()))
def test_an_address_opens_its_page_and_says_who_reads_for_what(
    chromium_page: Page, borough_app: App, path: str, complaints: list[str]
) -> None:
    borough_app.open(chromium_page, path)
    current = chromium_page.locator("[data-testid=stTopNavLink][aria-current=page]")
    assert PAGES[current.inner_text()] == path
    expect(chromium_page.locator(".kith-who")).to_have_text("A. Brennan · analyst · Ottermere hub")
    assert complaints == []


def test_a_changed_purpose_is_shown_and_goes_into_the_audit_log(chromium_page: Page, borough_app: App) -> None:
    borough_app.open(chromium_page, "/data")
    chromium_page.get_by_role("button", name="Purpose: Daily work at the hub").click()
    field = chromium_page.get_by_label("What are you reading for?")
    field.fill("Strategy meeting **about** the station")
    field.press("Enter")
    expect(chromium_page.get_by_role("button", name=re.compile("Strategy meeting"))).to_be_visible(timeout=PATIENCE)
    shown = chromium_page.get_by_role("button", name=re.compile("Strategy meeting")).inner_text()
    assert shown.startswith("Purpose: Strategy meeting **about** the station")
    settle(chromium_page)
    last = audit(borough_app)[-1]
    assert (last["viewer"], last["purpose"]) == ("A. Brennan", "Strategy meeting **about** the station")


def test_the_periphery_gives_reasons_and_reads_evidence_only_when_asked(chromium_page: Page, borough_app: App) -> None:
    borough_app.open(chromium_page, "/periphery")
    card = chromium_page.locator("[class*=st-key-kith-card-periphery]").first
    expect(card).to_be_visible(timeout=PATIENCE)
    expect(chromium_page.get_by_text(re.compile(r"Reasons to look, not findings · showing \d+ of \d+"))).to_be_visible()
    for words in ("Not known", "Help open now", "Show on board"):
        expect(card.get_by_text(words)).to_be_visible()
    before = len([line for line in audit(borough_app) if line["action"] == "evidence"])
    card.get_by_text(re.compile("Evidence:")).click()
    expect(card.locator(".record").first).to_be_visible(timeout=PATIENCE)
    assert len([line for line in audit(borough_app) if line["action"] == "evidence"]) == before + 1
    decimals = [text for text in card.all_inner_texts() if re.search(r"\b0\.\d|\d%", text)]
    assert decimals == [], "no score, probability or decimal of a child is shown"


def test_the_questions_are_kept_apart(chromium_page: Page, borough_app: App) -> None:
    borough_app.open(chromium_page, "/periphery")
    titles: set[str] = set()
    for question in ("Near known harmed children", "Missing together"):
        chromium_page.get_by_test_id("stRadioOption").get_by_text(question, exact=True).click()
        heading = chromium_page.locator("h1")
        expect(heading).not_to_have_text("|".join(titles) or "-", timeout=PATIENCE)
        settle(chromium_page)
        titles.add(heading.inner_text())
    assert titles == {
        "Children not open to the hub who are near known harmed children",
        "Children not open to the hub who were missing together with others",
    }


def test_a_card_leads_to_the_board_and_keeps_the_session(chromium_page: Page, borough_app: App) -> None:
    borough_app.open(chromium_page, "/periphery")
    link = chromium_page.get_by_role("link", name="Show on board").first
    expect(link).to_be_visible(timeout=PATIENCE)
    link.click()
    expect(chromium_page).to_have_url(re.compile(r"/\?focus=C-\w+$"), timeout=PATIENCE)
    settle(chromium_page)
    expect(chromium_page.get_by_text("Stopped", exact=True)).to_have_count(0)


def test_groups_have_a_table_twin_with_how_surely_each_belongs(chromium_page: Page, borough_app: App) -> None:
    borough_app.open(chromium_page, "/groups")
    expect(chromium_page.get_by_text(re.compile(r"showing \d+ of \d+ found groups"))).to_be_visible(timeout=PATIENCE)
    chromium_page.get_by_role("radio", name="Table").click()
    row = chromium_page.locator(".kith-table tbody tr").first
    expect(row).to_contain_text(re.compile(r"in this group in \d+ of 20 runs"), timeout=PATIENCE)


def test_what_is_pressed_can_be_reached_and_seen_with_the_keyboard(chromium_page: Page, borough_app: App) -> None:
    borough_app.open(chromium_page, "/data")
    seen = []
    for _ in range(14):
        chromium_page.keyboard.press("Tab")
        outline = chromium_page.evaluate(
            "() => { const one = document.activeElement; const style = getComputedStyle(one);"
            " return [one.innerText.trim().split('\\n')[0], style.outlineStyle, style.outlineWidth] }"
        )
        seen.append(outline)
    names = [name for name, _, _ in seen]
    assert {"Relationships", "Places", "Periphery", "Groups", "Data"} <= set(names)
    assert all((style, width) == ("solid", "3px") for name, style, width in seen if name in PAGES)


@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize("path", ["/periphery", "/groups", "/data"])
def test_nothing_is_cut_off_at_other_widths(chromium_page: Page, borough_app: App, path: str, width: int) -> None:
    chromium_page.set_viewport_size({"width": width, "height": 900})
    borough_app.open(chromium_page, path)
    assert chromium_page.evaluate("document.documentElement.scrollWidth") <= width
    main = chromium_page.locator("[data-testid=stMain]")
    assert main.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    panel = chromium_page.locator(".st-key-kith-panel").bounding_box()
    assert panel is not None
    assert panel["x"] + panel["width"] == pytest.approx(width, abs=1)


def test_targets_are_large_enough(chromium_page: Page, borough_app: App) -> None:
    borough_app.open(chromium_page, "/periphery")
    small = chromium_page.evaluate(
        """() => [...document.querySelectorAll('button, summary, [data-testid=stPageLink] a, [data-testid=stTopNavLink]')]
            .map(one => [one.innerText.slice(0, 30), one.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([name, box]) => [name, box.width, box.height])"""
    )
    assert small == [], "WCAG 2.2 AA, 2.5.8: targets are at least 24 px"

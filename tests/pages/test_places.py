"""The Places page as a panel uses it: the map, its hotspots, who and what at one place, the table twin, plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.pages.conftest import PATIENCE, App, map_of, pick, settle
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
    frame = map_of(page)
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


def bounded(page: Page, name: str) -> None:
    field = page.get_by_test_id("stSidebar").get_by_role("combobox", name="Boundaries")
    pick(field, page.get_by_role("option", name=name, exact=True))
    settle(page)


def test_the_hubs_own_areas_are_chosen_drawn_and_counted_in(desk: Page) -> None:
    own = "Safeguarding localities"
    bounded(desk, own)
    expect(desk.locator(".places-legend")).to_contain_text(f"boundaries: {own}", timeout=PATIENCE)
    frame = drawn(desk)
    expect(frame.locator(".k-ward:not(.k-off)").filter(has_text="Marchway")).to_have_count(1, timeout=PATIENCE)
    assert set(frame.locator(".k-ward").all_inner_texts()) == {"Foldside", "Ottermere Middle", "Dockgate", "Marchway"}
    desk.get_by_role("radio", name="Table").click()
    counts = table(desk, f"Children by area, {own}")
    expect(counts.locator("tbody tr").first).to_contain_text("Not on the map", timeout=PATIENCE)
    settle(desk)
    assert not re.search(r"\b[1-4]\b", " ".join(counts.locator("tbody td:nth-child(2)").all_inner_texts()))
    count = counts.locator("tbody tr").nth(1).locator("button")  # those that are shown come first
    said = count.inner_text()
    count.click()
    expect(panel(desk)).to_contain_text(f"Children · {said} distinct children", timeout=PATIENCE)
    panel(desk).get_by_role("button", name="Back to hotspots").click()
    settle(desk)
    desk.get_by_role("radio", name="Map").click()
    bounded(desk, "Wards")
    expect(desk.locator(".places-legend")).to_contain_text("boundaries: Wards", timeout=PATIENCE)
    settle(desk)


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
    expect(beside).to_contain_text("Safety here · Station staff until 21:00")
    expect(beside).to_contain_text(re.compile(r"Owner · \w+"))  # of the assessment that stands: other tests write some
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


def table(page: Page, caption: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("region", name=caption)


def test_the_tables_say_what_the_map_shows(desk: Page) -> None:
    desk.get_by_role("radio", name="Table").click()
    expect(table(desk, "Hotspots by kind of harm and window")).to_be_visible(timeout=PATIENCE)
    settle(desk)
    expect(table(desk, re.compile("^Hotspots$"))).to_contain_text("Who says so")
    named = table(desk, re.compile("Named places"))
    expect(named.locator("tbody tr").filter(has_text="Ottermere Central")).to_have_count(1)
    expect(named).to_contain_text(re.compile(r"[\d.]+ times expected"))
    counts = named.locator("tbody td:nth-child(2)").all_inner_texts()
    assert not re.search(r"\b[1-4]\b", " ".join(counts).replace("under 5", ""))
    hidden = named.locator("tbody tr").filter(has_text="under 5").first.locator("td").all_inner_texts()
    assert [cell.strip() for cell in hidden[2:4]] == ["not shown", "not shown"], "a rate would tell the count"
    shown = [float(count) for count in counts if count.strip().isdigit()]
    assert shown == sorted(shown, reverse=True), "children lead, not the rate"
    assert not desk.evaluate("document.querySelector('.st-key-places-named .kith-table').scrollWidth > 1000")


def test_figures_open_their_records(desk: Page) -> None:
    beside = panel(desk)
    named = table(desk, re.compile("Named places"))
    count = named.locator("tbody tr").filter(has_text="Ottermere Central").locator("button").inner_text()
    named.locator("tbody tr").filter(has_text="Ottermere Central").locator("button").click()
    expect(beside.locator(".sentence")).to_have_text("Ottermere Central", timeout=PATIENCE)
    expect(beside).to_contain_text(f"{count} distinct children")
    expect(beside).to_contain_text("What happened")
    settle(desk)
    desk.locator("button.opens", has_text="not on the map").click()
    expect(beside.locator(".sentence")).to_have_text("Not on the map", timeout=PATIENCE)
    settle(desk)
    named.locator("tbody tr").filter(has_text="under 5").locator("button").first.click()
    expect(beside).to_contain_text("A child could be picked out", timeout=PATIENCE)
    settle(desk)
    beside.get_by_role("button", name="Back to hotspots").click()
    expect(beside).to_contain_text("What changed since", timeout=PATIENCE)
    settle(desk)


def test_the_hours_and_whether_harm_follows_harm(desk: Page) -> None:
    desk.get_by_role("radio", name="When").click()
    hours = table(desk, "By hour and weekday")
    expect(hours).to_be_visible(timeout=PATIENCE)
    settle(desk)
    cells = [text.strip() for text in hours.locator("td").all_inner_texts()]
    assert set(cells) & {"×", "0"}
    assert not set(cells) & set("1234")
    hours.locator("td button").filter(has_text=re.compile(r"\d")).first.click()
    expect(panel(desk)).to_contain_text("What happened", timeout=PATIENCE)
    settle(desk)
    desk.get_by_role("radio", name="Repeats").click()
    expect(desk.get_by_role("heading", name=re.compile("Does harm follow harm"))).to_be_visible(timeout=PATIENCE)
    expect(desk.locator("[data-testid=stMain]")).to_contain_text("different children altogether")
    settle(desk)
    desk.get_by_role("radio", name="Map").click()
    panel(desk).get_by_role("button", name="Back to hotspots").click()
    drawn(desk)
    settle(desk)


def test_from_a_hotspot_to_its_place(desk: Page) -> None:
    first = desk.locator(".places-spot h3").first.inner_text().removeprefix("1").strip()
    desk.locator(".st-key-places-do-1").get_by_role("link", name="Open place page").click()
    expect(desk).to_have_url(re.compile(r"/contexts\?id="), timeout=PATIENCE)
    name = desk.locator("h1").first
    expect(name).to_be_visible(timeout=PATIENCE)
    settle(desk)
    assert first.startswith(name.inner_text().split(" · ")[0])

"""The map in a real browser, opened from a file as somebody who took it along opens it: months, stacks, no request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mapping.places.hotspots import HotspotSettings, hotspots
from mapping.places.map import MapSettings, map_view
from mapping.places.map.take import Printed, standalone_page
from tests.places.town import Town, busy
from tests.servers.browser import watched_page

pytestmark = pytest.mark.browser

NASTY = "</script><script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">{{ 7*7 }}"
PRINTED = Printed("Panel of November", "A. Brennan", date(2026, 11, 3), "7")


def written(town: Town, folder: Path, *, panel: bool = True) -> str:
    snapshot = town.snapshot()
    found = hotspots(snapshot, HotspotSettings(panel=panel))
    layers = MapSettings(panel=panel)
    file = folder / "map.html"
    file.write_text(standalone_page(map_view(snapshot, found, layers), found, layers, PRINTED), encoding="utf-8")
    return file.as_uri()


def town() -> Town:
    """Twelve children at a park in October, two at another in September; three stalls at one point; a private home."""
    made = busy(extra=12)
    made.event("S1", "Q1", "L00", day=date(2026, 9, 9))
    made.event("S2", "Q2", "L00", day=date(2026, 9, 9))
    for n in range(14):
        made.put(f"S{n}", 700, 700, "food", f"Stall {n}" if n else NASTY)
    made.event("S3", "Q3", "S3", day=date(2026, 9, 9))
    made.put("H", 1500, 1500, "childrens_home", "Alderfold House")
    return made


@pytest.fixture(scope="module")
def taken(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page that was taken along, opened from disk; nothing asked anybody in all these tests."""
    asked: list[str] = []
    with watched_page(browser, asked) as page:
        page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
        page.goto(written(town(), tmp_path_factory.mktemp("taken")))
        expect(page.locator(".k-pin").first).to_be_visible()
        yield page
    assert asked == []


def test_it_says_what_it_is_and_shows_the_same_in_a_table(taken: Page) -> None:
    head = taken.locator("header")
    for words in (
        "Purpose: Panel of November",
        "for a panel",
        "nobody is named",
        "as of 3 Nov 2026",
        "A. Brennan",
        "version 7",
    ):
        expect(head).to_contain_text(words)
    assert taken.locator("table").count() == 2
    assert taken.locator("tbody tr").filter(has_text="Stall 13").count() == 1
    assert "Alderfold" not in taken.content()
    assert taken.title().startswith("Places where children came to harm"), "loaded text is never run"
    assert taken.locator(".legend").inner_text().startswith("hotspot")


def test_the_slider_is_worked_with_the_keyboard_and_says_each_month(taken: Page) -> None:
    slider, strip = taken.get_by_role("slider", name="Month shown"), taken.locator(".k-time")
    expect(strip).to_contain_text("5 September to 3 November 2026 showing")
    circle = taken.locator(".leaflet-spot-pane path").first
    assert circle.get_attribute("fill-opacity") != "0"
    slider.focus()
    slider.press("End")
    expect(strip).to_contain_text("November 2026, to 3 November ")
    slider.press("ArrowLeft")
    slider.press("ArrowLeft")
    expect(strip).to_contain_text("September 2026 ")
    assert "September 2026" in str(slider.get_attribute("aria-valuetext"))
    expect(strip).to_contain_text("Circles in outline are of 5 September to 3 November 2026")
    assert circle.get_attribute("fill-opacity") == "0"
    expect(taken.get_by_role("button", name="Green 00, September 2026: under 5 children")).to_have_count(1)
    faint = taken.locator(".k-pin.k-faint").count()
    assert 0 < faint < taken.locator(".k-pin").count()
    slider.press("Home")
    expect(taken.locator(".k-faint")).to_have_count(0)
    assert circle.get_attribute("fill-opacity") != "0"


def test_playing_steps_through_the_months_and_can_be_stopped(taken: Page) -> None:
    slider, strip = taken.get_by_role("slider", name="Month shown"), taken.locator(".k-time")
    taken.get_by_role("button", name="Play").click()
    expect(strip).to_contain_text("December 2025")
    expect(strip).to_contain_text("January 2026", timeout=4_000)
    taken.get_by_role("button", name="Pause").click()
    at = slider.input_value()
    taken.wait_for_timeout(1_800)
    assert slider.input_value() == at
    slider.press("Home")


def test_a_stack_lists_all_its_places_and_each_can_be_chosen_with_the_keyboard(taken: Page) -> None:
    pin = taken.locator(".k-pin", has=taken.locator(".k-stack"))
    expect(pin.locator(".k-stack")).to_have_text("14")
    pin.focus()
    taken.keyboard.press("Enter")
    listed = taken.locator(".k-list button")
    expect(listed).to_have_count(14)
    expect(listed.nth(0)).to_be_focused()
    assert listed.nth(0).inner_text().startswith(NASTY)
    for _ in range(13):
        taken.keyboard.press("Tab")
    expect(listed.nth(13)).to_be_focused()
    taken.keyboard.press("Enter")
    expect(taken.locator(".k-list")).to_contain_text("Stall 13")
    expect(taken.locator(".k-list button")).to_have_count(0)
    taken.keyboard.press("Escape")
    expect(taken.locator(".k-list")).to_have_count(0)
    expect(pin).to_be_focused()


def test_whoever_asks_for_less_motion_gets_none(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(reduced_motion="reduce")
    try:
        page = context.new_page()
        page.goto(written(town(), tmp_path))
        expect(page.get_by_role("slider", name="Month shown")).to_be_visible()
        expect(page.get_by_role("button", name="Play")).to_have_count(0)
        page.get_by_role("slider").press("End")
        faint = page.locator(".k-pin.k-faint").first
        assert faint.evaluate("one => getComputedStyle(one).transitionDuration") == "0s"
    finally:
        context.close()


def test_a_map_that_gets_its_room_late_is_fitted_and_named(browser: Browser, tmp_path: Path) -> None:
    """The frame is filled after the script has run, and the window keeps its size: Leaflet alone hears nothing."""
    where = tmp_path / "map.html"
    written(town(), tmp_path)
    late = '<style id="late">.folium-map{height:0!important}</style></head>'
    where.write_text(where.read_text(encoding="utf-8").replace("</head>", late), encoding="utf-8")
    page = browser.new_page()
    try:
        page.goto(where.as_uri())
        page.wait_for_timeout(500)
        assert page.locator(".k-name:not(.k-off)").count() == 0
        page.evaluate("document.getElementById('late').remove()")
        expect(page.locator(".k-name:not(.k-off)").first).to_be_visible()
    finally:
        page.close()


def test_a_map_that_gets_less_room_still_shows_everything_unless_somebody_moved_it(
    browser: Browser, tmp_path: Path
) -> None:
    """The page gets its right panel after the map was drawn: half of the borough was cut off."""
    written(town(), tmp_path)
    page = browser.new_page(viewport={"width": 1400, "height": 800})
    outside = """() => { const frame = document.querySelector(".folium-map").getBoundingClientRect();
        return [...document.querySelectorAll(".k-pin")].map((one) => one.getBoundingClientRect())
            .filter((one) => one.left < frame.left || one.right > frame.right).length; }"""
    try:
        page.goto((tmp_path / "map.html").as_uri())
        page.wait_for_timeout(300)
        page.add_style_tag(content=".folium-map{width:700px!important}")  # the window keeps its size
        page.wait_for_timeout(500)
        assert page.evaluate(outside) == 0
        page.locator(".folium-map").hover(position={"x": 200, "y": 200})
        page.mouse.down()
        page.mouse.move(-300, 200, steps=5)
        page.mouse.up()
        page.wait_for_timeout(1_000)
        moved = page.evaluate(outside)
        assert moved
        page.add_style_tag(content=".folium-map{width:680px!important}")
        page.wait_for_timeout(500)
        assert page.evaluate(outside) >= moved, "it stays where somebody put it"
    finally:
        page.close()

"""The panel's hour: from a hotspot to the page of its place, an assessment, an action, and what became of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from graph import open_store
from graph.access import Purpose, Viewer
from graph.model import Assessment
from graph.settings import from_environment
from tests.pages.conftest import PATIENCE, App, pick, settle
from tests.servers.browser import watched_page

pytestmark = pytest.mark.browser

HARM = "Older men offer <b>lifts</b> at the gate.\nNobody is there after *18:00*."


@pytest.fixture(scope="module")
def desk(browser: Browser, borough_app: App) -> Iterator[Page]:
    """One sitting; in all of it nobody else is asked for anything."""
    asked: list[str] = []
    with watched_page(browser, asked) as page:
        borough_app.open(page, "/contexts")
        yield page
    assert asked == []


def card(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-kith-card-context-{name}")


def panel(page: Page) -> Locator:
    return page.locator(".st-key-kith-panel")


def title(page: Page) -> Locator:
    return page.locator("h1").first  # for a moment the old page stands below the new one


def day(within: Locator, label: str, written: str) -> None:
    """Type a date into its field: a segment each for day, month and year."""
    within.get_by_role("spinbutton", name=f"day, {label}").click()
    within.page.keyboard.type(written)


def audited(app: App, action: str) -> list[dict[str, object]]:
    files = sorted((app.data / "audit").glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["action"] == action]


def by_name(page: Page, name: str) -> None:
    """Open a context by typing its name, as the list is long."""
    page.get_by_test_id("stSidebar").get_by_role("combobox", name="Open by name").fill(name)
    page.get_by_role("option", name=re.compile(f"^{name}")).first.click()


def open_station(page: Page) -> None:
    by_name(page, "Ottermere Central")
    expect(title(page)).to_have_text("Ottermere Central", timeout=PATIENCE)
    settle(page)


def test_the_register_leads_to_a_place_and_back(desk: Page) -> None:
    expect(title(desk)).to_have_text("Places, schools and groups that need an eye")
    lines = desk.locator(".st-key-contexts-rows .contexts-line:not(.heads)")
    expect(lines.nth(5)).to_be_visible(timeout=PATIENCE)
    settle(desk)
    shown = " ".join(desk.locator(".contexts-line > div:nth-child(2)").all_inner_texts())
    assert not re.search(r"(?<![\d,])\(?[1-4]\)?(?![\d,])", shown.replace("under 5", "")), "counts of 1 to 4"
    expect(desk.get_by_text(re.compile("homes? and address|home or address"))).to_be_visible()
    first = desk.locator("[class*=st-key-contexts-link-] a").first
    name = first.inner_text()
    first.click()
    expect(title(desk)).to_have_text(name, timeout=PATIENCE)
    settle(desk)
    desk.get_by_role("link", name="All places, schools and groups").click()
    expect(title(desk)).to_have_text("Places, schools and groups that need an eye", timeout=PATIENCE)
    settle(desk)


def test_the_hour_begins_at_a_hotspot(desk: Page, borough_app: App) -> None:
    borough_app.open(desk, "/places")
    link = panel(desk).get_by_role("link", name="Open place page").first
    expect(link).to_be_visible(timeout=PATIENCE)
    settle(desk)
    link.click()
    expect(card(desk, "plan")).to_be_visible(timeout=PATIENCE)
    settle(desk)
    assert "/contexts?id=" in desk.url
    expect(panel(desk)).to_contain_text("Hotspots it lies in")


def test_a_place_tells_harm_and_safety_side_by_side(desk: Page) -> None:
    open_station(desk)
    expect(card(desk, "harm")).to_contain_text("What happens here")
    expect(card(desk, "safety")).to_contain_text("Station staff until 21:00")
    one, two = card(desk, "harm").bounding_box(), card(desk, "safety").bounding_box()
    assert one and two and abs(one["y"] - two["y"]) < 2
    expect(panel(desk)).to_contain_text("Owner · Rail police")
    expect(card(desk, "safety")).to_contain_text("What there is within 800 m")
    expect(card(desk, "adults")).to_contain_text("Not proof of an offence")
    assert not desk.locator("blockquote").count(), "words of a record may name somebody"


def test_an_assessment_is_written_and_the_earlier_one_stays(desk: Page, borough_app: App) -> None:
    found = card(desk, "assessment")
    found.get_by_text(re.compile("^Write (a new|the first) assessment")).click()
    found.get_by_label("Harm", exact=True).fill("")
    found.get_by_role("button", name="Record the assessment").click()
    expect(found.get_by_role("alert")).to_contain_text("Nothing was recorded", timeout=PATIENCE)
    settle(desk)
    found.get_by_label("Harm", exact=True).fill(HARM)
    found.get_by_label("What must change first").fill("Somebody at the gate from 15:00 to 18:00.")
    found.get_by_label("Who answers for the plan").fill("Youth service")
    found.get_by_role("button", name="Record the assessment").click()
    expect(desk.get_by_text("Recorded: the assessment.")).to_be_visible(timeout=PATIENCE)
    settle(desk)
    expect(title(desk)).to_have_text("Ottermere Central")
    expect(found.get_by_text("Older men offer <b>lifts</b> at the gate.", exact=True)).to_be_visible()
    expect(panel(desk)).to_contain_text("Owner · Youth service")

    found.get_by_text("Write a new assessment").click()
    expect(found.get_by_label("Harm", exact=True)).to_have_value(HARM)
    found.get_by_label("Harm", exact=True).fill("The gate is watched now.")
    found.get_by_label("Harm", exact=True).press("Tab")  # a press on the button must not find the field still open
    settle(desk)
    found.get_by_role("button", name="Record the assessment").click()
    stands = found.locator(".contexts-assessment").first
    expect(stands).to_contain_text("The gate is watched now.", timeout=PATIENCE)
    settle(desk)
    found.get_by_text(re.compile(r"^Earlier assessments: \d+")).click()
    expect(found.get_by_text("Older men offer <b>lifts</b> at the gate.", exact=True)).to_be_visible(timeout=PATIENCE)
    assert len(audited(borough_app, "assessment")) == 2


def test_words_are_remarked_on_and_kept_as_written(desk: Page) -> None:
    found = card(desk, "assessment")
    found.get_by_text("Write a new assessment").click()
    found.get_by_label("Harm", exact=True).fill(
        "Older men offer lifts. “I won't engage”, he said; he is involved in it."
    )
    found.get_by_role("button", name="Record the assessment").click()
    note = found.locator(".kith-wording")
    expect(note).to_contain_text("“involved in”", timeout=PATIENCE)
    settle(desk)
    expect(note).to_contain_text("Could be said: say who does what")
    assert "engage" not in note.inner_text(), "a child's own words are not corrected"
    expect(found.locator(".contexts-assessment").first).to_contain_text("he is involved in it.")


def test_what_somebody_writes_outlives_what_a_colleague_records(desk: Page, borough_app: App) -> None:
    found = card(desk, "assessment")
    found.get_by_text("Write a new assessment").click()
    found.get_by_label("Harm", exact=True).fill("Lifts are offered after the last bus.")
    with open_store(from_environment(borough_app.data)) as store:
        other = store.plans(Viewer("B. Okafor", "analyst", "Ottermere hub"), Purpose("Review"))
        context = desk.url.partition("id=")[2]
        other.assess(Assessment(context, "The colleague's words.", "", "", "", "not_weighed", "", "", None))
    found.get_by_role("button", name="Record the assessment").click()
    stands = found.locator(".contexts-assessment").first
    expect(stands).to_contain_text("Lifts are offered after the last bus.", timeout=PATIENCE)
    settle(desk)
    found.get_by_text(re.compile(r"^Earlier assessments: \d+")).click()
    expect(found.get_by_text("The colleague's words.", exact=True)).to_be_visible(timeout=PATIENCE)


def test_an_action_is_added_is_overdue_and_is_told_as_tried(desk: Page) -> None:
    plan = card(desk, "plan")
    plan.get_by_text("Add an action").click()
    plan.get_by_label("What is to be done").fill("Two youth workers at the gate")
    plan.get_by_label("Who does it").last.fill("Youth service")
    day(plan, "First day, if it has begun", "01082026")
    day(plan, "Due", "01102026")
    plan.get_by_role("button", name="Add the action").click()
    expect(desk.get_by_text("Recorded: a new action")).to_be_visible(timeout=PATIENCE)
    settle(desk)
    mine = plan.locator("[class*=st-key-contexts-action-]").filter(has_text="Two youth workers at the gate")
    expect(mine).to_contain_text("overdue")
    expect(mine).to_contain_text("Under way")
    expect(mine).to_contain_text("Children elsewhere in the borough")
    expect(mine).to_contain_text("90 days before")
    expect(panel(desk)).to_contain_text(re.compile(r"\d+ actions? (is|are) overdue"))

    mine.get_by_text("Say what became of it").click()
    mine.get_by_role("radio", name="Done").click()
    mine.get_by_label("What was done, or why it stopped").fill("In place every school day.")
    pick(
        mine.get_by_role("combobox", name="What came of it"), desk.get_by_role("option", name="It made children safer")
    )
    mine.get_by_role("button", name="Record", exact=True).click()
    expect(desk.get_by_text("Recorded: what became of the action.")).to_be_visible(timeout=PATIENCE)
    settle(desk)
    tried = card(desk, "tried").locator("[class*=st-key-contexts-action-]").filter(has_text="Two youth workers")
    expect(tried).to_contain_text("It made children safer")
    expect(tried).to_contain_text("In place every school day. (A. Brennan)")
    today = date(2026, 11, 3)
    expect(tried).to_contain_text(f"ended {today.day} {today:%b}")


def test_records_open_off_the_panel_view_and_names_only_when_asked(desk: Page) -> None:
    rail = desk.get_by_test_id("stSidebar")
    rail.get_by_text("Panel view", exact=True).click()
    expect(desk.get_by_role("radio", name="Full names")).to_be_visible(timeout=PATIENCE)
    settle(desk)
    harm = card(desk, "harm")
    harm.get_by_role("button", name=re.compile("Any kind of harm, in 183 days, open the records")).click()
    records = desk.get_by_role("dialog")
    expect(records.locator(".record").first).to_be_visible(timeout=PATIENCE)
    settle(desk)
    desk.keyboard.press("Escape")
    expect(records).to_have_count(0)
    for name in ("days before, open the records", "Came to harm in", "(1[036]|13) (to|and) ", "day, .*:00"):
        expect(desk.get_by_role("button", name=re.compile(name)).first).to_be_visible()
    children = card(desk, "whom").locator(".contexts-child b")
    expect(children.first).to_have_text(re.compile(r"^([A-Z]\.)+, (\d+|age not recorded)$"))
    desk.get_by_role("radio", name="Full names").click()
    expect(children.first).to_have_text(re.compile(r"^[A-Z][\w'-]+ "), timeout=PATIENCE)
    settle(desk)
    desk.get_by_role("radio", name="Initials").click()
    expect(children.first).to_have_text(re.compile(r"^([A-Z]\.)+,"), timeout=PATIENCE)
    settle(desk)


def test_a_home_is_not_opened_on_a_panel_view(desk: Page) -> None:
    rail = desk.get_by_test_id("stSidebar")
    by_name(desk, "Alderfold House")
    expect(title(desk)).to_have_text("Alderfold House", timeout=PATIENCE)
    settle(desk)
    rail.get_by_text("Panel view", exact=True).click()
    expect(desk.get_by_text("This is not opened")).to_be_visible(timeout=PATIENCE)
    expect(desk.get_by_text("It is not opened on a panel view", exact=False)).to_be_visible()
    settle(desk)
    desk.get_by_role("link", name="All places, schools and groups").click()
    expect(title(desk)).to_have_text("Places, schools and groups that need an eye", timeout=PATIENCE)
    settle(desk)


def test_schools_and_groups_have_pages_too(desk: Page) -> None:
    rail = desk.get_by_test_id("stSidebar")
    kinds = (("Schools", "School", "because it looks more"), ("Groups", "Peer group", "Who is named as part of it"))
    for kind, label, says in kinds:
        rail.get_by_role("radio", name=kind).click()
        expect(desk.locator(".contexts-line:not(.heads) > div").first).to_contain_text(label, timeout=PATIENCE)
        settle(desk)
        first = desk.locator("[class*=st-key-contexts-link-] a").first
        name = first.inner_text()
        first.click()
        expect(title(desk)).to_have_text(name, timeout=PATIENCE)
        expect(desk.get_by_text(says, exact=False).first).to_be_visible(timeout=PATIENCE)
        settle(desk)
        desk.get_by_role("link", name="All places, schools and groups").click()
        expect(title(desk)).to_have_text("Places, schools and groups that need an eye", timeout=PATIENCE)
        settle(desk)

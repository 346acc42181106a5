"""From a question to a child's evidence, to a recorded decision, and back: as somebody at the desk does it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from graph import open_store
from graph.access import Purpose, Viewer
from graph.settings import from_environment
from loaders import load
from mapping.network.periphery import PeripherySettings, periphery
from mapping.questions import Question
from tests.loaders.files import TIES, table, tie
from tests.pages.conftest import PATIENCE, App, settle

pytestmark = pytest.mark.browser

REASON = "Her worker saw her <b>on Monday</b>; review in *December*."
TODAY = {"KITH_TODAY": "2026-11-03"}


@dataclass(frozen=True)
class Child:
    """A child of the list of one question, and somebody the reasons name."""

    id: str
    heading: str
    other: str


def newest(app: App) -> Child:
    """The first child on the list that the page opens with."""
    with open_store(from_environment(app.data, TODAY)) as store:
        snapshot = store.view(Viewer("A test"), Purpose("test")).snapshot()
    card = periphery(snapshot, PeripherySettings(question=Question.NEAR_ADULTS, runs=5)).cards[0]
    return Child(card.id, card.heading, card.reasons[0].others[0])


def report(app: App, child: Child, folder: Path) -> None:
    """One more police report of the child, loaded from a file as a hub does."""
    seen = tie(child.id, child.other, "seen_with", first_known="2026-11-01", last_known="2026-11-02",
               source_grade="2", information_grade="B", handling="P", record_reference="PI-99001")  # fmt: skip
    with open_store(from_environment(app.data, TODAY)) as store:
        (loaded,) = load([table(folder / "ties.csv", TIES, [seen])], store).files
    assert (loaded.loaded, loaded.errors) == (1, ())


def card_of(page: Page, child: Child) -> Locator:
    return page.locator(f".st-key-kith-card-periphery-{child.id}")


def press(page: Page, card: Locator, verdict: str) -> None:
    card.get_by_role("radio", name=verdict, exact=True).click()
    expect(card.get_by_role("textbox")).to_be_visible(timeout=PATIENCE)
    settle(page)


def record(page: Page, card: Locator, verdict: str, reason: str) -> None:
    """Decide with the keyboard from the reason on: Enter records."""
    press(page, card, verdict)
    card.get_by_role("textbox").fill(reason)
    card.get_by_role("textbox").press("Enter")


def decisions(app: App) -> list[dict[str, object]]:
    files = sorted((app.data / "audit").glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if str(line["action"]).startswith("decision") and line["action"] != "decisions"]


def test_from_a_question_to_the_evidence_to_a_decision_and_back(
    chromium_page: Page, borough_app: App, tmp_path: Path
) -> None:
    page, child = chromium_page, newest(borough_app)
    borough_app.open(page, "/periphery")
    card = card_of(page, child)
    expect(card).to_be_visible(timeout=PATIENCE)
    card.get_by_text(re.compile("^Evidence:")).click()
    expect(card.locator(".record").first).to_be_visible(timeout=PATIENCE)
    card.get_by_text(re.compile(r"^Why .* is here")).click()
    expect(card.get_by_role("heading", name=re.compile("^What puts"))).to_be_visible(timeout=PATIENCE)

    press(page, card, "Not now")  # nothing is recorded before a reason is
    card.get_by_role("button", name="Record").click()
    expect(card.get_by_role("alert")).to_contain_text("Nothing was recorded", timeout=PATIENCE)
    card.get_by_role("button", name="Cancel").click()
    expect(card.get_by_role("textbox")).to_have_count(0, timeout=PATIENCE)
    expect(card.get_by_role("radio", name="Not now")).not_to_be_checked()
    assert decisions(borough_app) == []

    record(page, card, "Not now", REASON)
    expect(card).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_text("1 decided is hidden until new evidence comes")).to_be_visible(timeout=PATIENCE)
    settle(page)
    (line,) = decisions(borough_app)
    assert line["what"] == {"child": child.id, "question": "near_adults", "verdict": "not_now"}

    toggle = page.get_by_test_id("stSidebar").get_by_text("Decided already (1)")
    toggle.click()
    expect(card.get_by_text(f"A. Brennan, {words_today()}: “{REASON}”")).to_be_visible(timeout=PATIENCE)
    expect(card.get_by_role("radio", name="Not now")).to_be_checked()
    settle(page)
    toggle.click()
    expect(card).to_have_count(0, timeout=PATIENCE)

    report(borough_app, child, tmp_path)
    page.reload()
    settle(page)
    expect(card.locator(".back")).to_have_text(
        re.compile("^Decided “not now” by A. Brennan on .*; new or corrected since: one police record, latest 2 Nov.$"),
        timeout=PATIENCE,
    )
    expect(page.get_by_text("hidden until new evidence")).to_have_count(0)

    record(page, card, "To discuss", "Raise at Thursday governance.")
    expect(card.get_by_text("“Raise at Thursday governance.”")).to_be_visible(timeout=PATIENCE)
    expect(card.locator(".back")).to_have_count(0)
    settle(page)
    card.get_by_role("radio", name="To discuss").click()  # pressed again it is let go: the decision is taken back
    expect(card.get_by_label("Take the decision back: why?")).to_be_visible(timeout=PATIENCE)
    card.get_by_role("textbox").fill("Recorded for a test.")
    card.get_by_role("button", name="Record").click()
    expect(card.get_by_text("Raise at Thursday governance.")).to_have_count(0, timeout=PATIENCE)
    settle(page)
    card.get_by_text(re.compile(r"^Why .* is here")).click()
    before = card.locator(".why").get_by_text(re.compile("Taken back by A. Brennan, .*: “Recorded for a test.”"))
    expect(before).to_be_visible(timeout=PATIENCE)
    settle(page)
    actions = [line["action"] for line in decisions(borough_app)]
    assert actions == ["decision", "decision", "decision withdrawn"]


def test_what_counts_can_be_narrowed_and_the_list_says_so(chromium_page: Page, borough_app: App) -> None:
    borough_app.open(chromium_page, "/periphery")
    rail = chromium_page.get_by_test_id("stSidebar")
    narrowed = chromium_page.get_by_text("only schools, places, events and things tie them")
    rail.get_by_text("What counts").click()
    settle(chromium_page)
    rail.get_by_role("button", name="Named groups").click()
    expect(narrowed).to_be_visible(timeout=PATIENCE)
    settle(chromium_page)
    rail.get_by_role("button", name="Named groups").click()
    expect(narrowed).to_have_count(0, timeout=PATIENCE)
    settle(chromium_page)


def words_today() -> str:
    """Today as the page writes it: the clock decides when something was recorded, not the day of the borough."""
    today = date.today()
    return f"{today.day} {today:%b} {today.year}"

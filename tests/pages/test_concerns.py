"""A group of concern: raised from the card of a found group, due at the hub in 24 hours, answered in the panel."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import PATIENCE, App, settle

pytestmark = pytest.mark.browser

WHY = "Driven to one house by the same adult <i>three times</i> in a week."


def actions(app: App) -> list[str]:
    files = sorted((app.data / "audit").glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [line["action"] for line in lines if line["action"].startswith("concern") and line["action"] != "concerns"]


def test_a_group_is_raised_due_and_answered(chromium_page: Page, borough_app: App) -> None:
    page = chromium_page
    borough_app.open(page, "/groups")
    card, panel = page.locator("[class*=st-key-kith-card-group]").first, page.locator(".st-key-kith-panel")
    expect(panel.get_by_text("None is waiting for an answer.")).to_be_visible(timeout=PATIENCE)

    card.get_by_text("Raise as a group of concern").click()
    settle(page)
    card.get_by_role("button", name="Raise", exact=True).click()
    expect(card.get_by_role("alert")).to_contain_text("Nothing was recorded", timeout=PATIENCE)
    assert actions(borough_app) == []
    card.get_by_label("Why").fill(WHY)
    card.get_by_label("Who was told").fill("Duty manager")
    card.get_by_role("button", name="Raise", exact=True).click()
    raised = re.compile(r"^Raised as a group of concern by A\. Brennan, .*; to reach the hub by .* \d\d:\d\d\.$")
    expect(card.get_by_text(raised)).to_be_visible(timeout=PATIENCE)
    settle(page)
    expect(card.get_by_text("Raise as a group of concern")).to_have_count(0)
    expect(panel.get_by_text("1 waiting")).to_be_visible()
    expect(panel.get_by_text(f"Why: {WHY}")).to_be_visible()

    panel.get_by_text("Answer", exact=True).click()
    panel.get_by_label("What was decided").fill("Strategy meeting on Friday.")
    panel.get_by_role("button", name="Record the answer").click()
    expect(panel.get_by_text("None is waiting for an answer.")).to_be_visible(timeout=PATIENCE)
    answered = re.compile(r"Answered by A\. Brennan, .*: “Strategy meeting on Friday\.”$")
    expect(card.get_by_text(answered)).to_be_visible(timeout=PATIENCE)
    settle(page)
    assert actions(borough_app) == ["concern", "concern answered"]

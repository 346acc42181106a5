"""The Adults of concern page: facts in the order asked for, contacts over time with their table, evidence on demand."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from mapping.adult_columns import Order
from mapping.network.adults import AdultSettings, adults
from mapping.network.adults.rows import Adult, Adults
from mapping.pages import _adult_detail, _adult_strip
from mapping.pages import adults as page_of_adults
from tests.make import TODAY
from tests.network.scene import known
from tests.network.test_adults import on
from tests.pages.conftest import PATIENCE, App, settle
from tests.servers.browser import watched_page

SCRIPT = "<script>run()</script>"


def found(order: Order = Order.NEWEST) -> tuple[Adults, Adult]:
    """One adult with a child known before, a new one and a new, younger one; names that are markup."""
    made = known()
    made.tie("D", "seen_with", "T1", **on(2025, 3, 1))
    made.tie("D", "seen_with", "T1", **on(2026, 9, 1))
    made.tie("D", "grooms", "T2", **on(2026, 4, 1))
    made.tie("D", "exploits", "P", **on(2026, 9, 3))
    for row in made.entities:
        row["name"] = f"{SCRIPT} {row['name']}"
    answer = adults(made.snapshot(), AdultSettings(order=order))
    return answer, answer.rows[0]


def test_each_child_is_one_line_whose_mark_differs_by_shape_and_words() -> None:
    _, row = found()
    assert [_adult_strip.said(one) for one in row.contacts] == ["known before", "new", "new and younger"]
    markup = _adult_strip.strip(row.contacts, date(2025, 11, 3), TODAY)
    drawn = [base64.b64decode(src).decode() for src in re.findall(r'class="line".*?base64,([^"]+)"', markup)]
    shapes = [("<circle" in svg, "l-4 6.5z" in svg, "l6 5" in svg) for svg in drawn]
    assert shapes == [(False, False, True), (True, False, False), (True, True, False)]
    assert all('fill="#fff"' in svg for svg in drawn[1:]), "a child is white, never filled"
    assert SCRIPT not in markup
    table = _adult_strip.table(row.contacts, date(2025, 11, 3))
    assert table.count("<tr>") == 1 + len(row.contacts)
    assert SCRIPT not in table


def test_a_cut_strip_says_so_and_keeps_the_newest_first_contacts() -> None:
    _, row = found()
    markup = _adult_strip.strip(row.contacts, date(2025, 11, 3), TODAY, most=2)
    assert markup.count('class="line"') == 2
    assert "showing 2 of 3, the newest first contacts" in markup
    assert "known before<" not in markup


def test_every_month_of_the_window_is_named_and_long_windows_skip() -> None:
    year = _adult_strip._months(date(2025, 11, 3), TODAY)
    assert [text for _, text in year] == "Dec 2026 Feb Mar Apr May Jun Jul Aug Sep Oct Nov".split()
    assert [x for x, _ in year] == sorted(x for x, _ in year)
    assert len(_adult_strip._months(date(2021, 1, 1), TODAY)) <= 13


def test_rows_and_table_mark_the_order_and_write_names_as_text() -> None:
    answer, row = found(Order.CHILDREN)
    line = page_of_adults._line(row, answer)
    assert '<b class="by"><i class="unseen">Children: </i>3</b>' in line
    for words in ("suspected, not charged", "none recorded", "1st of 1"):
        assert words in line
    whole = line + page_of_adults._table(answer) + _adult_detail._head(row, answer) + _adult_detail._columns(row)
    assert SCRIPT not in whole
    assert "not proof of an offence" in whole


# In a browser ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(browser: Browser, borough_app: App) -> Iterator[Page]:
    """One sitting at the page; nobody else is asked for anything in all of it."""
    asked: list[str] = []
    with watched_page(browser, asked) as page:
        borough_app.open(page, "/adults")
        yield page
    assert asked == []


def read(app: App) -> list[dict[str, object]]:
    """Readings of evidence that the audit log holds."""
    files = sorted((app.data / "audit").glob("*.jsonl"))
    entries = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [entry for entry in entries if entry["action"] == "evidence"]


def figures(page: Page, column: int) -> list[int]:
    rows: Locator = page.locator("[class*=st-key-adults-row-] .adults-line")
    return [int(row.locator("b").nth(column).inner_text().split(":")[-1]) for row in rows.all()]


@pytest.mark.browser
def test_from_an_order_to_an_adults_evidence(desk: Page, borough_app: App) -> None:
    expect(desk.locator("h1")).to_have_text("Adults named in graded information about harm to children")
    expect(desk.get_by_text(re.compile("not proof of an offence")).first).to_be_visible()
    assert all(
        int(age) >= 18
        for age in re.findall(r", (\d+)$", "\n".join(desk.locator(".adults-line h2").all_inner_texts()), re.M)
    )
    desk.get_by_test_id("stSidebar").get_by_label(re.compile("Order by")).click()
    desk.get_by_role("option", name="Children", exact=True).click()
    expect(desk.locator(".adults-line.heads .by")).to_have_text(re.compile("Chil"), timeout=PATIENCE)
    settle(desk)
    children = figures(desk, 1)
    assert children == sorted(children, reverse=True)
    assert children[0] > 1

    before = len(read(borough_app))
    desk.locator("[class*=st-key-adults-open-] button").first.click()
    card = desk.locator("[class*=st-key-kith-card-adult-]")
    expect(card).to_be_visible(timeout=PATIENCE)
    settle(desk)
    assert card.locator(".adults-strip .line").count() == min(children[0], _adult_strip.MOST)
    for words in (
        "Contacts over time",
        "What is alleged or recorded of them",
        "Done so far",
        "Not known",
        "Show on board",
    ):
        expect(card.get_by_text(words, exact=True)).to_be_visible()
    assert len(read(borough_app)) == before, "opening an adult reads no words of a source"
    card.get_by_text(re.compile("Evidence:")).click()
    expect(card.locator(".record").first).to_be_visible(timeout=PATIENCE)
    settle(desk)
    assert len(read(borough_app)) == before + 1
    assert not re.search(r"\b0\.\d|\d%|involved in|associat", card.inner_text())
    desk.get_by_role("radio", name="Table").click()
    expect(desk.locator(".adults-table tbody tr")).to_have_count(len(children), timeout=PATIENCE)


@pytest.mark.browser
def test_before_anything_is_loaded_the_page_says_what_to_do(chromium_page: Page, empty_app: App) -> None:
    empty_app.open(chromium_page, "/adults")
    expect(chromium_page.locator("[class*=st-key-kith-state]")).to_contain_text(
        "Nothing is loaded yet", timeout=PATIENCE
    )
    expect(chromium_page.get_by_role("button", name="Load records")).to_be_visible()

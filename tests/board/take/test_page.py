"""The page to click on: it draws in a real browser, asks nobody, and holds tables of all that is on the board."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mapping.board import board, layout
from mapping.board.take.copies import Tools, made
from mapping.board.take.page import standalone_page
from mapping.board.take.told import Printed
from tests.board.take.boards import MARKUP, copy, hostile
from tests.make import Maker

ASKS = re.compile(r"<(?:link|script|img)\b[^>]*(?:href|src)\s*=\s*[\"']?(?:https?:)?//")


def opened(page: Page, text: str, folder: Path) -> list[str]:
    """The page in a browser, once it has drawn; the errors it ran into."""
    path = folder / "board.html"
    path.write_text(text, encoding="utf-8")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-drawn]")
    return errors


@pytest.mark.browser
def test_the_page_draws_without_asking_anybody(chromium_page: Page, tmp_path: Path) -> None:
    m = Maker()
    m.child("C-1", f"Tamsin {MARKUP}</script>")
    m.adult("A-1", "Dale Mercer")
    m.tie("A-1", "grooms", "C-1")
    m.tie("C-1", "goes_to", m.place("L-1", f"Park </script>{MARKUP}"))
    drawn = board(m.snapshot())
    text = standalone_page(drawn, layout(drawn), Printed(f"Around {MARKUP}", "A. Brennan", date(2026, 11, 3)))
    assert not ASKS.search(text)
    for secret in ("Tamsin", "Mercer"):
        assert secret not in text
    for fact in ("Purpose: test", "naming: initials", "as of 3 Nov 2026", "by A. Brennan", "data version test"):
        assert fact in text
    assert opened(chromium_page, text, tmp_path) == []
    assert chromium_page.locator("img[src=x]").count() == 0
    assert chromium_page.locator(".legend li").count() == len(drawn.legend)
    at = chromium_page.evaluate("network.getPositions(['n0'])['n0']")
    assert (at["x"], at["y"]) == pytest.approx(layout(drawn)[drawn.nodes[0].id], abs=1)


@pytest.mark.browser
def test_a_kept_board_brings_its_notes_frames_actions_and_record(
    chromium_page: Page, tmp_path: Path, tools: Tools
) -> None:
    text = made(copy(), "html", tools).decode()
    assert "default-src 'none'" in text and not ASKS.search(text)
    assert opened(chromium_page, text, tmp_path) == []
    said = re.sub(r"\s+", " ", chromium_page.locator("body").inner_text())
    for words in ("Guardianship walk", "overdue 2 days", "for Hub and Police", "Made 3 Nov 2026 14:05 by A. Brennan"):
        assert words in said, words
    for section in copy().told.sections:
        assert chromium_page.locator("summary", has_text=f"{section.title} · {section.of}").count() == 1, section.title
    drawn = chromium_page.evaluate("JSON.parse(document.getElementById('kith-data').textContent)")
    assert len(drawn["notes"]) == 2 and [hull for hull in drawn["hulls"] if hull["framed"]]


def test_no_id_of_the_graph_is_in_the_page(tools: Tools) -> None:
    one = copy(naming="pseudonyms")
    text = made(one, "html", tools).decode()
    held = [node.id for node in one.board.nodes] + [line.id for line in one.board.lines] + ["N-1", "F-1", "D-1", "S-1"]
    assert not [id for id in held if f'"{id}"' in text or f'"{id}~' in text]


@pytest.mark.browser
def test_hostile_texts_are_not_run(chromium_page: Page, tmp_path: Path, tools: Tools) -> None:
    text = made(copy(*hostile(), naming="full"), "html", tools).decode()
    assert opened(chromium_page, text, tmp_path) == []
    assert chromium_page.locator("img[src=x], foreignObject").count() == 0
    assert "<script>alert(1)</script>" in chromium_page.locator("body").inner_text()

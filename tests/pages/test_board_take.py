"""Taking a board along and presenting it, in a real browser: recorded before it is handed over, never more open."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Download, Page, expect

from graph import Store
from mapping.board.log import told
from mapping.board.log.operation import Act, Add, Note, Slide
from tests.pages.conftest import PATIENCE, App, pick, settle
from tests.pages.meeting import ME, PURPOSE, TODAY, Seat, begin, graph_of, held, people
from tests.pages.test_app import audit
from tests.servers.browser import watched_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass
class Room:
    """A seat at a board of four children that shows full names, with the graph behind it."""

    page: Page
    app: App
    store: Store
    board: str
    children: list[str]

    @property
    def names(self) -> list[str]:
        rows = self.store.view(ME, PURPOSE).snapshot(TODAY).entities.to_pylist()
        return [row["name"] for row in rows if row["id"] in self.children]

    def take(self, form: str) -> Download:
        """Choose a form in the dialog, and take it."""
        self.page.locator(".st-key-boards-take-form label", has_text=form).click()
        button = self.page.get_by_role("button", name=f"Take along: {form}")
        expect(button).to_be_enabled(timeout=PATIENCE)
        settle(self.page)
        with self.page.expect_download(timeout=PATIENCE) as found:
            button.click()
        return found.value

    def dialog(self, opens: str) -> None:
        """Open a dialog from the menu More."""
        settle(self.page)
        pick(self.page.get_by_role("button", name="More").first, self.page.get_by_role("button", name=opens))
        expect(self.page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)
        settle(self.page)

    def says(self, words: str) -> None:
        expect(self.page.get_by_role("dialog").get_by_text(words).first).to_be_visible(timeout=PATIENCE)

    def exports(self) -> list[dict[str, Any]]:
        """What the audit log holds of copies of this board."""
        noted = [line["what"] for line in audit(self.app) if line["action"] == "disclosure"]
        return [what for what in noted if isinstance(what, dict) and what.get("board") == self.board]


@pytest.fixture
def room(browser: Browser, borough_app: App) -> Iterator[Room]:
    asked: list[str] = []
    with graph_of(borough_app) as store, watched_page(browser, asked) as page:
        children = people(store, "child", 4)
        at = {id: (160.0 * place, 40.0 * place) for place, id in enumerate(children)}
        todo = Act("a1", "Ask the school", "R. Osei", None)
        board = begin(store, Add(tuple(children), at=at), Note("N-1", "a note"), todo, naming="full").id
        Seat(page, borough_app, board).sit()
        yield Room(page, borough_app, store, board, children)
    assert asked == []


def read(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_a_copy_is_recorded_before_it_is_handed_over_and_named_after_nobody(room: Room) -> None:
    room.dialog("Take along")
    room.says("None yet.")
    expect(room.page.get_by_role("button", name=re.compile("^Take along: "))).to_be_disabled()
    room.page.locator(".st-key-boards-take-whom").get_by_text("Police", exact=True).click()
    room.says("for Police")
    taken = room.take("Minutes (PDF)")
    assert taken.suggested_filename == f"board-{room.board}-2026-11-03.pdf"
    # What the page hands over was noted by then: in the audit log, and on the board.
    [noted] = room.exports()
    assert (noted["form"], noted["naming"], noted["audience"], noted["nodes"]) == ("pdf", "full", ["police"], 4)
    assert not [name for name in room.names if name in str(noted)]
    [export] = held(room.store, room.board).exports
    assert (export.form, export.naming, export.audience, export.signed.by) == ("pdf", "full", ("police",), "A. Brennan")
    said = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(read(taken))).pages)
    assert "Ask the school" in said and "This is the first copy of this board." in said and room.names[0] in said
    room.says("Minutes (PDF)")
    expect(room.page.get_by_role("dialog").locator("tbody tr")).to_have_count(1, timeout=PATIENCE)


def test_a_copy_may_tell_less_than_the_board_and_counts_have_no_picture(room: Room) -> None:
    room.dialog("Take along")
    room.page.locator(".st-key-boards-take-whom").get_by_text("Hub", exact=True).click()
    settle(room.page)
    room.page.locator(".st-key-boards-take-naming").get_by_text("Initials", exact=True).click()
    room.says("naming: initials")
    picture = read(room.take("Picture (SVG)")).decode()
    tables = zipfile.ZipFile(io.BytesIO(read(room.take("Tables (CSV)"))))
    assert "<svg" in picture and "naming: initials" in picture
    for name in room.names:
        assert name not in picture
        assert not [one for one in tables.namelist() if name in tables.read(one).decode()]
    room.page.locator(".st-key-boards-take-naming").get_by_text("Counts only", exact=True).click()
    expect(room.page.locator(".st-key-boards-take-form label", has_text="Picture")).to_have_count(0, timeout=PATIENCE)
    assert [one["naming"] for one in room.exports()] == ["initials", "initials"]


def test_the_room_sees_steps_by_keyboard_in_initials(room: Room) -> None:
    room.page.keyboard.press("Escape")
    slides = [Slide(f"P-{place}", f"Sentence {place}", tuple(room.children[place:]), place) for place in range(2)]
    room.store.boards(ME, PURPOSE).do(room.board, [told(f"{room.board}-{one.id}", one) for one in slides])
    room.page.get_by_role("button", name="Present").click()
    screen = room.page.locator(".kith-present img")
    expect(screen).to_have_attribute("alt", re.compile(r"^Sentence 0\. 1 of 2\. "), timeout=PATIENCE)
    for key, shown in (("ArrowRight", 1), ("ArrowLeft", 0), ("Space", 1), ("PageUp", 0), ("PageDown", 1)):
        expect(room.page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-script-state", "notRunning", timeout=PATIENCE
        )
        expect(room.page.locator(".st-key-present-keys button")).to_have_count(3, timeout=PATIENCE)
        room.page.keyboard.press(key)
        expect(screen).to_have_attribute("alt", re.compile(f"^Sentence {shown}"), timeout=PATIENCE)
    box = screen.bounding_box()
    size = room.page.viewport_size
    assert box and size and (box["width"], box["height"]) == (size["width"], size["height"])
    for chrome in ("stHeader", "stSidebar"):
        expect(room.page.get_by_test_id(chrome)).to_be_hidden()
    assert not [name for name in room.names if name in room.page.content()], "full names are not for a projector"
    assert [one["form"] for one in room.exports()] == ["presentation"]
    room.page.keyboard.press("Escape")
    expect(screen).to_have_count(0, timeout=PATIENCE)
    expect(room.page.locator(".kith-board[data-drawn]")).to_be_visible(timeout=PATIENCE)
    assert "present" not in room.page.url


def test_steps_are_made_put_in_order_and_removed(room: Room) -> None:
    room.dialog("Steps of the presentation")
    for title in ("First", "Second"):
        field = room.page.get_by_label("One sentence")
        field.fill(title)
        field.press("Enter")
        settle(room.page)
        room.page.get_by_role("button", name="Add the step").click()
        expect(room.page.get_by_role("dialog").get_by_text(title).first).to_be_visible(timeout=PATIENCE)
        settle(room.page)
    titles = [one.title for one in held(room.store, room.board).slides.values()]
    assert titles == ["First", "Second"]
    room.page.get_by_role("button", name="Later").first.click()
    expect(room.page.get_by_role("dialog").get_by_text("1. Second")).to_be_visible(timeout=PATIENCE)
    assert [one.title for one in held(room.store, room.board).slides.values()] == ["Second", "First"]
    room.page.get_by_role("button", name="Remove").first.click()
    expect(room.page.get_by_role("dialog").get_by_text("1. First")).to_be_visible(timeout=PATIENCE)
    assert [one.title for one in held(room.store, room.board).slides.values()] == ["First"]

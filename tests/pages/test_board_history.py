"""The memory of a board in a real browser: versions, the board as it stood, a replay, what changed, who did what."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from graph import Store
from graph.access import Viewer
from mapping.board.compared import compared
from mapping.board.log import Doing, fold, told
from mapping.board.log.operation import Act, Add, Hide, Move, Note, Tie
from tests.pages.conftest import PATIENCE, App, settle
from tests.pages.meeting import ME, PURPOSE, TODAY, Seat, begin, graph_of, head, held, people
from tests.servers.browser import watched_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MARKUP = "<img src=x onerror='window.ran = 1'>"
MANY = 8
REY = Viewer("R. Osei", "manager", "Ottermere hub")


@dataclass
class Room:
    """One seat at a board of four children and a note, with the graph behind it."""

    seat: Seat
    store: Store
    children: list[str]

    @property
    def page(self) -> Page:
        return self.seat.page

    def panel(self, text: str) -> Locator:
        return self.page.locator(".st-key-boards-history").get_by_text(text).first

    def rey(self, *doing: Doing) -> None:
        """Somebody else does this meanwhile."""
        operations = [told(f"rey-{time.monotonic_ns()}-{place}", one) for place, one in enumerate(doing)]
        self.store.boards(REY, PURPOSE).do(self.seat.board, operations)

    def dialog(self, opens: str) -> Locator:
        """Press the button that opens a dialog."""
        self.seat.button(opens)
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible(timeout=PATIENCE)
        settle(self.page)
        return dialog


@pytest.fixture
def room(browser: Browser, borough_app: App) -> Iterator[Room]:
    asked: list[str] = []
    with graph_of(borough_app) as store, watched_page(browser, asked) as page:
        children = people(store, "child", 4)
        at = {id: (160.0 * place, 40.0 * place) for place, id in enumerate(children)}
        board = begin(store, Add(tuple(children), at=at), Note("N-1", MARKUP, at=(150.0, -160.0))).id
        yield Room(Seat(page, borough_app, board).sit(), store, children)
    assert asked == []


def keep(room: Room, name: str) -> None:
    """Keep the board as a version of this name."""
    field = room.page.get_by_label("Keep this as a version")
    field.fill(name)
    field.press("Enter")
    expect(room.panel(name)).to_be_visible(timeout=PATIENCE)


def test_a_version_is_kept_looked_at_and_left_again(room: Room) -> None:
    keep(room, "before the meeting of 3 November")
    assert [one.name for one in held(room.store, room.seat.board).versions] == ["before the meeting of 3 November"]
    room.rey(Hide((room.children[0],)), Note("N-2", "said in the meeting"))
    room.seat.until("live.scene.notes.size === 2 && live.scene.nodes.size === 3")
    room.page.get_by_role("button", name="before the meeting of 3 November").click()
    banner = room.page.locator(".st-key-boards-moment")
    expect(banner).to_contain_text("You are looking at the board as it stood on", timeout=PATIENCE)
    expect(banner).to_contain_text("“before the meeting of 3 November”")
    room.seat.until("live.scene.notes.size === 1 && live.scene.nodes.size === 4")
    expect(room.page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(room.page.get_by_label("Keep this as a version")).to_have_count(0)
    before = held(room.store, room.seat.board).place
    room.seat.drag(room.children[1], (60, 40))  # nothing is done on a board that was
    room.page.wait_for_timeout(1_500)
    assert held(room.store, room.seat.board).place == before
    room.seat.button("Back to now")
    room.seat.until("live.scene.notes.size === 2 && live.scene.nodes.size === 3")
    expect(banner).to_have_count(0, timeout=PATIENCE)


def test_a_version_needs_a_name(room: Room) -> None:
    field = room.page.get_by_label("Keep this as a version")
    field.fill("   ")
    field.press("Enter")
    expect(room.page.get_by_text("Give the version a name. Nothing was kept.")).to_be_visible(timeout=PATIENCE)
    assert held(room.store, room.seat.board).versions == ()


def test_what_changed_since_a_version_in_words_and_a_tie_opens_its_records(room: Room) -> None:
    keep(room, "Monday")
    room.rey(
        Tie("S-1", room.children[0], room.children[3], "friend", "C. Okafor", "school", "always at the gate"),
        Act("X-1", "Ask the school", "R. Osei", date(2026, 11, 9)),
    )
    room.seat.until("[...live.scene.lines.values()].some((line) => line.provisional)")
    dialog = room.dialog("What changed")
    expect(dialog.get_by_text("One tie said in meeting; one action set.")).to_be_visible(timeout=PATIENCE)
    expect(dialog.get_by_text("Ask the school: new, for R. Osei, due 9 Nov 2026")).to_be_visible()
    dialog.get_by_role("button", name="said in meeting on").click()
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    expect(room.page.locator(".st-key-kith-panel").get_by_text("always at the gate")).to_be_visible(timeout=PATIENCE)


def test_what_changed_since_a_day_is_what_was_recorded_since(room: Room) -> None:
    day = date(2026, 8, 1)
    view = room.store.view(ME, PURPOSE)
    snapshot = view.snapshot(TODAY)
    new = [row for row in snapshot.ties.to_pylist() if row["kind"] == "seen_with" and row["recorded_on"] > day][:3]
    room.rey(Add(tuple({row[end] for row in new for end in ("from_id", "to_id")})))
    state = fold(view.board(room.seat.board)[1])
    room.seat.until("live.scene.nodes.size === a[0]", len(state.members))
    place = state.place
    expected = compared(snapshot, head(), view.board(room.seat.board)[1], (place, day), (place, None))
    assert expected.changes
    dialog = room.dialog("What changed")
    dialog.get_by_role("spinbutton", name="day, Day").click()
    room.page.keyboard.type("01082026")
    dialog.get_by_role("heading", name="What changed").click()
    expect(dialog.get_by_text(expected.headline)).to_be_visible(timeout=PATIENCE)
    expect(dialog.get_by_text("The board was not begun on 1 Aug 2026")).to_be_visible()


def test_the_board_is_played_again_stepped_through_and_paused(room: Room) -> None:
    later = [Note(f"N-later-{turn}", f"Said {turn}", at=(0.0, 200.0 + turn)) for turn in range(MANY)]
    room.rey(Add((people(room.store, "adult", 1)[0],)), Move({room.children[0]: (-200.0, 0.0)}), *later)
    room.seat.until("live.scene.nodes.size === 5")
    room.seat.button("Replay")
    room.seat.until("live.scene.nodes.size === 4 && live.scene.notes.size === 0")
    banner = room.page.locator(".st-key-boards-moment")
    expect(banner).to_contain_text("Step 1 of 12", timeout=PATIENCE)
    expect(banner.get_by_role("slider")).to_be_disabled(timeout=PATIENCE)  # what it says late stops nothing
    expect(banner).to_contain_text("Step 3 of 12: R. Osei added", timeout=PATIENCE)  # by itself
    room.page.get_by_role("button", name="Pause").click()
    expect(room.page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=PATIENCE)
    settle(room.page)
    found = re.search(r"Step (\d+) of 12", banner.inner_text())
    assert found
    for step in range(int(found[1]) - 1, 1, -1):  # a slow machine pauses a step late
        room.page.get_by_role("button", name="Back", exact=True).click()
        expect(banner).to_contain_text(f"Step {step} of 12", timeout=PATIENCE)
        settle(room.page)
    expect(banner).to_contain_text("Step 2 of 12: A. Brennan wrote a note", timeout=PATIENCE)
    room.page.wait_for_timeout(2_500)
    expect(banner).to_contain_text("Step 2 of 12")  # paused is paused
    room.seat.until("live.scene.nodes.size === 4 && live.scene.notes.size === 1")
    room.page.get_by_role("button", name="Step", exact=True).click()
    room.seat.until("live.scene.nodes.size === 5")
    handle = banner.get_by_role("slider")
    expect(handle).to_be_enabled()
    handle.focus()
    handle.press("ArrowRight")
    expect(banner).to_contain_text("Step 4 of 12: R. Osei moved", timeout=PATIENCE)


def test_who_did_what_is_told_newest_first_and_a_time_opens_the_board_of_then(room: Room) -> None:
    room.rey(*(Note(f"N-{number}", f"thing {number}") for number in range(2, 10)))
    expect(room.panel("showing 6 of 10")).to_be_visible(timeout=PATIENCE)
    dialog = room.dialog("All of it")
    rows = dialog.locator("tbody tr")
    expect(rows).to_have_count(10, timeout=PATIENCE)
    expect(rows.first).to_contain_text("“thing 9”")
    expect(rows.nth(8)).to_contain_text(MARKUP)  # words, not markup
    assert room.page.evaluate("window.ran") is None
    rows.nth(8).get_by_role("button").click()
    expect(room.page.locator(".st-key-boards-moment")).to_contain_text("Step 2 of 10", timeout=PATIENCE)
    room.seat.until("live.scene.notes.size === 1")


def test_pseudonyms_reach_every_part_of_the_memory(room: Room) -> None:
    rows = room.store.view(ME, PURPOSE).snapshot(TODAY).entities.to_pylist()
    names = [row["name"] for row in rows if row["id"] in room.children]
    room.rey(Note("N-2", f"{names[0]} was at the station"), Tie("S-1", room.children[0], room.children[3], "friend"))
    room.store.boards(ME, PURPOSE).change(room.seat.board, naming="pseudonyms", reason="for training")
    expect(room.panel("changed the naming to pseudonyms")).to_be_visible(timeout=PATIENCE)
    texts = [room.page.locator(".st-key-boards-history").inner_text()]
    texts.append(room.dialog("All of it").inner_text() if room.page.get_by_text("All of it").count() else "")
    room.page.keyboard.press("Escape")
    expect(room.page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    texts.append(room.dialog("What changed").inner_text())
    for text in texts:
        assert not [name for name in names if name in text]
        assert "A. Brennan" not in text and "R. Osei" not in text
    assert "Child 1" in texts[0]

"""The questions an open board asks, answered with the mouse in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from graph import Store
from graph.access import Viewer
from mapping.board.log import told
from mapping.board.log.operation import Add, Note
from tests.pages.conftest import PATIENCE, App, settle
from tests.pages.meeting import PURPOSE, Seat, begin, graph_of, held, people
from tests.servers.browser import watched_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REY = Viewer("R. Osei", "manager", "Ottermere hub")
GONE = "C-GONE"


@dataclass
class Room:
    """A seat at a board of two children and somebody not held, with a note that was written anew twice at once."""

    page: Page
    seat: Seat
    store: Store
    children: list[str]

    @property
    def questions(self) -> Locator:
        return self.page.locator(".st-key-boards-questions")

    def answered(self, button: str) -> None:
        settle(self.page)
        self.questions.get_by_role("button", name=button).click()
        self.seat.kept()
        settle(self.page)


@pytest.fixture
def room(browser: Browser, borough_app: App) -> Iterator[Room]:
    asked: list[str] = []
    with graph_of(borough_app) as store, watched_page(browser, asked) as page:
        children = people(store, "child", 2)
        at = {id: (220.0 * place, 40.0 * place) for place, id in enumerate((*children, GONE))}
        board = begin(
            store, Add((*children, GONE), at=at), Note("N-1", "Who drives?", at=(0.0, -160.0)), naming="full"
        ).id
        first = held(store, board).notes["N-1"].texts[0].signed.operation
        for who, text in ((REY, "His cousin drives."), (REY, "Nobody drives.")):
            anew = Note("N-1", text, instead_of=(first,))
            store.boards(who, PURPOSE).do(board, [told(f"{board}-{text[:3]}", anew)])
        yield Room(page, Seat(page, borough_app, board).sit(), store, children)
    assert asked == []


def test_of_two_texts_one_is_kept(room: Room) -> None:
    expect(room.questions).to_contain_text("2 questions", timeout=PATIENCE)
    expect(room.questions).to_contain_text("Two people wrote on one note. Which text holds?")
    settle(room.page)
    room.questions.get_by_role("button", name="Keep what R. Osei wrote").first.click()
    expect(room.questions).to_contain_text("1 question", timeout=PATIENCE)
    [text] = held(room.store, room.seat.board).notes["N-1"].texts
    assert text.text == "His cousin drives."


def test_of_two_texts_both_are_kept(room: Room) -> None:
    room.answered("Keep both, one below the other")
    expect(room.questions).to_contain_text("1 question", timeout=PATIENCE)
    [text] = held(room.store, room.seat.board).notes["N-1"].texts
    assert text.text == "His cousin drives.\n\nNobody drives."


def test_somebody_no_longer_held_is_left_out(room: Room) -> None:
    expect(room.questions).to_contain_text(f"{GONE}, put on by A. Brennan: no longer held", timeout=PATIENCE)
    room.answered("Leave out")
    expect(room.questions).to_contain_text("1 question", timeout=PATIENCE)
    state = held(room.store, room.seat.board)
    assert GONE in state.members
    assert GONE in state.hidden
    expect(room.page.get_by_text("no longer held, merged with somebody else")).to_have_count(0)
    expect(room.page.get_by_text("1 no longer held").first).to_be_visible()  # it is said as long as it is so


def test_somebody_no_longer_held_is_said_to_be_another_on_the_board(room: Room) -> None:
    expect(room.questions).to_contain_text("select them first", timeout=PATIENCE)
    room.seat.click(room.children[0])
    button = room.questions.get_by_role("button", name="It is ")
    expect(button).to_be_visible(timeout=PATIENCE)
    settle(room.page)
    button.click()
    expect(room.questions).to_contain_text("1 question", timeout=PATIENCE)
    assert held(room.store, room.seat.board).same == {GONE: room.children[0]}
    settle(room.page)
    room.seat.press("Control+z")
    expect(room.questions).to_contain_text("2 questions", timeout=PATIENCE)

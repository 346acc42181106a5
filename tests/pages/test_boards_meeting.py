"""A whole strategy-meeting preparation in a real browser, by mouse and keyboard, and what the graph holds after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.conftest import PATIENCE, App, pick, settle
from tests.pages.meeting import ME, PURPOSE, Seat, graph_of, held
from tests.servers.browser import watched_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    asked: list[str] = []
    with watched_page(browser, asked) as found:
        yield found
    assert asked == []


def test_a_strategy_meeting_is_prepared(page: Page, borough_app: App) -> None:
    seat = _kept(page, borough_app)
    ids = _worked_on_the_picture(seat)
    _actions_and_version(seat)
    with graph_of(borough_app) as store:
        state = held(store, seat.board)
    assert ids[0] in state.pinned and ids[1] in state.hidden
    assert [frame.label for frame in state.frames.values()] == ["Around the station"]
    assert [note.text for note in state.notes.values()] == ["Who pays for the phone?"]
    assert [(one.name, one.settled) for one in state.people.values()] == [("Biz", None)]
    assert len(state.said_ties) == 1 and next(iter(state.ties.values())).from_id != ids[1]
    assert [one.what for one in state.open_actions] == ["Ask police to check the grey hatchback"]
    assert [one.name for one in state.versions] == ["Before the meeting of 3 November"]
    _undone_and_done_again(seat, ids[0])
    _presented_and_taken_along(seat)


def _kept(page: Page, app: App) -> Seat:
    """Begin with what Relationships draws; without a purpose nothing opens."""
    page.goto(app.url)
    settle(page)
    expect(page.locator(".kith-board[data-drawn]")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Keep as a board").click()
    page.get_by_role("textbox", name="Title").fill("Strategy meeting prep: peer group around the station")
    page.get_by_role("button", name="Open the board").click()
    expect(page.get_by_text("A board needs a purpose: say which meeting")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("textbox", name="Purpose").fill(PURPOSE.text)
    page.get_by_role("button", name="Open the board").click()
    expect(page.locator(".st-key-board-banner")).to_contain_text("naming: initials", timeout=PATIENCE)
    expect(page.locator(".kith-for")).to_contain_text("For this board: Strategy meeting of 3 November")
    expect(page.get_by_text("No action yet: a map without actions is only watched.")).to_be_visible()
    found = re.search(r"id=(B-\w+)", page.evaluate("location.href"))
    assert found
    seat = Seat(page, app, found[1])
    seat.drawn()
    seat.until("live.data && live.scene.nodes.size > 5")
    return seat


def _worked_on_the_picture(seat: Seat) -> list[str]:
    """Pin, hide, frame, note, somebody said to exist, a tie: each by keys, on whoever was clicked."""
    ids: list[str] = seat.js(
        "[...live.scene.nodes.values()].filter((one) => one.kind === 'child').map((one) => one.id)"
    )
    seat.click(ids[0])
    seat.press("k")
    seat.click(ids[1])
    seat.press("h")
    seat.until("!live.scene.nodes.has(a[0])", ids[1])
    seat.choose([ids[0], ids[2], ids[3]])
    seat.press("g")
    seat.page.locator(".kith-board form input").first.fill("Around the station")
    seat.page.keyboard.press("Enter")
    seat.press("Escape", "n")
    seat.write("Who pays for the phone?")
    seat.press("Escape", "p")
    form = seat.page.locator(".kith-board form")
    form.locator("input[name=name]").fill("Biz")
    form.locator("input[name=nick]").check()
    form.locator("input[name=kind][value=adult]").check()
    form.locator("input[name=said_by]").fill("R. Osei")
    form.get_by_role("button", name="Keep").click()
    seat.kept()
    seat.until("[...live.scene.nodes.values()].some((one) => one.provisional)")
    said = seat.js("[...live.scene.nodes.values()].find((one) => one.provisional).id")
    seat.press("Escape", "t")
    seat.click(said)
    seat.click(ids[0])
    seat.page.keyboard.press("Escape")
    seat.press("Escape")
    seat.kept()
    return ids


def _actions_and_version(seat: Seat) -> None:
    page = seat.page
    page.locator(".st-key-boards-actions-open button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What is to be done").fill("Ask police to check the grey hatchback")
    dialog.get_by_label("Who does it").fill("R. Osei")
    dialog.get_by_role("button", name="Add the action").click()
    expect(dialog.get_by_text("written by A. Brennan")).to_be_visible(timeout=PATIENCE)
    settle(page)
    dialog.get_by_label("What is to be done").fill("Half a sentence")
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    expect(dialog.get_by_label("What is to be done")).to_have_value("Half a sentence")  # Escape loses no words
    dialog.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator(".boards-strip")).to_contain_text("Ask police to check the grey hatchback", timeout=PATIENCE)
    settle(page)
    field = page.get_by_label("Keep this as a version")
    field.fill("Before the meeting of 3 November")
    field.press("Enter")
    expect(page.locator(".st-key-boards-history")).to_contain_text("Before the meeting of 3", timeout=PATIENCE)


def _undone_and_done_again(seat: Seat, pinned: str) -> None:
    """Undo goes back through all of it, step by step, and redo comes all the way again."""
    with graph_of(seat.app) as store:
        before = held(store, seat.board)
        for _ in range(12):
            if not held(store, seat.board).pinned:
                break
            seat.page.wait_for_timeout(300)
            expect(seat.page.get_by_role("button", name="Undo")).to_be_enabled(timeout=PATIENCE)
            place = held(store, seat.board).place
            seat.button("Undo")
            _until(seat, lambda place=place: held(store, seat.board).place > place)
        assert pinned not in held(store, seat.board).pinned
        while seat.page.get_by_role("button", name="Redo").is_enabled():
            place = held(store, seat.board).place
            seat.button("Redo")
            _until(seat, lambda place=place: held(store, seat.board).place > place)
            seat.page.wait_for_timeout(1500)
        after = held(store, seat.board)
        assert (after.pinned, after.hidden, set(after.notes)) == (before.pinned, before.hidden, set(before.notes))
        assert [one.what for one in after.open_actions] == [one.what for one in before.open_actions]


def _until(seat: Seat, true: object) -> None:
    for _ in range(200):
        if true():  # type: ignore[operator]
            return
        seat.page.wait_for_timeout(100)
    raise AssertionError("it never became so")


def _presented_and_taken_along(seat: Seat) -> None:
    page = seat.page
    settle(page)
    pick(page.locator("[class*=st-key-boards-more-] button").first, page.get_by_role("button", name="Take along"))
    dialog = page.get_by_role("dialog")
    button = dialog.get_by_role("button", name=re.compile("^Take along: "))
    expect(button).to_be_enabled(timeout=PATIENCE)
    page.wait_for_timeout(1500)  # the dialog has come to rest
    with page.expect_download(timeout=PATIENCE) as got:
        button.click()
    assert got.value.suggested_filename
    with graph_of(seat.app) as store:
        _until(seat, lambda: held(store, seat.board).exports)
        assert held(store, seat.board).exports[0].signed.by == ME.name
    expect(dialog.get_by_text("None yet")).to_have_count(0, timeout=PATIENCE)
    settle(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    page.get_by_role("button", name="Present", exact=True).click()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden(timeout=PATIENCE)
    expect(page.locator(".st-key-present-keys button")).to_have_count(3, timeout=PATIENCE)
    page.wait_for_timeout(1500)  # whoever presses Escape has seen the screen first
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-board-banner")).to_be_visible(timeout=PATIENCE)

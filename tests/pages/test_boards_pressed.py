"""Whoever works fast loses nothing while others work: every key, tick and press counts, on the real app."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from mapping.board import BoardSettings
from mapping.board.grow import expand, ground
from mapping.board.log import told
from mapping.board.log.operation import Add, Note
from tests.pages.conftest import PATIENCE, App, settle
from tests.pages.meeting import ME, PURPOSE, TODAY, Seat, begin, graph_of, held, people
from tests.servers.browser import watched_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MANY = 12

CLOCKS = """
const clocks = [], every = window.setInterval, now = performance.now.bind(performance);
let later = 0;
performance.now = () => now() + later;
window.setInterval = (does, ...rest) => { clocks.push(does); return every(does, ...rest); };
window.looks = 0;
addEventListener("click", (one) => { looks += Boolean(one.target.closest("[class*=st-key-kith-look-again]")); }, true);
window.strike = (press = () => {}) => { later += 60000; press(); for (const does of clocks) does(); };
"""
"""Lets a test press a button in the moment in which every clock of the page strikes."""


@pytest.fixture
def seat(browser: Browser, borough_app: App) -> Iterator[Seat]:
    asked: list[str] = []
    with graph_of(borough_app) as store, watched_page(browser, asked) as page:
        page.add_init_script(CLOCKS)
        children = people(store, "child", 3)
        at = {id: (240.0 * place, 40.0 * place) for place, id in enumerate(children)}
        yield Seat(page, borough_app, begin(store, Add(tuple(children), at=at)).id).sit()
        expect(page.locator("[class*=st-key-kith-state], [data-testid=stException]")).to_have_count(0)
    assert asked == []


@contextmanager
def others_at_work(app: App, board: str) -> Iterator[None]:
    """Somebody else, who writes on the same board a few times a second until this ends."""
    over = threading.Event()

    def work() -> None:
        with graph_of(app) as store:
            boards = store.boards(ME, PURPOSE)
            turn = 0
            while not over.wait(0.3):
                turn += 1
                boards.do(board, [told(f"{board}-other-{turn}", Note("N-other", f"Said {turn}", at=(0.0, -200.0)))])

    other = threading.Thread(target=work)
    other.start()
    try:
        yield
    finally:
        over.set()
        other.join()


def test_notes_written_one_after_the_other_are_all_held(seat: Seat, borough_app: App) -> None:
    with others_at_work(borough_app, seat.board):
        for turn in range(MANY):
            seat.press("n")
            seat.write(f"Note {turn}")
            seat.press("Escape")
    seat.kept()
    with graph_of(borough_app) as store:
        texts = [note.text for note in held(store, seat.board).notes.values()]
    assert sorted(text for text in texts if text.startswith("Note ")) == sorted(f"Note {turn}" for turn in range(MANY))


def test_steps_that_come_faster_than_the_page_runs_are_held_and_stop_nothing(seat: Seat, borough_app: App) -> None:
    """The page runs again in the middle of writing the step before; two threads at one queue would trip over it."""
    steps = [told(f"{seat.board}-fast-{turn}", Note("N-1", f"Step {turn}", at=(0.0, 0.0))) for turn in range(60)]
    sent = [{"id": one.id, "kind": one.kind, "body": one.body} for one in steps]
    seat.js(
        "(() => { const each = setInterval(() => { const one = a[0].shift(); if (!one) return clearInterval(each);"
        " live.kept.outbox.push(one); live.send('outbox', live.kept.outbox); }, 25); })()",
        sent,
    )
    seat.page.wait_for_timeout(60 * 25)
    seat.kept()
    with graph_of(borough_app) as store:
        ids = [one.operation.id for one in store.view(ME, PURPOSE).board(seat.board)[1]]
    assert [id for id in ids if "-fast-" in id] == [one.id for one in steps]


def test_presses_of_a_button_all_count(seat: Seat, borough_app: App) -> None:
    """Pin, let go, pin: each is pressed as soon as the label says that the one before was done."""
    with graph_of(borough_app) as store:
        child = people(store, "child", 1)[0]
    seat.click(child)
    button = seat.page.locator(".st-key-boards-pin button").first
    with others_at_work(borough_app, seat.board):
        for turn in range(MANY):
            expect(button).to_have_text("Let go" if turn % 2 else "Pin", timeout=PATIENCE)
            button.click()
    expect(button).to_have_text("Let go" if MANY % 2 else "Pin", timeout=PATIENCE)
    with graph_of(borough_app) as store:
        kinds = [one.operation.kind for one in store.view(ME, PURPOSE).board(seat.board)[1]]
    assert (kinds.count("pin"), kinds.count("unpin")) == (MANY - MANY // 2, MANY // 2)


def test_a_press_just_before_the_page_looks_for_news_is_done_once(seat: Seat, borough_app: App) -> None:
    """What asks for a run by the clock must not send a press along, which then sends itself: it was done twice."""
    with graph_of(borough_app) as store:
        child = people(store, "child", 1)[0]
    seat.click(child)
    button = seat.page.locator(".st-key-boards-pin button").first
    for turn in range(4):
        expect(button).to_have_text("Let go" if turn % 2 else "Pin", timeout=PATIENCE)
        settle(seat.page)
        button.evaluate("(button) => strike(() => button.click())")
    expect(button).to_have_text("Pin", timeout=PATIENCE)
    settle(seat.page)
    with graph_of(borough_app) as store:
        kinds = [one.operation.kind for one in store.view(ME, PURPOSE).board(seat.board)[1]]
    assert (kinds.count("pin"), kinds.count("unpin")) == (2, 2)


def test_a_menu_stays_open_while_the_page_looks_for_news(seat: Seat) -> None:
    """Every look closed it: a menu was open for a second at most."""
    settle(seat.page)
    seat.page.get_by_role("button", name="More").first.click()
    menu = seat.page.get_by_test_id("stPopoverBody")
    expect(menu).to_be_visible(timeout=PATIENCE)
    before = seat.page.evaluate("looks")
    seat.page.wait_for_function("(before) => looks > before + 1", arg=before)
    expect(menu).to_be_visible()


def test_what_is_chosen_just_after_the_page_looks_for_news_is_shown(seat: Seat, borough_app: App) -> None:
    """What asks for a run of one part must not swallow the run of the page: the panel went on showing another child."""
    with graph_of(borough_app) as store:
        children = people(store, "child", 3)
    told = seat.page.locator(".st-key-kith-panel")
    seen = set()
    for child in children:
        settle(seat.page)
        seat.js("(strike(), live.choose({ kind: 'node', id: a[0] }))", child)
        seat.until("live.data.selected && live.data.selected.id === a[0]", child)
        settle(seat.page)
        seen.add(told.inner_text())
    assert len(seen) == len(children)
    assert seat.page.evaluate("looks") >= len(children)


def test_ticks_made_in_a_dialog_while_others_work_are_all_added(seat: Seat, borough_app: App) -> None:
    with graph_of(borough_app) as store:
        at = ground(store.view(ME, PURPOSE).snapshot(TODAY), BoardSettings())
        on = people(store, "child", 3)
    child = max(on, key=lambda id: len(expand(at, [id], on).new))
    found = expand(at, [child], on).new[:MANY]
    assert len(found) == MANY
    page = seat.page
    seat.click(child)
    settle(page)
    page.locator(".st-key-boards-grow-near button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=PATIENCE)
    with others_at_work(borough_app, seat.board):
        for id in found:
            dialog.locator(f".st-key-boards-tick-one-{id} label").click()
        dialog.get_by_role("button", name=f"Add {len(found)} ticked").click(timeout=PATIENCE)
        expect(dialog).to_have_count(0, timeout=PATIENCE)
    with graph_of(borough_app) as store:
        assert set(found) <= set(held(store, seat.board).members)


def test_what_is_typed_in_a_dialog_stays_while_others_work(seat: Seat, borough_app: App) -> None:
    text = "Ask police about the grey hatchback that waits outside"
    page = seat.page
    page.locator(".st-key-boards-actions-open button").click()
    field = page.get_by_role("dialog").get_by_label("What is to be done")
    field.click()
    with others_at_work(borough_app, seat.board):
        page.keyboard.type(text, delay=80)
    expect(field).to_have_value(text)
    expect(field).to_be_focused()
    seat.button("Close")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    seat.until("live.scene.notes.has('N-other')")  # what the other wrote is there once it is closed


@pytest.mark.parametrize("soon", [30, 60, 100, 150])
def test_a_form_sent_just_before_something_else_is_pressed_is_recorded(seat: Seat, borough_app: App, soon: int) -> None:
    """The page begins again in the middle of the run that was to record it."""
    page = seat.page
    page.locator(".st-key-boards-actions-open button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What is to be done").fill("Ask police about the hatchback")
    with graph_of(borough_app) as store:
        child = people(store, "child", 1)[0]
    seat.js(
        "([...document.querySelectorAll('[role=dialog] button')].find((one) => one.innerText === 'Add the action')"
        ".click(), setTimeout(() => live.send('selected', { kind: 'node', id: a[0] }), a[1]))",
        child,
        soon,
    )
    expect(dialog.get_by_text("written by A. Brennan")).to_be_visible(timeout=PATIENCE)
    with graph_of(borough_app) as store:
        assert [one.what for one in held(store, seat.board).open_actions] == ["Ask police about the hatchback"]

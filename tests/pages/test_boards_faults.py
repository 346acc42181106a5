"""What goes wrong around an open board: app or graph server killed, archived meanwhile, forged operations, markup."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from graph import open_store
from graph.settings import from_environment
from loaders.demo import Demo
from mapping.board.log.operation import Add, Note
from tests.pages.conftest import PATIENCE, App, running
from tests.pages.meeting import ME, PURPOSE, Seat, begin, graph_of, held, people
from tests.servers.browser import watched_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>**bold** :material/bolt: [a](http://192.0.2.1/)"
RESTART = 300_000  # milliseconds for a killed server to be back on a busy machine


@pytest.fixture
def seat(browser: Browser, borough_app: App) -> Iterator[Seat]:
    """A board with two children and a note, in a browser that asks no other machine."""
    asked: list[str] = []
    with graph_of(borough_app) as store, watched_page(browser, asked) as page:
        children = people(store, "child", 2)
        at = {id: (200.0 * place, 0.0) for place, id in enumerate(children)}
        board = begin(store, Add(tuple(children), at=at), Note("N-1", "Who pays?", at=(100.0, -150.0)), owner=ME.name)
        page.on("dialog", lambda one: pytest.fail(f"markup ran: {one.message}"))
        yield Seat(page, borough_app, board.id).sit()
    assert asked == []


def test_the_app_is_killed_and_started_again_and_the_browser_goes_on(browser: Browser, borough_app: App) -> None:
    asked: list[str] = []
    with graph_of(borough_app) as store, watched_page(browser, asked) as page:
        children = people(store, "child", 2)
        board = begin(store, Add(tuple(children))).id
        with running(borough_app.data) as app:
            seat = Seat(page, app, board).sit()
            seat.press("n")
            seat.write("Before the kill")
            seat.kept()
            port = int(app.url.rsplit(":", 1)[1])
            app.process.kill()
            app.process.wait()
        seat.press("n")
        seat.write("While nobody answers")
        seat.click(children[0])
        seat.press("k")
        expect(page.locator(".kith-board .waiting")).to_contain_text("not yet kept", timeout=PATIENCE)
        before = held(store, board)
        assert [note.text for note in before.notes.values()] == ["Before the kill"] and not before.pinned
        with running(borough_app.data, port=port):
            seat.until("live.kept.outbox.length === 0", within=RESTART / 1000)
            after = held(store, board)
            assert [note.text for note in after.notes.values()] == ["Before the kill", "While nobody answers"]
            assert after.pinned == {children[0]}
            kinds = [one.operation.kind for one in store.view(ME, PURPOSE).board(board)[1]]
            assert kinds == ["add", "note", "note", "pin"]  # nothing twice
            seat.press("n")
            seat.write("Afterwards")
            seat.kept()
            assert len(held(store, board).notes) == 3
    assert asked == []


def test_the_graph_server_is_killed_in_mid_edit(browser: Browser, tmp_path: Path) -> None:
    demo = Demo(from_environment(tmp_path / "data", {}).prepare(), children=60)
    with open_store(demo.settings) as store:
        demo.prepare(store, say=lambda _: None)
        children = people(store, "child", 2)
        board = begin(store, Add(tuple(children))).id
    asked: list[str] = []
    with running(tmp_path / "data") as app, watched_page(browser, asked) as page:
        seat = Seat(page, app, board).sit()
        seat.press("n")
        seat.write("Before the kill")
        seat.kept()
        servers = [one for one in psutil.Process(app.process.pid).children(recursive=True) if "java" in one.name()]
        assert servers, "the app has started no graph server of its own"
        for one in servers:
            one.send_signal(signal.SIGKILL)
        seat.press("n")
        seat.write("While the server is dead")
        stopped = page.get_by_text("The record store is not answering")
        expect(stopped.or_(page.locator(".kith-board .waiting:not(:empty)")).first).to_be_visible(timeout=RESTART)
        expect(page.locator(".kith-board[data-drawn]")).to_be_visible(timeout=RESTART)
        expect(stopped).to_have_count(0, timeout=RESTART)
        seat.until("live.kept.outbox.length === 0 && live.scene.notes.size === 2", within=RESTART / 1000)
        with graph_of(app) as store:
            state = held(store, board)
            assert [note.text for note in state.notes.values()] == ["Before the kill", "While the server is dead"]
            kinds = [one.operation.kind for one in store.view(ME, PURPOSE).board(board)[1]]
            assert kinds == ["add", "note", "note"]
    assert asked == []


def test_archived_meanwhile_refuses_in_words_and_throws_nothing_away(seat: Seat) -> None:
    page = seat.page
    seat.press("n")
    page.locator(".kith-board form textarea").first.fill("Half written when it was archived")
    with graph_of(seat.app) as store:
        boards = store.boards(ME, PURPOSE)
        boards.change(seat.board, expires_on=date(2026, 11, 3), reason="the meeting is over")
    # its last day is today: it can still be worked on, and says so
    expect(page.get_by_text("its last day")).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Control+Enter")
    seat.kept()
    with running(seat.app.data, today="2026-11-05") as later:
        page.goto(f"{later.url}/boards?id={seat.board}")
        seat.drawn()
        expect(page.get_by_text("This board is archived since 3 Nov")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_role("button", name="Undo")).to_be_disabled()
        seat.js("live.send('outbox', [{ id: 'late-1', kind: 'note', body: { id: 'N-9', text: 'Too late' } }])")
        page.get_by_role("button", name="Give it another last day").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Why it is changed").fill("A second meeting on 10 November")
        dialog.get_by_role("button", name="Change").click()
        expect(page.get_by_text("This board is archived since")).to_have_count(0, timeout=PATIENCE)
        with graph_of(seat.app) as store:
            state = held(store, seat.board)
            assert "N-9" not in state.notes
            assert any(note.text == "Half written when it was archived" for note in state.notes.values())


def test_what_a_browser_may_not_send_is_refused_in_words(seat: Seat) -> None:
    forged = [
        {"id": "f-1", "kind": "promote", "body": {"id": "S-1", "record": "x"}},
        {"id": "f-2", "kind": "add", "body": {"entities": ["C-NOBODY0000"]}},
        {"id": "f-3", "kind": "explode", "body": {}},
        {"id": "f-4", "kind": "note", "body": {"id": "N-2", "text": 7}},
        {"id": "f-5", "kind": "undo", "body": {"operation": "of somebody else"}},
        {"id": "f-6", "kind": "tie", "body": {"id": "S-1", "from_id": "C-NOBODY0000", "to_id": "N-1", "kind": "knows"}},
        {"id": "g-1", "kind": "note", "body": {"id": "N-3", "text": "This one is sound"}},
    ]
    seat.js("(live.kept.outbox.push(...a[0]), live.send('outbox', live.kept.outbox))", forged)
    seat.kept()
    with graph_of(seat.app) as store:
        state = held(store, seat.board)
        assert state.notes["N-3"].text == "This one is sound"
        ids = {one.operation.id for one in store.view(ME, PURPOSE).board(seat.board)[1]}
        assert not ids & {one["id"] for one in forged[:-1]}
    refused = seat.page.locator(".kith-board .refused")
    expect(refused).to_contain_text("is not sent by a browser")
    expect(refused).to_contain_text("nobody and nothing that you may see")
    expect(refused).to_contain_text("Kith cannot read it")


@pytest.mark.parametrize("nonsense", ["x", 7, {"a": 1}, [[[]], "x", {"id": 1, "kind": "note", "body": {}}]])
def test_nonsense_in_the_place_of_what_a_browser_says_stops_nothing(seat: Seat, nonsense: object) -> None:
    for state in ("selected", "window", "outbox"):
        seat.js("live.send(a[0], a[1])", state, nonsense)
        seat.page.wait_for_timeout(1000)
        seat.drawn()
    seat.js("live.send('selected', { kind: 'many', ids: 7 })")
    seat.js("live.send('window', ['0000-13', '9999-12'])")
    seat.press("n")
    seat.write("Afterwards")
    seat.kept()
    with graph_of(seat.app) as store:
        assert "Afterwards" in {note.text for note in held(store, seat.board).notes.values()}
    expect(seat.page.locator("[class*=st-key-kith-state], [data-testid=stException]")).to_have_count(0)


def test_markup_is_text_wherever_somebody_writes(seat: Seat, borough_app: App) -> None:
    with graph_of(borough_app) as store:
        three = Add(tuple(people(store, "child", 3)))
        board = begin(store, Note("N-1", MARKUP), three, title=MARKUP, purpose=MARKUP, owner=MARKUP, naming="full").id
    seat.page.goto(f"{borough_app.url}/boards?id={board}")
    Seat(seat.page, borough_app, board).drawn()
    expect(seat.page.locator("h1")).to_have_text(MARKUP)
    assert seat.page.title() == f"{MARKUP} · Kith"
    Seat(seat.page, borough_app, board).click("N-1")
    expect(seat.page.locator(".boards-note")).to_have_text(MARKUP)
    seat.page.goto(f"{borough_app.url}/boards")
    link = seat.page.locator(f".st-key-boards-row-{board} a")
    expect(link).to_be_visible(timeout=PATIENCE)
    assert link.inner_text().replace("\u2060", "") == MARKUP  # word joiners keep shortcodes from being found
    assert seat.page.locator("img[src=x], h1 img, h1 script").count() == 0


def test_a_note_of_ten_thousand_characters_is_kept_whole(seat: Seat) -> None:
    text = "".join(f"line {number} of the whiteboard\n" for number in range(1000))[:10_000]
    seat.press("n")
    seat.write(text)
    seat.kept()
    with graph_of(seat.app) as store:
        assert text.strip() in {note.text.strip() for note in held(store, seat.board).notes.values()}


def test_a_board_that_is_not_there_says_so(chromium_page: Page, borough_app: App) -> None:
    for id in ("B-AAAAAAAAAA", MARKUP, "' OR 1=1 //", "B-" + "A" * 3000):
        chromium_page.goto(borough_app.url + "/boards")
        chromium_page.evaluate("(id) => { location.href = '/boards?id=' + encodeURIComponent(id); }", id)
        expect(chromium_page.get_by_text("This board is not opened")).to_be_visible(timeout=PATIENCE)
        expect(chromium_page.get_by_role("link", name="All boards")).to_be_visible()
        assert chromium_page.locator("[class*=st-key-kith-state] img, [class*=st-key-kith-state] script").count() == 0

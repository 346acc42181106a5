"""The real page of a kept board in a real browser, on a real graph: opened, clicked in, and somebody moved."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page

from graph import open_store
from graph.access import Purpose, Viewer
from graph.model import BoardHead, Entity, Grade, Identifier, Provenance, Record, Statement, Tie, entity_id
from graph.settings import Settings
from graph.store import Store
from mapping.board.drawn import adding
from mapping.board.log import State, told
from tests.bench.board import PEOPLE, TIES, borough_like
from tests.bench.board_browser import KITH, MANY, PATIENCE, spot, standing
from tests.bench.figure import Figure
from tests.pages.conftest import App, running
from tests.servers.browser import browsing, chromium, watched_page

TODAY = date(2026, 11, 3)
ME = Viewer("A. Brennan", "analyst", "")
HEAD = BoardHead("Benchmark", "Benchmark", ME.name, ("hub",), "initials", TODAY + timedelta(60))
_PANEL = "[class*=st-key-kith-panel]"
_TOLD = f"(before) => document.querySelector('{_PANEL}').innerText !== before"
_HELD = "() => board.given !== window.earlier && board.kept.outbox.length === 0"


def figures() -> Iterator[Figure]:
    """A new session of an app that is awake, at the size of the issue and at five times as many."""
    if not chromium():
        return
    for people, ties in ((PEOPLE, TIES), MANY):
        with tempfile.TemporaryDirectory() as folder, browsing() as browser:
            data = Path(folder) / "data"
            with open_store(Settings(data, today=TODAY)) as store:
                board = kept(store, people, ties)
                with running(data, viewer=ME.name) as app:
                    shown, answered, held = _measured(browser, app, board)
        wanted = people == PEOPLE
        yield Figure(f"open the page, {people:,} people", shown, "s", "under 2 s" if wanted else "")
        yield Figure(f"the panel after a click, {people:,} people", answered, "s", "under 0.3 s" if wanted else "")
        yield Figure(f"a move held and said to be, {people:,} people", held, "s", "under 0.5 s" if wanted else "")


def kept(store: Store, people: int, ties: int) -> str:
    """A board on which all of them stand; its id."""
    snapshot, ids, said = borough_like(people, ties), {}, []
    kinds = {"C": "child", "A": "adult"}
    for row in snapshot.entities.to_pylist():
        identifier = Identifier("hub", row["id"])
        ids[row["id"]] = id = entity_id(row["kind"], identifier)
        entity = Entity(id, row["kind"], {"name": row["name"]}, (identifier,))
        said.append(Statement(Record(f"p|{row['id']}", "1", "people", "people.csv", 1, "{}"), (entity,)))
    for n, row in enumerate(snapshot.ties.to_pylist()):
        day = TODAY - timedelta(n % 600)
        by = Provenance("ties", "police", f"PI-{n}", day, Grade("2", "B", "P"), "assessment", day, day, None, "officer")
        one, other = row["from_id"], row["to_id"]
        tie = Tie(row["kind"], kinds[one[0]], ids[one], kinds[other[0]], ids[other], by, text=f"Seen together, {n}.")
        said.append(Statement(Record(f"t|{n}", "1", "ties", "ties.csv", n, "{}"), ties=(tie,)))
    store.writer().write(said)
    purpose = Purpose(HEAD.purpose)
    add = adding(store.view(ME, purpose).snapshot(TODAY), State(), HEAD, list(ids.values()), "benchmark")
    return store.boards(ME, purpose).open(HEAD, [told("first", add)]).id


def _measured(browser: Browser, app: App, board: str) -> tuple[float, float, float]:
    """Seconds to the picture, from a click to its panel, from letting somebody go to hearing that it is held."""
    address = f"{app.url}/boards?id={board}"
    with watched_page(browser, []) as first:  # the app is awake, has its libraries and has read this board
        first.goto(address)
        standing(first, KITH)
    with watched_page(browser, []) as page:
        begun = time.perf_counter()
        page.goto(address)
        frame = standing(page, KITH)
        assert frame is not None, f"no picture within {PATIENCE / 1000} s"
        shown = time.perf_counter() - begun
        page.wait_for_timeout(3_000)
        clicks = sorted(_clicked(page, frame, n) for n in range(3))
        moves = sorted(_moved(page, frame) for _ in range(3))
        return shown, clicks[1], moves[1]


def _clicked(page: Page, frame: Frame, number: int) -> float:
    """On somebody else each time, well inside the picture."""
    x, y = frame.evaluate(
        """(number) => {
            const box = board.place.getBoundingClientRect();
            const at = board.scene.board.nodes.map((one) => board.spot(one.id));
            const inside = at.filter((one) => one.x > 60 && one.x < box.width - 60 && one.y > 90
                && one.y < box.height - 60);
            const one = inside[Math.floor(inside.length * (number + 1) / 5)];
            return [one.x + box.x, one.y + box.y];
        }""",
        number,
    )
    before = page.locator(_PANEL).inner_text()
    begun = time.perf_counter()
    page.mouse.click(x, y)
    page.wait_for_function(_TOLD, arg=before, timeout=PATIENCE)
    taken = time.perf_counter() - begun
    page.wait_for_timeout(1_500)
    return taken


def _moved(page: Page, frame: Frame) -> float:
    x, y = spot(page, frame, KITH)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 25, steps=6)
    frame.evaluate("() => { window.earlier = board.given; }")
    begun = time.perf_counter()
    page.mouse.up()
    frame.wait_for_function(_HELD, timeout=PATIENCE)
    taken = time.perf_counter() - begun
    page.wait_for_timeout(1_500)
    return taken

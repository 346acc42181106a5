"""A seat at an open board in a real browser: mouse, keyboard, and what the graph holds of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import Page, expect

from graph import Store, open_store
from graph.access import Purpose, Viewer
from graph.answers import HeldBoard
from graph.model import BoardHead
from graph.settings import from_environment
from mapping.board.log import Doing, State, fold, told
from tests.pages.conftest import PATIENCE, App

ME = Viewer("A. Brennan", "analyst", "Ottermere hub")
PURPOSE = Purpose("Strategy meeting of 3 November: who keeps whom safe")
TODAY = date(2026, 11, 3)

_LIVE = """const live = [...document.querySelectorAll("*")].map((one) => one.shadowRoot?.kith).find(Boolean);"""


def head(**changed: Any) -> BoardHead:
    """The head of a board for a strategy meeting."""
    usual: dict[str, Any] = {
        "title": "Strategy meeting prep: peer group around the station",
        "purpose": PURPOSE.text,
        "owner": "R. Osei",
        "audience": ("hub", "police"),
        "naming": "initials",
        "expires_on": date(2026, 11, 30),
    }
    return BoardHead(**{**usual, **changed})


@contextmanager
def graph_of(app: App) -> Iterator[Store]:
    """The graph behind an app, as another process sees it."""
    with open_store(from_environment(app.data, {"KITH_TODAY": TODAY.isoformat()})) as store:
        yield store


def begin(store: Store, *doing: Doing, **changed: Any) -> HeldBoard:
    """A board with these on it."""
    operations = [told(f"first-{place}-{time.monotonic_ns()}", one) for place, one in enumerate(doing)]
    return store.boards(ME, PURPOSE).open(head(**changed), operations)


def held(store: Store, id: str) -> State:
    """What the graph says stands on the board."""
    return fold(store.view(ME, PURPOSE).board(id)[1])


def people(store: Store, kind: str, most: int) -> list[str]:
    """Ids of the first people of a kind."""
    rows = store.view(ME, PURPOSE).snapshot(TODAY).entities.to_pylist()
    return sorted(row["id"] for row in rows if row["kind"] == kind)[:most]


@dataclass
class Seat:
    """One browser at one board."""

    page: Page
    app: App
    board: str

    def sit(self) -> Seat:
        """Open the board and wait for its picture."""
        self.page.goto(f"{self.app.url}/boards?id={self.board}")
        self.drawn()
        return self

    def drawn(self) -> None:
        """Wait until the picture is there and nothing runs."""
        expect(self.page.locator(".kith-board[data-drawn]")).to_be_visible(timeout=PATIENCE)
        expect(self.page.locator("[data-testid=stSpinner]")).to_have_count(0, timeout=PATIENCE)

    def js(self, expression: str, *arguments: Any) -> Any:
        """Evaluate an expression about `live`, the picture, and `a`, the arguments."""
        return self.page.evaluate(f"(a) => {{ {_LIVE} return {expression}; }}", list(arguments))

    def until(self, expression: str, *arguments: Any, within: float = PATIENCE / 1000) -> float:
        """Wait until it is so; how many seconds that took."""
        began = time.monotonic()
        self.page.wait_for_function(
            f"(a) => {{ {_LIVE} return Boolean(live && ({expression})); }}",
            arg=list(arguments),
            timeout=within * 1000,
            polling=50,
        )
        return time.monotonic() - began

    def spot(self, id: str) -> tuple[float, float]:
        """Where something is on the screen."""
        x, y = self.js(
            "(() => { const box = live.place.getBoundingClientRect(), at = live.spot(a[0]);"
            " return [at.x + box.left, at.y + box.top]; })()",
            id,
        )
        return x, y

    def click(self, id: str, **how: Any) -> None:
        """Click somebody, or a note or the name of a frame."""
        self.page.mouse.click(*self.spot(id), **how)

    def choose(self, ids: Sequence[str]) -> None:
        """Choose several, holding Shift."""
        self.click(ids[0])
        self.page.keyboard.down("Shift")
        for id in ids[1:]:
            self.click(id)
        self.page.keyboard.up("Shift")

    def drag(self, id: str, by: tuple[float, float]) -> None:
        """Drag something with the left button, in steps as a hand does."""
        x, y = self.spot(id)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + by[0], y + by[1], steps=6)
        self.page.mouse.up()

    def press(self, *keys: str) -> None:
        """Keys on the picture."""
        self.page.locator(".kith-board .canvas").focus()
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Write into the form that is open over the picture, and keep it."""
        self.page.locator(".kith-board form textarea").first.fill(text)
        self.page.keyboard.press("Control+Enter")
        expect(self.page.locator(".kith-board form")).to_have_count(0)

    def kept(self) -> None:
        """Wait until Python holds all that was done here."""
        self.until("live.kept.outbox.length === 0")

    def button(self, name: str) -> None:
        """Press a button of the page."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

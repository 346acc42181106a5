"""The board's browser part in a real page, with a Python that folds and draws for real in the place of Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from graph.answers import Done
from graph.model import BoardHead, Operation
from graph.snapshot import Snapshot
from mapping.board import component
from mapping.board.drawn import drawn, places
from mapping.board.log import Doing, NotAnOperation, State, fold, read, told, undoable

HEAD = BoardHead("Peer group around the station", "strategy", "R. Osei", ("hub",), "initials", date(2026, 12, 1))
ME = "A. Brennan"
_PAGE = """<!doctype html><meta charset="utf-8"><title>Board</title><style>body { margin: 0 }</style>
<div id="host"></div>
<script type="module">
const script = new Blob([await (await fetch("component.js")).text()], { type: "text/javascript" });
const draw = (await import(URL.createObjectURL(script))).default;
const mount = async () => {
  const host = document.getElementById("host"), root = host.shadowRoot || host.attachShadow({ mode: "open" });
  root.innerHTML = await (await fetch("inside.html")).text();
  window.root = root;
};
await mount();
let clean = null;
window.mountAnew = async () => {
  root.replaceChildren();
  if (clean) clean();
  await new Promise((done) => setTimeout(done, 20));
  await mount();
};
window.give = (data) => {
  clean = draw({ data, parentElement: root, name: "kith_board", key: "board",
    setStateValue: (name, value) => { window.hear("state", name, JSON.parse(JSON.stringify(value ?? null))); },
    setTriggerValue: (name, value) => { window.hear("trigger", name, JSON.parse(JSON.stringify(value))); } });
};
Object.defineProperty(window, "live", { get: () => root.kith });
document.body.dataset.ready = "1";
</script>"""


@dataclass
class Hosted:
    """One board in one page. `hold` False is a server that does not answer."""

    page: Page
    snapshot: Snapshot
    operations: list[Operation] = field(default_factory=list)
    hold: bool = True
    readonly: str = ""
    edits: bool = True
    heard: list[tuple[str, str, Any]] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    refuse: str = ""  # a kind that this Python refuses
    selected: Any = None
    had: str = ""
    picture: component.Picture | None = None

    def open(self, folder: Path, head: BoardHead = HEAD) -> Hosted:
        """Mount the component and draw the board for the first time."""
        self.head = head
        for operation in self.operations:
            self.keep(operation)
        folder.mkdir(exist_ok=True)
        answers = {
            "": (_PAGE, "text/html"),
            "component.js": (component.script(), "text/javascript"),
            "inside.html": (f"<style>{component.CSS}</style>{component.HTML}", "text/html"),
        }

        def answer(route: Any) -> None:
            name = route.request.url.rsplit("/", 1)[1]
            body, kind = answers.get(name, ("", "text/plain"))
            route.fulfill(body=body, content_type=f"{kind}; charset=utf-8", status=200 if name in answers else 404)

        self.page.route("http://127.0.0.1:9/**", answer)
        self.page.expose_function("hear", self.hear)
        self.page.goto("http://127.0.0.1:9/")
        self.page.wait_for_selector("body[data-ready]")
        self.give()
        self.page.wait_for_selector(".kith-board[data-drawn]")
        self.page.locator(".canvas").focus()
        return self

    def keep(self, operation: Operation, by: str = ME) -> None:
        """Hold an operation, as the graph does: once, whoever says it again."""
        if operation.id not in {one.operation.id for one in self.done}:
            at = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
            self.done.append(Done(operation, by, "analyst", at, len(self.done) + 1, "test"))

    def do(self, doing: Doing, id: str, by: str = "R. Osei") -> None:
        """Somebody else does something; nothing is drawn until `give`."""
        self.keep(told(id, doing), by)

    @property
    def state(self) -> State:
        """What stands."""
        return fold(self.done)

    def hear(self, how: str, name: str, value: Any) -> None:
        """What the browser says, as Streamlit would hand it to the page."""
        self.heard.append((how, name, value))
        if name == "selected":
            self.selected = value
        if not self.hold:
            return
        if name == "outbox":
            self.take(value)
        if name == "wish" and value["do"] == "undo" and (last := undoable(self.done, ME)):
            self.keep(Operation(value["id"], "undo", {"operation": last.operation.id}))
        if name == "wish" and value["do"] == "need":
            self.had = ""

    def take(self, outbox: list[Mapping[str, Any]]) -> None:
        """Keep what can be kept, refuse the rest."""
        for one in outbox:
            operation = Operation(one["id"], one["kind"], one["body"])
            try:
                read(operation)
            except NotAnOperation as error:
                self.refused[operation.id] = str(error)
                continue
            if operation.kind == self.refuse:
                self.refused[operation.id] = "The board is archived since noon."
                continue
            self.keep(operation)

    def give(self) -> None:
        """A run of the page: the board as it stands now."""
        state = self.state
        board = drawn(self.snapshot, state, self.head)
        edit = component.editing(
            "B-1",
            ME,
            acked=[one.operation.id for one in self.done],
            refused=[{"id": id, "words": words} for id, words in self.refused.items()],
            readonly=self.readonly,
        )
        if self.picture and self.picture.board == board:  # the page keeps what only a move would draw anew
            board = self.picture.board
        self.picture = component.pictured(board, places(board, state), self.picture)
        data = component.payload(
            board,
            self.picture.positions,
            selected=self.selected,
            edit=edit if self.edits else None,
            had=self.had,
            picture=self.picture,
        )
        self.had = data["digest"]
        self.page.evaluate("(data) => window.give(data)", data)

    def settled(self) -> State:
        """After what the browser said was heard: the page is run again, and what stands is returned."""
        self.page.wait_for_timeout(60)
        self.give()
        self.page.wait_for_timeout(30)
        return self.state

    def spot(self, id: str) -> tuple[float, float]:
        """Where something is on the screen; a frame by its name."""
        x, y = self.page.evaluate(
            """(id) => {
                const box = live.place.getBoundingClientRect(), at = live.spot(id);
                return [at.x + box.left, at.y + box.top];
            }""",
            id,
        )
        return x, y

    def click(self, id: str, **how: Any) -> None:
        self.page.mouse.click(*self.spot(id), **how)

    def drag(self, one: str, to: tuple[float, float]) -> None:
        """With the left button, in steps as a hand does."""
        self.page.mouse.move(*self.spot(one))
        self.page.mouse.down()
        self.page.mouse.move(*to, steps=6)
        self.page.mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

"""A board in a real browser beside what a user would pick instead: first picture, drag, a click answered."""

from __future__ import annotations

import importlib.util
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Frame, Page

from tests.bench.board import PEOPLE, TIES, borough_like
from tests.bench.figure import Figure
from tests.servers.browser import browsing, chromium, watched_page
from tests.shared import ROOT

PATIENCE = 180_000  # milliseconds; whoever takes longer has no picture
MANY = (5_000, 12_500)


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one library tells that its picture stands, and where somebody in the middle of it is on the screen."""

    name: str
    stands: str
    somebody: str


_CYTOSCAPE = "[...document.querySelectorAll('div')].map((one) => one._cyreg && one._cyreg.cy).find(Boolean)"
_MIDMOST = """(all) => {
    const x = innerWidth / 2, y = innerHeight / 2;
    const far = (at) => Math.hypot(at[0] - x, at[1] - y);
    return all.sort((a, b) => far(a) - far(b))[0];
}"""
KITH = Drawing(
    "Kith",
    """() => {
        const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
        window.board = roots.map((root) => root.kith).find(Boolean);
        return board && board.root.dataset.drawn && board.scene.nodes.size > 0;
    }""",
    f"""() => {{
        const box = board.place.getBoundingClientRect();
        const spots = board.scene.board.nodes.map((one) => board.spot(one.id));
        return ({_MIDMOST})(spots.map((at) => [at.x + box.x, at.y + box.y]));
    }}""",
)
LINK = Drawing(
    "st-link-analysis",
    f"() => {{ const cy = {_CYTOSCAPE}; return cy && cy.nodes().some((one) => one.position('x') !== 0); }}",
    f"""() => {{
        const cy = {_CYTOSCAPE}, box = cy.container().getBoundingClientRect();
        return ({_MIDMOST})(cy.nodes().map((one) => one.renderedPosition()).map((at) => [at.x + box.x, at.y + box.y]));
    }}""",
)
PYVIS = Drawing(
    "pyvis, physics on",
    """() => {
        const bar = document.getElementById("loadingBar");
        return window.network && (!bar || bar.style.display === "none" || bar.style.opacity === "0");
    }""",
    f"""() => {{
        const box = document.getElementById("mynetwork").getBoundingClientRect();
        return ({_MIDMOST})(Object.values(network.getPositions()).map((at) => network.canvasToDOM(at))
            .map((at) => [at.x + box.x, at.y + box.y]));
    }}""",
)
_COUNT = """() => {
    window.ticks = [];
    const tick = (now) => { ticks.push(now); window.ticking = requestAnimationFrame(tick); };
    window.ticking = requestAnimationFrame(tick);
}"""
# Two frames after the button comes up: by then whatever the click did to the picture has been painted.
_CLOCK = """() => addEventListener("pointerup", () => {
    const begun = performance.now();
    requestAnimationFrame(() => requestAnimationFrame(() => { window.answered = performance.now() - begun; }));
}, { capture: true, once: true })"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One library on one graph."""

    shown: float  # seconds from asking for the page to the picture
    frames: float | None  # a second, while somebody is dragged; None without a picture
    answered: float | None  # seconds from letting go of the button to the picture painted anew


def figures() -> Iterator[Figure]:
    """The figures of the issue, all in one run of one browser on the same people and ties."""
    if not chromium():
        return
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address, browsing() as browser:
        ours = measure(browser, KITH, f"{address}/?which=kith&people={PEOPLE}&ties={TIES}")
        others = [measure(browser, PYVIS, stock_page(Path(folder)).as_uri())]
        if importlib.util.find_spec("st_link_analysis"):
            others.append(measure(browser, LINK, f"{address}/?which=link&people={PEOPLE}&ties={TIES}"))
        many = measure(browser, KITH, f"{address}/?which=kith&people={MANY[0]}&ties={MANY[1]}")
    for drawing, other in zip((PYVIS, LINK), others, strict=False):
        name = drawing.name if other.frames else f"{drawing.name} (gave up waiting)"
        yield Figure(f"first picture, {PEOPLE:,} people", ours.shown, "s", "under 2 s", name, other.shown)
        yield Figure(f"drag, {PEOPLE:,} people", ours.frames or 0, "frames/s", "30", name, other.frames)
        yield Figure(
            f"a click painted, {PEOPLE:,} people", ours.answered or 0, "s", "under 0.3 s", name, other.answered
        )
    yield Figure(f"first picture, {MANY[0]:,} people", many.shown, "s")
    yield Figure(f"drag, {MANY[0]:,} people", many.frames or 0, "frames/s")
    yield Figure(f"a click painted, {MANY[0]:,} people", many.answered or 0, "s")


def measure(browser: Browser, drawing: Drawing, address: str) -> Measured:
    """One library: asked for, dragged in, clicked in."""
    with watched_page(browser, []) as page:
        if "people=" in address:  # the app is awake, has its libraries, and has made the people, before the clock runs
            for first in (
                re.sub("people=[0-9]+&ties=[0-9]+", "people=5&ties=5", address),
                re.sub("which=[a-z]+", "which=", address),
            ):
                page.goto(first)
                page.wait_for_selector("#done", timeout=PATIENCE)
        begun = time.perf_counter()
        page.goto(address)
        frame = standing(page, drawing)
        if frame is None:
            return Measured(PATIENCE / 1000, None, None)
        shown = time.perf_counter() - begun
        page.wait_for_timeout(1_500)
        return Measured(shown, dragged(page, frame, drawing), clicked(page, frame, drawing))


def standing(page: Page, drawing: Drawing) -> Frame | None:
    """The frame in which the picture stands; None when it does not, however long one waits."""
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        for frame in page.frames:
            try:
                if frame.evaluate(drawing.stands):
                    return frame
            except Error:
                continue  # it is still being loaded
        page.wait_for_timeout(20)
    return None


def spot(page: Page, frame: Frame, drawing: Drawing) -> tuple[float, float]:
    found = frame.evaluate(drawing.somebody)
    x, y = float(found[0]), float(found[1])
    box = frame.frame_element().bounding_box() if frame != page.main_frame else None
    return (x + box["x"], y + box["y"]) if box else (x, y)


def dragged(page: Page, frame: Frame, drawing: Drawing) -> float:
    """Frames a second while the mouse drags somebody in sixty steps."""
    x, y = spot(page, frame, drawing)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y + 8, steps=3)
    frame.evaluate(_COUNT)
    for step in range(60):
        page.mouse.move(x + 8 + step * 2, y + 8 + step)
    ticks = frame.evaluate("() => { cancelAnimationFrame(ticking); return ticks; }")
    page.mouse.up()
    page.wait_for_timeout(500)
    return float(1000 * (len(ticks) - 1) / (ticks[-1] - ticks[0]))


def clicked(page: Page, frame: Frame, drawing: Drawing) -> float:
    """Seconds until a click on somebody has been painted: the middle one of three."""
    taken = []
    for _ in range(3):
        x, y = spot(page, frame, drawing)
        frame.evaluate(_CLOCK)
        page.mouse.click(x, y)
        taken.append(frame.wait_for_function("() => window.answered").json_value() / 1000)
        frame.evaluate("() => { window.answered = 0; }")
        page.wait_for_timeout(700)
    return float(sorted(taken)[1])


def stock_page(folder: Path) -> Path:
    """What pyvis writes when nobody tells it anything: physics on, laid out in the browser."""
    from pyvis.network import Network

    snapshot, network = borough_like(), Network(height="700px", width="100%", cdn_resources="in_line")
    for one in snapshot.entities.select(["id", "name"]).to_pylist():
        network.add_node(one["id"], label=one["name"])
    for one in snapshot.ties.select(["from_id", "to_id"]).to_pylist():
        network.add_edge(one["from_id"], one["to_id"])
    path = folder / "pyvis.html"
    path.write_text(network.generate_html(notebook=False), encoding="utf-8")
    return path


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The Streamlit app of this benchmark on a free port; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(Path(__file__).with_name("board_app.py"))]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    command += ["--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    with (folder / "app.log").open("wb") as log:
        child = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                    break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(20)

"""How long a board takes: composed and placed in Python, and drawn in a browser that then answers a click."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from graph.snapshot import Snapshot
from mapping.board import Board, BoardSettings, Positions, board, layout
from mapping.board.take.page import standalone_page
from mapping.board.take.told import Printed
from tests.bench.figure import Figure, seconds
from tests.make import Maker
from tests.servers.browser import browsing, chromium

PEOPLE, TIES = 1000, 2500


def borough_like(people: int = PEOPLE, ties: int = TIES, seed: int = 1) -> Snapshot:
    """People tied mostly to those near them, as in schools and streets."""
    chance = random.Random(seed)
    m = Maker()
    ids = [
        m.adult(f"A-{n}", f"Adult{n} Surname")
        if chance.random() < 0.3
        else m.child(f"C-{n}", f"Name{n} Surname{n % 50}")
        for n in range(people)
    ]
    while len(m.ties) < ties:
        one = chance.randrange(people)
        other = (one + 1 + int(chance.expovariate(1 / 8))) % people
        if one == other:
            continue
        ends = sorted((ids[one], ids[other]))
        kind = (
            "friend"
            if ends[0][0] == "C"
            else chance.choice(["grooms", "protects", "knows"])
            if ends[1][0] == "C"
            else "knows"
        )
        m.tie(ends[0], kind, ends[1])
    return m.snapshot()


def figures() -> Iterator[Figure]:
    """The figures of the issue: a board of 1,000 people interactive within 2 s of the click."""
    snapshot = borough_like()
    settings = BoardSettings(most=PEOPLE)
    drawn = board(snapshot, settings)
    at = layout(drawn)
    compose = seconds(lambda: board(snapshot, settings))
    place = seconds(lambda: layout(drawn))
    yield Figure(f"compose a board, {PEOPLE:,} people, {TIES:,} ties", compose, "s")
    yield Figure(
        f"place a board, {PEOPLE:,} people", place, "s", "under 1 s", "networkx spring layout", _networkx(drawn)
    )
    if chromium():
        shown, answered = _in_browser(drawn, at)
        yield Figure(f"draw the page to take along, {PEOPLE:,} people", shown, "s")
        yield Figure("compose, place and draw it", compose + place + shown, "s", "under 2 s")
        yield Figure("answer a click on it", answered, "s", "under 0.3 s")


def _networkx(drawn: Board) -> float:
    import networkx as nx

    graph = nx.Graph([(line.from_id, line.to_id) for line in drawn.lines])
    return seconds(lambda: nx.spring_layout(graph, seed=0, iterations=50))


def _in_browser(drawn: Board, at: Positions) -> tuple[float, float]:
    """Seconds from asking for the page to a drawn picture, and from a click to the picture drawn anew."""
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        path = Path(folder) / "board.html"
        path.write_text(
            standalone_page(drawn, at, Printed("Benchmark", "benchmark", date(2026, 11, 3))), encoding="utf-8"
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        begun = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-drawn]")
        shown = time.perf_counter() - begun
        answered = page.evaluate(
            """async () => {
                const id = nodes.getIds()[0], begun = performance.now();
                const done = new Promise((resolve) => network.once("afterDrawing", resolve));
                network.body.emitter.emit("click", { nodes: [id], edges: [], pointer: { canvas: { x: 0, y: 0 } } });
                await done;
                return performance.now() - begun;
            }"""
        )
        return shown, float(answered) / 1000

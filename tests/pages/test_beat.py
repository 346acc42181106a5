"""What runs by the clock runs by a beat of ours."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import mapping.pages

ROOM = Path(mapping.pages.__path__[0])
PAGES = sorted(ROOM.glob("*.py"))

DRAWN = """async (source) => {
  document.body.innerHTML = '<div data-testid="stApp" data-test-script-state="notRunning">'
    + '<div class="st-key-kith-beat-one"><button>Look again</button><div id="clock"></div></div></div>';
  const clock = document.getElementById("clock");
  clock.attachShadow({ mode: "open" });
  window.pressed = 0;
  document.querySelector("button").addEventListener("click", () => { window.pressed += 1; });
  window.app = document.querySelector("[data-testid=stApp]");
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  window.draw = () => module.default({ data: { every: 0.01 }, parentElement: clock.shadowRoot });
}"""
"""A beat as Streamlit mounts it, `draw`, beside the button it presses."""


def test_no_part_of_a_page_runs_by_streamlits_own_clock() -> None:
    """That clock sends along what is pressed in the same moment, and the press is done twice."""
    found = [
        f"{file.name}:{node.value.lineno}"
        for file in PAGES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "run_every"
    ]
    assert PAGES
    assert found == [], "draw a beat (mapping/pages/_beat.py) inside the fragment instead"


@pytest.fixture
def drawn(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.evaluate(DRAWN, (ROOM / "_beat.js").read_text(encoding="utf-8"))
    yield page
    page.close()


def presses_after(drawn: Page, end: str) -> int:
    """How often it presses in the half second after a drawing was ended."""
    drawn.evaluate(f"() => {{ {end}(); pressed = 0; }}")
    drawn.wait_for_timeout(500)
    return int(drawn.evaluate("pressed"))


@pytest.mark.browser
def test_a_beat_beats_until_it_is_no_longer_drawn(drawn: Page) -> None:
    drawn.evaluate("() => { window.end = draw(); }")
    drawn.wait_for_function("pressed > 2")
    assert presses_after(drawn, "end") == 0


@pytest.mark.browser
def test_a_beat_is_no_press_beside_an_open_menu(drawn: Page) -> None:
    """Menus close when they hear one on the document."""
    drawn.evaluate("() => { window.heard = 0; document.addEventListener('click', () => { heard += 1; }); draw(); }")
    drawn.wait_for_function("pressed > 2")
    assert drawn.evaluate("heard") == 0
    assert drawn.evaluate("(app.click(), heard)") == 1, "what somebody presses is heard"


@pytest.mark.browser
def test_a_beat_goes_on_when_an_earlier_drawing_ends_late(drawn: Page) -> None:
    """Streamlit ends a drawing that was overtaken after it has drawn anew."""
    drawn.evaluate("() => { const end = draw(); window.last = draw(); end(); pressed = 0; }")
    drawn.wait_for_function("pressed > 1")
    assert presses_after(drawn, "last") == 0


@pytest.mark.browser
def test_a_beat_leaves_a_press_the_time_to_be_sent(drawn: Page) -> None:
    """Asked in the same moment, the press is sent along and once more by itself: it is done twice."""
    beaten = drawn.evaluate(
        """async () => {
          window.last = draw();
          const wait = (ms) => new Promise((done) => setTimeout(done, ms));
          for (let turn = 0; turn < 20; turn += 1) { app.click(); await wait(40); }
          window.pressed = 0;
          for (let turn = 0; turn < 20; turn += 1) { app.click(); await wait(40); }
          return pressed;
        }"""
    )
    assert beaten == 0
    drawn.wait_for_function("pressed > 0")


@pytest.mark.browser
def test_a_beat_leaves_a_run_the_time_to_be_drawn(drawn: Page) -> None:
    """Asked sooner, the browser sends values from before the run: a slider's stopped a replay."""
    drawn.evaluate("() => { app.dataset.testScriptState = 'running'; draw(); }")
    drawn.wait_for_timeout(500)
    assert drawn.evaluate("pressed") == 0
    waited = drawn.evaluate(
        """() => new Promise((done) => {
          const began = performance.now();
          document.querySelector("button").addEventListener("click", () => done(performance.now() - began));
          app.dataset.testScriptState = "notRunning";
        })"""
    )
    assert waited >= 100  # ms

"""The board's panel leads to the page of a place, school or peer group, and of nobody else."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from mapping.board import Board, BoardSettings, board
from mapping.pages import _frame
from tests.contexts.scene import GROUP, SCHOOL, STATION, child, harmed, town

SCENE = town()
CHILD = child(SCENE, "C1")
harmed(SCENE, "E1", CHILD)
SCENE.tie(CHILD, "goes_to", STATION)
SCENE.tie(CHILD, "attends", SCHOOL)
SCENE.tie(CHILD, "member_of", GROUP)
SNAPSHOT = SCENE.snapshot()


def drawn() -> Board:
    return board(SNAPSHOT, BoardSettings(focus=(CHILD,)))


def _page() -> None:
    """A script of its own: AppTest runs its text."""
    from importlib import import_module

    tests = import_module("tests.pages.test_links")
    import_module("mapping.pages._board_panel").draw(tests.drawn(), tests.SNAPSHOT, lambda *_: None)


@pytest.mark.parametrize(
    ("id", "says"),
    [(STATION, "Open place page"), (SCHOOL, "Open school page"), (GROUP, "Open group page"), (CHILD, None)],
)
def test_what_has_a_page_is_led_to(monkeypatch: pytest.MonkeyPatch, id: str, says: str | None) -> None:
    led: list[tuple[str, str]] = []
    monkeypatch.setattr(_frame, "context_link", lambda to, label="": led.append((to, label)))
    app = AppTest.from_function(_page)
    app.session_state["board-selected"] = {"kind": "node", "id": id}
    app.run(timeout=60)
    assert not app.exception
    assert led == ([(id, says)] if says else [])

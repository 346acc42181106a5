"""The boards that come with the demonstration: whole, understood, and the same however often it is prepared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import open_store
from graph.access import Purpose, Viewer
from graph.answers import HeldBoard
from graph.boards import Boards
from graph.failures import DecisionRefused
from graph.settings import from_environment
from graph.store import Store
from loaders import demo_boards
from loaders.demo import UNTIL, Demo
from mapping.board.log import State, fold


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A small Ottermere whose preparation stopped in the middle of its boards, and was begun again."""

    def demo() -> Demo:
        return Demo(from_environment(tmp_path / "data", {}).prepare(), seed=2, children=50)

    do, turns = Boards.do, iter(range(100))

    def stops(desk: Boards, *asked: object) -> object:
        if next(turns) == 3:
            raise DecisionRefused("The server went away.")
        return do(desk, *asked)  # type: ignore[arg-type]

    with open_store(demo().settings) as store:
        with monkeypatch.context() as broken:
            broken.setattr(Boards, "do", stops)
            with pytest.raises(DecisionRefused):
                demo().prepare(store, say=lambda _: None)
        said: list[str] = []
        demo().prepare(store, say=said.append)
        assert "Set out 3 boards." in said
        yield store


def test_the_page_of_boards_is_not_empty(prepared: Store) -> None:
    found = _read(prepared)
    assert [held.head.title for held, _ in found] == [told.head.title for told in reversed(demo_boards.BOARDS)]
    assert [held.archived(UNTIL) for held, _ in found] == [False, False, True]
    assert all(state.not_read == () for _, state in found)
    held = prepared.view(Viewer("x"), Purpose("x")).snapshot().entities["id"].to_pylist()
    assert all(set(state.members) <= set(held) for _, state in found)
    (_, station), (_, kestrel), (_, larch) = found
    assert (len(station.members), len(station.notes), len(station.frames), len(station.slides)) == (25, 2, 1, 2)
    assert (len(station.people), len(station.said), [one.name for one in station.versions]) == (
        1, 3, ["Before the meeting of 5 November"],
    )  # fmt: skip
    assert sorted(one.overdue(UNTIL) for one in station.actions.values()) == [False, False, True]
    assert (len(kestrel.actions), len(kestrel.notes)) == (0, 1)
    assert [(one.state, one.open) for one in larch.actions.values()] == [("done", False)]
    demo_boards.write(prepared)
    assert _read(prepared) == found, "prepared once more, nothing is added"


def _read(store: Store) -> list[tuple[HeldBoard, State]]:
    view = store.view(Viewer("A. Brennan"), Purpose("test"))
    return [(held, fold(view.board(held.id)[1])) for held in view.boards(past=True)]

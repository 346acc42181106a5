"""What an open board works out again after a step, and what it keeps: a move draws nobody anew."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest
import streamlit as st

from graph.answers import Done
from mapping.board.log import Doing, State, fold, told
from mapping.board.log.operation import Act, Add, Arrange, Hide, Move, Note, Pin, Slide, Undo, Version
from mapping.pages._board_open import unmoved

AT = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
FIRST = Add(entities=("C-1", "C-2"), why="asked for", at={"C-1": (0.0, 0.0), "C-2": (90.0, 0.0)})


def _after(*doing: Doing) -> State:
    """The board after these steps."""
    return fold(Done(told(f"o{n}", one), "me", "analyst", AT, n, "v") for n, one in zip(count(1), doing, strict=False))


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    st.session_state.clear()


@pytest.mark.parametrize(
    "step",
    [
        Move({"C-1": (5.0, 5.0)}),
        Act("A-1", "Ask police", "R. Osei", None, ()),
        Slide("S-1", "First", ("C-1",), 1),
        Version("before the meeting"),
    ],
)
def test_what_is_drawn_is_kept_where_a_step_does_not_change_it(step: Doing) -> None:
    assert unmoved("drawn", "B-1", _after(FIRST)) == unmoved("drawn", "B-1", _after(FIRST, step)) == 1


@pytest.mark.parametrize(
    "step",
    [
        Hide(("C-1",)),
        Pin(("C-1",)),
        Note("N-1", "She said no", at=(0.0, 0.0)),
        Arrange(how="time", at={"C-1": (5.0, 5.0)}),
        Undo("o1"),
    ],
)
def test_what_is_drawn_is_made_anew_where_a_step_changes_it(step: Doing) -> None:
    assert unmoved("drawn", "B-1", _after(FIRST)) == 1
    assert unmoved("drawn", "B-1", _after(FIRST, step)) == 2
    assert unmoved("drawn", "B-1", _after(FIRST)) == 1  # a moment that is looked at again


def test_each_board_and_each_cache_follows_states_of_its_own() -> None:
    one, two = _after(FIRST), _after(FIRST, Move({"C-1": (5.0, 5.0)}))
    assert unmoved("drawn", "B-1", one) == 1
    assert unmoved("names", "B-1", two) == 2
    assert unmoved("drawn", "B-2", two) == 2
    assert unmoved("names", "B-1", one) == 2

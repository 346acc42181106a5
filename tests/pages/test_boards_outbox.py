"""What a browser may do on a board, and what is refused in words, without a browser."""

from __future__ import annotations

import pytest

from mapping.board.log import Doing, State
from mapping.board.log.operation import Add, Hide, Move, Note, Person, Promote, Redo, Taken, Tie, Undo
from mapping.pages._board_outbox import refusal
from tests.board.kept import state

SEEN = {"C-1", "C-2"}
OWN = {"op1"}


def standing() -> State:
    """C-3 was put on by somebody who may see them; this viewer may not."""
    return state(Add(("C-1", "C-3")), Person("D-1", "adult", "Biz"), Note("N-1", "Who pays?"))


@pytest.mark.parametrize(
    "doing",
    [
        Add(("C-1", "C-2")),
        Hide(("C-1",)),
        Move({"N-1": (1.0, 2.0), "C-1": (0.0, 0.0)}),
        Move({"N-gone": (1.0, 2.0)}),  # taken away by somebody meanwhile: it does nothing, and harms nothing
        Note("N-2", "on somebody said", on="D-1"),
        Tie("S-1", "D-1", "C-1", "knows"),
        Tie("S-2", "D-1", "C-2", "knows"),
        Undo("op1"),
    ],
)
def test_what_may_be_done(doing: Doing) -> None:
    assert refusal(doing, standing(), SEEN, OWN) == ""


@pytest.mark.parametrize(
    ("doing", "words"),
    [
        (Add(("C-1", "C-9")), "nobody and nothing that you may see"),
        (Add(("C-3",)), "nobody and nothing that you may see"),
        (Hide(("C-3",)), "nobody and nothing that you may see"),
        (Move({"C-3": (0.0, 0.0)}), "nobody and nothing that you may see"),
        (Note("N-2", "on somebody withheld", on="C-3"), "nobody and nothing that you may see"),
        (Tie("S-1", "C-1", "C-9", "knows"), "nobody and nothing that you may see"),
        (Tie("S-1", "C-1", "N-1", "knows"), "nobody and nothing that you may see"),
        (Promote("S-1", "record"), "not sent by a browser"),
        (Taken("png", "initials"), "not sent by a browser"),
        (Undo("op2"), "done by somebody else"),
        (Redo("op2"), "done by somebody else"),
    ],
)
def test_what_is_refused_says_why(doing: Doing, words: str) -> None:
    assert words in refusal(doing, standing(), SEEN, OWN)

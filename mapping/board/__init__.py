"""The relationship view: what a board is, where everything stands, how the browser draws it, and the page to take."""

from mapping.board.arrange import layout
from mapping.board.compose import board, counts_said
from mapping.board.model import (
    GRADE_FLOORS,
    Below,
    Board,
    BoardSettings,
    Counts,
    Hull,
    Line,
    Mark,
    Month,
    Node,
    Positions,
)

__all__ = [
    "GRADE_FLOORS",
    "Below",
    "Board",
    "BoardSettings",
    "Counts",
    "Hull",
    "Line",
    "Mark",
    "Month",
    "Node",
    "Positions",
    "board",
    "counts_said",
    "layout",
]

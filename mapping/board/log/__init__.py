"""A board as the list of what was done on it: operations, their pure fold, undo and redo. It knows no graph server."""

from mapping.board.log.fold import fold, taken_back
from mapping.board.log.operation import Doing, NotAnOperation, read, told
from mapping.board.log.state import (
    BoardAction,
    Export,
    Framed,
    Member,
    Named,
    SaidPerson,
    SaidTie,
    Settled,
    Shows,
    Signed,
    State,
    Sticky,
    Written,
)
from mapping.board.log.undo import redoable, undoable

__all__ = [
    "BoardAction",
    "Doing",
    "Export",
    "Framed",
    "Member",
    "Named",
    "NotAnOperation",
    "SaidPerson",
    "SaidTie",
    "Settled",
    "Shows",
    "Signed",
    "State",
    "Sticky",
    "Written",
    "fold",
    "read",
    "redoable",
    "taken_back",
    "told",
    "undoable",
]

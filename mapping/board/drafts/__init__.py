"""Pasted text as drafts to be looked over: who each name may mean, which tie is meant, what is asked."""

from mapping.board.drafts.known import Known, Meaning, Meant, identifiers
from mapping.board.drafts.read import MOST_LETTERS, MOST_LINES, Draft, Drafts, read
from mapping.board.drafts.review import (
    AS_NOTE,
    LEAVE,
    LEAVE_OUT,
    NEW_ADULT,
    NEW_CHILD,
    NO_TIE,
    Answers,
    Review,
    Row,
    TieDraft,
)

__all__ = [
    "AS_NOTE",
    "LEAVE",
    "LEAVE_OUT",
    "MOST_LETTERS",
    "MOST_LINES",
    "NEW_ADULT",
    "NEW_CHILD",
    "NO_TIE",
    "Answers",
    "Draft",
    "Drafts",
    "Known",
    "Meaning",
    "Meant",
    "Review",
    "Row",
    "TieDraft",
    "identifiers",
    "read",
]

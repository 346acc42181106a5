"""Growing a board: who is near, who was there, paths, what is shared, what touches these. Values, never drawn here."""

from mapping.board.grow.common import Shared, shared, touches
from mapping.board.grow.expand import choices, expand
from mapping.board.grow.ground import Ground, ground
from mapping.board.grow.path import paths
from mapping.board.grow.results import Choice, Grown, Path, Paths, Proposal, Step, Told
from mapping.board.grow.start import starts, themselves
from mapping.board.grow.there import missing_together, who_else
from mapping.board.grow.why import why, why_said

__all__ = [
    "Choice",
    "Ground",
    "Grown",
    "Path",
    "Paths",
    "Proposal",
    "Shared",
    "Step",
    "Told",
    "choices",
    "expand",
    "ground",
    "missing_together",
    "paths",
    "shared",
    "starts",
    "themselves",
    "touches",
    "who_else",
    "why",
    "why_said",
]

"""Where everybody and every note stands on a board: seeded, repeatable, and with room for the words."""

from mapping.board.arrange.layout import layout
from mapping.board.arrange.notes import note_places, taken
from mapping.board.arrange.timeline import guides
from mapping.board.arrange.ways import WAYS, arrange

__all__ = ["WAYS", "arrange", "guides", "layout", "note_places", "taken"]

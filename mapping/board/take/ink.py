"""The colours, shapes and sizes of a board on paper: the same as on the canvas (`browser/paint.js`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

INK, SOFT, WHITE, ACCENT, ADULT, SAND = "#1F2933", "#4A545D", "#FFFFFF", "#34437D", "#4A5864", "#E6E1D7"
HARM, HARM_TEXT, SAFE, SAFE_TEXT = "#A63D17", "#8F3211", "#0B6B69", "#085452"
NEUTRAL, STALE, HULL, HULL_EDGE, LINE, CONTROL = "#857E72", "#918A7E", "#F4F2EC", "#BDB5A6", "#DDD8CE", "#8A8376"

SHAPES: Mapping[str, tuple[float, float]] = {  # half width and half height
    "child": (17, 17),
    "adult": (24, 15),
    "location": (13, 17),
    "school": (15, 15),
    "peer_group": (16, 15),
    "event": (14, 14),
    "thing": (11, 15),
}
FAMILY = "'Kith Sans', 'Source Sans 3', 'Source Sans', 'Source Sans Pro', sans-serif"
"""What a picture asks for: our own cut of the typeface, else an installed one, else any without serifs."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large everything is, in board units; `scale` is how large a board unit comes out."""

    scale: float = 1.0
    shape: float = 1.0  # of shapes, rings and strokes
    label: float = 12.5  # letters in a shape
    below: float = 11.5  # words under it
    age: float = 11.0  # an age, or a role that nothing marks
    line: float = 13.5  # from one line of words to the next
    note: float = 12.5
    far: float = 0.5  # below this scale words keep their size on the paper: those are written that there is room for

    @property
    def near(self) -> bool:
        """Whether everything is written."""
        return self.scale >= self.far

    @property
    def fat(self) -> float:
        """By how much strokes grow, so that they stay visible from far."""
        return self.shape * max(1.0, 0.62 / self.scale)

    @property
    def smallest(self) -> float:
        """The smallest letters as they come out."""
        return self.scale * min(self.label, self.below, self.age, self.note * 0.88)


# Advance widths of Source Sans 3 in thousandths of the size, from the space to the tilde.
_REGULAR = (
    200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497, 497, 497, 497, 497,
    497, 497, 497, 249, 249, 497, 497, 497, 425, 847, 543, 588, 571, 615, 527, 494, 617, 652, 263, 479, 579, 486, 727,
    647, 664, 566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303, 350, 303, 497, 500, 542, 504, 553, 456, 555,
    496, 292, 504, 544, 246, 247, 495, 255, 829, 547, 542, 555, 555, 347, 419, 338, 544, 467, 719, 446, 467, 425, 303,
    241, 303, 497,
)  # fmt: skip
_STRONG = (
    200, 315, 482, 513, 513, 841, 639, 275, 324, 324, 438, 513, 275, 322, 275, 344, 513, 513, 513, 513, 513, 513, 513,
    513, 513, 513, 275, 275, 513, 513, 513, 444, 875, 558, 597, 576, 625, 538, 510, 628, 663, 282, 494, 597, 502, 745,
    657, 674, 582, 674, 592, 545, 546, 655, 536, 800, 541, 501, 540, 324, 344, 324, 513, 500, 549, 516, 563, 462, 564,
    507, 317, 520, 558, 262, 263, 522, 271, 843, 560, 549, 564, 564, 373, 431, 361, 556, 495, 748, 481, 495, 443, 324,
    255, 324, 513,
)  # fmt: skip
_OTHERS = {"“": 450, "”": 450, "‘": 260, "’": 260, "·": 260, "…": 956, "\u2013": 480, "—": 800}


def width(text: str, size: float, *, strong: bool = False) -> float:
    """How wide a text is in Source Sans, without kerning; letters with accents as their base, others generously."""
    table = _STRONG if strong else _REGULAR
    wide = 0
    for letter in text:
        base = unicodedata.normalize("NFKD", letter)[:1] or letter
        if letter in _OTHERS:
            wide += _OTHERS[letter]
        elif " " <= base <= "~":
            wide += table[ord(base) - 32]
        elif unicodedata.combining(letter):
            continue
        else:
            wide += 1000 if unicodedata.east_asian_width(letter) in "WF" else 640
    return wide * size / 1000


def wrapped(text: str, size: float, room: float, *, strong: bool = False, most: int = 0) -> list[str]:
    """The text in lines that fit the room; a word that is too long is broken; past `most` lines it ends in an ellipsis.

    Line ends of the text are kept.
    """
    found: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            for piece in _broken(word, size, room, strong):
                longer = f"{line} {piece}" if line else piece
                if line and width(longer, size, strong=strong) > room:
                    found.append(line)
                    line = piece
                else:
                    line = longer
        found.append(line)
        if most and len(found) > most:
            break
    if most and len(found) > most:
        last = found[most - 1]
        while last and width(f"{last}…", size, strong=strong) > room:
            last = last[:-1]
        found = [*found[: most - 1], f"{last.rstrip()}…"]
    return found


def _broken(word: str, size: float, room: float, strong: bool) -> list[str]:
    if width(word, size, strong=strong) <= room:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter, size, strong=strong) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]

"""What can be wrong with a file or a row, said so that somebody can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import KithError

SHOWN = 120
"""How many characters of a value an error shows."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, with its place and its mend.

    `row` is the row as Excel numbers it (the header is row 1); None when the whole file is meant.
    `rule` is a short stable word that programs may rely on; `message` is the sentence for people.
    """

    row: int | None
    column: str | None
    value: str
    rule: str
    message: str

    def as_json(self) -> dict[str, object]:
        """The five fields by name."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "rule": self.rule,
            "message": self.message,
        }


class Refusal(KithError):
    """A whole file is refused: nothing of it was read into the graph. The text says why and what to do."""

    def __init__(
        self, message: str, rule: str = "refused", *, row: int | None = None, column: str | None = None
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.row = row
        self.column = column

    def problem(self) -> Problem:
        """The refusal as one line of a report."""
        return Problem(self.row, self.column, "", self.rule, str(self))


def shown(value: object) -> str:
    """A value as an error shows it: one line, printable, never long."""
    text = str(value)
    if len(text) > SHOWN:
        return f"{printable(text[:SHOWN])}… ({size(len(text))} of text)"
    return printable(text)


def printable(text: str) -> str:
    """The text on one line, control characters made visible."""
    return "".join(_visible(letter) for letter in text)


def _visible(letter: str) -> str:
    if letter in "\r\n\t":
        return " "
    if ord(letter) < 32:
        return chr(0x2400 + ord(letter))
    return letter if letter.isprintable() or letter == "\u00a0" else "�"


def size(amount: int) -> str:
    """`2.1 MB`, `340 KB`, `12 bytes`."""
    if amount >= 1_000_000_000:
        return f"{amount / 1e9:.1f} GB"
    if amount >= 1_000_000:
        return f"{amount / 1e6:.1f} MB"
    return f"{amount / 1e3:.0f} KB" if amount >= 1_000 else f"{amount} bytes"

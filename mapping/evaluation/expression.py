"""Reads conditions such as `age >= 14` on a column of a table. They are compared, never run."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from graph.errors import KithError
from mapping import words

OPERATORS = ("==", "!=", ">=", "<=", ">", "<")  # the longest first
EMPTY = frozenset({"", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null"})
"""What tables write where nothing is known."""

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_OPERATOR = re.compile("|".join(OPERATORS))
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_MOST = 12
_SHAPE = f"Write it as “COLUMN OPERATOR VALUE”, the operator one of {' '.join(OPERATORS)}."


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a column with a value."""

    column: str
    sign: str
    value: str

    def __str__(self) -> str:
        return f"{self.column} {self.sign} {self.value}"

    def met(self, cells: Sequence[str], rows: Sequence[int], file: str) -> list[bool | None]:
        """Whether each cell meets the condition; None where the cell is empty.

        Numbers are compared as numbers where the cell and the value both are, so that 3.0 is 3. Otherwise == and !=
        compare the texts, apart from spaces around them.

        Parameters
        ----------
        cells, rows
            The column and the number of each row in the file, for errors.
        file
            Its name, for errors.

        Raises
        ------
        KithError
            For > < >= <= on text: it names the column, every value that is none and where it stands first.
        """
        wanted = number(self.value)
        compare = _COMPARE[self.sign]
        found: list[bool | None] = []
        texts: dict[str, list[int]] = {}
        for given, row in zip(cells, rows, strict=True):
            cell = given.strip()
            if cell in EMPTY:
                found.append(None)
            elif wanted is not None and (value := number(cell)) is not None:
                found.append(compare(value, wanted))
            elif self.sign in ("==", "!="):
                found.append(compare(_folded(cell), _folded(self.value)))
            else:
                texts.setdefault(cell, []).append(row)
        if texts:
            raise KithError(_no_numbers(self, texts, file))
        return found


def read(text: str, columns: Sequence[str], *, option: str, file: str) -> Condition:
    """Read a condition on one of these columns. Column names may hold spaces and even operators; values may be quoted.

    Parameters
    ----------
    text
        Such as `cannabis >= 3`.
    columns
        Those that the table has.
    option, file
        What it was given as, and the name of the table, for errors.

    Raises
    ------
    KithError
        The text is no condition, or about no column of the table.
    """
    said = f"{option} “{_short(text)}”"
    signs = list(_OPERATOR.finditer(text))
    if not signs:
        mend = " One = assigns; write == for “is”." if "=" in text else ""
        raise KithError(f"{said} is no condition: it holds no comparison.{mend} {_SHAPE}")
    for sign in signs:
        column = next(
            (name for name in (text[: sign.start()].strip(), _bare(text[: sign.start()])) if name in columns), None
        )
        if column is not None:
            break
    else:
        asked = _bare(text[: signs[0].start()])
        named = f"has no column “{_short(asked)}”" if asked else "cannot be asked: the condition names no column"
        raise KithError(f"{said}: {file} {named}. {its_columns(columns)} {_SHAPE}")
    value = text[sign.end() :].strip()
    if not value:
        raise KithError(f"{said} names no value to compare {column} with. {_SHAPE}")
    if value[0] in "=!<>":
        raise KithError(f"{said} holds two comparisons. {_SHAPE} A value that begins so goes in quotation marks.")
    condition = Condition(column, sign[0], _bare(value))
    if sign[0] not in ("==", "!=") and number(condition.value) is None:
        raise KithError(
            f"{said} cannot be decided: “{_short(condition.value)}” is no number. Compare text by == or !=."
        )
    return condition


def number(text: str) -> Decimal | None:
    """The number that a cell holds, exactly; None for everything else (infinity and 1_000 are no numbers)."""
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def its_columns(columns: Sequence[str]) -> str:
    """A sentence for an error: which columns a table has. Long lists are cut and say so."""
    named = words.listed([f"“{_short(name)}”" for name in columns], most=40)
    return f"Its only column is {named}." if len(columns) == 1 else f"Its columns are {named}."


def _no_numbers(condition: Condition, texts: dict[str, list[int]], file: str) -> str:
    many = sum(len(rows) for rows in texts.values())
    places = [f"“{_short(value)}” in row {rows[0]}" for value, rows in list(texts.items())[:_MOST]]
    return (
        f"{file}: “{condition}” cannot be decided, since {condition.column} holds text: {words.listed(places)}"
        f" ({words.counted(many, 'row')} in all). Write numbers there or leave the cells empty, or compare by == or !=."
    )


def _bare(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def _folded(text: str) -> str:
    """The text to compare; true and True are the same."""
    text = text.strip()
    return text.casefold() if text.casefold() in ("true", "false") else text


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."

"""What an empty cell, a stray space and a listed value look like in files that people and systems make."""

from __future__ import annotations

import re

EMPTY = frozenset(
    {
        "#N/A",
        "#N/A N/A",
        "#NA",
        "#NULL!",
        "#VALUE!",
        "#REF!",
        "#DIV/0!",
        "#NAME?",
        "#NUM!",
        "NULL",
        "NaN",
        "<NA>",
        "N/A",
    }
    | {"n/a", "nan", "-", "--"}
)
"""Cells that a spreadsheet or a database writes for nothing. Exactly so: `Null` is a surname, `NA` a code."""

# Zero-width characters and byte order marks carry no meaning here and break the comparison of identifiers.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007"), " ")
_STRANGE = {**_INVISIBLE, **_SPACES}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEPARATOR = re.compile(r"[;\n]")


def clean(text: str) -> str:
    """The cell without what nobody typed on purpose: edge spaces, non-breaking spaces, invisible marks, error words."""
    if not text.isascii():
        text = text.translate(_STRANGE)
    text = text.strip(" \t\r\n")
    return "" if text in EMPTY else text


def control(text: str) -> bool:
    """True when the text holds NUL or another control character that no record means."""
    return _CONTROL.search(text) is not None


def listed(text: str) -> tuple[str, ...]:
    """The values of a cell that lists several, separated by semicolons; each once, in order."""
    return tuple(dict.fromkeys(part for part in (clean(part) for part in _SEPARATOR.split(text)) if part))


def plain_number(text: str) -> str:
    """`912.0` as a spreadsheet writes it -> `912`; anything else as it is."""
    return text[:-2] if text.endswith(".0") and text[:-2].lstrip("-").isdigit() else text

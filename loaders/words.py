"""What an empty cell, a stray space and a listed value look like in files that people and systems make."""

from __future__ import annotations

import re
import unicodedata

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

# Zero-width characters and byte order marks carry no meaning here and break the comparison of identifiers. Marks that
# turn the direction of writing can make a name read as another one; letters know their direction without them.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
_INVISIBLE |= dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007"), " ")
_STRANGE = {**_INVISIBLE, **_SPACES}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEPARATOR = re.compile(r"[;\n]")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")
_MARKED_AS_TEXT = re.compile(r"['\u2018\u2019](?=\w)")
_CUT_SHORT = re.compile(r"(?:.*:)?[+-]?\d(?:[.,]\d+)?E\+\d+", re.I)


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


def identifier(text: str) -> str:
    """An identifier as one compares it: nothing invisible in it, one kind of hyphen and of space, no `.0` at its end.

    Two spellings that look the same must never become two people.
    """
    if not text.isascii():
        seen = (
            letter for letter in text if unicodedata.category(letter) != "Cf" and not "\ufe00" <= letter <= "\ufe0f"
        )
        text = "".join(seen).translate(_HYPHENS)
    return plain_number(" ".join(text.split()))


def unmarked(text: str) -> str:
    """A number or code without the apostrophe that tells a spreadsheet to keep it as text: `'00123` -> `00123`."""
    return text[1:] if _MARKED_AS_TEXT.match(text) else text


def cut_short(text: str) -> bool:
    """True for a number whose digits a spreadsheet has dropped: `1.23E+11`."""
    return _CUT_SHORT.fullmatch(text) is not None


def plain_number(text: str) -> str:
    """`912.0` as a spreadsheet writes it -> `912`; anything else as it is."""
    return text[:-2] if text.endswith(".0") and text[:-2].lstrip("-").isdigit() else text

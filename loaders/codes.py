"""Codes as files write them (`a) Male`, `q) 6: Police`, labels, any case) brought to the code of the list."""

from __future__ import annotations

import difflib
import functools
import re

from data_schema import CodeList, schema
from loaders.words import plain_number

_PREFIX = re.compile(r"\s*[A-Za-z0-9]{1,3}\s*[).:]\s*(?=\S)")
_BETWEEN = re.compile(r"\s+(?:[-\u2013\u2014:]\s*)?|\s*[-\u2013\u2014:]\s*")
_LISTED = 12
"""How many codes an error lists in full."""


def _key(text: str) -> str:
    """What makes two spellings one: case, spaces, underscores, curly apostrophes."""
    return " ".join(text.replace("_", " ").replace("\u2019", "'").split()).casefold()


@functools.cache
def spellings(name: str) -> dict[str, str]:
    """Every known spelling of every code of a list, folded, to its code; a spelling of two codes is left out."""
    found: dict[str, str] = {}
    codes = schema().codes[name].codes.values()
    for weak in (False, True):  # codes win over labels, labels over other spellings
        doubled: set[str] = set()
        for code in codes:
            others = [code.label, *code.extra.get("also", "").split("|"), code.extra.get("short", "")]
            for text in others if weak else [code.code]:
                key = _key(text)
                if not key or (weak and found.get(key) == code.code):
                    continue
                if weak and key in found:
                    doubled.add(key)
                    continue
                found[key] = code.code
        for key in doubled - {_key(code.code) for code in codes}:
            del found[key]
    return found


def read(name: str, text: str) -> str | None:
    """The code that a cell means, or None when the list has none.

    Tried in this order: as written; without a list's prefix (`a) `, `q) 6: `); a code with its own label
    (`WBRI - White British`).
    """
    known = spellings(name)
    rest = plain_number(text)
    for _ in range(3):
        if (code := known.get(_key(rest))) is not None:
            return code
        if (match := _PREFIX.match(rest)) is None:
            break
        rest = rest[match.end() :]
    return _with_label(name, text)


def _with_label(name: str, text: str) -> str | None:
    for match in _BETWEEN.finditer(text):
        code = spellings(name).get(_key(text[: match.start()]))
        if code is not None and spellings(name).get(_key(text[match.end() :])) == code:
            return code
    return None


def unknown(name: str, text: str) -> str:
    """The sentence for a value that the list does not hold, with what is near or allowed."""
    found: CodeList = schema().codes[name]
    known = spellings(name)
    near = list(dict.fromkeys(known[key] for key in difflib.get_close_matches(_key(text), known, n=3, cutoff=0.75)))
    none = f"The list “{found.title}” has no such code."
    if near:
        return f"{none} Did you mean {' or '.join(near)}?"
    codes = list(found.codes)
    if len(codes) <= _LISTED:
        return f"{none} Write one of: {', '.join(codes)}."
    return f"{none} Its {len(codes)} codes are on the second sheet of the template, such as {', '.join(codes[:5])}."

"""A gentle checker of what people write about children: phrases that blame a child, why, and what to say instead.

Practice guidance asks that whoever harms is the actor of the sentence. The phrases are a code list (`wording.csv`), so
that a hub may adjust them. It never changes a text and never stands in its way; a child's own words, in quotation
marks, are never remarked on. What is not in the list is not found: it is no proof of good wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from data_schema import schema
from data_schema.model import Code

LIST = "wording"
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*(?:\w’\w[^’]*)*’(?!\w)|(?<!\w)'[^']*(?:\w'\w[^']*)*'(?!\w)")
_APOSTROPHE = re.compile("['‘’ʼ`´]")


@dataclass(frozen=True, slots=True)
class Remark:
    """One phrase of a text that might be said otherwise."""

    phrase: str  # as written, spaces and lines as one space
    why: str  # one sentence
    instead: str


def remarks(text: str) -> tuple[Remark, ...]:
    """Find the phrases of the list in what somebody wrote.

    Parameters
    ----------
    text
        Free text of any length.

    Returns
    -------
    tuple of Remark
        In the order of the text, each kind of phrase once; nothing for what stands in quotation marks.
    """
    found = sorted(_found(_masked(text)), key=lambda one: (one[0], -one[1]))
    said: dict[str, Remark] = {}
    reached = 0
    for start, end, code in found:
        if start >= reached:
            reached = end
            phrase = " ".join(text[start:end].split())
            said.setdefault(code.code, Remark(phrase, code.extra["why"], code.extra["instead"]))
    return tuple(said.values())


def _masked(text: str) -> str:
    """The text with what is quoted blotted out, letter for letter: positions stay."""
    return _QUOTED.sub(lambda found: "." * len(found[0]), text)


def _found(text: str) -> Iterator[tuple[int, int, Code]]:
    for code, phrase, unless in _phrases():
        kept = [found.span() for found in unless.finditer(text)] if unless else []
        for found in phrase.finditer(text):
            if not any(start <= found.start() and found.end() <= end for start, end in kept):
                yield *found.span(), code


@cache
def _phrases() -> tuple[tuple[Code, re.Pattern[str], re.Pattern[str] | None], ...]:
    """Each code with what it finds, and within what it does not."""
    return tuple(
        (
            code,
            _pattern([code.label, *code.extra.get("also", "").split("|")]),
            _pattern(code.extra["unless"].split("|")) if code.extra.get("unless") else None,
        )
        for code in schema().codes[LIST].codes.values()
    )


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    """Any of these as whole words, whatever their case, spaces, hyphens and apostrophes."""
    told = sorted(filter(None, phrases), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_loose, told))})(?!\w)", re.IGNORECASE)


def _loose(phrase: str) -> str:
    words = re.split(r"[\s-]+", phrase.strip())
    return r"[\s\-\u2010-\u2013]+".join(_APOSTROPHE.sub("['‘’ʼ`´]?", re.escape(word)) for word in words)

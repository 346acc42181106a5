"""Everyday words of a whiteboard and the ties they may mean: the code list `everyday`, and the schema's own labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from data_schema import Standing, schema

LIST = "everyday"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that may stand between two names."""

    code: str
    words: str  # as the list has them: "lives w/"
    ties: tuple[str, ...]  # tie kinds it may mean, the likeliest first
    turned: bool  # the first named is the second end: "gets lifts from"
    asks: bool  # never taken as read: harm, or a bond that may be harm


@cache
def phrases() -> dict[str, Phrase]:
    """Every phrase by its words in small letters."""
    found: dict[str, Phrase] = {}
    for tie in schema().ties.values():
        asks = tie.standing is Standing.HARM
        found[tie.label.casefold()] = Phrase(tie.name, tie.label, (tie.name,), False, asks)
    for code in schema().codes[LIST].codes.values():
        ties = tuple(filter(None, code.extra["ties"].split("|")))
        turned, asks = code.extra.get("turned") == "yes", code.extra.get("asks") == "yes"
        for words in filter(None, (code.label, *code.extra.get("also", "").split("|"))):
            found[words.casefold()] = Phrase(code.code, words, ties, turned, asks)
    return found


@cache
def pattern() -> re.Pattern[str]:
    """Finds any phrase as whole words, the longest that fits."""
    longest = sorted(phrases(), key=len, reverse=True)
    inside = "|".join(r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in longest)
    return re.compile(rf"(?<![\w’'-])(?:{inside})(?![\w’'])", re.IGNORECASE)


def phrase(words: str) -> Phrase:
    """The phrase of words that `pattern` found."""
    return phrases()[" ".join(words.casefold().split())]


@dataclass(frozen=True, slots=True)
class Fitting:
    """A tie kind that these two may have, and which of them comes first."""

    kind: str
    turned: bool


def fitting(one: str, other: str, ties: tuple[str, ...] | None = None, *, turned: bool = False) -> tuple[Fitting, ...]:
    """The tie kinds that two entities of these kinds may have, in the order given; all of the schema's by default.

    Parameters
    ----------
    one, other
        Entity kinds in the order they were named.
    turned
        The second named is meant as the first end.
    """
    found = []
    for name in ties if ties is not None else schema().ties:
        ends = schema().ties[name].ends
        first, second = (other, one) if turned else (one, other)
        if (first, second) in ends:
            found.append(Fitting(name, turned))
        elif (second, first) in ends:
            found.append(Fitting(name, not turned))
    return tuple(found)


_BARE = ("knows", "goes_to", "attends", "member_of", "uses", "linked_to", "present_at", "happened_at")


def bare(one: str, other: str) -> tuple[Fitting, ...]:
    """What a line between two may mean when it says nothing: the plainest first."""
    return fitting(one, other, _BARE)

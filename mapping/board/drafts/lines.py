"""Cuts one pasted line into names, phrases and connectors; what it cannot place stays in the words of the line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mapping.board.drafts.lexicon import Phrase, pattern, phrase

_BULLET = re.compile(r"^(?:[\s>#]*(?:[-–—*•·◦▪▫●○■□☐☑☒✓✔✗✘→»]|\[[ xX]?\]|\(?\d{1,3}[.)](?=\s)|[a-z][.)](?=\s)))+\s*")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u26ff\u2702-\u27b0\ufe0e\ufe0f\u200d\u20e3\U000e0020-\U000e007f\u2b00-\u2bff]+"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_DATE = re.compile(
    rf"(?<![\w/.])(?:(?:on|since|from|by|last|mon|tue|wed|thu|fri|sat|sun)\.?\s+)?"
    rf"(?:\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})[a-z]*(?:\s+\d{{4}})?|(?:{_MONTHS})[a-z]*\s+\d{{4}})(?![\w/])",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\(\s*(?:aged?\s+)?(\d{1,3})\s*(?:y/?o|yrs?|years?(?:\s+old)?)?\s*\)|(?<!\w)(?:aged?\s+)(\d{1,3})(?!\w)"
    r"|(?<!\w)(\d{1,3})\s*(?:y/?o|yrs?\s+old|years?\s+old)(?!\w)|(?<=,)\s*(\d{1,2})(?=\s*(?:,|$|\t))",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\?+|(?<!\w)(?:poss|possibly|maybe|perhaps|might be|could be|tbc|unconfirmed)(?!\w)\.?", re.IGNORECASE
)
_CONNECTOR = re.compile(
    r"\s*(?P<both><[-=–—]+>|↔|⇄|⟷)\s*|\s*(?P<back><[-=–—]+|←|⇐|⟵)\s*|\s*(?P<on>[-=–—]+>|→|⇒|➔|➜|⟶|>>?)\s*"
    r"|\s+(?P<dash>[-–—=~|]+)\s+|(?P<tight>(?<=[^\W\d_])[–—](?=[^\W\d_]))"
    r"|\s*(?P<and>[&+,;/]|(?<!\w)and(?!\w)|(?<=\s)(?-i:n)(?=\s))\s*|(?P<paren>[()\[\]{}])|(?P<colon>:)\s*|(?P<tab>\t)\s*",
    re.IGNORECASE,
)
_FILLER = (
    "is was are were be been being has have had also often always regularly sometimes usually still now recently "
    "reportedly allegedly apparently the a an their his her he she they them who that just very really then again "
    "and but so because via x re about me says said told think thinks believe believed seems known of to"
).split()
_INITIAL_DASH = re.compile(r"(?<!\S)([A-Z]{1,3})-([A-Z]{1,3})(?!\S)")
_STOPPED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
OLDEST = 120
LONGEST_NAME, _LETTERS = 5, 80
"""Words: whatever is longer is prose and no name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of the line that may name somebody or something."""

    text: str  # as written, without what stands around a name
    start: int
    end: int
    age: int | None = None

    @property
    def key(self) -> str:
        """The same name written otherwise."""
        return " ".join(self.text.casefold().split())


@dataclass(frozen=True, slots=True)
class Link:
    """What stands between two stretches: a phrase, an arrow, a dash, "and"."""

    how: str  # phrase | both | on | back | dash | and | colon | tab | paren
    phrase: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """One line, cut."""

    text: str  # as pasted
    items: tuple[Name | Link, ...]
    dates: tuple[str, ...] = ()
    unsure: bool = False
    bullet: bool = False
    names: tuple[Name, ...] = field(default=())

    @property
    def longest(self) -> tuple[Name, ...]:
        """Stretches too long to be a name, unless somebody is held under it: then the line is prose."""
        return tuple(name for name in self.names if len(name.text.split()) > LONGEST_NAME or len(name.text) > _LETTERS)

    @property
    def heads(self) -> bool:
        """Whether it ends in a colon: the lines under it speak of it."""
        return bool(self.items) and isinstance(self.items[-1], Link) and self.items[-1].how == "colon"


def cut(text: str, held: Sequence[str] = ()) -> Cut:
    """Cut a line.

    Parameters
    ----------
    text
        One line as pasted.
    held
        Names in small letters that hold a phrase or a connector, such as "Fish & Chips": they are not cut.
    """
    bare = _blank(_EMOJI, text)
    bullet = _BULLET.match(bare)
    if bullet:
        bare = " " * bullet.end() + bare[bullet.end() :]
    dates = tuple(" ".join(found[0].split()) for found in _DATE.finditer(bare))
    bare = _blank(_DATE, bare)
    ages = {found.start(): int(next(filter(None, found.groups()))) for found in _AGE.finditer(bare)}
    bare = _blank(_AGE, bare)
    unsure = bool(_UNSURE.search(bare))
    bare = _blank(_UNSURE, bare)
    bare = _INITIAL_DASH.sub(lambda found: f"{found[1]}–{found[2]}", bare)
    items = tuple(_aged(_items(bare, held), ages))
    names = tuple(item for item in items if isinstance(item, Name))
    return Cut(text, items, dates, unsure, bool(bullet), names)


def _blank(what: re.Pattern[str], text: str) -> str:
    """The text with these blotted out; positions stay."""
    return what.sub(lambda found: " " * len(found[0]), text)


def _items(text: str, held: Sequence[str]) -> list[Name | Link]:
    items: list[Name | Link] = []
    whole = _whole(text, held)
    at = 0
    for start, end, link in _links(text, whole):
        if start < at:
            continue
        _take_name(items, text, at, start)
        items.append(link)
        at = end
    _take_name(items, text, at, len(text))
    return items


def _whole(text: str, held: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches that are a held name: not cut. So is whatever stands in quotation marks."""
    folded = text.casefold()
    spans = [found.span() for found in re.finditer(r"[“\"][^”\"\n]{1,60}[”\"]", text)]
    if len(folded) != len(text):  # a letter that folds to two: positions would not hold
        return spans
    for name in held:
        at = folded.find(name)
        if at >= 0:
            spans.append((at, at + len(name)))
    return spans


def _links(text: str, whole: Sequence[tuple[int, int]]) -> list[tuple[int, int, Link]]:
    found: list[tuple[int, int, Link]] = []
    for one in pattern().finditer(text):
        found.append((one.start(), one.end(), Link("phrase", phrase(one[0]))))
    for one in _CONNECTOR.finditer(text):
        how = str(one.lastgroup)
        found.append((one.start(), one.end(), Link({"tight": "dash"}.get(how, how))))
    free = [one for one in found if not any(start < one[1] and one[0] < end for start, end in whole)]
    return sorted(free, key=lambda one: (one[0], -(one[1] - one[0])))


def _take_name(items: list[Name | Link], text: str, start: int, end: int) -> None:
    inside = text[start:end]
    trimmed = inside.strip(" \t.,;:()[]{}*_!`’‘'^~<>|\\-–—=/#")
    if not trimmed or not any(letter.isalnum() for letter in trimmed):
        return
    kept = trimmed.split()
    while kept and _filler(kept[0]):
        kept = kept[1:]
    while kept and _filler(kept[-1]):
        kept = kept[:-1]
    if not kept:
        return
    first = text.index(kept[0], start)
    last = text.rindex(kept[-1], first, end) + len(kept[-1])
    name = " ".join(text[first:last].split())
    if _STOPPED.fullmatch(name) and text[last : last + 1] == ".":
        name, last = f"{name}.", last + 1
    items.append(Name(name, first, last))


def _filler(word: str) -> bool:
    """Whether a word stands around names; one capital letter may be somebody's initial."""
    return word.casefold().strip(".,") in _FILLER and not (len(word) == 1 and word.isupper())


def _aged(items: list[Name | Link], ages: dict[int, int]) -> list[Name | Link]:
    """Each age at the name before it: `Tamsin Brackley, 14`; the comma between them parts nobody."""
    found = list(items)
    for at, age in ages.items():
        before = [place for place, item in enumerate(found) if isinstance(item, Name) and item.start <= at]
        if before and age <= OLDEST:
            one = found[before[-1]]
            assert isinstance(one, Name)
            found[before[-1]] = Name(one.text, one.start, one.end, age)
    while found and isinstance(found[-1], Link) and found[-1].how == "and":
        found.pop()
    return found

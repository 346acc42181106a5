"""Finds names in what somebody wrote, and puts in their place what a naming mode calls them. It knows no board."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from mapping import words

SHORTEST_NAME = 3
"""Letters of the shortest part of a name that is looked for by itself: Jo and Al are words too."""
LONGEST_NAME = 8
"""Words of the longest name that is looked for as a whole."""
LONGEST_GAP = 6
"""Signs between two words of one name: Taxi rank, Station Approach; Flat 12, Larch Lane."""
SHORTEST_CALLED = 5
"""Letters of the shortest first word of a place's name that is looked for by itself."""
SOMEBODY = "somebody"

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_UNSEEN = re.compile(r"(?<=[^\W\d_])[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+(?=[^\W\d_])")
"""Soft hyphens, joiners and marks of direction inside a word, as pasted text has them: nobody sees them."""
_INITIALS = re.compile(r"\b[^\W\d_a-z]\.(?:[^\W\d_a-z]\.){0,2}(?:[^\W\d_a-z]\b)?")
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_NUMBERS = re.compile(
    r"(?:\+\d{2}|\b0)(?:[ -]?\d){8,}"  # telephones
    r"|\b[A-Za-z]{0,5}[-/ ]?\d{5,}\w*"  # PI-20417, a UPN
    r"|\b[A-Z]{2}\d{2} ?[A-Z]{3}\b"  # plates
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"  # postcodes
    r"|\b[\w.+-]+@[\w.-]+\b|@\w[\w.]+"  # addresses and account names
)


def words_of(text: str) -> list[str]:
    """The words of a name, folded, in their order."""
    return [_fold(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


@dataclass(frozen=True)
class Masks:
    """What stands for each name and each part of one.

    Attributes
    ----------
    near : folded words, joined by a blank, or as they are written -> words
        Names and parts of those on the board and around it: looked for whatever their case.
    far : likewise
        Of everybody else who is held: whole names whatever their case, single words only where they begin with a
        capital, since "will" and "grace" are words too.
    initials : initials -> words
        Replaced only where a mode hides initials.
    numbers : str
        What stands for telephone numbers, plates, postcodes and references; "" leaves them.
    """

    near: Mapping[str, str]
    far: Mapping[str, str] = field(default_factory=dict)
    initials: Mapping[str, str] = field(default_factory=dict)
    numbers: str = ""

    def text(self, text: str) -> str:
        """The text with every name found replaced. A misspelling stays: free text is never certain to be anonymous."""
        text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
        if self.numbers:
            text = _NUMBERS.sub(self.numbers, text)
        if self.initials:
            text = _INITIALS.sub(lambda found: self._initials(found[0]), text)
        made, end = [], 0
        found = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]
        place = 0
        while place < len(found):
            size, instead = self._at(text, found, place)
            start, stop = found[place][0], found[place + size - 1][1]
            made += [text[end:start], text[start:stop] if instead is None else instead]
            end = stop
            if instead is not None and instead.endswith(".") and text[end : end + 1] == ".":
                end += text[end + 1 : end + 2] != "."  # initials at the end of a sentence have its full stop
            place += size
        return "".join((*made, text[end:]))

    def _at(self, text: str, found: list[tuple[int, int, str]], place: int) -> tuple[int, str | None]:
        """How many words from here are one name, and what stands for them; None leaves the word."""
        longest = 1
        begun = [_fold(found[place][2])]  # the first word, the first two ..., each with what stands behind it
        while (
            longest < LONGEST_NAME
            and place + longest < len(found)
            and (gap := _gap(text[found[place + longest - 1][1] : found[place + longest][0]]))
        ):
            begun[-1] += gap
            begun.append(begun[-1] + _fold(found[place + longest][2]))
            longest += 1
        for size in range(longest, 1, -1):
            last, owned = _owned(found[place + size - 1][2])
            for ending, suffix in ((_fold(last), owned), (_fold(found[place + size - 1][2]), "")):
                key = begun[size - 2] + ending
                instead = self.near.get(key) or self.far.get(key)
                if instead:
                    return size, instead + suffix
        return 1, self._single(text, found[place])

    def _single(self, text: str, found: tuple[int, int, str]) -> str | None:
        start, _, word = found
        if _fold(word) in _MONTHS and re.search(r"\d\s*$", text[:start]):
            return None  # 5 May
        whole = self._word(word)
        if whole is not None:
            return whole
        bare, owned = _owned(word)
        if owned and (instead := self._word(bare)) is not None:
            return instead + owned
        parts = re.split(r"([-'’])", word)
        if len(parts) == 1:
            return None
        instead_of = [self._word(part) for part in parts]
        if not any(instead_of):
            return None
        return "".join(part if other is None else other for part, other in zip(parts, instead_of, strict=True))

    def _word(self, word: str) -> str | None:
        folded = _fold(word)
        if len(word) < SHORTEST_NAME:
            return None
        return self.near.get(folded) or (self.far.get(folded) if word[0].isupper() else None)

    def _initials(self, found: str) -> str:
        bare = found if found.endswith(".") else f"{found}."
        return self.initials.get(bare, found)


def masks(near: Iterable[tuple[str, str]], far: Mapping[str, str] | None = None, *, pseudonyms: bool = False) -> Masks:
    """Masks for names.

    Parameters
    ----------
    near : (name, what stands for it)
        Of people on the board and around it.
    far : mapping
        The `parts` of the names of everybody else.
    pseudonyms : bool
        As for `parts`; then initials and numbers are replaced too.
    """
    near = list(near)
    initials: dict[str, str] = {}
    if pseudonyms:
        for name, instead in near:
            short = words.initials(name)
            if short.count(".") > 1:
                initials[short] = instead if initials.get(short, instead) == instead else SOMEBODY
    return Masks(parts(near, pseudonyms=pseudonyms), far or {}, initials, "(number)" if pseudonyms else "")


def parts(named: Iterable[tuple[str, str]], *, pseudonyms: bool = False) -> dict[str, str]:
    """Names as a whole and each part of them, folded -> what stands for it.

    In pseudonyms a part becomes what stands for the whole, or `somebody` where two share it; otherwise it becomes its
    own initials.
    """
    made: dict[str, str] = {}
    for name, instead in named:
        folded = words_of(name)
        whole = " ".join(folded)
        if len(whole) >= SHORTEST_NAME:
            for key in {whole, _as_written(name)}:
                made[key] = instead if made.get(key, instead) == instead else SOMEBODY
        pieces = [piece for word in folded if not word.isalpha() for piece in re.split("[-']", word)]
        for part in (*folded, *pieces):
            if len(part) < SHORTEST_NAME or part == whole:
                continue
            own = instead if pseudonyms else words.initials(part)
            made[part] = own if made.get(part, own) == own else (SOMEBODY if pseudonyms else own)
    return made


def wholes(named: Iterable[tuple[str, str]], everyday: Iterable[str] = ()) -> dict[str, str]:
    """Names of places and things as a whole, and their first word where nothing else begins so: Linnet for Linnet Park.

    Everyday words ("station") are no short form of anything.
    """
    made: dict[str, str] = {}
    first: dict[str, set[str]] = {}
    for name, instead in named:
        folded = words_of(name)
        if len(" ".join(folded)) >= SHORTEST_NAME:
            made |= {" ".join(folded): instead, _as_written(name): instead}
            first.setdefault(folded[0], set()).add(instead)
    common = {word for text in everyday for word in words_of(text)}
    for word, called in first.items():
        if len(word) >= SHORTEST_CALLED and len(called) == 1 and word not in common:
            made.setdefault(word, next(iter(called)))
    return made


def _gap(between: str) -> str:
    """What stands between two words of one name: a blank, or a comma, a number and the like; "" when too much does."""
    if between.isspace():
        return " "
    signs = re.sub(r"\s+", "", between)
    return f"{signs} " if 0 < len(signs) <= LONGEST_GAP else ""


def _as_written(name: str) -> str:
    """The folded words of a name with what stands between them: taxi rank, station approach."""
    text = unicodedata.normalize("NFC", name)
    found = list(_WORD.finditer(text))
    made = [_fold(found[0][0])] if found else []
    for before, after in pairwise(found):
        made += [_gap(text[before.end() : after.start()]) or " ", _fold(after[0])]
    return "".join(made)


def _owned(word: str) -> tuple[str, str]:
    """A word and its possessive ending: ("Tamsin", "’s")."""
    return (word[:-2], word[-2:]) if word[-2:] in ("'s", "’s") and len(word) > 2 else (word, "")


def _fold(word: str) -> str:
    """Case and accents aside: Zoë, ZOE and zoe are one."""
    if word.isascii():
        return word.casefold()
    apart = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()

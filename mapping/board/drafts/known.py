"""Who a pasted name may mean: everybody held, those on the board first, and those said at it. Nothing is guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from data_schema import schema
from graph.describe import searchable
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.drafts.lexicon import pattern
from mapping.board.nodes import drawn_kind

MOST = 12
"""Meanings offered for one name; past that the question says how many more."""
CLOSE = 0.84
"""How alike two spellings must be to be offered (difflib's ratio); they begin with one letter, as most slips do."""
LONGER = 3
"""Letters by which they may differ in length."""
_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|dr|pc|dc|sgt|the)\.?\s+", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?\s?){1,3}")
_KITH = re.compile(r"[A-Z]{1,3}-[0-9A-Z]{10}")
_LIKE_AN_ID = re.compile(r"(?=[^\s]*\d)[A-Za-z]{0,12}[:\-_/]?[A-Za-z0-9\-_/]{3,40}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One that a name may mean."""

    id: str
    kind: str  # as drawn
    why: str  # the name as held; the initials; spelt otherwise
    on_board: bool
    age: int | None = None
    close: bool = False  # spelt otherwise: never taken as read


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name may mean, those on the board first."""

    text: str
    age: int | None
    options: tuple[Meaning, ...]
    total: int
    taken: str = ""  # id, when one is so likely that it is taken as read until somebody says otherwise
    why: str = ""

    @property
    def asks(self) -> bool:
        """Whether somebody must say who it is."""
        return not self.taken


@dataclass(frozen=True, slots=True)
class _Held:
    id: str
    kind: str
    name: str  # as it is searched for
    parts: tuple[str, ...]
    initials: str
    age: int | None


class Known:
    """Everybody and everything that a pasted name may mean."""

    def __init__(
        self,
        snapshot: Snapshot,
        on_board: Collection[str] = (),
        said: Mapping[str, tuple[str, str, int | None]] | None = None,
        identifiers: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Read who is held.

        Parameters
        ----------
        snapshot
            With the names as they are held: what people paste are names.
        on_board
            Kith ids.
        said
            Provisional people of this board: id -> kind, name, age.
        identifiers
            What was looked up: identifier in small letters -> Kith ids held under it. See `identifiers`.
        """
        self.on_board = frozenset(on_board) | frozenset(said or {})
        self._identifiers = identifiers or {}
        self._held: dict[str, _Held] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_part: dict[str, set[str]] = defaultdict(set)
        self._by_initials: dict[str, list[str]] = defaultdict(list)
        columns = ["id", "kind", "name", "date_of_birth"]
        for row in snapshot.entities.select(columns).to_pylist():
            if row["name"] and row["kind"] != "event":
                years = words.age(row["date_of_birth"], snapshot.as_of)
                self._take(row["id"], drawn_kind(row, snapshot.as_of), row["name"], years)
        for id, (kind, name, years) in (said or {}).items():
            self._take(id, kind, name, years)
        self._by_letter: dict[tuple[str, bool], list[str]] = defaultdict(list)
        for whole, names in ((True, self._by_name), (False, self._by_part)):
            for name in filter(None, names):
                self._by_letter[name[0], whole].append(name)

    def _take(self, id: str, kind: str, name: str, years: int | None) -> None:
        folded = searchable(name)
        person = kind in schema().persons()
        one = _Held(id, kind, folded, tuple(re.split(r"[\s\-]+", folded)), _letters(name) if person else "", years)
        self._held[id] = one
        self._by_name[folded].append(id)
        for part in one.parts:
            self._by_part[part].add(id)
        if one.initials:
            self._by_initials[one.initials].append(id)
            if len(one.initials) > 2:
                self._by_initials[one.initials[0] + one.initials[-1]].append(id)

    def kind(self, id: str) -> str:
        """The kind of somebody known, "" of anybody else."""
        return self._held[id].kind if id in self._held else ""

    def uncut(self) -> tuple[str, ...]:
        """Held names, in small letters, in which a phrase or a connector stands: not to be cut through."""
        risky = re.compile(r"[&+,;/:()]|\sand\s|\s[-–—]\s")
        names = (name for name in self._by_name if risky.search(name) or (" " in name and pattern().search(name)))
        return tuple(sorted(names, key=len, reverse=True))

    def full(self, name: str) -> bool:
        """Whether somebody is held under exactly this name."""
        return searchable(name) in self._by_name

    def meant(self, text: str, age: int | None = None) -> Meant:
        """Who and what a name may mean, and why.

        A name that fits one is taken as read. Of several, the only one on the board is taken as read, and the rest is
        offered; else it is a question. Somebody of another spelling is only ever offered.
        """
        found = self._found(text)
        if age is not None and any(one.age == age for one in found):
            found = [one for one in found if one.age in (age, None)]
        found.sort(key=lambda one: (not one.on_board, one.close, one.id))
        here = [one for one in found if one.on_board and not one.close]
        sure = [one for one in found if not one.close]
        taken, why = "", ""
        if len(sure) == 1 and _fits(sure[0], age):
            taken, why = sure[0].id, sure[0].why
        elif len(here) == 1 and _fits(here[0], age):
            taken = here[0].id
            why = f"{here[0].why}; the only one on this board, {words.counted(len(sure) - 1, 'other')} held"
        return Meant(text, age, tuple(found[:MOST]), len(found), taken, why)

    def _found(self, text: str) -> list[Meaning]:
        bare = text.strip().strip("“”\"'‘’").strip()
        if ids := self._by_id(bare):
            return [self._meaning(id, why) for id, why in ids]
        folded = searchable(_TITLE.sub("", bare))
        if not folded:
            return []
        if folded in self._by_name:
            return [self._meaning(id, "the name as held") for id in self._by_name[folded]]
        return self._like_initials(bare) or self._by_words(folded) or self._number(folded) or self._close(folded)

    def _by_id(self, text: str) -> list[tuple[str, str]]:
        if _KITH.fullmatch(text.upper()) and text.upper() in self._held:
            return [(text.upper(), "its Kith id")]
        ids = self._identifiers.get(text.casefold(), ())
        return [(id, f"known under {text}") for id in ids if id in self._held]

    def by_id(self, text: str) -> bool:
        """Whether this is an id of somebody or something held."""
        return bool(self._by_id(text.strip()))

    def _like_initials(self, text: str) -> list[Meaning]:
        if not _INITIALS.fullmatch(text) or not (text.isupper() or "." in text or len(text) == 2):
            return []
        letters = "".join(letter for letter in searchable(text) if letter.isalpha())
        if len(letters) == 1:  # one letter says little: only of those on the board
            ids = [id for id, one in self._held.items() if id in self.on_board and one.initials[:1] == letters]
        else:
            ids = list(dict.fromkeys(self._by_initials.get(letters, ())))
        return [self._meaning(id, "these initials") for id in ids]

    def _by_words(self, folded: str) -> list[Meaning]:
        """Each word a word of the name, in their order; the last may be an initial: `Tamsin B`."""
        asked = [part.strip(".") for part in re.split(r"[\s\-]+", folded) if part.strip(".")]
        if not asked or len(asked[0]) < 2:
            return []
        ids = self._by_part.get(asked[0], set())
        fits = [id for id in ids if _in_order(asked, self._held[id].parts)]
        return [self._meaning(id, "a part of the name") for id in sorted(fits)]

    def _number(self, folded: str) -> list[Meaning]:
        digits = "".join(letter for letter in folded if letter.isdigit())
        if len(digits) < 3 or len(re.sub(r"phone|mobile|number|car|reg|account|\W", "", folded)) > len(digits):
            return []
        things = [one for one in self._held.values() if one.kind == "thing"]
        return [
            self._meaning(one.id, f"ends in {digits}")
            for one in things
            if re.sub(r"\D", "", one.name).endswith(digits.removeprefix("0") if len(digits) > 9 else digits)
        ]

    def _close(self, folded: str) -> list[Meaning]:
        if len(folded) < 4:
            return []
        whole = " " in folded
        pool = [
            name
            for name in self._by_letter.get((folded[0], whole), ())
            if abs(len(name) - len(folded)) <= LONGER and (whole or len(name) > 3)
        ]
        near = get_close_matches(folded, pool, n=4, cutoff=CLOSE)
        ids = [id for name in near for id in (self._by_name[name] if whole else sorted(self._by_part[name]))]
        return [self._meaning(id, "spelt otherwise", close=True) for id in dict.fromkeys(ids)]

    def _meaning(self, id: str, why: str, *, close: bool = False) -> Meaning:
        one = self._held[id]
        return Meaning(id, one.kind, why, id in self.on_board, one.age, close)


def identifiers(text: str, most: int = 200) -> tuple[str, ...]:
    """What in a pasted text looks like an identifier of some system, to be looked up before it is read."""
    found = (one.strip("()[]{},;.:\"'") for one in text.split())
    kept = (one for one in found if _LIKE_AN_ID.fullmatch(one) and not _KITH.fullmatch(one.upper()))
    plain = (one for one in kept if not re.fullmatch(r"\d{1,4}(?:[/.\-]\d{1,4}){0,2}|\d{1,3}\w{0,2}", one))
    return tuple(dict.fromkeys(one.casefold() for one in plain))[:most]


def _fits(one: Meaning, age: int | None) -> bool:
    """Whether nothing speaks against it: an age that somebody wrote down, and that is another."""
    return age is None or one.age in (None, age)


def _letters(name: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s\-]+", searchable(name)) if part[:1].isalpha())


def _in_order(asked: Sequence[str], parts: Sequence[str]) -> bool:
    at = 0
    for number, word in enumerate(asked):
        last = number == len(asked) - 1 and number > 0
        while at < len(parts) and not (parts[at] == word or (last and len(word) == 1 and parts[at][:1] == word)):
            at += 1
        if at == len(parts):
            return False
        at += 1
    return True

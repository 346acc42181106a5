"""What one cut line says: between whom, in which words, or only who; with the heading above it as its subject."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

from mapping.board.drafts.known import Known
from mapping.board.drafts.lexicon import Phrase
from mapping.board.drafts.lines import Cut, Link, Name


@dataclass(frozen=True, slots=True)
class Between:
    """A tie between two names of a line; no phrase where the line only draws a dash or an arrow."""

    one: str  # key of a name
    other: str
    phrase: Phrase | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that ends in a colon: the lines under it speak of its names."""

    line: int
    subjects: tuple[str, ...]
    phrase: Phrase | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a line says. Without names and ties it is a note, or not understood."""

    names: tuple[Name, ...]
    ties: tuple[Between, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """A line as groups of names and the links before, between and after them."""

    groups: tuple[tuple[Name, ...], ...]
    links: tuple[tuple[Link, ...], ...]  # one more than groups

    def phrases(self, at: int) -> list[Phrase]:
        return [link.phrase for link in self.links[at] if link.phrase]

    def has(self, at: int, *hows: str) -> bool:
        return any(link.how in hows for link in self.links[at])


def spoken(line: Cut, known: Known, heading: Heading | None = None) -> Spoken:
    """What a line says.

    Parameters
    ----------
    heading
        The heading above it, when there is one.
    """
    parts = _parts(_merged(line, known))
    names = tuple(name for group in parts.groups for name in group)
    if not names:
        return Spoken((), ())
    found = _ties(parts, heading)
    ties = tuple(dict.fromkeys(tie for tie in found if tie.one != tie.other))
    return Spoken(names, ties)


def _merged(line: Cut, known: Known) -> list[Name | Link]:
    """Names that say one together: `Tamsin (OT-0981)`, `Tamsin⇥OT-0981`, `Brackley, Tamsin`. Other asides go."""
    items: list[Name | Link] = []
    depth = 0
    for item in line.items:
        if isinstance(item, Link):
            if item.how == "paren":
                depth += 1 if line.text else 0
                continue
            items.append(item)
            continue
        before = items[-1] if items else None
        named = next((one for one in reversed(items) if isinstance(one, Name)), None)
        apart = isinstance(before, Link) and before.how not in ("tab", "and", "colon")
        if named and not apart and (known.by_id(item.text) or known.by_id(named.text)):
            place = items.index(named)
            one = item if known.by_id(item.text) else named
            items[place] = replace(one, age=item.age or named.age)
            del items[place + 1 :]
        elif named and isinstance(before, Link) and before.how == "and" and known.full(f"{item.text} {named.text}"):
            items[items.index(named) :] = [replace(named, text=f"{item.text} {named.text}", age=item.age or named.age)]
        elif depth % 2 and isinstance(before, Name):
            continue  # an aside that is no id: it stays in the words of the line
        else:
            items.append(item)
    return items


def _parts(items: list[Name | Link]) -> _Parts:
    groups: list[list[Name]] = []
    links: list[list[Link]] = [[]]
    for item in items:
        if isinstance(item, Link):
            links[-1].append(item)
        elif groups and all(link.how == "and" for link in links[-1]) and links[-1]:
            groups[-1].append(item)
            links[-1] = []
        else:
            groups.append([item])
            links.append([])
    return _Parts(tuple(map(tuple, groups)), tuple(map(tuple, links)))


def _ties(parts: _Parts, heading: Heading | None) -> list[Between]:
    if len(parts.groups) == 1:
        return _alone(parts, heading)
    first, last = parts.phrases(0), parts.phrases(len(parts.groups))
    ties: list[Between] = []
    for at in range(1, len(parts.groups)):
        ties += _step(parts, at, first, last)
    if first and heading:
        ties += _each([(subject, name) for subject in heading.subjects for name in parts.groups[0]], first)
    return ties


def _step(parts: _Parts, at: int, first: list[Phrase], last: list[Phrase]) -> list[Between]:
    """The ties that lead to the group at this place."""
    own = parts.phrases(at)
    carried = (own and at > 1) or parts.has(at, "tab")
    subjects = parts.groups[0] if carried else parts.groups[at - 1]
    pairs = [(one.key, other.key) for one in subjects for other in parts.groups[at]]
    if parts.has(at, "back"):
        pairs = [(other, one) for one, other in pairs]
    if not own and first and at == 1:  # "Friends of T.B.: N.C."
        return [Between(other, one, phrase) for one, other in pairs for phrase in first]
    said: list[Phrase | None] = [*(own or last)] or [None]
    return [Between(one, other, phrase) for one, other in pairs for phrase in said]


def _alone(parts: _Parts, heading: Heading | None) -> list[Between]:
    """A line with one group of names."""
    group = parts.groups[0]
    before, after = parts.phrases(0), parts.phrases(1)
    if heading and heading.subjects:
        if before:
            return _each([(subject, name) for subject in heading.subjects for name in group], before)
        said: list[Phrase | None] = [*after] or [heading.phrase]
        return [Between(name.key, subject, one) for subject in heading.subjects for name in group for one in said]
    pairs = list(combinations([name.key for name in group], 2))
    return [Between(one, other, phrase) for one, other in pairs for phrase in (before or after)]


def _each(pairs: list[tuple[str, Name]], phrases: list[Phrase]) -> list[Between]:
    return [Between(one, name.key, phrase) for one, name in pairs for phrase in phrases]

"""Reads pasted text as drafts: each line a tie, people, a note, or not understood. Nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mapping import words
from mapping.board.drafts.known import Known, Meant
from mapping.board.drafts.lines import Cut, Name, cut
from mapping.board.drafts.spoken import Between, Heading, Spoken, spoken

MOST_LINES, MOST_LETTERS = 200, 20_000
LONGEST_SAID = 500
"""Letters: a longer line is a note, since the words of a tie hold no more."""

LONGEST_SAYING = 8
"""Words of a line about nobody held that may still be a tie."""

TIES, PEOPLE, NOTE, HEADING, NOTHING = "ties", "people", "note", "heading", "not understood"


@dataclass(frozen=True, slots=True)
class Draft:
    """One line of what was pasted."""

    number: int  # from 1, empty lines counted
    text: str  # as pasted
    reads: str  # ties | people | note | heading | not understood
    names: tuple[Name, ...] = ()
    ties: tuple[Between, ...] = ()
    unsure: bool = False  # somebody put a question mark
    dates: tuple[str, ...] = ()
    about: int = 0  # the line of the heading that it stands under


@dataclass(frozen=True, slots=True)
class Drafts:
    """All that was pasted, to be looked over before any of it is put on a board."""

    lines: tuple[Draft, ...]  # every line that is not empty
    meant: Mapping[str, Meant]  # by key of the name
    beyond: str = ""  # what is past the limits: not read, and not lost
    notes: tuple[str, ...] = ()


def read(text: str, known: Known) -> Drafts:
    """Read a pasted text.

    Parameters
    ----------
    text
        Any text at all. At most `MOST_LINES` lines and `MOST_LETTERS` letters are read; the rest is in `beyond`.
    known
        Who is held, who is on the board.

    Returns
    -------
    Drafts
        One draft for every line that is not empty, in order. Never raises.
    """
    taken, beyond = _within(text.replace("\r\n", "\n").replace("\r", "\n"))
    uncut = known.uncut()
    meant: dict[str, Meant] = {}
    drafts: list[Draft] = []
    heading: Heading | None = None
    for number, line in enumerate(taken.split("\n"), 1):
        if not line.strip():
            heading = None
            continue
        pieces = cut(line, uncut)
        said = _said(pieces, known, heading)
        for name in said.names:
            before = meant.get(name.key)
            if before is None or (before.age is None and name.age is not None):
                meant[name.key] = known.meant(name.text, name.age)
        draft = _draft(number, line, pieces, said, meant)
        if pieces.heads and draft.reads in (PEOPLE, NOTE, NOTHING, TIES) and len(line) <= LONGEST_SAID:
            heading = _heading(number, pieces, said, meant)
            draft = replace(draft, reads=HEADING, names=said.names, ties=()) if heading else draft
        elif heading and any(key in heading.subjects for tie in draft.ties for key in (tie.one, tie.other)):
            draft = replace(draft, about=heading.line)
        drafts.append(draft)
    return Drafts(tuple(drafts), meant, beyond, _limits(text, beyond))


def _within(text: str) -> tuple[str, str]:
    """What is read and what is past the limits, cut between two lines where there is one."""
    lines = text.split("\n")
    kept, letters = 0, 0
    for line in lines[:MOST_LINES]:
        letters += len(line) + 1
        if letters > MOST_LETTERS + 1:
            break
        kept += 1
    if kept == len(lines):
        return text, ""
    if kept == 0:  # one endless line
        return text[:MOST_LETTERS], text[MOST_LETTERS:]
    return "\n".join(lines[:kept]), "\n".join(lines[kept:])


def _limits(text: str, beyond: str) -> tuple[str, ...]:
    if not beyond:
        return ()
    left = sum(bool(line.strip()) for line in beyond.split("\n"))
    return (
        f"At most {MOST_LINES} lines and {words.number(MOST_LETTERS)} letters are read at once. "
        f"{words.counted(left, 'line')} not read yet stay in the box.",
    )


def _said(pieces: Cut, known: Known, heading: Heading | None) -> Spoken:
    prose = any(not known.full(name.text) for name in pieces.longest)
    if prose or len(pieces.text) > LONGEST_SAID:
        return Spoken((), ())
    return spoken(pieces, known, heading)


def _draft(number: int, line: str, pieces: Cut, said: Spoken, meant: Mapping[str, Meant]) -> Draft:
    reads = TIES if said.ties else PEOPLE
    if not said.names:
        reads = NOTE if any(letter.isalnum() for letter in line) else NOTHING
    elif (not said.ties and (_speaks(pieces) or _says_more(said, meant))) or _remark(line, said, meant):
        reads = NOTE
    kept = said.names if reads in (TIES, PEOPLE) else ()
    ties = said.ties if reads == TIES else ()
    return Draft(number, line, reads, kept, ties, pieces.unsure, pieces.dates)


def _speaks(pieces: Cut) -> bool:
    """Whether it says something of somebody, with nobody else named: `T.B. missing together`."""
    return any(not isinstance(item, Name) and item.how == "phrase" for item in pieces.items)


def _says_more(said: Spoken, meant: Mapping[str, Meant]) -> bool:
    """Whether words that name nobody held are a remark rather than names: small letters, or many words."""
    if any(meant[name.key].options for name in said.names):
        return False
    return any(name.text[:1].islower() or len(name.text.split()) > 3 for name in said.names)


def _remark(line: str, said: Spoken, meant: Mapping[str, Meant]) -> bool:
    """Whether a long line that names nobody who may be held is a remark, whatever words of ties stand in it."""
    return len(line.split()) > LONGEST_SAYING and not any(meant[name.key].options for name in said.names)


def _heading(number: int, pieces: Cut, said: Spoken, meant: Mapping[str, Meant]) -> Heading | None:
    """The heading that a line ending in a colon is, if it names somebody who may be held."""
    subjects = tuple(name.key for name in said.names if meant[name.key].options)
    phrases = [item.phrase for item in pieces.items if not isinstance(item, Name) and item.phrase]
    return Heading(number, subjects, phrases[0] if phrases else None) if subjects and not said.ties else None

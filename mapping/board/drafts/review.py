"""Drafts with the answers given so far: what each line reads as, what is still asked, and the operations it becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from data_schema import Standing, schema
from mapping import words
from mapping.board.drafts.known import Known, Meant
from mapping.board.drafts.lexicon import Fitting, bare, fitting
from mapping.board.drafts.read import HEADING, NOTE, NOTHING, PEOPLE, Draft, Drafts
from mapping.board.drafts.spoken import Between
from mapping.board.grow.why import why
from mapping.board.log import operation as op

NEW_CHILD, NEW_ADULT, LEAVE = "new:child", "new:adult", "leave"
"""Answers to "who is this?": nobody held, a child or an adult; or not to be put on the board."""
NO_TIE = "none"
AS_NOTE, LEAVE_OUT = "note", "leave"
ELIDED = "…"
"""Stands in the words of a tie for a name of somebody held: no operation keeps one, so that a purge purges."""
_QUOTES = "“”\"' "
_PUT = 500
"""Letters of the words of a tie that are kept."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody said of the drafts."""

    names: Mapping[str, str] = field(default_factory=dict)  # key -> id, NEW_CHILD, NEW_ADULT or LEAVE
    ties: Mapping[tuple[int, int], str] = field(default_factory=dict)  # (line, tie) -> kind, "kind~" turned, or NO_TIE
    lines: Mapping[int, str] = field(default_factory=dict)  # line -> AS_NOTE or LEAVE_OUT


@dataclass(frozen=True, slots=True)
class TieDraft:
    """A tie of a line as it stands: between whom, of which kind; "" while it is not known."""

    line: int
    place: int
    between: Between
    one: str  # id, or NEW_*, "" while it is asked, LEAVE
    other: str
    options: tuple[Fitting, ...]
    taken: Fitting | None  # as it would be put on the board
    asks: bool  # what is asked now: which kind


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the review."""

    draft: Draft
    reads: str  # in words: "friend of", "a note", "T.B., N.C."
    becomes: str  # ties | people | note | heading | left out | waits
    names: tuple[str, ...]  # keys of names that are asked here for the first time
    ties: tuple[TieDraft, ...]


class Review:
    """Drafts, the answers so far, and who is called what."""

    def __init__(
        self,
        drafts: Drafts,
        known: Known,
        answers: Answers = Answers(),
        name: Callable[[str], str] = str,
        said: Collection[tuple[str, str, str]] = (),
    ) -> None:
        """Look over drafts.

        Parameters
        ----------
        name
            What the board's naming mode calls an id.
        said
            Ties that were said at this board already, as (from, to, kind): they are not said twice.
        """
        self.drafts, self.known, self.answers, self._name = drafts, known, answers, name
        self._said = set(said)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every line that is not empty, in order."""
        asked: set[str] = set()
        made = []
        for draft in self.drafts.lines:
            row = self._row(draft)
            fresh = tuple(key for key in dict.fromkeys(row.names) if key not in asked)
            asked |= set(fresh)
            made.append(Row(row.draft, row.reads, row.becomes, fresh, row.ties))
        return tuple(made)

    def count(self, becomes: str) -> int:
        """How many lines become this."""
        return sum(row.becomes == becomes for row in self.rows)

    @property
    def left(self) -> str:
        """The lines that wait for an answer, as pasted, and what was past the limits: to stay in the box."""
        waits = {row.draft.number for row in self.rows if row.becomes == "waits"}
        waits |= {row.draft.about for row in self.rows if row.becomes == "waits"}  # with the heading they stand under
        waiting = [draft.text for draft in self.drafts.lines if draft.number in waits]
        return "\n".join([*waiting, *([self.drafts.beyond] if self.drafts.beyond else [])])

    def meaning(self, key: str) -> str:
        """What a name stands for now: an id, NEW_CHILD, NEW_ADULT, LEAVE, or "" while it is asked."""
        return self.answers.names.get(key) or self.drafts.meant[key].taken

    def kind(self, key: str) -> str:
        """The kind of what a name stands for, "" while it is asked."""
        meaning = self.meaning(key)
        if meaning in (NEW_CHILD, NEW_ADULT):
            return meaning.removeprefix("new:")
        return self.known.kind(meaning)

    def called(self, key: str) -> str:
        """What a name is called in the review: by the naming mode when it is somebody held, else as pasted."""
        meaning = self.meaning(key)
        held = meaning and meaning not in (NEW_CHILD, NEW_ADULT, LEAVE)
        return self._name(meaning) if held else f"“{self.drafts.meant[key].text.strip(_QUOTES)}”"

    def _row(self, draft: Draft) -> Row:
        chosen = self.answers.lines.get(draft.number, "")
        used = any(one.about == draft.number for one in self.drafts.lines)
        if chosen == LEAVE_OUT:
            return Row(draft, "left out by you", "left out", (), ())
        if chosen == AS_NOTE or draft.reads in (NOTE, NOTHING) or (draft.reads == HEADING and not used):
            return Row(draft, "not understood: kept as a note" if draft.reads == NOTHING else "a note", "note", (), ())
        keys = tuple(dict.fromkeys(name.key for name in draft.names))
        ties = tuple(self._tie(draft, place, between) for place, between in enumerate(draft.ties))
        ends = [key for tie in ties for key in (tie.between.one, tie.between.other)]
        questions = tuple(
            key
            for key in dict.fromkeys((*keys, *ends))
            if self.drafts.meant[key].asks or self.answers.names.get(key) or len(self.drafts.meant[key].options) > 1
        )
        becomes = self._becomes(draft, keys, ties)
        said = self._in_words(keys, ties)
        return Row(draft, f"heading: {said}" if becomes == HEADING else said, becomes, questions, ties)

    def _becomes(self, draft: Draft, keys: Sequence[str], ties: Sequence[TieDraft]) -> str:
        ends = [key for tie in ties for key in (tie.between.one, tie.between.other)]
        if draft.reads == HEADING:
            return "heading"
        if any(not self.meaning(key) for key in (*keys, *ends)) or any(tie.asks for tie in ties):
            return "waits"
        if any(tie.taken for tie in ties):
            return "ties"
        people = any(self.meaning(key) != LEAVE for key in keys)
        return "people" if draft.reads == PEOPLE and people else "note"

    def _tie(self, draft: Draft, place: int, between: Between) -> TieDraft:
        one, other = self.meaning(between.one), self.meaning(between.other)
        kinds = self.kind(between.one), self.kind(between.other)
        if not all(kinds) or (one == other and not one.startswith("new:")):
            return TieDraft(draft.number, place, between, one, other, (), None, False)
        phrase = between.phrase
        meant = fitting(*kinds, phrase.ties, turned=phrase.turned) if phrase else bare(*kinds)
        rest = [fit for fit in fitting(*kinds) if fit.kind not in {one.kind for one in meant}]
        options = (*meant, *rest)
        asks = bool(options) and (not meant or (phrase is not None and phrase.asks) or _harm(meant[0].kind))
        chosen = self.answers.ties.get((draft.number, place), "")
        taken = None if asks else next(iter(meant), None)
        if chosen == NO_TIE:
            taken, asks = None, False
        elif chosen:
            turned = chosen.endswith("~")
            kind = chosen.removesuffix("~")
            if any(fit.kind == kind for fit in options):
                taken, asks = Fitting(kind, turned), False
        return TieDraft(draft.number, place, between, one, other, options, taken, asks)

    def sentence(self, tie: TieDraft, fit: Fitting) -> str:
        """The tie in words."""
        first, second = self.called(tie.between.one), self.called(tie.between.other)
        return words.sentence(fit.kind, *((second, first) if fit.turned else (first, second)))

    def _in_words(self, keys: Sequence[str], ties: Sequence[TieDraft]) -> str:
        told = [self.sentence(tie, tie.taken) for tie in ties if tie.taken]
        open_ = [tie for tie in ties if not tie.taken and (tie.asks or not tie.options)]
        for tie in open_:
            if LEAVE in (tie.one, tie.other):
                continue
            said = f" ({tie.between.phrase.words})" if tie.between.phrase else ""
            told.append(f"{self.called(tie.between.one)} and {self.called(tie.between.other)}{said}")
        return "; ".join(dict.fromkeys(told)) or self._list(keys)

    def _list(self, keys: Sequence[str]) -> str:
        return words.listed([self.called(key) for key in keys if self.meaning(key) != LEAVE])

    def operations(self, new_id: Callable[[str], str]) -> tuple[op.Doing, ...]:
        """What goes on the board now: everybody, who is new, ties, notes. Lines that wait are not in it.

        Parameters
        ----------
        new_id
            Makes a fresh id from its prefix: "D-", "S-" or "N-".
        """
        ready = [row for row in self.rows if row.becomes in ("ties", "people", "heading")]
        ids = self._ids(ready, new_id)
        held = [id for id in ids.values() if id not in self.known.on_board and not id.startswith("D-")]
        doing: list[op.Doing] = [op.Add(tuple(dict.fromkeys(held)), why("pasted"))] if held else []
        doing += [
            self._person(key, id, ready) for key, id in ids.items() if self.meaning(key) in (NEW_CHILD, NEW_ADULT)
        ]
        doing += self._said_ties(ready, ids, new_id)
        doing += [
            op.Note(id=new_id("N-"), text=row.draft.text.strip()[: op.LONGEST_NOTE])
            for row in self.rows
            if row.becomes == "note"
        ]
        return tuple(doing)

    def _ids(self, ready: Sequence[Row], new_id: Callable[[str], str]) -> dict[str, str]:
        """Key of a name -> the id that it stands for on the board."""
        keys = [name.key for row in ready for name in row.draft.names]
        keys += [key for row in ready for tie in row.ties for key in (tie.between.one, tie.between.other)]
        found: dict[str, str] = {}
        for key in dict.fromkeys(keys):
            meaning = self.meaning(key)
            if meaning in (NEW_CHILD, NEW_ADULT):
                found[key] = new_id("D-")
            elif meaning and meaning != LEAVE:
                found[key] = meaning
        return found

    def _person(self, key: str, id: str, ready: Sequence[Row]) -> op.Person:
        meant = self.drafts.meant[key]
        said = [row.draft for row in ready if any(name.key == key for name in row.draft.names)]
        return op.Person(
            id=id,
            kind=self.meaning(key).removeprefix("new:"),
            name=meant.text.strip(_QUOTES) or meant.text,
            age=meant.age,
            identified=not nickname(meant),
            words=self._elided(said[0]) if said else "",
        )

    def _said_ties(self, ready: Sequence[Row], ids: Mapping[str, str], new_id: Callable[[str], str]) -> list[op.Tie]:
        said: dict[tuple[str, str, str], op.Tie] = {}
        for row in ready:
            for tie in row.ties:
                if tie.taken is None:
                    continue
                one, other = ids[tie.between.one], ids[tie.between.other]
                first, second = (other, one) if tie.taken.turned else (one, other)
                key = (first, second, tie.taken.kind)
                if first != second and key not in said and key not in self._said:
                    said[key] = op.Tie(
                        id=new_id("S-"), from_id=first, to_id=second, kind=key[2], words=self._elided(row.draft)
                    )
        return list(said.values())

    def _elided(self, draft: Draft) -> str:
        """The line as pasted, without the names of those held: the ends of the tie name them."""
        text = draft.text
        for name in sorted(draft.names, key=lambda name: -len(name.text)):
            if not self.meaning(name.key).startswith("new:"):
                spaced = r"\s+".join(re.escape(word) for word in name.text.split())
                text = re.sub(rf"(?<!\w){spaced}(?!\w)", ELIDED, text)
        return " ".join(text.split())[:_PUT]


def nickname(meant: Meant) -> bool:
    """Whether a name nobody is held under tells no more than what somebody is called: "Biz"."""
    return len(meant.text.replace("-", " ").split()) < 2 or meant.text[:1] in "“\"'"


def _harm(kind: str) -> bool:
    return schema().ties[kind].standing is Standing.HARM

"""The sections of whatever is taken along: actions, open questions, ties, people, notes, what was said, exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mapping import words
from mapping.board.figures import Figures
from mapping.board.log import BoardAction, SaidPerson, SaidTie, State
from mapping.board.model import Board, Line, Node, Note
from mapping.board.naming import Names
from mapping.board.story import STANDING_WORDS
from mapping.board.take.told import FORMS, kind_label, naming_words
from mapping.words import Naming

LONGEST = 1_500
"""Letters of a note or a quotation that are printed; where one is cut, it says of how many."""
NO_ACTION = "No action. A map without actions changes nothing: say who does what, and by when."
_NONE = "None on this board."


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its heading."""

    name: str  # actions | questions | ties | people | notes | said | exports | figures
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str  # what is said when there are no rows
    widths: tuple[int, ...]  # of the columns, in shares
    total: int  # rows before any were cut
    more: str = ""  # where the rest is

    @property
    def of(self) -> str:
        """`showing 200 of 1,000` when it was cut, else how many."""
        whole = len(self.rows) == self.total
        return words.number(self.total) if whole else words.showing(len(self.rows), self.total)


def named(board: Board, state: State, names: Names) -> tuple[Section, ...]:
    """Everything on the board, in a naming mode that draws people."""
    today = date.fromisoformat(board.as_of)
    order = sorted(state.actions.values(), key=lambda one: (not one.open, one.due_on or date.max, one.signed.place))
    acts = (_action(one, names, today) for one in order)
    # Harm and safety first, so that a list that is cut loses what says least; the newest first in each.
    ties = sorted(board.lines, key=lambda line: (line.last_observed, line.id), reverse=True)
    ties.sort(key=lambda line: list(STANDING_WORDS).index(line.standing))
    said = [_said_person(one, names) for one in state.people.values()]
    said += [_said_tie(one, state, names) for one in state.ties.values()]
    return (
        _section("actions", "Actions", "What|Who|By when|State|About", acts, NO_ACTION, (8, 4, 4, 4, 5)),
        _section("questions", "Questions open", "Question", ((one,) for one in _asked(board, state, names)), _NONE),
        _section(
            "ties",
            "Ties shown",
            "Tie|Standing|Grade|Observed|Records|Agencies",
            (_tie(line) for line in ties),
            "No ties are shown.",
            (20, 10, 5, 11, 5, 7),
        ),
        _section(
            "people",
            "People, places and other things shown",
            "Who or what|Kind|In words",
            ((node.name, _kind(node), _of_node(node)) for node in board.nodes),
            "Nobody is on this board.",
            (5, 3, 9),
        ),
        _section(
            "notes",
            "Notes",
            "Note|Written by|On",
            (row for note in board.notes for row in _note(note, board)),
            _NONE,
            (11, 3, 3),
        ),
        _section(
            "said",
            "Said in meeting",
            "What was said|Who said it|When|Words|Now",
            said,
            _NONE,
            (7, 4, 3, 6, 4),
        ),
        exports(state, names),
    )


def counted(state: State, figures: Figures | None) -> tuple[Section, ...]:
    """What counts may tell: the figures of the board, and the copies made. Nobody is named, no text is told."""
    told = [
        _section("figures", f"{table.title}: {table.total}", "What|How many", rows, _NONE, (6, 2))
        for table in (figures.tables if figures else ())
        if (rows := [(one.words, one.said) for one in table.rows])
    ]
    if figures and figures.notes:
        told.append(_section("figures", "How to read these figures", "Note", ((one,) for one in figures.notes), _NONE))
    return (*told, exports(state, Names(Naming.COUNTS, {})))


def exports(state: State, names: Names) -> Section:
    """The copies made before this one: who took what, when, for whom."""
    rows = (
        (
            FORMS.get(one.form, one.form),
            f"{words.day(one.signed.at.date())} {one.signed.at:%H:%M} UTC",
            names.by(one.signed.by),
            words.listed([words.label("agency", code) for code in one.audience]) or "not said",
            naming_words(one.naming),
        )
        for one in reversed(state.exports)
    )
    none = "This is the first copy of this board."
    return _section("exports", "Copies taken before", "Form|When|By|For|Naming", rows, none, (5, 5, 4, 5, 3))


def _section(
    name: str, title: str, heads: str, rows: Iterable[Sequence[str]], nothing: str, widths: tuple[int, ...] = ()
) -> Section:
    held, columns = tuple(tuple(row) for row in rows), tuple(heads.split("|"))
    return Section(name, title, columns, held, nothing, widths or (1,) * len(columns), len(held))


def _action(one: BoardAction, names: Names, today: date) -> tuple[str, ...]:
    due = words.day(one.due_on) if one.due_on else "no date"
    if one.due_on and one.overdue(today):
        due += f", overdue {words.counted((today - one.due_on).days, 'day')}"
    state = words.label("action_state", one.state)
    if one.outcome:
        state += f": {names.text(one.outcome)}"
    about = words.listed([names.name(id) for id in one.about], most=6)
    return names.text(one.what), names.by(one.owner) or "nobody named", due, state, about


def _asked(board: Board, state: State, names: Names) -> list[str]:
    """What somebody should answer: what the board does not know, and the questions that its notes ask."""
    told = [
        f"One note has {len(note.texts)} texts, by people who wrote at once. Which holds?"
        for note in board.notes
        if note.asks
    ]
    told += [
        f"{names.name(one.id)} was named in the meeting and is held nowhere. Who is it?"
        for one in state.said
        if isinstance(one, SaidPerson)
    ]
    if ties := sum(isinstance(one, SaidTie) for one in state.said):
        told.append(f"{words.counted(ties, 'tie')} said in the meeting, not verified. Who checks, and where?")
    told += [
        f"No {' and no '.join(missing)}: {names.text(one.what)}"
        for one in state.open_actions
        if (missing := [word for word, there in (("owner", one.owner), ("date", one.due_on)) if not there])
    ]
    for note in board.notes:
        told += [line.strip() for line in note.text.splitlines() if line.strip().endswith("?")]
    told += [f"Not understood by this Kith: {names.text(text)}" for text in state.not_read]
    return told


def _tie(line: Line) -> tuple[str, ...]:
    first, last = (words.day(date.fromisoformat(one)) for one in (line.first_observed, line.last_observed))
    standing = [STANDING_WORDS[line.standing], "fact" if line.fact else "assessment"]
    standing += ["said in meeting, not verified"] if line.provisional else []
    standing += ["out of date"] if line.stale else []
    return (
        words.ended(line.sentence),
        ", ".join(standing),
        line.grade,
        last if first == last else f"{first.removesuffix(last[-5:])} to {last}",
        words.number(line.records),
        words.listed([words.label("agency", code) for code in line.agencies]),
    )


def _kind(node: Node) -> str:
    kind = kind_label(node)
    return f"{kind}, said in meeting" if node.provisional else kind


def _of_node(node: Node) -> str:
    said = dict.fromkeys((*(line.text for line in node.below if line.text != node.name), *node.roles))
    return ", ".join(said)


def _note(note: Note, board: Board) -> list[tuple[str, ...]]:
    on = board.node(note.on)
    where = on.name if on else ""
    if not note.texts:
        return [(shortened(note.text), note.by, where)]
    first = "One of several texts, written at once: " if note.asks else ""
    return [(first + shortened(one.text), one.by, where) for one in note.texts]


def _said_person(one: SaidPerson, names: Names) -> tuple[str, ...]:
    kind = "a child" if one.kind == "child" else "an adult"
    there = f"There is {kind}, {names.name(one.id)}"
    return f"{there}, not identified." if not one.identified else words.ended(there), *_said(one, names)


def _said_tie(one: SaidTie, state: State, names: Names) -> tuple[str, ...]:
    ends = (names.name(state.one(id)) for id in (one.from_id, one.to_id))
    return words.ended(words.sentence(one.kind, *ends)), *_said(one, names)


def _said(one: SaidPerson | SaidTie, names: Names) -> tuple[str, ...]:
    who = names.by(one.said_by)
    if one.agency:
        who += f", {words.label('agency', one.agency)}"
    if one.signed.by != one.said_by:
        who += f"; written down by {names.by(one.signed.by)}"
    on = one.said_on if isinstance(one, SaidTie) else one.signed.at.date()
    now = "not verified"
    if one.settled:
        now = "checked, now a record" if one.settled.kept else "discarded"
        now += f" by {names.by(one.settled.signed.by)}"
        now += f": {names.text(one.settled.why)}" if one.settled.why else ""
    return who, words.day(on), shortened(names.text(one.words)), now


def shortened(text: str) -> str:
    """A long text cut, saying of how many letters."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rstrip()}… (cut here: {words.number(LONGEST)} of {words.number(len(text))} characters)"

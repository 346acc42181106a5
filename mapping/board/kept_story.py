"""What the panel of a kept board adds: what was only said, who promoted it, reasons to look, and what was done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from msgspec import structs

from data_schema import schema
from graph.answers import Done
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.log import Doing, SaidPerson, SaidTie, State, read
from mapping.board.log import operation as op
from mapping.board.log.fold import in_order, taken_back
from mapping.board.log.replay import local
from mapping.board.log.say import Teller
from mapping.board.model import Line, Node
from mapping.board.naming import Names
from mapping.board.story import Card
from mapping.network.heard import read as hear
from mapping.network.periphery.assembly import MOST_REASONS, why
from mapping.network.periphery.definition import definition
from mapping.network.periphery.questions import ask
from mapping.network.periphery.ranking import rank
from mapping.network.periphery.reasons import closed
from mapping.network.periphery.settings import PeripherySettings
from mapping.network.telling import Telling
from mapping.questions import TITLES, Question
from mapping.words import Naming

NOT_VERIFIED = "Said in a meeting, not verified"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why there is reason to look at a child not open to the hub, by one question. Never a number, never a rank."""

    question: str  # Near known harmed children
    sentences: tuple[str, ...]  # newest first


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that was done about somebody on the board."""

    when: str  # 3 Nov, 09:31
    said: str  # A. Brennan added T.B. and K.A.


def said_cards(line: Line, state: State, names: Names, today: date) -> tuple[Card, ...]:
    """A card for everything said at the board that stands behind a line, newest first."""
    behind = set(line.assertions)
    ties = [tie for tie in state.said_ties if tie.id in behind]
    return tuple(_card(tie, names, today) for tie in sorted(ties, key=lambda tie: tie.signed.place, reverse=True))


def person_card(node: Node, state: State, names: Names, today: date) -> Card | None:
    """Who said that this person exists, for somebody provisional; else None."""
    person = state.people.get(node.id)
    return _card(person, names, today) if node.provisional and person else None


def promoted(state: State, names: Names, today: date) -> Mapping[str, str]:
    """Key of a record -> that it was said at this board, and who checked and promoted it: for `story.cards`."""
    settled: Iterable[SaidPerson | SaidTie] = (*state.people.values(), *state.ties.values())
    found = {}
    for said in settled:
        if said.settled is None or not said.settled.kept or not said.settled.record:
            continue
        how = names.text(said.settled.why)
        by = f"promoted by {names.by(said.settled.signed.by)} {_day(said.settled.signed.at, today)}"
        found[said.settled.record] = f"Said in a meeting; {by}{f': {how}' if how else ''}"
    return found


def _card(said: SaidPerson | SaidTie, names: Names, today: date) -> Card:
    agency = f" ({words.label('agency', said.agency).lower()})" if said.agency else ""
    notes = [f"Stated by {names.by(said.said_by)}{agency}"]
    notes.append(f"Written down by {names.by(said.signed.by)} {_day(said.signed.at, today)}")
    return Card(
        title=NOT_VERIFIED,
        nature=words.label("nature", "assessment"),
        fact=False,
        letters="",
        meaning="ungraded",
        when=f"said {words.day(said.said_on, today)}" if isinstance(said, SaidTie) else "",
        says=schema().ties[said.kind].label if isinstance(said, SaidTie) else "",
        quote=names.text(said.words),
        child_view="",
        notes=tuple(notes),
    )


def _day(at: datetime, today: date) -> str:
    return words.day(local(at).date(), today)


def history(id: str, done: Iterable[Done], state: State, names: Names, today: date) -> tuple[Past, ...]:
    """Who put this person, place or thing on the board, and what was done and written about them, newest first.

    Moves, filters and what was taken back are left out; the history of the board has them.
    """
    listed = in_order(done)
    teller, back = Teller(listed, names), taken_back(listed)
    alike = {id, *(other for other in state.same if state.one(other) == id)}
    notes = {note.id for note in state.notes.values() if state.one(note.on) in alike or note.on in alike}
    ties = {tie.id for tie in state.ties.values() if alike & {tie.from_id, tie.to_id}}
    actions = {action.id for action in state.actions.values() if alike & set(action.about)}
    about = alike | notes | ties | actions
    found = [
        Past(_moment(one.at, today), words.ended(f"{names.by(one.by)} {teller.said(one)}"))
        for one in listed
        if one.operation.id not in back and (doing := _read(one)) is not None and _speaks_of(doing, about)
    ]
    return tuple(reversed(found))


def _moment(at: datetime, today: date) -> str:
    here = local(at)
    return f"{words.day(here.date(), today)}, {here:%H:%M}"


def _read(one: Done) -> Doing | None:
    try:
        return read(one.operation)
    except op.NotAnOperation:
        return None


def _speaks_of(doing: Doing, about: Collection[str]) -> bool:
    if isinstance(doing, op.Move | op.Arrange | op.Undo | op.Redo | op.Slide):
        return False
    fields = structs.asdict(doing)
    if any(fields.get(name) in about for name in ("id", "on", "as_", "from_id", "to_id", "entity") if fields.get(name)):
        return True
    return any(id in about for name in ("entities", "members", "about") for id in fields.get(name) or ())


def reasons(snapshot: Snapshot, names: Names, children: Collection[str]) -> Mapping[str, tuple[Reasons, ...]]:
    """Why there is reason to look at these children, who are not open to the hub: what Periphery says of them.

    Parameters
    ----------
    snapshot : Snapshot
        As it was read: what was only said at a board is no evidence. Pass the same for every child: the questions are
        asked once.
    names : Names
        Of the board.
    children : ids
        Of whom; whoever no question lists is not in the answer. Not being listed is no reassurance.
    """
    if names.mode is Naming.COUNTS:
        return {}
    settings = PeripherySettings()
    heard = hear(snapshot, settings.projection(), open_roles=settings.open_roles, left_out=settings.left_out_agencies)
    defined = definition(heard.without().snapshot)
    naming = names.mode if names.mode is Naming.INITIALS else Naming.FULL
    said_as = names.text if names.mode is Naming.PSEUDONYMS else str  # otherwise the sentences have the mode's names
    found: dict[str, list[Reasons]] = {}
    for question in Question:
        asked = ask(question, heard.without(), settings.projection(), settings.places, settings.groups)
        window = asked.projection.window_days
        telling = Telling(heard.without().snapshot, heard.without().who, naming, window, asked.also)
        for row in defined.meeting(asked, rank(asked, settings.alpha).rows):
            if asked.ids[row] not in children:
                continue
            told = [closed(reason, one_agency=False) for reason in why(telling, asked, row)[:MOST_REASONS]]
            if told:
                said = tuple(said_as(" ".join(filter(None, (one.text, one.latest)))) for one in told)
                found.setdefault(asked.ids[row], []).append(Reasons(TITLES[question], said))
    return {child: tuple(told) for child, told in found.items()}

"""What a kept board draws: who was put on it, what was said at it, its frames and notes, by its naming mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from graph.model import BoardHead
from graph.snapshot import Snapshot
from mapping.board.arrange import layout, note_places, taken
from mapping.board.compose import board, legend
from mapping.board.log import Member, Signed, State, Sticky
from mapping.board.log.operation import Add
from mapping.board.log.state import Shows
from mapping.board.model import (
    GRADE_FLOORS,
    Board,
    BoardSettings,
    Counts,
    Hull,
    Node,
    Note,
    NoteText,
    Positions,
)
from mapping.board.naming import Names, named
from mapping.board.overlay import members, one, with_said
from mapping.words import Naming

MOST = 5_000
"""Nodes drawn at most; who came last is cut, and the board says so."""


@dataclass(frozen=True)
class Seen:
    """What a kept board is drawn from, and its panel told from: laid over, and named as the mode asks."""

    snapshot: Snapshot
    names: Names
    members: tuple[str, ...]  # to draw unless a filter hides their kind
    dropped: tuple[str, ...]  # hidden by hand
    not_held: tuple[str, ...]


def see(snapshot: Snapshot, state: State, naming: str) -> Seen:
    """The snapshot as this board sees it.

    Parameters
    ----------
    naming : str
        A code of the list naming: the head's, or that of somebody who takes the board along.
    """
    laid = with_said(snapshot, state)
    there = set(laid.entities["id"].to_pylist())
    shown, dropped, gone = members(state, there)
    renamed, names = named(laid, state, Naming(naming), snapshot.entities)
    return Seen(renamed, names, shown, dropped, gone)


def drawn(
    snapshot: Snapshot,
    state: State,
    head: BoardHead,
    *,
    naming: str = "",
    found_groups: Mapping[str, Sequence[str]] | None = None,
    seen: Seen | None = None,
) -> Board:
    """The board as it is drawn.

    Parameters
    ----------
    snapshot : Snapshot
        What this viewer may see for the board's purpose.
    state : State
        What stands on the board.
    head : BoardHead
        Its naming mode is taken unless another is given.
    naming : str, optional
        Another naming mode, a code of the list naming.
    found_groups : mapping, optional
        As in `mapping.board.board`.
    seen : Seen, optional
        The result of `see` with the same naming, when it is at hand.

    Returns
    -------
    Board
        Exactly those who were put on the board and are not hidden, with and without ties.
    """
    mode = Naming(naming or head.naming)
    seen = seen or see(snapshot, state, mode.value)
    if mode is Naming.COUNTS:
        return _nobody(snapshot)
    settings = _settings(state, seen, mode)
    made = board(seen.snapshot, settings, found_groups)
    on_board = {node.id for node in made.nodes}
    said = {id for id, person in state.people.items() if person.settled is None}
    there = on_board | set(seen.dropped)
    nodes = tuple(replace(node, pinned=node.id in settings.pinned, provisional=node.id in said) for node in made.nodes)
    hulls = made.hulls + _frames(state, seen.names, on_board, there)
    notes = tuple(_note(note, state, seen.names, on_board, there) for note in state.notes.values())
    counts = replace(
        made.counts,
        all_nodes=made.counts.all_nodes + len(seen.dropped),
        dropped=len(seen.dropped),
        not_held=len(seen.not_held),
    )
    marks = legend(nodes, made.lines, hulls, notes=bool(notes))
    return replace(made, nodes=nodes, hulls=hulls, legend=marks, counts=counts, notes=notes, arranged=state.arranged)


def places(made: Board, state: State) -> Positions:
    """Where everybody and every note of a kept board stands.

    Whoever was given a place stays exactly there. The others stand beside those that they are tied to, in the order of
    the operations that brought them. Where an operation gave no places, those it brought are laid out together as if
    none of them had been moved since: to drag one of them moves nobody else.
    """
    given = {node.id: spot for node in made.nodes if (spot := _spot(node, state)) is not None}
    found: dict[str, tuple[float, float]] = {}
    obstacles = taken(made, state.at)
    for batch in _batches(made.nodes, state):
        ids = [node.id for node in batch]
        if all(id in given for id in ids):
            found |= {id: given[id] for id in ids}
        else:
            found = dict(layout(_part(made, {*found, *ids}), previous=found, taken=obstacles))
    at = found | given
    return at | note_places(made, at, at | {id: spot for id, spot in state.at.items() if id not in at})


def adding(snapshot: Snapshot, state: State, head: BoardHead, ids: Sequence[str], why: str) -> Add:
    """What puts these on the board, each with a place beside those that it is tied to.

    The place is found whatever the filters hide and with full names, so that it holds in every mode; who is on the
    board already keeps theirs.
    """
    signed = Signed("", datetime.min, state.place + 1, "")
    new = [id for id in dict.fromkeys(ids) if id not in state.members]
    with_them = replace(
        state,
        members={**state.members, **{id: Member(id, why, signed) for id in new}},
        hidden=state.hidden - set(ids),
        shows=Shows(),
    )
    at = places(drawn(snapshot, with_them, head, naming=Naming.FULL.value), with_them)
    found = {id: (round(at[id][0], 1), round(at[id][1], 1)) for id in new if id in at}
    return Add(entities=tuple(dict.fromkeys(ids)), why=why, at=found)


def _settings(state: State, seen: Seen, mode: Naming) -> BoardSettings:
    shows = state.shows
    there = {*seen.members}
    return BoardSettings(
        members=seen.members,
        pinned=frozenset(one(id, state, there) for id in state.pinned),
        kinds=shows.kinds,
        standings=shows.standings,
        agencies=shows.agencies,
        grade_floor=shows.grade_floor if shows.grade_floor in GRADE_FLOORS else "",
        window_from=shows.window_from,
        window_to=shows.window_to,
        ungraded=shows.ungraded,
        out_of_date=shows.out_of_date,
        naming=mode,
        most=MOST,
    )


def _nobody(snapshot: Snapshot) -> Board:
    """Counts only: a board on which nobody and nothing is drawn."""
    return Board(
        nodes=(),
        lines=(),
        hulls=(),
        legend=(),
        counts=Counts(0, 0, 0, 0, kept=True, counts_only=True),
        months=(),
        as_of=snapshot.as_of.isoformat(),
        version=snapshot.version,
        purpose=snapshot.purpose,
        naming=Naming.COUNTS.value,
    )


def _frames(state: State, names: Names, on_board: set[str], there: set[str]) -> tuple[Hull, ...]:
    """Frames around whoever of them is drawn; one around nobody waits undrawn."""
    made = []
    for frame in state.frames.values():
        inside = dict.fromkeys(one(id, state, there) for id in frame.members)
        drawn_inside = tuple(id for id in inside if id in on_board)
        if drawn_inside:
            made.append(Hull(frame.id, names.text(frame.label), drawn_inside, framed=True))
    return tuple(made)


def _note(note: Sticky, state: State, names: Names, on_board: set[str], there: set[str]) -> Note:
    """A note by naming mode; stuck to somebody who is not drawn it is free, and keeps its place."""
    on = one(note.on, state, there)
    texts = tuple(
        NoteText(text.signed.operation, names.text(text.text), names.by(text.signed.by)) for text in note.texts
    )
    return Note(
        id=note.id,
        text=texts[-1].text,
        by=texts[-1].by,
        on=on if on in on_board else "",
        asks=note.asks,
        texts=texts,
    )


def _spot(node: Node, state: State) -> tuple[float, float] | None:
    """The place that this node was given, or else whoever is shown as it."""
    if node.id in state.at:
        return state.at[node.id]
    return next((state.at[id] for id, as_ in state.same.items() if as_ == node.id and id in state.at), None)


def _batches(nodes: Sequence[Node], state: State) -> list[list[Node]]:
    """Nodes by the operation that brought them, oldest first."""
    brought: dict[int, list[Node]] = {}
    for node in nodes:
        came = state.members.get(node.id) or state.people.get(node.id)
        brought.setdefault(came.signed.place if came else 0, []).append(node)
    return [brought[place] for place in sorted(brought)]


def _part(made: Board, here: set[str]) -> Board:
    return replace(
        made,
        nodes=tuple(node for node in made.nodes if node.id in here),
        lines=tuple(line for line in made.lines if {line.from_id, line.to_id} <= here),
        hulls=tuple(replace(hull, members=tuple(id for id in hull.members if id in here)) for hull in made.hulls),
    )

"""A kept board, the list of them and what changed, as plain values and as lines for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from data_schema import schema
from graph.answers import Done, HeldBoard
from graph.errors import KithError
from graph.snapshot import Snapshot
from mapping import terminal, words
from mapping.board.drawn import drawn, see
from mapping.board.figures import figures
from mapping.board.grow import why_said
from mapping.board.log import State, fold
from mapping.board.log.changes import PARTS, Difference
from mapping.board.log.difference import Side, difference
from mapping.board.log.replay import everybody, local, place_on
from mapping.board.model import Board, Node
from mapping.board.naming import Names
from mapping.board.take.contents import cut
from mapping.board.take.copies import copy_of, modes
from mapping.words import Naming

_MOST = 25
"""Rows of one section shown at most."""


def mode(held: HeldBoard, asked: Naming | None) -> Naming:
    """How people are named: as the board does, or a mode that tells less.

    Raises
    ------
    KithError
        The mode tells more than the board's.
    """
    own = Naming(held.head.naming)
    if asked is not None and asked not in modes(own):
        said = words.label("naming", own.value).lower()
        raise KithError(
            f"The board {held.id} shows {said}, and is not shown more openly than that: use "
            f"{' or '.join(one.value for one in modes(own))}, or change its head first."
        )
    return asked or own


def listing(boards: Sequence[tuple[HeldBoard, State]], snapshot: Snapshot) -> list[dict[str, Any]]:
    """Boards as plain values, each in its own naming mode; in counts it is not said how many are on one."""
    found = []
    today = snapshot.as_of
    for held, state in boards:
        naming = Naming(held.head.naming)
        names = see(snapshot, state, naming.value).names
        people = sum(_person(id) or id in state.people for id in state.drawn)
        counted = naming is not Naming.COUNTS
        found.append(
            _head(held, names, today)
            | {
                "people": people if counted else None,
                "others": len(state.drawn) - people if counted else None,
                "actions": len(state.actions),
                "actions_open": len(state.open_actions),
                "actions_overdue": sum(one.overdue(today) for one in state.actions.values()),
            }
        )
    return found


def list_lines(found: Sequence[Mapping[str, Any]], archived: int, today: date) -> None:
    """The list; `archived` is how many are not in it because they are archived."""
    if not found:
        terminal.say("No board is open. `kith board new` opens one; it needs a purpose.")
    for one in found:
        ends = "archived since" if one["archived"] else "expires"
        for_whom = words.listed([words.label("agency", code).lower() for code in one["audience"]])
        late = f", {one['actions_overdue']} overdue" if one["actions_overdue"] else ""
        actions = (
            f"{words.counted(one['actions_open'], 'action')} open{late}" if one["actions_open"] else "no action open"
        )
        actions = actions if one["actions"] else "no actions"
        many = (
            f"{words.counted(one['people'], 'person', 'people')}, "
            f"{words.counted(one['others'], 'place or thing', 'places and things')} · "
            if one["people"] is not None
            else ""
        )
        worked = words.day(datetime.fromisoformat(one["changed_at"]).date(), today)
        terminal.say(f"{one['id']}  {one['title']}")
        terminal.say(
            f"  {one['purpose']}\n"
            f"  Owner {one['owner']} · for {for_whom} · naming: {words.label('naming', one['naming']).lower()} · "
            f"{ends} {words.day(date.fromisoformat(one['expires_on']))}\n"
            f"  {many}{actions} · last worked on {worked}"
        )
    if archived:
        terminal.say(f"{archived} archived, not shown: kith boards --archived")


def as_json(snapshot: Snapshot, held: HeldBoard, done: Sequence[Done], naming: Naming) -> dict[str, Any]:
    """The whole board as plain values; in pseudonyms nothing leads back to anybody, in counts nobody is told.

    Parameters
    ----------
    snapshot
        What this viewer may see for the board's purpose.
    done
        All that was done on it.
    """
    state = fold(done)
    seen = see(snapshot, state, naming.value)
    names, today = seen.names, snapshot.as_of
    told: dict[str, Any] = {
        "board": _head(held, names, today),
        "naming": naming.value,
        "as_of": today,
        "version": _version(held, state, names, snapshot.version),
    }
    if naming is Naming.COUNTS:
        return told | {"figures": figures(snapshot, state, held.head, today)}
    made = drawn(snapshot, state, held.head, naming=naming.value, seen=seen)
    persons = {node.id for node in made.nodes if node.kind in schema().persons()}
    found = told | {
        "people": [_node(node, state, names) for node in made.nodes if node.id in persons],
        "others": [_node(node, state, names) for node in made.nodes if node.id not in persons],
        "ties": _ties(made),
        "frames": [
            {"id": one.id, "label": one.label, "members": [names.name(id) for id in one.members]}
            for one in made.hulls if one.framed
        ],
        "notes": [
            {"id": one.id, "on": names.name(one.on) if one.on else "", "asks": one.asks,
             "texts": [{"text": text.text, "by": text.by} for text in one.texts]}
            for one in made.notes
        ],
        "actions": [
            {"id": one.id, "what": names.text(one.what), "owner": names.by(one.owner), "due_on": one.due_on,
             "state": one.state, "outcome": names.text(one.outcome), "overdue": one.overdue(today),
             "about": [names.name(id) for id in one.about]}
            for one in state.actions.values()
        ],
        "said": _said(state, names),
        "hidden": [names.name(id) for id in seen.dropped],
        "not_held": len(seen.not_held),
        "counts": made.counts,
        "not_read": list(state.not_read) if naming is Naming.FULL else len(state.not_read),
    }  # fmt: skip
    return _without_ids(found) if naming is Naming.PSEUDONYMS else found


def lines(
    snapshot: Snapshot, held: HeldBoard, done: Sequence[Done], naming: Naming, viewer: str, now: datetime
) -> None:
    """The board in the words of its minutes."""
    told = copy_of(
        snapshot, held, fold(done), done, naming=naming, for_whom=(), made_by=viewer, made_at=now
    ).told  # fmt: skip
    terminal.say(told.title)
    if held.archived(snapshot.as_of):
        terminal.say(f"Archived since {words.day(held.head.expires_on)}: it can be read, and nothing is done on it.")
    for name, said in told.facts:
        terminal.say(f"{name}: {said}")
    if told.drawn:
        terminal.say(told.shown)
        terminal.say(told.alt)
    for section in cut(told, _MOST, "").sections:
        terminal.say(f"\n{section.title} ({section.of})" if section.name != "figures" else f"\n{section.title}")
        if section.rows:
            terminal.table(section.heads, section.rows)
            if len(section.rows) < section.total:
                terminal.say("`kith board show --json` has them all.")
        else:
            terminal.say(section.nothing)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a comparison."""

    place: int  # of the last operation that counts
    day: date | None  # whose records are drawn; None: those known now
    said: str


def end(done: Sequence[Done], asked: str, text_of: Callable[[str], str] = str) -> End:
    """The moment that somebody names: a version by its name, a day (yyyy-mm-dd), a step by its number, or `now`.

    Parameters
    ----------
    text_of
        Makes the name of a version fit for the naming mode.

    Raises
    ------
    KithError
        There is no such moment; the message lists the versions.
    """
    text = asked.strip()
    if text.casefold() == "now":
        return End(done[-1].place if done else 0, None, "now")
    versions = fold(done).versions
    for one in reversed(versions):
        if one.name.casefold() == text.casefold():
            return End(one.signed.place, local(one.signed.at).date(), f"“{text_of(one.name)}”")
    if text.isdecimal() and any(one.place == int(text) for one in done):
        at = next(one for one in done if one.place == int(text))
        return End(at.place, local(at.at).date(), f"step {text}")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        named = "; ".join(f"“{text_of(one.name)}”" for one in versions) or "none yet"
        raise KithError(
            f"{text!r} is no moment of this board: give a version ({named}), a day as yyyy-mm-dd, the number of a "
            "step, or now."
        ) from None
    return End(place_on(done, day), day, f"the end of {words.day(day)}")


def changed(
    snapshot: Snapshot, held: HeldBoard, done: Sequence[Done], ends: tuple[End, End], naming: Naming
) -> Difference:
    """What changed between two moments, each with the records known then, under the filters and naming of now."""
    shows = fold(done, until=ends[1].place).shows
    sides = []
    for one in ends:
        state = fold(done, until=one.place)
        known = snapshot.recorded_by(one.day) if one.day else snapshot
        made = drawn(known, replace(state, shows=shows), held.head, naming=naming.value)
        sides.append(Side(made, state, known.as_of))
    return difference(sides[0], sides[1], see(snapshot, everybody(done), naming.value).names)


def change_lines(found: Difference, ends: tuple[End, End]) -> None:
    """What changed, in words."""
    terminal.say(found.headline)
    terminal.say(
        f"From {ends[0].said} to {ends[1].said}, each with the records known then. Records that were corrected since "
        "are not in the earlier picture. Nothing found is not the same as nothing there."
    )
    for part, heading in PARTS.items():
        if changes := found.of(part):
            terminal.say(f"\n{heading}")
            for one in changes:
                terminal.say(f"  {one.words}")


def _head(held: HeldBoard, names: Names, today: date) -> dict[str, Any]:
    head = asdict(held.head)
    texts = {
        "title": names.title(held.head.title),
        "purpose": names.text(held.head.purpose),
        "owner": names.by(held.head.owner),
    }
    return {
        "id": held.id, **head, **texts, "expires_on": held.head.expires_on.isoformat(),
        "archived": held.archived(today), "opened_at": held.at.isoformat(), "changed_at": held.changed_at.isoformat(),
        "steps": held.place,
    }  # fmt: skip


def _version(held: HeldBoard, state: State, names: Names, data: str) -> dict[str, Any]:
    named = [
        {"name": names.text(one.name), "by": names.by(one.signed.by), "at": one.signed.at, "step": one.signed.place,
         "data": one.data}
        for one in state.versions
    ]  # fmt: skip
    return {"step": held.place, "data": data, "named": named}


def _node(node: Node, state: State, names: Names) -> dict[str, Any]:
    why = state.members[node.id].why if node.id in state.members else ""
    kept = (
        "id",
        "kind",
        "subkind",
        "name",
        "open",
        "harmed",
        "alleged",
        "concern",
        "safe",
        "identified",
        "pinned",
        "roles",
    )
    return {
        **{name: getattr(node, name) for name in kept},
        "provisional": node.provisional,
        "said": node.said,
        "why": names.text(why_said(why, names.name)),
    }


def _ties(made: Board) -> list[dict[str, Any]]:
    called = {node.id: node.name for node in made.nodes}
    return [
        {name: value for name, value in asdict(line).items() if name != "lane"}
        | {"between": [called.get(line.from_id, ""), called.get(line.to_id, "")]}
        for line in made.lines
    ]


def _said(state: State, names: Names) -> list[dict[str, Any]]:
    """What waits to be promoted or discarded by name."""
    people = [
        {"id": one.id, "what": "person", "sentence": names.name(one.id), "said_by": names.by(one.said_by),
         "agency": one.agency, "words": names.text(one.words)}
        for one in state.people.values() if one.settled is None
    ]  # fmt: skip
    ties = [
        {"id": one.id, "what": "tie", "said_by": names.by(one.said_by), "agency": one.agency, "said_on": one.said_on,
         "sentence": words.sentence(one.kind, names.name(one.from_id), names.name(one.to_id)),
         "words": names.text(one.words)}
        for one in state.said_ties
    ]  # fmt: skip
    return [*people, *ties]


def _without_ids(found: Any) -> Any:
    """The same without anything that could be looked up: pseudonyms are for training and research."""
    ids = {"id", "from_id", "to_id", "assertions"}
    if isinstance(found, dict):
        return {name: _without_ids(value) for name, value in found.items() if name not in ids}
    return [_without_ids(one) for one in found] if isinstance(found, list) else found


def _person(id: str) -> bool:
    return id.partition("-")[0] in {schema().entities[kind].prefix for kind in schema().persons()}

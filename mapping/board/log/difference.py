"""What changed between two moments of a board, in words and as a value: arithmetic on two boards and two states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data_schema import Standing
from mapping import words
from mapping.board.log.changes import Change, Difference, in_reading_order, number
from mapping.board.log.replay import local
from mapping.board.log.say import Names
from mapping.board.log.state import BoardAction, Signed, State
from mapping.board.model import Board, Line, Node

QUOTED = 120
"""Letters of a note that are quoted."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the picture, the state it was drawn from, and the day that counted as today."""

    board: Board
    state: State
    day: date
    naming: str = ""  # code of the naming mode that held; both boards are drawn in one mode all the same


def difference(before: Side, after: Side, names: Names) -> Difference:
    """What changed from one moment to the other.

    Parameters
    ----------
    before, after
        Both drawn in one naming mode, or names would seem to change.
    names
        What that mode makes of what somebody wrote, and of who did it.

    Returns
    -------
    Difference
        Each change once. A tie is counted as drawn: it may be gone because a filter hides it; then the filters are
        among the changes.
    """
    found = [
        *_people(before, after, names),
        *sorted(_ties(before, after), key=in_reading_order),
        *_roles(before.board, after.board),
        *_notes(before.state, after.state, names),
        *_actions(before, after, names),
        *_frames(before, after, names),
        *_drawn(before, after),
    ]
    return Difference(tuple(found))


def _people(before: Side, after: Side, names: Names) -> Iterable[Change]:
    was, now = ({node.id: node for node in side.board.nodes} for side in (before, after))
    before_as = {after.state.one(id): node for id, node in was.items()}
    for id, node in now.items():
        if id in before_as:
            if id not in was:
                yield Change("people", "held", f"{before_as[id].name} is {node.name} now", node=id)
        elif before.state.stands(id):
            yield Change("people", "shown", f"{node.name} is drawn again", node=id)
        else:
            yield Change("people", "came", f"{_named(node)} came{_by(_signed(after.state, id), names)}", node=id)
    for id, node in was.items():
        shown_as = after.state.one(id)
        if id in now or shown_as in now:
            continue
        if not after.state.stands(id):
            yield Change("people", "gone", f"{_named(node)} went: {_why_gone(after.state, id)}", node=id)
        elif id in after.state.hidden or shown_as in after.state.hidden:
            yield Change("people", "hidden", f"{node.name} is hidden", node=id)
        else:
            yield Change("people", "hidden", f"{node.name} is not drawn: filtered out, or held no longer", node=id)


def _ties(before: Side, after: Side) -> Iterable[Change]:
    drawn_before = {after.state.one(node.id) for node in before.board.nodes}
    drawn_now = {node.id for node in after.board.nodes}
    was = _lines(before.board, after.state)
    now = _lines(after.board, after.state)
    for key, line in now.items():
        if key in was:
            yield from _tie_changed(was[key], line, after.state)
            continue
        with_newcomer = not {line.from_id, line.to_id} <= drawn_before
        how = "said" if line.provisional else "new_with" if with_newcomer else "new"
        new = "new, with whoever came" if with_newcomer else "new"
        since = f"said in meeting on {_day(line.last_observed)}" if line.provisional else f"{new}, {_since(line)}"
        yield _tie(how, line, f"{line.sentence}: {since}")
    for key, line in was.items():
        if key not in now:
            there = {after.state.one(line.from_id), after.state.one(line.to_id)} <= drawn_now
            how = "tie_gone" if there else "gone_with"
            yield _tie(how, line, f"{line.sentence}: {'no longer drawn' if there else 'went with whoever went'}")


def _tie_changed(was: Line, now: Line, state: State) -> Iterable[Change]:
    """At most one change of a tie: the one that says most."""
    if was.provisional and not now.provisional:
        yield _tie("verified", now, f"{now.sentence}: said in meeting before, now in {_records(now)}")
    elif now.stale and not was.stale:
        yield _tie("out_of_date", now, f"{now.sentence}: now out of date, last observed {_day(now.last_observed)}")
    elif was.stale and not now.stale:
        yield _tie("current", now, f"{now.sentence}: current again, {_since(now)}")
    elif set(was.assertions) != set(now.assertions):
        said = "" if was.sentence == now.sentence else f"; before: {was.sentence}"
        yield _tie("more", now, f"{now.sentence}: {words.listed(_other_records(was, now, state))}{said}")


def _other_records(was: Line, now: Line, state: State) -> list[str]:
    """What stands behind a tie and did not, and what no longer does."""
    new, gone = set(now.assertions) - set(was.assertions), set(was.assertions) - set(now.assertions)
    said_new, said_gone = ({id for id in ids if id in state.ties} for ids in (new, gone))
    told = [
        (len(new - said_new), "more record", "more records"),
        (len(said_new), "more said in meeting", "more said in meeting"),
        (len(gone - said_gone), "record no longer counted", "records no longer counted"),
        (len(said_gone), "said in meeting settled since", "said in meeting settled since"),
    ]
    return [f"{number(count)} {one if count == 1 else many}" for count, one, many in told if count]


def _roles(before: Board, after: Board) -> Iterable[Change]:
    was = {node.id: node for node in before.nodes}
    for node in after.nodes:
        earlier = was.get(node.id)
        if earlier is None:
            continue
        for said in _role_changes(earlier, node):
            yield Change("roles", "role", said, node=node.id)


def _role_changes(was: Node, now: Node) -> Iterable[str]:
    """What is known of one person now and was not then, in the field's words."""
    if was.kind == "child" and now.kind == "adult":
        yield f"{now.name} is an adult now"
    if now.identified and not was.identified:
        yield f"{was.name} is identified: {now.name}" if was.name != now.name else f"{now.name} is identified"
    flags = (
        (was.concern, now.concern, "is now an adult of concern", "is no longer drawn as an adult of concern"),
        (was.open, now.open, "is now open to the hub", "is no longer open to the hub"),
        (was.harmed, now.harmed, "is now recorded as harmed", "is no longer drawn as harmed"),
        (
            was.alleged,
            now.alleged,
            "is now alleged to have harmed: a child to safeguard",
            "is no longer drawn as alleged to have harmed",
        ),
        (was.safe, now.safe, "is now a safe adult", "is no longer drawn as a safe adult"),
    )
    for then, today, begun, ended in flags:
        if then != today:
            yield f"{now.name} {begun if today else ended}"


def _notes(was: State, now: State, names: Names) -> Iterable[Change]:
    for id, note in now.notes.items():
        earlier = was.notes.get(id)
        if earlier is None:
            yield Change("notes", "note_new", f"New{_quoted(note.text, names)}{_by(note.signed, names)}")
        elif [one.text for one in earlier.texts] != [one.text for one in note.texts]:
            asks = "; two texts stand: say which" if note.asks else ""
            yield Change(
                "notes", "note_changed", f"Changed{_quoted(note.text, names)}{_by(note.texts[-1].signed, names)}{asks}"
            )
    for id, note in was.notes.items():
        if id not in now.notes:
            yield Change("notes", "note_gone", f"Taken away{_quoted(note.text, names)}")


def _actions(before: Side, after: Side, names: Names) -> Iterable[Change]:
    was, now = before.state.actions, after.state.actions
    for id, action in now.items():
        earlier = was.get(id)
        what = names.text(action.what) or "An action"
        if how := _action_how(earlier, action, before.day, after.day):
            yield Change("actions", f"action_{how}", f"{what}: {_ACTION[how]}{_owner(action, names)}")
    for id, action in was.items():
        if id not in now:
            yield Change("actions", "action_gone", f"{names.text(action.what) or 'An action'}: taken back")


_ACTION = {"new": "new", "done": "done", "stopped": "stopped", "overdue": "now overdue", "changed": "changed"}


def _action_how(was: BoardAction | None, now: BoardAction, then: date, today: date) -> str:
    """What became of an action: the one change that says most; "" when none."""
    if now.state in ("done", "stopped") and (was is None or was.state != now.state):
        return now.state
    if now.overdue(today) and (was is None or not was.overdue(then)):
        return "overdue"
    if was is None:
        return "new"
    same = (was.what, was.owner, was.due_on, was.state) == (now.what, now.owner, now.due_on, now.state)
    return "" if same else "changed"


def _frames(before: Side, after: Side, names: Names) -> Iterable[Change]:
    was, now = before.state.frames, after.state.frames
    called = {node.id: node.name for side in (before, after) for node in side.board.nodes}
    for id, frame in now.items():
        earlier = was.get(id)
        label = f"“{names.text(frame.label)}”" if names.text(frame.label) else "A frame"
        if earlier is None:
            yield Change("frames", "frame_new", f"{label}: new{_by(frame.signed, names)}")
            continue
        came, went = (
            [one for one in a.members if one not in b.members] for a, b in ((frame, earlier), (earlier, frame))
        )
        told = [f"with {words.listed([called.get(one, 'somebody not drawn') for one in came], 4)}"] * bool(came)
        told += [f"without {words.listed([called.get(one, 'somebody not drawn') for one in went], 4)}"] * bool(went)
        if earlier.label != frame.label:
            told.append("named anew")
        if told:
            yield Change("frames", "frame_changed", f"{label}: {', '.join(told)}")
    for id, frame in was.items():
        if id not in now:
            label = names.text(frame.label)
            yield Change("frames", "frame_gone", f"{f'“{label}”' if label else 'A frame'}: taken away")


def _drawn(before: Side, after: Side) -> Iterable[Change]:
    if before.state.shows != after.state.shows:
        yield Change("drawn", "filters", "The filters are others now; both moments are compared under those of now")
    if before.naming and after.naming and before.naming != after.naming:
        then, now = (words.label("naming", code).lower() for code in (before.naming, after.naming))
        yield Change("drawn", "naming", f"Naming: {now}, before {then}")


def _lines(board: Board, now: State) -> dict[tuple[str, str, str], Line]:
    """Lines by whom they end at as things stand: a tie said of somebody who is held by now is the same tie."""
    found = {}
    for line in board.lines:
        ends = now.one(line.from_id), now.one(line.to_id)
        key = ends if line.standing == Standing.HARM.value else (min(ends), max(ends))
        found[*key, line.standing] = line
    return found


def _tie(how: str, line: Line, said: str) -> Change:
    return Change("ties", how, said, line=line.id, assertions=line.assertions, standing=line.standing)


def _since(line: Line) -> str:
    return f"{_records(line)}, last observed {_day(line.last_observed)}"


def _records(line: Line) -> str:
    return words.counted(line.records, "record")


def _day(iso: str) -> str:
    return words.day(date.fromisoformat(iso))


def _named(node: Node) -> str:
    age = next((below.text for below in node.below if below.text.isdigit()), "") if node.kind == "child" else ""
    return f"{node.name}, {age}," if age else node.name


def _signed(state: State, id: str) -> Signed | None:
    if id in state.members:
        return state.members[id].signed
    return state.people[id].signed if id in state.people else None


def _by(signed: Signed | None, names: Names) -> str:
    return f" ({words.day(local(signed.at).date())}, {names.by(signed.by)})" if signed else ""


def _why_gone(state: State, id: str) -> str:
    settled = state.people[id].settled if id in state.people else None
    if settled is None:
        return "taken back"
    return "kept as a record" if settled.kept else "discarded"


def _owner(action: BoardAction, names: Names) -> str:
    owner = f", for {names.by(action.owner)}" if action.owner else ", nobody named yet"
    return owner + (f", due {words.day(action.due_on)}" if action.due_on and action.open else "")


def _quoted(said: str, names: Names) -> str:
    shown = " ".join(names.text(said).split())
    shown = shown if len(shown) <= QUOTED else f"{shown[: QUOTED - 1].rstrip()}…"
    return f": “{shown}”" if shown else ""

"""`kith boards` and `kith board`: the boards that are kept; show one, say what changed, open another, erase one."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.door import Data, Json, Why, door, opened
from graph.access import Purpose, Viewer, local_viewer
from graph.errors import KithError
from mapping import terminal
from mapping.words import Naming

if TYPE_CHECKING:
    from graph.answers import Done, HeldBoard
    from graph.snapshot import Snapshot
    from graph.store import Store

board = typer.Typer(
    name="board",
    help="One board: show it whole, say what changed on it, open another, erase one that is archived.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Id = Annotated[str, typer.Argument(metavar="ID", help="The number of a board, such as B-7K2M9QXA4B.")]
Mode = Annotated[
    Naming | None,
    typer.Option("--naming", help="How people are named. Default: as the board does; never more openly than that."),
]


@door
def boards(
    data: Data = None,
    archived: Annotated[bool, typer.Option("--archived", help="Also those past their last day.")] = False,
    purpose: Why = "terminal: kith boards",
    as_json: Json = False,
) -> None:
    """List the boards: what each is for, whose it is, who may look, until when, what is still to be done."""
    from mapping.board import printed
    from mapping.board.log import fold

    with opened(data) as (settings, store):
        viewer = local_viewer(settings.hub)
        view, today = store.view(viewer, Purpose(purpose)), store.today
        every = view.boards(past=True)
        shown = [one for one in every if archived or not one.archived(today)]
        snapshot = view.snapshot()
        told = [(one, fold(_done(store, viewer, one))) for one in shown]
    found = printed.listing(told, snapshot)
    hidden = len(every) - len(shown)
    if as_json:
        terminal.emit({"boards": found, "archived_not_shown": hidden})
    else:
        printed.list_lines(found, hidden, today)


@board.command()
@door
def show(id: Id, data: Data = None, naming: Mode = None, as_json: Json = False) -> None:
    """Show a board: its people, ties, notes, actions and version. It is read for its own purpose."""
    from mapping.board import printed

    with opened(data) as (settings, store):
        viewer = local_viewer(settings.hub)
        held, done, snapshot = _read(store, viewer, id, "show")
    mode = printed.mode(held, naming)
    if as_json:
        terminal.emit(printed.as_json(snapshot, held, done, mode))
    else:
        printed.lines(snapshot, held, done, mode, viewer.name, datetime.now().astimezone())


@board.command()
@door
def diff(
    id: Id,
    since: Annotated[str, typer.Option("--from", help="A version by its name, a day (yyyy-mm-dd), or a step.")],
    until: Annotated[str, typer.Option("--to", help="The same, or now.")] = "now",
    data: Data = None,
    naming: Mode = None,
    as_json: Json = False,
) -> None:
    """Say what changed on a board between two of its versions, or since a day."""
    from mapping.board import printed
    from mapping.board.drawn import see
    from mapping.board.log.replay import everybody

    with opened(data) as (settings, store):
        held, done, snapshot = _read(store, local_viewer(settings.hub), id, "diff")
    mode = printed.mode(held, naming)
    if mode is Naming.COUNTS:
        raise KithError(
            "In counts nobody is told, and so no change either: a board that shows counts has no difference."
        )
    text = see(snapshot, everybody(done), mode.value).names.text
    ends = printed.end(done, since, text), printed.end(done, until, text)
    if ends[0].place > ends[1].place:
        raise KithError(f"--from ({ends[0].said}) is later than --to ({ends[1].said}): change them round.")
    found = printed.changed(snapshot, held, done, ends, mode)
    if as_json:
        terminal.emit(
            {"board": held.id, "from": ends[0], "to": ends[1], "headline": found.headline, "changes": found.changes}
        )
    else:
        printed.change_lines(found, ends)


@board.command()
@door
def new(
    title: Annotated[str, typer.Option("--title", help="What it shows, in a few words.")] = "",
    purpose: Annotated[str, typer.Option("--purpose", help="Which meeting or decision it is for.")] = "",
    owner: Annotated[str, typer.Option("--owner", help="Who answers for it.")] = "",
    audience: Annotated[
        list[str] | None, typer.Option("--audience", help="An agency that may look; may be given several times.")
    ] = None,
    expires: Annotated[str, typer.Option("--expires", help="Its last day, yyyy-mm-dd, at most a year ahead.")] = "",
    naming: Annotated[Naming, typer.Option("--naming", help="How it names people.")] = Naming.INITIALS,
    focus: Annotated[
        list[str] | None,
        typer.Option(
            "--focus", help="Who or what it begins with: a Kith id or identifier; may be given several times."
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Open a board. Without a title, purpose, owner, audience and last day it is refused, saying what is missing."""
    from graph.model import BoardHead
    from mapping.board.drawn import adding
    from mapping.board.log import State, told

    head = BoardHead(title, purpose, owner, tuple(audience or ()), naming.value, _day("--expires", expires))
    with opened(data) as (settings, store):
        viewer, why = local_viewer(settings.hub), Purpose(purpose if purpose.strip() else "terminal: kith board new")
        view, operations = store.view(viewer, why), []
        if focus:
            ids = [view.entity(one).id for one in focus]
            add = adding(view.snapshot(), State(), head, ids, "on the list that the board began with")
            operations.append(told(uuid.uuid4().hex, add))
        held = store.boards(viewer, why).open(head, operations)
    terminal.say(f"Opened {held.id}, “{held.head.title}”, until {held.head.expires_on:%d/%m/%Y}.")


@board.command()
@door
def erase(
    id: Id,
    reason: Annotated[str, typer.Option("--reason", help="Why; it goes into the audit log.")],
    data: Data = None,
) -> None:
    """Erase an archived board and all that was done on it. What was promoted from it stays, as records."""
    with opened(data) as (settings, store):
        steps = store.boards(local_viewer(settings.hub), Purpose("terminal: kith board erase")).erase(id, reason)
    terminal.say(
        f"Erased {id} with {steps} {'step' if steps == 1 else 'steps'}. The audit log says who did it and why."
    )


def _read(store: Store, viewer: Viewer, id: str, verb: str) -> tuple[HeldBoard, tuple[Done, ...], Snapshot]:
    """A board and what was done on it, and what is known: read for the board's own purpose."""
    first, _ = store.view(viewer, Purpose(f"terminal: kith board {verb}")).board(id, after=2**31)
    view = store.view(viewer, Purpose(first.head.purpose))
    held, done = view.board(id)
    return held, done, view.snapshot()


def _done(store: Store, viewer: Viewer, held: HeldBoard) -> tuple[Done, ...]:
    return store.view(viewer, Purpose(held.head.purpose)).board(held.id)[1]


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise KithError(f"{option} {text}: write the day as yyyy-mm-dd, such as 2026-11-30.") from None

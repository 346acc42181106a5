"""`kith contexts` and `kith context`: places, schools and peer groups as subjects of assessment and care."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.door import Data, Days, Json, Short, Why, door, viewing
from mapping import terminal
from mapping.words import Naming

Panel = Annotated[
    bool,
    typer.Option("--panel/--no-panel", help="As a panel may see it: no count under 5, no home, nobody picked out."),
]


@door
def contexts(
    data: Data = None,
    days: Days = 183,
    panel: Panel = True,
    purpose: Why = "terminal: kith contexts",
    as_json: Json = False,
) -> None:
    """List the places, schools and groups that need an eye: owner, review, plan, distinct children."""
    from mapping.contexts import ContextSettings, printed, register
    from mapping.places.hotspots import HotspotSettings, hotspots

    settings = ContextSettings(days, panel=panel)
    with viewing(data, purpose) as (_, view):
        snapshot, assessments, actions = view.snapshot(), view.assessments(past=True), view.actions(past=True)
    spots = hotspots(snapshot, HotspotSettings(panel=panel))
    found = register(snapshot, assessments, actions, settings, spots)
    if as_json:
        terminal.emit(found)
    else:
        printed.register(found)


@door
def context(
    id: Annotated[str, typer.Argument(metavar="ID", help="A Kith id, or any identifier the graph knows.")],
    data: Data = None,
    days: Days = 183,
    panel: Panel = True,
    naming: Short = Naming.INITIALS,
    purpose: Why = "terminal: kith context",
    as_json: Json = False,
) -> None:
    """Show a place, school or peer group: what happens there, to whom, what keeps safe, its assessment and its plan."""
    from mapping.contexts import ContextSettings, printed
    from mapping.contexts import context as tell
    from mapping.places.ground import ground
    from mapping.places.hotspots import HotspotSettings, hotspots

    settings = ContextSettings(days, panel=panel, naming=naming)
    with viewing(data, purpose) as (_, view):
        entity = view.entity(id).id
        assessments, actions = view.assessments(entity, past=True), view.actions(entity, past=True)
        snapshot = view.snapshot()
    known = ground(snapshot)
    spots = hotspots(snapshot, HotspotSettings(panel=panel), known=known)
    found = tell(snapshot, entity, settings, known, spots=spots, assessments=assessments, actions=actions)
    if as_json:
        terminal.emit(found)
    else:
        printed.context(found)

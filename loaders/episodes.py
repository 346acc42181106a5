"""Finds one missing episode again in several sources: by the child and the day it began.

Police, care and the return interview each report the same episode. An episode that came first from the census or an
interview has an id made of child and day; the first report with its own reference adopts it. Nothing else is merged.
"""

from __future__ import annotations

from datetime import date

from graph.model import Entity, Identifier, entity_id
from loaders.check import Checked
from loaders.dates import When
from loaders.link import Linker, Ref
from loaders.words import clean

MISSING = frozenset({"missing", "away"})
_COLUMNS = {
    "events": ("missing", "start"),
    "return_interviews": ("child", "missing_from"),
    "ssda903_missing": ("CHILD", "MIS_START"),
}
Linked = dict[str, list[tuple[Ref, ...]]]


def missing_key(child: str, day: date) -> Identifier:
    """The identifier of the missing episode of this child (Kith id) that began on this day."""
    return Identifier("missing", f"{child}/{day.isoformat()}")


def reported_key(child: str, day: date) -> Identifier:
    """Held by an episode that a report with its own reference speaks of: a second report is a second episode."""
    return Identifier("missing", f"{child}/{day.isoformat()}/reported")


def look_up(checked: Checked, linked: Linked, linker: Linker) -> None:
    """Ask for every identifier that the rows of a source lead to beyond those in their cells, all at once."""
    if checked.source.name == "ssda903_episodes":
        linker.ask({clean(number) for _, number in checked.filled("URN")})
    if checked.source.name in _COLUMNS:
        people, start = _COLUMNS[checked.source.name]
        values = set()
        for place, refs in enumerate(linked[people]):
            when = checked.values[start][place]
            for ref in refs if isinstance(when, When) and not when.month else ():
                values |= {missing_key(ref.id, when.day).value, reported_key(ref.id, when.day).value}
        linker.ask(values)


def reported(linker: Linker, id: str, children: tuple[Ref, ...], day: date) -> tuple[str, tuple[Identifier, ...]]:
    """The id of an episode that a report with its own reference speaks of, and the keys under which it is found again.

    Parameters
    ----------
    id
        The id that the report's own reference leads to.
    children
        Who was missing.
    """
    if len(children) == 1:
        key, taken = missing_key(children[0].id, day), reported_key(children[0].id, day)
        known = {ref.id for ref in linker.known(key.value, ("event",))}
        if known == {entity_id("event", key)} and not linker.known(taken.value, ("event",)):
            id = known.pop()
    keys = []
    for child in children:
        for key in (missing_key(child.id, day), reported_key(child.id, day)):
            if all(ref.id == id for ref in linker.known(key.value, ("event",))):
                keys.append(key)
    return id, tuple(keys)


def episode(linker: Linker, child: Ref, day: date, properties: dict[str, object], added: tuple[str, ...]) -> Entity:
    """The missing episode of a child and day as a source without references tells it.

    Where a report with its own reference brought the episode, that knows better: only `added` properties are told.
    """
    key = missing_key(child.id, day)
    own = entity_id("event", key)
    known = linker.known(key.value, ("event",))
    if known and known[0].id != own:
        few = {name: value for name, value in properties.items() if name in added}
        return Entity(known[0].id, "event", few)  # type: ignore[arg-type]
    return Entity(own, "event", properties, (key,))  # type: ignore[arg-type]

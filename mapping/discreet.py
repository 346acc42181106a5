"""Shortens the names of people in what somebody wrote, where the naming mode asks for initials."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.words import Naming

SHORTEST_NAME = 3


def shortener(snapshot: Snapshot, ids: Iterable[str], naming: Naming) -> Callable[[str], str]:
    """What shortens the names of these people in free text to their initials; in full-name mode it changes nothing.

    Whole names and each part of a name of three letters or more, whatever their case. A name that the graph does not
    know, or a misspelling, stays: free text is never certain to be anonymous.
    """
    if naming is Naming.FULL:
        return str
    wanted = pc.is_in(snapshot.entities["id"], pa.array(sorted(set(ids)), pa.string()))
    short: dict[str, str] = {}
    for entity in snapshot.entities.filter(wanted).select(["kind", "name", "identified"]).to_pylist():
        if entity["kind"] not in schema().persons() or entity["identified"] is False or not entity["name"]:
            continue
        short[entity["name"].casefold()] = words.initials(entity["name"])
        for part in entity["name"].split():
            if len(part) >= SHORTEST_NAME and re.fullmatch(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", part):
                short.setdefault(part.casefold(), words.initials(part))
    if not short:
        return str
    longest = sorted(short, key=len, reverse=True)

    def shortened(text: str) -> str:
        folded = text.casefold()
        here = "|".join(re.escape(name) for name in longest if name in folded)  # thousands take .1 s to compile
        if not here:
            return text
        return re.sub(
            rf"\b({here})\b", lambda found: short.get(found[0].casefold(), found[0]), text, flags=re.IGNORECASE
        )

    return shortened


def discreet(snapshot: Snapshot, ids: Sequence[str], naming: Naming) -> Callable[[str], str]:
    """What makes a text about these fit to be shown in this naming mode, whoever wrote it: all who are tied to them."""
    if naming is Naming.FULL:
        return str
    short = shortener(snapshot, _around(snapshot, pa.array(ids, pa.string())), naming)
    return lambda text: _ended(short(text))


def _around(snapshot: Snapshot, ids: pa.Array) -> set[str]:
    """These and all that are tied to them: whom a text about them may name."""
    ties = snapshot.ties
    near = ties.filter(pc.or_(*(pc.is_in(ties[end], value_set=ids) for end in ("from_id", "to_id"))))
    return {*ids.to_pylist(), *near["from_id"].to_pylist(), *near["to_id"].to_pylist()}


def _ended(text: str) -> str:
    """A text whose last word became initials does not end twice."""
    return text.removesuffix(".") if text.endswith("..") and not text.endswith("...") else text

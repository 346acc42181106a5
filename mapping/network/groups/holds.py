"""Says what holds a group together: school, places, a named group, family, friendship, harm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data_schema import schema
from data_schema.model import Standing
from mapping import words
from mapping.network.assertions import KINSHIP
from mapping.network.projection import Projection
from mapping.network.telling import Telling, counted, few

_PAIRS = {
    "friend": ("friendship", "friendships"),
    "partner": ("partnership", "partnerships"),
    "seen_with": ("pair seen together", "pairs seen together"),
    "in_contact": ("pair in contact", "pairs in contact"),
    "missing_with": ("pair missing together", "pairs missing together"),
    "knows": ("pair known to each other", "pairs known to each other"),
    "works_for": ("pair working together", "pairs working together"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """What holds a group together: a name made of it, and sentences."""

    name: str  # ": around Larchfield School", or empty
    sentences: tuple[str, ...]


def holds_together(telling: Telling, projection: Projection, ids: Sequence[str]) -> Held:
    """Count what the members of a group share, the most shared first.

    Parameters
    ----------
    telling, projection
        Names, and where the ties are.
    ids
        The members.
    """
    shared = _shared(projection, ids)
    said = []
    around = ""
    events = sum(telling.entities[context]["kind"] == "event" for context in shared)
    contexts = {context: count for context, count in shared.items() if telling.entities[context]["kind"] != "event"}
    for context, count in sorted(contexts.items(), key=lambda item: (-item[1], telling.name(item[0])))[:4]:
        name = telling.name(context)
        if not around and 3 * count >= len(ids):
            around = f": around {name}"
        said.append(words.ended(f"{few(count).capitalize()} of {few(len(ids))} {_verb(telling, context)} {name}"))
    if events:
        said.append(f"{counted(events, 'event', 'events').capitalize()} with two or more of them present.")
    return Held(around, (*said, *_pairs(telling, projection, ids)))


def _shared(projection: Projection, ids: Sequence[str]) -> Counter[str]:
    """The contexts that two or more members share, with how many of them."""
    contexts = projection.contexts
    found: Counter[str] = Counter()
    for one in ids:
        found.update(contexts.ids[context] for context in contexts.rows_of.get(projection.index[one], ()))
    return Counter({context: count for context, count in found.items() if count > 1})


def _verb(telling: Telling, context: str) -> str:
    kind = telling.entities[context]["kind"]
    if kind == "school":
        return "attend"
    if kind == "peer_group":
        return "are named as part of"
    return "use" if kind == "thing" else "are recorded at"


def _pairs(telling: Telling, projection: Projection, ids: Sequence[str]) -> list[str]:
    """How many pairs of members are kin, friends, seen together, or tied by harm."""
    found: Counter[str] = Counter()
    inside = set(ids)
    for one in ids:
        for two in projection.neighbours(one):
            if two in inside and one < two:
                found.update({_family(link.kind) for link in projection.behind(one, two) if link.how != "context"})
    said = []
    for family, count in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        if family == "family":
            said.append(f"{counted(count, 'tie of family or household', 'ties of family or household').capitalize()}.")
        elif family == "harm":
            said.append(f"{counted(count, 'tie of harm', 'ties of harm').capitalize()} between its members.")
        else:
            one_word, many = _PAIRS.get(
                family, (f"tie of “{schema().ties[family].label}”", f"ties of “{schema().ties[family].label}”")
            )
            said.append(f"{counted(count, one_word, many).capitalize()}.")
    return said


def _family(kind: str) -> str:
    if kind in KINSHIP | {"household"}:
        return "family"
    return "harm" if schema().ties[kind].standing is Standing.HARM else kind

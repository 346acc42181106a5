"""Answers one question about the periphery: which children not open to the hub there is reason to look at, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import islice

import numpy as np

from graph.snapshot import Snapshot
from mapping import words
from mapping.network.combine import Floats
from mapping.network.heard import Reading, read
from mapping.network.periphery.assembly import Stands, assemble
from mapping.network.periphery.cards import Card, Periphery
from mapping.network.periphery.changes import changes
from mapping.network.periphery.definition import Definition, definition
from mapping.network.periphery.method import method
from mapping.network.periphery.opinions import opinions
from mapping.network.periphery.questions import NOBODY, Asked, ask, candidates
from mapping.network.periphery.ranking import rank, stability
from mapping.network.periphery.settings import PeripherySettings, checked
from mapping.network.periphery.shares import shares
from mapping.network.periphery.sources import rank_range, silenced, without
from mapping.network.periphery.thin import thin_records
from mapping.network.telling import Telling
from mapping.questions import HEADINGS, Question
from mapping.words import Naming

__all__ = ["PeripherySettings", "counts", "periphery"]

NOT_REASSURANCE = "Nothing found is not the same as nothing there."


def periphery(snapshot: Snapshot, settings: PeripherySettings | None = None) -> Periphery:
    """Find the children of one question, and the reasons for each.

    Label spreading over the projection decides who is on the list; nothing of its numbers is in the result. Cards come
    newest evidence first.

    Parameters
    ----------
    snapshot
        What the viewer may see for their purpose.
    settings
        The question and what counts.

    Returns
    -------
    Periphery
        With an explanation instead of cards where there is nothing to be near.
    """
    settings = checked(settings or PeripherySettings())
    question = Question(settings.question)
    reading = _read(snapshot, settings)
    heard = reading.without()
    who = heard.who
    asked = ask(question, heard, settings.projection(), settings.places, settings.groups)
    order, defined = rank(asked, settings.alpha), definition(heard.snapshot)
    meeting = np.array(list(defined.meeting(asked, order.rows)), np.int64)
    listed = meeting[: settings.top]
    among = replace(asked, candidates=np.sort(meeting))
    tried = stability(among, alpha=settings.alpha, top=settings.top, runs=settings.runs, seed=settings.seed)
    telling = Telling(heard.snapshot, who, Naming(settings.naming), asked.projection.window_days, asked.also)
    again = silenced(reading, settings, defined, asked, meeting)
    others = opinions(asked, heard.snapshot, meeting, settings.top)
    parts = shares(asked, listed.tolist(), settings.alpha)

    def stands(row: int) -> Stands:
        child = asked.ids[row]
        return Stands(
            band=tried.band(row),
            without=without(telling, again, child),
            rank_range=rank_range(again, child, len(meeting)),
            puts_here=parts.of(telling, row),
            opinions=others.of(telling, row),
            changes=changes(telling, asked, defined, row),
        )

    made = [assemble(telling, asked, row, stands(row)) for row in listed.tolist()]
    cards = sorted((card for card in made if card), key=_newest_first)
    total, reached = len(meeting) - (len(listed) - len(cards)), {asked.ids[row] for row in order.rows}
    thin, gaps = thin_records(telling, candidates(who), reached)
    return Periphery(
        question=question.value,
        title=HEADINGS[question],
        cards=tuple(cards),
        total=total,
        weaker=len(order.rows) - total,
        rest=_rest(len(cards), total, len(order.rows) - total),
        thin_records=thin,
        gaps=gaps,
        beside=others.beside() if cards else (),
        method=method(heard.snapshot, settings, asked, who, len(candidates(who))),
        empty="" if cards else _empty(asked, len(order.rows)),
    )


def counts(snapshot: Snapshot, settings: PeripherySettings | None = None) -> dict[Question, int]:
    """How many cards each of the five questions would have: everything read once, no card made.

    Parameters
    ----------
    snapshot, settings
        As for `periphery`; the question of the settings does not matter.
    """
    return {question: len(ids) for question, ids in lists(snapshot, settings).items()}


def lists(
    snapshot: Snapshot, settings: PeripherySettings | None = None, seed_weights: Mapping[str, float] | None = None
) -> dict[Question, tuple[str, ...]]:
    """Whom each of the five questions lists: everything read once, no card made.

    Parameters
    ----------
    snapshot, settings
        As for `periphery`; the question of the settings does not matter.
    seed_weights
        What a person counts as a seed, for a what-if; who is not named counts 1.

    Returns
    -------
    dict
        Ids of children. Their order is that of the ranking and is never shown.
    """
    settings = checked(settings or PeripherySettings())
    heard = _read(snapshot, settings).without()
    defined = definition(heard.snapshot)
    found = {}
    for question in Question:
        asked = ask(question, heard, settings.projection(), settings.places, settings.groups)
        weights = None if seed_weights is None else np.array([seed_weights.get(id_, 1.0) for id_ in asked.ids])
        found[question] = tuple(asked.ids[row] for row in _listed(asked, defined, settings, weights))
    return found


def _read(snapshot: Snapshot, settings: PeripherySettings) -> Reading:
    left_out = settings.left_out_agencies
    return read(snapshot, settings.projection(), open_roles=settings.open_roles, left_out=left_out)


def _listed(
    asked: Asked, defined: Definition, settings: PeripherySettings, seed_weights: Floats | None = None
) -> list[int]:
    """Rows of the children on the list: of those who meet the definition, the first by the ranking."""
    return list(islice(defined.meeting(asked, rank(asked, settings.alpha, seed_weights).rows), settings.top))


def _rest(listed: int, below: int, weaker: int) -> str:
    """Who has some tie that the question follows and is not listed, in words: whatever is cut is said."""
    said = []
    if below > listed:
        less = f"whose ties say less than those of these {listed}"
        said.append(f"{words.counted(below - listed, 'child', 'children')} {less}")
    if weaker:
        said.append(f"{words.counted(weaker, 'child', 'children')} with no recent, graded tie of their own")
    return f"Not listed: {' and '.join(said)}." if said else ""


def _newest_first(card: Card) -> tuple[int, str, str]:
    return -(card.latest or date.min).toordinal(), card.heading, card.id


def _empty(asked: Asked, reached: int) -> str:
    """Why a list is empty; nothing found is not the same as nothing there."""
    if not len(asked.candidates):
        return "Every child in this data is open to the hub."
    if not len(asked.seeds):
        return NOBODY[asked.question]
    if not len(np.flatnonzero(np.diff(asked.weights.indptr))):
        return f"No ties of this kind are recorded in this window. {NOT_REASSURANCE}"
    if reached:
        return f"No child not open to the hub has a recent, graded tie of their own to them. {NOT_REASSURANCE}"
    return f"No child not open to the hub is tied to them in this window. {NOT_REASSURANCE}"

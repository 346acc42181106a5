"""Runs the harness on the truth of the fictional borough: it shows that the machinery works, never how well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.snapshot import Snapshot
from mapping.evaluation.harness import Evaluation, Network, evaluate
from mapping.evaluation.lists import Answer, answer
from mapping.network.heard import read
from mapping.network.projection import ProjectionSettings, project
from mapping.questions import Question

MADE_TO_BE_FOUND = (
    "The demonstration's lists were made to be found: who invented the borough also wrote what its agencies see. This "
    "shows that the machinery works, not how well. Accuracy for exploitation is unknown until a hub runs kith evaluate "
    "history on its own records."
)


@dataclass(frozen=True, slots=True)
class Found:
    """One question: how many hidden children its list finds, and how many plain counts given as many places would."""

    candidates: int  # children not open to the hub, as the records have it
    hidden: int  # of them, those in truth harmed or approached
    listed: int
    found: Mapping[str, float]  # list, seed_neighbours, degree, records_held, chance; ties share their places


@dataclass(frozen=True)
class Borough:
    """Counts only: nobody is named, though nobody exists."""

    note: str
    children: int  # in the records
    harmed: int  # in truth, by exploitation or violence, or approached; of those in the records
    hidden: int  # of them not open to the hub
    on_any_list: int
    questions: Mapping[str, Found]
    harness: Evaluation  # the harmed given and sought, over the ties of the first question


def borough(snapshot: Snapshot, truth: Mapping[str, Any], ids: Mapping[str, str], *, splits: int = 200) -> Borough:
    """Measure the five lists, and the harness, against the truth.

    Parameters
    ----------
    snapshot
        The borough's records as a hub would hold them.
    truth
        What `truth.json` holds.
    ids
        The Kith id of each child of the truth that the records know, by the truth's id.
    splits
        Of the harness.

    Raises
    ------
    NotComputable
        Too few children were harmed in so small a borough.
    """
    told = [child for child in truth["children"] if child["id"] in ids]
    hidden = frozenset(ids[child["id"]] for child in told if child["hidden"])
    harmed = frozenset(ids[child["id"]] for child in told if child["harm"] and child["harm"] != "alone")
    heard = read(snapshot, ProjectionSettings()).without()
    answers = {question.value: answer(heard, question) for question in Question}
    on_lists = {id_ for one in answers.values() for id_, here in zip(one.ids, one.listed, strict=True) if here}
    made = project(snapshot, ProjectionSettings(), who=heard.who)
    children = np.array([id_ in heard.who.children for id_ in made.ids], bool)
    positive = np.array([id_ in harmed for id_ in made.ids], bool)
    return Borough(
        note=MADE_TO_BE_FOUND,
        children=int(children.sum()),
        harmed=int((positive & children).sum()),
        hidden=len(hidden),
        on_any_list=len(hidden & on_lists),
        questions={question: _found(one, hidden) for question, one in answers.items()},
        harness=evaluate(Network(made.weights, positive, children), splits=splits),
    )


def _found(one: Answer, hidden: frozenset[str]) -> Found:
    truth = np.array([id_ in hidden for id_ in one.ids], bool)
    return Found(len(one.ids), int(truth.sum()), int(one.listed.sum()), one.found_by(truth))

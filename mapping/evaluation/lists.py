"""What one question of the periphery says of every child, beside plain counts: the rankings that are measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np

from mapping.evaluation.measures import hits_in
from mapping.evaluation.summary import Trial
from mapping.network.combine import Bools, Floats, Ints
from mapping.network.heard import Heard
from mapping.network.periphery.definition import definition
from mapping.network.periphery.opinions import records_held
from mapping.network.periphery.questions import ask
from mapping.network.periphery.ranking import rank
from mapping.network.projection import ProjectionSettings
from mapping.network.spreading import degree, seed_neighbours
from mapping.network.stability import TOP
from mapping.questions import Question

BASELINES = ("seed_neighbours", "degree", "records_held")


@dataclass(frozen=True)
class Answer:
    """One question put to a snapshot: who could be listed, who is, and what each method says of them."""

    ids: tuple[str, ...]  # (m,) the children who could be listed
    listed: Bools  # (m,)
    degrees: Floats  # (m,)
    scores: Mapping[str, Floats]  # method -> (m,): `label_spreading` is the order of the list

    def among(self, keep: Bools) -> Answer:
        """The same of some of the children."""
        ids = tuple(id_ for id_, kept in zip(self.ids, keep, strict=True) if kept)
        scores = {method: values[keep] for method, values in self.scores.items()}
        return Answer(ids, self.listed[keep], self.degrees[keep], scores)

    def trial(self, rows: Ints, truth: Bools, random: np.random.Generator) -> Trial:
        """As a ranking problem; `rows` are the children's among all people that are drawn from."""
        scores = {**self.scores, "random": random.random(len(self.ids))}
        return Trial(rows, truth, self.degrees, scores)

    def first(self, method: str) -> Bools:
        """The children a method would list, given as many places as the list; equal ones by id."""
        order = np.lexsort((np.array(self.ids, str), -self.scores[method]))
        found = np.zeros(len(self.ids), bool)
        found[order[: int(self.listed.sum())]] = True
        return found

    def found_by(self, truth: Bools) -> dict[str, float]:
        """How many to be found each method lists, given as many places as the list has; equal ones share places."""
        places = int(self.listed.sum())
        found = {"list": float((self.listed & truth).sum())}
        for method in BASELINES:
            found[method] = hits_in(self.scores[method], truth, places)
        found["chance"] = float(places * truth.mean()) if len(truth) else 0.0
        return found


def answer(heard: Heard, question: Question, top: int = TOP) -> Answer:
    """Put one question, with the settings that a list has by default."""
    asked = ask(question, heard, ProjectionSettings())
    order = rank(asked)
    listed = list(islice(definition(heard.snapshot).meeting(asked, order.rows), top))
    ours = np.zeros(len(asked.ids))
    ours[order.rows] = order.scores
    tied = degree(asked.weights)
    near = seed_neighbours(asked.weights, asked.seeds) if len(asked.seeds) else np.zeros(len(asked.ids))
    rows = asked.candidates
    return Answer(
        ids=tuple(asked.ids[row] for row in rows),
        listed=np.isin(rows, np.array(listed, np.int64)),
        degrees=tied[rows],
        scores={
            "label_spreading": ours[rows],
            "seed_neighbours": near[rows],
            "degree": tied[rows],
            "records_held": records_held(heard.snapshot, asked.ids)[rows],
        },
    )

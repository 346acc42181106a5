"""Says exactly why a child is on a list: whose part of the reason is how large, and over which path it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from data_schema import schema
from mapping import words
from mapping.network.combine import Floats, Ints
from mapping.network.periphery.cards import PutsHere, Route, Share, Step
from mapping.network.periphery.places_reasons import at_place
from mapping.network.periphery.questions import Asked
from mapping.network.periphery.ranking import bonds
from mapping.network.periphery.reasons import reasons
from mapping.network.spreading import ALPHA, Path, contributions, paths_to
from mapping.network.telling import Telling
from mapping.questions import Question

MOST = 3
_NOTHING = 1e-9
"""Below this part of the whole, what a seed adds is the rounding of the solver."""


@dataclass(frozen=True)
class Shares:
    """What each seed adds to the listed children: an exact sum, since the method is linear."""

    asked: Asked
    rows: tuple[int, ...]
    _adds: Floats  # (rows, seeds), what a child adds to themself left out
    _paths: tuple[dict[int, Path], ...]

    def of(self, telling: Telling, row: int) -> PutsHere:
        """Why the child in this row is here, in words and whole hundredths."""
        if self.asked.question is Question.BRIDGING_GROUPS:
            return _between(telling, self.asked, row)
        at = self.rows.index(row)
        adds = self._adds[at]
        seeds = self.asked.seeds
        order = _largest_first(adds, [self.asked.ids[seed] for seed in seeds])
        parts = hundredths([*adds[order[:MOST]], adds[order[MOST:]].sum()])
        kept = []
        for column, part in zip(order[:MOST], parts, strict=False):
            seed = int(seeds[column])
            path = self._paths[at].get(seed)
            route = _route(telling, self.asked, path) if path else None
            kept.append(_share(telling, self.asked.ids[seed], part, path, route))
        others = adds[order[MOST:]]
        traces = int((others < 0.01 * adds.sum()).sum())
        text = f"Of all that puts {telling.name(self.asked.ids[row])} on this list:"
        return _closed(text, kept, parts[-1], len(others), traces)


def shares(asked: Asked, rows: Sequence[int], alpha: float = ALPHA) -> Shares:
    """Work out what each seed adds to these children, and the best path of the largest three.

    Parameters
    ----------
    asked
        The question, its ties and seeds.
    rows
        The children on the list.
    alpha
        As for the ranking, of which these are the exact parts.
    """
    if asked.question is Question.BRIDGING_GROUPS or not len(rows):
        return Shares(asked, tuple(rows), np.empty((len(rows), 0)), ())
    people = np.array(rows, np.int64)
    adds = contributions(asked.weights, asked.seeds, people, alpha)
    adds[asked.seeds[None, :] == people[:, None]] = 0.0
    ids = [asked.ids[seed] for seed in asked.seeds]
    wanted = [asked.seeds[_largest_first(one, ids)[:MOST]] for one in adds]
    return Shares(asked, tuple(rows), adds, tuple(paths_to(asked.weights, wanted, people, alpha)))


def hundredths(values: Sequence[float]) -> list[int]:
    """Whole hundredths that add up to 100 (largest remainder, Hare 1857); all 0 when there is nothing to share out."""
    total = float(sum(values))
    if total <= 0:
        return [0] * len(values)
    exact = [100.0 * value / total for value in values]
    found = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda at: (found[at] - exact[at], at))
    for at in order[: 100 - sum(found)]:
        found[at] += 1
    return found


def _largest_first(adds: Floats, ids: Sequence[str]) -> Ints:
    """Columns that add anything, the largest first, ties by id: the same whatever the order of the data."""
    order = np.lexsort((np.array(ids, str), -np.round(adds, 12)))
    found: Ints = order[adds[order] > _NOTHING * adds.sum()]
    return found


def _share(telling: Telling, seed: str, part: int, path: Path | None, route: Route | None) -> Share:
    shown = min(100, round(100 * path.carries)) if path else 0
    text = words.ended(f"{_percent(part)} through {telling.described([seed])}")
    if route and shown < 100:
        text += f" Of that, {_percent(shown)} comes over the path shown; the rest comes another way round."
    return Share(seed, part, text, shown, route)


def _percent(part: int) -> str:
    return f"{part}%" if part else "under 1%"


def _closed(text: str, kept: Sequence[Share], rest: int, others: int, traces: int = 0) -> PutsHere:
    """The shares with the rest in words: what brings at least 1%, and traces too small to name."""
    weaker = others - traces
    said = []
    if weaker:
        said.append(f"over {words.counted(weaker, 'weaker path')}")
    if traces:
        said.append(f"in traces over {words.number(traces)} more" if weaker else _traces(traces))
    rest_text = f"The remaining {_percent(rest)} comes {' and '.join(said)}." if said else ""
    return PutsHere(text, tuple(kept), rest if said else 0, weaker or traces, rest_text)


def _traces(count: int) -> str:
    return f"in traces over {words.counted(count, 'weaker path')}"


def _route(telling: Telling, asked: Asked, path: Path) -> Route:
    ids = [asked.ids[at] for at in reversed(path.rows)]
    steps = tuple(_step(telling, asked, one, two) for one, two in pairwise(ids))
    return Route(ids[-1], " → ".join(telling.name(one) for one in ids), steps)


def _step(telling: Telling, asked: Asked, one: str, two: str) -> Step:
    """One tie of a path, with every record behind it; a person comes before a place in its sentence."""
    persons = schema().persons()
    index, shared = asked.projection.index, asked.projection.contexts
    if telling.entities[one]["kind"] in persons and telling.entities[two]["kind"] in persons:
        links = asked.projection.behind(one, two)
        said = reasons(telling, asked.projection, one, [two])
        ids = tuple(dict.fromkeys(id_ for link in links for id_ in link.assertions))
        return Step(one, two, words.ended(said[0].text) if said else "", ids)
    person, place = (one, two) if telling.entities[one]["kind"] in persons else (two, one)
    at = shared.rows_of[index[person]][shared.place[place]]
    ids = tuple(dict.fromkeys(id_ for statement in shared.evidence[at] for id_ in statement))
    verb = at_place({str(row["kind"]) for row in telling.ties(ids)})
    return Step(one, two, words.ended(f"{telling.name(person)} {verb} {telling.name(place)}"), ids)


def _between(telling: Telling, asked: Asked, row: int) -> PutsHere:
    """For somebody between two groups: the weaker of the two bonds decides, and what it is made of."""
    weaker, stronger = bonds(asked, row)
    child = asked.ids[row]
    members = asked.groups[weaker]
    start, end = asked.weights.indptr[row], asked.weights.indptr[row + 1]
    ties = zip(asked.weights.indices[start:end], asked.weights.data[start:end], strict=True)
    made = {asked.ids[at]: float(weight) for at, weight in ties if asked.ids[at] in members}
    if child in members:
        made[weaker] = 1.0
    order = sorted(made, key=lambda id_: (-made[id_], id_))
    parts = hundredths([*(made[id_] for id_ in order[:MOST]), sum(made[id_] for id_ in order[MOST:])])
    kept = []
    name = {group: telling.name(group) if group in telling.entities else group for group in (weaker, stronger)}
    for id_, part in zip(order[:MOST], parts, strict=False):
        if id_ == weaker:
            kept.append(Share(id_, part, f"{_percent(part)} through being named as part of {name[weaker]}.", 100, None))
            continue
        step = _step(telling, asked, child, id_)
        route = Route(id_, f"{telling.name(child)} → {telling.name(id_)}", (step,))
        text = words.ended(f"{_percent(part)} through {telling.described([id_])}")
        kept.append(Share(id_, part, text, 100, route))
    text = (
        f"{telling.name(child)} stands between {name[stronger]} and {name[weaker]}. The weaker bond decides, the one to"
        f" {name[weaker]}. Of it:"
    )
    return _closed(text, kept, parts[-1], len(order) - len(kept))

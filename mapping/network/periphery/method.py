"""Says how a list was made: everything needed to make it again, as parameters and as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.network.people import People
from mapping.network.periphery.cards import Method
from mapping.network.periphery.questions import Asked
from mapping.questions import TITLES

if TYPE_CHECKING:
    from mapping.network.periphery.settings import PeripherySettings


def method(snapshot: Snapshot, settings: PeripherySettings, asked: Asked, who: People, considered: int) -> Method:
    """The method block of a list."""
    projection = asked.projection
    out = projection.left_out
    policy = schema().policy
    limit = policy.context_limit if settings.context_limit is None else settings.context_limit
    agencies = [words.label("agency", agency).lower() for agency in snapshot.left_out_agencies]
    large = int(((projection.contexts.size > limit) & ~projection.contexts.carries).sum())
    parameters = {
        "question": TITLES[asked.question],
        "data version": snapshot.version,
        "as of": snapshot.as_of.isoformat(),
        "window in days": str(projection.window_days),
        "open": ", ".join(
            schema().roles[name].label
            for name in settings.open_roles or [name for name, role in schema().roles.items() if role.open]
        ),
        "kinds of tie": ", ".join(settings.kinds) or "all that the question asks about, protective ties never",
        "contexts": ", ".join(settings.contexts) or "all: schools, places, named groups, events, things",
        "half-life in days": str(settings.half_life_days or "of each kind, as the schema says"),
        "largest context that carries": str(limit),
        "method": f"label spreading, alpha {settings.alpha}, symmetric normalisation",
        "resamples": f"{settings.runs}, seed {settings.seed}, a fifth of the seeds dropped, ties kept as graded",
        "list": f"at most {settings.top} of those with a recent tie of their own, graded or said by two agencies",
        "grades": f"source {_grades(policy.source_grade)}; information {_grades(policy.information_grade)};"
        f" ungraded {policy.ungraded}",
        "agencies left out": ", ".join(snapshot.left_out_agencies) or "none",
        "schema": schema().version,
    }
    lines = [
        f"Data of {words.day(snapshot.as_of)}, version {snapshot.version}; seen within {projection.window_days} days.",
        f"{words.counted(considered, 'child', 'children')} not open to the hub considered;"
        f" {words.number(len(asked.seeds))} to be near to.{_chosen(settings)}",
        f"Listed: at most {settings.top} children with a tie of their own to them, within the window, that somebody"
        " graded or two agencies report. Family, home and school do not age and list nobody by themselves.",
        _left_out(
            {
                "ties last known before the window": out.outside_window,
                "dated in the future": out.in_the_future,
                "suspected false": out.suspected_false + snapshot.withheld.suspected_false,
                "restricted": out.restricted + snapshot.withheld.restricted,
            }
        ),
        "Protective ties carry no harm and put nobody on a list." + _professionals(len(projection.left_out_people)),
    ]
    homes = sum(kind == "childrens_home" for kind in snapshot.entities["subkind"].to_pylist())
    lines += _data(asked, snapshot)
    if homes:
        count = words.counted(homes, "home")
        lines.append(f"Living in the same children's home ties nobody ({count}): children do not choose it.")
    if large:
        contexts = words.counted(large, "place, group or school", "places, groups or schools")
        lines.append(f"{contexts} with more than {limit} people carried nothing.")
    if who.age_unknown:
        count = words.counted(len(who.age_unknown), "person", "people")
        lines.append(f"{count} named in information about harm: age not recorded, so not used as an adult of concern.")
    if agencies:
        lines.append(f"Without {words.listed(agencies)} records.")
    return Method(
        question=asked.question.value,
        title=TITLES[asked.question],
        data_version=snapshot.version,
        as_of=snapshot.as_of,
        purpose=snapshot.purpose,
        window_days=projection.window_days,
        left_out_agencies=snapshot.left_out_agencies,
        parameters=tuple(parameters.items()),
        lines=tuple(lines),
    )


CROWD = 500
"""Nobody is tied to more people than this in half a year: it is rather a name for nobody, such as Unknown."""


def _chosen(settings: PeripherySettings) -> str:
    """What of the definition is not as usual, in words."""
    said = ""
    if settings.kinds:
        said += f" Only these ties count: {words.listed([schema().ties[one].label for one in settings.kinds])}."
    if settings.contexts:
        shared = [schema().entities[one].plural.lower() for one in settings.contexts]
        said += f" Of all that people share, only {words.listed(shared)} tie them."
    if settings.open_roles:
        said += f" Open means: {words.listed([schema().roles[one].label for one in settings.open_roles])}."
    return said


def _data(asked: Asked, snapshot: Snapshot) -> Iterator[str]:
    """What in the data itself bears on the list, a sentence each."""
    themselves = asked.projection.left_out.to_themselves
    if themselves:
        yield f"{words.counted(themselves, 'tie')} from somebody to themself dropped."
    if len(asked.seeds) == 1:
        yield "One alone is known to be near to: it is never left out in the tries, so the bands test the ties alone."
    said = asked.projection.contexts.said
    if len(said) and not _graded(snapshot, said.ids):
        yield "Nobody graded any tie that this question follows: only what two agencies report can list a child."
    crowded = int((np.diff(asked.projection.weights.indptr) > CROWD).sum())
    if crowded:
        who = "One person is" if crowded == 1 else f"{words.number(crowded)} people are"
        yield f"{who} tied to more than {CROWD} others: look whether that is one person or a name that stands for many."


def _graded(snapshot: Snapshot, ids: Sequence[Sequence[str]]) -> bool:
    """Whether any of these assertions has a grade."""
    ties = snapshot.ties
    graded = ties.filter(pc.or_(pc.is_valid(ties["source_grade"]), pc.is_valid(ties["information_grade"])))
    known = set(graded["id"].to_pylist())
    return any(id_ in known for statement in ids for id_ in statement)


def _grades(table: Mapping[str, float]) -> str:
    """`1: 1.0, 2: 0.8`: how much each grade carries."""
    return ", ".join(f"{grade}: {carries}" for grade, carries in table.items())


def _left_out(counts: Mapping[str, int]) -> str:
    said = [f"{words.number(count)} {why}" for why, count in counts.items() if count]
    return f"Left out: {', '.join(said)}." if said else "No tie was left out for its date, grade or handling."


def _professionals(count: int) -> str:
    return f" {words.counted(count, 'professional is', 'professionals are')} left out." if count else ""

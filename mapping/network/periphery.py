"""Answers one question about the periphery: which children not open to the hub there is reason to look at, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from graph.snapshot import Snapshot
from mapping import words
from mapping.network.assembly import assemble
from mapping.network.cards import Card, Periphery, Without
from mapping.network.method import method
from mapping.network.people import People, people
from mapping.network.projection import ProjectionSettings
from mapping.network.questions import HEADINGS, NOBODY, Asked, Question, ask, candidates
from mapping.network.ranking import rank, stability
from mapping.network.spreading import ALPHA
from mapping.network.stability import RUNS, TOP, Resamples
from mapping.network.telling import Telling
from mapping.network.thin import thin_records
from mapping.words import Naming

STAYS, BELOW, GONE = "still be here", "fall below the cut of this list", "not be here"
NOT_REASSURANCE = "Nothing found is not the same as nothing there."


@dataclass(frozen=True, slots=True)
class PeripherySettings:
    """What is asked, and what counts. The defaults are the working definition of `policy.yaml`."""

    question: Question = Question.NEAR_HARMED
    window_days: int | None = None
    open_roles: tuple[str, ...] = ()  # roles that count as open; empty: those the schema says
    left_out_agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()  # tie kinds that count; empty: all
    context_limit: int | None = None
    half_life_days: int | None = None
    places: tuple[str, ...] = ()  # for shared places: which; empty: where several children came to harm
    groups: Mapping[str, frozenset[str]] | None = None  # for bridging groups; none: the named ones
    top: int = TOP  # so many children at most
    alpha: float = ALPHA
    runs: int = RUNS
    seed: int = 0
    naming: Naming = Naming.FULL

    def projection(self) -> ProjectionSettings:
        """What of this concerns the projection."""
        return ProjectionSettings(
            window_days=self.window_days,
            half_life_days=self.half_life_days,
            kinds=self.kinds,
            context_limit=self.context_limit,
        )


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
    settings = settings or PeripherySettings()
    question = Question(settings.question)
    heard = snapshot.without_agency(*settings.left_out_agencies) if settings.left_out_agencies else snapshot
    # Who is open is where a child stands with services, not evidence: leaving out the hub's records must not turn
    # open children into finds.
    everyone = people(snapshot, window_days=settings.window_days, open_roles=settings.open_roles)
    who = _who(heard, everyone, settings)
    asked = ask(question, heard, who, settings.projection(), settings.places, settings.groups)
    order = rank(asked, settings.alpha)
    listed = order.rows[: settings.top]
    tried = stability(asked, alpha=settings.alpha, top=settings.top, runs=settings.runs, seed=settings.seed)
    telling = Telling(heard, who, Naming(settings.naming), asked.projection.window_days, asked.also)
    without = _without(snapshot, everyone, settings, [asked.ids[row] for row in listed])
    made = [_card(telling, asked, int(row), tried, without) for row in listed]
    cards = sorted((card for card in made if card), key=_newest_first)
    reached = {asked.ids[row] for row in order.rows}
    return Periphery(
        question=question.value,
        title=HEADINGS[question],
        cards=tuple(cards),
        total=len(order.rows) - (len(listed) - len(cards)),
        thin_records=thin_records(telling, candidates(who), reached),
        method=method(heard, settings, asked, who, len(candidates(who))),
        empty="" if cards else _empty(asked, question),
    )


def _card(
    telling: Telling, asked: Asked, row: int, tried: Resamples, without: Mapping[str, dict[str, str]]
) -> Card | None:
    """The card of one candidate; none when no reason can be put in words."""
    child = asked.ids[row]
    changes = tuple(
        Without(agency, held[child] == STAYS, _would(telling, child, agency, held[child]))
        for agency, held in without.items()
    )
    return assemble(telling, asked, row, tried.band(row), changes)


def _would(telling: Telling, child: str, agency: str, fate: str) -> str:
    start = f"Without {words.label('agency', agency).lower()} records {telling.name(child)} would"
    return f"{start} {fate}."


def _newest_first(card: Card) -> tuple[int, str, str]:
    return -(card.latest or date.min).toordinal(), card.heading, card.id


def _who(heard: Snapshot, everyone: People, settings: PeripherySettings) -> People:
    """Who is who by what is heard, but open as everything recorded says."""
    if heard.left_out_agencies == () and not settings.left_out_agencies:
        return everyone
    who = people(heard, window_days=settings.window_days, open_roles=settings.open_roles)
    return replace(who, open=everyone.open, professionals=everyone.professionals)


def _without(
    snapshot: Snapshot, everyone: People, settings: PeripherySettings, listed: list[str]
) -> dict[str, dict[str, str]]:
    """For each agency heard: what would become of each listed child had it said nothing."""
    left = set(settings.left_out_agencies)
    agencies = sorted(set(snapshot.ties["agency"].to_pylist()) - left - {None}) if listed else []
    found: dict[str, dict[str, str]] = {}
    for agency in agencies:
        heard = snapshot.without_agency(*left, agency)
        who = _who(heard, everyone, settings)
        asked = ask(Question(settings.question), heard, who, settings.projection(), settings.places, settings.groups)
        rows = [asked.ids[row] for row in rank(asked, settings.alpha).rows]
        still, below = set(rows[: settings.top]), set(rows[settings.top :])
        found[agency] = {child: STAYS if child in still else BELOW if child in below else GONE for child in listed}
    return found


def _empty(asked: Asked, question: Question) -> str:
    """Why a list is empty; nothing found is not the same as nothing there."""
    if not len(asked.candidates):
        return "Every child in this data is open to the hub."
    if not len(asked.seeds):
        return NOBODY[question]
    if not len(np.flatnonzero(np.diff(asked.weights.indptr))):
        return f"No ties of this kind are recorded in this window. {NOT_REASSURANCE}"
    return f"No child not open to the hub is tied to them in this window. {NOT_REASSURANCE}"

"""What is asked of the periphery and what counts; refuses settings that could only give a silent nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data_schema import schema
from mapping import words
from mapping.network.projection import ProjectionSettings
from mapping.network.spreading import ALPHA, NotComputable
from mapping.network.stability import RUNS, TOP
from mapping.questions import Question
from mapping.words import Naming


@dataclass(frozen=True, slots=True)
class PeripherySettings:
    """What is asked, and what counts. The defaults are the working definition of `policy.yaml`."""

    question: Question = Question.NEAR_HARMED
    window_days: int | None = None
    open_roles: tuple[str, ...] = ()  # roles that count as open; empty: those the schema says
    left_out_agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()  # tie kinds that count; empty: all
    contexts: tuple[str, ...] = ()  # kinds of context that tie those who share one; empty: all
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
            contexts=self.contexts,
            context_limit=self.context_limit,
        )


def checked(settings: PeripherySettings) -> PeripherySettings:
    """The same settings, when an answer can be made of them.

    Raises
    ------
    NotComputable
        Naming the setting, what it holds and what it may hold.
    """
    least = {
        "window_days": (settings.window_days, 1),
        "half_life_days": (settings.half_life_days, 1),
        "context_limit": (settings.context_limit, 2),
        "top": (settings.top, 1),
        "runs": (settings.runs, 1),
        "seed": (settings.seed, 0),
    }
    for name, (value, lowest) in least.items():
        if value is not None and value < lowest:
            raise NotComputable(f"{name} is {value}: give {lowest} or more.")
    if not 0 < settings.alpha < 1:
        raise NotComputable(f"alpha is {settings.alpha}: give a number between 0 and 1.")
    _known("kinds", settings.kinds, schema().ties)
    _known("contexts", settings.contexts, context_kinds())
    _known("open_roles", settings.open_roles, schema().roles)
    return settings


def context_kinds() -> tuple[str, ...]:
    """The kinds of context that can tie two people who share one: everything that is not a person."""
    return tuple(name for name, kind in schema().entities.items() if not kind.person)


def _known(name: str, given: Iterable[str], may_be: Iterable[str]) -> None:
    may = list(may_be)
    wrong = [one for one in given if one not in may]
    if wrong:
        raise NotComputable(
            f"{name} holds {words.listed(wrong)}, which is not known here. It may hold: {', '.join(may)}."
        )

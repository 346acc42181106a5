"""One way in which two people are tied, with the assertions that say so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One way in which two people are tied: directly, through a context, or missing together."""

    how: str  # direct | context | together
    kind: str  # tie kind; of a context its entity kind
    via: str | None  # the context or end place
    assertions: tuple[str, ...]
    value: float
    measure: str = ""  # hours | days, for missing together

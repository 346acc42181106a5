"""Why somebody was added to a board: kept as words and Kith ids, shown with the names of the naming mode."""

from __future__ import annotations

import re
from collections.abc import Callable

from data_schema import schema

GONE = "somebody held no longer"
LONGEST = 500
"""Letters that an operation keeps of it."""


def why(words: str, *ids: str) -> str:
    """`who else was there: C-7K2M9QXA4B`; ids past what an operation keeps are counted."""
    told = f"{words}: {', '.join(ids)}" if ids else words
    kept = len(ids)
    while len(told) > LONGEST and kept > 1:
        kept -= 1
        told = f"{words}: {', '.join(ids[:kept])} and {len(ids) - kept} more"
    return told[:LONGEST]


def why_said(text: str, name: Callable[[str], str | None]) -> str:
    """The same with names: each Kith id as `name` calls it, or `somebody held no longer` where it knows none."""
    prefixes = "|".join(sorted({kind.prefix for kind in schema().entities.values()}, key=len, reverse=True))
    return re.sub(rf"\b(?:{prefixes})-[0-9A-Z]{{10}}\b", lambda found: name(found[0]) or GONE, text)

"""A figure of a month as a panel may see it: what could be worked out from two figures side by side is not shown."""

from __future__ import annotations

from mapping import words
from mapping.small import HIDDEN
from mapping.trends.counts import NOT_RECORDED, Count, count
from mapping.trends.figures import SUBSETS, WORK
from mapping.trends.groups import flows_hidden
from mapping.trends.state import At

_FLOWS = {
    "nrm_waiting": ("nrm_referred", "nrm_reasonable", "nrm_conclusive", "nrm_negative"),
    "nrm_open": ("nrm_referred", "new", "closed"),
}
"""Figure -> the flows that its difference from the month before would tell."""


def seen(at: At, name: str, limit: int) -> Count:
    """A count as it may be shown beside the others of its month."""
    value, of = at.values[name], at.of.get(name)
    if value is None:
        hidden = name in WORK and of is None and at.values["missing_children"]
        return Count(None, HIDDEN if hidden else NOT_RECORDED)
    if name == "missing_episodes":
        children = at.values["missing_children"] or 0
        return Count(None, HIDDEN) if 0 < children < limit else Count(value, words.number(value))
    if name in WORK:
        return Count(value, words.number(value))
    if name in {"new", "closed"} and flows_hidden(at.hub, limit):
        return Count(None, HIDDEN)
    if name in SUBSETS and of is not None and 0 < of - value < limit:
        return Count(None, HIDDEN)
    return count(value, limit)


def seen_before(now: At, past: At, name: str, limit: int) -> Count:
    """The count of the month before as it may be shown beside this month's: not where the two tell a small flow."""
    flows = [now.values[flow] or 0 for flow in _FLOWS.get(name, ())]
    if past.values[name] is not None and any(0 < flow < limit for flow in flows):
        return Count(None, HIDDEN)
    return seen(past, name, limit)

"""Missing together, and what children were getting away from and drawn to, as recorded after their episodes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.errors import KithError
from graph.snapshot import Snapshot
from mapping import words
from mapping.discreet import discreet
from mapping.pages import _data, _frame
from mapping.trends import Missing, MissingSettings
from mapping.trends.missing import PairMissing

MOST_TOLD = 30
_PAIRS = 10


def pairs(found: Missing) -> None:
    """Pairs of children missing together, all of them behind an expander."""
    shown = found.together[:_PAIRS]
    _frame.heading("Missing together", f"{words.showing(len(shown), len(found.together))} pairs in {found.days} days")
    if not shown:
        _frame.html('<p class="quiet">No two children are known to have been missing together in these days.</p>')
        return
    _frame.html(_table(shown))
    if len(shown) < len(found.together):
        with st.expander(f"All {len(found.together)} pairs", key="missing-pairs"):
            _frame.html(_table(found.together))


def _table(found: Sequence[PairMissing]) -> str:
    rows = [
        (" and ".join(one.headings), one.times, words.day(one.latest), one.place or "not recorded", one.how)
        for one in found
    ]
    heads = ("Children", "Times", "Latest", "Ended at", "How it is known")
    return _frame.table(heads, rows, caption="Missing together", numbers=(1,))


def told(snapshot: Snapshot, found: Missing, settings: MissingSettings) -> None:
    """Push and pull, in the words recorded: read from the records only when somebody asks, and noted as read."""
    many = min(len(found.heard), MOST_TOLD)
    _frame.heading(
        "What they were getting away from, and drawn to",
        f"{words.counted(len(found.heard), 'interview')} held after episodes of this month",
        "Their words are not copied into lists. Reading them leaves a line in the audit log.",
    )
    if not many:
        _frame.html('<p class="quiet">No return interview held after these episodes is on record.</p>')
        return
    label = "Read what was recorded" if many == len(found.heard) else f"Read the latest {many}"
    if not st.toggle(label, key="missing-told"):
        return
    rows, silent = [], 0
    view = _data.view()
    for event, heading, day in found.heard[::-1][:MOST_TOLD]:
        try:
            held = view.entity(event).properties
        except KithError:  # withdrawn since the snapshot was read
            continue
        push, pull = (str(held.get(name) or "") for name in ("push", "pull"))
        if push or pull:
            short = discreet(snapshot, [event], settings.naming)
            rows.append((heading, words.day(day), short(push) or "not recorded", short(pull) or "not recorded"))
        else:
            silent += 1
    _frame.html(
        _frame.table(("Child", "Held", "Getting away from", "Drawn to"), rows, caption="Push and pull, as recorded")
    )
    if silent:
        _frame.html(f'<p class="note">Of {words.counted(silent, "interview")} neither is recorded.</p>')

"""Missing together, and what children were getting away from and drawn to, as recorded after their episodes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from graph.errors import KithError
from mapping import words
from mapping.discreet import discreet
from mapping.pages import _data, _frame
from mapping.pages._month_records import Opens
from mapping.pages._text import esc
from mapping.trends import Missing
from mapping.trends.missing import PairMissing

MOST_TOLD = 30
_PAIRS = 10


def pairs(found: Missing, opens: Opens) -> None:
    """Pairs of children missing together, all of them behind an expander."""
    shown = found.together[:_PAIRS]
    _frame.heading("Missing together", f"{words.showing(len(shown), len(found.together))} pairs in {found.days} days")
    if not shown:
        _frame.html('<p class="quiet">No two children are known to have been missing together in these days.</p>')
        return
    _frame.html(_table(shown, opens))
    if len(shown) < len(found.together):
        with st.expander(f"All {len(found.together)} pairs", key="missing-pairs"):
            _frame.html(_table(found.together, opens))


def _table(found: Sequence[PairMissing], opens: Opens) -> str:
    rows = [
        (
            " and ".join(one.headings),
            opens.figure("pairs", "-".join(one.ids), f"{one.times:,}"),
            words.day(one.latest),
            one.place or "not recorded",
            one.how,
        )
        for one in found
    ]
    heads = ("Children", "Times", "Latest", "Ended at", "How it is known")
    return _frame.table(heads, rows, caption="Missing together", numbers=(1,))


def told(opens: Opens, found: Missing) -> None:
    """Push and pull as recorded: read only when somebody asks, and noted as read; to a panel only how many say it."""
    many = min(len(found.heard), MOST_TOLD)
    _frame.heading(
        "What they were getting away from, and drawn to",
        f"{words.counted(len(found.heard), 'interview')} held after episodes of this month",
        "Their words are not copied into lists. Reading them leaves a line in the audit log.",
    )
    if not many:
        _frame.html('<p class="quiet">No return interview held after these episodes is on record.</p>')
        return
    what = "Count which interviews say so" if opens.panel else "Read what was recorded"
    label = what if many == len(found.heard) else f"{what}: the latest {many}"
    if not st.toggle(label, key=f"missing-told-{'panel' if opens.panel else 'words'}"):
        return
    said = _read(found)
    if opens.panel:
        _counted(said, found)
    else:
        _words(said, opens)


Said = tuple[str, str, date, str, str]
"""Event, child's heading, day held, what they were getting away from, what drew them."""


def _read(found: Missing) -> list[Said]:
    """Read the latest interviews: one line in the audit log each."""
    rows, view = [], _data.view()
    for event, heading, day in found.heard[::-1][:MOST_TOLD]:
        try:
            held = view.entity(event).properties
        except KithError:  # withdrawn since the snapshot was read
            continue
        rows.append((event, heading, day, str(held.get("push") or ""), str(held.get("pull") or "")))
    return rows


def _counted(said: Sequence[Said], found: Missing) -> None:
    """How many interviews say it: the work of services, where they are of enough children to be counted at all."""
    if found.interviews.due is None:
        _frame.html(f'<p class="note">{esc(found.interviews.said)}</p>')
        return
    push, pull = (sum(bool(one[place]) for one in said) for place in (3, 4))
    neither = sum(not one[3] and not one[4] for one in said)
    rows = [("Neither recorded", neither), ("Say what they were getting away from", push), ("Say what drew them", pull)]
    _frame.html(_frame.table(("", "Interviews"), rows, caption="Push and pull", numbers=(1,)))
    _frame.html(
        '<p class="note">Kith does not sort what children said into kinds: nobody coded it, and a machine would guess.'
        " Without the panel view their words are shown.</p>"
    )


def _words(said: Sequence[Said], opens: Opens) -> None:
    rows, silent = [], 0
    for event, heading, day, push, pull in said:
        if not push and not pull:
            silent += 1
            continue
        short = discreet(opens.snapshot, [event], opens.naming)
        rows.append((heading, words.day(day), short(push) or "not recorded", short(pull) or "not recorded"))
    heads = ("Child", "Held", "Getting away from", "Drawn to")
    _frame.html(_frame.table(heads, rows, caption="Push and pull, as recorded"))
    if silent:
        _frame.html(f'<p class="note">Of {words.counted(silent, "interview")} neither is recorded.</p>')

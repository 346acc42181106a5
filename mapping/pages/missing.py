"""The Missing page: who is missing how often, with whom, found where, and whether anybody asked them why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from graph.snapshot import Snapshot
from mapping import trends as room
from mapping import words
from mapping.pages import (
    _data,
    _frame,
    _missing_child,
    _missing_panel,
    _missing_parts,
    _month,
    _month_records,
    _rail,
    _states,
)
from mapping.pages._month_records import Opens
from mapping.pages._opening import Figure
from mapping.pages._text import esc
from mapping.trends import Counted, Missing, MissingSettings
from mapping.trends.behind import Opened
from mapping.trends.behind_missing import behind
from mapping.trends.counts import NOT_RECORDED, count
from mapping.trends.missing import NOTE

TITLE = "Missing children"


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not snapshot.entities.num_rows:
        _frame.page_title(TITLE)
        _states.nothing_loaded("missing", "who is missing, how often, with whom and from where")
        return
    known = _month.known(snapshot)
    with st.sidebar:
        month = _month.choice(snapshot, known, label=True)
        repeats = st.number_input("Repeats: episodes", min_value=2, max_value=20, value=3, key="missing-repeats")
        days = st.number_input("in so many days", min_value=7, max_value=366, value=90, key="missing-days")
        naming = _rail.naming_choice()
        panel = st.toggle(
            "Panel view", value=True, key="missing-panel", help="Counts of children under 5, homes and addresses are"
            " not shown among the figures and the places.",
        )  # fmt: skip
        st.caption("Pairs and places are of the same days, up to the end of the month.")
    settings = MissingSettings(month, int(repeats), int(days), naming=naming, small=0 if panel else 1)
    found = _found(snapshot, settings)
    _frame.page_title(f"{TITLE}, {month.name}", NOTE)
    if not known.episodes:
        _states.empty(
            "missing", "No missing episode is on record",
            "Load events, return interviews or SSDA903 missing to see them here. Nothing recorded is not the same as"
            " nobody missing.", icons=("child",),
        )  # fmt: skip
        return
    opens = _opens(snapshot, settings, known, found, panel)
    _main(found, opens, settings)
    with _frame.panel():
        _missing_panel.draw(found, opens)
    _month_records.draw(opens)


@_data.worked_out
def _found(snapshot: Snapshot, settings: MissingSettings) -> Missing:
    return room.missing(snapshot, settings, _month.known(snapshot))


def _opens(snapshot: Snapshot, settings: MissingSettings, known: Counted, found: Missing, panel: bool) -> Opens:
    opens = Opens(snapshot, known, _behind(snapshot, settings), settings.naming, found.until, panel)
    return replace(opens, child=lambda child: _missing_child.draw(opens, child, settings.month))


@_data.worked_out
def _behind(snapshot: Snapshot, settings: MissingSettings) -> Mapping[str, Opened]:
    return behind(snapshot, settings, _found(snapshot, settings), _month.known(snapshot))


def _main(found: Missing, opens: Opens, settings: MissingSettings) -> None:
    month = settings.month
    _frame.html(_month.strip(_strip(found, opens, settings)))
    _frame.heading("Missing most often this month", f"{words.showing(len(found.top), found.total)} children")
    if found.top:
        _frame.html(
            _month.children(found.top, month, opens.name, caption=f"Children missing most often in {month.name}")
        )
    else:
        _frame.html(
            f'<p class="quiet">No missing episode that began in {esc(month.name)} is recorded. Nothing recorded is not'
            " the same as nobody missing.</p>"
        )
    _frame.heading(
        f"Missing {found.least} or more times in {found.days} days",
        f"{found.repeats.said} {'child' if found.repeats.count == 1 else 'children'}",
        _coverage(found),
    )
    if found.repeated:
        _frame.html(_month.repeated(found.repeated, month, found.days, opens.name, caption="Missing repeatedly"))
    _missing_parts.pairs(found, opens)
    _missing_parts.told(opens, found)


def _strip(found: Missing, opens: Opens, settings: MissingSettings) -> Sequence[tuple[Figure, str]]:
    asked, month = found.interviews, settings.month
    unheard = [one for one in found.unheard if one.episodes > 1]
    due = "none due" if asked.due == 0 else f"{_number(asked.within)} of {_number(asked.due)}"
    known, before = found.children.count, found.previous_children.count
    many, earlier = found.episodes.count, found.previous_episodes.count
    away, never = (
        opens.figure("strip", key, one.said).markup()
        for key, one in (("away", found.away), ("never", found.repeats_never_open))
    )
    return (
        (
            opens.figure("strip", "children", f"{found.children.said} children"),
            _month.more_or_fewer(known, before, month) or "missing in the month",
        ),
        (
            opens.figure("strip", "episodes", f"{found.episodes.said} episodes"),
            f"{_month.more_or_fewer(many, earlier, month)}<br><b>{away}</b> away without authorisation",
        ),
        (
            opens.figure("strip", "repeats", f"{found.repeats.said} repeatedly"),
            f"{found.least} or more times in {found.days} days<br><b>{never}</b> of them never open to the hub",
        ),
        (
            opens.figure("strip", "within", due),
            f"interviews due were held in 72 hours<br><b>{_number(asked.unknown)} unknown</b> whether offered",
        ),
        (
            opens.figure("strip", "unheard", f"{count(len(unheard), settings.limit).said} unheard"),
            "missing more than once in 12 months,<br>no return interview on record",
        ),
    )


def _number(value: int | None) -> str:
    return "not shown" if value is None else words.number(value)


def _coverage(found: Missing) -> str:
    never = [row for row in found.repeated if row.open.startswith("never")]
    if not found.repeated:
        return "Nobody on record. Absence from a list is not reassurance."
    if any(row.open == NOT_RECORDED for row in found.repeated):
        return "Who is open to the hub is not recorded in the files loaded."
    if not never:
        return "Each of them is or was open to the hub."
    names = words.listed([row.heading.partition(",")[0] for row in never], 6)
    return f"Never open to the hub: {names}."

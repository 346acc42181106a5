"""Contexts: a place, school or peer group as the subject of assessment, with its plan; without one, the register."""

from __future__ import annotations

import streamlit as st

from graph.snapshot import Snapshot
from mapping.contexts import Context, ContextSettings, NoContext, Reading
from mapping.pages import (
    _context_assess,
    _context_body,
    _context_found,
    _context_panel,
    _context_plan,
    _context_records,
    _context_register,
    _data,
    _frame,
    _rail,
    _states,
)
from mapping.pages._context_records import Opens
from mapping.pages._text import esc
from mapping.words import Naming


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not snapshot.entities.num_rows:
        _frame.page_title("Places, schools and groups that need an eye")
        _states.nothing_loaded("contexts", "places, schools and groups as subjects of assessment and care")
        return
    asked = _asked()
    settings, kind = _rail_of(snapshot, asked)
    if not asked:
        opens = Opens(settings)
        _context_register.draw(_context_found.every(snapshot, settings), kind, opens)
        _context_records.draw(opens)
        return
    try:
        found = _context_found.one(snapshot, asked, settings)
    except NoContext as refusal:
        _back()
        _states.stopped("This is not opened", str(refusal))
        return
    _one(found, snapshot)


def _asked() -> str:
    """The id in the address. It is written back: a link from this page to itself leaves the old address standing."""
    asked = str(st.query_params.get("id") or "")
    if asked:
        st.query_params["id"] = asked
    else:
        st.query_params.clear()
    return asked


def _rail_of(snapshot: Snapshot, asked: str) -> tuple[ContextSettings, str]:
    with st.sidebar:
        panel = st.toggle(
            "Panel view", value=True, key="contexts-panel", persist_state="session",
            help="Counts under 5 and who they are, children's homes and addresses are not shown.",
        )  # fmt: skip
        days = _rail.window_choice("contexts")
        naming = Naming.INITIALS if panel else _rail.naming_choice()
        settings = ContextSettings(days, panel, naming)
        kind = "All"
        if not asked:
            kind = st.segmented_control(
                "Show", list(_context_register.KINDS), default="All", required=True, key="contexts-kind"
            ) or "All"  # fmt: skip
        _jump(_context_found.reading(snapshot, settings))
        st.caption("Counts are of distinct children. A place that is not assessed, owned or reviewed says so.")
    return settings, _context_register.KINDS[kind]


def _jump(reading: Reading) -> None:
    """Any place, school or group by its name, also those that the register leaves out."""
    names = {one.id: f"{one.name} ({one.label})" for one in reading.contexts.values()}
    shown = [id for id, one in reading.contexts.items() if not (one.private and reading.settings.panel)]
    st.selectbox(
        "Open by name", shown, index=None, format_func=names.__getitem__, key="contexts-jump",
        placeholder="Any of them", on_change=_go,
    )  # fmt: skip


def _go() -> None:
    """Open what was chosen by name, and let the choice go, so that it can be made again."""
    if chosen := st.session_state.get("contexts-jump"):
        st.query_params["id"] = chosen
        st.session_state["contexts-jump"] = None


def _back() -> None:
    with st.container(key="contexts-back"):
        st.page_link(_frame.page("contexts"), label="All places, schools and groups", icon=":material/arrow_back:")


def _one(found: Context, snapshot: Snapshot) -> None:
    """One context: the sentence and dates first, what happens and what keeps safe, then the assessment and the plan."""
    _back()
    told = found.happened
    where = " · ".join(filter(None, [found.label, found.ward, found.point, f"{_span(found)}, {told.days} days"]))
    _frame.page_title(found.name, where)
    _frame.html(f'<p class="sentence measure">{esc(found.sentence)}</p>')
    _context_assess.just_said()
    opens = Opens(found.settings)
    _context_body.draw(found, opens)
    _context_assess.draw(found)
    _context_plan.draw(found, snapshot, opens)
    with _frame.panel():
        _context_panel.draw(found, opens)
    _context_records.draw(opens)


def _span(found: Context) -> str:
    since, today = found.happened.since, found.as_of
    return f"{since.day} {since:%b %Y} to {today.day} {today:%b %Y}"

"""Contexts: a place, school or peer group as the subject of assessment, with its plan; without one, all of them."""

from __future__ import annotations

import streamlit as st

from graph.snapshot import Snapshot
from mapping import words
from mapping.contexts import Named, named
from mapping.pages import _data, _frame, _states

_FEW = 50


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not snapshot.entities.num_rows:
        _frame.page_title("Places, schools and groups", "What happens there, what keeps children safe, what is done")
        _states.nothing_loaded("contexts", "places, schools and groups as subjects of care")
        return
    with st.sidebar:
        panel = st.toggle(
            "Panel view", value=True, key="contexts-panel", persist_state="session",
            help="Counts under 5, who they are, children's homes and addresses are not shown.",
        )  # fmt: skip
    known = _named(snapshot)
    asked = str(st.query_params.get("id") or "")
    one = next((each for each in known if each.id == asked), None)
    if asked and one is None:
        _states.stopped("No such place, school or group", "It is not held, or you are not shown it.")
    elif one and one.private and panel:
        _states.stopped(
            "This place is not opened on a panel view",
            "It is a children's home or an address: to name it beside harm would name who lives there.",
        )
    elif one:
        _frame.page_title(one.name, one.label)
        _frame.board_link(one.id)
    else:
        _every([each for each in known if not (panel and each.private)], len(known))


@_data.worked_out
def _named(snapshot: Snapshot) -> tuple[Named, ...]:
    return named(snapshot)


def _every(known: list[Named], total: int) -> None:
    shown = known[:_FEW]
    _frame.page_title("Places, schools and groups", words.showing(len(shown), total))
    for one in shown:
        _frame.context_link(one.id, label=one.name)

"""Groups of concern on the Groups page: raising one, what waits for the hub, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import streamlit as st

from graph.access import Purpose, Viewer
from graph.answers import Raised, Shown
from graph.desk import LONGEST
from graph.model import Concern
from graph.snapshot import Snapshot
from mapping import words
from mapping.discreet import discreet
from mapping.network.groups import FoundGroup, NamedGroup
from mapping.network.raised import changed, lasting_name, raised_as, stands
from mapping.pages import _data, _frame, _wording
from mapping.pages._decide import deciding, refusing
from mapping.pages._text import esc
from mapping.words import Naming

SAID = "kith-concern-said"
"""Session key: what was just recorded, said once above the list."""

_WHY = "What is it about this group that the hub should know within 24 hours?"


def held() -> Shown[Raised]:
    """Every group of concern this viewer may see, answered ones too; read again only when something changed."""
    now, store = _data.desk(), _data.store()
    with _data.answering():
        return _held(store.decided(), store.version(), now.viewer, now.purpose)


@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _held(decided: int, version: str, viewer: Viewer, purpose: Purpose) -> Shown[Raised]:
    """The arguments are the key of the cache."""
    return _data.store().view(viewer, purpose).concerns(past=True)


def just_said() -> None:
    """What was recorded a moment ago, once."""
    if said := st.session_state.pop(SAID, None):
        _frame.html(f'<p class="note" role="status">{esc(said)}</p>')
        _wording.once()


def said_of(group: FoundGroup, concerns: Sequence[Raised], snapshot: Snapshot, naming: Naming) -> Raised | None:
    """Say on the card of a found group that it was raised, if it was; the concern."""
    members = [member.id for member in group.members]
    found = raised_as(members, concerns)
    if found:
        _frame.html(_standing(found, snapshot, naming) + _note(changed(found, members, snapshot, naming)))
    return found


def raise_group(group: FoundGroup) -> None:
    """The small form that raises a found group."""
    with st.expander("Raise as a group of concern", key=f"group-raise-{group.id}"):
        members = tuple(member.id for member in group.members)
        _form(f"raise-{'-'.join(members[:3])}", lambda why, told: Concern(lasting_name(group), members, why, told=told))


def raise_named(named: Sequence[NamedGroup]) -> None:
    """The small form that raises a group that somebody named."""
    choice = {one.id: one for one in named if len(one.members) > 1}
    if not choice:
        return
    with st.expander("Raise a named group as a group of concern", key="group-raise-named"):
        # The choices of a select box are text, never Markdown: no mark in a name needs escaping here.
        chosen = st.selectbox("Which", list(choice), format_func=lambda id: choice[id].name, key="group-raise-which")
        if chosen:
            group = choice[chosen]
            _form(f"named-{chosen}", lambda why, told: Concern(group.name, group.members, why, group.id, told))


def _form(key: str, made: Callable[[str, str], Concern]) -> None:
    with st.form(f"kith-{key}", border=False, enter_to_submit=False):
        why = st.text_area("Why", placeholder=_WHY, max_chars=LONGEST, height=80, key=f"{key}-why")
        told = st.text_input("Who was told already, if anybody", max_chars=LONGEST, key=f"{key}-told")
        pressed = _frame.submitted("Raise", key, "primary")
    if pressed:
        _wording.keep(key, why, told)
        with refusing():
            raised = deciding().raise_concern(made(why, told))
            st.session_state[SAID] = f"Raised: {raised.name}. It waits under “Groups of concern” for the hub's answer."
            st.rerun()
    _wording.under(key)


def waiting(concerns: Shown[Raised], snapshot: Snapshot, naming: Naming) -> None:
    """The groups of concern that wait for an answer, at the top of the panel; those longest due first."""
    open_ = sorted((one for one in concerns if one.open), key=lambda one: (one.due, one.place))
    _frame.heading(
        "Groups of concern",
        f"{words.number(len(open_))} waiting" if open_ else "",
        "Concerns about a group go to the hub within 24 hours." + ("" if open_ else " None is waiting for an answer."),
    )
    for one in open_:
        short = discreet(snapshot, one.members, naming)
        with st.container(key=f"kith-concern-{one.id}"):
            _frame.html(
                f"<h3>{esc(one.name)}</h3>"
                + _standing(one, snapshot, naming)
                + _note(short(f"Why: {one.why}"))
                + _note(short(f"Told: {one.told}") if one.told else "")
                + _note(f"People: {stands(one, snapshot, _now(), naming).members}.")
            )
            _frame.board_link(*one.members)
            _answer(one)
    if concerns.withheld.restricted:
        _frame.html(_note(f"{concerns.withheld.restricted} withheld: about people whose records are restricted."))


def _answer(one: Raised) -> None:
    with st.expander("Answer", key=f"concern-answer-{one.id}"), st.form(f"kith-answer-{one.id}", border=False):
        text = st.text_input("What was decided, or why it is taken back", max_chars=LONGEST, key=f"answer-{one.id}")
        with st.container(horizontal=True, gap="small"):
            answered = _frame.submitted("Record the answer", f"answer-{one.id}", "primary")
            back = _frame.submitted("Take it back", f"answer-{one.id}")
        if answered or back:
            _wording.keep(one.id, text)
            with refusing():
                desk = deciding()
                (desk.answer_concern if answered else desk.withdraw_concern)(one.id, text)
                st.session_state[SAID] = f"{'Answered' if answered else 'Taken back'}: {one.name}."
                st.rerun()
        _wording.under(one.id)


def _standing(one: Raised, snapshot: Snapshot, naming: Naming) -> str:
    told = stands(one, snapshot, _now(), naming)
    late = f'<p class="note late">{esc(told.late)}</p>' if told.late else ""
    said = discreet(snapshot, one.members, naming)(told.said)
    return f'<div class="concern"><p>{esc(said)}</p>{late}</div>'


def _note(text: str) -> str:
    return f'<p class="note">{esc(text)}</p>' if text else ""


def _now() -> datetime:
    return datetime.now(UTC)

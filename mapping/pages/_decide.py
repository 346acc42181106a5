"""Where a person says what they decide about a child of a list, and why; and what was decided before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from data_schema import schema
from graph.access import Purpose, Viewer
from graph.answers import Decided, Shown
from graph.decisions import Decisions
from graph.desk import LONGEST
from graph.errors import KithError
from graph.model import Decision
from graph.snapshot import Snapshot
from mapping.network.decided import STAYS, Placed
from mapping.network.periphery.cards import Card
from mapping.pages import _data, _frame, _wording
from mapping.pages._text import esc, plain

SAID = "kith-decided-said"
"""Session key: what was just recorded, said once above the list."""

_WHY = {"wrong": "What is wrong about it: the child, the record, or what it is taken to say?"}
_USUAL_WHY = "Why, for whoever reads this next"
_LOADING = (
    "Records are being loaded at this moment, so this list may lack some of them. Decide when they are in: "
    "the list is made anew by itself."
)


@dataclass(frozen=True, slots=True)
class Asking:
    """The list on which somebody decides: its question, and the version of the data it was made of."""

    question: str
    version: int
    settled: bool  # False while somebody writes: the list may lack a part of what was loaded

    @classmethod
    def of(cls, question: str, snapshot: Snapshot) -> Asking:
        """The question as asked of this snapshot."""
        return cls(question, int(snapshot.version.rstrip("+")), not snapshot.version.endswith("+"))


def held() -> Shown[Decided]:
    """What was decided about children this viewer may see; read again only when something was decided or loaded."""
    now, store = _data.desk(), _data.store()
    with _data.answering():
        return _held(store.decided(), store.version(), now.viewer, now.purpose)


@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _held(decided: int, version: str, viewer: Viewer, purpose: Purpose) -> Shown[Decided]:
    """The arguments are the key of the cache."""
    return _data.store().view(viewer, purpose).decisions()


def deciding() -> Decisions:
    """The way in for decisions, as this viewer, for this purpose."""
    now = _data.desk()
    return _data.store().decisions(now.viewer, now.purpose)


@contextmanager
def refusing() -> Iterator[None]:
    """Say in place why something was not recorded: nothing on the page may look as if it had been."""
    try:
        with _data.answering():
            yield
    except KithError as error:
        _refused(str(error))
    except _data.StoreDown as down:
        _refused(f"Not recorded. {' '.join(down.words)}")


def _refused(text: str) -> None:
    _frame.html(f'<p class="refused" role="alert">{esc(text)}</p>')


def just_said() -> None:
    """What was recorded a moment ago, once."""
    if said := st.session_state.pop(SAID, None):
        _frame.html(f'<p class="note" role="status">{esc(said)}</p>')
        _wording.once()


@st.fragment
def row(placed: Placed, asking: Asking) -> None:
    """The four verdicts beside what was decided; pressing one asks why, and nothing is recorded before that."""
    card, standing = placed.card, placed.decision
    key = f"decide-{asking.question}-{card.id}"
    before = standing.verdict if standing else None
    with st.container(key=f"kith-{key}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _frame.html('<p class="label">Decide</p>', narrow=True)
            codes = schema().codes["verdict"].codes
            # Another decision is another control: it begins at what stands now.
            control = f"{key}-{standing.id if standing else 'none'}"
            st.session_state.setdefault(control, before)
            chosen = st.segmented_control(
                f"Decide about {plain(card.heading)}",
                list(codes),
                format_func=lambda code: codes[code].label,
                key=control,
                label_visibility="collapsed",
            )
            if chosen == before and not standing:
                _frame.board_link(card.id)
        if chosen == before and standing:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                _frame.html(f'<p class="note">{esc(placed.said)}</p>')
                _frame.board_link(card.id)
        if chosen != before:
            _why(card, asking, standing, chosen, control)


def _why(card: Card, asking: Asking, standing: Decided | None, chosen: str | None, control: str) -> None:
    """The reason, and Record or Cancel. Without a verdict the decision that stands is taken back."""
    if not asking.settled:
        _refused(_LOADING)
        return
    label = schema().codes["verdict"].label(chosen) if chosen else "Take the decision back"
    field = f"{control}-why"
    with st.form(f"{control}-form", border=False):
        reason = st.text_input(
            f"{label}: why?", placeholder=_WHY.get(chosen or "", _USUAL_WHY), max_chars=LONGEST, key=field
        )
        with st.container(horizontal=True, gap="small"):
            record = _frame.submitted("Record", control, "primary")
            before = standing.verdict if standing else None
            st.form_submit_button("Cancel", on_click=_reset, args=({control: before, field: ""},))
    if record:
        _wording.keep(control, reason)
        with refusing():
            if chosen:
                made = Decision(card.id, asking.question, chosen, reason, card.evidence, asking.version)
                deciding().decide(made)
            elif standing:
                deciding().withdraw(standing.id, reason)
            st.session_state[SAID] = _recorded(card, chosen)
            st.rerun()
    _wording.under(control)


def _reset(values: Mapping[str, str | None]) -> None:
    """Put the controls back at what stands."""
    st.session_state.update(values)


def _recorded(card: Card, chosen: str | None) -> str:
    if not chosen:
        return f"Taken back: {card.heading}, is on the list as before."
    verdict = schema().codes["verdict"].label(chosen).lower()
    if chosen == STAYS:
        return f"Recorded: {card.heading}, {verdict}."
    return (
        f"Recorded: {card.heading}, {verdict}. Hidden here until new evidence comes; the decision stands under "
        "“Decided already” and can be changed there."
    )

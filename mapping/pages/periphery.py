"""The Periphery page: children not open to the hub whom there is reason to look at. Five questions, kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from graph.snapshot import Snapshot
from mapping import words
from mapping.discreet import discreet
from mapping.network.decided import Placed, Sorted, history, put_aside
from mapping.network.periphery import periphery
from mapping.network.periphery.cards import BAND_MEANING, BAND_WORDS, Method, Periphery, ThinRecord
from mapping.network.periphery.missed import Missed, missed
from mapping.network.periphery.settings import PeripherySettings
from mapping.network.stability import TOP
from mapping.pages import _data, _decide, _evidence, _frame, _periphery_card, _periphery_rail, _states
from mapping.pages._text import esc, plain
from mapping.questions import Question

_FEW_CARDS, _FEW_THIN = 6, 6


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not snapshot.entities.num_rows:
        _frame.page_title("Children not open to the hub", "Reasons to look, not findings")
        _states.nothing_loaded("periphery", "which children there is reason to look at")
        return
    decided = _decide.held()
    chosen = _periphery_rail.filters(snapshot, decided)
    asked = chosen.settings
    with st.spinner("Asking the question, and asking it again with records left out"):
        found = _answer(snapshot, asked)
    sorted_ = put_aside(found, decided, snapshot, asked.naming)
    with chosen.below:
        every = st.toggle(f"Decided already ({sorted_.decided})", key="periphery-decided")
    _list(found, sorted_, asked, _decide.Asking.of(found.question, snapshot), decided_too=every)
    with _frame.panel():
        _thin(found)
        _bands()
        looking_back = st.container()
        _beside(found)
        _method(found.method, decided.withheld.restricted)
    with looking_back:  # last, so that the list itself does not wait for it
        _missed(snapshot, replace(asked, question=Question.NEAR_HARMED, top=TOP))


@_data.worked_out
def _answer(snapshot: Snapshot, settings: PeripherySettings) -> Periphery:
    return periphery(snapshot, settings)


def _list(
    found: Periphery, after: Sorted, asked: PeripherySettings, asking: _decide.Asking, *, decided_too: bool
) -> None:
    """The cards, newest evidence first, never ranked; those decided about above them when they are asked for."""
    shown = after.shown if st.session_state.get("periphery-all") == asked else after.shown[:_FEW_CARDS]
    on_page = len(shown) + (len(after.aside) if decided_too else 0)
    parts = [f"{words.showing(on_page, len(found.cards))}, newest evidence first, not ranked"]
    if after.hidden and not decided_too:
        parts.append(after.hidden)
    _frame.page_title(found.title, f"Reasons to look, not findings · {' · '.join(parts)}")
    _decide.just_said()
    if found.rest:
        _frame.html(f'<p class="note">{esc(found.rest)}</p>')
    if decided_too:
        _decided(after, asked, asking)
    if not after.shown:
        _nothing(found, after, asked)
        return
    if decided_too and after.aside:
        _frame.heading("On the list", words.showing(len(shown), len(after.shown)))
    _cards(shown, asked, asking)
    if len(shown) < len(after.shown):
        st.button(
            f"Show all {len(after.shown)}",
            key="periphery-show-all",
            on_click=lambda: st.session_state.update({"periphery-all": asked}),
        )


def _cards(places: Sequence[Placed], asked: PeripherySettings, asking: _decide.Asking) -> None:
    for placed in places:
        with _frame.card(f"periphery-{placed.card.id}"):
            _frame.html(_periphery_card.markup(placed))
            _foot(placed, asked, asking)


def _decided(after: Sorted, asked: PeripherySettings, asking: _decide.Asking) -> None:
    """The children about whom somebody decided: set aside until new evidence comes, and those off the list by now."""
    _frame.heading(
        "Decided already",
        words.counted(after.decided, "child", "children"),
        "They come back by themselves once a record comes in, or is corrected, after the decision."
        if after.aside
        else "Nobody on this list is set aside.",
    )
    _cards(after.aside, asked, asking)
    if after.gone:
        gone = [(one.heading, one.said) for one in after.gone]
        _frame.html(
            '<p class="note">Decided earlier and not on the list as it is asked now: nothing recent enough, open to '
            f"the hub by now, or left out by a filter.</p>{_frame.rows(gone)}"
        )


def _nothing(found: Periphery, after: Sorted, asked: PeripherySettings) -> None:
    if after.aside:
        _states.empty(
            "all-decided",
            "Everybody on this list was decided about",
            f"{words.counted(len(after.aside), 'child', 'children')} stay hidden until new evidence comes. “Decided "
            "already” in the rail shows them.",
            icons=("child",),
        )
        return
    left = [words.label("agency", agency).lower() for agency in asked.left_out_agencies]
    without = f"The records of {words.listed(left)} are left out." if left else "No source is left out."
    window = f"Only what was seen within {asked.window_days} days counts. {without}"
    kinds = "Some kinds of tie are switched off under “What counts”." if asked.kinds or asked.contexts else ""

    def widen() -> None:
        st.button("Use 12 months", type="primary", on_click=_set, args=("periphery-window", "12 months"))
        if left:
            st.button("Hear every source", on_click=_forget, args=("periphery-agencies",))
        if kinds:
            st.button("Count every tie", on_click=_forget, args=("periphery-ties", "periphery-contexts"))

    said = (found.empty, window, kinds) if kinds else (found.empty, window)
    _states.empty("no-cards", "Nobody is on this list", *said, actions=widen)


def _set(key: str, value: str) -> None:
    st.session_state[key] = value


def _forget(*keys: str) -> None:
    for key in keys:
        st.session_state.pop(key, None)


def _foot(placed: Placed, asked: PeripherySettings, asking: _decide.Asking) -> None:
    """What is decided; the evidence and why they are here: read, and noted in the audit log, when somebody opens it."""
    card = placed.card
    with st.container(key=f"kith-foot-{card.id}"):
        _decide.row(placed, asking)
        with st.container(horizontal=True, gap="medium", key=f"kith-more-{card.id}"):
            evidence = _opening(f"Evidence: {words.counted(len(card.evidence), 'statement')}", f"evidence-{card.id}")
            why = _opening(f"Why {plain(card.name)} is here, and how steady that is", f"why-{card.id}")
        if evidence.open:
            with evidence, _data.answering():
                found = _data.view().evidence(card.evidence)
                _frame.html(_evidence.cards(found, naming=asked.naming, snapshot=_data.snapshot()))
        if why.open:
            with why, _data.answering():
                past = _data.view().decisions(card.id, asking.question, past=True)
                short = discreet(_data.snapshot(), [card.id], asked.naming)
                before = [short(one) for one in history(past, _data.desk().as_of)]
                _frame.html(_periphery_card.why(card, before))


def _opening(label: str, key: str) -> ExpanderContainer:
    return st.expander(label, key=f"periphery-{key}", on_change="rerun")


def _thin(found: Periphery) -> None:
    thin: tuple[ThinRecord, ...] = found.thin_records
    every = bool(st.session_state.get("periphery-thin"))
    shown = thin if every else thin[:_FEW_THIN]
    _frame.heading(
        "Thin record",
        words.showing(len(shown), len(thin)) if thin else "",
        "Too little is recorded for these children to appear on any list. That is not reassurance."
        if thin
        else "No child's record is so thin that it asks for a look by itself. That is not reassurance.",
    )
    _frame.html(_frame.rows((one.heading, one.reason) for one in shown))
    if len(shown) < len(thin):
        st.button(
            f"Show all {words.number(len(thin))}", type="tertiary", on_click=_set, args=("periphery-thin", "every")
        )
    _frame.html(_notes(found.gaps))


def _bands() -> None:
    _frame.heading(
        "What the bands mean",
        note="How far the list itself would change if some records were missing. They say nothing about how much "
        "danger a child is in.",
    )
    lines = []
    for band in BAND_WORDS:
        head, _, rest = BAND_MEANING[band].partition(". ")
        look = "band" if band in ("A", "B") else "band dashed"
        lines.append(f'<dt><span class="{look}">{band or "–"}</span></dt><dd><b>{esc(head)}.</b> {esc(rest)}</dd>')
    _frame.html(f'<dl class="bands">{"".join(lines)}</dl>')


@st.fragment
def _missed(snapshot: Snapshot, settings: PeripherySettings) -> None:
    """Children confirmed in the past year who were on no list the month before: shown without being asked."""
    _frame.heading("Children these lists missed")
    with st.spinner("Making the lists of the past year again"):
        found = _looked_back(snapshot, settings)
    _frame.html(f'<p class="said">{esc(found.text)}</p>')
    if not found.confirmed:
        return
    with st.expander("Who, why, and month by month"):
        of_lists = [f"{one.title}: {one.listed}" for one in found.questions]
        missed_first = sorted(found.children, key=lambda one: bool(one.lists))
        _frame.html(
            _frame.rows((f"{one.heading}, {words.day(one.on, snapshot.as_of)}", one.text) for one in missed_first)
            + _notes([f"On each list the month before: {'; '.join(of_lists)}.", *(one.text for one in found.months)])
            + _notes(found.notes)
        )


@_data.worked_out
def _looked_back(snapshot: Snapshot, settings: PeripherySettings) -> Missed:
    return missed(snapshot, settings)


def _beside(found: Periphery) -> None:
    if found.beside:
        _frame.heading("Asked in other ways")
        _frame.html(_notes(found.beside))


def _notes(lines: Iterable[str]) -> str:
    return "".join(f'<p class="note">{esc(line)}</p>' for line in lines)


def _method(made: Method, decisions_withheld: int) -> None:
    _frame.heading("How this list was made")
    lines = list(made.lines)
    if decisions_withheld:
        lines.append(f"{words.counted(decisions_withheld, 'decision')} about restricted records: withheld.")
    _frame.html(_notes(lines))
    with st.expander("Full method"):
        _frame.html(_frame.rows(made.parameters))  # in the panel a table would break words

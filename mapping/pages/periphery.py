"""The Periphery page: children not open to the hub whom there is reason to look at. Five questions, kept apart."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.network.cards import BAND_MEANING, BAND_WORDS, Card, Method, Periphery, ThinRecord
from mapping.network.periphery import PeripherySettings, counts, periphery
from mapping.pages import _data, _evidence, _frame, _rail, _states
from mapping.pages._text import esc
from mapping.questions import TITLES, Question

OPEN = "Open to the hub"
ANY_SERVICE = "Open to any service"
_FEW_CARDS, _FEW_THIN, _FEW_CHIPS = 6, 6, 6


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not snapshot.entities.num_rows:
        _frame.page_title("Children not open to the hub", "Reasons to look, not findings")
        _states.nothing_loaded("periphery", "which children there is reason to look at")
        return
    asked = _filters(snapshot)
    with st.spinner("Asking the question, and asking it again with records left out"):
        found = _answer(snapshot, asked)
    _list(found, asked)
    with _frame.panel():
        _thin(found)
        _bands()
        _method(found.method)


@_data.worked_out
def _answer(snapshot: Snapshot, settings: PeripherySettings) -> Periphery:
    return periphery(snapshot, settings)


@_data.worked_out
def _counts(snapshot: Snapshot, settings: PeripherySettings) -> dict[Question, int]:
    return counts(snapshot, settings)


def _filters(snapshot: Snapshot) -> PeripherySettings:
    """The questions and the filters. Counts stand beside the questions and are never added up."""
    with st.sidebar:
        questions = st.container()
        window = _rail.window_choice("periphery")
        opened = st.selectbox("Not on this list", [OPEN, ANY_SERVICE], key="periphery-open")
        left_out = _rail.sources_choice(snapshot, "periphery")
        naming = _rail.naming_choice()
        st.caption("The five questions are asked apart and never added up.")
    base = PeripherySettings(window_days=window, open_roles=_open_roles(opened), left_out_agencies=left_out)
    with questions:
        many = _counts(snapshot, base)
        question = st.radio(
            "Question",
            list(Question),
            index=1,
            format_func=lambda one: TITLES[one],
            captions=[words.counted(count, "child", "children") for count in many.values()],
            key="periphery-question",
        )
    return replace(base, question=question or Question.NEAR_ADULTS, naming=naming)


def _open_roles(choice: str) -> tuple[str, ...]:
    """Roles that keep a child off the list; empty means the schema's own."""
    if choice != ANY_SERVICE:
        return ()
    return tuple(
        name for name, role in schema().roles.items() if "child" in role.of and (role.open or role.family == "help")
    )


def _list(found: Periphery, asked: PeripherySettings) -> None:
    """The cards, newest evidence first, never ranked."""
    shown = found.cards if st.session_state.get("periphery-all") == asked else found.cards[:_FEW_CARDS]
    _frame.page_title(
        found.title,
        "Reasons to look, not findings · "
        f"{words.showing(len(shown), len(found.cards))}, newest evidence first, not ranked",
    )
    if found.rest:
        _frame.html(f'<p class="note">{esc(found.rest)}</p>')
    if not found.cards:
        _nothing(found, asked)
        return
    for card in shown:
        with _frame.card(f"periphery-{card.id}"):
            _frame.html(_card(card))
            _foot(card, asked)
    if len(shown) < len(found.cards):
        st.button(
            f"Show all {len(found.cards)}",
            key="periphery-show-all",
            on_click=lambda: st.session_state.update({"periphery-all": asked}),
        )


def _nothing(found: Periphery, asked: PeripherySettings) -> None:
    left = [words.label("agency", agency).lower() for agency in asked.left_out_agencies]
    without = f"The records of {words.listed(left)} are left out." if left else "No source is left out."
    window = f"Only what was seen within {asked.window_days} days counts. {without}"

    def widen() -> None:
        st.button("Use 12 months", type="primary", on_click=_set, args=("periphery-window", "12 months"))
        if left:
            st.button("Hear every source", on_click=_forget, args=("periphery-agencies",))

    _states.empty("no-cards", "Nobody is on this list", found.empty, window, actions=widen)


def _set(key: str, value: str) -> None:
    st.session_state[key] = value


def _forget(key: str) -> None:
    st.session_state.pop(key, None)


def _card(card: Card) -> str:
    """One child: token, who, band, reasons, records; not known, help open, what keeps them safe."""
    band = f'<span class="band{"" if card.band in ("A", "B") else " dashed"}">{esc(card.band_words)}</span>'
    roles = f'<p class="note">{esc(words.listed(card.roles))}</p>' if card.roles else ""
    reasons = "".join(
        f'<li>{esc(reason.text)} <span class="quiet">{esc(reason.latest)}</span></li>' for reason in card.reasons
    )
    safe = [*(one.text for one in card.keeps_safe), card.if_lost]
    return (
        f'<div class="child"><div class="token" aria-hidden="true">{esc(card.initials)}</div><div class="about">'
        f'<div class="head"><h2>{esc(card.heading)} <span class="of">· {esc(card.context)}</span></h2>{band}</div>'
        f'{roles}<ul class="reasons">{reasons}</ul>{_frame.chips(_chips(card))}'
        '<div class="three">'
        + _column("Not known", card.not_known, "Nothing is marked as not known.")
        + _column("Help open now", card.help_open, "None.")
        + _column(f"Keeps {card.name} safe", safe, "Nobody is recorded. That is not the same as nobody.", "safe")
        + "</div></div></div>"
    )


def _chips(card: Card) -> list[str]:
    made = [_frame.chip(one.text, "dashed" if one.ungraded else "") for one in card.chips[:_FEW_CHIPS]]
    more = len(card.chips) - len(made)
    if more > 0:
        made.append(_frame.chip(f"+ {words.counted(more, 'more record')}", "outlined"))
    if card.weaker_paths:
        made.append(_frame.chip(f"+ {words.counted(card.weaker_paths, 'weaker path')}", "outlined"))
    return made


def _column(title: str, lines: tuple[str, ...] | list[str], none: str, look: str = "") -> str:
    said = " ".join(words.ended(line) for line in lines if line) or none
    return f'<div><h3 class="{look}">{esc(title)}</h3><p>{esc(said)}</p></div>'


def _foot(card: Card, asked: PeripherySettings) -> None:
    """The way to the board, and the evidence: read, and noted in the audit log, only when somebody opens it."""
    with st.container(horizontal=True, vertical_alignment="top", key=f"kith-foot-{card.id}"):
        _frame.board_link(card.id)
        label = f"Evidence: {words.counted(len(card.evidence), 'statement')}"
        opened = st.expander(label, key=f"periphery-evidence-{card.id}", on_change="rerun")
        if opened.open:
            with opened, _data.answering():
                found = _data.view().evidence(card.evidence)
                _frame.html(_evidence.cards(found, naming=asked.naming, today=_data.desk().as_of))
                _without(card)


def _without(card: Card) -> None:
    """What the list would be, had each source said nothing."""
    if card.without:
        _frame.html(f'<p class="note">{esc(" ".join(one.text for one in card.without if not one.stays))}</p>')


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
    _frame.html("".join(f'<p class="note">{esc(text)}</p>' for text in found.gaps))


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


def _method(made: Method) -> None:
    _frame.heading("How this list was made")
    _frame.html("".join(f'<p class="note">{esc(line)}</p>' for line in made.lines))
    with st.expander("Full method"):
        _frame.html(_frame.table(("What", "Value"), made.parameters, caption="Every parameter of this list"))

"""The rail of the Periphery page: five questions, and the adjustable parts of the working definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_schema import schema
from data_schema.model import Standing, TieKind
from graph.answers import Decided
from graph.snapshot import Snapshot
from mapping import words
from mapping.network.decided import STAYS
from mapping.network.periphery import counts
from mapping.network.periphery.settings import PeripherySettings
from mapping.pages import _data, _rail
from mapping.pages._text import plain
from mapping.questions import TITLES, Question

OPEN = "Open to the hub"
ANY_SERVICE = "Open to any service"
_STEP = 10  # so many more children are listed at a time when decided ones would fill the list

PEOPLE_TIES = {
    "family": "Family and home",
    "friends": "Friends",
    "seen": "Seen, missing or in contact",
    "harm": "Alleged harm",
}
CONTEXTS = {
    "school": "School",
    "location": "Places",
    "peer_group": "Named groups",
    "event": "Events",
    "thing": "Phones, vehicles, accounts",
}
_FRIENDS = {"friend", "partner", "knows"}


def sort_of(tie: TieKind) -> str:
    """Which of `PEOPLE_TIES` or `CONTEXTS` a kind of tie is; every kind is one, or it could not be switched off."""
    ends = [end for pair in tie.ends for end in pair if end not in schema().persons()]
    if tie.ends[0][1] in CONTEXTS and ends:
        return tie.ends[0][1]
    if tie.standing is Standing.HARM:
        return "harm"
    if tie.half_life_days is None:
        return "family"
    return "friends" if tie.name in _FRIENDS else "seen"


@dataclass(frozen=True)
class Chosen:
    """What the rail asks for, and the place in it for what is known only once the list is made."""

    settings: PeripherySettings
    below: DeltaGenerator


def filters(snapshot: Snapshot, decided: Iterable[Decided]) -> Chosen:
    """The questions and the filters. Counts stand beside the questions and are never added up."""
    with st.sidebar:
        questions = st.container()
        window = _rail.window_choice("periphery")
        opened = st.selectbox("Not on this list", [OPEN, ANY_SERVICE], key="periphery-open")
        left_out = _rail.sources_choice(snapshot, "periphery")
        kinds, contexts = _counting()
        naming = _rail.naming_choice()
        below = st.container(key="kith-decided-already")
        st.caption("The five questions are asked apart and never added up.")
    base = PeripherySettings(
        window_days=window, open_roles=_open_roles(opened), left_out_agencies=left_out, kinds=kinds, contexts=contexts
    )
    hidden = Counter(one.question for one in decided if one.verdict != STAYS)
    many = _many(snapshot, base, hidden)
    with questions:
        question = st.radio(
            "Question",
            list(Question),
            index=1,
            format_func=lambda one: TITLES[one],
            captions=[words.counted(many[one], "child", "children") for one in Question],
            key="periphery-question",
        )
    asked = Question(question or Question.NEAR_ADULTS)
    return Chosen(replace(base, question=asked, naming=naming, top=max(base.top, many[asked])), below)


@_data.worked_out
def _counts(snapshot: Snapshot, settings: PeripherySettings) -> dict[Question, int]:
    return counts(snapshot, settings)


def _many(snapshot: Snapshot, base: PeripherySettings, hidden: Mapping[str, int]) -> dict[Question, int]:
    """How many children each list has: where it is cut, the decided ones do not keep others off it."""
    many = _counts(snapshot, base)
    for one in Question:
        if hidden[one] and many[one] >= base.top:
            more = -(-hidden[one] // _STEP) * _STEP
            many = {**many, one: _counts(snapshot, replace(base, top=base.top + more))[one]}
    return many


def _counting() -> tuple[tuple[str, ...], tuple[str, ...]]:
    with st.expander("What counts", key="periphery-counts"):
        ties = _pills("Ties between people", PEOPLE_TIES, "periphery-ties")
        contexts = _pills("Shared contexts", CONTEXTS, "periphery-contexts")
        st.caption("Protective ties carry no harm and put nobody on a list, so they are not here.")
    return counting(ties, contexts)


def counting(ties: Collection[str], contexts: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of tie and of context that count, of those switched on; each empty while nothing is switched off."""
    some = () if len(contexts) == len(CONTEXTS) else tuple(contexts)
    if len(ties) == len(PEOPLE_TIES) and contexts:
        return (), some
    # Protective kinds carry nothing: with them there is a kind left when every other is switched off.
    on = {*ties, *(CONTEXTS if contexts else ())}
    kinds = schema().ties.items()
    return tuple(name for name, tie in kinds if tie.standing is Standing.PROTECTIVE or sort_of(tie) in on), some


def _pills(label: str, sorts: Mapping[str, str], key: str) -> list[str]:
    return st.pills(
        label,
        list(sorts),
        selection_mode="multi",
        default=list(sorts),
        format_func=lambda one: plain(sorts[one]),
        key=key,
    )


def _open_roles(choice: str) -> tuple[str, ...]:
    """Roles that keep a child off the list; empty means the schema's own."""
    if choice != ANY_SERVICE:
        return ()
    return tuple(
        name for name, role in schema().roles.items() if "child" in role.of and (role.open or role.family == "help")
    )

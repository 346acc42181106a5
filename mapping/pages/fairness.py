"""The Fairness page: who is open to the hub and on each list, beside the children who live here. Counts, no verdict."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.characteristics import CHARACTERISTICS
from mapping.evaluation.fairness import LISTS, Fairness, FairnessSettings, Listed, fairness
from mapping.evaluation.fairness_tables import Comparison
from mapping.evaluation.fairness_what_if import WhatIf
from mapping.pages import _data, _fairness_table, _frame, _rail, _states
from mapping.pages._text import esc, plain

TITLE = "Who is listed, beside the children who live here"
NOTE = "Counts of children, what is expected by chance, and how wide chance is. No pass, no fail"
POOLS = {"Today's list": 0, "Last 4 quarter-ends": 4, "Last 8 quarter-ends": 8}
MOST_GROUPS = 3


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not snapshot.entities.num_rows:
        _frame.page_title(TITLE, NOTE)
        _states.nothing_loaded("fairness", "who is on the lists, beside the children who live here")
        return
    asked = _filters()
    with st.spinner("Making the lists, and comparing them with the children who live here"):
        found = _found(snapshot, asked)
    (mine,) = found.lists
    _main(found, mine)
    with _frame.panel():
        _words("What this can say", found.can)
        _words("What it cannot say", found.cannot)
        _what_if(snapshot, asked, mine)
        _words("How it was made", found.method, quiet=True)


@_data.worked_out
def _found(snapshot: Snapshot, settings: FairnessSettings) -> Fairness:
    return fairness(snapshot, settings)


def _filters() -> FairnessSettings:
    with st.sidebar:
        name = st.radio("Which children", list(LISTS), format_func=lambda one: LISTS[one], key="fairness-list")
        window = _rail.window_choice("fairness")
        pool = st.selectbox("As of", list(POOLS), key="fairness-pool")
        st.caption(
            "Pooled: children of the list on any of these days, each once, by the records entered by then. More"
            " children say more."
        )
    return FairnessSettings(lists=(name or next(iter(LISTS)),), window_days=window, pool_quarters=POOLS[pool or ""])


def _main(found: Fairness, mine: Listed) -> None:
    days = words.listed([words.day(day, found.as_of) for day in found.days])
    _frame.page_title(TITLE, f"{NOTE} · {mine.title}: {mine.said}, {days}")
    if mine.empty:
        _few(mine, found)
    else:
        _recorded(mine)
        _frame.html(f'<p class="note">{esc(_fairness_table.LEGEND)}</p>')
        for table in mine.comparisons:
            with _frame.card(f"fairness-{table.characteristic}"):
                _compared(table)
    _frame.heading(
        "Records held of each child on record, listed or not",
        note="Half of the children of a group have a number of records between the two given. Where agencies look more,"
        " lists find more.",
    )
    with st.container(key="kith-fair-records"):
        _frame.html("".join(_fairness_table.records(table) for table in found.records))


def _few(mine: Listed, found: Fairness) -> None:
    def pool() -> None:
        st.button(
            "Pool four quarters",
            type="primary",
            on_click=lambda: st.session_state.update({"fairness-pool": "Last 4 quarter-ends"}),
        )

    title = "Nobody is on this list" if mine.total == 0 else "Too few children to show"
    said = "Nothing found is not the same as nothing there." if mine.total == 0 else ""
    actions = pool if len(found.days) == 1 else None
    _states.empty("fairness", title, mine.empty, *([said] if said else []), icons=("child",), actions=actions)


def _recorded(mine: Listed) -> None:
    """Completeness, before anything is compared; and what there is no base for."""
    _frame.heading(
        "Recorded", note="What is not recorded cannot be compared. It is a group of its own, and comes first."
    )
    items = "".join(
        f"<div><dt>{esc(table.title)}</dt><dd>{esc(table.recorded)}</dd></div>" for table in mine.comparisons
    )
    _frame.html(f'<dl class="fair-recorded">{items}</dl>')
    lacking = [table.title.lower() for table in mine.comparisons if table.kind == "records"]
    if not lacking:
        return
    with st.container(key="kith-card-fairness-lacking"):
        _frame.html(
            f"<h3>No base population by {esc(words.listed(lacking))}</h3><p>The list is compared with the children on"
            " record, which is who was noticed and not who lives here. Load the file <b>population</b>: how many"
            " children of 10 to 17 live here, by group. Its template is on the Data page.</p>"
        )
        if st.button("Load a base population", key="fairness-load"):
            st.switch_page(_frame.page("data"))


def _compared(table: Comparison) -> None:
    _frame.heading(table.title, f"{table.recorded} recorded" if table.recorded != "not shown" else "", _base(table))
    if table.hidden:
        _frame.html(
            "<p>Too few children to show any count: each would tell, by itself or with the total, of a handful. Pool"
            " quarters to compare more children.</p>"
        )
        return
    _frame.html(_fairness_table.comparison(table))


def _base(table: Comparison) -> str:
    return f"Beside {table.base}." if table.kind != "records" else f"{table.base[0].upper()}{table.base[1:]}."


def _words(title: str, lines: Iterable[str], *, quiet: bool = False) -> None:
    _frame.heading(title)
    if quiet:
        _frame.html("".join(f'<p class="note">{esc(line)}</p>' for line in lines))
    else:
        _frame.html(f'<ul class="reasons fair-said">{"".join(f"<li>{esc(line)}</li>" for line in lines)}</ul>')


# The what-if: only when somebody asks ---------------------------------------------------------------------------------


def _what_if(snapshot: Snapshot, asked: FairnessSettings, mine: Listed) -> None:
    _frame.heading(
        "What if some are noticed less",
        note="Assume how many of 100 harmed children of a group anybody notices. The lists of today are made again with"
        " those who were noticed counted for those who were not. An assumption, kept nowhere.",
    )
    titles = schema().codes["characteristic"]
    by = st.selectbox("By", CHARACTERISTICS, format_func=lambda one: plain(titles.label(one)), key="fairness-by")
    by = by or CHARACTERISTICS[0]
    labels = _groups(mine, by)
    if not labels:
        _frame.html('<p class="note">There is no list to make again.</p>')
        return
    chosen = st.multiselect(
        "Noticed less", list(labels), format_func=lambda key: plain(labels[key]), max_selections=MOST_GROUPS,
        key=f"fairness-groups-{by}", placeholder="Choose up to three groups",
    )  # fmt: skip
    rates = {
        labels[key]: st.number_input(
            f"{plain(labels[key])}: noticed of 100",
            min_value=1,
            max_value=100,
            value=50,
            step=5,
            key=f"fairness-{by}-{key}",
        )
        / 100
        for key in chosen
    }
    if not rates:
        return
    question = FairnessSettings(lists=asked.lists, window_days=asked.window_days, by=by, detection=rates)
    with st.spinner("Making the lists again"):
        found = _found(snapshot, question).what_if
    if found is not None:
        _frame.html(_moved(found, asked.lists[0]))


def _groups(mine: Listed, by: str) -> dict[str, str]:
    (table,) = (one for one in mine.comparisons if one.characteristic == by) if mine.comparisons else (None,)
    return {row.key or "-": row.label for row in table.rows} if table else {}


def _moved(found: WhatIf, name: str) -> str:
    """What the list chosen would be; for the cohort, every list."""
    parts = [f'<p class="said">{esc(found.said)}</p>']
    for one in found.lists:
        if name not in {one.question, "cohort"}:
            continue
        parts.append(f'<p class="said"><b>{esc(one.title)}.</b> {esc(one.said)}</p>')
        if one.moves:
            parts.append(_fairness_table.moved(one))
    return "".join(parts)

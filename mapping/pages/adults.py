"""The Adults of concern page: known adults, facts side by side, one order at a time, the evidence of each below it."""

from __future__ import annotations

import streamlit as st

from graph.snapshot import Snapshot
from mapping import words
from mapping.adult_columns import COLUMNS, COUNTED, Order, adult_facts
from mapping.network.adults import TITLE, AdultSettings, adults
from mapping.network.adults.rows import NOT_PROOF, Adult, Adults
from mapping.pages import _adult_detail, _data, _frame, _rail, _states
from mapping.pages._text import esc

_FEW, _FEW_THIN = 25, 6
_USUAL = "12 months"
_LONG_NAME = 12
"""A heading of more letters has a line to itself on a narrow screen."""


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not snapshot.entities.num_rows:
        _frame.page_title(TITLE, f"Facts from the records, not a score. {NOT_PROOF}")
        _states.nothing_loaded("adults", "which known adults are named in graded information about harm")
        return
    asked, view = _filters(snapshot)
    with st.spinner("Reading the records of each adult, and again with each source left out"):
        found = _found(snapshot, asked)
    _main(found, asked, view)
    with _frame.panel():
        _thin(found)
        _columns()
        _method(found)


@_data.worked_out
def _found(snapshot: Snapshot, settings: AdultSettings) -> Adults:
    return adults(snapshot, settings)


def _filters(snapshot: Snapshot) -> tuple[AdultSettings, str]:
    """The order and the filters, and whether rows that open or the plain table are wanted."""
    with st.sidebar:
        view = st.segmented_control("View", ["Rows", "Table"], default="Rows", required=True, key="adults-view")
        order = st.selectbox("Order by", list(Order), format_func=lambda one: COLUMNS[one].title, key="adults-order")
        order = order or Order.NEWEST
        st.caption(f"{COLUMNS[order].first.capitalize()}. {COLUMNS[order].help}")
        names = list(_rail.WINDOWS)
        window = st.selectbox("Contacts within", names, index=names.index(_USUAL), key="adults-window") or _USUAL
        left_out = _rail.sources_choice(snapshot, "adults")
        naming = _rail.naming_choice()
        st.caption("Facts stand side by side. They are never added up to one number.")
    asked = AdultSettings(window_days=_rail.WINDOWS[window], left_out_agencies=left_out, order=order, naming=naming)
    return asked, view or "Rows"


def _main(found: Adults, asked: AdultSettings, view: str) -> None:
    every = st.session_state.get("adults-show") == "every"
    shown = found.rows if every or view == "Table" else found.rows[:_FEW]
    here = f" {words.showing(len(shown), len(found.rows)).capitalize()} · {found.order_words}" if found.rows else ""
    _frame.page_title(found.title, f"{found.note}{here}")
    if not found.rows:
        _nothing(found, asked)
    elif view == "Table":
        _frame.html(_table(found))
    else:
        _rows(shown, found, asked)
    if len(shown) < len(found.rows):
        st.button(
            f"Show all {words.number(len(found.rows))}",
            key="adults-show-all",
            on_click=lambda: st.session_state.update({"adults-show": "every"}),
        )


def _nothing(found: Adults, asked: AdultSettings) -> None:
    left = [words.label("agency", agency).lower() for agency in asked.left_out_agencies]
    without = f"The records of {words.listed(left)} are left out." if left else "No source is left out."

    def widen() -> None:
        st.button("Use 2 years", type="primary", on_click=_set, args=("adults-window", "2 years"))
        if left:
            st.button("Hear every source", on_click=lambda: st.session_state.pop("adults-agencies", None))

    _states.empty("adults", "Nobody is listed", found.empty, without, icons=("adult_of_concern",), actions=widen)


def _set(key: str, value: str) -> None:
    st.session_state[key] = value


# Rows that open -------------------------------------------------------------------------------------------------------


def _rows(shown: tuple[Adult, ...], found: Adults, asked: AdultSettings) -> None:
    """A line of facts for each adult; one of them open."""
    opened = st.session_state.get("adults-open")
    with st.container(key="adults-rows", gap=None):
        with st.container(horizontal=True, wrap=False, gap="small", key="adults-head"):
            _frame.html(f'<div class="adults-line heads">{_heads(found)}</div>')
            st.html('<span class="adults-gap"></span>', width=60)
        for row in shown:
            here = row.id == opened
            with st.container(
                horizontal=True, wrap=False, gap="small", vertical_alignment="center", key=f"adults-row-{row.id}"
            ):
                _frame.html(_line(row, found))
                st.button(
                    "Close" if here else "Open",
                    key=f"adults-open-{row.id}",
                    width=60,
                    on_click=_set,
                    args=("adults-open", "" if here else row.id),
                )
            if here:
                _adult_detail.draw(row, found, asked.naming)


def _heads(found: Adults) -> str:
    soft = {"Children": "Chil\u00addren", "Agencies": "Agen\u00adcies"}  # where a narrow screen may part them
    titles = ((one.value, COLUMNS[one].title) for one in COUNTED)
    cells = [("", "Adult"), (Order.NEWEST.value, "Newest"), *((name, soft.get(title, title)) for name, title in titles)]
    return "".join(f'<span class="{"by" if name == found.order else ""}">{esc(title)}</span>' for name, title in cells)


def _line(row: Adult, found: Adults) -> str:
    """Who, and the facts: figures above, what is recorded, what was done and the rank range below."""
    facts = adult_facts(row)
    cells = [("newest", words.day(row.newest, found.method.as_of) if row.newest else "none")]
    cells += [(one.value, str(facts[one.value])) for one in COUNTED]
    figures = "".join(
        f'<b class="{"by" if name == found.order else ""}"><i class="unseen">{esc(COLUMNS[Order(name)].title)}: </i>'
        f"{esc(text)}</b>"
        for name, text in cells
    )
    by = COLUMNS[Order(found.order)].title.lower()
    done = f"Done so far: {row.done}" if row.actions else "Done so far: none recorded"
    long = " long" if len(row.heading) > _LONG_NAME else ""
    return (
        f'<div class="adults-line{long}"><div class="who">{_adult_detail.plate(row)}<h2>{esc(row.heading)}</h2></div>'
        f"{figures}"
        f'<p class="note"><span>{_adult_detail.standing(row)}</span><span>{esc(done)}</span>'
        f"<span>By {esc(by)} {esc(row.rank.text)}</span></p></div>"
    )


def _table(found: Adults) -> str:
    """Every column of every adult."""
    heads = ("Adult", *(column.title for column in COLUMNS.values()), "Rank range")
    lines = [(*adult_facts(row).values(), row.rank.text) for row in found.rows]
    made = _frame.table(heads, lines, caption="Adults of concern, facts side by side", numbers=range(2, 10))
    return f'<div class="adults-table">{made}</div>'


# The panel ------------------------------------------------------------------------------------------------------------


def _thin(found: Adults) -> None:
    thin = found.thin_records
    every = st.session_state.get("adults-thin") == "every"
    shown = thin if every else thin[:_FEW_THIN]
    _frame.heading(
        "Thin record",
        words.showing(len(shown), len(thin)) if thin else "nobody",
        "Known adults whom nobody's graded information names, or who are known by a nickname only. Not being listed"
        " is not reassurance.",
    )
    _frame.html(_frame.rows((one.heading, one.reason) for one in shown))
    if len(shown) < len(thin):
        st.button(f"Show all {len(thin)}", type="tertiary", on_click=_set, args=("adults-thin", "every"))
    if found.left_out:
        _frame.heading("Never listed")
        _frame.html("".join(f'<p class="note">{esc(line)}</p>' for line in found.left_out))


def _columns() -> None:
    _frame.heading("What the columns say")
    with st.expander("Each column, and what it counts"):
        _frame.html(_frame.rows((one.title, f"{one.help} Orders {one.first}.") for one in COLUMNS.values()))
    _frame.html(
        '<p class="note">The rank is a range: the same people stand differently when one source is left out. Among'
        " those with the same fact, the newest evidence stands first.</p>"
    )


def _method(found: Adults) -> None:
    _frame.heading("How this list was made")
    _frame.html("".join(f'<p class="note">{esc(line)}</p>' for line in found.method.lines))
    with st.expander("Full method"):
        _frame.html(_frame.rows(found.method.parameters))  # in the panel a table would break words

"""The Trends page: the panel figures of a month with their denominators, themes, and charts with their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from graph.answers import Acted
from graph.snapshot import Snapshot
from mapping import trends as room
from mapping import words
from mapping.pages import (
    _data,
    _frame,
    _missing_child,
    _month,
    _month_records,
    _rail,
    _states,
    _trend_parts,
    _trend_tables,
)
from mapping.pages._month_records import Opens
from mapping.pages._text import esc
from mapping.trends import Counted, MissingSettings, Month, Trends, TrendSettings
from mapping.trends.behind import Opened, behind
from mapping.trends.missing import NOTE, Missing

CHARTS = 6
_THEMES = 8


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not snapshot.entities.num_rows:
        _frame.page_title("Trends")
        _states.nothing_loaded("trends", "the figures that a panel asks for, month by month")
        return
    known = _month.known(snapshot)
    head, ask = st.columns([5, 1], vertical_alignment="bottom")
    with ask:
        month = _month.choice(snapshot, known)
    found, gone = _found(snapshot, month, _trend_parts.acted()), _gone(snapshot, month)
    opens = _opens(snapshot, known, month, found)
    with head:
        _frame.page_title(f"Trends, {month.name}", _note(found))
    _frame.html(_trend_tables.strip(found, month, opens))
    left, right = st.columns([11, 10], gap="medium")
    with left:
        _most_often(gone, month, opens)
        _themes(found, opens)
    with right:
        _charts(found, month, opens)
        _by(found, opens)
        _course(found, opens)
        _trend_parts.placed(found, opens)
        _others(found, opens)
    with left:  # last, since hotspots take longest
        _trend_parts.since(snapshot, found, month, opens)
        _trend_parts.actions(found)
        _unsaid(found)
    _month_records.draw(opens)


@_data.worked_out
def _found(snapshot: Snapshot, month: Month, acted: tuple[Acted, ...]) -> Trends:
    return room.trends(snapshot, TrendSettings(month), _month.known(snapshot), acted)


@_data.worked_out
def _behind(snapshot: Snapshot, month: Month, acted: tuple[Acted, ...]) -> Mapping[str, Opened]:
    found = _found(snapshot, month, acted)
    return behind(snapshot, TrendSettings(month), found, _month.known(snapshot))


@_data.worked_out
def _missing(snapshot: Snapshot, settings: MissingSettings) -> Missing:
    return room.missing(snapshot, settings, _month.known(snapshot))


def _gone(snapshot: Snapshot, month: Month) -> Missing:
    return _missing(snapshot, MissingSettings(month, naming=_rail.naming()))


def _opens(snapshot: Snapshot, known: Counted, month: Month, found: Trends) -> Opens:
    opens = Opens(
        snapshot, known, _behind(snapshot, month, _trend_parts.acted()), _rail.naming(), found.until, panel=True
    )
    return replace(opens, child=lambda child: _missing_child.draw(opens, child, month))


def _note(found: Trends) -> str:
    counted = f"counted to {words.day(found.until)}" if found.until == found.as_of else "the whole month"
    small = f"fewer than {found.small} people are not shown as a figure" if found.small > 1 else ""
    return " · ".join(filter(None, [f"Children counted once, {counted}", small]))


def _most_often(gone: Missing, month: Month, opens: Opens) -> None:
    _frame.heading("Missing most often this month", f"{words.showing(len(gone.top), gone.total)} children")
    if gone.top:
        _frame.html(
            _month.children(gone.top, month, opens.name, caption=f"Children missing most often in {month.name}")
        )
        _frame.html(f'<p class="note">{esc(NOTE)}</p>')
    else:
        _frame.html(
            f'<p class="quiet">No missing episode that began in {esc(month.name)} is recorded. Nothing recorded is not'
            " the same as nobody missing.</p>"
        )
    st.page_link(_frame.page("missing"), label="Repeats, pairs, places and return interviews")


def _themes(found: Trends, opens: Opens) -> None:
    total = len(found.themes) + found.themes_hidden
    _frame.heading(
        "Themes", f"kind of harm, kind of place, time · {words.showing(min(len(found.themes), _THEMES), total)}"
    )
    if found.themes:
        _frame.html(_trend_tables.themes(found.themes[:_THEMES], opens))
    if found.themes_hidden:
        one = found.themes_hidden == 1
        _frame.html(
            f'<p class="note">{words.counted(found.themes_hidden, "theme")} of under {found.small} children'
            f" {'is' if one else 'are'} not shown. A child harmed in two ways is counted in both.</p>"
        )
    elif not found.themes:
        _frame.html('<p class="quiet">No event in which a child came to harm is recorded in these three months.</p>')


def _others(found: Trends, opens: Opens) -> None:
    _frame.heading("Other figures of the month")
    _frame.html(_trend_tables.figures(found, opens))


def _charts(found: Trends, month: Month, opens: Opens) -> None:
    _frame.heading("Children harmed, by kind of harm", "distinct children a month, 12 months")
    if not found.series:
        _frame.html('<p class="quiet">Nothing of this kind is recorded in the twelve months.</p>')
        return
    markup, note = _trend_tables.multiples(found.series, month, CHARTS, found.small)
    _frame.html(markup)
    _frame.html(f'<p class="note">{esc(note)}</p>')
    with st.expander("As a table", key="trends-series"):
        _frame.html(_trend_tables.series(found.series, opens))


def _by(found: Trends, opens: Opens) -> None:
    names = list(found.by)
    heads, ask = st.columns([3, 2], vertical_alignment="bottom")
    with ask:
        name = st.selectbox(
            "By", names, index=names.index("ethnicity"), format_func=lambda one: found.by[one].title, key="trends-by",
            label_visibility="collapsed",
        )  # fmt: skip
    by = found.by[name or names[0]]
    with heads:
        _frame.heading(f"Children of the hub by {by.title.lower()}", "not recorded first")
    _frame.html(_trend_tables.by(by, found.figures["open"].count, name or names[0], opens))
    if name == "harm_type":
        _frame.html('<p class="note">A child open for two kinds of harm is in both rows.</p>')


def _course(found: Trends, opens: Opens) -> None:
    course = found.course
    if course.children == 0 and found.figures["closed"].said == "not recorded":
        return
    _frame.heading("Level at the start, at three months and at the close", f"{course.said} closed in 12 months")
    if not course.children:
        return
    _frame.html(_trend_tables.course(course, opens))
    tools = words.listed(course.tools) if course.tools else "tool not recorded"
    _frame.html(
        f'<p class="note">As the tool said, never worked out anew: {esc(tools)}. Whoever was closed before three months'
        " has no level there.</p>"
    )


def _unsaid(found: Trends) -> None:
    _frame.heading("Not recorded", "never counted as none")
    _frame.html("".join(f'<p class="note">{esc(line)}</p>' for line in found.not_recorded))
    _frame.heading("How it was counted")
    _frame.html("".join(f'<p class="note">{esc(line)}</p>' for line in (*found.notes, *found.since.notes)))

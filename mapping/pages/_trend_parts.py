"""Parts of the Trends page: what changed since the last panel, actions with their places, placements in and out."""

from __future__ import annotations

import streamlit as st

from graph.answers import Acted
from graph.snapshot import Snapshot
from mapping import words
from mapping.pages import _context_found, _frame, _places_found, _trend_tables
from mapping.pages._month_records import Opens
from mapping.pages._text import esc
from mapping.places.ground import published
from mapping.places.hotspots import HotspotSettings
from mapping.small import HIDDEN
from mapping.trends import Month, Trends
from mapping.trends.harm import Theme

_MOST = 8
_SPOTS = frozenset({"New", "Gone"})


def acted() -> tuple[Acted, ...]:
    """Every action that this viewer may see, read again only when something was written."""
    return tuple(_context_found.written().actions)


def since(snapshot: Snapshot, found: Trends, month: Month, opens: Opens) -> None:
    """What changed since the last panel: flows, levels, themes, hotspots, and late records."""
    changed = found.since
    _frame.heading("What changed since the last panel", f"since {words.day(changed.since)}, by the day of entry")
    lines = [*_themes("New theme", changed.themes_new), *_themes("No longer a theme", changed.themes_gone)]
    lines += _hotspots(snapshot, month)
    new, closed, again = (found.figures[name].said for name in ("new", "closed", "re_referred"))
    flows = f"{new} opened, {closed} closed" if new != closed or new != HIDDEN else f"so few that it is {HIDDEN}"
    lines.insert(0, ("Opened or closed", f"{flows}; {again} opened again within 12 months"))
    entered, about = (sum(getattr(one, name) for one in found.entered) for name in ("records", "earlier"))
    lines.append(
        (f"{words.counted(entered, 'record')} entered in the month", f"{words.number(about)} about earlier months")
    )
    _frame.html(_frame.rows(lines))
    st.page_link(_frame.page("places"), label="What changed on the map")
    if changed.levels:
        _frame.html(_trend_tables.moved(changed, opens))
        _frame.html('<p class="note">Of those open to the hub at the end of both months.</p>')
    _frame.html(_trend_tables.late(changed, month))
    if found.entered:
        with st.expander("Records entered in the month, by extract", key="trends-entered"):
            rows = [(one.title, one.records, one.earlier) for one in found.entered]
            heads = ("Extract", "Records", "About earlier months")
            _frame.html(_frame.table(heads, rows, caption="Records entered in the month, by extract", numbers=(1, 2)))


def _themes(head: str, found: tuple[Theme, ...]) -> list[tuple[str, str]]:
    return [(head, f"{one.title}, {one.where}: {one.children.said} children in three months") for one in found]


def _hotspots(snapshot: Snapshot, month: Month) -> list[tuple[str, str]]:
    """Hotspots that came or went, as of today: only beside the month that is on, or the last one that is over."""
    if month < Month.of(snapshot.as_of).back(1) or not published(snapshot).num_rows:
        return []
    day, lines = _places_found.changed(snapshot, HotspotSettings())
    shown = [(f"{one.kind} hotspot", one.text) for one in lines if one.kind in _SPOTS]
    return shown or [("Hotspots", f"none came or went since {words.day(day)}, as of today")]


def actions(found: Trends) -> None:
    """Actions by owner, those overdue with a link to their place, and what came of those that ended."""
    told = found.actions
    if told is None:
        return
    _frame.heading("Actions to make places safer", f"{len(told.overdue)} overdue" if told.known else "", told.said)
    if not told.known:
        st.page_link(_frame.page("contexts"), label="Write the first one on the page of a place")
        return
    if told.overdue:
        rows = [
            (one.where, one.owner or "nobody named yet", words.day(one.due_on), f"{one.days:,}", one.state)
            for one in told.overdue[:_MOST]
        ]
        heads = ("Overdue at", "Owner", "Due", "Days over", "State")
        _frame.html(_frame.table(heads, rows, caption="Actions overdue", numbers=(3,)))
        if len(rows) < len(told.overdue):
            _frame.html(f'<p class="note">{esc(words.showing(len(rows), len(told.overdue)).capitalize())}.</p>')
        with st.container(horizontal=True, gap="small", key="trends-overdue"):
            names = {one.context: one.where for one in told.overdue[:_MOST]}
            for id_, where in names.items():
                _frame.context_link(id_, where)
    by_owner = [(one.owner, one.open, one.overdue) for one in told.owners]
    if by_owner:
        _frame.html(_frame.table(("Owner", "Open", "Overdue"), by_owner, caption="Actions by owner", numbers=(1, 2)))
    if any(part.count for part in told.ended):
        ended = [(part.label, part.count) for part in told.ended]
        _frame.html(
            _frame.table(
                ("Ended in the month", "Actions"), ended, caption="What came of actions that ended", numbers=(1,)
            )
        )


def placed(found: Trends, opens: Opens) -> None:
    """Looked-after children in and out of the area."""
    if found.placed.looked_after:
        _frame.heading("Placed in or out of the area", "looked-after children")
        _frame.html(_trend_tables.placed(found.placed, opens))

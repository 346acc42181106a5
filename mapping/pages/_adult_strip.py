"""Contacts of an adult over time: a line for each child, months across, the first contact marked by shape and words."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date, timedelta

from mapping import words
from mapping.network.adults.rows import ChildContact
from mapping.pages import _frame
from mapping.pages._text import esc

WIDTH, HEIGHT, EDGE = 380, 24, 14
"""Of one line, in pixels; marks of what lies before the window stand in the edge at the left."""
_INK, _QUIET, _LINE = "#1F2933", "#5B6670", "#DDD8CE"
MOST = 12


def strip(contacts: Sequence[ChildContact], since: date, until: date, *, most: int = MOST) -> str:
    """The picture, as markup: every child a line in the order of the first contact.

    Parameters
    ----------
    contacts
        The children, by the day of their first contact.
    since, until
        The first and last day of the window.
    most
        So many lines at most: the newest first contacts; the table twin has them all.
    """
    shown = contacts[-most:]
    months = "".join(f'<span style="left:{x:.0f}px">{esc(text)}</span>' for x, text in _months(since, until))
    lines = "".join(_line(one, since, until) for one in shown)
    cut = words.showing(len(shown), len(contacts)) + ", the newest first contacts" if len(shown) < len(contacts) else ""
    return (
        f'<figure class="adults-strip" role="group" aria-label="Contacts over time">'
        f'<div class="axis"><i></i><div style="width:{WIDTH}px">{months}</div><i></i></div>{lines}'
        f"<figcaption>{_legend()}{f'<p>{esc(cut)}</p>' if cut else ''}</figcaption></figure>"
    )


def table(contacts: Sequence[ChildContact], since: date) -> str:
    """The table twin: every child with the first and last contact, on how many days, and what makes it new."""
    lines = [
        (
            one.heading,
            words.day(one.first) if one.first else "family",
            words.day(one.last),
            len(one.days),
            one.text,
            one.how + ("; ungraded" if one.ungraded else ""),
            one.standing or "not open, not recorded as harmed",
        )
        for one in contacts
    ]
    made = _frame.table(
        ("Child", "First contact", "Latest", "Days", "New and younger?", "How", "Recorded of the child"),
        lines,
        caption=f"Contacts with children since {words.day(since)}",
        numbers=(3,),
    )
    return f'<div class="adults-table">{made}</div>'


def said(one: ChildContact) -> str:
    """What the mark of a line says, in words."""
    if one.first is None:
        return "of the family"
    if not one.new:
        return "known before"
    return "new and younger" if one.younger else "new"


def _line(one: ChildContact, since: date, until: date) -> str:
    src = _image(one, since, until)
    return (
        f'<div class="line"><b>{esc(one.heading)}</b>'
        f'<img src="{src}" alt="" width="{WIDTH}" height="{HEIGHT}"><span>{esc(said(one))}</span></div>'
    )


def _image(one: ChildContact, since: date, until: date) -> str:
    middle = HEIGHT / 2
    ticks = "".join(
        f'<path d="M{_x(day, since, until):.1f} {middle - 4}v8" stroke="{_QUIET}" stroke-width="1.5"/>'
        for day in one.days
        if day >= since
    )
    months = "".join(
        f'<path d="M{x:.1f} 0v{HEIGHT}" stroke="{_LINE}" stroke-width="1"/>' for x, _ in _months(since, until)
    )
    base = f'<path d="M{EDGE} {middle}H{WIDTH}" stroke="{_LINE}" stroke-width="1"/>'
    first = one.first if one.new else None
    mark = _mark(_x(first, since, until), middle, younger=one.younger) if first else _before(middle)
    return _uri(f"{months}{base}{ticks}{mark}", WIDTH)


def _mark(x: float, y: float, *, younger: bool) -> str:
    """A first contact: a white circle, as a child is drawn; with a filled triangle inside for new and younger."""
    ring = f'<circle cx="{x:.1f}" cy="{y}" r="7" fill="#fff" stroke="{_INK}" stroke-width="1.6"/>'
    down = f'<path d="M{x - 4:.1f} {y - 2.5}h8l-4 6.5z" fill="{_INK}"/>' if younger else ""
    return ring + down


def _before(y: float) -> str:
    return f'<path d="M9 {y - 5}L3 {y}l6 5" fill="none" stroke="{_INK}" stroke-width="1.8"/>'


def _legend() -> str:
    marks = (
        (_mark(9, 12, younger=True), "new and younger than the children before"),
        (_mark(9, 12, younger=False), "new within the window"),
        (_before(12), "known before it"),
        (f'<path d="M9 8v8" stroke="{_QUIET}" stroke-width="1.5"/>', "a day of contact"),
    )
    return "".join(
        f'<span><img src="{_uri(mark, 18)}" alt="" width="18" height="{HEIGHT}">{esc(text)}</span>'
        for mark, text in marks
    )


def _uri(inner: str, width: int) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}">'
        f"{inner}</svg>"
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _x(day: date, since: date, until: date) -> float:
    """Where a day stands; a mark keeps clear of both ends."""
    share = (day - since).days / max(1, (until - since).days)
    return EDGE + 8 + share * (WIDTH - EDGE - 16)


def _months(since: date, until: date) -> list[tuple[float, str]]:
    """The first of each month of the window, a year by its number; in longer windows every second, third or sixth."""
    first = (since.replace(day=1) + timedelta(days=31)).replace(day=1)
    days = []
    while first <= until:
        days.append(first)
        first = (first + timedelta(days=31)).replace(day=1)
    step = next((step for step in (1, 2, 3, 6, 12) if len(days) <= 13 * step), 24)
    return [(_x(day, since, until), str(day.year) if day.month <= step else f"{day:%b}") for day in days[::step]]

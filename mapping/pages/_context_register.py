"""The register of the Contexts page: every place, school and group that needs an eye, each a link to its own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from mapping import words
from mapping.contexts import Line, Register
from mapping.contexts.register import NO_OWNER, NO_PLAN
from mapping.pages import _frame, _states
from mapping.pages._context_records import Opens
from mapping.pages._frame import chip
from mapping.pages._text import esc

_FEW = 20
KINDS = {"All": "", "Places": "location", "Schools": "school", "Groups": "peer_group"}
_HEADS = ("Kind", "Children", "Owner", "Review", "Actions", "Weighs", "")
_CHIPS = {NO_PLAN: "no plan", NO_OWNER: "no owner"}


def draw(found: Register, kind: str, opens: Opens) -> None:
    """Draw the register, of one kind of context or of all."""
    lines = [line for line in found.lines if kind in ("", line.kind)]
    every = st.session_state.get("contexts-every") == kind
    shown = lines if every else lines[:_FEW]
    since = f"Children of the last {found.settings.days} days"
    _frame.page_title(
        "Places, schools and groups that need an eye",
        f"{words.showing(len(shown), len(lines))}, what is overdue first. {since}; as many days before in brackets.",
    )
    _frame.html(_strip(found))
    if not lines:
        _states.empty(
            "contexts",
            "No place, school or group needs an eye",
            "None has an assessment, an action, an owner, a review date or a child who came to harm in these days.",
            "Nothing found is not the same as nothing there. A longer window may show more.",
        )
    else:
        with st.container(key="contexts-rows"):
            heads = "".join(f"<span>{esc(head)}</span>" for head in _HEADS)
            with st.container(horizontal=True, wrap=False, gap="small", key="contexts-head"):
                _frame.html('<p class="contexts-name">Context</p>', narrow=True)
                _frame.html(f'<div class="contexts-line heads" aria-hidden="true">{heads}</div>')
            for line in shown:
                _row(line, found.as_of, opens)
    if len(shown) < len(lines):
        st.button(
            f"Show all {words.number(len(lines))}",
            on_click=lambda: st.session_state.update({"contexts-every": kind}),
        )
    _frame.html(f'<p class="note">{esc(_left_out(found))}</p>')
    with st.expander("As a table", key="contexts-table"):
        _frame.html(_table(lines, found.as_of))


def _strip(found: Register) -> str:
    small = "distinct children, as a panel may see them" if found.settings.panel else "distinct children, as they are"
    figures = [
        (found.overdue_reviews, "reviews overdue"),
        (found.overdue_actions, "actions overdue"),
        (found.no_plan, "with children harmed and no action planned"),
        (sum(bool(line.spots) for line in found.lines), "lie in a hotspot or one to watch"),
        (len(found.lines), f"contexts in the register; {small}"),
    ]
    cells = "".join(f'<div><p class="big">{words.number(n)}</p><p>{esc(said)}</p></div>' for n, said in figures)
    return f'<div class="month-strip">{cells}</div>'


def _row(line: Line, today: date, opens: Opens) -> None:
    with st.container(horizontal=True, wrap=False, gap="small", key=f"contexts-row-{line.id}"):
        with st.container(key=f"contexts-link-{line.id}", width=230):
            _frame.context_link(line.id, label=line.name)
        _frame.html(_line(line, today, opens))


def _line(line: Line, today: date, opens: Opens) -> str:
    days = f"{opens.settings.days} days"
    now = opens.figure(f"{line.name}, children in {days}", line.children, line.evidence).markup()
    then = opens.figure(f"{line.name}, children in the {days} before", line.before, line.past).markup()
    cells = [
        esc(line.label),
        _said("Children", f"{now} <span>({then})</span>"),
        _said("Owner", esc(line.owner) or "<span>nobody</span>"),
        _said("Review", review(line.review_on, today, late=line.review_late)),
        _said("Actions", _actions(line)),
        _said("Weighs", esc(line.weighting.partition(":")[0].removeprefix("Weighs ")) or "<span>not weighed</span>"),
    ]
    chips = [chip(name, "late" if name.startswith("Watch") else "harm") for name in line.spots]
    chips += [chip(short, "late") for eye, short in _CHIPS.items() if eye in line.eye]
    cells.append(" ".join(chips))
    return f'<div class="contexts-line">{"".join(f"<div>{cell}</div>" for cell in cells)}</div>'


def _said(head: str, markup: str) -> str:
    return f'<span class="unseen">{esc(head)}: </span>{markup}'


def review(day: date | None, today: date, *, late: bool) -> str:
    """When it is next reviewed, as markup."""
    if day is None:
        return "<span>none set</span>"
    text = esc(words.day(day, today)) if day <= today else esc(words.day(day))
    return f'<b class="late">{text}, overdue</b>' if late else text


def _actions(line: Line) -> str:
    if not line.actions:
        return "<span>none</span>"
    late = f', <b class="late">{line.overdue} overdue</b>' if line.overdue else ""
    return f"{line.actions} open{late}"


def _left_out(found: Register) -> str:
    said = []
    if found.private:
        many = words.counted(found.private, "home or address is", "homes and addresses are")
        said.append(f"{many} not shown on a panel view.")
    if found.quiet:
        one = words.counted(found.quiet, "other has", "others have")
        said.append(f"{one} no harm in these days, no owner, no review and no plan: open them by name on the left.")
    said.append("Children are counted once in each context; a child may be counted in several.")
    return " ".join(said)


def _table(lines: list[Line], today: date) -> str:
    told: list[tuple[str, Callable[[Line], str]]] = [
        ("Context", lambda line: line.name),
        ("Kind", lambda line: line.label),
        ("Children", lambda line: line.children.said),
        ("Before", lambda line: line.before.said),
        ("Owner", lambda line: line.owner or "nobody"),
        ("Review", lambda line: _day(line, today)),
        ("Open actions", lambda line: words.number(line.actions)),
        ("Overdue", lambda line: words.number(line.overdue)),
        ("Weighs", lambda line: line.weighting or "not weighed"),
        ("Why it needs an eye", lambda line: "; ".join(line.eye)),
    ]
    rows = [[tell(line) for _, tell in told] for line in lines]
    return _frame.table([head for head, _ in told], rows, caption="The register of contexts", numbers=(2, 3, 6, 7))


def _day(line: Line, today: date) -> str:
    return f"{words.day(line.review_on, today)}{', overdue' if line.review_late else ''}" if line.review_on else "none"

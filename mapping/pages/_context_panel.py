"""The right panel of one context: owner, review, what is lacking, where it lies, what is not known."""

from __future__ import annotations

import streamlit as st

from mapping import words
from mapping.contexts import Context
from mapping.pages import _frame
from mapping.pages._context_records import Opens
from mapping.pages._frame import chip
from mapping.pages._text import esc


def draw(found: Context, opens: Opens) -> None:
    """Draw the panel."""
    plan, today = found.plan, found.as_of
    _frame.heading("Owner and review")
    review = "none set"
    if plan.review_on:
        gone = plan.review_on <= today
        review = (
            f"{words.day(plan.review_on)}, {words.ago(plan.review_on, today)}" if gone else words.day(plan.review_on)
        )
    weighting = plan.assessment.said.weighting if plan.assessment else ""
    _frame.html(
        _frame.rows(
            [
                ("Owner", plan.owner or "nobody is recorded"),
                ("Next review", f"{review}{': overdue' if plan.review_late else ''}"),
                ("Weighs", words.label("weighting", weighting) if weighting else "not weighed yet"),
            ]
        )
    )
    if plan.said:
        _frame.html("".join(f'<p class="note late">{esc(text)}</p>' for text in plan.said))
    _spots(found)
    if plan.looked_at:
        _frame.heading("Looked at for")
        _frame.html(_frame.rows((purpose, words.day(day, today)) for purpose, day in plan.looked_at[:6]))
    _frame.heading("Not known")
    lines = found.not_known or ("Nothing is marked as not known.",)
    _frame.html("".join(f'<p class="note">{_line(text, found, opens)}</p>' for text in lines))
    _frame.board_link(found.id)


def _line(text: str, found: Context, opens: Opens) -> str:
    """What is not known, as markup; where it is of records, it opens them."""
    return opens.figure(text, text, found.behind_unknown.get(text, ())).markup()


def _spots(found: Context) -> None:
    _frame.heading("Hotspots it lies in")
    if found.kind == "peer_group":
        _frame.html('<p class="note">Hotspots are of places; see where the group spends time.</p>')
        return
    if not found.spots:
        _frame.html('<p class="note">None of the last 60 days. Nothing found is not the same as nothing there.</p>')
    for spot in found.spots:
        look = chip("Watch, may be chance", "late") if spot.watch else chip(f"Hotspot {spot.number}", "harm")
        _frame.html(f'<p>{look} {esc(spot.title)} <span class="quiet">in {spot.days} days</span></p>')
    st.page_link(_frame.page("places"), label="Open the map")

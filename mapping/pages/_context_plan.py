"""The plan of a context: its actions, what has been tried, what changed since each began, and the forms."""

from __future__ import annotations

from datetime import date

import streamlit as st

from data_schema import schema
from graph.answers import Acted
from graph.desk import LONGEST
from graph.model import Action, Step
from graph.plans import LONGEST_NAME
from graph.snapshot import Snapshot
from mapping import words
from mapping.contexts import Change, Context
from mapping.pages import _context_found, _frame, _wording
from mapping.pages._context_assess import SAID
from mapping.pages._context_records import Opens
from mapping.pages._decide import refusing
from mapping.pages._frame import chip
from mapping.pages._text import esc

_NONE = "No action is planned or under way. A context without actions is only watched."


def draw(found: Context, snapshot: Snapshot, opens: Opens) -> None:
    """Actions that are open, the form for another, and what has been tried."""
    plan = found.plan
    late = f", {plan.overdue} overdue" if plan.overdue else ""
    with _frame.card("context-plan"):
        _frame.heading("Plan", f"{words.counted(len(plan.open), 'action')} open{late}")
        if not plan.open:
            _frame.html(f"<p>{esc(_NONE)}</p>")
        for one in plan.open:
            _action(one, found, snapshot, opens)
        _add(found)
    with _frame.card("context-tried"):
        _frame.heading("What has been tried", words.counted(len(plan.tried), "action") if plan.tried else "")
        if not plan.tried:
            _frame.html("<p>Nothing is recorded as done or stopped here.</p>")
        for one in plan.tried:
            _action(one, found, snapshot, opens)


def _action(one: Acted, found: Context, snapshot: Snapshot, opens: Opens) -> None:
    with st.container(key=f"contexts-action-{one.id}"):
        _frame.html(_told(one, found.as_of))
        if one.began_on:
            change = _context_found.change(snapshot, found.id, one.began_on, found.settings)
            _frame.html(_changed(change, found.as_of, one.what, opens))
        _steps(one, found.as_of)
        _step(one, found)


def _told(one: Acted, today: date) -> str:
    state = chip(words.label("action_state", one.state), "now" if one.state == "under_way" else "outlined")
    late = chip("overdue", "late") if one.overdue(today) else ""
    came = (
        chip(words.label("action_outcome", one.outcome), "safe" if one.outcome == "safer" else "")
        if one.outcome
        else ""
    )
    days = [
        f"due {words.day(one.due_on)}" if one.due_on and one.open else "",
        f"began {words.day(one.began_on, today)}" if one.began_on else "not begun" if one.open else "",
        f"ended {words.day(one.ended_on, today)}" if one.ended_on else "",
    ]
    who = one.owner if one.owner else "nobody named yet"
    note = " · ".join(filter(None, [f"Who: {who}", *days]))
    aim = f"<p>To notice: {esc(one.aim)}</p>" if one.aim else ""
    return (
        f'<div class="head"><h3>{esc(one.what)}</h3><span>{late} {came} {state}</span></div>'
        f'<p class="note">{esc(note)}</p>{aim}'
    )


def _changed(change: Change, today: date, what: str, opens: Opens) -> str:
    """Before and after it began, beside the rest of the borough, and how far that may be chance."""
    if change.refused and not change.days:
        return f'<p class="note">Before and after: {esc(change.refused)}</p>'
    spans = f"{change.days} days from {words.day(change.since, today)}"
    heads = ("", f"{change.days} days before", spans[0].upper() + spans[1:])
    behind = change.behind or ((), (), (), ())
    before, since = f"in the {change.days} days before: {what}", f"{spans}: {what}"
    here, away = "Children here", "Children elsewhere in the borough"
    lines = [
        (
            here,
            opens.figure(f"{here}, {before}", change.before, behind[0]),
            opens.figure(f"{here}, {since}", change.after, behind[1]),
        ),
        (
            away,
            opens.figure(f"{away}, {before}", change.rest_before, behind[2]),
            opens.figure(f"{away}, {since}", change.rest_after, behind[3]),
        ),
    ]
    table = _frame.table(heads, lines, caption="Children before and after the action began", numbers=(1, 2))
    said = change.said or change.refused
    ends = _interval(change)
    notes = " ".join(change.notes)
    return f'{table}<p>{esc(said)}{esc(ends)}</p><p class="note">{esc(notes)}</p>'


def _interval(change: Change) -> str:
    """`: from half to about the same (90% interval)` in plain numbers of children, not of one child."""
    if change.ratio is None:
        return ""
    high = "no upper end" if change.ratio.high is None else f"{change.ratio.high:.1f}"
    return f" For each child before, {change.ratio.low:.1f} to {high} since (90% interval)."


def _steps(one: Acted, today: date) -> None:
    if not one.steps:
        return
    lines = [
        (
            f"{words.day(each.step.on, today)}: {words.label('action_state', each.step.state).lower()}",
            f"{each.step.words} ({each.by})",
        )
        for each in one.steps
    ]
    _frame.html(_frame.rows(lines))


def _turn(form: str) -> str:
    """The key of a form: a new one once this session sent it, and not when somebody else writes, or a draft is lost."""
    return f"{form}-{st.session_state.get(f'{form}-turn', 0)}"


def _next(form: str) -> None:
    st.session_state[f"{form}-turn"] = st.session_state.get(f"{form}-turn", 0) + 1


def _add(found: Context) -> None:
    key = _turn(f"contexts-add-{found.id}")
    with st.expander("Add an action", key=key), st.form(f"kith-{key}", border=False, enter_to_submit=False):
        what = st.text_area(
            "What is to be done", max_chars=LONGEST, height=80, key=f"{key}-what",
            placeholder="Such as: two youth workers at the gate from 15:00 to 18:00 on school days",
        )  # fmt: skip
        aim = st.text_input("What children or workers should notice", max_chars=LONGEST, key=f"{key}-aim")
        with st.container(horizontal=True, gap="small"):
            owner = st.text_input("Who does it", max_chars=LONGEST_NAME, key=f"{key}-owner")
            due = st.date_input("Due", value=None, format="DD/MM/YYYY", key=f"{key}-due")
            began = st.date_input(
                "First day, if it has begun", value=None, format="DD/MM/YYYY", key=f"{key}-began", max_value=found.as_of
            )
        pressed = _frame.submitted("Add the action", key, "primary")
    if pressed:
        _wording.keep(f"action-{found.id}", what, aim)
        with refusing():
            begun = began if isinstance(began, date) else None
            made = Action(
                found.id, what, owner, due if isinstance(due, date) else None, aim, begun,
                "under_way" if begun else "planned",
            )  # fmt: skip
            _context_found.plans().act(made)
            _next(f"contexts-add-{found.id}")
            st.session_state[SAID] = "Recorded: a new action, under “Plan”."
            st.rerun()
    _wording.under(f"action-{found.id}")


def _step(one: Acted, found: Context) -> None:
    """What becomes of the action: who says so and when is kept with it."""
    key = _turn(f"contexts-step-{one.id}")
    with st.expander("Say what became of it", key=key), st.form(f"kith-{key}", border=False, enter_to_submit=False):
        states, outcomes = schema().codes["action_state"].codes, schema().codes["action_outcome"].codes
        asked = [code for code in states if one.open or states[code].extra.get("open") == "yes"]
        state = st.segmented_control(
            "It is now", asked, default=one.state if one.state in asked else asked[0], required=True,
            key=f"{key}-state", format_func=lambda code: states[code].label,
        )  # fmt: skip
        text = st.text_input("What was done, or why it stopped", max_chars=LONGEST, key=f"{key}-words")
        with st.container(horizontal=True, gap="small"):
            on = st.date_input("On", value=found.as_of, max_value=found.as_of, format="DD/MM/YYYY", key=f"{key}-on")
            outcome = st.selectbox(
                "What came of it, if it ended", list(outcomes), index=None, placeholder="Not ended",
                format_func=lambda code: outcomes[code].label, key=f"{key}-outcome",
            )  # fmt: skip
            due = st.date_input("Due", value=one.due_on, format="DD/MM/YYYY", key=f"{key}-due")
            owner = st.text_input("Who does it", value=one.owner, max_chars=LONGEST_NAME, key=f"{key}-owner")
        pressed = _frame.submitted("Record", key, "primary")
    if pressed:
        _wording.keep(f"step-{one.id}", text)
        with refusing():
            day, until = (value if isinstance(value, date) else None for value in (on, due))
            made = Step(
                state or one.state, day or found.as_of, text, outcome or "",
                owner if owner.strip() != one.owner else None, until if until != one.due_on else None,
            )  # fmt: skip
            _context_found.plans().step(one.id, made)
            _next(f"contexts-step-{one.id}")
            st.session_state[SAID] = "Recorded: what became of the action."
            st.rerun()
    _wording.under(f"step-{one.id}")

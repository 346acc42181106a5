"""How rows of assessments and actions become what the graph holds of a context's plan, and the rules of such rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data_schema import schema
from graph.model import AHEAD, BACK, Action, Assessment, Stated, Step, open_state
from loaders.statements import Row, Said

if TYPE_CHECKING:
    from loaders.rules import Rows

_DAYS = ("assessed_on", "review_date", "due", "began", "ended")


def assessments(row: Row) -> Said:
    """What an agency finds of a context."""
    said = Said()
    (context,) = row.refs("context")
    texts = {name: row.text(name) for name in ("harm", "guardianship", "strengths", "resources", "change_first")}
    found = Assessment(
        context=context.id,
        **texts,
        weighting=row.text("weighting") or "not_weighed",
        owner=row.text("owner"),
        review_on=row.day("review_date"),
    )
    said.plans.append(_stated(row, found, row["assessed_on"].day))
    return said


def actions(row: Row) -> Said:
    """What is done for a context, how far it is and what came of it."""
    said = Said()
    (context,) = row.refs("context")
    told = row.day("recorded_on") or row.checked.today
    began, state, result = row.day("began"), row["state"], row.text("result")
    action = Action(context.id, row["what"], row.text("owner"), row.day("due"), row.text("aim"), began, state)
    reached = None
    if not open_state(state):
        reached = Step(state, row["ended"].day, result, row.text("outcome"))
    elif result:
        reached = Step(state, told, result)
    said.plans.append(_stated(row, action, told, reached))
    return said


def _stated(row: Row, found: Assessment | Action, on: date, reached: Step | None = None) -> Stated:
    agency = row["source_agency"]
    by = row.text("stated_by") or schema().codes["agency"].label(agency)
    return Stated(found, by, agency, on, reached, row.get("handling"))


def action_holds(rows: Rows) -> None:
    """What has not begun has no first day, what is open has neither end nor outcome, and what is closed has an end."""
    checked = rows.checked
    for place, state in checked.filled("state"):
        label = schema().codes["action_state"].label(state).lower()
        began, ended, outcome = (checked.values[name][place] for name in ("began", "ended", "outcome"))
        if state == "planned" and began:
            checked.fault(
                place, "began", "not_begun",
                "An action that is planned has not begun. Write under_way as its state, or leave the first day empty.",
            )  # fmt: skip
        if open_state(state):
            for column, value, what in (("ended", ended, "end"), ("outcome", outcome, "outcome")):
                if value:
                    checked.fault(
                        place, column, "still_open",
                        f"The action is {label}, so it has no {what} yet. Write done or stopped as its state, or leave "
                        f"the {what} empty.",
                    )  # fmt: skip
        elif not ended and not _given(rows, "ended", place):
            checked.fault(
                place, "ended", "no_end",
                f"The action is {label}, and the day on which that was is missing. Fill it in; the day of the meeting "
                "that was told will do.",
            )  # fmt: skip


def _given(rows: Rows, column: str, place: int) -> bool:
    """Whether the file has something there, which then was no day and is told already."""
    return column in rows.checked.match.places and bool(rows.checked.given(place, column).strip())


def days_of_a_plan(rows: Rows) -> None:
    """A plan's days lie near enough to today to be meant."""
    checked = rows.checked
    low, high = checked.today - BACK, checked.today + AHEAD
    for column in (name for name in _DAYS if name in checked.values):
        for place, when in checked.filled(column):
            if not low <= when.day <= high:
                checked.fault(
                    place, column, "too_far_away",
                    f"{when.day:%d/%m/%Y} is too far from today ({checked.today:%d/%m/%Y}) to be meant: a plan's days "
                    f"lie between {low:%Y} and {high:%Y}. Look at the year.",
                )  # fmt: skip

"""Records what people find of a place, school or peer group and what they do about it. Nothing is changed or erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from data_schema import schema
from graph import queries as cypher
from graph.answers import Acted, Assessed, Known
from graph.bolt import Query
from graph.desk import Desk, new_id, worded
from graph.failures import DecisionRefused, NotHeld
from graph.lookup import resolve, visible
from graph.model import AHEAD, BACK, CONTEXTS, Action, Assessment, Step, fold, open_state
from graph.planned import NOT_KNOWN, action, assessment

LONGEST_HEADING = 2_000
"""Most characters under one heading of an assessment: some paragraphs."""

LONGEST_NAME = 200
"""Most characters of an owner."""

_HEADINGS = {
    "harm": "what harm happens here, and why here",
    "guardianship": "who looks out for children here, and when",
    "strengths": "what keeps children safe here",
    "resources": "what there is to work with",
    "change_first": "what must change first",
}


class Plans(Desk):
    """What one viewer may record of contexts, for one purpose. Made by `Store.plans`.

    Every method leaves a line in the audit log before it writes (which context and in what state, no texts). A later
    assessment of a context takes the place of the earlier one, which stays; what becomes of an action is added to it
    step by step. The version of the data does not rise.
    """

    def assess(self, made: Assessment) -> Assessed:
        """Record what is found of a context; the assessment that stood gives way to it.

        At least the harm is said; the other headings may be empty while nobody knows. An empty owner means that
        nobody answers for the plan yet.

        Raises
        ------
        NotHeld
            Nothing this viewer may see is held under the id.
        DecisionRefused
            It is no context, says nothing or too much, or names a weighting or day that cannot be.
        """
        _code("weighting", made.weighting)
        props = {
            "harm": worded(made.harm, "An assessment", _HEADINGS["harm"], LONGEST_HEADING),
            **{name: _maybe(getattr(made, name), LONGEST_HEADING) for name in _HEADINGS if name != "harm"},
            "weighting": made.weighting,
            "owner": _maybe(made.owner, LONGEST_NAME),
            "review_on": self._day(made.review_on, "The review date"),
        }
        what = {"context": made.context[:200], "weighting": made.weighting}

        def work(query: Query, _: int) -> Assessed:
            id = self._write(query, "Assessment", made.context, props)
            return assessment(query, id)

        return self._record("assessment", what, work)

    def withdraw_assessment(self, id: str, reason: str) -> Assessed:
        """Take back an assessment that stands, saying why; it stays, marked, and no earlier one rises again.

        Raises
        ------
        NotHeld
            No assessment that this viewer may see has this id.
        DecisionRefused
            It no longer stands, or no reason is given.
        """
        return self._withdraw("assessment", id, reason, assessment, cypher.CLOSE_ASSESSMENT)

    def act(self, made: Action) -> Acted:
        """Record what is to be done, or is being done, for a context.

        What was tried before is recorded the same way, with the day it began, and then ended by a step.

        Raises
        ------
        NotHeld
            Nothing this viewer may see is held under the id.
        DecisionRefused
            It is no context, says nothing or too much, has ended already, or names a day that cannot be.
        """
        _code("action_state", made.state)
        if not open_state(made.state):
            raise DecisionRefused(
                "A new action is planned or under way: record it so, then say in a step how it ended and what came "
                "of it. Nothing was recorded."
            )
        if made.began_on and made.state == "planned":
            raise DecisionRefused(
                "An action that is planned has not begun: leave the first day empty, or say that it is under way. "
                "Nothing was recorded."
            )
        props = {
            "what": worded(made.what, "An action", "what is to be done"),
            "aim": _maybe(made.aim),
            "owner": _maybe(made.owner, LONGEST_NAME),
            "due_on": self._day(made.due_on, "The due date"),
            "began_on": self._day(made.began_on, "The first day", past=True),
            "state": made.state,
        }
        what = {"context": made.context[:200], "state": made.state}

        def work(query: Query, _: int) -> Acted:
            return action(query, self._write(query, "Action", made.context, props))[0]

        return self._record("action", what, work)

    def step(self, action_id: str, made: Step) -> Acted:
        """Say what becomes of an action: it goes on, ends or stops, or is opened again.

        Steps count in the order they are said. An action that has ended takes one kind of step only, one that opens
        it again (planned or under way): so a mistaken end is put right in two steps, and both stay. An end of which
        no outcome is said has the outcome "not known".

        Raises
        ------
        NotHeld
            No action that this viewer may see has this id.
        DecisionRefused
            It says nothing or too much, gives an open action an outcome, ends it before it began, opens it before it
            ended, or names a state, outcome or day that cannot be.
        """
        _code("action_state", made.state)
        ends = not open_state(made.state)
        if made.outcome:
            _code("action_outcome", made.outcome)
            if not ends:
                raise DecisionRefused(
                    "An action that is still open has no outcome yet: leave it empty, or say that it is done or "
                    "stopped. Nothing was recorded."
                )
        props = {
            "state": made.state,
            "on": self._day(made.on, "The day of a step", past=True),
            "words": worded(made.words, "A step", "what was done, or why it stopped"),
            "outcome": (made.outcome or NOT_KNOWN) if ends else "",
            "owner": None if made.owner is None else _maybe(made.owner, LONGEST_NAME),
            "due_on": self._day(made.due_on, "The due date"),
        }

        def work(query: Query, _: int) -> Acted:
            place = query(cypher.NEXT_DECIDED)[0]["version"]
            found, node = action(query, action_id, self._scope)
            _fits(found, made)
            query(cypher.CREATE_STEP, action=node, id=new_id(), props={**props, **self._signed(), "place": place})
            return action(query, action_id)[0]

        return self._record("action step", {"action": action_id[:200], "state": made.state}, work)

    def _write(self, query: Query, label: str, context: str, props: Mapping[str, Any]) -> str:
        about, id = self._context(query, context), new_id()
        place = query(cypher.NEXT_DECIDED)[0]["version"]
        more = {"series": id} if label == "Action" else {}
        all_ = {**props, **more, **self._signed(), "place": place, "status": "held"}
        row = {"id": id, "context": about.id, "props": all_}
        query(cypher.create_plan(label, cypher.node(about.kind)), rows=[row])
        return id

    def _context(self, query: Query, id: str) -> Known:
        """A place, school or peer group that this viewer may see, by its Kith id."""
        found = [known for known in resolve(query, [id]).get(fold(id), ()) if known.scheme == "kith"]
        if not found or not visible(query, self._scope, found[0].kind, found[0].id):
            raise NotHeld(f"Nothing is held under the Kith id {id[:200]!r}. Nothing was recorded.")
        if found[0].kind not in CONTEXTS:
            kind = schema().entities[found[0].kind].label.lower()
            raise DecisionRefused(
                f"{id} is {'an' if kind[0] in 'aeiou' else 'a'} {kind}: assessments and actions are about places, "
                "schools and peer groups. Nothing was recorded."
            )
        return found[0]

    def _day(self, day: date | None, whose: str, *, past: bool = False) -> date | None:
        """The day, if it can be; `past`: it has come already."""
        if day is None:
            return None
        if past and day > self._today:
            raise DecisionRefused(f"{whose} ({day:%d/%m/%Y}) has not come yet. Nothing was recorded.")
        if not self._today - BACK <= day <= self._today + AHEAD:
            raise DecisionRefused(
                f"{whose} ({day:%d/%m/%Y}) is too far from today to be meant: look at the year. Nothing was recorded."
            )
        return day


def _fits(found: Acted, made: Step) -> None:
    """Refuse a step that the action as it stands cannot take."""
    if found.open:
        if not open_state(made.state) and found.began_on and made.on < found.began_on:
            raise DecisionRefused(
                f"The end ({made.on:%d/%m/%Y}) is before the beginning ({found.began_on:%d/%m/%Y}). "
                "Nothing was recorded."
            )
        return
    ended = found.ended_on
    state = schema().codes["action_state"].label(found.state).lower()
    if not open_state(made.state):
        since = f" since {ended:%d/%m/%Y}" if ended else ""
        raise DecisionRefused(
            f"This action is {state}{since}. If there is more to say, open it again first (planned or under way). "
            "Nothing was recorded."
        )
    if ended and made.on < ended:
        raise DecisionRefused(
            f"This action was {state} on {ended:%d/%m/%Y}; it cannot be opened again on {made.on:%d/%m/%Y}, before "
            "that. Nothing was recorded."
        )


def _code(name: str, code: str) -> None:
    known = schema().codes[name].codes
    if code not in known:
        word = schema().codes[name].title.lower()
        raise DecisionRefused(f"{code[:200]!r} is not in the list “{word}”; use one of {', '.join(known)}. "
                              "Nothing was recorded.")  # fmt: skip


def _maybe(text: str, most: int = 500) -> str:
    """A text that may be empty, trimmed and kept within its length."""
    return worded(text, "This", "it in words, or leave it empty", most) if text.strip() else ""

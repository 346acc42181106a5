"""A context and the register as lines for the terminal: the same words as the pages."""

from __future__ import annotations

from collections.abc import Iterable

from mapping import terminal, words
from mapping.contexts.context import Context
from mapping.contexts.register import Line, Register

_MOST = 15
HEADINGS = {
    "harm": "Harm",
    "guardianship": "Guardianship",
    "strengths": "Strengths",
    "resources": "Resources",
    "change_first": "What must change first",
}


def context(found: Context) -> None:
    """One place, school or peer group."""
    terminal.say(f"{found.name} ({', '.join(filter(None, [found.label, found.ward]))})")
    terminal.say(found.sentence)
    told = found.happened
    if told.kinds:
        rows = [(row.label, row.now.said, row.before.said) for row in told.kinds]
        terminal.say("\nWhat happens, distinct children")
        terminal.table(["", f"{told.days} days", "Before"], rows, numbers=[1, 2])
        terminal.say(f"{told.events.said} events; largest contributor {told.largest}.")
    terminal.say("\nWhen, distinct children")
    terminal.table(["Month", "Children"], [(part.label, part.told.said) for part in told.months], numbers=[1])
    if found.clock.peak:
        terminal.say(found.clock.peak)
    _whom(found)
    _safety(found)
    _more(found)
    _plan(found)
    for line in found.not_known:
        terminal.say(line)


def _whom(found: Context) -> None:
    terminal.say("\nTo whom")
    rows = [(part.label, part.told.said) for part in (*found.whom.open, *found.whom.ages)]
    rows.append(("Also alleged to have harmed", found.whom.both.said))
    terminal.table(["", "Children"], rows, numbers=[1])
    if found.whom.withheld:
        terminal.say(found.whom.withheld)
    elif found.whom.rows:
        shown = found.whom.rows[:_MOST]
        terminal.say(words.showing(len(shown), len(found.whom.rows)))
        terminal.table(
            ["Child", "What is recorded", "Harm", "Records", "Last"],
            [
                (row.heading, _both(row.standing, both=row.both), words.listed(list(row.harms)), row.records,
                 words.day(row.last) if row.last else "no day")
                for row in shown
            ],
            numbers=[3],
        )  # fmt: skip
    elif found.whom.names:
        terminal.say(words.listed(list(found.whom.names)))
    terminal.say("\nAdults of concern tied to it: not proof of an offence")
    for one in found.adults:
        terminal.say(f"{one.heading}: {' '.join(one.why)} ({words.listed(list(one.agencies))})")
    if not found.adults:
        terminal.say("None is recorded in these days. That is not the same as none.")


def _both(standing: str, *, both: bool) -> str:
    return "; ".join(filter(None, [standing, "harmed and alleged to harm" if both else ""]))


def _safety(found: Context) -> None:
    safe = found.safety
    terminal.say("\nWhat keeps children safe")
    rows = [("Children recorded as safe here", safe.safe.said), *((part.label, part.told.said) for part in safe.held)]
    terminal.table(["", "Children"], rows, numbers=[1])
    if found.kind != "peer_group":
        terminal.say(f"Who looks out for children: {safe.guardianship or 'nobody recorded'}")
    for one in safe.trusted[:_MOST]:
        terminal.say(f"{one.heading} {words.listed(list(one.how))} {one.children.said} of these children.")
    if safe.near:
        terminal.say(f"Within {safe.metres:.0f} m:")
        terminal.table(
            ["What there is", "Kind", "Metres", "Who looks out for children"],
            [(one.name, one.kind, one.metres, one.guardianship) for one in safe.near],
            numbers=[2],
        )


def _more(found: Context) -> None:
    """What only a school or a group has."""
    if found.school:
        terminal.say("\nAs a school")
        rows = [("Pupils whom records name", found.school.pupils.said)]
        rows += [(part.label, part.told.said) for part in found.school.where]
        rows.append(("Pupils excluded in these days", found.school.excluded.said))
        terminal.table(["", "Children"], rows, numbers=[1])
        _lines(found.school.notes)
    if found.group:
        terminal.say(f"\nNamed as part of it: {found.group.children.said} children")
        _lines(filter(None, [found.group.withheld, found.group.disagree]))
        rows_ = [(one.heading, "child" if one.child else "adult", one.standing, one.named) for one in found.group.rows]
        terminal.table(["Who", "", "What is recorded", "By whom"], rows_)
        for place in found.group.places:
            terminal.say(f"They spend time at {place.name}: {place.children.said} children.")


def _lines(said: Iterable[str]) -> None:
    for line in said:
        terminal.say(line)


def _plan(found: Context) -> None:
    plan, today = found.plan, found.as_of
    terminal.say("\nAssessment and plan")
    terminal.say(f"Owner: {plan.owner or 'nobody is recorded'}. Next review: {_day(found)}.")
    if plan.assessment:
        said = plan.assessment.said
        terminal.say(f"Assessed by {plan.assessment.by}, {words.day(plan.assessment.at.date(), today)}.")
        for name, title in HEADINGS.items():
            terminal.say(f"{title}: {getattr(said, name) or 'not said'}")
        terminal.say(words.label("weighting", said.weighting))
    _lines(plan.said)
    for title, actions in (("Open", plan.open), ("What has been tried", plan.tried)):
        if actions:
            terminal.say(f"\n{title}")
            terminal.table(
                ["Action", "State", "Who", "Due", "Outcome"],
                [
                    (
                        one.what, words.label("action_state", one.state), one.owner or "nobody named yet",
                        _due(words.day(one.due_on, today) if one.due_on else "", late=one.overdue(today)),
                        words.label("action_outcome", one.outcome) if one.outcome else "",
                    )
                    for one in actions
                ],
            )  # fmt: skip


def _day(found: Context) -> str:
    plan = found.plan
    return f"{words.day(plan.review_on)}{', overdue' if plan.review_late else ''}" if plan.review_on else "none set"


def _due(day: str, *, late: bool) -> str:
    return f"{day or 'no day'}{', overdue' if late else ''}"


def register(found: Register) -> None:
    """The register of contexts."""
    terminal.say(
        f"Places, schools and groups that need an eye: {words.number(len(found.lines))}, what is overdue first. "
        f"Distinct children of {found.settings.days} days."
    )
    for line in found.lines:
        terminal.say(f"\n{line.name} ({line.label}), {line.id}")
        terminal.say(f"  {_line(line)}")
        if line.eye:
            terminal.say(f"  {'; '.join(line.eye)}.")
    terminal.say("")
    if found.private:
        terminal.say(
            f"{words.counted(found.private, 'home or address', 'homes and addresses')} not shown on a panel view."
        )
    if found.quiet:
        said = words.counted(found.quiet, "other has", "others have")
        terminal.say(f"{said} no harm in these days, no owner, no review and no plan.")


def _line(line: Line) -> str:
    """Distinct children, then who answers for it, when it is reviewed and what is planned."""
    review = f"{words.day(line.review_on)}{', overdue' if line.review_late else ''}" if line.review_on else "none set"
    late = f", {line.overdue} overdue" if line.overdue else ""
    spots = f"; lies in {words.listed([name.lower() for name in line.spots])}" if line.spots else ""
    return (
        f"Children {line.children.said}, before {line.before.said}; owner: {line.owner or 'nobody'}; "
        f"review: {review}; actions open: {line.actions}{late}{spots}"
    )

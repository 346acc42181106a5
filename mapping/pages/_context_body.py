"""What happens at a context and what keeps children safe there, side by side; to whom, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from mapping import words
from mapping.contexts import Context
from mapping.contexts.group import Group
from mapping.contexts.happened import Part
from mapping.contexts.safety import Trusted
from mapping.contexts.school import School
from mapping.contexts.whom import ChildHere
from mapping.pages import _frame
from mapping.pages._context_records import Opens
from mapping.pages._frame import chip
from mapping.pages._opening import Figure
from mapping.pages._text import esc
from mapping.small import HIDDEN, Count

_FEW = 8
_HIDDEN = "“Under 5” and “not shown” stand where a child could be picked out."


def draw(found: Context, opens: Opens) -> None:
    """The cards of one context, harm and safety at the same height."""
    left, right = st.columns(2, gap="small")
    with left, _frame.card("context-harm"):
        _harm(found, opens)
    with right, _frame.card("context-safety"):
        _safety(found, opens)
    left, right = st.columns(2, gap="small")
    with left, _frame.card("context-whom"):
        _whom(found, opens)
    with right, _frame.card("context-adults"):
        _adults(found, opens)
    if found.school:
        with _frame.card("context-school"):
            _school(found, found.school, opens)
    if found.group:
        with _frame.card("context-group"):
            _group(found, found.group, opens)


def _harm(found: Context, opens: Opens) -> None:
    told = found.happened
    _frame.html(
        '<h2 class="harm">What happens</h2>'
        if found.kind == "peer_group"
        else '<h2 class="harm">What happens here</h2>'
    )
    days, earlier = f"in {told.days} days", f"in the {told.days} days before"
    rows = [
        (
            row.label,
            opens.figure(f"{row.label}, {days}", row.now, row.evidence),
            opens.figure(f"{row.label}, {earlier}", row.before, row.past),
        )
        for row in told.kinds
    ]
    heads = ("Kind of harm", "Children", "Before")
    if rows:
        total = (
            "Any kind",
            opens.figure(f"Any kind of harm, {days}", told.children, told.evidence),
            opens.figure(f"Any kind of harm, {earlier}", told.before, told.past),
        )
        _frame.html(_frame.table(heads, [*rows, total], caption="Distinct children by kind of harm", numbers=(1, 2)))
    else:
        _frame.html("<p>Nothing is on record in these days.</p>")
    if rows:
        events = f"{told.events.said} {'event' if told.events.count == 1 else 'events'}"
        every = opens.figure(f"Events, {days}", told.events, told.evidence, events).markup()
        most = opens.figure(f"The child with most records, {days}", told.largest, told.most).markup()
        note = f"{every} · largest contributor {most}. A child harmed in two ways is counted in both."
        _frame.html(f'<p class="note">{note}</p>')
    _frame.html(f"<h3>When</h3>{_months(told.months, opens)}{_clock(found, opens)}")
    if found.settings.panel and rows:
        _frame.html(f'<p class="note">{esc(_HIDDEN)}</p>')


def _months(months: Sequence[Part], opens: Opens) -> str:
    """Distinct children by month, as small bars with their figures: a table that is also a picture."""
    most = max((part.told.count or 0 for part in months), default=0)
    cells = "".join(
        f'<div><span class="value">{_cell(opens, _month_title(part), part.told, part.evidence)}</span>'
        f'<span class="bar" style="height:{round(34 * (part.told.count or 0) / max(most, 1))}px"></span>'
        f'<span class="month">{esc(_month_name(part.label))}</span></div>'
        for part in months
    )
    hidden = " × is not shown." if any(part.told.count is None for part in months) else ""
    note = f"Distinct children a {'month' if len(months) == 12 else 'span'}, the latest last.{hidden}"
    return f'<div class="contexts-months">{cells}</div><p class="note">{esc(note)}</p>'


def _month_title(part: Part) -> str:
    """`Came to harm in October 2026`."""
    name = part.label
    if len(name) == len("2026-10"):
        name = f"{date(int(name[:4]), int(name[5:]), 1):%B %Y}"
    return f"Came to harm in {name}"


def _cell(opens: Opens, title: str, told: Count, ids: Sequence[str]) -> str:
    """One small figure of a picture: × where it is not shown."""
    return opens.figure(title, told, ids, "×" if told.count is None else told.said).markup()


def _month_name(name: str) -> str:
    """`Oct` of `2026-10`; a span of months as it is."""
    if len(name) != len("2026-10"):
        return name
    return f"{date(int(name[:4]), int(name[5:]), 1):%b}"


def _clock(context: Context, opens: Opens) -> str:
    """Hour by weekday as a table; without a time first."""
    found = context.clock
    if found.why_not:
        return f'<p class="note">{esc(found.why_not)}</p>'
    none = _cell(opens, "No time on record", _count(found.unknown), context.untimed)
    first = f'<p class="note">No time on record: {none}{" child" if found.unknown == 1 else " children"}.</p>'
    peak = f"<p>{esc(found.peak)}</p>" if found.peak else ""
    short = [day if len(found.days) < 4 else day[:3] for day in found.days]
    lines = [
        (block.replace(" to ", "–"), *(_hour(context, opens, at, on) for on in range(len(row))))
        for at, (block, row) in enumerate(zip(found.blocks, found.cells, strict=True))
        if any(cell is None or cell for cell in row)
    ]
    table = _frame.table(("Hours", *short), lines, caption="Distinct children by hour and weekday", numbers=range(1, 8))
    return f'{peak}{first}<div class="contexts-clock">{table}</div><p class="note">{esc(found.note)}</p>'


def _hour(context: Context, opens: Opens, at: int, on: int) -> Figure | str:
    found = context.clock
    told = _count(found.cells[at][on])
    if told.count == 0:
        return ""
    ids = context.hours[at][on] if context.hours else ()
    return opens.figure(f"{found.days[on]}, {found.blocks[at]}", told, ids, "×" if told.count is None else told.said)


def _count(value: int | None) -> Count:
    return Count(None, HIDDEN) if value is None else Count(value, words.number(value))


def _safety(found: Context, opens: Opens) -> None:
    safe = found.safety
    whose = "these children safe" if found.kind == "peer_group" else "children safe here"
    _frame.html(f'<h2 class="safe">What keeps {whose}</h2>')
    lines: list[tuple[str, str | Figure]] = []
    if found.kind != "peer_group":
        lines.append(("Who looks out for children", safe.guardianship or "nobody recorded"))
        title = "Children recorded as safe here"
        lines.append((title, opens.figure(title, safe.safe, safe.safe_evidence)))
    some = any(part.told.count != 0 for part in safe.held)
    lines += [(part.label, opens.figure(part.label, part.told, part.evidence)) for part in safe.held if some]
    _frame.html(_frame.rows(lines))
    shown = safe.trusted[:_FEW]
    _frame.html(
        ("<h3>Whom they trust</h3>" if safe.trusted or safe.trusted_hidden else "")
        + "".join(
            f'<p class="contexts-trusted"><b>{esc(one.heading)}</b> {esc(words.listed(list(one.how)))} '
            f'<span class="chip safe">{_kept_safe(one, opens)}</span></p>'
            for one in shown
        )
    )
    rest = len(safe.trusted) - len(shown)
    said = [f"{rest} more." if rest else ""]
    if safe.trusted_hidden:
        more = words.counted(safe.trusted_hidden, "person keeps", "people keep")
        said.append(f"{more} fewer than 5 of these children safe: not named on a panel view.")
    if some and not safe.trusted and not safe.trusted_hidden:
        said.append("Nobody is recorded as keeping these children safe. That is not the same as nobody.")
    _frame.html(f'<p class="note">{esc(" ".join(filter(None, said)))}</p>')
    _near(found)


def _kept_safe(one: Trusted, opens: Opens) -> str:
    title = f"Kept safe by {one.heading}"
    return opens.figure(title, one.children, one.evidence, _children(one.children)).markup()


def _near(found: Context) -> None:
    """Strengths within reach: a plan is built from what is there."""
    if found.kind == "peer_group":
        return
    near = found.safety.near
    _frame.html(f"<h3>What there is within {found.safety.metres:.0f} m</h3>")
    if not near:
        said = found.safety.near_said or "No club, health service, school or safe place is on record this near."
        _frame.html(f'<p class="note">{esc(said)}</p>')
    for one in near[:_FEW]:
        safe = f" {chip('children safe here', 'safe')}" if one.safe else ""
        text = " · ".join(filter(None, [one.kind, f"{one.metres} m", one.guardianship]))
        _frame.html(f'<div class="contexts-near"><b>{esc(one.name)}</b>{safe}<p class="note">{esc(text)}</p></div>')
    if len(near) > _FEW:
        _frame.html(f'<p class="note">{len(near) - _FEW} more.</p>')


def _children(told: Count) -> str:
    return f"{told.said} {'child' if told.count == 1 else 'children'}"


def _whom(found: Context, opens: Opens) -> None:
    whom = found.whom
    every = opens.figure("To whom", whom.children, found.happened.evidence, _children(whom.children))
    _frame.html(f'<h2>To whom <span class="of">· {every.markup()}</span></h2>')
    if not whom.children.count and whom.children.count is not None:
        _frame.html("<p>No child is on record here in these days.</p>")
        return
    told = any(part.told.count is not None for part in whom.ages)
    ages = whom.ages if told else (Part("Ages", Count(None, HIDDEN)),)
    parts = (*whom.open, *ages)
    _frame.html(_frame.rows((part.label, opens.figure(part.label, part.told, part.evidence)) for part in parts))
    both = whom.both
    if both.count or both.count is None:
        _frame.html(
            f"<p>Also alleged to have harmed: {_both(found, opens)}. "
            "They are children to safeguard, with both roles.</p>"
        )
    if whom.withheld:
        _frame.html(f'<p class="note">{esc(whom.withheld)}</p>')
    elif found.settings.panel:
        _frame.html(f"<p>{esc(words.listed(list(whom.names)))}</p>")
    else:
        all_ = st.session_state.get("contexts-children") == found.id
        shown = whom.rows if all_ else whom.rows[:_FEW]
        _frame.html("".join(_child(row, opens) for row in shown))
        if len(shown) < len(whom.rows):
            st.button(
                f"Show all {len(whom.rows)}", type="tertiary", key="contexts-children-all",
                on_click=lambda: st.session_state.update({"contexts-children": found.id}),
            )  # fmt: skip


def _both(found: Context, opens: Opens) -> str:
    both = found.whom.both
    text = _children(both) if both.count is not None else HIDDEN
    return opens.figure("Harmed, and alleged to have harmed", both, found.whom.behind_both, text).markup()


def _child(row: ChildHere, opens: Opens) -> str:
    roles = chip("harmed and alleged to harm", "dashed") if row.both else ""
    name = opens.figure(row.heading, row.heading, row.evidence).markup()
    text = " · ".join(filter(None, [row.standing, words.listed(list(row.harms)), words.counted(row.records, "record")]))
    return f'<p class="contexts-child"><b>{name}</b> {roles} <span class="quiet">{esc(text)}</span></p>'


def _adults(found: Context, opens: Opens) -> None:
    _frame.heading("Adults of concern tied to it", words.number(len(found.adults)) if found.adults else "")
    if not found.adults:
        _frame.html("<p>No adult of concern is recorded as tied to it in these days. That is not the same as none.</p>")
    for one in found.adults[:_FEW]:
        who = " · ".join(
            filter(None, [words.listed(list(one.agencies)), f"last {words.day(one.last)}" if one.last else ""])
        )
        why = "".join(f"<li>{esc(text)}</li>" for text in one.why)
        name = opens.figure(one.heading, one.heading, one.evidence).markup()
        _frame.html(
            f'<div class="contexts-adult"><p><b>{name}</b> <span class="quiet">{esc(who)}</span></p>'
            f'<ul class="reasons">{why}</ul></div>'
        )
    if len(found.adults) > _FEW:
        _frame.html(f'<p class="note">{len(found.adults) - _FEW} more: see the page of adults of concern.</p>')
    _frame.html(
        '<p class="note">Known to be 18 or over and named in graded information. Not proof of an offence. '
        "Children alleged to have harmed are not listed here: they are among the children.</p>"
    )


def _school(found: Context, school: School, opens: Opens) -> None:
    _frame.heading("As a school", "", school.notes[0])
    roll = "not recorded" if school.roll is None else words.number(school.roll)
    told = [
        ("Pupils whom records name", school.pupils, school.behind_pupils),
        *((part.label, part.told, part.evidence) for part in school.where),
        ("Pupils excluded in these days", school.excluded, school.exclusion_evidence),
        ("Exclusions", school.exclusions, school.exclusion_evidence),
    ]
    rows = ((label, opens.figure(f"{label}, {found.name}", count, ids)) for label, count, ids in told)
    _frame.html(_frame.rows([("On roll", roll), *rows]))
    _frame.html("".join(f'<p class="note">{esc(text)}</p>' for text in school.notes[1:]))


def _group(found: Context, group: Group, opens: Opens) -> None:
    adults = f" and {words.counted(group.adults, 'adult')}" if group.adults else ""
    _frame.heading("Who is named as part of it", f"{_children(group.children)}{adults}")
    if group.withheld:
        _frame.html(f'<p class="note">{esc(group.withheld)}</p>')
    if group.disagree:
        _frame.html(f"<p>{esc(group.disagree)}</p>")
    lines = [
        (
            opens.figure(f"{one.heading}, named as part of it", one.heading, one.evidence),
            ("Child" if one.child else "Adult") + (f", {one.standing}" if one.standing else ""),
            one.named,
        )
        for one in group.rows
    ]
    if lines:
        _frame.html(_frame.table(("Who", "What is recorded", "By whom"), lines, caption="Named as part of the group"))
    if group.earlier:
        _frame.html(f'<p class="note">{group.earlier} more were named only before these days.</p>')
    _frame.heading("Where they spend time")
    if not group.places:
        _frame.html('<p class="note">No place that may be shown is recorded.</p>')
    for place in group.places[:_FEW]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"contexts-goes-{place.id}"):
            _frame.context_link(place.id, label=place.name)
            told = opens.figure(
                f"Who spends time at {place.name}", place.children, place.evidence, _children(place.children)
            )
            _frame.html(f"<p>{told.markup()}</p>", narrow=True)
    if group.places_hidden:
        hidden = words.counted(group.places_hidden, "home or address", "homes and addresses")
        _frame.html(f'<p class="note">{hidden} not shown on a panel view.</p>')

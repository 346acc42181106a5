"""What happens at a context and what keeps children safe there, side by side; to whom, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from mapping import words
from mapping.contexts import Context
from mapping.contexts.group import Group
from mapping.contexts.school import School
from mapping.pages import _context_records, _frame
from mapping.pages._frame import chip
from mapping.pages._text import esc
from mapping.places.clock import Clock
from mapping.small import HIDDEN, Count

_FEW = 8
_HIDDEN = "“Under 5” and “not shown” stand where a child could be picked out."


def draw(found: Context) -> None:
    """The cards of one context, harm and safety at the same height."""
    left, right = st.columns(2, gap="small")
    with left, _frame.card("context-harm"):
        _harm(found)
    with right, _frame.card("context-safety"):
        _safety(found)
    left, right = st.columns(2, gap="small")
    with left, _frame.card("context-whom"):
        _whom(found)
    with right, _frame.card("context-adults"):
        _adults(found)
    if found.school:
        with _frame.card("context-school"):
            _school(found, found.school)
    if found.group:
        with _frame.card("context-group"):
            _group(found, found.group)


def _harm(found: Context) -> None:
    told = found.happened
    _frame.html(
        '<h2 class="harm">What happens</h2>'
        if found.kind == "peer_group"
        else '<h2 class="harm">What happens here</h2>'
    )
    key = f"contexts-harm-{found.id}"
    opens = _context_records.figure
    rows = [(row.label, opens(key, row.label, row.now.said, row.evidence), row.before.said) for row in told.kinds]
    heads = ("Kind of harm", "Children", "Before")
    if rows:
        total = ("Any kind", opens(key, "Any kind", told.children.said, told.evidence), told.before.said)
        _frame.html(_frame.table(heads, [*rows, total], caption="Distinct children by kind of harm", numbers=(1, 2)))
    else:
        _frame.html("<p>Nothing is on record in these days.</p>")
    if rows:
        events = f"{told.events.said} {'event' if told.events.count == 1 else 'events'}"
        said = f"{events} · largest contributor {told.largest}. A child harmed in two ways is counted in both."
        _frame.html(f'<p class="note">{esc(said)}</p>')
    _frame.html(f"<h3>When</h3>{_months(told.months)}{_clock(found.clock)}")
    if found.settings.panel and rows:
        _frame.html(f'<p class="note">{esc(_HIDDEN)}</p>')
    figures = {row.label: row.evidence for row in told.kinds}
    if rows:
        figures["Any kind"] = told.evidence
    _context_records.behind(key, figures, found.settings)


def _months(months: Sequence[tuple[str, Count]]) -> str:
    """Distinct children by month, as small bars with their figures: a table that is also a picture."""
    most = max((value.count or 0 for _, value in months), default=0)
    cells = "".join(
        f'<div><span class="value">{esc("×" if value.count is None else value.said)}</span>'
        f'<span class="bar" style="height:{round(34 * (value.count or 0) / max(most, 1))}px"></span>'
        f'<span class="month">{esc(_month_name(name))}</span></div>'
        for name, value in months
    )
    hidden = " × is not shown." if any(value.count is None for _, value in months) else ""
    note = f"Distinct children a {'month' if len(months) == 12 else 'span'}, the latest last.{hidden}"
    return f'<div class="contexts-months">{cells}</div><p class="note">{esc(note)}</p>'


def _month_name(name: str) -> str:
    """`Oct` of `2026-10`; a span of months as it is."""
    if len(name) != len("2026-10"):
        return name
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return months[int(name[5:]) - 1]


def _clock(found: Clock) -> str:
    """Hour by weekday as a table; without a time first."""
    if found.why_not:
        return f'<p class="note">{esc(found.why_not)}</p>'
    none = "×" if found.unknown is None else words.number(found.unknown)
    first = f'<p class="note">No time on record: {esc(none)}{" child" if found.unknown == 1 else " children"}.</p>'
    peak = f"<p>{esc(found.peak)}</p>" if found.peak else ""
    short = [day if len(found.days) < 4 else day[:3] for day in found.days]
    lines = [
        (block.replace(" to ", "–"), *("×" if cell is None else (cell or "") for cell in row))
        for block, row in zip(found.blocks, found.cells, strict=True)
        if any(cell is None or cell for cell in row)
    ]
    table = _frame.table(("Hours", *short), lines, caption="Distinct children by hour and weekday", numbers=range(1, 8))
    return f'{peak}{first}<div class="contexts-clock">{table}</div><p class="note">{esc(found.note)}</p>'


def _safety(found: Context) -> None:
    safe = found.safety
    whose = "these children safe" if found.kind == "peer_group" else "children safe here"
    _frame.html(f'<h2 class="safe">What keeps {whose}</h2>')
    lines = []
    if found.kind != "peer_group":
        lines.append(("Who looks out for children", safe.guardianship or "nobody recorded"))
        lines.append(("Children recorded as safe here", safe.safe.said))
    some = any(told.count != 0 for _, told in safe.held)
    lines += [(label, told.said) for label, told in safe.held if some]
    _frame.html(_frame.rows(lines))
    shown = safe.trusted[:_FEW]
    _frame.html(
        ("<h3>Whom they trust</h3>" if safe.trusted or safe.trusted_hidden else "")
        + "".join(
            f'<p class="contexts-trusted"><b>{esc(one.heading)}</b> {esc(words.listed(list(one.how)))} '
            f"{chip(_children(one.children), 'safe')}</p>"
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
    figures = _distinct((one.heading, one.evidence) for one in shown)
    if safe.safe.count != 0:
        figures["Children recorded as safe here"] = safe.safe_evidence
    _context_records.behind(f"contexts-safety-{found.id}", figures, found.settings)


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


def _whom(found: Context) -> None:
    whom = found.whom
    _frame.heading("To whom", _children(whom.children))
    if not whom.children.count and whom.children.count is not None:
        _frame.html("<p>No child is on record here in these days.</p>")
        return
    ages = whom.ages if any(told.count is not None for _, told in whom.ages) else (("Ages", Count(None, HIDDEN)),)
    _frame.html(_frame.rows((label, told.said) for label, told in (*whom.open, *ages)))
    both = whom.both
    if both.count or both.count is None:
        _frame.html(
            f"<p>Also alleged to have harmed: {esc(_children(both) if both.count is not None else HIDDEN)}. "
            "They are children to safeguard, with both roles.</p>"
        )
    if whom.withheld:
        _frame.html(f'<p class="note">{esc(whom.withheld)}</p>')
    elif found.settings.panel:
        _frame.html(f"<p>{esc(words.listed(list(whom.names)))}</p>")
    else:
        every = st.session_state.get("contexts-children") == found.id
        shown = whom.rows if every else whom.rows[:_FEW]
        _frame.html("".join(_child(row.heading, row.standing, row.both, row.harms, row.records) for row in shown))
        if len(shown) < len(whom.rows):
            st.button(
                f"Show all {len(whom.rows)}", type="tertiary", key="contexts-children-all",
                on_click=lambda: st.session_state.update({"contexts-children": found.id}),
            )  # fmt: skip
        _context_records.behind(
            f"contexts-whom-{found.id}", _distinct((row.heading, row.evidence) for row in whom.rows), found.settings
        )


def _child(heading: str, standing: str, both: bool, harms: Sequence[str], records: int) -> str:
    roles = chip("harmed and alleged to harm", "dashed") if both else ""
    text = " · ".join(filter(None, [standing, words.listed(list(harms)), words.counted(records, "record")]))
    return f'<p class="contexts-child"><b>{esc(heading)}</b> {roles} <span class="quiet">{esc(text)}</span></p>'


def _distinct(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Two children may share initials and age: their records are put under names that differ."""
    found: dict[str, tuple[str, ...]] = {}
    for name, ids in pairs:
        number = 2
        key = name
        while key in found:
            key, number = f"{name} ({number})", number + 1
        found[key] = ids
    return found


def _adults(found: Context) -> None:
    _frame.heading("Adults of concern tied to it", words.number(len(found.adults)) if found.adults else "")
    if not found.adults:
        _frame.html("<p>No adult of concern is recorded as tied to it in these days. That is not the same as none.</p>")
    for one in found.adults[:_FEW]:
        who = " · ".join(
            filter(None, [words.listed(list(one.agencies)), f"last {words.day(one.last)}" if one.last else ""])
        )
        why = "".join(f"<li>{esc(text)}</li>" for text in one.why)
        _frame.html(
            f'<div class="contexts-adult"><p><b>{esc(one.heading)}</b> <span class="quiet">{esc(who)}</span></p>'
            f'<ul class="reasons">{why}</ul></div>'
        )
    if len(found.adults) > _FEW:
        _frame.html(f'<p class="note">{len(found.adults) - _FEW} more: see the page of adults of concern.</p>')
    _frame.html(
        '<p class="note">Known to be 18 or over and named in graded information. Not proof of an offence. '
        "Children alleged to have harmed are not listed here: they are among the children.</p>"
    )
    _context_records.behind(
        f"contexts-adults-{found.id}", _distinct((one.heading, one.evidence) for one in found.adults), found.settings
    )


def _school(found: Context, school: School) -> None:
    _frame.heading("As a school", "", school.notes[0])
    roll = "not recorded" if school.roll is None else words.number(school.roll)
    rows = [("On roll", roll), ("Pupils whom records name", school.pupils.said)]
    rows += [(label, told.said) for label, told in school.where]
    rows += [("Pupils excluded in these days", school.excluded.said), ("Exclusions", school.exclusions.said)]
    _frame.html(_frame.rows(rows))
    _frame.html("".join(f'<p class="note">{esc(text)}</p>' for text in school.notes[1:]))
    _context_records.behind(
        f"contexts-school-{found.id}",
        {"Exclusions": school.exclusion_evidence} if school.excluded.count != 0 else {},
        found.settings,
    )


def _group(found: Context, group: Group) -> None:
    adults = f" and {words.counted(group.adults, 'adult')}" if group.adults else ""
    _frame.heading("Who is named as part of it", f"{_children(group.children)}{adults}")
    if group.withheld:
        _frame.html(f'<p class="note">{esc(group.withheld)}</p>')
    if group.disagree:
        _frame.html(f"<p>{esc(group.disagree)}</p>")
    lines = [
        (one.heading, ("Child" if one.child else "Adult") + (f", {one.standing}" if one.standing else ""), one.named)
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
            _frame.html(f"<p>{esc(_children(place.children))}</p>", narrow=True)
    if group.places_hidden:
        hidden = words.counted(group.places_hidden, "home or address", "homes and addresses")
        _frame.html(f'<p class="note">{hidden} not shown on a panel view.</p>')
    _context_records.behind(
        f"contexts-group-{found.id}",
        _distinct(
            [*((one.heading, one.evidence) for one in group.rows), *((p.name, p.evidence) for p in group.places)]
        ),
        found.settings,
    )

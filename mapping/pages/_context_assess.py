"""The assessment of a context: what stands, what stood before, and the form that writes the next one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import streamlit as st

from data_schema import schema
from graph.answers import Assessed
from graph.model import Assessment
from graph.plans import LONGEST_HEADING, LONGEST_NAME
from mapping import words
from mapping.contexts import Context
from mapping.pages import _context_found, _frame, _wording
from mapping.pages._decide import refusing
from mapping.pages._text import esc

SAID = "kith-context-said"
"""Session key: what was just recorded, said once at the top of the page."""

_DRAFT = "contexts-draft"
"""Session key: the context that is being assessed, and the assessment at which its form began."""

HEADINGS = {
    "harm": ("Harm", "What harm happens here, and why here?"),
    "guardianship": ("Guardianship", "Who looks out for children here, when, and who could?"),
    "strengths": ("Strengths", "What keeps children safe here?"),
    "resources": ("Resources", "What is there to work with: people, money, places, powers?"),
    "change_first": ("What must change first", "The one thing about this context, not about a child."),
}
_ABOUT = (
    "Write about the place, the school or the group, and what adults there do or could do. Name no child: who harms is "
    "the subject of the sentence."
)


def just_said() -> None:
    """What was recorded a moment ago, once."""
    if said := st.session_state.pop(SAID, None):
        _frame.html(f'<p class="note" role="status">{esc(said)}</p>')


def draw(found: Context) -> None:
    """The assessment as it stands, the form, and the earlier ones."""
    now = found.plan.assessment
    with _frame.card("context-assessment"):
        by = _by(now, found.as_of) if now else ""
        _frame.heading("Assessment", "", by)
        if now:
            _frame.html(_headings(now))
        else:
            _frame.html(
                "<p>Nobody has assessed this context yet: what harm happens here, who looks out for children, what "
                "there is to work with, and what must change first.</p>"
            )
        _editing(found, now)
        _earlier(found)


def _by(one: Assessed, today: date) -> str:
    said = f"{one.by}, {words.day(one.at.date(), today)}"
    if one.record:
        return f"{said}, as an agency's record states it"
    return f"{said}, for: {one.purpose}" if one.purpose else said


def _headings(one: Assessed) -> str:
    said = one.said
    cells = "".join(
        f"<div><h3>{esc(title)}</h3>{_paragraphs(getattr(said, name))}</div>" for name, (title, _) in HEADINGS.items()
    )
    weighs = f"<div><h3>Weighs</h3><p>{esc(words.label('weighting', said.weighting))}</p></div>"
    return f'<div class="contexts-assessment">{cells}{weighs}</div>'


def _paragraphs(text: str) -> str:
    parts = [part.strip() for part in text.split("\n") if part.strip()]
    return "".join(f"<p>{esc(part)}</p>" for part in parts) or '<p class="quiet">Not said.</p>'


def _editing(found: Context, now: Assessed | None) -> None:
    label = "Write a new assessment" if now else "Write the first assessment"
    begun = _begun(found, now)
    with st.expander(label, key=f"contexts-assess-{found.id}-{begun or 'first'}"):
        if found.settings.panel and _names_people(found, begun):
            _frame.html(
                '<p class="refused">The assessment it would begin from names people, so it is not opened for writing '
                "on a panel view. Leave the panel view first.</p>"
            )
            return
        if begun != (now.id if now else ""):
            _overtaken(now)
        _form(found, begun)
    _wording.under(f"assess-{found.id}")


def _begun(found: Context, now: Assessed | None) -> str:
    """The assessment at which this session's form began.

    It stays that one while somebody else records another: a form that began anew under the writer's hands would throw
    away what is being written.
    """
    context, begun = st.session_state.get(_DRAFT) or ("", "")
    if context != found.id:
        begun = now.id if now else ""
        st.session_state[_DRAFT] = (found.id, begun)
    return str(begun)


def _names_people(found: Context, begun: str) -> bool:
    """Whether names are shortened in what the form would begin from: it begins from the words as they were written."""
    shown = (one for one in (found.plan.assessment, *found.plan.earlier) if one)
    return _said(begun, shown) != _said(begun, _context_found.written().assessments)


def _said(id: str, among: Iterable[Assessed]) -> Assessment | None:
    return next((one.said for one in among if one.id == id), None)


def _anew() -> None:
    st.session_state.pop(_DRAFT, None)


def _overtaken(now: Assessed | None) -> None:
    said = f"{now.by} has recorded another assessment" if now else "The assessment was taken back"
    _frame.html(
        f'<p class="note late" role="status">{esc(said)} since this form was opened. What you record comes after it; '
        "what stood stays readable below.</p>"
    )
    st.button("Leave this draft and begin from what stands", type="tertiary", on_click=_anew, key="contexts-anew")


def _form(found: Context, begun: str) -> None:
    """The form begins at what stood; sending it makes a new version, and the earlier one stays readable."""
    said = _said(begun, _context_found.written().assessments)
    key = f"contexts-{found.id}-{begun or 'first'}"
    codes = list(schema().codes["weighting"].codes)
    with st.form(f"kith-{key}", border=False, enter_to_submit=False):
        _frame.html(f'<p class="note">{esc(_ABOUT)}</p>')
        texts = {
            name: st.text_area(
                title, value=getattr(said, name) if said else "", placeholder=asks, max_chars=LONGEST_HEADING,
                height=84, key=f"{key}-{name}",
            )
            for name, (title, asks) in HEADINGS.items()
        }  # fmt: skip
        with st.container(horizontal=True, gap="small"):
            weighting = st.selectbox(
                "How much it weighs", codes, index=codes.index(said.weighting if said else "not_weighed"),
                format_func=lambda code: words.label("weighting", code), key=f"{key}-weighting",
            )  # fmt: skip
            owner = st.text_input(
                "Who answers for the plan",
                value=said.owner if said else found.plan.owner,
                max_chars=LONGEST_NAME,
                key=f"{key}-owner",
            )
            review = st.date_input(
                "Next review", value=said.review_on if said else found.plan.review_on, format="DD/MM/YYYY",
                min_value=None, key=f"{key}-review",
            )  # fmt: skip
        pressed = _frame.submitted("Record the assessment", key, "primary")
    if pressed:
        _wording.keep(f"assess-{found.id}", *texts.values())
        with refusing():
            made = Assessment(
                found.id, texts["harm"], texts["guardianship"], texts["strengths"], texts["resources"],
                weighting or "not_weighed", texts["change_first"], owner, review if isinstance(review, date) else None,
            )  # fmt: skip
            _context_found.plans().assess(made)
            _anew()
            st.session_state[SAID] = "Recorded: the assessment. What stood before stays readable below it."
            st.rerun()


def _earlier(found: Context) -> None:
    earlier = found.plan.earlier
    if not earlier:
        return
    with st.expander(f"Earlier assessments: {len(earlier)}", key=f"contexts-earlier-{found.id}"):
        for one in earlier:
            gone = ""
            if one.withdrawn:
                gone = f"Taken back by {one.withdrawn.by}, {words.day(one.withdrawn.at.date(), found.as_of)}: "
                gone += f"“{one.withdrawn.text}”"
            note = f'<p class="note late">{esc(gone)}</p>' if gone else ""
            head = f'<p class="note"><b>{esc(_by(one, found.as_of))}</b></p>'
            _frame.html(f'<div class="contexts-earlier">{head}{note}{_headings(one)}</div>')

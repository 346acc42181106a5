"""What was said in the meeting and not verified: who said it, when, in which words; promoted or discarded by name."""

from __future__ import annotations

from datetime import date

import streamlit as st

from data_schema import schema
from graph.answers import Done
from graph.errors import KithError
from graph.model import Entity, Tie
from mapping import words
from mapping.board.log import SaidPerson, SaidTie
from mapping.board.log.operation import Discard, Person, Same
from mapping.board.log.operation import Tie as SayTie
from mapping.board.log.state import Settled
from mapping.board.promotion import NotReady, ends, person_to_promote, tie_to_promote, waits_for
from mapping.pages import _board_dialog, _board_rail, _data, _frame
from mapping.pages._board_open import Opened, said
from mapping.pages._text import esc, plain
from mapping.words import Naming

_CHOSEN = "boards-settle"
_MOST = 8
LONGEST = 500


def draw(opened: Opened) -> None:
    """The list in the panel: what waits, oldest first, and how many were settled."""
    waiting = _waiting(opened)
    settled = _done(opened)
    if not waiting and not settled:
        return
    with st.container(key="boards-waiting"):
        _frame.heading("Said in the meeting", words.showing(min(_MOST, len(waiting)), len(waiting)) if waiting else "")
        if waiting:
            _frame.html(
                '<p class="note">Not verified: it is on this board only, and in no analysis, until somebody promotes '
                "it by name.</p>"
            )
        for one in waiting[:_MOST]:
            st.button(
                plain(_sentence(opened, one)), key=f"board-tie-said-{one.id}", type="tertiary", width="stretch",
                on_click=show, args=(one.id,), help=f"Said by {plain(opened.seen.names.by(one.said_by))}",
            )  # fmt: skip
        if len(waiting) > _MOST:
            st.button(f"All {words.number(len(waiting))}", key="boards-said-all", on_click=show, args=("",))
        if settled:
            kept = sum(end.kept for _, end in settled)
            told = f"{words.number(kept)} promoted, {words.number(len(settled) - kept)} discarded"
            st.button(plain(told), key="boards-said-settled", type="tertiary", on_click=show, args=("settled",))


def dialog(opened: Opened) -> None:
    """One of them with its forms; or all of them; or what became of those settled."""
    chosen = str(st.session_state.get(_CHOSEN) or "")
    found = {one.id: one for one in _waiting(opened)}
    if chosen == "settled":
        _settled(opened)
    elif one := found.get(chosen):
        _one(opened, one)
    else:
        _all(opened)


def _waiting(opened: Opened) -> list[SaidPerson | SaidTie]:
    """Those not settled, people before their ties, in the order they came; who is shown as another is settled."""
    state = opened.state
    people = [one for one in state.people.values() if one.settled is None and one.id not in state.same]
    return [*people, *state.said_ties]


def _done(opened: Opened) -> list[tuple[SaidPerson | SaidTie, Settled]]:
    """What was promoted or discarded, and how."""
    every: list[SaidPerson | SaidTie] = [*opened.state.people.values(), *opened.state.ties.values()]
    return [(one, one.settled) for one in every if one.settled is not None]


def show(id: str) -> None:
    """Open the dialog at this one; fit for callbacks."""
    st.session_state[_CHOSEN] = id
    _board_dialog.show("said")


def _name(opened: Opened, id: str) -> str:
    """By the naming mode; somebody only said by theirs, in quotation marks."""
    one = opened.state.one(id)
    person = opened.state.people.get(one)
    if person and person.settled is None:
        return f"“{person.name}”" if opened.naming is Naming.FULL else opened.seen.names.name(one)
    return opened.seen.names.name(one)


def _sentence(opened: Opened, one: SaidPerson | SaidTie) -> str:
    if isinstance(one, SaidTie):
        return words.sentence(one.kind, _name(opened, one.from_id), _name(opened, one.to_id))
    kind = schema().entities[one.kind].label.lower()
    return f"{_name(opened, one.id)}, {kind}{f', {one.age}' if one.age is not None else ''}"


def _all(opened: Opened) -> None:
    waiting = _waiting(opened)
    _frame.heading("Waiting to be promoted or discarded by name", words.counted(len(waiting), "saying"))
    if not waiting:
        _frame.html('<p class="note">Nothing waits.</p>')
    for one in waiting:
        with st.container(key=f"boards-said-row-{one.id}", horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch"):
                _frame.html(f"<p><b>{esc(_sentence(opened, one))}</b></p>{_who(opened, one)}")
            st.button("Open", key=f"boards-said-open-{one.id}", on_click=show, args=(one.id,))


def _settled(opened: Opened) -> None:
    done = _done(opened)
    _frame.heading("Promoted or discarded", words.counted(len(done), "saying"))
    for one, end in done:
        day = words.day(end.signed.at.date(), _data.desk().as_of)
        became = "Promoted" if end.kept else "Discarded"
        by = opened.seen.names.by(end.signed.by)
        _frame.html(
            f"<p><b>{esc(_sentence(opened, one))}</b></p>"
            f'<p class="note">{esc(f"{became} by {by}, {day}: {opened.short(end.why)}")}</p>'
        )
    st.button("What still waits", key="boards-said-back", on_click=show, args=("",))


def _who(opened: Opened, one: SaidPerson | SaidTie) -> str:
    """Who said it, of which agency, when, who wrote it down, in which words."""
    agency = f", {words.label('agency', one.agency).lower()}" if one.agency else ""
    by = opened.seen.names.by(one.said_by)
    day = words.day(one.said_on if isinstance(one, SaidTie) else one.signed.at.date())
    quote = f"<blockquote>{esc(opened.short(one.words))}</blockquote>" if one.words else ""
    return (
        f'<p class="note">{esc(f"Said by {by}{agency}, {day} · written down by {opened.seen.names.by(one.signed.by)}")}'
        f"</p>{quote}"
    )


def _one(opened: Opened, one: SaidPerson | SaidTie) -> None:
    _frame.html(f'<p class="sentence">{esc(_sentence(opened, one))}</p>{_who(opened, one)}')
    if not opened.editable:
        _frame.html('<p class="note">This board can be read, not worked on.</p>')
        return
    if isinstance(one, SaidTie):
        _promote_tie(opened, one)
    else:
        _promote_person(opened, one)
    _mend(opened, one)
    _discard(opened, one)
    st.button("All that waits", key="boards-said-back", on_click=show, args=("",))


def _promote_tie(opened: Opened, tie: SaidTie) -> None:
    waits = waits_for(tie, opened.state, opened.snapshot)
    if waits:
        names = words.listed([_name(opened, id) for id in waits])
        _frame.html(
            f'<p class="late">Say first who {esc(names)} is, or promote them: a record names nobody unknown.</p>'
        )
        for id in waits:
            if id in opened.state.people:
                st.button(plain(f"Open {_name(opened, id)}"), key=f"boards-said-who-{id}", on_click=show, args=(id,))
        return
    key = f"boards-promote-{tie.id}"
    with st.form(key, border=True, enter_to_submit=False):
        _frame.heading("Promote it: it becomes a record, ungraded, an assessment")
        how = st.text_area("How it was checked, and with whom", key=f"{key}-how", max_chars=LONGEST, height=80)
        with st.container(horizontal=True, gap="small"):
            agency = _agency(tie.agency, key)
            seen = st.date_input("Day it was seen, if known", value=None, format="DD/MM/YYYY", key=f"{key}-seen")
        pressed = _frame.submitted(f"Promote, as {plain(opened.snapshot.viewer)}", key, "primary")
    if pressed:
        day = seen if isinstance(seen, date) else None
        try:
            made = tie_to_promote(
                tie, opened.state, opened.snapshot, agency=agency or "", stated_by=tie.said_by, seen_on=day
            )
        except NotReady as error:
            _refused(str(error))
            return
        if not agency:
            _refused("Say whose knowledge it is. Nothing was recorded.")
        else:
            _promoted(opened, tie.id, how, ties=(made,))


def _promote_person(opened: Opened, person: SaidPerson) -> None:
    key = f"boards-promote-{person.id}"
    which = st.segmented_control(
        "Who is it?", ["held", "new"], default="held", required=True, key=f"{key}-which",
        format_func={"held": "Somebody held already", "new": "Somebody held nowhere yet"}.__getitem__,
    )  # fmt: skip
    if which == "held":
        _held(opened, person, key)
        return
    with st.form(key, border=True, enter_to_submit=False):
        _frame.heading("Promote them: a record makes this person known")
        how = st.text_area("How it was checked, and with whom", key=f"{key}-how", max_chars=LONGEST, height=80)
        born = st.date_input(
            "Date of birth, if known", value=None, format="DD/MM/YYYY", key=f"{key}-born",
            min_value=date(1920, 1, 1), max_value=opened.snapshot.as_of,
        )  # fmt: skip
        pressed = _frame.submitted(f"Promote, as {plain(opened.snapshot.viewer)}", key, "primary")
    if pressed:
        entity = person_to_promote(person, born=born if isinstance(born, date) else None)
        _promoted(opened, person.id, how, person=entity)


def _held(opened: Opened, person: SaidPerson, key: str) -> None:
    """Find somebody who is held, and say that this is them: on this board only, or by name for good."""
    text = st.text_input("Find who it is", key=f"{key}-find", placeholder="Name or number", max_chars=120)
    ids = [id for id in opened.selected if not id.startswith("D-")]
    if text.strip():
        ids = [hit.id for hit in _data.view().find(text.strip(), kinds=schema().persons(), limit=_MOST)]
    called = _board_rail.called(opened.seen.snapshot, ids, opened.naming)
    if not called:
        note = (
            "Nothing under this name or number." if text.strip() else "Find them, or select them on the picture first."
        )
        _frame.html(f'<p class="note">{esc(note)}</p>')
        return
    chosen = st.selectbox(
        "This is", list(called), format_func=lambda id: called[id], key=f"{key}-existing", index=None,
        placeholder="Say who",
    )  # fmt: skip
    how = st.text_area("How it was checked, and with whom", key=f"{key}-how-held", max_chars=LONGEST, height=80)
    with st.container(horizontal=True, gap="small", key=f"{key}-ways"):
        sure = _frame.pressed(
            f"Confirm, as {plain(opened.snapshot.viewer)}", f"{key}-sure", "primary", disabled=not chosen,
            about="For good: the ties said of them can then be promoted too",
        )  # fmt: skip
        st.button(
            "Only show them as one here", key=f"{key}-same", disabled=not chosen,
            on_click=_same, args=(opened, person.id, chosen), help="On this board, until somebody takes it back",
        )  # fmt: skip
    if sure and chosen:
        _promoted(opened, person.id, how, existing=chosen)


def _same(opened: Opened, id: str, other: str) -> None:
    doing = [Same(id, other)]
    if other not in opened.state.members:
        opened.do(opened.adding(other, why="said to be somebody on this board"), *doing)
    else:
        opened.do(*doing)
    _board_dialog.close()


def _promoted(
    opened: Opened, id: str, how: str, *, ties: tuple[Tie, ...] = (), person: Entity | None = None, existing: str = ""
) -> None:
    if not how.strip():
        _refused("Say how it was checked, and with whom. Nothing was recorded.")
        return
    try:
        done = _record(opened, id, how.strip(), ties, person, existing)
    except KithError as error:
        _refused(str(error))
        return
    name = _name(opened, id) if id in opened.state.people else "What was said"
    said(f"{name} is held now, promoted by {done.by}.")
    _board_dialog.close()
    st.rerun()


def _record(opened: Opened, id: str, how: str, ties: tuple[Tie, ...], person: Entity | None, existing: str) -> Done:
    desk = _data.desk()
    with _data.answering():
        boards = _data.store().boards(desk.viewer, desk.purpose)
        return boards.promote(opened.id, id, how, ties=ties, person=person, existing=existing)


def _mend(opened: Opened, one: SaidPerson | SaidTie) -> None:
    """Who said it, of which agency, and what: said again under its id."""
    told = " ".join((one.said_by, one.words, one.name if isinstance(one, SaidPerson) else ""))
    if opened.short(told) != told:
        _frame.html('<p class="note">It names somebody: to mend the words, name people in full.</p>')
        return
    key = f"boards-mend-{one.id}-{one.signed.operation}"
    with (
        st.expander("Mend what was written down", key=f"{key}-open"),
        st.form(key, border=False, enter_to_submit=False),
    ):
        by = st.text_input("Said by", value=one.said_by, key=f"{key}-by", max_chars=200)
        agency = _agency(one.agency, key)
        text = st.text_area("In these words", value=one.words, key=f"{key}-words", max_chars=LONGEST, height=80)
        kind = _kind(opened, one, key) if isinstance(one, SaidTie) else ""
        name = one.name if isinstance(one, SaidPerson) else ""
        if isinstance(one, SaidPerson):
            name = st.text_input("Called", value=one.name, key=f"{key}-name", max_chars=200)
        pressed = _frame.submitted("Keep", key)
    if not pressed:
        return
    if isinstance(one, SaidTie):
        opened.do(SayTie(one.id, one.from_id, one.to_id, kind or one.kind, by.strip(), agency or "", text, one.said_on))
    elif not name.strip():
        _refused("Somebody without a name or a nickname is nobody: write what they are called.")
        return
    else:
        opened.do(Person(one.id, one.kind, name.strip(), by.strip(), agency or "", one.age, one.identified, text))
    st.rerun()


def _kind(opened: Opened, tie: SaidTie, key: str) -> str:
    """Another kind of tie that may be between these two."""
    entities = opened.seen.snapshot.entities
    kinds = dict(zip(entities["id"].to_pylist(), entities["kind"].to_pylist(), strict=True))
    two = tuple(kinds.get(id, "") for id in ends(tie, opened.state))
    fit = [name for name, kind in schema().ties.items() if two in kind.ends]
    options = fit if tie.kind in fit else [tie.kind, *fit]
    return st.selectbox(
        "Tie", options, index=options.index(tie.kind), key=f"{key}-kind",
        format_func=lambda name: schema().ties[name].label,
    )  # fmt: skip


def _agency(code: str, key: str) -> str | None:
    codes = list(schema().codes["agency"].codes)
    return st.selectbox(
        "Agency", codes, index=codes.index(code) if code in codes else None, key=f"{key}-agency",
        format_func=lambda one: words.label("agency", one), placeholder="Whose knowledge it is",
    )  # fmt: skip


def _discard(opened: Opened, one: SaidPerson | SaidTie) -> None:
    key = f"boards-discard-{one.id}"
    with st.expander("Discard it", key=f"{key}-open"), st.form(key, border=False, enter_to_submit=False):
        why = st.text_input("Why it does not hold", key=f"{key}-why", max_chars=LONGEST)
        pressed = _frame.submitted(f"Discard, as {plain(opened.snapshot.viewer)}", key)
    if not pressed:
        return
    if not why.strip():
        _refused("Say why it does not hold. Nothing was discarded.")
    elif opened.do(Discard(one.id, why.strip())):
        _board_dialog.close()
        st.rerun()


def _refused(text: str) -> None:
    _frame.html(f'<p class="refused" role="alert">{esc(text)}</p>')

"""The dialog in which a list or a whiteboard's text is pasted, looked over line by line, and put on the board."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import streamlit as st

from data_schema import schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.drafts import (
    AS_NOTE,
    LEAVE,
    LEAVE_OUT,
    MOST_LETTERS,
    MOST_LINES,
    NEW_ADULT,
    NEW_CHILD,
    NO_TIE,
    Answers,
    Drafts,
    Known,
    Meaning,
    Review,
    Row,
    TieDraft,
    identifiers,
    read,
)
from mapping.board.log import State
from mapping.board.log.operation import Add
from mapping.board.nodes import age_words, display_name, drawn_kind
from mapping.pages import _board_dialog, _data, _frame
from mapping.pages._board_open import Opened
from mapping.pages._text import esc, plain
from mapping.words import Naming

_TEXT, _DONE = "boards-paste-text", "boards-paste-done"
_PAGE = 40
"""Lines with their questions drawn at once."""
_EXAMPLE = "T.B. - N.C.\nBiz gives lifts to T.B. 3/10 ?\nFriends of T.B.:\n• Pia\n• Rosa T\nN.C. lives w/ P.K."
_NAMED = {NEW_CHILD: "Held nowhere: a child", NEW_ADULT: "Held nowhere: an adult", LEAVE: "Leave this name out"}

_OTHER = "tie"
_INSTEAD = {"": "As read", _OTHER: "Another tie", AS_NOTE: "Keep the line as a note", LEAVE_OUT: "Leave the line out"}


def draw(opened: Opened) -> None:
    """Draw it into the dialog."""
    if not opened.editable:
        _frame.html('<p class="note">This board can be read, not worked on.</p>')
        return
    if opened.naming in (Naming.PSEUDONYMS, Naming.COUNTS):
        _frame.html(
            '<p class="note">This board names nobody. To paste names, let it name people in full or by initials.</p>'
        )
        return
    text = str(st.session_state.get(_TEXT) or "")
    done = st.session_state.get(_DONE)
    if done and done[0] == text:  # until somebody changes the text
        _frame.html(f'<p class="note" role="status">{esc(done[1])}</p>')
    st.text_area(
        "Paste a list or a whiteboard’s text, one thing on a line",
        key=_TEXT, height=170, placeholder=_EXAMPLE, persist_state="session",
        help=f"At most {MOST_LINES} lines and {words.number(MOST_LETTERS)} letters at once. It is read at this desk "
        "only; nothing is put on the board before you have looked over it.",
    )  # fmt: skip
    text = str(st.session_state.get(_TEXT) or "")
    if not text.strip():
        _frame.html(
            '<p class="note">Names, initials, nicknames and ids; “A - B”, “A friend of B”, “A lives w/ B”, “A & B seen '
            "with”; bullets, tabs, dates and question marks. What could mean two things is asked.</p>"
        )
        return
    known, drafts = _drafts(opened, text)
    review = Review(drafts, known, _answers(drafts), Namer(opened), _said(opened.state))
    _head(opened, review)
    _rows(opened, review)


def _drafts(opened: Opened, text: str) -> tuple[Known, Drafts]:
    """Who the names may mean: everybody this viewer may see, by their own names, and who was said at this board."""
    said = {
        person.id: (person.kind, person.name, person.age)
        for person in opened.state.people.values()
        if person.settled is None and person.id not in opened.state.same
    }
    return _read(opened.snapshot, opened.id, opened.state.place, text, tuple(opened.state.members), said)


@_data.worked_out
def _read(
    snapshot: Snapshot,
    id: str,
    place: int,
    text: str,
    members: tuple[str, ...],
    said: Mapping[str, tuple[str, str, int | None]],
) -> tuple[Known, Drafts]:
    """The drafts; read again only when the text, the board or the data changed."""
    view, asked = _data.view(), identifiers(text)
    found = {one: [hit.id for hit in view.find(one, limit=3) if hit.matched == "identifier"] for one in asked}
    known = Known(snapshot, members, said, {one: ids for one, ids in found.items() if ids})
    return known, read(text, known)


def _said(state: State) -> list[tuple[str, str, str]]:
    return [(tie.from_id, tie.to_id, tie.kind) for tie in state.ties.values() if tie.settled is None]


def _answers(drafts: Drafts) -> Answers:
    """What was chosen so far; a line whose text changed is a new line."""
    held = st.session_state
    names = {key: str(held.get(_name_key(key)) or "") for key in drafts.meant}
    ties = {
        (draft.number, place): str(held.get(_tie_key(draft.number, draft.text, place)) or "")
        for draft in drafts.lines
        for place in range(len(draft.ties))
    }
    lines = {draft.number: str(held.get(_line_key(draft.number, draft.text)) or "") for draft in drafts.lines}
    return Answers(names, ties, lines)


def _name_key(key: str) -> str:
    return f"boards-paste-who-{key}"


def _tie_key(number: int, text: str, place: int) -> str:
    return f"boards-paste-tie-{number}-{place}-{text.strip()}"


def _line_key(number: int, text: str) -> str:
    return f"boards-paste-line-{number}-{text.strip()}"


class Namer:
    """What the board's naming mode calls those held, with what tells two of the same initials apart."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._rows = _entities(opened.snapshot)
        self._people = opened.state.people

    def __call__(self, id: str) -> str:
        if id in self._people:
            return f"“{self._opened.short(self._people[id].name)}”"
        row = self._rows.get(id)
        return self._opened.short(display_name(row, self._opened.naming)) if row else id

    def told(self, one: Meaning) -> str:
        """`T.B. · child, 14 · on this board`."""
        row = self._rows.get(one.id)
        kind = schema().entities[one.kind]
        what = kind.label.lower()
        if one.kind == "child":
            what = f"child, {age_words(one.age, self._opened.naming)}"
        elif row and kind.kinds and row["subkind"]:
            what = words.label(kind.kinds, row["subkind"]).lower()
        where = "on this board" if one.on_board else ""
        return " · ".join(filter(None, (self(one.id), what, one.why if one.close else "", where)))


@_data.worked_out
def _entities(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    columns = ["id", "kind", "name", "subkind", "date_of_birth", "identified", "started_on"]
    rows = snapshot.entities.select(columns).to_pylist()
    return {row["id"]: {**row, "drawn": drawn_kind(row, snapshot.as_of)} for row in rows}


def _head(opened: Opened, review: Review) -> None:
    """What goes on the board now, what waits, and the button."""
    ready = [row for row in review.rows if row.becomes in ("ties", "people", "note")]
    waits = review.count("waits")
    counts = (
        (review.count("ties"), "line of ties", "lines of ties"),
        (review.count("people"), "line of people", "lines of people"),
        (review.count("heading"), "heading", "headings"),
        (review.count("note"), "note", "notes"),
        (review.count("left out"), "line left out by you", "lines left out by you"),
    )
    said = [words.counted(count, one, many) for count, one, many in counts if count]
    if waits:
        said.append(f"{words.counted(waits, 'line waits', 'lines wait')} for an answer and will stay in the box")
    _frame.heading("Look it over", words.counted(len(review.rows), "line"), "; ".join(said))
    _frame.html("".join(f'<p class="note">{esc(note)}</p>' for note in review.drafts.notes))
    st.button(
        f"Put {words.counted(len(ready), 'line')} on the board", type="primary", key="boards-paste-put",
        on_click=_put, args=(opened, review), disabled=not ready and not review.count("left out"),
    )  # fmt: skip


def _put(opened: Opened, review: Review) -> None:
    """Everything that is ready at once; what waits stays in the box."""
    doing = review.operations(lambda prefix: f"{prefix}{uuid.uuid4()}")
    add = [one for one in doing if isinstance(one, Add)]
    rest = [one for one in doing if not isinstance(one, Add)]
    placed = [opened.adding(*one.entities, why=one.why) for one in add]
    left = review.left
    if (placed or rest) and not opened.do(*placed, *rest):
        refused = "Not all of it was held: what was refused is said above the picture. Nothing is lost."
        st.session_state[_DONE] = (str(st.session_state.get(_TEXT) or ""), refused)
        return
    st.session_state[_TEXT] = left
    for key in [key for key in st.session_state if str(key).startswith(("boards-paste-tie-", "boards-paste-line-"))]:
        del st.session_state[key]
    steps = words.counted(len(doing), "step")
    if left.strip():
        told = f"{steps} done on the board; undo takes them back one by one. The rest is still here."
        st.session_state[_DONE] = (left, told)
    else:
        _board_dialog.close()


def _rows(opened: Opened, review: Review) -> None:
    """The table: line, what it reads as, what is asked. Lines without a question are drawn together."""
    name = Namer(opened)
    shown = review.rows
    pages = -(-len(shown) // _PAGE)
    if pages > 1:
        spans = [review.rows[at * _PAGE : (at + 1) * _PAGE] for at in range(pages)]
        page = st.segmented_control(
            "Lines", list(range(pages)), default=0, required=True, key="boards-paste-page",
            format_func=lambda at: f"{spans[at][0].draft.number} to {spans[at][-1].draft.number}",
        )  # fmt: skip
        shown = shown[(page or 0) * _PAGE : ((page or 0) + 1) * _PAGE]
    for row in shown:
        _row(review, row, name)


def _row(review: Review, row: Row, name: Namer) -> None:
    number = row.draft.number
    with st.container(key=f"boards-paste-row-{number}"):
        line, reads, asks = st.columns([5, 6, 5], gap="small", vertical_alignment="top")
        with line:
            said = esc(row.draft.text.strip())
            _frame.html(f'<p class="boards-pasted"><span class="quiet">{number}</span> {said}</p>')
        with reads:
            _frame.html(f"<p>{_reads(row)}</p>{_why(review, row)}")
        with asks:
            for key in row.names:
                _who(review, key, name)
            other = _else(row) == _OTHER
            for tie in row.ties:
                if tie.options and (tie.asks or other or review.answers.ties.get((number, tie.place))):
                    _which(review, row, tie)


def _reads(row: Row) -> str:
    looks = {"waits": ("asks", "late"), "note": ("note", ""), "left out": ("left out", "dashed")}
    chip = _frame.chip(*looks[row.becomes]) if row.becomes in looks else ""
    unsure = f" {_frame.chip('?', 'dashed')}" if row.draft.unsure else ""
    return f"{esc(row.reads)} {chip}{unsure}"


def _why(review: Review, row: Row) -> str:
    """Why each name was read as whom, where it is not the whole name."""
    told = []
    for key in dict.fromkeys(name.key for name in row.draft.names):
        meant = review.drafts.meant[key]
        if meant.taken and not review.answers.names.get(key) and meant.why != "the name as held":
            told.append(f"{meant.text}: {meant.why}")
    return "".join(f'<p class="note">{esc(one)}</p>' for one in told)


def _who(review: Review, key: str, name: Namer) -> None:
    meant = review.drafts.meant[key]
    options = {one.id: name.told(one) for one in meant.options} | _NAMED
    same = [id for id, told in options.items() if list(options.values()).count(told) > 1]
    options = {id: f"{told} · {id}" if id in same else told for id, told in options.items()}
    more = meant.total - len(meant.options)
    st.selectbox(
        plain(f"Who is {meant.text}?"), list(options), format_func=lambda id: plain_option(options[id]),
        index=list(options).index(meant.taken) if meant.taken else None, key=_name_key(key),
        placeholder="Say who" if meant.options else "Nobody held: say who",
        help=f"{words.number(more)} more fit: paste the whole name or an id." if more > 0 else None,
    )  # fmt: skip


def plain_option(text: str) -> str:
    """An option of a select is shown as text, not as Markdown."""
    return " ".join(text.split())


def _which(review: Review, row: Row, tie: TieDraft) -> None:
    options = {f"{fit.kind}{'~' if fit.turned else ''}": review.sentence(tie, fit) for fit in tie.options}
    options[NO_TIE] = "None of these: keep the words as a note"
    taken = f"{tie.taken.kind}{'~' if tie.taken.turned else ''}" if tie.taken else None
    st.selectbox(
        "Which tie?", list(options), format_func=lambda code: plain_option(options[code]),
        index=list(options).index(taken) if taken in options else None,
        key=_tie_key(row.draft.number, row.draft.text, tie.place), placeholder="Say which",
    )  # fmt: skip


def _else(row: Row) -> str:
    """As read, or otherwise: another tie only where there is one."""
    options = [code for code in _INSTEAD if code != _OTHER or any(tie.options for tie in row.ties)]
    return st.selectbox(
        plain(f"Line {row.draft.number} is"), options, format_func=_INSTEAD.__getitem__,
        key=_line_key(row.draft.number, row.draft.text), label_visibility="collapsed",
    )  # fmt: skip

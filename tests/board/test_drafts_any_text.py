"""Whatever is pasted: nothing raises, every line that is not empty is accounted for, every operation can be read."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.answers import Done
from mapping.board.drafts import NEW_ADULT, NEW_CHILD, Answers, Known, Review, read
from mapping.board.log import fold
from mapping.board.log import operation as op
from tests.board.grow.scene import scene

WORDS = st.sampled_from(
    "TB NC T.B. Tamsin Brackley Noor Biz friend of with lives w/ - -> <- & , : ( ) ? 14 3/10 Linnet Park gives lifts "
    "to at “Biz” 417 OT-0981 • 😀 missing <b>x</b> ' \" … C-TB exploits and mum".split()
)
LINES = st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=9).map(" ".join)
TEXTS = st.one_of(st.lists(LINES, max_size=12).map("\n".join), st.text(max_size=300))
KNOWN = Known(scene().snapshot(), ("C-TB", "C-NC", "A-DM"))


@settings(max_examples=300)
@given(TEXTS, st.randoms(use_true_random=False))
def test_every_line_is_accounted_for(text: str, chance: Random) -> None:
    drafts = read(text, KNOWN)
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    assert [draft.text for draft in drafts.lines] == lines
    answers = Answers(names={key: chance.choice([NEW_CHILD, NEW_ADULT, "leave", "C-RT", ""]) for key in drafts.meant})
    for given_ in (Answers(), answers):
        review = Review(drafts, KNOWN, given_)
        becomes = [row.becomes for row in review.rows]
        assert set(becomes) <= {"ties", "people", "note", "heading", "waits"}
        number = count(1)
        operations = review.operations(lambda prefix: f"{prefix}{next(number)}")  # noqa: B023
        kept = {one.text for one in operations if isinstance(one, op.Note)}
        for row in review.rows:
            if row.becomes == "waits":
                assert row.draft.text in review.left
            elif row.becomes == "note":
                assert row.draft.text.strip() in kept


@settings(max_examples=200)
@given(TEXTS)
def test_what_goes_on_a_board_stands_there(text: str) -> None:
    drafts = read(text, KNOWN)
    review = Review(drafts, KNOWN, Answers(names={key: NEW_ADULT for key in drafts.meant if drafts.meant[key].asks}))
    number = count(1)
    operations = review.operations(lambda prefix: f"{prefix}{next(number)}")
    at = datetime(2026, 11, 3, tzinfo=UTC)
    done = [
        Done(op.told(f"o{place}", doing), "A. Brennan", "analyst", at, place, "1")
        for place, doing in enumerate(operations, 1)
    ]
    for one in done:
        op.read(one.operation)  # fits its kind, field by field
    state = fold(done)
    assert state.not_read == ()
    assert len(state.people) == sum(isinstance(one, op.Person) for one in operations)
    assert len(state.ties) == sum(isinstance(one, op.Tie) for one in operations)

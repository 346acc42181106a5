"""The rules of practice that a board could break: a child is a child, whoever says what."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from data_schema import schema
from mapping import words
from mapping.board import BoardSettings, board
from tests.make import TODAY, Maker

CONCERN = sorted(name for name, role in schema().roles.items() if role.family == "concern")
BORN = st.none() | st.dates(TODAY - timedelta(days=365 * 40), TODAY + timedelta(days=300))


@given(
    kind=st.sampled_from(["adult", "child"]),
    born=BORN,
    roles=st.sets(st.sampled_from(CONCERN)),
    harms=st.booleans(),
    grade=st.sampled_from(["A", "B", "D", None]),
)
def test_nobody_under_18_or_of_unknown_age_is_drawn_as_of_concern(
    kind: str, born: date | None, roles: set[str], harms: bool, grade: str | None
) -> None:
    m = Maker()
    m.child("child")
    m.entity(kind, "someone", "Sam Someone", date_of_birth=born)
    m.tie("someone", "harms" if harms else "knows", "child", information_grade=grade)
    for role in sorted(roles):
        m.role("someone", role, observed_to=None)
    drawn = {node.id: node for node in board(m.snapshot(), BoardSettings(focus=("child",))).nodes}
    age = words.age(born, TODAY)
    if drawn["someone"].concern:
        assert age is not None
        assert age >= 18
        assert roles or harms
    if age is not None and age < 18:
        assert drawn["someone"].kind == "child"

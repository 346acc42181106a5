"""Operations of a board made by chance, sound and hostile, and boards written in a line or two."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from graph.answers import Done
from graph.model import Operation
from mapping.board.log import Doing, State, fold, redoable, told, undoable
from mapping.board.log import operation as op

BEGUN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ANNA, REY = "A. Brennan", "R. Osei"


def done(place: int, id: str, kind: str, body: Any, by: str = ANNA, at: datetime | None = None) -> Done:
    """An operation as the graph holds it."""
    return Done(Operation(id, kind, body), by, "analyst", at or BEGUN + timedelta(minutes=place), place, "v1")


@dataclass
class Sheet:
    """A board written operation by operation."""

    held: list[Done] = field(default_factory=list)

    def do(self, doing: Doing, by: str = ANNA, at: datetime | None = None, id: str = "") -> str:
        place = len(self.held) + 1
        made = told(id or f"o{place}", doing)
        self.held.append(done(place, made.id, made.kind, made.body, by, at))
        return made.id

    def undo(self, by: str = ANNA) -> str:
        found = undoable(self.held, by)
        return self.do(op.Undo(found.operation.id), by) if found else ""

    def redo(self, by: str = ANNA) -> str:
        found = redoable(self.held, by)
        return self.do(op.Redo(found.operation.id), by) if found else ""

    def now(self) -> State:
        return fold(self.held)


WHO = st.sampled_from(("C-1", "C-2", "C-3", "A-1", "L-1"))
SAID = st.sampled_from(("D-1", "D-2"))
ANYBODY = st.one_of(WHO, SAID)
NOTE = st.sampled_from(("N-1", "N-2"))
TIE = st.sampled_from(("S-1", "S-2"))
FRAME = st.sampled_from(("F-1", "F-2"))
SOME = st.lists(ANYBODY, max_size=3).map(tuple)
TEXT = st.sampled_from(("", "x", "<b>x</b>", "Ask her worker", "\u202e", "y" * 300))
SPOT = st.tuples(st.integers(-500, 500).map(float), st.integers(-500, 500).map(float))
DAY = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 1, 1)))
EARLIER = st.lists(st.integers(1, 40).map(lambda place: f"o{place}"), max_size=2).map(tuple)


def doings(*, undo: bool = True) -> st.SearchStrategy[Doing]:
    """Any sound operation; without undo and redo when their order is what a test is about."""
    kinds: list[st.SearchStrategy[Doing]] = [
        st.builds(op.Add, SOME, TEXT, st.dictionaries(ANYBODY, SPOT, max_size=2)),
        st.builds(op.Hide, SOME),
        st.builds(op.Show, SOME),
        st.builds(op.Pin, SOME),
        st.builds(op.Unpin, SOME),
        st.builds(op.Move, st.dictionaries(st.one_of(ANYBODY, NOTE), SPOT, max_size=2)),
        st.builds(op.Arrange, st.just("time"), st.dictionaries(ANYBODY, SPOT, max_size=3)),
        st.builds(op.Frame, FRAME, TEXT, SOME),
        st.builds(op.Unframe, FRAME),
        st.builds(op.Note, NOTE, TEXT, EARLIER, st.sampled_from(("", "C-1")), st.one_of(st.none(), SPOT)),
        st.builds(op.Unnote, NOTE, EARLIER),
        st.builds(op.Person, SAID, st.sampled_from(("child", "adult", "location")), st.just("Biz")),
        st.builds(op.Tie, TIE, ANYBODY, ANYBODY, st.sampled_from(("knows", "grooms", "no_such_tie"))),
        st.builds(op.Discard, st.one_of(SAID, TIE), TEXT),
        st.builds(op.Promote, st.one_of(SAID, TIE), st.just("board|1"), st.sampled_from(("", "C-9"))),
        st.builds(op.Retract, st.one_of(SAID, TIE), st.just("board|1"), TEXT),
        st.builds(op.Same, ANYBODY, ANYBODY),
        st.builds(op.Act, st.sampled_from(("X-1", "X-2")), st.just("Ask"), st.just("R. Osei"), DAY),
        st.builds(op.Close, st.sampled_from(("X-1", "X-2")), st.sampled_from(("done", "planned", "nothing"))),
        st.builds(op.Filter, kinds=st.one_of(st.none(), st.just(("child",)))),
        st.builds(op.Filter, ungraded=st.booleans()),
        st.builds(op.Slide, st.just("P-1"), TEXT, SOME, st.integers(0, 3)),
        st.builds(op.Unslide, st.just("P-1")),
        st.builds(op.Version, st.just("before the meeting")),
        st.builds(op.Taken, st.just("pdf"), st.just("initials"), st.just(("hub",))),
        st.builds(op.Head, st.just({"naming": "full"})),
    ]
    if undo:
        target = st.integers(1, 40).map(lambda place: f"o{place}")
        kinds += [st.builds(op.Undo, target), st.builds(op.Redo, target)]
    return st.one_of(kinds)


PEOPLE = st.sampled_from((ANNA, REY))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.binary(max_size=2)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)
TAGS = [str(one.__struct_config__.tag) for one in op.Doing.__args__]
FIELDS = sorted({name for one in op.Doing.__args__ for name in one.__struct_encode_fields__})
HOSTILE = st.one_of(JSON, st.dictionaries(st.sampled_from(FIELDS), st.one_of(JSON, ANYBODY, SOME), max_size=4))


@st.composite
def boards(draw: st.DrawFn, most: int = 40, *, undo: bool = True) -> list[Done]:
    """The operations of two people, in the order they were held."""
    sheet = Sheet()
    for doing, by in draw(st.lists(st.tuples(doings(undo=undo), PEOPLE), max_size=most)):
        sheet.do(doing, by)
    return sheet.held


@st.composite
def hostile(draw: st.DrawFn) -> list[Done]:
    """Sound operations among kinds that there are not and bodies that do not fit."""
    held = draw(boards(12))
    odd = draw(st.lists(st.tuples(st.one_of(st.sampled_from(TAGS), st.text(max_size=5)), HOSTILE), max_size=12))
    kinds: list[Any] = [(one.operation.kind, one.operation.body) for one in held] + odd
    mixed = draw(st.permutations(kinds))
    return [done(place, f"o{place}", kind, body) for place, (kind, body) in enumerate(mixed, 1)]

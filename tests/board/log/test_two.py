"""Two people on one board: nothing of either is lost, in whatever order their operations meet."""

from __future__ import annotations

import random
from dataclasses import fields, is_dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mapping.board.log import Doing, Signed, State
from mapping.board.log import operation as op
from tests.board.log.chance import ANNA, PEOPLE, REY, SPOT, Sheet


def told(value: Any) -> Any:
    """A state without when and in which order: what people see."""
    if isinstance(value, Signed):
        return (value.by, value.operation)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: told(getattr(value, one.name)) for one in fields(value) if one.name != "place"}
    if isinstance(value, dict):
        return {key: told(value[key]) for key in sorted(value)}
    if isinstance(value, tuple | frozenset):
        return sorted((told(one) for one in value), key=repr)
    return value


def own(person: str) -> list[st.SearchStrategy[Doing]]:
    """What somebody does with what is theirs alone, and with C-0, who was there before."""
    mine = st.sampled_from((f"C-{person}1", f"C-{person}2"))
    some = st.lists(mine, min_size=1, max_size=2).map(tuple)
    note, frame, tie, said = f"N-{person}", f"F-{person}", f"S-{person}", f"D-{person}"
    return [
        st.builds(op.Add, some, st.just("")),
        st.builds(op.Hide, some),
        st.builds(op.Show, some),
        st.builds(op.Pin, some),
        st.builds(op.Move, st.dictionaries(mine, SPOT, max_size=2)),
        st.builds(op.Frame, st.just(frame), st.just("Station"), some.map(lambda ids: (*ids, "C-0"))),
        st.builds(op.Unframe, st.just(frame)),
        st.builds(op.Note, st.just(note), st.sampled_from(("a", "b")), on=st.just("C-0")),
        st.builds(op.Unnote, st.just(note)),
        st.builds(op.Person, st.just(said), st.just("child"), st.just("Biz")),
        st.builds(op.Tie, st.just(tie), st.just(said), st.just("C-0"), st.just("knows")),
        st.builds(op.Discard, st.sampled_from((said, tie)), st.just("no")),
        st.builds(op.Act, st.just(f"X-{person}"), st.just("Ask")),
        st.builds(op.Close, st.just(f"X-{person}"), st.sampled_from(("done", "planned"))),
    ]


def run(lists: dict[str, list[Doing | str]], order: list[str]) -> State:
    """Both lists on one board, their steps taken in this order."""
    sheet = Sheet()
    sheet.do(op.Add(("C-0",)), "somebody else")
    for turn, by in enumerate(order):
        step = lists[by][order[:turn].count(by)]
        if step == "undo":
            sheet.undo(by)
        elif step == "redo":
            sheet.redo(by)
        elif not isinstance(step, str):
            sheet.do(step, by, id=f"{by}{order[:turn].count(by)}")
    return sheet.now()


STEPS = {by: st.lists(st.one_of(*own(by[0]), st.sampled_from(("undo", "redo"))), max_size=12) for by in (ANNA, REY)}


@settings(max_examples=100, deadline=None)
@given(STEPS[ANNA], STEPS[REY], st.randoms(use_true_random=False))
def test_however_two_lists_meet_both_are_on_the_board(
    anna: list[Doing | str], rey: list[Doing | str], chance: random.Random
) -> None:
    lists = {ANNA: anna, REY: rey}
    order = [ANNA] * len(anna) + [REY] * len(rey)
    one_after_the_other = run(lists, order)
    for _ in range(3):
        chance.shuffle(order)
        assert told(run(lists, order)) == told(one_after_the_other)


class TwoPeople(RuleBasedStateMachine):
    """Two people at one board beside the plainest model of it: of everything, the last that stands says how it is."""

    @initialize()
    def begin(self) -> None:
        self.sheet = Sheet()
        self.stack: dict[str, list[tuple[str, bool]]] = {ANNA: [], REY: []}  # per person: operation, whether it stands
        self.said: dict[str, Doing] = {}
        self.written = 0

    def do(self, by: str, doing: Doing) -> str:
        id = self.sheet.do(doing, by)
        self.said[id] = doing
        self.stack[by] = [one for one in self.stack[by] if one[1]] + [(id, True)]
        return id

    def last(self, kind: type, touches: str) -> Doing | None:
        standing = {id for stack in self.stack.values() for id, stands in stack if stands}
        found = [one for id, one in self.said.items() if id in standing and isinstance(one, kind)]
        return next((one for one in reversed(found) if touches in _touched(one)), None)

    @rule(by=PEOPLE, id=st.sampled_from(("C-1", "C-2", "C-3")))
    def add(self, by: str, id: str) -> None:
        self.do(by, op.Add((id,)))

    @rule(by=PEOPLE, id=st.sampled_from(("C-1", "C-2", "C-3")), spot=SPOT)
    def move(self, by: str, id: str, spot: tuple[float, float]) -> None:
        self.do(by, op.Move({id: spot}))

    @rule(by=PEOPLE, id=st.sampled_from(("C-1", "C-2", "C-3")), hide=st.booleans())
    def hide(self, by: str, id: str, hide: bool) -> None:
        self.do(by, op.Hide((id,)) if hide else op.Show((id,)))

    @rule(by=PEOPLE, saw=st.booleans())
    def write(self, by: str, saw: bool) -> None:
        note = self.sheet.now().notes.get("N-1")
        seen = tuple(one.signed.operation for one in note.texts) if note and saw else ()
        self.written += 1
        self.do(by, op.Note("N-1", f"text {self.written}", seen))

    @rule(by=PEOPLE, ids=st.lists(st.sampled_from(("C-1", "C-2", "C-3")), max_size=3, unique=True))
    def frame(self, by: str, ids: list[str]) -> None:
        self.do(by, op.Frame("F-1", "Station", tuple(ids)))

    @rule(by=PEOPLE)
    def undo(self, by: str) -> None:
        stack = self.stack[by]
        latest = next((i for i in reversed(range(len(stack))) if stack[i][1]), None)
        assert bool(self.sheet.undo(by)) == (latest is not None)
        if latest is not None:
            stack[latest] = (stack[latest][0], False)

    @rule(by=PEOPLE)
    def redo(self, by: str) -> None:
        stack = self.stack[by]
        first = next((i for i in range(len(stack)) if not stack[i][1]), None)
        assert bool(self.sheet.redo(by)) == (first is not None)
        if first is not None:
            stack[first] = (stack[first][0], True)

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "sheet"):
            return
        state = self.sheet.now()
        standing = [id for id in self.said if any((id, True) in stack for stack in self.stack.values())]
        for id in ("C-1", "C-2", "C-3"):
            assert (id in state.members) == (self.last(op.Add, id) is not None)
            first = next((i for i, one in enumerate(standing) if self.said[one] == op.Add((id,))), None)
            after = [self.said[one] for one in standing[first + 1 :]] if first is not None else []
            moves = [one.at[id] for one in after if isinstance(one, op.Move) and id in one.at]
            assert state.at.get(id) == (moves[-1] if moves else None)
            turns = [one for one in after if isinstance(one, op.Add | op.Hide | op.Show) and id in one.entities]
            assert (id in state.hidden) == bool(turns and isinstance(turns[-1], op.Hide))
        frame = self.last(op.Frame, "F-1")
        assert (frame.members if isinstance(frame, op.Frame) else None) == (
            state.frames["F-1"].members if "F-1" in state.frames else None
        )
        texts = {one.signed.operation for one in state.notes["N-1"].texts} if "N-1" in state.notes else set()
        wrote = [id for id in standing if isinstance(self.said[id], op.Note)]
        for id in wrote:  # each text stands, or somebody who saw it wrote after it
            assert id in texts or any(id in self.saw(later) for later in wrote if later != id)
        assert texts <= set(wrote)

    def saw(self, id: str) -> set[str]:
        """The texts whose place this one took, and all that those had taken the place of."""
        written = self.said[id]
        named = written.instead_of if isinstance(written, op.Note) else ()
        return set(named).union(*(self.saw(one) for one in named))


def _touched(doing: Doing) -> tuple[str, ...]:
    if isinstance(doing, op.Add | op.Hide | op.Show):
        return doing.entities
    return (doing.id,) if isinstance(doing, op.Frame | op.Note) else ()


TestTwoPeople = TwoPeople.TestCase
TestTwoPeople.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)

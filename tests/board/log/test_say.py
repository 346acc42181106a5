"""What was done on a board in words, by naming mode; and its moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings

from graph.answers import Done
from mapping.board.log import operation as op
from mapping.board.log.replay import moments, place_on, state_at, state_on
from mapping.board.log.say import Teller
from mapping.words import Naming
from tests.board.log.chance import ANNA, BEGUN, REY, Sheet, boards, hostile

CALLED = {"C-1": "K.A.", "C-2": "T.B.", "C-3": "L.M.", "A-1": "D.M.", "D-1": "“Biz”", "C-7K2M9QXA4B": "T.B."}


@dataclass(frozen=True)
class Mode:
    """Names as a naming mode makes them."""

    mode: Naming = Naming.INITIALS

    def name(self, id: str) -> str:
        return "somebody not here" if self.mode is Naming.COUNTS else CALLED.get(id, id)

    def text(self, text: str) -> str:
        return "" if self.mode is Naming.COUNTS else text.replace("Kara Ash", "K.A.")

    def by(self, who: str) -> str:
        return "a colleague" if self.mode is Naming.COUNTS else who


def told(sheet: Sheet, mode: Naming = Naming.INITIALS) -> list[str]:
    teller = Teller(sheet.held, Mode(mode))
    return [teller.tell(one).sentence for one in moments(sheet.held)]


def test_who_did_what() -> None:
    sheet = Sheet()
    sheet.do(op.Add(("C-1", "C-2", "C-3", "A-1", "C-5", "C-6", "C-7"), "who else is near C-7K2M9QXA4B"), REY)
    sheet.do(op.Person("D-1", "adult", "Biz", identified=False), ANNA)
    sheet.do(op.Tie("S-1", "A-1", "C-2", "grooms"), ANNA)
    sheet.do(op.Tie("S-2", "D-1", "C-1", "knows", "C. Okafor", "school"), ANNA)
    sheet.do(op.Discard("S-2", "mistaken for his cousin"), REY)
    sheet.do(op.Promote("S-1", "board|1", "", "read in PI-1"), REY)
    sheet.do(op.Frame("F-1", "Station", ("C-1", "C-2")), REY)
    sheet.do(op.Frame("F-1", "Station group", ("C-1", "C-3")), ANNA)
    sheet.do(op.Note("N-1", "Kara Ash saw\n the grey car", on="C-1"), ANNA)
    sheet.do(op.Unnote("N-1"), REY)
    sheet.do(op.Act("X-1", "Ask about the car", "R. Osei", date(2026, 11, 5)), ANNA)
    sheet.do(op.Close("X-1", "done", "no trace"), REY)
    sheet.do(op.Filter(standings=("harm",), ungraded=False, grade_floor="2C"), ANNA)
    sheet.do(op.Same("D-1", "A-1"), ANNA)
    sheet.do(op.Version("before the meeting of 3 November"), REY)
    sheet.do(op.Taken("pdf", "initials", ("hub", "police")), REY)
    sheet.do(op.Head({"naming": "full"}, {"naming": "initials"}, "for the strategy meeting"), REY)
    assert told(sheet) == [
        "R. Osei added K.A., T.B., L.M., D.M. and 3 more: who else is near T.B.",
        "A. Brennan said in the meeting: “Biz”, adult, not identified",
        "A. Brennan said in the meeting: D.M. grooms T.B.",
        "A. Brennan wrote down what C. Okafor (School) said in the meeting: “Biz” and K.A. know each other",
        "R. Osei discarded what was said, “Biz” and K.A. know each other: “mistaken for his cousin”",
        "R. Osei checked what was said and kept it as a record, D.M. grooms T.B.: “read in PI-1”",
        "R. Osei framed K.A. and T.B. as “Station”",
        "A. Brennan named a frame “Station group”, put L.M. into the frame “Station group” and took T.B. out of the "
        "frame “Station group”",
        "A. Brennan wrote a note on K.A.: “K.A. saw the grey car”",
        "R. Osei took a note away: “K.A. saw the grey car”",
        "A. Brennan set an action: “Ask about the car”, for R. Osei, due 5 Nov 2026",
        "R. Osei closed the action “Ask about the car” as done: “no trace”",
        "A. Brennan changed what is drawn: of ties harm; grade at least 2 C; ungraded left out",
        "A. Brennan said that “Biz” is D.M.",
        "R. Osei kept a version: “before the meeting of 3 November”",
        "R. Osei took it along as a document (PDF), naming: initials, for Hub and Police",
        "R. Osei changed the naming to full names (was initials): “for the strategy meeting”",
    ]


def test_counts_names_nobody_and_quotes_nothing() -> None:
    sheet = Sheet()
    sheet.do(op.Add(("C-1", "C-2")), REY)
    sheet.do(op.Tie("S-1", "A-1", "C-2", "knows", "C. Okafor"), ANNA)
    sheet.do(op.Note("N-1", "Kara Ash saw the grey car", on="C-1"), ANNA)
    sheet.do(op.Act("X-1", "Ask Kara Ash", "R. Osei"), ANNA)
    assert told(sheet, Naming.COUNTS) == [
        "a colleague added 2 people or places",
        "a colleague wrote down what a colleague said in the meeting: somebody and somebody know each other",
        "a colleague wrote a note on somebody",
        "a colleague set an action, for a colleague",
    ]


def test_a_run_of_moves_is_one_moment_and_so_is_a_note_as_it_is_written() -> None:
    sheet = Sheet()
    begun = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    sheet.do(op.Add(("C-1", "C-2")), ANNA, begun)
    for second, id in enumerate(("C-1", "C-2", "C-1")):
        sheet.do(op.Move({id: (1.0, 1.0)}), ANNA, begun + timedelta(seconds=second))
    sheet.do(op.Move({"C-1": (2.0, 1.0)}), REY, begun + timedelta(seconds=9))
    first = sheet.do(op.Note("N-1", "Ask"), REY, begun + timedelta(seconds=10))
    sheet.do(op.Note("N-1", "Ask her worker", (first,)), REY, begun + timedelta(seconds=20))
    sheet.do(op.Move({"C-1": (3.0, 1.0), "N-1": (0.0, 0.0)}), REY, begun + timedelta(minutes=9))
    sheet.do(op.Filter(ungraded=False), REY, begun + timedelta(minutes=9, seconds=1))
    sheet.do(op.Filter(standings=None), REY, begun + timedelta(minutes=9, seconds=2))
    sheet.do(op.Filter(kinds=None), REY, begun + timedelta(minutes=12))  # after a pause
    assert told(sheet) == [
        "A. Brennan added K.A. and T.B.",
        "A. Brennan moved K.A. and T.B.",
        "R. Osei moved K.A.",
        "R. Osei wrote a note: “Ask her worker”",
        "R. Osei moved K.A. and a note",
        "R. Osei changed what is drawn: ungraded left out; all ties",
        "R. Osei changed what is drawn: all kinds",
    ]
    assert state_on(sheet.held, moments(sheet.held)[1]) == state_at(sheet.held, 4)


def test_what_was_taken_back_is_told_and_marked() -> None:
    sheet = Sheet()
    sheet.do(op.Add(("C-1",)), ANNA)
    sheet.undo(ANNA)
    teller = Teller(sheet.held, Mode())
    one, two = (teller.tell(found) for found in moments(sheet.held))
    assert one.taken_back
    assert not two.taken_back
    assert two.words == "took back: added K.A."
    sheet.redo(ANNA)
    again = Teller(sheet.held, Mode()).tell(moments(sheet.held)[-1])
    assert again.words == "did again: added K.A."


def test_a_day_ends_at_midnight_in_london() -> None:
    sheet = Sheet()
    sheet.do(op.Add(("C-1",)), at=datetime(2026, 7, 2, 22, 30, tzinfo=UTC))  # half past eleven
    sheet.do(op.Add(("C-2",)), at=datetime(2026, 7, 2, 23, 30, tzinfo=UTC))  # the next day there
    assert place_on(sheet.held, date(2026, 7, 1)) == 0
    assert state_on(sheet.held, date(2026, 7, 2)).drawn == ("C-1",)
    assert state_on(sheet.held, date(2026, 7, 3)).drawn == ("C-1", "C-2")


@settings(max_examples=100, deadline=None)
@given(hostile())
def test_everything_is_told(held: list[Done]) -> None:
    found = moments(held)
    assert [one for moment in found for one in moment.operations] == held
    for mode in (Naming.INITIALS, Naming.COUNTS):
        teller = Teller(held, Mode(mode))
        for moment in found:
            said = teller.tell(moment)
            assert said.words
            assert len(said.words) < 3_000
            if mode is Naming.COUNTS:
                assert "K.A." not in said.words


@settings(max_examples=60, deadline=None)
@given(boards())
def test_moments_step_through_the_whole_board(held: list[Done]) -> None:
    found = moments(held)
    assert [one.place for one in found] == sorted({one.place for one in found})
    if held:
        assert state_on(held, found[-1]) == state_at(held, len(held))
        assert state_on(held, BEGUN.date()) == state_at(held, len(held))

"""Two moments of a kept board: each with the records known then, and the naming that held."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from mapping.board.compared import compared, naming_at
from mapping.board.log import operation as op
from tests.board.log.chance import Sheet
from tests.board.log.test_difference import HEAD, said, town

BEGUN = datetime(2026, 10, 10, 9, 0, tzinfo=UTC)


def test_the_records_of_each_moment_or_those_of_now() -> None:
    made = town()
    made.tie("C-1", "knows", "C-2", recorded_on=date(2026, 10, 30))
    sheet = Sheet()
    sheet.do(op.Add(("C-1", "C-2")), at=BEGUN)
    sheet.do(op.Filter(kinds=("child",)), at=BEGUN)
    sheet.do(op.Note("N-1", "Ask Kara Ash"), at=BEGUN)
    found = compared(made.snapshot(), HEAD, sheet.held, (2, date(2026, 10, 15)), (3, None))
    assert found.headline == "One new tie; one note written."
    found = compared(made.snapshot(), HEAD, sheet.held, (2, None), (3, None))
    assert found.headline == "One note written."
    assert said(found, "notes") == ["New: “Ask K.A.” (10 Oct 2026, A. Brennan)"]
    found = compared(made.snapshot(), HEAD, sheet.held, (1, None), (3, None))
    assert found.headline == "One note written; other filters."


def test_the_naming_that_held_is_told_and_both_are_named_as_now() -> None:
    sheet = Sheet()
    sheet.do(op.Add(("C-1",)), at=BEGUN)
    sheet.do(op.Head({"naming": "full"}, {"naming": "initials"}), at=BEGUN)
    sheet.do(op.Head({"naming": "pseudonyms"}, {"naming": "full"}), at=BEGUN)
    sheet.do(op.Add(("C-2",)), at=BEGUN)
    assert [naming_at(sheet.held, place, "pseudonyms") for place in range(5)] == [
        "initials", "initials", "full", "pseudonyms", "pseudonyms",
    ]  # fmt: skip
    head = replace(HEAD, naming="pseudonyms")
    found = compared(town().snapshot(), head, sheet.held, (1, None), (4, None))
    assert said(found, "people") == ["Child 2 came (10 Oct 2026, a colleague)"]
    assert said(found, "drawn") == ["Naming: pseudonyms, before initials"]
    nobody = compared(town().snapshot(), head, sheet.held, (1, None), (4, None), naming="counts")
    assert not said(nobody, "people")

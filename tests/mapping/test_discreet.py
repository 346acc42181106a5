"""Names in free text are shortened, whoever else the graph knows, in time that a page can spare."""

from __future__ import annotations

import time

from mapping.discreet import shortener
from mapping.words import Naming
from tests.make import Maker


def test_a_text_among_thousands_is_shortened_without_waiting() -> None:
    make = Maker()
    ids = [f"C-{n}" for n in range(4_000)]
    for n, id in enumerate(ids):
        make.child(id, name=f"{_word(n)} Brackley{_word(n // 7)}")
    snapshot = make.snapshot()
    begun = time.process_time()
    short = [shortener(snapshot, ids[:-n], Naming.INITIALS) for n in range(1, 16)]
    told = [one(f"{_word(5).upper()} Brackley{_word(0)} met ({_word(9)}) and Sam.") for one in short]
    assert time.process_time() - begun < 2
    assert told == ["A.B. met (A.) and Sam."] * 15


def _word(n: int) -> str:
    letters = "abcdefghij"
    return "A" + "".join(letters[int(digit)] for digit in f"{n:04}")

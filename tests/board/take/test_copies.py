"""A copy is never more open than its board, is named after no one, and says how often the board changed since."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mapping.board.log import fold, operation
from mapping.board.take import face
from mapping.board.take.contents import version_words
from mapping.board.take.copies import MIMES, OPENNESS, Tools, TooOpen, copy_of, file_name, forms, made, modes
from mapping.words import Naming
from tests.board import kept
from tests.board.take.boards import MADE_AT, copy, font, full, held, on_it


@pytest.mark.parametrize("board", OPENNESS)
@pytest.mark.parametrize("asked", OPENNESS)
def test_a_copy_tells_no_more_than_its_board(board: Naming, asked: Naming) -> None:
    state = kept.state(*on_it())
    wanted = {"naming": asked, "for_whom": ("hub",), "made_by": "A. Brennan", "made_at": MADE_AT}
    if OPENNESS.index(asked) >= OPENNESS.index(board):
        assert asked in modes(board)
        one = copy_of(full(), held(board.value), state, **wanted)  # type: ignore[arg-type]
        assert one.board.naming == asked.value
    else:
        assert asked not in modes(board)
        with pytest.raises(TooOpen, match="may not show more"):
            copy_of(full(), held(board.value), state, **wanted)  # type: ignore[arg-type]


def test_every_mode_is_ordered() -> None:
    assert set(OPENNESS) == set(Naming)
    assert set(forms(Naming.FULL)) == set(MIMES) > set(forms(Naming.COUNTS))


def test_a_form_there_is_not_is_refused(tools: Tools) -> None:
    with pytest.raises(ValueError, match="has no form 'svg'"):
        made(copy(naming="counts"), "svg", tools)


def test_a_file_is_named_by_id_and_day() -> None:
    assert file_name("B-7K2M9QXA4B", date(2026, 11, 3), "csv") == "board-B-7K2M9QXA4B-2026-11-03.zip"


def test_the_version_says_what_changed_since() -> None:
    done = kept.done(
        operation.Version(name="before the meeting"),
        operation.Note(id="N-1", text="more"),
        operation.Taken(form="pdf", naming="initials"),
        operation.Act(id="a1", what="Ask"),
    )
    assert version_words(kept.state(*on_it()), ()) == "“before the meeting of 3 November”"
    assert version_words(fold(done), done) == "“before the meeting” and 2 steps since"
    assert version_words(kept.state(), ()) == ""


def test_the_typeface_is_cut_once_and_kept(tmp_path: Path) -> None:
    first = face.folder(font(), tmp_path)
    assert first is not None
    files = {file.name: file.stat().st_mtime_ns for file in first.iterdir()}
    assert set(files) == {"400.ttf", "600.ttf"}
    assert face.folder(font(), tmp_path) == first
    assert {file.name: file.stat().st_mtime_ns for file in first.iterdir()} == files
    small = face.embedded(font(), tmp_path)
    assert small[:4] == b"wOF2" and len(small) < len(font()) / 4
    assert face.embedded(font(), tmp_path) == small


def test_what_is_no_font_is_left_out(tmp_path: Path) -> None:
    assert face.folder(b"", tmp_path) is None and face.embedded(b"", tmp_path) == b""
    assert face.embedded(b"no font", tmp_path) == b""
    odd = face.folder(b"no font", tmp_path)
    assert odd is not None and not list(odd.glob("*.ttf"))


def test_the_cut_has_the_letters_of_the_names_here() -> None:
    import io

    from fontTools.ttLib import TTFont

    for data in face.cut(font()).values():
        read = TTFont(io.BytesIO(data))
        letters = read.getBestCmap()
        for letter in "Łukasz Żółć Ștefan Đặng Ẹ̀kọ́ Siân Ŵyn O’Brien – “Biz” → ▲ ● □ ≥ £ €":
            assert ord(letter) in letters or not face.has(letter), letter
        assert all(ord(letter) in letters for letter in "Łukasz Żółć Ștefan Siân Ŵyn “Biz” ● £")
        assert read["name"].getDebugName(1) == face.FAMILY
        assert "fvar" not in read

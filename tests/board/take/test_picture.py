"""The board as a picture: whole, repeatable, nothing but shapes and words, readable, and in the board's naming mode."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from mapping.board.take import ink, svg
from mapping.board.take.copies import Tools, made
from mapping.board.take.legend import ICONS
from mapping.board.take.picture import NobodyDrawn, bounds, overview, picture
from mapping.board.take.raster import density, png
from tests.board.take.boards import HOSTILE, PEOPLE, copy, hostile, large

SVG = f"{{{svg.SVG}}}"
ALLOWED = {"svg", "title", "desc", "defs", "style", "g", "use", "rect", "circle", "path", "line", "polygon", "text"}


def tags(text: str) -> set[str]:
    return {element.tag.removeprefix(SVG) for element in fromstring(text).iter()}


def texts(text: str) -> list[str]:
    return [element.text or "" for element in fromstring(text).iter(f"{SVG}text")]


def test_what_leaves_says_what_it_is_for_whom_and_as_of_when(tools: Tools) -> None:
    said = " ".join(texts(made(copy(), "svg", tools).decode()))
    for words in (
        "Strategy meeting: the group around the station",
        "Purpose: Safeguard the group around the station",
        "owner R. Osei",
        "for Hub and Police",
        "naming: initials",
        "as of 3 Nov 2026",
        "expires 30 Nov 2026",
        "“before the meeting of 3 November”",
        "data version test",
        "Showing 14 of 14 on this board",
        "Made 3 Nov 2026 14:05 by A. Brennan for Police.",
        "the case file stays the record",
    ):
        assert words in said, words


def test_every_shape_of_the_vocabulary_is_drawn_and_no_other_is_in_the_legend(tools: Tools) -> None:
    one = copy()
    text = made(one, "svg", tools).decode()
    marks = {mark.symbol for mark in one.board.legend}
    assert {"child", "both", "concern", "safe", "unidentified", "provisional", "stale", "frame", "note"} <= marks
    said = texts(text)
    assert all(mark.words in said for mark in one.board.legend)
    assert "hotspot" not in said
    assert text.count(f'stroke="{ink.HARM}"') >= 4, "the outline of concern, and ties of harm"
    double = re.findall(rf'<g stroke="{ink.SAFE}".*?</g>', text)
    assert double and all(tie.count("<line") == 2 and tie.count("<circle") == 2 for tie in double)
    stale = re.search(rf'<g stroke="{ink.STALE}".*?</g>', text)
    assert stale and "stroke-dasharray" in stale[0] and f'fill="{ink.WHITE}"' in stale[0], "dotted, hollow head"
    assert "of concern" in said and "youth worker" in said and "Station evenings" in said


def test_a_child_is_white_with_an_ink_ring_whoever_they_are_said_to_harm() -> None:
    alleged = copy()
    board = replace(
        alleged.board,
        nodes=tuple(one for one in alleged.board.nodes if one.kind == "child"),
        lines=(),
        hulls=(),
        notes=(),
        legend=(),
    )
    text = picture(board, alleged.at, None)
    assert any(node.alleged for node in board.nodes)
    assert ink.HARM not in text and ink.ADULT not in text
    rings = re.findall(r"<circle[^>]*>", text)
    assert len([ring for ring in rings if f'fill="{ink.WHITE}" stroke="{ink.INK}"' in ring]) >= len(board.nodes)


def test_it_is_the_same_to_the_letter_every_time(tools: Tools) -> None:
    assert made(copy(), "svg", tools) == made(copy(), "svg", tools)
    assert made(copy(), "png", tools) == made(copy(), "png", tools)


def test_hostile_names_stay_words(tools: Tools) -> None:
    snapshot, doing = hostile()
    text = made(copy(snapshot, doing, naming="full"), "svg", tools).decode()
    assert tags(text) <= ALLOWED
    root = fromstring(text)
    assert not [name for element in root.iter() for name in element.attrib if name.lower().startswith("on")]
    links = [value for element in root.iter() for name, value in element.attrib.items() if name.endswith("href")]
    assert links and all(link.startswith("#shape-") for link in links)
    assert not re.search(r"(?:https?:)?//(?!www\.w3\.org/2000/svg)", re.sub(r"base64,[^)]*|HYPERLINK\S*", "", text))
    assert "<script>" in "".join(root.itertext()) and "\u202e" not in text and "\x00" not in text


@pytest.mark.parametrize("naming", ["initials", "pseudonyms"])
@pytest.mark.parametrize("form", ["svg", "html"])
def test_no_name_is_anywhere_in_a_copy_without_names(naming: str, form: str, tools: Tools) -> None:
    text = made(copy(naming=naming, board="full"), form, tools).decode()
    plain = re.sub(r"base64,[A-Za-z0-9+/=]*", "", text)
    for name in PEOPLE.values():
        for part in name.split():
            assert not re.search(rf"\b{part}\b", plain), part
    if naming == "pseudonyms":
        for told in ("Ottermere Central", "Quarrybank", "0770", "Tall Si", "Biz", "PC Lodge", "Osei"):
            assert told not in plain, told
    whole = made(copy(naming="full"), form, tools).decode()
    assert "Tamsin Brackley" in whole, "the same board in full names has them: the test can fail"


def test_of_counts_there_is_no_picture() -> None:
    one = copy(naming="counts")
    with pytest.raises(NobodyDrawn, match="counts has no picture"):
        picture(one.board, one.at, one.printed)


def test_everything_lies_within_the_picture() -> None:
    one = copy()
    box = bounds(one.board, one.at, ink.Sizes())
    for x, y in one.at.values():
        assert box.left <= x <= box.right and box.top <= y <= box.bottom
    assert set(ICONS) <= {"child", "both", "adult", "concern", "safe", "location", "school", "harm", "protective",
                          "neutral", "provisional", "stale", "peer_group", "event", "thing"}  # fmt: skip


def test_png_is_twice_as_dense_and_not_blank(tools: Tools) -> None:
    one = copy()
    text = picture(one.board, one.at, one.printed)
    image = Image.open(io.BytesIO(png(text)))
    wide, high = (float(found) for found in re.findall(r'(?:width|height)="([\d.]+)"', text)[:2])
    assert image.size == pytest.approx((wide * 2, high * 2), abs=2)
    colours = {colour: count for count, colour in image.convert("RGB").getcolors(1 << 24) or []}
    for colour in (ink.INK, ink.HARM, ink.SAFE, ink.ADULT):
        assert colours.get(tuple(bytes.fromhex(colour[1:])), 0) > 100, colour
    assert colours[(255, 255, 255)] < image.width * image.height * 0.98


def test_a_thousand_are_seen_from_far_and_it_says_how_many_names_there_was_room_for() -> None:
    one = copy(*large(400))
    text = overview(one.board, one.at)
    found = re.search(r"Names written where there is room: ([\d,]+) of 400\.", " ".join(texts(text)))
    assert found and 40 < int(found[1]) < 400
    whole = picture(one.board, one.at, one.printed)
    assert "Names written" not in whole
    assert density(whole) <= 2 and density(overview(one.board, one.at)) == 2


def test_long_words_are_broken_and_cut_with_an_ellipsis() -> None:
    lines = ink.wrapped("a" * 400 + " end", 12.5, 150, most=3)
    assert len(lines) == 3 and lines[-1].endswith("…")
    assert all(ink.width(line, 12.5) <= 150.01 for line in lines)
    assert ink.wrapped("one\ntwo", 12, 100) == ["one", "two"]


def test_hostile_list_is_in_the_names_of_the_hostile_board() -> None:
    snapshot, _ = hostile()
    assert set(HOSTILE) <= set(snapshot.entities["name"].to_pylist())

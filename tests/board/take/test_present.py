"""The board for a room: one sentence, twenty at most, nothing under 26 px, initials at most, no notes or quotations."""

from __future__ import annotations

import re
from datetime import date

import pytest
from defusedxml.ElementTree import fromstring

from graph.snapshot import Snapshot
from mapping.board.drawn import drawn, see
from mapping.board.figures import figures
from mapping.board.log import Doing, operation
from mapping.board.take import present, screen, shapes
from mapping.board.take.present import HIGH, LEAST, MOST, SENTENCE, SIZES, WIDE, least_open, slide, steps
from mapping.words import Naming
from tests.board import kept
from tests.board.take.boards import HOSTILE, PEOPLE, full, held, hostile, large, on_it
from tests.make import TODAY

SVG = "{http://www.w3.org/2000/svg}"


def shown(snapshot: Snapshot, doing: tuple[Doing, ...], naming: str = "initials") -> list[str]:
    """The slides of a board in its naming mode, as they would be shown."""
    head, state = held(naming).head, kept.state(*doing)
    mode = least_open(Naming(naming))
    seen = see(snapshot, state, mode.value)
    board = drawn(snapshot, state, head, naming=mode.value, seen=seen)
    counted = figures(snapshot, state, head, TODAY) if mode is Naming.COUNTS else None
    found = steps(board, state, seen, head, counted)
    said = [present.said(board, step, head, seen, TODAY) for step in found]
    return [slide(board, step, place + 1, len(found), said[place]) for place, step in enumerate(found)]


def words(text: str) -> list[str]:
    return [element.text or "" for element in fromstring(text).iter(f"{SVG}text")]


def made(*slides: operation.Slide) -> tuple[Doing, ...]:
    return (*on_it(), *slides)


def test_without_steps_the_board_shows_itself_at_most_twenty_of_it() -> None:
    one, *rest = shown(*large(60))
    assert not rest
    assert one.count("<g><title>") >= MOST
    assert f"showing {MOST} of 60" in " ".join(words(one))
    state = kept.state(*large(60)[1])
    seen = see(large(60)[0], state, "initials")
    board = drawn(large(60)[0], state, held().head, seen=seen)
    [step] = steps(board, state, seen, held().head)
    assert len(step.nodes) == MOST and step.total == 60
    kept_ones = {board.node(id).concern for id in step.nodes if board.node(id)}  # type: ignore[union-attr]
    assert True in kept_ones, "who does harm is not crowded out by places and friends"


@pytest.mark.parametrize("people", [3, 9, 20, 60])
def test_nothing_is_too_small_for_five_metres(people: int) -> None:
    for one in shown(*large(people)):
        sizes = [float(element.attrib["font-size"]) for element in fromstring(one).iter(f"{SVG}text")]
        assert min(sizes) >= LEAST and max(sizes) == SENTENCE
        turned = [group for group in fromstring(one).iter(f"{SVG}g") if "transform" in group.attrib]
        assert not [group for group in turned if group.find(f".//{SVG}text") is not None], "no words are shrunk after"


@pytest.mark.parametrize("people", [1, 2, 9, 20])
def test_everybody_stands_on_the_screen_and_on_nobody_else(people: int) -> None:
    snapshot, doing = large(people)
    state = kept.state(*doing)
    seen = see(snapshot, state, "initials")
    board = drawn(snapshot, state, held().head, seen=seen)
    [step] = steps(board, state, seen, held().head)
    part = present.part_of(board, step)
    frame = (44.0, 150.0, WIDE - 44, HIGH - 130)
    at = screen.fitted(part, SIZES, frame)
    boxes = {}
    for node in part.nodes:
        (x, y), (side, up, down) = at[node.id], shapes.reach(node, SIZES)
        boxes[node.id] = (x - side, y - up, x + side, y + down)
        assert frame[0] <= x - side and x + side <= frame[2] and frame[1] <= y - up and y + down <= frame[3], node.label
    ids = list(boxes)
    for place, one in enumerate(ids):
        for other in ids[place + 1 :]:
            a, b = boxes[one], boxes[other]
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one, other)
    assert at == screen.fitted(part, SIZES, frame), "the same each time"


def test_steps_come_in_their_order_and_say_which_of_how_many() -> None:
    first = operation.Slide(id="P-1", title="Who keeps them safe", entities=("A2", "A3", "C1", "C2"), order=1)
    second = operation.Slide(
        id="P-2", title="Dale Mercer gave lifts to two children", entities=("A1", "C1", "C2"), order=0
    )
    one, two = shown(full(), made(first, second))
    assert words(one)[0] == "D.M. gave lifts to two children" and "1 of 2" in words(one)
    assert words(two)[0] == "Who keeps them safe" and "2 of 2" in words(two)
    assert "harm to the child" in words(one) and "harm to the child" not in words(two), "the legend of what is drawn"
    assert "protective" in words(two)


def test_a_projector_shows_initials_at_most_no_notes_and_no_quotations() -> None:
    joined = " ".join(words(shown(full(), on_it(), "full")[0]))
    assert not [part for name in PEOPLE.values() for part in name.split() if part in joined]
    assert "initials only" in joined
    for quoted in ("Who pays", "Seen with", "He sends"):
        assert quoted not in joined
    assert least_open(Naming.FULL) is Naming.INITIALS and least_open(Naming.PSEUDONYMS) is Naming.PSEUDONYMS


def test_pseudonyms_and_counts_hold_no_name_of_anybody_or_any_place() -> None:
    for naming in ("pseudonyms", "counts"):
        joined = " ".join(text for one in shown(full(), on_it(), naming) for text in words(one))
        for told in (*PEOPLE.values(), "Ottermere Central", "Tall Si", "T.B.", "D.M."):
            assert told not in joined, (naming, told)
    [first, *_] = shown(full(), on_it(), "counts")
    assert "counts only" in " ".join(words(first)) and "under 5" in " ".join(words(first))


def test_who_left_the_board_is_counted_not_shown() -> None:
    gone = operation.Slide(id="P-1", title="Two of them", entities=("C1", "C9", "C2"), order=0)
    hidden = operation.Hide(entities=("C2",))
    [one] = shown(full(), (*made(gone), hidden))
    assert "2 not on the board now" in " ".join(words(one))


def test_a_long_sentence_takes_two_lines_and_hostile_ones_stay_words() -> None:
    texts = [operation.Slide(id=f"P-{place}", title=text, entities=("C1",)) for place, text in enumerate(HOSTILE)]
    long = operation.Slide(id="P-long", title="word " * 90, entities=("C1",), order=99)
    snapshot, doing = hostile()
    found = shown(snapshot, (*doing, *texts, long))
    for one in found:
        assert {element.tag.removeprefix(SVG) for element in fromstring(one).iter()} <= {
            "svg", "title", "desc", "defs", "g", "use", "rect", "circle", "path", "line", "polygon", "text",
        }  # fmt: skip
        at_top = [e for e in fromstring(one).iter(f"{SVG}text") if float(e.attrib["font-size"]) == SENTENCE]
        assert 1 <= len(at_top) <= 2
    assert any(text.endswith("…") for text in words(found[-1]))


def test_a_group_in_which_somebody_else_would_stand_is_not_drawn() -> None:
    snapshot, doing = large(20)
    frame = operation.Frame(id="F-1", label="Two of them", members=("C0", "C15"))
    one = shown(snapshot, (*doing, frame))[0]
    state = kept.state(*doing, frame)
    board = drawn(snapshot, state, held().head)
    part = present.part_of(board, steps(board, state, see(snapshot, state, "initials"), held().head)[0])
    at = {node.id: (float(place) * 100, 500.0) for place, node in enumerate(part.nodes)}
    assert part.hulls and not screen.honest(part, at, SIZES)
    assert re.search("frame", " ".join(words(one))) is None or "Two of them" in words(one)
    assert date(2026, 11, 3) == TODAY

"""The Contexts page with nothing, with names made of markup, and with very long ones: loaded text is only ever text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from graph.answers import Acted, Assessed, Shown
from mapping.pages import _context_found, _data, _frame
from tests.contexts.scene import GROUP, SCHOOL, STATION, acted, ago, assessed, child, harmed, town
from tests.make import Maker

MARKUP = "<img src=x onerror=alert(1)> *Gate* [a](b)"
LONG = "Ottermere " * 30


def _page() -> None:
    """A script of its own: AppTest runs its text."""
    from importlib import import_module

    import_module("mapping.pages.contexts").render()


def shown(
    monkeypatch: pytest.MonkeyPatch, made: Maker, id: str = "", assessments: tuple[Assessed, ...] = (),
    actions: tuple[Acted, ...] = (),
) -> str:  # fmt: skip
    """The markup of the page."""
    snapshot = replace(made.snapshot(), version=f"{id}-{len(made.entities)}-{len(made.ties)}-{len(assessments)}")
    wrote = _context_found.Written(Shown(assessments), Shown(actions))
    monkeypatch.setattr(_data, "snapshot", lambda: snapshot)
    monkeypatch.setattr(_context_found, "written", lambda: wrote)
    monkeypatch.setattr(_frame, "page", lambda _: "app.py")
    monkeypatch.setattr("streamlit.page_link", lambda *_args, **_more: None)
    monkeypatch.setattr("mapping.pages._opening.listen", lambda *_: None)
    app = AppTest.from_function(_page)
    if id:
        app.query_params["id"] = id
    app.run(timeout=60)
    assert not app.exception
    return " ".join(element.proto.body for element in app.get("html"))


def test_nothing_is_loaded_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing is loaded yet" in shown(monkeypatch, Maker())


def test_nothing_needs_an_eye(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Maker()
    made.place("L-1", "Sallow Gate")
    assert "No place, school or group needs an eye" in shown(monkeypatch, made)


@pytest.mark.parametrize("name", [MARKUP, LONG])
def test_names_and_texts_are_text(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    made = town()
    for entity in made.entities:
        if entity["id"] in (STATION, SCHOOL, GROUP):
            entity |= {"name": name, "owner": name, "guardianship": name}
    made.child("C1", name)
    harmed(made, "E1", "C1")
    made.tie("C1", "member_of", GROUP)
    made.tie(made.adult("A-1", name), "linked_to", STATION)
    made.role("A-1", "suspected")
    wrote = tuple(assessed(1, context=id, harm=name, owner=name) for id in (STATION,))
    acts = (acted(1, what=name, owner=name, aim=name, began_on=ago(100), state="under_way"),)
    for id in ("", STATION, SCHOOL, GROUP):
        markup = shown(monkeypatch, made, id, wrote, acts)
        assert "<img src=x" not in markup
    assert "&lt;img src=x" in shown(monkeypatch, made, STATION, wrote, acts) or name == LONG


def test_what_is_not_held_or_private_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    made = town()
    assert "is no place, school or peer group" in shown(monkeypatch, made, "L-<b>NONE")
    assert "It is not opened on a panel view" in shown(monkeypatch, made, "L-HOME")


def test_a_context_says_what_is_lacking_and_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    made = town()
    for number in range(6):
        harmed(made, f"E{number}", child(made, f"C{number}"), days_ago=130)
        harmed(made, f"F{number}", child(made, f"D{number}"), days_ago=30)
    bare = shown(monkeypatch, made, STATION)
    assert "A context without actions is only watched." in bare
    assert "Nobody has assessed this context yet" in bare
    tried = acted(1, "done", began_on=ago(100), ended_on=ago(10), outcome="safer", due_on=ago(5))
    late = acted(2, due_on=ago(5))
    told = shown(monkeypatch, made, STATION, (assessed(review_on=ago(9)),), (tried, late))
    for words in (
        "As many as before.",
        "It made children safer",
        "1 action is overdue.",
        "overdue",
        "Lifts are offered",
    ):
        assert words in told

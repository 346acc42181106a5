"""The note on wording stands under the form that was sent, is said once where the form is gone, and is only text."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from mapping.pages import _wording

    text = st.text_area("Words", key="words")
    if st.button("Record", key="record"):
        _wording.keep("mine", text, "")
    _wording.under("mine")
    _wording.under("another")
    if st.button("Gone", key="gone"):
        _wording.once()


def said(app: AppTest) -> list[str]:
    assert not app.exception
    return [element.proto.body for element in app.get("html")]


def sent(text: str) -> AppTest:
    app = AppTest.from_function(_page).run(timeout=60)
    app.text_area(key="words").set_value(text)
    return app.button(key="record").click().run(timeout=60)


def test_the_note_stands_under_its_own_form_until_the_next_words() -> None:
    app = sent("He is <b>involved in</b> it; he’s a gang member, a gang member.")
    (note,) = said(app)
    assert note.count("<li>") == 2
    assert "“involved in”" in note and "Could be said:" in note
    app.text_area(key="words").set_value("Adults make him carry drugs.")
    assert said(app.button(key="record").click().run(timeout=60)) == []


def test_what_was_written_is_never_markup_in_the_note() -> None:
    (note,) = said(sent("He won<img src=x>'t engage, gang\n\nmember & <img src=x onerror=alert(1)> absconded"))
    assert "<img" not in note and "“gang member”" in note and "“absconded”" in note


def test_it_is_said_once_where_the_form_is_gone() -> None:
    app = sent("She absconded.")
    assert len(said(app)) == 1
    app.button(key="gone").click().run(timeout=60)
    assert said(app.run(timeout=60)) == []

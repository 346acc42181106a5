"""A file made on a press is handed over once, and let go; or it is said why not."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

REFUSED = "Not handed over."


def _page() -> None:
    import streamlit as st

    from graph.errors import KithError
    from mapping.pages import _handed

    def content() -> bytes:
        asked = st.session_state["content"]
        if isinstance(asked, bytes):
            return asked
        raise KithError(asked) if asked else RuntimeError("secret of the machine")

    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    _handed.over("one", _handed.File("a.txt", "text/plain", content) if st.button("Take") else None)


def _pressed(content: bytes | str) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=30)
    app.session_state["content"] = content
    app.run()
    assert "kith-made-one" not in app.session_state
    return app.button[0].click().run()


def _said(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def test_what_was_made_waits_until_the_browser_has_it() -> None:
    app = _pressed(b"kept")
    assert not app.exception
    assert REFUSED not in _said(app)
    assert app.session_state["kith-made-one"]["name"] == "a.txt"
    app.run()
    assert "kith-made-one" in app.session_state, "a run in between loses nothing"


def test_a_refusal_is_told_in_its_own_words() -> None:
    app = _pressed("Nobody may read this.")
    assert f"{REFUSED} Nobody may read this." in _said(app)
    assert "kith-made-one" not in app.session_state


def test_what_went_wrong_inside_is_said_without_its_details() -> None:
    app = _pressed("")
    assert not app.exception
    assert f"{REFUSED} It could not be made." in _said(app)
    assert "secret of the machine" not in _said(app)
    assert "kith-made-one" not in app.session_state

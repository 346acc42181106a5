"""Figures that open their records: a button in a page's own markup, and one listener that hears them all.

`Figure` stands in a table or a sentence; `listen` is drawn once a page and hands what was asked for to the page. Loaded
text passes `esc` here as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from mapping.pages._text import esc

# The markup of a page lies outside the component, so it listens on the whole document; a new mount lets go of the old.
_JS = """
export default function ({ setTriggerValue }) {
  const heard = (event) => {
    const figure = event.target.closest ? event.target.closest("button[data-opens]") : null;
    if (figure) setTriggerValue("opened", figure.dataset.opens);
  };
  document.addEventListener("click", heard);
  return () => document.removeEventListener("click", heard);
}
"""
_MOUNT = st.components.v2.component("kith_opening", html="<span></span>", js=_JS)


@dataclass(frozen=True)
class Figure:
    """A cell or word: `text`, a smaller line under it, and what it opens (empty: nothing)."""

    text: str
    opens: str = ""
    note: str = ""
    says: str = ""  # what it opens, for those who hear it: "Ottermere Central, open the records"

    def markup(self) -> str:
        """As HTML."""
        text = esc(self.text)
        if self.opens:
            label = f' aria-label="{esc(f"{self.text} · {self.says}")}"' if self.says else ""
            text = f'<button type="button" class="opens" data-opens="{esc(self.opens)}"{label}>{text}</button>'
        return text + (f'<span class="under">{esc(self.note)}</span>' if self.note else "")


def listen(key: str, take: Callable[[str], None]) -> None:
    """Hear the figures of this page; `take` is given what the pressed one opens."""

    def opened() -> None:
        asked = st.session_state[key].get("opened")
        if asked:
            take(str(asked))

    _MOUNT(key=key, on_opened_change=opened, height=1)

"""The one door through which loaded text reaches a page: as text, never as markup."""

from __future__ import annotations

import re
from html import escape

# Control characters mean nothing in a name; direction overrides re-order the line they stand in.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SHORTCODE = re.compile(r"(\\[:@]|ww(?=w\\\.)|\\[-<](?=\\[-<>]))", re.IGNORECASE)
_JOINER = "\u2060"  # word joiner: no width, no line break


def esc(value: object) -> str:
    """Text for HTML (`st.html`): `<`, `>`, `&` and quotes stand for themselves; None is empty.

    Everything loaded that a page writes into HTML passes here, so that one place answers for it.
    """
    return "" if value is None else escape(_CONTROL.sub("", str(value)), quote=True)


def plain(value: object) -> str:
    """Text for a widget's label, which Streamlit reads as Markdown: links, images, icons and formulas stay text.

    Every mark is escaped as CommonMark allows (section 2.4); a word joiner parts `:`, `@`, `www.` and arrows, because
    shortcodes, bare addresses and typographic marks are looked for after the escapes are gone.
    """
    text = " ".join(_CONTROL.sub("", "" if value is None else str(value)).split())
    return _SHORTCODE.sub(rf"\1{_JOINER}", _PUNCTUATION.sub(r"\\\1", text))

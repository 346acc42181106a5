"""Loaded text reaches a page as text: through `esc` in HTML, through `plain` in labels."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from mapping.pages import _frame
from mapping.pages._text import esc, plain

MARKUP = st.text(alphabet=st.sampled_from(list("<>&\"'/=`!()[]{}$:*_~#\\ \n\x00abc")), max_size=40)


class Reader(HTMLParser):
    """Collects the tags and the text of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


@given(MARKUP)
def test_html_of_any_text_has_no_tag_and_reads_as_the_text(text: str) -> None:
    reader = read(esc(text))
    assert reader.tags == []
    assert reader.text == text.replace("\x00", "")


@given(MARKUP)
def test_text_cannot_leave_an_attribute(text: str) -> None:
    assert read(f'<a title="{esc(text)}">x</a>').tags == ["a"]


@given(MARKUP)
def test_labels_keep_no_live_mark(text: str) -> None:
    made = plain(text)
    live = [mark for at, mark in enumerate(made) if mark in "<>&!()[]{}$:*_~#`" and made[at - 1 : at] != "\\"]
    assert live == []


def test_nothing_is_empty() -> None:
    assert esc(None) == ""
    assert plain(None) == ""


def test_direction_overrides_do_not_reorder_a_line() -> None:
    assert esc("T.B.\u202edlot") == "T.B.dlot"


def test_shortcodes_and_bare_addresses_are_broken_up_because_they_are_found_after_unescaping() -> None:
    for text in (":material/home:", "http://example.test", "www.example.test", "a@example.test"):
        assert "\u2060" in plain(text)


@given(st.lists(st.tuples(MARKUP, MARKUP), max_size=3))
def test_tables_rows_and_chips_add_only_their_own_tags(lines: list[tuple[str, str]]) -> None:
    table = read(_frame.table(["a", "b"], lines, caption="<script>"))
    assert set(table.tags) <= {"div", "table", "thead", "tbody", "tr", "th", "td"}
    assert set(read(_frame.rows(lines)).tags) <= {"ul", "li", "b"}
    assert set(read(_frame.chips(_frame.chip(text) for text, _ in lines)).tags) <= {"div", "span"}


def test_numbers_in_tables_have_thousands_and_stand_right() -> None:
    markup = _frame.table(["File", "Rows"], [("ties.csv", 5050)], caption="x", numbers=[1])
    assert '<td class="number">5,050</td>' in markup
    assert '<th scope="row">ties.csv</th>' in markup

"""The page for the minutes: a tagged PDF and a Word document that say the same, in the board's naming mode."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import docx
import pypdf
import pytest
from docx.document import Document as Docx
from docx.oxml.ns import qn

from mapping.board.log import operation
from mapping.board.take.copies import Copy, Tools, made
from mapping.board.take.minutes import MOST_ROWS
from mapping.board.take.sections import LONGEST, NO_ACTION
from tests.board.take.boards import PEOPLE, copy, full, hostile, large

FACTS = (
    "Strategy meeting: the group around the station",
    "Safeguard the group around the station",
    "R. Osei",
    "Hub and Police",
    "3 Nov 2026",
    "30 Nov 2026",
    "“before the meeting of 3 November”",
    "Made 3 Nov 2026 14:05 by A. Brennan for Police.",
    "the case file stays the record",
    "Guardianship walk",
    "overdue 2 days",
    "Ask police to check the car of D.M.",
    "5 Nov 2026",
    "Who pays for the phone?",
    "“Tall Si” was named in the meeting and is held nowhere. Who is it?",
    "D.M. grooms T.B.",
    "2 B P",
    "out of date",
    "said in meeting, not verified",
    "PC Lodge, Police; written down by A. Brennan",
    "Seen with T.B. on Fridays.",
    "Showing 14 of 14 on this board",
    "Picture (PNG)",
)


def pdf(one: Copy, tools: Tools) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made(one, "pdf", tools)))


def read(reader: pypdf.PdfReader) -> str:
    """All words, as one line: typesetting broke them where it wished."""
    return _joined(" ".join(page.extract_text() for page in reader.pages))


def word(one: Copy, tools: Tools) -> Docx:
    return docx.Document(io.BytesIO(made(one, "docx", tools)))


def read_word(document: Docx) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return _joined(" ".join([*(line.text for line in document.paragraphs), *cells]))


def _joined(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u00a0", " "))


def test_the_pdf_says_everything_and_is_tagged(tools: Tools) -> None:
    reader = pdf(copy(), tools)
    said = read(reader)
    for words in FACTS:
        assert words in said, words
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB" and "/StructTreeRoot" in root
    assert reader.metadata and reader.metadata.title == FACTS[0] and reader.metadata.author == "A. Brennan"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    for number, page in enumerate(reader.pages, 1):
        assert f"Page {number} of {len(reader.pages)}" in page.extract_text()
        assert page.mediabox.width == pytest.approx(595, abs=1) or page.mediabox.height == pytest.approx(595, abs=1)


def test_the_picture_in_the_pdf_has_its_words_for_those_who_do_not_see_it(tools: Tools) -> None:
    kinds: list[Any] = []
    alts: list[str] = []

    def walk(part: Any) -> None:
        found = part.get_object()
        if isinstance(found, list):
            for one in found:
                walk(one)
        elif isinstance(found, dict):
            kinds.append(found.get("/S"))
            alts.extend([str(found["/Alt"])] if "/Alt" in found else [])
            walk(found.get("/K", pypdf.generic.NullObject()))

    root: Any = pdf(copy(), tools).trailer["/Root"]
    walk(root["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert [alt for alt in alts if alt.startswith("Relationship board of 4 children, 5 adults")], alts
    assert not [alt for alt in alts for name in PEOPLE.values() if name in alt]


def test_the_word_document_says_the_same(tools: Tools) -> None:
    document = word(copy(), tools)
    said = read_word(document)
    for words in FACTS:
        assert words in said, words
    about = document.core_properties
    assert (about.title, about.author, about.language) == (FACTS[0], "A. Brennan", "en-GB")
    assert [line.text for line in document.paragraphs if line.style and line.style.name == "Heading 1"] == [FACTS[0]]
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    for table in document.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml, "the head is repeated on each page"
    drawing = document.inline_shapes[0]._inline.docPr
    assert drawing.get("descr").startswith("Relationship board of 4 children")
    section = document.sections[0]
    assert (
        document.inline_shapes[0].width < section.page_width and document.inline_shapes[0].height < section.page_height
    )


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_hostile_texts_are_words(form: str, tools: Tools) -> None:
    one = copy(*hostile(), naming="full")
    if form == "pdf":
        reader = pdf(one, tools)
        said = read(reader)
        links = [note for page in reader.pages for note in page.get("/Annots") or []]
        assert not links
    else:
        said = read_word(word(one, tools))
    for words in ("<script>alert(1)</script>", '#eval("1") $x$ *bold*', "{{7*7}} ${7*7} %s"):
        assert words in said, words


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("naming", ["initials", "pseudonyms", "counts"])
def test_no_name_is_in_minutes_without_names(naming: str, form: str, tools: Tools) -> None:
    one = copy(naming=naming, board="full")
    said = read(pdf(one, tools)) if form == "pdf" else read_word(word(one, tools))
    for name in PEOPLE.values():
        assert not [part for part in name.split() if re.search(rf"\b{part}\b", said)], name
    if naming != "initials":
        for told in ("PC Lodge", "Osei", "Quarrybank", "Tall Si", "Ottermere Central"):
            assert told not in said, told
    whole = copy(naming="full")
    assert "Tamsin Brackley" in (read(pdf(whole, tools)) if form == "pdf" else read_word(word(whole, tools)))


def test_in_counts_there_are_figures_and_no_picture(tools: Tools) -> None:
    one = copy(naming="counts")
    reader = pdf(one, tools)
    assert "Children: " in read(reader) and "under 5" in read(reader)
    assert not [section for section in one.told.sections if section.name in ("ties", "people", "notes", "said")]
    assert not word(one, tools).inline_shapes


def test_without_actions_it_says_so(tools: Tools) -> None:
    one = copy(full(), (operation.Add(entities=("C1", "C2")),))
    assert NO_ACTION in read(pdf(one, tools)) and NO_ACTION in read_word(word(one, tools))


def test_a_long_list_is_cut_and_says_of_how_many(tools: Tools) -> None:
    one = copy(*large(300))
    ties = one.told.section("ties")
    assert ties.total > MOST_ROWS
    said = read(pdf(one, tools))
    assert f"Ties shown · showing {MOST_ROWS} of {ties.total}" in said and "The rest is in the tables (CSV)" in said
    assert f"showing {MOST_ROWS} of {ties.total}" in read_word(word(one, tools))
    assert len(ties.rows) == ties.total, "the tables have all of them"


def test_a_long_note_is_cut_and_says_of_how_many(tools: Tools) -> None:
    assert f"{LONGEST:,} of 3,000 characters" in read(pdf(copy(), tools))


def test_letters_that_no_typeface_has_do_not_stop_the_minutes(tools: Tools) -> None:
    odd = operation.Note(id="N-9", text="مها \U0001f600 日本 \U000e0041 \ue123 end")
    one = copy(full(), (operation.Add(entities=("C1",)), odd))
    said = read(pdf(one, tools))
    assert "end" in said and "□" in said and "that no typeface here has" in said
    assert "no typeface" not in read(pdf(copy(), tools))
    assert "مها" in read_word(word(one, tools))


def test_without_a_typeface_the_embedded_one_is_taken() -> None:
    said = read(pdf(copy(), Tools(str)))
    assert "Guardianship walk" in said


def test_the_same_copy_is_the_same_file(tools: Tools) -> None:
    assert made(copy(), "pdf", tools) == made(copy(), "pdf", tools)
    assert date(2026, 11, 3) == copy().printed.made_on

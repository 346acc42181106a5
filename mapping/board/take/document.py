"""The minutes as a Word document: the same contents as the PDF, to be written on in the meeting."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from mapping.board.take.contents import Contents, cut
from mapping.board.take.minutes import FIRST, MORE, MOST_ROWS
from mapping.board.take.sections import Section
from mapping.board.take.svg import legible
from mapping.board.take.told import NOT_THE_RECORD

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph

FACE = "Source Sans 3"
"""Asked for by name; Word takes another where it is not installed."""
_INK, _SOFT = RGBColor(0x1F, 0x29, 0x33), RGBColor(0x4A, 0x54, 0x5D)
_WIDE, _HIGH = 180.0, 225.0  # mm, of the text on an upright page


def document(told: Contents, picture: bytes, size: tuple[float, float], made_at: datetime) -> bytes:
    """The minutes as DOCX.

    Parameters
    ----------
    told : Contents
        What is on the board, in its naming mode.
    picture : bytes
        The board as PNG; b"" when nobody is drawn.
    size : (width, height)
        Of the picture, in any unit.
    made_at : datetime
        Moment of its making.
    """
    short = cut(told, MOST_ROWS, MORE)
    made = Document()
    _styled(made)
    _properties(made, told, made_at)
    _footer(made)
    made.add_heading(legible(told.title), level=1)
    _facts(made, told)
    made.add_paragraph(legible(told.record)).runs[0].bold = True
    for section in short.sections[:FIRST]:
        _section(made, section)
    if picture:
        made.add_heading(f"The board · {told.shown}", level=2)
        _picture(made, picture, size, told.alt)
    for section in short.sections[FIRST:]:
        _section(made, section)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _styled(made: Docx) -> None:
    page = made.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin = page.bottom_margin = Mm(18)
    for name, size in (("Normal", 10), ("Heading 1", 18), ("Heading 2", 13)):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FACE, Pt(size), _INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FACE)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    made.styles["Normal"].element.get_or_add_rPr().append(language)


def _properties(made: Docx, told: Contents, made_at: datetime) -> None:
    about = made.core_properties
    about.title, about.author = legible(told.title)[:255], legible(told.made_by)[:255]
    about.subject, about.comments = legible(told.purpose)[:255], NOT_THE_RECORD
    about.language, about.keywords = "en-GB", ""
    about.created = about.modified = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.last_modified_by = about.author


def _footer(made: Docx) -> None:
    line = made.sections[0].footer.paragraphs[0]
    line.add_run(f"{NOT_THE_RECORD} Page ")
    _field(line, "PAGE")
    line.add_run(" of ")
    _field(line, "NUMPAGES")
    for run in line.runs:
        run.font.size, run.font.color.rgb = Pt(8), _SOFT


def _field(line: Paragraph, name: str) -> None:
    run = line.add_run()
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _facts(made: Docx, told: Contents) -> None:
    for name, said in told.facts:
        line = made.add_paragraph()
        line.paragraph_format.space_after = Pt(1)
        line.add_run(f"{name}: ").font.color.rgb = _SOFT
        line.add_run(legible(said))


def _picture(made: Docx, picture: bytes, size: tuple[float, float], alt: str) -> None:
    wide, high = size
    scale = min(_WIDE / wide, _HIGH / high)
    drawn = made.add_picture(io.BytesIO(picture), Mm(wide * scale), Mm(high * scale))
    about = drawn._inline.docPr
    about.set("descr", alt)
    about.set("title", "Relationship board")
    said = made.add_paragraph(alt)
    said.runs[0].font.size, said.runs[0].font.color.rgb = Pt(8.5), _SOFT


def _section(made: Docx, section: Section) -> None:
    made.add_heading(f"{section.title} · {section.of}", level=2)
    if not section.rows:
        made.add_paragraph(section.nothing)
        return
    table = made.add_table(rows=1 + len(section.rows), cols=len(section.heads), style="Table Grid")
    table.autofit = False
    shares = [Emu(round(Mm(_WIDE) * share / sum(section.widths))) for share in section.widths]
    for row, cells in zip(table.rows, (section.heads, *section.rows), strict=True):
        # The cells of a row are looked up once: python-docx walks the whole table for each look-up by place.
        for cell, text, wide in zip(row.cells, cells, shares, strict=True):
            cell.width = wide
            cell.paragraphs[0].add_run(legible(text)).font.size = Pt(9)
    head = table.rows[0]
    again = OxmlElement("w:tblHeader")
    again.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(again)
    for cell in head.cells:
        cell.paragraphs[0].runs[0].bold = True
    for row in table.rows:
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
    if section.more:
        made.add_paragraph(section.more)

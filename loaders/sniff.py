"""Tells by its first bytes what kind of file this is, whatever its name says, and refuses what cannot be an extract."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from loaders.limits import LIMITS, Limits
from loaders.problem import Refusal, size

NOTHING = "Nothing in it was read."
_SAVE = "Open it in Excel, save it as “Excel workbook (.xlsx)” or CSV, and load that."
_EXCEL = (".xls", ".xlsx", ".xlsm")


class Kind(StrEnum):
    """The kinds of file that Kith reads."""

    TEXT = "text"
    WORKBOOK = "workbook"
    GEOJSON = "geojson"
    GEOPACKAGE = "geopackage"


_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM\x00", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a GZIP archive"),
    (b"BZh", "a BZIP2 archive"),
    (b"\xfd7zXZ\x00", "an XZ archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf'\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"RIFF", "a sound, film or picture file"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SQLITE = b"SQLite format 3\x00"


def kind_of(path: Path, limits: Limits = LIMITS) -> Kind:
    """What the file is, by its content.

    Raises
    ------
    Refusal
        It is missing, empty, too large, or a kind of file that holds no extract. The message names what it is.
    """
    if (name := path.name.encode("utf-8", "replace").decode()) != path.name:
        raise Refusal(f"The name of this file ({name}) holds letters that cannot be read. Rename it.", "bad_name")
    head = _head(path, limits)
    for signature, words in _SIGNATURES:
        if head.startswith(signature):
            raise Refusal(f"This is {words}, not {_expected(path)}. {NOTHING}", "wrong_kind_of_file")
    if head.startswith(_OLE):
        raise Refusal(
            "This is an old Excel file (.xls) or one with a password. Open it in Excel, save it as “Excel workbook "
            f"(.xlsx)” without a password, and load that. {NOTHING}",
            "wrong_kind_of_file",
        )
    if head.startswith(_SQLITE):
        return Kind.GEOPACKAGE
    if head.startswith(b"PK"):
        return _zip_kind(path)
    return _text_kind(path, head)


def _head(path: Path, limits: Limits) -> bytes:
    try:
        if path.is_dir():
            raise Refusal("This is a folder. Name the files in it.", "wrong_kind_of_file")
        if not path.is_file():
            raise Refusal("There is no such file. Check its name and folder.", "no_such_file")
        length = path.stat().st_size
        if length == 0:
            raise Refusal("The file is empty: it has no bytes at all. Export it again.", "empty_file")
        if length > limits.file:
            raise Refusal(
                f"The file has {size(length)}; Kith reads up to {size(limits.file)} at once. Split it and load "
                "the parts.",
                "file_too_large",
            )
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as error:
        raise Refusal(
            f"The file cannot be opened ({error.strerror}). Check that you may read it.", "unreadable"
        ) from error


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal(
            "This is an Excel workbook or a ZIP archive that breaks off or is damaged. Copy or export it again. "
            + NOTHING,
            "damaged_file",
        ) from error
    if "xl/workbook.xml" in names:
        return Kind.WORKBOOK
    for member, words in (
        ("xl/workbook.bin", f"an Excel binary workbook (.xlsb). {_SAVE}"),
        ("word/document.xml", f"a Word document, not {_expected(path)}."),
        ("ppt/presentation.xml", f"a PowerPoint file, not {_expected(path)}."),
        ("content.xml", f"an OpenDocument file (such as .ods). {_SAVE}"),
    ):
        if member in names:
            raise Refusal(f"This is {words} {NOTHING}", "wrong_kind_of_file")
    raise Refusal(f"This is a ZIP archive, not {_expected(path)}. Unpack it first. {NOTHING}", "wrong_kind_of_file")


def _text_kind(path: Path, head: bytes) -> Kind:
    # Without the NUL bytes that UTF-16 has between letters, so that its marks are seen too.
    start = head[:800].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<table")):
        raise Refusal(
            f"This is a web page, not {_expected(path)}. "
            + (
                f"Some systems give their exports out so. {_SAVE} "
                if path.suffix.lower() in _EXCEL
                else "A system sometimes sends one when a download fails or the sign-in has run out. Download the file "
                "again. "
            )
            + NOTHING,
            "wrong_kind_of_file",
        )
    if start.startswith(b"<?xml") or start.startswith(b"<message"):
        raise Refusal(
            f"This is an XML file (such as the CIN census or a school census), which Kith does not read. {NOTHING}",
            "wrong_kind_of_file",
        )
    if start.startswith(b"{"):
        return Kind.GEOJSON
    if start.startswith((b"[{", b"[\n", b"[\r\n", b"[ {")):
        raise Refusal(f"This is a JSON list, not {_expected(path)}. {NOTHING}", "wrong_kind_of_file")
    return Kind.TEXT


def _expected(path: Path) -> str:
    return {
        **dict.fromkeys(_EXCEL, "an Excel workbook"),
        ".geojson": "a GeoJSON file",
        ".json": "a GeoJSON file",
        ".gpkg": "a GeoPackage",
    }.get(path.suffix.lower(), "a CSV file")

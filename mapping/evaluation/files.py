"""Reads a labelled network from two tables or one GraphML file: every cell as text, every error of a file at once."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import KithError
from mapping import words
from mapping.evaluation.expression import its_columns

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import networkx as nx

MOST_BYTES = 1 << 29
"""A file of more than half a gigabyte is no network that this harness can run on."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = "\t;|, "  # of two that fit alike the first: commas are most common within cells
_SAMPLE = 50
_GZIP = b"\x1f\x8b"


class Unreadable(KithError, ValueError):
    """A file that is no table or network; the message names it and the mend."""


@dataclass(frozen=True)
class Table:
    """A table as its file gives it: named columns of text, and the number of each row as a spreadsheet shows it."""

    file: str
    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]  # one tuple a column
    rows: tuple[int, ...]

    def column(self, name: str, option: str) -> tuple[str, ...]:
        """The cells of one column.

        Raises
        ------
        Unreadable
            There is none of this name, or more than one.
        """
        count = self.columns.count(name)
        if count == 1:
            return self.cells[self.columns.index(name)]
        said = f"{option}: {self.file} has " + ("no column" if not count else f"{count} columns called")
        raise Unreadable(f"{said} “{name}”. {its_columns(self.columns)}")

    def where(self, keep: Sequence[bool | None]) -> Table:
        """The rows for which `keep` is true."""
        cells = tuple(tuple(cell for cell, kept in zip(one, keep, strict=True) if kept) for one in self.cells)
        rows = tuple(row for row, kept in zip(self.rows, keep, strict=True) if kept)
        return Table(self.file, self.columns, cells, rows)


def table(path: Path, *, header: bool = True) -> Table:
    """Read a text table.

    Columns lie between , ; | tabs or spaces; letters are UTF-8, UTF-16 or Windows text. Gzip is opened.

    Parameters
    ----------
    path
        The file.
    header
        Whether its first row names the columns. If not they are called 1, 2, 3 and so on.

    Raises
    ------
    Unreadable
        It is no such file, or rows have more or fewer cells than the header: all of them are named.
    """
    text = _text(_bytes(path), path.name)
    said = text[:4].lower() == "sep="  # a line that only Excel reads
    sample = [line for line in text.splitlines()[said : said + _SAMPLE] if line.strip()]
    if not sample:
        raise Unreadable(f"{path.name} is empty: there is nothing to read.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(sample), skipinitialspace=True)
    try:
        read = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise Unreadable(f"{path.name} breaks off at line {reader.line_num} ({error}). Export it again.") from None
    read = [(row, cells) for row, cells in read[said:] if any(cells)]
    if not read:
        raise Unreadable(f"{path.name} is empty: there is nothing to read.")
    columns = read[0][1] if header else [str(at + 1) for at in range(len(read[0][1]))]
    return _rectangular(path.name, columns, read[1:] if header else read)


def graphml(path: Path) -> tuple[Table, Table]:
    """Read a GraphML file, gzip or not, as two tables: people with their attributes, and ties with theirs.

    A file with a document type is refused: entities declared there can fill the memory or fetch other files.

    Raises
    ------
    Unreadable
        It is no GraphML, or holds a document type.
    """
    content = _bytes(path)
    graph = _graph(content, path.name)
    people = [((str(id_),), attributes) for id_, attributes in graph.nodes(data=True)]
    ties = [((str(a), str(b)), attributes) for a, b, attributes in graph.edges(data=True)]
    return _flat(path.name, ("id",), people), _flat(path.name, ("source", "target"), ties)


def _graph(content: bytes, file: str) -> nx.Graph:
    import networkx as nx
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        _whole(fromstring(content, forbid_dtd=True), file)
        return nx.read_graphml(io.BytesIO(content), node_type=str, force_multigraph=True)
    except DefusedXmlException:
        raise Unreadable(
            f"{file} declares a document type or entities, which can make a reader fetch or fill things. Nothing in it "
            "was read. Take the <!DOCTYPE ...> out, or export the network again."
        ) from None
    except Unreadable:
        raise
    except (ParseError, nx.NetworkXException, KeyError, ValueError, TypeError, RecursionError) as error:
        raise Unreadable(f"{file} is no GraphML that can be read ({error}). Export the network again.") from None


def _whole(root: Element, file: str) -> None:
    """Refuse what networkx reads in silence: people twice or without an id, ties to nobody, a second network."""
    parts: dict[str, list[Element]] = {}
    for part in root.iter():
        parts.setdefault(str(part.tag).rpartition("}")[2], []).append(part)
    nodes, edges = parts.get("node", []), parts.get("edge", [])
    ids = Counter(node.get("id", "").strip() for node in nodes)
    wrong = []
    if len(parts.get("graph", [])) > 1:
        wrong.append("it holds more than one graph. Export each to a file of its own")
    if unnamed := ids.pop("", 0):
        wrong.append(f"{words.counted(unnamed, 'node')} without an id. Give each one")
    if twice := [id_ for id_, count in ids.items() if count > 1]:
        wrong.append(f"more than one node with the id {_named(twice)}. Keep one node a person")
    ends = dict.fromkeys(edge.get(end, "").strip() for edge in edges for end in ("source", "target"))
    if strange := [end for end in ends if end not in ids]:
        wrong.append(f"ties to {_named(strange)}, of whom there is no node. Add them or leave these ties out")
    if wrong:
        raise Unreadable("\n".join(f"{file}: {one}." for one in wrong))


def _named(ids: Sequence[str]) -> str:
    return words.listed([f"“{id_[:60]}”" for id_ in ids], most=5)


def _flat(file: str, own: tuple[str, ...], things: Sequence[tuple[tuple[str, ...], dict[str, object]]]) -> Table:
    """Things with attributes as a table; an attribute called as one of our own columns does not hide it."""
    names = dict.fromkeys(name for _, attributes in things for name in attributes if name not in own)
    cells = [tuple(values[at] for values, _ in things) for at in range(len(own))]
    cells += [tuple(_cell(attributes.get(name)) for _, attributes in things) for name in names]
    return Table(file, (*own, *names), tuple(cells), tuple(range(1, len(things) + 1)))


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def _bytes(path: Path) -> bytes:
    """What the file holds, unpacked if it is gzip."""
    if path.is_dir():
        raise Unreadable(f"{path} is a folder. Name the file in it.")
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == _GZIP
        with gzip.open(path) if packed else path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Unreadable(f"There is no file {path}. Check its name and folder.") from None
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise Unreadable(
            f"{path.name} cannot be read ({error}). Check that it is whole and that you may read it."
        ) from None
    if len(content) > MOST_BYTES:
        raise Unreadable(f"{path.name} holds more than {MOST_BYTES >> 20} MB: too much for this harness.")
    return bytes(content)


def _text(content: bytes, file: str) -> str:
    marked = [name for mark, name in _MARKS if content.startswith(mark)]
    for encoding in marked or (["utf-8", "cp1252", "latin-1"] if b"\0" not in content else []):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"{file} is no text that can be read. Save it as “CSV UTF-8”.")


def _delimiter(sample: Sequence[str]) -> str:
    """What lies between the columns: what cuts all first lines into as many cells, else what the first has most of."""
    found = {mark: {_width(line, mark) for line in sample} for mark in _DELIMITERS}
    even = [mark for mark, widths in found.items() if len(widths) == 1 and max(widths) > 1]
    if even:
        return max(even, key=lambda mark: max(found[mark]) * (mark != " ") + (mark == " "))
    return max(_DELIMITERS.replace(" ", ""), key=sample[0].count)


def _width(line: str, mark: str) -> int:
    try:
        return len(next(csv.reader([line.strip()], delimiter=mark, skipinitialspace=True), []))
    except csv.Error:
        return 0


def _rectangular(file: str, columns: Sequence[str], read: Sequence[tuple[int, list[str]]]) -> Table:
    width = len(columns)
    ragged = []
    for at, (row, cells) in enumerate(read):
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) != width:
            ragged.append((row, len(cells), at))
    if ragged:
        rows = words.listed([f"row {row} has {count}" for row, count, _ in ragged], most=8)
        raise Unreadable(f"{file}: {width} columns are named, but {rows} cells. Mend these rows and try again.")
    turned = tuple(zip(*(cells for _, cells in read), strict=True)) if read else tuple(() for _ in columns)
    return Table(file, tuple(columns), turned, tuple(row for row, _ in read))

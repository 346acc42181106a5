"""Reading a network: how tables are written in the wild, which columns hold what, and all errors of a file at once."""

from __future__ import annotations

import contextlib
import gzip
import tempfile
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import KithError
from mapping.evaluation import files, labelled
from mapping.evaluation.labelled import Columns, Given

NODES = "id,met by,class\na,yes,1\nb,no,1\nc,,2\nd,no,\n"
EDGES = "source,target,wave,how much\na,b,1,2\nb,a,1,0.5\nc,c,1,1\nc,d,2,4\n"


BODY = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">'
    '<node id="n0"/></graph></graphml>'
)


def write(folder: Path, nodes: str | bytes = NODES, edges: str | bytes = EDGES) -> tuple[Path, Path]:
    paths = folder / "people.csv", folder / "ties.csv"
    for path, content in zip(paths, (nodes, edges), strict=True):
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return paths


def refused(folder: Path, nodes: str | bytes = NODES, edges: str | bytes = EDGES, **options: object) -> str:
    with pytest.raises(KithError) as error:
        labelled.read(*write(folder, nodes, edges), **options)  # type: ignore[arg-type]
    return str(error.value)


def test_tables_are_read_with_their_usual_columns(tmp_path: Path) -> None:
    found = labelled.read(*write(tmp_path), columns=Columns(weight="how much"))
    assert found.ids == ("a", "b", "c", "d")
    assert found.columns == {"id": "id", "source": "source", "target": "target", "weight": "how much"}
    case = found.network("met by == yes")
    assert case.weights.toarray()[0, 1] == 2.5
    assert case.known.tolist() == [True, True, False, True]
    assert case.self_ties == 1


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (NODES.replace(",", ";"), "semicolons"),
        (NODES.replace(",", "\t"), "tabs"),
        (NODES.replace(",", "|"), "bars"),
        ("sep=;\n" + NODES.replace(",", ";"), "the line that Excel reads"),
        (b"\xef\xbb\xbf" + NODES.encode(), "a mark before UTF-8"),
        (NODES.encode("utf-16"), "UTF-16"),
        (NODES.replace("\n", "\r\n"), "Windows lines"),
        (NODES + "\n,,\n\n", "empty rows"),
        (NODES.replace("yes", '"yes"'), "quoted cells"),
        (gzip.compress(NODES.encode(), mtime=0), "gzip"),
        (NODES.replace("a,", "a ,"), "spaces around cells"),
    ],
)
def test_a_table_may_be_written_in_many_ways(tmp_path: Path, content: str | bytes, names: str) -> None:
    found = labelled.read(*write(tmp_path, content))
    assert found.labels("met by == yes", "--positive") == {"a": True, "b": False, "c": None, "d": False}, names


def test_letters_of_windows_are_read(tmp_path: Path) -> None:
    nodes = "id,name\nZoë,x\nb,y\n".encode("cp1252")
    assert labelled.read(*write(tmp_path, nodes, "source,target\nb,b\n")).ids == ("Zoë", "b")


def test_a_table_without_names_and_with_spaces_between(tmp_path: Path) -> None:
    found = labelled.read(*write(tmp_path, "1 x\n2 y\n", "1 2\n2 1\n"), header=False, count_rows=True)
    assert found.ends == (("1", "2"), ("2", "1"))
    assert found.network("2 == x").weights.toarray()[0, 1] == 2


def test_columns_are_guessed_by_name_then_by_place_and_can_be_said(tmp_path: Path) -> None:
    paths = write(tmp_path, "who,id\nx,a\ny,b\n", "when,from,to\n1,a,b\n")
    assert labelled.read(*paths).columns["source"] == "from"
    assert labelled.read(*paths).ids == ("a", "b")
    paths = write(tmp_path, "who,what\na,1\nb,2\n", "one,two,id\na,b,7\n")
    assert labelled.read(*paths).ends == (("a", "b"),)
    paths = write(tmp_path, "who,what\nx,1\ny,2\n", "one,two,three\n1,9,2\n")
    said = labelled.read(*paths, columns=Columns(id="what", source="three", target="one"))
    assert said.ends == (("2", "1"),)


@pytest.mark.parametrize(
    ("nodes", "columns"),
    [
        ("id,a;b;c;d\nx,1\ny,2\n", ("id", "a;b;c;d")),
        ("id;first, last\nx;1, 2\ny;3, 4\n", ("id", "first, last")),
        ("who\nAnn Wold\nBea\n", ("who",)),
        ("id what it is\nx 1 2 3\ny 1 2 3\n", ("id", "what", "it", "is")),
        ("id,the name\nx,Ann Wold\ny,Bea Wold\n", ("id", "the name")),
        ('id,said\nx,"one\ntwo"\ny,three\n', ("id", "said")),
        ("ID,x\na,1\nb,2\n", ("ID", "x")),
    ],
)
def test_columns_are_told_apart_by_what_lies_between_them(tmp_path: Path, nodes: str, columns: tuple[str, ...]) -> None:
    people, _ = write(tmp_path, nodes)
    assert files.table(people).columns == columns


@given(st.one_of(st.binary(max_size=60), st.text("ab,;\t| \n\r\"'é0.", max_size=60).map(str.encode)), st.booleans())
def test_any_bytes_are_a_table_or_are_refused(content: bytes, header: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(content)
        try:
            found = files.table(path, header=header)
        except KithError as refused:
            assert "any.csv" in str(refused)
        else:
            assert all(len(column) == len(found.rows) for column in found.cells)
            assert len(found.columns) == len(found.cells)
        path.write_bytes(BODY.encode()[: len(content)] + content)
        with contextlib.suppress(KithError):
            files.graphml(path)


def test_numbers_that_lost_their_shape_are_the_same_people(tmp_path: Path) -> None:
    found = labelled.read(*write(tmp_path, "id\n1\n2\n", "source,target\n1.0,2.0\n"))
    assert found.ends == (("1", "2"),)


def test_only_ties_that_meet_the_condition_count(tmp_path: Path) -> None:
    found = labelled.read(*write(tmp_path), ties_where="wave == 2")
    assert found.ends == (("c", "d"),)
    assert found.left_out == 3


@pytest.mark.parametrize(
    ("nodes", "edges", "options", "says"),
    [
        ("", EDGES, {}, ["people.csv is empty"]),
        ("id,x\n", EDGES, {}, ["people.csv names nobody"]),
        (NODES + "a,no,2\n,no,3\n", EDGES, {}, ["“a” stands more than once", "rows 2 and 6", "no id in row 7"]),
        (
            NODES,
            EDGES + "a,x,1,1\ny,x,1,1\n,b,1,1\n",
            {},
            ["2 people who are not", "“x” in row 6", "no source in row 8"],
        ),
        (NODES, EDGES + "a,x,1,1\n", {}, ["1 person who is not in people.csv: “x” in row 6"]),
        ("id\na\nb\n", "source\na\n", {}, ["Its only column is “source”."]),
        (NODES + "e,no\n", EDGES, {}, ["3 columns are named, but row 6 has 2 cells"]),
        (NODES, EDGES, {"columns": Columns(weight="weight")}, ["--weight", "no column", "“how much”"]),
        (NODES, EDGES.replace("0.5", "lots"), {"columns": Columns(weight="how much")}, ["“lots” in row 3"]),
        (NODES, EDGES.replace("0.5", "-1"), {"columns": Columns(weight="how much")}, ["“-1” in row 3", "0 or more"]),
        (NODES, EDGES.replace("0.5", ""), {"columns": Columns(weight="how much")}, ["nothing in row 3"]),
        (NODES, EDGES.replace("0.5", "1e999"), {"columns": Columns(weight="how much")}, ["“1e999” in row 3"]),
        (NODES, EDGES, {"columns": Columns(id="key")}, ["--id", "“key”"]),
        (NODES, EDGES, {"columns": Columns(source="wave", target="wave")}, ["both name “wave”"]),
        (NODES, EDGES, {"ties_where": "wave >= first"}, ["--ties-where", "no number"]),
        (NODES, EDGES, {"count_rows": True, "columns": Columns(weight="wave")}, ["exclude each other"]),
        (b"\x00\x01\x02" * 50, EDGES, {}, ["no text that can be read"]),
        (gzip.compress(NODES.encode(), mtime=0)[:20], EDGES, {}, ["cannot be read"]),
        ("id,x,x\na,1,2\n", EDGES, {"columns": Columns(id="x")}, ["2 columns called “x”"]),
    ],
)
def test_what_is_no_network_is_refused_in_words(
    tmp_path: Path, nodes: str | bytes, edges: str, options: dict[str, object], says: list[str]
) -> None:
    said = refused(tmp_path, nodes, edges, **options)
    assert all(part in said for part in says), said


def test_a_network_is_named_in_one_way(tmp_path: Path) -> None:
    nodes, edges = write(tmp_path)
    for paths in ((nodes, None, None), (None, None, None), (nodes, edges, nodes), (None, edges, None)):
        with pytest.raises(KithError, match="either by --nodes and --edges, or by --graphml"):
            labelled.read(*paths)
    with pytest.raises(KithError, match="There is no file"):
        labelled.read(tmp_path / "none.csv", edges)
    with pytest.raises(KithError, match="is a folder"):
        labelled.read(tmp_path, edges)


def graphml(folder: Path, graph: nx.Graph) -> Given:
    path = folder / "network.graphml"
    nx.write_graphml(graph, path)
    return labelled.read(None, None, path, columns=Columns(weight="weight"))


def test_a_directed_graphml_is_read_like_its_tables(tmp_path: Path) -> None:
    graph = nx.DiGraph()
    graph.add_node("a", id="own", year=9, met=True)
    graph.add_node("b", year=10, met=False)
    graph.add_node("c")
    graph.add_edge("a", "b", weight=2)
    graph.add_edge("b", "a", weight=3)
    graph.add_edge("c", "c", weight=1)
    found = graphml(tmp_path, graph)
    case = found.network("year >= 10")
    assert case.weights.toarray()[0, 1] == 5
    assert case.self_ties == 1
    assert case.known.tolist() == [True, True, False]
    assert found.labels("met == true", "--positive") == {"a": True, "b": False, "c": None}


@given(st.integers(1, 8), st.data())
def test_any_graph_comes_back_as_it_was(size: int, data: st.DataObject) -> None:
    pair = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda ends: ends[0] != ends[1])
    ties = data.draw(st.dictionaries(pair, st.integers(1, 9), max_size=12))
    graph = nx.DiGraph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in ties.items())
    expected = np.zeros((size, size))
    for (a, b), weight in ties.items():
        expected[a, b] += weight
        expected[b, a] += weight
    with tempfile.TemporaryDirectory() as folder:
        made = graphml(Path(folder), graph) if ties else None
    if made:
        assert np.array_equal(made.network("id != x").weights.toarray(), expected)


HOSTILE = {
    "entities": '<!DOCTYPE g [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "a file of this machine": '<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    "a document type elsewhere": '<!DOCTYPE g SYSTEM "http://elsewhere.example/g.dtd">',
}


@pytest.mark.parametrize("declared", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_graphml_that_declares_entities_is_refused(tmp_path: Path, declared: str) -> None:
    path = tmp_path / "network.graphml"
    path.write_text(f'<?xml version="1.0"?>{declared}{BODY}')
    with pytest.raises(KithError, match="Nothing in it was read"):
        labelled.read(None, None, path)


@pytest.mark.parametrize("content", ["", "not xml", "<html></html>", "<graphml>", BODY.replace("node", "knot")])
def test_what_is_no_graphml_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "network.graphml"
    path.write_text(content)
    with pytest.raises(KithError, match=r"network\.graphml"):
        labelled.read(None, None, path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('<node id="b"/>', '<node id="a"/>', ["more than one node with the id “a”", "ties to “b”"]),
        ('<node id="b"/>', "<node/>", ["1 node without an id"]),
        ('target="b"', 'target="ghost"', ["ties to “ghost”, of whom there is no node"]),
        ('target="b"', "", ["ties to “”"]),
        ("</graph>", '</graph><graph edgedefault="undirected"/>', ["more than one graph"]),
    ],
)
def test_a_graphml_is_held_to_what_tables_are_held_to(tmp_path: Path, old: str, new: str, says: list[str]) -> None:
    path = tmp_path / "network.graphml"
    tie = '<node id="b"/><edge source="a" target="b"/></graph>'
    body = BODY.replace("n0", "a").replace("</graph>", tie)
    path.write_text(body)
    assert labelled.read(None, None, path).ends == (("a", "b"),)
    path.write_text(body.replace(old, new))
    with pytest.raises(KithError) as error:
        labelled.read(None, None, path)
    assert all(part in str(error.value) for part in says), error.value

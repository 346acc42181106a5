"""Cells against their contract: any text is read or refused by name, and never half."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_schema import Source, schema
from loaders.check import Checked, check
from loaders.columns import match
from loaders.rules import RULES
from loaders.table import collect
from loaders.words import clean, listed
from tests.loaders.files import TODAY

TABLES = [source for source in schema().sources.values() if source.format == "table"]
MESSY = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["#N/A", "NULL", "\u00a0", "30/02/2026", "45962", "a) Male", "=1+1", "1,234.5", "-0", "1e999", "x;y"]
    ),
    st.dates().map(str),
    st.integers().map(str),
)


def checked(source: Source, rows: list[list[str]]) -> Checked:
    header = [column.name for column in source.columns]
    table = collect(header, enumerate(rows, start=2), form="test")
    return check(table, match(source, header), TODAY)


@given(st.data(), st.sampled_from(TABLES))
def test_any_cells_are_read_or_refused_by_name(data: st.DataObject, source: Source) -> None:
    row = st.lists(MESSY, min_size=len(source.columns), max_size=len(source.columns))
    rows = data.draw(st.lists(row, min_size=1, max_size=4))
    found = checked(source, rows)
    assert all(len(column) == len(found.numbers) for column in found.values.values())
    assert {problem.row for problem in found.problems} == {found.numbers[place] for place in found.bad}
    assert all(problem.rule and problem.message for problem in found.problems)


@pytest.mark.parametrize("source", TABLES, ids=lambda source: source.name)
def test_the_example_of_every_column_passes_its_own_contract(source: Source) -> None:
    found = checked(source, [[str(column.example) for column in source.columns]])
    assert [problem.message for problem in found.problems if problem.rule != "in_the_future"] == []


def test_every_rule_that_a_contract_names_exists() -> None:
    assert {name for source in TABLES for name in source.checks} <= RULES.keys()


@pytest.mark.parametrize("text", ["#N/A", "NULL", "\u00a0 ", "\ufeff", "n/a", " - ", "#VALUE!"])
def test_what_stands_for_nothing_is_nothing(text: str) -> None:
    assert clean(text) == ""


def test_surnames_and_codes_that_look_like_nothing_are_kept() -> None:
    assert [clean(text) for text in ("Null", "NA", "None", "O\u00a0Dea")] == ["Null", "NA", "None", "O Dea"]
    assert listed(" a;b ; ;a\nc") == ("a", "b", "c")


def test_numbers_are_read_within_their_bounds() -> None:
    schools = schema().sources["schools"]
    header = ["urn", "name", "roll", "latitude"]
    rows = [["1", "A", "1,204", "53.5"], ["2", "B", "912.5", "x"], ["3", "C", "-1", "95"], ["4", "D", "912.0", "inf"]]
    found = check(collect(header, enumerate(rows, start=2), form=""), match(schools, header), TODAY)
    assert found.values["roll"] == [1204, None, None, 912]
    assert {(problem.row, problem.column, problem.rule) for problem in found.problems} == {
        (3, "roll", "not_a_whole_number"),
        (4, "roll", "out_of_range"),
    }
    assert found.values["latitude"] == [53.5, "x", 95.0, "inf"]  # what is wrong with a point is a warning, later

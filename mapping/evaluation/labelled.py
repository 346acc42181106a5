"""Makes a labelled network of two tables: who the people are, who is tied to whom, and who meets the label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapping import words
from mapping.evaluation import expression, files
from mapping.evaluation.expression import EMPTY
from mapping.evaluation.files import Table, Unreadable
from mapping.evaluation.harness import Network, network

_WHOLE = re.compile(r"(-?\d+)\.0+", re.ASCII)
_MOST = 5


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; None is guessed: `id`, else the first; `source` and `target`, else the first two."""

    id: str | None = None
    source: str | None = None
    target: str | None = None
    weight: str | None = None


@dataclass(frozen=True)
class Given:
    """People and ties as read, each end of a tie one of the people."""

    people: Table
    ids: tuple[str, ...]
    ends: tuple[tuple[str, str], ...]
    weights: tuple[float, ...] | None
    columns: Mapping[str, str | None]  # which were used, for the report
    left_out: int  # ties that do not meet the condition

    def described(self) -> dict[str, object]:
        """How the files were read, to stand at the end of a result."""
        return {"columns": dict(self.columns), "ties_left_out": self.left_out}

    def labels(self, text: str, option: str) -> dict[str, bool | None]:
        """Who meets a condition on the people's columns; None where the cell is empty."""
        condition = expression.read(text, self.people.columns, option=option, file=self.people.file)
        cells = self.people.column(condition.column, option)
        return dict(zip(self.ids, condition.met(cells, self.people.rows, self.people.file), strict=True))

    def network(self, positive: str, onset: str | None = None) -> Network:
        """The labelled network of a condition and, with an onset, of who meets that later."""
        later = None if onset is None else self.labels(onset, "--onset")
        return network(self.ids, self.ends, self.weights, self.labels(positive, "--positive"), later)


def read(
    nodes: Path | None,
    edges: Path | None,
    graphml: Path | None = None,
    *,
    columns: Columns | None = None,
    ties_where: str | None = None,
    count_rows: bool = False,
    header: bool = True,
) -> Given:
    """Read people and ties from two tables or from one GraphML file.

    Parameters
    ----------
    nodes, edges, graphml
        Either the first two or the last.
    columns
        Which columns hold what.
    ties_where
        Only ties that meet this condition count; a tie whose cell is empty does not.
    count_rows
        Every row of a pair adds 1 to its weight, as for contacts written one a row.
    header
        Whether the first rows name the columns.

    Raises
    ------
    KithError
        A file cannot be read, or what it says cannot be a network: all that is wrong in it at once.
    """
    columns = columns or Columns()
    if (graphml is None) == (nodes is None and edges is None) or (graphml is None and None in (nodes, edges)):
        raise Unreadable("Name the network either by --nodes and --edges, or by --graphml alone.")
    if count_rows and columns.weight is not None:
        raise Unreadable("--count-rows and --weight exclude each other: the weight is either counted or in a column.")
    if graphml is not None:
        people, ties = files.graphml(graphml)
    else:
        people, ties = (files.table(Path(str(path)), header=header) for path in (nodes, edges))
    id_ = columns.id or _called("id", people) or (*people.columns, "id")[0]
    source, target = _ends(columns, ties)
    ids = tuple(_key(cell) for cell in people.column(id_, "--id"))
    count = len(ties.rows)
    if ties_where is not None:
        condition = expression.read(ties_where, ties.columns, option="--ties-where", file=ties.file)
        cells = ties.column(condition.column, "--ties-where")
        ties = ties.where(condition.met(cells, ties.rows, ties.file))
    a, b = (tuple(_key(cell) for cell in ties.column(*asked)) for asked in ((source, "--source"), (target, "--target")))
    _check(people, ids, id_, ties, (a, b), (source, target))
    weights = _weights(ties, columns.weight)
    if count_rows:
        weights = (1.0,) * len(ties.rows)
    used = {"id": id_, "source": source, "target": target, "weight": columns.weight}
    return Given(people, ids, tuple(zip(a, b, strict=True)), weights, used, count - len(ties.rows))


def _ends(columns: Columns, ties: Table) -> tuple[str, str]:
    """The columns of both ends of a tie."""
    if columns.source and columns.source == columns.target:
        raise Unreadable(f"--source and --target both name “{columns.source}”: a tie needs two ends.")
    named = [(_called(one, ties), _called(two, ties)) for one, two in (("source", "target"), ("from", "to"))]
    for one, two in (*named, (*ties.columns, None, None)[:2]):
        source, target = columns.source or one, columns.target or two
        if source and target and source != target:
            return source, target
    return columns.source or "source", columns.target or "target"


def _called(name: str, table: Table) -> str | None:
    """The column of this name, whatever its letters' case."""
    return next((column for column in table.columns if column.casefold() == name), None)


def _key(cell: str) -> str:
    """An id as both tables may write it: a table of numbers with gaps turns 7 into 7.0."""
    whole = _WHOLE.fullmatch(cell)
    return whole[1] if whole else cell


def _check(
    people: Table,
    ids: Sequence[str],
    id_: str,
    ties: Table,
    ends: tuple[Sequence[str], Sequence[str]],
    named: tuple[str, str],
) -> None:
    """Every id once, every end of a tie one of the people; all that is wrong is said at once."""
    wrong = []
    if not ids:
        wrong.append(f"{people.file} names nobody.")
    empty = [row for id_of, row in zip(ids, people.rows, strict=True) if not id_of]
    if empty:
        wrong.append(f"{people.file}: no {id_} in {_rows(empty)}. Give each person one.")
    twice = [name for name, count in Counter(ids).items() if count > 1 and name]
    if twice:
        some = words.listed([f"“{name}”" for name in twice], most=_MOST)
        rows = [row for name, row in zip(ids, people.rows, strict=True) if name in set(twice)]
        stand = "stands" if len(twice) == 1 else "stand"
        wrong.append(f"{people.file}: {some} {stand} more than once in {id_} ({_rows(rows)}). Keep one row a person.")
    known = set(ids)
    for name, cells in zip(named, ends, strict=True):
        gaps = [row for cell, row in zip(cells, ties.rows, strict=True) if not cell]
        if gaps:
            wrong.append(f"{ties.file}: no {name} in {_rows(gaps)}. Give every tie two ends or leave its row out.")
    strange: dict[str, int] = {}
    for one, two, row in zip(*ends, ties.rows, strict=True):
        for end in (one, two):
            if end and end not in known:
                strange.setdefault(end, row)
    if strange:
        some = words.listed([f"“{name}” in row {row}" for name, row in list(strange.items())[:_MOST]])
        more = f" and {len(strange) - _MOST} more" if len(strange) > _MOST else ""
        wrong.append(
            f"{ties.file} names {words.counted(len(strange), 'person who is', 'people who are')} not in {people.file}: "
            f"{some}{more}. Add them, leave their ties out, or name the right columns: read were --id “{id_}”, "
            f"--source “{named[0]}” and --target “{named[1]}”."
        )
    if wrong:
        raise Unreadable("\n".join(wrong))


def _weights(ties: Table, column: str | None) -> tuple[float, ...] | None:
    if column is None:
        return None
    found, wrong = [], []
    for cell, row in zip(ties.column(column, "--weight"), ties.rows, strict=True):
        value = None if cell in EMPTY else expression.number(cell)
        if value is None or value < 0 or not float(value) < float("inf"):
            wrong.append(f"{f'“{cell}”' if cell else 'nothing'} in row {row}")
        found.append(0.0 if value is None else float(value))
    if wrong:
        raise Unreadable(
            f"{ties.file}: a weight in {column} must be a number of 0 or more, but it holds "
            f"{words.listed(wrong, _MOST)}. Mend these rows or choose ties with --ties-where."
        )
    return tuple(found)


def _rows(rows: Iterable[int]) -> str:
    found = sorted(rows)
    return ("row " if len(found) == 1 else "rows ") + words.listed([str(row) for row in found], most=8)

"""Loads extract files into the graph: a whole file is checked, sound rows are written, the rest kept to be mended."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from data_schema import Source, schema
from graph import Store
from graph.failures import StatementRefused
from graph.model import Statement, Written
from graph.writer import Writer
from loaders import areas, lookup_file, lookups, population
from loaders import quarantine as waiting
from loaders.becomes import BECOMES
from loaders.check import Checked, check
from loaders.episodes import look_up
from loaders.gazetteer import Gazetteer
from loaders.homes import homes
from loaders.identify import identify
from loaders.link import Linker, Ref, link
from loaders.lock import WAIT, one_at_a_time
from loaders.memory import Memory
from loaders.points import Areas, locate
from loaders.problem import Problem, Refusal
from loaders.progress import Progress, silent
from loaders.read import read_table
from loaders.recognition import InDoubt, named
from loaders.report import FileReport, LoadReport
from loaders.rules import Rows, apply
from loaders.sniff import Kind, kind_of
from loaders.statements import digest, key, statements

BATCH = 2_000
"""Records in one transaction."""


@dataclass
class _Load:
    """What one load carries from file to file."""

    writer: Writer
    linker: Linker
    today: date
    dry_run: bool
    quarantine: Path
    progress: Progress
    data: Path
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True)
class _Opened:
    """A file whose source is known, before its rows are looked at."""

    path: Path
    order: int
    kind: Kind
    wanted: Source | None  # as asked for, or as the file's own name settled it
    note: str = ""
    look_up: lookup_file.LookUp | None = None


def load(
    paths: Iterable[Path | str],
    store: Store,
    *,
    source: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    today: date | None = None,
    quarantine: Path | None = None,
    wait: float = WAIT,
) -> LoadReport:
    """Load files: check each whole, write what is sound, put the rest into quarantine.

    Files are loaded in the order that their sources need (people before ties), whatever order they are named in.
    Loading a file again changes nothing; a corrected row takes the place of its earlier version. A load that was
    stopped can simply be run again.

    Parameters
    ----------
    paths
        The files.
    source
        The source all of them are, where their columns leave it in doubt.
    dry_run
        Check and report, and write nothing: neither to the graph nor a quarantine file.
    progress
        Called with a file's name, rows done and rows in all.
    today
        The day that counts as today; the store's by default.
    quarantine
        Folder for rows to be mended; `quarantine` in the data folder by default.
    wait
        Seconds to wait for another load of the same data folder.

    Returns
    -------
    LoadReport
        One report a file, refused files among them.

    Raises
    ------
    Busy
        Another load did not end in time.
    Refusal
        There is no source of that name.
    StoreError
        The graph could not be used; what was written before stays, and loading again completes it.
    """
    started = time.perf_counter()
    wanted = named(source) if source else None
    say = progress or silent
    with one_at_a_time(store.data, say, wait):
        writer = store.writer()
        state = _Load(
            writer,
            Linker(writer),
            today or store.today,
            dry_run,
            quarantine or store.data / "quarantine",
            say,
            store.data,
        )
        reports = []
        for report in _reports(state, [Path(path) for path in paths], wanted):
            reports.append(report)
            if not dry_run:
                store.writer().loaded(report.as_json())
    return LoadReport(tuple(reports), time.perf_counter() - started, dry_run)


def recognise(path: Path | str) -> Source:
    """The source that a file is, by its content and columns.

    Raises
    ------
    Refusal
        It is none, or could be several; the message says which, or what is missing.
    """
    if found := lookup_file.recognise(Path(path)):
        return found.source
    if kind_of(Path(path)) in areas.KINDS:
        return schema().sources["boundaries"]
    return read_table(Path(path), head=True)[1].source


def _reports(state: _Load, paths: Sequence[Path], wanted: Source | None) -> Iterator[FileReport]:
    opened: list[_Opened] = []
    for path in paths:
        state.progress(path.name, 0, 0)
        try:
            opened.append(_open(path, wanted))
        except Refusal as refusal:
            yield _refused(path, wanted, refusal)
    for file in sorted(opened, key=lambda file: (file.order, str(file.path))):
        try:
            yield _loaded(state, file)
        except Refusal as refusal:
            yield _refused(file.path, wanted, refusal)


def _loaded(state: _Load, file: _Opened) -> FileReport:
    if file.look_up:
        return lookups.load(file.look_up, state.data, state.quarantine, state.progress, dry_run=state.dry_run)
    return _areas(state, file) if file.kind in areas.KINDS else _table(state, file)


def _open(path: Path, wanted: Source | None) -> _Opened:
    look_up = lookup_file.recognise(path)
    if look_up and wanted in (None, look_up.source):
        return _Opened(path, look_up.source.order, Kind.TEXT, wanted, look_up=look_up)
    if wanted is not None and wanted.format == "look_up":
        raise Refusal(
            f"This is not {wanted.title.lower()}: it names no {wanted.record_key[0]} with a point.", "wrong_source"
        )
    kind = kind_of(path)
    if kind in areas.KINDS:
        return _Opened(path, schema().sources["boundaries"].order, kind, wanted)
    try:
        _, match = read_table(path, wanted, head=True)
    except InDoubt as doubt:
        settled = doubt.by_name(path.stem)
        if settled is None:
            raise
        others = " or ".join(name for name in doubt.candidates if name != settled.name)
        note = f"Read as {settled.name} because of the file's name; by its columns it could also be {others}."
        return _Opened(path, settled.order, kind, settled, note)
    return _Opened(path, match.source.order, kind, wanted)


def _refused(path: Path, wanted: Source | None, refusal: Refusal) -> FileReport:
    return FileReport(
        str(path), wanted.name if wanted else None, errors=(refusal.problem(),), refused=f"{path.name}: {refusal}"
    )


def _areas(state: _Load, file: _Opened) -> FileReport:
    if file.wanted is not None and file.wanted.format != "geo":
        raise Refusal(f"This is a file of boundaries, not of the source {file.wanted.name}.", "wrong_source")
    return areas.load(
        file.path, file.kind, state.writer, state.quarantine, state.today, state.progress, dry_run=state.dry_run
    )


def _table(state: _Load, file: _Opened) -> FileReport:
    path = file.path
    table, match = read_table(path, file.wanted)
    state.progress(path.name, 0, len(table))
    checked = check(table, match, state.today)
    if match.source.name == population.SOURCE:
        written = population.load(checked, state.writer, path.name, dry_run=state.dry_run)
        return _report(state, path, checked, written)
    linked = link(checked, state.linker)
    look_up(checked, linked, state.linker)
    if "latitude" in checked.values:
        locate(checked, Gazetteer(state.data), lambda: Areas(state.writer.areas()))
    homes(checked, Gazetteer(state.data))
    ids = identify(checked, state.linker) if "becomes" in checked.source.extra else []
    _remember(state, checked, linked)
    apply(Rows(checked, linked, state.memory))
    repeated = _repeated(checked)
    build = BECOMES[checked.source.name]
    made = statements(build, checked, linked, state.linker, ids, path.name, repeated)
    done = _written(state, checked, made, path)
    if file.note:
        checked.notes.append(file.note)
    return _report(state, path, checked, replace(done, unchanged=done.unchanged + len(repeated - checked.bad)))


def _remember(state: _Load, checked: Checked, linked: dict[str, list[tuple[Ref, ...]]]) -> None:
    """Recall what earlier loads said of being looked after, for the rule that needs it."""
    if "while_looked_after" not in checked.source.checks:
        return
    children = {ref.id for refs in linked["CHILD"] for ref in refs if ref.kind == "child"}
    for child, spans in state.writer.spans("looked_after", "child", children).items():
        for start, end in spans:
            state.memory.episode(child, start, end)


def _repeated(checked: Checked) -> set[int]:
    """Places of rows that repeat an earlier row. Rows of one key that say different things go into quarantine."""
    rows: dict[str, list[int]] = defaultdict(list)
    for place in range(len(checked.numbers)):
        if place not in checked.bad:
            rows[key(checked, place)].append(place)
    again: set[int] = set()
    for places in rows.values():
        if len(places) < 2:
            continue
        if len({digest(checked, place) for place in places}) == 1:
            again.update(places[1:])
            continue
        for place in places:
            others = ", ".join(str(checked.numbers[other]) for other in places if other != place)
            columns = ", ".join(checked.source.record_key)
            checked.fault(
                place,
                None,
                "duplicate_record",
                f"Row {others} is the same record ({columns}) and says something else. Keep the right row, or "
                "give each its own "
                "reference.",
            )
    return again


def _written(state: _Load, checked: Checked, made: Iterable[tuple[int, Statement]], path: Path) -> Written:
    """Write statements in batches; in a dry run, tell what writing would do.

    The next batch is put together while the server works on the last: there is never more than one being written, so
    they are written in order.
    """
    total = len(checked.numbers)
    done = Written()
    with ThreadPoolExecutor(1) as writing:
        last: Future[Written] | None = None
        for batch in _batches(state, made):
            if last:
                done += last.result()
            state.progress(path.name, batch[0][0], total)
            last = writing.submit(_foretold if state.dry_run else _batch, state.writer, checked, batch)
        if last:
            done += last.result()
    state.progress(path.name, total, total)
    return done


def _batches(state: _Load, made: Iterable[tuple[int, Statement]]) -> Iterator[list[tuple[int, Statement]]]:
    batch: list[tuple[int, Statement]] = []
    for place, statement in made:
        _learn(state, statement)
        batch.append((place, statement))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _batch(writer: Writer, checked: Checked, batch: list[tuple[int, Statement]]) -> Written:
    """Write a batch; where the graph refuses it, find the records it refuses and put only those into quarantine."""
    try:
        return _counted(writer.write([statement for _, statement in batch]))
    except StatementRefused as refused:
        if len(batch) == 1:
            checked.fault(batch[0][0], None, "refused_by_the_graph", str(refused))
            return Written()
        half = len(batch) // 2
        return _batch(writer, checked, batch[:half]) + _batch(writer, checked, batch[half:])


def _counted(written: Written) -> Written:
    """The graph counts a version that replaces another as loaded too; a report counts every row once."""
    return Written(written.loaded - written.superseded, written.unchanged, written.superseded)


def _foretold(writer: Writer, _checked: Checked, batch: list[tuple[int, Statement]]) -> Written:
    held = writer.current([statement.record.key for _, statement in batch])
    done = Written()
    for _, statement in batch:
        old = held.get(statement.record.key)
        same = old == statement.record.digest
        done += Written(int(old is None), int(same), int(old is not None and not same))
    return done


def _learn(state: _Load, statement: Statement) -> None:
    for entity in statement.entities:
        state.linker.learn(entity)
    for role in statement.roles:
        found = role.provenance
        if role.role == "looked_after" and found.observed_from:
            state.memory.episode(role.person_id, found.observed_from, found.observed_to)


def _report(state: _Load, path: Path, checked: Checked, done: Written) -> FileReport:
    problems = _sorted(checked)
    bad = len(checked.bad) + len(checked.table.ragged)
    kept = None
    if bad and not state.dry_run:
        kept = str(waiting.write(state.quarantine, path.name, checked.table.header, _bad_rows(checked), problems))
    return FileReport(
        file=str(path),
        source=checked.source.name,
        read=len(checked.table),
        loaded=done.loaded,
        unchanged=done.unchanged,
        superseded=done.superseded,
        quarantined=bad,
        quarantine_file=kept,
        errors=tuple(problems),
        ignored_columns=checked.match.ignored,
        warnings=tuple(sorted(checked.warnings, key=lambda problem: problem.row or 0)),
        notes=(*checked.table.notes, *checked.match.notes, *checked.notes, *_empty(checked)),
        form=checked.table.form,
    )


def _empty(checked: Checked) -> list[str]:
    return [] if len(checked.table) else ["The file has a header and no rows."]


def _sorted(checked: Checked) -> list[Problem]:
    order = checked.match.places
    return sorted(checked.problems, key=lambda problem: (problem.row or 0, order.get(problem.column or "", 999)))


def _bad_rows(checked: Checked) -> Iterator[tuple[int, Sequence[str]]]:
    rows: dict[int, Sequence[str]] = {ragged.row: ragged.cells for ragged in checked.table.ragged}
    places = sorted(checked.bad)
    taken = checked.table.cells.take(pa.array(places, pa.int64()))  # typed: a list may be empty
    columns = [column.to_pylist() for column in taken.columns]
    for at, place in enumerate(places):
        rows[checked.numbers[place]] = [column[at] for column in columns]
    yield from sorted(rows.items())

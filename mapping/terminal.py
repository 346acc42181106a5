"""What the terminal shows: lines, tables, a progress bar, one JSON object. Loaded text cannot move the cursor."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from data_schema import schema
from graph.answers import EntityDetail, Evidence, Shown
from graph.doctor import Finding
from mapping import words
from mapping.plain import plain
from mapping.words import Naming

MOST = 50
"""Errors of one file that the terminal shows; all of them are in the quarantine file and in `--json`."""

Report = Callable[[str, int, int], None]
"""Takes what is being done, how much is done and how much there is."""


def say(line: str) -> None:
    """One line for a person, on stdout, exactly as it is (loaded text is never read as markup)."""
    typer.echo(clean(line))


def complain(line: str) -> None:
    """One line for a person, on stderr."""
    typer.echo(clean(line), err=True)


def clean(text: str) -> str:
    """The text without control characters: a name from a file cannot move the cursor or colour the screen."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "\ufffd" for letter in text)


def emit(value: Any) -> None:
    """The one JSON object of a verb, on stdout."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False))


def table(heads: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: Sequence[int] = ()) -> None:
    """Rows under heads; `numbers` are the columns that align right."""
    made = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for position, head in enumerate(heads):
        made.add_column(head, justify="right" if position in numbers else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(clean("" if cell is None else str(cell))) for cell in row))
    Console(highlight=False, markup=False, emoji=False).print(made)


@contextmanager
def progress(*, show: bool = True) -> Iterator[Report]:
    """A progress bar on stderr while the block runs; hidden when `show` is false or nobody is watching."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not (show and console.is_terminal)) as bar:
        tasks: dict[str, Any] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(clean(what), total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield report


def load_report(report: Mapping[str, Any], *, dry_run: bool) -> None:
    """The report of a load: a row a file, then every error with its mend, then where the quarantine is."""
    counts = ("read", "loaded", "unchanged", "superseded", "quarantined")
    rows = [
        (file["file"], file["source"] or "not loaded", *(words.number(file[name]) for name in counts))
        for file in report["files"]
    ]
    table(["File", "Read as", "Read", "Loaded", "Unchanged", "Replaced", "Quarantine"], rows, numbers=range(2, 7))
    for file in report["files"]:
        if file.get("refused"):
            say(f"\nNot loaded. {file['refused']}")
        errors = file["errors"]
        if errors:
            shown = words.showing(min(len(errors), MOST), len(errors))
            say(f"\n{file['file']}: {words.counted(len(errors), 'error')}, {shown}")
            table(
                ["Row", "Column", "Value", "What is wrong and how to mend it"],
                [(e["row"], e["column"], _short(e["value"]), e["message"]) for e in errors[:MOST]],
                numbers=[0],
            )
        if file["quarantine_file"]:
            say(f"Mend these rows and load this file again: {file['quarantine_file']}")
    say(f"\n{'Checked, nothing written' if dry_run else 'Done'} in {report['seconds']:.1f} s.")


def findings(found: Sequence[Finding]) -> None:
    """What `kith doctor` found, a line each."""
    table(["", "What", "Found"], [("well" if one.well else "MEND", one.what, one.says) for one in found])


def entity(detail: EntityDetail, ties: Shown[Evidence], naming: Naming) -> None:
    """One person, place or group with its ties and roles and the evidence of each."""
    kind = schema().entities[detail.kind]
    say(f"{_named(detail.name, detail.kind, naming)} · {kind.label.lower()} · {detail.id}")
    if naming is Naming.FULL:
        hidden = {"name", "forename", "surname", "search", "also_known_as"}
        for name, value in detail.properties.items():
            if name not in hidden and value not in (None, "", ()):
                say(f"  {kind.properties.get(name, name)}: {value}")
        if detail.also_known_as:
            say(f"  Also recorded as: {words.listed(detail.also_known_as)}")
        say(f"  Known as: {words.listed([f'{one.scheme} {one.value}' for one in detail.identifiers])}")
    say(f"\nTies and roles, {words.showing(len(ties), ties.total)}")
    for one in ties:
        say(f"- {_statement(one, naming)}")
        say(f"    {_provenance(one)}")
        if one.text and naming is Naming.FULL:
            say(f"    “{one.text}”")
    withheld = ties.withheld
    if withheld.restricted or withheld.suspected_false:
        say(f"Left out: {withheld.restricted} restricted (handling C), {withheld.suspected_false} suspected false.")


def _statement(one: Evidence, naming: Naming) -> str:
    subject = _named(one.from_name, one.from_kind, naming)
    if one.role:
        harm = f", {words.label('harm_type', one.harm_type).lower()}" if one.harm_type else ""
        return f"{subject} is recorded as {schema().roles[one.kind].label}{harm}"
    return words.sentence(one.kind, subject, _named(one.to_name, one.to_kind, naming))


def _provenance(one: Evidence) -> str:
    source = one.provenance
    seen = source.observed_to or source.observed_from
    grade = words.grade(source.grade.source, source.grade.information, source.grade.handling)
    parts = [
        words.label("agency", source.agency),
        source.reference,
        grade,
        words.label("nature", source.nature).lower(),
        f"observed {words.day(seen)}" if seen else "no date observed",
        f"recorded {words.day(source.recorded_on)}",
        "" if one.current else "since replaced",
    ]
    return " · ".join(part for part in parts if part)


def _named(name: str, kind: str, naming: Naming) -> str:
    return words.person(name, naming) if schema().entities[kind].person else name


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "..."

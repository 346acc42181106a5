"""What the terminal shows: lines, tables, a progress bar, one JSON object. Loaded text cannot move the cursor."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from mapping.plain import plain

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


def table(
    heads: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: Sequence[int] = (), tight: bool = False
) -> None:
    """Rows under heads; `numbers` are the columns that align right. `tight`: one space between columns, not two."""
    padding = (0, 1, 0, 0) if tight else (0, 1)
    made = Table(box=None, pad_edge=False, header_style="bold", show_edge=False, padding=padding)
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

"""What every verb of the terminal door shares: its options, its ends with their exit codes, an opened graph."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer

from graph.access import Purpose, local_viewer
from graph.errors import KithError
from graph.settings import Settings, from_environment
from mapping import terminal
from mapping.words import Naming

if TYPE_CHECKING:
    from graph import Store
    from graph.view import View

LOADED, OUR_FAULT, REFUSED, QUARANTINED = 0, 1, 2, 3

Data = Annotated[Path | None, typer.Option("--data", help="Data folder. Default: KITH_DATA, else the account's own.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port of the app, on this machine only.")]
Basemap = Annotated[
    str, typer.Option("--basemap", help="PMTiles file that the map's roads, water and parks come from; never fetched.")
]
Headless = Annotated[bool, typer.Option("--headless", help="Do not open a browser.")]
Why = Annotated[str, typer.Option("--purpose", help="What you are reading for; it goes into the audit log.")]
Days = Annotated[int, typer.Option("--days", min=1, help="How many days back evidence counts.")]


def _mode(value: str) -> Naming:
    """A naming mode that lists and pages have; the other two are of boards alone."""
    if value not in _MODES:
        raise typer.BadParameter(f"use {' or '.join(_MODES)}; boards alone have other modes.")
    return Naming(value)


_MODES = (Naming.FULL.value, Naming.INITIALS.value)
Short = Annotated[
    Naming,
    typer.Option(
        "--naming",
        parser=_mode,
        metavar=f"<{'|'.join(_MODES)}>",
        help="full: full names, for need to know. initials: for a screen others see.",
    ),
]
WhichMonth = Annotated[
    str, typer.Option("--month", help="Which month, such as 2026-10. Default: the last one that is over.")
]
P = ParamSpec("P")


def door(verb: Callable[P, int | None]) -> Callable[P, None]:
    """Give every end of a verb its words and exit code: 0 done, 2 refused, 3 rows in quarantine, 1 our fault."""

    @functools.wraps(verb)
    def ended(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = verb(*args, **kwargs) or LOADED
        except KithError as refusal:
            terminal.complain(str(refusal))
            code = REFUSED
        except KeyboardInterrupt:
            terminal.complain("Stopped. What was loaded so far is kept; the same command carries on.")
            code = REFUSED
        except BrokenPipeError:  # whoever read our output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = LOADED
        except Exception:  # whatever it is, it was not the caller's doing
            traceback.print_exc(file=sys.stderr)
            terminal.complain("This is Kith's fault, not yours, and nothing was left half done. Please report it.")
            code = OUR_FAULT
        raise typer.Exit(code)

    return ended


@contextmanager
def opened(data: Path | None) -> Iterator[tuple[Settings, Store]]:
    """The settings and the graph of a data folder, for as long as the block runs."""
    from graph import open_store

    settings = from_environment(data).prepare()
    with open_store(settings) as store:
        yield settings, store


@contextmanager
def viewing(data: Path | None, purpose: str) -> Iterator[tuple[Settings, View]]:
    """The same as this account may see it; the purpose goes into the audit log."""
    with opened(data) as (settings, store):
        yield settings, store.view(local_viewer(settings.hub), Purpose(purpose))

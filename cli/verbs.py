"""The verbs of the `kith` command. Every verb is one call into a package; nothing is worked out here."""

from __future__ import annotations

import functools
import webbrowser
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cli.boards import board, boards
from cli.contexts import context, contexts
from cli.door import (
    LOADED,
    QUARANTINED,
    REFUSED,
    Basemap,
    Data,
    Days,
    Headless,
    Json,
    Port,
    Short,
    WhichMonth,
    Why,
    door,
    opened,
    viewing,
)  # fmt: skip
from cli.evaluate import evaluate
from data_schema import schema
from data_schema.dictionary import dictionary as dictionary_page
from graph.errors import KithError
from graph.settings import Settings, from_environment
from mapping import printed, terminal
from mapping.adult_columns import Order
from mapping.plain import plain
from mapping.questions import Question
from mapping.words import Naming

app = typer.Typer(
    name="kith",
    help="Maps the context around a child: friends, adults, places, schools and groups, where harm and safety happen.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.add_typer(evaluate, name="evaluate")
app.add_typer(board, name="board")
app.command()(boards)
app.command()(contexts)
app.command()(context)


@app.command()
@door
def up(data: Data = None, port: Port = 8501, headless: Headless = False, basemap: Basemap = "") -> None:
    """Start the app and its graph server on a data folder, until ctrl-C."""
    from mapping.pages.serve import serve

    serve(
        _drawn_on(basemap, from_environment(data).prepare()),
        port=port,
        say=terminal.say,
        opened=None if headless else webbrowser.open,
    )


@app.command()
@door
def demo(
    data: Data = None,
    port: Port = 8501,
    headless: Headless = False,
    seed: Annotated[int, typer.Option(help="Another seed invents another borough.")] = 1,
    children: Annotated[int, typer.Option(min=50, help="How many children are in view.")] = 400,
    basemap: Basemap = "",
) -> None:
    """Start the app with Ottermere, the fictional borough; the first time it is invented and loaded."""
    from loaders.demo import Demo
    from mapping.pages.serve import serve

    ottermere = Demo(from_environment(data).prepare(), seed=seed, children=children)
    with terminal.progress() as progress:
        serve(
            _drawn_on(basemap, ottermere.settings),
            port=port,
            say=terminal.say,
            prepare=functools.partial(ottermere.prepare, say=terminal.say, progress=progress),
            opened=None if headless else webbrowser.open,
        )


def _drawn_on(basemap: str, settings: Settings) -> Settings:
    return replace(settings, basemap=basemap) if basemap else settings


@app.command()
@door
def load(
    files: Annotated[list[Path], typer.Argument(help="CSV, XLSX, GeoJSON or GeoPackage files.")],
    data: Data = None,
    source: Annotated[str | None, typer.Option(help="Read them as this extract (see `kith sources`).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, load nothing.")] = False,
    as_json: Json = False,
) -> int:
    """Load extracts: check every row, load the sound ones, put the rest in quarantine with how to mend them."""
    from loaders import load as load_files

    try:
        with opened(data) as (_, store), terminal.progress(show=not as_json) as progress:
            report = load_files(files, store, source=source, dry_run=dry_run, progress=progress)
    except KithError as refusal:  # a script that asked for JSON gets one object, whatever happened
        if as_json:
            terminal.emit({"files": [], "seconds": 0.0, "refused": str(refusal)})
        raise
    if as_json:
        terminal.emit(report.as_json())
    else:
        printed.load_report(report.as_json(), dry_run=dry_run)
    if report.refused:
        return REFUSED
    return QUARANTINED if report.quarantined else LOADED


@app.command()
@door
def sources(as_json: Json = False) -> None:
    """List the extracts that Kith can read."""
    found = schema().loadable().values()
    if as_json:
        terminal.emit(
            {"sources": [{"source": s.name, "title": s.title, "columns": [c.name for c in s.columns]} for s in found]}
        )
        return
    terminal.table(["Source", "What it is", "Owner"], [(s.name, s.description, s.owner) for s in found])


@app.command()
@door
def template(
    source: Annotated[str, typer.Argument(help="Which extract (see `kith sources`).")],
    xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook with the rules on a second sheet.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; default SOURCE.csv or SOURCE.xlsx here.")
    ] = None,
) -> None:
    """Write an empty extract with the right columns."""
    from loaders import template as template_of

    path = out or Path(f"{source}.{'xlsx' if xlsx else 'csv'}")
    content = template_of(source, xlsx=xlsx)
    if path.exists():
        raise KithError(f"{path} is there already and may be filled in. Name another file with --out.")
    path.write_bytes(content)
    terminal.say(f"Wrote {path}.")


@app.command()
@door
def borough(
    out: Annotated[Path, typer.Option("--out", help="Folder for the extracts.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    children: Annotated[int, typer.Option(min=50, max=1_000_000, help="How many children are in view.")] = 400,
    until: Annotated[str, typer.Option(help="Last day of the records, yyyy-mm-dd.")] = "2026-11-03",
    as_json: Json = False,
) -> None:
    """Invent a borough and write its extracts in the formats that hubs have. Nobody in it exists."""
    from loaders.borough import generate

    manifest = generate(out, seed=seed, children=children, until=_day(until))
    if as_json:
        terminal.emit(manifest)
        return
    rows = [(name, one.source, one.rows) for name, one in zip(manifest.files, manifest.written, strict=True)]
    terminal.table(["File", "Extract", "Rows"], rows, numbers=[2])
    terminal.say(f"Wrote them to {out}. The truth, for evaluation only, is apart in {manifest.truth}.")


@app.command()
@door
def dictionary() -> None:
    """Print the data dictionary (Markdown): every kind, tie, role, code and column."""
    terminal.say(dictionary_page(schema()).rstrip("\n"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise KithError(f"--until {text}: write the day as yyyy-mm-dd, such as 2026-11-03.") from None


@app.command()
@door
def periphery(
    data: Data = None,
    question: Annotated[Question, typer.Option(help="Which of the five questions; they are never added up.")] = (
        Question.NEAR_HARMED
    ),
    days: Days = 183,
    naming: Short = Naming.FULL,
    purpose: Why = "terminal: kith periphery",
    as_json: Json = False,
) -> None:
    """List children not open to the hub who stand near harm: reasons to look, in words, with their records."""
    from mapping import network
    from mapping.network.decided import listed

    settings = network.PeripherySettings(question=question, window_days=days, naming=naming)
    with viewing(data, purpose) as (_, view):
        snapshot, decisions = view.snapshot(), view.decisions(question=question.value)
    (found, after), lost = listed(snapshot, settings, decisions), network.missed(snapshot, settings)
    if as_json:
        cards = [placed.card for placed in after.shown]
        terminal.emit({**plain(found), "cards": cards, "decided": after.lines(), "missed": lost})
    else:
        printed.periphery(found, after)
        printed.missed(lost)


@app.command()
@door
def groups(
    data: Data = None,
    days: Days = 183,
    naming: Short = Naming.FULL,
    purpose: Why = "terminal: kith groups",
    as_json: Json = False,
) -> None:
    """List the groups that the ties suggest, with how steady each membership is."""
    from mapping import network

    with viewing(data, purpose) as (_, view):
        found = network.groups(view.snapshot(), network.GroupSettings(window_days=days, naming=naming))
    if as_json:
        terminal.emit(found)
    else:
        printed.groups(found)


@app.command()
@door
def adults(
    data: Data = None,
    days: Days = 365,
    order: Annotated[Order, typer.Option(help="By which column; its direction belongs to the column.")] = Order.NEWEST,
    naming: Short = Naming.FULL,
    purpose: Why = "terminal: kith adults",
    as_json: Json = False,
) -> None:
    """List the known adults of concern: facts in columns with their evidence. No score, no proof of an offence."""
    from mapping.network.adults import AdultSettings
    from mapping.network.adults import adults as list_adults

    with viewing(data, purpose) as (_, view):
        found = list_adults(view.snapshot(), AdultSettings(window_days=days, order=order, naming=naming))
    if as_json:
        terminal.emit(found)
    else:
        printed.adults(found)


@app.command()
@door
def hotspots(
    data: Data = None,
    days: Days = 60,
    harm: Annotated[
        list[str] | None,
        typer.Option("--harm", help="Only this kind of harm, by its code; may be given several times."),
    ] = None,
    baseline: Annotated[
        str, typer.Option("--baseline", help="Against what: children (who live nearby) or incidents (all on record).")
    ] = "children",
    panel: Annotated[
        bool, typer.Option("--panel/--no-panel", help="As a panel may see it: no count under 5, no home, nobody named.")
    ] = True,
    purpose: Why = "terminal: kith hotspots",
    as_json: Json = False,
) -> None:
    """List the places where more distinct children came to harm than expected: where, when, of what, after what."""
    from mapping.places import printed as room

    asked = room.asked(days, harm or (), baseline, panel=panel)
    with viewing(data, purpose) as (_, view):
        answer = room.Answer.of(view.snapshot(), asked, view.assessments())
    if as_json:
        terminal.emit(answer.as_json())
    else:
        room.hotspot_lines(answer)


def _today(data: Path | None) -> date:
    return from_environment(data).today or date.today()


@app.command()
@door
def missing(
    data: Data = None,
    month: WhichMonth = "",
    repeats: Annotated[int, typer.Option("--repeats", min=2, help="So many episodes are missing repeatedly.")] = 3,
    days: Annotated[int, typer.Option("--days", min=7, max=366, help="In so many days up to the month's end.")] = 90,
    naming: Short = Naming.INITIALS,
    purpose: Why = "terminal: kith missing",
    as_json: Json = False,
) -> None:
    """Count the missing children of a month: how often, from where, with whom, found where, and who asked them."""
    from mapping import trends as room
    from mapping.trends import printed as lines

    asked = room.MissingSettings(room.read_month(month, _today(data)), repeats, days, naming=naming)
    with viewing(data, purpose) as (_, view):
        found = room.missing(view.snapshot(), asked)
    if as_json:
        terminal.emit(found)
    else:
        lines.missing(found)


@app.command()
@door
def trends(
    data: Data = None,
    month: WhichMonth = "",
    small: Annotated[
        int,
        typer.Option(
            "--small",
            min=0,
            help="Counts of people under this are not shown. Default: the policy's.",
            show_default=False,
        ),
    ] = 0,
    purpose: Why = "terminal: kith trends",
    as_json: Json = False,
) -> None:
    """Print the figures a panel asks for, by month and with their denominators; what is not recorded is said."""
    from mapping import trends as room
    from mapping.trends import printed as lines

    asked = room.TrendSettings(room.read_month(month, _today(data)), small=small)
    with viewing(data, purpose) as (_, view):
        found = room.trends(view.snapshot(), asked, acted=view.actions(past=True))
    if as_json:
        terminal.emit(found)
    else:
        lines.trends(found)


@app.command()
@door
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="A Kith id, or any identifier the graph knows.")],
    data: Data = None,
    naming: Short = Naming.FULL,
    purpose: Why = "terminal: kith show",
    as_json: Json = False,
) -> None:
    """Show a person, place or group with its ties and the evidence of each."""
    with viewing(data, purpose) as (_, view):
        entity = view.entity(id)
        ties = view.ties_of(entity.id)
    if as_json:
        terminal.emit({"entity": entity, "ties": list(ties), "withheld": ties.withheld})
    else:
        printed.entity(entity, ties, naming)


@app.command()
@door
def doctor(data: Data = None, as_json: Json = False) -> int:
    """Say in plain words whether everything Kith needs is there: versions, server, migrations, audit log, disk."""
    from graph.doctor import examine

    findings = examine(from_environment(data))
    if as_json:
        terminal.emit({"well": all(finding.well for finding in findings), "findings": findings})
    else:
        printed.findings(findings)
    return LOADED if all(finding.well for finding in findings) else REFUSED


def main() -> None:
    """Run the command line."""
    app()

"""Results as lines for the terminal: the same words as the pages, in the same order, with nothing left out unsaid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from data_schema import EntityKind, schema
from mapping import terminal, words
from mapping.adult_columns import COLUMNS, COUNTED, adult_facts
from mapping.words import Naming

if TYPE_CHECKING:
    from graph.answers import EntityDetail, Evidence, Shown
    from graph.doctor import Finding
    from mapping.network import Groups, Missed, Periphery
    from mapping.network.adults.rows import Adult, Adults
    from mapping.network.decided import Sorted
    from mapping.network.periphery.cards import Share

MOST = 50
"""Errors of one file that the terminal shows; all of them are in the quarantine file and in `--json`."""


def load_report(report: Mapping[str, Any], *, dry_run: bool) -> None:
    """The report of a load: a row a file, then every error with its mend, then where the quarantine is."""
    counts = ("read", "loaded", "unchanged", "superseded", "quarantined")
    rows = [
        (file["file"], file["source"] or "not loaded", *(words.number(file[name]) for name in counts))
        for file in report["files"]
    ]
    terminal.table(
        ["File", "Read as", "Read", "Loaded", "Unchanged", "Replaced", "Quarantine"], rows, numbers=range(2, 7)
    )
    for file in report["files"]:
        if file.get("refused"):
            terminal.say(f"\nNot loaded. {file['refused']}")
        for note in file.get("notes", ()):
            terminal.say(f"\n{file['file']}: {note}")
        if ignored := file.get("ignored_columns"):
            terminal.say(f"\n{file['file']}: columns left aside, kept with the record only: {', '.join(ignored)}.")
        if not file.get("refused"):
            _problems(file["file"], "warning", file.get("warnings", ()))
            _problems(file["file"], "error", file["errors"])
        if file["quarantine_file"]:
            terminal.say(f"Mend these rows and load this file again: {file['quarantine_file']}")
    terminal.say(f"\n{'Checked, nothing written' if dry_run else 'Done'} in {report['seconds']:.1f} s.")


def _problems(file: str, what: str, problems: Sequence[Mapping[str, Any]]) -> None:
    """What is wrong with rows of a file: those with a warning are loaded all the same."""
    if not problems:
        return
    shown = words.showing(min(len(problems), MOST), len(problems))
    kept = " (these rows are loaded)" if what == "warning" else ""
    terminal.say(f"\n{file}: {words.counted(len(problems), what)}{kept}, {shown}")
    terminal.table(
        ["Row", "Column", "Value", "What is wrong and how to mend it"],
        [(one["row"], one["column"], _short(one["value"]), one["message"]) for one in problems[:MOST]],
        numbers=[0],
    )


def findings(found: Sequence[Finding]) -> None:
    """What `kith doctor` found, a line each."""
    terminal.table(["", "What", "Found"], [("well" if one.well else "MEND", one.what, one.says) for one in found])


_ASSESSED = frozenset({"location", "school", "peer_group"})  # kinds that `kith context` tells


def entity(detail: EntityDetail, ties: Shown[Evidence], naming: Naming) -> None:
    """One person, place or group with its ties and roles and the evidence of each."""
    kind = schema().entities[detail.kind]
    terminal.say(f"{_named(detail.name, detail.kind, naming)} · {kind.label.lower()} · {detail.id}")
    if naming is Naming.FULL:
        for name, value in detail.properties.items():
            if name in kind.properties and name not in {"name", "forename", "surname"} and value not in (None, "", ()):
                terminal.say(f"  {name.replace('_', ' ').capitalize()}: {_value(kind, name, value)}")
        if detail.also_known_as:
            terminal.say(f"  Also recorded as: {words.listed(detail.also_known_as)}")
        terminal.say(f"  Known as: {words.listed([f'{one.scheme} {one.value}' for one in detail.identifiers])}")
    if detail.kind in _ASSESSED:
        terminal.say(f"  What happens there, what keeps safe, the plan: kith context {detail.id}")
    terminal.say(f"\nTies and roles, {words.showing(len(ties), ties.total)}")
    for one in ties:
        terminal.say(f"- {_statement(one, naming)}")
        terminal.say(f"    {_provenance(one)}")
        if one.text and naming is Naming.FULL:
            terminal.say(f"    “{one.text}”")
    withheld = ties.withheld
    if withheld.restricted or withheld.suspected_false:
        terminal.say(
            f"Left out: {withheld.restricted} restricted (handling C), {withheld.suspected_false} suspected false."
        )


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


def _value(kind: EntityKind, name: str, value: object) -> str:
    codes = kind.kinds if name == "kind" else name
    return words.label(codes, str(value)) if codes and codes in schema().codes else str(value)


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "..."


def periphery(found: Periphery, after: Sorted) -> None:
    """The answer to one of the five questions, after what was decided: reasons to look, never a ranking."""
    terminal.say(found.title)
    terminal.say(
        f"Reasons to look, not findings · {words.counted(len(found.cards), 'child', 'children')}, newest evidence first"
    )
    for line in (words.ended(after.hidden) if after.hidden else "", found.rest, found.empty, *found.beside):
        if line:
            terminal.say(line)
    decided = {one.child: one for one in after.lines()}
    for placed in after.shown:
        card = placed.card
        terminal.say(f"\n{card.heading} · {card.context} · {card.band_words}")
        if one := decided.get(card.id):
            _line("Decided", [*filter(None, [one.new]), one.said])
        for reason in card.reasons:
            terminal.say(f"  - {reason.text} {reason.latest}".rstrip())
        terminal.say(f"    Records: {words.listed([chip.text for chip in card.chips], most=6)}")
        why = card.puts_here
        _line(why.text, [*(_share(share) for share in why.shares), *filter(None, [why.rest_text])])
        _line("How far this holds", [*filter(None, [card.rank_range]), *card.opinions, *card.changes])
        _line("Not known", card.not_known)
        _line("Help open now", card.help_open)
        _line("Keeps them safe", [safety.text for safety in card.keeps_safe])
        if card.if_lost:
            terminal.say(f"    {card.if_lost}")
    for one in decided.values():
        if one.hidden or not one.on_list:
            state = "" if one.hidden else " (not on the list as it is asked now)"
            terminal.say(f"\nDecided already: {one.heading}{state} · {one.said}")
    terminal.say(
        f"\nThin record: {words.counted(len(found.thin_records), 'child', 'children')} with too little recorded to"
    )
    terminal.say("appear on any list. That is not reassurance.")
    for line in (*found.gaps, *found.method.lines):
        terminal.say(line)


def _share(share: Share) -> str:
    return f"{share.text} ({share.route.text})" if share.route else share.text


def missed(found: Missed) -> None:
    """The children confirmed since whom the lists of the month before did not hold: shown without being asked."""
    terminal.say(f"\nMissed? {found.text}")
    for month in found.months:
        if month.confirmed:
            terminal.say(f"  {month.text}")
        for child in found.children:
            if child.month == month.month:
                terminal.say(f"    {child.heading}, {words.day(child.on)}. {child.text}")
    for line in found.notes:
        terminal.say(line)


def groups(found: Groups) -> None:
    """Groups that the ties suggest, and the people between them."""
    terminal.say(f"Groups that the ties suggest · {words.counted(len(found.found), 'group')}")
    if found.empty:
        terminal.say(found.empty)
    for group in found.found:
        terminal.say(f"\n{group.name} · {group.summary}")
        for line in (*group.holds, *(compared.text for compared in group.named)):
            terminal.say(f"  - {line}")
        _line("Harm", group.harm)
        _line("Protects", group.protects)
        _line("Members", [f"{member.heading}, {member.stability}" for member in group.members])
    _line("Between groups", [f"{member.heading}, {member.stability}. {member.stands}" for member in found.between])
    _line("Named groups", [f"{group.name}: {group.text}" for group in found.named])
    for line in found.method:
        terminal.say(line)


def adults(found: Adults) -> None:
    """The adults of concern: a line of facts each, then what is alleged, what was done and what is not known."""
    terminal.say(found.title)
    terminal.say(f"{found.note}\n{words.counted(len(found.rows), 'adult')} in order of: {found.order_words}")
    if found.empty:
        terminal.say(found.empty)
    else:
        heads = ["Adult", "Newest", *(COLUMNS[one].title for one in COUNTED)]
        rows = [_facts(row, found.method.as_of)[: len(heads)] for row in found.rows]
        terminal.table(heads, rows, numbers=range(2, len(heads)), tight=True)
    for row in found.rows:
        terminal.say(f"\n{row.heading} · {row.standing} · {row.rank.text} · done so far: {row.done}")
        for said in (*row.alleged, *row.seen):
            terminal.say(f"  - {said.text} {said.latest}".rstrip())
            terminal.say(f"    {words.listed([chip.text for chip in said.records], most=4)}")
        _line("Places", [one.text for one in row.overlaps])
        _line("Shared", [one.text for one in row.shares])
        _line("Done so far", [one.text for one in row.actions_taken])
        _line("Not counted", row.not_counted)
        _line("Not known", row.not_known)
    thin_many = words.counted(len(found.thin_records), "adult")
    terminal.say(f"\nThin record: {thin_many} of whom too little is graded to list them.")
    for thin in found.thin_records:
        terminal.say(f"  - {thin.heading}: {thin.reason}")
    for line in (*found.left_out, *found.method.lines):
        terminal.say(line)


def _facts(row: Adult, today: date) -> list[str | int]:
    """The cells of one adult; the day short, so that ten columns fit on a narrow terminal."""
    facts = adult_facts(row)
    return list((facts | {"newest": words.day(row.newest, today)} if row.newest else facts).values())


def _line(head: str, items: Sequence[str], most: int = 8) -> None:
    if items:
        terminal.say(f"    {head}")
        for item in items[:most]:
            terminal.say(f"      {item}")
        if len(items) > most:
            terminal.say(f"      and {len(items) - most} more")

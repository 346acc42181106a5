"""Puts the card of one child together: reasons, records, paths, safety and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_schema import schema
from mapping import words
from mapping.network.periphery import places_reasons
from mapping.network.periphery.cards import BAND_WORDS, Card, Chip, PutsHere, Reason, Without
from mapping.network.periphery.questions import Asked
from mapping.network.periphery.reasons import closed, reasons
from mapping.network.periphery.safety import help_open, keeps_safe, not_known
from mapping.network.telling import Telling, last_day, ungraded
from mapping.questions import Question

MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class Stands:
    """How a child stands on a list: what was found by asking again and again, in words."""

    band: str
    without: tuple[Without, ...]
    rank_range: str
    puts_here: PutsHere
    opinions: tuple[str, ...]
    changes: tuple[str, ...]


def assemble(telling: Telling, asked: Asked, row: int, stands: Stands) -> Card | None:
    """The card of the candidate in this row, or None when no reason can be put in words."""
    child = asked.ids[row]
    told = why(telling, asked, row)
    if not told:
        return None
    ties = telling.ties_of(child)
    evidence = tuple(dict.fromkeys(id_ for reason in told for id_ in reason.assertions))
    safe, if_lost = keeps_safe(telling, child, ties)
    name = telling.entities[child]["name"] or "?"
    return Card(
        id=child,
        name=telling.name(child),
        initials=words.initials(name),
        age=telling.age(child),
        heading=telling.heading(child),
        context=_context(telling, child, ties),
        reasons=_closed(telling, child, told[:MOST_REASONS], evidence, stands.without),
        chips=chips(telling, evidence),
        weaker_paths=stands.puts_here.weaker_paths,
        band=stands.band,
        band_words=BAND_WORDS[stands.band],
        without=stands.without,
        not_known=not_known(telling, child, ties),
        help_open=help_open(telling, child),
        keeps_safe=safe,
        if_lost=if_lost,
        roles=_roles(telling, child),
        latest=max((reason.day for reason in told if reason.day), default=None),
        evidence=evidence,
        puts_here=stands.puts_here,
        opinions=stands.opinions,
        changes=stands.changes,
        rank_range=stands.rank_range,
    )


def why(telling: Telling, asked: Asked, row: int) -> list[Reason]:
    """Every reason, newest first; a card says the first few and rests on all."""
    child = asked.ids[row]
    if asked.question is Question.SHARED_PLACES:
        return places_reasons.places(telling, asked, row)
    if asked.question is Question.BRIDGING_GROUPS:
        return places_reasons.groups(telling, asked, child)
    seeds = {int(seed) for seed in asked.seeds} - {row}
    tied = [asked.ids[seed] for seed in sorted(seeds & set(_tied(asked, row)))]
    return reasons(telling, asked.projection, child, tied)


def _tied(asked: Asked, row: int) -> list[int]:
    return [int(at) for at in asked.weights.indices[asked.weights.indptr[row] : asked.weights.indptr[row + 1]]]


def chips(telling: Telling, evidence: Iterable[str]) -> tuple[Chip, ...]:
    """The records behind a card, newest first: one chip for those of one agency, grade and day."""
    alike: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in telling.ties(evidence):
        key = ("agency", "source_grade", "information_grade", "handling", "nature")
        interview = row["source"] == "return_interviews"
        alike.setdefault((*(row[name] for name in key), interview, last_day(row)), []).append(row)
    ordered = sorted(alike.values(), key=lambda rows: (-_day(rows).toordinal(), rows[0]["id"]))
    return tuple(_chip(telling, rows) for rows in ordered)


def _day(rows: list[Mapping[str, Any]]) -> date:
    return max((day for row in rows if (day := last_day(row))), default=date.min)


def _chip(telling: Telling, rows: list[Mapping[str, Any]]) -> Chip:
    row = rows[0]
    by = words.label("agency", row["agency"])
    if row["source"] == "return_interviews":
        by = "Return interview"
    letters = " ".join(part for part in (row["source_grade"], row["information_grade"], row["handling"]) if part)
    day = _day(rows)
    shown = words.day(day, telling.snapshot.as_of) if day > date.min else "no date"
    records = len({one["record"] for one in rows})
    many = f" · {records} records" if records > 1 else ""
    return Chip(
        text=f"{by} · {'ungraded' if ungraded(row) else letters} · {shown}{many}",
        agency=row["agency"],
        grade=words.grade(row["source_grade"], row["information_grade"], row["handling"]),
        ungraded=ungraded(row),
        fact=row["nature"] == "fact",
        day=day if day > date.min else None,
        references=tuple(sorted({one["reference"] for one in rows if one["reference"]})),
        assertions=tuple(one["id"] for one in rows),
    )


def _closed(
    telling: Telling, child: str, why: list[Reason], evidence: Iterable[str], without: tuple[Without, ...]
) -> tuple[Reason, ...]:
    """The reasons as finished sentences, and a last one on a card that rests on one agency alone."""
    agencies = {row["agency"] for row in telling.ties(evidence)}
    finished = [closed(reason, one_agency=len(agencies) == 1) for reason in why]
    if len(agencies) != 1:
        return tuple(finished)
    agency = agencies.pop()
    text = f"Only {words.label('agency', agency).lower()} records say so."
    if not any(one.agency == agency and one.stays for one in without):
        text += f" Without them {telling.name(child)} would not be here."
    return (*finished, Reason(text, "", None, (), ()))


def _context(telling: Telling, child: str, ties: Sequence[Mapping[str, Any]]) -> str:
    """School and year, a children's home, and whether any service is open: one quiet line."""
    said = []
    schools = [row for row in ties if row["kind"] == "attends" and row["from_id"] == child]
    if schools:
        school = max(schools, key=lambda row: (last_day(row) or date.min, row["id"]))
        year = school_year(telling.entities[child]["date_of_birth"], telling.snapshot.as_of)
        said.append(telling.name(school["to_id"]) + (f", year {year}" if year else ""))
    for row in ties:
        if row["kind"] == "lives_at" and telling.entities[row["to_id"]]["subkind"] == "childrens_home":
            said.append(f"lives at {telling.name(row['to_id'])}")
            break
    known = schema().roles
    open_now = [row for row in telling.who.roles.get(child, ()) if known[row["role"]].family == "help"]
    labels = list(dict.fromkeys(known[row["role"]].label for row in open_now))
    said.append(words.listed(labels) if labels else "not open to any service")
    return " · ".join(said)


def school_year(born: date | None, today: date) -> int | None:
    """The school year of England: 7 from the September after the eleventh birthday; None outside years 1 to 13."""
    if born is None:
        return None
    september = date(today.year if today.month >= 9 else today.year - 1, 8, 31)
    year = (words.age(born, september) or 0) - 4
    return year if 1 <= year <= 13 else None


def _roles(telling: Telling, child: str) -> tuple[str, ...]:
    said = []
    if child in telling.who.harmed:
        said.append("recorded as harmed" if child in telling.who.known_harmed else "thought to have been harmed")
    if child in telling.who.alleged_children:
        said.append("alleged to have harmed; a child to safeguard")
    return tuple(said)

"""Lines of a board: what several assertions say about one pair in one standing, as one tie with one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from data_schema import Standing, TieKind, schema
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.folding import FOLD, SENTENCES
from mapping.board.model import Line
from mapping.board.overlay import SAID
from mapping.board.selection import Selection

HARMED_FIRST = frozenset({"harms_at", "harmed_in"})
"""Harm ties whose first end is the child who came to harm."""
NOBODY_HARMED = frozenset({"alleged_in"})
"""Harm ties that name who is alleged to have caused harm and an event, but nobody harmed: no arrowhead."""
_DAY0 = date(1970, 1, 1)


def lines(snapshot: Snapshot, selection: Selection, names: Mapping[str, str]) -> tuple[Line, ...]:
    """One line per pair, standing and (for harm) direction, from the assertions that were selected.

    Parameters
    ----------
    names : mapping
        Entity id -> name by the board's naming mode.
    """
    rows = snapshot.ties.take(selection.ties).to_pylist()
    stale = selection.stale[selection.ties]
    last = selection.last[selection.ties]
    behind: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row, old, day in zip(rows, stale, last, strict=True):
        row["stale"], row["last"] = bool(old), _DAY0 + timedelta(days=int(day))
        kind = schema().ties[row["kind"]]
        behind[(*_ends(row, kind), kind.standing.value)].append(row)
    lanes = _lanes(behind)
    made = [_line(key, found, lanes[key], names) for key, found in behind.items()]
    return tuple(sorted(made, key=lambda line: (line.standing != "neutral", line.standing == "harm", line.id)))


def harmed_id(row: Mapping[str, Any]) -> str:
    """The one harmed by a harm tie, "" when it names nobody harmed."""
    if row["kind"] in NOBODY_HARMED:
        return ""
    return str(row["from_id"] if row["kind"] in HARMED_FIRST else row["to_id"])


def harming_id(row: Mapping[str, Any]) -> str:
    """The one alleged to harm in a harm tie, "" when it names nobody (a place, an event)."""
    return "" if row["kind"] in HARMED_FIRST else str(row["from_id"])


def _ends(row: Mapping[str, Any], kind: TieKind) -> tuple[str, str]:
    """Tail and head of the line: harm runs towards the one harmed; other lines have no direction as a key."""
    one, other = str(row["from_id"]), str(row["to_id"])
    if kind.standing is Standing.HARM:
        return (other, one) if row["kind"] in HARMED_FIRST else (one, other)
    return min(one, other), max(one, other)


def _lanes(keys: Mapping[tuple[str, str, str], object]) -> dict[tuple[str, str, str], float]:
    """Sideways offset of each line among those of its pair, from -(n-1)/2 to (n-1)/2; signed for tail to head."""
    pairs: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for key in keys:
        pairs[(min(key[:2]), max(key[:2]))].append(key)
    lanes = {}
    for pair, found in pairs.items():
        for place, key in enumerate(sorted(found, key=lambda key: (key[2], key))):
            offset = place - (len(found) - 1) / 2
            lanes[key] = offset if key[0] == pair[0] else -offset
    return lanes


def _line(key: tuple[str, str, str], rows: list[dict[str, Any]], lane: float, names: Mapping[str, str]) -> Line:
    tail, head, standing = key
    rows.sort(key=lambda row: (row["last"], row["id"]), reverse=True)
    harm = standing == Standing.HARM.value
    both = harm and any(row["both_ways"] for row in rows)
    nobody = harm and all(not harmed_id(row) for row in rows)
    reviews = [row["review_by"] for row in rows if row["review_by"]]
    return Line(
        id=f"{tail}~{head}~{standing}",
        from_id=tail,
        to_id=head,
        standing=standing,
        kinds=tuple(dict.fromkeys(row["kind"] for row in rows)),
        heads="" if not harm or nobody else "both" if both else "to",
        lane=lane,
        provisional=all(row["provisional"] for row in rows),
        stale=all(row["stale"] for row in rows),
        fact=any(row["nature"] == "fact" for row in rows),
        sentence=said(rows, names),
        assertions=tuple(dict.fromkeys(id for row in rows for id in _ids(row))),
        records=len({row["record"] for row in rows if row["source"] != SAID}),
        agencies=tuple(sorted({row["agency"] for row in rows if row["agency"]})),
        first_observed=min(row["observed_from"] or row["last"] for row in rows).isoformat(),
        last_observed=rows[0]["last"].isoformat(),
        review_by=min(reviews).isoformat() if reviews else "",
        grade=_best_grade(rows),
        said=sum(row["source"] == SAID for row in rows),
    )


def _ids(row: Mapping[str, Any]) -> list[str]:
    """The assertions behind a row: of a folded tie two. What was said has the id that somebody's browser gave it."""
    return [row["id"]] if row["source"] == SAID else row["id"].split(FOLD)


def said(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """One sentence for all the kinds of tie behind a line, each kind once, the newest first.

    Kinds whose sentences share their shape are joined: "D.M. grooms and exploits T.B."
    """
    shapes: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    seen = set()
    for row in rows:
        one, other = names[row["from_id"]], names[row["to_id"]]
        kind = schema().ties[row["kind"]]
        sentence = SENTENCES.get(kind.name, kind.sentence) if FOLD in row["id"] else kind.sentence
        both_ways = not kind.directed or sentence.startswith("{from} and {to}")
        ends = (min(one, other), max(one, other)) if both_ways else (one, other)
        if (sentence, ends) in seen:
            continue
        seen.add((sentence, ends))
        before, between, after = _shape(sentence)
        middle = between or after
        shape = (f"{before}{ends[0]} ", "", f" {ends[1]}") if between else (f"{ends[0]} and {ends[1]} ", "", "")
        if before or (between and after):
            shape, middle = (sentence.replace("{from}", ends[0]).replace("{to}", ends[1]), "", ""), ""
        shapes[shape].append(middle)
    # "exploits and is alleged to have harmed", not the other way round, which would read as alleged throughout
    parts = []
    for (start, _, end), verbs in shapes.items():
        verbs.sort(key=lambda verb: verb.startswith("is "))
        parts.append(f"{start}{words.listed(verbs)}{end}")
    return _joined(parts, f"{names[rows[0]['from_id']]} ")


def _joined(parts: Sequence[str], subject: str) -> str:
    """Clauses as one sentence; the subject is said once."""

    def about_subject(part: str) -> bool:
        return part.startswith(subject) and not part.startswith(f"{subject}and ")

    sentence, before = parts[0], parts[0]
    for part in parts[1:]:
        same = about_subject(part) and about_subject(before)
        sentence += f" and {part.removeprefix(subject)}" if same else f"; {part}"
        before = part
    return sentence


def _shape(sentence: str) -> tuple[str, str, str]:
    """Split a sentence of the schema at its two ends: `("", "grooms", "")` or `("", "", "are friends")`."""
    before, _, rest = sentence.partition("{from}")
    between, _, after = rest.partition("{to}")
    between, after = between.strip(), after.strip()
    return (before, "", after) if between == "and" else (before, between, after)


def _best_grade(rows: Sequence[Mapping[str, Any]]) -> str:
    graded = [
        (row["source_grade"] or "3", row["information_grade"] or "D", row["handling"] or "")
        for row in rows
        if row["source_grade"] or row["information_grade"]
    ]
    return " ".join(part for part in min(graded) if part) if graded else "ungraded"

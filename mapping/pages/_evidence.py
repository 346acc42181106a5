"""Evidence as cards: what was said, by whom, how it was graded, when, and in whose words. Shared by the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from data_schema import schema
from graph.answers import Evidence, Shown
from graph.snapshot import Snapshot
from mapping import words
from mapping.board.nodes import display_name
from mapping.discreet import discreet
from mapping.pages._frame import chip
from mapping.pages._text import esc
from mapping.words import Naming


def cards(found: Shown[Evidence], *, naming: Naming, snapshot: Snapshot) -> str:
    """Each assertion as a small card, then what was left out; markup for `_frame.html`.

    With initials nobody's name stands in a sentence, nor in the words of a source: the names of those the evidence is
    about, and of everybody tied to them, are shortened there too. Free text is still never certain to be anonymous.
    """
    ends = pa.array(sorted({end for one in found for end in (one.from_id, one.to_id) if end}), pa.string())
    names, short = _names(snapshot, ends, naming), discreet(snapshot, ends.to_pylist(), naming)
    return (
        '<div class="evidence">'
        + "".join(_card(one, sentence(one, naming, names), short, snapshot.as_of) for one in found)
        + f'</div><p class="note">{esc(left_out(found))}</p>'
    )


def _names(snapshot: Snapshot, ids: pa.Array, naming: Naming) -> dict[str, str]:
    """What to call these in a sentence; what somebody wrote about an event stands in quotation marks."""
    rows = snapshot.entities.filter(pc.is_in(snapshot.entities["id"], value_set=ids)).to_pylist()
    names = {row["id"]: display_name(row, naming) for row in rows}
    if naming is Naming.FULL:
        names |= {row["id"]: f"“{row['name']}”" for row in rows if row["kind"] == "event" and row["name"]}
    return names


def left_out(found: Shown[Evidence]) -> str:
    """What this viewer is not shown, in words; empty when nothing is withheld."""
    said = []
    if found.withheld.restricted:
        said.append(f"{found.withheld.restricted} left out: handling C, ask the originator.")
    if found.withheld.suspected_false:
        said.append(f"{found.withheld.suspected_false} left out: suspected to be false.")
    return " ".join(said)


def sentence(one: Evidence, naming: Naming, names: Mapping[str, str]) -> str:
    """The assertion in words; who harms is the subject."""
    from_name = names.get(one.from_id) or _name(one.from_kind, one.from_name, naming)
    if one.role:
        return f"{from_name} is recorded as {schema().roles[one.kind].label}"
    return words.sentence(one.kind, from_name, names.get(one.to_id) or _name(one.to_kind, one.to_name, naming))


def _name(kind: str, name: str, naming: Naming) -> str:
    """The name of what has left the graph since."""
    if kind in schema().persons():
        return words.person(name, naming)
    free = naming is Naming.INITIALS and kind in ("event", "thing")
    return schema().entities[kind].label.lower() if free else name


def _card(one: Evidence, said_so: str, short: Callable[[str], str], today: date) -> str:
    said = one.provenance
    source = schema().sources.get(said.source)
    fact = said.nature == "fact"
    state = "" if one.current else chip("replaced since", "late")
    letters, _, meaning = words.grade(said.grade.source, said.grade.information, said.grade.handling).partition(" · ")
    where = " · ".join([*said_parts(one, today), *([source.title] if source else [])])
    quote = f"<blockquote>{esc(short(one.text))}</blockquote>" if one.text else ""
    if one.child_view:
        quote += f'<blockquote><span class="quiet">The child’s view:</span> {esc(short(one.child_view))}</blockquote>'
    return (
        f'<div class="record"><div class="head"><b>{esc(words.label("agency", said.agency))}</b>'
        f"<span>{state} {chip('Fact' if fact else 'Assessment', 'outlined' if fact else '')}</span></div>"
        f"<p>{esc(said_so.removesuffix('.'))}.</p>"
        f'<p class="note"><b>{esc(letters)}</b>{esc(f" · {meaning}" if meaning else "")}</p>'
        f'<p class="note">{esc(where)}</p>'
        f"{quote}</div>"
    )


def said_parts(one: Evidence, today: date) -> Sequence[str]:
    """When it was observed and recorded, and the reference to look it up by."""
    said = one.provenance
    last = said.observed_to or said.observed_from
    parts = [
        f"observed {words.day(last, today)}, {words.ago(last, today)}" if last else "day not recorded",
        f"recorded {words.day(said.recorded_on, today)}",
    ]
    return [*parts, said.reference] if said.reference else parts

"""The right panel of the Places page: hotspots, what changed and what is not known; or who and what at one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from data_schema import schema
from graph.answers import Evidence
from graph.snapshot import Snapshot
from mapping import words
from mapping.pages import _data, _frame, _rail
from mapping.pages._text import esc
from mapping.places import say
from mapping.places.hotspots import Hotspot, Hotspots, records_by
from mapping.words import Naming

SHOWN = 5  # hotspots in the panel
RECORDS = 12  # events in the panel


def draw(found: Hotspots, snapshot: Snapshot, changed: tuple[date, tuple[say.Change, ...]]) -> None:
    """Draw the panel for what is selected; without a selection, the hotspots."""
    chosen = str(st.session_state.get("places-selected") or "")
    kind, _, id = chosen.partition(":")
    spot = next((one for one in found.spots if kind == "spot" and str(one.number) == id), None)
    with _frame.panel():
        if spot:
            _back()
            _spot_records(found, spot, snapshot)
        elif kind == "place" and id in found.ground.places.index:
            _back()
            _place(found, id, snapshot)
        else:
            _hotspots(found)
            _changes(found, changed)
            _not_known(found, snapshot)


def select(what: str) -> None:
    """Choose `place:L-...`, `spot:1` or nothing."""
    st.session_state["places-selected"] = what


def _back() -> None:
    st.button(
        "Back to hotspots",
        key="places-back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=select,
        args=("",),
    )


def _hotspots(found: Hotspots) -> None:
    spots = found.spots[:SHOWN]
    _frame.heading("Hotspots", words.showing(len(spots), len(found.spots)))
    if not spots:
        _frame.html(
            f"<p>No circle in these {found.settings.days} days has more distinct children than chance explains.</p>"
            '<p class="note">Nothing found is not the same as nothing there.</p>'
        )
    for spot in spots:
        _spot(spot, found)


def _spot(spot: Hotspot, found: Hotspots) -> None:
    panel = found.settings.panel
    lead, rest = say.headline(spot, found.settings.days, panel)
    watch = ' <span class="chip late">Watch</span>' if spot.watch else ""
    _frame.html(
        f'<div class="places-spot"><h3><span class="places-badge{" watch" if spot.watch else ""}">{spot.number}</span>'
        f"{esc(spot.title)}{watch}</h3>"
        f"<p><b>{esc(lead)}</b> {esc(rest)}.</p>"
        f'<p class="note">{esc(say.record(spot, panel, found.settings.replicas))}</p>'
        f"<p>{esc(say.robust(spot, panel))}</p></div>"
    )
    guardian = _guardianship(spot.places, found)
    if guardian:
        _frame.html(f'<p class="note">Safety here: {esc(guardian)}</p>')
    with st.container(horizontal=True, wrap=False, gap="small", key=f"places-do-{spot.number}"):
        st.button(
            f"Show {words.counted(spot.records, 'record')}" if _countable(spot.children, panel) else "Show records",
            key=f"places-records-{spot.number}", type="primary" if spot.number == 1 else "secondary",
            on_click=select, args=(f"spot:{spot.number}",),
        )  # fmt: skip
        place = next((id for id in spot.places if not (panel and found.ground.places.loc[id, "private"])), None)
        if place:
            st.button("Show the place", key=f"places-open-{spot.number}", on_click=select, args=(f"place:{place}",))


def _guardianship(places: Sequence[str], found: Hotspots) -> str:
    """Who looks out for children here, of the first place that has anything on it."""
    rows = found.ground.places.loc[list(places)]
    if found.settings.panel:
        rows = rows[~rows["private"]]
    return next((str(said) for said in rows["guardianship"] if str(said).strip()), "")


def _changes(found: Hotspots, changed: tuple[date, tuple[say.Change, ...]]) -> None:
    since, lines = changed
    _frame.heading(f"What changed since {since.day} {since:%B}")
    if not lines:
        _frame.html('<p class="note">Nothing new, grown or gone.</p>')
        return
    rows = "".join(f"<dt>{esc(line.kind)}</dt><dd>{esc(line.text)}</dd>" for line in lines)
    _frame.html(f'<dl class="places-changes">{rows}</dl>')


def _not_known(found: Hotspots, snapshot: Snapshot) -> None:
    said = say.not_known(snapshot, found)
    _frame.heading("Not known")
    _frame.html(
        "".join(f'<p class="places-small">{esc(one)}</p>' for one in said) + f'<p class="note">{esc(found.method)}.</p>'
    )


# One place, or one hotspot: who and what ----------------------------------------------------------------------------


def _place(found: Hotspots, id: str, snapshot: Snapshot) -> None:
    about, panel = found.ground.places.loc[id], found.settings.panel
    here = found.visits[found.visits["place"] == id]
    row = next((one for one in found.places if one.id == id), None)
    _titled(" · ".join(part for part in (str(about["label"]), str(about["ward"])) if part), str(about["name"]))
    if row is None:
        _frame.html(
            f"<p>No event here in these {found.settings.days} days, of the harm chosen.</p>"
            '<p class="note">Nothing recorded is not the same as nothing there.</p>'
        )
    else:
        count = say.place_line(row, panel)
        _frame.html(
            f"<p><b>{esc(count[0].upper() + count[1:])}</b> in {found.settings.days} days where "
            f"{esc(say.number(row.expected))} expected here.</p>"
            f'<p class="note">Largest contributor {esc(say.contributor(row, panel))}.</p>'
        )
    _assets(about, snapshot.as_of)
    if row is not None:
        _who(here, found, snapshot)
    if not (panel and bool(about["private"])):
        _frame.board_link(id)


def _assets(about: pd.Series, today: date) -> None:
    """Who answers for the place and who looks out for children there."""
    lines = [
        ("Owner", str(about["owner"]) or "none recorded"),
        ("Safety here", str(about["guardianship"]) or "nobody recorded"),
        ("Next review", _review(about["review_date"], today)),
    ]
    _frame.html(_frame.rows(lines))


def _review(when: object, today: date) -> str:
    if not isinstance(when, date):
        return "none"
    return f"{words.day(when, today)}{', overdue' if when < today else ''}"


def _spot_records(found: Hotspots, spot: Hotspot, snapshot: Snapshot) -> None:
    lead, rest = say.headline(spot, found.settings.days, found.settings.panel)
    _titled(f"{'Watch' if spot.watch else 'Hotspot'} {spot.number}", spot.title)
    _frame.html(f"<p><b>{esc(lead)}</b> {esc(rest)}.</p>")
    _who(found.visits[found.visits["place"].isin(spot.places)], found, snapshot)


def _titled(above: str, title: str) -> None:
    _frame.html(f'<p class="note">{esc(above)}</p><p class="sentence">{esc(title)}</p>')


def _countable(children: int, panel: bool) -> bool:
    return not panel or children >= schema().policy.small_number


def _who(here: pd.DataFrame, found: Hotspots, snapshot: Snapshot) -> None:
    """The children by name, as the view allows, and the events with their evidence."""
    panel, children = found.settings.panel, int(here["child"].nunique())
    if not _countable(children, panel):
        _frame.html(
            '<p class="note">Who they are is not shown on a panel view: under 5, a child could be picked out.</p>'
        )
        return
    naming = Naming.INITIALS if panel else _rail.naming()
    names = _names(tuple(dict.fromkeys(here["child"])), snapshot, naming)
    _frame.heading("Children", words.counted(children, "distinct child", "distinct children"))
    if panel:
        _frame.html(f"<p>{esc(words.listed(sorted(names.values())))}</p>")
    else:
        each = records_by(here, "child").items()
        _frame.html(_frame.rows((names[str(child)], words.counted(int(count), "record")) for child, count in each))
    _events(here, names, quotes=naming is Naming.FULL)


def _events(here: pd.DataFrame, names: dict[str, str], *, quotes: bool) -> None:
    """Events newest first and who says so; words of a record may name somebody, so they go with full names."""
    groups = list(here.sort_values(["day", "what"], ascending=False).groupby("what", sort=False))
    shown = groups[:RECORDS]
    _frame.heading("What happened", words.showing(len(shown), len(groups)) + ", newest first")
    ties = [tie for _, rows in shown for pair in rows["ties"] for tie in pair]
    evidence = {one.id: one for one in _data.view().evidence(ties)}
    entries = []
    for _, rows in shown:
        first = rows.iloc[0]
        held = [evidence[tie] for pair in rows["ties"] for tie in pair if tie in evidence]
        said = dict.fromkeys(_source(one) for one in held)
        quote = next((one.text for one in held if one.text.strip()), "") if quotes else ""
        who = words.listed([names[child] for child in dict.fromkeys(rows["child"])])
        entries.append(
            f'<article class="places-event"><p class="head"><b>{esc(words.day(first["day"]))}</b> '
            f'<span class="chip">{esc(words.label("harm_type", first["harm_type"]))}</span></p>'
            f"<p>{esc(words.label('event_kind', first['event_kind']))}: {esc(who)}</p>"
            + "".join(f'<p class="note">{esc(one)}</p>' for one in said)
            + (f"<blockquote>{esc(quote)}</blockquote>" if quote else "")
            + "</article>"
        )
    _frame.html("".join(entries))
    if not quotes:
        _frame.html(
            '<p class="note">The words of the records are left out unless people are named in full: '
            "they may name somebody.</p>"
        )


def _source(one: Evidence) -> str:
    provenance = one.provenance
    grade = words.grade(provenance.grade.source, provenance.grade.information, provenance.grade.handling)
    reference = f" {provenance.reference}" if provenance.reference else ""
    return f"{words.label('agency', provenance.agency)}{reference} · {grade}"


def _names(children: Sequence[str], snapshot: Snapshot, naming: Naming) -> dict[str, str]:
    wanted = set(children)
    table = snapshot.entities.select(["id", "name"]).to_pylist()
    return {row["id"]: words.person(row["name"] or "", naming) for row in table if row["id"] in wanted}

"""The right panel of the Places page: hotspots, what changed and what is not known; or who and what at one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from graph.answers import Evidence
from graph.snapshot import Snapshot
from mapping import words
from mapping.pages import _data, _frame, _places_tables, _rail
from mapping.pages._opening import Figure
from mapping.pages._text import esc
from mapping.places import say, slices
from mapping.places.guard import guard
from mapping.places.hotspots import Hotspot, Hotspots, records_by
from mapping.places.slices import Figures, Slice
from mapping.words import Naming

SHOWN = 5  # hotspots in the panel
RECORDS = 12  # events in the panel


def draw(figures: Figures, snapshot: Snapshot, changed: tuple[date, tuple[say.Change, ...]]) -> None:
    """Draw the panel for what is selected, a figure's records; without a selection, the hotspots."""
    found = figures.found
    chosen = str(st.session_state.get("places-selected") or "")
    kind, _, id = chosen.partition(":")
    cut = figures.cut(chosen) if chosen else None
    with _frame.panel():
        if cut is not None:
            _back()
            if kind == "place":
                _place(figures, id, cut, snapshot)
            else:
                _cut(figures, chosen, cut, snapshot)
        else:
            _hotspots(found)
            _changes(found, changed)
            _not_known(found, snapshot)


def select(what: str) -> None:
    """Choose what `mapping.places.slices` can cut, such as `place:L-...` or `spot:1`; nothing: the hotspots."""
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
    lead, rest = say.headline(spot, found.settings.days, panel, guard(found))
    watch = ' <span class="chip late">Watch</span>' if spot.watch else ""
    _frame.html(
        f'<div class="places-spot"><h3><span class="places-badge{" watch" if spot.watch else ""}">{spot.number}</span>'
        f"{esc(spot.title)}{watch}</h3>"
        f"<p><b>{esc(lead)}</b> {esc(rest)}.</p>"
        f'<p class="note">{esc(say.record(spot, guard(found), found.settings.replicas))}</p>'
        f"<p>{esc(say.robust(spot, panel))}</p></div>"
    )
    guardian = _guardianship(spot.places, found)
    if guardian:
        _frame.html(f'<p class="note">Safety here: {esc(guardian)}</p>')
    with st.container(horizontal=True, wrap=False, gap="small", key=f"places-do-{spot.number}"):
        place = next((id for id in spot.places if not (panel and found.ground.places.loc[id, "private"])), None)
        if place:
            _frame.context_link(place)
        countable = spot.number in guard(found).spot_records
        st.button(
            f"Show {words.counted(spot.records, 'record')}" if countable else "Show records",
            key=f"places-records-{spot.number}", on_click=select, args=(f"spot:{spot.number}",),
        )  # fmt: skip


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
    rows = "".join(
        f"<dt>{esc(line.kind)}</dt><dd>{Figure(line.text, opens).markup()}</dd>"
        for line, opens in (
            (line, f"changed:{at}" if line.places or line.what else "") for at, line in enumerate(lines)
        )
    )
    _frame.html(f'<dl class="places-changes">{rows}</dl>')


def _not_known(found: Hotspots, snapshot: Snapshot) -> None:
    said = say.not_known(snapshot, found)
    _frame.heading("Not known")
    _frame.html(
        "".join(f'<p class="places-small">{esc(one)}</p>' for one in said) + f'<p class="note">{esc(found.method)}.</p>'
    )


# One place, or one hotspot: who and what ----------------------------------------------------------------------------


def _place(figures: Figures, id: str, cut: Slice, snapshot: Snapshot) -> None:
    found = figures.found
    about, panel, may = found.ground.places.loc[id], found.settings.panel, guard(found)
    row = next((one for one in found.places if one.id == id), None)
    _titled(" · ".join(part for part in (str(about["label"]), str(about["ward"])) if part), cut.title)
    if row is None:
        _frame.html(
            f"<p>No event here in these {found.settings.days} days, of the harm chosen.</p>"
            '<p class="note">Nothing recorded is not the same as nothing there.</p>'
        )
    else:
        count = say.place_line(row, panel, may)
        _frame.html(
            f"<p><b>{esc(count[0].upper() + count[1:])}</b> in {found.settings.days} days"
            f"{f' where {esc(say.number(row.expected))} expected here' if row.id in may.expected else ''}.</p>"
            f'<p class="note">Largest contributor {esc(say.contributor(row, may))}.</p>'
        )
    _assets(about, snapshot.as_of)
    if row is not None:
        _when(figures, f"place:{id}", cut)
        _who(cut, found, snapshot)
    if not (panel and bool(about["private"])):
        with st.container(horizontal=True, gap="small", key="places-do-place"):
            _frame.context_link(id)
            _frame.board_link(id)


def _assets(about: pd.Series, today: date) -> None:
    """Who answers for the place and who looks out for children there."""
    lines = [
        ("Owner", str(about["owner"]) or "nobody yet"),
        ("Safety here", str(about["guardianship"]) or "nobody recorded"),
        ("Next review", _review(about["review_date"], today)),
    ]
    if about["point_from"]:  # older records do not say
        lines.append(("On the map", words.label("point_from", str(about["point_from"]))))
    _frame.html(_frame.rows(lines))


def _review(when: object, today: date) -> str:
    if not isinstance(when, date):
        return "none"
    return f"{words.day(when, today)}{', overdue' if when < today else ''}"


def _cut(figures: Figures, chosen: str, cut: Slice, snapshot: Snapshot) -> None:
    """What is behind a figure: a hotspot, an hour, a kind of harm, pairs, a line of what changed."""
    found = figures.found
    spot = next((one for one in found.spots if chosen == f"spot:{one.number}"), None)
    if spot:
        lead, rest = say.headline(spot, found.settings.days, found.settings.panel, guard(found))
        _titled(f"{'Watch' if spot.watch else 'Hotspot'} {spot.number}", cut.title)
        _frame.html(f"<p><b>{esc(lead)}</b> {esc(rest)}.</p>")
        _when(figures, chosen, cut)
    else:
        _titled(cut.about, cut.title)
    if chosen == slices.OFF:
        _frame.html(_places_tables.off(found))
    _who(cut, found, snapshot)


def _when(figures: Figures, of: str, cut: Slice) -> None:
    """The hours of one hotspot or place."""
    if cut.closed:
        return
    _frame.heading("When")
    _frame.html(_places_tables.hours(figures.hours(of), of))


def _titled(above: str, title: str) -> None:
    _frame.html(f'<p class="note">{esc(above)}</p><p class="sentence">{esc(title)}</p>')


def _who(cut: Slice, found: Hotspots, snapshot: Snapshot) -> None:
    """The children by name, as the view allows, and the events with their evidence."""
    here, panel = cut.visits, found.settings.panel
    if cut.closed or here.empty:
        _frame.html(f'<p class="note">{esc(cut.closed or "No record is behind this figure.")}</p>')
        return
    naming = Naming.INITIALS if panel else _rail.naming()
    names = _names(tuple(dict.fromkeys(here["child"])), snapshot, naming)
    _frame.heading("Children", words.counted(int(here["child"].nunique()), "distinct child", "distinct children"))
    if panel:
        _frame.html(f"<p>{esc(words.listed(sorted(names.values())))}</p>")
    else:
        each = records_by(here, "child").items()
        _frame.html(_frame.rows((names[str(child)], words.counted(int(count), "record")) for child, count in each))
    _events(here, names, quotes=naming is Naming.FULL)


def _events(here: pd.DataFrame, names: dict[str, str], *, quotes: bool) -> None:
    """Events newest first and who says so; words of a record may name somebody, so they go with full names."""
    groups = sorted(
        here.groupby("what", sort=False), key=lambda one: (str(one[1]["day"].iloc[0]), one[0]), reverse=True
    )
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
            f'<article class="places-event"><p class="head"><b>{esc(_day(first["day"]))}</b> '
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


def _day(when: object) -> str:
    return words.day(when) if isinstance(when, date) else "day not recorded"


def _source(one: Evidence) -> str:
    provenance = one.provenance
    grade = words.grade(provenance.grade.source, provenance.grade.information, provenance.grade.handling)
    reference = f" {provenance.reference}" if provenance.reference else ""
    return f"{words.label('agency', provenance.agency)}{reference} · {grade}"


def _names(children: Sequence[str], snapshot: Snapshot, naming: Naming) -> dict[str, str]:
    wanted = set(children)
    table = snapshot.entities.select(["id", "name"]).to_pylist()
    return {row["id"]: words.person(row["name"] or "", naming) for row in table if row["id"] in wanted}

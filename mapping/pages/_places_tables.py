"""The tables of the Places page: named places, hotspots, kinds of harm, hours, near repeats. Every figure opens."""

from __future__ import annotations

from datetime import date

from mapping import words
from mapping.pages import _frame
from mapping.pages._opening import Figure
from mapping.pages._text import esc
from mapping.places import say
from mapping.places.clock import Clock
from mapping.places.guard import guard
from mapping.places.hotspots import Hotspot, Hotspots
from mapping.places.looks import Looks, Spotted
from mapping.places.rates import PlaceRate
from mapping.places.repeats import NearRepeats
from mapping.small import HIDDEN


def places(found: Hotspots, rates: dict[str, PlaceRate], most: int) -> str:
    """Named places, most distinct children first; private ones not on a panel view."""
    panel, may, days = found.settings.panel, guard(found), found.settings.days
    rows, lines = found.named, []
    for row in rows[:most]:
        one = rates.get(row.id) if row.id in may.places else None
        times, interval = say.rate(one) if one else (HIDDEN, "")
        count = say.counted_at(row, may, panel)
        review = f"review {_soon(row.review, found.as_of)}" if row.review else "no review date"
        if row.review and row.review < found.as_of:
            review += ", overdue"
        lines.append(
            (
                Figure(row.name, note=row.kind),
                Figure(count, f"place:{row.id}", says=f"children at {row.name}, open the records"),
                say.expected_at(row, may),
                Figure(times, note=" · ".join(filter(None, (interval, say.among(one) if one else "")))),
                say.contributor(row, may),
                Figure(row.owner or "nobody yet", note=review),
            )
        )
    if not lines:
        return f'<p class="note">No named place has an event in these {days} days.</p>'
    heads = ["Place", f"Children, {days} days", "Expected", "Against expected", "Largest contributor", "Owner"]
    note = f"{words.showing(len(lines), len(rows))} named places with an event, most children first".capitalize()
    note += ". Rates are drawn towards those of all places, as few children say little"
    if panel:
        note += ". “Under 5” and “not shown” stand so that no child can be picked out"
    hidden = len(found.places) - len(rows)
    if hidden:
        note += f". {words.counted(hidden, 'home or address is', 'homes and addresses are')} not named on a panel view"
    caption = f"Named places in the last {days} days"
    return _frame.table(heads, lines, caption=caption, numbers=(1, 2)) + f'<p class="note">{esc(note)}.</p>'


def _soon(when: date, today: date) -> str:
    """`10 Nov`, with the year when it is not this or the next few months."""
    short = f"{when.day} {when:%b}" if abs((when - today).days) < 300 else words.day(when)
    return short.replace(" ", "\u00a0")  # a date stays on one line


def spots(found: Hotspots) -> str:
    """The hotspots of the map."""
    panel, may = found.settings.panel, guard(found)
    lines = [
        (
            Figure(f"{spot.number} {spot.title}", note=_around(spot)),
            "Watch, may be chance" if spot.watch else "Hotspot",
            Figure(say.children(spot.children, panel), f"spot:{spot.number}", says=f"children at {spot.title}, open"),
            say.number(spot.expected) if spot.number in may.spots_expected else HIDDEN,
            say.chance(spot.p),
            words.listed([words.label("agency", one) for one in spot.agencies]),
        )
        for spot in found.spots
    ]
    if not lines:
        return '<p class="note">No circle has more distinct children than chance explains.</p>'
    heads = ["Where", "Kind", "Children", "Expected", "Chance", "Who says so"]
    return _frame.table(heads, lines, caption="Hotspots", numbers=(2, 3, 4))


def _around(spot: Hotspot) -> str:
    return f"{spot.radius:.0f} m radius" + (f", {words.listed(spot.wards, 3)}" if spot.wards else "")


def kinds(found: Looks, panel: bool) -> str:
    """One line each kind of harm: where it alone makes a hotspot in 30, 90 and 180 days."""
    lines = [
        [Figure(look.label), *(_spotted(spot, f"kind:{look.harm_type}", panel) for spot in look.spots)]
        for look in found.lines
    ]
    if not lines:
        return '<p class="note">No harm is on the map in these 180 days.</p>'
    heads = ["Kind of harm", *(f"{days} days" for days in found.windows)]
    return _frame.table(heads, lines, caption="Hotspots by kind of harm and window") + (
        f'<p class="note">{esc(found.note)}.</p>'
    )


def _spotted(spot: Spotted | None, opens: str, panel: bool) -> Figure:
    if spot is None:
        return Figure("no more than chance")
    said = [say.chance(spot.p) + (", watch: may be chance" if spot.watch else "")]
    if not panel:  # beside the counts of the map they would tell how many children of other harms there are
        said.append(f"{words.counted(spot.children, 'child', 'children')}, {say.number(spot.expected)} expected")
    said += [f"{spot.more} more"] if spot.more else []
    return Figure(spot.title, f"{opens}:{spot.days}", note=" · ".join(said), says="open the records")


def hours(found: Clock, of: str) -> str:
    """The picture of the hours, a table of its own: a quiet tint and the figure in every cell, × where it is hidden."""
    untimed = _untimed(found, of)
    if found.why_not:
        return f'{untimed}<p class="note">{esc(found.why_not)}</p>'
    most = max((count or 0 for row in found.cells for count in row), default=0) or 1
    heads = "".join(f'<th scope="col"><abbr title="{esc(day)}">{esc(_short(day))}</abbr></th>' for day in found.days)
    body = []
    for at, (block, row) in enumerate(zip(found.blocks, found.cells, strict=True)):
        cells = "".join(_cell(count, most, f"hours:{at}:{on}:{of}", f"{found.days[on]}, {block}")
                        for on, count in enumerate(row))  # fmt: skip
        body.append(f'<tr><th scope="row">{esc(block.replace(":00", ""))}</th>{cells}</tr>')
    peak = f"<p>{esc(found.peak)}</p>" if found.peak else ""
    return (
        f'{peak}{untimed}<div class="places-clock" tabindex="0" role="region" aria-label="By hour and weekday">'
        f'<table><thead><tr><th scope="col">Hours</th>{heads}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'
        f'<p class="note">{esc(found.note)}</p>'
    )


def _untimed(found: Clock, of: str) -> str:
    if found.unknown == 0 and found.untimed == 0:
        return '<p class="note">Time not recorded: none.</p>'
    if found.unknown is None or found.untimed is None:
        if found.why_not:
            return ""
        figure = Figure(HIDDEN, f"hours:-:0:{of}", says="time not recorded, open the records").markup()
        return f'<p class="note">Time not recorded: {figure}</p>'
    said = f"{words.counted(found.unknown, 'child', 'children')}, {words.counted(found.untimed, 'event')}"
    return f'<p class="note">Time not recorded: {Figure(said, f"hours:-:0:{of}", says="open the records").markup()}</p>'


def _cell(count: int | None, most: int, opens: str, when: str) -> str:
    if count == 0:
        return '<td class="none">0</td>'
    shade = 0.0 if count is None else 0.12 + 0.5 * count / most
    said = "not shown" if count is None else words.counted(count, "child", "children")
    return (
        f'<td style="background:rgba(146,139,126,{shade:.2f})"><button type="button" class="opens" '
        f'data-opens="{esc(opens)}" aria-label="{esc(f"{when}: {said}, open the records")}">'
        f"{'×' if count is None else count}</button></td>"
    )


def _short(day: str) -> str:
    return " ".join(part[:3] if part[0].isupper() else part for part in day.split())


def repeats(found: NearRepeats, panel: bool) -> str:
    """Whether harm follows harm: the answer, then every look as a table."""
    answer = f"<p>{esc(say.repeats(found))}</p>"
    counts = (
        f"{say.children(found.incidents, panel)} {'incident' if found.incidents == 1 else 'incidents'} of "
        f"{say.children(found.children, panel)} {'child' if found.children == 1 else 'children'} in a year"
    )
    note = (
        f"{counts[0].upper()}{counts[1:]}: an incident is one place on one day. Pairs are of different children "
        "altogether. It describes times and places; it does not say what caused what, nor where harm comes next."
    )
    if found.undated:
        count = say.children(found.undated, panel)
        note += (
            f" {count[0].upper()}{count[1:]} {'event has' if count == '1' else 'events have'} no day and cannot count."
        )
    if not found.bands:
        return f'{answer}<p class="note">{esc(note)}</p>'
    lines = [
        (
            say.apart(band.distance).capitalize(),
            f"{band.days} days",
            Figure(pairs, f"repeat:{at}", says="pairs, open the records"),
            say.number(band.expected),
            times,
            say.chance(band.p),
        )
        for at, (band, (pairs, times)) in enumerate(zip(found.bands, say.pairs(found, panel), strict=True))
    ]
    heads = ["Apart", "Within", "Pairs", "Expected", "Against expected", "Chance"]
    table = _frame.table(heads, lines, caption="Pairs of incidents near in place and time", numbers=(2, 3, 5))
    return f'{answer}{table}<p class="note">{esc(note)} Each chance is of that line alone.</p>'


def off(found: Hotspots) -> str:
    """Why events are not on the map."""
    told = found.as_json()["not_on_map"] if found.settings.panel else None
    if told is None:
        counts = found.unplaced["why"].value_counts()
        lines = [(str(why), words.number(int(count))) for why, count in counts.items()]
    else:
        lines = [(one["why"], HIDDEN if one["events"] is None else words.number(one["events"])) for one in told]
    lines = [(f"{why[0].upper()}{why[1:]}", count) for why, count in lines]
    return _frame.table(["Why", "Events"], lines, caption="Events not on the map, by reason", numbers=(1,))

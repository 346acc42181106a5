"""The right panel of the Missing page: interviews, from where, how long, ended where, thin records, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mapping import words
from mapping.pages import _frame
from mapping.pages._month_records import Opens
from mapping.pages._opening import Figure
from mapping.pages._text import esc
from mapping.trends import Missing
from mapping.trends.counts import Part
from mapping.trends.missing import NOTE

_THIN = 12


def draw(found: Missing, opens: Opens) -> None:
    """Fill the panel."""
    asked = found.interviews
    _frame.heading("Return interviews", "" if asked.due is None else f"{asked.due:,} due", asked.said)
    if asked.states:
        rows = _open(opens, "interviews", asked.states)
        _frame.html(_small(("", "Interviews"), rows, caption="Return interviews"))
    waiting = [
        f"{words.counted(asked.waiting, 'episode')} ended within the last 72 hours: not yet due."
        if asked.waiting
        else "",
        f"Of {words.counted(asked.no_return, 'episode')} no return is recorded." if asked.no_return else "",
    ]
    _frame.html("".join(f'<p class="note">{esc(line)}</p>' for line in waiting if line))
    _frame.heading("From where they went missing", "children of the month")
    _frame.html(_small(("", "Children"), _open(opens, "lived", found.lived), caption="From where"))
    if found.placed:
        _frame.heading("Placed in or out of the area", "looked-after children of the month")
        _frame.html(_small(("", "Children"), _open(opens, "placed", found.placed), caption="Placed in or out"))
    _frame.heading("How long they were away", "episodes")
    _frame.html(_small(("", "Episodes"), _open(opens, "lengths", found.lengths), caption="How long"))
    _places(found, opens)
    _thin(found, opens)
    if found.not_recorded:
        _frame.heading("Not recorded")
        _frame.html("".join(f'<p class="note">{esc(line)}</p>' for line in found.not_recorded))
    _frame.heading("How it was counted")
    _frame.html("".join(f'<p class="note">{esc(line)}</p>' for line in found.notes if line != NOTE))


def _open(opens: Opens, section: str, found: Sequence[Part]) -> list[tuple[str, Figure]]:
    """The rows of a table whose figures open their records."""
    return [(one.label, opens.figure(section, one.key, one.said)) for one in found]


def _places(found: Missing, opens: Opens) -> None:
    total = len(found.places) + found.places_hidden + found.places_private
    _frame.heading("Where episodes ended", f"{words.showing(len(found.places), total)} places, {found.days} days")
    if found.places:
        rows = [(one.name, opens.figure("places", one.id, f"{one.children:,}"), one.episodes) for one in found.places]
        _frame.html(_small(("Place", "Children", "Episodes"), rows, caption="Where episodes ended"))
    said = [
        f"{words.counted(found.places_hidden, 'place')} with too few children" if found.places_hidden else "",
        words.counted(found.places_private, "home or address", "homes and addresses") if found.places_private else "",
    ]
    if any(said):
        _frame.html(f'<p class="note">Not shown: {esc(words.listed([one for one in said if one]))}.</p>')
    if found.no_place.count != 0:
        _frame.html(f'<p class="note">Of {esc(found.no_place.said)} children an end place is not recorded.</p>')


def _thin(found: Missing, opens: Opens) -> None:
    shown = found.unheard[:_THIN]
    _frame.heading(
        "Thin records",
        words.showing(len(shown), len(found.unheard)),
        "Missing in the last 12 months, and no return interview at all on record.",
    )
    if shown:
        rows = [(opens.name(one.id, one.heading), one.episodes, words.day(one.latest, found.as_of)) for one in shown]
        _frame.html(_small(("Child", "Episodes", "Latest"), rows, caption="Without a return interview on record"))
    else:
        _frame.html('<p class="note">Of every child missing in these months an interview is on record.</p>')


def _small(heads: Sequence[str], rows: Iterable[Sequence[_frame.Cell]], *, caption: str) -> str:
    """A table narrow enough for the panel: words, then numbers."""
    made = _frame.table(heads, rows, caption=caption, numbers=range(1, len(heads)))
    return f'<div class="month-panel">{made}</div>'

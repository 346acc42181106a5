"""One child on a list, as markup: reasons, records, what is not known; and why they are here, when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapping import words
from mapping.network.decided import Placed
from mapping.network.periphery.cards import Card, PutsHere
from mapping.pages import _frame
from mapping.pages._text import esc

_FEW_CHIPS = 6


def markup(placed: Placed) -> str:
    """One child: token, who, band, reasons, records; not known, help open, what keeps them safe."""
    card = placed.card
    band = f'<span class="band{"" if card.band in ("A", "B") else " dashed"}">{esc(card.band_words)}</span>'
    roles = f'<p class="note">{esc(words.listed(card.roles))}</p>' if card.roles else ""
    new = f'<p class="note back">{esc(placed.new)}</p>' if placed.new else ""
    reasons = "".join(
        f'<li>{esc(reason.text)} <span class="quiet">{esc(reason.latest)}</span></li>' for reason in card.reasons
    )
    safe = [*(one.text for one in card.keeps_safe), card.if_lost]
    return (
        f'<div class="child"><div class="token" aria-hidden="true">{esc(card.initials)}</div><div class="about">'
        f'<div class="head"><h2>{esc(card.heading)} <span class="of">· {esc(card.context)}</span></h2>{band}</div>'
        f'{roles}{new}<ul class="reasons">{reasons}</ul>{_frame.chips(_chips(card))}'
        '<div class="three">'
        + _column("Not known", card.not_known, "Nothing is marked as not known.")
        + _column("Help open now", card.help_open, "None.")
        + _column(f"Keeps {card.name} safe", safe, "Nobody is recorded. That is not the same as nobody.", "safe")
        + "</div></div></div>"
    )


def _chips(card: Card) -> list[str]:
    made = [_frame.chip(one.text, "dashed" if one.ungraded else "") for one in card.chips[:_FEW_CHIPS]]
    more = len(card.chips) - len(made)
    if more > 0:
        made.append(_frame.chip(f"+ {words.counted(more, 'more record')}", "outlined"))
    if card.weaker_paths:
        made.append(_frame.chip(f"+ {words.counted(card.weaker_paths, 'weaker path')}", "outlined"))
    return made


def _column(title: str, lines: Sequence[str], none: str, look: str = "") -> str:
    said = " ".join(words.ended(line) for line in lines if line) or none
    return f'<div><h3 class="{look}">{esc(title)}</h3><p>{esc(said)}</p></div>'


def why(card: Card, decided_before: Sequence[str]) -> str:
    """What puts the child on the list, how steady that is, what other ways of asking say, and what would change it."""
    parts = [
        f"<h3>What puts {esc(card.name)} here</h3>{_shares(card.puts_here)}",
        _lines("How steady that is", _steady(card)),
        _lines("Asked in other ways", card.opinions),
        _lines("What would change it", card.changes),
        _lines("Decided before", decided_before),
    ]
    return f'<div class="why">{"".join(parts)}</div>'


def _steady(card: Card) -> Iterator[str]:
    if card.rank_range:  # says also without whose records the child would not be listed
        yield card.rank_range
    else:
        yield from (one.text for one in card.without if not one.stays)


def _lines(title: str, lines: Sequence[str] | Iterator[str]) -> str:
    said = "".join(f"<li>{esc(line)}</li>" for line in lines if line)
    return f'<h3>{esc(title)}</h3><ul class="plain">{said}</ul>' if said else ""


def _shares(puts: PutsHere) -> str:
    """The largest shares, each with its best path and the records on it; then the rest, so that nothing is left out."""
    lines = []
    for share in puts.shares:
        steps = "".join(f"<li>{esc(step.text)}</li>" for step in share.route.steps if step.text) if share.route else ""
        path = f'<p class="note">Path: {esc(share.route.text)}</p>' if share.route else ""
        lines.append(f"<li>{esc(share.text)}{path}{f'<ul>{steps}</ul>' if steps else ''}</li>")
    rest = f'<p class="note">{esc(puts.rest_text)}</p>' if puts.rest_text else ""
    return f'<p class="note">{esc(puts.text)}</p><ol>{"".join(lines)}</ol>{rest}'

"""The Groups page: people whom the ties hold together, beside the groups that somebody named: to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from data_schema import schema
from graph.answers import Raised
from graph.snapshot import Snapshot
from mapping import words
from mapping.network.groups import FoundGroup, Groups, GroupSettings, Member, groups
from mapping.pages import _concerns, _data, _frame, _rail, _states
from mapping.pages._frame import chip
from mapping.pages._text import esc

_FEW, _FEW_BETWEEN, _FEW_NAMED = 6, 8, 8
_NONE = "Nobody is recorded. That is not the same as nobody."


def render() -> None:
    """Draw the page."""
    snapshot = _data.snapshot()
    if not snapshot.entities.num_rows:
        _frame.page_title("Groups that the ties suggest", "A found group is a suggestion that a worker confirms")
        _states.nothing_loaded("groups", "which groups of children the ties suggest")
        return
    asked, wanted = _filters(snapshot)
    with st.spinner("Finding groups, again and again from other beginnings, to see which hold"):
        found = _found(snapshot, asked)
    concerns = _concerns.held()
    _main(found, wanted, asked, concerns, snapshot)
    with _frame.panel():
        _concerns.waiting(concerns, snapshot, asked.naming)
        _named(found)
        _concerns.raise_named(found.named)
        _between(found)
        _method(found)


@_data.worked_out
def _found(snapshot: Snapshot, settings: GroupSettings) -> Groups:
    return groups(snapshot, settings)


def _filters(snapshot: Snapshot) -> tuple[GroupSettings, str]:
    """The filters, and whether cards or the table are wanted."""
    with st.sidebar:
        view = st.segmented_control("View", ["Cards", "Table"], default="Cards", required=True, key="groups-view")
        window, left_out = _rail.window_choice("groups"), _rail.sources_choice(snapshot, "groups")
        only = st.toggle("Only with children open to the hub", key="groups-open")
        naming = _rail.naming_choice()
        st.caption("A found group is a suggestion that a worker confirms. It is not a named group.")
    st.session_state["groups-only-open"] = only
    return GroupSettings(window_days=window, left_out_agencies=left_out, naming=naming), view or "Cards"


def _main(found: Groups, view: str, asked: GroupSettings, concerns: Sequence[Raised], snapshot: Snapshot) -> None:
    chosen = [one for one in found.found if one.open_children or not st.session_state.get("groups-only-open")]
    every = st.session_state.get("groups-all") == asked
    shown = chosen if every or view == "Table" else chosen[:_FEW]
    hidden = len(found.found) - len(chosen)
    _frame.page_title(
        "Groups that the ties suggest",
        f"{words.showing(len(shown), len(found.found))} found groups, those with children open to the hub first"
        + (f" · {hidden} without one hidden" if hidden else ""),
    )
    _concerns.just_said()
    if not chosen:
        _nothing(found)
    elif view == "Table":
        _table(chosen)
    else:
        for group in shown:
            with _frame.card(f"group-{group.id}"):
                _frame.html(_card(group))
                with st.container(key=f"kith-foot-{group.id}"):
                    _foot(group, _concerns.said_of(group, concerns, snapshot, asked.naming))
    if len(shown) < len(chosen):
        st.button(
            f"Show all {words.number(len(chosen))}", on_click=lambda: st.session_state.update({"groups-all": asked})
        )


def _nothing(found: Groups) -> None:
    if found.found:
        said = f"{words.counted(len(found.found), 'group')} without a child open to the hub are hidden."
        _states.empty("groups", "No group here has a child who is open to the hub", said)
        return
    _states.empty(
        "groups",
        "No groups are found",
        found.empty,
        "Nothing found is not the same as nothing there. A longer window, or hearing every source, may show more.",
        icons=("peer_group",),
    )


def _card(group: FoundGroup) -> str:
    """One found group: what holds it together, its children, who is harmed or open, who protects, what it was named."""
    open_ = f"{group.open_children} open to the hub" if group.open_children else ""
    latest = f" · latest {words.day(group.latest)}" if group.latest else ""
    named = "".join(f'<p class="note">{esc(text)}</p>' for text in _cut([one.text for one in group.named], 3))
    return (
        f'<div class="child"><img class="sign" src="{_frame.icon("peer_group")}" alt=""><div class="about">'
        f'<div class="head"><h2>{esc(group.name)}</h2>{chip(open_, "outlined") if open_ else ""}</div>'
        f'<p class="note">{esc(group.summary)}{esc(latest)}</p>'
        f'<ul class="reasons">{"".join(f"<li>{esc(one)}</li>" for one in _cut(group.holds, 5))}</ul>'
        f'{named}<div class="three">'
        + _column("Harmed, or thought to be", group.harmed, "Nobody in this group is recorded as harmed.")
        + _column("Harm that reaches in", group.harm, "No harm tie to this group is recorded in the window.", "harm")
        + _column("Who protects", group.protects, _NONE, "safe")
        + "</div></div></div>"
    )


def _column(title: str, lines: Sequence[str], none: str, look: str = "") -> str:
    """At most four lines of one kind, with how many there are."""
    said = "".join(f"<li>{esc(line)}</li>" for line in _cut(lines, 4))
    inner = f'<ul class="plain">{said}</ul>' if said else f"<p>{esc(none)}</p>"
    return f'<div><h3 class="{look}">{esc(title)}</h3>{inner}</div>'


def _cut(lines: Sequence[str], most: int) -> list[str]:
    """The first lines, and how many there are beyond them."""
    return [*lines[:most], *([f"and {len(lines) - most} more"] if len(lines) > most else [])]


def _foot(group: FoundGroup, concern: Raised | None) -> None:
    _frame.board_link(*(member.id for member in group.members))
    with st.expander(f"Members: {words.number(len(group.members))}", key=f"group-members-{group.id}"):
        _frame.html(_members(group.members, f"Members of {group.name}"))
    if not (concern and concern.open):
        _concerns.raise_group(group)


def _members(members: Sequence[Member], caption: str) -> str:
    lines = [(one.heading, one.standing, _surely(one)) for one in members]
    return _frame.table(("Who", "What is recorded", "How surely"), lines, caption=caption)


def _surely(member: Member) -> str:
    return f"{member.stability}; stands between groups" if member.between else member.stability


def _table(chosen: Sequence[FoundGroup]) -> None:
    """The table twin of the cards: a line for each member of each group."""
    lines = [
        (group.name, one.heading, schema().entities[one.kind].label, one.standing, _surely(one))
        for group in chosen
        for one in group.members
    ]
    _frame.html(
        _frame.table(
            ("Found group", "Who", "Kind", "What is recorded", "How surely"),
            lines,
            caption="Members of the found groups",
        )
    )


def _named(found: Groups) -> None:
    every = bool(st.session_state.get("groups-named"))
    shown = found.named if every else found.named[:_FEW_NAMED]
    _frame.heading(
        "Named groups",
        words.showing(len(shown), len(found.named)) if found.named else "",
        "Groups that somebody recorded by name, and where the ties put their members.",
    )
    if not found.named:
        _frame.html('<p class="note">No peer group is recorded in this window.</p>')
    for one in shown:
        with st.container(gap=None, key=f"groups-named-{one.id}"):
            _frame.html(f"<p><b>{esc(one.name)}</b> · {esc(one.text)}</p>")
            _frame.context_link(one.id, label=_frame.OPEN_PAGE["peer_group"])
    if len(shown) < len(found.named):
        st.button(f"Show all {len(found.named)}", type="tertiary", on_click=_every, args=("groups-named",))


def _between(found: Groups) -> None:
    every = bool(st.session_state.get("groups-between"))
    shown = found.between if every else found.between[:_FEW_BETWEEN]
    _frame.heading(
        "Between groups",
        words.showing(len(shown), len(found.between)) if found.between else "nobody",
        "The ties put them now in one group, now in another. They may be who connects two groups, or little may be "
        "recorded of them.",
    )
    _frame.html(_frame.rows((one.heading, " ".join([words.ended(one.stability), one.stands])) for one in shown))
    if len(shown) < len(found.between):
        st.button(
            f"Show all {len(found.between)}", type="tertiary", on_click=_every, args=("groups-between",), key="between"
        )


def _every(key: str) -> None:
    st.session_state[key] = "every"


def _method(found: Groups) -> None:
    _frame.heading("How the groups were found")
    left = []
    if found.alone:
        left.append(f"{words.counted(found.alone, 'person', 'people')} without a tie that counts.")
    if found.too_small:
        left.append(f"{words.counted(found.too_small, 'person', 'people')} in groups too small to show.")
    _frame.html("".join(f'<p class="note">{esc(line)}</p>' for line in (*found.method, *left)))

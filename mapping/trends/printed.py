"""The missing and the trends of a month as lines for the terminal: the same words as the pages."""

from __future__ import annotations

from mapping import terminal, words
from mapping.small import HIDDEN
from mapping.trends.actions import Actions
from mapping.trends.groups import SETS
from mapping.trends.missing import Missing
from mapping.trends.panel import Figure, Trends
from mapping.trends.placed import Placed
from mapping.trends.rows import ChildMissing

_MOST = 15


def missing(found: Missing) -> None:
    """The missing children of a month."""
    terminal.say(f"Missing, {found.title}, counted to {words.day(found.until)}")
    terminal.say(
        f"{found.children.said} children in {found.episodes.said} missing episodes; the month before"
        f" {found.previous_children.said} in {found.previous_episodes.said}. {found.away.said} children away without"
        " authorisation."
    )
    for line in found.not_recorded:
        terminal.say(line)
    if found.top:
        terminal.say(f"\nMissing most often this month, {words.showing(len(found.top), found.total)} children")
        _children(found.top)
    terminal.say(f"\nMissing {found.least} or more times in {found.days} days: {found.repeats.said} children")
    if found.repeated:
        terminal.say(f"Of these never open to the hub: {found.repeats_never_open.said}")
        _children(found.repeated[:_MOST])
        if len(found.repeated) > _MOST:
            terminal.say(words.showing(_MOST, len(found.repeated)))
    if found.together:
        shown = found.together[:_MOST]
        terminal.say(f"\nMissing together in these {found.days} days, {words.showing(len(shown), len(found.together))}")
        rows = [(*pair.headings, pair.times, words.day(pair.latest), pair.place, pair.how) for pair in shown]
        terminal.table(["Child", "Child", "Times", "Latest", "Ended at", "How it is known"], rows, numbers=[2])
    _places(found)
    terminal.say(f"\nReturn interviews. {found.interviews.said}")
    terminal.table(["", "Interviews"], [(one.label, one.said) for one in found.interviews.states], numbers=[1])
    terminal.say("\nChildren missing in the month, by where they lived")
    terminal.table(["", "Children"], [(one.label, one.said) for one in found.lived], numbers=[1])
    if found.placed:
        terminal.say("\nOf them looked-after children, by where they are placed")
        terminal.table(["", "Children"], [(one.label, one.said) for one in found.placed], numbers=[1])
    terminal.say("\nEpisodes by how long they lasted")
    terminal.table(["", "Episodes"], [(one.label, one.said) for one in found.lengths], numbers=[1])
    if found.unheard:
        terminal.say("\nThin records: missing in the last twelve months, and no return interview on record")
        terminal.table(
            ["Child", "Episodes", "Latest"],
            [(one.heading, one.episodes, words.day(one.latest)) for one in found.unheard],
            numbers=[1],
        )
    terminal.say("")
    for note in found.notes:
        terminal.say(note)


def _children(rows: tuple[ChildMissing, ...]) -> None:
    terminal.table(
        ["Child", "Lived in", "Month", "By 3 months", "Together with", "Offered", "72 h"],
        [
            (
                row.heading, row.lived, row.episodes, row.run, words.listed(row.together, 2) or "none seen",
                f"{row.offered} of {row.due}", f"{row.within} of {row.due}",
            )
            for row in rows
        ],
        numbers=[2],
    )  # fmt: skip


def _places(found: Missing) -> None:
    if found.places or found.places_hidden or found.places_private:
        terminal.say(f"\nWhere episodes of these {found.days} days ended, by distinct children")
        rows = [(one.name, one.kind, one.children, one.episodes) for one in found.places]
        terminal.table(["Place", "Kind", "Children", "Episodes"], rows, numbers=[2, 3])
    hidden = [
        f"{words.counted(found.places_hidden, 'place')} with too few children" if found.places_hidden else "",
        f"{words.counted(found.places_private, 'home or address', 'homes and addresses')}"
        if found.places_private
        else "",
    ]
    if any(hidden):
        terminal.say(f"Not shown: {words.listed([one for one in hidden if one])}.")


def trends(found: Trends) -> None:
    """The panel figures of a month."""
    terminal.say(f"Trends, {found.title}, counted to {words.day(found.until)}")
    for line in found.not_recorded:
        terminal.say(line)
    terminal.say("")
    terminal.table(
        ["Figure", "Count", "Of", "Month before"],
        [(one.title, one.said, of(one), one.previous_said) for one in found.figures.values()],
        numbers=[1, 3],
    )
    for by in found.by.values():
        terminal.say(f"\n{by.title}")
        heads = [by.title, "Open", "New", "Closed", "Again", *(["Live here"] if by.living else [])]
        terminal.table(
            heads,
            [
                (row.label, *(row.said(name) for name in SETS), *([row.living] if by.living else []))
                for row in by.rows
            ],
            numbers=range(1, len(heads)),
        )  # fmt: skip
    if found.course.children:
        terminal.say(
            f"\nLevel at the start, after three months and at the close: {found.course.said} closed in twelve months"
        )
        terminal.table(
            ["Level", "Start", "Three months", "Close"],
            [(row.label, shown(row.start), shown(row.review), shown(row.close)) for row in found.course.rows],
            numbers=[1, 2, 3],
        )
    if found.series:
        months = found.series[0].months
        terminal.say("\nChildren harmed a month, by kind of harm")
        terminal.table(
            ["", *(month[2:] for month in months[-6:])],
            [(one.label, *(each.said for each in one.counts[-6:])) for one in found.series],
            numbers=range(1, 7),
        )
    if found.themes or found.themes_hidden:
        terminal.say(
            f"\nThemes of three months, {words.showing(len(found.themes), len(found.themes) + found.themes_hidden)}:"
            f" the others are of under {found.small} children"
        )
        rows = [(one.title, one.where, one.children.said, one.before.said, one.weekend.said) for one in found.themes]
        terminal.table(["Harm", "Where and when", "Children", "Before", "Fri to Sun"], rows, numbers=[2, 3, 4])
    _placed(found.placed)
    if found.actions and found.actions.known:
        _actions(found.actions)
    _since(found)
    terminal.say("")
    for note in (*found.notes, *found.since.notes):
        terminal.say(note)


def _placed(found: Placed) -> None:
    if not found.looked_after:
        return
    terminal.say("\nLooked-after children by where they are placed")
    rows = [(one.label, one.said, two.said) for one, two in zip(found.looked_after, found.missing, strict=True)]
    terminal.table(["", "At the end", "Missing in it"], rows, numbers=[1, 2])
    terminal.say(found.said)


def _actions(found: Actions) -> None:
    terminal.say(f"\nActions to make places safer. {found.said}")
    terminal.table(["Owner", "Open", "Overdue"], [(o.owner, o.open, o.overdue) for o in found.owners], numbers=[1, 2])
    if found.overdue:
        rows = [(one.where, one.owner or "nobody named yet", words.day(one.due_on), one.days) for one in found.overdue]
        terminal.table(["Overdue at", "Owner", "Due", "Days over"], rows[:_MOST], numbers=[3])
    terminal.table(["Ended in the month", "Actions"], [(one.label, one.said) for one in found.ended], numbers=[1])


def _since(found: Trends) -> None:
    since = found.since
    terminal.say(f"\nWhat changed since the last panel, {words.day(since.since)}")
    for heading, themes in (("New theme", since.themes_new), ("No longer a theme", since.themes_gone)):
        for one in themes:
            terminal.say(f"{heading}: {one.title}, {one.where}: {one.children.said} children.")
    if since.levels:
        terminal.table(["Level since", "Children"], [(one.label, one.said) for one in since.levels], numbers=[1])
    if since.late:
        rows = [(one.title, one.then_said, one.now_said) for one in since.late]
        terminal.table(["Changed by late records", "Then", "Now"], rows, numbers=[1, 2])
    if found.entered:
        entered = [(one.title, one.records, one.earlier) for one in found.entered]
        terminal.table(["Records entered in the month", "Records", "About before"], entered, numbers=[1, 2])


def shown(count: int | None) -> str:
    """A count of a table in words."""
    return HIDDEN if count is None else words.number(count)


def of(one: Figure) -> str:
    """The denominator in words, and of how many it is not known."""
    said = f"{words.number(one.of)} {one.of_what}" if one.of is not None and one.of_what else ""
    unknown = f"{words.number(one.unknown)} not recorded" if one.unknown else ""
    return "; ".join(filter(None, [said, unknown]))

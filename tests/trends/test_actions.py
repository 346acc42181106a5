"""Actions at the end of a month: open, overdue, ended and by whom; none read is not none there."""

from __future__ import annotations

from datetime import UTC, date, datetime

from graph.answers import Acted
from mapping.plain import plain
from mapping.trends import Month, TrendSettings, trends
from mapping.trends.actions import GROUP, Actions, actions
from tests.make import Maker

OCTOBER = Month(2026, 10)
UNTIL = date(2026, 10, 31)


def acted(id: str, *, due: date | None = None, ended: date | None = None, **more: str) -> Acted:
    return Acted(
        id, more.get("context", "P"), more.get("what", "Light the underpass"), "", more.get("owner", "Council"), due,
        date.fromisoformat(more["began"]) if "began" in more else None, ended,
        more.get("state", "done" if ended else "planned"), more.get("outcome", ""), (), "A. Brennan", "analyst", "hub",
        "test", datetime.fromisoformat(more.get("at", "2026-09-01")).replace(tzinfo=UTC), 1,
    )  # fmt: skip


def scene() -> Maker:
    made = Maker()
    made.place("P", "Ottermere Central", "station")
    made.place("H", "Larch House", "childrens_home")
    return made


def found(*mine: Acted) -> Actions:
    return actions(scene().snapshot(), mine, OCTOBER, UNTIL)


def test_open_overdue_and_ended_as_they_stood_at_the_end_of_the_month() -> None:
    told = found(
        acted("1", due=date(2026, 10, 1)),
        acted("2", due=UNTIL),  # due on the last day: not yet past
        acted("3", owner="", due=date(2026, 9, 1), context="H"),
        acted("4", context="G", due=date(2026, 10, 30), ended=date(2026, 11, 2), outcome="safer"),  # open until then
        acted("5", ended=date(2026, 10, 1), outcome="safer"),
        acted("6", ended=date(2026, 10, 31), state="stopped"),  # nobody said what came of it
        acted("7", ended=date(2026, 9, 30), outcome="worse"),
        acted("8"),
        acted("9", at="2026-11-01"),  # written down after the month
    )
    assert (told.open, told.undated) == (5, 1)
    assert [(one.id, one.where, one.days) for one in told.overdue] == [
        ("3", "children's home, not named", 60), ("1", "Ottermere Central", 30), ("4", GROUP, 1),
    ]  # fmt: skip
    assert [(part.key, part.count) for part in told.ended if part.count] == [("not_known", 1), ("safer", 1)]
    assert told.ended[0].key == "not_known"
    assert [(one.owner, one.open, one.overdue) for one in told.owners] == [
        ("Nobody named yet", 1, 1), ("Council", 4, 2),
    ]  # fmt: skip
    assert told.said == "5 actions open, 3 of them overdue; 1 without a day to be done by; 2 ended in the month."


def test_none_on_record_and_none_read_are_told_apart() -> None:
    snapshot, asked = scene().snapshot(), TrendSettings(OCTOBER)
    none, unread = trends(snapshot, asked, acted=()), trends(snapshot, asked)
    assert none.actions is not None
    assert not none.actions.known
    assert "A map without actions" in none.actions.said
    assert unread.actions is None
    assert any("Actions" in line and "not recorded" in line for line in none.not_recorded)
    assert any("Actions" in line and "not read here" in line for line in unread.not_recorded)


def test_the_words_of_an_action_are_not_in_the_figures() -> None:
    told = trends(scene().snapshot(), TrendSettings(OCTOBER), acted=[acted("1", due=UNTIL, what="Ask T.B.'s mother")])
    assert "mother" not in str(plain(told))

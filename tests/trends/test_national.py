"""Referrals and decisions of the national referral mechanism, and coverage: with denominators, unknown never 0."""

from __future__ import annotations

from datetime import date, timedelta

from mapping.trends import Month, Trends, TrendSettings, trends
from tests.make import Maker
from tests.trends.scene import opened

OCTOBER = Month(2026, 10)
NAMES = ("nrm_referred", "nrm_reasonable", "nrm_conclusive", "nrm_negative", "nrm_waiting")


def figures(made: Maker, month: Month = OCTOBER, *, small: int = 1) -> Trends:
    return trends(made.snapshot(), TrendSettings(month, small=small))


def said(made: Maker, child: str, role: str, day: date) -> None:
    made.role(child, f"nrm_{role}", agency="social care", nature="fact", observed_from=day, observed_to=None)


def test_referrals_and_decisions_of_children_are_counted_with_what_they_are_of() -> None:
    made = Maker()
    for child in "ABCD":
        made.child(child)
    grown = made.adult("G")
    opened(made, "A", date(2026, 1, 1))
    opened(made, "D", date(2026, 1, 1))
    said(made, "A", "referred", date(2026, 10, 2))
    said(made, "B", "referred", date(2026, 6, 2))
    said(made, "B", "reasonable", date(2026, 10, 1))
    said(made, "C", "referred", date(2025, 9, 30))  # more than twelve months before the end
    said(made, "C", "negative", date(2026, 10, 31))
    said(made, grown, "referred", date(2026, 10, 9))  # an adult is not counted among children
    found = figures(made).figures
    assert {name: (found[name].count, found[name].of) for name in NAMES} == {
        "nrm_referred": (1, 2), "nrm_reasonable": (1, 3), "nrm_conclusive": (0, 3), "nrm_negative": (1, 3),
        "nrm_waiting": (1, 3),
    }  # fmt: skip
    assert (found["nrm_open"].count, found["nrm_open"].of) == (1, 2)
    before = figures(made, Month(2026, 9)).figures
    assert [before[name].count for name in NAMES] == [0, 0, 0, 0, 2]
    assert found["nrm_waiting"].previous == 2


def test_a_decision_that_nobody_recorded_is_not_a_decision_of_none() -> None:
    made = Maker()
    made.child("A")
    found = figures(made)
    assert {found.figures[name].said for name in NAMES} == {"not recorded"}
    assert "Referrals to the national referral mechanism (NRM): not recorded in the files loaded." in found.not_recorded
    said(made, "A", "referred", date(2026, 10, 2))
    found = figures(made)
    assert found.figures["nrm_referred"].count == 1
    assert found.figures["nrm_negative"].said == "not recorded"
    assert "Decisions of the national referral mechanism (NRM): not recorded in the files loaded." in found.not_recorded


def test_two_months_side_by_side_tell_no_small_number_of_referrals() -> None:
    made = Maker()
    for number in range(9):
        child = made.child(f"C{number}")
        said(made, child, "referred", date(2026, 10, 9) if number > 6 else date(2026, 5, 1))
    found = figures(made, small=5).figures
    assert found["nrm_referred"].said == "under 5"
    assert (found["nrm_waiting"].count, found["nrm_waiting"].previous_said) == (9, "not shown")


def test_who_is_harmed_again_and_again_and_never_brought_to_the_hub() -> None:
    made = Maker()
    for child in "ABCD":
        made.child(child)
    days = {"A": (1, 200), "B": (1, 2), "C": (1,), "D": (3, 400)}
    for child, back in days.items():
        for number, day in enumerate(back):
            event = made.entity(
                "event", f"{child}{number}", subkind="incident", harm_type="serious_violence",
                started_on=date(2026, 10, 31) - timedelta(days=day),
            )  # fmt: skip
            made.tie(child, "harmed_in", event)
            made.tie(child, "harmed_in", event, agency="hub")  # said twice: still one event
    opened(made, "A", date(2024, 1, 1), date(2024, 3, 1))
    found = figures(made).figures
    assert (found["harmed_repeatedly"].count, found["harmed_repeatedly"].of) == (2, 4)
    assert (found["harmed_never_open"].count, found["harmed_never_open"].of) == (1, 2)

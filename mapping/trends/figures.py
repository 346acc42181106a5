"""The figures of a panel by name: their titles, what each is of, what it counts, and what it is called when lacking."""

from __future__ import annotations

from collections.abc import Mapping

from mapping.trends.ahead import AHEAD_MONTHS, TURNING

FIGURES: Mapping[str, tuple[str, str, str]] = {
    "open": ("Open to the hub at the end of the month", "children aged 10 to 17 living here", "children"),
    "new": ("Opened in the month", "open at its end", "children"),
    "closed": ("Closed in the month", "open at the end of the month before", "children"),
    "re_referred": ("Opened again within 12 months of closing", "opened in the month", "children"),
    "missing_children": ("Missing in the month", "children aged 10 to 17 living here", "children"),
    "missing_episodes": ("Missing episodes begun in the month", "", "episodes"),
    "away_children": ("Away without authorisation in the month", "", "children"),
    "missing_repeatedly": ("Missing repeatedly", "missing in these days", "children"),
    "repeat_never_open": ("Missing repeatedly and never open to the hub", "missing repeatedly", "children"),
    "missing_looked_after": ("Looked-after children missing in the month", "missing in the month", "children"),
    "interviews_offered": ("Return interviews offered", "due", "interviews"),
    "interviews_accepted": ("Return interviews accepted", "due", "interviews"),
    "interviews_within_72_hours": ("Return interviews held within 72 hours", "due", "interviews"),
    "harmed_repeatedly": ("Harmed in two or more events in 12 months", "harmed in these months", "children"),
    "harmed_never_open": (
        "Harmed in two or more events in 12 months and never open to the hub", "harmed in two or more", "children",
    ),
    "looked_after_open": ("Open to the hub and looked after", "open at the end of the month", "children"),
    "siblings_not_open": ("Under 18, siblings of open children, and not open", "siblings under 18", "children"),
    "nrm_open": ("Open to the hub and ever referred to the NRM", "open at the end of the month", "children"),
    "nrm_referred": ("Referred to the NRM in the month", "referred in the 12 months to its end", "children"),
    "nrm_reasonable": ("Given reasonable grounds by the NRM in the month", "ever referred", "children"),
    "nrm_conclusive": ("Given conclusive grounds by the NRM in the month", "ever referred", "children"),
    "nrm_negative": ("Given a negative decision by the NRM in the month", "ever referred", "children"),
    "nrm_waiting": ("Referred to the NRM and no decision recorded", "ever referred", "children"),
    "warned": ("Served with a child abduction warning notice in the month", "", "adults"),
    "warnings_in_force": ("Under a child abduction warning notice at the end of the month", "", "adults"),
    "arrests": ("Arrests in the month", "", "events"),
    "charged": ("Charged in the month", "", "adults"),
    "convicted": ("Convicted in the month", "", "adults"),
    "excluded": ("Excluded from school in the month", "", "children"),
    **{
        f"turning_{age}": (f"Turn {age} in the next {AHEAD_MONTHS} months", of, "people")
        for age, of in zip(TURNING, ("open or looked after", "open or looked after", "once looked after"), strict=True)
    },
}  # fmt: skip
"""Figure -> its title, what its denominator counts, and what it counts itself."""
WORK = ("interviews_offered", "interviews_accepted", "interviews_within_72_hours")
"""Figures of what services did: they count interviews, not people."""
SUBSETS = frozenset(
    {
        "missing_repeatedly", "repeat_never_open", "missing_looked_after", "harmed_repeatedly", "harmed_never_open",
        "looked_after_open", "siblings_not_open", "nrm_open", "nrm_referred", "nrm_reasonable", "nrm_conclusive",
        "nrm_negative", "nrm_waiting",
    }
)  # fmt: skip
"""Figures whose denominator they are a part of: a small rest would be told by the two together."""
LACKING = {
    "open": "Open to the hub",
    "missing_children": "Missing episodes",
    "interviews_offered": "Return interviews",
    "harmed_repeatedly": "Events in which a child came to harm",
    "looked_after_open": "Who is looked after",
    "siblings_not_open": "Siblings",
    "nrm_referred": "Referrals to the national referral mechanism (NRM)",
    "nrm_reasonable": "Decisions of the national referral mechanism (NRM)",
    "warned": "Child abduction warning notices (CAWN)",
    "charged": "Charges",
    "convicted": "Convictions",
    "arrests": "Arrests",
    "excluded": "Exclusions",
    "away_children": "Away without authorisation",
}
"""What to call a figure that nothing loaded tells of."""

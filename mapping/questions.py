"""The five questions of the periphery and their headings; they are kept apart and never added up."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Question(StrEnum):
    """What a list asks."""

    NEAR_HARMED = "near_harmed"
    NEAR_ADULTS = "near_adults"
    MISSING_TOGETHER = "missing_together"
    SHARED_PLACES = "shared_places"
    BRIDGING_GROUPS = "bridging_groups"


TITLES: Mapping[Question, str] = {
    Question.NEAR_HARMED: "Near known harmed children",
    Question.NEAR_ADULTS: "Near adults of concern",
    Question.MISSING_TOGETHER: "Missing together",
    Question.SHARED_PLACES: "Shared places",
    Question.BRIDGING_GROUPS: "Bridging groups",
}
HEADINGS: Mapping[Question, str] = {
    Question.NEAR_HARMED: "Children not open to the hub who are near known harmed children",
    Question.NEAR_ADULTS: "Children not open to the hub who are near adults of concern",
    Question.MISSING_TOGETHER: "Children not open to the hub who were missing together with others",
    Question.SHARED_PLACES: "Children not open to the hub who spend time where children came to harm",
    Question.BRIDGING_GROUPS: "Children not open to the hub who stand between groups",
}

"""Open, new, closed and re-referred children by harm, level, age, sex, ethnic group and care; not recorded first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from data_schema import schema
from mapping.characteristics import BANDS, NOT_RECORDED, broad
from mapping.small import HIDDEN, suppress
from mapping.trends.hub import Hub, harm_types, level_words, levels
from mapping.trends.known import Counted
from mapping.trends.month import Month

SETS = ("open", "new", "closed", "re_referred")
UNRECORDED = "Not recorded"
TITLES = {
    "harm_type": "Kind of harm",
    "level": "Risk level, as the tool says",
    "age_band": "Age",
    "sex": "Sex",
    "ethnicity": "Ethnic group",
    "care": "Care",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One group. A count is None where it is too small to show, or would give a small one away."""

    key: str  # "" for not recorded
    label: str
    open: int | None
    new: int | None
    closed: int | None
    re_referred: int | None
    living: int | None  # children of 10 to 17 of the group who live here; None where no population says so

    def said(self, name: str) -> str:
        """A count in words."""
        found: int | None = getattr(self, name)
        return HIDDEN if found is None else f"{found:,}"


@dataclass(frozen=True, slots=True)
class By:
    """Children by one characteristic, who is not recorded first."""

    title: str
    rows: tuple[Row, ...]
    living: int | None  # of all groups


def flows_hidden(hub: Hub, limit: int) -> bool:
    """Whether neither who was opened nor who was closed is shown: with open now and before one would tell the other."""
    return any(0 < len(flow) < limit for flow in (hub.new, hub.closed))


def groups(known: Counted, hub: Hub, month: Month, until: date, limit: int) -> Mapping[str, By]:
    """Sort the children of a month by every characteristic that panels ask for.

    A child open for two kinds of harm is in both rows; by every other characteristic each is in one.
    """
    sets = dict(zip(SETS, (hub.open, hub.new, hub.closed, hub.again), strict=True))
    everybody = frozenset().union(*sets.values())
    told = _population(known)
    found = {}
    for name, (of, labels) in sorted_children(known, everybody, month, until).items():
        columns = {one: _column(children, of, labels, limit) for one, children in sets.items()}
        if flows_hidden(hub, limit):
            columns |= {one: [None] * len(labels) for one in SETS[1:]}
        living = told.get(name, {})
        rows = tuple(
            Row(
                key=key,
                label=label,
                open=columns["open"][place],
                new=columns["new"][place],
                closed=columns["closed"][place],
                re_referred=columns["re_referred"][place],
                living=living.get(key),
            )
            for place, (key, label) in enumerate(labels.items())
        )
        found[name] = By(TITLES[name], rows, sum(living.values()) if living else None)
    return found


def _column(
    children: Collection[str], of: Mapping[str, Collection[str]], labels: Mapping[str, str], limit: int
) -> list[int | None]:
    counts = Counter(key for child in children for key in of[child])
    values = [counts[key] for key in labels]
    return [value if shown else None for value, shown in zip(values, suppress(values, limit).shown, strict=True)]


Of = tuple[Mapping[str, Collection[str]], Mapping[str, str]]


def sorted_children(known: Counted, children: Collection[str], month: Month, until: date) -> Mapping[str, Of]:
    """Characteristic -> child -> keys, and key -> words in the order to show."""
    codes, people = schema().codes, known.people
    risk = levels(known.snapshot, until)
    ordered = list(codes["level"].codes)[::-1]
    risks = sorted(
        {one for child, one in risk.items() if child in children},
        key=lambda one: (ordered.index(one.level) if one.level in ordered else -1, one.tool, one.version),
    )
    cared = {child for child in children if any(span.on(until) for span in known.cared.get(child, ()))}
    ethnic = dict.fromkeys(code.extra["group"] for code in codes["ethnicity"].codes.values())
    bands = {f"{low}-{high}": f"{low} to {high}" for low, high in BANDS}
    return {
        "harm_type": (
            {child: harm_types(known.opened, child, month, until) for child in children},
            {"": UNRECORDED} | {code: one.label for code, one in codes["harm_type"].codes.items()},
        ),
        "level": (
            {child: [level_words(risk[child]) if child in risk else ""] for child in children},
            {"": "No level recorded on the day"} | {level_words(one): level_words(one) for one in risks},
        ),
        "age_band": (
            {child: [_band(people[child].age(until))] for child in children},
            {"": UNRECORDED, "0-9": "Under 10", **bands, "18-": "18 and over"},
        ),
        "sex": (
            {child: [people[child].sex if people[child].sex != "U" else ""] for child in children},
            {"": UNRECORDED} | {code: one.label for code, one in codes["sex"].codes.items() if code != "U"},
        ),
        "ethnicity": (
            {child: [broad(people[child].ethnicity)] for child in children},
            {"": UNRECORDED} | {group: group for group in ethnic if broad(group) != NOT_RECORDED},
        ),
        "care": (
            {child: [("looked_after" if child in cared else "home") if known.cared else ""] for child in children},
            {"": UNRECORDED, "looked_after": "Looked after", "home": "No care recorded"},
        ),
    }


def _band(age: int | None) -> str:
    if age is None:
        return ""
    if age >= 18:
        return "18-"
    return next((f"{low}-{high}" for low, high in BANDS if low <= age <= high), "0-9")


def _population(known: Counted) -> Mapping[str, Mapping[str, int]]:
    """Children who live here by characteristic and group, as far as a population was loaded in these groups."""
    found: dict[str, Counter[str]] = {}
    for row in known.snapshot.population.to_pylist():
        name, group = row["characteristic"], row["group"]
        if name == "ethnicity":
            found.setdefault(name, Counter())[broad(group)] += row["children"]
        elif name == "sex":
            found.setdefault(name, Counter())["" if group == "U" else group] += row["children"]
        elif name == "age_band":
            low, _, high = group.partition("-")
            band = _band(int(low))
            if band == _band(int(high or low)):  # a band that lies across two of ours says nothing of either
                found.setdefault(name, Counter())[band] += row["children"]
    return found

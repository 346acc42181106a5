"""Evaluations of the five lists as lines for the terminal: on the invented borough and on a hub's own records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mapping import terminal, words
from mapping.evaluation.lists import BASELINES
from mapping.evaluation.printed import NAMES, beside, cell, figure, figures, verdict
from mapping.questions import TITLES, Question

if TYPE_CHECKING:
    from mapping.evaluation.borough import Borough
    from mapping.evaluation.history import Answered, History


def borough(found: Borough) -> None:
    """The five lists and the harness on the truth of the invented borough: counts only."""
    terminal.say(found.note)
    plain = {name: max(one.found[by] for by in BASELINES) for name, one in found.questions.items()}
    beaten = [_title(name) for name, one in found.questions.items() if plain[name] >= one.found["list"]]
    if beaten:
        terminal.say(
            f"\nOn {len(beaten)} of {len(found.questions)} questions a plain count, given as many places, finds as "
            f"many hidden children as the list or more: {words.listed(beaten)}."
        )
    terminal.say(
        f"\n{words.counted(found.children, 'child', 'children')} on record, {words.number(found.harmed)} of them in "
        f"truth harmed or approached. Of these {words.number(found.hidden)} are not open to the hub: they are hidden. "
        f"{words.number(found.on_any_list)} of the hidden stand on at least one list."
    )
    terminal.say("\nHidden children found; plain counts are given as many places as the list has.")
    _found_table({name: (one.listed, one.found) for name, one in found.questions.items()}, "Listed")
    harness = found.harness
    terminal.say(
        f"\nThe harness on the truth, {words.counted(harness.splits, 'time')}: {words.number(harness.seeds)} of the "
        f"harmed given, {words.number(harness.positives)} to find among {words.number(harness.candidates)} children. "
        f"Prevalence, which is what chance reaches: {figure(harness.prevalence)}."
    )
    terminal.say(verdict(harness.methods, harness.beaten_by, harness.differences))
    figures(harness.methods)
    beside(harness.degree_matched_share, harness.win_rate)


def history(found: History, *, fictional: bool) -> None:
    """The lists of past months beside who was confirmed afterwards: counts only."""
    if fictional:
        terminal.say("These records are invented: this shows that the machinery works, not how well.\n")
    beaten = [_beaten(name, one) for name, one in found.questions.items() if one.beaten_by]
    if beaten:
        terminal.say(
            f"By mean AUPRC a plain count orders children as well as these lists or better: {'; '.join(beaten)}. "
            "Whoever was looked at most has most records: there a list says little more than where services looked."
        )
    first, last = words.day(found.months[0].day), words.day(found.months[-1].day)
    terminal.say(
        f"\n{words.counted(len(found.months), 'past month')}, {first} to {last}: the lists as they would have been, "
        f"from the records entered by then. {words.counted(found.confirmed, 'child', 'children')} on record were "
        f"confirmed within {words.counted(found.ahead, 'month')} of one of them."
    )
    if unseen := sum(month.not_on_record for month in found.months):
        cases = words.counted(unseen, "further case")
        terminal.say(f"In {cases} nothing was recorded of the child before: no list could have held them.")
    terminal.say(found.note)
    terminal.say("\nConfirmed children who stood on a list before; plain counts are given as many places each month.")
    _found_table({name: (one.confirmed, one.found) for name, one in found.questions.items()}, "Confirmed")
    some = next(iter(found.questions.values()))
    terminal.say(
        f"\nOrders of all candidates, about {some.positives:.0f} to find among {some.candidates:.0f} a month. "
        f"Prevalence, which is what chance reaches: {figure(some.prevalence)}. Mean ± SD over the months; below it the "
        "95% interval of the mean over draws of people."
    )
    _orders(found.questions)
    beside(some.degree_matched_share, {})


def _orders(questions: Mapping[str, Answered]) -> None:
    """AUPRC of the list and of the plain counts, and what else the list reaches: a row a question."""
    methods = ("label_spreading", *BASELINES)
    heads = ["Question", *("List AUPRC" if by == "label_spreading" else NAMES[by].capitalize() for by in methods)]
    rows = [(_title(name), *(cell(one.methods[by]["auprc"]) for by in methods)) for name, one in questions.items()]
    terminal.table(heads, rows, numbers=range(1, len(heads)))
    terminal.say("")
    more = {"p_at_10": "List P@10", "r_at_10": "R@10", "lift_at_10": "Lift", "degree_matched_auc": "Degree-matched AUC"}
    ours = {name: one.methods["label_spreading"] for name, one in questions.items()}
    rows = [(_title(name), *(cell(one[metric]) for metric in more)) for name, one in ours.items()]
    terminal.table(["Question", *more.values()], rows, numbers=range(1, 1 + len(more)))


def _found_table(rows: Mapping[str, tuple[int, Mapping[str, float]]], counted: str) -> None:
    heads = list(dict.fromkeys(by for _, found in rows.values() for by in found))
    table = [(_title(name), count, *(_about(found[by]) for by in heads)) for name, (count, found) in rows.items()]
    names = ["The list" if by == "list" else NAMES.get(by, by).capitalize() for by in heads]
    terminal.table(["Question", counted, *names], table, numbers=range(1, 2 + len(heads)))


def _beaten(name: str, one: Answered) -> str:
    return f"{_title(name)} ({words.listed([NAMES[by] for by in one.beaten_by])})"


def _title(name: str) -> str:
    return TITLES[Question(name)].lower()


def _about(count: float) -> str:
    """A count; where equal ones share the last places it is an expected one, and said to be about so many."""
    return f"{count:.0f}" if float(count).is_integer() else f"about {count:.1f}"

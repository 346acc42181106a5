"""Evaluations as lines for the terminal: first where a plain count does better, then figures, then their limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mapping import terminal, words
from mapping.evaluation.summary import AGAINST

if TYPE_CHECKING:
    from mapping.evaluation.groups import Agreement
    from mapping.evaluation.harness import Evaluation
    from mapping.evaluation.labelled import Given
    from mapping.evaluation.summary import Difference, Figures

NAMES: Mapping[str, str] = {
    "label_spreading": "label spreading",
    "pagerank": "PageRank",
    "seed_neighbours": "seed neighbours",
    "degree": "degree",
    "records_held": "records held",
    "random": "random order",
}
_PLAIN = {
    "degree": "counting each person's ties",
    "seed_neighbours": "counting each person's ties to seeds",
    "records_held": "counting each person's records",
}
_HEADS: Mapping[str, str] = {
    "auprc": "AUPRC",
    "p_at_10": "P@10",
    "auc": "AUC",
    "degree_matched_auc": "Degree-matched",
}


def network(found: Evaluation, given: Given) -> None:
    """The harness on a labelled network."""
    terminal.say(verdict(found.methods, found.beaten_by, found.differences))
    terminal.say(
        f"\n{words.counted(found.people, 'person', 'people')}, {words.counted(found.ties, 'tie')}"
        f" (read as {_columns(given)}); {words.number(found.labelled)} with a label."
    )
    for count, what in (
        (found.self_ties, "left out: they tie a person to themself"),
        (given.left_out, "left out: they do not meet --ties-where"),
    ):
        if count:
            terminal.say(f"{words.counted(count, 'tie')} {what}.")
    tried = "once" if found.splits == 1 else f"{words.number(found.splits)} times"
    terminal.say(
        f"Tried {tried}: {words.counted(found.seeds, 'seed')} given, {words.number(found.positives)} to find among "
        f"{words.counted(found.candidates, 'candidate')}. Prevalence, which is what chance reaches: "
        f"{figure(found.prevalence)}."
    )
    figures(found.methods)
    beside(found.degree_matched_share, found.win_rate)


def verdict(
    methods: Mapping[str, Mapping[str, Figures]], beaten_by: Sequence[str], differences: Mapping[str, Difference]
) -> str:
    """The first sentence: whether label spreading is worth more here than a plain count."""
    ours = methods["label_spreading"]["auprc"].mean
    if beaten_by:
        best = beaten_by[0]
        theirs = methods[best]["auprc"].mean
        others = [NAMES[name] for name in beaten_by[1:]]
        also = f" The same holds for {words.listed(others)}." if others else ""
        looked = " Where collection centred on the people sought, degree finds them because they were looked at."
        beats = "beats the method" if theirs != ours else "does as well as the method"
        return (
            f"{NAMES[best].capitalize()} {beats} here: "
            f"{_PLAIN[best]} has a mean AUPRC of {figure(theirs)}, label spreading {figure(ours)}.{also}"
            f"{_turn(differences.get(f'label_spreading-{best}'))}{looked if 'degree' in beaten_by else ''}"
            f"{_by_chance(methods)}"
        )
    degree, near = (methods[name]["auprc"].mean for name in AGAINST)
    return (
        f"Label spreading finds more than the plain counts here: mean AUPRC {figure(ours)}, degree {figure(degree)}, "
        f"seed neighbours {figure(near)}.{_turn(differences['label_spreading-degree'])}{_by_chance(methods)}"
    )


def _by_chance(methods: Mapping[str, Mapping[str, Figures]]) -> str:
    one = methods["label_spreading"]["auc"]
    if one.low is None or one.high is None or not one.low <= 0.5 <= one.high:
        return ""
    return f" Label spreading may be no better than chance: its AUC is {figure(one.low)} to {figure(one.high)}."


def _turn(one: Difference | None) -> str:
    """Whether the difference to degree could be about who happens to be in the network."""
    if one is None or one.low is None or one.high is None:
        return ""
    span = f"label spreading less the count is {_signed(one.low)} to {_signed(one.high)}"
    if one.low <= 0 <= one.high:
        return f" With other people the order could turn: over draws of people {span}."
    return f" Over draws of people {span}."


def figures(methods: Mapping[str, Mapping[str, Figures]]) -> None:
    """A table: every method by every metric, its mean and spread over the interval of that mean."""
    rows = [
        (NAMES.get(method, method), *(cell(found[metric]) for metric in _HEADS)) for method, found in methods.items()
    ]
    terminal.say("\nMean ± SD over the splits; below it the 95% interval of the mean over draws of people.")
    terminal.table(["Method", *_HEADS.values()], rows, numbers=range(1, 1 + len(_HEADS)))
    ours = methods["label_spreading"]
    first, lift = ours["r_at_10"].mean, ours["lift_at_10"].mean
    if first is not None and lift is not None:
        terminal.say(
            f"Among its first ten label spreading finds {first:.0%} of those to find (R@10), {lift:.1f} times what "
            "chance finds there (lift)."
        )


def cell(one: Figures) -> str:
    """Mean and spread, the interval on a line below."""
    if one.mean is None or one.sd is None:
        return "not measured"
    interval = "" if one.low is None or one.high is None else f"{figure(one.low)} to {figure(one.high)}"
    return f"{figure(one.mean)} ± {figure(one.sd)}\n{interval}"


def beside(share: float | None, wins: Mapping[str, float | None]) -> None:
    """What must stand beside every accuracy."""
    terminal.say("")
    if share is None:
        terminal.say("No positive has a negative of the very same degree: nothing here is told apart from degree.")
    else:
        terminal.say(
            f"{share:.0%} of those to find have somebody of the very same degree beside them; only they count in the "
            "degree-matched AUC, where degree itself scores .500."
        )
    said = [f"{NAMES[name.split('>')[1]]} {rate:.0%}" for name, rate in wins.items() if rate is not None]
    if said:
        terminal.say(
            f"Label spreading wins over these shares of the splits: {words.listed(said)}. That is no evidence: splits "
            "share their people, and a purely random label once won 88% of them. Rely on the interval over people."
        )
    terminal.say(
        "A label that counts records in disguise (seen by police, named in a report) is found best by counting "
        "records. Ask how somebody comes to have the label before relying on any of these figures."
    )


def groups(found: Agreement, truth: str) -> None:
    """Consensus groups beside true ones."""
    terminal.say(
        f"Groups that the ties suggest, against {truth}: AMI {figure(found.ami)}, ARI {figure(found.ari)} "
        "(1 is the same groups, 0 is chance)."
    )
    terminal.say(
        f"{words.counted(found.people, 'person', 'people')}, {words.counted(found.ties, 'tie')}; "
        f"{words.counted(found.groups, 'group')} found in {found.runs} runs, {words.number(found.truths)} true; "
        f"{words.counted(found.compared, 'person', 'people')} compared, {words.number(found.between)} between groups."
    )
    for count, why in (
        (found.without_truth, f"nothing in {truth}"),
        (found.without_ties, "no tie"),
    ):
        if count:
            terminal.say(f"Left out of the score: {words.number(count)} who {'has' if count == 1 else 'have'} {why}.")
    terminal.say("Groups are suggestions that a worker confirms; friendship that people report agrees far less well.")


def _columns(given: Given) -> str:
    return ", ".join(f"{what} {column}" for what, column in given.columns.items() if column)


def figure(value: float | None) -> str:
    """`.349`, as the papers print it; nothing measured is said so."""
    if value is None:
        return "not measured"
    return f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.3f}"


def _signed(value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{figure(abs(value))}"

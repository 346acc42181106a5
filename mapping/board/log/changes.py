"""A difference between two moments of a board as a value: each change once, and how many there were in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from mapping import words

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

PARTS = {
    "people": "People and places",
    "ties": "Ties",
    "roles": "What is known of people",
    "notes": "Notes",
    "actions": "Actions",
    "frames": "Frames",
    "drawn": "What is drawn, and how people are named",
}
"""Parts of a difference, in the order to be read -> what heads them."""


_NOT_COUNTED = frozenset({"filters", "naming"})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed."""

    part: str  # a key of PARTS
    how: str  # came, gone, new, out_of_date, verified ...: what it is counted under
    words: str
    line: str = ""  # id of the tie, in whichever board draws it
    node: str = ""  # id of the person or place
    assertions: tuple[str, ...] = ()  # the records behind a tie, newest first
    standing: str = ""  # of a tie


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one moment of a board to another."""

    changes: tuple[Change, ...]

    @property
    def headline(self) -> str:
        """`two new ties, one now out of date; one action done`: every change counted once; or that nothing changed."""
        if not self.changes:
            return "Nothing changed."
        parts = [said for kinds in _HEADLINE if (said := self._counted(kinds))]
        return _begun("; ".join(parts)) + "."

    def of(self, part: str) -> tuple[Change, ...]:
        """The changes of one part."""
        return tuple(one for one in self.changes if one.part == part)

    def count(self, how: str) -> int:
        """How many changed in this way."""
        return sum(one.how == how for one in self.changes)

    def _counted(self, kinds: tuple[tuple[str, str, str, str], ...]) -> str:
        """One clause: the noun is said with the first that is not none."""
        told: list[str] = []
        for how, one, many, short in kinds:
            if counted := self.count(how):
                noun = short if told else one if counted == 1 else many
                told.append(noun if how in _NOT_COUNTED else f"{number(counted)} {noun}")
        return ", ".join(told)


_HEADLINE: tuple[tuple[tuple[str, str, str, str], ...], ...] = (
    (
        ("came", "person or place came", "people or places came", "came"),
        ("held", "person said in meeting is held now", "people said in meeting are held now", "held now"),
        ("gone", "person or place went", "people or places went", "went"),
        ("shown", "person or place drawn again", "people or places drawn again", "drawn again"),
        ("hidden", "person or place hidden", "people or places hidden", "hidden"),
    ),
    (
        ("new", "new tie", "new ties", "new"),
        ("new_with", "tie with whoever came", "ties with whoever came", "with whoever came"),
        ("said", "tie said in meeting", "ties said in meeting", "said in meeting"),
        ("verified", "tie verified since", "ties verified since", "verified since"),
        ("out_of_date", "tie now out of date", "ties now out of date", "now out of date"),
        ("current", "tie current again", "ties current again", "current again"),
        ("more", "tie with other records", "ties with other records", "with other records"),
        ("tie_gone", "tie no longer drawn", "ties no longer drawn", "no longer drawn"),
        ("gone_with", "tie went with whoever went", "ties went with whoever went", "with whoever went"),
    ),
    (("role", "change in what is known of people", "changes in what is known of people", ""),),
    (
        ("note_new", "note written", "notes written", "written"),
        ("note_changed", "note changed", "notes changed", "changed"),
        ("note_gone", "note taken away", "notes taken away", "taken away"),
    ),
    (
        ("action_new", "action set", "actions set", "set"),
        ("action_done", "action done", "actions done", "done"),
        ("action_stopped", "action stopped", "actions stopped", "stopped"),
        ("action_overdue", "action now overdue", "actions now overdue", "now overdue"),
        ("action_changed", "action changed", "actions changed", "changed"),
        ("action_gone", "action taken back", "actions taken back", "taken back"),
    ),
    (
        ("frame_new", "new frame", "new frames", "new"),
        ("frame_changed", "frame changed", "frames changed", "changed"),
        ("frame_gone", "frame taken away", "frames taken away", "taken away"),
    ),
    (("filters", "other filters", "other filters", ""), ("naming", "other naming", "other naming", "other naming")),
)


def in_reading_order(change: Change) -> tuple[int, str, str]:
    """Sorts changes of one part as the headline says them; among them harm before protective before neutral."""
    order = [how for kinds in _HEADLINE for how, *_ in kinds]
    standing = {"harm": "0", "protective": "1"}.get(change.standing, "2")
    return order.index(change.how), standing, change.words


def number(count: int) -> str:
    """`two`, `14`: small numbers as people say them."""
    return _NUMBERS[count] if count < len(_NUMBERS) else words.number(count)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]

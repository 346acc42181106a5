"""Names, ages, dates and sentences as people read them, by the rules of practice: the same words on every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from data_schema import schema


class Naming(StrEnum):
    """How people are named on a page: a mode, set per purpose."""

    FULL = "full"  # need to know
    INITIALS = "initials"  # projector, child-facing
    PSEUDONYMS = "pseudonyms"  # training and research: Child 3; of boards only
    COUNTS = "counts"  # nobody is drawn; of boards only


def initials(name: str) -> str:
    """`Tamsin Brackley` -> `T.B.`; a name of one word keeps one letter; no name is `?`."""
    letters = [word[0].upper() for word in name.replace("-", " ").split() if word[0].isalpha()]
    return "".join(f"{letter}." for letter in (letters[:1] + letters[-1:] if len(letters) > 1 else letters)) or "?"


def person(name: str, naming: Naming, *, identified: bool = True) -> str:
    """A person's name in this mode; somebody not identified keeps the quoted nickname."""
    if not identified:
        return f"“{name}”"
    return name if naming is Naming.FULL else initials(name)


def age(born: date | None, today: date) -> int | None:
    """Whole years, None when the date of birth is not known or lies in the future."""
    if born is None or born > today:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def day(when: date, today: date | None = None) -> str:
    """`3 Oct 2026`, or `3 Oct` within the year before today."""
    short = f"{when.day} {when:%b}"
    if today is not None and 0 <= (today - when).days < 300:
        return short
    return f"{short} {when.year}"


def ago(when: date, today: date) -> str:
    """`9 days ago`, always to stand beside a date."""
    days = (today - when).days
    if days < 0:
        return "in the future"
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 60:
        return f"{days} days ago"
    months = round(days / 30.44)
    return f"{months} months ago" if months < 24 else f"{days // 365} years ago"


def number(count: int) -> str:
    """`3,108`."""
    return f"{count:,}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 child`, `3 children`."""
    return f"{number(count)} {one if count == 1 else (many or one + 's')}"


def showing(shown: int, total: int) -> str:
    """`showing 3 of 9`: said wherever something is cut."""
    return f"showing {number(shown)} of {number(total)}"


def small(count: int) -> str:
    """A count of children as a panel may see it: `under 5` hides which child."""
    return f"under {schema().policy.small_number}" if 0 < count < schema().policy.small_number else number(count)


def listed(items: Sequence[str], most: int | None = None) -> str:
    """`A, B and C`; past `most`, `A, B and 4 more`."""
    names = list(items)
    if most is not None and len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def grade(source: str | None, information: str | None, handling: str | None) -> str:
    """`2 B P · untested, corroborated, may be shared`; `Ungraded` when nobody graded it."""
    if not source and not information:
        return "Ungraded"
    codes = schema().codes
    letters = [part for part in (source, information, handling) if part]
    meanings = []
    if source:
        meanings.append(codes["source_grade"].label(source))
    if information:
        code = codes["information_grade"].codes.get(information)
        meanings.append(code.extra.get("short", code.label) if code else information)
    if handling:
        meanings.append(codes["handling"].label(handling))
    return f"{' '.join(letters)} · {', '.join(meanings)}"


def label(code_list: str, code: str | None) -> str:
    """The words of a code, `not recorded` for none."""
    return schema().codes[code_list].label(code) if code else "not recorded"


def handle(name: str, naming: Naming) -> str:
    """A phone number, plate or account name as the mode shows it: it may name somebody, so initials keep its end."""
    return f"·{name.strip()[-3:]}" if naming is Naming.INITIALS else name


def ended(text: str) -> str:
    """A sentence with its one full stop: initials and some names end with a stop of their own."""
    return text if text.endswith((".", "?", "!", ".”")) else f"{text}."


def sentence(kind: str, from_name: str, to_name: str) -> str:
    """The tie in words; who harms is the subject."""
    return schema().ties[kind].sentence.format_map({"from": from_name, "to": to_name})

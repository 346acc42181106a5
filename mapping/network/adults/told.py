"""Puts one adult of concern into words: what is alleged, by whom, how graded and when; what is done and not known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_schema import schema
from mapping import words
from mapping.network.adults.facts import STANDINGS, Action, Facts, Tied
from mapping.network.adults.records import Said
from mapping.network.adults.rows import Adult, ChildContact, Done, Overlap, RankRange, Sentence, Shared
from mapping.network.people import FORMAL
from mapping.network.periphery.assembly import chips
from mapping.network.periphery.cards import Chip
from mapping.network.periphery.reasons import EVENT_VERBS, VERBS
from mapping.network.telling import Telling, counted, few
from mapping.words import Naming

STANDING_WORDS: Mapping[str, str] = {
    "convicted": "convicted",
    "charged": "charged, not convicted",
    "suspected": "suspected, not charged",
    "": "named, not recorded as suspected",
}
ALLEGED = "harm alleged"
AT_EPISODE = "was recorded at a missing episode of"
_ACTIONS = {"convicted": "convicted", "charged": "charged", "warned": "CAWN", "arrest": "arrest", "stop": "police stop"}
_DONE = {
    "convicted": "Convicted",
    "charged": "Charged",
    "warned": "Served with a child abduction warning notice (CAWN)",
    "arrest": "Recorded at an arrest; the record does not say who was arrested",
    "stop": "Stopped by police, or there when somebody was",
}


@dataclass(frozen=True)
class Told:
    """The words for the adults of one list."""

    facts: Facts
    telling: Telling

    def adult(self, id_: str, rank: RankRange) -> Adult:
        """Everything the list shows of one adult."""
        facts, telling = self.facts, self.telling
        tied, actions, told_by = facts.tied(id_), facts.actions(id_), sorted(facts.agencies(id_))
        overlaps, shares = self.overlaps(id_), self.shares(id_)
        alleged = tuple(_in_order([*self.harm(id_), *self.roles(id_)]))
        seen = tuple(_in_order(self.seen(id_)))
        return Adult(
            id=id_,
            name=telling.name(id_),
            initials=words.initials(str(telling.entities[id_]["name"] or "?")),
            age=telling.age(id_) or 0,  # listed adults are known to be 18 or over
            heading=telling.heading(id_),
            standing=self.standing(id_),
            children=len(tied),
            new=sum(one.new for one in tied),
            new_younger=sum(one.younger for one in tied),
            open=sum(one.child in facts.who.open for one in tied),
            harmed=sum(one.child in facts.who.known_harmed for one in tied),
            agencies=len(told_by),
            places=len(overlaps),
            shared=len(shares),
            actions=len(actions),
            done=self.done(actions),
            newest=facts.newest(id_),
            rank=rank,
            contacts=tuple(self.contact(one) for one in tied),
            alleged=alleged,
            seen=seen,
            overlaps=overlaps,
            shares=shares,
            actions_taken=tuple(self.action(one) for one in sorted(actions, key=lambda one: one.kind not in FORMAL)),
            told_by=tuple(words.label("agency", agency) for agency in told_by),
            not_counted=tuple(self.not_counted(id_)),
            not_known=tuple(self.not_known(id_, tied, actions)),
            evidence=self.evidence(id_, [*alleged, *seen], overlaps, shares, actions),
        )

    def standing(self, adult: str) -> str:
        """`suspected, not charged`; of somebody whose suspicion ended, since when."""
        if past := self.facts.ended(adult):
            return f"no longer recorded as {schema().roles[past[0]].label}, since {words.day(past[1])}"
        return STANDING_WORDS[self.facts.standing(adult)]

    # What is alleged, and other contact ---------------------------------------------------------------------------

    def harm(self, adult: str) -> Iterator[Sentence]:
        """What the adult is alleged to have done to children, a sentence for each kind of harm."""
        direct: dict[tuple[str, bool], list[Said]] = defaultdict(list)
        events: dict[bool, list[Said]] = defaultdict(list)
        for said in self._said(adult):
            if said.harm and not said.via:
                direct[said.kind, said.fact].append(said)
            elif said.kind == "alleged_in":
                events[said.harm].append(said)
        name = self.telling.name(adult)
        for (kind, fact), found in direct.items():
            text = words.sentence(kind, name, self._children(found))
            if fact:
                by = words.listed(
                    sorted({words.label("agency", one).lower() for said in found for one in said.agencies})
                )
                text = f"Recorded as fact by {by}: {text}"
            elif "alleged" not in text:
                text = f"It is suspected, not established, that {text}"
            yield self._sentence(text, found)
        for harmed, found in events.items():
            did = "is alleged to have caused harm to" if harmed else "is alleged to have caused harm in the presence of"
            yield self._sentence(f"{self._where(adult, found)}{name} {did} {self._children(found)}", found)

    def seen(self, adult: str) -> Iterator[Sentence]:
        """Contact in which no harm is alleged."""
        direct: dict[str, list[Said]] = defaultdict(list)
        events: dict[str, list[Said]] = defaultdict(list)
        for said in self._said(adult):
            if said.harm or said.kind == "alleged_in":
                continue
            if said.via:
                events[str(self.facts.persons.rows[said.via]["subkind"])].append(said)
            else:
                direct[said.kind].append(said)
        name = self.telling.name(adult)
        for kind, found in direct.items():
            if kind in VERBS:
                text = f"{name} {VERBS[kind]} {self._children(found)}"
            else:
                text = words.sentence(kind, name, self._children(found))
            yield self._sentence(text, found)
        for subkind, found in events.items():
            verb = AT_EPISODE if subkind in ("missing", "away") else EVENT_VERBS.get(subkind, "was present with")
            yield self._sentence(f"{self._where(adult, found)}{name} {verb} {self._children(found)}", found)

    def roles(self, adult: str) -> Iterator[Sentence]:
        """What the adult is recorded as, with who says so. A warning is no such thing: it stands with what was done."""
        today, standing = self.facts.persons.as_of, self.facts.standing(adult)
        for row in self.facts.roles_now(adult):
            if row["role"] not in STANDINGS:
                continue
            harm = f" ({words.label('harm_type', row['harm_type']).lower()})" if row["harm_type"] else ""
            label = STANDING_WORDS[standing] if row["role"] == standing else schema().roles[row["role"]].label
            day = row["observed_from"] or row["recorded_on"]
            since = f"Since {words.day(day, today)}." if day else ""
            text = words.ended(f"{self.telling.name(adult)} is recorded as {label}{harm}")
            yield Sentence(text, since, day, (_role_chip(row, day, today),), (row["id"],))

    def _said(self, adult: str) -> list[Said]:
        return [said for tied in self.facts.tied(adult) for said in tied.said]

    def _children(self, found: Iterable[Said]) -> str:
        return self.telling.described(sorted({said.other for said in found}), most=5)

    def _where(self, adult: str, found: Sequence[Said]) -> str:
        """`At Kestrel Takeaway, on three dates, `: where and how often, before who did what."""
        places = sorted({self.telling.name(id_) for id_ in self.facts.places_of(adult, {said.via for said in found})})
        days = {said.first for said in found}
        parts = [f"at {words.listed(places, 3)}"] if places else []
        parts += [f"on {counted(len(days), 'date')}"] if len(days) > 1 else []
        text = ", ".join(parts)
        return f"{text[0].upper()}{text[1:]}, " if text else ""

    def _sentence(self, text: str, found: Sequence[Said]) -> Sentence:
        ids = tuple(dict.fromkeys(id_ for said in found for id_ in said.assertions))
        day = max(said.last for said in found)
        return Sentence(words.ended(text), self.telling.latest(day), day, chips(self.telling, ids), ids)

    # The children -------------------------------------------------------------------------------------------------

    def contact(self, tied: Tied) -> ChildContact:
        """One child, once."""
        kinds = sorted({self._how(said) for said in tied.said}, key=lambda one: (one != ALLEGED, one))
        return ChildContact(
            id=tied.child,
            name=self.telling.name(tied.child),
            heading=self.telling.heading(tied.child),
            standing=self._standing(tied.child),
            first=None if tied.family else tied.first,
            last=tied.last,
            days=tied.days,
            new=tied.new,
            younger=tied.younger,
            age_then=tied.age,
            text=self._newness(tied),
            how=words.listed(kinds),
            ungraded=not any(said.graded for said in tied.said),
            assertions=tuple(dict.fromkeys(id_ for said in tied.said for id_ in said.assertions)),
        )

    def _how(self, said: Said) -> str:
        if said.harm or said.kind == "alleged_in":
            return ALLEGED
        if not said.via:
            return schema().ties[said.kind].label
        return words.label("event_kind", self.facts.persons.rows[said.via]["subkind"]).lower()

    def _standing(self, child: str) -> str:
        who = self.facts.who
        said = ["open to the hub"] if child in who.open else []
        if child in who.known_harmed:
            said.append("recorded as harmed")
        elif child in who.harmed:
            said.append("thought to have been harmed")
        if child in who.alleged_children:
            said.append("also alleged to have harmed: a child to safeguard")
        return ", ".join(said)

    def _newness(self, tied: Tied) -> str:
        if tied.family:
            return "Of the same family or home; counted because harm is alleged"
        if not tied.new:
            return "Known before the window"
        if tied.age is None:
            return "New; age not recorded, so not compared"
        if tied.middle is None:
            return f"New; {tied.age} at first contact, with nobody of known age before to compare"
        before = f"the children before were {tied.middle:g} in the middle"
        if tied.younger:
            return f"New and younger: {tied.age} at first contact; {before}"
        return f"New, not younger: {tied.age} at first contact; {before}"

    # Places, things, actions --------------------------------------------------------------------------------------

    def overlaps(self, adult: str) -> tuple[Overlap, ...]:
        """Places of the adult where children came to harm or missing children were found."""
        made = []
        for place, said in self.facts.places(adult).items():
            harmed, found = self.facts.harmed_at(place), self.facts.found_at(place)
            parts = []
            if self.facts.counts_as_hotspot(place):
                many = counted(len(harmed), "child", "children")
                parts.append(f"{many} came to harm there" if harmed else "one of the hotspots")
            if found:
                missing = counted(len(found), "missing child", "missing children")
                parts.append(f"{missing} {'was' if len(found) == 1 else 'were'} found there")
            direct = dict.fromkeys(schema().ties[one.kind].label for one in said if not one.via)
            events = {one.via for one in said if one.via}
            how = [*direct, *([f"recorded there at {counted(len(events), 'event')}"] if events else [])]
            name = self.telling.name(place)
            text = words.ended(f"{name}: {words.listed(parts)}; {self.telling.name(adult)} {_being(how)}")
            made.append(Overlap(place, name, text, tuple(dict.fromkeys(i for one in said for i in one.assertions))))
        harm = {one.id: len(self.facts.harmed_at(one.id) | self.facts.found_at(one.id)) for one in made}
        return tuple(sorted(made, key=lambda one: (-harm[one.id], one.name, one.id)))

    def shares(self, adult: str) -> tuple[Shared, ...]:
        """Phones, vehicles, accounts and addresses, and with whom."""
        made = []
        for id_, said in self.facts.shared(adult).items():
            others = sorted({one.who for one in said} - {adult})
            row = self.facts.persons.rows[id_]
            kind = "address" if row["kind"] in ("location", "school") else words.label("thing_kind", row["subkind"])
            kind = kind.lower() if kind != "not recorded" else "thing"
            name = _thing_name(str(row["name"] or id_), kind, row["kind"], self.telling.naming)
            text = words.ended(f"{name}: shared with {self.telling.described(others, most=5)}")
            made.append(Shared(id_, kind, name, tuple(others), text, tuple(i for one in said for i in one.assertions)))
        return tuple(sorted(made, key=lambda one: (one.kind, one.name, one.id)))

    def action(self, one: Action) -> Done:
        """One action with its day and who recorded it."""
        today = self.facts.persons.as_of
        when = words.day(one.day) if one.day else "day not recorded"
        ended = f", ended {words.day(one.ended)}" if one.ended and one.ended < today else ""
        by = words.listed([words.label("agency", agency) for agency in one.agency.split(", ") if agency])
        return Done(f"{_DONE[one.kind]}: {when}{ended}{f' · {by}' if by else ''}", one.day, one.assertions)

    def done(self, actions: Sequence[Action]) -> str:
        """The actions in a few words: `CAWN 3 Oct 2026, 2 arrests`."""
        formal = [one for one in actions if one.kind in FORMAL]
        said = [f"{_ACTIONS[one.kind]} {words.day(one.day)}" if one.day else _ACTIONS[one.kind] for one in formal]
        many = Counter(one.kind for one in actions if one not in formal)
        said += [words.counted(many[kind], _ACTIONS[kind]) for kind in ("arrest", "stop") if many[kind]]
        return ", ".join(said) or "none recorded"

    def evidence(
        self,
        adult: str,
        sentences: Sequence[Sentence],
        overlaps: Iterable[Overlap],
        shares: Iterable[Shared],
        actions: Iterable[Action],
    ) -> tuple[str, ...]:
        """Every assertion behind the row, the newest first."""
        days = {id_: said.last for said in self._said(adult) for id_ in said.assertions}
        dated = [(one.day, one.assertions) for one in sentences] + [(one.day, one.assertions) for one in actions]
        days |= {id_: day for day, ids in dated if day for id_ in ids if id_ not in days}
        beside = [one.assertions for one in shares] + [one.assertions for one in overlaps]
        found = [id_ for ids in (*(ids for _, ids in dated), *beside) for id_ in ids]
        return tuple(sorted(dict.fromkeys(found), key=lambda id_: -days.get(id_, date.min).toordinal()))

    # What does not count, and what nobody knows -------------------------------------------------------------------

    def not_counted(self, adult: str) -> Iterator[str]:
        """Contact through family, home or work."""
        apart = self.facts.apart(adult)
        if family := apart.get("family"):
            yield f"{_many(family)} of the same family or home: no contact of concern unless harm is alleged."
        if work := apart.get("work"):
            yield f"{_many(work)} known through work or care: no contact of concern unless harm is alleged."
        if apart.get("minor"):
            yield "What is recorded of the time before they turned 18 does not count: then this was a child too."
        if adult in self.facts.who.professionals:
            yield "Recorded as working with children: contact through work does not count."

    def not_known(self, adult: str, tied: Sequence[Tied], actions: Sequence[Action]) -> Iterator[str]:
        """What nobody has recorded, which may matter."""
        if not actions:
            yield "Whether anything has been done: no warning, stop, arrest or charge is recorded here."
        if self.facts.standing(adult) not in ("charged", "convicted"):
            yield "Whether what is alleged is so: nobody is charged or convicted of it."
        if ages := sum(one.age is None and not one.family for one in tied):
            yield f"How old {'one' if ages == 1 else few(ages)} of these children {'is' if ages == 1 else 'are'}."
        if bare := sum(not any(said.graded for said in one.said) for one in tied):
            who = "One of these children is" if bare == 1 else f"{few(bare).capitalize()} of these children are"
            yield f"{who} tied only by information that nobody graded."
        agencies = self.facts.agencies(adult)
        if len(agencies) == 1:
            yield f"Only {words.label('agency', *agencies).lower()} records tell of these contacts."
        if not tied:
            yield "With which children there has been contact within the window: none is recorded."


def _many(people: Iterable[str]) -> str:
    return words.counted(len(set(people)), "child", "children")


def _being(how: Sequence[str]) -> str:
    """`spends time at it`, `is recorded there at two events`."""
    said = [f"is {part}" if part.startswith(("recorded", "linked")) else part for part in how]
    return words.listed([part if part.startswith("is recorded") else f"{part} it" for part in said])


def _thing_name(name: str, label: str, kind: str, naming: Naming) -> str:
    """A number or handle may name somebody: with initials it keeps its last three signs, as on the board."""
    if kind != "thing":
        return name
    return f"{label.capitalize()} {words.handle(name, naming)}"


def _in_order(found: Iterable[Sentence]) -> list[Sentence]:
    return sorted(found, key=lambda one: (-(one.day or date.min).toordinal(), one.text))


def _role_chip(row: Mapping[str, Any], day: date | None, today: date) -> Chip:
    letters = " ".join(part for part in (row["source_grade"], row["information_grade"], row["handling"]) if part)
    bare = not (row["source_grade"] or row["information_grade"])
    when = words.day(day, today) if day else "no date"
    return Chip(
        text=f"{words.label('agency', row['agency'])} · {'ungraded' if bare else letters} · {when}",
        agency=row["agency"],
        grade=words.grade(row["source_grade"], row["information_grade"], row["handling"]),
        ungraded=bare,
        fact=row["nature"] == "fact",
        day=day,
        references=(row["reference"],) if row["reference"] else (),
        assertions=(row["id"],),
    )

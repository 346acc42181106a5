"""Sets second opinions and plain baselines beside a list: who else would list these children, and who by counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot import Snapshot
from mapping import words
from mapping.network.combine import Bools, Floats, Ints
from mapping.network.periphery.questions import Asked
from mapping.network.periphery.ranking import echo
from mapping.network.spreading import RESTART, degree, pagerank, seed_neighbours
from mapping.network.telling import Telling
from mapping.questions import Question

NEARLY_ALL = 0.8
"""A list that counting alone would make to so large a part says little more than counting."""


@dataclass(frozen=True)
class Opinions:
    """Which of the children who meet the definition each opinion would list, and what plain counting would."""

    asked: Asked
    meeting: Ints
    listed: Ints
    top: int
    pagerank: Bools | None  # over `meeting`; None where the question is not about nearness
    neighbours: Bools | None
    degree: Floats  # over all rows
    records: Floats
    by_degree: Bools  # over all rows: among the children not open with the most ties
    by_records: Bools

    def of(self, telling: Telling, row: int) -> tuple[str, ...]:
        """What the others say of one listed child, in sentences."""
        name = telling.name(self.asked.ids[row])
        said = []
        if self.pagerank is not None and self.neighbours is not None:
            at = int(np.flatnonzero(self.meeting == row)[0])
            said.append(_seconds(name, bool(self.pagerank[at]), bool(self.neighbours[at])))
        ties = words.counted(int(self.degree[row]), *self._tied_to())
        held = words.counted(int(self.records[row]), "record")
        said.append(f"Tied to {ties} here; {held} held. {_baselines(name, self.by_degree[row], self.by_records[row])}")
        return tuple(said)

    def beside(self) -> tuple[str, ...]:
        """How many of the listed children each opinion and each baseline also lists."""
        count = len(self.listed)
        if not count:
            return ()
        said = []
        if len(self.meeting) <= self.top:
            said.append("Everybody who meets the definition is listed, so every order of them makes the same list.")
        elif self.pagerank is not None and self.neighbours is not None:
            here = np.isin(self.meeting, self.listed)
            rank, plain = int((self.pagerank & here).sum()), int((self.neighbours & here).sum())
            said.append(
                f"Second opinions, by the same definition and cut: PageRank would list {rank} of these {count},"
                f" the plain count of neighbours whom the question asks about {plain}."
            )
        else:
            said.append("Standing between groups is not nearness: no second opinion of it is asked for.")
        ties, held = (int(by[self.listed].sum()) for by in (self.by_degree, self.by_records))
        said.append(
            f"By counting alone: of these {words.counted(count, 'child', 'children')}, {ties} would be among as many"
            f" with the most ties, and {held} among as many with the most records held."
        )
        for by, what in ((ties, "ties"), (held, "records")):
            if by >= NEARLY_ALL * count and count > 1:
                said.append(
                    f"Counting {what} would make nearly this list: look whether it shows more than where we looked."
                )
        return tuple(said)

    def _tied_to(self) -> tuple[str, str]:
        return ("place", "places") if self.asked.question is Question.SHARED_PLACES else ("person", "people")


def opinions(asked: Asked, snapshot: Snapshot, meeting: Ints, top: int) -> Opinions:
    """Ask the second opinions by the same definition and cut, and count ties and records of every child not open.

    Parameters
    ----------
    asked
        The question, its ties and seeds.
    snapshot
        The data as heard, to count the records held.
    meeting
        Rows of those who meet the definition, the first of whom are listed.
    top
        The cut. Whoever is level with the last within it counts as within it.
    """
    degrees, held = degree(asked.weights), records_held(snapshot, asked.ids)
    near = asked.question is not Question.BRIDGING_GROUPS and len(meeting) > top
    return Opinions(
        asked,
        meeting,
        meeting[:top],
        top,
        _within(_pagerank(asked)[meeting], top) if near else None,
        _within(seed_neighbours(asked.weights, asked.seeds)[meeting], top) if near else None,
        degrees,
        held,
        _among(asked, degrees, min(top, len(meeting))),
        _among(asked, held, min(top, len(meeting))),
    )


def records_held(snapshot: Snapshot, ids: Sequence[str]) -> Floats:
    """How many distinct records say anything of each of these: ties at either end, and roles."""
    parts = [(snapshot.ties, "from_id"), (snapshot.ties, "to_id"), (snapshot.roles, "person_id")]
    said = pa.concat_tables([table.select([end, "record"]).rename_columns(["id", "record"]) for table, end in parts])
    counts = said.group_by("id").aggregate([("record", "count_distinct")])
    at = pc.index_in(pa.array(ids, pa.string()), value_set=counts["id"].combine_chunks())
    found = pc.fill_null(counts["record_count_distinct"].take(at), 0)
    return np.asarray(found.to_numpy(zero_copy_only=False), float)


def _pagerank(asked: Asked) -> Floats:
    """PageRank with what a seed hears of itself taken away, as in the ranking."""
    scores = pagerank(asked.weights, asked.seeds)
    own = np.intersect1d(asked.seeds, asked.candidates)
    heavy = np.asarray(asked.weights.sum(axis=1)).ravel()[own]
    own, heavy = own[heavy > 0], heavy[heavy > 0]
    scores[own] -= echo(asked.weights, own, 1.0 - RESTART) / (len(asked.seeds) * np.sqrt(heavy))
    return np.maximum(scores, 0.0)


def _within(scores: Floats, top: int) -> Bools:
    """Who is among the first `top`, those level with the last included; nobody who has nothing."""
    if not len(scores) or not top:
        return np.zeros(len(scores), bool)
    least = np.sort(scores)[::-1][min(top, len(scores)) - 1]
    found: Bools = (scores >= least * (1 - 1e-9)) & (scores > 0)
    return found


def _among(asked: Asked, counts: Floats, top: int) -> Bools:
    found = np.zeros(len(asked.ids), bool)
    found[asked.candidates] = _within(counts[asked.candidates], top)
    return found


def _seconds(name: str, rank: bool, plain: bool) -> str:
    if rank and plain:
        return f"PageRank and the plain count of neighbours would both list {name} too."
    if rank or plain:
        yes, no = ("PageRank", "the plain count of neighbours")[:: 1 if rank else -1]
        return f"{yes[0].upper()}{yes[1:]} would list {name} too; {no} would not."
    return words.ended(f"Neither PageRank nor the plain count of neighbours would list {name}")


def _baselines(name: str, ties: bool, held: bool) -> str:
    if ties == held:
        both = "would both have" if ties else "would not have"
        return words.ended(f"A list by ties alone and one by records held {both} {name}{' too' if ties else ''}")
    by, other = ("ties alone", "records held")[:: 1 if ties else -1]
    return f"A list by {by} would have {name} too; one by {other} would not."

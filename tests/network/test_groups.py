"""Groups: agreed by many runs, explained, and beside the named ones."""

from __future__ import annotations

import gzip
from collections import Counter

import numpy as np
from hypothesis import given
from sklearn.metrics import adjusted_mutual_info_score

from mapping.network.combine import symmetric
from mapping.network.groups import GroupSettings, groups
from mapping.network.groups.consensus import consensus
from mapping.network.projection import project
from mapping.words import Naming
from tests.make import Maker
from tests.network.scene import circles, full
from tests.shared import shared


def two_cliques() -> Maker:
    """Two sets of four friends and one child between them."""
    made = Maker()
    for number in range(9):
        made.child(f"C{number}", f"Child {number}")
    for one in range(4):
        for two in range(one + 1, 4):
            made.tie(f"C{one}", "friend", f"C{two}")
            made.tie(f"C{one + 4}", "friend", f"C{two + 4}")
    return made


def test_groups_of_school_contacts_are_the_classes() -> None:
    """Row 7 of the numbers to reach: consensus groups against classes, AMI of .88 at least."""
    classes = dict(line.split()[:2] for line in shared("networks/thiers13/pupils.txt").read_text().splitlines())
    contacts: Counter[tuple[str, ...]] = Counter()
    with gzip.open(shared("networks/thiers13/contacts_20s.txt.gz"), "rt") as lines:
        for line in lines:
            contacts[tuple(sorted(line.split()[1:3]))] += 1
    ids = sorted({pupil for pair in contacts for pupil in pair})
    place = {pupil: row for row, pupil in enumerate(ids)}
    key = np.array([min(place[a], place[b]) * len(ids) + max(place[a], place[b]) for a, b in contacts])
    weights = symmetric(key, np.array(list(contacts.values()), float), len(ids))
    found = consensus(weights)
    assert adjusted_mutual_info_score([classes[pupil] for pupil in ids], found.group) >= 0.88
    assert (found.runs_in <= found.runs).all()
    again = consensus(weights)
    assert np.array_equal(found.group, again.group)
    assert np.array_equal(found.runs_in, again.runs_in)


@given(circles())
def test_everybody_with_a_tie_has_a_group_and_nobody_without(made: Maker) -> None:
    weights = project(made.snapshot()).weights
    found = consensus(weights, runs=5)
    tied = np.diff(weights.indptr) > 0
    assert ((found.group >= 0) == tied).all()
    assert ((found.runs_in > 0) == tied).all()
    assert (found.runs_in <= 5).all()


def test_clear_groups_are_found_in_every_run() -> None:
    found = groups(two_cliques().snapshot())
    assert [{member.id for member in group.members} for group in found.found] == [
        {"C0", "C1", "C2", "C3"},
        {"C4", "C5", "C6", "C7"},
    ]
    assert {member.stability for group in found.found for member in group.members} == {"in this group in 20 of 20 runs"}
    assert found.alone == 1
    assert found.found[0].holds == ("Six friendships.",)


def test_somebody_between_groups_is_said_to_be() -> None:
    made = two_cliques()
    for other in ("C0", "C1", "C4", "C5"):
        made.tie("C8", "friend", other)
    found = groups(made.snapshot(), GroupSettings(runs=40))
    inside = {member.id: member.runs_in for group in found.found for member in group.members}
    assert inside["C0"] == 40
    assert inside["C8"] < 40
    assert [member.id for member in found.between] == (["C8"] if inside["C8"] < 28 else [])


def test_a_group_says_what_holds_it_who_is_harmed_and_who_protects() -> None:
    made = full()
    made.adult("A", "Ann Wold")
    made.tie("A", "protects", "P")
    made.tie("A", "protects", "T1")
    found = groups(made.snapshot())
    first = found.found[0]
    assert {"T1", "T2", "P"} <= {member.id for member in first.members}
    assert any("Kestrel Takeaway" in text for text in first.holds)
    assert "Pia Kest, 12: thought to have been harmed; not open to the hub" in first.harmed
    assert "Denholm Marrick sends somebody in this group to carry, hold or sell." in first.harm
    assert any(text.startswith("It is suspected, not established, that Denholm Marrick grooms") for text in first.harm)
    assert first.protects == ("Ann Wold keeps two children of this group safe.",)
    assert {text.text for text in first.named} >= {
        "Quay Street: 3 of its 3 named members are here. One person here is not named as part of it: Denholm Marrick."
    }
    assert "3 in Found group 1" in next(group for group in found.named if group.id == "G1").text


def test_a_named_group_in_several_found_ones_and_who_stands_between_which_are_said() -> None:
    made = two_cliques()
    made.entity("peer_group", "G1", "Quay Street")
    for child in ("C0", "C1", "C4", "C5", "C8"):
        made.tie(child, "member_of", "G1", strength="weak", source_grade="3", information_grade="D")
    found = groups(made.snapshot())
    (named,) = found.named
    assert "It lies in two found groups: the ties do not hold it together as one." in named.text
    for group in found.found:
        for member in group.members:
            assert bool(member.stands) is member.between
    for member in found.between:
        assert member.stands.startswith("Between Found group ")


def test_names_and_left_out_agencies_are_obeyed() -> None:
    found = groups(full().snapshot(), GroupSettings(naming=Naming.INITIALS))
    assert all("." in member.heading for group in found.found for member in group.members)
    assert groups(full().snapshot(), GroupSettings(left_out_agencies=("police",))).found == ()


def test_no_ties_no_groups_in_words() -> None:
    found = groups(Maker().snapshot())
    assert found.found == ()
    assert found.empty.startswith("No three people")

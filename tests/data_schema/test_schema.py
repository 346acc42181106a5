"""The schema agrees with itself, with the rules of practice, and with what is made from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

import data_schema
from data_schema import SchemaError, Standing, schema
from data_schema.dictionary import dictionary
from data_schema.reader import read
from graph.snapshot import ROLES, TIES

ROOT = Path(__file__).parents[2]
FOLDER = Path(data_schema.__file__).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "schema", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "schema"


def test_the_seven_kinds_are_there() -> None:
    assert list(schema().entities) == ["adult", "child", "event", "location", "peer_group", "school", "thing"]
    assert schema().persons() == ("adult", "child")


def test_every_kind_of_tie_says_what_it_means_for_a_child() -> None:
    assert {tie.standing for tie in schema().ties.values()} == set(Standing)
    for tie in schema().ties.values():
        assert tie.ends, tie.name
        assert 0 <= tie.weight <= 1, tie.name


def test_in_a_harm_tie_no_child_is_the_actor_towards_an_adult() -> None:
    for tie in schema().ties.values():
        if tie.standing is Standing.HARM:
            assert ("child", "adult") not in tie.ends, tie.name


def test_an_adult_and_a_child_are_never_partners() -> None:
    ends = schema().ties["partner"].ends
    assert ("adult", "child") not in ends
    assert ("child", "adult") not in ends


def test_roles_of_concern_are_for_adults_only() -> None:
    for role in schema().roles.values():
        if role.family == "concern":
            assert role.of == ("adult",), role.name


def test_no_word_of_the_schema_blames_a_child() -> None:
    text = "\n".join(path.read_text(encoding="utf-8").lower() for path in FOLDER.rglob("*.yaml"))
    for phrase in ("involved in", "associating with", "in a relationship with", "gang member", "lifestyle choice"):
        assert phrase not in text


def test_code_lists_say_who_owns_them_and_which_version() -> None:
    for codes in schema().codes.values():
        assert codes.owner, codes.name
        assert codes.version, codes.name
        assert codes.codes, codes.name


def test_ties_template_has_the_columns_of_the_field() -> None:
    names = [column.name for column in schema().sources["ties"].columns]
    assert ",".join(names[:17]) == (
        "from,to,kind,direction,strength,context,first_known,last_known,source_agency,record_reference,source_grade,"
        "information_grade,handling,fact_or_assessment,stated_by,child_view,review_date"
    )


def test_assertions_carry_their_provenance() -> None:
    needed = {"record", "source", "agency", "reference", "source_grade", "information_grade", "handling", "nature"}
    assert needed <= set(TIES.names)
    assert needed <= set(ROLES.names)


def test_the_dictionary_in_the_docs_is_the_schema() -> None:
    written = (ROOT / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary(schema()), (
        "docs/dictionary.md is out of date: run `kith dictionary > docs/dictionary.md`"
    )


def test_the_dictionary_names_every_word() -> None:
    text = dictionary(schema())
    for name in [*schema().entities, *schema().ties, *schema().roles, *schema().sources]:
        assert f"`{name}`" in text


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        ("ties/neutral.yaml", {"ties": {"friend": {"ends": [["child", "dragon"]]}}}, "dragon"),
        ("ties/neutral.yaml", {"ties": {"friend": {"sentence": "friends"}}}, "{from}"),
        ("entities/child.yaml", {"search": ["shoe_size"]}, "shoe_size"),
        ("entities/child.yaml", {"node": "child) DETACH DELETE n"}, "capitalised"),
        ("sources/children.yaml", {"record_key": ["nothing"]}, "nothing"),
        ("roles.yaml", {"harmed": {"of": ["planet"]}}, "planet"),
    ],
)
def test_a_schema_that_contradicts_itself_is_refused(
    copy: Path, file: str, change: dict[str, object], says: str
) -> None:
    path = copy / file
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    _merge(raw, change)
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(SchemaError, match=says.replace("{", r"\{").replace(")", r"\)")):
        read(copy)


def test_all_contradictions_are_told_at_once(copy: Path) -> None:
    for file, change in (("entities/child.yaml", {"search": ["a"]}), ("entities/adult.yaml", {"search": ["b"]})):
        raw = yaml.safe_load((copy / file).read_text(encoding="utf-8"))
        (copy / file).write_text(yaml.safe_dump(raw | change), encoding="utf-8")
    with pytest.raises(SchemaError) as refusal:
        read(copy)
    assert len(str(refusal.value).splitlines()) == 3


def _merge(into: dict[str, object], change: dict[str, object]) -> None:
    for key, value in change.items():
        existing = into.get(key)
        if isinstance(existing, dict) and isinstance(value, dict):
            _merge(existing, value)
        else:
            into[key] = value

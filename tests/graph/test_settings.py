"""Settings: what the environment and the data folder say, and the sentence for what cannot be used."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.settings import Connection, Settings, SettingsError, from_environment

NEO4J = {"KITH_NEO4J_URI": "bolt://127.0.0.1:7687", "KITH_NEO4J_PASSWORD": "secret"}


def test_the_data_folder_is_the_named_one_then_the_environments_then_the_accounts(tmp_path: Path) -> None:
    named, environment = tmp_path / "named", {"KITH_DATA": str(tmp_path / "environment")}
    assert from_environment(named, environment).data == named
    assert from_environment(None, environment).data == tmp_path / "environment"
    assert from_environment(None, {"KITH_DATA": "  "}).data.is_absolute()
    assert "kith" in from_environment(None, {}).data.parts


def test_without_an_address_the_embedded_server_is_used(tmp_path: Path) -> None:
    assert from_environment(tmp_path, {}).neo4j is None


def test_a_neo4j_server_has_defaults_for_user_and_database(tmp_path: Path) -> None:
    settings = from_environment(tmp_path, NEO4J)
    assert settings.neo4j == Connection("bolt://127.0.0.1:7687", "neo4j", "secret", "neo4j")
    settings = from_environment(tmp_path, {**NEO4J, "KITH_NEO4J_USER": "kith", "KITH_NEO4J_DATABASE": "hub"})
    assert settings.neo4j == Connection("bolt://127.0.0.1:7687", "kith", "secret", "hub")


def test_a_password_is_never_printed(tmp_path: Path) -> None:
    settings = from_environment(tmp_path, NEO4J)
    assert "secret" not in repr(settings)
    assert "secret" not in repr(settings.neo4j)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"KITH_NEO4J_URI": "127.0.0.1:7687", "KITH_NEO4J_PASSWORD": "x"}, "no Bolt address"),
        ({"KITH_NEO4J_URI": "https://graph.example", "KITH_NEO4J_PASSWORD": "x"}, "no Bolt address"),
        ({"KITH_NEO4J_URI": "bolt://", "KITH_NEO4J_PASSWORD": "x"}, "no Bolt address"),
        ({"KITH_NEO4J_URI": "bolt://a:b@graph.example", "KITH_NEO4J_PASSWORD": "x"}, "holds a user or password"),
        ({"KITH_NEO4J_URI": "bolt://graph.example"}, "KITH_NEO4J_PASSWORD is not"),
        ({"KITH_NEO4J_PASSWORD": "x"}, "KITH_NEO4J_URI is not"),
        ({"KITH_TODAY": "3/11/2026"}, "Write it as 2026-11-03"),
        ({"KITH_TODAY": "2026-02-30"}, "no day"),
    ],
)
def test_what_cannot_be_used_is_said_with_the_mend(tmp_path: Path, environment: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        from_environment(tmp_path, environment)


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(SettingsError, match="is a file"):
        from_environment(file, {})
    with pytest.raises(SettingsError, match="cannot be used"):
        Settings(file / "below").prepare()


@given(today=st.none() | st.dates(), hub=st.text(), fictional=st.booleans())
def test_what_belongs_to_the_data_is_remembered(
    tmp_path_factory: pytest.TempPathFactory, today: date | None, hub: str, fictional: bool
) -> None:
    data = tmp_path_factory.mktemp("data")
    settings = Settings(data, today=today, hub=hub, fictional=fictional)
    settings.save()
    assert from_environment(data, {}) == settings


def test_the_environments_today_wins(tmp_path: Path) -> None:
    Settings(tmp_path, today=date(2026, 11, 3)).save()
    assert from_environment(tmp_path, {"KITH_TODAY": "2026-12-24"}).today == date(2026, 12, 24)


def test_saving_keeps_secrets_and_addresses_out_of_the_data_folder(tmp_path: Path) -> None:
    path = from_environment(tmp_path, NEO4J).save()
    assert json.loads(path.read_text()).keys() == {"today", "hub", "fictional"}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"today": "soon"}',
        '{"colour": 1}',
        '{"hub": 3}',
        '{"fictional": "yes"}',
        "\x00",
        '{"today": 3}',
    ],
)
def test_a_broken_settings_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.json"):
        from_environment(tmp_path, {})


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_the_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    data = tmp_path / "kith"
    Settings(data).prepare()
    assert data.stat().st_mode & 0o777 == 0o700
    data.chmod(0o755)
    Settings(data).prepare()
    assert data.stat().st_mode & 0o777 == 0o755, "a folder that was there keeps its owner's choice"


def test_a_base_map_is_a_file_of_this_machine_named_by_the_environment(tmp_path: Path) -> None:
    assert from_environment(tmp_path, {}).basemap == ""
    assert from_environment(tmp_path, {"KITH_BASEMAP": " /maps/town.pmtiles "}).basemap == "/maps/town.pmtiles"
    from_environment(tmp_path, {"KITH_BASEMAP": "/maps/town.pmtiles"}).save()
    assert "town" not in (tmp_path / "settings.json").read_text("utf-8"), "it belongs to the machine, not to the data"

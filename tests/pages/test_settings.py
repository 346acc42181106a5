"""The options of the app are one file, and it keeps the app to itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit import config

from mapping.pages import _settings

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = _settings.streamlit_options(port=8599, address="127.0.0.1")


def test_every_option_is_one_that_streamlit_knows() -> None:
    assert OPTIONS.keys() <= config.get_config_options().keys()


def test_the_app_tells_nobody_and_shows_no_traceback() -> None:
    assert OPTIONS["browser.gatherUsageStats"] == "false"
    assert OPTIONS["client.showErrorDetails"] == "none"
    assert OPTIONS["client.showErrorLinks"] == "false"
    assert OPTIONS["client.toolbarMode"] == "minimal"
    assert OPTIONS["server.address"] == "127.0.0.1"


def test_a_session_is_worked_on_by_one_thread_at_a_time() -> None:
    assert OPTIONS["runner.fastReruns"] == "false"


def test_the_caller_decides_where_to_listen() -> None:
    assert OPTIONS["server.port"] == "8599"
    assert "server.port" not in _settings.streamlit_options()


def test_flags_repeat_an_option_with_several_values() -> None:
    flags = _settings.streamlit_flags(port=8599)
    assert [flag for flag in flags if "allowedHosts" in flag] == [
        "--server.allowedHosts=127.0.0.1",
        "--server.allowedHosts=localhost",
    ]


def test_the_file_beside_app_is_the_one_read() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert written["theme"]["primaryColor"] == OPTIONS["theme.primaryColor"] == "#34437D"


def test_an_installed_package_reads_its_own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "streamlit.toml").write_text('[theme]\nbase = "light"\n', encoding="utf-8")
    monkeypatch.setattr(_settings, "_BESIDE_APP", tmp_path / "nowhere.toml")
    monkeypatch.setattr(_settings, "files", lambda _: tmp_path)
    assert _settings.streamlit_options() == {"theme.base": "light"}

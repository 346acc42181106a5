"""The project as it is handed on: nothing of anybody's machine in it, every package pinned, named and free to use."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest

from tests.shared import ROOT
from tests.test_arrows import MODULES, imported

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt")
# Put together from parts, so that this file does not hold what it looks for.
ADDRESSES = re.compile(
    'https?://[^\\s"]*(?:/sim' + 'ple(?:[/"\\s]|$)|/pack' + "ages/|regi" + "stry\\.|/mav" + "en2|/deb" + "ian)"
)
MACHINE = re.compile(
    r"(?<![\w.~-])/(?:ho" + r"me|ro" + r"ot|wo" + r"rk|Us" + r"ers)/[\w.-]+|[A-Z]:\\\\?Us" + r"ers\\|/tm" + r"p/\w"
)
OWN = {"data_schema", "graph", "loaders", "mapping", "app", "cli"}


def committed() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(lock: str) -> dict[str, list[str]]:
    """Every requirement of a lock file with its hashes."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9][\w.-]*)(?:\[[\w,-]+\])?==", line):
            name = match[1]
            found.setdefault(name, [])
        found.get(name, []).extend(re.findall(r"--hash=sha256:([0-9a-f]{64})", line))
    return found


def test_no_committed_file_names_a_package_host_or_a_path_of_somebodys_machine() -> None:
    held = []
    for path in committed():
        text = path.read_bytes().decode("utf-8", errors="replace")
        held += [f"{path.relative_to(ROOT)}: {found}" for p in (ADDRESSES, MACHINE) for found in p.findall(text)]
    assert not held


@pytest.mark.parametrize(
    "line",
    [
        "https://pypi.example/sim" + "ple/",
        "see /ho" + "me/alex/kith",
        "C:\\Us" + "ers\\alex",
        "https://regi" + "stry.example/x",
    ],
)
def test_the_patterns_find_what_they_look_for(line: str) -> None:
    assert ADDRESSES.search(line) or MACHINE.search(line)


@pytest.mark.parametrize("line", ["KITH_DATA/home", "~/.cache/kith", "https://www.gov.uk/guidance", "a/b/workshop/c"])
def test_the_patterns_leave_ordinary_text_alone(line: str) -> None:
    assert not ADDRESSES.search(line)
    assert not MACHINE.search(line)


def test_no_committed_file_is_large() -> None:
    assert not {path.name for path in committed() if path.stat().st_size > 600_000}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes_and_no_address(lock: str) -> None:
    packages = pinned(lock)
    assert len(packages) > 50
    assert not [name for name, hashes in packages.items() if not hashes]
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_both_locks_agree_and_hold_what_pyproject_asks_for() -> None:
    run, dev = (pinned(lock) for lock in LOCKS)
    assert {folded(name) for name in run} <= {folded(name) for name in dev}
    asked = {folded(re.split(r"[ ><=;\[]", line)[0]) for line in PROJECT["project"]["dependencies"]}
    assert asked <= {folded(name) for name in run}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    names = {name.split(".")[0] for path in MODULES for name in imported(path)}
    outside = names - OWN - set(sys.stdlib_module_names)
    owners = packages_distributions()
    used = {folded(owner) for name in outside for owner in owners.get(name, [name])[:1]}
    declared = {folded(re.split(r"[ ><=;\[]", line)[0]) for line in PROJECT["project"]["dependencies"]}
    not_imported = {
        "arcadedb-embedded",  # run as a process of its own, never imported
        "brotli",  # fonttools reads WOFF2 with it when it is there
        "neo4j-rust-ext",  # the driver finds it by itself
        "defusedxml",  # openpyxl reads workbooks with it when it is there
        "scikit-learn",  # fixed with the hubs, for what they work out beside Kith
        "xstatic-leaflet",  # files only
    }
    assert used <= declared
    assert declared <= used | not_imported


def test_everything_kith_runs_on_may_be_used_freely() -> None:
    """No GPL or AGPL; licence names as the packages declare them."""
    strict = []
    for name in pinned("requirements.txt"):
        try:
            metadata = distribution(name).metadata
        except PackageNotFoundError:  # of another system
            continue
        classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License")]
        declared = " ".join([*(metadata.get_all("License-Expression") or []), *classifiers])
        if re.search(r"(?<!L)GPL|General Public License", declared):
            strict.append(f"{name}: {declared}")
    assert not strict


def test_ci_runs_the_tests_and_nothing_else() -> None:
    assert (ROOT / ".ci" / "run").read_text() == "#!/usr/bin/env bash\nexec make test\n"


@pytest.mark.slow
def test_the_wheel_holds_everything_the_packages_read(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for path in committed():
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    built = subprocess.run(
        [*command, "--wheel-dir", str(tmp_path), str(source)], capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next(tmp_path.glob("kith-*.whl"))) as wheel:
        held = set(wheel.namelist())
    rooms = [path.relative_to(ROOT).as_posix() for path in committed() if path.relative_to(ROOT).parts[0] in OWN]
    assert rooms
    assert not [name for name in rooms if name not in held]
    assert {"app.py", "cli/verbs.py", "mapping/pages/streamlit.toml"} <= held
    assert not [name for name in held if name.startswith("tests")]

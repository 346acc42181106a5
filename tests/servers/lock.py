"""Pins every package with its hashes: requirements.txt to run Kith, requirements-dev.txt to work on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAD = """# {what}: every package pinned with its hashes, for Linux, macOS and Windows, Python 3.11 and later.
# Made by `make lock` from pyproject.toml; do not edit. Install: python -m pip install --require-hashes -r {name}
"""
FILES = {
    "requirements.txt": ("What Kith runs on", ("build",)),
    "requirements-dev.txt": ("What working on Kith needs", ("build", "dev", "docs")),
}


def lock(name: str, what: str, extras: tuple[str, ...], options: list[str]) -> None:
    """Resolve the extras and write the file; no address and no path goes into it."""
    path = ROOT / name
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "pyproject.toml", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--no-header", "--output-file", name, *options]
    for extra in extras:
        command += ["--extra", extra]
    if name != "requirements.txt":
        command += ["--constraint", "requirements.txt"]
    subprocess.run(command, cwd=ROOT, check=True)
    path.write_text(HEAD.format(what=what, name=name) + path.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    for file, (purpose, wanted) in FILES.items():
        lock(file, purpose, wanted, sys.argv[1:])

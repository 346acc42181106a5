"""The borough as a whole: the same seed gives the same bytes, and every file follows its contract."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.borough import Manifest, generate


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_seed_same_bytes_whatever_the_hash_seed(borough: Manifest, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from loaders.borough import generate; generate(Path(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "again")], check=True, env={**os.environ, "PYTHONHASHSEED": "12345"}
    )
    assert digests(tmp_path / "again") == digests(borough.out)


def test_another_seed_is_another_borough(borough: Manifest, tmp_path: Path) -> None:
    generate(tmp_path, seed=2)
    mine, other = digests(borough.out), digests(tmp_path)
    assert mine.keys() == other.keys()
    assert mine["ties.csv"] != other["ties.csv"]
    assert mine["ground.geojson"] == other["ground.geojson"]  # the town stays


def test_too_small_a_borough_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 50 children"):
        generate(tmp_path, children=20)


def test_the_smallest_borough_is_written(tmp_path: Path) -> None:
    assert len(generate(tmp_path, children=50).files) == 20

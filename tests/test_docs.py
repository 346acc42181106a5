"""The documentation: it builds, reads no other machine, and names every setting that the code reads."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.shared import ROOT
from tests.test_arrows import MODULES

SETTING = re.compile(r"\bKITH_(?:NEO4J_)?[A-Z]+(?:_MEMORY)?\b")
READ = re.compile(r"""environ(?:\.get\(|\[)"(KITH_\w+)|\bget\("(NEO4J_\w+|DATA|TODAY)"\)""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it; a broken link fails it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.mark.browser
def test_the_site_reads_nothing_from_other_machines(site: Path, chromium_page: Page) -> None:
    pages = sorted(site.glob("*.html"))
    assert {"architecture.html", "dictionary.html", "running.html"} <= {page.name for page in pages}
    for page in pages:
        chromium_page.goto(page.as_uri(), wait_until="load")
        assert chromium_page.locator("body").inner_text().strip()


def test_no_script_of_the_project_is_on_the_site(site: Path) -> None:
    assert not list(site.rglob("*.py"))


def test_every_setting_that_the_code_reads_is_documented() -> None:
    found = [match for path in MODULES for match in READ.findall(path.read_text(encoding="utf-8"))]
    read = {whole or f"KITH_{part}" for whole, part in found}
    documented = set(SETTING.findall((ROOT / "docs" / "running.md").read_text(encoding="utf-8")))
    assert {"KITH_DATA", "KITH_TODAY", "KITH_NEO4J_URI", "KITH_VIEWER", "KITH_SERVER_MEMORY"} <= read
    assert read - documented == set()

"""Adds the pages that live at the top of the project (README and its companions) to the documentation site."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
TOP = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the top pages beside the others, with their links made right for where they now stand."""
    for name, place in TOP.items():
        if (ROOT / name).is_file():
            files.append(File.generated(config, place, content=_moved((ROOT / name).read_text(encoding="utf-8"))))
    return files


def _moved(text: str) -> str:
    text = text.replace("](docs/", "](")
    for name, place in TOP.items():
        text = text.replace(f"]({name}", f"]({place}")
    return text

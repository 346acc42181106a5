"""Writes docs/cli.md out of the command itself: `python -m tests.doors.reference > docs/cli.md`."""

from __future__ import annotations

from typing import Any

import typer
from typer.testing import CliRunner

import cli


def verbs() -> list[str]:
    """Every verb of the terminal door; those of a group stand after it, such as `evaluate network`."""
    return sorted(commands())


def commands() -> dict[str, Any]:
    """Every verb with the command behind it."""
    found: dict[str, Any] = {}
    for name, command in typer.main.get_group(cli.app).commands.items():
        found[name] = command
        found |= {f"{name} {verb}": one for verb, one in getattr(command, "commands", {}).items()}
    return found


def help_of(*words: str) -> str:
    """The help as a person sees it, 100 columns wide."""
    result = CliRunner().invoke(
        cli.app, [*words, "--help"], prog_name="kith", env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"}
    )
    assert result.exit_code == 0, result.output
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def reference() -> str:
    """The page."""
    parts = ["# The `kith` command", "Made from the command itself; a test keeps it true.", f"```\n{help_of()}\n```"]
    for verb in verbs():
        parts += [f"## kith {verb}", f"```\n{help_of(*verb.split())}\n```"]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    print(reference(), end="")

"""The terminal door: the `kith` command."""

from cli.verbs import app, main

__all__ = ["app", "main"]

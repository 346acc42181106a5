"""The one family of errors whose words are fit to show to the person at the desk."""

from __future__ import annotations


class KithError(Exception):
    """Something to tell a person: what happened, what is safe, what to do. Anything else raised is our fault."""

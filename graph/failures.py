"""What can go wrong between Kith and its graph, in Kith's own words: what happened, what is safe, what to do."""

from __future__ import annotations

from neo4j import exceptions as bolt

from graph.errors import KithError


class StoreError(KithError):
    """The graph could not be used.

    Attributes
    ----------
    what, safe, do : str
        What happened, what is safe, and what to do; each one sentence.
    code : str
        One short line to read out to whoever helps.
    """

    def __init__(self, what: str, *, safe: str, do: str, code: str) -> None:
        super().__init__(f"{what} {safe} {do} (To read out: {code})")
        self.what, self.safe, self.do, self.code = what, safe, do, code


class MigrationRefused(StoreError):
    """The graph and this version of Kith do not fit each other."""


class StatementRefused(KithError, ValueError):
    """A statement cannot be written as it stands; nothing of its batch was. The message names the record."""


class IdentifierTaken(StatementRefused):
    """A record gives an entity an identifier that is already another's."""

    def __init__(self, identifier: str, owner: str, claimant: str, record: str) -> None:
        super().__init__(
            f"{record}: the identifier {identifier} already belongs to {owner}, so {claimant} cannot have it too. "
            "Correct the identifier, or the record that gave it first. Nothing of this batch was written."
        )
        self.identifier, self.owner, self.claimant, self.record = identifier, owner, claimant, record


class EndMissing(StatementRefused):
    """A tie or role names an entity that the graph does not hold."""

    def __init__(self, end: str, kind: str, record: str) -> None:
        super().__init__(
            f"{record}: names {kind} {end}, which the graph does not hold. Load it first. "
            "Nothing of this batch was written."
        )
        self.end, self.kind, self.record = end, kind, record


class DecisionRefused(KithError, ValueError):
    """A decision or concern cannot be recorded as it stands; nothing was written. The message says what to mend."""


class NotHeld(KithError, LookupError):
    """Nothing is held under what was asked for, or more than one thing is; the message says which."""


_SAFE = "What was loaded before is safe; what was being written was either written whole or not at all."


def explain(error: Exception, uri: str, database: str) -> StoreError:
    """Put a driver's error into words that say what is safe and what to do.

    Server texts are vague or hold data, so only their code is passed on.
    """
    code = str(getattr(error, "code", None) or type(error).__name__)
    text = str(error).lower()
    if isinstance(error, bolt.AuthError) or "unauthorized" in code.lower():
        return StoreError(
            f"The graph server at {uri} does not accept the user or password.",
            safe="Nothing was read or written.",
            do="Check KITH_NEO4J_USER and KITH_NEO4J_PASSWORD.",
            code=code,
        )
    if "databasenotfound" in code.lower() or ("database" in text and "not exist" in text):
        return StoreError(
            f"The graph server at {uri} has no database {database!r}.",
            safe="Nothing was read or written.",
            do="Create it on the server, or name another in KITH_NEO4J_DATABASE.",
            code=code,
        )
    if "no space" in text or "disk" in text or "outofdisk" in code.lower():
        return StoreError(
            "The disk that holds the graph is full.", safe=_SAFE, do="Free some space, then do it again.", code=code
        )
    if isinstance(error, (bolt.ServiceUnavailable, bolt.SessionExpired, OSError)):
        return StoreError(
            f"The graph server at {uri} does not answer.",
            safe=_SAFE,
            do="See that it runs (`kith doctor` says more), then do it again.",
            code=code,
        )
    if isinstance(error, bolt.TransientError):
        return StoreError(
            "The graph server was busy with other work for too long.", safe=_SAFE, do="Do it again.", code=code
        )
    return StoreError(
        "The graph server could not do what Kith asked.",
        safe=_SAFE,
        do="Do it again; if it happens again, report it with the line below.",
        code=code,
    )

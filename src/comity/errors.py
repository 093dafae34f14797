"""What can go wrong, each with a code, an exit status and one sentence.

::

    ComityError
    ├── InputError            2  E-INPUT           what the user gave cannot be used
    │   ├── UnknownName       2  E-UNKNOWN-NAME    no such name; near matches offered
    │   ├── NotANumber        2  E-NOT-A-NUMBER    a value is missing where one is needed
    │   └── Unreadable        2  E-UNREADABLE      a file is broken, or not what it says it is
    │       ├── Encrypted     2  E-ENCRYPTED       a file asks for a password
    │       ├── NoText        2  E-NO-TEXT         a file holds no text: a scan, or nothing
    │       └── TooLarge      2  E-TOO-LARGE       a file is or unpacks to more than the limits
    ├── FactError             3  E-FACT            a fact is missing, stale or damaged
    │   ├── MissingFact       3  E-FACT-MISSING
    │   └── DamagedFacts      3  E-FACT-DAMAGED    a fact file breaks its schema
    ├── Infeasible            1  E-INFEASIBLE      the rules cannot all hold
    ├── SourceUnavailable     4  E-SOURCE          an online source did not answer
    └── WorkerLost            5  E-WORKER          workers die on one case again and again
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ComityError(Exception):
    """Any failure Comity foresees.

    Attributes
    ----------
    code : str
        Stable identifier, printed by every face.
    exit_code : int
        Exit status of the command line.
    status : int
        HTTP status of the web face.
    """

    code = "E-COMITY"
    exit_code = 5
    status = 500


class InputError(ComityError, ValueError):
    """What the caller gave cannot be used."""

    code = "E-INPUT"
    exit_code = 2
    status = 400


class UnknownName(InputError):
    """A name that nothing answers to, with the nearest that exist.

    Parameters
    ----------
    kind : str
        What was looked for, in words ("state", "model").
    name : str
        What was given.
    known : iterable of str
        Every name that would have been accepted.
    near : iterable of str, optional
        Near matches already found by the caller; found here when absent.
    """

    code = "E-UNKNOWN-NAME"
    status = 404

    def __init__(
        self, kind: str, name: str, known: Iterable[str] = (), *, near: Iterable[str] | None = None
    ) -> None:
        self.kind = kind
        self.name = name
        self.near = tuple(near) if near is not None else near_matches(name, known)
        hint = f" Nearest: {', '.join(self.near)}." if self.near else ""
        super().__init__(f"No {kind} is called {name!r}.{hint}")


class NotANumber(InputError):
    """A value is missing or not finite where a number is needed."""

    code = "E-NOT-A-NUMBER"


class Unreadable(InputError):
    """A file is broken, or is not what it says it is."""

    code = "E-UNREADABLE"
    status = 422


class Encrypted(Unreadable):
    """A file asks for a password."""

    code = "E-ENCRYPTED"


class NoText(Unreadable):
    """A file holds no text: a scan, or nothing at all."""

    code = "E-NO-TEXT"


class TooLarge(Unreadable):
    """A file is larger, or unpacks to more, than the limits allow."""

    code = "E-TOO-LARGE"
    status = 413


class FactError(ComityError):
    """A fact is missing, stale or damaged."""

    code = "E-FACT"
    exit_code = 3
    status = 409


class MissingFact(FactError, LookupError):
    """No source at hand gives this fact."""

    code = "E-FACT-MISSING"


class DamagedFacts(FactError):
    """A fact file breaks its schema; the sentence names file, row and column."""

    code = "E-FACT-DAMAGED"


class Infeasible(ComityError):
    """The rules given cannot all hold; the sentence names those that bind."""

    code = "E-INFEASIBLE"
    exit_code = 1
    status = 422


class SourceUnavailable(ComityError):
    """An online source did not answer, or what it sent fails its checksum."""

    code = "E-SOURCE"
    exit_code = 4
    status = 503


class WorkerLost(ComityError):
    """Worker processes die on one case again and again."""

    code = "E-WORKER"


def near_matches(name: str, known: Iterable[str], *, most: int = 5) -> tuple[str, ...]:
    """Names close to the one given, the closest first.

    Parameters
    ----------
    name : str
        What was given.
    known : iterable of str
        What exists.
    most : int
        How many at the most.

    Returns
    -------
    tuple of str
        Names as they are written in `known`.
    """
    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(candidate.casefold(), candidate)
    close = difflib.get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.6)
    return tuple(by_folded[each] for each in close)

"""Votes files read into arrays, and consensus computed from them.

Three shapes are understood: a matrix with one row a participant and one column a statement, the
matrix Polis exports (whose first columns describe the participant), and one row a vote with the
columns ``participant,statement,vote``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.errors import InputError, UnknownName
from comity.forum.votes import Votes, from_acts, from_rows, parse_cell

PARTICIPANT = ("participant", "voter-id", "state", "iso3")
"""Names a column of participants may have."""
ABOUT = ("xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", "bloc", "group")
"""Columns of a matrix that describe the participant and are no statement."""
ACTS = ("statement", "vote")
"""Columns that mark a file with one row a vote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """Votes as a file gives them, with what it says of each participant.

    Attributes
    ----------
    votes : Votes
        Who voted how.
    about : mapping of str to tuple of str
        Columns that are no statement, one cell for each participant.
    """

    votes: Votes
    about: dict[str, tuple[str, ...]]


def read_ballots(text: str, *, file: str, bloc_column: str = "") -> Ballots:
    """Votes and the description of participants in the text of a votes file.

    Parameters
    ----------
    text : str
        Content of the file.
    file : str
        Its name, for messages.
    bloc_column : str
        A column that holds blocs, beside those known to.

    Returns
    -------
    Ballots

    Raises
    ------
    InputError
        If the file is damaged; the sentence names file, row and column.
    """
    header, rows = _table(text, file)
    if all(name in header for name in ACTS):
        return _acts(header, rows, file)
    names = [name for name in PARTICIPANT if name in header]
    if not names:
        raise InputError(
            f"{file}, row 1: no column of participants; name one {', '.join(PARTICIPANT)}."
        )
    who = header.index(names[0])
    about = [at for at, name in enumerate(header) if at != who and name in (*ABOUT, bloc_column)]
    asked = [at for at in range(len(header)) if at != who and at not in about]
    if not asked:
        raise InputError(f"{file}, row 1: no column of a statement.")
    cells, held = [], []
    for number, row in rows:
        held.append(row)
        cells.append([_vote(row[at], file, number, header[at]) for at in asked])
    _each_once([row[who] for row in held], file, header[who])
    return Ballots(
        votes=from_rows([row[who] for row in held], [header[at] for at in asked], cells),
        about={header[at]: tuple(row[at] for row in held) for at in about},
    )


def blocs_by_column(ballots: Ballots, *, name: str, file: str) -> tuple[str, ...]:
    """Bloc of each participant from a column of the votes file; empty for none.

    Raises
    ------
    UnknownName
        If the file has no such column.
    """
    if name not in ballots.about:
        raise UnknownName(f"column of blocs in {file}", name, ballots.about)
    return ballots.about[name]


def blocs_by_file(ballots: Ballots, text: str, *, file: str) -> tuple[str, ...]:
    """Bloc of each participant from a file with the columns ``participant,bloc``.

    A participant the file does not name is in no bloc.

    Raises
    ------
    InputError
        If the file is damaged or names a participant who has no votes.
    """
    header, rows = _table(text, file)
    names = [name for name in PARTICIPANT if name in header]
    if not names or "bloc" not in header:
        raise InputError(f"{file}, row 1: it needs the columns participant and bloc.")
    who, bloc = header.index(names[0]), header.index("bloc")
    known = set(ballots.votes.participants)
    of_each: dict[str, str] = {}
    for number, row in rows:
        if row[who] not in known:
            said = UnknownName("participant among the votes", row[who], known)
            raise InputError(f"{file}, row {number}, column {header[who]!r}: {said}")
        if of_each.setdefault(row[who], row[bloc]) != row[bloc]:
            raise InputError(f"{file}, row {number}, column 'bloc': {row[who]!r} is in two blocs.")
    return tuple(of_each.get(name, "") for name in ballots.votes.participants)


def _acts(header: list[str], rows: Iterator[tuple[int, list[str]]], file: str) -> Ballots:
    names = [name for name in PARTICIPANT if name in header]
    if not names:
        raise InputError(
            f"{file}, row 1: no column of participants; name one {', '.join(PARTICIPANT)}."
        )
    who, what, how = (header.index(name) for name in (names[0], *ACTS))
    acts = []
    for number, row in rows:
        vote = _vote(row[how], file, number, header[how])
        if vote is None:
            raise InputError(f"{file}, row {number}, column 'vote': no vote; write 1, 0 or -1.")
        acts.append((row[who], row[what], vote))
    return Ballots(votes=from_acts(acts), about={})


def _table(text: str, file: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputError(f"{file}, row {line}: a NUL byte; save the file as UTF-8 text.")
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        lines = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise InputError(f"{file}, row {reader.line_num}: {error}.") from error
    if len(lines) < 2:
        raise InputError(f"{file} holds no votes: it needs a header and at least one row.")
    header = [name.strip() for name in lines[0][1]]
    _header_once(header, file)
    return header, _full(lines[1:], header, file)


def _full(
    lines: Sequence[tuple[int, list[str]]], header: list[str], file: str
) -> Iterator[tuple[int, list[str]]]:
    for number, row in lines:
        if len(row) != len(header):
            near = header[min(len(row), len(header)) - 1]
            raise InputError(
                f"{file}, row {number}, column {near!r}: {len(row)} cells where {len(header)} "
                "belong."
            )
        yield number, row


def _header_once(header: list[str], file: str) -> None:
    for at, name in enumerate(header):
        if name == "" or name in header[:at]:
            said = "stands twice" if name else "has no name"
            raise InputError(f"{file}, row 1, column {at + 1}: {name!r} {said}.")


def _each_once(names: list[str], file: str, column: str) -> None:
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            raise InputError(
                f"{file}, row {at + 2}, column {column!r}: {name!r} stands twice; keep one row."
            )
        seen.add(name)


def _vote(text: str, file: str, number: int, column: str) -> int | None:
    try:
        return parse_cell(text)
    except InputError as error:
        raise InputError(f"{file}, row {number}, column {column!r}: {error}") from None

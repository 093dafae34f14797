"""Answers of online sources, kept with their checksum so that the next asking needs no network."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import tempfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from comity.errors import SourceUnavailable

TIMEOUT = 60.0
"""How long a source may take to answer. [s]"""

LARGEST = 50_000_000
"""Longest answer believed. [bytes]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an online source said.

    Attributes
    ----------
    text : str
        Its answer.
    address : str
        Where it was asked.
    sha256 : str
        Of the answer, 64 hexadecimal digits.
    day : str
        Day it answered, ISO 8601.
    """

    text: str
    address: str
    sha256: str
    day: str


def answer_of(address: str, *, folder: Path, producer: str) -> Answer:
    """The answer at an address, from the cache when its checksum holds.

    Parameters
    ----------
    address : str
        Where to ask.
    folder : Path
        Where answers are kept.
    producer : str
        Who answers, for messages.

    Returns
    -------
    Answer

    Raises
    ------
    SourceUnavailable
        If the source does not answer and no whole answer is kept.
    """
    stem = folder / hashlib.sha256(address.encode()).hexdigest()[:32]
    kept, damaged = _kept(stem, address)
    if kept is not None:
        return kept
    try:
        content = _asked(address)
    except (OSError, ValueError) as error:
        reason = "did not answer"
        if isinstance(error, urllib.error.HTTPError):
            reason = f"answered with {error.code}"
            error.close()
        also = ", and what was kept of it fails its checksum" if damaged else ""
        raise SourceUnavailable(
            f"{producer} {reason}{also}; try again later, give a file with --weather, or leave "
            "out --online to use the monthly normals."
        ) from error
    answer = Answer(
        text=content.decode("utf-8", "replace"),
        address=address,
        sha256=hashlib.sha256(content).hexdigest(),
        day=datetime.date.today().isoformat(),
    )
    folder.mkdir(parents=True, exist_ok=True)
    _write(stem.with_suffix(".txt"), content)
    about = {"address": address, "sha256": answer.sha256, "day": answer.day}
    _write(stem.with_suffix(".json"), json.dumps(about).encode())
    return answer


def _kept(stem: Path, address: str) -> tuple[Answer | None, bool]:
    """A kept answer whose checksum holds, and whether one is there that does not."""
    try:
        about = json.loads(stem.with_suffix(".json").read_text("utf-8"))
        content = stem.with_suffix(".txt").read_bytes()
    except (OSError, ValueError):
        return None, stem.with_suffix(".txt").exists()
    digest = hashlib.sha256(content).hexdigest()
    if about.get("address") != address or about.get("sha256") != digest:
        return None, True
    text = content.decode("utf-8", "replace")
    return Answer(text=text, address=address, sha256=digest, day=str(about.get("day", ""))), False


def _asked(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"User-Agent": "comity"})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
        content: bytes = response.read(LARGEST + 1)
    if not content or len(content) > LARGEST:
        raise ValueError("an answer of no believable length")
    return content


def _write(path: Path, content: bytes) -> None:
    # Written beside and moved, so that a broken run leaves no half of an answer.
    handle, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(beside).replace(path)

"""How much a file may cost to read."""

from __future__ import annotations

from dataclasses import dataclass

from comity.errors import TooLarge


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost.

    Choices of ours, far above any instrument met so far (the longest, an Official Journal PDF,
    has 144 pages and 2.7 MB).

    Attributes
    ----------
    bytes : int
        Largest file. [B]
    unpacked : int
        Largest sum of what a container unpacks to. [B]
    members : int
        Most files in a container.
    pages : int
        Most pages.
    """

    bytes: int = 100_000_000
    unpacked: int = 200_000_000
    members: int = 10_000
    pages: int = 5_000


STANDARD = Limits()


def check_size(data: bytes, limits: Limits) -> None:
    """Nothing, when the file is small enough.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        What it may cost.

    Raises
    ------
    TooLarge
        If the file is larger than the limit.
    """
    if len(data) > limits.bytes:
        raise TooLarge(
            f"The file has {len(data) / 1e6:.0f} MB; at most {limits.bytes / 1e6:.0f} MB are read. "
            "Split it and add the parts."
        )

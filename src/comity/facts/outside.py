"""What others publish, asked online or handed in as a file: the one way to the providers."""

from __future__ import annotations

from pathlib import Path

from comity.errors import UnknownName
from comity.facts.types import Source

ONLINE = ("pvgis", "nasa_power", "open_meteo")
"""Online sources of hourly weather, in the order they are preferred."""


def online_weather(
    provider: str, latitude: float, longitude: float, *, year: int, cache: Path | None = None
) -> tuple[str, Source]:
    """Hourly weather at a point from an online source, kept for the next time.

    Parameters
    ----------
    provider : str
        A name of `ONLINE`.
    latitude, longitude : float
        The point; asked to two decimals. [degrees]
    year : int
        The year, for sources that have years.
    cache : Path, optional
        Where answers are kept; the user's cache folder unless given.

    Returns
    -------
    str
        The answer as the source gave it.
    Source
        Who gave it, when, with the address and the SHA-256 of the answer.

    Raises
    ------
    UnknownName
        If there is no such source.
    SourceUnavailable
        If the source does not answer and no whole answer is kept.
    """
    if provider not in ONLINE:
        raise UnknownName("online source of weather", provider, ONLINE, near=ONLINE)
    import importlib

    from comity.facts.providers.cache import answer_of

    asked = importlib.import_module(f"comity.facts.providers.{provider}")
    folder = cache if cache is not None else _cache_folder()
    answer = answer_of(
        asked.address_of(latitude, longitude, year),
        folder=folder / provider,
        producer=asked.PRODUCER,
    )
    return answer.text, Source(
        key=f"weather:{provider}", title=f"{asked.TITLE}; SHA-256 {answer.sha256}",
        producer=asked.PRODUCER, year=int(answer.day[:4]), licence=asked.LICENCE,
        url=answer.address, accessed=answer.day, kind="dataset",
    )  # fmt: skip


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("comity") / "weather"


def import_rows(kind: str, content: bytes) -> list[dict[str, str]]:
    """Rows of a file others publish: a model card, a price list, a table of models.

    Parameters
    ----------
    kind : str
        ``card``, ``litellm`` or ``epoch``.
    content : bytes
        The file.

    Returns
    -------
    list of dict

    Raises
    ------
    UnknownName
        If no such kind is known.
    InputError
        If the file is not of that kind.
    """
    from comity.facts.providers.published import READERS

    if kind not in READERS:
        raise UnknownName("kind of file", kind, READERS, near=sorted(READERS))
    return READERS[kind](content)

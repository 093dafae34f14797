"""Settings: read once at a face, then passed down as one frozen value.

Order of authority: argument, then ``COMITY_*`` in the environment, then ``comity.toml`` in the
user's configuration folder, then the default. An unknown key is an error, never ignored.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from comity.errors import InputError, UnknownName

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How Comity runs.

    Attributes
    ----------
    language : str
        One of the six UN languages, as ISO 639-1.
    facts : tuple of Path
        User fact files or folders; a later one overrides an earlier one, row by row.
    engine : str
        Where sweeps run: ``serial``, ``processes`` or ``dask``.
    corpus : Path, optional
        Folder of the user's corpus of instruments; the user's data folder when None.
    """

    language: str = "en"
    facts: tuple[Path, ...] = ()
    engine: str = "serial"
    corpus: Path | None = None


def read_settings(
    overrides: Mapping[str, str | None] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Settings from arguments, environment, file and defaults.

    Parameters
    ----------
    overrides : mapping, optional
        Values given as arguments; None means not given.
    environment : mapping, optional
        The process environment unless given.
    file : Path, optional
        The user's ``comity.toml`` unless given.

    Returns
    -------
    Settings

    Raises
    ------
    InputError
        If a key is unknown, the file cannot be read, or the language is not a UN language.
    """
    given = dict(_from_file(file if file is not None else _user_file()))
    given |= _from_environment(os.environ if environment is None else environment)
    given |= {key: value for key, value in (overrides or {}).items() if value is not None}
    return override(Settings(), given)


def override(settings: Settings, given: Mapping[str, str]) -> Settings:
    """Settings with some values replaced, each read from text.

    Parameters
    ----------
    settings : Settings
        What holds otherwise.
    given : mapping of str to str
        Values by name; several paths are joined as the platform writes them.

    Returns
    -------
    Settings

    Raises
    ------
    InputError
        If a name or a language is unknown.
    """
    given = dict(given)
    known = {field.name for field in fields(Settings)}
    for key in given:
        if key not in known:
            raise UnknownName("setting", key, known)
    if "facts" in given:
        parts = [part for part in given.pop("facts").split(os.pathsep) if part]
        settings = replace(settings, facts=tuple(Path(part).expanduser() for part in parts))
    if corpus := given.pop("corpus", ""):
        settings = replace(settings, corpus=Path(corpus).expanduser())
    settings = replace(settings, **given)  # type: ignore[arg-type]
    if settings.language not in LANGUAGES:
        raise UnknownName("language", settings.language, LANGUAGES, near=LANGUAGES)
    return settings


def _user_file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("comity") / "comity.toml"


def _from_file(path: Path) -> dict[str, str]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError(f"Cannot read the settings file {path}: {error.strerror}.") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The settings file {path} is not valid TOML: {error}.") from error
    return {
        key: os.pathsep.join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in table.items()
    }


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    known = {f"COMITY_{field.name.upper()}": field.name for field in fields(Settings)}
    return {known[key]: value for key, value in environment.items() if key in known}

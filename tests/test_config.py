import os
from pathlib import Path

import pytest

from comity.config import read_settings
from comity.errors import InputError

NOWHERE = Path("/nonexistent/comity.toml")


def test_arguments_win_over_environment_and_environment_over_file(tmp_path):
    file = tmp_path / "comity.toml"
    file.write_text('language = "fr"\nengine = "processes"\n')

    settings = read_settings({"language": "es"}, environment={"COMITY_LANGUAGE": "ru"}, file=file)
    unnamed = read_settings({"language": None}, environment={"COMITY_LANGUAGE": "ru"}, file=file)

    assert settings.language == "es"
    assert unnamed.language == "ru"
    assert unnamed.engine == "processes"


def test_fact_paths_are_split_as_the_platform_writes_them():
    given = os.pathsep.join(["a.csv", "b"])

    assert read_settings({"facts": given}, environment={}, file=NOWHERE).facts == (
        Path("a.csv"), Path("b"),
    )  # fmt: skip


def test_an_unknown_key_is_an_error_with_the_nearest(tmp_path):
    file = tmp_path / "comity.toml"
    file.write_text('langage = "fr"\n')

    with pytest.raises(InputError, match="Nearest: language"):
        read_settings(environment={}, file=file)


@pytest.mark.parametrize("text", ["language = ", "\x00"])
def test_a_broken_settings_file_is_one_sentence(tmp_path, text):
    file = tmp_path / "comity.toml"
    file.write_text(text)

    with pytest.raises(InputError, match="not valid TOML"):
        read_settings(environment={}, file=file)


def test_a_language_that_is_not_a_un_language_is_refused():
    with pytest.raises(InputError, match="ar, en, es, fr, ru, zh"):
        read_settings({"language": "xx"}, environment={}, file=NOWHERE)

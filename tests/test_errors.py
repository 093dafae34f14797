import pytest

from comity import errors
from comity.errors import ComityError, UnknownName, near_matches


def every_error():
    found, waiting = [], [ComityError]
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += each.__subclasses__()
    return found


@pytest.mark.parametrize("error", every_error(), ids=lambda error: error.__name__)
def test_every_error_has_its_code_exit_and_status(error):
    assert error.code.startswith("E-")
    assert error.exit_code in (1, 2, 3, 4, 5)
    assert 400 <= error.status <= 599
    assert error.code in (errors.__doc__ or "") or error is ComityError


def test_codes_are_distinct():
    codes = [error.code for error in every_error()]

    assert len(set(codes)) == len(codes)


def test_near_matches_ignore_case_and_keep_the_spelling():
    assert near_matches("kenia", ["Kenya", "Malta"]) == ("Kenya",)


def test_an_unknown_name_offers_the_nearest_that_exist():
    said = str(UnknownName("state", "Kenia", ["Kenya", "Malta"]))

    assert said == "No state is called 'Kenia'. Nearest: Kenya."
    assert "Nearest" not in str(UnknownName("state", "xyzzy", ["Kenya"]))

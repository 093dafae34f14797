import json

import pytest

from comity.cli import main

TERMS = ("--rate", "2", "--maturity", "20", "--grace", "5")


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_the_grant_element_is_printed_at_every_published_rate(capsys):
    status, out, _ = run(capsys, "fund", "grant-element", *TERMS, "--json")
    said = json.loads(out)
    by_class = {each["borrower"]: each for each in said["grant_elements"]}

    assert status == 0
    assert set(said) == {
        "rate_percent", "maturity_years", "grace_years", "payments_per_year", "grant_elements",
    }  # fmt: skip
    assert set(by_class["Low income"]) == {
        "borrower", "discount_percent", "threshold_percent", "grant_element_percent", "source",
    }  # fmt: skip
    assert by_class["Least developed"]["discount_percent"] == 9
    assert by_class["Least developed"]["grant_element_percent"] == pytest.approx(49.7, abs=0.05)
    assert by_class["Upper middle income"]["grant_element_percent"] == pytest.approx(33.7, abs=0.05)


def test_a_given_discount_rate_is_printed_with_its_grant_element(capsys):
    status, out, _ = run(capsys, "fund", "grant-element", *TERMS, "--discount", "5")

    assert status == 0
    assert "as given" in out
    assert "26.8" in out


def test_an_envelope_prints_documented_keys_and_sums_to_the_fund(capsys):
    status, out, _ = run(capsys, "fund", "envelope", "--rule", "cali", "--total", "1e9", "--json")
    said = json.loads(out)
    rows = said["states"] + said["others"]

    assert status == 0
    assert set(said) == {"rule", "total_usd", "states", "others"}
    assert set(said["states"][0]) == {"iso3", "name", "share_percent", "amount_usd", "excluded"}
    assert len(said["states"]) == 193
    assert sum(each["amount_usd"] for each in rows) == 1_000_000_000


def test_an_envelope_prints_a_table(capsys):
    status, out, _ = run(capsys, "fund", "envelope", "--rule", "equal")

    assert status == 0
    assert "Kenya" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("envelope", "--rule", "kali"), "Nearest: cali"),
        (("envelope", "--total", "0"), "give one dollar or more"),
        (("envelope", "--total", "nan"), "give one dollar or more"),
        (("grant-element", "--rate", "2", "--maturity", "5", "--grace", "9"), "does not end"),
        (("grant-element", *TERMS, "--payments-per-year", "0"), "give one or more"),
        (("grant-element", *TERMS, "--discount", "-1"), "give zero or more"),
        (("grant-element", "--rate", "two", "--maturity", "5", "--grace", "1"), "two"),
    ],
)
def test_terms_that_cannot_be_used_are_one_sentence(capsys, arguments, said):
    status, out, err = run(capsys, "fund", *arguments)

    assert status == 2
    assert out == ""
    assert said in err
    assert err.count("\n") == 1

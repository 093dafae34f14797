import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError
from comity.sites import accounts
from comity.sites.accounts import Amount

values = st.floats(0.0, 1e6)


@st.composite
def amounts(draw):
    value = draw(st.floats(0.1, 1e3))
    return Amount(
        value=value, low=value * draw(st.floats(0, 1)), high=value * draw(st.floats(1, 3))
    )


def test_one_kilowatt_for_a_year():
    drawn = accounts.energy(1.0, 1.25)

    assert drawn == 10950.0
    assert accounts.carbon(drawn, 400.0) == pytest.approx(4.38)


def test_source_water_adds_the_water_of_the_power_drawn():
    # ISO/IEC 30134-9: site water plus water intensity of energy times PUE.
    assert accounts.wue_source(1.8, 1.25, 2.0) == pytest.approx(4.3)


@given(st.lists(amounts(), min_size=1, max_size=5))
def test_a_product_lies_in_its_band_and_its_shares_sum_to_one(factors):
    found, shares = accounts.product(factors)

    assert 0.0 <= found.low <= found.value <= found.high
    assert not shares or sum(shares) == pytest.approx(1.0)


@given(st.lists(amounts(), min_size=1, max_size=5))
def test_a_sum_lies_in_its_band_and_its_shares_sum_to_one(terms):
    found, shares = accounts.total(terms)

    assert 0.0 <= found.low <= found.value <= found.high
    assert not shares or sum(shares) == pytest.approx(1.0)


@given(amounts())
def test_a_certain_factor_scales_the_band(factor):
    certain = Amount(value=3.0, low=3.0, high=3.0)

    found, _ = accounts.product([factor, certain])

    assert found.low == pytest.approx(3.0 * factor.low)
    assert found.high == pytest.approx(3.0 * factor.high)


def test_a_factor_of_zero_gives_zero():
    zero = Amount(value=0.0, low=0.0, high=0.0)

    found, _ = accounts.product([zero, Amount(value=2.0, low=1.0, high=3.0)])

    assert (found.low, found.value, found.high) == (0.0, 0.0, 0.0)


def test_indicators_are_the_ratios_of_their_definitions():
    # ISO/IEC 30134-8; GHG Protocol scopes 1 and 3.
    assert accounts.carbon_usage(1.2, 500.0, 10.0) == pytest.approx(610.0)
    assert accounts.direct_carbon(2e6, 266.0, 0.35) == pytest.approx(1520.0)
    assert accounts.embodied_carbon(8.0, 4.0) == 2.0


@given(st.floats(0.0, 0.4), st.floats(0.0, 0.4), st.floats(1.0, 40.0))
def test_dearer_capital_never_lowers_a_levelised_cost(one, other, life):
    low, high = sorted((one, other))
    given = {"it_energy": 8760.0, "life": life}

    cheap = accounts.levelised_cost(1e4, 500.0, rate=low, **given)
    dear = accounts.levelised_cost(1e4, 500.0, rate=high, **given)

    assert dear >= cheap * (1.0 - 1e-9)


@pytest.mark.parametrize(
    "call",
    [
        lambda: accounts.embodied_carbon(1.0, 0.0),
        lambda: accounts.levelised_cost(1.0, 1.0, it_energy=1.0, rate=-0.1, life=5.0),
        lambda: accounts.levelised_cost(1.0, 1.0, it_energy=0.0, rate=0.1, life=5.0),
    ],
)
def test_what_has_no_meaning_is_refused(call):
    with pytest.raises(InputError):
        call()

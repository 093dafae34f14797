import copy
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError, UnknownName
from comity.facts.load import embedded
from comity.plans.certificate import STANDARD, certificate, digest, thresholds_of, verify
from comity.plans.climate import weather_of
from comity.sites import label
from comity.sites.cooling import TECHNOLOGIES
from comity.sites.label import Claim

RULES = thresholds_of(embedded(), STANDARD)


def issued(state="KEN", **given):
    base = embedded()
    given = given or {"pue": 1.2, "wue": 0.3, "renewable": 0.6}
    made = certificate(base, weather_of(base, state), place=state, state=state, **given)
    return json.loads(json.dumps(made))


def allowed(temp, wet):
    return label.reference(
        np.array([temp]), np.array([wet]), np.array([8760.0]), RULES["reference"]
    )


def test_a_certificate_holds():
    assert verify(embedded(), issued()) == ()


@pytest.mark.parametrize("technology", sorted(TECHNOLOGIES))
def test_a_design_of_every_plant_is_certified_and_holds(technology):
    made = issued(technology=technology)

    assert made["inputs"]["basis"] == "design"
    assert verify(embedded(), made) == ()


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("inputs", "pue"), 1.1, "hash"),
        (("inputs", "climate", "temp_air", 3), 45.0, "hash"),
        (("inputs", "thresholds", "energy", "A"), 9.0, "thresholds"),
        (("levels", "overall"), "A+", "levels"),
        (("reference", "overhead_dry"), 0.9, "reference"),
    ],
)
def test_a_changed_certificate_does_not_hold(path, value, named):
    made = issued()
    held = made
    for key in path[:-1]:
        held = held[key]
    held[path[-1]] = value

    assert any(named in fault for fault in verify(embedded(), made))


def test_a_changed_design_does_not_hold_even_with_a_new_hash():
    made = issued(technology="air_chiller")
    made["inputs"]["pue"] = 1.05
    made["inputs_sha256"] = digest(made["inputs"])

    assert any("do not follow" in fault for fault in verify(embedded(), made))


@pytest.mark.parametrize("broken", [[], {}, {"form": "other"}])
def test_what_is_no_certificate_is_refused(broken):
    with pytest.raises(InputError, match="not a certificate"):
        verify(embedded(), broken)


def test_a_certificate_without_a_part_is_refused():
    made = issued()
    del made["inputs"]["climate"]

    with pytest.raises(InputError, match="climate"):
        verify(embedded(), made)


def test_an_unknown_version_is_named():
    made = copy.deepcopy(issued())
    made["standard"] = "green-label-9"

    with pytest.raises(UnknownName, match=STANDARD):
        verify(embedded(), made)


@pytest.mark.parametrize(
    "given", [{}, {"pue": 1.2}, {"pue": 1.2, "wue": 0.1, "technology": "air_chiller"}]
)
def test_a_claim_is_measured_or_designed(given):
    with pytest.raises(InputError, match="--pue"):
        certificate(embedded(), weather_of(embedded(), "KEN"), place="x", **given)


@given(st.floats(-30.0, 45.0), st.floats(0.0, 20.0))
def test_a_hotter_climate_never_allows_less(temp, step):
    cool, warm = allowed(temp, temp - 5.0), allowed(temp + step, temp + step - 5.0)

    assert warm.overhead_dry >= cool.overhead_dry - 1e-12
    assert warm.overhead_wet >= cool.overhead_wet - 1e-12
    assert warm.overhead_wet <= warm.overhead_dry


def test_the_same_engineering_gets_the_same_level_in_a_hot_and_a_cold_place():
    for temp, wet in ((40.0, 24.0), (5.0, 2.0)):
        there = allowed(temp, wet)
        claim = Claim(pue=1.0 + 0.9 * there.overhead_dry, wue=0.0, renewable=0.3, water_stress=10.0)

        assert label.levels(claim, there, RULES) == {
            "energy": "B", "water": "A", "renewable": "B", "overall": "B",
        }  # fmt: skip


def test_what_is_not_reported_counts_as_not_reached():
    there = allowed(25.0, 20.0)
    claim = Claim(pue=1.05, wue=0.7 * there.water)

    found = label.levels(claim, there, RULES)

    assert (found["water"], found["renewable"]) == ("C", "C")


@pytest.mark.parametrize(
    "claim", [{"pue": 0.9}, {"pue": 1.2, "wue": -1}, {"pue": 1.2, "renewable": 2}]
)
def test_a_claim_that_cannot_be_is_refused(claim):
    with pytest.raises(InputError):
        Claim(**({"wue": 0.0} | claim))

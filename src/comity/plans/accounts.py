"""A year of energy, carbon, water and cost of a load, each as a finding with its band."""

from __future__ import annotations

from comity.facts.types import Finding, Missing
from comity.plans.site import Site
from comity.sites import accounts
from comity.sites.accounts import Amount


def annual_accounts(
    site: Site,
    key: str,
    load: Finding,
    *,
    water: Finding | Missing,
    reservoirs: Finding | Missing,
) -> dict[str, Finding | Missing]:
    """A year of energy, carbon, water and cost of one load.

    Parameters
    ----------
    site : Site
        PUE, WUE, price and carbon.
    key : str
        Scenario; the findings' names end in it.
    load : Finding
        Mean load of computing. [kW]
    water, reservoirs : Finding or Missing
        Water intensity of the grid without and with evaporation from reservoirs. [L/kWh]

    Returns
    -------
    dict of str to Finding or Missing
        ``sites.energy.<key>`` [MWh], ``sites.carbon.<key>`` [tCO2e], ``sites.water_site.<key>``,
        ``sites.water.<key>`` and ``sites.water_with_reservoirs.<key>`` [m3] and
        ``sites.cost.<key>`` [USD].
    """
    energy = _product(
        f"sites.energy.{key}", "MWh", (load, site.pue), accounts.HOURS_IN_YEAR / 1e3,
        "Mean load of computing times hours of a year times PUE",
    )  # fmt: skip
    local = _product(
        f"sites.water_site.{key}", "m3", (load, site.wue), accounts.HOURS_IN_YEAR / 1e3,
        "Energy of computing times WUE",
    )  # fmt: skip
    found: dict[str, Finding | Missing] = {each.name: each for each in (energy, local)}
    found[f"sites.cost.{key}"] = _product(
        f"sites.cost.{key}", "USD", (energy, site.price), 1e3, "Electricity drawn times its price"
    )
    found[f"sites.carbon.{key}"] = _times(
        f"sites.carbon.{key}", "tCO2e", energy, site.carbon, 1e-3,
        "Electricity drawn times mean carbon intensity of the grid (location based)",
    )  # fmt: skip
    for name, intensity in (("water", water), ("water_with_reservoirs", reservoirs)):
        distant = _times(
            f"sites.{name}_source.{key}", "m3", energy, intensity, 1.0,
            "Electricity drawn times water consumed per unit generated",
        )  # fmt: skip
        found[f"sites.{name}.{key}"] = _sum(f"sites.{name}.{key}", local, distant)
    return found


def _times(
    name: str, unit: str, first: Finding, second: Finding | Missing, scale: float, method: str
) -> Finding | Missing:
    if isinstance(second, Missing):
        return Missing(
            name=name,
            subject=second.subject,
            reason=f"{second.name}: {second.reason}",
            supply=second.supply,
        )
    return _product(name, unit, (first, second), scale, method)


def _product(
    name: str, unit: str, factors: tuple[Finding, ...], scale: float, method: str
) -> Finding:
    amount, shares = accounts.product([amount_of(each) for each in factors], scale)
    return _banded(name, unit, amount, shares, factors, method)


def _sum(name: str, local: Finding, distant: Finding | Missing) -> Finding | Missing:
    if isinstance(distant, Missing):
        return Missing(
            name=name, subject=distant.subject, reason=distant.reason, supply=distant.supply
        )
    amount, shares = accounts.total([amount_of(local), amount_of(distant)])
    method = "Water on site plus water consumed at power stations (ISO/IEC 30134-9, source)"
    return _banded(name, local.unit, amount, shares, (local, distant), method)


def _banded(
    name: str,
    unit: str,
    amount: Amount,
    shares: tuple[float, ...],
    inputs: tuple[Finding, ...],
    method: str,
) -> Finding:
    flat = amount.high <= amount.low
    return Finding(
        name=name,
        value=amount.value,
        low=None if flat else amount.low,
        high=None if flat else amount.high,
        no_band="no water on site" if flat and amount.value == 0.0 else "",
        unit=unit,
        method=method,
        inputs=inputs,
        shares=shares,
    )


def amount_of(finding: Finding) -> Amount:
    """The number of a finding with its band; without one, the band is the number."""
    value = float(finding.value)
    low = value if finding.low is None else finding.low
    high = value if finding.high is None else finding.high
    return Amount(value=value, low=low, high=high)

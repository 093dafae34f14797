"""Write ``preset_values.csv``: the ten cases of Lei and Masanet 2022, and sizes of owners.

Reads the published ranges from ``sites/lei_masanet_2022`` of the shared data (``COMITY_SHARED``).
Chiller coefficients are fitted here, once, to points of makers' data behind that publication; no
figure of a climate zone is read.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

SHARED = Path(os.environ.get("COMITY_SHARED") or Path(__file__).parents[2] / "shared" / "data")
FOLDER = SHARED / "sites" / "lei_masanet_2022"
OUT = Path(__file__).parents[1] / "src" / "comity" / "facts" / "data" / "preset_values.csv"

LEI = ("lei_masanet_2022", "2022", "estimated")
OURS = ("comity_assumption", "2026", "assumed")

PLANT = {
    1: "airside", 2: "water_chiller", 3: "airside", 4: "water_chiller", 5: "water_chiller",
    6: "airside", 7: "air_chiller", 8: "water_chiller", 9: "air_chiller", 10: "direct_expansion",
}  # fmt: skip

# parameter -> (start of the published name, factor, plants that read it)
EVERY = tuple(sorted(set(PLANT.values())))
ROOMS = ("airside",)
TOWERS = ("water_chiller", "airside")
WATER = ("water_chiller", "airside", "air_chiller")
PUBLISHED = {
    "ups_efficiency": ("UPS efficiency", 0.01, EVERY),
    "lighting_share": ("Lighting power", 0.01, EVERY),
    "air_rise": ("Temperature difference (CRAH", 1.0, EVERY),
    "room_fan_pressure": ("Fan pressure (CRAH", 1.0, EVERY),
    "room_fan_efficiency": ("Fan efficiency (CRAH", 0.01, EVERY),
    "cop_error": ("COP relative", 0.01, EVERY),
    "supply_temp_min": ("Dry bulb setpoint (low", 1.0, ROOMS),
    "dew_point_max": ("Dew point setpoint (high", 1.0, ROOMS),
    "dew_point_min": ("Dew point setpoint (low", 1.0, ROOMS),
    "humidity_max": ("Humidity setpoint (high", 0.01, ROOMS),
    "humidity_min": ("Humidity setpoint (low", 0.01, ROOMS),
    "humidifier_pressure": ("Pump pressure (humid", 1e3, ROOMS),
    "coil_effectiveness": ("Heat exchanger", 1.0, WATER),
    "water_rise": ("Temperature difference (facility", 1.0, WATER),
    "chilled_pump_pressure": ("Pump pressure (chiller", 1e3, WATER),
    "pump_efficiency": ("Pump efficiency (chiller", 0.01, WATER),
    "chiller_part_load": ("Chiller partial", 1.0, WATER),
    "tower_approach": ("Approach temp (cooling", 1.0, TOWERS),
    "tower_rise": ("Temperature difference (cooling", 1.0, TOWERS),
    "condenser_pump_pressure": ("Pump pressure (cooling", 1e3, TOWERS),
    "drift_share": ("Windage loss", 0.01, TOWERS),
    "cycles": ("Cycles", 1.0, TOWERS),
    "exchanger_approach": ("Approach temp (econ", 1.0, ("water_chiller",)),
}

# What their model leaves out or decides otherwise, the same in every case.
RULES = {
    "load_share": (0.5, "losses of the supply are given at their load"),
    "losses_in_series": (0, "each loss is a share of computing"),
    "transformer_no_load": (0, "no transformer in the model"),
    "transformer_load": (0, "no transformer in the model"),
    "machine_heat": (0, "heat of fans and pumps is not added to the load"),
    "evaporator_follow": (0, "coefficients do not follow the supply"),
    "dry_fan_pressure": (0, "condenser fans are inside the coefficient"),
}
AIRSIDE = {
    "filter_pressure": (0, "fan pressures are given as a whole"),
    "evaporate_hot": (0, "dampers close above the highest supply temperature"),
}
TOWER = {
    "tower_fan_pressure": (0, "their fan moves air in proportion to the water evaporated: nothing"),
    "tower_latent": (1, "all heat of the tower evaporates water"),
}

# Fitted to 42 points of a centrifugal chiller (15.6 to 29.4 degC, part load 0.25 to 1; relative
# error 2.1 %), 50 of an air-cooled one (15 to 35 degC; 1.9 %) and 41 of direct expansion (2.7 %).
CENTRIFUGAL = {
    "reference_cop": 6.386, "eirft_1": 0.67708, "eirft_2": 0, "eirft_3": 0, "eirft_4": 0.00048094,
    "eirft_5": 0.00035724, "eirft_6": 0, "eirfplr_1": 0.15395, "eirfplr_2": 0.66217,
    "eirfplr_3": 0.18388,
}  # fmt: skip
CENTRIFUGAL_BOUNDS = {
    "curve_leaving_min": 7, "curve_leaving_max": 7, "curve_entering_min": 5,
    "curve_entering_max": 50, "condenser_water_min": 5, "cop_cap": 15, "curve_part_load_min": 0.33,
}  # fmt: skip
AIR_COOLED = {
    "second_law": 0.43067, "condensing_lift": 8.2705, "lift_with_load": 1.1493,
    "dry_part_1": 0.43856, "dry_part_2": 0.14579, "dry_part_3": 0.41565, "cop_cap": 17,
    "dry_part_load_min": 0.14,
}  # fmt: skip
EXPANSION = {"second_law": 0.20098, "condensing_lift": 7.6638, "cop_cap": 2.8,
             "chiller_part_load": 0.5, "steam_humidifier": 1,
             "chilled_pump_pressure": 0}  # fmt: skip


Line = tuple[object, ...]


def line(
    preset: str, name: str, ends: tuple[float, float], note: str, *, even: int = 0, by: Line = LEI
) -> Line:
    low, high = ends
    band = (low, high) if low < high else ("", "")
    return (preset, name, float(f"{(low + high) / 2:.6g}"), *band, even, note, *by)


class Published:
    """The published ranges."""

    def __init__(self) -> None:
        with (FOLDER / "parameter_ranges_corrected.csv").open(encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))

    def span(self, start: str, case: int, factor: float = 1.0) -> tuple[float, float] | None:
        """Lowest and highest value of a row in a case; none where the case has none."""
        (row,) = (each for each in self.rows if each["Input Variable"].startswith(start))
        cell = row[f"Case {case}"]
        if cell == "n/a":
            return None
        low, high = (float(f"{factor * float(each):.6g}") for each in cell.split(","))
        return low, high

    def loss(self, case: int) -> tuple[float, float]:
        """Loss of distribution as a share of computing."""
        low, high = self.span("Power loss", case) or (0.0, 0.0)
        return float(f"{1 / (1 - low / 100) - 1:.6g}"), float(f"{1 / (1 - high / 100) - 1:.6g}")


def ranges_of(case: int, told: Published) -> list[Line]:
    preset, plant, drawn = f"lei_{case}", PLANT[case], "published range, every value as likely"
    lines = []
    for name, (start, factor, plants) in PUBLISHED.items():
        ends = told.span(start, case, factor) if plant in plants else None
        if ends:
            lines.append(line(preset, name, ends, drawn, even=1))
    shr = told.span("Sensible", case) or (100.0, 100.0)
    latent = tuple(float(f"{100 / each - 1:.6g}") for each in reversed(shr))
    high = told.span("Dry bulb setpoint (high", case) or (0.0, 0.0)
    if plant == "direct_expansion":
        low = told.span("Dry bulb setpoint (low", case) or (0.0, 0.0)
        high = ((high[0] + low[0]) / 2, (high[1] + low[1]) / 2)
    return [
        *lines,
        line(preset, "distribution_loss", told.loss(case), "share of power delivered", even=1),
        line(preset, "latent_gain", latent, "from the ratio of sensible heat", even=1),
        line(preset, "supply_temp", high, "highest setpoint; of direct expansion the middle",
             even=1),
    ]  # fmt: skip


def rules_of(case: int) -> list[Line]:
    plant = PLANT[case]
    rules: dict[str, tuple[float, str]] = dict(RULES)
    if plant == "airside":
        rules |= AIRSIDE
        rules["humidify"] = (int(case == 1), "only the first case moistens air")
        rules["mix_to_dry"] = (int(case == 1), "only the first case mixes cold moist air")
        rules["backup_tower"] = (int(case != 6), "case six is backed by an air-cooled chiller")
    if plant in TOWERS:
        rules |= TOWER
        rules["tower_account"] = (
            int(case not in (2, 4)),
            "plants with waterside economiser leave out chiller work and vapour",
        )
    if plant in ("water_chiller", "air_chiller"):
        rules["economiser"] = (int(case in (2, 4)), "which cases have a waterside economiser")
    if plant == "direct_expansion":
        curve: dict[str, float] = EXPANSION
    else:
        curve = AIR_COOLED if case in (6, 7, 9) else CENTRIFUGAL | CENTRIFUGAL_BOUNDS
    fitted = "our fit to the makers' points behind it"
    return [
        *(line(f"lei_{case}", name, (v, v), note) for name, (v, note) in rules.items()),
        *(line(f"lei_{case}", name, (v, v), fitted) for name, v in curve.items()),
    ]


def sizes(told: Published) -> list[Line]:
    lines = []
    for size, case in (("hyperscale", 2), ("mid", 5), ("small", 8)):
        note = f"ranges of {size} sites"
        for name in (
            "ups_efficiency", "lighting_share", "air_rise", "room_fan_pressure",
            "room_fan_efficiency", "coil_effectiveness", "chiller_part_load",
        ):  # fmt: skip
            start, factor, _ = PUBLISHED[name]
            ends = told.span(start, case, factor) or (0.0, 0.0)
            lines.append(line(size, name, ends, note, even=1))
        high = told.span("Dry bulb setpoint (high", case) or (0.0, 0.0)
        lines.append(line(size, "supply_temp", high, f"highest setpoint of {size} sites", even=1))
        lines.append(line(size, "distribution_loss", told.loss(case), note, even=1))
    for temp in (32.0, 40.0, 45.0):
        note = f"facility water of class W{temp:.0f} (ASHRAE TC 9.9, unconfirmed)"
        lines.append(line(f"w{temp:.0f}", "liquid_temp", (temp, temp), note, by=OURS))
    return lines


def main() -> None:
    told = Published()
    lines = [each for case in PLANT for each in (*ranges_of(case, told), *rules_of(case))]
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ("preset", "parameter", "value", "value_low", "value_high", "even", "note",
             "source", "year", "quality")
        )  # fmt: skip
        writer.writerows([*lines, *sizes(told)])


if __name__ == "__main__":
    main()

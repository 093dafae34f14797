"""What a reader calls each plant, in a figure or a table."""

from __future__ import annotations

from comity.plans.content import Text

PLANT_WORDS = {
    "air_chiller": Text("Air-cooled chiller"),
    "airside": Text("Outside air"),
    "direct_expansion": Text("Direct expansion"),
    "direct_liquid": Text("Liquid to the chip"),
    "hybrid": Text("Dry coolers or tower"),
    "immersion": Text("Immersion"),
    "indirect_evaporative": Text("Indirect evaporative"),
    "water_chiller": Text("Water-cooled chiller"),
}
"""Plant -> its name in words; a test holds it to the registry."""

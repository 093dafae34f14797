import itertools
import math
import re

import pytest

from comity.facts.load import embedded

WIDTHS = ("680", "358")
GAP = 1.1  # look, section 8: centres stand 2r + 1.1 apart


def centres(width):
    rows = [row for row in embedded().rows("dots") if row.text("width") == width]
    return {row.text("iso3"): (row.number("x"), row.number("y")) for row in rows}


@pytest.mark.parametrize("width", WIDTHS)
def test_every_member_state_has_one_dot(width):
    rows = [row for row in embedded().rows("dots") if row.text("width") == width]

    assert len(rows) == len(centres(width)) == 193


@pytest.mark.parametrize("width", WIDTHS)
def test_no_two_dots_touch(width):
    apart = 2 * embedded().row("land", width).number("radius") + GAP
    nearest = min(math.dist(a, b) for a, b in itertools.combinations(centres(width).values(), 2))

    assert nearest >= apart - 0.05


@pytest.mark.parametrize("width", WIDTHS)
def test_every_dot_and_the_land_stand_inside_the_drawing(width):
    land = embedded().row("land", width)
    radius, height = land.number("radius"), land.number("height")
    numbers = [float(each) for each in re.findall(r"-?\d+\.\d", land.text("path"))]

    assert all(radius <= x <= float(width) - radius for x, _ in centres(width).values())
    assert all(radius <= y <= height - radius for _, y in centres(width).values())
    assert all(0 <= x <= float(width) for x in numbers[::2])
    assert all(0 <= y <= height for y in numbers[1::2])


@pytest.mark.parametrize("width", WIDTHS)
def test_no_land_crosses_the_180th_meridian(width):
    for ring in embedded().row("land", width).text("path").split("Z")[:-1]:
        x = [float(each) for each in re.findall(r"(-?\d+\.\d) ", ring)]

        assert max(abs(a - b) for a, b in itertools.pairwise(x)) < float(width) / 6

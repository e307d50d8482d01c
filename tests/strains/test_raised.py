"""Laws that raise a parameter: the box of the atlas has room for what they make of it, and no more is promised."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels.laws import ARRHENIUS, RISE, rare_law
from moromi.strains import Factor, StrainError, open_strain, shared_definition
from moromi.strains.kinetics import WARMER, highest

WARM = Factor("arrhenius", "", 50.0, 303.15)
COLD_BLOODED = Factor("temperature", "", 278.15, 306.15, 313.15)


def test_ten_kelvin_double_it():
    """Q10 of 50 kJ/mol around 30 degC, by hand: exp(50/0.0083145·(1/303.15 − 1/323.15)) = 3.413 for twenty."""
    assert highest([WARM]) == pytest.approx(3.413, rel=1e-3)
    assert highest([WARM, COLD_BLOODED]) == pytest.approx(1.884, rel=1e-3)  # ends at 40 degC: for ten
    assert highest([Factor("monod", "glucose", 0.1), COLD_BLOODED]) == 1.0


@settings(deadline=None)  # the first call compiles
@given(st.floats(250.0, 303.15 + WARMER), st.floats(0.0, 1e3))
def test_no_law_goes_beyond(temperature: float, carried: float):
    """By the kernel's own laws, at any temperature and whatever the cells carry."""
    rise = Factor("rise", "fluctuation", 0.5, 0.4)
    product = rare_law(ARRHENIUS, temperature, 0.0, WARM.constant, WARM.second, 0.0)
    product *= rare_law(RISE, carried, 0.0, rise.constant, rise.second, 0.0)
    assert product <= highest([WARM, rise]) * (1.0 + 1e-12)


@pytest.fixture(scope="module")
def raised(textbook_definition):
    uptakes = tuple(
        replace(item, factors=(*item.factors, WARM)) if item.species == "oxygen" else item
        for item in textbook_definition.uptakes
    )
    return replace(textbook_definition, uptakes=uptakes)


def test_the_box_has_room(raised, textbook_definition, strain_cache):
    place = raised.parameters.index("oxygen_uptake")
    assert raised.box[place] == pytest.approx(3.413 * textbook_definition.box[place], rel=1e-3)
    assert raised.usual == textbook_definition.usual
    strain = open_strain(raised, strain_cache)
    inside, outside = 0.5 * strain.box, 0.5 * strain.box
    inside[place], outside[place] = 1.9 * raised.usual[place], 3.5 * raised.usual[place]
    assert np.isfinite(strain.solve(inside)).all()
    with pytest.raises(StrainError, match=r"oxygen_uptake = 52.5 is outside .* 20 K above its reference"):
        strain.solve(outside)


def test_strains_that_are_raised_by_unlike_laws_share_an_atlas(raised, textbook_definition):
    weaker = replace(
        raised,
        uptakes=tuple(
            replace(item, factors=(replace(WARM, constant=30.0),)) if item.species == "oxygen" else item
            for item in raised.uptakes
        ),
    )
    for given_ in ([raised, weaker], [weaker, raised], [textbook_definition, weaker, raised]):
        assert shared_definition(given_).box == pytest.approx(raised.box)

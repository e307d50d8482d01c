"""Solubilities against tables that share no equation with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels.solubility import (
    ATMOSPHERE,
    OXYGEN_IN_AIR,
    OXYGEN_MOLAR_MASS,
    carbon_dioxide_henry,
    henry,
    nitrogen_henry,
    oxygen_henry,
    oxygen_saturation,
    water_vapour_pressure,
)

WATER = {288.15: 999.10, 298.15: 997.05, 308.15: 994.03}  # kg/m³
MOLE_FRACTIONS = {  # at 1 atm of the gas, CRC Handbook of Chemistry and Physics, "Solubility of selected gases"
    "oxygen": {288.15: 2.756e-5, 298.15: 2.293e-5, 308.15: 1.982e-5},
    "carbon dioxide": {288.15: 8.21e-4, 298.15: 6.15e-4, 308.15: 4.80e-4},
    "nitrogen": {288.15: 1.386e-5, 298.15: 1.183e-5, 308.15: 1.047e-5},
}
KERNELS = {"oxygen": oxygen_henry, "carbon dioxide": carbon_dioxide_henry, "nitrogen": nitrogen_henry}
TEMPERATURES = st.floats(274.0, 333.0)


@pytest.mark.parametrize("gas", MOLE_FRACTIONS)
@pytest.mark.parametrize("temperature", WATER)
def test_henry_against_mole_fractions(gas: str, temperature: float):
    share = MOLE_FRACTIONS[gas][temperature]
    expected = share / (1.0 - share) * WATER[temperature] / 0.01801528 / ATMOSPHERE
    assert KERNELS[gas](temperature) == pytest.approx(expected, rel=0.035 if gas == "nitrogen" else 0.015)


@pytest.mark.parametrize(
    ("temperature", "pascal"),
    [(273.16, 611.657), (373.1243, 101325.0), (647.096, 22.064e6)],  # IAPWS SR1-86(1992), fixed points
)
def test_vapour_pressure_at_fixed_points(temperature: float, pascal: float):
    assert water_vapour_pressure(temperature) == pytest.approx(1e-5 * pascal, rel=2e-5)


def test_vapour_pressure_of_a_culture():
    assert water_vapour_pressure(310.15) == pytest.approx(0.0628, rel=1e-3)


def test_saturation_is_henry_times_moist_air():
    moist = (ATMOSPHERE - water_vapour_pressure(303.15)) * OXYGEN_IN_AIR
    assert oxygen_henry(303.15) * moist * OXYGEN_MOLAR_MASS == pytest.approx(oxygen_saturation(303.15))


def test_carbon_dioxide_between_the_rounded_tables():
    sander = henry(33.0, 2400.0, 310.15)
    nist = henry(0.035, 2400.0, 310.15) * 993.3
    assert sander < carbon_dioxide_henry(310.15) < nist


@settings(deadline=None)
@given(TEMPERATURES)
def test_gases_dissolve_less_in_the_heat(temperature: float):
    for kernel in KERNELS.values():
        assert 0.0 < kernel(temperature + 0.5) < kernel(temperature)
    assert water_vapour_pressure(temperature + 0.5) > water_vapour_pressure(temperature)


@settings(deadline=None)
@given(st.floats(1e-3, 1e3), st.floats(0.0, 5000.0))
def test_henry_is_its_constant_at_the_reference(constant: float, enthalpy: float):
    assert henry(constant, enthalpy, 298.15) == pytest.approx(constant)

"""Water and what dissolves in it, against tables, oceanography and other authors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from moromi.kernels import diffusivity, hydration, water
from moromi.kernels.acidbase import carbonic_pk1
from moromi.kernels.henry import ammonia_henry, carbon_monoxide_henry, hydrogen_henry, methane_henry
from moromi.kernels.salting import GASES, IONS, gas_constant, salting_table, solubility_factor
from moromi.kernels.solubility import carbon_dioxide_henry, henry, nitrogen_henry, oxygen_henry

TEMPERATURES = st.floats(273.5, 322.0)
BODY = 310.15


@pytest.mark.parametrize(
    ("celsius", "density", "viscosity", "conductivity", "tension"),
    [
        # CRC Handbook, water: density, mPa s, W/m/K, mN/m
        (0.01, 999.84, 1.792, 0.561, 75.64),
        (20.0, 998.21, 1.0016, 0.598, 72.75),
        (40.0, 992.22, 0.653, 0.631, 69.60),
        (60.0, 983.20, 0.466, 0.654, 66.24),
    ],
)
def test_water(celsius: float, density: float, viscosity: float, conductivity: float, tension: float):
    kelvin = celsius + 273.15
    assert water.water_density(kelvin) == pytest.approx(density, rel=2e-5)
    assert 1e3 * water.water_viscosity(kelvin) == pytest.approx(viscosity, rel=0.005)
    assert water.water_conductivity(kelvin) == pytest.approx(conductivity, rel=0.01)
    assert 1e3 * water.water_surface_tension(kelvin) == pytest.approx(tension, rel=0.003)


@pytest.mark.parametrize(
    ("law", "celsius", "mole_fraction"),
    [
        # CRC Handbook, solubility of selected gases in water, 1 atm of the gas [1e-5 mol/mol]
        (hydrogen_henry, 15.0, 1.510), (hydrogen_henry, 25.0, 1.411), (hydrogen_henry, 35.0, 1.350),
        (carbon_monoxide_henry, 15.0, 2.095), (carbon_monoxide_henry, 25.0, 1.774),
        (carbon_monoxide_henry, 35.0, 1.562),
        (methane_henry, 15.0, 3.122), (methane_henry, 25.0, 2.552), (methane_henry, 35.0, 2.180),
        (nitrogen_henry, 15.0, 1.386), (nitrogen_henry, 25.0, 1.183), (nitrogen_henry, 35.0, 1.047),
        (oxygen_henry, 15.0, 2.756), (oxygen_henry, 25.0, 2.293), (oxygen_henry, 35.0, 1.982),
        (carbon_dioxide_henry, 15.0, 82.1), (carbon_dioxide_henry, 25.0, 61.5), (carbon_dioxide_henry, 35.0, 48.0),
    ],
)  # fmt: skip
def test_gases_against_the_handbook(law, celsius: float, mole_fraction: float):
    moles = water.water_density(celsius + 273.15) / 0.01801528
    expected = 1e-5 * mole_fraction * moles / 1.01325
    assert law(celsius + 273.15) == pytest.approx(expected, rel=0.03 if law is nitrogen_henry else 0.015)


@pytest.mark.parametrize(
    ("law", "constant", "enthalpy"),
    [(hydrogen_henry, 0.78, 500.0), (carbon_monoxide_henry, 0.96, 1300.0), (methane_henry, 1.4, 1600.0)],
)
def test_gases_against_the_compilation(law, constant: float, enthalpy: float):
    for kelvin in (288.15, 298.15, BODY):  # Sander (2015)
        assert law(kelvin) == pytest.approx(henry(constant, enthalpy, kelvin), rel=0.03)


@pytest.mark.parametrize("kelvin", [278.15, 298.15, 313.15])
def test_ammonia_against_another_author(kelvin: float):
    # Clegg & Brimblecombe (1989): mol/kg/atm
    other = math.exp(-8.09694 + 3917.507 / kelvin - 0.00314 * kelvin) * 1000.0 / 1.01325
    assert ammonia_henry(kelvin) == pytest.approx(other, rel=0.05)


SEA = {"Na+": 480.3, "K+": 10.5, "Mg++": 54.1, "Ca++": 10.5, "Cl-": 559.0, "SO4--": 28.9, "HCO3-": 2.3}
"""Sea water of salinity 35 [mol/m³] at 25 °C: Millero et al. (2008) Deep-Sea Res. I 55:50, times its density."""
BY_SALINITY = {
    # ln of the factor per salinity; T in K or hundreds of K
    "oxygen": lambda t: -(0.017674 - 10.754 / t + 2140.7 / t**2),  # Benson & Krause (1984)
    "carbon_dioxide": lambda t: 0.027766 - 0.025888 * t / 100 + 0.0050578 * (t / 100) ** 2,  # Weiss (1974)
    "nitrogen": lambda t: -0.049781 + 0.025018 * t / 100 - 0.0034861 * (t / 100) ** 2,  # Weiss (1970)
    "methane": lambda t: -0.072909 + 0.041674 * t / 100 - 0.0064603 * (t / 100) ** 2,  # Wiesenburg & Guinasso (1979)
    "hydrogen": lambda t: -0.082225 + 0.049564 * t / 100 - 0.0078689 * (t / 100) ** 2,
    "carbon_monoxide": lambda t: 0.051198 - 0.044591 * t / 100 + 0.0086462 * (t / 100) ** 2,
}


@pytest.mark.parametrize("gas", BY_SALINITY)
@pytest.mark.parametrize("celsius", [10.0, 25.0, 30.0])
def test_salting_out_against_the_sea(gas: str, celsius: float):
    """No parameter was fitted to the sea, but those of carbon monoxide."""
    kelvin, parameters = celsius + 273.15, GASES[gas]
    ours = solubility_factor(
        np.array(list(SEA.values())),
        salting_table(list(SEA)),
        gas_constant(parameters.constant, parameters.slope, kelvin),
    )
    assert ours == pytest.approx(math.exp(35.0 * BY_SALINITY[gas](kelvin)), rel=0.02)


def test_salting_out_against_the_earlier_model():
    """Schumpe (1993) Chem. Eng. Sci. 48:153, from fewer data and at 25 °C only: a medium of 0.1 mol/L phosphate."""
    medium = {"K+": 150.0, "H2PO4-": 50.0, "HPO4--": 50.0, "NH4+": 60.0, "SO4--": 30.0}
    earlier = {"K+": 0.0959, "H2PO4-": 0.1025, "HPO4--": 0.1789, "NH4+": 0.0539, "SO4--": 0.1185}
    ours = solubility_factor(np.array(list(medium.values())), salting_table(list(medium)), 0.0)
    other = 10.0 ** -sum(1e-3 * amount * earlier[ion] for ion, amount in medium.items())
    assert ours == pytest.approx(other, rel=0.02)


def test_sodium_chloride_and_sugar():
    # Setschenow constant of O2 in NaCl 0.13-0.15 L/mol; 100 g/L glucose takes some 15 %
    salt = solubility_factor(np.array([1000.0, 1000.0]), salting_table(["Na+", "Cl-"]), 0.0)
    assert -math.log10(salt) == pytest.approx(0.14, abs=0.012)
    sweet = solubility_factor(np.array([100.0 / 0.18016]), salting_table(["glucose"]), 0.0)
    assert sweet == pytest.approx(0.85, abs=0.015)


def test_a_mineral_medium_holds_what_media_are_said_to():
    # M9 with 10 g/L glucose; 0.90-0.95 of water in every book, 0.93 in the built-in medium
    medium = {"Na+": 104.0, "K+": 22.0, "NH4+": 18.7, "Mg++": 2.0, "Cl-": 27.3, "SO4--": 2.0, "HPO4--": 47.7,
              "H2PO4-": 22.0, "glucose": 55.5}  # fmt: skip
    factor = solubility_factor(np.array(list(medium.values())), salting_table(list(medium)), 0.0)
    assert factor == pytest.approx(0.93, abs=0.01)


@settings(deadline=None)
@given(st.lists(st.floats(0.0, 300.0), min_size=len(IONS), max_size=len(IONS)))
def test_factors_multiply(amounts: list[float]):
    table, numbers = salting_table(list(IONS)), np.array(amounts)
    whole = solubility_factor(numbers, table, 0.0)
    assert 0.0 < whole <= 1.0
    assert whole == pytest.approx(solubility_factor(0.5 * numbers, table, 0.0) ** 2)


def test_unknown_ions_are_named():
    with pytest.raises(ValueError, match="acetate is not known"):
        salting_table(["Na+", "acetate"])


@pytest.mark.parametrize(
    ("gas", "at_37"), [("oxygen", 2.8), ("carbon_dioxide", 2.56), ("hydrogen", 6.01), ("carbon_monoxide", 2.71)]
)
def test_diffusivities_at_body_temperature(gas: str, at_37: float):
    # as used in syngas models (de Lima et al. 2022)
    assert 1e9 * diffusivity.diffusivity_at(diffusivity.MEASURED[gas], BODY) == pytest.approx(at_37, rel=0.01)


@pytest.mark.parametrize("gas", diffusivity.MOLAR_VOLUME)
def test_two_authors_and_the_measured(gas: str):
    viscosity = water.water_viscosity(298.15)
    volume, measured = diffusivity.MOLAR_VOLUME[gas], diffusivity.MEASURED[gas]
    first = diffusivity.diffusivity_hayduk_laudie(volume, viscosity)
    second = diffusivity.diffusivity_wilke_chang(volume, viscosity, 298.15)
    assert first == pytest.approx(second, rel=0.15)
    assert first == pytest.approx(measured, rel={"hydrogen": 0.3, "ammonia": 0.45, "methane": 0.2}.get(gas, 0.15))


def test_transfer_of_other_gases():
    measured = diffusivity.MEASURED
    assert diffusivity.kla_ratio(measured["hydrogen"], measured["oxygen"], 0.5) == pytest.approx(1.44, rel=0.03)
    assert diffusivity.kla_ratio(measured["carbon_monoxide"], measured["oxygen"], 0.5) == pytest.approx(0.975, abs=0.01)
    assert 0.89 < diffusivity.kla_ratio(measured["carbon_dioxide"], measured["oxygen"], 0.5) < 0.97


@pytest.mark.parametrize(("kelvin", "per_second"), [(298.15, 0.037), (273.15 + 10.0, 0.0092)])
def test_hydration_is_as_slow_as_measured(kelvin: float, per_second: float):
    # Kern (1960) J. Chem. Educ. 37:14: 0.037 1/s at 25 °C; some four times less at 10 °C
    assert hydration.hydration_constant(kelvin) / 3600.0 == pytest.approx(per_second, rel=0.2)


@pytest.mark.parametrize("kelvin", [278.15, 288.15, 298.15, 308.15])
def test_two_authors_of_hydration(kelvin: float):
    ratio = hydration.hydration_constant_pinsent(kelvin) / hydration.hydration_constant(kelvin)
    assert 0.6 < ratio < 1.1


def test_hydroxide():
    # 8500 L/mol/s at 25 °C: Danckwerts (1970) Gas-Liquid Reactions
    assert hydration.hydroxide_constant(298.15) / 3.6 == pytest.approx(8500.0, rel=0.02)


@settings(deadline=None, max_examples=25)
@given(st.floats(6.0, 9.5), st.floats(280.0, 310.0))
def test_carbon_dioxide_relaxes_to_its_equilibrium(ph: float, temperature: float):
    pk1, hydroxide = carbonic_pk1(temperature), 10.0 ** (3.0 + ph - 14.0)
    pace = hydration.hydration_relaxation(ph, pk1, hydroxide, temperature)

    def rates(_, state):
        rate = hydration.hydration_rate(state[0], state[1], ph, pk1, hydroxide, temperature)
        return [-rate, rate]

    run = solve_ivp(rates, (0.0, 30.0 / pace), [10.0, 0.0], method="Radau", rtol=1e-9, atol=1e-10, dense_output=True)
    free, bound = run.y[:, -1]
    assert bound / free == pytest.approx(10.0 ** (ph - pk1), rel=1e-6)
    half = run.sol(math.log(2.0) / pace)
    assert half[0] - free == pytest.approx(0.5 * (10.0 - free), rel=1e-5)

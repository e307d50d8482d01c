"""What a broth does: thickness, shear, foam, steam, heat at the wall; limits, tables, other authors."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels import film, foam, shear, viscosity
from moromi.kernels.evaporation import water_in_gas, water_lost
from moromi.kernels.gas import standard_molar_flow
from moromi.kernels.heat import gas_expansion_power
from moromi.kernels.impeller import reynolds
from moromi.kernels.power import GassedPowerLaw, gassed_cui, gassed_hughmark, power_laminar, power_ungassed
from moromi.kernels.power_stages import gassed_stages, spacing_factor, ungassed_stages
from moromi.kernels.solubility import water_vapour_pressure
from moromi.kernels.transfer_factors import VISCOSITY_EXPONENT, broth_factor, viscosity_factor

WATER = 1e-3
BODY = 310.15


def test_few_cells_thicken_as_einstein_says():
    assert viscosity.suspension_viscosity(WATER, 0.002) / WATER == pytest.approx(1.0 + 2.5 * 0.002, abs=5e-5)


def test_a_dense_broth_against_another_author():
    # Vand (1948): 1 + 2.5 φ + 7.35 φ²; 40 g/L yeast of 3.5 mL/g
    share = viscosity.volume_fraction(40.0, 0.0035)
    assert viscosity.suspension_viscosity(WATER, share) / WATER == pytest.approx(
        1 + 2.5 * share + 7.35 * share**2, rel=0.05
    )


@settings(deadline=None)
@given(st.floats(0.01, 15.0), st.floats(0.2, 0.999), st.floats(0.1, 1e4))
def test_power_law(consistency: float, index: float, rate: float):
    here = viscosity.apparent_viscosity(consistency, index, rate, 0.0)
    assert here * rate == pytest.approx(consistency * rate**index)  # the stress
    assert viscosity.apparent_viscosity(consistency, index, 2.0 * rate, 0.0) <= here
    assert viscosity.apparent_viscosity(consistency, 1.0, rate, 0.0) == pytest.approx(consistency)
    assert viscosity.apparent_viscosity(1e-6, index, rate, WATER) == WATER


def test_laminar_power_of_a_thinning_liquid_by_metzner_and_otto():
    # that is their definition of the mean shear rate: Np Re = 70 with the viscosity at 11.5 N
    speed, impeller = 1.0, 0.1
    thick = viscosity.apparent_viscosity(20.0, 0.5, viscosity.shear_rate_stirred(speed, 11.5), WATER)
    number = 70.0 / reynolds(1000.0, speed, impeller, thick)
    drawn = power_ungassed(number, 1000.0, speed, impeller)
    assert drawn == pytest.approx(70.0 * 20.0 * 11.5**-0.5 * impeller**3, rel=1e-12)
    assert viscosity.shear_rate_column(0.05) == 250.0


def test_power_near_the_blades_against_the_mean():
    # D/T 1/3, H = T: the cube of the impeller's diameter is 4/(27 π) of the tank, 21 times the mean
    impeller = 0.3
    volume = 0.25 * math.pi * (3.0 * impeller) ** 3
    mean = power_ungassed(5.0, 1000.0, 2.0, impeller) / (1000.0 * volume)
    assert shear.local_dissipation(5.0, 2.0, impeller, 1.0) / mean == pytest.approx(21.2, rel=0.01)


def test_circulation_function_of_a_jar_against_its_definition():
    power, speed, impeller = 10.0, 8.0, 0.1
    swept, circulation = math.pi / 4.0 * impeller**2 * 0.02, 0.005 / (0.72 * speed * impeller**3)
    found = shear.circulation_function(power, speed, impeller, 0.02, 0.72, 0.005)
    assert found == pytest.approx(power / swept / circulation)


def test_at_constant_power_per_volume_large_tanks_are_kinder_to_hyphae():
    # Justen et al. (1996): EDCF falls as N at constant P/V, since the circulation takes longer
    def edcf(scale: float) -> float:
        speed = 8.0 * scale ** (-2.0 / 3.0)
        drawn = power_ungassed(5.0, 1000.0, speed, 0.1 * scale)
        return shear.circulation_function(drawn, speed, 0.1 * scale, 0.02 * scale, 0.72, 0.005 * scale**3)

    assert edcf(10.0) / edcf(1.0) == pytest.approx(10.0 ** (-2.0 / 3.0))


def test_foam_by_its_definition():
    assert foam.foam_height(0.02, 30.0) == pytest.approx(0.6)
    assert foam.foam_index(0.02, 30.0, 1.2) == pytest.approx(0.5)
    assert foam.foam_index(0.0, foam.FOAMINESS, 1.0) == 0.0


def test_humid_air_against_the_psychrometric_chart():
    # 37 °C, 1 atm, saturated: 0.0413 kg of water per kg of dry air (ASHRAE)
    ratio = water_in_gas(1.0, BODY, 1.01325, 1.0) * 18.015 / 28.96
    assert ratio == pytest.approx(0.0413, rel=0.01)


def test_water_lost_by_one_vvm():
    dry = standard_molar_flow(60.0)  # of one cubic metre of broth, per hour
    lost = water_lost(dry, BODY, 1.01325, 233.15, BODY) * 0.018015
    volume = dry * 8.314e-5 * BODY / (1.01325 - water_vapour_pressure(BODY))
    assert lost == pytest.approx(0.0439 * volume, rel=0.01)  # 43.9 g/m³ of saturated vapour: steam tables
    cooled = water_lost(dry, BODY, 1.01325, 233.15, 278.15) * 0.018015
    assert 0.1 < cooled / lost < 0.14
    assert water_lost(dry, BODY, 1.01325, BODY, BODY) == pytest.approx(0.0, abs=1e-12)


@settings(deadline=None)
@given(st.floats(0.01, 0.1))
def test_column_walls_by_two_authors(velocity: float):
    prandtl = 1e-3 * 4180.0 / 0.6
    first = film.film_column_deckwer(velocity, 1000.0, 1e-3, 4180.0, prandtl)
    second = film.film_column_hart(velocity, 1000.0, 1e-3, 4180.0, prandtl)
    assert first == pytest.approx(second, rel=0.1)
    # Deckwer's own reasoning: surface renewal by the power of the gas, (k ρ c)^0.5 (ε/ν)^0.25 with a factor of 0.1
    power = gas_expansion_power(1000.0, velocity) / 1000.0
    assert first == pytest.approx(0.1 * math.sqrt(0.6 * 1000.0 * 4180.0) * (power / 1e-6) ** 0.25, rel=1e-6)


def test_film_without_gas_is_nothing():
    assert film.film_column_deckwer(0.0, 1000.0, 1e-3, 4180.0, 7.0) == 0.0
    assert film.film_column_hart(0.0, 1000.0, 1e-3, 4180.0, 7.0) == 0.0


def test_coil_of_a_textbook():
    # Doran example 9.4: Re 3.3e5·…, 5 m tank, broth of water: film of a stirred tank is 1-3 kW/m²/K
    prandtl = 1e-3 * 4180.0 / 0.6
    number = reynolds(1000.0, 1.0, 1.8, 1e-3)
    assert 1000.0 < film.film_jacket_rushton(number, prandtl, 0.6, 5.0, 1.0) < 4000.0
    assert film.film_jacket_rushton(number, prandtl, 0.6, 5.0, 1.0) == pytest.approx(
        0.74 / 0.36 * film.film_jacket_chilton(number, prandtl, 0.6, 5.0, 1.0)
    )
    thick = film.film_coil_chilton(number, prandtl, 0.6, 5.0, 0.5)
    assert thick == pytest.approx(0.5**0.14 * film.film_coil_chilton(number, prandtl, 0.6, 5.0, 1.0))


def test_impellers_apart_add_up_and_close_ones_do_not():
    one = ungassed_stages(1, 0.0, 5.0, 1000.0, 2.0, 0.5)
    assert one == power_ungassed(5.0, 1000.0, 2.0, 0.5)
    assert ungassed_stages(3, 0.6, 5.0, 1000.0, 2.0, 0.5) == pytest.approx(3.0 * one)
    assert ungassed_stages(2, 0.25, 5.0, 1000.0, 2.0, 0.5) == pytest.approx(1.4 * one)
    assert ungassed_stages(0, 0.6, 5.0, 1000.0, 2.0, 0.5) == 0.0
    assert spacing_factor(0.375, 0.5) == pytest.approx(0.85)


def test_gassed_stages_are_the_sum_of_their_impellers():
    whole = gassed_stages(int(GassedPowerLaw.CUI), 3, 3000.0, 2.0, 0.5, 0.002, 3.0, 0.0, 0.0)
    parts = [gassed_cui(1000.0, 2.0, 0.5, 0.002, place > 0, 0.3) for place in range(3)]
    assert whole == pytest.approx(sum(parts))
    single = gassed_stages(int(GassedPowerLaw.HUGHMARK), 3, 3000.0, 2.0, 0.5, 0.002, 3.0, 0.0, 0.0)
    assert single == pytest.approx(3.0 * gassed_hughmark(1000.0, 2.0, 0.5, 0.002, 1.0))
    assert gassed_stages(0, 0, 0.0, 2.0, 0.5, 0.002, 3.0, 0.783, 0.459) == 0.0


def test_thick_broth_transfers_less():
    # Garcia-Ochoa & Gomez: (µ/µw)^-0.67, water itself is the reference and thinner does not help
    assert viscosity_factor(WATER, WATER, VISCOSITY_EXPONENT) == 1.0
    assert viscosity_factor(0.5 * WATER, WATER, VISCOSITY_EXPONENT) == 1.0
    assert viscosity_factor(100.0 * WATER, WATER, VISCOSITY_EXPONENT) == pytest.approx(0.0457, rel=0.01)
    assert broth_factor(BODY, WATER, WATER, 0.5, 1.2) == pytest.approx(0.6 * 1.022**17)


def test_stress_of_a_slurry_is_the_yield_stress_and_the_power_law():
    rate, stress = 40.0, 25.0
    here = viscosity.apparent_viscosity(2.0, 0.4, rate, 0.0) + viscosity.plastic_viscosity(stress, rate)
    assert here * rate == pytest.approx(stress + 2.0 * rate**0.4)
    assert viscosity.plastic_viscosity(stress, 0.0) == pytest.approx(2500.0)  # it has no end


def test_torque_at_the_surface_of_a_cavern_is_the_stirrers():
    # Elson, Cheesman & Nienow (1986): a cylinder 0.4 of its diameter high, yield stress on its side and both ends
    number, density, speed, impeller, stress = 1.27, 1030.0, 1.0, 0.9, 20.0
    cavern = impeller * viscosity.cavern_ratio(number, density, speed, impeller, stress)
    side = math.pi * cavern * 0.4 * cavern * 0.5 * cavern
    ends = 2.0 * math.pi * cavern**3 / 12.0
    torque = power_ungassed(number, density, speed, impeller) / (2.0 * math.pi * speed)
    assert stress * (side + ends) == pytest.approx(torque, rel=0.005)
    assert viscosity.cavern_ratio(number, density, speed, impeller, 0.0) == math.inf


def test_laminar_power_is_that_of_metzner_and_otto_with_their_power_number():
    thick, speed, impeller = 8.0, 1.0, 0.1
    number = 70.0 / reynolds(1000.0, speed, impeller, thick)
    drawn = power_ungassed(number, 1000.0, speed, impeller)
    assert power_laminar(70.0, thick, speed, impeller) == pytest.approx(drawn, rel=1e-12)

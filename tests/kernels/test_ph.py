"""Charge balance: buffers of the standards, textbook solutions, SciPy's root of a balance written anew."""

from __future__ import annotations

import math

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from moromi.kernels.acidbase import ammonium_pka, carbon_dioxide_fraction, carbonic_pk1, carbonic_pk2
from moromi.kernels.acids import ACIDS
from moromi.kernels.ph import (
    ACID_COLUMNS,
    acid_charge,
    acid_share,
    acid_table,
    charge_balance,
    davies,
    debye_hueckel_slope,
    fill_acids,
    ionic_strength,
    ph_gradient,
    solve_ph,
    strong_ions_at,
    water_constant,
)
from moromi.kernels.solubility import carbon_dioxide_henry

ROOM = 298.15
NAMES = tuple(ACIDS)


def constants(places, temperature=ROOM, strength=0.0):
    table = acid_table(places)
    acids = np.empty((table.shape[0], ACID_COLUMNS))
    fill_acids(table, temperature, strength, acids)
    return acids


def ideal(places, concentrations, strong, temperature=ROOM):
    """PH in infinite dilution."""
    numbers = np.array(concentrations, float)
    return solve_ph(7.0, numbers, constants(places, temperature), strong, water_constant(temperature), 0.0)


def settled(places, concentrations, strong, strength_of_strong, temperature=ROOM):
    """PH with activities, the ionic strength found with it."""
    numbers, water = np.array(concentrations, float), water_constant(temperature)
    strength, ph = strength_of_strong, 7.0
    for _ in range(20):
        acids, shift = constants(places, temperature, strength), davies(strength, temperature)
        ph = solve_ph(ph, numbers, acids, strong, water, shift)
        strength = ionic_strength(ph, numbers, acids, strength_of_strong, water, shift)
    return ph


@pytest.mark.parametrize(
    ("celsius", "acid", "total", "strong", "certified"),
    [
        # KH2PO4 and Na2HPO4, 25 mmol/kg each
        (25.0, "phosphate", 50.0, 75.0, 6.865),
        (37.0, "phosphate", 50.0, 75.0, 6.841),
        # 8.695 and 30.43 mmol/kg: the standard for blood
        (25.0, "phosphate", 39.125, 69.555, 7.413),
        (37.0, "phosphate", 39.125, 69.555, 7.386),
        # potassium dihydrogen citrate, 50 mmol/kg
        (25.0, "citrate", 50.0, 50.0, 3.776),
        # NaHCO3 and Na2CO3, 25 mmol/kg each
        (25.0, "inorganic_carbon", 50.0, 75.0, 10.012),
    ],
)
def test_standard_buffers(celsius: float, acid: str, total: float, strong: float, certified: float):
    # primary standards of the National Bureau of Standards: Bates (1973) Determination of pH; CRC Handbook
    found = settled({acid: 0}, [total], strong, 0.5 * strong, celsius + 273.15)
    assert found == pytest.approx(certified, abs=0.015)


def test_pure_water_and_strong_acid_and_base():
    nothing = {"acetate": 0}
    assert ideal(nothing, [0.0], 0.0) == pytest.approx(0.5 * water_constant(ROOM), abs=1e-12)
    assert ideal(nothing, [0.0], -1.0) == pytest.approx(3.0, abs=1e-6)
    assert ideal(nothing, [0.0], 1.0) == pytest.approx(water_constant(ROOM) - 3.0, abs=1e-6)
    trace = 1e-5  # mol/m³ of strong acid, less than water's own: [H] = c/2 + (c²/4 + Kw)^0.5
    expected = 0.5 * trace + math.sqrt(0.25 * trace**2 + 10.0 ** (6.0 - water_constant(ROOM)))
    assert ideal(nothing, [0.0], -trace) == pytest.approx(3.0 - math.log10(expected), abs=1e-12)


def test_weak_acid_by_the_quadratic():
    # 0.1 mol/L acetic acid: [H]² + K [H] = K c; every textbook says pH 2.88
    constant = 10.0**-4.756
    protons = 0.5 * (-constant + math.sqrt(constant**2 + 0.4 * constant))
    assert ideal({"acetate": 0}, [100.0], 0.0) == pytest.approx(-math.log10(protons), abs=1e-6)
    assert ideal({"acetate": 0}, [100.0], 0.0) == pytest.approx(2.88, abs=0.005)


def test_titration_of_acetic_acid_with_sodium_hydroxide():
    # 25 mL of 0.1 mol/L by 0.1 mol/L, as in the general chemistry books: half-way pH = pK, at equivalence 8.73
    def after(millilitres: float) -> float:
        volume = 25.0 + millilitres
        return ideal({"acetate": 0}, [2500.0 / volume], 100.0 * millilitres / volume)

    assert after(12.5) == pytest.approx(4.756, abs=0.002)
    assert after(25.0) == pytest.approx(8.73, abs=0.01)
    assert after(30.0) == pytest.approx(11.96, abs=0.01)


def test_citric_acid_is_as_sour_as_in_the_table():
    # 0.1 mol/L: 2.08 (Perry; Merck Index 2.2 at 0.1 N = 0.033 mol/L)
    assert ideal({"citrate": 0}, [100.0], 0.0) == pytest.approx(2.08, abs=0.02)


def test_rain_in_clean_air():
    # 420 ppm CO2 over pure water: pH 5.6
    carbon = 420e-6 * 1.01325 * carbon_dioxide_henry(ROOM)
    bicarbonate = 10.0 ** (3.0 - 5.61)
    assert ideal({"inorganic_carbon": 0}, [carbon + bicarbonate], 0.0) == pytest.approx(5.61, abs=0.02)


def test_ammonium_chloride_is_sour():
    # 0.1 mol/L NH4Cl: pH = (pK - log c)/2 = 5.12
    assert ideal({"ammonium": 0}, [100.0], -100.0) == pytest.approx(5.12, abs=0.01)


@pytest.mark.parametrize(
    ("celsius", "name", "proton", "pk"),
    [
        # Bates & Acree (1943), Harned & Ehlers (1933), Bates & Pinching (1949), Pinching & Bates (1950),
        # Martin & Tartar (1937), Harned & Embree (1934): cells without liquid junction
        (0.0, "phosphate", 1, 7.313),
        (37.0, "phosphate", 1, 7.185),
        (50.0, "phosphate", 1, 7.183),
        (0.0, "acetate", 0, 4.781),
        (40.0, "acetate", 0, 4.769),
        (0.0, "citrate", 2, 6.393),
        (40.0, "citrate", 2, 6.445),
        (0.0, "succinate", 0, 4.285),
        (50.0, "succinate", 1, 5.680),
        (0.0, "lactate", 0, 3.880),
        (50.0, "lactate", 0, 3.895),
        (0.0, "formate", 0, 3.786),
        (50.0, "formate", 0, 3.783),
    ],
)
def test_constants_with_temperature_against_the_measured(celsius: float, name: str, proton: int, pk: float):
    acids = constants({name: 0}, celsius + 273.15)
    assert -np.log10(acids[0, 2 + proton]) == pytest.approx(pk, abs=0.012)


def test_the_same_constants_as_the_shares():
    acids = constants({"inorganic_carbon": 0, "ammonium": 1}, 310.15)
    assert -np.log10(acids[0, 2:4]) == pytest.approx([carbonic_pk1(310.15), carbonic_pk2(310.15)], abs=1e-12)
    assert -np.log10(acids[1, 2]) == pytest.approx(ammonium_pka(310.15), abs=1e-12)
    assert acid_share(7.1, acids, 0, 0) == pytest.approx(carbon_dioxide_fraction(7.1, 310.15), rel=1e-12)


@pytest.mark.parametrize(
    ("celsius", "slope", "water"), [(0.0, 0.492, 14.947), (25.0, 0.509, 13.995), (40.0, 0.524, 13.535)]
)
def test_water_against_the_handbook(celsius: float, slope: float, water: float):
    # Debye-Hückel slope of Manov et al. (1943); pKw of the CRC Handbook
    assert debye_hueckel_slope(celsius + 273.15) == pytest.approx(slope, abs=0.003)
    assert water_constant(celsius + 273.15) == pytest.approx(water, abs=0.012)


def test_activity_of_a_medium():
    # γ± of NaCl at 0.1 mol/kg is 0.778 (Robinson & Stokes); Davies 0.78
    assert 10.0 ** -davies(100.0, ROOM) == pytest.approx(0.778, abs=0.005)
    assert davies(0.0, ROOM) == 0.0


def naive(ph: float, amounts: dict[str, float], strong: float, temperature: float) -> float:
    """The same balance in mol/m³, every form by name."""
    total = strong + 1e3 * 10.0**-ph - 1e3 * 10.0 ** (ph - water_constant(temperature))
    for name, amount in amounts.items():
        acid, forms = ACIDS[name], [1.0]
        for a, b, c, d in acid.constants:
            pk = a / temperature + b + c * temperature + d * math.log(temperature)
            forms.append(forms[-1] * 10.0 ** (ph - pk))
        total += sum(amount * (acid.charge - lost) * form / sum(forms) for lost, form in enumerate(forms))
    return total


BROTHS = st.dictionaries(st.sampled_from(NAMES), st.floats(0.0, 500.0), min_size=1)


@settings(deadline=None, max_examples=300)
@given(BROTHS, st.floats(-300.0, 300.0), st.floats(280.0, 320.0), st.floats(-5.0, 20.0))
def test_against_brent_from_any_start(amounts, strong: float, temperature: float, guess: float):
    acids = constants({name: place for place, name in enumerate(amounts)}, temperature)
    numbers = np.array(list(amounts.values()))
    expected = brentq(naive, -1.0, 15.0, args=(amounts, strong, temperature), xtol=1e-14, rtol=1e-14)
    found = solve_ph(guess, numbers, acids, strong, water_constant(temperature), 0.0)
    assert found == pytest.approx(expected, abs=1e-7)


@settings(deadline=None)
@given(BROTHS, st.floats(0.0, 14.0), st.floats(0.0, 500.0))
def test_base_for_a_ph_gives_that_ph(amounts, ph: float, strength: float):
    acids = constants({name: place for place, name in enumerate(amounts)}, ROOM, strength)
    numbers, water, shift = np.array(list(amounts.values())), water_constant(ROOM), davies(strength, ROOM)
    strong = strong_ions_at(ph, numbers, acids, water, shift)
    assert solve_ph(7.0, numbers, acids, strong, water, shift) == pytest.approx(ph, abs=1e-6)
    charge, slope = charge_balance(ph, numbers, acids, strong, water, shift)
    assert charge == pytest.approx(0.0, abs=1e-9)
    assert slope < 0.0


def test_derivatives_against_differences():
    places = {name: place for place, name in enumerate(NAMES)}
    acids, water, shift = constants(places, 310.15, 150.0), water_constant(310.15), davies(150.0, 310.15)
    numbers = np.append(np.linspace(3.0, 60.0, len(NAMES)), 11.0)  # the last is no acid
    gradient = np.full(numbers.size, np.nan)
    here = solve_ph(7.0, numbers, acids, 90.0, water, shift)
    by_base = ph_gradient(here, numbers, acids, water, shift, gradient)
    assert gradient[-1] == 0.0
    step = 1e-3
    ends = [solve_ph(here, numbers, acids, 90.0 + sign * step, water, shift) for sign in (1.0, -1.0)]
    assert by_base == pytest.approx((ends[0] - ends[1]) / (2.0 * step), rel=1e-6)
    for place in range(len(NAMES)):
        ends = []
        for sign in (1.0, -1.0):
            moved = numbers.copy()
            moved[place] += sign * step
            ends.append(solve_ph(here, moved, acids, 90.0, water, shift))
        assert gradient[place] == pytest.approx((ends[0] - ends[1]) / (2.0 * step), rel=1e-5)


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.floats(-1.0, 15.0))
def test_forms_add_up_and_carry_the_charge(name: str, ph: float):
    acids = constants({name: 0})
    shares = [acid_share(ph, acids, 0, lost) for lost in range(4)]
    assert sum(shares) == pytest.approx(1.0, abs=1e-12)
    charge, slope = acid_charge(ph, acids, 0)
    expected = sum(share * (ACIDS[name].charge - lost) for lost, share in enumerate(shares))
    assert charge == pytest.approx(expected, abs=1e-12)
    assert slope <= 0.0


@pytest.mark.parametrize(("strong", "bound"), [(1e6, 15.0), (-1e6, -1.0)])
def test_what_no_water_can_be_stops_at_the_bound(strong: float, bound: float):
    assert ideal({"acetate": 0}, [10.0], strong) == pytest.approx(bound, abs=1e-8)


def test_a_state_below_zero_counts_nothing():
    assert ideal({"acetate": 0}, [-1e-9], 0.0) == ideal({"acetate": 0}, [0.0], 0.0)


def test_unmeasurable_guess_is_no_obstacle():
    acids = constants({"phosphate": 0})
    found = solve_ph(math.nan, np.array([50.0]), acids, 75.0, water_constant(ROOM), 0.0)
    assert found == ideal({"phosphate": 0}, [50.0], 75.0)


def test_from_compiled_code_as_from_python():
    @numba.njit
    def compiled(numbers, table, acids, gradient):
        fill_acids(table, 310.15, 120.0, acids)
        water, shift = water_constant(310.15), davies(120.0, 310.15)
        ph = solve_ph(7.0, numbers, acids, 60.0, water, shift)
        slope = ph_gradient(ph, numbers, acids, water, shift, gradient)
        return ph, slope, ionic_strength(ph, numbers, acids, 70.0, water, shift)

    table = acid_table([("phosphate", 2), ("ammonium", 0), ("inorganic_carbon", 1)])
    numbers, acids = np.array([80.0, 10.0, 40.0]), np.empty((3, ACID_COLUMNS))
    gradient = np.empty(3)
    ph, slope, strength = compiled(numbers, table, acids, gradient)
    water, shift = water_constant(310.15), davies(120.0, 310.15)
    assert ph == pytest.approx(solve_ph(2.0, numbers, acids, 60.0, water, shift), abs=1e-9)
    assert slope > 0.0
    assert 70.0 < strength < 250.0

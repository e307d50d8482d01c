"""Reactions in the medium against closed forms and SciPy's Radau on the published equations written anew, in g/L."""

from __future__ import annotations

import os

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.special import lambertw

from moromi.simulator.run.simulate import prepare, simulate, simulate_many
from moromi.simulator.scenario import load_scenario

HEXOSE, ANHYDRO, BIOSE = 0.180156, 0.162141, 0.342297  # kg/mol, IUPAC 2021
PENTOSE, ANHYDROPENTOSE = 0.150130, 0.132115
TIGHT = "tolerance.relative=1e-8"
MOIST = "vessel.condenser=100 %"  # nothing evaporates

SUCROSE = """{name: inversion, species: {
  sucrose: {formula: C12H22O11, combustion_enthalpy: 5643 kJ/mol},
  glucose: {formula: C6H12O6, combustion_enthalpy: 2814 kJ/mol},
  fructose: {formula: C6H12O6, combustion_enthalpy: 2814 kJ/mol},
  invertase: {molar_mass: 135000 g/mol}, invertase_inactive: {molar_mass: 135000 g/mol}},
 steps: {inversion: {equation: sucrose + water --> glucose + fructose, %s}, %s}}"""


def _plain(*overrides, hours="10 h", base="straw-hydrolysis"):
    return load_scenario(base, (*overrides, f"recipe.duration={hours}", "output.interval=0.5 h", TIGHT, MOIST))


def _in_plain_broth(reactions, concentrations, hours="10 h"):
    return simulate(_plain(f"reactions={reactions}", f"recipe.start.concentrations={concentrations}", hours=hours))


def _check_closed(result, limit=1e-6):
    for name, balance in result.balance_sheet.items():
        if name != "energy" and balance.into > 0.0:
            assert balance.closure == pytest.approx(1.0, abs=limit), name


def test_first_order_decay_is_exponential():
    result = _in_plain_broth(SUCROSE % ("constant: 0.4 1/h, order: {sucrose: 1}", ""), "{sucrose: 100 mmol/L}")
    time = result.columns["time"]
    np.testing.assert_allclose(result.columns["sucrose"], 100.0 * np.exp(-0.4 * time), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(result.columns["fructose"], 100.0 * -np.expm1(-0.4 * time), rtol=1e-6, atol=1e-6)
    _check_closed(result)


def test_second_order_by_amount():
    result = _in_plain_broth(SUCROSE % ("constant: 0.02 L/mmol/h, order: {sucrose: 2}", ""), "{sucrose: 50 mmol/L}")
    expected = 50.0 / (1.0 + 50.0 * 0.02 * result.columns["time"])
    np.testing.assert_allclose(result.columns["sucrose"], expected, rtol=1e-6)


def test_michaelis_and_menten_is_lambert_s_function():
    """S(t) = K W(S0/K exp((S0 − v t)/K)), Schnell & Mendoza 1997, doi:10.1006/jtbi.1997.0425."""
    rate = "constant: 2000 g/g/h, order: {invertase: 1}, saturation: {sucrose: 25 mmol/L}"
    result = _in_plain_broth(SUCROSE % (rate, ""), "{sucrose: 100 mmol/L, invertase: 0.004 g/L}", "24 h")
    v, k, s = 2000.0 * 0.004 / BIOSE, 25.0, 100.0
    expected = k * lambertw(s / k * np.exp((s - v * result.columns["time"]) / k)).real
    np.testing.assert_allclose(result.columns["sucrose"], expected, rtol=1e-6, atol=1e-6)
    _check_closed(result)


def test_an_enzyme_that_fades_with_temperature():
    """First-order loss with Arrhenius, substrate by the integral of what is left."""
    rate = "constant: 3 mol/mol/h, order: {invertase: 1}"
    fading = (
        "loss: {equation: invertase --> invertase_inactive, constant: 0.3 1/h, order: {invertase: 1}, "
        "factors: [{kind: arrhenius, energy: 80 kJ/mol, reference: 40 degC}]}"
    )
    result = _in_plain_broth(SUCROSE % (rate, fading), "{sucrose: 200 mmol/L, invertase: 5 mmol/L}")
    k = 0.3 * np.exp(80.0 / 8.314462618e-3 * (1.0 / 313.15 - 1.0 / 323.15))
    left = np.exp(-k * result.columns["time"])
    # the heat of the reaction moves the temperature by a millikelvin, hence the tolerance
    np.testing.assert_allclose(result.columns["invertase"], 5.0 * left, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(result.columns["sucrose"], 200.0 - 15.0 * (1.0 - left) / k, rtol=1e-6)
    np.testing.assert_allclose(result.columns["invertase_inactive"], 5.0 * (1.0 - left), rtol=1e-5, atol=1e-6)


def test_glutamine_decays_to_ammonium_and_pyrrolidonecarboxylate():
    """Both ions appear in equal amounts; nitrogen and charge close."""
    reactions = """{name: decay, species: {
      glutamine: {formula: C5H10N2O3, combustion_enthalpy: 2570 kJ/mol},
      pyrrolidonecarboxylate: {formula: C5H6NO3, charge: -1, combustion_enthalpy: 2570 kJ/mol}},
     steps: {decay: {equation: glutamine --> pyrrolidonecarboxylate + ammonium, constant: 0.0048 1/h,
                     order: {glutamine: 1}}}}"""
    result = _in_plain_broth(reactions, "{glutamine: 4 mmol/L}", "48 h")
    made = 4.0 * -np.expm1(-0.0048 * result.columns["time"])
    np.testing.assert_allclose(result.columns["ammonium"], made, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(result.columns["pyrrolidonecarboxylate"], made, rtol=1e-6, atol=1e-8)
    assert result.balance_sheet["nitrogen"].closure == pytest.approx(1.0, abs=1e-9)
    assert result.balance_sheet["carbon"].closure == pytest.approx(1.0, abs=1e-9)


def test_a_stirred_reactor_with_decay_has_its_textbook_steady_state():
    """c = c_in/(1 + k/D), and what flowed out closes the balances (Levenspiel 1999, §5.2)."""
    phases = "[{name: flow, feed: {kind: constant, stream: syrup, dilution_rate: 0.5 1/h}}]"
    decay = SUCROSE % ("constant: 0.4 1/h, order: {sucrose: 1}", "")
    feed = "{syrup: {concentrations: {sucrose: 90 mmol/L}, density: 1000 kg/m3}}"
    changes = (f"reactions={decay}", "recipe.start.concentrations={sucrose: 10 mmol/L}", "recipe.overflow=1.5 L")
    result = simulate(_plain(*changes, f"recipe.feeds={feed}", f"recipe.phases={phases}", hours="30 h"))
    assert result.columns["sucrose"][-1] == pytest.approx(90.0 / (1.0 + 0.4 / 0.5), rel=1e-5)
    assert result.columns["glucose"][-1] == pytest.approx(40.0, rel=1e-5)
    assert 0.0 < result.kpis["conversion_sucrose"]["value"] < 0.4 / 0.9
    _check_closed(result)


def test_runs_of_one_ensemble_each_have_their_own_start():
    """What a rate is relative to is the run's own."""
    scenarios = [
        _plain(f"recipe.start.concentrations.cellulose={amount} g/L", hours="6 h") for amount in ("66", "40", "90")
    ]
    together = simulate_many(scenarios)
    for scenario, result in zip(scenarios, together, strict=True):
        alone = simulate(scenario)
        np.testing.assert_array_equal(result.columns["glucose"], alone.columns["glucose"])
    assert together[0].columns["group_solids"][0] == pytest.approx(100.0, rel=1e-9)
    assert together[1].columns["group_solids"][0] == pytest.approx(74.0, rel=1e-9)


def test_without_reactions_there_is_nothing_to_pay_for():
    job = prepare([load_scenario("yeast-chemostat")])
    layout = job.batch.layout
    assert (layout.reactions, layout.shares) == (0, 0)
    assert job.batch.stoichiometry.size == job.batch.groups.size == 0


def _free(total, sites, affinity):
    slack = 1.0 + affinity * (sites - total)
    return (np.sqrt(slack * slack + 4.0 * affinity * total) - slack) / (2.0 * affinity)


def _angarita(enzyme=0.116, cellulose=66.0, xylan=8.3, lignin=25.7):
    """Angarita et al. 2015, states C, G2, G, H, X in g/L."""

    def slope(t, y):
        c, g2, g, h, x = y
        s = c + h + lignin
        free = _free(enzyme, 8.32e-3 * s, 7.16)
        bound, left = enzyme - free, s / (cellulose + xylan + lignin)
        r1 = 0.177 * bound * c * left / (1 + g2 / 0.402 + g / 2.71 + x / 2.15)
        r2 = 8.81 * bound * c * left / (1 + g2 / 119.6 + g / 4.69 + x / 0.095)
        r3 = 201 * free * g2 / (26.6 * (1 + g / 11.06 + x / 1.023) + g2)
        r4 = 16.34 * bound * h * left / (1 + g2 / 16.25 + g / 4.0 + x / 154)
        up, out = BIOSE / (2 * ANHYDRO), 2 * HEXOSE / BIOSE
        return [-r1 - r2, up * r1 - r3, HEXOSE / ANHYDRO * r2 + out * r3, -r4, PENTOSE / ANHYDROPENTOSE * r4]

    return slope, [cellulose, 0.0, 0.0, xylan, 0.0]


def _kadam(kelvin, cellulose=60.0, cellulase=1.0, glucosidase=0.3, xylose=8.0):
    """Kadam et al. 2004, states S, G2, G in g/L."""
    warm = np.exp(-23.2 / 8.314462618e-3 * (1.0 / kelvin - 1.0 / 318.15))

    def slope(t, y):
        s, g2, g = y
        free = _free(glucosidase, 0.01 * s, 0.1)
        bound, both = cellulase - _free(cellulase, 0.06 * s, 0.4), glucosidase - free
        left = s / cellulose
        r1 = 22.3 * warm * bound * left * s / (1 + g2 / 0.015 + g / 0.1 + xylose / 0.1)
        r2 = 7.18 * warm * (bound + both) * left * s / (1 + g2 / 132 + g / 0.04 + xylose / 0.2)
        r3 = 285.5 * warm * free * g2 / (24.3 * (1 + g / 3.9 + xylose / 201) + g2)
        return [-r1 - r2, BIOSE / (2 * ANHYDRO) * r1 - r3, HEXOSE / ANHYDRO * r2 + 2 * HEXOSE / BIOSE * r3]

    return slope, [cellulose, 0.0, 0.0]


def _radau(problem, time):
    slope, start = problem
    return solve_ivp(slope, (0.0, time[-1]), start, "Radau", time, rtol=1e-10, atol=1e-10).y


def test_angarita_s_model_is_the_published_one():
    result = simulate(_plain(hours="72 h"))
    expected = _radau(_angarita(), result.columns["time"])
    masses = {"cellulose": ANHYDRO, "cellobiose": BIOSE, "glucose": HEXOSE, "xylan": ANHYDROPENTOSE, "xylose": PENTOSE}
    for (name, mass), series in zip(masses.items(), expected, strict=True):
        np.testing.assert_allclose(result.columns[name] * mass, series, rtol=1e-5, atol=1e-5, err_msg=name)
    _check_closed(result, 1e-9)


@pytest.mark.parametrize("celsius", [35, 45, 50])
def test_kadam_s_model_is_the_published_one(celsius):
    start = "{cellulose: 60 g/L, xylose: 8 g/L, cellulase: 1 g/L, glucosidase: 0.3 g/L}"
    result = simulate(
        _plain(
            "reactions=kadam2004",
            f"recipe.start.concentrations={start}",
            f"recipe.set_points.temperature={celsius} degC",
            hours="72 h",
        )
    )
    expected = _radau(_kadam(celsius + 273.15), result.columns["time"])
    masses = {"cellulose": ANHYDRO, "cellobiose": BIOSE, "glucose": HEXOSE}
    for (name, mass), series in zip(masses.items(), expected, strict=True):
        np.testing.assert_allclose(result.columns[name] * mass, series, rtol=3e-5, atol=1e-4, err_msg=name)
    _check_closed(result, 1e-9)


# Angarita et al. 2015, 10 % solids, 10 FPU/g: h, and g/L of glucose, cellobiose, xylose
MEASURED = np.array(
    [
        (1, 4.30, 0.2295, 2.2004),
        (2, 6.83, 0.2981, 3.2317),
        (6, 15.05, 0.4533, 5.0717),
        (8, 20.49, 0.3853, 4.6835),
        (12, 21.02, 0.5157, 5.6440),
        (24, 23.31, 0.4363, 9.6220),
        (48, 35.19, 0.7423, 8.1657),
        (72, 37.86, 0.5667, 7.3837),
        (96, 38.50, 0.3060, 7.9050),
    ]
)


def test_the_distance_to_the_measured_straw_is_the_one_told():
    """`docs/reactions.md` tells these figures; they are no proof of truth, and nothing is tuned to them."""
    result = simulate(_plain(hours="96 h"))
    for column, (name, mass, told) in enumerate(
        [("glucose", HEXOSE, 9.9), ("cellobiose", BIOSE, 0.9), ("xylose", PENTOSE, 3.3)], start=1
    ):
        simulated = np.interp(MEASURED[:, 0], result.columns["time"], result.columns[name]) * mass
        distance = np.sqrt(np.mean((simulated - MEASURED[:, column]) ** 2))
        assert distance == pytest.approx(told, abs=0.06), name


def test_heat_of_hydrolysis_is_the_difference_of_combustion_enthalpies():
    result = _in_plain_broth(SUCROSE % ("constant: 0.4 1/h, order: {sucrose: 1}", ""), "{sucrose: 100 mmol/L}", "2 h")
    rate = result.columns["rate_inversion"] * result.columns["volume"]  # mol/h
    np.testing.assert_allclose(result.columns["heat_reactions"], rate * (5643.0 - 2 * 2814.0) / 3.6, rtol=1e-12)
    assert result.balance_sheet["energy"].closure == pytest.approx(1.0, abs=1e-3)


@pytest.mark.skipif(bool(os.environ.get("NUMBA_DISABLE_JIT")), reason="nothing is compiled")
def test_a_new_system_compiles_nothing():
    from moromi.kernels.ensemble import integrate_batch

    simulate(_plain(hours="1 h"))
    before = len(integrate_batch.signatures)
    _in_plain_broth(SUCROSE % ("constant: 0.4 1/h, order: {sucrose: 1}", ""), "{sucrose: 100 mmol/L}", "1 h")
    simulate(load_scenario("yeast-chemostat", ("recipe.duration=0.5 h",)))
    assert len(integrate_batch.signatures) == before

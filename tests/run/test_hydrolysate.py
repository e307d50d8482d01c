"""Saccharification and co-fermentation of a hydrolysate: balances, inhibition, detoxification, what ferments when."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.run.simulate import simulate
from moromi.simulator.scenario import load_scenario

ETHANOL, HEXOSE, PENTOSE = 0.046069, 0.180156, 0.150130  # kg/mol


@pytest.fixture(scope="module")
def result():
    return simulate(load_scenario("hydrolysate-sscf", ("recipe.duration=30 h",)))


def _made(result, name):
    amounts = result.columns[name] * result.columns["volume"]
    return amounts[-1] - amounts[0]


def test_balances_close(result):
    for name in ("carbon", "nitrogen", "oxygen", "charge", "mass"):
        assert result.balance_sheet[name].closure == pytest.approx(1.0, abs=1e-6), name
    assert result.balance_sheet["energy"].closure == pytest.approx(1.0, abs=1e-3)


def test_inhibitors_hold_the_first_uptake_back_as_their_laws_say(result):
    """The product of the published factors at the published start, from g/L, and the cardinal temperatures at 35 °C."""
    sugar, ethanol = 37.0 / (0.565 + 37.0), (1.0 - 0.62 / 103.0) ** 1.42
    furfural, hmf = 1.0 / (1.0 + 0.62 / 0.453), 1.0 / (1.0 + 0.2 / 2.0)
    undissociated = 3.05 / (1.0 + 10.0 ** (5.5 - 4.75))
    acid = 1.0 / (1.0 + undissociated / 5.18)
    low, best, high, at = 3.0, 32.3, 45.4, 35.0  # Rosso et al. 1993
    below = (best - low) * (at - best) - (best - high) * (best + low - 2.0 * at)
    warm = (at - high) * (at - low) ** 2 / ((best - low) * below)
    expected = 2.348 / HEXOSE * sugar * ethanol * furfural * hmf * acid * warm
    assert -result.columns["q_glucose"][0] == pytest.approx(expected, rel=0.005)


def test_cells_clear_the_furfural_and_then_speed_up(result):
    table = result.columns
    hours = table["time"]
    cleared = hours[np.argmax(table["furfural"] < 0.05 * table["furfural"][0])]
    fastest = hours[np.argmax(-table["q_glucose"])]
    assert 1.0 < cleared < 8.0
    assert abs(fastest - cleared) < 1.5
    alcohol = table["furfuryl_alcohol"] * table["volume"]
    furfural = table["furfural"] * table["volume"]
    np.testing.assert_allclose(alcohol + furfural, furfural[0], rtol=1e-7)


def test_glucose_goes_before_xylose(result):
    table = result.columns
    gone = int(np.argmax(table["glucose"] < 1.0))
    assert gone > 0
    assert table["xylose"][gone] > 0.5 * table["xylose"][0]
    assert table["xylose"][-1] < 0.6 * table["xylose"][gone]


def test_no_more_ethanol_than_sugar_can_give(result):
    """0.511 g/g at most; what hydrolysis set free counts as sugar."""
    hydrolysed = -_made(result, "cellulose") * HEXOSE - _made(result, "xylan") * PENTOSE
    left = _made(result, "glucose") * HEXOSE + _made(result, "xylose") * PENTOSE + _made(result, "cellobiose") * 0.3423
    assert 0.35 < _made(result, "ethanol") * ETHANOL / (hydrolysed - left) < 0.511


def test_hydrolysis_goes_on_while_cells_ferment(result):
    assert result.kpis["conversion_cellulose"]["value"] > 0.05
    assert result.kpis["conversion_xylan"]["value"] > 0.9
    assert np.all(np.diff(result.columns["group_solids"] * result.columns["volume"]) <= 1e-12)

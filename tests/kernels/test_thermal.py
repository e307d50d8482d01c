"""The temperature of a vessel without cells against closed forms, its controller at its ends, its books."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels import signals as at
from moromi.kernels import thermal
from moromi.kernels.records import PHASE, VESSEL
from moromi.kernels.state import energy_index, heat_index, outlet_index, total_index

from . import synthetic as syn

LAYOUT = syn.LAYOUT._replace(thermal=1, outlet=1)
CONDUCTANCE, COOLANT, HOT = 20.0, 288.0, 333.15  # W/K, K, K: of the synthetic vessel


def _batch(end: float, **changes: float):
    """Nothing but heat: no cells, no stirring power to speak of, no feed; only the first phase, and it does not end."""
    plants = syn.batch(end)
    plants.conditions["threshold"], plants.conditions["sign"] = -1.0, -1.0
    plants.vessel["power_number"] = 1e-9
    plants.phases["last_feed"] = plants.phases["first_feed"]
    plants.phases["dot"] = 0.0
    for name, value in changes.items():
        place = plants.vessel if name in VESSEL.names else plants.phases if name in PHASE.names else plants.operation
        place[name] = value
    return plants._replace(layout=LAYOUT)


def _run(plants, biomass=0.0, interval=0.01):
    return syn.run(plants, syn.start_state(biomass, LAYOUT), 1e-8, interval)


def _capacity(plants) -> tuple[float, float]:
    """Heat capacity of the broth [W h/K] and of the gas flow [W/K]."""
    gas = float(plants.operation["gas_low"][0]) * thermal.GAS_HEAT / 3600.0
    return float(plants.operation["heat_capacity"][0]) * 1.2e-3, gas


def test_cools_exponentially_at_a_full_valve():
    plants = _batch(0.05, start_temperature=345.0, temperature=290.0, gas_high=1e-6, gas_low=1e-6)
    _, rows, _ = _run(plants, interval=0.005)
    assert rows.signals[0, 0, at.VALVE] == 1.0
    broth, gas = _capacity(plants)
    end = (CONDUCTANCE * COOLANT + gas * 298.15) / (CONDUCTANCE + gas)
    expected = end + (345.0 - end) * np.exp(-rows.grid * (CONDUCTANCE + gas) / broth)
    np.testing.assert_allclose(rows.signals[0, : rows.grid.size, at.TEMPERATURE], expected, rtol=1e-7)
    np.testing.assert_array_equal(rows.signals[0, : rows.grid.size, at.VALVE], 1.0)


@pytest.mark.parametrize("power", [0.0, 150.0])
def test_heats_with_hot_water_or_a_heater(power):
    plants = _batch(0.04, start_temperature=290.0, temperature=350.0, heating_power=power, gas_high=1e-6, gas_low=1e-6)
    _, rows, _ = _run(plants, interval=0.004)
    broth, gas = _capacity(plants)
    through = 0.0 if power else CONDUCTANCE
    end = ((power or CONDUCTANCE * HOT) + gas * 298.15) / (through + gas)
    expected = end + (290.0 - end) * np.exp(-rows.grid * (through + gas) / broth)
    np.testing.assert_allclose(rows.signals[0, : rows.grid.size, at.TEMPERATURE], expected, rtol=1e-7)
    np.testing.assert_array_equal(rows.signals[0, : rows.grid.size, at.VALVE], -1.0)


@pytest.mark.trajectory
@pytest.mark.parametrize("start", [295.0, 325.0])
def test_comes_to_the_set_point_without_overshoot(start):
    """Saturated at first: the integral must not wind up."""
    _, rows, _ = _run(_batch(1.5, start_temperature=start))
    temperature = rows.signals[0, : rows.grid.size, at.TEMPERATURE]
    away = (temperature - 310.15) * np.sign(start - 310.15)
    assert away.min() > -0.2
    assert abs(away[-1]) < 1e-2


@pytest.mark.trajectory
def test_follows_a_growing_load():
    """Cells heat the broth: the valve opens, the temperature stays."""
    cursor, rows, _ = syn.run(syn.batch()._replace(layout=LAYOUT), syn.start_state(0.5, LAYOUT), 1e-8)
    last = cursor["output"] - 1
    signals = rows.signals[0, :last]
    assert signals[:, at.VALVE].max() > 0.04
    assert np.abs(signals[:, at.TEMPERATURE] - 310.15).max() < 0.2
    duty = signals[:, at.VALVE] * CONDUCTANCE * (signals[:, at.TEMPERATURE] - COOLANT)
    cooling = signals[:, at.VALVE] > 0.0
    np.testing.assert_allclose(signals[cooling, at.HEAT_REMOVED], duty[cooling], rtol=1e-12)


@pytest.mark.trajectory
def test_too_small_a_jacket_lets_the_temperature_rise():
    plants = syn.batch()._replace(layout=LAYOUT)
    plants.vessel["cooling_conductance"] = 0.3
    cursor, rows, _ = syn.run(plants, syn.start_state(0.5, LAYOUT), 1e-7)
    last = cursor["output"] - 1
    hot = np.argmax(rows.signals[0, :last, at.TEMPERATURE])
    assert rows.signals[0, hot, at.VALVE] == 1.0
    assert rows.signals[0, hot, at.TEMPERATURE] > 311.5
    assert rows.signals[0, hot, at.COOLING] > 0.9


@pytest.mark.trajectory
def test_dot_is_of_the_calibration_at_the_start():
    """A broth that has cooled dissolves more than the probe calls 100 %."""
    plants = _batch(3.0, start_temperature=320.0, temperature=293.15, power_number=5.0)
    _, rows, _ = _run(plants, interval=0.1)
    dot = rows.signals[0, : rows.grid.size, at.DOT]
    henry = rows.signals[0, : rows.grid.size, at.OXYGEN_HENRY]
    vapour = rows.signals[0, : rows.grid.size, at.VAPOUR_PRESSURE]
    # under air at mid-depth instead of head pressure
    mean = rows.signals[0, : rows.grid.size, at.PRESSURE_MEAN]
    expected = 100.0 * henry * (mean - vapour) / (henry[0] * (1.1 - vapour[0]))
    assert dot[-1] == pytest.approx(expected[-1], rel=1e-3)
    assert dot[-1] > 130.0


@pytest.mark.trajectory
def test_energy_books_close():
    """Cells, feed, outflow, a jacket too small: what came in left or warmed the broth."""
    plants = syn.batch()._replace(layout=LAYOUT)
    plants.vessel["cooling_conductance"] = 0.5
    plants.operation["overflow"] = 1.22e-3
    plants.operation["feed_temperature"] = 280.0
    _, rows, last = syn.run(plants, syn.start_state(0.5, LAYOUT), 1e-7)
    gain = last[0] - rows.state[0, 0]
    energy, out, ledger = energy_index(LAYOUT), outlet_index(LAYOUT), total_index(LAYOUT) - 1
    neutralised = 52.2 / 3.6 * 13000.0 * gain[total_index(LAYOUT) + 1]
    content = heat_index(LAYOUT)
    into = gain[ledger] + gain[energy] + neutralised + gain[energy + 3]
    left = gain[energy + 1] + gain[energy + 2] + gain[out + content] + gain[content]
    assert gain[energy + 2] > 0.0
    assert gain[out] > 0.0
    assert into == pytest.approx(left, rel=1e-9)
    capacity = float(plants.operation["heat_capacity"][0])
    poured = gain[total_index(LAYOUT)] + gain[total_index(LAYOUT) + 1]
    assert gain[energy + 3] == pytest.approx(capacity * poured * (280.0 - 298.15), rel=1e-9)


@pytest.mark.trajectory
def test_absurd_gain_is_bounded():
    plants = _batch(0.5, start_temperature=295.0, valve_gain=1e4)
    cursor, rows, _ = _run(plants)
    temperature = rows.signals[0, : int(cursor["output"]), at.TEMPERATURE]
    assert np.all(np.isfinite(temperature))
    assert temperature.max() < 312.0

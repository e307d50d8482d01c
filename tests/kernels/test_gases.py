"""Gases of a vessel without cells against closed forms: taking up hydrogen, a plug, recycle, water that leaves."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels import properties
from moromi.kernels import signals as at
from moromi.kernels.evaporation import moisture
from moromi.kernels.gas_transfer import plug_exchange
from moromi.kernels.henry import hydrogen_henry
from moromi.kernels.records import VESSEL
from moromi.kernels.solubility import water_vapour_pressure
from moromi.kernels.state import (
    evaporated_index,
    gas_index,
    headspace_index,
    species_index,
    total_index,
)
from moromi.kernels.transfer import log_mean_driving_force
from moromi.kernels.vapour import WATER_VOLUME

from . import synthetic as syn

HYDROGEN = 3  # gas; its species is the place of ammonium, which nobody here takes up
LAYOUT = syn.LAYOUT._replace(gases=4)
TRANSFER = 1.46


def _batch(end: float, inlet: float, **changes: float):
    """No cells, no feed, fixed stirrer and gas; hydrogen in the inlet instead of nitrogen."""
    plants = syn.batch(end)._replace(layout=LAYOUT, gases=syn.gases((HYDROGEN, properties.HYDROGEN, TRANSFER, inlet)))
    plants.phases["last_feed"] = plants.phases["first_feed"]
    plants.conditions["threshold"], plants.conditions["sign"] = -1.0, -1.0
    plants.phases["dot"] = 0.0
    plants.operation["inlet_rest"] = 1.0 - 4e-4 - inlet
    for name, value in changes.items():
        (plants.vessel if name in VESSEL.names else plants.operation)[name] = value
    return plants


def _start(hydrogen: float, biomass: float = 0.0, layout=LAYOUT):
    state = syn.start_state(biomass, layout)
    state[0, species_index(layout) + 3] = hydrogen
    return state


@pytest.mark.trajectory
def test_taking_up_hydrogen_is_exponential():
    """Gas held at its composition by a fast flow: c = H y p (1 − exp(−kLa t))."""
    plants = _batch(0.06, 0.7, gas_low=3e4, gas_high=3e4, kla_factor=0.05, impeller_diameter=0.03)
    _, rows, _ = syn.run(plants, _start(0.0), 1e-9, 0.003)
    signals = rows.signals[0, : rows.grid.size]
    kla = TRANSFER * signals[0, at.KLA]
    dry = signals[0, at.PRESSURE_MEAN] - water_vapour_pressure(310.15)
    saturation = 0.93 * hydrogen_henry(310.15) * 0.7 * dry
    expected = saturation * -np.expm1(-kla * rows.grid)
    np.testing.assert_allclose(signals[:, at.COUNT + 3], expected, rtol=2e-3, atol=1e-6)
    assert expected[-1] > 0.5 * saturation


def test_a_gas_that_is_not_stated_starts_at_equilibrium():
    _, rows, _ = syn.run(_batch(0.5, 0.6), _start(np.nan), 1e-8)
    found = rows.signals[0, 0, at.COUNT + 3]
    dry = 1.1 - water_vapour_pressure(310.15)
    assert found == pytest.approx(0.93 * hydrogen_henry(310.15) * 0.6 * dry, rel=1e-6)


@pytest.mark.parametrize("plug", [0, 1])
@pytest.mark.parametrize("recycle", [0.0, 0.8])
def test_every_gas_is_conserved(plug, recycle):
    """In, out, dissolved, in bubbles and above them; cells eat the oxygen."""
    plants = _batch(2.0, 0.5, plug=plug, gas_recycle=recycle)
    plants.phases["dot"] = 30.0
    _, rows, last = syn.run(plants, _start(0.0, 0.5), 1e-7)
    gain = last[0] - rows.state[0, 0]
    g, h, total = gas_index(LAYOUT), headspace_index(LAYOUT), total_index(LAYOUT) + LAYOUT.streams
    eaten = -(gain[species_index(LAYOUT)])
    made = {0: -syn.OXYGEN_PER_GLUCOSE * eaten, 1: 2.3 * eaten, 2: 0.0, 3: 0.9 * -eaten}
    dissolved = {0: gain[3], 1: gain[4], 2: 0.0, 3: gain[5]}
    for gas in range(LAYOUT.gases):
        kept = gain[g + gas] + gain[h + gas] + dissolved[gas]
        moved = gain[total + gas] - gain[total + LAYOUT.gases + gas]
        assert moved + made[gas] == pytest.approx(kept, abs=1e-9 * gain[total : total + LAYOUT.gases].max())


@pytest.mark.trajectory
def test_recycle_enriches_what_is_made_and_spares_what_is_blown_in():
    """Without exchange recycled gas is fresh gas; with it less enters, and the off-gas is farther from the inlet."""
    found = {}
    for recycle in (0.0, 0.8):
        plants = _batch(1.0, 0.5, gas_recycle=recycle, stirrer_high=5.0)
        _, rows, last = syn.run(plants, _start(0.0, 0.5), 1e-7)
        total = total_index(LAYOUT) + LAYOUT.streams
        found[recycle] = last[0, total + 3], rows.signals[0, rows.grid.size - 1, at.OFFGAS_CARBON_DIOXIDE]
    assert found[0.8][0] == pytest.approx(0.2 * found[0.0][0], rel=0.05)
    assert found[0.8][1] > 3.0 * found[0.0][1]


@pytest.mark.parametrize("concentration", [0.0, 0.2, 0.6, 1.5])
def test_plug_is_the_log_mean_law_solved_for_the_outlet(concentration):
    inflow, inlet, capacity, conductance = 40.0, 0.21, 1.3, 25.0
    passed = plug_exchange(inflow, inlet, capacity, conductance, concentration)
    outlet = inlet + passed / inflow
    mean = log_mean_driving_force(capacity * outlet, capacity * inlet, concentration)
    assert -passed == pytest.approx(conductance * mean, rel=1e-9)


def test_plug_has_its_limits():
    """A great flow is mixed gas at inlet composition; a small one leaves in equilibrium; none carries nothing."""
    inlet, capacity, conductance, concentration = 0.21, 1.3, 25.0, 0.1
    mixed = -conductance * (capacity * inlet - concentration)
    assert plug_exchange(1e9, inlet, capacity, conductance, concentration) == pytest.approx(mixed, rel=1e-6)
    small = plug_exchange(1e-3, inlet, capacity, conductance, concentration)
    assert inlet + small / 1e-3 == pytest.approx(concentration / capacity, rel=1e-9)
    assert abs(plug_exchange(0.0, inlet, capacity, conductance, concentration)) < 1e-11


def test_a_plug_gives_more_than_mixed_gas():
    """Where much of the oxygen is taken out, mean composition is above that of the outlet."""
    oxygen = {}
    for plug in (0, 1):
        plants = _batch(1.0, 0.0, plug=plug, gas_low=3.0, gas_high=3.0, stirrer_low=20.0)
        _, rows, _ = syn.run(plants, _start(0.0, 6.0), 1e-7)
        oxygen[plug] = rows.signals[0, 1, at.OTR] / rows.signals[0, 1, at.GAS_FLOW]
    assert oxygen[1] > 1.02 * oxygen[0]


def test_moisture_is_the_psychrometric_one():
    """1 vvm of air at 37 °C, 60 m³ a hour and m³ as they leave: 0.044 kg of water in each, 2.6 g/L/h."""
    vapour = water_vapour_pressure(310.15)
    dry = 60.0 * (1.01325 - vapour) / (8.314462618e-5 * 310.15)
    water = 0.01801528 * moisture(dry, vapour, 1.01325)
    assert water == pytest.approx(2.63, abs=0.03)


@pytest.mark.parametrize(("condenser", "humidity"), [(0.0, 0.0), (0.9, 0.0), (0.0, 0.5)])
def test_water_leaves_with_the_gas(condenser, humidity):
    """A vessel without cells dries at the rate of the saturated gas; the books of the volume close."""
    plants = _batch(10.0, 0.0, condenser=condenser, gas_humidity=humidity)
    _, rows, last = syn.run(plants, _start(0.0), 1e-8)
    flow = float(plants.operation["gas_low"][0])
    vapour = water_vapour_pressure(310.15)
    taken = moisture(flow, vapour, 1.1) * (1.0 - condenser) - moisture(flow, humidity * vapour, 1.1)
    lost = last[0, evaporated_index(LAYOUT)]
    assert lost == pytest.approx(10.0 * WATER_VOLUME * taken, rel=2e-3)
    assert rows.state[0, 0, 0] - last[0, 0] == pytest.approx(lost, rel=1e-9)
    heat = rows.signals[0, 1, at.HEAT_EVAPORATION]
    latent = 0.01801528 * 2414e3  # J/mol at 37 °C, steam table
    assert heat == pytest.approx(
        latent * (moisture(flow, vapour, 1.1) - moisture(flow, humidity * vapour, 1.1)) / 3600.0, rel=3e-3
    )


def test_boiling_is_survived():
    """A jacket that heats without end: the vessel dries, nothing is infinite."""
    plants = _batch(1.0, 0.0, condenser=0.0)._replace(layout=LAYOUT._replace(thermal=1))
    plants.operation["start_temperature"] = 350.0
    plants.phases["temperature"] = 385.0
    plants.vessel["hot_temperature"] = 400.0
    _, _, last = syn.run(plants, _start(0.0, 0.0, plants.layout), 1e-6)
    assert np.all(np.isfinite(last))

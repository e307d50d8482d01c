"""The overflow: the textbook chemostat (Monod 1950; Novick & Szilard 1950) in closed form, and what leaves is booked.

An outflow changes no concentration, so with a feed of D·V concentrations follow the textbook's equations exactly,
whatever the volume does.
"""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels import signals as at
from moromi.kernels.recipe import DILUTION, overflow_rate
from moromi.kernels.records import CONDITION, FEED, PHASE
from moromi.kernels.state import gas_index, headspace_index, outlet_index, state_size, total_index
from moromi.kernels.status import Status

from . import synthetic as syn

LAYOUT = syn.LAYOUT._replace(outlet=1)
LEVEL = 1.2e-3  # m³
STRENGTH = 50.0  # mol/m³ glucose
YIELD, MU_MAX, MONOD = 0.09, 0.09 * syn.QS, 0.015


def _batch(dilution: float, end: float):
    plants = syn.batch(end)
    phases = np.zeros((1, 1), PHASE)
    phases[0, 0] = syn.phase_row((0, 1), (0, 0))
    feeds = np.zeros((1, 1), FEED)
    feeds[0, 0] = syn.feed_row(DILUTION, rate=dilution)
    streams = np.zeros_like(plants.streams)
    streams[0, 0, 0], streams[0, 0, 3] = STRENGTH, 60.0
    plants.operation["overflow"] = LEVEL
    conditions = np.zeros((1, 0), CONDITION)
    return plants._replace(layout=LAYOUT, phases=phases, feeds=feeds, streams=streams, conditions=conditions)


def _start(biomass: float, glucose: float) -> np.ndarray:
    state = np.zeros((1, state_size(LAYOUT)))
    state[0, 0], state[0, 1] = LEVEL, biomass * LEVEL
    state[0, 2:6] = glucose * LEVEL, np.nan, np.nan, 60 * LEVEL
    return state


def _run(dilution, end, biomass, glucose, relative=1e-8):
    cursor, rows, last = syn.run(_batch(dilution, end), _start(biomass, glucose), relative)
    assert cursor["status"] == Status.DONE
    return rows, last[0]


def _glucose(rows):
    return rows.signals[0, :-1, at.COUNT]


def _biomass(rows):
    return rows.signals[0, :-1, at.BIOMASS]


@pytest.mark.trajectory
@pytest.mark.parametrize("dilution", [0.1, 0.3, 0.5])
def test_steady_state_is_monods(dilution):
    """S = K D/(µmax − D), X = Y (S_feed − S)."""
    rows, _ = _run(dilution, 15.0 / dilution + 40.0, 1.0, 1.0)
    glucose = MONOD * dilution / (MU_MAX - dilution)
    assert _glucose(rows)[-1] == pytest.approx(glucose, rel=1e-6)
    assert _biomass(rows)[-1] == pytest.approx(YIELD * (STRENGTH - glucose), rel=1e-6)
    assert rows.fluxes[0, -2, 0] == pytest.approx(dilution, rel=1e-6)


@pytest.mark.trajectory
@pytest.mark.parametrize("dilution", [0.2, 0.8])
def test_substrate_and_cells_together_dilute_exponentially(dilution):
    """X/Y + S − S_feed = const·exp(−D t): exact, during growth and washout alike."""
    rows, _ = _run(dilution, 10.0, 0.5, 5.0)
    deviation = _biomass(rows) / YIELD + _glucose(rows) - STRENGTH
    expected = deviation[0] * np.exp(-dilution * rows.grid)
    np.testing.assert_allclose(deviation, expected, rtol=0, atol=1e-6 * abs(deviation[0]))


def test_cells_wash_out_exponentially_above_the_critical_dilution_rate():
    """With saturating substrate X = X₀ exp((µ − D) t), µ = µmax S_feed/(K + S_feed)."""
    dilution = 0.9
    rows, _ = _run(dilution, 12.0, 1e-4, STRENGTH)
    growth = MU_MAX * STRENGTH / (MONOD + STRENGTH)
    np.testing.assert_allclose(_biomass(rows), 1e-4 * np.exp((growth - dilution) * rows.grid), rtol=1e-4)


@pytest.mark.trajectory
@pytest.mark.parametrize("dilution", [0.02, 0.5, 2.0])
def test_volume_is_held_and_inflow_equals_outflow(dilution):
    rows, _ = _run(dilution, 5.0, 1.0, 1.0)
    volume = rows.state[0, :-1, 0]
    assert np.all((volume >= LEVEL * (1 - 1e-12)) & (volume < 1.002 * LEVEL))
    assert rows.signals[0, -2, at.OUTFLOW_RATE] == pytest.approx(dilution * volume[-1], rel=1e-6)


def test_nothing_leaves_below_the_overflow_and_the_law_is_smooth_there():
    assert overflow_rate(0.999 * LEVEL, LEVEL) == 0.0
    assert overflow_rate(2.0, 0.0) == 0.0
    small = np.array([1e-6, 2e-6]) * LEVEL
    flows = np.array([overflow_rate(LEVEL + h, LEVEL) for h in small])
    assert flows[1] / flows[0] == pytest.approx(4.0, rel=2e-3)  # begins with slope 0


@pytest.mark.trajectory
def test_what_left_is_booked():
    """Volume, cells, substrate, ammonium, dissolved gases: in − out − reacted = kept, to rounding."""
    dilution, end = 0.4, 20.0
    rows, last = _run(dilution, end, 1.0, 5.0)
    first = rows.state[0, 0]
    gain, left, total = last - first, outlet_index(LAYOUT), total_index(LAYOUT)
    poured = last[total]
    assert gain[0] == pytest.approx(poured - last[left], abs=1e-13)
    # every pool against the cells made: biomass, glucose, ammonium
    made = gain[1] + last[left + 1]
    assert made == pytest.approx(YIELD * (STRENGTH * poured - gain[2] - last[left + 2]), rel=1e-11)
    assert made / YIELD * 0.9 == pytest.approx(60.0 * poured - gain[5] - last[left + 5], rel=1e-10)
    # oxygen and carbon dioxide: what gas brought, less what stayed and what left dissolved
    books = total + LAYOUT.streams
    for gas, pool, per_glucose in ((0, 3, syn.OXYGEN_PER_GLUCOSE), (1, 4, -2.3)):
        kept = gain[gas_index(LAYOUT) + gas] + gain[headspace_index(LAYOUT) + gas] + gain[pool]
        consumed = last[books + gas] - last[books + 3 + gas] - kept - last[left + pool]
        assert consumed == pytest.approx(per_glucose * made / YIELD, rel=1e-9)
    assert last[left + 3] > 0.0
    assert last[left + 4] > 0.0


@pytest.mark.trajectory
def test_an_outlet_that_is_not_used_changes_nothing():
    plain = syn.run(syn.batch(6.0), syn.start_state())[2][0]
    plants = syn.batch(6.0)._replace(layout=LAYOUT)
    longer = np.zeros((1, state_size(LAYOUT)))
    longer[0, : plain.size] = syn.start_state()[0]
    again = syn.run(plants, longer)[2][0]
    np.testing.assert_array_equal(again[: plain.size], plain)
    assert not again[plain.size :].any()

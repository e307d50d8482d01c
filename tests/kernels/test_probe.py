"""A slow oxygen probe: closed form of gassing in, and a cascade that sees the reading."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels import signals as at
from moromi.kernels.state import probe_index, species_index

from . import synthetic as syn

LAYOUT = syn.LAYOUT._replace(probe=1)


@pytest.mark.trajectory
def test_gassing_in_is_a_lag_behind_a_lag():
    """Gas held at its composition: C = 1 − exp(−k t), reading = 1 − (p exp(−k t) − k exp(−p t))/(p − k)."""
    plants = syn.batch(0.06)._replace(layout=LAYOUT)
    plants.phases["last_feed"] = plants.phases["first_feed"]
    plants.phases["dot"] = 0.0
    for name, value in {"gas_low": 3e4, "gas_high": 3e4, "probe_lag": 20.0 / 3600.0}.items():
        plants.operation[name] = value
    plants.vessel["kla_factor"], plants.vessel["impeller_diameter"] = 0.05, 0.03
    state = syn.start_state(0.0, LAYOUT)
    state[0, species_index(LAYOUT) + LAYOUT.oxygen] = 0.0
    _, rows, _ = syn.run(plants, state, 1e-9, 0.003)
    signals = rows.signals[0, : rows.grid.size]
    kla, probe = signals[0, at.KLA], 180.0
    full = (
        100.0 * (signals[0, at.PRESSURE_MEAN] - signals[0, at.VAPOUR_PRESSURE]) / (1.1 - signals[0, at.VAPOUR_PRESSURE])
    )
    bend = (probe * np.exp(-kla * rows.grid) - kla * np.exp(-probe * rows.grid)) / (probe - kla)
    np.testing.assert_allclose(signals[:, at.PROBE], full * (1.0 - bend), rtol=2e-3, atol=1e-2)
    np.testing.assert_array_equal(signals[:, at.PROBE], rows.state[0, : rows.grid.size, probe_index(LAYOUT)])
    assert np.all(signals[1:, at.DOT] > signals[1:, at.PROBE])


def test_without_a_lag_the_probe_is_the_truth():
    _, rows, _ = syn.run(syn.batch(1.0), syn.start_state(), 1e-6)
    count = rows.grid.size
    np.testing.assert_array_equal(rows.signals[0, :count, at.PROBE], rows.signals[0, :count, at.DOT])


@pytest.mark.trajectory
def test_the_cascade_sees_the_reading():
    plants = syn.batch(3.0)._replace(layout=LAYOUT)
    plants.operation["probe_lag"] = 60.0 / 3600.0
    cursor, rows, _ = syn.run(plants, syn.start_state(2.0, LAYOUT), 1e-7, 0.05)
    signals = rows.signals[0, : int(cursor["output"])]
    assert np.abs(signals[:, at.DOT] - signals[:, at.PROBE]).max() > 1.0
    # a lag of a minute ends where the truth is: the reading is held, too
    assert signals[-1, at.PROBE] == pytest.approx(signals[-1, at.DOT], abs=2.0)

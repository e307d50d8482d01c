"""The whole well-mixed fermenter against SciPy's Radau with a direct linear program at every right-hand side.

Nothing of the flux atlas and nothing of our integrator is in the oracle; the model is cobra's `textbook`.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from moromi.kernels import signals as at
from moromi.kernels.fermenter import balance, environment
from moromi.kernels.records import CURSOR, Plant
from moromi.kernels.start import charge_gas
from moromi.kernels.state import dynamic_size
from moromi.simulator.run.drive import integrate_job
from moromi.simulator.run.simulate import prepare
from moromi.simulator.scenario import load_scenario

# inoculated densely and with little glucose, so that growth, overflow, exhaustion and acetate uptake fit in an hour
DENSE = (
    "recipe.start.time=0 h",
    "recipe.start.biomass=1.0 g/L",
    "recipe.start.concentrations.glucose=4 mmol/L",
    "recipe.duration=0.9 h",
    "output.interval=0.05 h",
)


def _first(batch):
    return Plant(
        *(item if name in ("layout", "atlas") else item[0] for name, item in zip(batch._fields, batch, strict=True))
    )


def _dense_job(relative: float):
    return prepare([load_scenario("varma1994-batch", (*DENSE, f"tolerance.relative={relative}"))])


class DirectFermenter:
    """The right-hand side with the linear program solved anew at every call."""

    def __init__(self, job):
        self.strain, self.plant = job.strain, _first(job.batch)
        self.cursor = np.zeros(1, CURSOR)[0]
        self.signals = np.zeros(at.COUNT + job.batch.layout.species)
        self.theta = np.zeros(job.batch.maximum.shape[1])
        self.start = job.states[0].copy()
        charge_gas(self.start, self.plant, self.cursor, self.signals, self.theta)

    def __call__(self, time, state):
        environment(time, state, self.plant, self.cursor, self.signals, self.theta)
        fluxes = self.strain.solve(np.maximum(self.theta, 0.0))
        slope = np.zeros_like(state)
        balance(state, self.plant, self.cursor, self.signals, fluxes, slope)
        return slope

    def jacobian(self, time, state):
        """Forward differences over the states that matter; SciPy would difference the totals as well."""
        base = self(time, state)
        matrix = np.zeros((state.size, state.size))
        for j in range(dynamic_size(self.plant.layout)):
            moved = state.copy()
            moved[j] += 1e-7 * max(abs(state[j]), 1e-9)
            matrix[:, j] = (self(time, moved) - base) / (moved[j] - state[j])
        return matrix


@pytest.fixture(scope="module")
def oracle():
    job = _dense_job(1e-6)
    direct = DirectFermenter(job)
    solved = solve_ivp(
        direct,
        (job.grid[0], job.grid[-1]),
        direct.start,
        "Radau",
        job.grid,
        rtol=1e-9,
        atol=1e-14,
        jac=direct.jacobian,
    )
    assert solved.success
    return solved.y.T


@pytest.mark.parametrize("relative", [1e-7, 1e-8])
def test_every_state_at_every_time(oracle, relative):
    run = integrate_job(_dense_job(relative))[0]
    ours = run.state[: len(oracle)]
    scale = np.maximum(np.abs(oracle).max(axis=0), 1e-12)
    worst = np.max(np.abs(ours - oracle) / scale, axis=0)
    assert worst.max() < 1e-5, dict(enumerate(worst))


def test_the_hour_holds_what_it_should(oracle):
    """The comparison would mean little if nothing happened: several regions, overflow, exhaustion, re-uptake."""
    run = integrate_job(_dense_job(1e-7))[0]
    assert run.crossings >= 3
    acetate = run.concentration("acetate")
    assert acetate.max() > 1.5 * acetate[0]
    assert acetate[-1] < 0.95 * acetate.max()
    assert run.concentration("glucose")[-1] < 1e-3

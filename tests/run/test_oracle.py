"""The whole well-mixed fermenter against SciPy's Radau with a direct linear program at every right-hand side.

Nothing of the flux atlas and nothing of our integrator is in the oracle; the model is cobra's `textbook`.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from moromi.kernels.fermenter import balance, environment
from moromi.kernels.records import CURSOR, SHARED, Plant
from moromi.kernels.start import commence
from moromi.kernels.state import dynamic_size, signal_size
from moromi.simulator.run.drive import integrate_job
from moromi.simulator.run.simulate import prepare
from moromi.simulator.scenario import load_scenario, revise

# inoculated densely and with little glucose, so that growth, overflow, exhaustion and acetate uptake fit in an hour
DENSE = (
    "recipe.start.time=0 h",
    "recipe.start.biomass=1.0 g/L",
    "recipe.start.concentrations.glucose=4 mmol/L",
    "recipe.duration=0.9 h",
    "output.interval=0.05 h",
)


def _first(batch):
    return Plant(*(item if name in SHARED else item[0] for name, item in zip(batch._fields, batch, strict=True)))


def _batch(relative: float):
    return load_scenario("varma1994-batch", ("strain=ecoli-varma1994", *DENSE, f"tolerance.relative={relative}"))


def _feed(relative: float):
    """Exponential feed under the oxygen cascade with ammonia dosing, from a dense inoculum."""
    scenario = load_scenario(
        "ecoli-fedbatch",
        (
            "strain=ecoli-varma1994",
            "recipe.start.biomass=8 g/L",
            "recipe.start.concentrations.glucose=0.05 mmol/L",
            "recipe.duration=0.5 h",
            "output.interval=0.05 h",
            f"tolerance.relative={relative}",
        ),
    )
    only = scenario.recipe.phases[1].model_copy(update={"until": ()})
    return revise(scenario, recipe=scenario.recipe.model_copy(update={"phases": (only,)}))


# Everything cells can carry: growth and respiration held back, a cost of fluctuation, death by starvation.
INERTIA = """{
  enforced: [glucose], growth_cap: 1 1/h,
  memories: {
    growth: {of: growth, up: 0.2 h, down: 0.5 h, start: 0.2 1/h}, breath: {of: oxygen_uptake, up: 0.1 h},
    fast: {of: growth, up: 1 min, start: 0.2 1/h}, slow: {of: growth, up: 1 h, start: 0.2 1/h}},
  limits: {
    growth_cap: {memory: growth, headroom: 1.5, floor: 0.1 1/h},
    oxygen_uptake: {memory: breath, headroom: 1.3, floor: 6 mmol/gDW/h}},
  fluctuations: {thrown: {fast: fast, slow: slow, time: 0.3 h, scale: 0.02 1/h}},
  factors: {maintenance: [{kind: rise, of: thrown, most: 0.5, half: 0.5}]}}"""


def _inertia(relative: float):
    """The batch with cells that remember, and a growing uptake of acetate once the glucose is gone."""
    death = "{rate: 0.1 1/h, factors: [{kind: inhibition, species: glucose, constant: 0.5 mmol/L}]}"
    more = (f"strain.inertia={INERTIA}", f"strain.death={death}", f"tolerance.relative={relative}")
    return load_scenario("varma1994-batch", ("strain=ecoli-varma1994", *DENSE, *more))


def _pair(relative: float):
    """Two strains: one overflows and remembers; the other takes up no sugar but the acetate of the first, and dies."""
    first = f"{{name: first, base: ecoli-varma1994, inertia: {INERTIA}}}"
    second = "{name: second, base: ecoli-varma1994, knockouts: [GLCpts], death: {rate: 0.1 1/h}}"
    more = (
        f"strains={{first: {first}, second: {second}}}",
        "recipe.start.biomass={first: 0.7 g/L, second: 0.3 g/L}",
        f"tolerance.relative={relative}",
    )
    return load_scenario("varma1994-batch", (*DENSE, *more))


CASES = {"batch": _batch, "feed": _feed, "inertia": _inertia, "pair": _pair}


def _job(case: str, relative: float):
    return prepare([CASES[case](relative)])


class DirectFermenter:
    """The right-hand side with the linear program solved anew at every call."""

    def __init__(self, job):
        self.community, self.plant = job.community, _first(job.batch)
        self.cursor = np.zeros(1, CURSOR)[0]
        self.signals = np.zeros(signal_size(job.batch.layout))
        self.theta = np.zeros(job.batch.maximum.shape[1])
        self.start = job.states[0].copy()
        commence(self.start, self.plant, self.cursor, self.signals, self.theta)

    def __call__(self, time, state):
        environment(time, state, self.plant, self.cursor, self.signals, self.theta)
        theta = np.split(np.maximum(self.theta, 0.0), [member.parameter for member in self.community.members[1:]])
        solved = [strain.solve(own) for strain, own in zip(self.community.strains, theta, strict=True)]
        fluxes = np.concatenate(solved)
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


@pytest.fixture(scope="module", params=CASES)
def oracle(request):
    job = _job(request.param, 1e-6)
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
    return request.param, solved.y.T


@pytest.mark.parametrize("relative", [1e-7, 1e-8])
def test_every_state_at_every_time(oracle, relative):
    case, expected = oracle
    run = integrate_job(_job(case, relative))[0]
    ours = run.state[: len(expected)]
    scale = np.maximum(np.abs(expected).max(axis=0), 1e-12)
    worst = np.max(np.abs(ours - expected) / scale, axis=0)
    assert worst.max() < 1e-5, dict(enumerate(worst))


def test_the_batch_holds_what_it_should():
    """The comparison would mean little if nothing happened: several regions, overflow, exhaustion, re-uptake."""
    run = integrate_job(_job("batch", 1e-7))[0]
    assert run.crossings >= 3
    acetate = run.concentration("acetate")
    assert acetate.max() > 1.5 * acetate[0]
    assert acetate[-1] < 0.95 * acetate.max()
    assert run.concentration("glucose")[-1] < 1e-3


def test_the_feed_holds_what_it_should():
    """Feed, dosing and all of the cascade's first stage."""
    run = integrate_job(_job("feed", 1e-7))[0]
    assert run.signal("feed_rate")[-1] > run.signal("feed_rate")[0] > 0.0
    assert run.signal("base_rate")[-1] > 0.0
    assert run.signal("cascade")[-1] > 0.1


def test_inertia_holds_what_it_should():
    """Growth starts held back, sugar that cannot be used is left as acetate, maintenance has risen, cells have died."""
    run = integrate_job(_job("inertia", 1e-7))[0]
    plain = integrate_job(_job("batch", 1e-7))[0]
    assert run.flux("growth")[0] < 0.6 * plain.flux("growth")[0]
    assert run.flux("acetate")[0] > plain.flux("acetate")[0]
    maintenance = run.theta[:, run.members[0].parameters.index("maintenance")]
    assert maintenance.max() > 1.05 * 7.6
    assert run.dead()[-1] > 0.0
    assert run.carries("growth")[0] == pytest.approx(0.2)

"""Many runs in one call give each run what it gives alone, to the bit, on any number of threads."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.plant import assemble
from moromi.simulator.run.drive import integrate_job
from moromi.simulator.run.simulate import prepare
from moromi.simulator.scenario import load_scenario

STARTS = ("0.05 g/L", "0.2 g/L", "0.7 g/L", "1.5 g/L", "3 g/L")


def scenarios():
    return [
        load_scenario("ecoli-fedbatch", (f"recipe.start.biomass={start}", "recipe.duration=15 h")) for start in STARTS
    ]


@pytest.fixture(scope="module")
def alone():
    return [integrate_job(prepare([scenario]))[0] for scenario in scenarios()]


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_together_as_alone(alone, threads):
    together = integrate_job(prepare(scenarios()), threads=threads)
    for one, other in zip(together, alone, strict=True):
        np.testing.assert_array_equal(one.state, other.state)
        assert (one.steps, one.events) == (other.steps, other.events)


def test_misses_are_answered_together(tmp_path):
    """From an atlas that knows nothing: the same bits as with a warm one."""
    from moromi.strains import open_strain

    job = prepare(scenarios())
    warm = integrate_job(job)
    cold = open_strain(job.strain.definition, cache=tmp_path)
    assert cold.regions == 0
    fresh = integrate_job(assemble(scenarios(), cold))
    assert 0 < cold.regions <= job.strain.regions
    for one, other in zip(fresh, warm, strict=True):
        np.testing.assert_array_equal(one.state, other.state)

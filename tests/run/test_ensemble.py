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
    """From an atlas that knows nothing: the same bits as with one that has learned from these runs one by one.

    An atlas that was explored whole has other regions of the same fluxes, and other last digits.
    """
    from moromi.strains import open_strain

    definition = prepare(scenarios()[:1]).strain.definition
    learned = open_strain(definition, cache=tmp_path / "learned")
    for scenario in scenarios():
        integrate_job(assemble([scenario], learned))
    warm = integrate_job(assemble(scenarios(), learned))
    cold = open_strain(definition, cache=tmp_path / "cold")
    assert cold.regions == 0
    fresh = integrate_job(assemble(scenarios(), cold))
    assert 0 < cold.regions <= learned.regions
    for one, other in zip(fresh, warm, strict=True):
        np.testing.assert_array_equal(one.state, other.state)

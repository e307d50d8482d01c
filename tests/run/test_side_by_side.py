"""Runs in compartments at the same time: each as if it were alone."""

from __future__ import annotations

from typing import cast

import numpy as np

from moromi.simulator.run.side_by_side import _Reader
from moromi.simulator.run.simulate import simulate_many
from moromi.simulator.scenario import load_scenario
from moromi.strains import Strain

CHAIN = ("network.kind=axial-chain", "network.slabs=3", "recipe.duration=8 h")


def test_together_as_alone():
    times = ("20 s", "60 s", "180 s")
    scenarios = [load_scenario("ecoli-fedbatch", (*CHAIN, f"network.mixing_time={time}")) for time in times]
    scenarios.insert(1, load_scenario("ecoli-fedbatch", ("recipe.duration=8 h",)))
    together = simulate_many(scenarios)
    assert [result.compartments is None for result in together] == [False, True, False, False]
    for scenario, result in zip(scenarios, together, strict=True):
        (alone,) = simulate_many([scenario])
        assert result.kpis.keys() == alone.kpis.keys()
        for name, figure in alone.kpis.items():
            np.testing.assert_allclose(result.kpis[name]["value"], figure["value"], rtol=1e-9, atol=1e-12)


class Slow:
    """A strain that somebody else teaches while we ask."""

    def __init__(self) -> None:
        self.regions = 3

    def kernel_atlas(self) -> str:
        return "arrays"

    def answer(self, thetas: object) -> int:
        return 0  # the other run was faster


def test_what_another_run_taught_the_atlas_is_news():
    strain = Slow()
    reader = _Reader(cast("Strain", strain))
    reader.kernel_atlas()
    assert reader.answer([0.0]) == 0
    strain.regions += 2
    assert reader.answer([0.0]) == 2
    reader.kernel_atlas()
    assert reader.answer([0.0]) == 0
    assert reader.regions == 5

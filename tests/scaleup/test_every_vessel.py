"""The main job's recipe in every built-in vessel, well mixed, in one ensemble: the books close from the flask up."""

from __future__ import annotations

import pytest

from moromi.simulator.scaleup import scale_up
from moromi.simulator.scenario import built_in_files

TARGETS = [name for name in built_in_files("vessel") if name != "jar-3l"]


@pytest.fixture(scope="module")
def targets():
    return {target.result.vessel.name: target for target in scale_up("ecoli-fedbatch", TARGETS, mixed=True).targets}


@pytest.mark.parametrize("name", TARGETS)
def test_books_close(targets, name):
    balances = targets[name].result.balances
    for element in ("carbon", "nitrogen", "oxygen", "charge", "mass"):
        assert balances[element]["closure"] == pytest.approx(1.0, abs=1e-9), element
    assert balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("name", TARGETS)
def test_causes_sum_to_the_loss(targets, name):
    for loss in targets[name].loss.values():
        assert sum(loss["causes"].values()) == pytest.approx(loss["relative"], abs=1e-12)


def test_bigger_tanks_have_more_carbon_dioxide_per_evolution(targets):
    ladder = ("jar-30l", "pilot-3m3", "tank-30m3")
    stripping = [targets[name].criteria["carbon_dioxide_stripping"]["target"] for name in ladder]
    assert stripping == sorted(stripping, reverse=True)

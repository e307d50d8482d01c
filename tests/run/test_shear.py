"""Turbulence against what cells bear; what is left out and would have mattered."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run import run
from moromi.simulator.run.neglected import hydration_share, stripped_ammonia
from moromi.simulator.run.shear import _circulation
from moromi.simulator.run.shear import eddies as kolmogorov
from moromi.simulator.scenario import load_scenario

OXYGEN = "recipe.dissolved_oxygen."
STIRRED = ("recipe.duration=2 h", f"{OXYGEN}aeration=0.05 vvm")


def limits(result):
    return {limit["limit"] for limit in result.limits}


@pytest.mark.parametrize(("speed", "hurt"), [(200.0, False), (800.0, True)])
def test_a_fast_stirrer_is_more_than_animal_cells_bear(speed, hurt):
    """By hand: 5 N³ D² of a Rushton turbine, less what gas takes, against the 10 W/kg of the strain."""
    result = run("cho-batch", overrides=(*STIRRED, f"{OXYGEN}stirrer_speed={speed} rpm"))
    table = result.columns
    share = table["power_gassed"] / table["power_ungassed"]
    local = share * 5.0 * (speed / 60.0) ** 3 * 0.052**2
    assert bool(np.all(local > 10.0)) is hurt
    assert ("shear" in limits(result)) is hurt


def test_eddies_and_circulation():
    """Kolmogorov's (ν³/ε)^¼ and Justen's P/(π/4 D² W) Fl N D³/V, at the mean of two impellers."""
    stated = "{eddies: 40 um, circulation: 1 kW/m3/s}"
    result = run("cho-batch", overrides=(*STIRRED, f"{OXYGEN}stirrer_speed=600 rpm", f"strain.shear={stated}"))
    trajectory, scenario = result.trajectory, result.scenario
    power, volume = result.columns["power_gassed"], result.columns["volume"]
    eddies = ((0.8e-3 / 1010.0) ** 3 / (power / volume / 1010.0)) ** 0.25
    np.testing.assert_allclose(kolmogorov(trajectory, scenario), eddies, rtol=1e-9)
    swept = np.pi / 4.0 * 0.052**2 * 0.2 * 0.052
    passages = 0.72 * 10.0 * 0.052**3 / (volume / 2.0)
    found = _circulation(trajectory, scenario.vessel.impellers)
    np.testing.assert_allclose(found, power / 2.0 / swept * passages, rtol=1e-6)
    assert "shear" in limits(result)


@pytest.mark.parametrize("vessel", ["column-100m3", "flask-500ml"])
def test_nothing_shears_where_nothing_stirs(vessel):
    name = "yeast-column" if vessel.startswith("column") else "ecoli-seed-flask"
    assert "shear" not in limits(run(name, overrides=("network.kind=ideal", "recipe.duration=1 h")))


def test_limits_have_units():
    with pytest.raises(InputError, match="W/kg"):
        load_scenario("cho-batch", ("strain.shear={dissipation: 10 W/m3}",))


def test_ammonia_leaves_an_alkaline_broth():
    """At pH 8.5 and 37 °C a quarter of the ammonium is ammonia; by hand, y = c x/(H p) in all the gas there is."""
    still = (
        "recipe.duration=10 h",
        "recipe.start.biomass=0 g/L",
        f"{OXYGEN}stirrer_speed=400 rpm",
        f"{OXYGEN}aeration=1 vvm",
    )
    alkaline = run("ecoli-fedbatch", overrides=(*still, "recipe.set_points.ph=8.5"))
    neutral = run("ecoli-fedbatch", overrides=still)
    free = 1.0 / (1.0 + 10.0 ** (8.90 - 8.5))  # pKa of ammonium at 37 °C
    gas = 2e-3 * 60.0 * 44.615 * 10.0  # mol
    by_hand = gas * 60.0 * free / 3.4e4 / (1.01325 - 0.0627) / (60.0 * 1.1e-3)
    assert stripped_ammonia(alkaline.trajectory) == pytest.approx(by_hand, rel=0.1)
    assert any("ammonia" in text for text in alkaline.warnings)
    assert stripped_ammonia(neutral.trajectory) < 0.1 * by_hand


def test_hydration_keeps_up_with_a_culture_and_not_with_a_jump():
    calm = run("ecoli-fedbatch", overrides=("recipe.duration=10 h",))
    assert np.max(hydration_share(calm.trajectory)[1:]) < 0.1
    assert not any("hydration" in text for text in calm.warnings)

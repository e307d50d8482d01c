"""Nothing to eat, nothing to breathe, nobody there: a run that ends, with numbers, and without chatter."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.run.drive import integrate_job
from moromi.simulator.run.simulate import prepare
from moromi.simulator.run.trajectory import Trajectory
from moromi.simulator.scenario import load_scenario

START = "recipe.start.concentrations"
LONG = "recipe.duration=16 h"


def _run(*overrides: str) -> Trajectory:
    run = integrate_job(prepare([load_scenario("varma1994-batch", overrides)]))[0]
    assert np.all(np.isfinite(run.state))
    assert np.all(np.isfinite(run.fluxes))
    return run


@pytest.mark.parametrize(
    "depleted",
    [
        (LONG,),  # glucose, then acetate run out
        (LONG, f"{START}.ammonium=0.5 mmol/L"),
        (LONG, f"{START}.glucose=0 mmol/L"),
        (LONG, f"{START}.glucose=0 mmol/L", f"{START}.acetate=0 mmol/L", f"{START}.ammonium=0 mmol/L"),
    ],
    ids=["glucose", "ammonium", "no sugar", "nothing"],
)
def test_depletion_costs_no_steps(depleted):
    fed = _run(LONG, f"{START}.glucose=2 mol/L", f"{START}.ammonium=1 mol/L")
    assert _run(*depleted).steps <= 3 * fed.steps


def test_starving_cells_say_what_they_lack():
    run = _run(LONG)
    assert run.flux("shortfall_maintenance")[-1] == pytest.approx(7.6, rel=1e-3)
    assert run.flux("growth")[-1] == pytest.approx(0.0, abs=1e-9)


def test_nobody_there():
    run = _run("recipe.start.biomass=0 g/L")
    assert np.abs(run.amount("glucose") / run.amount("glucose")[0] - 1.0).max() < 1e-12


def test_without_air_it_ferments():
    gas = ("recipe.dissolved_oxygen.oxygen_fraction=0 %", "recipe.duration=12 h")
    run = _run(*gas)
    assert run.steps <= 3 * _run("recipe.duration=12 h").steps
    assert run.amount("ethanol")[-1] > 1e-3

"""Runs that nobody sane asks for, on the small quick strain, and what has to hold of every one of them."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import SimulationError
from moromi.simulator.run import Result, simulate
from moromi.simulator.scenario import load_scenario

QUICK = "strain=ecoli-varma1994"
OXYGEN = "recipe.dissolved_oxygen."
PHASES = "recipe.phases."
STATUSES = ("TOO_MANY_STEPS", "STEP_TOO_SMALL", "NOT_FINITE", "VESSEL_FULL", "BOILING")


def run(base: str, *changes: str, strain: str = QUICK) -> Result:
    """A finished run without a number that is none, whose books close."""
    result = simulate(load_scenario(base, (strain, *changes) if strain else changes))
    sound(result)
    return result


def sound(result: Result) -> None:
    """No number that is none in any row; the volume is between nothing and the lid; elements close."""
    rows = result.trajectory
    for name in ("time", "state", "signals", "theta", "fluxes"):
        assert np.isfinite(getattr(rows, name)).all(), name
    assert rows.volume().min() > 0.0
    assert rows.volume().max() <= result.vessel.nominal_volume
    for name in ("carbon", "nitrogen", "oxygen"):
        balance = result.balances[name]
        if balance["in"] > 1e-6:
            assert balance["closure"] == pytest.approx(1.0, abs=1e-5), name


def refused(base: str, *changes: str) -> str:
    """What a run says that cannot go on: a status and its advice."""
    with pytest.raises(SimulationError) as caught:
        simulate(load_scenario(base, (QUICK, *changes)))
    text = str(caught.value)
    assert any(status in text for status in STATUSES)
    return text


def bound(result: Result) -> set[str]:
    """Names of the limits that bound."""
    return {str(limit["limit"]) for limit in result.limits}

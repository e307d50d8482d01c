"""Random but legal scenarios: each is done or says why not, holds no number that is none, and takes seconds at most."""

from __future__ import annotations

import time
from collections import Counter

import numpy as np
import pytest

from moromi.simulator.errors import InputError, SimulationError
from moromi.simulator.run import Result, simulate_many
from moromi.simulator.scenario import Scenario

from .random_recipes import random_scenario

MENDED = {
    (1011, 3): "a feed gave way to a cooling that the right-hand side remembered from its last call",
    (1031, 2): "the same, and kLa with a slope without bound where the cascade opens the air from nothing",
    (10625, 1): "cells washed out to less than none, which grew as that once the outflow slackened",
    (1055, 0): "an exponential feed of thousands of vessels an hour against the level switch",
    (52712, 2): "an exponential feed that wanted ten million million vessels an hour and backed off",
    (56785, 1): "the same",
}
"""Seeds and members that once ended without a result, and why."""
HUNTING = {
    (50925, 0): "cascade with a gain of 41 and an integral time of 16 s",
    (51511, 1): "cooling with a gain of 83 1/K",
    (53269, 0): "cooling with a gain of 65 1/K and an integral time of 13 s",
}
"""Seeds and members whose controllers swing until the steps run out, and by what."""
SECONDS = 10.0  # of processor time, most a run may take


def sound(result: Result) -> None:
    """No number that is none in any row, no volume beyond the lid, no negative cells, books that close."""
    run = result.trajectory
    for name in ("time", "state", "signals", "theta", "fluxes"):
        assert np.isfinite(getattr(run, name)).all(), name
    assert run.volume().min() > 0.0
    assert run.volume().max() <= result.vessel.nominal_volume * (1.0 + 1e-9)
    assert run.biomass().min() >= -1e-6 * max(run.biomass().max(), 1e-6 * run.volume().max())
    for name in ("carbon", "nitrogen", "oxygen"):
        balance = result.balances[name]
        turned = balance["in"]
        if turned > 1e-3 * result.vessel.nominal_volume:
            assert abs(balance["out"] + balance["accumulated"] - turned) < 1e-4 * turned, name


def outcome(scenarios: list[Scenario]) -> list[str]:
    """Status of every scenario; together where that works, else one by one."""
    begin = time.process_time()
    try:
        results = simulate_many(scenarios)
    except SimulationError as error:
        if len(scenarios) > 1:
            return [status for scenario in scenarios for status in outcome([scenario])]
        text = str(error)
        assert "(" in text, text
        return [text.split("(")[1].split(")")[0]]
    finally:
        spent = time.process_time() - begin
        assert spent < SECONDS * (1 + len(scenarios)), spent
    for result in results:
        sound(result)
    return ["DONE"] * len(results)


def survey(seeds: range, members: int) -> Counter[str]:
    """Outcomes by status."""
    found: Counter[str] = Counter()
    for seed in seeds:
        try:
            scenarios = [random_scenario(seed, member) for member in range(members)]
        except InputError:  # more certain feed than the vessel holds, said in one line
            found["REFUSED"] += members
            continue
        try:
            found.update(outcome(scenarios))
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
    return found


def test_a_seed_says_the_same_twice():
    assert random_scenario(3, 1) == random_scenario(3, 1)
    assert random_scenario(3, 1) != random_scenario(3, 2)


@pytest.mark.parametrize(("seed", "member"), MENDED)
def test_a_seed_that_once_failed(seed, member):
    assert outcome([random_scenario(seed, member)]) == ["DONE"]


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "member"), HUNTING)
def test_a_controller_that_hunts_is_told(seed, member):
    with pytest.raises(SimulationError, match=r"TOO_MANY_STEPS.*a controller that chatters"):
        simulate_many([random_scenario(seed, member)])


def test_random_scenarios():
    found = survey(range(150), 1)
    assert found.total() == 150
    assert found["DONE"] > 120


@pytest.mark.slow
def test_many_random_scenarios():
    found = survey(range(1000, 1500), 4)
    assert found["DONE"] > 0.8 * found.total()

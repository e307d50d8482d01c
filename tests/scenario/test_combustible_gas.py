"""Recipes whose gas burns are refused at the door, with what to do."""

from __future__ import annotations

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.scenario import load_scenario

BENCH = "cnecator-gas-phb"


def test_the_ready_ones_do_not_burn():
    for name in (BENCH, f"{BENCH}-pilot", f"{BENCH}-plant", "cnecator-gas-lean"):
        assert load_scenario(name).recipe.gas.combustible == "refused"


@pytest.mark.parametrize(
    "changes",
    [
        ("recipe.gas.oxygen=6 %",),
        ("recipe.gas.oxygen=10 %", "recipe.gas.hydrogen=70 %"),
        ("recipe.gas.oxygen=20 %", "recipe.gas.hydrogen=4 %"),
    ],
)
def test_burning_gas_is_refused_with_the_distance(changes: tuple[str, ...]):
    with pytest.raises(InputError) as caught:
        load_scenario(BENCH, changes)
    assert caught.value.exit_code == 2
    text = str(caught.value)
    assert "recipe.gas" in text
    assert "vol % inside the combustible range" in text
    assert "recipe.gas.combustible=allowed" in text


def test_who_knows_may():
    assert load_scenario(BENCH, ("recipe.gas.oxygen=6 %", "recipe.gas.combustible=allowed")).recipe.gas.oxygen == 0.06
    assert load_scenario("necator-gas").recipe.gas.combustible == "allowed"


def test_a_cascade_is_judged_by_its_lower_end():
    """What it may do later the run shows."""
    path = "recipe.dissolved_oxygen.oxygen_fraction"
    lean = ("recipe.gas.oxygen=null", f"{path}=[2 %, 8 %]")
    assert load_scenario(BENCH, lean).recipe.inlet_oxygen == (0.02, 0.08)
    with pytest.raises(InputError, match="can burn"):
        load_scenario(BENCH, (lean[0], f"{path}=[6 %, 8 %]"))


def test_a_loop_that_is_held_recycles():
    with pytest.raises(InputError, match="gas_recycle"):
        load_scenario(BENCH, ("recipe.gas_recycle=0 %",))


@pytest.mark.parametrize("word", ["maybe", "true"])
def test_only_two_words(word: str):
    with pytest.raises(InputError, match="combustible"):
        load_scenario(BENCH, (f"recipe.gas.combustible={word}",))

"""Recipes with a gas of their own: what a vessel is judged by, and advice that does not blow it up."""

from __future__ import annotations

import pytest

from moromi.simulator.scaleup import scale_up
from moromi.simulator.scaleup.points import top_point
from moromi.simulator.scaleup.transfer import transfer
from moromi.simulator.scenario import load_scenario, load_vessel
from moromi.simulator.scenario.combustible_gas import safest_oxygen

BENCH = "cnecator-gas-phb"


def test_the_point_has_the_oxygen_of_the_gas():
    """2.6 % bring an eighth of what air brings; a cascade from air up is judged by air."""
    own = top_point(load_scenario(BENCH))
    assert own.oxygen_fraction == 0.026
    assert own.otr_max == pytest.approx(own.oxygen_transfer(oxygen_fraction=0.2095) * 0.026 / 0.2095)
    assert top_point(load_scenario("ecoli-fedbatch")).oxygen_fraction == pytest.approx(0.2095, abs=1e-3)


def test_the_best_settings_are_those_for_that_gas():
    """Cooling, which binds with air, does not with so little oxygen: more is stirred."""
    moved = transfer(load_scenario(BENCH), load_vessel("pilot-3m3"))
    assert any("from gas with 2.6 % of oxygen; bound by stirrer speed" in note for note in moved.notes)


def test_nobody_is_told_to_enrich_hydrogen_with_oxygen():
    poor, rich = (
        scale_up(BENCH, ["pilot-300l"], overrides=("recipe.duration=24 h", *more)).targets[0].advice
        for more in (("recipe.gas.oxygen=2 %",), ())
    )
    assert not any("30 % oxygen" in text for text in (*poor, *rich))
    assert any("raise the oxygen of the inlet gas to 2.67 %" in text for text in poor)
    assert any("no more oxygen in the gas" in text for text in rich)
    assert safest_oxygen(load_scenario("ecoli-fedbatch").recipe) is None

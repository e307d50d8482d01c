"""How a recipe's controllers become numbers of the kernel."""

from __future__ import annotations

import pytest

from moromi.simulator.plant.operation import cascade_turns, operation_record, overrides
from moromi.simulator.scenario import load_scenario

OXYGEN = "recipe.dissolved_oxygen."
SLOW = ("recipe.temperature_control.override_time=1 h", f"{OXYGEN}override_time=30 min")


@pytest.mark.parametrize(
    ("changes", "turns"),
    [
        ((), (1, 2, 3, 3)),
        (("oxygen_fraction=20.95 %",), (1, 2, 2, 2)),
        (("stirrer_speed=400 rpm", "pressure=0.3 bar(g)"), (0, 1, 2, 3)),
        (("pressure=0 bar(g)",), (1, 2, 3, 3)),  # where it is held anyway
        (("stirrer_speed=400 rpm", "aeration=1 vvm", "oxygen_fraction=20.95 %"), (0, 0, 0, 0)),
    ],
)
def test_what_a_recipe_fixes_has_no_stage_in_the_cascade(changes, turns):
    scenario = load_scenario("ecoli-fedbatch", tuple(OXYGEN + change for change in changes))
    found = cascade_turns(scenario.recipe)
    assert tuple(end for _, end in found.values()) == turns
    assert [begin for begin, _ in found.values()] == [0, *turns[:3]]
    record = operation_record(scenario)
    assert record["cascade_stages"] == max(turns[-1], 1)
    assert [record[f"{name}_stage"] for name in found] == [begin for begin, _ in found.values()]


def test_overrides_take_time_only_where_a_feed_backs_off():
    assert not overrides(load_scenario("ecoli-fedbatch", SLOW))
    assert not overrides(load_scenario("antigen", tuple(text.split("=")[0] + "=0 h" for text in SLOW)))
    slow = load_scenario("antigen", SLOW)
    assert overrides(slow)
    record = operation_record(slow)
    assert (record["oxygen_override"], record["cooling_override"]) == (0.5, 1.0)

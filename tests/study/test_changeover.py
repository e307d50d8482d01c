"""Change-over of a vessel: sterilisation against SciPy, carry-over by hand, and what is refused."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError
from moromi.simulator.scenario import load_scenario, load_vessel
from moromi.simulator.study.changeover import change_over
from moromi.simulator.study.changeover_plan import load_plan, plan_names
from moromi.simulator.study.settings_compared import compared
from moromi.simulator.study.sterilise import Kill, del_factor, needed_del_factor, steam_for, time_through_wall

DORAN = Kill(5.7e39, 283.0)
CAPACITY, CONDUCTANCE = 14.0 * 4.18e6, 40.0 * 500.0


def test_heating_through_a_wall_is_the_solution_of_its_equation():
    hours = time_through_wall(CAPACITY, CONDUCTANCE, 413.15, 293.15, 394.15)
    rate = CONDUCTANCE / CAPACITY * 3600.0
    found = solve_ivp(lambda _, y: rate * (413.15 - y), (0.0, hours), [293.15], rtol=1e-10, atol=1e-9)
    assert found.y[0, -1] == pytest.approx(394.15, abs=1e-6)


def test_spores_die_as_published():
    """About 3 1/min at 121 °C, and a tenth of that ten degrees below (z about 10 K)."""
    assert DORAN.constant(394.15) / 60.0 == pytest.approx(2.98, rel=0.03)
    assert DORAN.constant(394.15) / DORAN.constant(384.15) == pytest.approx(10.0, rel=0.1)


def test_del_factor_is_the_integral_of_the_death_rate():
    up, held, down = del_factor(DORAN, CAPACITY, CONDUCTANCE, (413.15, 288.15, 293.15, 394.15, 310.15), 0.25)
    rate = CONDUCTANCE / CAPACITY * 3600.0
    for found, wall, start, end in ((up, 413.15, 293.15, 394.15), (down, 288.15, 394.15, 310.15)):
        hours = time_through_wall(CAPACITY, CONDUCTANCE, wall, start, end)
        exact, _ = quad(lambda t, w=wall, s=start: DORAN.constant(w + (s - w) * math.exp(-rate * t)), 0.0, hours)
        assert found == pytest.approx(exact, rel=1e-6)
    assert held == pytest.approx(0.25 * DORAN.constant(394.15), rel=1e-12)


def test_needed_kill_and_steam():
    assert needed_del_factor(1e11, 20.0, 1e-3) == pytest.approx(math.log(2e15), rel=1e-12)
    assert steam_for(2144.0, 0.5) == pytest.approx(2.0)


def test_cold_steam_is_refused():
    with pytest.raises(InputError, match="hotter steam"):
        time_through_wall(CAPACITY, CONDUCTANCE, 390.15, 293.15, 394.15)


@pytest.fixture(scope="module")
def plan():
    return change_over("antigen", "ecoli-fedbatch", "jar-10l", doses=(50e-9, 1e-3))


def test_tasks_follow_each_other(plan):
    ends = [task.start + task.hours for task in plan.tasks]
    np.testing.assert_allclose([task.start for task in plan.tasks[1:]], ends[:-1], rtol=1e-12)
    assert plan.hours == pytest.approx(ends[-1])
    assert [task.name for task in plan.tasks][-3:] == ["heat-up", "hold", "cool-down"]


def test_water_is_flow_times_time(plan):
    """31 L/min per metre of circumference goes to the drain, a bath of 5 % goes round."""
    vessel, tasks = plan.vessel, {task.name: task for task in plan.tasks}
    flow = 31e-3 * 60.0 * math.pi * vessel.diameter
    assert tasks["pre-rinse"].water == pytest.approx(flow / 6.0, rel=1e-9)
    assert tasks["caustic"].water == pytest.approx(0.05 * vessel.working_volume, rel=1e-12)
    assert tasks["caustic"].caustic == pytest.approx(tasks["caustic"].water * 0.5 * 40.0, rel=1e-3)
    warm = tasks["caustic"].water * 4180.0 * 55.0 / 0.82 / 2144.0  # kg of steam, with 4180 kJ/m3/K
    assert tasks["caustic"].steam == pytest.approx(warm, rel=1e-6)


def test_carry_over_is_the_stricter_rule(plan):
    residue, vessel = plan.residue, plan.vessel
    wall = math.pi * vessel.diameter * vessel.height + math.pi / 2.0 * vessel.diameter**2
    titre = plan.before.kpis["titre_antigen"]["value"]
    assert residue.product == "antigen"
    assert residue.left == pytest.approx(1e-4 * wall * titre, rel=1e-9)
    final = plan.after.kpis
    made = final["biomass_final"]["value"] * final["volume_final"]["value"]
    assert residue.allowed == pytest.approx(1e-3 * 50e-9 * made / 1e-3, rel=1e-9)
    assert residue.allowed < 1e-5 * final["volume_final"]["value"] * plan.after.scenario.medium.density
    assert residue.reduction == pytest.approx(max(math.log10(residue.left / residue.allowed), 0.0))


def test_hold_is_as_long_as_the_kill_needs(plan):
    heat = plan.sterilisation
    assert sum(heat.killed) >= heat.needed * (1.0 - 1e-12)
    assert any("autoclave" in note for note in heat.notes)  # a glass jar bears no 2 bar


def test_settings_name_what_changes(plan):
    changed = {item.name for item in plan.settings if item.changes}
    assert {"strain", "feed iptg", "temperature from induction"} <= changed
    assert "pH" not in changed


def test_a_chart_and_json(tmp_path, capsys):
    figure = tmp_path / "plan.svg"
    assert outcome(["changeover", "antigen", "ecoli-fedbatch", "--json", "--figure", str(figure)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["hours"] > 10.0
    assert told["totals"]["steam"]["value"] > 0.0
    assert b"<svg" in figure.read_bytes()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--dose-a", "50 ug"], "belong together"),
        (["--dose-a", "50 L", "--dose-b", "1 mg"], "dose"),
        (["--plan", "steel-microbail"], "steel-microbial"),
        (["--vessel", "flask-500ml"], "cleaned in place"),
    ],
)
def test_nonsense_is_refused(words, says, capsys):
    assert outcome(["changeover", "antigen", "ecoli-fedbatch", *words]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("name", plan_names())
def test_plans_have_sources(name):
    found = load_plan(name)
    assert found.summary
    assert all(step.time.source for step in found.steps)
    assert found.carry_over.value == 1e-5


def test_settings_of_the_same_recipe_are_the_same():
    scenario = load_scenario("ecoli-fedbatch-ph")
    assert not any(item.changes for item in compared(scenario, scenario))
    assert load_vessel("jar-3l").cooling_conductance > 0.0
